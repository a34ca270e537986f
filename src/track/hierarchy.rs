//! The hierarchy: which arcs there are once states are taken out one after the other, whatever they cost.
//!
//! Taking a state out joins every state before it with every one after it. States are numbered in the order in which they
//! are taken out; an arc up leads to a higher number, an arc down to a lower one, and both are kept at their lower end. A
//! shortest way is a way up and then down, whatever the costs: that is what makes this a customizable contraction
//! hierarchy (J. Dibbelt, B. Strasser, D. Wagner, Customizable Contraction Hierarchies, 2016). Arcs keep their direction here, so
//! that a one-way state graph is not blown up to both.

use super::sections::Words;

/// Arcs of one kind, by their lower end.
#[derive(Clone, Debug, Default)]
pub(super) struct Arcs {
    /// Where each state's begin, and the end of the last.
    pub first: Words,
    /// Their higher ends, rising.
    pub high: Words,
    /// Where the arcs with a state as higher end begin in `below`.
    pub first_below: Words,
    /// Lower ends of the arcs, by their higher end, rising.
    pub below: Words,
    /// The number of the arc of the same place in `below`.
    pub below_arc: Words,
}

impl Arcs {
    fn new(lists: Vec<Vec<u32>>) -> Arcs {
        let mut first = Vec::with_capacity(lists.len() + 1);
        first.push(0);
        let mut high = Vec::with_capacity(lists.iter().map(Vec::len).sum());
        let mut first_below = vec![0u32; lists.len() + 1];
        for list in &lists {
            list.iter()
                .for_each(|end| first_below[*end as usize + 1] += 1);
            high.extend_from_slice(list);
            first.push(high.len() as u32);
        }
        for i in 1..first_below.len() {
            first_below[i] += first_below[i - 1];
        }
        let mut next = first_below.clone();
        let (mut below, mut below_arc) = (vec![0; high.len()], vec![0; high.len()]);
        let mut arc = 0;
        for (low, list) in lists.iter().enumerate() {
            for end in list {
                let at = next[*end as usize] as usize;
                (below[at], below_arc[at]) = (low as u32, arc);
                (next[*end as usize], arc) = (next[*end as usize] + 1, arc + 1);
            }
        }
        Arcs {
            first: first.into(),
            high: high.into(),
            first_below: first_below.into(),
            below: below.into(),
            below_arc: below_arc.into(),
        }
    }

    /// The numbers of the arcs at a lower end.
    pub fn at(&self, low: u32) -> std::ops::Range<usize> {
        self.first[low as usize] as usize..self.first[low as usize + 1] as usize
    }

    /// The number of the arc between two states.
    pub fn find(&self, low: u32, high: u32) -> Option<usize> {
        let range = self.at(low);
        let at = self.high[range.clone()].binary_search(&high).ok()?;
        Some(range.start + at)
    }
}

/// The hierarchy of a graph of states.
#[derive(Clone, Debug, Default)]
pub(super) struct Hierarchy {
    pub up: Arcs,
    pub down: Arcs,
    /// For each state the next one above it, itself for the highest of its part: searches upwards meet no other states than
    /// those on this way.
    pub parent: Words,
}

impl Hierarchy {
    /// The hierarchy of these arcs between `count` states.
    pub fn new(count: usize, arcs: &[(u32, u32)]) -> Hierarchy {
        let parent = parents(count, arcs);
        let mut up: Vec<List> = vec![List::default(); count];
        let mut down: Vec<List> = vec![List::default(); count];
        for (from, to) in arcs {
            match from < to {
                true => up[*from as usize].push(*to),
                false => down[*to as usize].push(*from),
            }
        }
        for state in 0..count {
            up[state].tidy();
            down[state].tidy();
            let (after, before) = (up[state].0.clone(), down[state].0.clone());
            for from in &before {
                let higher = after.partition_point(|to| to <= from);
                up[*from as usize].extend(&after[higher..]);
            }
            for to in &after {
                let higher = before.partition_point(|from| from <= to);
                down[*to as usize].extend(&before[higher..]);
            }
        }
        let lists = |all: Vec<List>| Arcs::new(all.into_iter().map(|list| list.0).collect());
        Hierarchy {
            up: lists(up),
            down: lists(down),
            parent: parent.into(),
        }
    }
}

/// A set of states, tidied when it has doubled: the list, and its length when it was tidied last.
#[derive(Clone, Default)]
struct List(Vec<u32>, usize);

impl List {
    fn push(&mut self, state: u32) {
        self.0.push(state);
    }

    fn extend(&mut self, states: &[u32]) {
        self.0.extend_from_slice(states);
        if self.0.len() > 2 * self.1 + 32 {
            self.tidy();
        }
    }

    fn tidy(&mut self) {
        self.0.sort_unstable();
        self.0.dedup();
        self.1 = self.0.len();
    }
}

/// The elimination tree of the arcs without their direction. Method: J. Liu, The role of elimination trees in sparse
/// factorization, 1990, with shortened ways to the root.
fn parents(count: usize, arcs: &[(u32, u32)]) -> Vec<u32> {
    let mut lower: Vec<Vec<u32>> = vec![Vec::new(); count];
    for (from, to) in arcs {
        lower[(*from).max(*to) as usize].push(*from.min(to));
    }
    let mut parent: Vec<u32> = (0..count as u32).collect();
    let mut root = parent.clone();
    for state in 0..count as u32 {
        for start in &lower[state as usize] {
            let mut at = *start;
            while root[at as usize] != state {
                let next = root[at as usize];
                root[at as usize] = state;
                if next == at {
                    parent[at as usize] = state;
                    break;
                }
                at = next;
            }
        }
    }
    parent
}
