//! The graph of states: petgraph holds it, and its own algorithms are the oracle of our tests.

use std::collections::BTreeSet;

use petgraph::Direction;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::EdgeRef;

use super::cost::Cost;
use super::moves::{Moves, State};
use crate::network::{Country, StationIdx};

/// All states a train can be in, joined by what it can do next. The weight of an arc is all that is done at the
/// station plus the running of the state it leads to.
pub(super) struct StateGraph<'a> {
    pub moves: Moves<'a>,
    graph: DiGraph<State, Cost>,
    /// What running each state costs, by its number.
    running: Vec<Cost>,
    /// The number of the first state that leaves each station; those of one station stand together.
    first_leaving: Vec<usize>,
}

impl<'a> StateGraph<'a> {
    pub fn new(moves: Moves<'a>) -> StateGraph<'a> {
        let segments = moves.network.segments().len();
        let mut graph = DiGraph::with_capacity(segments * 2, segments * 4);
        let mut first_leaving = Vec::with_capacity(moves.network.stations().len() + 1);
        for station in moves.network.station_indices() {
            first_leaving.push(graph.node_count());
            moves.each_leaving(station, |state| {
                graph.add_node(state);
            });
        }
        first_leaving.push(graph.node_count());
        let running = graph
            .node_weights()
            .map(|state| moves.running_cost(state).0)
            .collect();
        let mut states = StateGraph {
            moves,
            graph,
            running,
            first_leaving,
        };
        states.join();
        states
    }

    fn join(&mut self) {
        for arriving in 0..self.len() {
            let state = *self.state(arriving);
            for leaving in self.leaving(state.to) {
                let handover = self.moves.handover(&state, self.state(leaving));
                if let Some(handover) = handover {
                    let cost = handover.cost(self.moves.query.objective).0 + self.running[leaving];
                    let (arriving, leaving) = (NodeIndex::new(arriving), NodeIndex::new(leaving));
                    self.graph.add_edge(arriving, leaving, cost);
                }
            }
        }
    }

    /// Number of states.
    pub fn len(&self) -> usize {
        self.graph.node_count()
    }

    pub fn state(&self, node: usize) -> &State {
        &self.graph[NodeIndex::new(node)]
    }

    fn leaving(&self, station: StationIdx) -> std::ops::Range<usize> {
        let station = station.0 as usize;
        self.first_leaving[station]..self.first_leaving[station + 1]
    }

    /// The states in which a train can leave a station first, with what running them costs.
    pub fn departures(&self, station: StationIdx) -> impl Iterator<Item = (usize, Cost)> + '_ {
        self.leaving(station)
            .map(|state| (state, self.running[state]))
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

    /// Whether both ends of each state lie in some countries.
    pub fn within(&self, countries: &BTreeSet<Country>) -> Vec<bool> {
        let network = self.moves.network;
        let is_within: Vec<bool> = network
            .stations()
            .iter()
            .map(|station| countries.contains(&station.country))
            .collect();
        self.graph
            .node_weights()
            .map(|state| is_within[state.from.0 as usize] && is_within[state.to.0 as usize])
            .collect()
    }
}
