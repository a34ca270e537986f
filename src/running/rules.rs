//! How a run is to be made: where it stops, which allowances it gets, which model of gradients it uses.

use thiserror::Error;

use super::Path;
use crate::units::{Acceleration, Offset, RunTime, Speed};

/// How a gradient acts on a long train.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum GradientModel {
    /// The gradient under the head acts on the whole train.
    Point,
    /// The mean over the length of the train acts; behind the start the line is taken to go on as it begins.
    #[default]
    Strip,
}

/// A stop on the route. The head stands at `at`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stop {
    /// Distance from the start of the path to the place where the front of the train stops, in metres.
    pub at: Offset,
    /// How long.
    pub dwell: RunTime,
}

/// What an allowance is reckoned by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AllowanceKind {
    /// A share of the running time, in hundredths of a per cent so that it is exact: 450 is 4.5 %.
    BasisPoints(u32),
    /// So much for each 100 km.
    Per100Km(RunTime),
    /// So much for the whole range, spread by running time.
    Fixed(RunTime),
}

/// Time added to the shortest running time over a range. Allowances add up, also where their ranges overlap; each is
/// reckoned by the pure running time or distance, never by another allowance or a stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allowance {
    /// Its name in the ledger.
    pub name: String,
    /// What it is reckoned by.
    pub kind: AllowanceKind,
    /// From where to where; `None` for the whole path.
    pub range: Option<(Offset, Offset)>,
}

impl Allowance {
    /// A share of the running time of the whole path, in per cent, kept to a hundredth.
    #[must_use]
    pub fn percent(name: &str, percent: f64) -> Allowance {
        let points = (percent * 100.0).round().clamp(0.0, f64::from(u32::MAX));
        Allowance::whole(name, AllowanceKind::BasisPoints(points as u32))
    }

    /// So much for each 100 km of the whole path.
    #[must_use]
    pub fn per_100_km(name: &str, time: RunTime) -> Allowance {
        Allowance::whole(name, AllowanceKind::Per100Km(time))
    }

    /// So much for the whole path.
    #[must_use]
    pub fn fixed(name: &str, time: RunTime) -> Allowance {
        Allowance::whole(name, AllowanceKind::Fixed(time))
    }

    /// The same over a part of the path.
    #[must_use]
    pub fn over(self, start: Offset, end: Offset) -> Allowance {
        Allowance {
            range: Some((start, end)),
            ..self
        }
    }

    fn whole(name: &str, kind: AllowanceKind) -> Allowance {
        Allowance {
            name: name.to_owned(),
            kind,
            range: None,
        }
    }
}

/// How a run is to be made. The default: from a stand to a stand, strip gradients, no stop, no allowance.
#[derive(Clone, Debug, PartialEq)]
pub struct Rules {
    /// Gravity; standard gravity (9.80665 m/s², 3rd CGPM 1901) by default.
    pub gravity: Acceleration,
    /// How a gradient acts on a long train.
    pub gradient: GradientModel,
    /// The speed at the start of the path.
    pub start_speed: Speed,
    /// Halts on the route, in order.
    pub stops: Vec<Stop>,
    /// What each start from a stand costs before the train moves: brakes release, slack runs out.
    pub release: RunTime,
    /// A rise of the limit is used only where the train would run above the higher neighbouring limit for at least this
    /// long.
    pub min_cruise_time: RunTime,
    /// Time added to the running time.
    pub allowances: Vec<Allowance>,
}

impl Default for Rules {
    fn default() -> Rules {
        Rules {
            gravity: Acceleration::from_ms2(9.806_65),
            gradient: GradientModel::default(),
            start_speed: Speed::ZERO,
            stops: Vec::new(),
            release: RunTime::ZERO,
            min_cruise_time: RunTime::ZERO,
            allowances: Vec::new(),
        }
    }
}

/// Rules that do not fit each other or the path.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum RulesError {
    /// A stop that is not on the path or not behind the one before it.
    #[error(
        "stop {index} is at {found_m} m, it must lie after {from_m} m and before the end at {end_m} m"
    )]
    StopOutOfOrder {
        /// Which one, from 0.
        index: usize,
        /// Its place, m.
        found_m: f64,
        /// The stop or start before it, m.
        from_m: f64,
        /// Where the path ends, m.
        end_m: f64,
    },
    /// A time or speed below zero, or no gravity.
    #[error("{what} is {found}, at least 0 is needed")]
    Negative {
        /// Which figure.
        what: &'static str,
        /// Its value in seconds, m/s or m/s².
        found: f64,
    },
    /// An allowance over a range that is not on the path.
    #[error(
        "allowance \"{name}\" runs from {start_m} m to {end_m} m, which is not a stretch of the path of {length_m} m"
    )]
    RangeOffPath {
        /// Its name.
        name: String,
        /// Where it begins, m.
        start_m: f64,
        /// Where it ends, m.
        end_m: f64,
        /// How long the path is, m.
        length_m: f64,
    },
}

impl Rules {
    /// Whether the rules fit the path.
    pub(super) fn check(&self, path: &Path) -> Result<(), RulesError> {
        let figures = [
            ("gravity", self.gravity.ms2()),
            ("the start speed", self.start_speed.ms()),
            ("the release time", self.release.s()),
            ("the minimum cruise", self.min_cruise_time.s()),
        ];
        let dwells = self
            .stops
            .iter()
            .map(|stop| ("the dwell of a stop", stop.dwell.s()));
        let times = self
            .allowances
            .iter()
            .map(|allowance| match allowance.kind {
                AllowanceKind::BasisPoints(_) => ("an allowance", 0.0),
                AllowanceKind::Per100Km(time) | AllowanceKind::Fixed(time) => {
                    ("an allowance", time.s())
                }
            });
        if let Some((what, found)) = figures
            .into_iter()
            .chain(dwells)
            .chain(times)
            .find(|(_, found)| *found < 0.0)
        {
            return Err(RulesError::Negative { what, found });
        }
        self.check_places(path)
    }

    fn check_places(&self, path: &Path) -> Result<(), RulesError> {
        let mut from = Offset::START;
        for (index, stop) in self.stops.iter().enumerate() {
            if stop.at <= from || stop.at >= path.end() {
                return Err(RulesError::StopOutOfOrder {
                    index,
                    found_m: stop.at.from_start().m(),
                    from_m: from.from_start().m(),
                    end_m: path.length().m(),
                });
            }
            from = stop.at;
        }
        for allowance in &self.allowances {
            if let Some((start, end)) = allowance.range
                && (start < Offset::START || end <= start || end > path.end())
            {
                return Err(RulesError::RangeOffPath {
                    name: allowance.name.clone(),
                    start_m: start.from_start().m(),
                    end_m: end.from_start().m(),
                    length_m: path.length().m(),
                });
            }
        }
        Ok(())
    }
}
