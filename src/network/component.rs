//! The parts of a network that no segment joins.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use petgraph::unionfind::UnionFind;

use super::{Network, StationIdx};

/// The stations of each connected part, whatever the day: the largest part first, of equals that with the first station.
#[must_use]
pub fn components(network: &Network) -> Vec<Vec<StationIdx>> {
    let mut union = UnionFind::<u32>::new(network.stations().len());
    for segment in network.segments() {
        union.union(segment.from.0, segment.to.0);
    }
    let mut parts: BTreeMap<u32, Vec<StationIdx>> = BTreeMap::new();
    for station in network.station_indices() {
        parts
            .entry(union.find(station.0))
            .or_default()
            .push(station);
    }
    let mut parts: Vec<Vec<StationIdx>> = parts.into_values().collect();
    parts.sort_by_key(|part| (Reverse(part.len()), part[0]));
    parts
}
