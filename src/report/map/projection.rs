//! From the globe to the page: Lambert's azimuthal equal-area projection around the middle of what is shown.
//!
//! Areas are true and distances nearly so near the middle, at any extent from a town to a continent; the poles and the
//! 180th meridian are places like others. Only the point opposite the middle has no place.

use crate::network::LatLon;

/// Mean radius of the earth in kilometres (IUGG).
pub const RADIUS_KM: f64 = 6_371.0;

/// The projection; results are kilometres east and south of its middle.
#[derive(Clone, Copy, Debug)]
pub struct Projection {
    lon: f64,
    sin: f64,
    cos: f64,
}

impl Projection {
    /// Around the middle of some places.
    #[must_use]
    pub fn around(places: impl Iterator<Item = LatLon>) -> Projection {
        Projection::at(Projection::middle(places))
    }

    /// The middle of some places: the direction of the mean of their unit vectors.
    #[must_use]
    pub fn middle(places: impl Iterator<Item = LatLon>) -> LatLon {
        let (mut x, mut y, mut z) = (0.0, 0.0, 0.0);
        for place in places {
            let (lat, lon) = (place.lat.to_radians(), place.lon.to_radians());
            x += lat.cos() * lon.cos();
            y += lat.cos() * lon.sin();
            z += lat.sin();
        }
        LatLon {
            lat: z.atan2(x.hypot(y)).to_degrees(),
            lon: y.atan2(x).to_degrees(),
        }
    }

    /// Around a place.
    #[must_use]
    pub fn at(middle: LatLon) -> Projection {
        let lat = middle.lat.to_radians();
        Projection {
            lon: middle.lon,
            sin: lat.sin(),
            cos: lat.cos(),
        }
    }

    /// Kilometres east and south of the middle.
    #[must_use]
    pub fn project(&self, place: LatLon) -> (f64, f64) {
        self.project_with_cosine(place).0
    }

    /// The same with the cosine of the angle from the middle: 1 there, 0 at the edge of its hemisphere, -1 opposite.
    #[must_use]
    pub fn project_with_cosine(&self, place: LatLon) -> ((f64, f64), f64) {
        let (lat, lon) = (place.lat.to_radians(), (place.lon - self.lon).to_radians());
        let along = self.sin * lat.sin() + self.cos * lat.cos() * lon.cos();
        let factor = RADIUS_KM * (2.0 / (1.0 + along).max(1e-9)).sqrt();
        let east = lat.cos() * lon.sin();
        let north = self.cos * lat.sin() - self.sin * lat.cos() * lon.cos();
        ((factor * east, -factor * north), along)
    }

    /// The cosine of the angle from the middle alone.
    #[must_use]
    pub fn cosine(&self, place: LatLon) -> f64 {
        self.project_with_cosine(place).1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_from_the_middle_are_nearly_true() {
        let middle = LatLon {
            lat: 41.0,
            lon: 129.0,
        };
        let projection = Projection::at(middle);
        for place in [
            LatLon {
                lat: 39.0,
                lon: 125.7,
            },
            LatLon {
                lat: 43.1,
                lon: 131.9,
            },
        ] {
            let (east, south) = projection.project(place);
            let true_km = middle.geodesic(place).km();
            assert!(
                (east.hypot(south) / true_km - 1.0).abs() < 0.005,
                "{place:?}"
            );
        }
        assert_eq!(projection.project(middle), (0.0, 0.0));
    }

    #[test]
    fn the_180th_meridian_is_a_place_like_others() {
        let ends = [
            LatLon {
                lat: 67.0,
                lon: 176.0,
            },
            LatLon {
                lat: 66.0,
                lon: -175.0,
            },
        ];
        let projection = Projection::around(ends.into_iter());
        let (west, east) = (projection.project(ends[0]), projection.project(ends[1]));
        assert!(west.0 < 0.0 && east.0 > 0.0);
        let apart = (east.0 - west.0).hypot(east.1 - west.1);
        assert!((apart / ends[0].geodesic(ends[1]).km() - 1.0).abs() < 0.01);
    }
}
