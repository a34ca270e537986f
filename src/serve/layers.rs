//! The layers of the map in the browser, made from the embedded data.
//!
//! Lines come as whole numbers in LEB128: the steps per degree, the number of lines, then for each its kind, its number
//! of points and the differences of longitude and latitude (zigzag). Coasts and borders have the form of their asset,
//! which `data/natural-earth/README.md` describes. Stations and cities come as JSON arrays, without names of fields.

use serde_json::json;

use crate::Dataset;
use crate::network::{LatLon, SegmentIdx};
use crate::report::basemap;
use crate::report::chart::canvas::simplify;
use crate::report::labels::round;
use crate::sketch::{EdgeIdx, NodeIdx, Rails, Sketch};

/// Cities of the first view, the largest. Assumption: a screen has room for a tenth of them.
const FIRST_CITIES: usize = 1_800;
/// A kind of line: rails, and rails of a train ferry.
const RAILS: u32 = 0;
const FERRY: u32 = 1;

/// How exact lines are: steps per degree, and by how many degrees a line may be off.
#[derive(Clone, Copy)]
pub struct Detail {
    steps: f64,
    tolerance: f64,
}

/// For a view of a continent.
pub const COARSE: Detail = Detail {
    steps: 100.0,
    tolerance: 0.03,
};
/// All that is known.
pub const FINE: Detail = Detail {
    steps: 1_000.0,
    tolerance: 0.001,
};

/// Land, coasts, borders and lakes.
pub fn basemap() -> Vec<u8> {
    basemap::bytes().to_vec()
}

/// The lines of the sketch of the world, where none is surveyed; nothing for a network of one's own.
pub fn rails(data: &Dataset, detail: Detail) -> Vec<u8> {
    let lines = match sketch(data) {
        Some(sketch) => chains(sketch.rails()),
        None => Vec::new(),
    };
    let mut bytes = Vec::new();
    number(&mut bytes, detail.steps as u32);
    number(&mut bytes, lines.len() as u32);
    for (kind, line) in lines {
        let points: Vec<(f64, f64)> = line.iter().map(|at| (at.lon, at.lat)).collect();
        number(&mut bytes, kind);
        points_of(
            &mut bytes,
            &simplify(&points, detail.tolerance),
            detail.steps,
        );
    }
    bytes
}

/// The surveyed network: stations (id, name, local name, degrees north and east, weight), names of lines, and segments
/// (station, station, line; -1 where it has none).
pub fn network(data: &Dataset) -> Vec<u8> {
    let network = data.network();
    let stations = network.station_indices().map(|index| {
        let station = network.station(index);
        let weight = network.segments_at(index).len() + station.aliases.len();
        json!([
            station.id.as_str(),
            station.name,
            station.name_local,
            round(station.position.lat, 4),
            round(station.position.lon, 4),
            weight
        ])
    });
    let segment = |index: SegmentIdx| {
        let segment = network.segment(index);
        let line = segment.line.map_or(-1, |line| line.0 as i64);
        json!([segment.from.0, segment.to.0, line])
    };
    let open = network
        .segment_indices()
        .filter(|index| network.segment(*index).closed.is_none());
    let all = json!({
        "stations": stations.collect::<Vec<_>>(),
        "lines": network.lines(),
        "segments": open.map(segment).collect::<Vec<_>>(),
    });
    all.to_string().into_bytes()
}

/// Cities (name, degrees north and east, people), the largest first: those of the first view, or the others.
pub fn cities(data: &Dataset, is_first: bool) -> Vec<u8> {
    let Some(sketch) = sketch(data) else {
        return b"[]".to_vec();
    };
    let all = sketch.cities();
    let indices = all.indices();
    let wanted: Vec<_> = match is_first {
        true => indices.take(FIRST_CITIES).collect(),
        false => indices.skip(FIRST_CITIES).collect(),
    };
    let city = |index| {
        let city = all.city(index);
        json!([
            city.name,
            round(city.place.lat, 3),
            round(city.place.lon, 3),
            city.population
        ])
    };
    let rows: Vec<_> = wanted.into_iter().map(city).collect();
    json!(rows).to_string().into_bytes()
}

fn sketch(data: &Dataset) -> Option<&'static Sketch<'static>> {
    match data.folder() {
        Some(_) => None,
        None => crate::dataset::world().ok(),
    }
}

/// The edges of the sketch, joined where two meet and no other does.
fn chains(rails: &Rails<'_>) -> Vec<(u32, Vec<LatLon>)> {
    let mut is_done = vec![false; rails.edges()];
    for node in rails.node_indices() {
        for half in rails.leaving(node) {
            is_done[usize::from(half.edge)] |= rails.is_surveyed(half.edge);
        }
    }
    let is_surveyed = is_done.clone();
    let degree = |node: NodeIdx| {
        let halves = rails.leaving(node);
        halves
            .filter(|half| !is_surveyed[usize::from(half.edge)])
            .count()
    };
    let mut lines = Vec::new();
    // Ends and junctions first; what is left then are rings.
    for is_ring in [false, true] {
        for start in rails.node_indices() {
            if !is_ring && degree(start) == 2 {
                continue;
            }
            for half in rails.leaving(start) {
                if !is_done[usize::from(half.edge)] {
                    lines.push(chain(rails, start, half.edge, &mut is_done, &degree));
                }
            }
        }
    }
    lines
}

fn chain(
    rails: &Rails<'_>,
    start: NodeIdx,
    first: EdgeIdx,
    is_done: &mut [bool],
    degree: &impl Fn(NodeIdx) -> usize,
) -> (u32, Vec<LatLon>) {
    let kind = |edge| match rails.is_ferry(edge) {
        true => FERRY,
        false => RAILS,
    };
    let mut line = vec![rails.place(start)];
    let (mut node, mut next) = (start, Some(first));
    while let Some(edge) = next {
        is_done[usize::from(edge)] = true;
        let half = rails.leaving(node).find(|half| half.edge == edge);
        let half = half.expect("the edge leaves the node");
        line.extend(rails.bends(node, half));
        line.push(rails.place(half.to));
        node = half.to;
        next = match degree(node) {
            2 => rails
                .leaving(node)
                .map(|half| half.edge)
                .find(|edge| !is_done[usize::from(*edge)] && kind(*edge) == kind(first)),
            _ => None,
        };
    }
    (kind(first), line)
}

fn points_of(bytes: &mut Vec<u8>, points: &[(f64, f64)], steps: f64) {
    let whole = |degrees: f64| (degrees * steps).round() as i32;
    let mut whole: Vec<(i32, i32)> = points.iter().map(|p| (whole(p.0), whole(p.1))).collect();
    whole.dedup();
    number(bytes, whole.len() as u32);
    let mut last = (0, 0);
    for point in whole {
        for step in [point.0 - last.0, point.1 - last.1] {
            number(bytes, ((step << 1) ^ (step >> 31)) as u32);
        }
        last = point;
    }
}

/// A number in LEB128.
fn number(bytes: &mut Vec<u8>, mut value: u32) {
    while value >= 128 {
        bytes.push(value as u8 | 128);
        value >>= 7;
    }
    bytes.push(value as u8);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (u32, Vec<Vec<(i32, i32)>>) {
        let mut rest = bytes.iter();
        let mut number = || {
            let (mut value, mut shift) = (0u32, 0);
            for byte in rest.by_ref() {
                value |= u32::from(byte & 127) << shift;
                shift += 7;
                if *byte < 128 {
                    break;
                }
            }
            value
        };
        let (steps, count) = (number(), number());
        let lines = (0..count).map(|_| {
            number();
            let (mut x, mut y) = (0, 0);
            let points = number();
            (0..points)
                .map(|_| {
                    let mut step = || {
                        let value = number();
                        (value >> 1) as i32 ^ -((value & 1) as i32)
                    };
                    x += step();
                    y += step();
                    (x, y)
                })
                .collect()
        });
        let lines = lines.collect();
        (steps, lines)
    }

    #[test]
    fn the_rails_of_the_world_are_small_and_whole() {
        let data = Dataset::bundled().expect("sound");
        let (coarse, fine) = (rails(&data, COARSE), rails(&data, FINE));
        assert!(
            coarse.len() < 220_000 && fine.len() < 600_000,
            "{} {}",
            coarse.len(),
            fine.len()
        );
        for bytes in [coarse, fine] {
            let (steps, lines) = read(&bytes);
            let steps = steps as i32;
            assert!(lines.len() > 5_000);
            let mut points = lines.iter().flatten();
            assert!(points.all(|(x, y)| x.abs() <= 181 * steps && y.abs() <= 90 * steps));
            // The main line from Paris to Lyon passes Dijon, at 47.32 N, 5.03 E.
            let mut points = lines.iter().flatten();
            let near = |at: &(i32, i32)| {
                let off = |value: i32, degrees: f64| {
                    (f64::from(value) / f64::from(steps) - degrees).abs()
                };
                off(at.0, 5.03) < 0.15 && off(at.1, 47.32) < 0.15
            };
            assert!(points.any(near));
        }
    }

    #[test]
    fn the_network_has_its_stations_and_lines() {
        let data = Dataset::bundled().expect("sound");
        let all: serde_json::Value = serde_json::from_slice(&network(&data)).expect("JSON");
        let stations = all["stations"].as_array().expect("an array");
        assert_eq!(stations.len(), data.network().stations().len());
        let tumangang = stations.iter().find(|row| row[0] == "kp-tumangang");
        assert_eq!(tumangang.expect("a station")[2], "두만강");
        let cities: serde_json::Value = serde_json::from_slice(&cities(&data, true)).expect("JSON");
        assert_eq!(cities.as_array().map(Vec::len), Some(FIRST_CITIES));
    }
}
