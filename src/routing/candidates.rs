//! Ways in order of cost: Yen's algorithm, lazily, over states.
//!
//! A way found is split into all its deviations (Lawler's partition, so none comes twice). Each waits with a lower
//! bound taken from the backward distances and is searched only when no other way can be better; whoever needs just
//! the best way pays for one search.
//!
//! Source: J. Y. Yen, "Finding the K shortest loopless paths in a network", Management Science 17 (1971) 712-716;
//! E. L. Lawler, Management Science 18 (1972) 401-405.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::cost::Cost;
use super::search::{Detour, Layers, Node, Tree};

/// Ways still to come: found ones and deviations not searched yet.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Waiting {
    /// A whole way; the index of its deviation and what its deviations at that index must not begin with.
    Found {
        nodes: Vec<Node>,
        deviation: usize,
        banned: Vec<Node>,
    },
    /// All ways that begin with these nodes and go on with none of the banned.
    Unsearched {
        prefix: Vec<Node>,
        so_far: Cost,
        banned: Vec<Node>,
    },
}

/// The ways of a query, cheapest first, no node twice in one way.
pub(super) struct Ways<'a> {
    pub layers: Layers<'a>,
    pub to_goal: Tree,
    queue: BinaryHeap<Reverse<(Cost, Waiting)>>,
}

impl<'a> Ways<'a> {
    pub fn new(layers: Layers<'a>) -> Ways<'a> {
        let to_goal = layers.backward();
        let mut ways = Ways {
            layers,
            to_goal,
            queue: BinaryHeap::new(),
        };
        ways.wait(Vec::new(), Cost::ZERO, Vec::new());
        ways
    }

    /// A lower bound of the cost of the next way; `None` when there is no further way for certain.
    pub fn next_bound(&self) -> Option<Cost> {
        self.queue.peek().map(|Reverse((bound, _))| *bound)
    }

    /// Lines up the ways that begin with `prefix` and go on with none of `banned`, if there may be any.
    fn wait(&mut self, prefix: Vec<Node>, so_far: Cost, banned: Vec<Node>) {
        let bound = self
            .layers
            .first_steps(prefix.last().copied())
            .into_iter()
            .filter(|(node, _)| !banned.contains(node) && !prefix.contains(node))
            .filter(|(node, _)| self.to_goal.cost[*node] < Cost::UNREACHED)
            .map(|(node, step)| so_far + step + self.to_goal.cost[node])
            .min();
        if let Some(bound) = bound {
            self.queue.push(Reverse((
                bound,
                Waiting::Unsearched {
                    prefix,
                    so_far,
                    banned,
                },
            )));
        }
    }

    fn search(&mut self, prefix: Vec<Node>, so_far: Cost, banned: Vec<Node>) {
        let detour = Detour {
            start: prefix.last().copied(),
            first_banned: &banned,
            banned: &prefix,
        };
        if let Some((rest, cost)) = self.layers.detour(&detour, &self.to_goal.cost) {
            let deviation = prefix.len();
            let nodes = [prefix, rest].concat();
            self.queue.push(Reverse((
                so_far + cost,
                Waiting::Found {
                    nodes,
                    deviation,
                    banned,
                },
            )));
        }
    }

    fn deviate(&mut self, nodes: &[Node], deviation: usize, mut banned: Vec<Node>) {
        let mut so_far = self.cost_of(&nodes[..deviation]);
        for index in deviation..nodes.len() {
            banned.push(nodes[index]);
            self.wait(nodes[..index].to_vec(), so_far, std::mem::take(&mut banned));
            so_far += self.step_cost(nodes, index);
        }
    }

    fn cost_of(&self, nodes: &[Node]) -> Cost {
        (0..nodes.len())
            .map(|index| self.step_cost(nodes, index))
            .sum()
    }

    fn step_cost(&self, nodes: &[Node], index: usize) -> Cost {
        let before = index.checked_sub(1).map(|before| nodes[before]);
        self.layers
            .first_steps(before)
            .into_iter()
            .find(|(node, _)| *node == nodes[index])
            .map(|(_, cost)| cost)
            .expect("each node of a way follows the one before")
    }
}

impl Iterator for Ways<'_> {
    type Item = (Vec<Node>, Cost);

    fn next(&mut self) -> Option<(Vec<Node>, Cost)> {
        while let Some(Reverse((bound, waiting))) = self.queue.pop() {
            match waiting {
                Waiting::Unsearched {
                    prefix,
                    so_far,
                    banned,
                } => self.search(prefix, so_far, banned),
                Waiting::Found {
                    nodes,
                    deviation,
                    banned,
                } => {
                    self.deviate(&nodes, deviation, banned);
                    return Some((nodes, bound));
                }
            }
        }
        None
    }
}

impl Ways<'_> {
    /// The nodes of the best way; empty when there is none.
    pub fn best(&self) -> Vec<Node> {
        let detour = Detour {
            start: None,
            first_banned: &[],
            banned: &[],
        };
        self.layers
            .detour(&detour, &self.to_goal.cost)
            .map(|(nodes, _)| nodes)
            .unwrap_or_default()
    }
}
