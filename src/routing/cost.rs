//! What a search adds up: whole numbers, so that sums are exact and every machine finds the same route.

use std::iter::Sum;
use std::ops::{Add, AddAssign};

use crate::units::{Length, RunTime};

/// A cost in milliseconds (fastest) or millimetres (shortest).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Cost(pub(crate) u64);

impl Cost {
    /// No cost.
    pub const ZERO: Cost = Cost(0);
    /// More than any route costs; stays so when added to.
    pub(crate) const UNREACHED: Cost = Cost(u64::MAX);

    /// A time, to the millisecond.
    #[must_use]
    pub fn of_time(time: RunTime) -> Cost {
        Cost((time.s() * 1_000.0).round().max(0.0) as u64)
    }

    /// A length, to the millimetre.
    #[must_use]
    pub fn of_length(length: Length) -> Cost {
        Cost((length.m() * 1_000.0).round().max(0.0) as u64)
    }

    /// How much it is above another; nothing when it is not.
    #[must_use]
    pub fn less(self, other: Cost) -> Cost {
        Cost(self.0.saturating_sub(other.0))
    }

    /// The time it stands for in a search for the fastest.
    #[must_use]
    pub fn time(self) -> RunTime {
        RunTime::from_s(self.0 as f64 / 1_000.0)
    }

    /// The length it stands for in a search for the shortest.
    #[must_use]
    pub fn length(self) -> Length {
        Length::from_m(self.0 as f64 / 1_000.0)
    }
}

impl Add for Cost {
    type Output = Cost;
    fn add(self, other: Cost) -> Cost {
        Cost(self.0.saturating_add(other.0))
    }
}

impl AddAssign for Cost {
    fn add_assign(&mut self, other: Cost) {
        *self = *self + other;
    }
}

impl Sum for Cost {
    fn sum<I: Iterator<Item = Cost>>(items: I) -> Cost {
        items.fold(Cost::ZERO, |total, item| total + item)
    }
}
