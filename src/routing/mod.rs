//! Finding routes through the network for a train.
//!
//! A state is a segment run in one direction with a gauge and a traction in use; what a train can do next is an arc,
//! and what happens at the station between (reversal, gauge change, locomotive change, border) is a cost on it. Costs
//! are whole numbers and ties go to the lower number, so every machine finds the same routes. The planner knows no
//! physics: each train brings an optimistic time for each segment, routes come in order of that bound, and whoever runs
//! trains over them decides which is fastest and when to stop asking ([`Candidates::next_bound`]).

mod alternatives;
mod blocked;
mod border_crossing;
mod candidates;
mod cost;
mod graph;
mod moves;
mod planner;
mod query;
mod route;
mod search;
mod spread;
mod transition;
mod visit;

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::network::{Country, Network};
use crate::units::Length;
use candidates::{CandidateRoutes, Exact};
use moves::Moves;
use search::{Ends, Layers, Node, Pass, Tree};
use transition::Transition;

pub use blocked::{Blocker, Constraint, NoRoute};
pub use cost::Cost;
pub use graph::StateGraph;
pub use planner::Planner;
pub use query::{Avoid, Demands, Engine, Objective, Query, Restrictions};
pub use route::{Operation, OperationKind, Route, Step};
pub use spread::{Branch, BranchEnd, Budget, spread};
pub use visit::Visited;

/// The routes of a query, cheapest bound first.
pub struct Candidates<'a> {
    routes: CandidateRoutes<'a>,
    /// The best route, until it is taken.
    first: Option<Route>,
    /// Countries the routes may pass besides those of the ends, vias and transit, because there is no route without.
    pub abroad: BTreeSet<Country>,
    /// A better route that was left out because it passes other countries.
    pub shorter_abroad: Option<Abroad>,
    /// How much less than its bound a route may cost.
    slack: Cost,
}

/// A route through countries that need not be passed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Abroad {
    /// Those countries, in order of code.
    pub countries: Vec<Country>,
    /// The best route through them.
    pub bound: Cost,
}

/// Finds the routes of a query.
///
/// Countries other than those of the ends, the vias and `query.restrictions.transit` are used only where there is no route without.
///
/// # Errors
/// [`NoRoute`] when there is none; it says which constraint blocks.
///
/// # Complexity
/// One Dijkstra over the states, O(s log s) with s about two states a segment, gauge and traction; each route costs a
/// search guided by it that rarely leaves its neighbourhood. For many pairs of one train see [`Planner`].
pub fn find<'a>(network: &'a Network, query: &'a Query) -> Result<Candidates<'a>, NoRoute> {
    let found = Planner::new(network, &query.restrictions).find(Ends::of(query));
    found.ok_or_else(|| blocked::explain(network, query))
}

impl<'a> Candidates<'a> {
    fn new(layers: Layers<'a>, to_goal: Arc<Tree>, exact: Option<Exact>) -> Candidates<'a> {
        let mut candidates = Candidates {
            routes: CandidateRoutes::new(layers, to_goal, exact),
            first: None,
            abroad: BTreeSet::new(),
            shorter_abroad: None,
            slack: Cost::ZERO,
        };
        candidates.first = candidates.next();
        candidates
    }

    /// The routes through any country.
    fn anywhere(layers: Layers<'a>) -> Candidates<'a> {
        let to_goal = Arc::new(layers.backward());
        Candidates::new(layers, to_goal, None)
    }

    /// The lowest bound of the routes still to come; `None` when there are no more.
    #[must_use]
    pub fn next_bound(&self) -> Option<Cost> {
        match &self.first {
            Some(first) => Some(first.bound()),
            None => self.routes.next_bound(),
        }
    }

    /// Whether a route still to come can cost less than this.
    #[must_use]
    pub fn can_beat(&mut self, cost: Cost) -> bool {
        let least = |candidates: &Candidates| Some(candidates.next_bound()?.less(candidates.slack));
        let can = |candidates: &Candidates| least(candidates).is_some_and(|least| least < cost);
        can(self) && {
            self.routes.refine();
            can(self)
        }
    }

    /// The next route, if it may win by its segments, in order and each with where it is entered, and its bound; else it is
    /// passed over, which takes a fraction of the time. `None` when there is none.
    pub(crate) fn next_that(
        &mut self,
        may_win: impl FnOnce(&[Pass], Cost) -> bool,
    ) -> Option<Option<Route>> {
        if self.first.is_some() {
            return self.next().map(Some);
        }
        let (nodes, bound) = self.routes.next()?;
        let layers = &self.routes.layers;
        let passes: Vec<Pass> = nodes.iter().map(|node| layers.pass_of(*node)).collect();
        Some(may_win(&passes, bound).then(|| self.route(&nodes, bound)))
    }

    /// The best route through any country, if it is better than `limit`.
    fn shorter_abroad(
        &self,
        anywhere: &Tree,
        limit: Cost,
        home: &BTreeSet<Country>,
    ) -> Option<Abroad> {
        let layers = &self.routes.layers;
        let best = layers.better_anywhere(anywhere, limit);
        let (nodes, bound) = best.filter(|(nodes, _)| layers.is_proper(nodes))?;
        let network = layers.graph.moves.network;
        let ends = nodes.iter().flat_map(|node| {
            let state = layers.graph.state(layers.state_of(*node));
            [state.from, state.to]
        });
        let countries: BTreeSet<Country> = ends.map(|end| network.station(end).country).collect();
        Some(Abroad {
            countries: countries.difference(home).copied().collect(),
            bound,
        })
    }

    /// The route of some nodes, which follow each other.
    fn route(&self, nodes: &[Node], bound: Cost) -> Route {
        let layers = &self.routes.layers;
        let states: Vec<_> = nodes
            .iter()
            .map(|node| *layers.graph.state(layers.state_of(*node)))
            .collect();
        join(&layers.graph.moves, &states, bound)
    }
}

/// The route of some states, which follow each other.
fn join(moves: &Moves, states: &[moves::State], bound: Cost) -> Route {
    let transitions = transitions(moves, states);
    let run_on = |index: usize| {
        transitions
            .get(index)
            .map_or(Length::ZERO, Transition::run_on)
    };
    let steps = states.iter().enumerate().map(|(index, state)| Step {
        segment: state.segment,
        from: state.from,
        to: state.to,
        run_on: run_on(index + 1),
        gauge: state.gauge,
        traction: moves.tractions.get(usize::from(state.traction)).cloned(),
        before: moves.operations_before(&transitions[index], state),
        after: moves.operations_after(state),
    });
    let steps = steps.collect();
    let penalty = penalties(moves, states, &transitions).last();
    Route::new(moves.network, steps, bound, penalty.unwrap_or(Cost::ZERO))
}

/// How a train gets into each state of a route from the one before.
fn transitions<'a>(moves: &Moves<'a>, states: &[moves::State]) -> Vec<Transition<'a>> {
    let between = states.windows(2).map(|pair| {
        let transition = moves.transition(&pair[0], &pair[1]);
        transition.expect("the search allowed it")
    });
    std::iter::once(Transition::default())
        .chain(between)
        .collect()
}

/// What of the cost up to the end of each state is preference and not time.
fn penalties<'s>(
    moves: &'s Moves,
    states: &'s [moves::State],
    transitions: &'s [Transition],
) -> impl Iterator<Item = Cost> + 's {
    let objective = moves.restrictions.objective;
    let each = states.iter().zip(transitions);
    each.scan(Cost::ZERO, move |so_far, (state, transition)| {
        *so_far += moves.running_cost(state).1 + transition.cost(objective).1;
        Some(*so_far)
    })
}

impl Iterator for Candidates<'_> {
    type Item = Route;

    fn next(&mut self) -> Option<Route> {
        if let Some(first) = self.first.take() {
            return Some(first);
        }
        let (nodes, bound) = self.routes.next()?;
        Some(self.route(&nodes, bound))
    }
}
