//! `slowtrain trains`.

use std::fs;
use std::path::Path;

use crate::harness::{Sandbox, call};

#[test]
fn every_train_is_listed() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/trains");
    let files = fs::read_dir(data)
        .expect("the trains")
        .map(|file| file.expect("a file").path());
    let mut ids: Vec<String> = files
        .map(|file| {
            file.file_stem()
                .expect("a name")
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    ids.sort();
    let csv = call("trains --format csv").fine();
    let listed: Vec<&str> = csv
        .lines()
        .skip(1)
        .filter_map(|row| row.split(',').next())
        .collect();
    assert_eq!(listed, ids);
    let table = call("trains").fine();
    assert!(ids.iter().all(|id| table.contains(id)), "{table}");
}

#[test]
fn a_train_shows_where_each_figure_comes_from() {
    let out = call("trains leader-special").fine();
    assert!(
        out.starts_with("leader-special: Armoured special train"),
        "{out}"
    );
    for part in [
        "\nconsist: ",
        "\nspeed: country KP, ",
        "assumption: ",
        "source: ",
    ] {
        assert!(out.contains(part), "{part} in {out}");
    }
    let json = call("trains leader-special --format json").json();
    assert_eq!(json["schema"], "slowtrain.train/1");
}

#[test]
fn unknown_train() {
    let err = call("trains leader-specail").refused(2);
    assert!(
        err.starts_with("slowtrain: no train is called \"leader-specail\"; did you mean leader-special? (there are bam-363, "),
        "{err}"
    );
}

#[test]
fn unreadable_train_files() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.run(&["network", "init", "mine"]).code, 0);
    sandbox.write("mine/trains/broken.toml", "name = \n");
    sandbox.write("mine/trains/bare.toml", "name = \"Bare\"\n");
    let run = |train: &str| {
        sandbox
            .run(&["trains", train, "--network", "mine"])
            .refused(2)
    };
    insta::assert_snapshot!(run("broken"), @"slowtrain: mine/trains/broken.toml:1: string values must be quoted, expected literal string");
    insta::assert_snapshot!(run("bare"), @"slowtrain: mine/trains/bare.toml:1: missing field `schema`");
    // Others are not touched by it.
    sandbox
        .run(&["trains", "rossiya", "--network", "mine"])
        .fine();
    sandbox.write("mine/trains/bytes.toml", b"\xff\xfe");
    insta::assert_snapshot!(run("rossiya"), @"slowtrain: cannot read mine/trains/bytes.toml: it is not UTF-8 text (byte 0)");
}

#[test]
fn templates_for_imported_networks_run_everywhere_and_are_the_default_nowhere() {
    for (train, top_kmh, gauge) in [
        ("regional-multiple-unit", 160.0, 1668),
        ("intercity", 200.0, 1668),
        ("high-speed-train", 310.0, 1435),
        ("metro-train", 130.0, 1676),
    ] {
        let json = call(&format!("trains {train} --format json")).json();
        assert_eq!(
            json["train"]["max_speed_kmh"].as_f64(),
            Some(top_kmh),
            "{train}"
        );
        let gauges = json["train"]["gauges_mm"].as_array().expect("gauges");
        assert!(gauges.iter().any(|mm| *mm == gauge), "{train}");
        assert!(json["train"]["default_for"].is_null(), "{train}");
    }
    // A high-speed train is above twice as fast as a local one where no limit is known.
    let hours = |train: &str| {
        let answer = call(&format!("route Paris Lyon --train {train} --format json")).json();
        answer["routes"][0]["duration_h"]["likely"]
            .as_f64()
            .expect("hours")
    };
    assert!(hours("high-speed-train") * 2.0 < hours("regional-multiple-unit"));
}
