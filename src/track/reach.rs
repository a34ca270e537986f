//! Plain search over directed edges: what can be reached from some tracks, nearest first.
//!
//! Dijkstra's algorithm with half-edges as what is reached, so that movements at switches count. It needs no index, takes
//! any costs, and is the oracle for the searches that are faster. Ties go to the lower half-edge.
//!
//! It looks at nothing farther than where it ends, so what is near is found at once however large the graph is:
//!
//! ```
//! use slowtrain::track::{Edge, HalfEdge, TrackPoint, ReachStep, Track, TrackBuilder, TrackClass, reach, way_to};
//! // A line of 100,000 km, an edge a kilometre.
//! let mut builder = TrackBuilder::new();
//! let track = builder.track(&Track::new(TrackClass::Rail));
//! let places = (0..=100_000).map(|km| TrackPoint { lat: 0, lon: 10_000 * km });
//! let nodes: Vec<_> = places.map(|place| builder.node(place)).collect();
//! let headings = [16_384, 49_152];
//! for ends in nodes.windows(2) {
//!     let [tail, head] = [ends[0], ends[1]];
//!     builder.edge(Edge { tail, head, length_mm: 1_000_000, track, headings, curve_m: 0 }, &[]);
//! }
//! let graph = builder.finish();
//! let start = nodes[50_000];
//! let metres = |half: HalfEdge| Some(graph.edge(half.edge()).length_mm / 1_000);
//! let mut last = None;
//! let settled = reach(&graph, graph.leaving(start), metres, |half, cost| {
//!     last = Some(half);
//!     if cost < 5_000 { ReachStep::Onward } else { ReachStep::End }
//! });
//! // Four kilometres on either side, and the fifth on the first.
//! assert_eq!(settled.len(), 9);
//! assert_eq!(last.map(|last| way_to(&settled, last).len()), Some(5));
//! ```

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use super::graph::{HalfEdge, TrackGraph};

/// How a half-edge was reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reach {
    /// Cost until its end.
    pub cost: u64,
    /// The half-edge before it; `None` for one of the first.
    pub before: Option<HalfEdge>,
}

/// What a search does when it has reached the end of a half-edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReachStep {
    /// Goes on from there.
    Onward,
    /// Does not go on from there.
    Halt,
    /// Ends the search.
    End,
}

/// Searches from the half-edges `starts`. `cost` gives an edge's cost in that direction, `None` where no train may run;
/// `visit` sees every half-edge in the order of cost and says whether to go on.
///
/// Returns what was settled. Complexity: O(n log n) in the half-edges settled, memory for those only.
pub fn reach(
    graph: &TrackGraph,
    starts: impl IntoIterator<Item = HalfEdge>,
    cost: impl Fn(HalfEdge) -> Option<u32>,
    mut visit: impl FnMut(HalfEdge, u64) -> ReachStep,
) -> HashMap<HalfEdge, Reach> {
    let mut settled: HashMap<HalfEdge, Reach> = HashMap::new();
    let mut queue: BinaryHeap<Reverse<(u64, HalfEdge, Option<HalfEdge>)>> = starts
        .into_iter()
        .filter_map(|half| Some(Reverse((u64::from(cost(half)?), half, None))))
        .collect();
    while let Some(Reverse((so_far, half, before))) = queue.pop() {
        if settled.contains_key(&half) {
            continue;
        }
        let reach = Reach {
            cost: so_far,
            before,
        };
        settled.insert(half, reach);
        match visit(half, so_far) {
            ReachStep::Onward => {}
            ReachStep::Halt => continue,
            ReachStep::End => break,
        }
        for next in graph
            .onward(half)
            .filter(|next| !settled.contains_key(next))
        {
            if let Some(more) = cost(next) {
                queue.push(Reverse((so_far + u64::from(more), next, Some(half))));
            }
        }
    }
    settled
}

/// The half-edges of a way, from the first to the one given, which has been settled.
#[must_use]
pub fn way_to(settled: &HashMap<HalfEdge, Reach>, last: HalfEdge) -> Vec<HalfEdge> {
    let mut way: Vec<HalfEdge> =
        std::iter::successors(Some(last), |half| settled.get(half)?.before).collect();
    way.reverse();
    way
}
