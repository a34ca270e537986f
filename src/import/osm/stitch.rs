//! From tracks to segments: which stations are neighbours, and what the shortest track between them is like.
//!
//! From every station the search runs outwards, for each gauge, and ends at the first station on every track. It turns at
//! switches as trains can and never reverses. Sidings, yards and spurs count longer in the search than they are, so that a
//! segment follows the running lines where there are any.

use std::collections::BTreeMap;

use crate::network::Gauge;
use crate::track::{HalfEdge, ReachStep, TrackGraph, reach, way_to};

use super::OsmOptions;
use super::rails::{LONGEST_MM, Rails, by_station, gauges_at};

/// How much longer than the other the track of one direction may be for both to be one segment. Assumption: tracks of
/// one line run side by side but for a station's throat.
const SAME_LINE: f64 = 1.02;

/// A route over tracks between two neighbouring stations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct StitchedStretch {
    /// Numbers of the stations at its start and its end: the lower first, unless trains run towards the lower only.
    pub ends: (u32, u32),
    /// Gauges of the trains that find it, rising.
    pub gauges: Vec<Gauge>,
    /// From its start to its end.
    pub way: Vec<HalfEdge>,
    /// The way of trains in the other direction, from its end to its start, where that is another track.
    pub back: Option<Vec<HalfEdge>>,
    /// Whether trains run from its start to its end only.
    pub oneway: bool,
    /// How long it is, in millimetres.
    pub length_mm: u64,
}

/// All stretches, by their ends.
pub(super) fn stretches(
    graph: &TrackGraph,
    options: &OsmOptions,
    mut progress: impl FnMut(u64, u64),
) -> Vec<StitchedStretch> {
    let stations = by_station(graph);
    let mut found: Found = BTreeMap::new();
    for ((station, nodes), done) in stations.iter().zip(1..) {
        for gauge in gauges_at(graph, nodes, options) {
            let rails = Rails {
                graph,
                options,
                gauge,
            };
            for (other, cost, way) in neighbours(rails, *station, &rails.leaving(nodes)) {
                let ends = (*station.min(&other), *station.max(&other));
                let both = found.entry((ends, gauge)).or_default();
                both[usize::from(*station > other)] = Some((cost, way));
            }
        }
        progress(done, stations.len() as u64);
    }
    merged(graph, &found)
}

/// The stations at the ends of a stretch, the lower number first.
type Ends = (u32, u32);

/// The best way for a gauge from the lower station to the other and the best one back, each with its cost.
type Both = [Option<(u64, Vec<HalfEdge>)>; 2];

type Found = BTreeMap<(Ends, Gauge), Both>;

fn reversed(way: &[HalfEdge]) -> Vec<HalfEdge> {
    way.iter().rev().map(|half| half.reversed()).collect()
}

/// The ways of both directions: the same one where it can be run in both and is the better of the two.
fn directed(graph: &TrackGraph, [there, back]: &Both) -> [Option<Vec<HalfEdge>>; 2] {
    let is_open = |way: &[HalfEdge]| {
        let mut halves = way.iter();
        halves.all(|half| graph.track(half.edge()).direction.allows(half.is_forward()))
    };
    // Each as it runs from the lower station to the other.
    let there = there.as_ref().map(|(cost, way)| (*cost, way.clone()));
    let back = back.as_ref().map(|(cost, way)| (*cost, reversed(way)));
    let usable = |backward: bool| {
        let found = [(false, &there), (true, &back)];
        let usable = found.into_iter().filter_map(|(is_back, found)| {
            let found = found.as_ref()?;
            let run = match backward {
                true => reversed(&found.1),
                false => found.1.clone(),
            };
            (is_back == backward || is_open(&run)).then_some(found)
        });
        usable.min().map(|(_, way)| way.clone())
    };
    [usable(false), usable(true).map(|way| reversed(&way))]
}

/// The stretches of both directions: one where they are the same track or run side by side.
fn joined(graph: &TrackGraph, ends: Ends, gauge: Gauge, both: &Both) -> Vec<StitchedStretch> {
    let stretch = |ends, way: Vec<HalfEdge>, back, oneway| StitchedStretch {
        ends,
        gauges: vec![gauge],
        length_mm: length_mm(graph, &way),
        way,
        back,
        oneway,
    };
    let turned = (ends.1, ends.0);
    match directed(graph, both) {
        [Some(there), Some(back)] if reversed(&there) == back => {
            vec![stretch(ends, there, None, false)]
        }
        [Some(there), Some(back)] => {
            let [one, other] = [&there, &back].map(|way| length_mm(graph, way));
            match one.max(other) as f64 <= one.min(other) as f64 * SAME_LINE {
                true => vec![stretch(ends, there, Some(back), false)],
                false => vec![
                    stretch(ends, there, None, true),
                    stretch(turned, back, None, true),
                ],
            }
        }
        [Some(there), None] => vec![stretch(ends, there, None, true)],
        [None, Some(back)] => vec![stretch(turned, back, None, true)],
        [None, None] => Vec::new(),
    }
}

fn length_mm(graph: &TrackGraph, way: &[HalfEdge]) -> u64 {
    let lengths = way.iter();
    lengths
        .map(|half| u64::from(graph.edge(half.edge()).length_mm))
        .sum()
}

/// The stations next to one, each with the way there and its cost.
fn neighbours(
    rails: Rails<'_>,
    station: u32,
    starts: &[HalfEdge],
) -> Vec<(u32, u64, Vec<HalfEdge>)> {
    let mut first: BTreeMap<u32, (u64, HalfEdge)> = BTreeMap::new();
    let cost = |half| rails.cost(half);
    let settled = reach(rails.graph, starts.iter().copied(), cost, |half, so_far| {
        if so_far > LONGEST_MM {
            return ReachStep::End;
        }
        let mut stations = rails.graph.stations_at(rails.graph.to(half)).peekable();
        let is_onward = stations.peek().is_none();
        for other in stations.filter(|other| *other != station) {
            first.entry(other).or_insert((so_far, half));
        }
        if is_onward {
            ReachStep::Onward
        } else {
            ReachStep::Halt
        }
    });
    let ways = first.into_iter();
    ways.map(|(other, (cost, last))| (other, cost, way_to(&settled, last)))
        .collect()
}

/// Joins the stretches of trains of different gauges where they are the same.
fn merged(graph: &TrackGraph, found: &Found) -> Vec<StitchedStretch> {
    let mut stretches: Vec<StitchedStretch> = Vec::new();
    for ((ends, gauge), both) in found {
        for stretch in joined(graph, *ends, *gauge, both) {
            let known = stretches.iter_mut().rev();
            let mut before = known.take_while(|known| {
                (
                    known.ends.0.min(known.ends.1),
                    known.ends.0.max(known.ends.1),
                ) == *ends
            });
            let same = before.find(|known| {
                (known.ends, &known.way, &known.back, known.oneway)
                    == (stretch.ends, &stretch.way, &stretch.back, stretch.oneway)
            });
            match same {
                Some(same) => same.gauges.push(*gauge),
                None => stretches.push(stretch),
            }
        }
    }
    stretches
}
