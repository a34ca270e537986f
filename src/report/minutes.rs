//! Whole minutes that add up: what is printed in minutes is rounded once, here, so that every format shows the same.
//!
//! Clocks are rounded, and what lies between two clocks is their difference: legs, stops and the whole add up to the
//! minute. Parts without clocks, as those of the ledger, share whole minutes by largest remainder.

use crate::units::{Estimate, RunTime};

/// A time to the nearest minute.
pub(super) fn rounded(time: RunTime) -> RunTime {
    RunTime::from_min(time.minutes().round())
}

/// A range of times as answers show it: the likely time to the whole minute, the ends as they are.
#[must_use]
pub fn to_the_minute(range: &Estimate<RunTime>) -> Estimate<RunTime> {
    likely_at(range, rounded(range.likely()))
}

/// A range whose likely time is a whole minute; the ends give way where they must.
pub(super) fn likely_at(range: &Estimate<RunTime>, likely: RunTime) -> Estimate<RunTime> {
    let (low, high) = (range.low().min(likely), range.high().max(likely));
    Estimate::new(low, likely, high).expect("it was widened to hold the likely time")
}

/// Whole minutes for each part, as near to it as can be while they add up to a total of whole minutes: each loses its
/// fraction, and those with the largest get the minutes that are left. Of equal fractions the first goes first.
pub(super) fn shared(total: RunTime, parts: &[RunTime]) -> Vec<RunTime> {
    let minutes: Vec<f64> = parts.iter().map(|part| part.minutes()).collect();
    let whole = whole(total.minutes(), &minutes);
    whole.into_iter().map(RunTime::from_min).collect()
}

/// Whole numbers for each part, shared by largest remainder, that add up to the rounded total.
pub(super) fn whole(total: f64, parts: &[f64]) -> Vec<f64> {
    let mut whole: Vec<f64> = parts.iter().map(|part| part.floor()).collect();
    let left = total.round() - whole.iter().sum::<f64>();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    // Fractions to a thousandth, so that noise in the last digit decides nothing.
    order.sort_by_key(|part| -(parts[*part].fract() * 1_000.0).round() as i64);
    for part in order.into_iter().cycle().take(left.max(0.0) as usize) {
        whole[part] += 1.0;
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minutes(values: &[f64]) -> Vec<RunTime> {
        values.iter().copied().map(RunTime::from_min).collect()
    }

    /// By hand: 2.4 + 3.4 + 1.2 = 7; floors make 6, and the first of the two largest remainders gets the seventh.
    #[test]
    fn minutes_are_shared_by_largest_remainder() {
        let shared = shared(RunTime::from_min(7.0), &minutes(&[2.4, 3.4, 1.2]));
        assert_eq!(shared, minutes(&[3.0, 3.0, 1.0]));
    }
}
