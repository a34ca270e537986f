//! Numbers in digits and in words, and ranges of them.

use super::token::Token;
use crate::reported::Figure;

/// A number, or a range.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    low: f64,
    high: f64,
}

impl Quantity {
    /// With so much more.
    pub fn plus(mut self, more: f64) -> Quantity {
        self.low += more;
        self.high += more;
        self
    }

    /// The number, where it is no range.
    pub fn single(&self) -> Option<f64> {
        (self.low == self.high).then_some(self.low)
    }

    /// The number, where it counts things.
    pub fn count(&self) -> Option<u32> {
        let whole = self.single()?;
        (whole.fract() == 0.0 && (1.0..=2_000.0).contains(&whole)).then_some(whole as u32)
    }

    /// The figure as one would type it, in another unit. A number in a unit that is no whole multiple is a range: it is no
    /// more exact than it was.
    pub fn text(&self, factor: f64) -> String {
        let rounded = |value: f64| {
            let text = format!("{value:.2}");
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        };
        let is_exact = factor.fract() == 0.0 || (factor.recip()).fract() == 0.0;
        match self.single() {
            Some(value) if is_exact => rounded(value * factor),
            Some(value) => {
                let meant = Figure::written(value);
                format!("{:.0}-{:.0}", meant.low * factor, meant.high * factor)
            }
            None => format!(
                "{}-{}",
                rounded(self.low * factor),
                rounded(self.high * factor)
            ),
        }
    }
}

/// A number or a range at a place, and the token behind it.
pub fn read(tokens: &[Token], at: usize) -> Option<(Quantity, usize)> {
    let first = tokens.get(at)?.lower.as_str();
    if first == "between" || first == "from" {
        let (low, middle) = one(tokens, at + 1)?;
        let joint = tokens.get(middle)?.lower.as_str();
        let (high, end) = one(tokens, middle + 1)?;
        return (matches!(joint, "and" | "to") && low <= high)
            .then_some((Quantity { low, high }, end));
    }
    if let Some((low, high)) = first.split_once('-')
        && let (Some(low), Some(high)) = (digits(low), digits(high))
        && low <= high
    {
        return Some((Quantity { low, high }, at + 1));
    }
    let (low, mut end) = one(tokens, at)?;
    let joint = tokens.get(end).map_or("", |token| token.lower.as_str());
    if matches!(joint, "to" | "or")
        && let Some((high, after)) = one(tokens, end + 1)
        && low <= high
    {
        end = after;
        return Some((Quantity { low, high }, end));
    }
    Some((Quantity { low, high: low }, end))
}

/// `and a half` behind a unit.
pub fn half(tokens: &[Token], at: usize) -> Option<usize> {
    let words = tokens.get(at..at + 3)?.iter().map(|token| &token.lower);
    words.eq(["and", "a", "half"]).then_some(at + 3)
}

/// One number, with a half behind it where there is one.
fn one(tokens: &[Token], at: usize) -> Option<(f64, usize)> {
    let word = |at: usize| tokens.get(at).map_or("", |token| token.lower.as_str());
    if word(at) == "half" && matches!(word(at + 1), "a" | "an") {
        return Some((0.5, at + 2));
    }
    let (value, end) = match digits(word(at)) {
        Some(value) => (value, at + 1),
        None => in_words(&word, at)?,
    };
    Some(match half(tokens, end) {
        Some(end) => (value + 0.5, end),
        None => (value, end),
    })
}

/// A number in digits; thousands may be set off by commas.
fn digits(text: &str) -> Option<f64> {
    if !text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    if let Some((hours, minutes)) = text.split_once(':') {
        let minutes = minutes
            .parse::<f64>()
            .ok()
            .filter(|minutes| *minutes < 60.0)?;
        return Some(hours.parse::<f64>().ok()? + minutes / 60.0);
    }
    let groups: Vec<&str> = text.split(',').collect();
    let is_grouped = groups[1..]
        .iter()
        .all(|group| group.len() == 3 || group.contains('.'));
    let plain = text.replace(',', "");
    let is_number = plain.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let value = plain.parse::<f64>().ok()?;
    (is_number && is_grouped && value > 0.0).then_some(value)
}

/// `twenty-one`, `a hundred`, `two thousand five hundred`.
fn in_words<'t>(word: &impl Fn(usize) -> &'t str, start: usize) -> Option<(f64, usize)> {
    let mut at = start;
    let (mut total, mut group, mut is_begun) = (0.0, 0.0, false);
    loop {
        let text = word(at);
        if let Some(value) = small(text) {
            group += value;
        } else if text == "hundred" && is_begun {
            group = f64::max(group, 1.0) * 100.0;
        } else if text == "thousand" && is_begun {
            total += f64::max(group, 1.0) * 1_000.0;
            group = 0.0;
        } else if matches!(text, "a" | "an" | "one") && !is_begun {
            group = 1.0;
        } else {
            let is_number = is_begun && total + group > 0.0;
            return is_number.then_some((total + group, at));
        }
        is_begun = true;
        at += 1;
    }
}

/// Whether a word is a number below a hundred.
pub fn is_word(text: &str) -> bool {
    small(&text.to_lowercase()).is_some()
}

fn small(text: &str) -> Option<f64> {
    if let Some((tens, ones)) = text.split_once('-') {
        return Some(small(tens)? + small(ones)?);
    }
    let names = [
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    let tens = [
        "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
    ];
    let ones = names.iter().position(|name| *name == text);
    let by_ten = tens.iter().position(|name| *name == text);
    ones.map(|place| place as f64 + 2.0)
        .or(by_ten.map(|place| (place as f64 + 2.0) * 10.0))
        .or((text == "one").then_some(1.0))
}
