//! How well a figure is known.

use std::fmt;

/// How well a figure of the data is known. Anything but [`Quality::Sourced`] widens the estimate and is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Quality {
    /// A source gives this figure.
    Sourced,
    /// Placed between two sourced figures by proportion.
    Interpolated,
    /// Between two sourced figures, but no source was read that gives it singly.
    Unverified,
    /// A guess.
    Estimated,
    /// Drawn from the sketch of the world.
    Sketched,
    /// The data does not say.
    Unstated,
}

impl Quality {
    /// The word as the data writes it; empty for [`Quality::Unstated`].
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Quality::Sourced => "sourced",
            Quality::Interpolated => "interpolated",
            Quality::Unverified => "unverified",
            Quality::Estimated => "estimate",
            Quality::Sketched => "sketched",
            Quality::Unstated => "",
        }
    }

    /// Reads the word; `None` for any other.
    #[must_use]
    pub fn parse(text: &str) -> Option<Quality> {
        [
            Quality::Sourced,
            Quality::Interpolated,
            Quality::Unverified,
            Quality::Estimated,
            Quality::Sketched,
            Quality::Unstated,
        ]
        .into_iter()
        .find(|quality| quality.as_str() == text)
    }
}

impl fmt::Display for Quality {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
