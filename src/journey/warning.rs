//! What a reader should know before trusting a journey. Warnings are data, so that tests can name them.

use jiff::civil::Date;

use super::dwell::Cause;
use crate::network::{Country, StationIdx};
use crate::routing::Objective;
use crate::units::{Length, RunTime};

/// A reason to trust a journey less, or to read it with care.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Warning {
    /// The speed rests on an assumption in a country.
    AssumedSpeed {
        /// The country's name.
        country: String,
        /// Length of the route it concerns.
        length: Length,
    },
    /// A country of which the train's file knows nothing.
    UnknownCountry {
        /// The country's name.
        country: String,
        /// Length of the route through it.
        length: Length,
    },
    /// Lengths between two sourced ones that no source gives singly.
    UnsureLengths {
        /// Their sum.
        length: Length,
    },
    /// Lengths drawn from the sketch of the world.
    Sketched {
        /// Their sum.
        length: Length,
        /// How short the whole route may be.
        low: Length,
        /// How long it may be.
        high: Length,
    },
    /// Limits that are guesses.
    GuessedLimits {
        /// Length of the route without a known limit.
        length: Length,
    },
    /// Electrification of which nothing is known, with a train that needs one.
    UnknownElectrification {
        /// Length without known electrification.
        length: Length,
    },
    /// Times at stations that are assumed, because no source gives them.
    AssumedDwells {
        /// Each of them, in the order of the route.
        dwells: Vec<AssumedDwell>,
    },
    /// A border of which no time is known.
    UnknownBorder {
        /// One side.
        from: String,
        /// The other.
        to: String,
    },
    /// A route through countries that need not be passed, because there is none without.
    Abroad {
        /// The countries' names.
        countries: Vec<String>,
    },
    /// A better route was left out because it passes other countries.
    BetterAbroad {
        /// The countries' names.
        countries: Vec<String>,
        /// Their codes.
        codes: Vec<Country>,
        /// How much better.
        gain: Gain,
    },
    /// A stop that was asked for at a station where the train does not pass on its way.
    StopOffRoute {
        /// Its name.
        station: String,
    },
    /// Stations without a time zone.
    NoZone {
        /// One of them.
        station: StationIdx,
        /// Its name.
        name: String,
    },
    /// The day lies before the first change that the network knows.
    DayBefore {
        /// The day asked.
        day: Date,
        /// The day of that change.
        first: Date,
    },
    /// The day lies after the last of which the network says anything.
    DayAfter {
        /// The day asked.
        day: Date,
        /// That last day.
        last: Date,
    },
    /// The search for the fastest route was cut short.
    SearchCut {
        /// Number of routes compared.
        routes: usize,
    },
    /// The train is longer than any passing loop could be.
    LongerThanLoops {
        /// Its length.
        length: Length,
    },
}

/// A time at a station that is assumed.
#[derive(Clone, Debug, PartialEq)]
pub struct AssumedDwell {
    /// What is done.
    pub cause: Cause,
    /// Name of the station.
    pub station: String,
    /// How long, likely.
    pub likely: RunTime,
}

/// By how much a route is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gain {
    /// In time, by the planner's bound.
    Time(RunTime),
    /// In length.
    Length(Length),
}

impl Gain {
    pub(super) fn new(objective: Objective, amount: crate::routing::Cost) -> Gain {
        match objective {
            Objective::Fastest => Gain::Time(amount.time()),
            Objective::Shortest => Gain::Length(amount.length()),
        }
    }
}

/// What of an answer a warning bears on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bearing {
    /// How long it takes.
    Time,
    /// How far it is.
    Distance,
    /// Which route is taken, and whether it can be.
    Route,
    /// What the clocks show.
    Clocks,
}

impl Warning {
    /// What of the answer it bears on.
    #[must_use]
    pub fn bearing(&self) -> Bearing {
        match self {
            Warning::AssumedSpeed { .. }
            | Warning::UnknownCountry { .. }
            | Warning::GuessedLimits { .. }
            | Warning::AssumedDwells { .. }
            | Warning::UnknownBorder { .. } => Bearing::Time,
            Warning::UnsureLengths { .. } | Warning::Sketched { .. } => Bearing::Distance,
            Warning::UnknownElectrification { .. }
            | Warning::Abroad { .. }
            | Warning::BetterAbroad { .. }
            | Warning::StopOffRoute { .. }
            | Warning::DayBefore { .. }
            | Warning::DayAfter { .. }
            | Warning::SearchCut { .. }
            | Warning::LongerThanLoops { .. } => Bearing::Route,
            Warning::NoZone { .. } => Bearing::Clocks,
        }
    }
}

/// Longest usual passing loop, m. Source: Russian main lines have station tracks of 850 or 1,050 m, Chinese ones 850 to
/// 1,050 m (the standard effective lengths of both railways); assumption: nothing longer is to be expected on the
/// lines here, except where ore trains run.
pub const LONGEST_LOOP_M: f64 = 1_050.0;
