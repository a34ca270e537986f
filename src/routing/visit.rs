//! petgraph's way into the graph of states: its `visit` traits, so that every algorithm of petgraph runs over it.
//!
//! A node is a state: a segment run in one direction with a gauge and a traction. An edge leads to a state that may follow,
//! and costs what is done between the two plus the running of the second, so a route costs the running of its first state
//! ([`StateGraph::departures`]) plus its edges.

use petgraph::visit::{
    Data, GraphBase, GraphProp, IntoEdgeReferences, IntoEdges, IntoNeighbors,
    IntoNeighborsDirected, IntoNodeIdentifiers, NodeCompactIndexable, NodeCount, NodeIndexable,
    VisitMap, Visitable,
};
use petgraph::{Directed, Direction};

use super::cost::Cost;
use super::graph::StateGraph;

/// States that were visited, by their numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Visited(Vec<bool>);

impl VisitMap<usize> for Visited {
    fn visit(&mut self, state: usize) -> bool {
        !std::mem::replace(&mut self.0[state], true)
    }

    fn is_visited(&self, state: &usize) -> bool {
        self.0[*state]
    }

    fn unvisit(&mut self, state: usize) -> bool {
        std::mem::take(&mut self.0[state])
    }
}

impl GraphBase for StateGraph<'_> {
    type NodeId = usize;
    type EdgeId = (usize, usize);
}

impl GraphProp for StateGraph<'_> {
    type EdgeType = Directed;
}

impl Data for StateGraph<'_> {
    type NodeWeight = ();
    type EdgeWeight = Cost;
}

impl Visitable for StateGraph<'_> {
    type Map = Visited;

    fn visit_map(&self) -> Visited {
        Visited(vec![false; self.len()])
    }

    fn reset_map(&self, map: &mut Visited) {
        map.0.clear();
        map.0.resize(self.len(), false);
    }
}

impl NodeCount for StateGraph<'_> {
    fn node_count(&self) -> usize {
        self.len()
    }
}

impl NodeIndexable for StateGraph<'_> {
    fn node_bound(&self) -> usize {
        self.len()
    }

    fn to_index(&self, state: usize) -> usize {
        state
    }

    fn from_index(&self, number: usize) -> usize {
        number
    }
}

impl NodeCompactIndexable for StateGraph<'_> {}

/// The states that may follow a state or come before it.
type Neighbours<'g> = Box<dyn Iterator<Item = usize> + 'g>;
/// The edges from a state.
type Edges<'g> = Box<dyn Iterator<Item = (usize, usize, &'g Cost)> + 'g>;

impl<'g> IntoNeighbors for &'g StateGraph<'_> {
    type Neighbors = Neighbours<'g>;

    fn neighbors(self, state: usize) -> Neighbours<'g> {
        Box::new(self.next(state).map(|(next, _)| next))
    }
}

impl<'g> IntoNeighborsDirected for &'g StateGraph<'_> {
    type NeighborsDirected = Neighbours<'g>;

    fn neighbors_directed(self, state: usize, direction: Direction) -> Neighbours<'g> {
        match direction {
            Direction::Outgoing => self.neighbors(state),
            Direction::Incoming => Box::new(self.previous(state).map(|(previous, _)| previous)),
        }
    }
}

impl<'g> IntoEdgeReferences for &'g StateGraph<'_> {
    type EdgeRef = (usize, usize, &'g Cost);
    type EdgeReferences = Edges<'g>;

    fn edge_references(self) -> Edges<'g> {
        Box::new((0..self.len()).flat_map(move |state| self.edges(state)))
    }
}

impl<'g> IntoEdges for &'g StateGraph<'_> {
    type Edges = Edges<'g>;

    fn edges(self, state: usize) -> Edges<'g> {
        Box::new(
            self.next_by_reference(state)
                .map(move |(next, cost)| (state, next, cost)),
        )
    }
}

impl IntoNodeIdentifiers for &StateGraph<'_> {
    type NodeIdentifiers = std::ops::Range<usize>;

    fn node_identifiers(self) -> std::ops::Range<usize> {
        0..self.len()
    }
}
