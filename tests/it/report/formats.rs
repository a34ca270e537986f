//! The data formats: read back by others' libraries and schemas, the same bytes each time.

use serde_json::Value;
use slowtrain::report::summary::RouteSummary;
use slowtrain::report::{Format, Summary, WIDTH, render};

use super::fixture;

pub fn written(route: RouteSummary, format: Format) -> String {
    let mut out = Vec::new();
    render(&Summary::Route(route), format, WIDTH, &mut out).expect("memory can be written");
    String::from_utf8(out).expect("UTF-8")
}

fn json(route: RouteSummary, format: Format) -> Value {
    serde_json::from_str(&written(route, format)).expect("JSON")
}

#[test]
fn json_follows_its_schema() {
    let schema: Value =
        serde_json::from_str(include_str!("../../../schemas/route.schema.json")).expect("JSON");
    assert!(jsonschema::meta::is_valid(&schema));
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    for route in [fixture::pyongyang_vladivostok(), fixture::pyongyang_sopo()] {
        let value = json(route, Format::Json);
        let errors: Vec<String> = validator
            .iter_errors(&value)
            .map(|e| format!("{}: {e}", e.instance_path))
            .collect();
        assert!(errors.is_empty(), "{errors:?}");
    }
    let mut without_unit = json(fixture::pyongyang_sopo(), Format::Json);
    without_unit["routes"][0]["distance_km"] = Value::Null;
    assert!(!validator.is_valid(&without_unit));
}

#[test]
fn json_keys_come_in_the_order_of_the_design() {
    let value = json(fixture::pyongyang_vladivostok(), Format::Json);
    let keys = |value: &Value| {
        value
            .as_object()
            .expect("an object")
            .keys()
            .cloned()
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert!(keys(&value).starts_with("schema network train from to routes"));
    let route = &value["routes"][0];
    assert!(keys(route).starts_with(
        "rank distance_km geodesic_km duration_h technical_minimum_h mean_speed_kmh ledger_h energy_kwh via lines countries legs warnings"
    ));
    assert!(
        keys(&route["ledger_h"]).starts_with(
            "cruising accelerating_braking gradients allowance stops borders reversals"
        )
    );
    assert!(keys(&route["legs"][0]).starts_with(
        "from to line country distance_km duration_h depart_local arrive_local gauge_mm stop_min"
    ));
    assert_eq!(route["legs"][0]["depart_local"], "2019-04-24T02:00+09:00");
    assert_eq!(route["distance_km"], 1185.0);
}

#[test]
fn geojson_is_read_by_another_library() {
    let text = written(fixture::pyongyang_vladivostok(), Format::GeoJson);
    let read: geojson::FeatureCollection = text
        .parse::<geojson::GeoJson>()
        .expect("GeoJSON")
        .try_into()
        .expect("a collection");
    let route = fixture::pyongyang_vladivostok();
    assert_eq!(
        read.features.len(),
        route.routes[0].legs.len() + route.routes[0].calls.len()
    );
    let lines: Vec<_> = read
        .features
        .iter()
        .filter_map(|f| match &f.geometry.as_ref()?.value {
            geojson::GeometryValue::LineString { coordinates } => Some(coordinates.clone()),
            _ => None,
        })
        .collect();
    assert_eq!(lines.len(), route.routes[0].legs.len());
    for pair in lines.windows(2) {
        assert_eq!(pair[0].last(), pair[1].first(), "legs meet end to end");
    }
    assert!(text.contains("OpenStreetMap"), "attribution");
}

#[test]
fn geojson_is_cut_at_the_180th_meridian() {
    let value = json(fixture::across_the_180th_meridian(), Format::GeoJson);
    let kinds: Vec<&str> = value["features"]
        .as_array()
        .expect("features")
        .iter()
        .map(|feature| feature["geometry"]["type"].as_str().expect("a kind"))
        .collect();
    assert_eq!(
        kinds
            .iter()
            .filter(|kind| **kind == "MultiLineString")
            .count(),
        1
    );
    let bbox: Vec<f64> = value["bbox"]
        .as_array()
        .expect("a box")
        .iter()
        .map(|v| v.as_f64().expect("degrees"))
        .collect();
    assert!(
        bbox[0] > bbox[2],
        "west of the meridian is greater: {bbox:?}"
    );
    for feature in value["features"].as_array().expect("features") {
        if feature["geometry"]["type"] == "LineString" {
            let lons: Vec<f64> = feature["geometry"]["coordinates"]
                .as_array()
                .expect("points")
                .iter()
                .map(|at| at[0].as_f64().expect("degrees"))
                .collect();
            assert!(
                lons.windows(2)
                    .all(|pair| (pair[0] - pair[1]).abs() < 180.0),
                "{lons:?}"
            );
        }
    }
}

#[test]
fn gpx_has_a_timed_track() {
    let text = written(fixture::pyongyang_vladivostok(), Format::Gpx);
    let document = roxmltree::Document::parse(&text).expect("XML");
    let times: Vec<&str> = document
        .descendants()
        .filter(|node| node.has_tag_name(("http://www.topografix.com/GPX/1/1", "trkpt")))
        .map(|point| {
            point
                .children()
                .find(|c| c.tag_name().name() == "time")
                .expect("a time")
                .text()
                .expect("text")
        })
        .collect();
    assert!(times.len() > 110, "stops have two points: {}", times.len());
    assert!(times.is_sorted(), "the clock runs on");
    assert_eq!(times[0], "2019-04-23T17:00:00Z");
    let waypoints = document
        .descendants()
        .filter(|node| node.tag_name().name() == "wpt")
        .count();
    assert_eq!(
        waypoints, 8,
        "both ends, and six stations where something happens"
    );
    assert!(
        !written(fixture::pyongyang_sopo(), Format::Gpx).contains("<time>"),
        "no departure, no times"
    );
}

#[test]
fn kml_has_folders_and_styles_that_exist() {
    let text = written(fixture::pyongyang_vladivostok(), Format::Kml);
    let document = roxmltree::Document::parse(&text).expect("XML");
    let ids: Vec<&str> = document
        .descendants()
        .filter_map(|node| node.attribute("id"))
        .collect();
    let urls: Vec<&str> = document
        .descendants()
        .filter(|n| n.tag_name().name() == "styleUrl")
        .filter_map(|n| n.text())
        .collect();
    assert!(urls.len() > 100);
    assert!(
        urls.iter()
            .all(|url| ids.contains(&url.trim_start_matches('#'))),
        "{ids:?}"
    );
    assert_eq!(
        document
            .descendants()
            .filter(|n| n.tag_name().name() == "Folder")
            .count(),
        3
    );
    assert_eq!(
        document.root_element().tag_name().namespace(),
        Some("http://www.opengis.net/kml/2.2")
    );
}

#[test]
fn hostile_names_stay_text() {
    let mut route = fixture::pyongyang_sopo();
    route.from.name = "<script>&\"\u{1b}[31m".to_owned();
    route.routes[0].calls[0].place.name = route.from.name.clone();
    for format in [Format::Gpx, Format::Kml] {
        let text = written(route.clone(), format);
        assert!(roxmltree::Document::parse(&text).is_ok(), "{format:?}");
        assert!(!text.contains("<script>"), "{format:?}");
    }
}

#[test]
fn the_same_answer_gives_the_same_bytes() {
    for format in [Format::Json, Format::GeoJson, Format::Gpx, Format::Kml] {
        assert_eq!(
            written(fixture::pyongyang_vladivostok(), format),
            written(fixture::pyongyang_vladivostok(), format)
        );
    }
}

#[test]
fn kml_of_the_meridian_trip_is_kept() {
    insta::assert_snapshot!(
        "meridian.kml",
        written(fixture::across_the_180th_meridian(), Format::Kml)
    );
}
