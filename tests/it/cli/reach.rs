//! `reach`: what it says, and the same answer in every format.

use insta::assert_snapshot;
use serde_json::Value;

use super::pinned::pinned;
use crate::harness::{Sandbox, call, words};

/// At 50 km/h 150 km take three hours, 300 six, 315 six and a third; the dwell at Delta comes after its arrival.
#[test]
fn on_the_pinned_line() {
    assert_snapshot!(pinned("reach Alpha --within 6h30").fine(), @"
    pinned: from Alpha within 6 h 30 min likely as far as Delta, 315 km
    stations: 1 nearly sure, 2 likely, 0 possible, 3 physically not excluded

    country  reached      farthest   km  time  low to high   technical minimum
    KP       nearly sure  Beta      150  3:03  2:20 to 4:03               1:31
    KP       likely       Gamma     300  6:01  4:51 to 7:51               3:01
    RU       likely       Delta     315  6:21  5:07 to 8:15               3:10

    line         country  likely as far    km  time  low to high   technical minimum
                          as
    Border Line  RU       Delta           315  6:21  5:07 to 8:15               3:10
    South Line   KP       Gamma           300  6:01  4:51 to 7:51               3:01

    note: times are those under way: running and necessary stops
    note: the train may pass through any country; --avoid CC excludes one
    note: all stations by time: --format csv, --format json, -o FILE.geojson
    ");
    assert_snapshot!(pinned("reach Alpha --within 6h30 --format csv").fine(), @"
    station_id,station,country,line,before_id,distance_km,time_low_h,time_likely_h,time_high_h,technical_minimum_h,within,attribution
    kp-beta,Beta,KP,South Line,kp-alpha,150.0,2.33,3.04,4.06,1.51,high,Data: mine. Estimated with slowtrain.
    kp-gamma,Gamma,KP,South Line,kp-beta,300.0,4.86,6.01,7.85,3.01,likely,
    ru-delta,Delta,RU,Border Line,kp-gamma,315.0,5.12,6.36,8.25,3.16,likely,
    ru-epsilon,Epsilon,RU,North Line,ru-delta,450.0,8.56,10.32,12.48,4.51,technical_minimum,
    ru-eta,Eta,RU,Branch Line,ru-epsilon,520.0,9.90,11.78,14.12,5.22,technical_minimum,
    ru-zeta,Zeta,RU,North Line,ru-epsilon,600.0,11.34,13.47,15.88,6.02,technical_minimum,
    ");
}

#[test]
fn json_follows_its_schema() {
    let schema: Value =
        serde_json::from_str(include_str!("../../../schemas/reach.schema.json")).expect("JSON");
    assert!(jsonschema::meta::is_valid(&schema));
    let schema = jsonschema::validator_for(&schema).expect("a schema");
    for line in [
        "reach Khasan --within 5h",
        "reach Moscow --within 90min --train rossiya",
        "reach Pyongyang --within 1min",
        "reach Dandong --within 6h30 --avoid KP --on 2019-04-24",
    ] {
        let answer = call(&format!("{line} --format json")).json();
        let errors: Vec<String> = schema.iter_errors(&answer).map(|e| e.to_string()).collect();
        assert_eq!(errors, [""; 0], "{line}");
    }
}

/// Counts, words and times tell the same: each station is within by the surest of its times.
#[test]
fn stations_are_told_apart_by_their_times() {
    let answer = call("reach Pyongyang --within 6h --format json").json();
    let stations = answer["stations"].as_array().expect("stations");
    let limit = answer["within_h"].as_f64().expect("hours");
    let mut counts = [0_u64; 4];
    for station in stations {
        let hours = |value: &Value| value.as_f64().expect("hours");
        let time = &station["time_h"];
        let times = [
            &time["high"],
            &time["likely"],
            &time["low"],
            &station["technical_minimum_h"],
        ]
        .map(hours);
        // Times are rounded to 36 seconds.
        let is_edge = times.iter().any(|time| (time - limit).abs() < 0.006);
        let surest = times
            .iter()
            .position(|time| *time <= limit)
            .expect("reached");
        if !is_edge {
            assert_eq!(
                station["within"],
                ["high", "likely", "low", "technical_minimum"][surest],
                "{station}"
            );
        }
        let told = ["high", "likely", "low", "technical_minimum"]
            .iter()
            .position(|word| station["within"] == **word);
        counts[told.expect("a word")..]
            .iter_mut()
            .for_each(|count| *count += 1);
    }
    for (word, count) in ["high", "likely", "low", "technical_minimum"]
        .iter()
        .zip(counts)
    {
        assert_eq!(answer["counts"][word], count);
    }
    let farthest = answer["farthest"]["likely"].as_array().expect("countries");
    for best in farthest {
        let of_country = stations
            .iter()
            .filter(|station| station["country"] == best["country"]);
        let likely = of_country.filter(|station| {
            ["high", "likely"].contains(&station["within"].as_str().expect("a word"))
        });
        let most = likely
            .filter_map(|station| station["distance_km"].as_f64())
            .fold(0.0, f64::max);
        assert_eq!(best["distance_km"], most);
    }
}

#[test]
fn csv_has_one_row_a_station() {
    let csv = call("reach Khasan --within 5h --format csv").fine();
    let json = call("reach Khasan --within 5h --format json").json();
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
    let stations = json["stations"].as_array().expect("stations");
    assert_eq!(rows.len(), stations.len());
    for (row, station) in rows.iter().zip(stations) {
        assert_eq!(row[0], *station["station"].as_str().expect("an id"));
        let cell: f64 = row[7].parse().expect("hours");
        let time = station["time_h"]["likely"].as_f64().expect("hours");
        assert!((cell - time).abs() <= 0.0051, "{cell} {time}");
    }
}

/// What is to be avoided is: without North Korea no Korean station is there, and without Baranovsky none behind it.
#[test]
fn what_is_avoided_is_not_reached() {
    let ids = |line: &str| -> Vec<String> {
        let answer = call(&format!("{line} --format json")).json();
        let stations = answer["stations"].as_array().expect("stations").clone();
        stations
            .iter()
            .filter_map(|station| station["station"].as_str().map(str::to_owned))
            .collect()
    };
    let all = ids("reach Khasan --within 6h");
    assert!(
        all.iter().any(|id| id.starts_with("kp-")) && all.contains(&String::from("ru-ussuriysk"))
    );
    let others = ids("reach Khasan --within 6h --avoid KP");
    assert!(others.iter().all(|id| !id.starts_with("kp-")), "{others:?}");
    let coast = ids("reach Khasan --within 6h --avoid KP --avoid Baranovsky");
    assert!(!coast.is_empty() && !coast.contains(&String::from("ru-ussuriysk")));
}

#[test]
fn every_file_can_be_written() {
    let sandbox = Sandbox::new();
    let mut line = words("reach Khasan --within 5h -q");
    let files = [
        "a.json",
        "a.csv",
        "a.md",
        "a.html",
        "a.svg",
        "a.geojson",
        "a.gpx",
        "a.kml",
    ];
    for file in files {
        line.extend([String::from("-o"), file.to_owned()]);
    }
    sandbox.run(&line).fine();
    for file in ["a.svg", "a.gpx", "a.kml"] {
        roxmltree::Document::parse(&sandbox.read(file))
            .unwrap_or_else(|error| panic!("{file}: {error}"));
    }
    let json: Value = serde_json::from_str(&sandbox.read("a.json")).expect("JSON");
    let stations = json["stations"].as_array().expect("stations").len();
    let read: geojson::GeoJson = sandbox.read("a.geojson").parse().expect("GeoJSON");
    let features = geojson::FeatureCollection::try_from(read)
        .expect("a collection")
        .features;
    let points = features
        .iter()
        .filter(|feature| feature.property("technical_minimum_h").is_some());
    assert_eq!(points.count(), stations);
}

#[test]
fn wrong_usage() {
    assert_snapshot!(call("reach Khasan --within soon").refused(2), @r#"slowtrain: "soon" is not a time span; write hours and minutes like 20h, 19h40, 90min, 1:30 or 20.5h"#);
    assert_snapshot!(call("reach Khasan --within 0h").refused(2), @r#"slowtrain: "0h" is no time to run in; write hours like 20h or 1d"#);
    let nowhere = call("reach Atlantis --within 5h").refused(2);
    assert!(nowhere.contains("Atlantis"), "{nowhere}");
}
