//! What a train makes of an index: its cost on every arc of the hierarchy.
//!
//! The costs of edges come from the caller, for any train, day and purpose: a closed line or another gauge has none. They
//! are added up along chains, and from the lowest state to the highest every arc learns whether the way over a lower state
//! is cheaper. Nothing of the index changes.

use rayon::prelude::*;

use super::chain::HalfChain;
use super::graph::{HalfEdge, TrackGraph};
use super::hierarchy::Arcs;
use super::index::{NO_ARC, TrackIndex};
use super::shortcuts;

/// No way; costs are below. Two of them do not overflow.
pub(super) const NO_WAY: u32 = u32::MAX >> 1;

/// Marks a leg of a state in [`Side::via`]: twice the exit, one more for reversing over it.
pub(super) const LEG: u32 = 1 << 31;

/// What a train pays.
///
/// Units are the caller's: milliseconds, tenths of seconds, decimetres. A way whose cost reaches 2³¹-1 of them counts as none,
/// so milliseconds are good for journeys of up to 24 days.
#[derive(Clone, Copy)]
pub struct Costs<'c> {
    /// The cost of an edge in a direction; `None` where the train may not run.
    pub run: &'c (dyn Fn(HalfEdge) -> Option<u32> + Sync),
    /// How the train reverses; `None` where it never does.
    pub reversal: Option<Reversal>,
}

/// How a train reverses.
///
/// It does so at a junction over a chain without junctions that is as long as the train: it runs on until its tail is
/// clear, which costs its share of the chain, and stands for a while. Where only several chains in a row would be long
/// enough, no reversal is found: an honest underestimate of what a driver could do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reversal {
    /// Length of the train in millimetres.
    pub train_mm: u32,
    /// Cost of standing and changing ends.
    pub cost: u32,
}

/// The costs of the arcs of one kind, and over which lower state or leg each goes.
#[derive(Clone, Debug)]
pub(super) struct Side {
    pub cost: Vec<u32>,
    pub via: Vec<u32>,
}

/// The costs of a train on an index.
#[derive(Clone, Debug)]
pub struct TrackMetric {
    /// By half-edge.
    pub(super) edges: Vec<u32>,
    pub(super) up: Side,
    pub(super) down: Side,
}

impl TrackIndex {
    /// The costs of a train on the whole network.
    ///
    /// # Panics
    /// When the index was made for another graph.
    #[must_use]
    pub fn customize(&self, graph: &TrackGraph, costs: &Costs<'_>) -> TrackMetric {
        assert_eq!(
            self.chains.links.len(),
            graph.edge_count(),
            "the index of these tracks"
        );
        let edges: Vec<u32> = (0..2 * graph.edge_count() as u32)
            .into_par_iter()
            .map(|half| (costs.run)(HalfEdge(half)).unwrap_or(NO_WAY).min(NO_WAY))
            .collect();
        let sum = |half: HalfChain| {
            let costs = self
                .chains
                .half_edges(half)
                .map(|half| edges[half.0 as usize]);
            costs.map(u64::from).sum::<u64>().min(u64::from(NO_WAY)) as u32
        };
        let chains: Vec<u32> = (0..2 * self.chain_count() as u32)
            .into_par_iter()
            .map(sum)
            .collect();
        let legs = self.legs(&chains, costs.reversal);
        let (mut up, mut down) = rayon::join(
            || self.side(&self.hierarchy.up, 0, &legs),
            || self.side(&self.hierarchy.down, 1, &legs),
        );
        shortcuts::finish(&self.hierarchy, &mut up, &mut down);
        TrackMetric { edges, up, down }
    }

    /// For each exit the costs of its two legs, running and reversing over its chain.
    fn legs(&self, chains: &[u32], reversal: Option<Reversal>) -> Vec<[u32; 2]> {
        let exits = self.states.exits.par_iter();
        let legs = exits.map(|half| {
            let (run, back) = (chains[*half as usize], chains[*half as usize ^ 1]);
            let reverse = reversal.map_or(NO_WAY, |reversal| {
                self.reverse_cost(*half, reversal, run.max(back))
            });
            [run, reverse]
        });
        legs.collect()
    }

    /// The arcs of one kind (0 up, 1 down) with the cheapest of their legs.
    fn side(&self, arcs: &Arcs, kind: u32, legs: &[[u32; 2]]) -> Side {
        let mut side = Side {
            cost: vec![NO_WAY; arcs.high.len()],
            via: vec![u32::MAX; arcs.high.len()],
        };
        let costs = legs.as_flattened().iter();
        for (leg, (arc, cost)) in (0..).zip(self.leg_arcs.iter().zip(costs)) {
            if *arc == NO_ARC || arc % 2 != kind {
                continue;
            }
            let arc = (arc / 2) as usize;
            if *cost < side.cost[arc] {
                (side.cost[arc], side.via[arc]) = (*cost, LEG | leg);
            }
        }
        side
    }

    /// What it costs to reverse over a half-chain; `run` is the cost of running over it all.
    fn reverse_cost(&self, half: HalfChain, reversal: Reversal, run: u32) -> u32 {
        let length = self.lengths_mm[half as usize / 2];
        if run == NO_WAY || length < reversal.train_mm {
            return NO_WAY;
        }
        let share = u64::from(run) * u64::from(reversal.train_mm) / u64::from(length.max(1));
        (share + u64::from(reversal.cost)).min(u64::from(NO_WAY)) as u32
    }
}
