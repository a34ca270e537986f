//! Where is the train now, and when will it arrive: a departure, what was seen of it since, and a time.
//!
//! The route leads by all stations where the train was seen. What was seen changes the samples of the journey
//! ([`Progress::sample`]); a sighting that cannot be true is said to be contradiction, with the arithmetic ([`ContradictorySighting`]), and one
//! that is out of the usual is remarked. Further trains of a convoy keep their distance in time all along.

mod contradiction;
mod route;
mod sightings;

use jiff::Timestamp;

use super::journeys::TimeQuality;
use crate::journey::clock::Departure;
use crate::journey::{FixKind, Plan, Progress, Question, Sight, Spot, Trajectories, quantiles};
use crate::network::position::along;
use crate::network::{Country, LatLon, Network, StationIdx};
use crate::train::Train;
use crate::units::{Estimate, Length, RunTime};

pub use contradiction::{ContradictorySighting, LocateError};
pub use sightings::kind_words;

/// Samples of a journey. Four times those of an estimate, since sightings leave fewer that count.
const SAMPLES: usize = 4_000;

/// Below so many equally good samples the range is rough, and said to be. Assumption: the 10 % point then rests on ten.
const FEW_SAMPLES: f64 = 100.0;

/// What was seen of the train.
#[derive(Clone, Debug, PartialEq)]
pub struct Sighting {
    /// The station at which the train was seen.
    pub station: StationIdx,
    /// When: by the clock there, or with an offset.
    pub time: Departure,
    /// Whether it was seen there, arrived or left.
    pub kind: FixKind,
    /// How exactly.
    pub quality: TimeQuality,
}

/// Trains one behind the other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Convoy {
    /// How many, the train itself among them, which is the second: the first is the pilot.
    pub trains: usize,
    /// Time from one to the next.
    pub headway: RunTime,
}

/// What is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Whereabouts {
    /// The journey, with its departure.
    pub question: Question,
    /// What was seen, in any order.
    pub sightings: Vec<Sighting>,
    /// When the train is looked for, by the clock of the start or with an offset; `None` when only its times are
    /// wanted.
    pub at: Option<Departure>,
    /// The convoy it runs in.
    pub convoy: Option<Convoy>,
}

/// A sighting in its place on the route.
#[derive(Clone, Debug, PartialEq)]
pub struct Seen {
    /// What was seen.
    pub sighting: Sighting,
    /// The instant of the sighting.
    pub at: Timestamp,
    /// Where along the route.
    pub place: Length,
    /// What it meant; `None` for a sighting at the start, which says nothing new.
    pub sight: Option<Sight>,
}

/// Where a train is.
#[derive(Clone, Debug, PartialEq)]
pub struct Position {
    /// Place along the route.
    pub place: Estimate<Length>,
    /// The stations around the likely place; one twice where it stands.
    pub between: (StationIdx, StationIdx),
    /// The likely place on the earth, on the line between the two.
    pub position: LatLon,
    /// Part of the samples in which it stands at a station, the start before its departure and the end left out.
    pub standing: f64,
    /// Part of the samples in which it has arrived.
    pub arrived: f64,
    /// Whether it has left the start.
    pub has_left: bool,
    /// The countries where it may be, with their parts of the samples, in order of running.
    pub countries: Vec<(Country, f64)>,
}

/// One train of a convoy.
#[derive(Clone, Debug, PartialEq)]
pub struct Follower {
    /// What it is called.
    pub label: String,
    /// How much later than the train itself it runs; below zero for the pilot.
    pub later: RunTime,
    /// Where it is, where that was asked.
    pub position: Option<Position>,
}

/// The answer.
#[derive(Clone, Debug)]
pub struct Located {
    /// The journey as routed, its vias those that the sightings ask for.
    pub question: Question,
    /// The journey, with the times that agree with what was seen; its ledger among them.
    pub plan: Plan,
    /// How long it was to take before anything was seen.
    pub expected: Estimate<RunTime>,
    /// When it left.
    pub departed: Timestamp,
    /// When it was looked for.
    pub at: Option<Timestamp>,
    /// What was seen, in order.
    pub seen: Vec<Seen>,
    /// The trains; just one without a convoy.
    pub trains: Vec<Follower>,
    /// The number of the train itself among them.
    pub own: usize,
    /// What to know besides.
    pub remarks: Vec<String>,
    /// Samples that the answer rests on.
    pub samples: usize,
}

/// Locates a train.
///
/// # Errors
/// [`LocateError`]: no route, a clock that cannot be read, a sighting that cannot be true.
pub fn locate(
    network: &Network,
    train: &Train,
    asked: &Whereabouts,
) -> Result<Located, LocateError> {
    let departed = asked.question.departure.as_ref();
    let departed = departed.ok_or(LocateError::NoDeparture)?;
    let from = asked.question.query.from;
    let departed = sightings::instant(network, from, departed)?;
    let at = asked
        .at
        .as_ref()
        .map(|at| sightings::instant(network, from, at))
        .transpose()?;
    let mut seen = sightings::in_order(network, &asked.sightings)?;
    let (question, mut plan) = route::by_way_of(network, train, &asked.question, &seen)?;
    let route = plan.journeys[0].route.clone();
    let progress = Progress::new(network, train, &question.stops, &route)?;
    let context = sightings::SightingContext {
        network,
        progress: &progress,
        departed,
    };
    let mut remarks = context.place(&mut seen)?;
    let fixes = context.fixes(&seen);
    let trajectories = progress
        .sample(&fixes, SAMPLES)
        .map_err(|no_sample| context.no_sample(&seen, no_sample))?;
    let inner = seen.iter_mut().filter(|seen| seen.place > Length::ZERO);
    for (seen, sight) in inner.zip(trajectories.sights()) {
        seen.sight = Some(*sight);
    }
    remarks.extend(route::remark(network, &asked.question, &question, &route));
    remarks.extend(context.remarks(&seen));
    let since = at.map(|at| elapsed(departed, at));
    let (trains, own) = convoy(asked.convoy, |later| {
        since.map(|since| position(network, &progress, &trajectories, since - later))
    });
    if let Some(convoy) = asked.convoy {
        remarks.extend(context.crowded(convoy));
    }
    let expected = plan.journeys[0].duration;
    // Without a sighting the times are those of the estimate, as `route` has them.
    if !fixes.is_empty() {
        trajectories.retime(&progress, &mut plan.journeys[0]);
    }
    Ok(Located {
        departed,
        at,
        expected,
        trains,
        own,
        remarks,
        samples: SAMPLES,
        seen,
        question,
        plan,
    })
}

/// From one instant to another.
fn elapsed(from: Timestamp, to: Timestamp) -> RunTime {
    RunTime::from_s(to.duration_since(from).as_secs_f64())
}

/// The trains of a convoy, or the one train; and the number of the train itself.
fn convoy(
    convoy: Option<Convoy>,
    position: impl Fn(RunTime) -> Option<Position>,
) -> (Vec<Follower>, usize) {
    let follower = |label: String, later: RunTime| Follower {
        label,
        later,
        position: position(later),
    };
    let Some(Convoy { trains, headway }) = convoy.filter(|convoy| convoy.trains > 1) else {
        return (vec![follower(String::from("train"), RunTime::ZERO)], 0);
    };
    let label = |number: usize| match number {
        0 => String::from("pilot"),
        1 => String::from("leader's"),
        last if last + 1 == trains => String::from("last"),
        other => format!("train {}", other + 1),
    };
    let all = (0..trains).map(|number| follower(label(number), headway * (number as f64 - 1.0)));
    (all.collect(), 1)
}

/// Where the train is at a time since its departure.
fn position(
    network: &Network,
    progress: &Progress,
    trajectories: &Trajectories,
    time: RunTime,
) -> Position {
    let spots = trajectories.at(time);
    let part = |wanted: &dyn Fn(&Spot) -> bool| {
        spots.iter().filter(|spot| wanted(spot)).count() as f64 / spots.len() as f64
    };
    let (length, has_left) = (progress.length(), time >= RunTime::ZERO);
    let is_inside = |spot: &Spot| Length::ZERO < spot.at && spot.at < length;
    let place = places(&spots);
    let (between, position) = around(network, progress, place.likely());
    let mut countries: Vec<(Country, f64)> = Vec::new();
    for (_, at) in progress.stations() {
        let country = progress.country(at);
        if countries.iter().all(|(known, _)| *known != country) {
            let here = part(&|spot| progress.country(spot.at) == country);
            countries.push((country, here));
        }
    }
    countries.retain(|(_, part)| *part > 0.0);
    Position {
        standing: part(&|spot| spot.is_standing && is_inside(spot)),
        arrived: part(&|spot| has_left && spot.at >= length),
        place,
        between,
        position,
        has_left,
        countries,
    }
}

/// The 10, 50 and 90 % points of some places.
fn places(spots: &[Spot]) -> Estimate<Length> {
    // One routine makes all quantiles; a metre stands for a second in it.
    let mut metres: Vec<RunTime> = spots
        .iter()
        .map(|spot| RunTime::from_s(spot.at.m()))
        .collect();
    quantiles(&mut metres).map(|metres| Length::from_m(metres.s()))
}

/// The stations around a place, and its position on the line between them.
fn around(
    network: &Network,
    progress: &Progress,
    place: Length,
) -> ((StationIdx, StationIdx), LatLon) {
    let stations: Vec<(StationIdx, Length)> = progress.stations().collect();
    // Places are sums of lengths; a metre absorbs their rounding.
    let near = |at: Length| (at - place).abs() < Length::from_m(1.0);
    if let Some((station, _)) = stations.iter().find(|(_, at)| near(*at)) {
        return ((*station, *station), network.station(*station).position);
    }
    let next = stations.partition_point(|(_, at)| *at < place);
    let next = next.clamp(1, stations.len() - 1);
    let ((before, from), (after, to)) = (stations[next - 1], stations[next]);
    let part = (place - from).ratio(to - from).unwrap_or(0.0);
    let line = network.drawn(progress.segment(next - 1), before);
    ((before, after), along(&line, part))
}
