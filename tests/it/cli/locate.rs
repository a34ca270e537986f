//! `locate`: what it says, what it refuses and why, and the same answer in every format.

use insta::assert_snapshot;
use jiff::Timestamp;
use serde_json::Value;

use super::pinned::{pinned, zoneless};
use crate::harness::{Answer, Sandbox, call};

/// The running example: the train of April 2019 was at Khasan at 10:40; that it left Pyongyang is made up.
const LEFT: &str = "locate Pyongyang Vladivostok --departed 2019-04-23T07:00";

pub(super) fn asked(rest: &str) -> Answer {
    call(&format!("{LEFT} {rest}"))
}

fn json(rest: &str) -> Value {
    asked(&format!("{rest} --format json")).json()
}

fn instant(clock: &Value) -> Timestamp {
    clock.as_str().expect("a clock").parse().expect("a time")
}

/// Alpha to Zeta on the pinned line: 600 km at 50 km/h and an hour at Delta are 13 hours.
pub(super) const PINNED: &str = "locate Alpha Zeta --departed 2019-04-23T20:00";

#[test]
fn a_train_that_was_seen() {
    assert_snapshot!(pinned(&format!("{PINNED} --arrived Gamma=2019-04-24T02:30 --at 2019-04-24T06:00")).fine(), @"
    pinned: between Delta and Epsilon, 418 km (368 to 464 km of 600 km)
    2019-04-24 06:00 (UTC+09:00), 07:00 by the clock there, 10 h 00 min after it
    left Alpha 2019-04-23 20:00 (UTC+09:00)
    arrives at Zeta 2019-04-24 10:44, UTC+10:00 (from 04-24 09:17 to 04-24 12:37)

    station  country   km  earliest    likely    latest
    Alpha    KP         0     20:00     20:00     20:00
    Gamma    KP       300  02:24 +1  02:30 +1  02:34 +1
      arriving 02:30
    Delta    RU       315  03:41 +1  03:50 +1  03:58 +1
      border control 1 h 06 min
    Zeta     RU       600  09:17 +1  10:44 +1  12:37 +1

    warning: the train file gives no speed for KP (315 km); the train's general
             speed is used. A [[speed]] for KP in a train file of your own replaces
             it
    warning: the train file gives no speed for RU (285 km); the train's general
             speed is used. A [[speed]] for RU in a train file of your own replaces
             it
    warning: this time is an assumption, since no source gives it, and the range
             allows for that: border control at Delta (1 h 09 min)
    ");
}

#[test]
fn a_convoy() {
    assert_snapshot!(pinned(&format!("{PINNED} --convoy 3 --headway 30 --at 2019-04-24T03:00")).fine(), @"
    pinned: at Delta, 315 km (271 to 366 km of 600 km)
    2019-04-24 03:00 (UTC+09:00), 04:00 by the clock there, 7 h 00 min after it left
    Alpha 2019-04-23 20:00 (UTC+09:00)
    in RU in 69 %, in KP in 31 % of samples
    pilot: between Delta and Epsilon, 315 km (290 to 392 km of 600 km)
    leader's: at Delta, 315 km (271 to 366 km of 600 km)
    last: at Delta, 315 km (251 to 339 km of 600 km)
    arrives at Zeta 2019-04-24 10:28, UTC+10:00 (from 04-24 08:20 to 04-24 12:52)

    station  country   km     pilot  leader's      last
    Alpha    KP         0     19:30     20:00     20:30
    Delta    RU       315  02:56 +1  03:26 +1  03:56 +1
      border control 1 h 09 min
    Zeta     RU       600  09:58 +1  10:28 +1  10:58 +1

    note: at Delta each train stands 1 h 00 min, so there the next one comes before
          the one ahead has left
    warning: the train file gives no speed for KP (315 km); the train's general
             speed is used. A [[speed]] for KP in a train file of your own replaces
             it
    warning: the train file gives no speed for RU (285 km); the train's general
             speed is used. A [[speed]] for RU in a train file of your own replaces
             it
    warning: this time is an assumption, since no source gives it, and the range
             allows for that: border control at Delta (1 h 09 min)
    ");
}

#[test]
fn without_zones_hours_are_counted() {
    let local = zoneless(PINNED).refused(2);
    assert_snapshot!(local, @"slowtrain: no time zone is known for Alpha; write the time with its offset, like 2019-04-24T02:00+09:00");
    let line = "locate Alpha Zeta --departed 2019-04-23T20:00+09:00 --arrived Gamma=2019-04-23T17:30Z --at 2019-04-24T06:00+09:00";
    assert_snapshot!(zoneless(line).fine(), @"
    pinned: between Delta and Epsilon, 418 km (368 to 464 km of 600 km)
    2019-04-23 21:00 (UTC+00:00), 10 h 00 min after it left Alpha 2019-04-23 11:00
    (UTC+00:00)
    arrives at Zeta 13 h 44 min after the departure (12 h 20 min to 15 h 40 min)

    station  country   km  earliest  likely  latest
    Alpha    KP         0      0:00    0:00    0:00
    Gamma    KP       300      6:25    6:30    6:35
      arriving 6:30
    Delta    RU       315      6:42    6:50    6:58
      border control 1 h 06 min
    Zeta     RU       600     12:18   13:44   15:38

    warning: the train file gives no speed for KP (315 km); the train's general
             speed is used. A [[speed]] for KP in a train file of your own replaces
             it
    warning: the train file gives no speed for RU (285 km); the train's general
             speed is used. A [[speed]] for RU in a train file of your own replaces
             it
    warning: this time is an assumption, since no source gives it, and the range
             allows for that: border control at Delta (1 h 09 min)
    warning: no time zone is known for Alpha or for other stations like it; local
             times are left out there
    ");
    let answer = zoneless(&format!("{line} --format json")).json();
    assert_eq!(answer["arrival"]["likely"], Value::Null);
    assert!(answer["arrival_h"]["likely"].as_f64().expect("hours") > 13.0);
}

/// The leader's train of April 2019 (journeys.csv, kju-2019-04-vladivostok-out): left Khasan about 11:40, arrived at
/// Vladivostok at about 17:50.
#[test]
fn the_train_of_2019_comes_when_it_came() {
    let answer = json("--arrived Khasan=2019-04-24T10:40 --left Khasan=\"about 2019-04-24T11:40\"");
    let came: Timestamp = "2019-04-24T17:50+10:00".parse().expect("a time");
    assert!(
        instant(&answer["arrival"]["low"]) < came,
        "{}",
        answer["arrival"]
    );
    assert!(
        came < instant(&answer["arrival"]["high"]),
        "{}",
        answer["arrival"]
    );
}

/// Before it leaves it waits, and says for how long; long after it has arrived in every sample.
#[test]
fn before_and_after_the_journey() {
    let before = asked("--at 2019-04-23T05:30 -q").fine();
    assert!(
        before.starts_with("leader-special: has not left Pyongyang yet; it leaves in 1 h 30 min\n"),
        "{before}"
    );
    let after = asked("--at 2019-04-26T05:30 -q").fine();
    let first = "leader-special: has probably arrived at Vladivostok, in 100 % of samples\n";
    assert!(after.starts_with(first), "{after}");
    let (before, after) = (json("--at 2019-04-23T05:30"), json("--at 2019-04-26T05:30"));
    assert_eq!(
        (&before["status"], &after["status"]),
        (&"waiting".into(), &"arrived".into())
    );
    assert_eq!(before["position"]["km_from_start"]["high"], 0.0);
    assert_eq!(
        after["position"]["km_from_start"]["low"],
        after["distance_km"]
    );
    assert_eq!(after["position"]["arrived_percent"], 100.0);
}

/// What a call says, its lines joined.
pub(super) fn said(rest: &str) -> String {
    let text = asked(rest).fine();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Without `--at` there is no position, and the arrival stands first.
#[test]
fn only_the_times() {
    let text = asked("-q").fine();
    assert!(
        text.starts_with("leader-special: arrives at Vladivostok 2019-04-24 "),
        "{text}"
    );
    let answer = json("");
    assert_eq!(answer["position"], Value::Null);
    assert_eq!(answer["status"], Value::Null);
    // The samples of `route` and those here are of one model; see the tests of progress for the slack.
    let route = call("route Pyongyang Vladivostok --format json").json();
    let duration = &route["routes"][0]["duration_h"];
    let hours = |value: &Value| value.as_f64().expect("hours");
    let width = hours(&duration["high"]) - hours(&duration["low"]);
    for point in ["low", "likely", "high"] {
        let apart = hours(&answer["arrival_h"][point]) - hours(&duration[point]);
        assert!(apart.abs() < 0.06 * width, "{point}: {apart}");
        assert_eq!(answer["expected_h"][point], duration[point]);
    }
}

/// Hoeryong lies on the way around by the Tumen, 165 km longer.
#[test]
fn the_way_leads_where_the_train_was_seen() {
    let answer = json("--seen Hoeryong=2019-04-24T01:00 --arrived Khasan=2019-04-24T10:00");
    let stations = answer["stations"].as_array().expect("stations");
    let place = |id: &str| {
        let at = stations.iter().position(|station| station["station"] == id);
        at.unwrap_or_else(|| panic!("{id} is not on the way"))
    };
    assert!(place("kp-hoeryong") < place("ru-khasan"));
    let text = said("--seen Hoeryong=2019-04-24T01:00");
    assert!(
        text.contains(
            "the route passes Hoeryong Chongnyon, where the train was seen; it is 1,396 km"
        ),
        "{text}"
    );
}

/// Baranovsky is passed before Ussuriysk, at 1,097 km, and after the reversal there, at 1,143: the hour tells which.
#[test]
fn a_station_that_is_passed_twice_is_told_by_the_time() {
    let at = |clock: &str| {
        let answer = json(&format!(
            "--left Khasan=2019-04-24T11:40 --seen Baranovsky={clock}"
        ));
        answer["sightings"][1]["at_km"]
            .as_f64()
            .expect("km")
            .round()
    };
    assert_eq!(at("2019-04-24T15:40"), 1_097.0);
    assert_eq!(at("2019-04-24T17:10"), 1_143.0);
}

/// A time with an offset and the clock of the place are the same; so are the orders of the sightings.
#[test]
fn clocks_and_orders_do_not_matter() {
    let of = |rest: &str| {
        let mut answer = json(rest);
        answer["command"] = Value::Null;
        answer
    };
    let local = of(
        "--arrived Khasan=2019-04-24T10:40 --left Tumangang=2019-04-24T09:00 --at 2019-04-24T15:00",
    );
    for same in [
        "--arrived Khasan=2019-04-24T10:40+10:00 --left Tumangang=2019-04-24T09:00 --at 2019-04-24T06:00Z",
        "--left Tumangang=2019-04-24T00:00Z --arrived Khasan=2019-04-24T00:40Z --at 2019-04-24T16:00+10:00",
    ] {
        assert_eq!(of(same), local, "{same}");
    }
}

#[test]
fn json_follows_its_schema() {
    let schema: Value =
        serde_json::from_str(include_str!("../../../schemas/locate.schema.json")).expect("JSON");
    assert!(jsonschema::meta::is_valid(&schema));
    let schema = jsonschema::validator_for(&schema).expect("a schema");
    for rest in [
        "",
        "--at 2019-04-23T05:30",
        "--at 2019-04-24T09:00 --convoy 4 --headway 1h",
        "--seen Pyongyang=2019-04-23T06:00 --seen Khasan=\"about 2019-04-24T10:40\" --at 2019-04-24T11:00",
    ] {
        let answer = json(rest);
        let errors: Vec<String> = schema.iter_errors(&answer).map(|e| e.to_string()).collect();
        assert_eq!(errors, [""; 0], "{rest}");
        let keys: Vec<&String> = answer
            .as_object()
            .expect("an object")
            .keys()
            .take(3)
            .collect();
        assert_eq!(keys, ["schema", "position", "arrival"]);
    }
}

/// The clocks of JSON are the hours since the departure, and each train of a convoy is a headway behind the one before.
#[test]
fn hours_clocks_and_trains_agree() {
    let answer = json("--convoy 3 --headway 30 --at 2019-04-24T09:00");
    let departed = instant(&answer["departed"]);
    for point in ["low", "likely", "high"] {
        let hours = answer["arrival_h"][point].as_f64().expect("hours");
        let clock = instant(&answer["arrival"][point]).duration_since(departed);
        assert!(
            (clock.as_secs_f64() / 3_600.0 - hours).abs() < 0.03,
            "{point}"
        );
    }
    let trains = answer["trains"].as_array().expect("trains");
    let labels: Vec<&str> = trains
        .iter()
        .filter_map(|train| train["label"].as_str())
        .collect();
    assert_eq!(labels, ["pilot", "leader's", "last"]);
    assert_eq!(trains[1]["arrival"], answer["arrival"]);
    let stations = answer["stations"].as_array().expect("stations");
    let last = &stations[stations.len() - 1]["trains"];
    for (train, passes) in trains.iter().zip(last.as_array().expect("trains")) {
        assert_eq!(train["label"], passes["train"]);
        assert_eq!(train["arrival"], passes["arrives_local"]);
    }
    for pair in trains.windows(2) {
        let apart = instant(&pair[1]["arrival"]["likely"])
            .duration_since(instant(&pair[0]["arrival"]["likely"]));
        assert_eq!(apart.as_mins(), 30);
        let km = |train: &Value| {
            train["position"]["km_from_start"]["likely"]
                .as_f64()
                .expect("km")
        };
        // Two may stand at the border at once.
        assert!(km(&pair[0]) >= km(&pair[1]));
    }
    let csv = asked("--convoy 3 --headway 30 --format csv").fine();
    let rows = csv::Reader::from_reader(csv.as_bytes()).records().count();
    assert_eq!(
        rows,
        3 * answer["stations"].as_array().expect("stations").len()
    );
}

#[test]
fn every_file_can_be_written() {
    let sandbox = Sandbox::new();
    let mut words: Vec<String> = crate::harness::words(LEFT);
    words.extend(crate::harness::words("--at 2019-04-23T22:00 -q"));
    let files = [
        "a.json",
        "a.csv",
        "a.md",
        "a.html",
        "a.svg",
        "a.map.svg",
        "a.timetable.svg",
        "a.geojson",
        "a.gpx",
        "a.kml",
    ];
    for file in files {
        words.extend([String::from("-o"), file.to_owned()]);
    }
    sandbox.run(&words).fine();
    for file in files
        .iter()
        .filter(|file| file.ends_with("svg") || file.ends_with("gpx") || file.ends_with("kml"))
    {
        roxmltree::Document::parse(&sandbox.read(file))
            .unwrap_or_else(|error| panic!("{file}: {error}"));
    }
    let read: geojson::GeoJson = sandbox.read("a.geojson").parse().expect("GeoJSON");
    let features = geojson::FeatureCollection::try_from(read)
        .expect("a collection")
        .features;
    let has = |property: &str| {
        features
            .iter()
            .filter(|feature| feature.property(property).is_some())
            .count()
    };
    assert_eq!(has("km_likely"), 1, "the likely place");
    assert_eq!(has("low_km"), 1, "the stretch where it may be");
    assert!(
        sandbox
            .read("a.md")
            .starts_with("# Pyongyang to Vladivostok: where the train is\n")
    );
    let refused = sandbox
        .run(&crate::harness::words(&format!("{LEFT} -o a.speed.svg")))
        .err;
    assert!(
        refused.contains("an answer of locate has no such format; it has .json"),
        "{refused}"
    );
}

#[test]
fn wrong_usage() {
    assert_snapshot!(asked("--seen Khasan").refused(2), @r#"slowtrain: "Khasan" is not a sighting; write station and time like Khasan=2019-04-24T10:40"#);
    assert_snapshot!(asked("--seen Khasan=noon").refused(2), @r#"slowtrain: "noon" is not a date and time; write 2019-04-24T02:00, or with an offset 2019-04-24T02:00+09:00"#);
    assert_snapshot!(asked("--convoy 3 --headway soon").refused(2), @r#"slowtrain: "soon" is no headway; write minutes like 30, or 1h30"#);
    let alone = asked("--convoy 3").refused(2);
    assert!(alone.contains("--headway <MIN>"), "{alone}");
    let undated = call("locate Pyongyang Vladivostok").refused(2);
    assert!(undated.contains("--departed <TIME>"), "{undated}");
    let nowhere = call("locate Pyongyang Hanoi --departed 2019-04-23T07:00 --train leader-special")
        .refused(1);
    assert!(
        nowhere.contains("there is no route from Pyongyang to Hanoi"),
        "{nowhere}"
    );
    assert!(
        nowhere.contains("gauge: the train runs on 1435 and 1520 mm only"),
        "{nowhere}"
    );
}
