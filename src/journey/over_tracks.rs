//! A train's route over the tracks themselves: exact distance, where it reverses, and what the limits allow.
//!
//! The search weighs each piece of track with the time at its limit, a guessed one where none is known, and finds the best
//! route of all by the rules of [`crate::track`]: no sharp turns at switches, reversal only where the train fits. The technical minimum
//! counts known limits only, so that no guess makes a true story impossible. Nothing is known here of countries or borders,
//! and no gauge is changed on the route.

use super::course::{Pace, longest};
use super::speed_rule::{LineLimit, SpeedRule};
use crate::network::{Electrification, Gauge, LatLon};
use crate::track::{
    Costs, HalfEdge, LineState, Move, NodeIdx, Reversal, Track, TrackGraph, TrackIndex, TrackRoute,
    TrackSearch,
};
use crate::train::Train;
use crate::units::{Estimate, Length, RunTime, Speed};

/// By how much running against the usual direction of a track counts longer in the search. Assumption: dispatchers do it
/// where the other track would be half as much again.
const AGAINST_DIRECTION: f64 = 1.5;

/// A stretch of one line with one limit.
#[derive(Clone, Debug, PartialEq)]
pub struct TrackStretch {
    /// Name of the line.
    pub line: Option<String>,
    /// How long it is.
    pub length: Length,
    /// The limit, where the data knows one.
    pub limit: Option<Speed>,
    /// Where no limit is known, the guess at it.
    pub guess: Option<Speed>,
}

/// A route over tracks.
#[derive(Clone, Debug, PartialEq)]
pub struct TrackJourney {
    /// Gauge of the train.
    pub gauge: Gauge,
    /// How far the train runs. A reversal adds the train's length, over which it runs on until its tail is clear.
    pub distance: Length,
    /// Time at the limits and the train's own, guessed ones as a range, without acceleration; reversals as the train's
    /// file has them.
    pub at_limits: Estimate<RunTime>,
    /// Time at known limits and the train's own, without acceleration, and nothing for reversals but running on: it
    /// cannot be less on this route.
    pub technical_minimum: RunTime,
    /// Length without a known limit.
    pub unlimited: Length,
    /// Where the train reverses.
    pub reversals: Vec<LatLon>,
    /// What it runs over, in order.
    pub stretches: Vec<TrackStretch>,
    /// The places of the route, ends included.
    pub places: Vec<LatLon>,
}

/// A graph of tracks with its index.
#[derive(Clone, Copy)]
pub struct Tracks<'t> {
    /// The tracks.
    pub graph: &'t TrackGraph,
    /// Their index.
    pub index: &'t TrackIndex,
}

/// Finds the best route of a train from any of some nodes to any of others; `None` where there is none.
///
/// Complexity: the costs of the whole graph for each gauge of the train, then two climbs for each pair of nodes.
///
/// # Panics
/// When the index was made for another graph.
#[must_use]
pub fn over_tracks(
    tracks: Tracks<'_>,
    train: &Train,
    ends: (&[NodeIdx], &[NodeIdx]),
) -> Option<TrackJourney> {
    let (gauge, route) = route_over(tracks, train, ends)?;
    let rules = TrackRules {
        tracks,
        train,
        gauge,
    };
    Some(rules.journey(&route))
}

/// The best route over tracks and its gauge.
fn route_over(
    tracks: Tracks<'_>,
    train: &Train,
    ends: (&[NodeIdx], &[NodeIdx]),
) -> Option<(Gauge, TrackRoute)> {
    let found = train.gauges.iter().filter_map(|gauge| {
        let rules = TrackRules {
            tracks,
            train,
            gauge,
        };
        Some((gauge, rules.best(ends)?))
    });
    found.min_by_key(|(gauge, route)| (route.cost, *gauge))
}

/// A train of one gauge on some tracks.
struct TrackRules<'t> {
    tracks: Tracks<'t>,
    train: &'t Train,
    gauge: Gauge,
}

impl TrackRules<'_> {
    /// The best route between any of the nodes at each end.
    fn best(&self, (from, to): (&[NodeIdx], &[NodeIdx])) -> Option<TrackRoute> {
        let Tracks { graph, index } = self.tracks;
        let run = |half: HalfEdge| self.cost(half);
        let costs = Costs {
            run: &run,
            reversal: Some(Reversal {
                train_mm: millimetres(self.train_length()),
                cost: milliseconds(self.train.reversal.likely()),
            }),
        };
        let metric = index.customize(graph, &costs);
        let mut search = TrackSearch::new(index, &metric);
        let pairs = from
            .iter()
            .flat_map(|from| to.iter().map(move |to| (*from, *to)))
            // Two stations at one node: a route of 0 m is no answer, and no gauge of it is known.
            .filter(|(from, to)| from != to);
        let best = pairs.filter_map(|(from, to)| Some((search.cost(from, to)?, from, to)));
        let (_, from, to) = best.min()?;
        search.route(from, to)
    }

    /// What an edge costs in the search, in milliseconds; `None` where the train may not run.
    fn cost(&self, half: HalfEdge) -> Option<u32> {
        let edge = self.tracks.graph.edge(half.edge());
        let track = self.tracks.graph.track(half.edge());
        let is_open = track.state == LineState::InUse
            && track.direction.allows(half.is_forward())
            && track.admits(self.gauge)
            && self.is_pulled(track);
        let factor = match track.direction.prefers(half.is_forward()) {
            true => 1.0,
            false => AGAINST_DIRECTION,
        };
        let length = Length::from_m(f64::from(edge.length_mm) / 1_000.0);
        let time = length.checked_div(self.speed(half, Pace::Likely))?;
        is_open.then(|| milliseconds(time * factor))
    }

    /// Whether the train has a locomotive that runs here; nothing is asked of a train without known locomotives.
    fn is_pulled(&self, track: &Track) -> bool {
        let own = &self.train.locomotives;
        own.is_empty()
            || track.electrification == Electrification::Unknown
            || own
                .iter()
                .any(|own| own.traction.runs_under(&track.electrification))
    }

    /// Length of the train with its longest locomotives.
    fn train_length(&self) -> Length {
        longest(self.train)
    }

    /// The speed that no limit of the tracks lowers: that of the fastest locomotive.
    fn top_speed(&self) -> Speed {
        let own = self.train.locomotives.iter();
        let fastest = own.map(|own| self.train.top_speed(Some(own))).max();
        fastest.unwrap_or(self.train.max_speed)
    }

    fn limit(&self, half: HalfEdge) -> Option<Speed> {
        let track = self.tracks.graph.track(half.edge());
        track.limit(half.is_forward())
    }

    /// The guess at a limit that is not known.
    fn guess(&self, half: HalfEdge) -> Option<Speed> {
        let curve_m = self.tracks.graph.edge(half.edge()).curve_m;
        let track = self.tracks.graph.track(half.edge());
        let curve = (curve_m > 0).then_some(f64::from(curve_m));
        self.limit(half)
            .is_none()
            .then(|| track.inferred_limit(curve))
    }

    /// The speed run at most at a pace; what the train sustains and the countries are unknown.
    fn speed(&self, half: HalfEdge, pace: Pace) -> Speed {
        let rule = SpeedRule {
            top: self.top_speed(),
            sustained: None,
            country_cap: None,
        };
        let (known, guess) = (self.limit(half), self.guess(half));
        rule.speed(LineLimit { known, guess }, pace)
    }

    fn journey(&self, route: &TrackRoute) -> TrackJourney {
        let graph = self.tracks.graph;
        let top = self.top_speed();
        let run_on = self.train_length();
        let mut journey = TrackJourney {
            gauge: self.gauge,
            distance: Length::ZERO,
            at_limits: Estimate::ZERO,
            technical_minimum: RunTime::ZERO,
            unlimited: Length::ZERO,
            reversals: Vec::new(),
            stretches: Vec::new(),
            places: Vec::new(),
        };
        for step in &route.moves {
            match *step {
                Move::Run(half) => self.run(half, &mut journey),
                Move::Reverse(half) => {
                    let time = run_on.checked_div(top).unwrap_or_default();
                    let place = graph.place(graph.from(half)).lat_lon();
                    journey.reversals.push(place);
                    journey.distance += run_on;
                    journey.technical_minimum += time;
                    let reversal = self.train.reversal;
                    journey.at_limits = sum(
                        &journey.at_limits,
                        [reversal.low(), reversal.likely(), reversal.high()].map(|t| t + time),
                    );
                }
            }
        }
        journey
    }

    /// Adds an edge.
    fn run(&self, half: HalfEdge, journey: &mut TrackJourney) {
        let graph = self.tracks.graph;
        let length = Length::from_m(f64::from(graph.edge(half.edge()).length_mm) / 1_000.0);
        let (limit, guess) = (self.limit(half), self.guess(half));
        let time = |pace: Pace| {
            let time = length.checked_div(self.speed(half, pace));
            time.expect("limits and top speeds are above zero")
        };
        journey.distance += length;
        journey.technical_minimum += time(Pace::Flat);
        let times = [Pace::Brisk, Pace::Likely, Pace::Slow].map(time);
        journey.at_limits = sum(&journey.at_limits, times);
        if limit.is_none() {
            journey.unlimited += length;
        }
        if journey.places.is_empty() {
            journey.places.push(graph.place(graph.from(half)).lat_lon());
        }
        let shape = graph.shape(half.edge());
        match half.is_forward() {
            true => journey.places.extend(shape.map(|place| place.lat_lon())),
            false => journey
                .places
                .extend(shape.rev().map(|place| place.lat_lon())),
        }
        journey.places.push(graph.place(graph.to(half)).lat_lon());
        let line = graph.track(half.edge()).line.clone();
        match journey.stretches.last_mut() {
            Some(last) if (&last.line, last.limit, last.guess) == (&line, limit, guess) => {
                last.length += length;
            }
            _ => journey.stretches.push(TrackStretch {
                line,
                length,
                limit,
                guess,
            }),
        }
    }
}

/// Sums of times that stand and fall together: all guesses are off to the same side.
fn sum(range: &Estimate<RunTime>, more: [RunTime; 3]) -> Estimate<RunTime> {
    let sum = Estimate::new(
        range.low() + more[0],
        range.likely() + more[1],
        range.high() + more[2],
    );
    sum.expect("sums of rising times rise")
}

fn milliseconds(time: RunTime) -> u32 {
    (time.s() * 1_000.0).round().min(f64::from(u32::MAX)) as u32
}

fn millimetres(length: Length) -> u32 {
    (length.m() * 1_000.0).round().min(f64::from(u32::MAX)) as u32
}
