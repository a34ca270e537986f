//! The column `geometry` of `segments.csv`: how a segment is drawn, as a `LINESTRING` of well-known text.

use std::collections::BTreeMap;

use super::super::table::Table;
use super::super::{LatLon, SegmentIdx, Station};
use super::context::Context;
use super::problem::NetworkError;
use super::segments::Segments;

/// The places of a line like `LINESTRING (9.5 47.1, 9.6 47.2)`, each with its longitude and latitude as they are written;
/// `None` for any other text, and for places that are not on the earth.
pub(super) fn places(wkt: &str) -> Option<Vec<(LatLon, [&str; 2])>> {
    let places = wkt.trim().strip_prefix("LINESTRING")?.trim_start();
    let places = places.strip_prefix('(')?.strip_suffix(')')?;
    let mut line = Vec::new();
    for text in places.split(',') {
        let mut numbers = text.split_ascii_whitespace();
        let (lon, lat) = (numbers.next()?, numbers.next()?);
        let place = LatLon {
            lat: lat.parse().ok()?,
            lon: lon.parse().ok()?,
        };
        if numbers.next().is_some() || !(place.lat.abs() <= 90.0 && place.lon.abs() <= 180.0) {
            return None;
        }
        line.push((place, [lon, lat]));
    }
    (line.len() > 1).then_some(line)
}

/// The places between the ends of the segments that are drawn, from `from` to `to`; a line that was drawn the other way is
/// turned.
pub(super) fn read(
    table: &Table,
    (segments, stations): (&Segments, &[Station]),
    context: &mut Context<'_>,
) -> BTreeMap<SegmentIdx, Vec<LatLon>> {
    let mut bends = BTreeMap::new();
    if !table.has_column("geometry") {
        return bends;
    }
    for ((segment, row), number) in segments.list.iter().zip(&segments.rows).zip(0..) {
        let cell = table.row(*row).cell("geometry");
        let Some(text) = cell.known() else { continue };
        let Some(line) = places(text) else {
            let found = text.chars().take(SHOWN).collect();
            context.refuse(cell, NetworkError::BadGeometry { found });
            continue;
        };
        let mut line: Vec<LatLon> = line.into_iter().map(|(place, _)| place).collect();
        let [from, to] = [segment.from, segment.to].map(|end| stations[end.0 as usize].position);
        let first = line[0];
        if first.haversine(to) < first.haversine(from) {
            line.reverse();
        }
        let inner = line[1..line.len() - 1].to_vec();
        if !inner.is_empty() {
            bends.insert(SegmentIdx(number), inner);
        }
    }
    bends
}

/// Letters of a text that are shown. Assumption: what is wrong is seen by its beginning.
const SHOWN: usize = 60;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_with_all_their_places() {
        let line = places("LINESTRING (9.500000 47.100000, 9 47, 9.6  47.2)").expect("a line");
        assert_eq!(line.len(), 3);
        assert_eq!((line[0].0.lon, line[2].0.lat), (9.5, 47.2));
        assert_eq!(line[2].1, ["9.6", "47.2"]);
        assert!(places("LINESTRING(1 2,3 4)").is_some());
        for text in [
            "LINESTRING",
            "LINESTRING (1 2)",
            "LINESTRING (1 2, 3 91)",
            "LINESTRING (1 2, 3 NaN)",
            "LINESTRING (1 2 3, 3 4 5)",
            "POINT (1 2)",
            "LINESTRING (a b, 1 2)",
        ] {
            assert!(places(text).is_none(), "{text}");
        }
    }
}
