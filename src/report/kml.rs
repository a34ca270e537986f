//! KML 2.2: folders for routes, for stations where something happens, and for stations passed; lines and pins styled.
//!
//! Colours are those of the charts (Okabe and Ito), written as KML has them: alpha, blue, green, red. Properties go
//! into ExtendedData, so nothing of an answer is lost.

use serde_json::Value;

use super::geography::{Geography, Group, Properties, Spot, Track, weight};
use super::labels::round;
use super::summary::CallKind;
use super::xml::Xml;
use crate::network::LatLon;

/// Line styles by rank: id, colour (aabbggrr), width in pixels.
const LINES: [(&str, &str, &str); 3] = [
    ("route-1", "ffb27200", "4"),
    ("route-2", "ff005ed5", "3"),
    ("route-other", "ff739e00", "2"),
];

/// Pin styles: id, colour, scale.
const PINS: [(&str, &str, &str); 5] = [
    ("end", "ffb27200", "1.1"),
    ("work", "ff005ed5", "0.9"),
    ("assumed", "ff9a9a9a", "0.7"),
    ("stop", "ff009fe6", "0.8"),
    ("pass", "ffaaaaaa", "0.4"),
];

/// The document.
#[must_use]
pub fn document(geography: &Geography) -> String {
    let mut xml = Xml::document();
    xml.open("kml", &[("xmlns", "http://www.opengis.net/kml/2.2")])
        .open("Document", &[])
        .leaf("name", &[], &geography.title)
        .leaf("open", &[], "1")
        .leaf(
            "description",
            &[],
            &format!("{}\n{}", geography.description, geography.attribution),
        );
    styles(&mut xml);
    for group in &geography.groups {
        routes(&mut xml, group);
    }
    let (passed, stops): (Vec<&Spot>, Vec<&Spot>) = geography
        .points
        .iter()
        .partition(|spot| weight(spot.kind) == 0);
    stations(&mut xml, "Ends, stops and borders", &stops);
    stations(&mut xml, "Stations passed", &passed);
    xml.close().close();
    xml.finish()
}

fn styles(xml: &mut Xml) {
    for (id, colour, width) in LINES {
        xml.open("Style", &[("id", id)])
            .open("LineStyle", &[])
            .leaf("color", &[], colour)
            .leaf("width", &[], width)
            .close()
            .close();
    }
    for (id, colour, scale) in PINS {
        xml.open("Style", &[("id", id)])
            .open("IconStyle", &[])
            .leaf("color", &[], colour)
            .leaf("scale", &[], scale)
            .close()
            .open("LabelStyle", &[])
            .leaf("scale", &[], if id == "pass" { "0" } else { "0.9" })
            .close()
            .close();
    }
}

fn routes(xml: &mut Xml, group: &Group) {
    let style = match group.rank {
        1 => "#route-1",
        2 => "#route-2",
        _ => "#route-other",
    };
    xml.open("Folder", &[]).leaf("name", &[], &group.name);
    for track in &group.tracks {
        let pieces = track.pieces();
        if !pieces.is_empty() {
            line(xml, track, &pieces, style);
        }
    }
    xml.close();
}

fn line(xml: &mut Xml, track: &Track, pieces: &[Vec<LatLon>], style: &str) {
    xml.open("Placemark", &[]).leaf("name", &[], &track.name);
    xml.leaf("styleUrl", &[], style);
    properties(xml, &track.properties);
    if pieces.len() > 1 {
        xml.open("MultiGeometry", &[]);
    }
    for piece in pieces {
        let places: Vec<String> = piece.iter().map(|at| coordinates(*at)).collect();
        xml.open("LineString", &[])
            .leaf("tessellate", &[], "1")
            .leaf("coordinates", &[], &places.join(" "))
            .close();
    }
    if pieces.len() > 1 {
        xml.close();
    }
    xml.close();
}

fn stations(xml: &mut Xml, name: &str, spots: &[&Spot]) {
    if spots.is_empty() {
        return;
    }
    xml.open("Folder", &[]).leaf("name", &[], name);
    for spot in spots {
        let style = match spot.kind {
            CallKind::End => "#end",
            CallKind::Pass => "#pass",
            CallKind::AssumedStop => "#assumed",
            CallKind::Stop => "#stop",
            _ => "#work",
        };
        xml.open("Placemark", &[])
            .leaf("name", &[], &spot.name)
            .leaf("description", &[], &spot.told);
        if let Some(time) = spot.time {
            xml.open("TimeStamp", &[])
                .leaf("when", &[], &time.to_string())
                .close();
        }
        xml.leaf("styleUrl", &[], style);
        properties(xml, &spot.properties);
        xml.open("Point", &[])
            .leaf("coordinates", &[], &coordinates(spot.position))
            .close()
            .close();
    }
    xml.close();
}

/// Properties, unknown ones left out; ranges as three values.
fn properties(xml: &mut Xml, properties: &Properties) {
    xml.open("ExtendedData", &[]);
    for (key, value) in properties {
        match value {
            Value::Null => {}
            Value::Object(range) => {
                for (part, value) in range {
                    datum(xml, &format!("{key}_{part}"), value);
                }
            }
            value => datum(xml, key, value),
        }
    }
    xml.close();
}

fn datum(xml: &mut Xml, name: &str, value: &Value) {
    let text = value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned);
    xml.open("Data", &[("name", name)])
        .leaf("value", &[], &text)
        .close();
}

fn coordinates(at: LatLon) -> String {
    format!("{},{}", round(at.lon, 6), round(at.lat, 6))
}
