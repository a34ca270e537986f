//! What a cell means: numbers, days, words and lists, each with a finding that says what would be right.

use std::ops::RangeInclusive;

use jiff::civil::Date;

use super::super::finding::{FilePosition, Finding, Problem, nearest};
use super::Row;
use super::problem::CellProblem;

/// One cell of a table; spaces around its text are gone.
#[derive(Clone, Copy, Debug)]
pub struct Cell<'t> {
    row: Row<'t>,
    column: usize,
    text: &'t str,
}

impl<'t> Cell<'t> {
    pub(super) fn new(row: Row<'t>, column: usize, text: &'t str) -> Cell<'t> {
        Cell { row, column, text }
    }

    /// Its text.
    #[must_use]
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// Its text, `None` when empty: unknown.
    #[must_use]
    pub fn known(&self) -> Option<&'t str> {
        (!self.text.is_empty()).then_some(self.text)
    }

    /// The name of its column.
    #[must_use]
    pub fn column(&self) -> &'static str {
        self.row.table().schema.columns[self.column].name
    }

    /// Where it stands.
    #[must_use]
    pub fn place(&self) -> FilePosition {
        self.row.place(self.column)
    }

    /// A finding at its place.
    #[must_use]
    pub fn finding(&self, problem: &impl Problem) -> Finding {
        Finding::new(self.place(), problem)
    }

    pub(super) fn is_of_numbers(&self) -> bool {
        self.row.table().schema.columns[self.column].is_number
    }

    /// Its text, which must not be empty.
    ///
    /// # Errors
    /// A finding when it is.
    pub fn required(&self) -> Result<&'t str, Finding> {
        let column = self.column();
        self.known()
            .ok_or_else(|| self.finding(&CellProblem::Missing { column }))
    }

    /// A finite number within a range; `None` when empty.
    ///
    /// # Errors
    /// A finding when it is no number, or is out of range.
    pub fn number(&self, range: RangeInclusive<f64>) -> Result<Option<f64>, Finding> {
        if self.text.is_empty() {
            return Ok(None);
        }
        let number = self
            .parse_number()
            .map_err(|problem| self.finding(&problem))?;
        if range.contains(&number) {
            return Ok(Some(number));
        }
        Err(self.finding(&CellProblem::OutOfRange {
            column: self.column(),
            found: self.text.to_owned(),
            low: *range.start(),
            high: *range.end(),
        }))
    }

    fn parse_number(&self) -> Result<f64, CellProblem> {
        let (column, found) = (self.column(), || self.text.to_owned());
        if self.row.table().has_decimal_commas {
            if let Some(with_point) = decimal_comma(self.text) {
                return finite(&with_point).ok_or(CellProblem::NotANumber {
                    column,
                    found: found(),
                });
            }
            if self.text.contains('.') && finite(self.text).is_some() {
                return Err(CellProblem::MixedDecimalMarks {
                    column,
                    found: found(),
                });
            }
        }
        finite(self.text).ok_or_else(|| self.no_number())
    }

    /// What is wrong with a text that is not a plain number.
    fn no_number(&self) -> CellProblem {
        let (column, found) = (self.column(), self.text.to_owned());
        match (decimal_comma(self.text), without_thousands(self.text)) {
            (Some(decimal), Some(thousands)) => CellProblem::CommaOfEither {
                column,
                found,
                thousands,
                decimal,
            },
            (Some(guess), None) => CellProblem::DecimalComma {
                column,
                found,
                guess,
            },
            (None, Some(guess)) => CellProblem::Thousands {
                column,
                found,
                guess,
            },
            (None, None) => CellProblem::NotANumber { column, found },
        }
    }

    /// A whole number within a range; `None` when empty.
    ///
    /// # Errors
    /// A finding when it is no whole number, or is out of range.
    pub fn whole(&self, range: RangeInclusive<u32>) -> Result<Option<u32>, Finding> {
        let number = self.number(f64::from(*range.start())..=f64::from(*range.end()))?;
        let is_whole = |number: &f64| number.fract() == 0.0;
        match number {
            Some(number) if !is_whole(&number) => Err(self.finding(&CellProblem::NotWhole {
                column: self.column(),
                found: self.text.to_owned(),
            })),
            // The range above is one of whole numbers without a sign.
            other => Ok(other.map(|number| number as u32)),
        }
    }

    /// A day like `2013-09-22`; `None` when empty.
    ///
    /// # Errors
    /// A finding for anything else.
    pub fn date(&self) -> Result<Option<Date>, Finding> {
        if self.text.is_empty() {
            return Ok(None);
        }
        day(self.text).map(Some).ok_or_else(|| {
            self.finding(&CellProblem::BadDate {
                column: self.column(),
                found: self.text.to_owned(),
                guess: guess_day(self.text),
            })
        })
    }

    /// One of some words.
    ///
    /// # Errors
    /// A finding that lists the `accepted` ones when `parse` knows it not.
    pub fn word<T>(
        &self,
        parse: impl Fn(&str) -> Option<T>,
        accepted: &[&'static str],
    ) -> Result<T, Finding> {
        parse(self.text).ok_or_else(|| {
            let found = self.text.to_lowercase();
            self.finding(&CellProblem::UnknownWord {
                column: self.column(),
                found: self.text.to_owned(),
                accepted: accepted.join(", "),
                guess: nearest(&found, accepted.iter().copied()),
            })
        })
    }

    /// The parts between `;`, without empty ones.
    pub fn list(&self) -> impl Iterator<Item = &'t str> + use<'t> {
        self.text
            .split(';')
            .map(str::trim)
            .filter(|part| !part.is_empty())
    }
}

/// A number that is written plainly: digits, a point, an exponent; not `NaN`, `inf` or beyond what can be held.
fn finite(text: &str) -> Option<f64> {
    let is_plain = text
        .bytes()
        .all(|b| matches!(b, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E'));
    text.parse()
        .ok()
        .filter(|n: &f64| is_plain && n.is_finite())
}

/// A number with one comma and no point, written with a point.
pub(super) fn decimal_comma(text: &str) -> Option<String> {
    let (whole, decimals) = text.split_once(',')?;
    let is_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let sign_less = whole.strip_prefix(['-', '+']).unwrap_or(whole);
    (is_digits(sign_less) && is_digits(decimals) && !decimals.is_empty())
        .then(|| format!("{whole}.{decimals}"))
}

/// A number whose thousands are parted by commas, spaces or apostrophes, written without: `1,075`, `12 345.6`.
pub(super) fn without_thousands(text: &str) -> Option<String> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let sign_less = whole.strip_prefix(['-', '+']).unwrap_or(whole);
    let mark = sign_less.chars().find(|c| !c.is_ascii_digit())?;
    let is_mark = matches!(mark, ',' | ' ' | '\'' | '\u{2019}' | '\u{a0}' | '\u{202f}');
    let mut groups = sign_less.split(mark);
    let first = groups.next()?;
    let is_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let is_first = (1..=3).contains(&first.len()) && is_digits(first) && !first.starts_with('0');
    let mut rest = groups.clone();
    let is_rest = rest.all(|group| group.len() == 3 && is_digits(group));
    let plain: String = text.chars().filter(|c| *c != mark).collect();
    (is_mark && is_first && is_rest && is_digits(decimals)).then_some(plain)
}

/// `2013-09-22` and nothing else: the parser of dates would take times and other forms, too.
fn day(text: &str) -> Option<Date> {
    let is_shaped = text.len() == 10
        && text.bytes().enumerate().all(|(i, b)| match i {
            4 | 7 => b == b'-',
            _ => b.is_ascii_digit(),
        });
    is_shaped.then(|| text.parse().ok()).flatten()
}

/// What a day in another order may have been: `2013/9/22` and `22.9.2013`. A day with slashes that does not begin with the
/// year has two meanings and gets no guess.
fn guess_day(text: &str) -> Option<String> {
    let parts: Vec<&str> = text.split(['/', '.', '-']).collect();
    let [first, month, last] = parts[..] else {
        return None;
    };
    let (year, day_of_month) = match (first.len(), last.len()) {
        (4, _) => (first, last),
        (_, 4) if text.contains('.') => (last, first),
        _ => return None,
    };
    let ordered = format!("{year}-{month:0>2}-{day_of_month:0>2}");
    day(&ordered).map(|_| ordered)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_plain_and_finite() {
        assert_eq!(finite("1e3"), Some(1_000.0));
        for text in [
            "NaN", "inf", "1e400", "1,5", "0x10", "", "1_000", "infinity",
        ] {
            assert_eq!(finite(text), None, "{text}");
        }
    }

    #[test]
    fn decimal_commas_are_one_comma() {
        assert_eq!(decimal_comma("-39,0053").as_deref(), Some("-39.0053"));
        for text in ["1.234,5", "1,234,5", "1,", "39", "a,5"] {
            assert_eq!(decimal_comma(text), None, "{text}");
        }
    }

    #[test]
    fn thousands_are_groups_of_three() {
        for (text, plain) in [
            ("1,075", "1075"),
            ("12,345,678.9", "12345678.9"),
            ("-1 234", "-1234"),
            ("1'234", "1234"),
            ("1\u{202f}234", "1234"),
        ] {
            assert_eq!(without_thousands(text).as_deref(), Some(plain), "{text}");
        }
        for text in [
            "0,075", "1,07", "1234,567", "1,075,5", "1_075", "1,", "39", "a,500", "1,07a",
        ] {
            assert_eq!(without_thousands(text), None, "{text}");
        }
    }

    #[test]
    fn days_in_another_order_are_guessed_where_they_have_one_meaning() {
        assert_eq!(guess_day("2013/9/22").as_deref(), Some("2013-09-22"));
        assert_eq!(guess_day("22.09.2013").as_deref(), Some("2013-09-22"));
        for text in ["04/05/2013", "2013-02-30", "2020-02", "soon"] {
            assert_eq!(guess_day(text), None, "{text}");
        }
        assert_eq!(day("2013-09-22T10:00"), None);
    }
}
