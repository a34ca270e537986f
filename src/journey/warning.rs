//! What a reader should know before trusting a journey. Warnings are data, so that tests can name them.

use std::fmt;

use jiff::civil::Date;

use crate::network::{Country, StationIdx};
use crate::routing::Objective;
use crate::units::{Length, RunTime, format};

/// A reason to trust a journey less, or to read it with care.
#[derive(Clone, Debug, PartialEq)]
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
        /// Where.
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
    /// A better way was left out because it passes other countries.
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
        /// Number of ways timed.
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
                    "speeds in {country} are assumed on {}: {basis}",
                    km(length)
                )
            }
            Warning::UnknownCountry { country, length } => {
                write!(
                    f,
                    "the train is not known in {country} ({}): its general speed is used",
                    km(length)
                )
            }
            Warning::UnsureLengths { length } => {
                write!(
                    f,
                    "the lengths of {} stand between published ones; no source gives them singly",
                    km(length)
                )
            }
            Warning::GuessedLimits { length } => {
                write!(
                    f,
                    "no speed limit is known on {}; it was inferred from the use of the tracks and their curves",
                    km(length)
                )
            }
            Warning::UnknownElectrification { length } => {
                write!(
                    f,
                    "nothing is known of the electrification on {}; the electric train was let through",
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
                    "{what} at {station}: {} is an assumption",
                    format::duration(*likely)
                )
            }
            Warning::UnknownBorder { from, to } => {
                write!(
                    f,
                    "no time is known for the border {from}-{to}; none is counted"
                )
            }
            Warning::Abroad { countries } => {
                write!(
                    f,
                    "there is no way without passing {}",
                    countries.join(", ")
                )
            }
            Warning::BetterAbroad {
                countries,
                codes,
                gain,
            } => {
                let gain = match gain {
                    Gain::Time(time) => {
                        format!("{} faster by free running", format::duration(*time))
                    }
                    Gain::Length(length) => format!("{} shorter", format::distance(*length)),
                };
                let flags: Vec<String> = codes
                    .iter()
                    .map(|code| format!("--transit {code}"))
                    .collect();
                write!(
                    f,
                    "a way through {} would be {gain}: {}",
                    countries.join(", "),
                    flags.join(" ")
                )
            }
            Warning::StopOffRoute { station } => write!(
                f,
                "no stop at {station}: it does not lie between the ends of this way; --via leads the way there"
            ),
            Warning::NoZone { name, .. } => {
                write!(
                    f,
                    "no time zone is known for {name} and maybe others; local times are left out there"
                )
            }
            Warning::DayBefore { day, first } => write!(
                f,
                "the data knows no changes before {first}; the network just before that day stands in for {day}"
            ),
            Warning::DayAfter { day, last } => write!(
                f,
                "the data knows no changes after {last}; the network of that day stands in for {day}"
            ),
            Warning::SearchCut { routes } => {
                write!(
                    f,
                    "{routes} nearly equal ways were timed and more remain; the fastest may be among those"
                )
            }
            Warning::LongerThanLoops { length } => {
                write!(
                    f,
                    "the train is {} long; passing loops of {} are the longest usual ones, so it could meet no other \
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
