//! `locate`: what it says, what it refuses and why, and the same answer in every format.

use insta::assert_snapshot;
use jiff::Timestamp;
use serde_json::Value;

use crate::harness::{Answer, Sandbox, call};

/// The running example: the train of April 2019 was at Khasan at 10:40; that it left Pyongyang is made up.
const LEFT: &str = "locate Pyongyang Vladivostok --departed 2019-04-23T07:00";

fn asked(rest: &str) -> Answer {
    call(&format!("{LEFT} {rest}"))
}

fn json(rest: &str) -> Value {
    asked(&format!("{rest} --format json")).json()
}

fn instant(clock: &Value) -> Timestamp {
    clock.as_str().expect("a clock").parse().expect("a time")
}

#[test]
fn a_train_that_was_seen() {
    assert_snapshot!(asked("--arrived Khasan=2019-04-24T10:40 --at 2019-04-24T15:00 -q").fine(), @r"
    leader-special: between Senokosnaya and Olenevod, 1 083 km (1 025 to 1 120 km of
                    1 231 km)
    2019-04-24 15:00 (UTC+09:00), 16:00 by the clock there, 32 h 00 min after it
    left Pyongyang 2019-04-23 07:00 (UTC+09:00)
    arrives at Vladivostok 2019-04-24 18:43, UTC+10:00 (from 04-24 17:24 to 04-24
    20:20)

    station          in     km  earliest    likely    latest
    Pyongyang        KP      0     07:00     07:00     07:00
    Hamju            KP    300     13:51     15:01     16:12
      halt 21 min
    Kilju Chongnyon  KP    587     21:14     23:07  00:36 +1
      halt 23 min
    Tumangang        KP    854  04:13 +1  06:55 +1  08:10 +1
      change of gauge 2 h 35 min
    Khasan           RU    859  10:34 +1  10:39 +1  10:44 +1
      border control 1 h 06 min, arriving 10:40
    Ussuriysk        RU  1 120  15:28 +1  16:36 +1  17:58 +1
      reversal 37 min
    Vladivostok      RU  1 231  17:24 +1  18:43 +1  20:20 +1
    ");
}

#[test]
fn a_convoy() {
    assert_snapshot!(asked("--convoy 3 --headway 30 --at 2019-04-24T09:00").fine(), @r"
    leader-special: at Khasan, 859 km (797 to 1 106 km of 1 231 km)
    2019-04-24 09:00 (UTC+09:00), 10:00 by the clock there, 26 h 00 min after it
    left Pyongyang 2019-04-23 07:00 (UTC+09:00)
    in Russia in 57 %, in North Korea in 43 % of samples
    pilot: between Khasan and Makhalino, 863 km (812 to 1 120 km of 1 231 km)
    leader's: at Khasan, 859 km (797 to 1 106 km of 1 231 km)
    last: at Khasan, 859 km (781 to 1 075 km of 1 231 km)
    arrives at Vladivostok 2019-04-24 17:24, UTC+10:00 (from 04-24 12:14 to 04-24
    23:44)

    station          in     km     pilot  leader's      last
    Pyongyang        KP      0     06:30     07:00     07:30
    Hamju            KP    300     14:05     14:35     15:05
      halt 21 min
    Kilju Chongnyon  KP    587     21:37     22:07     22:37
      halt 26 min
    Tumangang        KP    854  04:52 +1  05:22 +1  05:52 +1
      change of gauge 2 h 47 min
    Khasan           RU    859  08:47 +1  09:17 +1  09:47 +1
      border control 1 h 08 min
    Ussuriysk        RU  1 120  14:45 +1  15:15 +1  15:45 +1
      reversal 36 min
    Vladivostok      RU  1 231  16:54 +1  17:24 +1  17:54 +1

    note: at Tumangang each train stands 2 h 10 min, so there the next one comes
          before the one ahead has left
    note: at Khasan each train stands 1 h 00 min, so there the next one comes before
          the one ahead has left
    warning: the lengths of 442 km stand between published ones; no source gives
             them singly
    warning: change of gauge at Tumangang: 2 h 00 min is an assumption
    warning: border at Tumangang: 10 min is an assumption
    warning: reversal at Ussuriysk: 30 min is an assumption
    ");
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
fn said(rest: &str) -> String {
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
    // The estimate of `route` and the draws here are samples of one model; see the tests of progress for the slack.
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

/// Each says what cannot be, with the arithmetic: 859 km from Pyongyang to Khasan, 261 from Khasan to Ussuriysk; the
/// clocks of Pyongyang and Khasan are an hour apart, so 10:40 there is 9:40 at the start, 2 h 40 min after 07:00.
#[test]
fn sightings_that_cannot_be() {
    assert_snapshot!(asked("--seen Khasan=2019-04-23T10:40").refused(1), @r"slowtrain: this cannot be: Khasan at 2019-04-23 10:40 (UTC+10:00): 859 km from Pyongyang in 2 h 40 min would be 322 km/h on average; it cannot be done in less than 8 h 57 min, so not before 2019-04-23 16:58 (UTC+10:00)");
    assert_snapshot!(asked("--seen Khasan=2019-04-23T04:40").refused(1), @r"slowtrain: this cannot be: Khasan at 2019-04-23 04:40 (UTC+10:00): it left Pyongyang only at 2019-04-23 07:00 (UTC+09:00), 3 h 20 min later");
    assert_snapshot!(asked("--seen Khasan=2019-04-24T10:40 --seen Tumangang=2019-04-24T11:40").refused(1), @r"slowtrain: this cannot be: Tumangang at 2019-04-24 11:40 (UTC+09:00): it lies 5.0 km before Khasan on the way, where the train was already at 2019-04-24 10:40 (UTC+10:00)");
    assert_snapshot!(asked("--seen Ussuriysk=2019-04-24T11:40 --seen Khasan=2019-04-24T10:40").refused(1), @r"slowtrain: this cannot be: Ussuriysk at 2019-04-24 11:40 (UTC+10:00): 261 km from Khasan in 1 h 00 min would be 261 km/h on average; it cannot be done in less than 2 h 13 min, so not before 2019-04-24 12:54 (UTC+10:00)");
    assert_snapshot!(asked("--seen Pyongyang=2019-04-23T10:00").refused(1), @r"slowtrain: this cannot be: Pyongyang at 2019-04-23 10:00 (UTC+09:00): it had left there at 2019-04-23 07:00 (UTC+09:00)");
    assert_snapshot!(asked("--seen Hanoi=2019-04-24T10:00").refused(1), @r"slowtrain: this cannot be: Hanoi at 2019-04-24 10:00 (UTC+07:00): no way from Pyongyang to Vladivostok leads by there");
    assert_snapshot!(asked("--seen Khasan=2019-04-23T17:05").refused(1), @r"slowtrain: this cannot be: Khasan at 2019-04-23 17:05 (UTC+10:00): physics allows it (8 h 57 min at least), but not one of 4000 draws of the journey agrees");
}

/// What is out of the usual is an answer, with a remark.
#[test]
fn sightings_that_are_unusual() {
    let early = said("--arrived Khasan=2019-04-24T01:00");
    assert!(
        early.contains("seen at Khasan 17 h 00 min after the departure, earlier than "),
        "{early}"
    );
    let late = said("--arrived Khasan=2019-04-25T12:00");
    assert!(late.contains("later than every sample"), "{late}");
    let usual = said("--arrived Khasan=2019-04-24T09:00");
    assert!(!usual.contains("sample;"), "{usual}");
    // Before it left the train was at the start, which is no news.
    let start = said("--seen Pyongyang=2019-04-23T06:00");
    assert!(
        start.contains("that it was at Pyongyang before it left says nothing new"),
        "{start}"
    );
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
            "the way leads by Hoeryong Chongnyon, where the train was seen; it is 1 396 km"
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
            .starts_with("# Pyongyang to Vladivostok: where is the train\n")
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
    assert_snapshot!(call("locate Pyongyang Hanoi --departed 2019-04-23T07:00").refused(1), @r"
    slowtrain: there is no way from Pyongyang to Hanoi for leader-special
      gauge: the train runs on 1435 and 1520 mm only; it is stopped first between Gia Lam and Long Bien; without that constraint the way would be 4 136 km
    ");
}
