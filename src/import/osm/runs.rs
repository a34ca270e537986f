//! Ways as runs of nodes, and where along them stations are.
//!
//! A way whose nodes are not all in the file, as at the edge of an extract, falls into the runs that are. A station takes
//! hold of every track beside it: trains on all of them pass it.

use std::collections::HashMap;
use std::ops::Range;

use crate::import::Counts;
use crate::track::{Place, Track};

use super::names::Sign;
use super::read::{Map, NOWHERE};

/// How far a station may be from the nearest track, in metres. Assumption: signs stand at most at the far side of a square.
const NEAREST_M: f64 = 500.0;

/// How much farther than the nearest its other tracks may be, in metres. Assumption: no station is wider.
const WIDTH_M: f64 = 150.0;

/// Within this of a node a station is at the node, in metres.
const SAME_M: f64 = 1.0;

/// Nodes in a row on a track.
pub(super) struct Run {
    pub track: u32,
    /// Range of [`Runs::nodes`].
    pub nodes: Range<usize>,
}

/// All runs.
pub(super) struct Runs {
    pub list: Vec<Run>,
    /// Numbers into the places of the map.
    pub nodes: Vec<u32>,
}

impl Runs {
    pub fn new(map: &Map, skipped: &mut Counts) -> Runs {
        let mut runs = Runs {
            list: Vec::with_capacity(map.ways.len()),
            nodes: Vec::with_capacity(map.refs.len()),
        };
        for way in &map.ways {
            let refs = &map.refs[way.refs.clone()];
            let mut start = runs.nodes.len();
            for (i, node) in refs.iter().enumerate() {
                let is_there = map.place_of(*node) != NOWHERE;
                if is_there && (runs.nodes.len() == start || i == 0 || refs[i - 1] != *node) {
                    runs.nodes.push(*node as u32);
                }
                if !is_there {
                    runs.end(way.track, &mut start);
                }
            }
            if refs.iter().any(|node| map.place_of(*node) == NOWHERE) {
                skipped.add("way cut where the file ends");
            }
            runs.end(way.track, &mut start);
        }
        runs
    }

    /// Ends a run, which needs two nodes.
    fn end(&mut self, track: u32, start: &mut usize) {
        let nodes = *start..self.nodes.len();
        match nodes.len() {
            0 | 1 => self.nodes.truncate(*start),
            _ => self.list.push(Run { track, nodes }),
        }
        *start = self.nodes.len();
    }

    pub fn nodes_of(&self, run: usize) -> &[u32] {
        &self.nodes[self.list[run].nodes.clone()]
    }
}

/// Where a station is on a run: after its node `piece`, by this share of the way to the next, which is below 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Touch {
    pub run: usize,
    pub piece: usize,
    pub share: f64,
    /// Number of the station.
    pub station: u32,
    distance_m: f64,
}

/// Where the stations are on the runs, by run and place. Stations away from all tracks are counted.
pub(super) fn touches(
    map: &Map,
    runs: &Runs,
    tracks: &[Track],
    signs: &[Sign],
    skipped: &mut Counts,
) -> Vec<Touch> {
    let mut nearest: HashMap<(u32, usize), Touch> = HashMap::new();
    let grid = Grid::new(signs);
    for (number, run) in runs.list.iter().enumerate() {
        let class = tracks[run.track as usize].class;
        let nodes = runs.nodes_of(number);
        for (piece, ends) in nodes.windows(2).enumerate() {
            let ends = [map.places[ends[0] as usize], map.places[ends[1] as usize]];
            grid.near(ends, |station| {
                let sign = &signs[station as usize];
                if !sign.classes.contains(&class) {
                    return;
                }
                let (distance_m, share) = foot(sign.place, ends);
                let known = nearest.get(&(station, number));
                if distance_m <= NEAREST_M && known.is_none_or(|k| distance_m < k.distance_m) {
                    let touch = Touch {
                        run: number,
                        piece,
                        share,
                        station,
                        distance_m,
                    };
                    nearest.insert((station, number), touch);
                }
            });
        }
    }
    let mut touches: Vec<Touch> = nearest.into_values().collect();
    touches.sort_by_key(|touch| (touch.station, touch.run));
    let mut kept = Vec::new();
    for group in touches.chunk_by(|a, b| a.station == b.station) {
        keep(group, runs, &mut kept);
    }
    let count = kept.chunk_by(|a: &Touch, b| a.station == b.station).count();
    for _ in count..signs.len() {
        skipped.add("station away from any track of its kind");
    }
    let order = |touch: &Touch| (touch.run, touch.piece);
    kept.sort_by(|a, b| order(a).cmp(&order(b)).then(a.share.total_cmp(&b.share)));
    kept
}

/// Keeps the tracks beside a station: none far behind the nearest, and of a track that goes on over the end of its way only
/// the way that comes nearer.
fn keep(group: &[Touch], runs: &Runs, kept: &mut Vec<Touch>) {
    let nearest = group
        .iter()
        .map(|touch| touch.distance_m)
        .fold(f64::INFINITY, f64::min);
    let mut at_node: HashMap<u32, f64> = HashMap::new();
    let ends = |touch: &Touch| {
        let nodes = runs.nodes_of(touch.run);
        [nodes[0], nodes[nodes.len() - 1]]
    };
    for touch in group {
        for node in ends(touch) {
            let best = at_node.entry(node).or_insert(f64::INFINITY);
            *best = best.min(touch.distance_m);
        }
    }
    for touch in group {
        let nodes = runs.nodes_of(touch.run);
        let node = match (touch.piece, touch.share) {
            (0, 0.0) => Some(nodes[0]),
            (piece, share) if share >= 1.0 && piece + 2 == nodes.len() => Some(nodes[piece + 1]),
            _ => None,
        };
        let is_overtaken = node.is_some_and(|node| at_node[&node] < touch.distance_m);
        if touch.distance_m <= nearest + WIDTH_M && !is_overtaken {
            let mut touch = *touch;
            if touch.share >= 1.0 {
                (touch.piece, touch.share) = (touch.piece + 1, 0.0);
            }
            kept.push(touch);
        }
    }
}

/// How far a place is from a straight piece of track, and the share of the piece up to the foot of the perpendicular.
fn foot(place: Place, ends: [Place; 2]) -> (f64, f64) {
    let [(ax, ay), (bx, by)] = ends.map(|end| place.offset_m(end));
    let (dx, dy) = (bx - ax, by - ay);
    let length = dx.hypot(dy);
    let along = -(ax * dx + ay * dy) / length.max(f64::MIN_POSITIVE);
    let along = match along {
        along if along <= SAME_M => 0.0,
        along if along >= length - SAME_M => length,
        along => along,
    };
    let share = if length > 0.0 { along / length } else { 0.0 };
    ((ax + share * dx).hypot(ay + share * dy), share)
}

/// Stations by squares of a hundredth of a degree.
struct Grid(HashMap<(i32, i32), Vec<u32>>);

/// Width of a square in units of a [`Place`].
const CELL: i32 = 100_000;

/// [`NEAREST_M`] in units of a [`Place`] northwards, rounded up; a degree is at least 110.5 km long.
const MARGIN: i32 = 46_000;

impl Grid {
    fn new(signs: &[Sign]) -> Grid {
        let mut cells: HashMap<(i32, i32), Vec<u32>> = HashMap::new();
        for (sign, i) in signs.iter().zip(0..) {
            let cell = (
                sign.place.lat.div_euclid(CELL),
                sign.place.lon.div_euclid(CELL),
            );
            cells.entry(cell).or_default().push(i);
        }
        Grid(cells)
    }

    /// Calls `take` with every station that may be near a piece of track.
    fn near(&self, ends: [Place; 2], mut take: impl FnMut(u32)) {
        let [a, b] = ends;
        // Squares get narrower towards the poles; north of 85 degrees there are no railways.
        let cos = a.lat_lon().lat.to_radians().cos().max(0.08);
        let margin = (f64::from(MARGIN) / cos) as i32;
        let range = |from: i32, to: i32, margin: i32| {
            let (low, high) = (from.min(to), from.max(to));
            low.saturating_sub(margin).div_euclid(CELL)
                ..=high.saturating_add(margin).div_euclid(CELL)
        };
        // A piece over the date line would span the world; it has no station.
        if a.lon.abs_diff(b.lon) > 1_800_000_000 {
            return;
        }
        for lat in range(a.lat, b.lat, MARGIN) {
            for lon in range(a.lon, b.lon, margin) {
                for station in self.0.get(&(lat, lon)).into_iter().flatten() {
                    take(*station);
                }
            }
        }
    }
}
