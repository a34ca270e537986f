//! All best routes from one station: the tree of one search, cut into branches that end where no further station is near
//! enough.
//!
//! Any country may be passed, since there is no goal whose countries could be the only ones meant. To each station there
//! is the best route by the planner's cost, the first candidate of [`super::find`], and with each other traction and gauge
//! on arrival the best route that is nearly as good: whoever runs the train decides between them.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::graph::StateGraph;
use super::moves::{Lifted, Moves};
use super::search::{Ends, Layers, Node, Tree};
use super::{Cost, Restrictions, Route, join, penalties, transitions};
use crate::network::{Gauge, Network, StationIdx};
use crate::units::RunTime;

/// A route may cost so many per cent of the best to the same station. Assumption: no more than a tenth of a running time
/// goes into what the bound does not see (starts, stops, gradients), and then little more on one route than on another.
const NEARLY_PERCENT: u64 = 110;

/// A route from the start to a last station, and the ends on it that no earlier branch has.
#[derive(Clone, Debug, PartialEq)]
pub struct Branch {
    /// The route.
    pub route: Route,
    /// The ends of routes to stations, in order; a station may have ends on several branches.
    pub ends: Vec<BranchEnd>,
}

/// The end of a route on a branch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BranchEnd {
    /// Number of the step at whose end it lies.
    pub step: usize,
    /// The part of its cost that expresses a preference and not time, as [`Route::penalty`].
    pub penalty: Cost,
}

/// How far a spread goes: each segment takes its time, and no route takes more than the limit.
#[derive(Clone, Copy, Debug)]
pub struct Budget<'a> {
    /// Time over each segment, by segment number.
    pub times: &'a [RunTime],
    /// The most that a route may take.
    pub limit: RunTime,
}

/// The best routes from a station to every station within a budget, as few branches as there are ends. `transit` does
/// not count: any country may be passed. Stations whose best route runs some rails twice in one direction are left out.
///
/// # Complexity
/// One Dijkstra over the states, then the sum of the lengths of the routes.
#[must_use]
pub fn spread(
    network: &Network,
    from: StationIdx,
    restrictions: &Restrictions,
    budget: Budget<'_>,
) -> Vec<Branch> {
    let graph = StateGraph::new(Moves::new(network, restrictions, Lifted::default()));
    let layers = Layers::new(Arc::new(graph), Ends::from(from));
    let tree = layers.forward(Cost::UNREACHED);
    let chosen = chosen(network, &layers, &tree, budget);
    let mut is_chosen = vec![false; layers.len()];
    let mut goes_on = vec![false; layers.len()];
    for node in &chosen {
        is_chosen[*node] = true;
        for before in std::iter::successors(tree.toward(*node), |node| tree.toward(*node)) {
            goes_on[before] = true;
        }
    }
    let ends = chosen.into_iter().filter(|node| !goes_on[*node]);
    ends.map(|node| {
        let nodes = tree.path(node);
        let states: Vec<_> = nodes
            .iter()
            .map(|node| *layers.graph.state(layers.state_of(*node)))
            .collect();
        let transitions = transitions(&layers.graph.moves, &states);
        let penalties = penalties(&layers.graph.moves, &states, &transitions);
        let end = |(step, penalty)| BranchEnd { step, penalty };
        Branch {
            route: join(&layers.graph.moves, &states, tree.cost[node]),
            ends: (0..nodes.len())
                .zip(penalties)
                .filter(|(step, _)| std::mem::take(&mut is_chosen[nodes[*step]]))
                .map(end)
                .collect(),
        }
    })
    .collect()
}

/// The nodes at which routes to stations end, within the budget, the start left out; in order of cost.
fn chosen(network: &Network, layers: &Layers, tree: &Tree, budget: Budget<'_>) -> Vec<Node> {
    let mut least = vec![Cost::UNREACHED; network.stations().len()];
    let mut best: BTreeMap<(StationIdx, Gauge, u8), (Cost, Node)> = BTreeMap::new();
    for node in (0..layers.len()).filter(|node| tree.cost[*node] < Cost::UNREACHED) {
        let state = layers.graph.state(layers.state_of(node));
        let own = (tree.cost[node], node);
        let kind = (state.to, state.gauge, state.traction);
        let known = best.entry(kind).or_insert(own);
        *known = own.min(*known);
        let least = &mut least[state.to.0 as usize];
        *least = own.0.min(*least);
    }
    let time = |nodes: &[Node]| -> RunTime {
        let segments = nodes.iter().map(|node| layers.pass_of(*node).0);
        segments
            .map(|segment| budget.times[segment.0 as usize])
            .sum()
    };
    let is_near = |node: Node| {
        let nodes = tree.path(node);
        time(&nodes) <= budget.limit && layers.is_proper(&nodes)
    };
    let mut chosen: Vec<(Cost, Node)> = best
        .into_iter()
        .filter(|((station, ..), (cost, _))| {
            cost.0 <= least[station.0 as usize].0.saturating_mul(NEARLY_PERCENT) / 100
        })
        .map(|(_, end)| end)
        .filter(|(_, node)| !layers.is_goal(*node) && is_near(*node))
        .collect();
    chosen.sort_unstable();
    chosen.into_iter().map(|(_, node)| node).collect()
}
