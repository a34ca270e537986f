//! The graph of the tracks: nodes, edges with their length and shape, and which movements a node allows.
//!
//! Invariants: an edge's ends are nodes of the graph, its track is one of the table, and `incident` lists every half-edge
//! once, at the node that it leaves. The parallel arrays are what the file holds, so that it need not be read to be used.

use std::sync::OnceLock;

use super::kind::Track;
use super::place::{Heading, TrackPoint};
use super::sections::Words;
use super::table;

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

/// Words of an edge.
pub(super) const EDGE: usize = 6;

impl Edge {
    pub(super) fn to_words(self) -> [u32; EDGE] {
        let headings = u32::from(self.headings[0]) | u32::from(self.headings[1]) << 16;
        [
            self.tail.0,
            self.head.0,
            self.length_mm,
            self.track,
            headings,
            self.curve_m,
        ]
    }

    fn from_words(words: &[u32; EDGE]) -> Edge {
        Edge {
            tail: NodeIdx(words[0]),
            head: NodeIdx(words[1]),
            length_mm: words[2],
            track: words[3],
            headings: [words[4] as u16, (words[4] >> 16) as u16],
            curve_m: words[5],
        }
    }
}

fn place(words: &[u32]) -> TrackPoint {
    TrackPoint {
        lat: words[0].cast_signed(),
        lon: words[1].cast_signed(),
    }
}

pub(super) fn place_words(place: TrackPoint) -> [u32; 2] {
    [place.lat, place.lon].map(i32::cast_unsigned)
}

/// Tracks and how they hang together.
#[derive(Clone, Debug, Default)]
pub struct TrackGraph {
    pub(super) parts: Parts,
    /// The table of tracks, read from its text when first asked for.
    tracks: OnceLock<Vec<Track>>,
    /// The checksum of the arrays, from the file or when first asked for.
    checksum: OnceLock<u32>,
}

/// The arrays of a graph, as its file has them.
#[derive(Clone, Debug, Default)]
pub(super) struct Parts {
    /// Two words a node.
    pub places: Words,
    /// Six words an edge.
    pub edges: Words,
    /// Where each node's half-edges begin in `incident`, and the end of the last.
    pub first: Words,
    pub incident: Words,
    /// Where each edge's shape ends in `shapes`; empty where no edge has any.
    pub shape_ends: Words,
    /// Two words a place.
    pub shapes: Words,
    /// Nodes where tracks cross without a switch, rising.
    pub crossings: Words,
    /// Nodes at stations, rising, each with the number of the station.
    pub stations: Words,
    /// The table of tracks as text.
    pub tracks: Words,
    /// The ids of the stations as text, one a line by their numbers; empty lines for those without.
    pub station_ids: Words,
}

impl TrackGraph {
    pub(super) fn new(parts: Parts) -> TrackGraph {
        TrackGraph {
            parts,
            ..TrackGraph::default()
        }
    }

    /// A graph of arrays whose checksum is known.
    pub(super) fn with_checksum(parts: Parts, checksum: u32) -> TrackGraph {
        TrackGraph {
            checksum: OnceLock::from(checksum),
            ..TrackGraph::new(parts)
        }
    }

    /// The checksum of the arrays, which is that of the graph's file: an index says by it which tracks it is of.
    pub(super) fn checksum(&self) -> u32 {
        *self.checksum.get_or_init(|| self.parts.checksum())
    }

    /// Number of nodes.
    #[must_use]
    pub fn node_count(&self) -> usize {
        self.parts.places.len() / 2
    }

    /// Number of edges.
    #[must_use]
    pub fn edge_count(&self) -> usize {
        self.parts.edges.len() / EDGE
    }

    /// Where a node lies.
    #[must_use]
    pub fn place(&self, node: NodeIdx) -> TrackPoint {
        place(&self.parts.places[2 * node.0 as usize..])
    }

    /// All nodes.
    pub fn nodes(&self) -> impl Iterator<Item = NodeIdx> + use<> {
        (0..self.node_count() as u32).map(NodeIdx)
    }

    /// All edges.
    pub fn edges(&self) -> impl Iterator<Item = EdgeIdx> + use<> {
        (0..self.edge_count() as u32).map(EdgeIdx)
    }

    /// One edge.
    #[inline]
    #[must_use]
    pub fn edge(&self, edge: EdgeIdx) -> Edge {
        Edge::from_words(&self.parts.edges.as_chunks().0[edge.0 as usize])
    }

    /// What an edge is.
    #[must_use]
    pub fn track(&self, edge: EdgeIdx) -> &Track {
        &self.tracks()[self.edge(edge).track as usize]
    }

    /// All tracks; [`Edge::track`] counts along them.
    #[must_use]
    pub fn tracks(&self) -> &[Track] {
        self.tracks.get_or_init(|| table::read(&self.parts.tracks))
    }

    /// The places between the ends of an edge, as drawn.
    pub fn shape(&self, edge: EdgeIdx) -> impl DoubleEndedIterator<Item = TrackPoint> + '_ {
        let ends = &self.parts.shape_ends;
        let i = edge.0 as usize;
        let start = i
            .checked_sub(1)
            .and_then(|before| ends.get(before))
            .copied()
            .unwrap_or(0);
        let end = ends.get(i).copied().unwrap_or(0);
        let words = &self.parts.shapes[2 * start as usize..2 * end as usize];
        words.chunks_exact(2).map(place)
    }

    /// Nodes at stations, rising, each with the number its importer gave the station.
    pub fn stations(&self) -> impl ExactSizeIterator<Item = (NodeIdx, u32)> + '_ {
        let pairs = self.parts.stations.chunks_exact(2);
        pairs.map(|pair| (NodeIdx(pair[0]), pair[1]))
    }

    /// The same graph, whose stations have these ids by their numbers; empty for those without.
    #[must_use]
    pub fn with_station_ids<'i>(mut self, ids: impl IntoIterator<Item = &'i str>) -> TrackGraph {
        let lines: Vec<&str> = ids.into_iter().collect();
        self.parts.station_ids = table::pack(lines.join("\n").into_bytes());
        self.checksum = OnceLock::new();
        self
    }

    /// The nodes at the station with this id, rising: one on each of its tracks.
    #[must_use]
    pub fn nodes_of_station(&self, id: &str) -> Vec<NodeIdx> {
        let text = String::from_utf8_lossy(table::unpack(&self.parts.station_ids));
        let number = text
            .split('\n')
            .position(|known| known == id && !id.is_empty());
        let stations = self.stations();
        let here = stations.filter(|(_, station)| Some(*station as usize) == number);
        here.map(|(node, _)| node).collect()
    }

    /// The ids of the stations by their numbers; empty for those without.
    #[must_use]
    pub fn station_ids(&self) -> Vec<String> {
        let text = String::from_utf8_lossy(table::unpack(&self.parts.station_ids));
        text.split('\n').map(str::to_owned).collect()
    }

    /// The stations at a node, by number.
    pub fn stations_at(&self, node: NodeIdx) -> impl Iterator<Item = u32> + '_ {
        let words = &self.parts.stations;
        let (mut low, mut high) = (0, words.len() / 2);
        while low < high {
            let middle = low.midpoint(high);
            match words[2 * middle] < node.0 {
                true => low = middle + 1,
                false => high = middle,
            }
        }
        let pairs = words[2 * low..].chunks_exact(2);
        pairs
            .take_while(move |pair| pair[0] == node.0)
            .map(|pair| pair[1])
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
    pub fn leaving(&self, node: NodeIdx) -> impl ExactSizeIterator<Item = HalfEdge> + Clone + '_ {
        let i = node.0 as usize;
        let (start, end) = (
            self.parts.first[i] as usize,
            self.parts.first[i + 1] as usize,
        );
        self.parts.incident[start..end]
            .iter()
            .map(|half| HalfEdge(*half))
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
        let least = match self.parts.crossings.binary_search(&node.0) {
            Ok(_) => CROSSING_ARMS,
            Err(_) => SWITCH_ARMS,
        };
        between >= least
    }

    /// The half-edges over which a train that arrives over `arriving` can run on.
    pub fn onward(&self, arriving: HalfEdge) -> impl Iterator<Item = HalfEdge> + '_ {
        self.leaving(self.to(arriving))
            .filter(move |leaving| self.allows(arriving, *leaving))
    }
}
