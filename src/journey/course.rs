//! A route as one train sees it: for each segment the country, the locomotive, the limit and the sustained speed.

use crate::network::{Country, Network, Segment, SegmentIdx, TrainKind};
use crate::routing::{Demands, Engine, Route, Step};
use crate::train::{Locomotive, SpeedRow, Train};
use crate::units::{Estimate, Length, RunTime, Speed};

/// How far from a guessed limit the 10 and 90 % points of the true one lie. Assumption: main lines permit 60 to 160 km/h
/// where 100 is guessed, most of them 70 to 130.
pub(super) const GUESS_ERROR: f64 = 0.3;

/// Which speeds a train runs over a course.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pace {
    /// The 10 % point of what it sustains: it is run slowly on this trip.
    Slow,
    /// The middle of what it sustains.
    Likely,
    /// The 90 % point: it is run fast.
    Brisk,
    /// As likely, with the allowance spent by coasting.
    Economical,
    /// As fast as limits, speed caps and its construction allow.
    Flat,
}

/// One segment of a route with what holds there for the train.
#[derive(Clone, Debug)]
pub(super) struct Piece<'a> {
    pub step: &'a Step,
    pub segment: &'a Segment,
    pub start: Length,
    pub end: Length,
    pub country: Country,
    pub row: &'a SpeedRow,
    pub locomotive: Option<&'a Locomotive>,
    /// The sourced speed cap of the country for trains of this kind.
    speed_cap: Option<Speed>,
    top: Speed,
}

impl Piece<'_> {
    /// The speed held at most.
    pub fn speed(&self, pace: Pace) -> Speed {
        let line = self.segment.max_speed;
        let guess = guessed_limit(self.segment);
        let [held, guess] = match pace {
            Pace::Slow => [Some(self.row.speed.low()), guess.map(|guess| guess.low())],
            Pace::Likely | Pace::Economical => [
                Some(self.row.speed.likely()),
                guess.map(|guess| guess.likely()),
            ],
            Pace::Brisk => [Some(self.row.speed.high()), guess.map(|guess| guess.high())],
            Pace::Flat => [line.or(self.speed_cap), None],
        };
        [line, held, guess]
            .into_iter()
            .flatten()
            .fold(self.top, Speed::min)
    }

    /// Whether the limit is a guess.
    pub fn is_by_guess(&self) -> bool {
        guessed_limit(self.segment).is_some()
    }

    /// Whether a country's speed cap stands in for the unknown limit.
    pub fn is_by_cap(&self) -> bool {
        self.segment.max_speed.is_none()
    }

    pub fn length(&self) -> Length {
        self.end - self.start
    }
}

/// A route as one train sees it.
#[derive(Clone, Debug)]
pub(super) struct Course<'a> {
    pub network: &'a Network,
    pub train: &'a Train,
    pub pieces: Vec<Piece<'a>>,
}

impl<'a> Course<'a> {
    pub fn new(network: &'a Network, train: &'a Train, route: &'a Route) -> Course<'a> {
        let mut start = Length::ZERO;
        let mut pieces = Vec::with_capacity(route.steps().len());
        for step in route.steps() {
            let segment = network.segment(step.segment);
            let end = start + segment.length;
            let country = network.station(step.from).country;
            let line = segment.line.map(|line| network.line(line));
            let locomotive = step.traction.as_ref().and_then(|traction| {
                train
                    .locomotive(country, traction)
                    .or_else(|| train.locomotive(network.station(step.to).country, traction))
            });
            pieces.push(Piece {
                step,
                segment,
                start,
                end,
                country,
                row: train.profile.row(country, line, segment),
                locomotive,
                speed_cap: speed_cap(network, country, train.kind),
                top: train.top_speed(locomotive),
            });
            start = end;
        }
        Course {
            network,
            train,
            pieces,
        }
    }

    pub fn length(&self) -> Length {
        self.pieces.last().map_or(Length::ZERO, |piece| piece.end)
    }
}

/// The guess at a limit that is not known, with what the true one may be.
fn guessed_limit(segment: &Segment) -> Option<Estimate<Speed>> {
    let guess = segment
        .inferred_speed
        .filter(|_| segment.max_speed.is_none())?;
    let range = Estimate::new(
        guess * (1.0 - GUESS_ERROR),
        guess,
        guess * (1.0 + GUESS_ERROR),
    );
    Some(range.expect("a speed above zero, less and more of it"))
}

fn speed_cap(network: &Network, country: Country, kind: TrainKind) -> Option<Speed> {
    let facts = network.country(country)?;
    match kind {
        TrainKind::Freight => facts.freight_speed_cap.or(facts.speed_cap),
        TrainKind::Special | TrainKind::Ordinary => facts.speed_cap,
    }
}

/// What a train demands of its way. The free-running time of a segment is its length at the speed the train sustains,
/// with the allowance, without any acceleration, braking or gradient: no run at that pace is faster.
#[must_use]
pub fn demands(network: &Network, train: &Train) -> Demands {
    let free_running = network
        .segment_indices()
        .map(|segment| free_running(network, train, segment))
        .collect();
    let engines = train.locomotives.iter().flat_map(|own| {
        let everywhere = own.countries.is_empty().then_some(None);
        let named = own.countries.iter().copied().map(Some);
        everywhere.into_iter().chain(named).map(|country| Engine {
            country,
            traction: own.traction.clone(),
        })
    });
    Demands {
        gauges: train.gauges.clone(),
        kind: train.kind,
        uses_freight_lines: train.uses_freight_lines,
        engines: engines.collect(),
        free_running,
        reversal: train.reversal,
        engine_change: train.engine_change,
    }
}

fn free_running(network: &Network, train: &Train, index: SegmentIdx) -> RunTime {
    let segment = network.segment(index);
    let line = segment.line.map(|line| network.line(line));
    // A border segment is run in both directions, so the faster of its two countries' speeds is the bound.
    let speed = [segment.from, segment.to]
        .map(|end| {
            train
                .profile
                .row(network.station(end).country, line, segment)
                .speed
                .likely()
        })
        .into_iter()
        .fold(Speed::ZERO, Speed::max);
    let guess = guessed_limit(segment).map(|guess| guess.likely());
    let speed = [segment.max_speed, guess]
        .into_iter()
        .flatten()
        .fold(speed.min(train.max_speed), Speed::min);
    let running = segment
        .length
        .checked_div(speed)
        .expect("profiles and limits are above zero");
    allowed(train, running, segment.length)
}

/// The time over each segment at the highest speed that limits, speed caps and the train's construction allow, without any
/// acceleration: no technical minimum of any way over it is lower.
pub(super) fn flat_running(network: &Network, train: &Train) -> Vec<RunTime> {
    let of = |index: SegmentIdx| {
        let segment = network.segment(index);
        let speed_caps = [segment.from, segment.to]
            .map(|end| speed_cap(network, network.station(end).country, train.kind));
        // A border segment counts by the faster side; where one side has no speed cap the train's own speed counts.
        let held = segment.max_speed.or_else(|| {
            let [one, other] = speed_caps;
            one.zip(other).map(|(one, other)| one.max(other))
        });
        let speed = held.map_or(train.max_speed, |held| held.min(train.max_speed));
        segment
            .length
            .checked_div(speed)
            .expect("limits and speed caps are above zero")
    };
    network.segment_indices().map(of).collect()
}

/// A running time with the train's allowance.
pub(super) fn allowed(train: &Train, running: RunTime, length: Length) -> RunTime {
    running + allowance(train, running, length)
}

/// The allowance on a running time over a length.
pub(super) fn allowance(train: &Train, running: RunTime, length: Length) -> RunTime {
    let supplement = &train.supplement;
    running * (supplement.percent / 100.0)
        + RunTime::from_min(supplement.minutes_per_100km * length.km() / 100.0)
}

/// Single track of some pieces, as low, likely and high km: where the number of tracks is unknown it may be single.
pub(super) fn single_track(pieces: &[Piece]) -> Estimate<Length> {
    let of = |wanted: fn(Option<u8>) -> bool| -> Length {
        pieces
            .iter()
            .filter(|piece| wanted(piece.segment.tracks))
            .map(Piece::length)
            .sum()
    };
    let (known, unknown) = (
        of(|tracks| tracks == Some(1)),
        of(|tracks| tracks.is_none()),
    );
    Estimate::new(known, known, known + unknown).expect("lengths are not negative")
}
