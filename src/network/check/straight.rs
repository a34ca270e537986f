//! Lengths held against the straight line, to the metre.
//!
//! A length along the track is never below the straight line between its ends. The ends are those of the drawn geometry where
//! there is one, else the places of the stations. What is allowed for is what the figures leave open as they are written:
//! half of the last digit of the length and of each coordinate; and for places that are not sourced, some hundred metres.

use super::super::{LatLon, Quality, Segment, SegmentIdx, StationIdx};
use super::plausibility::{Written, sphere_km};
use super::warning::NetworkWarning;

/// How far the mean sphere's distances may be from the ellipsoid's, as a share. Source: the radii of WGS 84 (6,335 km
/// to 6,400 km of curvature against the mean of 6,371.0 km) differ by less than 0.57 %.
const SPHERE_ERROR: f64 = 0.006;

/// How exactly the ellipsoid's distances are compared, in km.
const METRE_KM: f64 = 0.001;

/// How far off a place may be that is interpolated, unverified or an estimate, in km and as a share of the length.
/// Assumption: half the length of a large station, and two thirds of the coarsest lengths that sources round to.
const ROUGH_KM: f64 = 0.3;
const ROUGH_SHARE: f64 = 0.02;

/// Length of a degree of latitude, and of one of longitude at the equator, in km, rounded up. Source: WGS 84.
const DEGREE_KM: f64 = 111.7;

/// An end of a segment, with what its figures leave open in km.
struct End {
    place: LatLon,
    open_km: f64,
}

/// The doubt about a length that is below the straight line, or more than twice as long.
pub(super) fn implausible_length(
    written: &Written<'_>,
    index: SegmentIdx,
) -> Option<NetworkWarning> {
    let network = written.network;
    let segment = network.segment(index);
    let length_km = segment.length.km();
    let drawn = ends_of(written.segment(index, "geometry").text());
    let stations = || [segment.from, segment.to].map(|end| station(written, end));
    let [a, b] = drawn.unwrap_or_else(stations);
    let figure = 0.5 * last_digit(written.segment(index, "length_km").text());
    let open_km = METRE_KM + figure + a.open_km + b.open_km + rough_km(written, segment);
    let is_short = |straight_km: f64| straight_km > length_km + open_km;
    let is_long = |straight_km: f64| length_km > 2.0 * straight_km;
    let quick_km = sphere_km(a.place, b.place);
    if !is_short(quick_km * (1.0 + SPHERE_ERROR)) && !is_long(quick_km * (1.0 - SPHERE_ERROR)) {
        return None;
    }
    let straight_km = a.place.geodesic(b.place).km();
    let [from, to] = [segment.from, segment.to].map(|end| network.station(end).id.to_string());
    if is_short(straight_km) {
        return Some(NetworkWarning::ShorterThanStraight {
            from,
            to,
            length_km,
            straight_km,
        });
    }
    is_long(straight_km).then_some(NetworkWarning::FarLongerThanStraight {
        from,
        to,
        length_km,
        straight_km,
    })
}

/// What places that are not sourced leave open, in km.
fn rough_km(written: &Written<'_>, segment: &Segment) -> f64 {
    let is_rough = |end: StationIdx| {
        let quality = written.network.station(end).coord_quality;
        !matches!(quality, Quality::Sourced | Quality::Unstated)
    };
    match is_rough(segment.from) || is_rough(segment.to) {
        true => ROUGH_KM + ROUGH_SHARE * segment.length.km(),
        false => 0.0,
    }
}

fn station(written: &Written<'_>, station: StationIdx) -> End {
    let digits = ["lat", "lon"].map(|column| last_digit(written.station(station, column).text()));
    end(written.network.station(station).position, digits)
}

/// An end whose coordinates are written to these last digits, in degrees.
fn end(place: LatLon, [lat, lon]: [f64; 2]) -> End {
    let east = lon * place.lat.to_radians().cos();
    End {
        place,
        open_km: 0.5 * DEGREE_KM * lat.hypot(east),
    }
}

/// The value of one in the last place of a number: 0.001 of 9.500.
fn last_digit(number: &str) -> f64 {
    let decimals = number
        .trim()
        .split_once('.')
        .map_or(0, |(_, part)| part.len());
    0.1_f64.powi(i32::try_from(decimals).unwrap_or(i32::MAX))
}

/// The first and the last place of a drawn line.
fn ends_of(wkt: &str) -> Option<[End; 2]> {
    let line = super::geometry::places(wkt)?;
    let read =
        |(place, [lon, lat]): &(LatLon, [&str; 2])| end(*place, [last_digit(lat), last_digit(lon)]);
    Some([read(line.first()?), read(line.last()?)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_of_a_line_are_its_first_and_last_place() {
        let ends = ends_of("LINESTRING (9.500000 47.100000, 9 47, 9.6 47.2)").expect("a line");
        assert_eq!((ends[0].place.lon, ends[1].place.lat), (9.5, 47.2));
        assert!(ends[0].open_km < 0.000_1, "{}", ends[0].open_km);
        // Half a tenth of a degree: 5.6 km north and 3.8 km east.
        assert!((ends[1].open_km - 6.75).abs() < 0.05, "{}", ends[1].open_km);
        for text in [
            "",
            "LINESTRING",
            "LINESTRING (1 2)",
            "POINT (1 2)",
            "LINESTRING (a b, 1 2)",
        ] {
            assert!(ends_of(text).is_none(), "{text}");
        }
        assert_eq!(last_digit("12"), 1.0);
    }
}
