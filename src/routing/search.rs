//! Shortest routes through the states, with vias: Dijkstra both routes, and a guided search around forbidden steps.
//!
//! A node is a state together with how many of the vias have been passed on reaching its far end, so the direction of
//! arrival at a via is kept. Backward distances are exact, so the guided search walks almost straight to its goal.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::cost::Cost;
use super::graph::StateGraph;
use super::moves::State;
use super::query::{Objective, Query};
use crate::network::{Country, SegmentIdx, StationIdx};
use crate::units::RunTime;

/// A state and the number of vias passed, as one number: `passed * states + state`.
pub(super) type Node = usize;

/// A segment run in one direction.
pub(crate) type Pass = (SegmentIdx, StationIdx);

/// Where a route begins and ends, and what it passes in order.
#[derive(Clone, Debug)]
pub(super) struct Ends {
    pub from: StationIdx,
    pub to: StationIdx,
    pub via: Vec<StationIdx>,
}

impl Ends {
    /// For a search that spreads from one station and has no goal: the goal is the start itself.
    pub fn from(from: StationIdx) -> Ends {
        Ends {
            from,
            to: from,
            via: Vec::new(),
        }
    }

    pub fn of(query: &Query) -> Ends {
        Ends {
            from: query.from,
            to: query.to,
            via: query.via.clone(),
        }
    }
}

/// The states of a query, once for each number of vias passed.
pub(super) struct Layers<'a> {
    pub graph: Arc<StateGraph<'a>>,
    from: StationIdx,
    to: StationIdx,
    via: Vec<StationIdx>,
    /// Whether a route may use each state.
    is_open: Vec<bool>,
}

/// Costs of the best routes from one side, and the neighbour through which each goes.
pub(super) struct Tree {
    pub cost: Vec<Cost>,
    toward: Vec<u32>,
}

/// Dwells in a [`Tree`] for no neighbour.
const NOBODY: u32 = u32::MAX;

impl<'a> Layers<'a> {
    pub fn new(graph: Arc<StateGraph<'a>>, ends: Ends) -> Layers<'a> {
        let Ends { from, to, via } = ends;
        let is_open = vec![true; graph.len()];
        Layers {
            graph,
            from,
            to,
            via,
            is_open,
        }
    }

    /// Keeps the routes within some countries.
    pub fn stay_in(&mut self, countries: &BTreeSet<Country>) {
        self.is_open = self.graph.within(countries);
    }

    /// Whether the routes may use all of some nodes.
    pub fn are_open(&self, nodes: &[Node]) -> bool {
        nodes.iter().all(|node| self.is_open[self.state_of(*node)])
    }

    /// Lets the routes go through all countries.
    pub fn go_anywhere(&mut self) {
        self.is_open.fill(true);
    }

    /// The best route through any country by the costs to the goal through any, if it costs less than `limit`.
    pub fn better_anywhere(&self, to_goal: &Tree, limit: Cost) -> Option<(Vec<Node>, Cost)> {
        let passed = self.advance(0, self.from);
        let roots = self.graph.departures(self.from);
        let roots = roots.map(|(state, step)| (self.node(passed, state), step));
        to_goal.follow(roots, limit)
    }

    /// The goal, where nothing is to be passed before it.
    pub fn lone_goal(&self) -> Option<StationIdx> {
        self.via.is_empty().then_some(self.to)
    }

    /// Number of nodes.
    pub fn len(&self) -> usize {
        self.graph.len() * (self.via.len() + 1)
    }

    /// The state of a node.
    pub fn state_of(&self, node: Node) -> usize {
        // Mostly there are no vias, and divisions take their time.
        match self.via.is_empty() {
            true => node,
            false => node % self.graph.len(),
        }
    }

    /// How many vias are passed on reaching the far end of a node.
    fn passed(&self, node: Node) -> usize {
        match self.via.is_empty() {
            true => 0,
            false => node / self.graph.len(),
        }
    }

    /// The rails that a node runs over, and from which end.
    pub fn pass_of(&self, node: Node) -> Pass {
        let state = self.graph.state(self.state_of(node));
        (state.segment, state.from)
    }

    /// Whether no rails are run twice in one direction.
    pub fn is_proper(&self, route: &[Node]) -> bool {
        let mut passes: Vec<_> = route.iter().map(|node| self.pass_of(*node)).collect();
        passes.sort_unstable();
        passes.windows(2).all(|pair| pair[0] != pair[1])
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

    /// Where a route can begin.
    pub fn roots(&self) -> impl Iterator<Item = (Node, Cost)> + '_ {
        let passed = self.advance(0, self.from);
        self.graph
            .departures(self.from)
            .filter(|(state, _)| self.is_open[*state])
            .map(move |(state, cost)| (self.node(passed, state), cost))
    }

    /// Whether a route may end there.
    pub fn is_goal(&self, node: Node) -> bool {
        self.passed(node) == self.via.len() && self.graph.state(self.state_of(node)).to == self.to
    }

    /// What can follow a node; nothing follows a goal.
    pub fn next(&self, node: Node) -> impl Iterator<Item = (Node, Cost)> + '_ {
        let passed = self.passed(node);
        let ends = self.is_goal(node);
        self.graph
            .next(self.state_of(node))
            .filter(move |(state, _)| !ends && self.is_open[*state])
            .map(move |(state, cost)| (self.node(passed, state), cost))
    }

    /// What can come before a node.
    fn previous(&self, node: Node) -> impl Iterator<Item = (Node, Cost)> + '_ {
        let (passed, state) = (self.passed(node), self.state_of(node));
        let State { from, to, .. } = *self.graph.state(state);
        // The earlier node must itself be consistent with what lies at its far end, and nothing follows a goal.
        let may_precede = move |earlier: &usize| {
            let is_goal = *earlier == self.via.len() && from == self.to;
            self.advance(*earlier, to) == passed
                && self.via.get(*earlier) != Some(&from)
                && !is_goal
        };
        (0..=passed).filter(may_precede).flat_map(move |earlier| {
            let before = self.graph.previous(state);
            before
                .filter(|(before, _)| self.is_open[*before])
                .map(move |(before, cost)| (earlier * self.graph.len() + before, cost))
        })
    }

    /// How much less than its bound a route through so many countries may cost: habitual stops are counted by length, but
    /// each country has a whole number of them, and there is none in the halves of segments next to the ends.
    pub fn slack(&self, countries: usize) -> Cost {
        let moves = &self.graph.moves;
        if moves.restrictions.objective == Objective::Shortest {
            return Cost::ZERO;
        }
        let demands = &moves.restrictions.demands;
        let half = |segment: SegmentIdx, station: StationIdx| {
            let is_forward = moves.network.segment(segment).from == station;
            demands.habitual_stops(segment, is_forward) * 0.5
        };
        let at = |station: StationIdx, is_entered: bool| {
            let segments = moves.network.segments_at(station).iter();
            let halves = segments.map(|&segment| {
                let other = moves.network.segment(segment).other_end(station);
                half(segment, if is_entered { station } else { other })
            });
            halves.fold(RunTime::ZERO, RunTime::max)
        };
        let whole = demands.habitual_stop * countries as f64;
        Cost::of_time(whole + at(self.from, true) + at(self.to, false))
    }

    fn goals(&self) -> impl Iterator<Item = Node> + '_ {
        let last = self.via.len() * self.graph.len();
        (0..self.graph.len())
            .filter(|state| self.is_open[*state])
            .map(move |state| last + state)
            .filter(|node| self.is_goal(*node))
    }

    /// The best cost from every node to the goal, and the node that follows.
    pub fn backward(&self) -> Tree {
        let starts = self.goals().map(|node| (node, Cost::ZERO));
        grow(self.len(), starts, Cost::UNREACHED, |node| {
            self.previous(node)
        })
    }

    /// The best cost from the start to every node that costs less than `limit`, running it included.
    pub fn forward(&self, limit: Cost) -> Tree {
        grow(self.len(), self.roots(), limit, |node| self.next(node))
    }

    /// Whether the goal can be reached at all, rails run twice included.
    pub fn is_connected(&self) -> bool {
        self.best_below(Cost::UNREACHED).is_some()
    }

    /// The best route, if it costs less than `limit`.
    fn best_below(&self, limit: Cost) -> Option<(Vec<Node>, Cost)> {
        let tree = self.forward(limit);
        let goal = self.goals().min_by_key(|node| (tree.cost[*node], *node))?;
        (tree.cost[goal] < limit).then(|| (tree.path(goal), tree.cost[goal]))
    }
}

impl Tree {
    /// The neighbour through which the best route goes; `None` where it begins, and where there is none.
    pub fn toward(&self, node: Node) -> Option<Node> {
        let toward = self.toward[node];
        (toward != NOBODY).then_some(toward as usize)
    }

    /// The best route from some roots, with the cost of each, to the goal the tree grew from, if it costs less than `limit`.
    fn follow(
        &self,
        roots: impl Iterator<Item = (Node, Cost)>,
        limit: Cost,
    ) -> Option<(Vec<Node>, Cost)> {
        let costs = roots.map(|(node, step)| (step + self.cost[node], node));
        let (cost, first) = costs.min().filter(|(cost, _)| *cost < limit)?;
        let nodes = std::iter::successors(Some(first), |node| self.toward(*node));
        Some((nodes.collect(), cost))
    }

    /// The nodes from the side the tree grew from to a node.
    pub fn path(&self, node: Node) -> Vec<Node> {
        let mut nodes: Vec<Node> =
            std::iter::successors(Some(node), |node| self.toward(*node)).collect();
        nodes.reverse();
        nodes
    }
}

/// Dijkstra from some nodes over some arcs, as far as costs stay below `limit`. Of two equally good neighbours the
/// lower number wins.
fn grow<I: Iterator<Item = (Node, Cost)>>(
    size: usize,
    starts: impl Iterator<Item = (Node, Cost)>,
    limit: Cost,
    arcs: impl Fn(Node) -> I,
) -> Tree {
    let mut tree = Tree {
        cost: vec![Cost::UNREACHED; size],
        toward: vec![NOBODY; size],
    };
    // One number is compared faster than two: the cost above the bits that a node needs. What does not fit into the rest is
    // as good as unreached; with 100,000 nodes that is beyond 4,000 years.
    let bits = usize::BITS - size.leading_zeros();
    let limit = limit.min(Cost(u64::MAX >> bits));
    let entry = |cost: Cost, node: Node| Reverse(cost.0 << bits | node as u64);
    let mut queue = BinaryHeap::new();
    for (node, cost) in starts.filter(|(_, cost)| *cost < limit) {
        if cost < tree.cost[node] {
            tree.cost[node] = cost;
            queue.push(entry(cost, node));
        }
    }
    while let Some(Reverse(next)) = queue.pop() {
        let (cost, node) = (Cost(next >> bits), (next & !(u64::MAX << bits)) as Node);
        if cost > tree.cost[node] {
            continue;
        }
        for (next, step) in arcs(node) {
            let total = cost + step;
            let is_better = total < tree.cost[next] && total < limit;
            if is_better {
                tree.cost[next] = total;
                queue.push(entry(total, next));
            }
            if is_better
                || (total == tree.cost[next] && tree.toward(next).is_some_and(|old| node < old))
            {
                tree.toward[next] = node as u32;
            }
        }
    }
    tree
}

/// A search around bans, guided by exact distances without them.
pub(super) struct Detour<'l> {
    /// The nodes already behind; the search goes on from the last of them and runs over none of their rails again in
    /// their direction. Empty at the very beginning.
    pub behind: &'l [Node],
    /// Nodes that must not come first.
    pub first_banned: &'l [Node],
}

impl Layers<'_> {
    /// The best route to the goal around the bans: its nodes after those behind, and their cost. `tree` has the backward
    /// costs. From the first node whose best route meets no ban nothing is to be searched: that route is the rest.
    pub fn detour(&self, detour: &Detour, tree: &Tree) -> Option<(Vec<Node>, Cost)> {
        let to_goal = &tree.cost;
        let mut passes: Vec<Pass> = detour.behind.iter().map(|n| self.pass_of(*n)).collect();
        passes.sort_unstable();
        let is_new = |node: Node| passes.binary_search(&self.pass_of(node)).is_err();
        let is_open = |node: Node| to_goal[node] < Cost::UNREACHED && is_new(node);
        let mut cost = FxHashMap::<Node, (Cost, Option<Node>)>::default();
        let mut queue = BinaryHeap::new();
        for (node, step) in self.first_steps(detour.behind.last().copied()) {
            if is_open(node) && !detour.first_banned.contains(&node) {
                cost.insert(node, (step, None));
                queue.push(Reverse((step + to_goal[node], node, step)));
            }
        }
        while let Some(Reverse((_, node, so_far))) = queue.pop() {
            if so_far > cost[&node].0 {
                continue;
            }
            let rest = || std::iter::successors(tree.toward(node), |node| tree.toward(*node));
            if rest().all(|node| self.is_open[self.state_of(node)] && is_new(node)) {
                let mut nodes = walk_back(&cost, node);
                nodes.extend(rest());
                return Some((nodes, so_far + to_goal[node]));
            }
            for (next, step) in self.next(node) {
                let total = so_far + step;
                if is_open(next) && cost.get(&next).is_none_or(|(old, _)| total < *old) {
                    cost.insert(next, (total, Some(node)));
                    queue.push(Reverse((total + to_goal[next], next, total)));
                }
            }
        }
        None
    }

    /// What can follow a node, or begin a route.
    pub fn first_steps(&self, start: Option<Node>) -> Vec<(Node, Cost)> {
        match start {
            Some(node) => self.next(node).collect(),
            None => self.roots().collect(),
        }
    }
}

fn walk_back(cost: &FxHashMap<Node, (Cost, Option<Node>)>, goal: Node) -> Vec<Node> {
    let mut nodes = vec![goal];
    let mut node = goal;
    while let Some(before) = cost[&node].1 {
        nodes.push(before);
        node = before;
    }
    nodes.reverse();
    nodes
}
