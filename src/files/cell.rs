//! Text at the edge of files: one line, no characters that act instead of being read, no cells that a spreadsheet runs.

use std::borrow::Cow;

/// The text as files have it: on one line, without control characters, without those that turn the writing direction, and
/// without code points that are no characters. Joiners stay: Persian and Hindi are written with them.
///
/// ```
/// use slowtrain::files::one_line;
/// assert_eq!(one_line("a\tb\u{202e}c\u{1b}"), "a bc");
/// ```
#[must_use]
pub fn one_line(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|c| is_line_break(c) || acts(c)) {
        return Cow::Borrowed(text);
    }
    let kept = text.chars().filter(|c| is_line_break(*c) || !acts(*c));
    let kept = kept.map(|c| if is_line_break(c) { ' ' } else { c });
    Cow::Owned(kept.collect())
}

/// Whether a name has characters that [`one_line`] would change.
#[must_use]
pub fn is_one_line(text: &str) -> bool {
    matches!(one_line(text), Cow::Borrowed(_))
}

/// White space that ends a line or moves on in it.
fn is_line_break(c: char) -> bool {
    matches!(
        c,
        '\t' | '\n' | '\u{b}' | '\u{c}' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

/// Control characters, those that turn the writing direction (Unicode 16.0, UAX 9), and noncharacters.
pub(crate) fn acts(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        || matches!(c, '\u{fdd0}'..='\u{fdef}')
        || (c as u32) & 0xfffe == 0xfffe
}

/// A text as a cell of CSV: on one line, and with an apostrophe before what a spreadsheet takes for a formula, which is what
/// begins with `=`, `+`, `-` or `@` and is no number. A text that begins with apostrophes and one of these gets one more,
/// so that [`cell_text`] gives every text back.
///
/// ```
/// use slowtrain::files::{cell_text, csv_cell};
/// assert_eq!(csv_cell("=1+1"), "'=1+1");
/// assert_eq!(csv_cell("'=1+1"), "''=1+1");
/// assert_eq!(csv_cell("-1.5"), "-1.5");
/// assert_eq!(csv_cell("'s-Hertogenbosch"), "'s-Hertogenbosch");
/// assert_eq!(cell_text("'=1+1"), "=1+1");
/// ```
#[must_use]
pub fn csv_cell(text: &str) -> Cow<'_, str> {
    let line = one_line(text);
    match is_formula(&line) && line.parse::<f64>().is_err() {
        true => Cow::Owned(format!("'{line}")),
        false => line,
    }
}

/// The text of a cell that [`csv_cell`] wrote: one apostrophe less before what would be a formula.
#[must_use]
pub fn cell_text(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(text) if is_formula(text) => text,
        _ => cell,
    }
}

/// Whether a text begins as formulas do, behind any apostrophes.
fn is_formula(text: &str) -> bool {
    text.trim_start_matches('\'')
        .starts_with(['=', '+', '-', '@'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_comes_back() {
        let mut texts = vec![String::new()];
        for _ in 0..4 {
            let longer = texts
                .iter()
                .flat_map(|text| ["'", "=", "-", "1", "x"].map(|letter| format!("{text}{letter}")));
            texts = texts.iter().cloned().chain(longer).collect();
            texts.dedup();
        }
        for text in texts {
            let cell = csv_cell(&text);
            assert_eq!(cell_text(&cell), text, "{cell}");
            let is_run = cell.starts_with(['=', '+', '-', '@']);
            assert!(!is_run || cell.parse::<f64>().is_ok(), "{cell}");
        }
    }

    #[test]
    fn names_stay_and_what_acts_goes() {
        for name in ["평양", "می‌رود", "क्‍ष", "P'yŏngyang", "👩‍👩‍👧"]
        {
            assert_eq!(one_line(name), name);
            assert!(is_one_line(name));
        }
        assert_eq!(
            one_line("\u{feff}a\u{9b}31m\u{2028}b\u{ffff}"),
            "\u{feff}a31m b"
        );
        assert!(!is_one_line("gnp\u{202e}exe"));
    }
}
