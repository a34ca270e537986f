//! The answer of `locate`: where the train is, when it passes each station and when it arrives.
//!
//! It stands on the summary of the route with the times that agree with what was seen, so whatever shows a route can
//! show it.

mod csv;
mod place;
mod text;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ZonedDateTime};

use super::chart::timetable::{Timetable, TrainLine, draw};
use super::chart::{Drawing, frame};
use super::labels;
use super::map::{Use, draw_with_trains};
use super::minutes;
use super::route::{Asked, place, summarise};
use super::summary::{Place, PlannedRoute, RouteSummary};
use crate::journey::{Sight, clock};
use crate::network::{LatLon, Network};
use crate::reported::{Located, Position, kind_words};
use crate::train::Train;
use crate::units::{Estimate, Length, RunTime};

pub use csv::data;
pub use place::{geography, on_map};
pub(super) use text::{answer, lines, stations};
pub use text::{markdown, show};

/// Part of the samples from which on a train has probably arrived.
const PROBABLY: f64 = 0.5;

/// The answer of `locate`.
#[derive(Clone, Debug, PartialEq)]
pub struct LocateSummary {
    /// The journey with the times that agree with what was seen; its ledger, too.
    pub route: RouteSummary,
    /// When it left.
    pub departed: Timestamp,
    /// When it was looked for.
    pub at: Option<Timestamp>,
    /// How long it was to take before anything was seen.
    pub expected: Estimate<RunTime>,
    /// What was seen, in order.
    pub seen: Vec<SeenRow>,
    /// The trains; one without a convoy.
    pub trains: Vec<TrainRow>,
    /// The number of the train itself among them.
    pub own: usize,
    /// The zone of each call of the route.
    pub zones: Vec<Option<TimeZone>>,
    /// Samples that the answer rests on.
    pub samples: usize,
}

/// A sighting.
#[derive(Clone, Debug, PartialEq)]
pub struct SeenRow {
    /// The place at which the train was seen.
    pub place: Place,
    /// Where along the route.
    pub at: Length,
    /// When, since the departure.
    pub time: RunTime,
    /// The clock there, where its zone is known.
    pub local: Option<ZonedDateTime>,
    /// What: `there`, `arriving`, `leaving`.
    pub kind: &'static str,
    /// What it meant; `None` at the start.
    pub sight: Option<Sight>,
}

/// One train.
#[derive(Clone, Debug, PartialEq)]
pub struct TrainRow {
    /// What it is called.
    pub label: String,
    /// How much later than the train itself it runs.
    pub later: RunTime,
    /// Where it is.
    pub position: Option<PositionRow>,
}

/// Where a train is.
#[derive(Clone, Debug, PartialEq)]
pub struct PositionRow {
    /// What can be said of it in a word.
    pub status: Status,
    /// Place along the route.
    pub place: Estimate<Length>,
    /// The stations around the likely place; one twice where it stands.
    pub between: (Place, Place),
    /// The likely place on the earth.
    pub position: LatLon,
    /// Per cent of the samples in which it stands at a station on the route.
    pub dwell_percent: f64,
    /// Per cent of the samples in which it has arrived.
    pub arrived_percent: f64,
    /// Countries where it may be: code, name, per cent of the samples.
    pub countries: Vec<(String, String, f64)>,
}

/// What a train does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// It has not left yet.
    Waiting,
    /// It runs.
    UnderWay,
    /// It stands at a station.
    Standing,
    /// It has probably arrived.
    Arrived,
}

impl Status {
    /// The word in data.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Waiting => "waiting",
            Status::UnderWay => "under way",
            Status::Standing => "standing",
            Status::Arrived => "arrived",
        }
    }
}

impl LocateSummary {
    /// The route.
    #[must_use]
    pub fn planned(&self) -> &PlannedRoute {
        &self.route.routes[0]
    }

    /// The clock of a call so long after the departure, where its zone is known.
    #[must_use]
    pub fn clock(&self, call: usize, elapsed: RunTime) -> Option<ZonedDateTime> {
        let zone = self.zones[call].clone()?;
        let passed = SignedDuration::from_secs(elapsed.s().round() as i64);
        let at = self.departed.checked_add(passed).ok()?;
        Some(at.to_zoned_datetime(zone))
    }

    /// The train itself.
    #[must_use]
    pub fn own(&self) -> &TrainRow {
        &self.trains[self.own]
    }
}

/// The summary of a located train.
#[must_use]
pub fn summary(network: &Network, train: &Train, located: &Located, asked: Asked) -> LocateSummary {
    let mut asked = asked;
    asked.remarks.extend(located.remarks.iter().cloned());
    let zone = |station| {
        let name = network.station(station).timezone.as_deref();
        name.and_then(|name| clock::time_zone(name).ok())
    };
    let seen = located.seen.iter().map(|seen| {
        let station = seen.sighting.station;
        SeenRow {
            place: place(network, station),
            at: seen.place,
            time: RunTime::from_s(seen.at.duration_since(located.departed).as_secs_f64()),
            local: zone(station).map(|zone| seen.at.to_zoned_datetime(zone)),
            kind: kind_words(seen.sighting.kind),
            sight: seen.sight,
        }
    });
    let trains = located.trains.iter().map(|train| TrainRow {
        label: train.label.clone(),
        later: train.later,
        position: train
            .position
            .as_ref()
            .map(|position| row(network, position)),
    });
    let timing_points = &located.plan.journeys[0].timing_points;
    let route = summarise(network, train, &located.question, &located.plan, asked);
    LocateSummary {
        route,
        departed: located.departed,
        at: located.at,
        expected: minutes::likely_at(
            &located.expected,
            minutes::rounded(located.expected.likely()),
        ),
        seen: seen.collect(),
        trains: trains.collect(),
        own: located.own,
        zones: timing_points
            .iter()
            .map(|timing_point| zone(timing_point.station))
            .collect(),
        samples: located.samples,
    }
}

fn row(network: &Network, position: &Position) -> PositionRow {
    let (before, after) = position.between;
    let status = if !position.has_left {
        Status::Waiting
    } else if position.arrived >= PROBABLY {
        Status::Arrived
    } else if before == after {
        Status::Standing
    } else {
        Status::UnderWay
    };
    let name = |code| {
        network
            .country(code)
            .map_or_else(|| code.to_string(), |country| country.name.clone())
    };
    let countries = position.countries.iter();
    PositionRow {
        status,
        place: position.place,
        between: (place(network, before), place(network, after)),
        position: position.position,
        dwell_percent: position.standing * 100.0,
        arrived_percent: position.arrived * 100.0,
        countries: countries
            .map(|(code, part)| (code.to_string(), name(*code), part * 100.0))
            .collect(),
    }
}

/// `Where is the train from Pyongyang to Vladivostok?`
#[must_use]
pub fn title(summary: &LocateSummary) -> String {
    format!("{}: where the train is", labels::title(&summary.route))
}

/// The map of the route with the trains on it.
#[must_use]
pub fn map(summary: &LocateSummary, width: f64, usage: Use) -> Drawing {
    let trains = on_map(summary);
    let about = (title(summary), answer(summary, summary.own()));
    draw_with_trains((&summary.route, &trains), about, width, usage)
}

/// The graphic timetable of the trains. Its scale begins when the first of them leaves.
#[must_use]
pub fn timetable(summary: &LocateSummary, width: f64) -> Drawing {
    let ahead = -summary.trains[0].later;
    let planned = later(summary.planned(), ahead);
    let shift = SignedDuration::from_secs(ahead.s().round() as i64);
    let own = summary.route.departure.as_ref();
    let start = own.and_then(|start| start.checked_sub(shift).ok());
    let is_single = summary.trains.len() == 1;
    let line = |(number, train): (usize, &TrainRow)| {
        let label = if is_single {
            String::new()
        } else {
            train.label.clone()
        };
        // The train itself is the boldest.
        let rank = if number == summary.own { 1 } else { 2 + number };
        TrainLine::over(&planned, label, rank, train.later)
    };
    let title = labels::title(&summary.route);
    let told = labels::answer(summary.planned());
    let timetable = Timetable {
        title: format!("{title}: graphic timetable"),
        subtitle: frame::subtitle(&summary.route, summary.planned()),
        description: format!("Time to the right, distance downwards. {told}."),
        attribution: labels::attribution(&summary.route.provenance, false),
        lines: summary.trains.iter().enumerate().map(line).collect(),
        planned: &planned,
        start: start.as_ref(),
        own: own.filter(|_| ahead > RunTime::ZERO),
        now: summary.at.map(|at| since(summary, at) + ahead),
        seen: summary
            .seen
            .iter()
            .map(|seen| (seen.at, seen.time + ahead))
            .collect(),
    };
    draw(&timetable, width)
}

/// The time from the departure to a moment.
fn since(summary: &LocateSummary, at: Timestamp) -> RunTime {
    RunTime::from_s(at.duration_since(summary.departed).as_secs_f64())
}

/// A route whose times are counted from an earlier moment.
fn later(planned: &PlannedRoute, by: RunTime) -> PlannedRoute {
    let mut planned = planned.clone();
    for call in &mut planned.calls {
        call.arrives = call.arrives.map(|time| time + by);
        call.departs = call.departs.map(|time| time + by);
    }
    planned
}
