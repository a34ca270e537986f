//! Alternatives that differ: for each segment the best route over it, then only those that share little.
//!
//! The next-cheapest routes of a network are small changes of the best one. A traveller who asks for alternatives means
//! other corridors. Here each alternative is the best route over some segment (as the cruise methods of road routing
//! have it), costs at most half as much again as the best, is itself the best route over a good part of its course, and
//! shares at most three quarters of its length with any route before it.
//!
//! Source: I. Abraham, D. Delling, A. Goldberg, R. Werneck, "Alternative routes in road networks", ACM JEA 18 (2013).

use std::collections::BTreeSet;
use std::ops::Range;

use super::cost::Cost;
use super::route::Route;
use super::search::{Node, Tree};
use super::{Candidates, Network};
use crate::network::StationIdx;

/// Per cent of the best route's cost that an alternative may cost. Assumption: beyond, nobody would take it.
const STRETCH_PERCENT: u64 = 150;
/// Per cent of the best route's cost over which an alternative must be the best route from either side (its cruise), so
/// that it is no detour made only to pass somewhere. Assumption: a twentieth of a long route is a line of its own.
const PLATEAU_PERCENT: u64 = 5;
/// The part of an alternative's length that it may share with a route before it. Assumption, after the 0.6 to 0.8 that
/// road planners use.
const SHARE: f64 = 0.75;

impl Candidates<'_> {
    /// Up to `count` routes that differ from `first` and from each other, in order of cost.
    #[must_use]
    pub fn alternatives(&mut self, first: &Route, count: usize) -> Vec<Route> {
        if count == 0 {
            return Vec::new();
        }
        self.routes.refine();
        let network = self.routes.layers.graph.moves.network;
        let limit = Cost(first.bound().0.saturating_mul(STRETCH_PERCENT) / 100);
        let forward = self.routes.layers.forward(limit + Cost(1));
        let mut chosen: Vec<Route> = vec![first.clone()];
        let mut is_known = vec![false; self.routes.layers.len()];
        for (bound, node) in self.by_cost(&forward, limit) {
            if chosen.len() > count {
                break;
            }
            if is_known[node] {
                continue;
            }
            let nodes = self.route_over(&forward, node);
            let cruise = self.cruise(&forward, &nodes, node);
            for same in &nodes[cruise.clone()] {
                is_known[*same] = true;
            }
            let length =
                forward.cost[nodes[cruise.end - 1]].less(forward.cost[nodes[cruise.start]]);
            if length < Cost(first.bound().0 * PLATEAU_PERCENT / 100)
                || !self.routes.layers.is_proper(&nodes)
            {
                continue;
            }
            let route = self.route(&nodes, bound);
            if is_sensible(&route, first) && differs(&route, &chosen, network) {
                chosen.push(route);
            }
        }
        chosen.remove(0);
        chosen
    }

    /// The nodes by the cost of the best route over each, dearer than `limit` left out.
    fn by_cost(&self, forward: &Tree, limit: Cost) -> Vec<(Cost, Node)> {
        let mut nodes: Vec<(Cost, Node)> = (0..self.routes.layers.len())
            .map(|node| (forward.cost[node] + self.routes.to_goal.cost[node], node))
            .filter(|(cost, _)| *cost <= limit)
            .collect();
        nodes.sort_unstable();
        nodes
    }

    /// The part of a route around a node on which both trees run along it: the route is the best over each of its nodes.
    fn cruise(&self, forward: &Tree, nodes: &[Node], node: Node) -> Range<usize> {
        let follows = |pair: &[Node]| {
            forward.toward(pair[1]) == Some(pair[0])
                && self.routes.to_goal.toward(pair[0]) == Some(pair[1])
        };
        let middle = nodes.iter().position(|own| *own == node).unwrap_or(0);
        let after = nodes[middle..].windows(2);
        let before = nodes[..=middle].windows(2).rev();
        let start = middle - before.take_while(|pair| follows(pair)).count();
        let end = middle + after.take_while(|pair| follows(pair)).count();
        start..end + 1
    }

    /// The best route from the start over a node to the goal.
    fn route_over(&self, forward: &Tree, node: Node) -> Vec<Node> {
        let mut nodes = forward.path(node);
        let to_goal = &self.routes.to_goal;
        let follow = |node: &Node| to_goal.toward(*node);
        nodes.extend(std::iter::successors(follow(&node), follow));
        nodes
    }
}

/// Whether a route comes to no more stations a second time than the first does: no driving in circles, and back over
/// its own rails only where the first has to, too.
fn is_sensible(route: &Route, first: &Route) -> bool {
    let again = |route: &Route| {
        let distinct: BTreeSet<StationIdx> = route.stations().collect();
        route.steps().len() + 1 - distinct.len()
    };
    again(route) <= again(first)
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
