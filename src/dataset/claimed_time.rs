//! A time that is claimed by two clocks: at the start when the train left, at the end when it arrived.

use std::fmt;

use jiff::ZonedDateTime;

use super::Error;
use super::given::Given;
use crate::journey::clock::Departure;
use crate::network::{Network, StationIdx};
use crate::reported::Figure;
use crate::units::{RunTime, format};

/// How far a clock that somebody read may be off, in hours, and one that is "about" right. Source: the precisions of reported
/// journeys, `time_quality` exact and about.
const EXACT_H: f64 = 5.0 / 60.0;
const ABOUT_H: f64 = 0.5;

/// A departure and an arrival, each on the clock of its place.
pub(super) struct ClaimedTime {
    /// The departure as given.
    pub departed: Departure,
    /// The same on the clock of the start.
    pub left: ZonedDateTime,
    arrived: ZonedDateTime,
    tolerance_h: f64,
}

impl ClaimedTime {
    /// From the clocks of the two ends; `None` where neither is claimed.
    pub fn between(
        network: &Network,
        ends: (StationIdx, StationIdx),
        clocks: (Option<&Given<Departure>>, Option<&Given<Departure>>),
    ) -> Result<Option<ClaimedTime>, Error> {
        let (departed, arrived) = match clocks {
            (None, None) => return Ok(None),
            (Some(departed), Some(arrived)) => (departed, arrived),
            _ => {
                return Err(Error::IncompleteClaim {
                    missing: "a time needs both clocks; say --departed and --arrived",
                });
            }
        };
        let (departed, off_there) = read(departed)?;
        let (arrived, off_here) = read(arrived)?;
        let time = ClaimedTime {
            left: on_clock(network, ends.0, &departed)?,
            arrived: on_clock(network, ends.1, &arrived)?,
            departed,
            tolerance_h: off_there + off_here,
        };
        if time.elapsed() <= RunTime::ZERO {
            return Err(Error::ArrivesFirst {
                departed: shown(&time.left),
                arrived: shown(&time.arrived),
            });
        }
        Ok(Some(time))
    }

    fn elapsed(&self) -> RunTime {
        let seconds = self.arrived.timestamp().as_second() - self.left.timestamp().as_second();
        RunTime::from_s(seconds as f64)
    }

    /// The hours between the two, as exact as the clocks.
    pub fn hours(&self) -> Figure {
        let hours = self.elapsed().h();
        Figure {
            low: (hours - self.tolerance_h).max(hours / 2.0),
            high: hours + self.tolerance_h,
        }
    }
}

/// `25 h 00 min, from Wed 24 Apr 2019 16:00 (UTC+09:00) to Thu 25 Apr 2019 16:00 (UTC+08:00)`.
impl fmt::Display for ClaimedTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let elapsed = format::duration(self.elapsed());
        let (left, arrived) = (shown(&self.left), shown(&self.arrived));
        write!(f, "{elapsed}, from {left} to {arrived}")
    }
}

fn shown(time: &ZonedDateTime) -> String {
    time.strftime("%a %-d %b %Y %H:%M (UTC%:z)").to_string()
}

/// A clock as typed, and how far it may be off.
fn read(given: &Given<Departure>) -> Result<(Departure, f64), Error> {
    match given {
        Given::Value(time) => Ok((time.clone(), EXACT_H)),
        Given::Text(text) => {
            let text = text.trim();
            let (text, off) = match text.strip_prefix("about ") {
                Some(text) => (text.trim(), ABOUT_H),
                None => (text, EXACT_H),
            };
            Ok((Departure::parse(text)?, off))
        }
    }
}

fn on_clock(
    network: &Network,
    station: StationIdx,
    time: &Departure,
) -> Result<ZonedDateTime, Error> {
    let station = network.station(station);
    match (station.timezone.as_deref(), time) {
        (Some(zone), _) => Ok(time.in_zone(zone)?),
        (None, Departure::Instant { .. }) => Ok(time.in_zone("UTC")?),
        (None, Departure::Local(_)) => Err(Error::NoZone {
            station: station.name.clone(),
        }),
    }
}
