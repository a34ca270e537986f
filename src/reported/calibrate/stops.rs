//! How often and how long a train stops, by the stops that timetables print.

use super::evidence::ReportedLeg;
use crate::train::{StopPlace, StopRule, Train};
use crate::units::{Estimate, RunTime};

/// Fewer printed stops than this say too little of the long ones, of which one in ten counts. Assumption: with twenty,
/// two long ones are expected.
const FEWEST: usize = 20;
/// The rate expected before counts as much as so many stops. Assumption: a quarter of the fewest that count.
const PRIOR_STOPS: f64 = 5.0;

/// Stops as fitted.
#[derive(Clone, Debug, PartialEq)]
pub struct FittedStops {
    /// Distance between two, km.
    pub every_km: f64,
    /// How long: the 10, 50 and 90 % points of those printed.
    pub time: Estimate<RunTime>,
    /// How many were printed.
    pub seen: usize,
    /// Over so many kilometres.
    pub over_km: f64,
    /// The distance expected before, km.
    pub prior_km: f64,
}

/// The place of the only rule of a train for stops anywhere, and its distance.
pub(super) fn anywhere(train: &Train) -> Option<(usize, f64)> {
    let rule = |(place, rule): (usize, &StopRule)| match &rule.place {
        StopPlace::Every { km, countries } => Some((place, *km, countries.is_empty())),
        StopPlace::Station(_) => None,
    };
    let mut rules = train.stops.iter().enumerate().filter_map(rule);
    match (rules.next(), rules.next()) {
        (Some((place, km, true)), None) => Some((place, km)),
        _ => None,
    }
}

/// The stops of the legs. `base_train` is the train whose stops are expected.
pub(super) fn fit(train: &Train, base_train: &Train, legs: &[&ReportedLeg]) -> Option<FittedStops> {
    anywhere(train)?;
    let (_, prior_km) = anywhere(base_train)?;
    let mut times: Vec<RunTime> = Vec::new();
    let mut over_km = 0.0;
    for leg in legs {
        if let Some(stops) = &leg.reported.printed_stops {
            times.extend(stops);
            over_km += leg.km();
        }
    }
    if times.len() < FEWEST {
        return None;
    }
    let seen = times.len();
    Some(FittedStops {
        every_km: (over_km + PRIOR_STOPS * prior_km) / (seen as f64 + PRIOR_STOPS),
        time: crate::journey::quantiles(&mut times),
        seen,
        over_km,
        prior_km,
    })
}

impl FittedStops {
    /// A train that stops so.
    pub(super) fn of(&self, train: &Train) -> Train {
        let mut train = train.clone();
        if let Some((place, _)) = anywhere(&train) {
            let km = self.every_km;
            let countries = Vec::new();
            train.stops[place].place = StopPlace::Every { km, countries };
            train.stops[place].time = self.time;
        }
        train
    }

    /// What they rest on, as a train's file says it.
    #[must_use]
    pub fn basis(&self) -> String {
        format!(
            "fit: {} stops printed over {:.0} km (`slowtrain calibrate`)",
            self.seen, self.over_km
        )
    }
}
