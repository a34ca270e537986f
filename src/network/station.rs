//! A station: what it is called and where it lies.

use std::fmt;

use geo::Point;
use thiserror::Error;

use super::quality::Quality;
use crate::units::Length;

/// The two-letter code of a country (ISO 3166-1 alpha-2), in capitals.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country([u8; 2]);

/// A text that is not a country code.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("\"{found}\" is not a country code; two capital letters like KP are")]
pub struct NotACountry {
    /// The text as found.
    pub found: String,
}

impl Country {
    /// Reads `KP`; lower case is accepted.
    ///
    /// # Errors
    /// [`NotACountry`] unless it is two Latin letters.
    pub fn parse(text: &str) -> Result<Country, NotACountry> {
        match text.as_bytes() {
            [a, b] if a.is_ascii_alphabetic() && b.is_ascii_alphabetic() => {
                Ok(Country([a.to_ascii_uppercase(), b.to_ascii_uppercase()]))
            }
            _ => Err(NotACountry {
                found: text.to_owned(),
            }),
        }
    }

    /// The code in capitals.
    #[must_use]
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).expect("two ASCII letters")
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// The lasting name of a station in data and scripts: a lower-case slug that begins with its country,
/// like `kp-pyongyang`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StationId(Box<str>);

/// A text that is not a station id.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error(
    "\"{found}\" is not a station id; country, hyphen and lower-case letters or digits like kp-pyongyang are"
)]
pub struct NotAStationId {
    /// The text as found.
    pub found: String,
}

impl StationId {
    /// Reads `kp-pyongyang`.
    ///
    /// # Errors
    /// [`NotAStationId`] unless it is two letters, a hyphen and a slug of `a-z`, `0-9` and hyphens.
    pub fn parse(text: &str) -> Result<StationId, NotAStationId> {
        let slug = |part: &str| {
            !part.is_empty()
                && part
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        };
        match text.split_once('-') {
            Some((country, rest))
                if country.len() == 2
                    && country.bytes().all(|b| b.is_ascii_lowercase())
                    && slug(rest) =>
            {
                Ok(StationId(text.into()))
            }
            _ => Err(NotAStationId {
                found: text.to_owned(),
            }),
        }
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for StationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for StationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

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
        use geo::{Distance, Geodesic};
        Length::from_m(Geodesic.distance(self.point(), other.point()))
    }

    /// The direction towards `other` at the start, in degrees clockwise from north, 0 to 360.
    #[must_use]
    pub fn bearing(self, other: LatLon) -> f64 {
        use geo::{Bearing, Haversine};
        Haversine
            .bearing(self.point(), other.point())
            .rem_euclid(360.0)
    }

    /// The place so far on the great circle to another: 0 here, 1 there.
    #[must_use]
    pub fn toward(self, other: LatLon, part: f64) -> LatLon {
        use geo::{Haversine, InterpolatePoint};
        let point = Haversine.point_at_ratio_between(self.point(), other.point(), part);
        LatLon {
            lat: point.y(),
            lon: point.x(),
        }
    }
}

/// A station, halt, junction or border point where lines can be joined or left.
#[derive(Clone, Debug, PartialEq)]
pub struct Station {
    /// Its lasting name in data.
    pub id: StationId,
    /// Its name in Latin letters.
    pub name: String,
    /// Its name in the local script.
    pub name_local: Option<String>,
    /// Other names it is known by.
    pub aliases: Vec<String>,
    /// The country it lies in.
    pub country: Country,
    /// Where it lies.
    pub position: LatLon,
    /// How well that is known.
    pub coord_quality: Quality,
    /// Height above the sea.
    pub elevation: Option<Length>,
    /// IANA name of its time zone.
    pub timezone: Option<String>,
    /// Whether a source tells of locomotives being changed here; elsewhere it is not known.
    pub changes_locomotives: bool,
    /// Ids in `sources.csv`.
    pub sources: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_begin_with_their_country() {
        assert!(StationId::parse("kp-pyongyang").is_ok());
        for text in [
            "pyongyang",
            "KP-pyongyang",
            "kp-",
            "kp_pyongyang",
            "kpx-a",
            "kp-평양",
        ] {
            assert!(StationId::parse(text).is_err(), "{text}");
        }
    }

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
}
