//! GeoJSON (RFC 7946): a feature for each leg and each station.
//!
//! Legs that cross the 180th meridian become a MultiLineString cut there, and the box of the whole then runs from its
//! west to its east across it. Coordinates are WGS 84, longitude first, at most six decimals (0.1 m).

use serde_json::{Map, Value, json};

use super::geography::{Geography, Properties, Spot, Track};
use super::labels::round;
use crate::files::one_line;
use crate::network::LatLon;

/// A feature collection, with title and attribution as foreign members.
#[must_use]
pub fn collection(geography: &Geography) -> Value {
    let tracks = geography.groups.iter().flat_map(|group| &group.tracks);
    let features: Vec<Value> = tracks
        .filter_map(line)
        .chain(geography.points.iter().map(point))
        .collect();
    cleaned(json!({
        "type": "FeatureCollection",
        "title": geography.title,
        "description": geography.description,
        "attribution": geography.attribution,
        "bbox": bounds(geography),
        "features": features,
    }))
}

/// The same with every text on one line, and without characters that act instead of being read: maps show them raw.
#[must_use]
pub fn cleaned(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(one_line(&text).into_owned()),
        Value::Array(items) => items.into_iter().map(cleaned).collect(),
        Value::Object(fields) => {
            let fields = fields.into_iter();
            Value::Object(fields.map(|(key, value)| (key, cleaned(value))).collect())
        }
        other => other,
    }
}

fn line(track: &Track) -> Option<Value> {
    let coordinates =
        |piece: &Vec<LatLon>| json!(piece.iter().map(|at| position(*at)).collect::<Vec<_>>());
    let geometry = match track.pieces().as_slice() {
        [] => return None,
        [piece] => json!({"type": "LineString", "coordinates": coordinates(piece)}),
        pieces => json!({
            "type": "MultiLineString",
            "coordinates": pieces.iter().map(coordinates).collect::<Vec<_>>(),
        }),
    };
    Some(feature(geometry, &track.name, &track.properties))
}

fn point(spot: &Spot) -> Value {
    let geometry = json!({"type": "Point", "coordinates": position(spot.position)});
    feature(geometry, &spot.name, &spot.properties)
}

fn feature(geometry: Value, name: &str, properties: &Properties) -> Value {
    let mut object = Map::new();
    object.insert("name".to_owned(), json!(name));
    for (key, value) in properties {
        object.insert((*key).to_owned(), value.clone());
    }
    json!({"type": "Feature", "geometry": geometry, "properties": object})
}

fn position(at: LatLon) -> Value {
    json!([round(at.lon, 6), round(at.lat, 6)])
}

/// West, south, east, north; west is greater than east when the lines cross the 180th meridian.
fn bounds(geography: &Geography) -> Value {
    let tracks = geography.groups.iter().flat_map(|group| &group.tracks);
    let is_cut = tracks.clone().any(|track| track.pieces().len() > 1);
    let points = geography.points.iter().map(|spot| spot.position);
    // Across the meridian, degrees are counted eastwards from Greenwich to 360.
    let east_of_greenwich = |lon: f64| {
        if is_cut && lon < 0.0 {
            lon + 360.0
        } else {
            lon
        }
    };
    let (mut west, mut south) = (f64::INFINITY, f64::INFINITY);
    let (mut east, mut north) = (f64::NEG_INFINITY, f64::NEG_INFINITY);
    for at in points {
        let lon = east_of_greenwich(at.lon);
        (west, east) = (west.min(lon), east.max(lon));
        (south, north) = (south.min(at.lat), north.max(at.lat));
    }
    let back = |lon: f64| if lon > 180.0 { lon - 360.0 } else { lon };
    json!([
        round(back(west), 6),
        round(south, 6),
        round(back(east), 6),
        round(north, 6)
    ])
}
