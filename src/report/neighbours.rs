//! The lines around a route that it does not run over: what a map shows besides.

use std::collections::BTreeSet;

use super::map::Window;
use crate::journey::Journey;
use crate::network::{LatLon, Network, SegmentIdx};

/// Segments that a map of some journeys shows and that no journey runs over, as pairs of positions.
#[must_use]
pub fn neighbours(network: &Network, journeys: &[Journey]) -> Vec<(LatLon, LatLon)> {
    let steps = journeys.iter().flat_map(|journey| journey.route.steps());
    let used: BTreeSet<SegmentIdx> = steps.map(|step| step.segment).collect();
    let stations = journeys.iter().flat_map(|journey| journey.route.stations());
    let places: Vec<LatLon> = stations
        .map(|station| network.station(station).position)
        .collect();
    let window = Window::around(&places);
    network
        .segment_indices()
        .filter(|segment| !used.contains(segment))
        .map(|segment| {
            let segment = network.segment(segment);
            [segment.from, segment.to].map(|station| network.station(station).position)
        })
        .filter(|[a, b]| window.shows(*a, *b))
        .map(|[a, b]| (a, b))
        .collect()
}
