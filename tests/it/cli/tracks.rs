//! An imported map on the command line: its tables, its tracks, and the route over them.

use std::fs;
use std::path::Path;

use crate::harness::Sandbox;

/// The extract beside the project, imported.
fn imported() -> Sandbox {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/feeds/liechtenstein.osm.pbf");
    let sandbox = Sandbox::new();
    fs::copy(path, sandbox.path().join("li.osm.pbf"))
        .expect("the extract lies beside the repository");
    let done = sandbox.run(&["import", "osm", "li.osm.pbf", "-o", "li", "--country", "LI"]);
    assert_eq!(done.code, 0, "{}", done.err);
    assert!(
        done.out.starts_with("li: 4 stations, 3 segments, "),
        "{}",
        done.out
    );
    // What was left out is counted and said, and nothing is drawn where no terminal is.
    assert!(
        done.err.contains(" x way railway=platform: no track"),
        "{}",
        done.err
    );
    assert!(!done.err.contains('\r'), "{:?}", done.err);
    sandbox
}

#[test]
#[ignore = "reads ../shared/feeds/liechtenstein.osm.pbf, which is not part of the repository"]
fn the_way_over_the_tracks_is_as_long_as_published() {
    let sandbox = imported();
    let question = ["tracks", "Schaanwald", "Schaan-Vaduz", "--network", "li"];
    let train = ["--train", "generic-passenger"];
    let run = |more: &[&str]| sandbox.run(&[&question[..], &train, more].concat());
    let answer = run(&["--format", "json", "-o", "way.geojson"]);
    assert_eq!(
        (answer.code, answer.err.as_str()),
        (0, "slowtrain: wrote way.geojson\n")
    );
    let json: serde_json::Value = serde_json::from_str(&answer.out).expect("JSON");
    assert_eq!(
        (json["from"].as_str(), json["gauge_mm"].as_u64()),
        (Some("li-schaanwald"), Some(1435))
    );
    // Kilometres 9.38 and 15.87 of the line from Feldkirch to Buchs (Wikipedia); the map has the stations' middles.
    let km = json["distance_km"].as_f64().expect("a number");
    assert!((km - 6.49).abs() < 0.15, "{km}");
    assert_eq!(json["unlimited_km"], 0.0);
    assert_eq!(json["reversals"].as_array().map(Vec::len), Some(0));
    // The line permits 100 km/h at most, so no train takes less than so long.
    let technical_minimum = json["technical_minimum_h"].as_f64().expect("a number");
    assert!(
        technical_minimum >= (km / 100.0 * 100.0).floor() / 100.0 && technical_minimum < 0.1,
        "{technical_minimum}"
    );
    let route: serde_json::Value =
        serde_json::from_str(&sandbox.read("way.geojson")).expect("JSON");
    let line = &route["features"][0]["geometry"]["coordinates"];
    assert!(
        line.as_array().is_some_and(|places| places.len() > 50),
        "{line}"
    );
    assert_eq!(
        route["attribution"],
        "© OpenStreetMap contributors, ODbL 1.0"
    );
    let text = run(&[]).fine();
    assert!(
        text.starts_with("generic-passenger: 6.4 km over the tracks, "),
        "{text}"
    );
    // The segments of the tables lie on the same tracks.
    let route = [&["route"], &question[1..], &train, &["--format", "json"]].concat();
    let route = sandbox.run(&route).json();
    let by_tables = route["routes"][0]["distance_km"]
        .as_f64()
        .expect("a number");
    assert!((by_tables - km).abs() < 0.1, "{by_tables} {km}");
}

#[test]
#[ignore = "reads ../shared/feeds/liechtenstein.osm.pbf, which is not part of the repository"]
fn damaged_tracks_are_told_and_a_lost_index_is_made_anew() {
    let sandbox = imported();
    let run = || {
        let train = ["--train", "generic-passenger", "--format", "csv"];
        let question = ["tracks", "Nendeln", "Schaanwald", "--network", "li"];
        sandbox.run(&[&question[..], &train].concat())
    };
    let whole = run().fine();
    let index = sandbox.path().join("li/tracks.index");
    fs::write(&index, b"damaged").expect("written");
    let answer = run();
    assert_eq!((answer.code, answer.out), (0, whole));
    assert!(
        answer
            .err
            .contains("the index of the tracks is made anew: li/tracks.index"),
        "{}",
        answer.err
    );
    let tracks = sandbox.path().join("li/tracks.bin");
    let mut bytes = fs::read(&tracks).expect("read");
    *bytes.last_mut().expect("not empty") ^= 1;
    fs::write(&tracks, &bytes).expect("written");
    assert_eq!(
        run().refused(2),
        "slowtrain: li/tracks.bin is damaged: its checksum is another\n"
    );
    fs::remove_file(&tracks).expect("removed");
    assert_eq!(
        run().refused(2),
        "slowtrain: there is no li/tracks.bin; `slowtrain import osm` writes it\n"
    );
}

#[test]
#[ignore = "reads ../shared/feeds/liechtenstein.osm.pbf, which is not part of the repository"]
fn a_cut_off_map_leaves_no_network_behind() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/feeds/liechtenstein.osm.pbf");
    let whole = fs::read(&path).expect("the extract lies beside the repository");
    let sandbox = Sandbox::new();
    sandbox.write("cut.osm.pbf", &whole[..whole.len() / 2]);
    let told = sandbox
        .run(&["import", "osm", "cut.osm.pbf", "-o", "li"])
        .refused(2);
    let at = told
        .strip_prefix("slowtrain: cut.osm.pbf: at byte ")
        .expect(&told);
    let offset: usize = at
        .split(':')
        .next()
        .and_then(|at| at.parse().ok())
        .expect("an offset");
    assert!(
        offset < whole.len() / 2 && told.contains("the file ends inside a blob"),
        "{told}"
    );
    let left = fs::read_dir(sandbox.path()).expect("a folder").count();
    assert_eq!(left, 1, "only the map itself is there");
}

#[test]
fn networks_without_tracks_say_so() {
    let sandbox = Sandbox::new();
    let told = sandbox.run(&["tracks", "Pyongyang", "Sinuiju"]).refused(2);
    assert!(told.contains("name one with --network DIR"), "{told}");
}
