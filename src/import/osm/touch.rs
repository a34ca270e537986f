//! Where along the runs stations are.
//!
//! A station takes hold of every track that passes it, because trains on all of them pass it: once for each pass, where the
//! track is nearest. A track that only begins at a switch nearby does not pass, and neither does one on another level, unless
//! the two are joined beside the station.

use std::collections::HashMap;

use crate::track::{TrackClass, TrackPoint};

use super::near::{Grid, NEAREST_M, do_cross, foot};
use super::read::Map;
use super::runs::Runs;

/// How much farther than the nearest its other tracks may be, in metres. Assumption: no station is wider.
const WIDTH_M: f64 = 150.0;

/// Where a station is on a run: after its node `piece`, by this share of the way to the next, which is below 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Touch {
    pub run: usize,
    pub piece: usize,
    pub share: f64,
    /// Number of the station.
    pub station: u32,
    pub distance_m: f64,
}

/// A stretch of a run beside a station, with the place where it is nearest.
#[derive(Clone, Copy, Debug)]
struct Pass {
    touch: Touch,
    /// First and last piece of the run within reach.
    pieces: (usize, usize),
}

/// The nearest tracks of a station, in metres: above the ground or on it, and below.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Nearest {
    above_m: f64,
    under_m: f64,
}

/// Where the stations are on the runs, by station. Stations away from all tracks have none.
pub(super) fn touches(map: &Map, runs: &Runs) -> Vec<Touch> {
    let finder = Finder {
        map,
        runs,
        grid: Grid::new(&map.signs),
    };
    let nearest = finder.nearest();
    let mut passes = finder.passes(&nearest);
    passes.sort_by_key(|pass| (pass.touch.station, pass.touch.run, pass.pieces));
    let mut kept = Vec::new();
    for group in passes.chunk_by(|a, b| a.touch.station == b.touch.station) {
        let station = group[0].touch.station;
        let is_under = finder.is_under(station, &nearest[station as usize]);
        let beside = finder.beside(group, is_under);
        kept.extend(finder.passing(&beside));
    }
    kept
}

/// What is looked at to find tracks beside stations.
struct Finder<'m> {
    map: &'m Map,
    runs: &'m Runs,
    grid: Grid,
}

impl Finder<'_> {
    /// Calls `take` with each station that calls at a kind of track and each piece of such track near it: its run, number,
    /// distance and the share at which it is nearest.
    fn near(&self, run: usize, mut take: impl FnMut(Touch)) {
        let class = self.map.tracks[self.runs.list[run].track as usize].class;
        let nodes = self.runs.nodes_of(run);
        for (piece, ends) in nodes.windows(2).enumerate() {
            let ends = [ends[0], ends[1]].map(|node| self.map.places[node as usize]);
            self.grid.near(ends, |station| {
                let sign = &self.map.signs[station as usize];
                if !sign.classes.contains(&class) {
                    return;
                }
                let (distance_m, share) = foot(sign.place, ends);
                if distance_m <= NEAREST_M {
                    take(Touch {
                        run,
                        piece,
                        share,
                        station,
                        distance_m,
                    });
                }
            });
        }
    }

    /// The distances of all stations from their nearest tracks.
    fn nearest(&self) -> Vec<Nearest> {
        let far = Nearest {
            above_m: f64::INFINITY,
            under_m: f64::INFINITY,
        };
        let mut nearest = vec![far; self.map.signs.len()];
        for run in 0..self.runs.list.len() {
            let is_under = self.runs.list[run].level < 0;
            self.near(run, |touch| {
                let nearest = &mut nearest[touch.station as usize];
                let side = match is_under {
                    true => &mut nearest.under_m,
                    false => &mut nearest.above_m,
                };
                *side = side.min(touch.distance_m);
            });
        }
        nearest
    }

    /// Whether a station is on the tracks below the ground: where its tags say so; else where nothing else is near.
    fn is_under(&self, station: u32, nearest: &Nearest) -> bool {
        let sign = &self.map.signs[station as usize];
        let is_metro = sign.classes == [TrackClass::Subway];
        let (to_above, to_under) = match sign.is_under {
            Some(true) => (WIDTH_M, 0.0),
            None if is_metro => (0.0, 0.0),
            Some(false) | None => (0.0, WIDTH_M),
        };
        nearest.under_m + to_under < nearest.above_m + to_above
    }

    /// All passes no farther than a station is wide behind the nearest track on its side of the ground.
    fn passes(&self, nearest: &[Nearest]) -> Vec<Pass> {
        let reach_m = |station: u32| {
            let nearest = &nearest[station as usize];
            let nearest_m = match self.is_under(station, nearest) {
                true => nearest.under_m,
                false => nearest.above_m,
            };
            (nearest_m + WIDTH_M).min(NEAREST_M)
        };
        let reach: Vec<f64> = (0..nearest.len() as u32).map(reach_m).collect();
        let mut passes: Vec<Pass> = Vec::new();
        let mut open: Vec<Pass> = Vec::new();
        for run in 0..self.runs.list.len() {
            self.near(run, |touch| {
                if touch.distance_m > reach[touch.station as usize] {
                    return;
                }
                let known = open.iter_mut().find(|pass| {
                    pass.touch.station == touch.station && pass.pieces.1 + 1 == touch.piece
                });
                let Some(pass) = known else {
                    let pieces = (touch.piece, touch.piece);
                    open.push(Pass { touch, pieces });
                    return;
                };
                pass.pieces.1 = touch.piece;
                if touch.distance_m < pass.touch.distance_m {
                    pass.touch = touch;
                }
            });
            passes.append(&mut open);
        }
        passes
    }

    fn nodes(&self, pass: &Pass) -> &[u32] {
        let (first, last) = pass.pieces;
        &self.runs.nodes_of(pass.touch.run)[first..=last + 1]
    }

    fn level(&self, pass: &Pass) -> i8 {
        self.runs.list[pass.touch.run].level
    }

    /// Of the passes of a station, those that it is beside: not on another level than the one at which it is.
    fn beside(&self, passes: &[Pass], is_under: bool) -> Vec<Pass> {
        if passes
            .iter()
            .all(|pass| self.level(pass) == self.level(&passes[0]))
        {
            return passes.to_vec();
        }
        let mut parts = self.parts(passes);
        parts.sort_by(|a, b| {
            let key = |part: &[Pass]| self.order(part, is_under);
            let (a, b) = (key(a), key(b));
            a.0.cmp(&b.0).then(a.1.total_cmp(&b.1))
        });
        let mut kept: Vec<Pass> = Vec::new();
        let mut levels: Vec<i8> = Vec::new();
        for part in parts {
            let has_level = |pass: &Pass| levels.contains(&self.level(pass));
            let is_first = kept.is_empty();
            if is_first || part.iter().any(has_level) && !self.is_above_or_below(&part, &kept) {
                if is_first {
                    levels = part.iter().map(|pass| self.level(pass)).collect();
                }
                kept.extend(part);
            }
        }
        kept
    }

    /// The parts of the passes that hang together by nodes within reach.
    fn parts(&self, passes: &[Pass]) -> Vec<Vec<Pass>> {
        let mut part_of: Vec<usize> = (0..passes.len()).collect();
        let mut at_node: HashMap<u32, usize> = HashMap::new();
        for (number, pass) in passes.iter().enumerate() {
            for node in self.nodes(pass) {
                let other = *at_node.entry(*node).or_insert(number);
                let (own, other) = (part_of[number], part_of[other]);
                if own != other {
                    part_of
                        .iter_mut()
                        .filter(|part| **part == own)
                        .for_each(|part| *part = other);
                }
            }
        }
        let mut parts: HashMap<usize, Vec<Pass>> = HashMap::new();
        for (pass, part) in passes.iter().zip(&part_of) {
            parts.entry(*part).or_default().push(*pass);
        }
        let mut parts: Vec<(usize, Vec<Pass>)> = parts.into_iter().collect();
        parts.sort_by_key(|(part, _)| *part);
        parts.into_iter().map(|(_, part)| part).collect()
    }

    /// Orders parts by how surely they are those of a station: the station is one of their nodes, they lie on its side of the
    /// ground, they are near.
    fn order(&self, part: &[Pass], is_under: bool) -> ((bool, bool), f64) {
        let sign = &self.map.signs[part[0].touch.station as usize];
        let node = self.map.node_of(sign);
        let has_node = node.is_some_and(|node| part.iter().any(|p| self.nodes(p).contains(&node)));
        let nearest = part.iter().min_by(|a, b| {
            let distance = |pass: &Pass| pass.touch.distance_m;
            distance(a).total_cmp(&distance(b))
        });
        let nearest = nearest.expect("a part has a pass");
        let is_on_side = (self.level(nearest) < 0) == is_under;
        ((!has_node, !is_on_side), nearest.touch.distance_m)
    }

    /// Whether some pieces of two lists of passes cross on different levels.
    fn is_above_or_below(&self, part: &[Pass], kept: &[Pass]) -> bool {
        part.iter().any(|a| {
            let others = kept.iter().filter(|b| self.level(a) != self.level(b));
            others.into_iter().any(|b| {
                let (a, b) = (self.places(a), self.places(b));
                a.windows(2)
                    .any(|a| b.windows(2).any(|b| do_cross([a[0], a[1]], [b[0], b[1]])))
            })
        })
    }

    fn places(&self, pass: &Pass) -> Vec<TrackPoint> {
        let nodes = self.nodes(pass).iter();
        nodes.map(|node| self.map.places[*node as usize]).collect()
    }

    /// The touches of those passes of a station at which a track passes it: not where a track only begins or ends, at a node of
    /// another that comes nearer.
    fn passing(&self, passes: &[Pass]) -> Vec<Touch> {
        let end = |pass: &Pass| {
            let nodes = self.runs.nodes_of(pass.touch.run);
            match (pass.touch.piece, pass.touch.share) {
                (0, 0.0) => Some(nodes[0]),
                (piece, share) if share >= 1.0 && piece + 2 == nodes.len() => {
                    Some(nodes[piece + 1])
                }
                _ => None,
            }
        };
        let mut nearest: HashMap<u32, f64> = HashMap::new();
        for node in passes.iter().filter_map(end) {
            nearest.insert(node, f64::INFINITY);
        }
        for pass in passes {
            for node in self.nodes(pass) {
                if let Some(nearest_m) = nearest.get_mut(node) {
                    *nearest_m = nearest_m.min(pass.touch.distance_m);
                }
            }
        }
        let is_overtaken =
            |pass: &Pass| end(pass).is_some_and(|node| nearest[&node] < pass.touch.distance_m);
        let passing = passes.iter().filter(|pass| !is_overtaken(pass));
        let at_node = passing.map(|pass| {
            let mut touch = pass.touch;
            if touch.share >= 1.0 {
                (touch.piece, touch.share) = (touch.piece + 1, 0.0);
            }
            touch
        });
        at_node.collect()
    }
}
