//! The quantities: finite `f64` newtypes made by one macro, and the products between them.

use std::cmp::Ordering;
use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub, SubAssign};

/// Defines a quantity: its constructors and readers by unit, its order, sums and scaling.
macro_rules! quantity {
    ($(#[$doc:meta])* $name:ident, $($unit:literal, $from:ident, $get:ident, $num:literal / $den:literal);+ $(;)?) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Default)]
        pub struct $name(f64);

        impl $name {
            /// Nothing of it.
            pub const ZERO: $name = $name(0.0);

            $(
                #[doc = concat!("From a value in ", $unit, ".\n\n# Panics\nIf `value` is not finite; check foreign numbers first.")]
                #[must_use]
                pub fn $from(value: f64) -> $name {
                    let si = value * $num / $den;
                    assert!(si.is_finite(), concat!(stringify!($name), " of {} ", $unit, " is not finite"), value);
                    // Adding zero turns -0.0 into 0.0, so that equal values print alike.
                    $name(si + 0.0)
                }

                #[doc = concat!("The value in ", $unit, ".")]
                #[must_use]
                pub fn $get(self) -> f64 {
                    self.0 * $den / $num
                }
            )+

            /// The smaller of two.
            #[must_use]
            pub fn min(self, other: $name) -> $name {
                $name(self.0.min(other.0))
            }

            /// The larger of two.
            #[must_use]
            pub fn max(self, other: $name) -> $name {
                $name(self.0.max(other.0))
            }

            /// Without its sign.
            #[must_use]
            pub fn abs(self) -> $name {
                $name(self.0.abs())
            }

            /// How many times `other` goes into it; `None` when `other` is zero.
            #[must_use]
            pub fn ratio(self, other: $name) -> Option<f64> {
                (other.0 != 0.0).then(|| self.0 / other.0)
            }
        }

        impl Eq for $name {}

        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &$name) -> Option<Ordering> {
                Some(self.cmp(other))
            }
        }

        impl Ord for $name {
            fn cmp(&self, other: &$name) -> Ordering {
                self.0.total_cmp(&other.0)
            }
        }

        impl Add for $name {
            type Output = $name;
            fn add(self, other: $name) -> $name {
                $name(self.0 + other.0)
            }
        }

        impl AddAssign for $name {
            fn add_assign(&mut self, other: $name) {
                self.0 += other.0;
            }
        }

        impl Sub for $name {
            type Output = $name;
            fn sub(self, other: $name) -> $name {
                $name(self.0 - other.0 + 0.0)
            }
        }

        impl SubAssign for $name {
            fn sub_assign(&mut self, other: $name) {
                *self = *self - other;
            }
        }

        impl Neg for $name {
            type Output = $name;
            fn neg(self) -> $name {
                $name(0.0 - self.0)
            }
        }

        impl Mul<f64> for $name {
            type Output = $name;
            fn mul(self, factor: f64) -> $name {
                $name(self.0 * factor + 0.0)
            }
        }

        impl Div<f64> for $name {
            type Output = $name;
            fn div(self, divisor: f64) -> $name {
                $name(self.0 / divisor + 0.0)
            }
        }

        impl Sum for $name {
            fn sum<I: Iterator<Item = $name>>(items: I) -> $name {
                items.fold($name::ZERO, |total, item| total + item)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }
    };
}

quantity!(
    /// A distance along or between; may be negative as a difference.
    Length, "metres", from_m, m, 1.0 / 1.0; "kilometres", from_km, km, 1_000.0 / 1.0;
);
quantity!(
    /// A speed.
    Speed, "metres per second", from_ms, ms, 1.0 / 1.0; "kilometres per hour", from_kmh, kmh, 1.0 / 3.6;
);
quantity!(
    /// A length of time without a place on the clock.
    RunTime, "seconds", from_s, s, 1.0 / 1.0; "minutes", from_min, minutes, 60.0 / 1.0; "hours", from_h, h, 3_600.0 / 1.0;
);
quantity!(
    /// A change of speed by time.
    Acceleration, "metres per second squared", from_ms2, ms2, 1.0 / 1.0;
);
quantity!(
    /// A mass.
    Mass, "kilograms", from_kg, kg, 1.0 / 1.0; "tonnes", from_t, t, 1_000.0 / 1.0;
);
quantity!(
    /// A force.
    Force, "newtons", from_n, n, 1.0 / 1.0; "kilonewtons", from_kn, kn, 1_000.0 / 1.0;
);
quantity!(
    /// A power.
    Power, "watts", from_w, w, 1.0 / 1.0; "kilowatts", from_kw, kw, 1_000.0 / 1.0;
);
quantity!(
    /// An amount of energy.
    Energy, "joules", from_j, j, 1.0 / 1.0; "kilowatt-hours", from_kwh, kwh, 3.6e6 / 1.0;
);
quantity!(
    /// A gradient, rising positive, as a slope.
    Grade, "metres per metre", from_slope, slope, 1.0 / 1.0; "per mille", from_permille, permille, 1.0 / 1_000.0;
);

impl Length {
    /// The time to cover this length at a steady speed; `None` for a train that stands.
    ///
    /// ```
    /// use slowtrain::units::{Length, RunTime, Speed};
    /// assert_eq!(Length::from_km(72.0).checked_div(Speed::from_kmh(36.0)), Some(RunTime::from_h(2.0)));
    /// assert_eq!(Length::from_km(72.0).checked_div(Speed::ZERO), None);
    /// ```
    #[must_use]
    pub fn checked_div(self, speed: Speed) -> Option<RunTime> {
        let time = self.0 / speed.0;
        (speed.0 > 0.0 && time.is_finite()).then_some(RunTime(time))
    }

    /// The mean speed that covers this length in `time`; `None` for no time.
    #[must_use]
    pub fn mean_speed(self, time: RunTime) -> Option<Speed> {
        let speed = self.0 / time.0;
        (time.0 > 0.0 && speed.is_finite()).then_some(Speed(speed))
    }
}

impl Mul<RunTime> for Speed {
    type Output = Length;
    fn mul(self, time: RunTime) -> Length {
        Length(self.0 * time.0)
    }
}

impl Mul<RunTime> for Acceleration {
    type Output = Speed;
    fn mul(self, time: RunTime) -> Speed {
        Speed(self.0 * time.0)
    }
}

impl Mul<Acceleration> for Mass {
    type Output = Force;
    fn mul(self, acceleration: Acceleration) -> Force {
        Force(self.0 * acceleration.0)
    }
}

impl Mul<Speed> for Force {
    type Output = Power;
    fn mul(self, speed: Speed) -> Power {
        Power(self.0 * speed.0)
    }
}

impl Mul<Length> for Force {
    type Output = Energy;
    fn mul(self, length: Length) -> Energy {
        Energy(self.0 * length.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_convert_exactly() {
        assert_eq!(Speed::from_kmh(36.0).ms(), 10.0);
        assert_eq!(Length::from_km(1_187.0).m(), 1_187_000.0);
        assert_eq!(RunTime::from_h(1.5).minutes(), 90.0);
        assert_eq!(Grade::from_permille(11.0).slope(), 0.011);
    }

    #[test]
    fn zero_has_one_face() {
        assert_eq!(Length::from_m(-0.0).m().to_bits(), 0.0_f64.to_bits());
        assert_eq!((-Length::ZERO).m().to_bits(), 0.0_f64.to_bits());
    }

    #[test]
    fn standing_trains_never_arrive() {
        assert_eq!(Length::from_km(1.0).checked_div(Speed::ZERO), None);
        assert_eq!(Length::from_km(1.0).mean_speed(RunTime::ZERO), None);
    }

    #[test]
    #[should_panic(expected = "not finite")]
    fn quantities_are_finite() {
        let _ = Speed::from_kmh(f64::NAN);
    }
}
