//! Costs between many starts and many targets at once.
//!
//! Every target climbs once and leaves its costs at the states it meets; every start climbs once and reads what lies there.
//! So a table of a hundred by a hundred takes two hundred climbs, not ten thousand.

use rayon::prelude::*;

use super::graph::NodeIdx;
use super::index::TrackIndex;
use super::metric::{NO_WAY, TrackMetric};
use super::search::{Climb, TrackSearch};

/// The costs from every start (rows) to every target (columns), `None` where there is no way. It uses all cores.
///
/// # Panics
/// When the costs are those of another index.
#[must_use]
pub fn matrix(
    index: &TrackIndex,
    metric: &TrackMetric,
    starts: &[NodeIdx],
    targets: &[NodeIdx],
) -> Vec<Vec<Option<u32>>> {
    let count = index.state_count();
    let climbs: Vec<Vec<(u32, u32)>> = targets
        .par_iter()
        .map_init(
            || (TrackSearch::new(index, metric), Climb::new(count)),
            |(search, climb), target| {
                let gates = search.targets(*target);
                climb.climb(index, &index.hierarchy.down, &metric.down, &gates);
                let met = climb
                    .states
                    .iter()
                    .map(|state| (*state, climb.cost[*state as usize]));
                met.filter(|(_, cost)| *cost < NO_WAY).collect()
            },
        )
        .collect();
    let left = Left::new(count, &climbs);
    starts
        .par_iter()
        .map_init(
            || (TrackSearch::new(index, metric), Climb::new(count)),
            |(search, climb), start| {
                let gates = search.starts(*start);
                climb.climb(index, &index.hierarchy.up, &metric.up, &gates);
                let mut row = vec![NO_WAY; targets.len()];
                for state in &climb.states {
                    let so_far = climb.cost[*state as usize];
                    for (target, rest) in left.at(*state).iter().filter(|_| so_far < NO_WAY) {
                        let best = &mut row[*target as usize];
                        *best = (so_far + rest).min(*best);
                    }
                }
                let of_target = |(target, cost): (&NodeIdx, u32)| {
                    let direct = search.direct_cost(*start, *target);
                    Some(cost.min(direct)).filter(|cost| *cost < NO_WAY)
                };
                targets.iter().zip(row).map(of_target).collect()
            },
        )
        .collect()
}

/// What targets have left at the states: the number of the target and the cost from there.
struct Left {
    first: Vec<u32>,
    costs: Vec<(u32, u32)>,
}

impl Left {
    fn new(count: usize, climbs: &[Vec<(u32, u32)>]) -> Left {
        let mut first = vec![0u32; count + 1];
        for (state, _) in climbs.iter().flatten() {
            first[*state as usize + 1] += 1;
        }
        for i in 1..first.len() {
            first[i] += first[i - 1];
        }
        let mut next = first.clone();
        let mut costs = vec![(0, 0); climbs.iter().map(Vec::len).sum()];
        for (target, climb) in climbs.iter().enumerate() {
            for (state, cost) in climb {
                let at = &mut next[*state as usize];
                costs[*at as usize] = (target as u32, *cost);
                *at += 1;
            }
        }
        Left { first, costs }
    }

    fn at(&self, state: u32) -> &[(u32, u32)] {
        let state = state as usize;
        &self.costs[self.first[state] as usize..self.first[state + 1] as usize]
    }
}
