//! A route as one train sees it: for each segment the country, the locomotive, the limit and the sustained speed.

use super::dwell::every;
use super::speed_rule::{LineLimit, SpeedRule, limits};
use crate::network::{Country, Network, Part, Segment, SegmentIdx, TrainKind};
use crate::routing::{Demands, Engine, Route, Step};
use crate::train::{Locomotive, Train};
use crate::units::{Estimate, Length, RunTime, Speed};

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
    /// Number of the row of the train's speed profile that holds here.
    pub row: usize,
    pub locomotive: Option<&'a Locomotive>,
    rule: SpeedRule,
}

impl Piece<'_> {
    /// Whether the train runs from the segment's `from` to its `to`.
    pub fn is_forward(&self) -> bool {
        self.step.from == self.segment.from
    }

    /// The limits along it, places counted from its start. The last one holds as far as the train runs on to reverse.
    pub fn limits(&self) -> impl Iterator<Item = Part<LineLimit>> {
        let (length, whole) = (self.segment.length, self.length());
        limits(self.segment, self.is_forward()).map(move |part| Part {
            end: if part.end < length { part.end } else { whole },
            ..part
        })
    }

    /// The speeds held at most along it, places counted from its start.
    pub fn speeds(&self, pace: Pace) -> impl Iterator<Item = Part<Speed>> {
        self.limits().map(move |part| Part {
            start: part.start,
            end: part.end,
            value: self.rule.speed(part.value, pace),
        })
    }

    /// The length over which something is so of the limit.
    pub fn length_where(&self, is_so: impl Fn(LineLimit) -> bool) -> Length {
        let parts = self.limits().filter(|part| is_so(part.value));
        parts.map(|part| part.end - part.start).sum()
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
        let mut pieces: Vec<Piece> = Vec::with_capacity(route.steps().len());
        for step in route.steps() {
            let segment = network.segment(step.segment);
            let end = start + segment.length + step.run_on;
            let country = network.station(step.from).country;
            // Most pieces are like the one before.
            let like = pieces.last().filter(|last| {
                let (own, its) = (segment, last.segment);
                country == last.country
                    && country == network.station(step.to).country
                    && (own.line, own.usage, own.tracks) == (its.line, its.usage, its.tracks)
                    && step.traction == last.step.traction
                    && country == network.station(last.step.to).country
            });
            let (locomotive, row, rule) = match like {
                Some(last) => (last.locomotive, last.row, last.rule),
                None => pulled(network, train, step),
            };
            pieces.push(Piece {
                step,
                segment,
                start,
                end,
                country,
                row,
                locomotive,
                rule,
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

/// What pulls a train over a step, the number of the profile's row that holds there, and what bounds its speed.
fn pulled<'a>(
    network: &Network,
    train: &'a Train,
    step: &Step,
) -> (Option<&'a Locomotive>, usize, SpeedRule) {
    let country = network.station(step.from).country;
    let locomotive = step.traction.as_ref().and_then(|traction| {
        let abroad = || train.locomotive(network.station(step.to).country, traction);
        train.locomotive(country, traction).or_else(abroad)
    });
    let top = train.top_speed(locomotive);
    let (row, rule) = rule(
        network,
        train,
        network.segment(step.segment),
        (country, top),
    );
    (locomotive, row, rule)
}

/// What bounds a train's speed over a segment in a country, with the number of the profile's row that says so.
fn rule(
    network: &Network,
    train: &Train,
    segment: &Segment,
    (country, top): (Country, Speed),
) -> (usize, SpeedRule) {
    let line = segment.line.map(|line| network.line(line));
    let row = train.profile.place(country, line, segment);
    let rule = SpeedRule {
        top,
        sustained: Some(train.profile.rows()[row].speed),
        country_cap: speed_cap(network, country, train.kind),
    };
    (row, rule)
}

fn speed_cap(network: &Network, country: Country, kind: TrainKind) -> Option<Speed> {
    let facts = network.country(country)?;
    match kind {
        TrainKind::Freight => facts.freight_speed_cap.or(facts.speed_cap),
        TrainKind::Special | TrainKind::Ordinary => facts.speed_cap,
    }
}

/// What a train demands of its route. The free-running time of a segment is its length at the speed the train sustains,
/// with the allowance, without any acceleration, braking or gradient: no run at that pace is faster.
#[must_use]
pub fn demands(network: &Network, train: &Train) -> Demands {
    let free_running = network
        .segment_indices()
        .map(|segment| {
            [true, false].map(|is_forward| free_running(network, train, segment, is_forward))
        })
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
        avoided_lines: network
            .line_indices()
            .filter(|line| {
                train
                    .avoids_lines
                    .iter()
                    .any(|name| name == network.line(*line))
            })
            .collect(),
        engines: engines.collect(),
        free_running,
        habitual_stops: network
            .segment_indices()
            .map(|segment| habitual_stops(network, train, segment))
            .collect(),
        habitual_stop: network
            .stations()
            .iter()
            .map(|station| habitual_stop(train, station.country))
            .fold(RunTime::ZERO, RunTime::max),
        length: longest(train),
        reversal: train.reversal,
        locomotive_change: train.locomotive_change,
    }
}

fn free_running(network: &Network, train: &Train, index: SegmentIdx, is_forward: bool) -> RunTime {
    let running = at_limits(network, train, (index, is_forward), Pace::Likely);
    allowed(train, running, network.segment(index).length)
}

/// A segment's share of the train's habitual stops, in both directions: those of the country where it is entered.
fn habitual_stops(network: &Network, train: &Train, index: SegmentIdx) -> [RunTime; 2] {
    let segment = network.segment(index);
    let share = |entered| {
        let rules = every(train, network.station(entered).country);
        let shares = rules.map(|(km, rule)| rule.time.likely() * (segment.length.km() / km));
        shares.sum()
    };
    [segment.from, segment.to].map(share)
}

/// Likely time of a habitual stop of each rule that holds in a country.
fn habitual_stop(train: &Train, country: Country) -> RunTime {
    every(train, country)
        .map(|(_, rule)| rule.time.likely())
        .sum()
}

/// The time over each segment at the highest speed that limits, speed caps and the train's construction allow, in the
/// quicker direction and without any acceleration: the technical minimum of no route over it is lower.
pub(super) fn flat_running(network: &Network, train: &Train) -> Vec<RunTime> {
    let in_direction =
        |index, is_forward| at_limits(network, train, (index, is_forward), Pace::Flat);
    network
        .segment_indices()
        .map(|index| in_direction(index, true).min(in_direction(index, false)))
        .collect()
}

/// The time over a segment in a direction at the speeds of a pace, without acceleration. Over a border the faster of
/// its two countries counts.
fn at_limits(
    network: &Network,
    train: &Train,
    (index, is_forward): (SegmentIdx, bool),
    pace: Pace,
) -> RunTime {
    let segment = network.segment(index);
    let rules = [segment.from, segment.to].map(|end| {
        let country = network.station(end).country;
        rule(network, train, segment, (country, train.max_speed)).1
    });
    let time = |part: Part<LineLimit>| {
        let speeds = rules.map(|rule| rule.speed(part.value, pace));
        (part.end - part.start)
            .checked_div(speeds[0].max(speeds[1]))
            .expect("profiles, limits and speed caps are above zero")
    };
    limits(segment, is_forward).map(time).sum()
}

/// Length of a train with its longest locomotives.
pub(super) fn longest(train: &Train) -> Length {
    let own = train.locomotives.iter();
    own.map(|own| train.length(Some(own)))
        .fold(train.length(None), Length::max)
}

/// A running time with the train's allowance.
pub(super) fn allowed(train: &Train, running: RunTime, length: Length) -> RunTime {
    running + allowance(train, running, length)
}

/// The allowance on a running time over a length.
pub(super) fn allowance(train: &Train, running: RunTime, length: Length) -> RunTime {
    let allowance = &train.allowance;
    running * (allowance.percent / 100.0)
        + RunTime::from_min(allowance.minutes_per_100km * length.km() / 100.0)
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
