//! The parts of a network that no segment joins.

use std::cmp::Reverse;

use petgraph::algo::kosaraju_scc;

use super::{Network, StationIdx};

/// The stations of each connected part, whatever the day: the largest part first, of equals that with the first station.
/// petgraph finds them: on a graph without directions the strongly connected components are the connected ones.
#[must_use]
pub fn components(network: &Network) -> Vec<Vec<StationIdx>> {
    let graph = network.graph();
    let mut parts: Vec<Vec<StationIdx>> = kosaraju_scc(&graph)
        .into_iter()
        .map(|part| part.into_iter().map(|node| graph[node]).collect())
        .collect();
    for part in &mut parts {
        part.sort_unstable();
    }
    parts.sort_by_key(|part| (Reverse(part.len()), part[0]));
    parts
}
