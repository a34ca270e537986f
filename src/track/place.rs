//! Places on the map, as finely as maps have them, and short distances and directions between them.

use crate::network::LatLon;

/// A place in units of 1e-7 degrees, the resolution of OpenStreetMap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TrackPoint {
    /// North.
    pub lat: i32,
    /// East.
    pub lon: i32,
}

/// Units of a [`TrackPoint`] in a degree.
const PER_DEGREE: f64 = 1e7;

/// Half the longer axis of the earth in metres, and the square of its eccentricity. Source: WGS 84.
const EARTH_M: f64 = 6_378_137.0;
const EARTH_E2: f64 = 0.006_694_379_990_14;

impl TrackPoint {
    /// The same place in degrees.
    #[must_use]
    pub fn lat_lon(self) -> LatLon {
        LatLon {
            lat: f64::from(self.lat) / PER_DEGREE,
            lon: f64::from(self.lon) / PER_DEGREE,
        }
    }

    /// The nearest such place.
    #[must_use]
    pub fn from_lat_lon(place: LatLon) -> TrackPoint {
        TrackPoint {
            lat: (place.lat * PER_DEGREE).round() as i32,
            lon: (place.lon * PER_DEGREE).round() as i32,
        }
    }

    /// Metres east and north from here to another place nearby, on the ellipsoid's curvature half way. Over the ten
    /// kilometres that drawn tracks are apart at most this is exact to some millimetres.
    #[must_use]
    pub fn offset_m(self, other: TrackPoint) -> (f64, f64) {
        let middle = (f64::from(self.lat) + f64::from(other.lat)) / 2.0 / PER_DEGREE;
        let (sin, cos) = middle.to_radians().sin_cos();
        let curvature = 1.0 - EARTH_E2 * sin * sin;
        let across = EARTH_M / curvature.sqrt();
        let along = across * (1.0 - EARTH_E2) / curvature;
        // Across the date line the short way.
        let east = i64::from(other.lon) - i64::from(self.lon);
        let east = (east + 1_800_000_000).rem_euclid(3_600_000_000) - 1_800_000_000;
        let north = i64::from(other.lat) - i64::from(self.lat);
        let angle = |units: i64| (units as f64 / PER_DEGREE).to_radians();
        (angle(east) * across * cos, angle(north) * along)
    }

    /// Metres to another place nearby, as [`TrackPoint::offset_m`].
    #[must_use]
    pub fn distance_m(self, other: TrackPoint) -> f64 {
        let (east, north) = self.offset_m(other);
        east.hypot(north)
    }
}

/// A direction from a node, in 65,536ths of a turn clockwise from north.
pub type Heading = u16;

/// The direction of `to` from `from`.
#[must_use]
pub fn heading(from: TrackPoint, to: TrackPoint) -> Heading {
    let (east, north) = from.offset_m(to);
    let turn = east.atan2(north) / std::f64::consts::TAU;
    ((turn.rem_euclid(1.0) * 65_536.0).round() as u32 % 65_536) as Heading
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_distances_agree_with_the_geodesic() {
        for (lat, lon) in [(0.0, 179.99), (47.2, 9.5), (-68.0, 20.0)] {
            let a = LatLon { lat, lon };
            let b = LatLon {
                lat: lat + 0.05,
                lon: (lon + 0.05 + 180.0).rem_euclid(360.0) - 180.0,
            };
            let near = TrackPoint::from_lat_lon(a).distance_m(TrackPoint::from_lat_lon(b));
            assert!((near - a.geodesic(b).m()).abs() < 0.05, "{near} at {a:?}");
        }
    }
}
