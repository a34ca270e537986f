//! Text for a terminal: cleaned, measured in columns, wrapped.
//!
//! Korean and Chinese characters take two columns, combining marks none; nothing here counts bytes or characters.
//! A [`Span`] is text with a [`Style`] as plain data. Its text is cleaned on the way in, so whatever a file says,
//! nothing that is written moves the cursor, sets a colour or turns the writing direction. Styles become escape
//! sequences only in [`Span::write`], and only when colour is asked for; without it the output is the same bytes less
//! the escapes.
//!
//! ```
//! use slowtrain::report::text::{clean, width, wrapped};
//! assert_eq!(width("평양"), 4);
//! assert_eq!(wrapped("Nizhny Novgorod", 10), ["Nizhny", "Novgorod"]);
//! assert_eq!(clean("Kha\u{1b}[31msan\u{202e}"), "Kha[31msan");
//! ```

use std::borrow::Cow;
use std::fmt;

use owo_colors::OwoColorize;
use unicode_width::UnicodeWidthChar;

/// A colour with a meaning; the terminal chooses its shade.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// Impossible, an error.
    Red,
    /// Doubtful, a warning.
    Yellow,
    /// Consistent.
    Green,
    /// A name or a link.
    Cyan,
}

/// How a text stands out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Style {
    /// Heavier than the text around it.
    pub is_bold: bool,
    /// Fainter than the text around it.
    pub is_dim: bool,
    /// In a colour of its own.
    pub colour: Option<Colour>,
}

impl Style {
    /// Like the text around it.
    pub const PLAIN: Style = Style {
        is_bold: false,
        is_dim: false,
        colour: None,
    };
    /// Heavier.
    pub const BOLD: Style = Style {
        is_bold: true,
        ..Style::PLAIN
    };
    /// Fainter.
    pub const DIM: Style = Style {
        is_dim: true,
        ..Style::PLAIN
    };

    /// Coloured.
    #[must_use]
    pub fn coloured(colour: Colour) -> Style {
        Style {
            colour: Some(colour),
            ..Style::PLAIN
        }
    }

    /// The same in the terms of the package that knows the escape sequences.
    fn sequence(self) -> owo_colors::Style {
        let mut style = owo_colors::Style::new();
        if self.is_bold {
            style = style.bold();
        }
        if self.is_dim {
            style = style.dimmed();
        }
        match self.colour {
            None => style,
            Some(Colour::Red) => style.red(),
            Some(Colour::Yellow) => style.yellow(),
            Some(Colour::Green) => style.green(),
            Some(Colour::Cyan) => style.cyan(),
        }
    }
}

/// Clean text of one line with one style.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Span {
    text: String,
    style: Style,
}

impl Span {
    /// Cleans a text.
    #[must_use]
    pub fn new(text: &str, style: Style) -> Span {
        Span {
            text: clean(text).into_owned(),
            style,
        }
    }

    /// Cleans a text that does not stand out.
    #[must_use]
    pub fn plain(text: &str) -> Span {
        Span::new(text, Style::PLAIN)
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Its style.
    #[must_use]
    pub fn style(&self) -> Style {
        self.style
    }

    /// The columns it takes.
    #[must_use]
    pub fn width(&self) -> usize {
        width(&self.text)
    }

    /// The same in lines of at most so many columns.
    #[must_use]
    pub fn in_lines(&self, columns: usize) -> Vec<Span> {
        if self.width() <= columns {
            return vec![self.clone()];
        }
        let lines = filled(in_parts(&self.text), columns);
        let of = |text| Span {
            text,
            style: self.style,
        };
        lines.into_iter().map(of).collect()
    }

    /// Writes the text, with escape sequences only when asked.
    ///
    /// # Errors
    /// Whatever `out` answers.
    pub fn write(&self, out: &mut dyn fmt::Write, in_colour: bool) -> fmt::Result {
        if in_colour && self.style != Style::PLAIN && !self.text.is_empty() {
            write!(out, "{}", self.text.style(self.style.sequence()))
        } else {
            out.write_str(&self.text)
        }
    }
}

/// The text on one line and without characters that are not text: line breaks and tabs become spaces; control
/// characters and those that turn the writing direction, join, or take no place are dropped.
#[must_use]
pub fn clean(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|c| is_blank(c) || is_unsafe(c)) {
        return Cow::Borrowed(text);
    }
    let kept = text.chars().filter(|c| is_blank(*c) || !is_unsafe(*c));
    Cow::Owned(kept.map(|c| if is_blank(c) { ' ' } else { c }).collect())
}

/// White space that would move the cursor.
fn is_blank(c: char) -> bool {
    matches!(
        c,
        '\t' | '\n' | '\u{b}' | '\u{c}' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

/// Characters that a name has no use for and a terminal may obey. Source: the general categories Cc and Cf and the
/// variation selectors of Unicode 16.0, and the three Hangul fillers, which look like nothing.
fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}' | '\u{8e2}'
            | '\u{115f}' | '\u{1160}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}')
}

/// The columns that a clean text takes.
#[must_use]
pub fn width(text: &str) -> usize {
    text.chars().map(char_width).sum()
}

fn char_width(c: char) -> usize {
    c.width().unwrap_or(0)
}

/// The longest beginning that takes at most so many columns, and the rest.
fn split_at_column(text: &str, columns: usize) -> (&str, &str) {
    let mut taken = 0;
    let end = text.char_indices().find(|(_, c)| {
        taken += char_width(*c);
        taken > columns
    });
    text.split_at(end.map_or(text.len(), |(at, _)| at))
}

/// Units that stay with their number at the end of a line.
const UNITS: [&str; 10] = ["km", "m", "km/h", "d", "h", "min", "s", "t", "mm", "%"];

/// The words of a text; a number stays in one piece with its thousands and its unit, hours with their minutes.
fn unbroken(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let bare = word.trim_end_matches([',', ';', ':', '.', ')']);
        let is_group = bare.len() == 3 && bare.bytes().all(|byte| byte.is_ascii_digit());
        match words.last_mut() {
            Some(last)
                if last.ends_with(|c: char| c.is_ascii_digit())
                    && (is_group || UNITS.contains(&bare)) =>
            {
                last.push(' ');
                last.push_str(word);
            }
            Some(last) if is_two_digits(bare) && (last.ends_with(" h") || last.ends_with(" d")) => {
                last.push(' ');
                last.push_str(word);
            }
            _ => words.push(word.to_owned()),
        }
    }
    words
}

fn is_two_digits(text: &str) -> bool {
    text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The text with spaces that do not break inside its numbers, for what breaks lines itself.
#[must_use]
pub fn kept_together(text: &str) -> String {
    let words = unbroken(text).into_iter();
    let words: Vec<String> = words.map(|word| word.replace(' ', "\u{a0}")).collect();
    words.join(" ")
}

/// Letters behind a hyphen, at least, where a name may go on in the next line.
const SHORTEST_PART: usize = 3;

/// The parts of a name that may stand on lines of their own: words with the space behind them, and what stands between
/// hyphens.
#[must_use]
pub fn in_parts(text: &str) -> Vec<String> {
    let mut parts = Vec::new();
    for word in unbroken(text) {
        let mut rest = word.as_str();
        while let Some((at, hyphen)) = rest.char_indices().find(|(_, c)| matches!(c, '-' | '–')) {
            let end = at + hyphen.len_utf8();
            // A hyphen that stands alone or has next to nothing behind it, as in Chita-1, is no place to break.
            if at == 0 || rest[end..].chars().count() < SHORTEST_PART {
                break;
            }
            let (head, tail) = rest.split_at(end);
            parts.push(head.to_owned());
            rest = tail;
        }
        parts.push(format!("{rest} "));
    }
    parts
}

/// The text in lines of at most so many columns, broken between words; a word longer than a line is broken where the
/// line ends. At least two columns are used, because some characters take two.
#[must_use]
pub fn wrapped(text: &str, columns: usize) -> Vec<String> {
    let words = unbroken(text).into_iter();
    filled(words.map(|word| word + " "), columns)
}

/// Parts one behind the other in lines of at most so many columns, the spaces at their ends not counted.
fn filled(parts: impl IntoIterator<Item = String>, columns: usize) -> Vec<String> {
    let columns = columns.max(2);
    let mut lines = Vec::new();
    let mut line = String::new();
    for part in parts {
        let mut part = part.as_str();
        if !line.is_empty() && width(&line) + width(part.trim_end()) > columns {
            lines.push(std::mem::take(&mut line));
        }
        while width(part.trim_end()) > columns {
            let (head, tail) = split_at_column(part, columns);
            lines.push(head.to_owned());
            part = tail;
        }
        line.push_str(part);
    }
    lines.push(line);
    lines.retain(|line| !line.is_empty());
    for line in &mut lines {
        line.truncate(line.trim_end().len());
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_not_broken() {
        assert_eq!(
            kept_together("as far as 1 026 to 1 120 km of 1 231 km in 33 h 26 min"),
            "as far as 1\u{a0}026 to 1\u{a0}120\u{a0}km of 1\u{a0}231\u{a0}km in 33\u{a0}h\u{a0}26\u{a0}min"
        );
    }

    #[test]
    fn what_a_terminal_would_obey_is_dropped() {
        for (dirty, text) in [
            ("Khasan", "Khasan"),
            ("a\u{1b}]0;title\u{7}b", "a]0;titleb"),
            ("one\r\ntwo\tthree", "one  two three"),
            ("\u{202e}nasahK\u{202c}", "nasahK"),
            ("평\u{200b}양\u{feff}", "평양"),
            ("\u{9b}31m", "31m"),
            ("Tu\u{2066}man\u{2069}", "Tuman"),
        ] {
            assert_eq!(clean(dirty), text);
        }
        for name in ["P'yŏngyang", "평양", "丹东", "Đồng Đăng", "Київ"] {
            assert!(matches!(clean(name), Cow::Borrowed(_)), "{name}");
        }
    }

    #[test]
    fn width_is_in_columns() {
        for (text, columns) in [
            ("", 0),
            ("Khasan", 6),
            ("두만강", 6),
            ("丹东", 4),
            ("Хасан", 5),
            ("P'yo\u{306}ngyang", 10),
        ] {
            assert_eq!(width(text), columns, "{text}");
        }
    }

    #[test]
    fn numbers_stay_with_their_units() {
        assert_eq!(
            wrapped("it is 6 431 km long", 11),
            ["it is", "6 431 km", "long"]
        );
        assert_eq!(
            wrapped("from 3 h 05 min on", 12),
            ["from", "3 h 05 min", "on"]
        );
        assert_eq!(wrapped("in 2 d 07 h, 05", 9), ["in", "2 d 07 h,", "05"]);
    }

    #[test]
    fn names_go_on_behind_a_space_or_a_hyphen() {
        let lines = |text: &str, columns| -> Vec<String> {
            let spans = Span::plain(text).in_lines(columns).into_iter();
            spans.map(|span| span.text().to_owned()).collect()
        };
        let name = "Baranovsky-Khasan Railway";
        assert_eq!(lines(name, 25), [name]);
        assert_eq!(lines(name, 17), ["Baranovsky-Khasan", "Railway"]);
        assert_eq!(lines(name, 15), ["Baranovsky-", "Khasan Railway"]);
        assert_eq!(
            lines("Moscow - Vladivostok", 11),
            ["Moscow -", "Vladivostok"]
        );
        assert_eq!(lines("Khabarovsk-1", 11), ["Khabarovsk-", "1"]);
        assert_eq!(in_parts("Khabarovsk-1"), ["Khabarovsk-1 "]);
        assert_eq!(lines("두만강", 5), ["두만", "강"]);
    }

    #[test]
    fn words_stay_together_where_they_can() {
        let text = "the gauge changes at Khasan 하산";
        assert_eq!(
            wrapped(text, 12),
            ["the gauge", "changes at", "Khasan 하산"]
        );
        assert_eq!(wrapped("신의주청년역", 5), ["신의", "주청", "년역"]);
        assert_eq!(wrapped("평양", 0), ["평", "양"]);
        assert_eq!(wrapped(" \n ", 10), [""; 0]);
    }

    #[test]
    fn colour_adds_escapes_and_nothing_else() {
        let span = Span::new(
            "impossible",
            Style {
                is_bold: true,
                ..Style::coloured(Colour::Red)
            },
        );
        let (mut plain, mut coloured) = (String::new(), String::new());
        span.write(&mut plain, false).expect("a string takes all");
        span.write(&mut coloured, true).expect("a string takes all");
        assert_eq!(plain, "impossible");
        let open = coloured.find('m').expect("an escape sequence");
        assert!(coloured.starts_with("\u{1b}["));
        assert_eq!(&coloured[open + 1..], "impossible\u{1b}[0m");
    }
}
