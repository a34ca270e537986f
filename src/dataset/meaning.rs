//! What a request means in a network: names become stations, lines and countries, texts become days and times.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::default_train::remark;
use super::given::{Avoided, Given, StopRequest};
use super::terms::Terms;
use super::{Dataset, Error, NoRouteBetween};
use crate::journey::clock::Departure;
use crate::journey::{PlanError, demands, on_sketch};
use crate::network::search::Index;
use crate::network::{Country, LineIdx, StationIdx};
use crate::routing::{Avoid, Objective, Query, Restrictions};
use crate::train::Train;
use crate::units::{RunTime, parse};

/// Minutes that a stop may take at most. Assumption: more than two months is a slip.
const LONGEST_STOP_MIN: f64 = 100_000.0;

/// Finds out what is meant, and remarks on what was taken for something else.
pub(super) struct Meaning<'d> {
    data: &'d Dataset,
    index: Index<'d>,
    pub remarks: Vec<String>,
}

impl<'d> Meaning<'d> {
    pub fn new(data: &'d Dataset) -> Meaning<'d> {
        let sketched = data.network().sketched();
        Meaning {
            data,
            index: data.index(),
            remarks: sketched.map_or_else(Vec::new, |known| known.remarks.clone()),
        }
    }

    pub fn station(&mut self, given: &Given<StationIdx>) -> Result<StationIdx, Error> {
        match given {
            Given::Text(asked) => self.named(asked),
            Given::Value(station) => {
                let (number, count) = (station.0, self.data.network().stations().len());
                ((number as usize) < count)
                    .then_some(*station)
                    .ok_or(Error::ForeignStation { number, count })
            }
        }
    }

    fn named(&mut self, asked: &str) -> Result<StationIdx, Error> {
        let found = self.index.resolve(asked);
        let found = found.map_err(|error| self.data.no_station(error))?;
        self.remarks.extend(self.data.taken(asked, &found));
        Ok(found.station)
    }

    /// Two ends that differ.
    pub fn ends(
        &mut self,
        from: &Given<StationIdx>,
        to: &Given<StationIdx>,
    ) -> Result<(StationIdx, StationIdx), Error> {
        let from = self.station(from)?;
        let to = self.station(to)?;
        if from == to {
            return Err(same_ends(self.data, from));
        }
        Ok((from, to))
    }

    /// The train asked for, else the default between the ends; with the consist asked for.
    pub fn train(
        &mut self,
        terms: &Terms,
        (from, to): (StationIdx, StationIdx),
    ) -> Result<Train, Error> {
        if terms.train.is_none() {
            let (train, reason) = self.data.default_train(from, to)?;
            self.remarks.push(remark(self.data, &train, reason));
            return Ok(self.on_its_lines(changed(train, terms)));
        }
        self.train_of_many(terms)
    }

    /// The train asked for, else the one that runs everywhere; with the consist asked for.
    pub fn train_of_many(&self, terms: &Terms) -> Result<Train, Error> {
        let train = match &terms.train {
            None => self.data.default_anywhere()?,
            Some(Given::Text(name)) => self.data.train(name)?,
            Some(Given::Value(train)) => train.as_ref().clone(),
        };
        Ok(self.on_its_lines(changed(train, terms)))
    }

    /// The train as it runs over sketched lines, where there are some.
    fn on_its_lines(&self, train: Train) -> Train {
        let network = self.data.network();
        match network.sketched() {
            None => train,
            Some(_) => on_sketch(network, &train),
        }
    }

    /// The fastest or shortest route between two ends, within the terms.
    pub fn query(
        &mut self,
        (from, to): (StationIdx, StationIdx),
        via: &[Given<StationIdx>],
        (terms, departure): (&Terms, Option<&Departure>),
        (train, objective): (&Train, Objective),
    ) -> Result<Query, Error> {
        let via = via.iter().map(|name| self.station(name));
        let via = via.collect::<Result<_, _>>()?;
        let day = self.day(terms.on.as_ref(), departure)?;
        Ok(Query {
            from,
            to,
            via,
            restrictions: self.restrictions(terms, day, (train, objective))?,
        })
    }

    /// What holds for a route whatever its ends.
    pub fn restrictions(
        &mut self,
        terms: &Terms,
        day: Date,
        (train, objective): (&Train, Objective),
    ) -> Result<Restrictions, Error> {
        Ok(Restrictions {
            avoid: self.avoid(&terms.avoid)?,
            transit: self.countries(&terms.transit)?,
            day,
            objective,
            demands: demands(self.data.network(), train),
        })
    }

    /// The day whose network counts: as asked, else of the departure, else of the data.
    pub fn day(
        &self,
        on: Option<&Given<Date>>,
        departure: Option<&Departure>,
    ) -> Result<Date, Error> {
        match (on, departure) {
            (Some(Given::Value(day)), _) => Ok(*day),
            (Some(Given::Text(text)), _) => text.parse().map_err(|_| Error::NotADay {
                asked: text.clone(),
            }),
            (None, Some(departure)) => Ok(departure.day()),
            (None, None) => self.data.day(),
        }
    }

    /// What is to be avoided.
    pub fn avoid(&mut self, given: &[Given<Avoided>]) -> Result<Avoid, Error> {
        let mut avoid = Avoid::default();
        for given in given {
            match self.avoided(given)? {
                Avoided::Station(station) => avoid.stations.insert(station),
                Avoided::Line(line) => avoid.lines.insert(line),
                Avoided::Country(country) => avoid.countries.insert(country),
            };
        }
        Ok(avoid)
    }

    /// A country by its two letters, a line by its name, else a station by any spelling.
    fn avoided(&mut self, given: &Given<Avoided>) -> Result<Avoided, Error> {
        let text = match given {
            Given::Value(Avoided::Station(station)) => {
                return self.station(&(*station).into()).map(Avoided::Station);
            }
            Given::Value(avoided) => return Ok(*avoided),
            Given::Text(text) => text.trim(),
        };
        let is_capitals = text.len() == 2 && text.bytes().all(|letter| letter.is_ascii_uppercase());
        if let Some(country) = self.known_country(text) {
            Ok(Avoided::Country(country))
        } else if is_capitals {
            Err(self.unknown_country(text))
        } else if let Some(line) = self.line(text) {
            Ok(Avoided::Line(line))
        } else {
            self.named(text).map(Avoided::Station)
        }
    }

    fn line(&self, text: &str) -> Option<LineIdx> {
        let wanted = text.to_lowercase();
        let network = self.data.network();
        network
            .line_indices()
            .find(|line| network.line(*line).to_lowercase() == wanted)
    }

    pub fn countries(&self, given: &[Given<Country>]) -> Result<BTreeSet<Country>, Error> {
        let country = |given: &Given<Country>| match given {
            Given::Value(country) => Ok(*country),
            Given::Text(code) => {
                let known = self.known_country(code);
                known.ok_or_else(|| self.unknown_country(code))
            }
        };
        given.iter().map(country).collect()
    }

    fn known_country(&self, code: &str) -> Option<Country> {
        let country = Country::parse(code).ok();
        country.filter(|country| self.data.countries().contains(country))
    }

    fn unknown_country(&self, asked: &str) -> Error {
        let known = self.data.countries().iter();
        Error::UnknownCountry {
            asked: asked.to_owned(),
            known: known.map(|country| country.code().to_owned()).collect(),
        }
    }

    pub fn stops(&mut self, given: &[StopRequest]) -> Result<Vec<(StationIdx, RunTime)>, Error> {
        given.iter().map(|stop| self.stop(stop)).collect()
    }

    /// `Khasan=60` or `Khasan=1h30`.
    fn stop(&mut self, StopRequest(given): &StopRequest) -> Result<(StationIdx, RunTime), Error> {
        let text = match given {
            Given::Value((station, time)) => return Ok((self.station(station)?, *time)),
            Given::Text(text) => text,
        };
        let wrong = || Error::NotAStop {
            asked: text.clone(),
        };
        let (name, time) = text.rsplit_once('=').ok_or_else(wrong)?;
        let time = minutes(time).ok_or_else(wrong)?;
        Ok((self.named(name)?, time))
    }
}

/// A train with the consist asked for.
fn changed(train: Train, terms: &Terms) -> Train {
    if terms.change.is_none() {
        train
    } else {
        train.changed(&terms.change)
    }
}

/// A time on the clock.
pub(super) fn clock(given: &Given<Departure>) -> Result<Departure, Error> {
    match given {
        Given::Value(departure) => Ok(departure.clone()),
        Given::Text(text) => Ok(Departure::parse(text)?),
    }
}

/// `60`, `1h30`, `90min`.
pub(super) fn minutes(text: &str) -> Option<RunTime> {
    match text.trim().parse::<f64>() {
        Ok(minutes) => (0.0..=LONGEST_STOP_MIN)
            .contains(&minutes)
            .then(|| RunTime::from_min(minutes)),
        Err(_) => parse::time_span(text).ok(),
    }
}

/// Why a journey from a station to itself is none.
pub(super) fn same_ends(data: &Dataset, station: StationIdx) -> Error {
    let station = data.network().station(station);
    Error::SameEnds {
        name: station.name.clone(),
        id: station.id.to_string(),
    }
}

/// Why there is no journey, with the names of the network.
pub(super) fn refused(data: &Dataset, train: &Train, query: &Query, error: PlanError) -> Error {
    match error {
        PlanError::NoRoute(no_route) => {
            let no_route = NoRouteBetween::new(data, train, query, &no_route);
            Error::NoRoute(Box::new(no_route))
        }
        error => not_planned(error),
    }
}

/// Why a journey cannot be planned, where there is a route or nobody asks why there is none.
pub(super) fn not_planned(error: PlanError) -> Error {
    match error {
        PlanError::Stall {
            from,
            to,
            km,
            error,
        } => Error::Stall {
            from,
            to,
            km,
            error,
        },
        PlanError::Clock(error) => Error::Clock(error),
        other => Error::Plan(other),
    }
}
