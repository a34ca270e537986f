//! `reach`: what it says, and the same answer in every format.

use insta::assert_snapshot;
use serde_json::Value;

use crate::harness::{Sandbox, call, words};

#[test]
fn from_the_border() {
    assert_snapshot!(call("reach Khasan --within 5h").fine(), @r"
    leader-special: from Khasan within 5 h 00 min likely as far as Ussuriysk, 261 km
    stations: 36 nearly sure, 17 likely, 29 possible, 107 physically not excluded

    country      reached      farthest             km  time  low to high   floor
    China        nearly sure  Tumen               134  3:45  2:52 to 4:53   1:28
    China        likely       Xidong              176  4:54  3:55 to 6:07   1:50
    China        possible     Chatiaogou          239  6:00  4:58 to 7:20   2:22
    North Korea  nearly sure  Chongjin Chongnyon  138  3:46  2:51 to 4:55   1:41
    North Korea  likely       Ryonghyon           180  4:49  3:40 to 6:16   2:05
    North Korea  possible     Ryongdong           234  6:10  4:46 to 7:55   2:38
    Russia       nearly sure  Senokosnaya         214  3:59  3:08 to 5:00   1:49
    Russia       likely       Ussuriysk           261  4:47  3:48 to 5:56   2:13
    Russia       possible     Muchnaya            346  5:55  4:45 to 7:16   2:55

    line                        in  likely as far as   km  time  low to high   floor
    Trans-Siberian              RU  Ussuriysk         261  4:47  3:48 to 5:56   2:13
    Baranovsky-Khasan line      RU  Baranovsky        238  4:26  3:31 to 5:31   2:01
    P'yongra Line               KP  Ryonghyon         180  4:49  3:40 to 6:16   2:05
    Changtu Railway             CN  Xidong            176  4:54  3:55 to 6:07   1:50
    Hambuk Line                 KP  Sambong           170  4:31  3:28 to 5:54   1:49
    Tumen River bridge          CN  Tumen             134  3:45  2:52 to 4:53   1:28
    Bamburovo-Blyukher branch   RU  Blyukher          122  2:16  1:42 to 2:58   1:04
    Gvozdevo-Posyet branch      RU  Posyet             65  1:15  0:54 to 1:45   0:35
    Hongui Line                 KP  Hongui             15  0:34  0:22 to 0:54   0:14
    Khasan-Tumangang border l…  KP  Tumangang           5  0:07  0:05 to 0:10   0:05

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
