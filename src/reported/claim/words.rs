//! Figures of a claim in words.

use super::super::figure::Figure;
use crate::units::format;

/// A figure as it may mean: `1 175 to 1 185`, `over 20`; just the figure where its ends are closer than it is shown.
#[must_use]
pub fn shown(figure: &Figure) -> String {
    let is_whole = figure.low >= 100.0;
    let round = |value: f64| {
        if is_whole {
            format::grouped(value.round() as i64)
        } else {
            format!("{}", (value * 10.0).round() / 10.0)
        }
    };
    let step = if is_whole { 1.0 } else { 0.1 };
    if figure.high.is_infinite() {
        format!("over {}", round(figure.low))
    } else if figure.low == 0.0 {
        format!("under {}", round(figure.high))
    } else if figure.high - figure.low < step * 1.01 {
        round(figure.middle())
    } else {
        format!("{} to {}", round(figure.low), round(figure.high))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_shown_as_wide_as_they_are() {
        for (text, words) in [
            ("1180", "1,175 to 1,185"),
            ("2385", "2,385"),
            ("25.5", "25.5"),
            ("200", "190 to 210"),
            ("99", "98.5 to 99.5"),
            ("over 20", "over 20"),
            ("under 60", "under 60"),
        ] {
            assert_eq!(
                shown(&Figure::parse(text).expect("a figure")),
                words,
                "{text}"
            );
        }
    }
}
