//! The order in which junctions are taken out of the graph: nested dissection.
//!
//! The network is cut in two where few tracks cross, the parts again, and so on; junctions at the cuts come last. Cuts
//! are found by inertial flow: the junctions are sorted along a direction, the first quarter must be on one side, the last
//! on the other, and the fewest tracks between are cut; the best of four directions counts. The order decides how fast
//! searches are, never what they find. Method: A. Schild and C. Sommer, On balanced separators in road networks, 2015.

use std::collections::VecDeque;

use super::chain::Chains;
use super::graph::{NodeIdx, TrackGraph};

/// Parts of this size are ordered as they are.
const SMALL: usize = 3;

/// Parts of this size are worth a thread of their own. Assumption: smaller ones take less time than handing them over;
/// the result does not depend on it.
const LARGE: usize = 2_000;

/// Share of the junctions that must be on each side: one in this many.
const SIDE: usize = 4;

/// The rank of each node of the core, from 0.
pub(super) fn ranks(graph: &TrackGraph, chains: &Chains) -> Vec<u32> {
    let places = chains.nodes.iter().map(|node| graph.place(NodeIdx(*node)));
    let whole = Part {
        names: (0..chains.nodes.len() as u32).collect(),
        places: places.map(|place| [place.lat, place.lon]).collect(),
        edges: chains
            .ends
            .chunks_exact(2)
            .filter(|ends| ends[0] != ends[1])
            .map(|ends| [ends[0], ends[1]])
            .collect(),
    };
    let mut order = vec![0; chains.nodes.len()];
    dissect(whole, &mut order);
    let mut ranks = vec![0; order.len()];
    for (rank, node) in order.iter().enumerate() {
        ranks[*node as usize] = rank as u32;
    }
    ranks
}

/// A part of the network with its own numbers.
struct Part {
    /// What its nodes are called in the whole.
    names: Vec<u32>,
    places: Vec<[i32; 2]>,
    edges: Vec<[u32; 2]>,
}

/// Writes the nodes of a part in the order in which they are taken out.
fn dissect(part: Part, order: &mut [u32]) {
    if part.names.len() <= SMALL {
        order.copy_from_slice(&part.names);
        return;
    }
    let [first, second, cut] = split(part);
    let (low, rest) = order.split_at_mut(first.names.len());
    let (high, last) = rest.split_at_mut(second.names.len());
    last.copy_from_slice(&cut.names);
    if low.len().max(high.len()) < LARGE {
        dissect(first, low);
        dissect(second, high);
    } else {
        rayon::join(|| dissect(first, low), || dissect(second, high));
    }
}

/// Both sides of the best cut, and the nodes at it.
fn split(part: Part) -> [Part; 3] {
    let links = Links::new(&part);
    let mut best: Option<Cut> = None;
    for direction in [[1, 0], [0, 1], [1, 1], [1, -1]] {
        let most = best.as_ref().map_or(usize::MAX, |cut| cut.size);
        let cut = links.cut(&part, direction, most);
        best = match (best, cut) {
            (Some(best), Some(cut)) if cut.is_better(&best) => Some(cut),
            (None, cut) => cut,
            (best, _) => best,
        };
    }
    let side = best
        .expect("the first direction has no limit to its cut")
        .is_first;
    // The ends of cut edges on one side separate both: those of the side with fewer.
    let mut ends = [vec![false; side.len()], vec![false; side.len()]];
    for [a, b] in part.edges.iter().map(|edge| edge.map(|node| node as usize)) {
        if side[a] != side[b] {
            for node in [a, b] {
                ends[usize::from(side[node])][node] = true;
            }
        }
    }
    let count = |i: usize| ends[i].iter().filter(|is_end| **is_end).count();
    let is_cut = &ends[usize::from(count(1) < count(0))];
    let group = |node: usize| match (is_cut[node], side[node]) {
        (true, _) => 2,
        (false, true) => 0,
        (false, false) => 1,
    };
    parts(&part, group)
}

/// Divides a part into three by the group of each node. Edges between groups are dropped.
fn parts(part: &Part, group: impl Fn(usize) -> usize) -> [Part; 3] {
    let mut parts = [0, 1, 2].map(|_| Part {
        names: Vec::new(),
        places: Vec::new(),
        edges: Vec::new(),
    });
    let mut numbers = Vec::with_capacity(part.names.len());
    for (node, name) in part.names.iter().enumerate() {
        let part_of = &mut parts[group(node)];
        numbers.push(part_of.names.len() as u32);
        part_of.names.push(*name);
        part_of.places.push(part.places[node]);
    }
    for edge in &part.edges {
        let [a, b] = edge.map(|node| group(node as usize));
        if a == b {
            parts[a].edges.push(edge.map(|node| numbers[node as usize]));
        }
    }
    parts
}

/// A cut: which nodes are on the first side, and how many edges it cuts.
struct Cut {
    is_first: Vec<bool>,
    size: usize,
    smaller_side: usize,
}

impl Cut {
    /// Fewer edges for the size of the smaller side.
    fn is_better(&self, other: &Cut) -> bool {
        self.size * other.smaller_side < other.size * self.smaller_side
    }
}

/// The edges at each node of a part: twice their number, and one more at their second end.
struct Links {
    first: Vec<u32>,
    halves: Vec<u32>,
}

impl Links {
    fn new(part: &Part) -> Links {
        let mut first = vec![0u32; part.names.len() + 1];
        for node in part.edges.iter().flatten() {
            first[*node as usize + 1] += 1;
        }
        for i in 1..first.len() {
            first[i] += first[i - 1];
        }
        let mut next = first.clone();
        let mut halves = vec![0; 2 * part.edges.len()];
        for (node, half) in part.edges.iter().flatten().zip(0..) {
            halves[next[*node as usize] as usize] = half;
            next[*node as usize] += 1;
        }
        Links { first, halves }
    }

    /// The smallest cut across a direction; `None` when it would cut `limit` edges or more for certain.
    fn cut(&self, part: &Part, direction: [i64; 2], limit: usize) -> Option<Cut> {
        let count = part.names.len();
        let side = (count / SIDE).max(1);
        let along = |node: &u32| {
            let [lat, lon] = part.places[*node as usize].map(i64::from);
            (lat * direction[0] + lon * direction[1], *node)
        };
        let mut order: Vec<u32> = (0..count as u32).collect();
        order.sort_unstable_by_key(along);
        let mut flow = Flow {
            links: self,
            edges: &part.edges,
            used: vec![0; part.edges.len()],
            is_target: vec![false; count],
            came_by: vec![UNSEEN; count],
            queue: VecDeque::new(),
        };
        order[count - side..]
            .iter()
            .for_each(|node| flow.is_target[*node as usize] = true);
        let mut size = 0;
        while flow.push(&order[..side]) {
            size += 1;
            // Twice as many: a larger cut can still be better balanced.
            if size / 2 >= limit {
                return None;
            }
        }
        let is_first: Vec<bool> = flow.came_by.iter().map(|by| *by != UNSEEN).collect();
        let reached = is_first.iter().filter(|is_first| **is_first).count();
        Some(Cut {
            is_first,
            size: size.max(1),
            smaller_side: reached.min(count - reached),
        })
    }
}

const UNSEEN: u32 = u32::MAX;
const SOURCE: u32 = u32::MAX - 1;

/// A flow of one unit on each edge at most.
struct Flow<'p> {
    links: &'p Links,
    edges: &'p [[u32; 2]],
    /// 1 where a unit flows from an edge's first end to its second, -1 the other way.
    used: Vec<i8>,
    is_target: Vec<bool>,
    /// The half by which each node was reached.
    came_by: Vec<u32>,
    queue: VecDeque<u32>,
}

impl Flow<'_> {
    /// Pushes one more unit from the sources to a target, if there is a way.
    fn push(&mut self, sources: &[u32]) -> bool {
        self.came_by.fill(UNSEEN);
        self.queue.clear();
        for source in sources {
            self.came_by[*source as usize] = SOURCE;
            self.queue.push_back(*source);
        }
        while let Some(node) = self.queue.pop_front() {
            let (start, end) = (node as usize, node as usize + 1);
            let range = self.links.first[start] as usize..self.links.first[end] as usize;
            for half in &self.links.halves[range] {
                let (edge, is_second) = ((half / 2) as usize, half % 2 == 1);
                let flow = if is_second {
                    -self.used[edge]
                } else {
                    self.used[edge]
                };
                let next = self.edges[edge][usize::from(!is_second)];
                if flow == 1 || self.came_by[next as usize] != UNSEEN {
                    continue;
                }
                self.came_by[next as usize] = *half;
                if self.is_target[next as usize] {
                    self.augment(next);
                    return true;
                }
                self.queue.push_back(next);
            }
        }
        false
    }

    fn augment(&mut self, mut node: u32) {
        while self.came_by[node as usize] != SOURCE {
            let half = self.came_by[node as usize];
            let (edge, is_second) = ((half / 2) as usize, half % 2 == 1);
            self.used[edge] += if is_second { -1 } else { 1 };
            node = self.edges[edge][usize::from(is_second)];
        }
    }
}
