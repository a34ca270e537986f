//! The tracks as trains of one gauge run over them: what they cost, and where trains arrive.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::network::Gauge;
use crate::track::{HalfEdge, NodeIdx, ReachStep, Service, Track, TrackGraph, reach};

use super::OsmOptions;

/// Longest segment, in millimetres: the 10,000 km that the checks of a network accept.
pub(super) const LONGEST_MM: u64 = 10_000_000_000;

/// How many times longer tracks count that through trains do not use, and those that they use to pass. Assumption: a
/// through track is taken even where a yard's is a few times shorter, and a loop only where the main track does not
/// lead on.
const SERVICE_FACTOR: u32 = 4;
const SIDING_FACTOR: u32 = 2;

/// The gauges of a track, with the one that is assumed where none is known.
pub(super) fn gauges_of<'t>(track: &'t Track, options: &'t OsmOptions) -> &'t [Gauge] {
    static STANDARD: LazyLock<Gauge> = LazyLock::new(|| OsmOptions::default().assumed_gauge());
    match (track.gauges.as_slice(), &options.gauge) {
        ([], Some(gauge)) => std::slice::from_ref(gauge),
        ([], None) => std::slice::from_ref(&STANDARD),
        (gauges, _) => gauges,
    }
}

/// The nodes of each station, by number.
pub(super) fn by_station(graph: &TrackGraph) -> Vec<(u32, Vec<NodeIdx>)> {
    let mut pairs: Vec<(u32, NodeIdx)> = graph.stations().map(|(node, of)| (of, node)).collect();
    pairs.sort_unstable();
    let stations = pairs.chunk_by(|a, b| a.0 == b.0);
    stations
        .map(|nodes| (nodes[0].0, nodes.iter().map(|(_, node)| *node).collect()))
        .collect()
}

/// The gauges of the tracks at some nodes, rising.
pub(super) fn gauges_at(graph: &TrackGraph, nodes: &[NodeIdx], options: &OsmOptions) -> Vec<Gauge> {
    let halves = nodes.iter().flat_map(|node| graph.leaving(*node));
    let gauges = halves.flat_map(|half| gauges_of(graph.track(half.edge()), options));
    let mut gauges: Vec<Gauge> = gauges.copied().collect();
    gauges.sort_unstable();
    gauges.dedup();
    gauges
}

/// The tracks of a gauge.
#[derive(Clone, Copy)]
pub(super) struct Rails<'g> {
    pub graph: &'g TrackGraph,
    pub options: &'g OsmOptions,
    pub gauge: Gauge,
}

/// Where trains from one station arrive at another: the cost of the shortest way, and the ends of all ways.
#[derive(Clone, Debug, Default)]
pub(super) struct Arrivals {
    pub cost: u64,
    pub halves: Vec<HalfEdge>,
}

impl Rails<'_> {
    /// Whether the rails are of the gauge.
    pub fn admits(&self, half: HalfEdge) -> bool {
        let track = self.graph.track(half.edge());
        gauges_of(track, self.options).contains(&self.gauge)
    }

    /// What a half-edge counts, in millimetres; `None` where no train may run.
    pub fn cost(&self, half: HalfEdge) -> Option<u32> {
        let edge = self.graph.edge(half.edge());
        let track = self.graph.track(half.edge());
        let factor = match track.service {
            Some(Service::Yard | Service::Spur) => SERVICE_FACTOR,
            Some(Service::Siding) => SIDING_FACTOR,
            Some(Service::Crossover) | None => 1,
        };
        let is_open = track.direction.allows(half.is_forward()) && self.admits(half);
        is_open.then(|| edge.length_mm.saturating_mul(factor))
    }

    /// The half-edges that leave some nodes.
    pub fn leaving(&self, nodes: &[NodeIdx]) -> Vec<HalfEdge> {
        let halves = nodes.iter().flat_map(|node| self.graph.leaving(*node));
        halves.collect()
    }

    /// The stations at the end of a half-edge, but for one.
    pub fn stations_at_end(&self, half: HalfEdge, but: u32) -> impl Iterator<Item = u32> + '_ {
        let stations = self.graph.stations_at(self.graph.to(half));
        stations.filter(move |station| *station != but)
    }

    /// Where trains that run over some half-edges arrive without a station between. Those at `station` are passed where
    /// `passes`, and end the way like all others where not.
    pub fn arrivals(
        &self,
        starts: &[HalfEdge],
        station: u32,
        passes: bool,
    ) -> BTreeMap<u32, Arrivals> {
        let mut found: BTreeMap<u32, Arrivals> = BTreeMap::new();
        let cost = |half| self.cost(half);
        reach(self.graph, starts.iter().copied(), cost, |half, so_far| {
            if so_far > LONGEST_MM {
                return ReachStep::End;
            }
            let mut is_onward = true;
            for other in self.graph.stations_at(self.graph.to(half)) {
                is_onward &= passes && other == station;
                if other != station {
                    let known = found.entry(other).or_insert_with(|| Arrivals {
                        cost: so_far,
                        halves: Vec::new(),
                    });
                    known.halves.push(half);
                }
            }
            if is_onward {
                ReachStep::Onward
            } else {
                ReachStep::Halt
            }
        });
        found
    }

    /// How much track lies ahead of a train that runs onto a half-edge, in millimetres, up to `most`: there it stands to
    /// reverse, and comes back over the same.
    pub fn room(&self, onto: HalfEdge, most: u64) -> u64 {
        let mut room = 0;
        let length = |half: HalfEdge| {
            let track = self.graph.track(half.edge());
            let both = [true, false].map(|is_forward| track.direction.allows(is_forward));
            let is_open = both == [true, true] && self.admits(half);
            is_open.then(|| self.graph.edge(half.edge()).length_mm)
        };
        reach(self.graph, [onto], length, |_, so_far| {
            room = so_far.min(most);
            if so_far < most {
                ReachStep::Onward
            } else {
                ReachStep::End
            }
        });
        room
    }
}
