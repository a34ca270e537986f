//! How verdicts look in pictures: a colour and a shape each, so that colour is not needed.

use super::canvas::n;
use crate::reported::Verdict;

/// The class of a verdict's mark and that of its range.
#[must_use]
pub fn look(verdict: Verdict) -> (&'static str, &'static str) {
    match verdict {
        Verdict::Consistent => ("st-good", "st-good-bar"),
        Verdict::Doubtful => ("st-doubtful", "st-doubtful-bar"),
        Verdict::Impossible => ("st-bad", "st-bad-bar"),
    }
}

/// The mark of a verdict: circle, square, triangle.
#[must_use]
pub fn mark(verdict: Verdict, (x, y): (f64, f64)) -> String {
    match verdict {
        Verdict::Consistent => {
            let left = n(x - 4.5);
            format!("M{left} {}a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0z", n(y))
        }
        Verdict::Doubtful => format!("M{} {}h8.4v8.4h-8.4z", n(x - 4.2), n(y - 4.2)),
        Verdict::Impossible => format!("M{} {}l5.6 9.8h-11.2z", n(x), n(y - 6.2)),
    }
}
