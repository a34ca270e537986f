//! How often and how long a train halts, by the halts that timetables print.

use super::evidence::Leg;
use crate::train::{HaltPlace, HaltRule, Train};
use crate::units::{Estimate, RunTime};

/// Fewer printed halts than this say too little of the long ones, of which one in ten counts. Assumption.
const FEWEST: usize = 20;
/// The rate expected before counts as much as so many halts. Assumption.
const PRIOR_HALTS: f64 = 5.0;

/// Halts as fitted.
#[derive(Clone, Debug, PartialEq)]
pub struct FittedHalts {
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

/// The place of the only rule of a train for halts anywhere, and its distance.
pub(super) fn anywhere(train: &Train) -> Option<(usize, f64)> {
    let rule = |(place, rule): (usize, &HaltRule)| match &rule.place {
        HaltPlace::Every { km, countries } => Some((place, *km, countries.is_empty())),
        HaltPlace::Station(_) => None,
    };
    let mut rules = train.halts.iter().enumerate().filter_map(rule);
    match (rules.next(), rules.next()) {
        (Some((place, km, true)), None) => Some((place, km)),
        _ => None,
    }
}

/// The halts of the legs. `like` is the train whose halts are expected.
pub(super) fn fit(train: &Train, like: &Train, legs: &[Leg]) -> Option<FittedHalts> {
    anywhere(train)?;
    let (_, prior_km) = anywhere(like)?;
    let mut times: Vec<RunTime> = Vec::new();
    let mut over_km = 0.0;
    for leg in legs.iter().filter(|leg| leg.reported.is_timetabled()) {
        times.extend(&leg.reported.printed_halts);
        over_km += leg.km();
    }
    if times.len() < FEWEST {
        return None;
    }
    let seen = times.len();
    Some(FittedHalts {
        every_km: (over_km + PRIOR_HALTS * prior_km) / (seen as f64 + PRIOR_HALTS),
        time: crate::journey::quantiles(&mut times),
        seen,
        over_km,
        prior_km,
    })
}

impl FittedHalts {
    /// A train that halts so.
    pub(super) fn of(&self, train: &Train) -> Train {
        let mut train = train.clone();
        if let Some((place, _)) = anywhere(&train) {
            let km = self.every_km;
            let countries = Vec::new();
            train.halts[place].place = HaltPlace::Every { km, countries };
            train.halts[place].time = self.time;
        }
        train
    }

    /// What they rest on, as a train's file says it.
    #[must_use]
    pub fn basis(&self) -> String {
        format!(
            "fit: {} halts printed over {:.0} km (`slowtrain calibrate`)",
            self.seen, self.over_km
        )
    }
}
