//! Puts a graph of tracks together, piece by piece.

use super::graph::{Edge, EdgeIdx, NodeIdx, Parts, TrackGraph, place_words};
use super::kind::Track;
use super::place::TrackPoint;
use super::sections::Words;
use super::table;

/// Puts a graph together.
///
/// ```
/// use slowtrain::track::{Edge, TrackPoint, Track, TrackBuilder, TrackClass};
/// let mut builder = TrackBuilder::new();
/// let [a, b] = [0, 90_000].map(|lat| builder.node(TrackPoint { lat, lon: 0 }));
/// let track = builder.track(&Track::new(TrackClass::Rail));
/// // A kilometre to the north: it leaves its tail northwards and its head southwards.
/// let headings = [0, 32_768];
/// builder.edge(Edge { tail: a, head: b, length_mm: 1_000_000, track, headings, curve_m: 0 }, &[]);
/// assert_eq!(builder.finish().edge_count(), 1);
/// ```
#[derive(Clone, Debug, Default)]
pub struct TrackBuilder {
    places: Vec<TrackPoint>,
    edges: Vec<Edge>,
    tracks: Vec<Track>,
    shape_ends: Vec<u32>,
    shapes: Vec<TrackPoint>,
    crossings: Vec<u32>,
    stations: Vec<(u32, u32)>,
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
    pub fn node(&mut self, place: TrackPoint) -> NodeIdx {
        assert!(self.places.len() < 1 << 31, "fewer than 2^31 nodes");
        self.places.push(place);
        NodeIdx(self.places.len() as u32 - 1)
    }

    /// Where a node lies.
    #[must_use]
    pub fn place(&self, node: NodeIdx) -> TrackPoint {
        self.places[node.0 as usize]
    }

    /// Adds what an edge can be; its number.
    pub fn track(&mut self, track: &Track) -> u32 {
        self.tracks.push(track.clone());
        self.tracks.len() as u32 - 1
    }

    /// Adds an edge and the places between its ends.
    ///
    /// # Panics
    /// When its ends or its track are not there yet, or there are more than 2³¹ edges.
    pub fn edge(&mut self, edge: Edge, shape: &[TrackPoint]) -> EdgeIdx {
        let nodes = self.places.len();
        let (tail, head) = (edge.tail.0 as usize, edge.head.0 as usize);
        assert!(tail < nodes && head < nodes, "ends are added before edges");
        assert!(
            (edge.track as usize) < self.tracks.len(),
            "tracks are added before edges"
        );
        assert!(self.edges.len() < 1 << 31, "fewer than 2^31 edges");
        self.edges.push(edge);
        self.shapes.extend_from_slice(shape);
        self.shape_ends.push(self.shapes.len() as u32);
        EdgeIdx(self.edges.len() as u32 - 1)
    }

    /// Says that tracks only cross at a node.
    pub fn crossing(&mut self, node: NodeIdx) {
        self.crossings.push(node.0);
    }

    /// Says that a node is at a station.
    pub fn station(&mut self, node: NodeIdx, station: u32) {
        self.stations.push((node.0, station));
    }

    /// The graph.
    #[must_use]
    pub fn finish(mut self) -> TrackGraph {
        let mut first = vec![0u32; self.places.len() + 1];
        for edge in &self.edges {
            first[edge.tail.0 as usize + 1] += 1;
            first[edge.head.0 as usize + 1] += 1;
        }
        for i in 1..first.len() {
            first[i] += first[i - 1];
        }
        let mut next = first.clone();
        let mut incident = vec![0; 2 * self.edges.len()];
        for (edge, i) in self.edges.iter().zip(0..) {
            for (node, half) in [(edge.tail, 2 * i), (edge.head, 2 * i + 1)] {
                let at = &mut next[node.0 as usize];
                incident[*at as usize] = half;
                *at += 1;
            }
        }
        self.crossings.sort_unstable();
        self.crossings.dedup();
        self.stations.sort_unstable();
        self.stations.dedup();
        if self.shapes.is_empty() {
            self.shape_ends = Vec::new();
        }
        TrackGraph::new(Parts {
            places: self.places.into_iter().flat_map(place_words).collect(),
            edges: self.edges.into_iter().flat_map(Edge::to_words).collect(),
            first: first.into(),
            incident: incident.into(),
            shape_ends: self.shape_ends.into(),
            shapes: self.shapes.into_iter().flat_map(place_words).collect(),
            crossings: self.crossings.into(),
            stations: self
                .stations
                .into_iter()
                .flat_map(|(node, i)| [node, i])
                .collect(),
            tracks: table::write(&self.tracks),
            station_ids: Words::default(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::track::{HalfEdge, TrackClass, heading};

    /// A switch: arms to the south, north and north-north-east.
    fn switch() -> (TrackGraph, [HalfEdge; 3]) {
        let mut builder = TrackBuilder::new();
        let middle = TrackPoint { lat: 0, lon: 0 };
        let nodes = [(0, 0), (-9_000, 0), (9_000, 0), (9_000, 3_000)]
            .map(|(lat, lon)| builder.node(TrackPoint { lat, lon }));
        let track = builder.track(&Track::new(TrackClass::Rail));
        let arms = [1, 2, 3].map(|i| {
            let end = builder.place(nodes[i]);
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
