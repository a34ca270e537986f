//! The front door of the library: a network with its trains, and the questions that can be put to it by names.
//!
//! A [`Dataset`] is bundled ([`Dataset::bundled`]), read from a folder ([`Dataset::open`]) or put together
//! ([`Dataset::new`]). A [`Request`] says in names what is asked, as one would type it; station ids and
//! [`StationIdx`](crate::network::StationIdx) are taken as well. An answer knows what it was asked, gives a summary for every format, and can be kept and sent between
//! threads: a dataset is cheap to clone and borrows nothing.
//!
//! ```
//! use slowtrain::{Dataset, Request};
//!
//! # fn main() -> Result<(), slowtrain::Error> {
//! let data = Dataset::bundled()?;
//! let plan = data.plan(&Request::new("Pyongyang", "Vladivostok").train("leader-special"))?;
//! println!("{} in {}", plan.best().distance(), plan.best().duration());
//! # Ok(())
//! # }
//! ```
//!
//! | question | answer |
//! |---|---|
//! | [`Dataset::plan`], [`Request`] | [`Plan`]: the journeys, the fastest first |
//! | [`Dataset::judge`], [`ClaimRequest`] | [`Judged`]: a verdict and its checks |
//! | [`Dataset::judge_all`], [`ClaimsRequest`] | the claims of a file, judged |
//! | [`Dataset::locate`], [`LocateRequest`] | [`LocatedTrain`]: where the train is |
//! | [`Dataset::reach`], [`ReachRequest`] | [`Reachable`]: how far it can have come |
//! | [`Dataset::compare`], [`CompareRequest`] | [`Comparison`]: reported and computed journeys |
//! | [`Dataset::matrix`], [`MatrixRequest`] | [`Matrix`]: the figures of many pairs |
//! | [`Dataset::stations`] | the stations that a name may mean |
//! | [`Dataset::resolve`] | the one station that a name means |
//!
//! Nothing here prints, reads a clock or the environment. Files are read only where a path is given; a name in a request
//! is never taken for a path.

mod backwards;
mod claim;
mod claimed_time;
mod claims;
mod command;
mod compare;
mod coverage;
mod default_train;
mod error;
mod given;
mod locate;
mod matrix;
mod meaning;
mod no_route;
mod open;
mod pair;
mod reach;
mod reported_between;
mod request;
mod stations;
mod terms;
mod world;

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use jiff::civil::Date;

use crate::network::search::{FoldedNames, Found, Index};
use crate::network::{Country, Findings, Network, Segment, ValidatedNetwork, checksum, nearest};
use crate::train::{Catalog, Train};

pub use claim::{ClaimRequest, Judged};
pub use claims::{ClaimsRequest, JudgedClaims};
pub use command::command_line;
pub use compare::{CompareRequest, Comparison};
pub use error::Error;
pub use given::{Avoided, Given, StopRequest};
pub use locate::{LocateRequest, LocatedTrain, SightingRequest};
pub use matrix::{Matrix, MatrixRequest};
pub use no_route::{BlockedBy, NoRouteBetween};
pub use open::{TRAINS, check_network};
pub use pair::{PAIR_COLUMNS, PairFigures, PairPlanner};
pub use reach::{ReachRequest, Reachable};
pub use request::{Meant, Plan, Request};
pub use stations::FoundStations;
pub use world::is_sketch_open;
#[cfg(feature = "serve")]
pub(crate) use world::world;

/// A network with its trains, its name index and its defaults. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Dataset(Arc<Content>);

/// What a dataset owns.
#[derive(Clone, Debug)]
struct Content {
    network: Arc<ValidatedNetwork>,
    trains: Catalog,
    names: Arc<FoldedNames>,
    checksum: Arc<OnceLock<String>>,
    /// The countries that have stations, in order of their codes.
    countries: Vec<Country>,
    /// The folder it was read from.
    folder: Option<PathBuf>,
}

impl Dataset {
    /// The bundled network with its trains.
    ///
    /// # Errors
    /// None as long as the bundled data pass their tests.
    pub fn bundled() -> Result<Dataset, Error> {
        Ok(Dataset::from_parts(
            open::network(None)?,
            open::trains(None)?,
            None,
        ))
    }

    /// The network of a folder with the trains of its folder `trains`; without that folder, the bundled trains.
    ///
    /// # Errors
    /// [`Error`]: the folder is missing, a file cannot be read, or the network has errors, which are all named.
    pub fn open(folder: impl AsRef<Path>) -> Result<Dataset, Error> {
        let folder = folder.as_ref();
        Ok(Dataset::from_parts(
            open::network(Some(folder))?,
            open::trains(Some(folder))?,
            Some(folder.to_owned()),
        ))
    }

    /// A network with trains.
    #[must_use]
    pub fn new(network: ValidatedNetwork, trains: Catalog) -> Dataset {
        Dataset::from_parts(network, trains, None)
    }

    fn from_parts(network: ValidatedNetwork, trains: Catalog, folder: Option<PathBuf>) -> Dataset {
        let stations = network.network().stations().iter();
        let mut countries: Vec<Country> = stations.map(|station| station.country).collect();
        countries.sort_unstable();
        countries.dedup();
        Dataset(Arc::new(Content {
            network: Arc::new(network),
            trains,
            names: Arc::default(),
            checksum: Arc::default(),
            countries,
            folder,
        }))
    }

    /// The same data with other trains.
    #[must_use]
    pub fn with_trains(&self, trains: Catalog) -> Dataset {
        Dataset(Arc::new(Content {
            trains,
            ..(*self.0).clone()
        }))
    }

    /// The network.
    #[must_use]
    pub fn network(&self) -> &Network {
        self.0.network.network()
    }

    /// The network with the rows it was made from and their warnings.
    #[must_use]
    pub fn validated(&self) -> &ValidatedNetwork {
        &self.0.network
    }

    /// The [`checksum`] of the network's files.
    #[must_use]
    pub fn checksum(&self) -> &str {
        let checksum = || checksum(self.0.network.raw());
        self.0.checksum.get_or_init(checksum)
    }

    /// What is doubtful in the network, with its place.
    #[must_use]
    pub fn warnings(&self) -> &Findings {
        self.0.network.warnings()
    }

    /// The trains.
    #[must_use]
    pub fn trains(&self) -> &Catalog {
        &self.0.trains
    }

    /// The folder it was read from; `None` for bundled data.
    #[must_use]
    pub fn folder(&self) -> Option<&Path> {
        self.0.folder.as_deref()
    }

    /// The countries that have stations, in order of their codes.
    #[must_use]
    pub fn countries(&self) -> &[Country] {
        &self.0.countries
    }

    /// The stations by any spelling.
    #[must_use]
    pub fn index(&self) -> Index<'_> {
        let network = self.network();
        let countries = self.countries().iter();
        let named =
            countries.filter_map(|code| Some((*code, network.country(*code)?.name.as_str())));
        Index::new(network.stations())
            .with_names(&self.0.names)
            .with_country_names(named)
    }

    /// The one station that a name, an id or another spelling means.
    ///
    /// # Errors
    /// [`Error::Station`] with the candidates, [`Error::NotCovered`] with the nearest names.
    ///
    /// ```
    /// let data = slowtrain::Dataset::bundled()?;
    /// let found = data.resolve("평양")?;
    /// assert_eq!(data.network().station(found.station).id.as_str(), "kp-pyongyang");
    /// # Ok::<(), slowtrain::Error>(())
    /// ```
    pub fn resolve(&self, asked: &str) -> Result<Found, Error> {
        let found = self.index().resolve(asked);
        found.map_err(|error| self.no_station(error))
    }

    /// What was taken for what was typed; `None` where a name was typed as it is.
    #[must_use]
    pub fn taken(&self, asked: &str, found: &Found) -> Option<String> {
        let station = self.network().station(found.station);
        let taken = found.how.taken()?;
        let asked = asked.trim();
        Some(format!(
            "\"{asked}\" was taken for {taken} ({})",
            station.id
        ))
    }

    /// A train by its id, or the kind of train that has such a number in timetables.
    ///
    /// # Errors
    /// [`Error::UnknownTrain`] with the ids there are, [`Error::Train`] when its file cannot be used.
    pub fn train(&self, name: &str) -> Result<Train, Error> {
        // What follows a number in a timetable does not count; in a name that was typed it does.
        let is_number = name.chars().all(char::is_alphanumeric);
        let found = match self.trains().train(name)? {
            None if is_number => self.trains().of_number(name)?,
            found => found,
        };
        found.ok_or_else(|| self.unknown_train(name))
    }

    /// The text of a train's file, by what [`Dataset::train`] takes.
    ///
    /// # Errors
    /// As [`Dataset::train`].
    pub fn train_file(&self, name: &str) -> Result<&str, Error> {
        if let Some(text) = self.trains().text(name) {
            return Ok(text);
        }
        let id = self.train(name)?.id;
        self.trains()
            .text(&id)
            .ok_or_else(|| self.unknown_train(&id))
    }

    fn unknown_train(&self, asked: &str) -> Error {
        Error::UnknownTrain {
            asked: asked.to_owned(),
            nearest: nearest(asked, self.trains().ids()).map(str::to_owned),
            known: self.trains().ids().map(str::to_owned).collect(),
        }
    }

    /// The day that counts when none is asked: that of the data.
    ///
    /// # Errors
    /// [`Error::NoDay`] for a network without one in which lines open or close.
    pub fn day(&self) -> Result<Date, Error> {
        let is_dated = |segment: &Segment| segment.opened.is_some() || segment.closed.is_some();
        match self.network().package().as_of {
            Some(day) => Ok(day),
            None if self.network().segments().iter().any(is_dated) => Err(Error::NoDay),
            // Without dates every day is the same.
            None => Ok(Date::constant(2000, 1, 1)),
        }
    }
}

/// A dataset and every answer can be kept and sent between threads.
#[allow(dead_code)]
const fn is_owned<T: Send + Sync + 'static>() {}
const _: () = {
    is_owned::<Dataset>();
    is_owned::<Request>();
    is_owned::<Plan>();
    is_owned::<Judged>();
    is_owned::<LocatedTrain>();
    is_owned::<Reachable>();
    is_owned::<Comparison>();
    is_owned::<Matrix>();
    is_owned::<Error>();
};
