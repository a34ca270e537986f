//! Whether the arrays of a file fit together, so that nothing that is done with them looks outside of one or runs for ever.
//!
//! A checksum finds accidents; it does not find a file that somebody made. So every offset is looked at once when a file is
//! opened: each list of parts is in order and ends where its array ends, each number is that of something there, and what
//! leads up in the hierarchy leads to a state above. That the numbers are the right ones (the lengths, say) nobody can
//! check but the maker of the file. Complexity: linear in the words.

use super::chain::CORE;
use super::graph::{EDGE, HalfEdge, NodeIdx, Parts, TrackGraph};
use super::hierarchy::{Arcs, Hierarchy};
use super::index::{NO_ARC, TrackIndex};
use super::state::States;

/// What does not fit, as the name of an array.
pub(super) type Fault = &'static str;

type Checked = Result<(), Fault>;

/// Most nodes and edges of a graph: their numbers have 31 bits, and half-edges take one.
const MOST: usize = 1 << 30;

fn ensure(fits: bool, fault: Fault) -> Checked {
    if fits { Ok(()) } else { Err(fault) }
}

/// Whether `first` says where `count` parts of an array of `length` begin, and where the last ends.
fn are_parts(first: &[u32], count: usize, length: usize) -> bool {
    first.len() == count + 1
        && first[0] == 0
        && first.is_sorted()
        && first[count] as usize == length
}

fn part(first: &[u32], at: usize) -> std::ops::Range<usize> {
    first[at] as usize..first[at + 1] as usize
}

fn is_rising(words: &[u32]) -> bool {
    words.is_sorted_by(|a, b| a < b)
}

fn are_below(words: &[u32], limit: usize) -> bool {
    words.iter().all(|word| (*word as usize) < limit)
}

/// Checks the arrays of a graph.
pub(super) fn graph(parts: &Parts, tracks: usize) -> Checked {
    let (nodes, edges) = (parts.places.len() / 2, parts.edges.len() / EDGE);
    ensure(
        parts.places.len().is_multiple_of(2) && nodes < MOST,
        "places",
    )?;
    ensure(
        parts.edges.len().is_multiple_of(EDGE) && edges < MOST,
        "edges",
    )?;
    let fits = |edge: &[u32; EDGE]| are_below(&edge[..2], nodes) && (edge[3] as usize) < tracks;
    ensure(parts.edges.as_chunks().0.iter().all(fits), "edges")?;
    incident(parts, nodes, edges)?;
    let ends = &parts.shape_ends;
    ensure(ends.is_empty() || ends.len() == edges, "shape ends")?;
    let last = ends.last().map_or(0, |end| *end as usize);
    ensure(ends.is_sorted() && 2 * last <= parts.shapes.len(), "shapes")?;
    ensure(is_rising(&parts.crossings), "level crossings of tracks")?;
    let (stations, rest) = parts.stations.as_chunks::<2>();
    let is_in_order = stations.is_sorted_by_key(|pair| pair[0]);
    let is_there = stations.iter().all(|pair| (pair[0] as usize) < nodes);
    ensure(rest.is_empty() && is_in_order && is_there, "stations")
}

/// Every half-edge once, at the node that it leaves.
fn incident(parts: &Parts, nodes: usize, edges: usize) -> Checked {
    const FAULT: Fault = "tracks at nodes";
    let incident = &parts.incident[..];
    let is_empty = nodes == 0 && edges == 0 && parts.first.is_empty() && incident.is_empty();
    ensure(
        is_empty || are_parts(&parts.first, nodes, 2 * edges) && incident.len() == 2 * edges,
        FAULT,
    )?;
    let ends = parts.edges.as_chunks::<EDGE>().0;
    for node in 0..nodes {
        let here = &incident[part(&parts.first, node)];
        let leaves = |half: &u32| {
            let edge = ends.get(*half as usize / 2);
            edge.is_some_and(|edge| edge[*half as usize % 2] as usize == node)
        };
        ensure(is_rising(here) && here.iter().all(leaves), FAULT)?;
    }
    Ok(())
}

/// Checks the arrays of an index against the graph that it is of.
pub(super) fn index(index: &TrackIndex, graph: &TrackGraph) -> Checked {
    chains(index, graph)?;
    states(index)?;
    hierarchy(&index.hierarchy, index.states.count())?;
    leg_arcs(index)
}

fn chains(index: &TrackIndex, graph: &TrackGraph) -> Checked {
    let chains = &index.chains;
    let (cores, count) = (chains.nodes.len(), chains.count());
    let edges = graph.edge_count();
    ensure(are_below(&chains.nodes, graph.node_count()), "junctions")?;
    let is_cut_right = are_parts(&chains.first, count, edges) && is_rising(&chains.first);
    ensure(is_cut_right && chains.links.len() == edges, "chains")?;
    ensure(
        chains.ends.len().is_multiple_of(2) && are_below(&chains.ends, cores),
        "ends of chains",
    )?;
    ensure(index.lengths_mm.len() == count, "lengths of chains")?;
    let mut seen = vec![false; edges];
    for half in chains.links.iter() {
        let edge = seen.get_mut(*half as usize / 2).ok_or("chains")?;
        ensure(!std::mem::replace(edge, true), "chains")?;
    }
    for chain in 0..count as u32 {
        let links = chains.links(chain);
        let hang_together =
            |pair: &[u32]| graph.to(HalfEdge(pair[0])) == graph.from(HalfEdge(pair[1]));
        ensure(links.windows(2).all(hang_together), "chains")?;
        let ends = [2 * chain, 2 * chain + 1].map(|half| chains.nodes[chains.from(half) as usize]);
        let (first, last) = (HalfEdge(links[0]), HalfEdge(links[links.len() - 1]));
        ensure(
            ends == [graph.from(first).0, graph.to(last).0],
            "ends of chains",
        )?;
    }
    nodes_on_chains(index, graph)
}

/// Every node is that of the core, or of the chain, that it says.
fn nodes_on_chains(index: &TrackIndex, graph: &TrackGraph) -> Checked {
    const FAULT: Fault = "nodes on chains";
    let chains = &index.chains;
    let nodes = graph.node_count();
    ensure(
        chains.node_chain.len() == nodes && chains.node_link.len() == nodes,
        FAULT,
    )?;
    let is_right = |node: u32| {
        let (at, link) = (
            chains.node_chain[node as usize],
            chains.node_link[node as usize],
        );
        if at & CORE != 0 {
            return chains.nodes.get((at & !CORE) as usize) == Some(&node);
        }
        if at as usize >= chains.count() {
            return false;
        }
        let links = chains.links(at);
        let is_inside = link >= 1 && (link as usize) < links.len();
        is_inside && graph.to(HalfEdge(links[link as usize - 1])) == NodeIdx(node)
    };
    ensure((0..nodes as u32).all(is_right), FAULT)
}

fn states(index: &TrackIndex) -> Checked {
    let (chains, states) = (&index.chains, &index.states);
    let (cores, halves, count) = (chains.nodes.len(), chains.ends.len(), states.count());
    ensure(are_below(&states.node, cores) && count < MOST, "states")?;
    ensure(
        are_parts(&states.first, count, states.exits.len()),
        "exits of states",
    )?;
    ensure(are_below(&states.exits, halves), "exits of states")?;
    let leaves = |state: usize| {
        let exits = &states.exits[part(&states.first, state)];
        exits
            .iter()
            .all(|half| chains.from(*half) == states.node[state])
    };
    ensure((0..count).all(leaves), "exits of states")?;
    let arrives = |(half, state): (usize, &u32)| {
        states.node.get(*state as usize) == Some(&chains.ends[half ^ 1])
    };
    let is_whole = states.arrival.len() == halves;
    ensure(
        is_whole && states.arrival.iter().enumerate().all(arrives),
        "arrivals",
    )?;
    states_at(index, states)?;
    let leaving = &index.leaving;
    ensure(
        are_parts(&index.first_leaving, cores, leaving.len()) && are_below(leaving, halves),
        "chains at junctions",
    )?;
    let begins = |core: usize| {
        let here = &leaving[part(&index.first_leaving, core)];
        here.iter().all(|half| chains.from(*half) as usize == core)
    };
    ensure((0..cores).all(begins), "chains at junctions")
}

fn states_at(index: &TrackIndex, states: &States) -> Checked {
    let (spans, rest) = index.states_at.as_chunks::<2>();
    ensure(
        rest.is_empty() && spans.len() == index.chains.nodes.len(),
        "states at junctions",
    )?;
    let is_here = |(core, [start, count]): (usize, &[u32; 2])| {
        let range = *start as usize..*start as usize + *count as usize;
        let here = states.node.get(range);
        here.is_some_and(|here| here.iter().all(|node| *node as usize == core))
    };
    ensure(spans.iter().enumerate().all(is_here), "states at junctions")
}

fn hierarchy(hierarchy: &Hierarchy, states: usize) -> Checked {
    let parent = &hierarchy.parent;
    let is_above = |(state, above): (usize, &u32)| (state..states).contains(&(*above as usize));
    let is_whole = parent.len() == states;
    ensure(
        is_whole && parent.iter().enumerate().all(is_above),
        "states above states",
    )?;
    let tree = Ancestors::new(parent);
    arcs(&hierarchy.up, states, &tree)?;
    arcs(&hierarchy.down, states, &tree)
}

fn arcs(arcs: &Arcs, states: usize, tree: &Ancestors) -> Checked {
    const FAULT: Fault = "arcs of the hierarchy";
    let count = arcs.high.len();
    ensure(are_parts(&arcs.first, states, count), FAULT)?;
    ensure(are_parts(&arcs.first_below, states, count), FAULT)?;
    ensure(
        arcs.below.len() == count && arcs.below_arc.len() == count,
        FAULT,
    )?;
    ensure(are_below(&arcs.high, states), FAULT)?;
    for low in 0..states as u32 {
        let high = &arcs.high[arcs.at(low)];
        let leads_up = |high: &u32| *high > low && tree.is_below(low, *high);
        ensure(is_rising(high) && high.iter().all(leads_up), FAULT)?;
    }
    for high in 0..states as u32 {
        let range = part(&arcs.first_below, high as usize);
        ensure(is_rising(&arcs.below[range.clone()]), FAULT)?;
        let pairs = arcs.below[range.clone()].iter().zip(&arcs.below_arc[range]);
        for (low, arc) in pairs {
            let is_it = (*low as usize) < states
                && arcs.at(*low).contains(&(*arc as usize))
                && arcs.high[*arc as usize] == high;
            ensure(is_it, FAULT)?;
        }
    }
    Ok(())
}

/// Which states lie below which in the tree of the hierarchy.
struct Ancestors {
    /// The place of each state when all are put in an order in which those below a state follow it at once.
    place: Vec<u32>,
    /// How many states each has below it, itself among them.
    size: Vec<u32>,
}

impl Ancestors {
    /// Parents are above or the state itself.
    fn new(parent: &[u32]) -> Ancestors {
        let count = parent.len();
        let is_root = |state: usize| parent[state] as usize == state;
        let mut size = vec![1u32; count];
        for state in (0..count).filter(|state| !is_root(*state)) {
            size[parent[state] as usize] += size[state];
        }
        // From above: each state takes the next places of its parent, behind those of its siblings.
        let (mut place, mut next) = (vec![0; count], vec![0; count]);
        let mut roots = 0;
        for state in (0..count).rev() {
            let free = match is_root(state) {
                true => &mut roots,
                false => &mut next[parent[state] as usize],
            };
            place[state] = *free;
            *free += size[state];
            next[state] = place[state] + 1;
        }
        Ancestors { place, size }
    }

    fn is_below(&self, low: u32, high: u32) -> bool {
        let start = self.place[high as usize];
        let range = start..start + self.size[high as usize];
        range.contains(&self.place[low as usize])
    }
}

/// The arcs of the legs are those between the states that the legs join.
fn leg_arcs(index: &TrackIndex) -> Checked {
    const FAULT: Fault = "arcs of legs";
    let (states, hierarchy) = (&index.states, &index.hierarchy);
    ensure(index.leg_arcs.len() == 2 * states.exits.len(), FAULT)?;
    for state in 0..states.count() as u32 {
        for exit in states.exits_of(state) {
            for (i, (_, to)) in states.after(exit).into_iter().enumerate() {
                let arc = index.leg_arcs[2 * exit + i];
                let (arcs, low, high) = match arc.is_multiple_of(2) {
                    true => (&hierarchy.up, state, to),
                    false => (&hierarchy.down, to, state),
                };
                let number = (arc / 2) as usize;
                let is_it = || arcs.at(low).contains(&number) && arcs.high[number] == high;
                ensure(arc == NO_ARC || is_it(), FAULT)?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ancestors_are_those_on_the_way_up() {
        // 0 and 1 below 3, 2 below 4, 3 below 4; 5 alone.
        let tree = Ancestors::new(&[3, 3, 4, 4, 4, 5]);
        let below = |low, high| tree.is_below(low, high);
        assert!(below(0, 3) && below(0, 4) && below(2, 4) && below(3, 4) && below(5, 5));
        assert!(!below(0, 2) && !below(0, 5) && !below(4, 3) && !below(0, 1));
    }
}
