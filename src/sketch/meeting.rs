//! Where a network meets the sketch: gateways, and edges that run beside its lines.
//!
//! For the bundled network the maker has found both. For any other they are measured here, alike: a station is a gateway
//! at the nearest node within 3 km, and an edge runs beside the network when both of its ends lie near a line.

use rustc_hash::FxHashMap;

use super::cells::NodeCells;
use super::rails::{Half, NodeIdx, Rails};
use crate::network::{LatLon, Network, StationIdx};

/// A station is a gateway when a node of the sketch lies this near. The maker's is the same.
const GATEWAY_KM: f64 = 3.0;
/// A place this near to the straight line between two stations lies beside it. The maker's is the same.
const BESIDE_KM: f64 = 2.5;
/// And farther off by so much of the line's length, because the line bends.
const BULGE: f64 = 0.12;
/// But no farther than this.
const BESIDE_MOST_KM: f64 = 6.0;
/// Places along a line are looked at in steps of so much.
const SAMPLE_KM: f64 = 1.0;
/// Cells are so many to a degree.
const CELLS: f64 = 10.0;
/// Of the maker's gateways so many in ten must be in a network, or it is another than the bundled one.
const KNOWN_IN_TEN: usize = 9;

/// Where a network meets the sketch.
pub(super) struct Meeting {
    node_of: FxHashMap<StationIdx, NodeIdx>,
    station_of: FxHashMap<NodeIdx, StationIdx>,
    /// Which nodes lie beside the network; `None` where the maker has marked the edges.
    beside: Option<Vec<bool>>,
}

impl Meeting {
    pub fn new(rails: &Rails<'_>, network: &Network) -> Meeting {
        let found = rails.gateways().iter().filter_map(|(node, id)| {
            let station = network.station_by_id(id)?;
            is_near(rails.place(*node), network.station(station).position)
                .then_some((*node, station))
        });
        let found: Vec<(NodeIdx, StationIdx)> = found.collect();
        match found.len() * 10 >= rails.gateways().len() * KNOWN_IN_TEN {
            true => Meeting::of(found, None),
            false => Meeting::of(measured(rails, network), Some(beside(rails, network))),
        }
    }

    fn of(pairs: Vec<(NodeIdx, StationIdx)>, beside: Option<Vec<bool>>) -> Meeting {
        Meeting {
            node_of: pairs
                .iter()
                .map(|(node, station)| (*station, *node))
                .collect(),
            station_of: pairs.into_iter().collect(),
            beside,
        }
    }

    pub fn node_of(&self, station: StationIdx) -> Option<NodeIdx> {
        self.node_of.get(&station).copied()
    }

    pub fn station_at(&self, node: NodeIdx) -> Option<StationIdx> {
        self.station_of.get(&node).copied()
    }

    pub fn is_beside(&self, rails: &Rails<'_>, node: NodeIdx, half: Half) -> bool {
        match &self.beside {
            None => rails.is_surveyed(half.edge),
            Some(beside) => beside[usize::from(node)] && beside[usize::from(half.to)],
        }
    }
}

/// Whether two places lie so near that one is the gateway of the other. Good to a few metres in a hundred.
fn is_near(a: LatLon, b: LatLon) -> bool {
    let north = (a.lat - b.lat) * 111.2;
    let east = super::cells::turn(a.lon - b.lon) * 111.2 * a.lat.to_radians().cos();
    north.hypot(east) <= GATEWAY_KM * 1.1
}

/// The nearest node of each station; a node belongs to the nearest station only.
pub(super) fn measured(rails: &Rails<'_>, network: &Network) -> Vec<(NodeIdx, StationIdx)> {
    let nodes = rails.node_indices();
    let cells = NodeCells::new(nodes.map(|node| (node, rails.place(node))));
    let mut best: FxHashMap<NodeIdx, (f64, StationIdx)> = FxHashMap::default();
    for station in network.station_indices() {
        let place = network.station(station).position;
        let Some((node, at)) = cells.nearest(place, GATEWAY_KM) else {
            continue;
        };
        let km = at.geodesic(place).km();
        let nearest = best.entry(node).or_insert((km, station));
        if km < nearest.0 {
            *nearest = (km, station);
        }
    }
    let mut pairs: Vec<(NodeIdx, StationIdx)> = best
        .into_iter()
        .map(|(node, (_, station))| (node, station))
        .collect();
    pairs.sort_unstable();
    pairs
}

/// Which nodes lie beside a line of the network.
fn beside(rails: &Rails<'_>, network: &Network) -> Vec<bool> {
    let mut samples: FxHashMap<(i32, i32), Vec<(LatLon, f64)>> = FxHashMap::default();
    for segment in network.segments() {
        let ends = [segment.from, segment.to].map(|end| network.station(end).position);
        let km = ends[0].geodesic(ends[1]).km();
        let limit = (BESIDE_KM + BULGE * km).min(BESIDE_MOST_KM);
        let count = (km / SAMPLE_KM).floor().max(1.0);
        for step in 0..count as u32 {
            let share = (f64::from(step) + 0.5) / count;
            let place = between(ends, share);
            samples
                .entry(cell_of(place))
                .or_default()
                .push((place, limit));
        }
    }
    let is_beside = |place: LatLon| {
        let (row, column) = cell_of(place);
        let width =
            (BESIDE_MOST_KM / 111.0 * CELLS / place.lat.to_radians().cos().max(0.05)).ceil();
        let columns = move || column - width as i32..=column + width as i32;
        let cells = (row - 1..=row + 1).flat_map(|row| columns().map(move |column| (row, column)));
        let mut near = cells.filter_map(|cell| samples.get(&cell)).flatten();
        near.any(|(sample, limit)| place.geodesic(*sample).km() <= *limit)
    };
    let nodes = rails.node_indices();
    nodes.map(|node| is_beside(rails.place(node))).collect()
}

/// A place at a share of the line between two others, over the 180th meridian where that is shorter.
fn between([a, b]: [LatLon; 2], share: f64) -> LatLon {
    let east = (b.lon - a.lon + 540.0).rem_euclid(360.0) - 180.0;
    LatLon {
        lat: a.lat + (b.lat - a.lat) * share,
        lon: (a.lon + east * share + 540.0).rem_euclid(360.0) - 180.0,
    }
}

fn cell_of(place: LatLon) -> (i32, i32) {
    (
        (place.lat * CELLS).floor() as i32,
        (place.lon * CELLS).floor() as i32,
    )
}
