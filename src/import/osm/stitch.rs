//! From tracks to segments: which stations are neighbours, and what the shortest track between them is like.
//!
//! From every station the search runs outwards, for each gauge, and ends at the first station on every track. It turns at
//! switches as trains can and never reverses. Sidings, yards and spurs count longer in the search than they are, so that a
//! segment follows the running lines where there are any.

use std::collections::BTreeMap;

use crate::network::Gauge;
use crate::track::{
    HalfEdge, NodeIdx, Service, Step, Track, TrackClass, TrackGraph, reach, way_to,
};

use super::OsmOptions;

/// Longest segment, in millimetres: what the checks of a network accept.
const LONGEST_MM: u64 = 1_000_000_000;

/// How many times longer tracks count that through trains do not use, and those that they use to pass. Assumption.
const SERVICE_FACTOR: u32 = 4;
const SIDING_FACTOR: u32 = 2;

/// A way between two neighbouring stations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    /// Numbers of the stations, the lower first.
    pub ends: (u32, u32),
    /// Gauges of the trains that find this way, rising.
    pub gauges: Vec<Gauge>,
    /// From the lower station to the other.
    pub way: Vec<HalfEdge>,
}

/// The gauges of a track, with the one that is assumed where none is known.
pub(super) fn gauges_of<'t>(track: &'t Track, options: &'t OsmOptions) -> &'t [Gauge] {
    match track.gauges.as_slice() {
        [] if track.class == TrackClass::NarrowGauge => &[],
        [] => std::slice::from_ref(&options.gauge),
        gauges => gauges,
    }
}

/// All stretches, by their ends.
pub(super) fn stretches(
    graph: &TrackGraph,
    options: &OsmOptions,
    mut progress: impl FnMut(u64, u64),
) -> Vec<Stretch> {
    let mut by_station: Vec<(NodeIdx, u32)> = graph.stations().collect();
    by_station.sort_unstable_by_key(|(node, station)| (*station, *node));
    let mut found: Found = BTreeMap::new();
    let mut done = 0;
    for nodes in by_station.chunk_by(|a, b| a.1 == b.1) {
        let station = nodes[0].1;
        let starts: Vec<HalfEdge> = nodes
            .iter()
            .flat_map(|(node, _)| graph.leaving(*node))
            .collect();
        let gauges = starts
            .iter()
            .flat_map(|half| gauges_of(graph.track(half.edge()), options));
        let mut gauges: Vec<Gauge> = gauges.copied().collect();
        gauges.sort_unstable();
        gauges.dedup();
        for gauge in gauges {
            for (other, cost, way) in neighbours(graph, station, &starts, gauge, options) {
                let (ends, way) = oriented(station, other, way);
                let best = found.entry((ends, gauge)).or_insert((cost, way.clone()));
                if (cost, &way) < (best.0, &best.1) {
                    *best = (cost, way);
                }
            }
        }
        done += nodes.len() as u64;
        progress(done, by_station.len() as u64);
    }
    merged(found)
}

/// The stations at the ends of a stretch, the lower number first.
type Ends = (u32, u32);

/// The best way for a gauge between two stations, and its cost.
type Found = BTreeMap<(Ends, Gauge), (u64, Vec<HalfEdge>)>;

fn oriented(station: u32, other: u32, way: Vec<HalfEdge>) -> (Ends, Vec<HalfEdge>) {
    match station < other {
        true => ((station, other), way),
        false => {
            let back = way.iter().rev().map(|half| half.reversed());
            ((other, station), back.collect())
        }
    }
}

/// The stations next to one, each with the way there and its cost.
fn neighbours(
    graph: &TrackGraph,
    station: u32,
    starts: &[HalfEdge],
    gauge: Gauge,
    options: &OsmOptions,
) -> Vec<(u32, u64, Vec<HalfEdge>)> {
    let cost = |half: HalfEdge| {
        let edge = graph.edge(half.edge());
        let track = graph.track(half.edge());
        let is_open = track.direction.allows(half.is_forward());
        let admits = gauges_of(track, options).contains(&gauge);
        let factor = match track.service {
            Some(Service::Yard | Service::Spur) => SERVICE_FACTOR,
            Some(Service::Siding) => SIDING_FACTOR,
            Some(Service::Crossover) | None => 1,
        };
        (is_open && admits).then(|| edge.length_mm.saturating_mul(factor))
    };
    let mut first: BTreeMap<u32, (u64, HalfEdge)> = BTreeMap::new();
    let settled = reach(graph, starts.iter().copied(), cost, |half, so_far| {
        if so_far > LONGEST_MM {
            return Step::End;
        }
        let mut is_onward = true;
        for other in graph.stations_at(graph.to(half)) {
            is_onward = false;
            if other != station {
                first.entry(other).or_insert((so_far, half));
            }
        }
        if is_onward { Step::Onward } else { Step::Halt }
    });
    let ways = first.into_iter();
    ways.map(|(other, (cost, last))| (other, cost, way_to(&settled, last)))
        .collect()
}

/// Joins the ways of trains of different gauges where they are the same.
fn merged(found: Found) -> Vec<Stretch> {
    let mut stretches: Vec<Stretch> = Vec::new();
    for ((ends, gauge), (_, way)) in found {
        let before = stretches
            .iter_mut()
            .rev()
            .take_while(|stretch| stretch.ends == ends);
        match before.into_iter().find(|stretch| stretch.way == way) {
            Some(same) => same.gauges.push(gauge),
            None => stretches.push(Stretch {
                ends,
                gauges: vec![gauge],
                way,
            }),
        }
    }
    stretches
}
