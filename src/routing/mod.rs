//! Finding ways through the network for a train.
//!
//! A state is a segment run in one direction with a gauge and a traction in use; what a train can do next is an arc,
//! and what happens at the station between (reversal, change of gauge or locomotive, border) is a cost on it. Costs
//! are whole numbers and ties go to the lower number, so every machine finds the same ways. The planner knows no
//! physics: each train brings an optimistic time for each segment, ways come in order of that bound, and whoever runs
//! trains over them decides which is fastest and when to stop asking ([`Candidates::next_bound`]).

mod alternatives;
mod blocked;
mod candidates;
mod cost;
mod graph;
mod moves;
mod query;
mod route;
mod search;

use std::collections::BTreeSet;

use crate::network::{Country, Network};
use candidates::Ways;
use graph::StateGraph;
use moves::{Lifted, Moves};
use search::{Layers, Node};

pub use blocked::{Blocker, Constraint, NoWay};
pub use cost::Cost;
pub use query::{Avoid, Demands, Engine, Objective, Query};
pub use route::{Route, Step, Work, WorkKind};

/// The ways of a query, cheapest bound first.
pub struct Candidates<'a> {
    ways: Ways<'a>,
    /// Countries the ways may pass besides those of the ends, vias and transit, because there is no way without.
    pub abroad: BTreeSet<Country>,
    /// A better way that was left out because it passes other countries.
    pub shorter_abroad: Option<Abroad>,
}

/// A way through countries that need not be passed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Abroad {
    /// Those countries, in order of code.
    pub countries: Vec<Country>,
    /// The best way through them.
    pub bound: Cost,
}

/// Finds the ways of a query.
///
/// Countries other than those of the ends, the vias and `query.transit` are used only where there is no way without.
///
/// # Errors
/// [`NoWay`] when there is none; it says which constraint blocks.
///
/// # Complexity
/// One Dijkstra over the states, O(s log s) with s about two states a segment, gauge and traction, for the best
/// way; each further way costs a guided search that rarely leaves its neighbourhood.
pub fn find<'a>(network: &'a Network, query: &'a Query) -> Result<Candidates<'a>, NoWay> {
    let home = home_countries(network, query);
    let mut candidates = Candidates::new(network, query, Some(home.clone()), Lifted::default());
    let best_at_home = candidates.next_bound();
    let mut unbounded = Candidates::new(network, query, None, Lifted::default());
    let Some(best_abroad) = unbounded.next_bound() else {
        return Err(blocked::explain(network, query));
    };
    match best_at_home {
        None => {
            unbounded.abroad = unbounded
                .best_countries()
                .difference(&home)
                .copied()
                .collect();
            Ok(unbounded)
        }
        Some(at_home) => {
            if best_abroad < at_home {
                let countries = unbounded
                    .best_countries()
                    .difference(&home)
                    .copied()
                    .collect();
                candidates.shorter_abroad = Some(Abroad {
                    countries,
                    bound: best_abroad,
                });
            }
            Ok(candidates)
        }
    }
}

/// Countries of the ends and vias, and those one may pass.
fn home_countries(network: &Network, query: &Query) -> BTreeSet<Country> {
    let places = query.via.iter().copied().chain([query.from, query.to]);
    places
        .map(|place| network.station(place).country)
        .chain(query.transit.iter().copied())
        .collect()
}

impl<'a> Candidates<'a> {
    fn new(
        network: &'a Network,
        query: &'a Query,
        countries: Option<BTreeSet<Country>>,
        lifted: Lifted,
    ) -> Candidates<'a> {
        let moves = Moves::new(network, query, countries, lifted);
        let ways = Ways::new(Layers::new(StateGraph::new(moves)));
        Candidates {
            ways,
            abroad: BTreeSet::new(),
            shorter_abroad: None,
        }
    }

    /// A lower bound for all ways still to come; `None` when there are no more.
    #[must_use]
    pub fn next_bound(&self) -> Option<Cost> {
        self.ways.next_bound()
    }

    fn best_countries(&self) -> BTreeSet<Country> {
        let network = self.ways.layers.graph.moves.network;
        let best = self.ways.best();
        let stations = best.iter().flat_map(|node| {
            let state = self
                .ways
                .layers
                .graph
                .state(self.ways.layers.state_of(*node));
            [state.from, state.to]
        });
        stations
            .map(|station| network.station(station).country)
            .collect()
    }

    /// The route of some nodes; `None` when it runs a segment twice in one direction.
    fn route(&self, nodes: &[Node], bound: Cost) -> Option<Route> {
        let layers = &self.ways.layers;
        let states: Vec<_> = nodes
            .iter()
            .map(|node| *layers.graph.state(layers.state_of(*node)))
            .collect();
        let mut runs: Vec<_> = states
            .iter()
            .map(|state| (state.segment, state.from))
            .collect();
        runs.sort_unstable();
        runs.windows(2)
            .all(|pair| pair[0] != pair[1])
            .then(|| self.join(&states, bound))
    }

    fn join(&self, states: &[moves::State], bound: Cost) -> Route {
        let moves = &self.ways.layers.graph.moves;
        let mut penalty = Cost::ZERO;
        let mut steps: Vec<Step> = Vec::with_capacity(states.len());
        for (index, state) in states.iter().enumerate() {
            let handover = index
                .checked_sub(1)
                .map(|before| {
                    moves
                        .handover(&states[before], state)
                        .expect("the search allowed it")
                })
                .unwrap_or_default();
            penalty += moves.running_cost(state).1 + handover.cost(moves.query.objective).1;
            steps.push(Step {
                segment: state.segment,
                from: state.from,
                to: state.to,
                gauge: state.gauge,
                traction: moves.tractions.get(usize::from(state.traction)).cloned(),
                before: moves.works_before(&handover, state),
                after: moves.works_after(state),
            });
        }
        Route::new(moves.network, steps, bound, penalty)
    }
}

impl Iterator for Candidates<'_> {
    type Item = Route;

    fn next(&mut self) -> Option<Route> {
        loop {
            let (nodes, bound) = self.ways.next()?;
            if let Some(route) = self.route(&nodes, bound) {
                return Some(route);
            }
        }
    }
}
