//! The graph of states: petgraph holds it, and its own algorithms are the oracle of our tests.

use petgraph::Direction;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::EdgeRef;

use super::cost::Cost;
use super::moves::{Moves, State};
use crate::network::{SegmentIdx, StationIdx};

/// All states a train can be in, joined by what it can do next. The weight of an arc is the handover plus the running
/// of the state it leads to.
pub(super) struct StateGraph<'a> {
    pub moves: Moves<'a>,
    pub graph: DiGraph<State, Cost>,
    /// States leaving each station, by station number.
    leaving: Vec<Vec<NodeIndex>>,
}

impl<'a> StateGraph<'a> {
    pub fn new(moves: Moves<'a>) -> StateGraph<'a> {
        let network = moves.network;
        let mut graph =
            DiGraph::with_capacity(network.segments().len() * 2, network.segments().len() * 4);
        let mut leaving = vec![Vec::new(); network.stations().len()];
        for index in network.segment_indices() {
            for state in states_of(&moves, index) {
                leaving[state.from.0 as usize].push(graph.add_node(state));
            }
        }
        for node in graph.node_indices() {
            let arriving = graph[node];
            for &next in &leaving[arriving.to.0 as usize] {
                let state = graph[next];
                if let Some(handover) = moves.handover(&arriving, &state) {
                    let cost =
                        handover.cost(moves.query.objective).0 + moves.running_cost(&state).0;
                    graph.add_edge(node, next, cost);
                }
            }
        }
        StateGraph {
            moves,
            graph,
            leaving,
        }
    }

    /// Number of states.
    pub fn len(&self) -> usize {
        self.graph.node_count()
    }

    pub fn state(&self, node: usize) -> &State {
        &self.graph[NodeIndex::new(node)]
    }

    /// The states in which a train can leave a station first, with what running them costs.
    pub fn departures(&self, station: StationIdx) -> impl Iterator<Item = (usize, Cost)> + '_ {
        self.leaving[station.0 as usize]
            .iter()
            .map(|node| (node.index(), self.moves.running_cost(&self.graph[*node]).0))
    }

    /// What can follow a state, with the cost.
    pub fn next(&self, node: usize) -> impl Iterator<Item = (usize, Cost)> + '_ {
        self.graph
            .edges(NodeIndex::new(node))
            .map(|arc| (arc.target().index(), *arc.weight()))
    }

    /// What can come before a state, with the cost.
    pub fn previous(&self, node: usize) -> impl Iterator<Item = (usize, Cost)> + '_ {
        self.graph
            .edges_directed(NodeIndex::new(node), Direction::Incoming)
            .map(|arc| (arc.source().index(), *arc.weight()))
    }
}

/// The states of one segment: both directions, each gauge, each traction.
fn states_of(moves: &Moves, index: SegmentIdx) -> Vec<State> {
    let segment = moves.network.segment(index);
    if !moves.is_permitted(segment) {
        return Vec::new();
    }
    let tractions = moves.tractions(segment);
    let mut states = Vec::new();
    for (from, to) in [(segment.from, segment.to), (segment.to, segment.from)] {
        for gauge in moves.gauges(segment) {
            let state = |traction: &u8| State {
                segment: index,
                from,
                to,
                gauge,
                traction: *traction,
            };
            states.extend(tractions.iter().map(state));
        }
    }
    states
}
