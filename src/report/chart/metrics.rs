//! How wide a text is, without a font at hand.
//!
//! The widths are those of the Helvetica family, which Arial, Liberation Sans and Nimbus Sans share; other sans fonts
//! are up to a tenth wider, which [`width`] allows for. Letters with marks are as wide as without.

use unicode_normalization::UnicodeNormalization;
use unicode_width::UnicodeWidthChar;

/// Advance widths of U+0020 to U+007E in thousandths of the size. Source: Adobe's Helvetica metrics, which the fonts
/// named above follow.
const ASCII: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];

/// Letters of other alphabets, in thousandths: the mean of Cyrillic in the same fonts, rounded up.
const OTHER: u16 = 640;

/// How much wider other sans fonts are, at most. Assumption: Verdana and DejaVu, wider still, are not first choices.
const ALLOWANCE: f64 = 1.06;

/// Bold letters against regular ones: the mean of the ASCII widths of Helvetica Bold over those above, rounded up.
const BOLD: f64 = 1.08;

/// The width of a text at a font size, in the unit of the size.
#[must_use]
pub fn width(text: &str, size: f64) -> f64 {
    let thousandths: u32 = match text.is_ascii() {
        true => text.chars().map(|c| u32::from(advance(c))).sum(),
        false => text.nfd().map(|c| u32::from(advance(c))).sum(),
    };
    f64::from(thousandths) / 1_000.0 * size * ALLOWANCE
}

/// The same in bold.
#[must_use]
pub fn bold_width(text: &str, size: f64) -> f64 {
    width(text, size) * BOLD
}

fn advance(c: char) -> u16 {
    match c {
        ' '..='~' => ASCII[c as usize - ' ' as usize],
        // Conjoining Hangul after decomposition: the first letter carries the width of the syllable.
        '\u{1160}'..='\u{11FF}' => 0,
        '…' | '→' | '↔' | '—' => 1_000,
        c => match c.width() {
            Some(0) | None => 0,
            Some(1) => OTHER,
            Some(_) => 1_000,
        },
    }
}

/// `text`, shortened with an ellipsis to at most `room`.
#[must_use]
pub fn fit(text: &str, size: f64, room: f64) -> String {
    if width(text, size) <= room {
        return text.to_owned();
    }
    let mut kept = String::new();
    for c in text.chars() {
        if width(&format!("{kept}{c}…"), size) > room {
            break;
        }
        kept.push(c);
    }
    format!("{}…", kept.trim_end())
}

/// `text` in lines of at most `room`, broken at spaces.
#[must_use]
pub fn wrap(text: &str, size: f64, room: f64) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let line = lines.last_mut().expect("begun with one");
        if line.is_empty() {
            line.push_str(word);
        } else if width(&format!("{line} {word}"), size) <= room {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_add_no_width_and_hangul_is_square() {
        assert_eq!(
            width("Đông", 10.0).total_cmp(&width("Đong", 10.0)),
            std::cmp::Ordering::Equal
        );
        assert_eq!(width("평양", 10.0), 20.0 * ALLOWANCE);
        // 667 + 556 * 6 + 500 + 333 + 278 thousandths, by the published table.
        assert!(
            (width("Pyongyang", 1_000.0) / ALLOWANCE
                - (667.0 + 500.0 + 556.0 * 4.0 + 500.0 + 556.0 * 2.0))
                .abs()
                < 1e-6
        );
    }

    #[test]
    fn texts_are_shortened_and_wrapped_to_their_room() {
        let short = fit("Changpyong (Kimchaek)", 12.0, 60.0);
        assert!(short.ends_with('…') && width(&short, 12.0) <= 60.0);
        let lines = wrap("one two three four five", 10.0, 60.0);
        assert!(lines.len() > 1 && lines.iter().all(|line| width(line, 10.0) <= 60.0));
        assert_eq!(lines.join(" "), "one two three four five");
    }
}
