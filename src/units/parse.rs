//! Quantities as people type them. Each error names the accepted forms.

use thiserror::Error;

use super::RunTime;

/// A text that is not a time span.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error(
    "\"{found}\" is not a time span; write hours and minutes like 20h, 19h40, 90min, 1:30 or 20.5h"
)]
pub struct NotATimeSpan {
    /// The text as typed.
    pub found: String,
}

/// A time span: `20h`, `19h40`, `19 h 40 min`, `90min`, `1:30`, `20.5h`, `2d`.
///
/// # Errors
/// [`NotATimeSpan`] for anything else, negative spans included.
///
/// ```
/// use slowtrain::units::{RunTime, parse};
/// assert_eq!(parse::time_span("19h40"), Ok(RunTime::from_min(1_180.0)));
/// assert!(parse::time_span("twenty").is_err());
/// ```
pub fn time_span(text: &str) -> Result<RunTime, NotATimeSpan> {
    let compact: String = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect::<String>()
        .to_lowercase();
    clock_span(&compact)
        .or_else(|| unit_span(&compact))
        .ok_or_else(|| NotATimeSpan {
            found: text.to_owned(),
        })
}

/// `h:mm`
fn clock_span(text: &str) -> Option<RunTime> {
    let (hours, minutes) = text.split_once(':')?;
    let (hours, minutes) = (hours.parse::<u32>().ok()?, minutes.parse::<u32>().ok()?);
    (minutes < 60).then(|| RunTime::from_min(f64::from(hours) * 60.0 + f64::from(minutes)))
}

/// Numbers with d, h, min; a last number without a unit after hours counts minutes.
fn unit_span(text: &str) -> Option<RunTime> {
    let mut rest = text;
    let mut total = 0.0;
    let mut after_hours = false;
    while !rest.is_empty() {
        let end = rest
            .find(|c: char| !c.is_ascii_digit() && c != '.')
            .unwrap_or(rest.len());
        let number = rest[..end].parse::<f64>().ok()?;
        let unit_end = rest[end..]
            .find(|c: char| c.is_ascii_digit())
            .map_or(rest.len(), |i| end + i);
        let minutes = match &rest[end..unit_end] {
            "d" | "day" | "days" => 1_440.0,
            "h" | "hour" | "hours" => 60.0,
            "min" | "m" | "minutes" => 1.0,
            "" if after_hours => 1.0,
            _ => return None,
        };
        after_hours = minutes == 60.0;
        total += number * minutes;
        rest = &rest[unit_end..];
    }
    (total.is_finite() && total <= 1e9 && !text.is_empty()).then(|| RunTime::from_min(total))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_forms_are_read() {
        for (text, minutes) in [
            ("20h", 1_200.0),
            ("19h40", 1_180.0),
            ("19 h 40 min", 1_180.0),
            ("90min", 90.0),
            ("1:30", 90.0),
            ("20.5h", 1_230.0),
            ("2d", 2_880.0),
        ] {
            assert_eq!(time_span(text), Ok(RunTime::from_min(minutes)), "{text}");
        }
    }

    #[test]
    fn other_texts_are_refused() {
        for text in ["", "-3h", "20", "h", "1:75", "nan", "1e9h", "3 weeks"] {
            assert!(time_span(text).is_err(), "{text}");
        }
    }
}
