//! States: where a train is at a junction and where it can go on from there.
//!
//! Two trains that arrive at a junction over different tracks but can go on over the same ones are in one state. A switch
//! has two: from the stem, with two ways on, and from either branch, with one. So turns cost nothing extra: the graph of the
//! states has hardly more arcs than that of the tracks.
//!
//! A train reverses at a junction over a chain that is as long as itself: it runs onto it until its tail is clear, and is
//! then in the state of a train that arrives from there, its new head at the junction.

use std::collections::BTreeMap;

use super::chain::{Chains, HalfChain};
use super::graph::TrackGraph;
use super::sections::Words;

/// What leads from one state to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum StateLeg {
    /// Running over a half-chain.
    Run(HalfChain),
    /// Reversing over a half-chain.
    Reverse(HalfChain),
}

/// The states at the junctions of a core.
#[derive(Clone, Debug, Default)]
pub(super) struct States {
    /// The node of the core of each state.
    pub node: Words,
    /// Where each state's exits begin, and the end of the last.
    pub first: Words,
    /// Half-chains over which a train can go on.
    pub exits: Words,
    /// For each half-chain the state of a train that arrives over it.
    pub arrival: Words,
}

impl States {
    pub fn new(graph: &TrackGraph, chains: &Chains) -> States {
        let (mut first_leaving, leaving) = leaving(chains);
        first_leaving.push(leaving.len());
        let mut states = (Vec::new(), vec![0], Vec::new());
        let mut arrival = vec![u32::MAX; 2 * chains.count()];
        for node in 0..chains.nodes.len() {
            let leaving = &leaving[first_leaving[node]..first_leaving[node + 1]];
            let mut classes: BTreeMap<Vec<HalfChain>, Vec<HalfChain>> = BTreeMap::new();
            for out in leaving {
                let arriving = out ^ 1;
                let last = chains
                    .half_edges(arriving)
                    .last()
                    .expect("chains have links");
                let is_exit = |exit: &&HalfChain| {
                    let start = chains.half_edges(**exit).next().expect("chains have links");
                    graph.allows(last, start)
                };
                let exits = leaving.iter().filter(is_exit).copied().collect();
                classes.entry(exits).or_default().push(arriving);
            }
            for (exits, arriving) in classes {
                for half in arriving {
                    arrival[half as usize] = states.0.len() as u32;
                }
                states.0.push(node as u32);
                states.2.extend(exits);
                states.1.push(states.2.len() as u32);
            }
        }
        States {
            node: states.0.into(),
            first: states.1.into(),
            exits: states.2.into(),
            arrival: arrival.into(),
        }
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.node.len()
    }

    /// The exits of a state, by number.
    pub fn exits_of(&self, state: u32) -> std::ops::Range<usize> {
        let state = state as usize;
        self.first[state] as usize..self.first[state + 1] as usize
    }

    /// The state after leaving over an exit, by running and by reversing over it.
    pub fn after(&self, exit: usize) -> [(StateLeg, u32); 2] {
        let half = self.exits[exit];
        let state = |half: HalfChain| self.arrival[half as usize];
        [
            (StateLeg::Run(half), state(half)),
            (StateLeg::Reverse(half), state(half ^ 1)),
        ]
    }

    /// Puts the states into another order: `rank` has the new number of each.
    pub fn reordered(&self, rank: &[u32]) -> States {
        let mut order = vec![0u32; rank.len()];
        for (state, rank) in rank.iter().enumerate() {
            order[*rank as usize] = state as u32;
        }
        let mut first = vec![0];
        let mut exits = Vec::with_capacity(self.exits.len());
        for state in &order {
            exits.extend_from_slice(&self.exits[self.exits_of(*state)]);
            first.push(exits.len() as u32);
        }
        States {
            node: order
                .iter()
                .map(|state| self.node[*state as usize])
                .collect(),
            first: first.into(),
            exits: exits.into(),
            arrival: self
                .arrival
                .iter()
                .map(|state| rank[*state as usize])
                .collect(),
        }
    }
}

/// The half-chains that leave each node of the core, rising, and where each node's begin.
pub(super) fn leaving(chains: &Chains) -> (Vec<usize>, Vec<HalfChain>) {
    let mut count = vec![0usize; chains.nodes.len() + 1];
    for from in chains.ends.iter() {
        count[*from as usize + 1] += 1;
    }
    for i in 1..count.len() {
        count[i] += count[i - 1];
    }
    let mut next = count.clone();
    let mut leaving = vec![0; chains.ends.len()];
    for (from, half) in chains.ends.iter().zip(0..) {
        leaving[next[*from as usize]] = half;
        next[*from as usize] += 1;
    }
    count.pop();
    (count, leaving)
}
