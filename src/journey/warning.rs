//! What a reader should know before trusting a journey. Warnings are data, so that tests can name them.

use std::fmt;

use jiff::civil::Date;

use crate::network::{Country, StationIdx};
use crate::routing::Objective;
use crate::units::{Length, RunTime, format};

/// A reason to trust a journey less, or to read it with care.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Warning {
    /// The speed rests on an assumption in a country.
    AssumedSpeed {
        /// The country's name.
        country: String,
        /// Length of the way it concerns.
        length: Length,
        /// The assumption.
        basis: String,
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
    /// A time at a station that is assumed.
    AssumedDwell {
        /// What is done.
        what: &'static str,
        /// Name of the station.
        station: String,
        /// How long, likely.
        likely: RunTime,
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
        /// Number of routes timed.
        routes: usize,
    },
    /// The train is longer than any passing loop could be.
    LongerThanLoops {
        /// Its length.
        length: Length,
    },
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
            | Warning::AssumedDwell { .. }
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

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let km = |length: &Length| format::distance(*length);
        match self {
            Warning::AssumedSpeed {
                country,
                length,
                basis,
            } => {
                write!(
                    f,
                    "no timed journey of this train covers {} in {country}; its speed there is an estimate, which the range allows for ({basis})",
                    km(length)
                )
            }
            Warning::UnknownCountry { country, length } => {
                write!(
                    f,
                    "the train file gives no speed for {country} ({}); the train's general speed is used. A [[speed]] for {country} in a train file of your own replaces it",
                    km(length)
                )
            }
            Warning::UnsureLengths { length } => {
                write!(
                    f,
                    "stations along {} have no published kilometre post; they are placed between those that have one, so the total distance holds and distances between neighbours are approximate",
                    km(length)
                )
            }
            Warning::Sketched { length, low, high } => {
                write!(
                    f,
                    "{} are sketched from OpenStreetMap: the distance lies between {} and {} nine times in ten, and the times are those of an ordinary long-distance train of each country; a railway's own tables say more",
                    km(length),
                    km(low),
                    km(high)
                )
            }
            Warning::GuessedLimits { length } => {
                write!(
                    f,
                    "no speed limit is known on {}; it is inferred from the use of the tracks and their curves. max_speed_kmh in segments.csv replaces it",
                    km(length)
                )
            }
            Warning::UnknownElectrification { length } => {
                write!(
                    f,
                    "electrification is unknown on {}; the route assumes that an electric train can run there. Choose a diesel train with --train if it cannot",
                    km(length)
                )
            }
            Warning::AssumedDwell {
                what,
                station,
                likely,
            } => {
                write!(
                    f,
                    "{} for the {what} at {station} is an assumption; no source gives a time",
                    format::duration(*likely)
                )
            }
            Warning::UnknownBorder { from, to } => {
                write!(
                    f,
                    "no time is known for border control between {from} and {to}; none is counted, so the journey may take longer"
                )
            }
            Warning::Abroad { countries } => {
                write!(f, "every route passes through {}", countries.join(", "))
            }
            Warning::BetterAbroad {
                countries,
                codes,
                gain,
            } => {
                let gain = match gain {
                    Gain::Time(time) => {
                        format!("{} faster before stops", format::duration(*time))
                    }
                    Gain::Length(length) => format!("{} shorter", format::distance(*length)),
                };
                let flags: Vec<String> = codes
                    .iter()
                    .map(|code| format!("--transit {code}"))
                    .collect();
                write!(
                    f,
                    "a route through {} would be {gain}; {} allows it",
                    countries.join(", "),
                    flags.join(" ")
                )
            }
            Warning::StopOffRoute { station } => write!(
                f,
                "no stop at {station}: it is not on this route; --via takes the train there"
            ),
            Warning::NoZone { name, .. } => {
                write!(
                    f,
                    "no time zone is known for {name} or for other stations like it; local times are left out there"
                )
            }
            Warning::DayBefore { day, first } => write!(
                f,
                "the data record no changes before {first}; {day} uses the network just before that day"
            ),
            Warning::DayAfter { day, last } => write!(
                f,
                "the data record no changes after {last}; {day} uses the network of that day"
            ),
            Warning::SearchCut { routes } => {
                write!(
                    f,
                    "{routes} nearly equal routes were timed and more remain; the fastest may be among those. --via narrows the search"
                )
            }
            Warning::LongerThanLoops { length } => {
                write!(
                    f,
                    "the train is {} long and the longest usual passing loops are {}, so it cannot meet another \
                     train on single track",
                    km(length),
                    km(&Length::from_m(LONGEST_LOOP_M)),
                )
            }
        }
    }
}

/// Longest usual passing loop, m. Source: Russian main lines have station tracks of 850 or 1,050 m, Chinese ones 850 to
/// 1,050 m (the standard effective lengths of both railways); assumption: nothing longer is to be expected on the
/// lines here, except where ore trains run.
pub const LONGEST_LOOP_M: f64 = 1_050.0;
