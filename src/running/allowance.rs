//! Allowances: time on top of the shortest running time, and how much of it is spent up to a place.
//!
//! Each allowance is reckoned by the pure running time or by distance within its range, never by another allowance, so
//! they add up whatever their order, and the sum over parts of a path is that of the whole.

use super::{Allowance, AllowanceKind};
use crate::units::{Length, Offset, RunTime};

/// The distance by which minutes per 100 km are reckoned.
const HUNDRED_KM: f64 = 100_000.0;
/// Hundredths of a per cent in a whole.
const WHOLE_IN_BASIS_POINTS: f64 = 10_000.0;

/// What `allowance` adds up to `place`; `time` tells the running time at a place.
pub(super) fn spent(
    allowance: &Allowance,
    place: Offset,
    end: Offset,
    time: &impl Fn(Offset) -> RunTime,
) -> RunTime {
    let (start, end) = allowance.range.unwrap_or((Offset::START, end));
    let here = place.max(start).min(end);
    match allowance.kind {
        AllowanceKind::BasisPoints(points) => {
            (time(here) - time(start)) * (f64::from(points) / WHOLE_IN_BASIS_POINTS)
        }
        AllowanceKind::Per100Km(each) => each * ((here - start).m() / HUNDRED_KM),
        AllowanceKind::Fixed(whole) if here == end => whole,
        AllowanceKind::Fixed(whole) => {
            let range = time(end) - time(start);
            let share = (time(here) - time(start)).ratio(range);
            whole * share.unwrap_or_else(|| by_distance(here - start, end - start))
        }
    }
}

fn by_distance(part: Length, whole: Length) -> f64 {
    part.ratio(whole).unwrap_or(1.0)
}
