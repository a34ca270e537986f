//! Switches between stations at which trains must reverse: switchbacks, triangles with one leg missing, stations on stubs.
//!
//! Such a switch becomes a station of the network, a junction at which [`super::junctions`] says who reverses. It does so only
//! where there is no better way by the stations: railways reverse their trains there.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap};

use crate::network::Movement;
use crate::track::{HalfEdge, NodeIdx, TrackGraph};

use super::OsmOptions;
use super::junctions::{Junction, MOST_ROOM_MM};
use super::rails::{LONGEST_MM, Rails, by_station, gauges_at};
use super::stitch::StitchedStretch;

/// What a reversal counts at a station, as millimetres of line: half an hour at 80 km/h. At a switch between stations it
/// counts twice, since nobody is there to set it. Assumption.
const REVERSAL_MM: u64 = 40_000_000;
const AT_SWITCH_MM: u64 = 2 * REVERSAL_MM;

/// The track beyond a switch on which no train can reverse, in millimetres: a railcar has more. Assumption.
const SHORTEST_MM: u64 = 20_000;

/// The switches, each with the number of a station from which it is used.
pub(super) fn switches(
    graph: &TrackGraph,
    stretches: &[StitchedStretch],
    junctions: &[Junction],
    options: &OsmOptions,
) -> BTreeMap<NodeIdx, u32> {
    let tables = Tables::new(stretches, junctions);
    let mut switches = BTreeMap::new();
    for (station, nodes) in by_station(graph) {
        for gauge in gauges_at(graph, &nodes, options) {
            let rails = Rails {
                graph,
                options,
                gauge,
            };
            let mut search = Search::new(rails, station);
            let found = search.run(&rails.leaving(&nodes));
            if found.is_empty() {
                continue;
            }
            let most = found.values().map(|(cost, _)| *cost).max().unwrap_or(0);
            let by_tables = tables.costs(station, most);
            for (other, (cost, last)) in found {
                if by_tables.get(&other).is_none_or(|known| *known > cost) {
                    let used = search.switches_before(last);
                    switches.extend(used.into_iter().map(|node| (node, station)));
                }
            }
        }
    }
    switches
}

/// How a half-edge was reached: from which other, and at which switch if by a reversal.
type Before = Option<(HalfEdge, Option<NodeIdx>)>;

/// A search over tracks that reverses at switches.
struct Search<'g> {
    rails: Rails<'g>,
    station: u32,
    settled: HashMap<HalfEdge, Before>,
    /// Whether there is room to reverse beyond a half-edge.
    has_room: HashMap<HalfEdge, bool>,
}

impl<'g> Search<'g> {
    fn new(rails: Rails<'g>, station: u32) -> Search<'g> {
        Search {
            rails,
            station,
            settled: HashMap::new(),
            has_room: HashMap::new(),
        }
    }

    /// The stations that are reached first after a reversal, each with its cost and the half-edge that ends there.
    fn run(&mut self, starts: &[HalfEdge]) -> BTreeMap<u32, (u64, HalfEdge)> {
        let graph = self.rails.graph;
        let mut seen: BTreeSet<u32> = BTreeSet::new();
        let mut found = BTreeMap::new();
        let mut queue: BinaryHeap<Reverse<(u64, HalfEdge, bool, Before)>> = BinaryHeap::new();
        for half in starts {
            if let Some(cost) = self.rails.cost(*half) {
                queue.push(Reverse((u64::from(cost), *half, false, None)));
            }
        }
        while let Some(Reverse((so_far, half, has_reversed, before))) = queue.pop() {
            if so_far > LONGEST_MM || self.settled.contains_key(&half) {
                continue;
            }
            self.settled.insert(half, before);
            let mut ends = false;
            for other in graph.stations_at(graph.to(half)) {
                ends = true;
                if other != self.station && seen.insert(other) && has_reversed {
                    found.insert(other, (so_far, half));
                }
            }
            if ends {
                continue;
            }
            let onward: Vec<HalfEdge> = graph.onward(half).collect();
            let run = onward.iter().map(|next| (*next, 0, has_reversed, None));
            let mut next: Vec<_> = run.collect();
            let is_switch = graph.leaving(graph.to(half)).len() > 2;
            for onto in onward.iter().filter(|_| is_switch) {
                if self.has_room(*onto) {
                    let at = Some(graph.to(half));
                    let back = graph.onward(onto.reversed());
                    let back = back.filter(|back| *back != half.reversed());
                    next.extend(back.map(|back| (back, AT_SWITCH_MM, true, at)));
                }
            }
            for (next, more, has_reversed, at) in next {
                if let Some(cost) = self.rails.cost(next) {
                    let so_far = so_far + more + u64::from(cost);
                    queue.push(Reverse((so_far, next, has_reversed, Some((half, at)))));
                }
            }
        }
        found
    }

    fn has_room(&mut self, onto: HalfEdge) -> bool {
        let rails = self.rails;
        *self.has_room.entry(onto).or_insert_with(|| {
            let room = rails.room(onto, SHORTEST_MM.min(MOST_ROOM_MM));
            room >= SHORTEST_MM
        })
    }

    /// The switches at which a train has reversed before the end of a half-edge.
    fn switches_before(&self, last: HalfEdge) -> Vec<NodeIdx> {
        let mut switches = Vec::new();
        let mut half = last;
        while let Some((before, at)) = self.settled.get(&half).copied().flatten() {
            switches.extend(at);
            half = before;
        }
        switches
    }
}

/// The network as its tables have it: stretches, and who reverses at stations.
struct Tables {
    stretches: BTreeMap<u32, Vec<(u32, u64)>>,
    movements: BTreeMap<(u32, u32, u32), Movement>,
}

impl Tables {
    fn new(stretches: &[StitchedStretch], junctions: &[Junction]) -> Tables {
        let mut by_station: BTreeMap<u32, Vec<(u32, u64)>> = BTreeMap::new();
        for stretch in stretches {
            let (from, to) = stretch.ends;
            let mut push = |a, b| {
                by_station
                    .entry(a)
                    .or_default()
                    .push((b, stretch.length_mm))
            };
            push(from, to);
            if !stretch.oneway {
                push(to, from);
            }
        }
        let mut movements = BTreeMap::new();
        for junction in junctions {
            let (via, from, to) = (junction.via, junction.from, junction.to);
            movements.insert((via, from, to), junction.movement);
            movements
                .entry((via, to, from))
                .or_insert(junction.movement);
        }
        // A row of its own counts before the opposite one.
        for junction in junctions {
            let key = (junction.via, junction.from, junction.to);
            movements.insert(key, junction.movement);
        }
        Tables {
            stretches: by_station,
            movements,
        }
    }

    /// What it costs to get to each station by stations, up to a limit.
    fn costs(&self, start: u32, most: u64) -> BTreeMap<u32, u64> {
        let mut costs: BTreeMap<u32, u64> = BTreeMap::new();
        let mut settled: BTreeSet<(u32, u32)> = BTreeSet::new();
        let mut queue = BinaryHeap::from([Reverse((0, start, start))]);
        while let Some(Reverse((so_far, before, at))) = queue.pop() {
            if so_far > most {
                break;
            }
            if !settled.insert((before, at)) {
                continue;
            }
            costs.entry(at).or_insert(so_far);
            for (next, length) in self.stretches.get(&at).into_iter().flatten() {
                let movement = self.movements.get(&(at, before, *next));
                let more = match movement {
                    Some(Movement::None) => continue,
                    Some(Movement::Reversal) => REVERSAL_MM,
                    None if before == *next => REVERSAL_MM,
                    Some(Movement::Through) | None => 0,
                };
                queue.push(Reverse((so_far + more + length, at, *next)));
            }
        }
        costs
    }
}
