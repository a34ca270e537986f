//! Warnings in words: what is uncertain, how much it matters, what to do about it.

use std::fmt;

use super::dwells::words;
use crate::journey::{AssumedDwell, Gain, LONGEST_LOOP_M, Warning};
use crate::units::{Length, format};

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let km = |length: &Length| format::distance(*length);
        match self {
            Warning::AssumedSpeed { country, length } => {
                write!(
                    f,
                    "no timed journey of this train covers {} in {country}; its speed there is an estimate, which the range allows for. --explain says where it comes from",
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
            Warning::AssumedDwells { dwells } => {
                let lead = match dwells.len() {
                    1 => "this time is an assumption, since no source gives it",
                    _ => "these times are assumptions, since no source gives them",
                };
                let told = assumed_dwells(dwells);
                write!(f, "{lead}, and the range allows for that: {told}")
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
                    "{routes} nearly equal routes were compared, and a faster one may be among those left; --via narrows the search"
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

/// `reversal at Ussuriysk (36 min); border control at Tumangang (13 min) and Khasan (54 min)`.
fn assumed_dwells(dwells: &[AssumedDwell]) -> String {
    let mut kinds: Vec<(&str, Vec<String>)> = Vec::new();
    for dwell in dwells {
        let what = words(dwell.cause);
        let place = format!("{} ({})", dwell.station, format::duration(dwell.likely));
        match kinds.iter_mut().find(|(known, _)| *known == what) {
            Some((_, places)) => places.push(place),
            None => kinds.push((what, vec![place])),
        }
    }
    let kinds = kinds.iter();
    let told = kinds.map(|(what, places)| format!("{what} at {}", listed(places)));
    told.collect::<Vec<_>>().join("; ")
}

/// `a`, `a and b`, `a, b and c`.
fn listed(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
