//! A place along a route, which is not a length.

use std::ops::{Add, Sub};

use super::Length;

/// A place along a route or path, measured from its start.
///
/// Two places subtract to a [`Length`], and a length moves a place; adding two places means nothing and does not
/// compile:
///
/// ```compile_fail
/// use slowtrain::units::Offset;
/// let _ = Offset::START + Offset::START;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Offset(Length);

impl Offset {
    /// Where the route begins.
    pub const START: Offset = Offset(Length::ZERO);

    /// The place `length` after the start.
    #[must_use]
    pub fn at(length: Length) -> Offset {
        Offset(length)
    }

    /// How far it is from the start.
    #[must_use]
    pub fn from_start(self) -> Length {
        self.0
    }
}

impl Add<Length> for Offset {
    type Output = Offset;
    fn add(self, length: Length) -> Offset {
        Offset(self.0 + length)
    }
}

impl Sub<Length> for Offset {
    type Output = Offset;
    fn sub(self, length: Length) -> Offset {
        Offset(self.0 - length)
    }
}

impl Sub for Offset {
    type Output = Length;
    fn sub(self, other: Offset) -> Length {
        self.0 - other.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_subtract_to_lengths() {
        let khasan = Offset::at(Length::from_km(859.0));
        let tumangang = Offset::at(Length::from_km(854.0));
        assert_eq!(khasan - tumangang, Length::from_km(5.0));
        assert_eq!(tumangang + Length::from_km(5.0), khasan);
    }
}
