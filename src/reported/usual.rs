//! What is usual for a journey: the times that a report may have and be consistent, and how it lies among the samples.
//!
//! A fast report is held against the time under way, a slow one against the time to arrival, since trains can wait.

use super::figure::Figure;
use super::reason::{ComputedTime, TimePlace};
use crate::journey::Journey;
use crate::units::RunTime;

/// Parts of the samples outside of the usual, at either end. Source: the project's rule that a report is consistent
/// within 95 % of what is possible.
const OUTSIDE: f64 = 0.025;

/// Part by which a route by rail may be shorter than its official kilometres say. Source: official tables differ by
/// about as much for the same route (Moscow-Vladivostok 9,259 and 9,288, Pyongyang-Tumangang 847 to 854).
pub(super) const OFFICIAL_SPREAD: f64 = 0.01;

/// The times of a journey that are usual.
#[derive(Clone, Debug)]
pub(super) struct Usual<'a> {
    journey: &'a Journey,
    /// The 2.5 % quantile of the time under way.
    pub from: RunTime,
    /// The 97.5 % quantile of the time to arrival.
    pub to: RunTime,
}

impl<'a> Usual<'a> {
    /// Of a journey.
    pub fn of(journey: &'a Journey) -> Usual<'a> {
        Usual {
            journey,
            from: quantile(&journey.samples, OUTSIDE),
            to: quantile(&journey.arrival_samples, 1.0 - OUTSIDE),
        }
    }

    /// The shortest time that is possible, where the rails are as much shorter than their official length as they may
    /// be.
    pub fn least(&self) -> RunTime {
        self.journey.technical_minimum * (1.0 - OFFICIAL_SPREAD)
    }

    /// Whether any time from one to another is usual.
    pub fn holds(&self, least: RunTime, most: RunTime) -> bool {
        least <= self.to && self.from <= most
    }

    /// The same for hours as claimed.
    pub fn holds_hours(&self, hours: &Figure) -> bool {
        hours.low <= self.to.h() && self.from.h() <= hours.high
    }

    /// Per cent of the samples that take longer than a time: of arrivals where it is slow, of times under way else.
    pub fn slower_percent(&self, time: RunTime) -> f64 {
        let samples = match time > self.journey.duration.likely() {
            true => &self.journey.arrival_samples,
            false => &self.journey.samples,
        };
        let slower = samples.iter().filter(|sample| **sample > time).count();
        slower as f64 / samples.len() as f64 * 100.0
    }

    /// How a time lies among the samples.
    pub fn place(&self, time: RunTime) -> TimePlace {
        let slower = self.slower_percent(time);
        if slower >= 50.0 {
            return TimePlace::Faster {
                than_percent: slower,
            };
        }
        let is_slow = time > self.journey.duration.likely();
        TimePlace::Slower {
            than_percent: 100.0 - slower,
            with_stays: is_slow && self.journey.arrival.is_some(),
        }
    }

    /// The computed times.
    pub fn computed(&self) -> ComputedTime {
        ComputedTime {
            under_way: self.journey.duration,
            arrival: self.journey.arrival,
        }
    }
}

/// The value below which a part of some times lies.
fn quantile(times: &[RunTime], part: f64) -> RunTime {
    let mut times = times.to_vec();
    let place = (part * (times.len() - 1) as f64).round() as usize;
    let (_, value, _) = times.select_nth_unstable(place);
    *value
}
