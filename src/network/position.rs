//! A position on the earth and the few formulas that it needs: distance, bearing, points between.
//!
//! Distances that are told go over the ellipsoid (Karney's algorithm). What only has to be quick, bearings, points on a
//! line of a map, searches, goes over the sphere: some 50 times as quick, and off by at most 0.6 %. The formulas are
//! those of the crate `geo`.

use geo::{Bearing, Distance, Geodesic, Haversine, InterpolatePoint, Point};

use crate::units::Length;

/// A place on the earth in degrees (WGS 84), named so that the two cannot be swapped.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LatLon {
    /// Degrees north of the equator, -90 to 90.
    pub lat: f64,
    /// Degrees east of Greenwich, -180 to 180.
    pub lon: f64,
}

impl LatLon {
    /// The point as geometry libraries want it: x is the longitude.
    #[must_use]
    pub fn point(self) -> Point {
        Point::new(self.lon, self.lat)
    }

    /// The shortest distance over the ellipsoid.
    #[must_use]
    pub fn geodesic(self, other: LatLon) -> Length {
        Length::from_m(Geodesic.distance(self.point(), other.point()))
    }

    /// The shortest distance over the sphere: within 0.6 % of [`geodesic`](Self::geodesic), and much quicker.
    #[must_use]
    pub fn haversine(self, other: LatLon) -> Length {
        Length::from_m(Haversine.distance(self.point(), other.point()))
    }

    /// The direction towards `other` at the start, in degrees clockwise from north, 0 to 360.
    #[must_use]
    pub fn bearing(self, other: LatLon) -> f64 {
        Haversine
            .bearing(self.point(), other.point())
            .rem_euclid(360.0)
    }

    /// The place so far on the great circle to another: 0 here, 1 there.
    #[must_use]
    pub fn toward(self, other: LatLon, part: f64) -> LatLon {
        let point = Haversine.point_at_ratio_between(self.point(), other.point(), part);
        LatLon {
            lat: point.y(),
            lon: point.x(),
        }
    }
}

/// The place so far along a line of two places or more: 0 at its first, 1 at its last.
#[must_use]
pub fn along(line: &[LatLon], part: f64) -> LatLon {
    let parts = shares(line);
    let next = parts.partition_point(|share| *share < part);
    let next = next.clamp(1, line.len() - 1);
    let (start, end) = (parts[next - 1], parts[next]);
    let within = if end > start {
        ((part - start) / (end - start)).clamp(0.0, 1.0)
    } else {
        0.0
    };
    line[next - 1].toward(line[next], within)
}

/// How far along a line each of its places is: 0 at its first, 1 at its last.
#[must_use]
pub fn shares(line: &[LatLon]) -> Vec<f64> {
    let mut so_far = vec![0.0];
    for ends in line.windows(2) {
        so_far.push(so_far[so_far.len() - 1] + ends[0].haversine(ends[1]).m());
    }
    let whole = so_far[so_far.len() - 1];
    let last = so_far.len() - 1;
    let share = |(number, metres): (usize, &f64)| match whole > 0.0 {
        true => metres / whole,
        false => number as f64 / last.max(1) as f64,
    };
    so_far.iter().enumerate().map(share).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEW_YORK: LatLon = LatLon {
        lat: 40.7128,
        lon: -74.006,
    };
    const LONDON: LatLon = LatLon {
        lat: 51.5074,
        lon: -0.1278,
    };

    #[test]
    fn the_straight_line_to_vladivostok_is_688_km() {
        // The straight line between the two stations of the running example, 688 km, is stated in the project's design.
        let pyongyang = LatLon {
            lat: 39.0053,
            lon: 125.7364,
        };
        let vladivostok = LatLon {
            lat: 43.1113,
            lon: 131.8816,
        };
        let km = pyongyang.geodesic(vladivostok).km();
        assert!((km - 688.0).abs() < 2.0, "{km}");
    }

    #[test]
    fn places_along_a_line_go_by_its_length() {
        let place = |lat| LatLon { lat, lon: 10.0 };
        let line = [place(0.0), place(1.0), place(4.0)];
        let shares = shares(&line);
        assert!(
            (shares[1] - 0.25).abs() < 1e-9 && shares[2] == 1.0,
            "{shares:?}"
        );
        for (part, lat) in [(0.0, 0.0), (0.25, 1.0), (0.5, 2.0), (1.0, 4.0), (2.0, 4.0)] {
            let found = along(&line, part);
            assert!((found.lat - lat).abs() < 1e-6, "{part}: {found:?}");
        }
        assert_eq!(along(&[place(1.0), place(1.0)], 0.5), place(1.0));
    }

    #[test]
    fn from_new_york_to_london() {
        // 5 570 230 m over the sphere and 5 585 234 m over the ellipsoid: the tests of the crate geo 0.33.1 for the same
        // coordinates.
        assert!((NEW_YORK.haversine(LONDON).m() - 5_570_230.0).abs() < 1.0);
        assert!((NEW_YORK.geodesic(LONDON).m() - 5_585_234.0).abs() < 1.0);
    }

    #[test]
    fn bearings_are_those_of_the_compass() {
        let place = |lat, lon| LatLon { lat, lon };
        for (to, expected) in [
            (place(1.0, 0.0), 0.0),
            (place(0.0, 1.0), 90.0),
            (place(-1.0, 0.0), 180.0),
            (place(0.0, -1.0), 270.0),
        ] {
            let bearing = place(0.0, 0.0).bearing(to);
            assert!((bearing - expected).abs() < 1e-9, "{to:?}: {bearing}");
        }
    }

    #[test]
    fn half_of_the_great_circle_is_as_far_from_both_ends() {
        let middle = NEW_YORK.toward(LONDON, 0.5);
        let halves = (NEW_YORK.haversine(middle), middle.haversine(LONDON));
        assert!((halves.0.m() - halves.1.m()).abs() < 0.01, "{halves:?}");
        // The great circle runs north of both ends.
        assert!(middle.lat > 51.6 && middle.lat < 53.0, "{middle:?}");
        assert_eq!(NEW_YORK.toward(LONDON, 0.0), NEW_YORK);
        assert_eq!(NEW_YORK.toward(LONDON, 1.0), LONDON);
    }
}
