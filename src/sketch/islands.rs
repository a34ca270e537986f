//! Which stations of a network the sketch joins at all, whatever is closed or avoided.

use petgraph::unionfind::UnionFind;

use super::Sketch;
use super::joint::{Joint, Vertex};
use crate::network::{Network, StationIdx};

/// The parts of a network together with the sketch that no rails join.
#[derive(Clone, Debug)]
pub(crate) struct Islands(Vec<usize>);

impl Islands {
    /// The islands of a network: one pass over all rails, where each search in vain would take three.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network;

    /// No rails lead from Australia to Asia; Zambia and Tanzania share theirs.
    #[test]
    fn continents_are_islands() {
        let sketch = Sketch::embedded().expect("it is embedded");
        let checked = network::bundled().expect("the bundled network has no errors");
        let islands = Islands::new(&sketch, checked.network());
        let station = |id| checked.network().station_by_id(id).expect("it is there");
        let are_joined = |a, b| islands.are_joined(station(a), station(b));
        assert!(!are_joined("au-southern-cross", "cn-beijing"));
        assert!(!are_joined("zm-new-kapiri-mposhi", "cn-beijing"));
        assert!(are_joined("zm-new-kapiri-mposhi", "tz-chimala"));
        assert!(are_joined("ua-lviv", "kp-pyongyang"));
    }
}
