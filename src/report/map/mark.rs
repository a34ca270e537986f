//! Marks on a map: their shapes differ, so that colour is not needed.

use crate::report::chart::canvas::{Canvas, n};
use crate::report::chart::labels::Box2;
use crate::report::geography::weight;
use crate::report::summary::CallKind;

/// What is marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// A station and what happens there.
    Call(CallKind),
    /// Where a train likely is.
    Train,
    /// An end of what is reached; only marked where it is named.
    Limit,
    /// A city off the route; only marked where it is named.
    City,
}

impl Mark {
    /// The greater lies above.
    #[must_use]
    pub fn weight(self) -> u8 {
        match self {
            Mark::Call(kind) => weight(kind),
            Mark::Train => u8::MAX,
            Mark::Limit => weight(CallKind::Stop),
            Mark::City => 0,
        }
    }

    /// How far it reaches from its middle, in pixels.
    #[must_use]
    pub fn radius(self) -> f64 {
        match self {
            Mark::Call(CallKind::Pass) | Mark::City => 2.7,
            Mark::Train => 9.0,
            Mark::Call(CallKind::End | CallKind::Border | CallKind::GaugeChange) => 6.0,
            Mark::Call(_) | Mark::Limit => 4.3,
        }
    }
}

/// Draws a mark.
pub fn mark(canvas: &mut Canvas, mark: Mark, (x, y): (f64, f64)) {
    let diamond = |size: f64| {
        format!(
            "M{} {}l{s} {s}l-{s} {s}l-{s} -{s}z",
            n(x),
            n(y - size),
            s = n(size)
        )
    };
    match mark {
        Mark::Call(CallKind::End) => canvas.circle("st-end", (x, y), 5.5),
        Mark::Call(CallKind::Pass) => canvas.circle("st-pass", (x, y), 2.2),
        Mark::Call(CallKind::AssumedStop) => canvas.circle("st-assumed", (x, y), 3.0),
        Mark::City => canvas.rect("st-city", Box2::around((x, y), (x, y)).grown(1.8)),
        Mark::Call(CallKind::Stop | CallKind::Reversal | CallKind::LocomotiveChange)
        | Mark::Limit => canvas.circle("st-stop", (x, y), 3.6),
        Mark::Call(CallKind::Border) => canvas.path("st-work", &diamond(5.6)),
        Mark::Call(CallKind::GaugeChange) => {
            canvas.rect("st-work", Box2::around((x, y), (x, y)).grown(4.6));
        }
        // A disc in a ring: the largest mark there is.
        Mark::Train => {
            canvas.circle("st-train-ring", (x, y), 8.0);
            canvas.circle("st-train", (x, y), 5.0);
        }
    }
}
