//! `calibrate`: what it says, what it writes, what it refuses.

use std::fs;

use serde_json::Value;

use crate::harness::{Sandbox, call, words};

#[test]
fn json_follows_its_schema() {
    let schema: Value =
        serde_json::from_str(include_str!("../../../schemas/calibrate.schema.json")).expect("JSON");
    assert!(jsonschema::meta::is_valid(&schema));
    let schema = jsonschema::validator_for(&schema).expect("a schema");
    for train in ["leader-special", "vn-express"] {
        let answer = call(&format!("calibrate --train {train} --format json")).json();
        let errors: Vec<String> = schema.iter_errors(&answer).map(|e| e.to_string()).collect();
        assert_eq!(errors, [""; 0], "{train}");
    }
}

/// All formats tell the same speeds, and the table the same legs.
#[test]
fn formats_agree() {
    let json = call("calibrate --train vn-express --format json").json();
    let likely = json["speeds"][0]["speed_kmh"]["likely"].to_string();
    for format in ["table", "csv", "md"] {
        let text = call(&format!("calibrate --train vn-express --format {format}")).fine();
        assert!(text.contains(&likely), "{format}: {text}");
    }
}

/// What is written is a train's file: with it in a network's folder the program runs on the fitted speeds.
#[test]
fn a_written_train_can_be_used() {
    let sandbox = Sandbox::new();
    let line = "calibrate --train mr-ore-train -o fitted.toml -o fitted.json -o fitted.md -o fitted.svg -q";
    sandbox.run(&words(line)).fine();
    let json: Value = serde_json::from_str(&sandbox.read("fitted.json")).expect("JSON");
    let likely = json["speeds"][0]["speed_kmh"]["likely"]
        .as_f64()
        .expect("a figure");
    assert!(sandbox.read("fitted.md").starts_with("# "));
    let picture = sandbox.read("fitted.svg");
    let promised = json["reliability"]["levels"]
        .as_array()
        .expect("levels")
        .len();
    assert_eq!(promised, 3);
    assert!(
        picture.starts_with("<svg") && picture.contains("held-out journeys"),
        "{picture}"
    );
    sandbox.run(&["network", "init", "mine", "-q"]);
    let fitted = sandbox
        .read("fitted.toml")
        .replace(&format!("likely_kmh = {likely:.1}"), "likely_kmh = 40.0");
    fs::write(sandbox.path().join("mine/trains/mr-ore-train.toml"), fitted).expect("written");
    let line = "trains mr-ore-train --network mine";
    assert!(sandbox.run(&words(line)).fine().contains("40"));
}

/// A user's own journeys and timetable, with his own train number.
#[test]
fn a_timetable_of_ones_own() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "table.csv",
        "train,station_id,arrival_local,departure_local,utc_offset_h\n\
         352J,ru-vladivostok,,20:00,10\n352J,ru-khabarovsk-1,09:00+1,09:30+1,10\n\
         352J,ru-birobidzhan-1,11:50+1,11:55+1,10\n352J,ru-bureya,D2 16:30,,9\n",
    );
    sandbox.write("none.csv", "from_place,to_place\n");
    let line = "calibrate none.csv --train ru-slow --timetable table.csv --format json";
    let json = sandbox.run(&words(line)).json();
    let hours: Vec<f64> = json["rows"]
        .as_array()
        .expect("rows")
        .iter()
        .map(|row| row["reported_h"].as_f64().expect("hours"))
        .collect();
    // 20:00 to 9:00 the next day; half past nine to ten to twelve; five to twelve to half past five by the same clock.
    // Then the runs over several of them: from half past nine to half past five, and the whole.
    assert_eq!(hours, [13.0, 2.33, 5.58, 8.0, 21.5]);
}

#[test]
fn refusals() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "bad.csv",
        "train,station_id,arrival_local,departure_local\nK1,cn-beijing,,25:00\n",
    );
    let refused = |line: &str, code: i32| sandbox.run(&words(line)).refused(code);
    insta::assert_snapshot!(refused("calibrate --train the-ghan", 1), @"slowtrain: 2 timed legs of the-ghan may be fitted, at least 3 are needed; its speeds stay as its file has them (a row counts whose train is the-ghan and whose fit is yes or weak)");
    insta::assert_snapshot!(refused("calibrate --timetable bad.csv", 2), @r#"
    slowtrain: the journeys cannot be used:
    bad.csv:2:16: error bad-time: "25:00" is no time of a timetable; write 22:13, 00:24+1 or D2 00:54
    "#);
    insta::assert_snapshot!(refused("calibrate --train leader-special -o x.gpx", 2), @"slowtrain: x.gpx: a calibration can be written as .toml (the train's file), .svg, .json, .csv or .md");
    insta::assert_snapshot!(refused("calibrate -o nowhere/x.toml", 2), @"slowtrain: cannot write nowhere/x.toml: there is no folder nowhere");
    assert!(
        refused("calibrate --train leader-speciall", 2).contains("did you mean leader-special?")
    );
    assert!(refused("calibrate missing.csv", 2).contains("missing.csv"));
    assert!(refused("calibrate --timetable missing.csv", 2).contains("missing.csv"));
}
