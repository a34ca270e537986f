//! Stations drawn as areas: their outline, which a relation has from other ways, and the middle of it.

use std::collections::HashMap;

use crate::track::TrackPoint;

use super::names::Sign;

/// A station with the nodes at its corners, as far as they are known.
pub(super) struct Area {
    pub sign: Sign,
    corners: Vec<i64>,
    /// Ways that a relation is made of.
    ways: Vec<i64>,
}

impl Area {
    pub fn of_corners(sign: Sign, corners: Vec<i64>) -> Area {
        let ways = Vec::new();
        Area {
            sign,
            corners,
            ways,
        }
    }

    pub fn of_ways(sign: Sign, ways: Vec<i64>) -> Area {
        let corners = Vec::new();
        Area {
            sign,
            corners,
            ways,
        }
    }

    /// Whether its corners are those of other ways.
    pub fn needs_ways(&self) -> bool {
        !self.ways.is_empty()
    }

    /// Ids of the nodes at its corners.
    pub fn corners(&self) -> impl Iterator<Item = &i64> {
        self.corners.iter()
    }

    /// The ways that some areas need, with no nodes yet.
    pub fn outlines(areas: &[Area]) -> HashMap<i64, Vec<i64>> {
        let ways = areas.iter().flat_map(|area| &area.ways);
        ways.map(|way| (*way, Vec::new())).collect()
    }

    /// Takes the corners from the ways.
    pub fn draw(&mut self, outlines: &HashMap<i64, Vec<i64>>) {
        let nodes = self.ways.iter().filter_map(|way| outlines.get(way));
        self.corners.extend(nodes.flatten());
    }
}

/// The middle of some places, and how far the farthest is from it in metres; `None` of no places.
pub(super) fn middle(places: &[TrackPoint]) -> Option<(TrackPoint, f64)> {
    let first = *places.first()?;
    // An outline ends where it began.
    let places = match places {
        [open @ .., last] if *last == first && !open.is_empty() => open,
        places => places,
    };
    let count = places.len() as i64;
    // Differences to the first go the short way over the date line.
    let east = |place: &TrackPoint| {
        let east = i64::from(place.lon) - i64::from(first.lon);
        (east + TURN / 2).rem_euclid(TURN) - TURN / 2
    };
    let north = |place: &TrackPoint| i64::from(place.lat) - i64::from(first.lat);
    let lat = i64::from(first.lat) + places.iter().map(north).sum::<i64>() / count;
    let lon = i64::from(first.lon) + places.iter().map(east).sum::<i64>() / count;
    let lon = (lon + TURN / 2).rem_euclid(TURN) - TURN / 2;
    let middle = TrackPoint {
        lat: lat as i32,
        lon: lon as i32,
    };
    let distances = places.iter().map(|place| middle.distance_m(*place));
    Some((middle, distances.fold(0.0, f64::max)))
}

/// A full turn in units of a [`TrackPoint`].
const TURN: i64 = 3_600_000_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_is_found_on_both_sides_of_the_date_line() {
        let square = |lon: i32| {
            let east = (i64::from(lon) + 2_000 + TURN / 2).rem_euclid(TURN) - TURN / 2;
            let corners = [
                (0, lon),
                (0, east as i32),
                (2_000, east as i32),
                (2_000, lon),
            ];
            middle(&corners.map(|(lat, lon)| TrackPoint { lat, lon }))
        };
        let (place, extent_m) = square(90_000_000).expect("a middle");
        assert_eq!((place.lat, place.lon), (1_000, 90_001_000));
        // Half the diagonal of a square of 22.26 m by 22.11 m at the equator.
        assert!((extent_m - 15.69).abs() < 0.01, "{extent_m}");
        let (place, _) = square(1_799_999_000).expect("a middle");
        assert_eq!(i64::from(place.lon).abs(), 1_800_000_000);
        assert_eq!(middle(&[]), None);
    }
}
