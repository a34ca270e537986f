//! The graph of the tracks: nodes, edges with their length and shape, and which movements a node allows.
//!
//! Invariants: an edge's ends are nodes of the graph, its track is one of the table, and `incident` lists every half-edge
//! once, at the node that it leaves. The parallel arrays are what the file holds, so that it need not be read to be used.

use super::kind::Track;
use super::place::{Heading, Place};

/// Number of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeIdx(pub(crate) u32);

/// Number of an edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EdgeIdx(pub(crate) u32);

/// An edge in one direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HalfEdge(pub(crate) u32);

impl EdgeIdx {
    /// As drawn.
    #[must_use]
    pub fn forward(self) -> HalfEdge {
        HalfEdge(2 * self.0)
    }

    /// Against.
    #[must_use]
    pub fn backward(self) -> HalfEdge {
        HalfEdge(2 * self.0 + 1)
    }
}

impl HalfEdge {
    /// The edge.
    #[must_use]
    pub fn edge(self) -> EdgeIdx {
        EdgeIdx(self.0 / 2)
    }

    /// Whether it runs as the edge was drawn.
    #[must_use]
    pub fn is_forward(self) -> bool {
        self.0.is_multiple_of(2)
    }

    /// The same edge the other way.
    #[must_use]
    pub fn reversed(self) -> HalfEdge {
        HalfEdge(self.0 ^ 1)
    }
}

/// An edge as it is put into a graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    /// The node at which it was drawn first.
    pub tail: NodeIdx,
    /// The other.
    pub head: NodeIdx,
    /// Length in millimetres.
    pub length_mm: u32,
    /// Which track of the table it is.
    pub track: u32,
    /// Directions in which it leaves its tail and its head.
    pub headings: [u16; 2],
    /// Radius of its sharpest curve in metres; 0 where it is straight or nothing is known.
    pub curve_m: u32,
}

/// Sharpest angle between the arms of a switch over which a train can run, in 65,536ths of a turn: 135 degrees, a turn by
/// 45. Source: the rule of OpenRailRouting; switches turn by less than 10 degrees, and drawn ones by some more.
const SWITCH_ARMS: u16 = (135 * 65_536_u32 / 360) as u16;

/// The same where tracks cross on the level without a switch: trains run straight on, 166 degrees.
const CROSSING_ARMS: u16 = (166 * 65_536_u32 / 360) as u16;

/// Tracks and how they hang together.
#[derive(Clone, Debug, Default)]
pub struct TrackGraph {
    places: Vec<Place>,
    edges: Vec<Edge>,
    tracks: Vec<Track>,
    /// Where each node's half-edges begin in `incident`, and the end of the last.
    first: Vec<u32>,
    incident: Vec<HalfEdge>,
    /// Where each edge's shape begins in `shapes`; empty where no edge has any.
    shape_ends: Vec<u32>,
    shapes: Vec<Place>,
    /// Nodes where tracks cross without a switch, rising.
    crossings: Vec<NodeIdx>,
    /// Nodes at stations, rising, with the number of the station.
    stations: Vec<(NodeIdx, u32)>,
}

impl TrackGraph {
    /// Number of nodes.
    #[must_use]
    pub fn node_count(&self) -> usize {
        self.places.len()
    }

    /// Number of edges.
    #[must_use]
    pub fn edge_count(&self) -> usize {
        self.edges.len()
    }

    /// Where a node lies.
    #[must_use]
    pub fn place(&self, node: NodeIdx) -> Place {
        self.places[node.0 as usize]
    }

    /// All nodes.
    pub fn nodes(&self) -> impl Iterator<Item = NodeIdx> + use<> {
        (0..self.places.len() as u32).map(NodeIdx)
    }

    /// All edges.
    pub fn edges(&self) -> impl Iterator<Item = EdgeIdx> + use<> {
        (0..self.edges.len() as u32).map(EdgeIdx)
    }

    /// One edge.
    #[must_use]
    pub fn edge(&self, edge: EdgeIdx) -> Edge {
        self.edges[edge.0 as usize]
    }

    /// What an edge is.
    #[must_use]
    pub fn track(&self, edge: EdgeIdx) -> &Track {
        &self.tracks[self.edges[edge.0 as usize].track as usize]
    }

    /// All tracks; [`Edge::track`] counts along them.
    #[must_use]
    pub fn tracks(&self) -> &[Track] {
        &self.tracks
    }

    /// The places between the ends of an edge, as drawn.
    #[must_use]
    pub fn shape(&self, edge: EdgeIdx) -> &[Place] {
        if self.shape_ends.is_empty() {
            return &[];
        }
        let i = edge.0 as usize;
        let start = i.checked_sub(1).map_or(0, |before| self.shape_ends[before]);
        &self.shapes[start as usize..self.shape_ends[i] as usize]
    }

    /// Nodes at stations, rising, each with the number its importer gave the station.
    #[must_use]
    pub fn stations(&self) -> &[(NodeIdx, u32)] {
        &self.stations
    }

    /// The node from which a half-edge leaves.
    #[must_use]
    pub fn from(&self, half: HalfEdge) -> NodeIdx {
        let edge = self.edge(half.edge());
        if half.is_forward() {
            edge.tail
        } else {
            edge.head
        }
    }

    /// The node at which it arrives.
    #[must_use]
    pub fn to(&self, half: HalfEdge) -> NodeIdx {
        self.from(half.reversed())
    }

    /// The half-edges that leave a node, rising.
    #[must_use]
    pub fn leaving(&self, node: NodeIdx) -> &[HalfEdge] {
        let i = node.0 as usize;
        &self.incident[self.first[i] as usize..self.first[i + 1] as usize]
    }

    fn heading(&self, half: HalfEdge) -> Heading {
        self.edge(half.edge()).headings[usize::from(!half.is_forward())]
    }

    /// Whether a train that arrives over `arriving` can run on over `leaving`, which begins where the other ends: not back,
    /// and where three or more tracks meet, not by more than 45 degrees (14 where they only cross).
    #[must_use]
    pub fn allows(&self, arriving: HalfEdge, leaving: HalfEdge) -> bool {
        if arriving.reversed() == leaving {
            return false;
        }
        let node = self.from(leaving);
        if self.leaving(node).len() < 3 {
            return true;
        }
        let turn = self
            .heading(arriving.reversed())
            .wrapping_sub(self.heading(leaving));
        let between = turn.min(turn.wrapping_neg());
        let least = match self.crossings.binary_search(&node) {
            Ok(_) => CROSSING_ARMS,
            Err(_) => SWITCH_ARMS,
        };
        between >= least
    }

    /// The half-edges over which a train that arrives over `arriving` can run on.
    pub fn onward(&self, arriving: HalfEdge) -> impl Iterator<Item = HalfEdge> + '_ {
        let leaving = self.leaving(self.to(arriving)).iter().copied();
        leaving.filter(move |leaving| self.allows(arriving, *leaving))
    }
}

/// Puts a graph together.
#[derive(Clone, Debug, Default)]
pub struct TrackBuilder {
    graph: TrackGraph,
}

impl TrackBuilder {
    /// An empty graph.
    #[must_use]
    pub fn new() -> TrackBuilder {
        TrackBuilder::default()
    }

    /// Adds a node.
    ///
    /// # Panics
    /// When there are more than 2³¹ nodes.
    pub fn node(&mut self, place: Place) -> NodeIdx {
        let number = u32::try_from(self.graph.places.len()).expect("fewer than 2^31 nodes");
        self.graph.places.push(place);
        NodeIdx(number)
    }

    /// Adds what an edge can be.
    ///
    /// # Panics
    /// When there are more than 2³¹ tracks.
    pub fn track(&mut self, track: Track) -> u32 {
        self.graph.tracks.push(track);
        u32::try_from(self.graph.tracks.len() - 1).expect("fewer than 2^31 tracks")
    }

    /// Adds an edge and the places between its ends.
    ///
    /// # Panics
    /// When its ends or its track are not there yet, or there are more than 2³¹ edges.
    pub fn edge(&mut self, edge: Edge, shape: &[Place]) -> EdgeIdx {
        let graph = &mut self.graph;
        let nodes = graph.places.len();
        let (tail, head) = (edge.tail.0 as usize, edge.head.0 as usize);
        assert!(tail < nodes && head < nodes, "ends are added before edges");
        assert!(
            (edge.track as usize) < graph.tracks.len(),
            "tracks are added before edges"
        );
        assert!(graph.edges.len() < 1 << 31, "fewer than 2^31 edges");
        graph.edges.push(edge);
        graph.shapes.extend_from_slice(shape);
        graph.shape_ends.push(graph.shapes.len() as u32);
        EdgeIdx(graph.edges.len() as u32 - 1)
    }

    /// Says that tracks only cross at a node.
    pub fn crossing(&mut self, node: NodeIdx) {
        self.graph.crossings.push(node);
    }

    /// Says that a node is at a station.
    pub fn station(&mut self, node: NodeIdx, station: u32) {
        self.graph.stations.push((node, station));
    }

    /// The graph.
    #[must_use]
    pub fn finish(self) -> TrackGraph {
        let mut graph = self.graph;
        let mut first = vec![0u32; graph.places.len() + 1];
        for edge in &graph.edges {
            first[edge.tail.0 as usize + 1] += 1;
            first[edge.head.0 as usize + 1] += 1;
        }
        for i in 1..first.len() {
            first[i] += first[i - 1];
        }
        let mut next = first.clone();
        graph.incident = vec![HalfEdge(0); 2 * graph.edges.len()];
        for (edge, i) in graph.edges.iter().zip(0..) {
            for (node, half) in [(edge.tail, 2 * i), (edge.head, 2 * i + 1)] {
                let at = &mut next[node.0 as usize];
                graph.incident[*at as usize] = HalfEdge(half);
                *at += 1;
            }
        }
        graph.first = first;
        graph.crossings.sort_unstable();
        graph.crossings.dedup();
        graph.stations.sort_unstable();
        graph.stations.dedup();
        if graph.shapes.is_empty() {
            graph.shape_ends = Vec::new();
        }
        graph
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::track::{TrackClass, heading};

    /// A switch: arms to the south, north and north-north-east.
    fn switch() -> (TrackGraph, [HalfEdge; 3]) {
        let mut builder = TrackBuilder::new();
        let middle = Place { lat: 0, lon: 0 };
        let nodes = [(0, 0), (-9_000, 0), (9_000, 0), (9_000, 3_000)]
            .map(|(lat, lon)| builder.node(Place { lat, lon }));
        let track = builder.track(Track::new(TrackClass::Rail));
        let arms = [1, 2, 3].map(|i| {
            let end = builder.graph.places[i];
            let edge = Edge {
                tail: nodes[0],
                head: nodes[i],
                length_mm: 100_000,
                track,
                headings: [heading(middle, end), heading(end, middle)],
                curve_m: 0,
            };
            builder.edge(edge, &[]).forward()
        });
        (builder.finish(), arms)
    }

    #[test]
    fn trains_do_not_turn_sharply_at_switches() {
        let (graph, [stem, straight, turning]) = switch();
        let onward = |half: HalfEdge| graph.onward(half.reversed()).collect::<Vec<_>>();
        assert_eq!(onward(stem), [straight, turning]);
        assert_eq!(onward(straight), [stem]);
        assert_eq!(onward(turning), [stem]);
    }
}
