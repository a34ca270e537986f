//! What a calibration starts from: the speeds expected of a train before its own journeys are looked at.

use crate::network::Country;

/// What is expected of a train's speeds in a country: those of another train, times a factor.
#[derive(Clone, Debug, PartialEq)]
pub struct Prior {
    /// The country; `None` stands for all without a speed of their own.
    pub country: Option<Country>,
    /// Id of the train whose speeds are the measure.
    pub base_train: String,
    /// How much faster or slower than that train.
    pub factor: f64,
    /// Standard deviation of the country's common factor, as a part of it.
    pub spread: f64,
    /// Standard deviation of the speed on a single class of line about the common factor, as a part of it.
    pub line_spread: f64,
}

/// A pattern of train numbers: `K*`, `1###`, `001`. `#` is one digit, `*` is any digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberPattern(String);

impl NumberPattern {
    /// A pattern; `None` when it is empty or has anything but letters, digits, `#` and a `*` at its end.
    #[must_use]
    pub fn parse(text: &str) -> Option<NumberPattern> {
        let body = text.strip_suffix('*').unwrap_or(text);
        let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '#';
        (!text.is_empty() && body.chars().all(is_plain)).then(|| NumberPattern(text.to_owned()))
    }

    /// Whether a train number like `K1303` or `001 Rossiya` is of the pattern; what follows the number does not count.
    #[must_use]
    pub fn fits(&self, number: &str) -> bool {
        let number = number.trim();
        let end = number.find(|c: char| !c.is_ascii_alphanumeric());
        let number = &number[..end.unwrap_or(number.len())];
        let (body, is_open) = match self.0.strip_suffix('*') {
            Some(body) => (body, true),
            None => (self.0.as_str(), false),
        };
        let has_digit = number.chars().any(|c| c.is_ascii_digit());
        if !has_digit || number.len() < body.len() || (!is_open && number.len() > body.len()) {
            return false;
        }
        let (start, rest) = number.split_at(body.len());
        let fits_one = |(wanted, found): (char, char)| match wanted {
            '#' => found.is_ascii_digit(),
            letter => letter.eq_ignore_ascii_case(&found),
        };
        body.chars().zip(start.chars()).all(fits_one) && rest.chars().all(|c| c.is_ascii_digit())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_fit_their_patterns() {
        let fits = |pattern: &str, number: &str| {
            NumberPattern::parse(pattern)
                .expect("a pattern")
                .fits(number)
        };
        assert!(fits("K*", "K1303") && fits("K*", "k22 (passing times)"));
        assert!(!fits("K*", "T109") && !fits("K*", "KX1") && !fits("K*", "K"));
        assert!(fits("1###", "1461") && !fits("1###", "146") && !fits("1###", "14610"));
        assert!(fits("001", "001 Rossiya (Vladivostok - Moscow)"));
        assert!(fits("352J", "352j") && !fits("352J", "352"));
        assert_eq!(NumberPattern::parse("K-*"), None);
    }
}
