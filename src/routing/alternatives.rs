//! Alternatives that differ: for each segment the best way over it, then only those that share little.
//!
//! The next-cheapest ways of a network are small changes of the best one. A traveller who asks for alternatives means
//! other corridors. Here each alternative is the best way over some segment (as the plateau methods of road routing
//! have it), costs at most half as much again as the best, is itself the best way over a good part of its course, and
//! shares at most three quarters of its length with any way before it.
//!
//! Source: I. Abraham, D. Delling, A. Goldberg, R. Werneck, "Alternative routes in road networks", ACM JEA 18 (2013).

use super::cost::Cost;
use super::route::{Route, WorkKind};
use super::search::{Node, Tree};
use super::{Candidates, Network};

/// Per cent of the best way's cost that an alternative may cost. Assumption: beyond, nobody would take it.
const STRETCH_PERCENT: u64 = 150;
/// Per cent of the best way's cost over which an alternative must be the best way from either side (its plateau), so
/// that it is no detour made only to pass somewhere. Assumption.
const PLATEAU_PERCENT: u64 = 5;
/// The part of an alternative's length that it may share with a way before it. Assumption, after the 0.6 to 0.8 that
/// road planners use.
const SHARE: f64 = 0.75;

impl Candidates<'_> {
    /// Up to `count` ways that differ from `first` and from each other, in order of cost.
    #[must_use]
    pub fn alternatives(&self, first: &Route, count: usize) -> Vec<Route> {
        let network = self.ways.layers.graph.moves.network;
        let forward = self.ways.layers.forward();
        let mut chosen: Vec<Route> = vec![first.clone()];
        for (bound, node) in self.by_cost(&forward, first.bound()) {
            if chosen.len() > count {
                break;
            }
            let nodes = self.way_over(&forward, node);
            if self.plateau(&forward, &nodes, node) < Cost(first.bound().0 * PLATEAU_PERCENT / 100)
            {
                continue;
            }
            let route = self
                .route(&nodes, bound)
                .filter(|route| is_sensible(route, first));
            if let Some(route) = route.filter(|route| differs(route, &chosen, network)) {
                chosen.push(route);
            }
        }
        chosen.remove(0);
        chosen
    }

    /// The nodes by the cost of the best way over each, dearer than twice the best left out.
    fn by_cost(&self, forward: &Tree, best: Cost) -> Vec<(Cost, Node)> {
        let limit = Cost(best.0.saturating_mul(STRETCH_PERCENT) / 100);
        let mut nodes: Vec<(Cost, Node)> = (0..self.ways.layers.len())
            .filter(|node| {
                forward.cost[*node] < Cost::UNREACHED
                    && self.ways.to_goal.cost[*node] < Cost::UNREACHED
            })
            .map(|node| (forward.cost[node] + self.ways.to_goal.cost[node], node))
            .filter(|(cost, _)| *cost <= limit)
            .collect();
        nodes.sort_unstable();
        nodes
    }

    /// The cost of the part of a way around a node on which both trees run along it.
    fn plateau(&self, forward: &Tree, nodes: &[Node], node: Node) -> Cost {
        let follows = |pair: &[Node]| {
            forward.toward[pair[1]] == Some(pair[0])
                && self.ways.to_goal.toward[pair[0]] == Some(pair[1])
        };
        let middle = nodes.iter().position(|own| *own == node).unwrap_or(0);
        let after = nodes[middle..]
            .windows(2)
            .take_while(|pair| follows(pair))
            .count();
        let before = nodes[..=middle]
            .windows(2)
            .rev()
            .take_while(|pair| follows(pair))
            .count();
        forward.cost[nodes[middle + after]].less(forward.cost[nodes[middle - before]])
    }

    /// The best way from the start over a node to the goal.
    fn way_over(&self, forward: &Tree, node: Node) -> Vec<Node> {
        let mut nodes: Vec<Node> =
            std::iter::successors(Some(node), |node| forward.toward[*node]).collect();
        nodes.reverse();
        nodes.extend(std::iter::successors(
            self.ways.to_goal.toward[node],
            |node| self.ways.to_goal.toward[*node],
        ));
        nodes
    }
}

/// Whether a way runs back over its own rails only where the first does too.
fn is_sensible(route: &Route, first: &Route) -> bool {
    let turns = |route: &Route| {
        route
            .works()
            .filter(|work| work.kind == WorkKind::UnlistedReversal)
            .count()
    };
    turns(route) <= turns(first)
}

fn differs(route: &Route, chosen: &[Route], network: &Network) -> bool {
    chosen.iter().all(|other| {
        let shared = route
            .shared_length(other, network)
            .ratio(route.length())
            .unwrap_or(1.0);
        shared <= SHARE
    })
}
