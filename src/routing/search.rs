//! Shortest ways through the states, with vias: Dijkstra both ways, and a guided search around forbidden steps.
//!
//! A node is a state together with how many of the vias have been passed on reaching its far end, so the direction of
//! arrival at a via is kept. Backward distances are exact, so the guided search walks almost straight to its goal.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use super::cost::Cost;
use super::graph::StateGraph;
use crate::network::StationIdx;

/// A state and the number of vias passed, as one number: `passed * states + state`.
pub(super) type Node = usize;

/// The states of a query, once for each number of vias passed.
pub(super) struct Layers<'a> {
    pub graph: StateGraph<'a>,
    from: StationIdx,
    to: StationIdx,
    via: Vec<StationIdx>,
}

/// Costs of the best ways from one side, and the neighbour through which each goes.
pub(super) struct Tree {
    pub cost: Vec<Cost>,
    pub toward: Vec<Option<Node>>,
}

impl<'a> Layers<'a> {
    pub fn new(graph: StateGraph<'a>) -> Layers<'a> {
        let query = graph.moves.query;
        let (from, to, via) = (query.from, query.to, query.via.clone());
        Layers {
            graph,
            from,
            to,
            via,
        }
    }

    /// Number of nodes.
    pub fn len(&self) -> usize {
        self.graph.len() * (self.via.len() + 1)
    }

    /// The state of a node.
    pub fn state_of(&self, node: Node) -> usize {
        node % self.graph.len()
    }

    /// How many vias are passed on reaching `station` after `passed`.
    fn advance(&self, mut passed: usize, station: StationIdx) -> usize {
        while self.via.get(passed) == Some(&station) {
            passed += 1;
        }
        passed
    }

    fn node(&self, passed_before: usize, state: usize) -> Node {
        let passed = self.advance(passed_before, self.graph.state(state).to);
        passed * self.graph.len() + state
    }

    /// Where a way can begin.
    pub fn roots(&self) -> impl Iterator<Item = (Node, Cost)> + '_ {
        let passed = self.advance(0, self.from);
        self.graph
            .departures(self.from)
            .map(move |(state, cost)| (self.node(passed, state), cost))
    }

    /// Whether a way may end there.
    pub fn is_goal(&self, node: Node) -> bool {
        node / self.graph.len() == self.via.len()
            && self.graph.state(self.state_of(node)).to == self.to
    }

    /// What can follow a node; nothing follows a goal.
    pub fn next(&self, node: Node) -> impl Iterator<Item = (Node, Cost)> + '_ {
        let passed = node / self.graph.len();
        let ends = self.is_goal(node);
        self.graph
            .next(self.state_of(node))
            .filter(move |_| !ends)
            .map(move |(state, cost)| (self.node(passed, state), cost))
    }

    /// What can come before a node.
    fn previous(&self, node: Node) -> impl Iterator<Item = (Node, Cost)> + '_ {
        let (passed, state) = (node / self.graph.len(), self.state_of(node));
        let head = self.graph.state(state).to;
        self.graph.previous(state).flat_map(move |(before, cost)| {
            (0..=passed)
                .filter(move |earlier| self.advance(*earlier, head) == passed)
                .map(move |earlier| (earlier * self.graph.len() + before, cost))
                // The earlier node must itself be consistent with what lies at its far end.
                .filter(|(node, _)| self.is_consistent(*node) && !self.is_goal(*node))
        })
    }

    /// Whether a node's count of vias is what standing at its far end implies.
    fn is_consistent(&self, node: Node) -> bool {
        let passed = node / self.graph.len();
        self.via.get(passed) != Some(&self.graph.state(self.state_of(node)).to)
    }

    /// The best cost from every node to the goal.
    pub fn backward(&self) -> Tree {
        let goals = (0..self.graph.len())
            .map(|state| self.via.len() * self.graph.len() + state)
            .filter(|node| self.is_goal(*node));
        grow(self.len(), goals.map(|node| (node, Cost::ZERO)), |node| {
            self.previous(node)
        })
    }

    /// The best cost from the start to every node, running it included.
    pub fn forward(&self) -> Tree {
        grow(self.len(), self.roots(), |node| self.next(node))
    }
}

/// Dijkstra from some nodes over some arcs. Of two equally good neighbours the lower number wins.
fn grow<I: Iterator<Item = (Node, Cost)>>(
    size: usize,
    starts: impl Iterator<Item = (Node, Cost)>,
    arcs: impl Fn(Node) -> I,
) -> Tree {
    let mut tree = Tree {
        cost: vec![Cost::UNREACHED; size],
        toward: vec![None; size],
    };
    let mut queue = BinaryHeap::new();
    for (node, cost) in starts {
        if cost < tree.cost[node] {
            tree.cost[node] = cost;
            queue.push(Reverse((cost, node)));
        }
    }
    while let Some(Reverse((cost, node))) = queue.pop() {
        if cost > tree.cost[node] {
            continue;
        }
        for (next, step) in arcs(node) {
            let total = cost + step;
            let is_better = total < tree.cost[next];
            if is_better {
                tree.cost[next] = total;
                queue.push(Reverse((total, next)));
            }
            if is_better
                || (total == tree.cost[next] && tree.toward[next].is_some_and(|old| node < old))
            {
                tree.toward[next] = Some(node);
            }
        }
    }
    tree
}

/// A search from one node that must not use some nodes, guided by exact distances without that ban.
pub(super) struct Detour<'l> {
    pub start: Option<Node>,
    pub first_banned: &'l [Node],
    pub banned: &'l [Node],
}

impl Layers<'_> {
    /// The best way from `detour.start` (the very beginning when `None`) to the goal around the bans: its nodes after
    /// the start, and its cost. `to_goal` are the backward costs.
    pub fn detour(&self, detour: &Detour, to_goal: &[Cost]) -> Option<(Vec<Node>, Cost)> {
        let mut cost = BTreeMap::<Node, (Cost, Option<Node>)>::new();
        let mut queue = BinaryHeap::new();
        let mut banned: Vec<Node> = detour.banned.to_vec();
        banned.sort_unstable();
        let mut first: Vec<(Node, Cost)> = self.first_steps(detour.start);
        first.retain(|(node, _)| {
            !detour.first_banned.contains(node) && banned.binary_search(node).is_err()
        });
        for (node, step) in first {
            if to_goal[node] < Cost::UNREACHED && cost.get(&node).is_none_or(|(old, _)| step < *old)
            {
                cost.insert(node, (step, None));
                queue.push(Reverse((step + to_goal[node], node, step)));
            }
        }
        while let Some(Reverse((_, node, so_far))) = queue.pop() {
            if so_far > cost[&node].0 {
                continue;
            }
            if self.is_goal(node) {
                return Some((walk_back(&cost, node), so_far));
            }
            for (next, step) in self.next(node) {
                let total = so_far + step;
                let is_open =
                    to_goal[next] < Cost::UNREACHED && banned.binary_search(&next).is_err();
                if is_open && cost.get(&next).is_none_or(|(old, _)| total < *old) {
                    cost.insert(next, (total, Some(node)));
                    queue.push(Reverse((total + to_goal[next], next, total)));
                }
            }
        }
        None
    }

    /// What can follow a node, or begin a way.
    pub fn first_steps(&self, start: Option<Node>) -> Vec<(Node, Cost)> {
        match start {
            Some(node) => self.next(node).collect(),
            None => self.roots().collect(),
        }
    }
}

fn walk_back(cost: &BTreeMap<Node, (Cost, Option<Node>)>, goal: Node) -> Vec<Node> {
    let mut nodes = vec![goal];
    let mut node = goal;
    while let Some(before) = cost[&node].1 {
        nodes.push(before);
        node = before;
    }
    nodes.reverse();
    nodes
}
