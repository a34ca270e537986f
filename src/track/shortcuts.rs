//! The costs of shortcuts: for every arc of the hierarchy the cheapest way over lower states.
//!
//! An arc is finished with its lower end, once all states below that are. What lies under one branch of the elimination tree
//! knows nothing of what lies under another, so branches are finished side by side. Each arc is written by one thread only
//! and read once that is done; atomic numbers say so to the compiler and cost nothing more than plain ones.

use std::ops::Range;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use rayon::prelude::*;

use super::hierarchy::{Arcs, Hierarchy};
use super::metric::{NO_WAY, Side};

/// Branches of so few states are finished by one thread. Assumption: smaller ones take less time than handing them
/// over; the result does not depend on it.
const SMALL: u32 = 2_000;

/// Improves the costs of both sides, in which the legs are, by the ways over lower states.
pub(super) fn finish(hierarchy: &Hierarchy, up: &mut Side, down: &mut Side) {
    let count = hierarchy.parent.len();
    let desks = (0..rayon::current_num_threads()).map(|_| Mutex::new(Desk::new(count)));
    let work = Work {
        up: Half::new(&hierarchy.up, up),
        down: Half::new(&hierarchy.down, down),
        tree: Tree::new(&hierarchy.parent),
        desks: desks.collect(),
    };
    let roots: Vec<u32> = (0..count as u32)
        .filter(|state| hierarchy.parent[*state as usize] == *state)
        .collect();
    roots.par_iter().for_each(|root| work.branch(*root));
    (*up, *down) = (work.up.side(), work.down.side());
}

/// The elimination tree downwards.
struct Tree {
    /// Where the children of each state begin in `children`, and the end of the last.
    first: Vec<u32>,
    children: Vec<u32>,
    /// States of each branch, its top among them.
    size: Vec<u32>,
}

impl Tree {
    fn new(parent: &[u32]) -> Tree {
        let mut first = vec![0; parent.len() + 1];
        let mut size = vec![1; parent.len()];
        let below = || {
            parent
                .iter()
                .enumerate()
                .filter(|(i, up)| *i != **up as usize)
        };
        for (state, parent) in below() {
            first[*parent as usize + 1] += 1;
            size[*parent as usize] += size[state];
        }
        for i in 1..first.len() {
            first[i] += first[i - 1];
        }
        let mut next = first.clone();
        let mut children = vec![0; below().count()];
        for (state, parent) in below() {
            let at = &mut next[*parent as usize];
            children[*at as usize] = state as u32;
            *at += 1;
        }
        Tree {
            first,
            children,
            size,
        }
    }

    fn children(&self, state: u32) -> &[u32] {
        &self.children[span(&self.first, state)]
    }

    /// These states and all below them, each before those below it.
    fn under(&self, mut waiting: Vec<u32>) -> Vec<u32> {
        let mut states = Vec::new();
        while let Some(state) = waiting.pop() {
            states.push(state);
            waiting.extend(self.children(state));
        }
        states
    }
}

/// Arcs of one kind with their costs, for several threads. The arrays are those of [`Arcs`], looked up once.
struct Half<'h> {
    first: &'h [u32],
    high: &'h [u32],
    first_below: &'h [u32],
    below: &'h [u32],
    below_arc: &'h [u32],
    cost: Vec<AtomicU32>,
    via: Vec<AtomicU32>,
}

impl<'h> Half<'h> {
    fn new(arcs: &'h Arcs, side: &mut Side) -> Half<'h> {
        let shared = |words: &mut Vec<u32>| {
            let words = std::mem::take(words).into_iter();
            words.map(AtomicU32::new).collect()
        };
        Half {
            first: &arcs.first,
            high: &arcs.high,
            first_below: &arcs.first_below,
            below: &arcs.below,
            below_arc: &arcs.below_arc,
            cost: shared(&mut side.cost),
            via: shared(&mut side.via),
        }
    }

    fn side(self) -> Side {
        let plain = |words: Vec<AtomicU32>| words.into_iter().map(AtomicU32::into_inner).collect();
        Side {
            cost: plain(self.cost),
            via: plain(self.via),
        }
    }

    /// The numbers of the arcs at a lower end.
    fn at(&self, low: u32) -> Range<usize> {
        span(self.first, low)
    }

    /// Finishes the arcs of a state on this side. `other` has the arcs between the state and those below it.
    fn set(&self, other: &Half<'_>, state: u32, best: &mut [u64]) {
        let range = self.at(state);
        if range.is_empty() {
            return;
        }
        for arc in range.clone() {
            let (cost, via) = (self.cost[arc].load(Relaxed), self.via[arc].load(Relaxed));
            best[self.high[arc] as usize] = pack(cost, via);
        }
        let below = span(other.first_below, state);
        let lower = other.below[below.clone()].iter();
        for (via, arc) in lower.zip(&other.below_arc[below]) {
            let half = other.cost[*arc as usize].load(Relaxed);
            if half == NO_WAY {
                continue;
            }
            let arcs = self.at(*via);
            let ends = self.high[arcs.clone()].iter().zip(&self.cost[arcs]);
            for (end, cost) in ends.rev().take_while(|(end, _)| **end > state) {
                let best = &mut best[*end as usize];
                *best = (*best).min(pack(half + cost.load(Relaxed), *via));
            }
        }
        for arc in range {
            let best = best[self.high[arc] as usize];
            self.cost[arc].store((best >> 32) as u32, Relaxed);
            self.via[arc].store(best as u32, Relaxed);
        }
    }
}

/// What belongs to a state in an array of which `first` says where each state's part begins.
fn span(first: &[u32], state: u32) -> Range<usize> {
    first[state as usize] as usize..first[state as usize + 1] as usize
}

/// A cost and over what it is had, so that the lower of two is the cheaper.
fn pack(cost: u32, via: u32) -> u64 {
    u64::from(cost) << 32 | u64::from(via)
}

/// For the higher end of each arc at hand the best so far: what one thread works on.
struct Desk(Vec<u64>);

impl Desk {
    fn new(count: usize) -> Desk {
        Desk(vec![0; count])
    }
}

struct Work<'h> {
    up: Half<'h>,
    down: Half<'h>,
    tree: Tree,
    /// One for each thread.
    desks: Vec<Mutex<Desk>>,
}

impl Work<'_> {
    /// Finishes a state and all below it. Only where two large branches fork does it call itself, so that a tree of
    /// which small branches fork off one by one does not nest.
    fn branch(&self, top: u32) {
        let mut stem = Vec::new();
        let mut tops = vec![top];
        while let [at] = tops[..] {
            stem.push(at);
            let is_large = |child: &u32| self.tree.size[*child as usize] > SMALL;
            let (large, small): (Vec<u32>, Vec<u32>) = self
                .tree
                .children(at)
                .iter()
                .partition(|child| is_large(child));
            self.finish(&self.tree.under(small));
            tops = large;
        }
        tops.par_iter().for_each(|top| self.branch(*top));
        self.finish(&stem);
    }

    /// Finishes states, the last first.
    fn finish(&self, states: &[u32]) {
        let desk = &self.desks[rayon::current_thread_index().unwrap_or(0)];
        let Desk(best) = &mut *desk.lock().expect("no thread panics with it");
        for state in states.iter().rev() {
            self.up.set(&self.down, *state, best);
            self.down.set(&self.up, *state, best);
        }
    }
}
