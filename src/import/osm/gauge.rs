//! What `gauge=*` says: numbers, lists, words and feet, as mappers write them.
//!
//! A text is split into pieces, and each piece is a width or cannot be read. What cannot be read is never replaced by
//! another gauge: the caller leaves the way out when no piece can be.

use crate::network::{Country, Gauge};

/// Millimetres in an inch, exactly.
const MM_PER_INCH: f64 = 25.4;

/// Inches in a foot.
const INCHES_PER_FOOT: f64 = 12.0;

/// Words for one width wherever they are written, in millimetres. Source: Wikipedia, "List of track gauges".
const WORDS: [(&str, u16); 12] = [
    ("standard", 1435),
    ("normal", 1435),
    ("metre", 1000),
    ("meter", 1000),
    ("metric", 1000),
    ("cape", 1067),
    ("russian", 1520),
    ("soviet", 1520),
    ("irish", 1600),
    ("victorian", 1600),
    ("iberian", 1668),
    ("indian", 1676),
];

/// What `broad` means where all broad lines have one width, in millimetres, with ISO codes of the countries. Source:
/// Wikipedia, "Track gauge by country".
const BROAD: [(u16, &[&str]); 4] = [
    (
        1520,
        &[
            "RU", "UA", "BY", "MD", "LT", "LV", "EE", "FI", "GE", "AM", "AZ", "KZ", "KG", "TJ",
            "TM", "UZ", "MN", "PL", "SK", "RO", "HU",
        ],
    ),
    (1600, &["IE", "GB", "AU", "BR"]),
    (1668, &["ES", "PT"]),
    (1676, &["IN", "PK", "BD", "LK", "NP", "AR", "CL"]),
];

/// What `narrow` means where all narrow public lines have one width, in millimetres. Source: as of [`BROAD`].
const NARROW: [(u16, &[&str]); 2] = [
    (
        1000,
        &["VN", "TH", "MY", "KH", "MM", "LA", "KE", "UG", "TN", "BD"],
    ),
    (1067, &["NZ", "ZM", "ZW", "BW", "GH", "NG", "SD"]),
];

/// The widths in a text, and the pieces that cannot be read.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Widths<'t> {
    /// Rising.
    pub gauges: Vec<Gauge>,
    pub unread: Vec<&'t str>,
}

/// Reads `1435`, `1435;1520`, `1000/1435 mm`, `4 ft 8 1/2 in`, `standard`, and `broad` in a country where it is unambiguous.
pub(super) fn widths(text: &str, country: Option<Country>) -> Widths<'_> {
    let mut widths = Widths::default();
    for piece in pieces(text) {
        match width_mm(piece, country).and_then(gauge_of) {
            Some(gauge) => widths.gauges.push(gauge),
            None => widths.unread.push(piece),
        }
    }
    widths.gauges.sort_by_key(|gauge| gauge.mm());
    widths.gauges.dedup_by_key(|gauge| gauge.mm());
    widths
}

/// The parts of a list. A slash is part of a fraction where feet and inches are written.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let parts = text.split([';', '|', '+', '&']);
    let pieces = parts.flat_map(|part| {
        let has_feet = is_imperial(&part.to_lowercase());
        let is_one_number = has_thousands(part);
        part.split(move |c| !is_one_number && (c == ',' || c == '/' && !has_feet))
    });
    pieces.map(str::trim).filter(|piece| !piece.is_empty())
}

/// Whether a text is one number whose thousands are set apart, like `1,435`.
fn has_thousands(text: &str) -> bool {
    let digits = text.trim().trim_end_matches("mm").trim_end();
    let Some((thousands, rest)) = digits.split_once([',', '.']) else {
        return false;
    };
    let are_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    thousands.len() == 1 && rest.len() == 3 && are_digits(thousands) && are_digits(rest)
}

/// Whether a lower-case text is in feet or inches.
fn is_imperial(text: &str) -> bool {
    let units = ["ft", "foot", "feet", "in", "'", "\"", "′", "″", "’", "”"];
    let has_digit = text.contains(|c: char| c.is_ascii_digit());
    has_digit && units.iter().any(|unit| text.contains(unit))
}

fn gauge_of(mm: f64) -> Option<Gauge> {
    let mm = mm.round();
    let is_legal = (0.0..=f64::from(u16::MAX)).contains(&mm);
    is_legal.then(|| Gauge::from_mm(mm as u16)).flatten()
}

/// The width of one piece in millimetres.
fn width_mm(piece: &str, country: Option<Country>) -> Option<f64> {
    let text = piece.to_lowercase();
    if let Some(mm) = word_mm(&text, country) {
        return Some(f64::from(mm));
    }
    if is_imperial(&text) {
        return imperial_mm(&text);
    }
    if has_thousands(&text) {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        return digits.parse().ok();
    }
    let number = text.trim_end_matches(char::is_alphabetic);
    let factor = match &text[number.len()..] {
        "" | "mm" => 1.0,
        "cm" => 10.0,
        "m" => 1_000.0,
        _ => return None,
    };
    decimal(number.trim()).map(|width| width * factor)
}

fn word_mm(text: &str, country: Option<Country>) -> Option<u16> {
    let word = text
        .trim_end_matches("gauge")
        .trim_end_matches(['_', ' ', '-']);
    let by_country = |table: &[(u16, &[&str])]| {
        let code = country?;
        let row = table.iter().find(|(_, codes)| codes.contains(&code.code()));
        row.map(|(mm, _)| *mm)
    };
    match word {
        "broad" => by_country(&BROAD),
        "narrow" => by_country(&NARROW),
        _ => WORDS
            .iter()
            .find(|(known, _)| *known == word)
            .map(|(_, mm)| *mm),
    }
}

/// Digits with at most one point.
fn decimal(text: &str) -> Option<f64> {
    let is_plain = text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.');
    is_plain.then(|| text.parse().ok()).flatten()
}

/// `4 ft 8 1/2 in`, `4'8.5"`, `3 ft 6`, `24 in`.
fn imperial_mm(text: &str) -> Option<f64> {
    let text = plain_marks(text);
    let (feet, inches) = match text.split_once('\'') {
        Some((feet, inches)) => (decimal(feet.trim())?, inches),
        None => (0.0, &text[..]),
    };
    let inches = inches.trim().trim_end_matches('"').trim();
    let inches = match inches.is_empty() {
        true => 0.0,
        false => mixed_number(inches)?,
    };
    Some((feet * INCHES_PER_FOOT + inches) * MM_PER_INCH)
}

/// The same with `'` for feet, `"` for inches, and fractions as `1/2`.
fn plain_marks(text: &str) -> String {
    let marks = [
        ("′", "'"),
        ("’", "'"),
        ("″", "\""),
        ("”", "\""),
        ("''", "\""),
        ("feet", "'"),
        ("foot", "'"),
        ("ft.", "'"),
        ("ft", "'"),
        ("inches", "\""),
        ("inch", "\""),
        ("in.", "\""),
        ("in", "\""),
        ("\u{2044}", "/"),
        ("½", " 1/2"),
        ("¼", " 1/4"),
        ("¾", " 3/4"),
        ("⅛", " 1/8"),
        ("⅜", " 3/8"),
        ("⅝", " 5/8"),
        ("⅞", " 7/8"),
        ("-", " "),
    ];
    marks.iter().fold(text.to_owned(), |text, (mark, plain)| {
        text.replace(mark, plain)
    })
}

/// `8`, `8.5`, `1/2` or `8 1/2`.
fn mixed_number(text: &str) -> Option<f64> {
    let fraction = |text: &str| {
        let (above, below) = text.split_once('/')?;
        let (above, below) = (decimal(above.trim())?, decimal(below.trim())?);
        (below > 0.0).then_some(above / below)
    };
    match text.split_once(' ') {
        Some((whole, part)) => Some(decimal(whole)? + fraction(part.trim())?),
        None => fraction(text).or_else(|| decimal(text)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NONE: [u16; 0] = [];

    fn mm_in(text: &str, country: &str) -> Vec<u16> {
        let widths = widths(text, Country::parse(country).ok());
        match widths.unread.is_empty() {
            true => widths.gauges.into_iter().map(Gauge::mm).collect(),
            false => Vec::new(),
        }
    }

    #[test]
    fn numbers_stay_what_they_are() {
        for mm in [381, 785, 1009, 1050, 1372, 1445, 1495, 1524, 1588, 1676] {
            assert_eq!(mm_in(&mm.to_string(), ""), [mm]);
        }
        for text in [
            "1435 mm", "1435mm", " 1435 ", "1,435", "1.435 m", "143.5 cm", "1,435 mm",
        ] {
            assert_eq!(mm_in(text, ""), [1435], "{text}");
        }
    }

    #[test]
    fn lists_have_any_separator() {
        for text in [
            "1435;1520",
            "1520,1435",
            "1435/1520",
            "1435 mm; 1520 mm",
            "1435|1520",
        ] {
            assert_eq!(mm_in(text, ""), [1435, 1520], "{text}");
        }
        assert_eq!(mm_in("1000;1435;1668", ""), [1000, 1435, 1668]);
    }

    #[test]
    fn feet_and_inches_are_millimetres() {
        // Widths in both units: Wikipedia, "List of track gauges".
        for (text, mm) in [
            ("4 ft 8 1/2 in", 1435),
            ("4 ft 8½ in", 1435),
            ("4'8.5\"", 1435),
            ("4' 8 1\u{2044}2\"", 1435),
            ("4′ 8½″", 1435),
            ("5 ft 6 in", 1676),
            ("5'6\"", 1676),
            ("5 ft 3 in", 1600),
            ("5 ft", 1524),
            ("4 ft 10 7/8 in", 1495),
            ("3 ft 6 in", 1067),
            ("3 feet", 914),
            ("2 ft", 610),
            ("24 in", 610),
            ("15 inches", 381),
        ] {
            assert_eq!(mm_in(text, ""), [mm], "{text}");
        }
        assert_eq!(
            mm_in("3 ft 6 in / 4 ft", ""),
            NONE,
            "one or the other cannot be told"
        );
        assert_eq!(mm_in("3 ft 6 in;4 ft 8 1/2 in", ""), [1067, 1435]);
    }

    #[test]
    fn words_count_where_they_mean_one_width() {
        assert_eq!(mm_in("standard", ""), [1435]);
        assert_eq!(mm_in("metre", "IN"), [1000]);
        for (country, mm) in [("IN", 1676), ("ES", 1668), ("RU", 1520), ("IE", 1600)] {
            assert_eq!(mm_in("broad", country), [mm]);
        }
        assert_eq!(mm_in("narrow", "VN"), [1000]);
        // 762 and 610 mm in India; no country at all.
        assert_eq!(mm_in("narrow", "IN"), NONE);
        assert_eq!(mm_in("broad", ""), NONE);
    }

    #[test]
    fn what_cannot_be_read_is_told() {
        for text in [
            "xyz", "127", "184", "14350", "-1435", "1e3", "NaN", "1435?", "unknown", "ft", "'",
        ] {
            let widths = widths(text, None);
            assert_eq!(
                (widths.gauges, widths.unread),
                (vec![], vec![text]),
                "{text}"
            );
        }
        let part = widths("1435;xyz", None);
        assert_eq!((part.gauges.len(), part.unread), (1, vec!["xyz"]));
    }
}
