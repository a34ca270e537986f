//! Chains: tracks without a switch, from one junction or end to the next, joined into one each.
//!
//! Most nodes of a map only bend a track. Joining what lies between junctions leaves a core some twenty times smaller, on
//! which everything else is done; starts and ends of ways may lie anywhere on a chain. A closed loop without a junction
//! gets one at its lowest node.

use super::graph::{HalfEdge, NodeIdx, TrackGraph};
use super::sections::Words;

/// Marks a node of the core in [`Chains::node_chain`].
pub(super) const CORE: u32 = 1 << 31;

/// A chain in one direction: twice its number, and one more against the direction in which it was found.
pub(super) type HalfChain = u32;

/// All chains of a graph and the nodes of its core.
#[derive(Clone, Debug, Default)]
pub(super) struct Chains {
    /// The node of the graph that each node of the core is.
    pub nodes: Words,
    /// Where each chain's half-edges begin in `links`, and the end of the last.
    pub first: Words,
    /// Half-edges in the direction of the chain.
    pub links: Words,
    /// The nodes of the core at which each chain begins and ends: two words a chain.
    pub ends: Words,
    /// For each node the chain inside which it is, or with [`CORE`] which node of the core it is.
    pub node_chain: Words,
    /// For each node inside a chain, how many links come before it.
    pub node_link: Words,
}

/// Where a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ChainSpot {
    /// At this node of the core.
    Core(u32),
    /// Inside a chain, after so many of its links.
    Inside(u32, usize),
}

impl Chains {
    /// Finds the chains of a graph.
    pub fn new(graph: &TrackGraph) -> Chains {
        let mut finder = Finder {
            graph,
            node_chain: vec![u32::MAX; graph.node_count()],
            node_link: vec![0; graph.node_count()],
            nodes: Vec::new(),
            first: vec![0],
            links: Vec::with_capacity(graph.edge_count()),
            ends: Vec::new(),
        };
        for node in graph.nodes().filter(|node| graph.leaving(*node).len() != 2) {
            finder.add_core(node);
        }
        for core in 0..finder.nodes.len() {
            finder.follow_all(core);
        }
        // What is left are loops.
        for node in graph.nodes() {
            if finder.node_chain[node.0 as usize] == u32::MAX {
                finder.add_core(node);
                finder.follow_all(finder.nodes.len() - 1);
            }
        }
        Chains {
            nodes: finder.nodes.into(),
            first: finder.first.into(),
            links: finder.links.into(),
            ends: finder.ends.into(),
            node_chain: finder.node_chain.into(),
            node_link: finder.node_link.into(),
        }
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.ends.len() / 2
    }

    /// The half-edges of a chain in the direction in which it was found.
    pub fn links(&self, chain: u32) -> &[u32] {
        let chain = chain as usize;
        &self.links[self.first[chain] as usize..self.first[chain + 1] as usize]
    }

    /// The half-edges of a half-chain.
    pub fn half_edges(&self, half: HalfChain) -> impl ExactSizeIterator<Item = HalfEdge> + '_ {
        let links = self.links(half / 2);
        let last = links.len() - 1;
        (0..links.len()).map(move |i| match half.is_multiple_of(2) {
            true => HalfEdge(links[i]),
            false => HalfEdge(links[last - i]).reversed(),
        })
    }

    /// The node of the core from which a half-chain leaves.
    pub fn from(&self, half: HalfChain) -> u32 {
        self.ends[half as usize]
    }

    /// Where a node is.
    pub fn spot(&self, node: NodeIdx) -> ChainSpot {
        let node = node.0 as usize;
        match self.node_chain[node] {
            core if core & CORE != 0 => ChainSpot::Core(core & !CORE),
            chain => ChainSpot::Inside(chain, self.node_link[node] as usize),
        }
    }
}

struct Finder<'g> {
    graph: &'g TrackGraph,
    node_chain: Vec<u32>,
    node_link: Vec<u32>,
    nodes: Vec<u32>,
    first: Vec<u32>,
    links: Vec<u32>,
    ends: Vec<u32>,
}

impl Finder<'_> {
    fn add_core(&mut self, node: NodeIdx) {
        self.node_chain[node.0 as usize] = CORE | self.nodes.len() as u32;
        self.nodes.push(node.0);
    }

    /// Follows all chains from a node of the core that have not been followed from their other end.
    fn follow_all(&mut self, core: usize) {
        let node = NodeIdx(self.nodes[core]);
        for start in self.graph.leaving(node) {
            let next = self.graph.to(start);
            let is_inside = self.node_chain[next.0 as usize] & CORE == 0;
            let is_known = match self.node_chain[next.0 as usize] {
                u32::MAX => false,
                _ if is_inside => true,
                // A single edge between two nodes of the core: found from its tail.
                _ => !start.is_forward(),
            };
            if !is_known {
                self.follow(core as u32, start);
            }
        }
    }

    fn follow(&mut self, from: u32, start: HalfEdge) {
        let chain = self.ends.len() as u32 / 2;
        let mut half = start;
        loop {
            self.links.push(half.0);
            let node = self.graph.to(half).0 as usize;
            if self.node_chain[node] != u32::MAX {
                break self.ends.extend([from, self.node_chain[node] & !CORE]);
            }
            self.node_chain[node] = chain;
            self.node_link[node] = self.links.len() as u32 - self.first[chain as usize];
            let back = half.reversed();
            let onward = self
                .graph
                .leaving(NodeIdx(node as u32))
                .find(|next| *next != back);
            half = onward.expect("a node inside a chain has two half-edges");
        }
        self.first.push(self.links.len() as u32);
    }
}
