//! How often and how long special trains wait for reasons nobody reports.
//!
//! Every journey of the train takes part, the prompt ones as journeys without a stay. A journey that was held
//! ([`Fit::Held`]) tells its time to arrival, stays included; a bound, which holds visits of unknown length, only says that
//! the arrival was no later. Few journeys are slow, so that the figures are drawn to what is expected before anything is
//! seen, and their standard errors are large.

use super::super::journeys::Fit;
use super::CalibrationInputs;
use super::evidence::ReportedLeg;
use crate::journey::{Z_90, with_stays};
use crate::network::TrainKind;
use crate::train::{Stays, Train};
use crate::units::{Estimate, RunTime};

/// Fewer journeys than this say nothing of stays. Assumption: with fewer, one reporter's habit decides.
const FEWEST: usize = 8;
/// Stays a day and their median length, hours, expected before anything is seen, and the standard deviation of the
/// logarithm of both. Assumption: a night's wait every third or fourth day, right within a factor of two.
const EXPECTED: [f64; 2] = [0.3, 6.0];
const EXPECTED_SPREAD: f64 = 0.7;
/// Standard deviation of the logarithm of a stay's length. Assumption: from a long meal to a night and a day.
const LENGTH_SPREAD: f64 = 0.8;
/// Steps of the grid to either side of what is expected, and their size as a logarithm.
const STEPS: i32 = 5;
const STEP: f64 = 0.3;
/// How well a time is known at least, as a part of it: that of a day-long journey reported to the half hour.
const KNOWN_TO: f64 = 0.03;
/// How likely a report is at the least, so that none rules a figure out by itself.
const LEAST: f64 = 1e-6;

/// Stays as fitted.
#[derive(Clone, Debug, PartialEq)]
pub struct FittedStays {
    /// The stays.
    pub stays: Stays,
    /// Standard errors of the logarithms of their number and of their length.
    pub errors: [f64; 2],
    /// Journeys that they were learned from.
    pub journeys: usize,
}

/// What one report says.
struct Told {
    under_way: Vec<RunTime>,
    time: RunTime,
    precision: RunTime,
    is_bound: bool,
}

/// The stays of a special train; `None` for others, and where too few journeys are known.
pub(super) fn fit(
    inputs: &CalibrationInputs,
    train: &Train,
    legs: &[ReportedLeg],
) -> Option<FittedStays> {
    if train.kind != TrainKind::Special {
        return None;
    }
    let told = |leg: &ReportedLeg| {
        let journey = leg.journey(inputs.network, train)?;
        Some(Told {
            under_way: journey.samples,
            time: leg.time - leg.reported.stated_stops,
            precision: leg.reported.quality.precision(),
            is_bound: leg.reported.fit == Fit::Bound,
        })
    };
    let told: Vec<Told> = legs.iter().filter_map(told).collect();
    if told.len() < FEWEST {
        return None;
    }
    let points = grid(&told);
    let most = points
        .iter()
        .map(|point| point.1)
        .fold(f64::NEG_INFINITY, f64::max);
    let weight = |point: &([f64; 2], f64)| (point.1 - most).exp();
    let whole: f64 = points.iter().map(weight).sum();
    let mean = |of: &dyn Fn(&[f64; 2]) -> f64| {
        points
            .iter()
            .map(|point| weight(point) * of(&point.0))
            .sum::<f64>()
            / whole
    };
    let middle = [0, 1].map(|index| mean(&|logs: &[f64; 2]| logs[index]));
    let errors =
        [0, 1].map(|index| mean(&|logs: &[f64; 2]| (logs[index] - middle[index]).powi(2)).sqrt());
    Some(FittedStays {
        stays: stays(middle.map(f64::exp)),
        errors,
        journeys: told.len(),
    })
}

/// Stays so many a day, of a median length in hours.
fn stays([per_day, hours]: [f64; 2]) -> Stays {
    let apart = (Z_90 * LENGTH_SPREAD).exp();
    let length = Estimate::new(hours / apart, hours, hours * apart).expect("a factor above one");
    Stays {
        per_day,
        length: length.map(RunTime::from_h),
    }
}

/// The logarithm of how likely each pair of figures is, with the logarithms of the two.
fn grid(told: &[Told]) -> Vec<([f64; 2], f64)> {
    let mut points = Vec::new();
    for often in -STEPS..=STEPS {
        for long in -STEPS..=STEPS {
            let apart = [often, long].map(|steps| f64::from(steps) * STEP);
            let logs = [EXPECTED[0].ln() + apart[0], EXPECTED[1].ln() + apart[1]];
            let doubt: f64 = apart
                .iter()
                .map(|apart| (apart / EXPECTED_SPREAD).powi(2) / 2.0)
                .sum();
            let stays = stays(logs.map(f64::exp));
            let likely: f64 = told
                .iter()
                .map(|report| report.likelihood(&stays).ln())
                .sum();
            points.push((logs, likely - doubt));
        }
    }
    points
}

impl Told {
    /// How likely the report is: the share of arrivals that are no later than a bound, or the density of arrivals at a
    /// time.
    fn likelihood(&self, stays: &Stays) -> f64 {
        let arrivals = with_stays(&self.under_way, stays);
        let count = arrivals.len() as f64;
        if self.is_bound {
            let early = arrivals
                .iter()
                .filter(|arrival| **arrival <= self.time)
                .count();
            return (early as f64 / count).max(LEAST);
        }
        let width = self.precision.max(self.time * KNOWN_TO);
        let near = |arrival: &RunTime| {
            let off = (*arrival - self.time).ratio(width).unwrap_or(f64::INFINITY);
            (-off * off / 2.0).exp()
        };
        (arrivals.iter().map(near).sum::<f64>() / count / width.h()).max(LEAST)
    }
}

impl FittedStays {
    /// What they rest on, as a train's file says it.
    #[must_use]
    pub fn basis(&self) -> String {
        let [often, long] = self.errors.map(|error| (error * 100.0).round());
        format!(
            "fit: {} journeys, prompt ones included (`slowtrain calibrate`); standard errors {often} % of the number and \
             {long} % of the length, so these are rough figures",
            self.journeys
        )
    }
}
