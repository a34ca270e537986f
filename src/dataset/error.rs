//! Why a question has no answer: as data, in the words of the command line.

use std::io;
use std::path::PathBuf;

use thiserror::Error as ThisError;

use super::NoRouteBetween;
use crate::journey::PlanError;
use crate::journey::clock::ClockError;
use crate::network::search::{Candidate, NotOneStation};
use crate::network::{Findings, Unreadable};
use crate::report::inventory::unusable;
use crate::reported::{ContradictorySighting, LocateError, NotAFigure};
use crate::running::RunError;
use crate::sketch::SketchError;
use crate::train::TrainError;
use crate::units::parse::NotATimeSpan;

/// Why a question has no answer.
#[derive(Debug, ThisError)]
#[non_exhaustive]
pub enum Error {
    /// A network's folder is missing or no folder.
    #[error(
        "{} {}; a network is a folder with stations.csv and segments.csv",
        path.display(),
        if *exists { "is not a folder" } else { "is not there" }
    )]
    NotAFolder {
        /// The folder as given.
        path: PathBuf,
        /// Whether something else has that name.
        exists: bool,
    },
    /// A file cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file of a network cannot be read.
    #[error(transparent)]
    Network(#[from] Unreadable),
    /// Data with errors.
    #[error("{}", unusable(what, findings))]
    Unusable {
        /// The data: a folder, a file, or `the bundled network`.
        what: String,
        /// All that was found in them.
        findings: Findings,
    },
    /// A file without rows.
    #[error("{file} has no journeys, only the names of columns")]
    NoRows {
        /// The file.
        file: String,
    },
    /// A file has no row with this id.
    #[error("no {kind}{} has the id \"{id}\"", file.as_ref().map_or_else(String::new, |file| format!(" of {file}")))]
    UnknownId {
        /// What the rows are: `claim`, `journey`.
        kind: &'static str,
        /// The file, where it is to be named.
        file: Option<String>,
        /// The id asked for.
        id: String,
    },
    /// A train's file cannot be used.
    #[error(transparent)]
    Train(#[from] TrainError),
    /// No train has this name.
    #[error("no train is called \"{asked}\"{} (there are {})", guess(nearest.as_deref()), known.join(", "))]
    UnknownTrain {
        /// The name.
        asked: String,
        /// The id that is spelt most like it.
        nearest: Option<String>,
        /// All ids.
        known: Vec<String>,
    },
    /// No train was asked for, and none is the default.
    #[error("no train is the default here; say --train NAME (there are {})", known.join(", "))]
    NoDefaultTrain {
        /// All ids.
        known: Vec<String>,
    },
    /// A name that no station bears, or several.
    #[error(transparent)]
    Station(#[from] NotOneStation),
    /// A negative answer: nothing has a name like it.
    #[error("no station is called anything like \"{asked}\"")]
    NothingLike {
        /// The name.
        asked: String,
    },
    /// A place that the network does not have.
    #[error("{}", not_covered(asked, covers, &all_near(nearest, cities)))]
    NotCovered {
        /// The name.
        asked: String,
        /// What the network covers, in words.
        covers: String,
        /// Stations with nearly the same name.
        nearest: Vec<Candidate>,
        /// Cities of the sketch with nearly the same name, described with their ids first.
        cities: Vec<String>,
    },
    /// A departure and an arrival, of which one follows from the other.
    #[error(
        "a departure and an arrival are wanted; one follows from the other, so say --depart or --arrive"
    )]
    TwoClocks,
    /// A station's number from another network.
    #[error("there is no station {number} in this network; it has {count}")]
    ForeignStation {
        /// The number.
        number: u32,
        /// How many stations there are.
        count: usize,
    },
    /// A journey from a station to itself.
    #[error("both ends are {name} ({id}); a journey needs two stations")]
    SameEnds {
        /// The station's name.
        name: String,
        /// Its id.
        id: String,
    },
    /// A code that no country of the network has.
    #[error("\"{asked}\" is not a country of this network, which has {}", known.join(", "))]
    UnknownCountry {
        /// The code.
        asked: String,
        /// All codes.
        known: Vec<String>,
    },
    /// A text that is no day.
    #[error("\"{asked}\" is not a day; write year, month and day like 2019-04-24")]
    NotADay {
        /// The text.
        asked: String,
    },
    /// A text that is no stop.
    #[error("\"{asked}\" is not a stop; write station and minutes like Khasan=60 or Khasan=1h30")]
    NotAStop {
        /// The text.
        asked: String,
    },
    /// A stop asked for at a station that the route does not pass.
    #[error(
        "{station} is not on the route, so the train cannot stop there; --via \"{station}\" takes it there"
    )]
    StopOffRoute {
        /// The station's name.
        station: String,
    },
    /// A text that is no sighting.
    #[error("\"{asked}\" is not a sighting; write station and time like Khasan=2019-04-24T10:40")]
    NotASighting {
        /// The text.
        asked: String,
    },
    /// A text that is no time between two trains.
    #[error("\"{asked}\" is no headway; write minutes like 30, or 1h30")]
    NotAHeadway {
        /// The text.
        asked: String,
    },
    /// A text that is no time to run in.
    #[error("\"{asked}\" is no time to run in; write hours like 20h or 1d")]
    NotALimit {
        /// The text.
        asked: String,
    },
    /// A text that is no span of time.
    #[error(transparent)]
    TimeSpan(#[from] NotATimeSpan),
    /// A text that is no figure.
    #[error(transparent)]
    Figure(#[from] NotAFigure),
    /// A time on the clock that cannot be used.
    #[error(transparent)]
    Clock(#[from] ClockError),
    /// A claim that claims nothing.
    #[error(
        "nothing is claimed; say at least one of --km, --hours, --speed, --max-speed, --cars, or --departed and --arrived"
    )]
    NothingClaimed,
    /// A claim about a train alone that needs more: a journey, or the name of the train.
    #[error("{missing}")]
    IncompleteClaim {
        /// What is missing, in words.
        missing: &'static str,
    },
    /// A claim whose two clocks cannot be those of one journey.
    #[error(
        "arrival {arrived} is not after departure {departed}; each is read by the clock of its own place"
    )]
    ArrivesFirst {
        /// The departure, with its offset.
        departed: String,
        /// The arrival, with its offset.
        arrived: String,
    },
    /// A clock at a station whose time zone is not known.
    #[error(
        "the time zone of {station} is not in the data; write the offset behind the time, like 2019-04-24T02:00+09:00"
    )]
    NoZone {
        /// The station's name.
        station: String,
    },
    /// Lines open or close, but the network has no day of its own.
    #[error(
        "the network has lines that open or close but no day of its own (as_of in datapackage.json); say --on DATE"
    )]
    NoDay,
    /// A negative answer: there is no route.
    #[error(transparent)]
    NoRoute(#[from] Box<NoRouteBetween>),
    /// A negative answer, without reasons: one of many pairs has no route. [`super::Dataset::plan`] says why.
    #[error("there is no route from {from} to {to} for {train}; `route` says why")]
    NoRouteForPair {
        /// Name of the station where it starts.
        from: String,
        /// Name of the station where it goes.
        to: String,
        /// Id of the train.
        train: String,
    },
    /// A negative answer: the railways of the world do not join the places, or not on that day.
    #[error("{reason}")]
    NoRail {
        /// The reason, in words.
        reason: String,
    },
    /// A name that several cities bear, none of which is far larger than the others.
    #[error("\"{asked}\" may be {} cities: {}; add the country, or write the id of one", .candidates.len(), .candidates.join(", "))]
    SeveralCities {
        /// The name.
        asked: String,
        /// The cities, the largest first: id, name, country and people.
        candidates: Vec<String>,
    },
    /// The embedded sketch of the world cannot be used.
    #[error(transparent)]
    Sketch(#[from] SketchError),
    /// A network without stations.
    #[error("the network is empty")]
    NoStations,
    /// A negative answer: the train is too weak for its route.
    #[error("between {from} and {to} {error}")]
    Stall {
        /// The station before.
        from: String,
        /// The station behind.
        to: String,
        /// Kilometres from the start of the journey.
        km: f64,
        /// What the engine says.
        error: RunError,
    },
    /// A negative answer: what was seen of a train cannot be true.
    #[error("this cannot be true: {0}")]
    ContradictorySighting(Box<ContradictorySighting>),
    /// Another reason why there is no journey.
    #[error(transparent)]
    Plan(PlanError),
    /// Another reason why a train cannot be located.
    #[error(transparent)]
    Locate(LocateError),
}

impl Error {
    /// Whether the question was understood and the answer is negative: no route, a train too weak, a sighting that
    /// cannot be. Everything else is a wrong question, bad data or a file that cannot be read.
    #[must_use]
    pub fn is_negative(&self) -> bool {
        matches!(
            self,
            Error::NoRoute(_)
                | Error::NoRouteForPair { .. }
                | Error::NoRail { .. }
                | Error::NothingLike { .. }
                | Error::Stall { .. }
                | Error::ContradictorySighting(_)
        )
    }

    /// A short name of its kind, the same in every version: `no_route`, `unknown_train`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Error::NotAFolder { .. } => "not_a_folder",
            Error::Unreadable { .. } | Error::Network(_) => "unreadable",
            Error::Unusable { .. } => "bad_data",
            Error::NoRows { .. } => "no_rows",
            Error::UnknownId { .. } => "unknown_id",
            Error::Train(_) => "bad_train",
            Error::UnknownTrain { .. } => "unknown_train",
            Error::NoDefaultTrain { .. } => "no_default_train",
            Error::Station(NotOneStation::Ambiguous { .. }) => "ambiguous_station",
            Error::Station(NotOneStation::Unknown { .. })
            | Error::NotCovered { .. }
            | Error::NothingLike { .. }
            | Error::ForeignStation { .. } => "unknown_station",
            Error::TwoClocks => "two_clocks",
            Error::SameEnds { .. } => "same_ends",
            Error::UnknownCountry { .. } => "unknown_country",
            Error::NotADay { .. } => "not_a_day",
            Error::NotAStop { .. } => "not_a_stop",
            Error::StopOffRoute { .. } => "stop_off_route",
            Error::NotASighting { .. } => "not_a_sighting",
            Error::NotAHeadway { .. } => "not_a_headway",
            Error::NotALimit { .. } | Error::TimeSpan(_) => "not_a_time_span",
            Error::Figure(_) => "not_a_figure",
            Error::Clock(_) => "not_a_time",
            Error::NothingClaimed => "nothing_claimed",
            Error::IncompleteClaim { .. } => "incomplete_claim",
            Error::ArrivesFirst { .. } => "arrives_first",
            Error::NoZone { .. } => "no_zone",
            Error::NoDay => "no_day",
            Error::NoRoute(_) | Error::NoRouteForPair { .. } | Error::NoRail { .. } => "no_route",
            Error::SeveralCities { .. } => "ambiguous_station",
            Error::Sketch(_) => "bad_data",
            Error::NoStations => "no_stations",
            Error::Stall { .. } => "stall",
            Error::ContradictorySighting(_) => "contradictory_sighting",
            Error::Plan(_) => "no_journey",
            Error::Locate(_) => "not_located",
        }
    }
}

impl Error {
    /// The name, text or time in the question that the error is about.
    #[must_use]
    pub fn asked(&self) -> Option<&str> {
        match self {
            Error::UnknownTrain { asked, .. }
            | Error::UnknownCountry { asked, .. }
            | Error::NotCovered { asked, .. }
            | Error::SeveralCities { asked, .. }
            | Error::NotADay { asked }
            | Error::NotAStop { asked }
            | Error::NotASighting { asked }
            | Error::NotAHeadway { asked }
            | Error::NotALimit { asked } => Some(asked),
            Error::Station(
                NotOneStation::Ambiguous { asked, .. } | NotOneStation::Unknown { asked, .. },
            ) => Some(asked),
            Error::StopOffRoute { station } | Error::NoZone { station } => Some(station),
            Error::SameEnds { id, .. } | Error::UnknownId { id, .. } => Some(id),
            Error::Figure(NotAFigure { found, .. }) | Error::TimeSpan(NotATimeSpan { found }) => {
                Some(found)
            }
            _ => None,
        }
    }

    /// What may have been meant instead, the likeliest first: stations and cities with their ids first, trains and countries
    /// by their ids.
    #[must_use]
    pub fn candidates(&self) -> Vec<&str> {
        match self {
            Error::Station(NotOneStation::Ambiguous { candidates, .. }) => described(candidates),
            Error::Station(NotOneStation::Unknown { nearest, .. }) => described(nearest),
            Error::NotCovered {
                nearest, cities, ..
            } => all_near(nearest, cities),
            Error::SeveralCities { candidates, .. } => {
                candidates.iter().map(String::as_str).collect()
            }
            Error::UnknownTrain { nearest, known, .. } => {
                let all = nearest
                    .iter()
                    .chain(known.iter().filter(|id| Some(*id) != nearest.as_ref()));
                all.map(String::as_str).collect()
            }
            Error::NoDefaultTrain { known } | Error::UnknownCountry { known, .. } => {
                known.iter().map(String::as_str).collect()
            }
            _ => Vec::new(),
        }
    }
}

fn described(stations: &[Candidate]) -> Vec<&str> {
    stations
        .iter()
        .map(|station| station.description.as_str())
        .collect()
}

fn all_near<'a>(stations: &'a [Candidate], cities: &'a [String]) -> Vec<&'a str> {
    let stations = described(stations).into_iter();
    stations.chain(cities.iter().map(String::as_str)).collect()
}

/// What to say of a place that is not there: first what is, then how to add more, then what may have been meant.
fn not_covered(asked: &str, covers: &str, nearest: &[&str]) -> String {
    let guess = match nearest.join(", ") {
        near if near.is_empty() => String::new(),
        near => format!(" (did you mean {near}?)"),
    };
    format!(
        "\"{asked}\" is not in this network. It covers {covers}; add your own with `slowtrain import osm` or `slowtrain import gtfs`{guess}"
    )
}

/// What helps with a name that no train has.
fn guess(nearest: Option<&str>) -> String {
    nearest.map_or_else(String::new, |near| format!("; did you mean {near}?"))
}
