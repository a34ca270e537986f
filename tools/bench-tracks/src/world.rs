//! The railways of the world as the crate `routrs_railways_dataset` has them: nodes a hundred metres apart and their
//! neighbours. The data knows no switches; arms are on both sides of a node by turns.

use serde_json::Value;
use slowtrain::network::LatLon;
use slowtrain::track::{NodeIdx, Track, TrackBuilder, TrackClass, TrackGraph, TrackPoint};

use super::network::{by_junctions, edge};

/// The whole graph.
pub fn world() -> TrackGraph {
    let data: Value =
        serde_json::from_str(&routrs_railways_dataset::RAILWAYS_JSON).expect("the crate's JSON");
    let nodes = data["nodes"].as_array().expect("a list of nodes");
    let places: Vec<LatLon> = nodes
        .iter()
        .map(|node| {
            let at = |i: usize| node["coordinates"][i].as_f64().expect("degrees");
            LatLon {
                lat: at(0),
                lon: at(1),
            }
        })
        .collect();
    let mut joins: Vec<(usize, usize)> = Vec::new();
    for (i, node) in nodes.iter().enumerate() {
        let others = node["waypoints"].as_array().expect("a list of numbers");
        let others = others.iter().filter_map(Value::as_u64);
        joins.extend(others.map(|j| (i.min(j as usize), i.max(j as usize))));
    }
    joins.retain(|(a, b)| a != b);
    joins.sort_unstable();
    joins.dedup();
    let mut builder = TrackBuilder::new();
    let track = builder.track(&Track::new(TrackClass::Rail));
    let numbers: Vec<NodeIdx> = places
        .iter()
        .map(|place| builder.node(TrackPoint::from_lat_lon(*place)))
        .collect();
    let mut arms = vec![0_u16; places.len()];
    for (a, b) in joins {
        let headings = by_junctions(&mut arms, [a, b]);
        let length_mm = (places[a].geodesic(places[b]).m() * 1_000.0).clamp(1_000.0, 4e9) as u32;
        edge(
            &mut builder,
            track,
            [numbers[a], numbers[b]],
            length_mm,
            headings,
        );
    }
    builder.finish()
}
