//! Exact searches on an index with the costs of a train.
//!
//! A search climbs from the start and from the target, each over a few hundred states, and meets at the cheapest one. The
//! way is unfolded from there to the edges of the graph. Starts and targets may be any nodes.

use super::chain::{ChainSpot, HalfChain};
use super::graph::{HalfEdge, NodeIdx};
use super::hierarchy::Arcs;
use super::index::TrackIndex;
use super::metric::{LEG, NO_WAY, Side, TrackMetric};

/// What a train does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Move {
    /// It runs over an edge.
    Run(HalfEdge),
    /// It runs onto the track that begins with this edge until its tail is clear, and reverses: its new head is where the edge
    /// begins.
    Reverse(HalfEdge),
}

/// The cheapest way between two nodes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrackRoute {
    /// What it costs.
    pub cost: u32,
    /// What the train does, in order.
    pub moves: Vec<Move>,
}

/// A state where a search begins: with the cost so far, and the part of a half-chain run until there (or from there).
#[derive(Clone, Copy, Debug)]
pub(super) struct Gate {
    pub state: u32,
    pub cost: u32,
    stub: Option<Stub>,
}

/// Links of a half-chain.
#[derive(Clone, Copy, Debug)]
struct Stub {
    half: HalfChain,
    from: usize,
    to: usize,
}

/// What one climb has found.
#[derive(Clone, Debug)]
pub(super) struct Climb {
    /// By state.
    pub cost: Vec<u32>,
    /// The lower state and the arc by which each was reached; the number of a gate at the start.
    before: Vec<(u32, u32)>,
    /// States on the way up, rising.
    pub states: Vec<u32>,
}

/// Marks a state as reached by a gate in [`Climb::before`].
const GATE: u32 = u32::MAX;

impl Climb {
    pub fn new(count: usize) -> Climb {
        Climb {
            cost: vec![NO_WAY; count],
            before: vec![(GATE, GATE); count],
            states: Vec::new(),
        }
    }

    /// Climbs from some gates.
    pub fn climb(&mut self, index: &TrackIndex, arcs: &Arcs, side: &Side, gates: &[Gate]) {
        for state in self.states.drain(..) {
            self.cost[state as usize] = NO_WAY;
            self.before[state as usize] = (GATE, GATE);
        }
        let parent = &index.hierarchy.parent[..];
        for (number, gate) in gates.iter().enumerate() {
            let mut state = gate.state;
            // Two climbs that have met go on together. A state that was passed has a mark that no state has.
            while self.before[state as usize].1 == GATE {
                self.before[state as usize].1 = 0;
                self.states.push(state);
                state = match parent[state as usize] {
                    same if same == state => break,
                    next => next,
                };
            }
            let at = gate.state as usize;
            if gate.cost < self.cost[at] {
                self.cost[at] = gate.cost;
                self.before[at] = (GATE, number as u32);
            }
        }
        self.states.sort_unstable();
        let (first, high) = (&arcs.first[..], &arcs.high[..]);
        for state in &self.states {
            let so_far = self.cost[*state as usize];
            if so_far == NO_WAY {
                continue;
            }
            let range = first[*state as usize] as usize..first[*state as usize + 1] as usize;
            for arc in range {
                let (end, cost) = (high[arc] as usize, so_far + side.cost[arc]);
                if cost < self.cost[end] {
                    self.cost[end] = cost;
                    self.before[end] = (*state, arc as u32);
                }
            }
        }
    }
}

/// Searches with the costs of one train; keeps its working memory from one to the next.
pub struct TrackSearch<'i> {
    index: &'i TrackIndex,
    metric: &'i TrackMetric,
    forward: Climb,
    backward: Climb,
}

impl<'i> TrackSearch<'i> {
    /// A search on an index.
    ///
    /// # Panics
    /// When the costs are those of another index.
    #[must_use]
    pub fn new(index: &'i TrackIndex, metric: &'i TrackMetric) -> TrackSearch<'i> {
        let arcs = index.hierarchy.up.high.len();
        assert_eq!(arcs, metric.up.cost.len(), "costs of this index");
        let count = index.state_count();
        TrackSearch {
            index,
            metric,
            forward: Climb::new(count),
            backward: Climb::new(count),
        }
    }

    /// The cost of the cheapest way; `None` where there is none.
    pub fn cost(&mut self, from: NodeIdx, to: NodeIdx) -> Option<u32> {
        let direct = self.direct_cost(from, to);
        let (cost, _) = self.meet(&self.starts(from), &self.targets(to));
        Some(cost.min(direct)).filter(|cost| *cost < NO_WAY)
    }

    /// The cheapest way; `None` where there is none.
    pub fn route(&mut self, from: NodeIdx, to: NodeIdx) -> Option<TrackRoute> {
        let direct = self.direct(from, to);
        let (starts, targets) = (self.starts(from), self.targets(to));
        let (cost, middle) = self.meet(&starts, &targets);
        if let Some((direct, stub)) = direct.filter(|(direct, _)| *direct <= cost) {
            let mut moves = Vec::new();
            stub.into_iter().for_each(|stub| self.run(stub, &mut moves));
            return (direct < NO_WAY).then_some(TrackRoute {
                cost: direct,
                moves,
            });
        }
        (cost < NO_WAY).then(|| TrackRoute {
            cost,
            moves: self.unfold(middle, &starts, &targets),
        })
    }

    /// The cheapest state at which both climbs meet.
    fn meet(&mut self, starts: &[Gate], targets: &[Gate]) -> (u32, u32) {
        let (index, metric) = (self.index, self.metric);
        let hierarchy = &index.hierarchy;
        self.forward.climb(index, &hierarchy.up, &metric.up, starts);
        self.backward
            .climb(index, &hierarchy.down, &metric.down, targets);
        let cost = |state: &u32| {
            let state = *state as usize;
            // Sums may reach twice the limit, and fit.
            (self.forward.cost[state] + self.backward.cost[state]).min(NO_WAY)
        };
        let best = self
            .forward
            .states
            .iter()
            .map(|state| (cost(state), *state))
            .min();
        best.unwrap_or((NO_WAY, 0))
    }

    /// Gates into the hierarchy from a node.
    pub(super) fn starts(&self, node: NodeIdx) -> Vec<Gate> {
        let chains = &self.index.chains;
        let gate = |half: HalfChain, from: usize| {
            let to = chains.links(half / 2).len();
            let stub = Stub { half, from, to };
            Gate {
                state: self.index.states.arrival[half as usize],
                cost: self.stub_cost(stub),
                stub: Some(stub),
            }
        };
        match chains.spot(node) {
            ChainSpot::Core(core) => self
                .index
                .leaving(core)
                .iter()
                .map(|half| gate(*half, 0))
                .collect(),
            ChainSpot::Inside(chain, link) => {
                let rest = chains.links(chain).len() - link;
                vec![gate(2 * chain, link), gate(2 * chain + 1, rest)]
            }
        }
    }

    /// Gates out of the hierarchy to a node.
    pub(super) fn targets(&self, node: NodeIdx) -> Vec<Gate> {
        let (chains, states) = (&self.index.chains, &self.index.states);
        match chains.spot(node) {
            ChainSpot::Core(core) => {
                let gate = |state| Gate {
                    state,
                    cost: 0,
                    stub: None,
                };
                self.index.states_at(core).map(gate).collect()
            }
            ChainSpot::Inside(chain, link) => {
                let rest = chains.links(chain).len() - link;
                let gates = [(2 * chain, link), (2 * chain + 1, rest)].map(|(half, to)| {
                    let stub = Stub { half, from: 0, to };
                    let cost = self.stub_cost(stub);
                    let at = self.index.states_at(chains.from(half));
                    let leads = move |state: &u32| {
                        states
                            .exits_of(*state)
                            .any(|exit| states.exits[exit] == half)
                    };
                    at.filter(leads).map(move |state| Gate {
                        state,
                        cost,
                        stub: Some(stub),
                    })
                });
                gates.into_iter().flatten().collect()
            }
        }
    }

    /// The cost of the way that stays on one chain.
    pub(super) fn direct_cost(&self, from: NodeIdx, to: NodeIdx) -> u32 {
        self.direct(from, to).map_or(NO_WAY, |(cost, _)| cost)
    }

    /// The way that stays on one chain, if there is one, with its cost.
    fn direct(&self, from: NodeIdx, to: NodeIdx) -> Option<(u32, Option<Stub>)> {
        let chains = &self.index.chains;
        let stub = |half: HalfChain, from: usize, to: usize| {
            let stub = Stub { half, from, to };
            (self.stub_cost(stub), Some(stub))
        };
        match (chains.spot(from), chains.spot(to)) {
            (ChainSpot::Core(a), ChainSpot::Core(b)) => (a == b).then_some((0, None)),
            (ChainSpot::Inside(chain, i), ChainSpot::Inside(other, j)) if chain == other => {
                let length = chains.links(chain).len();
                Some(match i <= j {
                    true => stub(2 * chain, i, j),
                    false => stub(2 * chain + 1, length - i, length - j),
                })
            }
            (ChainSpot::Core(core), ChainSpot::Inside(chain, i)) => {
                let length = chains.links(chain).len();
                let ways = [(2 * chain, i), (2 * chain + 1, length - i)];
                let ways = ways
                    .into_iter()
                    .filter(|(half, _)| chains.from(*half) == core);
                ways.map(|(half, to)| stub(half, 0, to))
                    .min_by_key(|(cost, _)| *cost)
            }
            _ => None,
        }
    }

    fn stub_edges(&self, stub: Stub) -> impl Iterator<Item = HalfEdge> + use<'i> {
        let links = self.index.chains.half_edges(stub.half);
        links.skip(stub.from).take(stub.to - stub.from)
    }

    fn stub_cost(&self, stub: Stub) -> u32 {
        let costs = self
            .stub_edges(stub)
            .map(|half| self.metric.edges[half.0 as usize]);
        costs.map(u64::from).sum::<u64>().min(u64::from(NO_WAY)) as u32
    }

    fn run(&self, stub: Stub, moves: &mut Vec<Move>) {
        moves.extend(self.stub_edges(stub).map(Move::Run));
    }

    /// The moves of the way over a state at which both climbs met.
    fn unfold(&self, middle: u32, starts: &[Gate], targets: &[Gate]) -> Vec<Move> {
        let mut moves = Vec::new();
        let mut arcs = Vec::new();
        let mut state = middle;
        let gate = loop {
            match self.forward.before[state as usize] {
                (GATE, gate) => break starts[gate as usize],
                (lower, arc) => {
                    arcs.push((true, arc as usize, lower, state));
                    state = lower;
                }
            }
        };
        gate.stub
            .into_iter()
            .for_each(|stub| self.run(stub, &mut moves));
        // The stack is taken from its end: the arc at the start of the way is the last.
        for arc in arcs.into_iter().rev() {
            self.unfold_arc(arc, &mut moves);
        }
        let mut state = middle;
        let gate = loop {
            match self.backward.before[state as usize] {
                (GATE, gate) => break targets[gate as usize],
                (lower, arc) => {
                    self.unfold_arc((false, arc as usize, lower, state), &mut moves);
                    state = lower;
                }
            }
        };
        gate.stub
            .into_iter()
            .for_each(|stub| self.run(stub, &mut moves));
        moves
    }

    /// The moves of an arc, up from a lower to a higher state or down from the higher to the lower one.
    fn unfold_arc(&self, arc: (bool, usize, u32, u32), moves: &mut Vec<Move>) {
        let (up, down) = (&self.index.hierarchy.up, &self.index.hierarchy.down);
        let mut stack = vec![arc];
        while let Some((is_up, arc, low, high)) = stack.pop() {
            let side = if is_up {
                &self.metric.up
            } else {
                &self.metric.down
            };
            let via = side.via[arc];
            if via & LEG != 0 {
                self.unfold_leg(via & !LEG, moves);
                continue;
            }
            let (from, to) = if is_up { (low, high) } else { (high, low) };
            let first = down.find(via, from).expect("the arc was made of this one");
            let second = up.find(via, to).expect("the arc was made of this one");
            stack.push((true, second, via, to));
            stack.push((false, first, via, from));
        }
    }

    fn unfold_leg(&self, leg: u32, moves: &mut Vec<Move>) {
        let half = self.index.states.exits[leg as usize / 2];
        let mut edges = self.index.chains.half_edges(half);
        match leg.is_multiple_of(2) {
            true => moves.extend(edges.map(Move::Run)),
            false => moves.extend(edges.next().map(Move::Reverse)),
        }
    }
}
