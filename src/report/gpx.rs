//! GPX 1.1: a track for each route and a waypoint for each station where something happens or a journey ends.
//!
//! Points carry times when the departure is known; a standing train has two points, its arrival and its departure.
//! The order of elements is that of the schema, which demands it.

use jiff::Timestamp;

use super::geography::{Geography, Group, Spot, weight};
use super::labels::round;
use super::xml::Xml;
use crate::network::LatLon;

/// The document.
#[must_use]
pub fn document(geography: &Geography) -> String {
    let mut xml = Xml::document();
    xml.open(
        "gpx",
        &[
            ("version", "1.1"),
            ("creator", "slowtrain"),
            ("xmlns", "http://www.topografix.com/GPX/1/1"),
        ],
    );
    xml.open("metadata", &[])
        .leaf("name", &[], &geography.title)
        .leaf(
            "desc",
            &[],
            &format!("{}. {}", geography.description, geography.attribution),
        )
        .close();
    for spot in geography.points.iter().filter(|spot| weight(spot.kind) > 0) {
        waypoint(&mut xml, spot);
    }
    for group in &geography.groups {
        track(&mut xml, geography, group);
    }
    xml.close();
    xml.finish()
}

fn waypoint(xml: &mut Xml, spot: &Spot) {
    open_at(xml, "wpt", spot.position);
    if let Some(height) = spot.elevation {
        xml.leaf("ele", &[], &round(height.m(), 1).to_string());
    }
    if let Some(time) = spot.time {
        xml.leaf("time", &[], &time.to_string());
    }
    xml.leaf("name", &[], &spot.name)
        .leaf("desc", &[], &spot.told)
        .leaf("type", &[], "station")
        .close();
}

fn track(xml: &mut Xml, geography: &Geography, group: &Group) {
    xml.open("trk", &[])
        .leaf("name", &[], &format!("{}, {}", geography.title, group.name))
        .leaf("src", &[], &geography.attribution)
        .leaf("number", &[], &group.rank.to_string())
        .leaf("type", &[], "train")
        .open("trkseg", &[]);
    let mut last: Option<&Point> = None;
    for track in &group.tracks {
        let start = track.positions.first();
        // A line that begins elsewhere is no route from where the last one ended.
        if last
            .zip(start)
            .is_some_and(|(last, start)| last.0 != start.0)
        {
            xml.close().open("trkseg", &[]);
            last = None;
        }
        for point in &track.positions {
            // The end of a leg is the beginning of the next.
            if last != Some(point) {
                track_point(xml, point);
            }
            last = Some(point);
        }
    }
    xml.close().close();
}

type Point = (LatLon, Option<Timestamp>);

fn track_point(xml: &mut Xml, (place, time): &Point) {
    open_at(xml, "trkpt", *place);
    if let Some(time) = time {
        xml.leaf("time", &[], &time.to_string());
    }
    xml.close();
}

fn open_at(xml: &mut Xml, name: &'static str, at: LatLon) {
    // The schema wants longitudes below 180.
    let lon = if at.lon >= 180.0 {
        at.lon - 360.0
    } else {
        at.lon
    };
    let (lat, lon) = (round(at.lat, 6).to_string(), round(lon, 6).to_string());
    xml.open(name, &[("lat", &lat), ("lon", &lon)]);
}
