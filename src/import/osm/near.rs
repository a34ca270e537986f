//! Which stations may be near a piece of track, and how near they are.

use std::collections::HashMap;

use crate::track::TrackPoint;

use super::names::Sign;

/// How far a station may be from the nearest track, in metres. Assumption: signs stand at most at the far side of a square.
pub(super) const NEAREST_M: f64 = 500.0;

/// Within this of a node a station is at the node, in metres.
const SAME_M: f64 = 1.0;

/// How far a place is from a straight piece of track, and the share of the piece up to the foot of the perpendicular.
pub(super) fn foot(place: TrackPoint, ends: [TrackPoint; 2]) -> (f64, f64) {
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

/// Whether two straight pieces cross, ends not counted.
pub(super) fn do_cross(a: [TrackPoint; 2], b: [TrackPoint; 2]) -> bool {
    let origin = a[0];
    let [a, b] = [a, b].map(|ends| ends.map(|end| origin.offset_m(end)));
    let side = |line: [(f64, f64); 2], point: (f64, f64)| {
        let (dx, dy) = (line[1].0 - line[0].0, line[1].1 - line[0].1);
        dx * (point.1 - line[0].1) - dy * (point.0 - line[0].0)
    };
    side(a, b[0]) * side(a, b[1]) < 0.0 && side(b, a[0]) * side(b, a[1]) < 0.0
}

/// Stations by squares of a hundredth of a degree.
pub(super) struct Grid(HashMap<(i64, i64), Vec<u32>>);

/// Width of a square in units of a [`TrackPoint`].
const CELL: i64 = 100_000;

/// A full turn in units of a [`TrackPoint`]; a whole number of squares.
const TURN: i64 = 3_600_000_000;

/// [`NEAREST_M`] in units of a [`TrackPoint`] northwards, rounded up; a degree is at least 110.5 km long.
const MARGIN: i64 = 46_000;

impl Grid {
    pub fn new(signs: &[Sign]) -> Grid {
        let mut cells: HashMap<(i64, i64), Vec<u32>> = HashMap::new();
        for (sign, i) in signs.iter().zip(0..) {
            let cell = cell(sign.place.lat.into(), sign.place.lon.into());
            cells.entry(cell).or_default().push(i);
        }
        Grid(cells)
    }

    /// Calls `take` with every station that may be within [`NEAREST_M`] of a piece of track.
    pub fn near(&self, ends: [TrackPoint; 2], mut take: impl FnMut(u32)) {
        let [a, b] = ends;
        // Squares get narrower towards the poles; north of 85 degrees there are no railways.
        let cos = a.lat_lon().lat.to_radians().cos().max(0.08);
        let margin = (MARGIN as f64 / cos) as i64;
        let range = |from: i64, to: i64, margin: i64| {
            let (low, high) = (from.min(to) - margin, from.max(to) + margin);
            low.div_euclid(CELL)..=high.div_euclid(CELL)
        };
        // Over the date line the short way.
        let east = (i64::from(b.lon) - i64::from(a.lon) + TURN / 2).rem_euclid(TURN) - TURN / 2;
        let lon = i64::from(a.lon);
        for north in range(a.lat.into(), b.lat.into(), MARGIN) {
            for east in range(lon, lon + east, margin) {
                let cell = cell(north * CELL, east * CELL);
                for station in self.0.get(&cell).into_iter().flatten() {
                    take(*station);
                }
            }
        }
    }
}

/// The square of a place, the same for places a full turn apart.
fn cell(lat: i64, lon: i64) -> (i64, i64) {
    let east = lon.rem_euclid(TURN);
    (lat.div_euclid(CELL), east.div_euclid(CELL))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(lat: i32, lon: i32) -> TrackPoint {
        TrackPoint { lat, lon }
    }

    #[test]
    fn pieces_cross_where_neither_ends_on_the_other() {
        let east = [place(0, -1_000), place(0, 1_000)];
        assert!(do_cross(east, [place(-500, 10), place(500, 10)]));
        assert!(!do_cross(east, [place(-500, 2_000), place(500, 2_000)]));
        assert!(
            !do_cross(east, [place(0, 10), place(500, 10)]),
            "it only begins there"
        );
        assert!(
            !do_cross(east, [place(500, -1_000), place(500, 1_000)]),
            "parallel"
        );
    }

    #[test]
    fn feet_are_found_over_the_date_line() {
        // Nine kilometres along 66 N, the foot half way and 111.5 m from the place.
        let (west, east) = (
            place(660_000_000, 1_799_000_000),
            place(660_000_000, -1_799_000_000),
        );
        let (distance_m, share) = foot(place(660_010_000, 1_800_000_000), [west, east]);
        assert!((distance_m - 111.5).abs() < 0.1, "{distance_m}");
        assert!((share - 0.5).abs() < 1e-6, "{share}");
    }
}
