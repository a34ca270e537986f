//! What the tracks of a station let a train do between two of its neighbours: run through, reverse, or nothing.
//!
//! The rows of `junctions.csv` come from here, so that a route over stations is one over tracks: where no track leads through
//! a station, as at a terminus, trains reverse there, and where its tracks do not hang together, as on two levels, no
//! train gets from one to the other. At a switch between stations ([`super::reversals`]) a train reverses over the track beyond
//! it, if it fits.

use std::collections::{BTreeMap, BTreeSet};

use crate::network::Movement;
use crate::track::{HalfEdge, NodeIdx, ReachStep, TrackGraph, reach};

use super::OsmOptions;
use super::rails::{Arrivals, Rails, by_station, gauges_at};

/// How far beyond a station a train may run to reverse, in millimetres. Assumption: shunting limits are nearer.
const BEYOND_MM: u64 = 2_000_000;

/// How much longer than the shortest way to the next station one through the station may be: twice as long, and so many
/// millimetres. Assumption: what is longer is a loop through somewhere else.
const DETOUR_MM: u64 = 2_000_000;

/// Track to reverse on that is not measured further, in millimetres: no train is longer. Assumption: the longest regular
/// trains have about 4 km.
pub(super) const MOST_ROOM_MM: u64 = 5_000_000;

/// A movement at a station, by the numbers of the stations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Junction {
    pub via: u32,
    pub from: u32,
    pub to: u32,
    pub movement: Movement,
    /// The length of the longest train that can do it, in millimetres; `None` where that is not known.
    pub longest_mm: Option<u64>,
}

/// A movement and for which trains, the better the lower.
type Best = (Movement, Option<u64>);

/// The movements at all stations that have two neighbours or more. `first_switch` is the number of the first station that is a
/// switch and no place to stop.
pub(super) fn junctions(
    graph: &TrackGraph,
    options: &OsmOptions,
    first_switch: u32,
) -> Vec<Junction> {
    let stations = by_station(graph);
    let mut best: BTreeMap<(u32, u32, u32), Best> = BTreeMap::new();
    let mut gauges: BTreeSet<_> = BTreeSet::new();
    for (_, nodes) in &stations {
        gauges.extend(gauges_at(graph, nodes, options));
    }
    for gauge in gauges {
        let rails = Rails {
            graph,
            options,
            gauge,
        };
        let mut at: BTreeMap<u32, BTreeMap<u32, Arrivals>> = BTreeMap::new();
        for (station, nodes) in &stations {
            let arrivals = rails.arrivals(&rails.leaving(nodes), *station, false);
            for (via, arrivals) in arrivals {
                at.entry(via).or_default().insert(*station, arrivals);
            }
        }
        for (via, nodes) in &stations {
            let station = Station {
                rails,
                via: *via,
                nodes,
                is_switch: *via >= first_switch,
            };
            for (key, found) in station.movements(&at) {
                let known = best.entry(key).or_insert(found);
                *known = better(*known, found);
            }
        }
    }
    rows(best)
}

fn better(one: Best, other: Best) -> Best {
    match one.0.cmp(&other.0) {
        std::cmp::Ordering::Less => one,
        std::cmp::Ordering::Greater => other,
        std::cmp::Ordering::Equal => (one.0, one.1.max(other.1)),
    }
}

/// One row for both directions where they are the same; none where trains run through a station with two neighbours.
fn rows(best: BTreeMap<(u32, u32, u32), Best>) -> Vec<Junction> {
    let mut neighbours: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
    for (via, from, to) in best.keys() {
        neighbours.entry(*via).or_default().extend([*from, *to]);
    }
    let is_told = |(key, found): &(&(u32, u32, u32), &Best)| {
        let (via, from, to) = **key;
        let opposite = best.get(&(via, to, from));
        let is_plain = neighbours[&via].len() < 3
            && found.0 == Movement::Through
            && opposite.is_none_or(|opposite| opposite.0 == Movement::Through);
        !is_plain && (from < to || opposite != Some(found))
    };
    let told = best.iter().filter(is_told);
    told.map(|(&(via, from, to), &(movement, longest_mm))| Junction {
        via,
        from,
        to,
        movement,
        longest_mm,
    })
    .collect()
}

/// A station as trains of one gauge find it.
struct Station<'g> {
    rails: Rails<'g>,
    via: u32,
    nodes: &'g [NodeIdx],
    is_switch: bool,
}

impl Station<'_> {
    /// The movements between its neighbours; `at` has the arrivals at all stations by their starts.
    fn movements(
        &self,
        at: &BTreeMap<u32, BTreeMap<u32, Arrivals>>,
    ) -> Vec<((u32, u32, u32), Best)> {
        let arriving = at.get(&self.via).into_iter().flatten();
        let leaving = |to: u32| Some(at.get(&to)?.get(&self.via)?.cost);
        let targets: Vec<(u32, u64)> = at
            .keys()
            .filter_map(|to| Some((*to, leaving(*to)?)))
            .collect();
        let mut found = Vec::new();
        for (from, arrivals) in arriving {
            if targets.iter().all(|(to, _)| to == from) {
                continue;
            }
            let through = self.through(&arrivals.halves);
            let leads = |(to, cost): &(u32, u64)| {
                let most = 2 * cost + DETOUR_MM;
                through.get(to).is_some_and(|found| found.cost <= most)
            };
            let others = || targets.iter().filter(|(to, _)| to != from);
            let all_through = others().all(&leads);
            let (reversed, local) = match all_through {
                true => Default::default(),
                false => (
                    self.reversed(&arrivals.halves),
                    self.hangs_together(&arrivals.halves),
                ),
            };
            for target in others() {
                let to = target.0;
                let movement = match reversed.get(&to) {
                    _ if leads(target) => (Movement::Through, None),
                    Some(longest) => (Movement::Reversal, *longest),
                    None if !self.is_switch && local.contains(&to) => (Movement::Reversal, None),
                    None => (Movement::None, None),
                };
                found.push(((self.via, *from, to), movement));
            }
        }
        found
    }

    /// Where trains get that run on.
    fn through(&self, arriving: &[HalfEdge]) -> BTreeMap<u32, Arrivals> {
        let onward = arriving
            .iter()
            .flat_map(|half| self.rails.graph.onward(*half));
        let starts: Vec<HalfEdge> = onward.collect();
        self.rails.arrivals(&starts, self.via, true)
    }

    /// Where trains get that reverse, and the longest of them where that counts.
    fn reversed(&self, arriving: &[HalfEdge]) -> BTreeMap<u32, Option<u64>> {
        let mut found = BTreeMap::new();
        let stubs = self.stubs(arriving);
        let back = |onto: &HalfEdge| self.rails.graph.onward(onto.reversed());
        if !self.is_switch {
            let at_platform = arriving.iter().map(|half| half.reversed());
            let starts: Vec<HalfEdge> = stubs.iter().flat_map(back).chain(at_platform).collect();
            let arrivals = self.rails.arrivals(&starts, self.via, true);
            return arrivals.into_keys().map(|to| (to, None)).collect();
        }
        for onto in &stubs {
            let starts: Vec<HalfEdge> = back(onto).collect();
            let room = Some(self.rails.room(*onto, MOST_ROOM_MM));
            for to in self.rails.arrivals(&starts, self.via, true).into_keys() {
                let known = found.entry(to).or_insert(room);
                *known = (*known).max(room);
            }
        }
        found
    }

    /// The tracks onto which a train runs to reverse: those beyond the switch, or beyond the switches near a station.
    fn stubs(&self, arriving: &[HalfEdge]) -> BTreeSet<HalfEdge> {
        let rails = self.rails;
        let is_open = |half: &HalfEdge| rails.cost(*half).is_some();
        if self.is_switch {
            let onward = arriving.iter().flat_map(|half| rails.graph.onward(*half));
            return onward.filter(is_open).collect();
        }
        let length = |half: HalfEdge| {
            let cost = rails.cost(half);
            cost.map(|_| rails.graph.edge(half.edge()).length_mm)
        };
        let onward = arriving.iter().flat_map(|half| rails.graph.onward(*half));
        let mut stubs = BTreeSet::new();
        reach(rails.graph, onward, length, |half, so_far| {
            stubs.insert(half);
            let ends = so_far > BEYOND_MM || rails.stations_at_end(half, self.via).next().is_some();
            if ends {
                ReachStep::Halt
            } else {
                ReachStep::Onward
            }
        });
        stubs
    }

    /// The stations that any track joins with those on which trains arrive, whatever the turns and directions.
    fn hangs_together(&self, arriving: &[HalfEdge]) -> BTreeSet<u32> {
        let graph = self.rails.graph;
        let mut found = BTreeSet::new();
        let mut seen: BTreeSet<NodeIdx> = arriving.iter().map(|half| graph.to(*half)).collect();
        let mut queue: Vec<NodeIdx> = seen.iter().copied().collect();
        while let Some(node) = queue.pop() {
            let mut others = graph
                .stations_at(node)
                .filter(|of| *of != self.via)
                .peekable();
            if others.peek().is_some() && !self.nodes.contains(&node) {
                found.extend(others);
                continue;
            }
            found.extend(others);
            for half in graph.leaving(node).filter(|half| self.rails.admits(*half)) {
                let next = graph.to(half);
                if seen.insert(next) {
                    queue.push(next);
                }
            }
        }
        found
    }
}
