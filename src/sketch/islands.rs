//! Which stations of a network the sketch joins at all, whatever is closed or avoided.

use petgraph::unionfind::UnionFind;

use super::Sketch;
use super::joint::{Joint, Vertex};
use crate::network::{Network, StationIdx};

/// The parts of a network together with the sketch that no rails join.
#[derive(Clone, Debug)]
pub(crate) struct Islands(Vec<usize>);

impl Islands {
    /// The islands of a network. It takes a few milliseconds, in which some ten pairs are searched for in vain.
    #[must_use]
    pub fn new(sketch: &Sketch<'_>, network: &Network) -> Islands {
        let joint = Joint::new(sketch, network);
        let rails = joint.rails();
        let mut parts = UnionFind::new(rails.nodes() + network.stations().len());
        let station = |station| joint.number(Vertex::Station(station));
        for node in rails.node_indices() {
            let at = usize::from(node);
            for half in rails.leaving(node) {
                parts.union(at, usize::from(half.to));
            }
            if let Some(gateway) = joint.gateway(node) {
                parts.union(at, station(gateway));
            }
        }
        for segment in network.segments() {
            parts.union(station(segment.from), station(segment.to));
        }
        let of = |place| parts.find(station(place));
        Islands(network.station_indices().map(of).collect())
    }

    /// Whether rails join two stations.
    #[must_use]
    pub fn are_joined(&self, a: StationIdx, b: StationIdx) -> bool {
        self.0[a.0 as usize] == self.0[b.0 as usize]
    }
}
