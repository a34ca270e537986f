//! Stations that a map has more than once: as a node and an area, or once on each side of the line.
//!
//! Two signs of one name (or one railway number) near each other are one station if trains of one kind call at both. The
//! node stands for it, on the track if there is one. The others add their names, and tracks only of a kind or on a level
//! that the node has none of: a second place on the same track would take the length between from the segments.

use std::collections::BTreeMap;

use crate::import::Counts;
use crate::network::Gauge;
use crate::track::TrackClass;

use super::names::Sign;
use super::read::Map;
use super::runs::Runs;
use super::touch::Touch;

/// How far apart two signs of one station may be, in metres. Assumption: stations of one name in different places are farther
/// apart, and the longest platforms are shorter.
const APART_M: f64 = 500.0;

/// How far a node may be beside the corners of an area, in metres. Assumption: the width of a forecourt.
const BESIDE_M: f64 = 150.0;

/// Joins the signs of one station in the map, and returns the touches of the stations that are left, by run and place.
pub(super) fn join(
    map: &mut Map,
    runs: &Runs,
    touches: Vec<Touch>,
    skipped: &mut Counts,
) -> Vec<Touch> {
    let stands_for = stands_for(map);
    let mut own: Vec<Vec<Touch>> = vec![Vec::new(); map.signs.len()];
    for touch in touches {
        own[touch.station as usize].push(touch);
    }
    for (sign, station) in stands_for.iter().copied().enumerate() {
        if sign == station {
            continue;
        }
        skipped.add("station drawn more than once, taken as one");
        let more = std::mem::take(&mut own[sign]);
        let known: Vec<_> = own[station]
            .iter()
            .map(|touch| kind(map, runs, touch))
            .collect();
        let new = more
            .into_iter()
            .filter(|touch| !known.contains(&kind(map, runs, touch)));
        own[station].extend(new);
        let part = map.signs[sign].clone();
        complete(&mut map.signs[station], part);
    }
    let mut number = 0;
    let mut joined = Vec::new();
    for (sign, touches) in own.into_iter().enumerate() {
        if stands_for[sign] == sign {
            joined.extend(touches.into_iter().map(|touch| Touch {
                station: number,
                ..touch
            }));
            number += 1;
        }
    }
    let mut sign = 0;
    map.signs.retain(|_| {
        sign += 1;
        stands_for[sign - 1] == sign - 1
    });
    let order = |touch: &Touch| (touch.run, touch.piece);
    joined.sort_by(|a, b| {
        let places = order(a).cmp(&order(b)).then(a.share.total_cmp(&b.share));
        places.then(a.station.cmp(&b.station))
    });
    joined
}

/// What tells the tracks of different railways apart at one station.
fn kind<'m>(map: &'m Map, runs: &Runs, touch: &Touch) -> (TrackClass, i8, &'m [Gauge]) {
    let run = &runs.list[touch.run];
    let track = &map.tracks[run.track as usize];
    (track.class, run.level, &track.gauges)
}

/// Adds what another sign of the same station says.
fn complete(sign: &mut Sign, part: Sign) {
    sign.names.extend(part.names);
    sign.number = sign.number.take().or(part.number);
    sign.country = sign.country.or(part.country);
    sign.elevation_m = sign.elevation_m.or(part.elevation_m);
}

/// For each sign the number of the one that stands for its station; for most their own.
fn stands_for(map: &Map) -> Vec<usize> {
    let signs = &map.signs;
    let mut by_key: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (number, sign) in signs.iter().enumerate() {
        let name = sign.names.first().map(|(_, name)| name.to_lowercase());
        let keys = name.into_iter().chain(sign.number.clone());
        for key in keys {
            by_key.entry(key).or_default().push(number);
        }
    }
    let mut stands_for: Vec<usize> = (0..signs.len()).collect();
    // The best of two stands for both, so that the best of all stands for all in the end.
    let rank = |number: usize| (map.node_of(&signs[number]).is_none(), signs[number].id);
    for group in by_key.values() {
        for (i, a) in group.iter().enumerate() {
            for b in &group[i + 1..] {
                let (own, other) = (stands_for[*a], stands_for[*b]);
                if own != other && are_same(&signs[*a], &signs[*b]) {
                    let best = if rank(own) <= rank(other) { own } else { other };
                    for station in &mut stands_for {
                        if *station == own || *station == other {
                            *station = best;
                        }
                    }
                }
            }
        }
    }
    stands_for
}

fn are_same(a: &Sign, b: &Sign) -> bool {
    let apart_m = a.place.distance_m(b.place);
    let is_near = apart_m <= APART_M.max(a.extent_m + b.extent_m + BESIDE_M);
    is_near && a.classes.iter().any(|class| b.classes.contains(class))
}
