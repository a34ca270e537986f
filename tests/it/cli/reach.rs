//! `reach`: what it says, and the same answer in every format.

use insta::assert_snapshot;
use serde_json::Value;

use crate::harness::{Sandbox, call, words};

#[test]
fn from_the_border() {
    assert_snapshot!(call("reach Khasan --within 5h").fine(), @r"
    leader-special: from Khasan within 5 h 00 min likely as far as Ussuriysk, 261 km
    stations: 37 nearly sure, 22 likely, 29 possible, 101 physically not excluded

    country      reached      farthest             km  time  low to high   floor
    China        nearly sure  Tumen               134  3:29  2:36 to 4:43   1:28
    China        likely       Chaoyangchuan       197  4:58  3:55 to 6:20   2:01
    China        possible     Antu                252  5:51  4:48 to 7:21   2:28
    North Korea  nearly sure  Chongjin Chongnyon  138  3:31  2:37 to 4:44   1:41
    North Korea  likely       Kumsaeng            204  4:55  3:44 to 6:37   2:09
    North Korea  possible     Ryongdong           234  5:43  4:20 to 7:33   2:38
    Russia       nearly sure  Olenevod            226  3:49  2:56 to 4:55   1:55
    Russia       likely       Ussuriysk           261  4:23  3:24 to 5:35   2:13
    Russia       possible     Spassk-Dalny        388  6:13  4:59 to 7:43   3:16

    line                        in  likely as far as   km  time  low to high   floor
    Trans-Siberian              RU  Ussuriysk         261  4:23  3:24 to 5:35   2:13
    Baranovsky-Khasan line      RU  Baranovsky        238  4:01  3:06 to 5:09   2:01
    Hambuk Line                 KP  Kumsaeng          204  4:55  3:44 to 6:37   2:09
    Changtu Railway             CN  Chaoyangchuan     197  4:58  3:55 to 6:20   2:01
    P'yongra Line               KP  Orang             189  4:41  3:31 to 6:16   2:11
    Mutu Railway                CN  Wangqing          188  4:49  3:49 to 6:09   1:56
    Tumen River bridge          CN  Tumen             134  3:29  2:36 to 4:43   1:28
    Bamburovo-Blyukher branch   RU  Blyukher          122  2:04  1:30 to 2:50   1:04
    Gvozdevo-Posyet branch      RU  Posyet             65  1:09  0:47 to 1:40   0:35
    Hongui Line                 KP  Hongui             15  0:33  0:21 to 0:54   0:14
    Khasan-Tumangang border l…  KP  Tumangang           5  0:06  0:05 to 0:10   0:05

    note: any country may be passed; --avoid CC keeps away from one
    note: all stations by time: --format csv, --format json, -o FILE.geojson
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
            &station["floor_h"],
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
                ["high", "likely", "low", "floor"][surest],
                "{station}"
            );
        }
        let told = ["high", "likely", "low", "floor"]
            .iter()
            .position(|word| station["within"] == **word);
        counts[told.expect("a word")..]
            .iter_mut()
            .for_each(|count| *count += 1);
    }
    for (word, count) in ["high", "likely", "low", "floor"].iter().zip(counts) {
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
        assert_eq!(
            row[7].parse::<f64>().ok(),
            station["time_h"]["likely"].as_f64()
        );
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
        .filter(|feature| feature.property("floor_h").is_some());
    assert_eq!(points.count(), stations);
}

#[test]
fn wrong_usage() {
    assert_snapshot!(call("reach Khasan --within soon").refused(2), @r#"slowtrain: "soon" is not a time span; write hours and minutes like 20h, 19h40, 90min, 1:30 or 20.5h"#);
    assert_snapshot!(call("reach Khasan --within 0h").refused(2), @r#"slowtrain: "0h" is no time to run in; write hours like 20h or 1d"#);
    let nowhere = call("reach Atlantis --within 5h").refused(2);
    assert!(nowhere.contains("Atlantis"), "{nowhere}");
}
