//! Routes in order of cost: Yen's algorithm, lazily, over states.
//!
//! A route found is split into all its deviations (Lawler's partition, so none comes twice). Each waits with a lower
//! bound taken from the backward distances and is searched only when no other route can be better; whoever needs just
//! the best route pays for one search. A route that runs some rails twice in one direction is no route: it is split as far
//! as the second time, and not given out.
//!
//! Source: J. Y. Yen, "Finding the K shortest loopless paths in a network", Management Science 17 (1971) 712-716;
//! E. L. Lawler, Management Science 18 (1972) 401-405.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};
use std::rc::Rc;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::cost::Cost;
use super::planner::Kept;
use super::search::{Detour, Layers, Node, Tree};
use crate::network::Country;

/// How many routes that run some rails twice are looked at before the next proper one. Assumption: where all the
/// cheapest of so many do, no traveller would take what is left.
const IMPROPER_WAYS: usize = 50;

/// The first nodes of a route found earlier.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Prefix {
    route: Rc<[Node]>,
    length: usize,
}

impl Prefix {
    fn nodes(&self) -> &[Node] {
        &self.route[..self.length]
    }
}

/// Routes still to come: found ones and deviations not searched yet.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Waiting {
    /// A whole route; the index of its deviation, the cost of what is before it, and what its deviations at that index
    /// must not begin with.
    Found {
        nodes: Rc<[Node]>,
        deviation: usize,
        so_far: Cost,
        banned: Vec<Node>,
    },
    /// All routes that begin with these nodes and go on with none of the banned.
    Unsearched {
        prefix: Prefix,
        so_far: Cost,
        banned: Vec<Node>,
    },
}

/// The routes of a query, cheapest first, no rails twice in one direction in one route.
pub(super) struct CandidateRoutes<'a> {
    pub layers: Layers<'a>,
    pub to_goal: Arc<Tree>,
    queue: BinaryHeap<Reverse<(Cost, Waiting)>>,
    /// The exact costs to the goal, where those at hand may be too low: they are enough for the first route.
    exact: Option<Exact>,
    has_begun: bool,
}

/// Where to get the exact costs within some countries.
pub(super) struct Exact {
    pub kept: Arc<Kept>,
    pub within: BTreeSet<Country>,
}

impl<'a> CandidateRoutes<'a> {
    pub fn new(
        layers: Layers<'a>,
        to_goal: Arc<Tree>,
        exact: Option<Exact>,
    ) -> CandidateRoutes<'a> {
        let mut routes = CandidateRoutes {
            layers,
            to_goal,
            queue: BinaryHeap::new(),
            exact,
            has_begun: false,
        };
        routes.begin();
        routes
    }

    /// Lines up all routes.
    fn begin(&mut self) {
        let nothing = Prefix {
            route: Rc::new([]),
            length: 0,
        };
        let roots = self.layers.first_steps(None);
        self.wait(
            nothing,
            &FxHashSet::default(),
            &roots,
            Cost::ZERO,
            Vec::new(),
        );
    }

    /// Gets the exact costs, if they are not at hand, and passes over the routes that were given.
    pub fn refine(&mut self) {
        let Some(exact) = self.exact.take() else {
            return;
        };
        self.to_goal = exact.kept.to_goal(&self.layers, Some(&exact.within));
        self.queue.clear();
        self.begin();
        if self.has_begun {
            // With costs too low the first route is the same: those on it are exact, and no route is better.
            self.next();
        }
    }

    /// A lower bound of the cost of the next route; `None` when there is no further route for certain.
    pub fn next_bound(&self) -> Option<Cost> {
        self.queue.peek().map(|Reverse((bound, _))| *bound)
    }

    /// Lines up the routes that begin with `prefix`, whose nodes are `behind`, and go on with one of `steps` but none of
    /// `banned`, if there may be any.
    fn wait(
        &mut self,
        prefix: Prefix,
        behind: &FxHashSet<Node>,
        steps: &[(Node, Cost)],
        so_far: Cost,
        banned: Vec<Node>,
    ) {
        let bound = steps
            .iter()
            .filter(|(node, _)| self.to_goal.cost[*node] < Cost::UNREACHED)
            .filter(|(node, _)| !banned.contains(node) && !behind.contains(node))
            .map(|(node, step)| so_far + *step + self.to_goal.cost[*node])
            .min();
        if let Some(bound) = bound {
            let waiting = Waiting::Unsearched {
                prefix,
                so_far,
                banned,
            };
            self.queue.push(Reverse((bound, waiting)));
        }
    }

    fn search(&mut self, prefix: &Prefix, so_far: Cost, banned: Vec<Node>) {
        let detour = Detour {
            behind: prefix.nodes(),
            first_banned: &banned,
        };
        if let Some((rest, cost)) = self.layers.detour(&detour, &self.to_goal) {
            let found = Waiting::Found {
                nodes: prefix.nodes().iter().chain(&rest).copied().collect(),
                deviation: prefix.length,
                so_far,
                banned,
            };
            self.queue.push(Reverse((so_far + cost, found)));
        }
    }

    /// Lines up the deviations of a route from the first `nodes` of it that are proper.
    fn deviate(&mut self, route: &Rc<[Node]>, length: usize, found: (usize, Cost, Vec<Node>)) {
        let (deviation, mut so_far, mut banned) = found;
        let mut behind: FxHashSet<Node> = route[..deviation].iter().copied().collect();
        for index in deviation..length {
            let prefix = Prefix {
                route: Rc::clone(route),
                length: index,
            };
            banned.push(route[index]);
            let before = index.checked_sub(1).map(|before| route[before]);
            let steps = self.layers.first_steps(before);
            self.wait(prefix, &behind, &steps, so_far, std::mem::take(&mut banned));
            behind.insert(route[index]);
            let step = steps.iter().find(|(node, _)| *node == route[index]);
            so_far += step.expect("each node of a route follows the one before").1;
        }
    }

    /// How many of a route's nodes there are up to the first that runs rails a second time in one direction, that one
    /// included; all where none does.
    fn proper_length(&self, route: &[Node]) -> usize {
        let mut passes = BTreeSet::new();
        let is_first = |node: &Node| passes.insert(self.layers.pass_of(*node));
        let proper = route
            .iter()
            .map(is_first)
            .take_while(|first| *first)
            .count();
        route.len().min(proper + 1)
    }
}

impl Iterator for CandidateRoutes<'_> {
    type Item = (Rc<[Node]>, Cost);

    fn next(&mut self) -> Option<(Rc<[Node]>, Cost)> {
        if self.has_begun {
            self.refine();
        }
        self.has_begun = true;
        let mut improper = 0;
        while let Some(Reverse((bound, waiting))) = self.queue.pop() {
            match waiting {
                Waiting::Unsearched {
                    prefix,
                    so_far,
                    banned,
                } => self.search(&prefix, so_far, banned),
                Waiting::Found {
                    nodes,
                    deviation,
                    so_far,
                    banned,
                } => {
                    let is_proper = self.layers.is_proper(&nodes);
                    let length = match is_proper {
                        true => nodes.len(),
                        false => self.proper_length(&nodes),
                    };
                    self.deviate(&nodes, length, (deviation, so_far, banned));
                    if is_proper {
                        return Some((nodes, bound));
                    }
                    improper += 1;
                    if improper == IMPROPER_WAYS {
                        self.queue.clear();
                    }
                }
            }
        }
        None
    }
}
