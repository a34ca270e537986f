//! One pair of stations after the other: what its names mean, its figures, and the figures as columns.

use std::collections::HashMap;
use std::sync::{OnceLock, RwLock};

use super::Error;
use super::matrix::Matrix;
use super::meaning::{not_planned, same_ends};
use super::world::world;
use crate::journey::{Figures, Planner};
use crate::network::search::{Index, NotOneStation};
use crate::network::{StationId, StationIdx};
use crate::report::labels::{HOUR_DIGITS, round};
use crate::report::to_the_minute;
use crate::sketch::{Islands, Place};
use crate::units::{Estimate, RunTime};

/// Names kept with what they mean; more are looked up again. Assumption: no network has so many spellings.
const NAMES_KEPT: usize = 1_000_000;

/// Decimals of kilometres and of kilometres an hour, as `route --format json` has them.
const KM_DIGITS: i32 = 1;
/// Decimals of hours of the technical minimum, likewise.
const MINIMUM_DIGITS: i32 = 2;

/// The figures of a pair, and the stations that its names mean.
#[derive(Clone, Debug, PartialEq)]
pub struct PairFigures {
    /// Where it starts.
    pub from: StationId,
    /// Where it goes.
    pub to: StationId,
    /// The time zone of the start.
    pub from_zone: Option<String>,
    /// The time zone of the goal.
    pub to_zone: Option<String>,
    /// Its distance and times.
    pub figures: Figures,
}

impl std::ops::Deref for PairFigures {
    type Target = Figures;

    fn deref(&self) -> &Figures {
        &self.figures
    }
}

/// The columns of numbers that say what [`PairFigures`] are, each with what it means. Units are part of the names.
pub const PAIR_COLUMNS: [(&str, &str); 11] = [
    ("distance_km", "length of the route along the rails"),
    (
        "distance_low_km",
        "lower end of the distance; empty where no part of the route is sketched",
    ),
    ("distance_high_km", "upper end of the distance, likewise"),
    ("low_h", "time under way: 1 journey in 10 is faster"),
    (
        "likely_h",
        "time under way: the median, to the whole minute",
    ),
    ("high_h", "time under way: 1 journey in 10 is slower"),
    (
        "arrival_low_h",
        "time to arrival with unannounced stays: 1 in 10 is faster; empty for trains without stays",
    ),
    (
        "arrival_likely_h",
        "time to arrival with unannounced stays: the median",
    ),
    (
        "arrival_high_h",
        "time to arrival with unannounced stays: 1 in 10 is slower",
    ),
    (
        "technical_minimum_h",
        "the shortest time physically possible",
    ),
    ("mean_speed_kmh", "distance over the median time under way"),
];

impl PairFigures {
    /// The numbers of [`PAIR_COLUMNS`], to the last digit those of `route --format json`.
    #[must_use]
    pub fn numbers(&self) -> [Option<f64>; 11] {
        let km = |length: crate::units::Length| round(length.km(), 0);
        let sketched = self.distance_range;
        let h = |time: RunTime| round(time.h(), HOUR_DIGITS);
        let under_way = to_the_minute(&self.duration);
        let arrival = |point: fn(&Estimate<RunTime>) -> RunTime| {
            self.arrival.as_ref().map(|range| h(point(range)))
        };
        [
            Some(round(self.distance.km(), KM_DIGITS)),
            sketched.map(|range| km(range.low())),
            sketched.map(|range| km(range.high())),
            Some(h(under_way.low())),
            Some(h(under_way.likely())),
            Some(h(under_way.high())),
            arrival(Estimate::low),
            arrival(Estimate::likely),
            arrival(Estimate::high),
            Some(round(self.technical_minimum.h(), MINIMUM_DIGITS)),
            self.mean_speed().map(|speed| round(speed.kmh(), KM_DIGITS)),
        ]
    }
}

/// Answers pair by pair. Names once looked up are kept.
pub struct PairPlanner<'m> {
    matrix: &'m Matrix,
    planner: Planner<'m>,
    index: Index<'m>,
    /// What names mean, or why they mean nothing: a table of pairs names each many times. A city that only the sketch of
    /// the world knows is `None`.
    names: RwLock<HashMap<String, Result<Option<StationIdx>, NotOneStation>>>,
    /// Which stations the sketch of the world joins, once that is asked.
    islands: OnceLock<Islands>,
}

impl<'m> PairPlanner<'m> {
    pub(super) fn new(matrix: &'m Matrix) -> PairPlanner<'m> {
        PairPlanner {
            matrix,
            planner: Planner::new(
                matrix.data.network(),
                &matrix.train,
                (&matrix.restrictions, &[]),
            ),
            index: matrix.data.index(),
            names: RwLock::default(),
            islands: OnceLock::new(),
        }
    }

    /// The figures of the best journey between two places.
    ///
    /// # Errors
    /// [`Error`]: a name that means nothing; [`Error::NoRouteForPair`] and [`Error::Stall`] where the answer is negative.
    pub fn figures(&self, from: &str, to: &str) -> Result<PairFigures, Error> {
        self.figures_via(from, &[], to)
    }

    /// The same for journeys that pass some places, in order.
    ///
    /// # Errors
    /// As [`PairPlanner::figures`].
    pub fn figures_via(&self, from: &str, via: &[&str], to: &str) -> Result<PairFigures, Error> {
        let places = std::iter::once(from).chain(via.iter().copied()).chain([to]);
        let found: Vec<Option<StationIdx>> = places
            .clone()
            .map(|name| self.station(name))
            .collect::<Result<_, _>>()?;
        let Some(stations) = found.into_iter().collect::<Option<Vec<_>>>() else {
            let found = self.matrix.sketched(&places.collect::<Vec<_>>())?;
            return Ok(found.expect("one of them is known to the sketch only"));
        };
        let (from, to) = (stations[0], stations[stations.len() - 1]);
        if from == to {
            return Err(same_ends(&self.matrix.data, from));
        }
        let figures = match self.between(from, &stations[1..stations.len() - 1], to) {
            Err(error @ Error::NoRouteForPair { .. }) => {
                return self.by_sketch(&stations, places)?.ok_or(error);
            }
            figures => figures?,
        };
        let station = |station| self.matrix.data.network().station(station);
        let (from, to) = (station(from), station(to));
        Ok(PairFigures {
            from: from.id.clone(),
            to: to.id.clone(),
            from_zone: from.timezone.clone(),
            to_zone: to.timezone.clone(),
            figures,
        })
    }

    /// The figures over the sketch of the world of stations that no segments join.
    fn by_sketch<'a>(
        &self,
        stations: &[StationIdx],
        names: impl Iterator<Item = &'a str>,
    ) -> Result<Option<PairFigures>, Error> {
        let data = &self.matrix.data;
        let places: Vec<Place> = stations.iter().copied().map(Place::Station).collect();
        if data.network().sketched().is_some() || data.are_joined(&places) {
            return Ok(None);
        }
        let sketch = world()?;
        let islands = self
            .islands
            .get_or_init(|| Islands::new(sketch, data.network()));
        match stations
            .windows(2)
            .all(|two| islands.are_joined(two[0], two[1]))
        {
            true => self.matrix.sketched(&names.collect::<Vec<_>>()),
            false => Ok(None),
        }
    }

    fn between(
        &self,
        from: StationIdx,
        via: &[StationIdx],
        to: StationIdx,
    ) -> Result<Figures, Error> {
        let Matrix { data, train, .. } = self.matrix;
        let name = |station| data.network().station(station).name.clone();
        let figures = self.planner.figures_via(from, via, to);
        figures
            .map_err(not_planned)?
            .ok_or_else(|| Error::NoRouteForPair {
                from: name(from),
                to: name(to),
                train: train.id.clone(),
            })
    }

    /// The station that a name means; `None` for a city that only the sketch of the world knows.
    fn station(&self, name: &str) -> Result<Option<StationIdx>, Error> {
        let names = self.names.read().expect("no thread panics with it");
        if let Some(known) = names.get(name) {
            return Ok(known.clone()?);
        }
        drop(names);
        let found = match self.matrix.data.known(&self.index, name) {
            Ok(Some(Place::City(_))) => Ok(None),
            Ok(Some(Place::Station(station))) => Ok(Some(station)),
            Ok(None) => self.index.resolve(name).map(|found| Some(found.station)),
            Err(Error::Station(error)) => Err(error),
            // What the network covers is not to be said in every row.
            Err(Error::NotCovered { asked, nearest, .. }) => {
                Err(NotOneStation::Unknown { asked, nearest })
            }
            Err(other) => return Err(other),
        };
        let mut names = self.names.write().expect("no thread panics with it");
        if names.len() < NAMES_KEPT {
            names.insert(name.to_owned(), found.clone());
        }
        Ok(found?)
    }
}
