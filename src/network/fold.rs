//! Spellings of one name folded to one key, so that keys can be compared byte by byte.
//!
//! Two folds, from fine to coarse. [`letters`] keeps the script: case, accents, apostrophes, hyphens, spaces and
//! brackets go, traditional Chinese characters become simplified ones, so `P'yŏngyang` and `PYONGYANG` agree but 평양
//! stays Korean. [`latin`] then writes any script in the letters a to z. What several romanisations of a language have
//! in common is the business of [`romanisation`](super::romanisation).
//!
//! Keys are for comparing only and are never shown. Folding appends to a buffer, because an index folds thousands of
//! names within a millisecond.

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

use super::han::simplified;

/// Appends the name in its own script, in lower case and without marks, punctuation and spaces.
pub(super) fn letters(name: &str, key: &mut String) {
    for c in name.chars() {
        match c {
            'a'..='z' | '0'..='9' => key.push(c),
            'A'..='Z' => key.push(c.to_ascii_lowercase()),
            '\0'..='\x7f' => {}
            '\u{4e00}'..='\u{9fff}' => key.push(simplified(c)),
            'а'..='я' if c != 'й' => key.push(c),
            'А'..='Я' if c != 'Й' => key.extend(c.to_lowercase()),
            _ => decompose_compatible(c, |part| fold_part(part, key)),
        }
    }
}

/// Appends one character of a decomposition.
fn fold_part(part: char, key: &mut String) {
    if is_combining_mark(part) || !part.is_alphanumeric() {
        return;
    }
    if is_latin(part) {
        let plain = any_ascii::any_ascii_char(part);
        key.extend(plain.chars().map(|c| c.to_ascii_lowercase()));
    } else {
        key.extend(part.to_lowercase());
    }
}

/// Whether a letter belongs to the Latin script, so far as decomposed names use it.
fn is_latin(c: char) -> bool {
    matches!(c, 'A'..='Z' | 'a'..='z' | '\u{aa}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}')
}

/// Appends the name written in a to z and digits, whatever its script.
pub(super) fn latin(name: &str, key: &mut String) {
    for c in name.chars() {
        let plain = any_ascii::any_ascii_char(c);
        key.extend(
            plain
                .chars()
                .filter(char::is_ascii_alphanumeric)
                .map(|c| c.to_ascii_lowercase()),
        );
    }
}

/// The name without a remark in brackets at its end: `Jinzhou (Dalian)` is the station Jinzhou.
pub(super) fn without_remark(name: &str) -> Option<(&str, &str)> {
    let (base, remark) = name.strip_suffix(')')?.split_once('(')?;
    Some((base.trim(), remark.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letters_of(name: &str) -> String {
        let mut key = String::new();
        letters(name, &mut key);
        key
    }

    fn latin_of(name: &str) -> String {
        let mut key = String::new();
        latin(name, &mut key);
        key
    }

    #[test]
    fn marks_case_and_punctuation_go() {
        for (name, key) in [
            ("P'yŏngyang", "pyongyang"),
            ("P’yŏngyang", "pyongyang"),
            ("Pjöngjang", "pjongjang"),
            ("Đồng Đăng", "dongdang"),
            ("Przemyśl Główny", "przemyslglowny"),
            ("Zamyn-Uud", "zamynuud"),
            ("Чита-2", "чита2"),
            ("АРТЁМ", "артем"),
            ("Straße", "strasse"),
            ("\u{200e}Khasan\u{202c}\u{1b}", "khasan"),
        ] {
            assert_eq!(letters_of(name), key);
        }
    }

    #[test]
    fn composed_and_decomposed_names_agree() {
        use unicode_normalization::UnicodeNormalization;
        for name in ["평양", "P'yŏngyang", "Đồng Đăng", "Уссурийск", "Київ"] {
            assert_eq!(
                letters_of(name),
                letters_of(&name.nfd().collect::<String>())
            );
        }
        assert_ne!(letters_of("평양"), letters_of("평안"));
    }

    #[test]
    fn traditional_characters_agree_with_simplified_ones() {
        assert_eq!(letters_of("丹東"), letters_of("丹东"));
        assert_ne!(letters_of("锦州"), letters_of("金州"));
    }

    #[test]
    fn any_script_is_written_in_latin() {
        for (name, key) in [
            ("평양", "pyeongyang"),
            ("두만강", "dumangang"),
            ("Хасан", "khasan"),
            ("丹东", "dandong"),
            ("Đồng Đăng", "dongdang"),
        ] {
            assert_eq!(latin_of(name), key);
        }
    }

    #[test]
    fn remarks_are_in_brackets_at_the_end() {
        assert_eq!(
            without_remark("Jinzhou (Dalian)"),
            Some(("Jinzhou", "Dalian"))
        );
        for name in ["Jinzhou", "(Dalian) Jinzhou", "Jinzhou Dalian)", ")"] {
            assert_eq!(without_remark(name), None, "{name}");
        }
    }
}
