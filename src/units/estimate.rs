//! A figure and how sure it is.

use thiserror::Error;

use super::RunTime;

/// A figure as a range: the 10, 50 and 90 % points, `low <= likely <= high`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Estimate<T> {
    low: T,
    likely: T,
    high: T,
}

/// Three values that are not in the order low, likely, high.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("low, likely and high must not decrease")]
pub struct Unordered;

impl<T: Copy + PartialOrd> Estimate<T> {
    /// A range.
    ///
    /// # Errors
    /// [`Unordered`] unless `low <= likely <= high`.
    pub fn new(low: T, likely: T, high: T) -> Result<Estimate<T>, Unordered> {
        if low <= likely && likely <= high {
            Ok(Estimate { low, likely, high })
        } else {
            Err(Unordered)
        }
    }

    /// A figure that is known exactly.
    #[must_use]
    pub fn exact(value: T) -> Estimate<T> {
        Estimate {
            low: value,
            likely: value,
            high: value,
        }
    }

    /// The 10 % point.
    #[must_use]
    pub fn low(&self) -> T {
        self.low
    }

    /// The middle: as often above as below.
    #[must_use]
    pub fn likely(&self) -> T {
        self.likely
    }

    /// The 90 % point.
    #[must_use]
    pub fn high(&self) -> T {
        self.high
    }

    /// The same range in another unit or kind; `f` must not reverse the order.
    #[must_use]
    pub fn map<U>(&self, f: impl Fn(T) -> U) -> Estimate<U> {
        Estimate {
            low: f(self.low),
            likely: f(self.likely),
            high: f(self.high),
        }
    }

    /// Whether `value` lies within low and high.
    #[must_use]
    pub fn contains(&self, value: T) -> bool {
        self.low <= value && value <= self.high
    }
}

impl Estimate<RunTime> {
    /// No time at all, for certain.
    pub const ZERO: Estimate<RunTime> = Estimate {
        low: RunTime::ZERO,
        likely: RunTime::ZERO,
        high: RunTime::ZERO,
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_ordered() {
        assert_eq!(Estimate::new(3.0, 2.0, 4.0), Err(Unordered));
        let range = Estimate::new(1.0, 2.0, 4.0).expect("ordered");
        assert!(range.contains(4.0) && !range.contains(4.1));
        assert_eq!(range.map(|hours| hours * 60.0).high(), 240.0);
    }
}
