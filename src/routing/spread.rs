//! All best ways from one station: the tree of one search, cut into branches that end where no further station is near
//! enough.
//!
//! Any country may be passed, since there is no goal whose countries could be the only ones meant. The way to each
//! station is the best by the planner's cost, as the first candidate of [`super::find`] is where all countries are open.

use super::graph::StateGraph;
use super::moves::{Lifted, Moves};
use super::search::{Layers, Node, Tree};
use super::{Cost, Query, Route, join};
use crate::network::Network;
use crate::units::RunTime;

/// A way from the start to a last station, and the stations on it that no earlier branch has.
#[derive(Clone, Debug, PartialEq)]
pub struct Branch {
    /// The way.
    pub route: Route,
    /// Numbers of the steps at whose ends those stations lie, in order.
    pub ends: Vec<usize>,
}

/// How far a spread goes: each segment takes its time, and no way takes more than the limit.
#[derive(Clone, Copy, Debug)]
pub struct Budget<'a> {
    /// Time over each segment, by segment number.
    pub times: &'a [RunTime],
    /// The most that a way may take.
    pub limit: RunTime,
}

/// The best ways from `query.from` to every station within a budget, as few branches as there are ends. `query.to`,
/// vias and transit do not count. Stations whose best way runs some rails twice in one direction are left out.
///
/// # Complexity
/// One Dijkstra over the states, then the sum of the lengths of the ways.
#[must_use]
pub fn spread(network: &Network, query: &Query, budget: Budget<'_>) -> Vec<Branch> {
    let query = Query {
        to: query.from,
        via: Vec::new(),
        ..query.clone()
    };
    let layers = Layers::new(StateGraph::new(Moves::new(
        network,
        &query,
        Lifted::default(),
    )));
    let tree = layers.forward(Cost::UNREACHED);
    let chosen = chosen(network, &layers, &tree, budget);
    let mut is_chosen = vec![false; layers.len()];
    let mut goes_on = vec![false; layers.len()];
    for node in &chosen {
        is_chosen[*node] = true;
        for before in std::iter::successors(tree.toward[*node], |node| tree.toward[*node]) {
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
        Branch {
            route: join(&layers.graph.moves, &states, tree.cost[node]),
            ends: (0..nodes.len())
                .filter(|step| std::mem::take(&mut is_chosen[nodes[*step]]))
                .collect(),
        }
    })
    .collect()
}

/// The node at which the best way to each station ends, within the budget, the start left out; in order of cost.
fn chosen(network: &Network, layers: &Layers, tree: &Tree, budget: Budget<'_>) -> Vec<Node> {
    let mut best: Vec<Option<(Cost, Node)>> = vec![None; network.stations().len()];
    for node in (0..layers.len()).filter(|node| tree.cost[*node] < Cost::UNREACHED) {
        let own = (tree.cost[node], node);
        let known = &mut best[layers.head(node).0 as usize];
        *known = Some(known.map_or(own, |other| other.min(own)));
    }
    let time = |nodes: &[Node]| -> RunTime {
        let segments = nodes.iter().map(|node| layers.pass_of(*node).0);
        segments
            .map(|segment| budget.times[segment.0 as usize])
            .sum()
    };
    let is_near = |node: &Node| {
        let nodes = tree.path(*node);
        time(&nodes) <= budget.limit && layers.is_proper(&nodes)
    };
    let mut chosen: Vec<(Cost, Node)> = best
        .into_iter()
        .flatten()
        .filter(|(_, node)| !layers.is_goal(*node) && is_near(node))
        .collect();
    chosen.sort_unstable();
    chosen.into_iter().map(|(_, node)| node).collect()
}
