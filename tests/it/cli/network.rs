//! `slowtrain network check|info|init`, and networks that cannot be used.

use std::fs;

use crate::harness::{Sandbox, call};

#[test]
fn a_folder_that_is_none() {
    let sandbox = Sandbox::new();
    sandbox.write("file.csv", "");
    sandbox.write("empty/readme.txt", "");
    let route = |dir: &str| {
        sandbox
            .run(&["route", "A", "B", "--network", dir])
            .refused(2)
    };
    insta::assert_snapshot!(route("nowhere"), @"slowtrain: nowhere is not there; a network is a folder with stations.csv and segments.csv");
    insta::assert_snapshot!(route("file.csv"), @"slowtrain: file.csv is not a folder; a network is a folder with stations.csv and segments.csv");
    insta::assert_snapshot!(route("empty"), @r#"
    slowtrain: empty cannot be used:
    empty/segments.csv:1:1: error missing-file: segments.csv is missing; a network needs stations.csv and segments.csv
    empty/stations.csv:1:1: error missing-file: stations.csv is missing; a network needs stations.csv and segments.csv
    "#);
    insta::assert_snapshot!(sandbox.run(&["network", "check", "nowhere"]).refused(2), @"slowtrain: nowhere is not there; a network is a folder with stations.csv and segments.csv");
}

/// Three stations and two segments with a fault in nearly every row.
fn faulty() -> Sandbox {
    let sandbox = Sandbox::new();
    let stations = "id,name,country,lat,lon\nkp-a,Alpha,KP,39.00,125.00\nkp-a,Beta,KP,139.50,125.30\nkp-c,Gamma,KP,40.00,nan\n";
    let segments = "from,to,length_km,gauge_mm\nkp-a,kp-x,65.0,1435\nkp-c,kp-c,66.0,13450\n";
    sandbox.write("mine/stations.csv", stations);
    sandbox.write("mine/segments.csv", segments);
    sandbox
}

#[test]
fn all_faults_are_listed_at_once() {
    let sandbox = faulty();
    let refusal = sandbox
        .run(&["route", "Alpha", "Gamma", "--network", "mine"])
        .refused(2);
    insta::assert_snapshot!(refusal, @r#"
    slowtrain: mine cannot be used:
    mine/segments.csv:2:6: error unknown-station: to "kp-x" is not a station of stations.csv; did you mean kp-a?
    mine/segments.csv:3:6: error self-loop: the segment begins and ends at kp-c; it must join two stations
    mine/segments.csv:3:16: error unknown-gauge: gauge_mm "13450" is not a whole number of millimetres from 300 to 3000; did you mean 1450?
    mine/stations.csv:1:1: warning no-timezone: there is no column timezone; local times are left out
    mine/stations.csv:3:1: error duplicate-id: id "kp-a" is given twice, first in line 2
    mine/stations.csv:3:14: error out-of-range: lat 139.50 is out of range; -90 to 90 is accepted
    mine/stations.csv:4:21: error not-a-number: lon "nan" is not a number like 4.7
    "#);
}

#[test]
fn an_error_is_seen_among_many_warnings() {
    let sandbox = Sandbox::new();
    sandbox.run(&["network", "init", "mine"]);
    let stations = sandbox.read("mine/stations.csv") + "kp-z,Broken,,,KP,abc,129.9,,,,,s001\n";
    let line = stations.lines().count();
    sandbox.write("mine/stations.csv", stations);
    let refusal = sandbox
        .run(&["route", "Pyongyang", "Rajin", "--network", "mine"])
        .refused(2);
    let lines: Vec<&str> = refusal.lines().collect();
    assert_eq!(lines.len(), 3, "{refusal}");
    assert!(
        lines[1].starts_with(&format!(
            "mine/stations.csv:{line}:18: error not-a-number: "
        )),
        "{refusal}"
    );
    assert!(
        lines[2].ends_with(" warnings besides, which stop nothing"),
        "{refusal}"
    );
}

#[test]
fn check_lists_the_same_and_is_an_honest_no() {
    let sandbox = faulty();
    let check = |format: &str| sandbox.run(&["network", "check", "mine", "--format", format]);
    let table = check("table");
    assert_eq!((table.code, table.err.as_str()), (1, ""));
    assert!(
        table.out.ends_with("\n6 errors, 1 warning\n"),
        "{}",
        table.out
    );
    let json: serde_json::Value = serde_json::from_str(&check("json").out).expect("JSON");
    assert_eq!((&json["errors"], &json["warnings"]), (&6.into(), &1.into()));
    let csv = check("csv");
    assert_eq!((csv.code, csv.out.lines().count()), (1, 8));
    let md = check("md").out;
    assert!(md.starts_with("| severity | code |"), "{md}");
}

#[test]
fn warnings_are_errors_only_when_strict() {
    let lenient = call("network check");
    assert_eq!((lenient.code, lenient.err.as_str()), (0, ""));
    let strict = call("network check --strict");
    assert_eq!((strict.code, strict.err.as_str()), (1, ""));
    assert_eq!(lenient.out, strict.out);
    // Long lists end with how many there are of each kind.
    let (list, summary) = lenient.out.split_once("\n\n").expect("two parts");
    let (kinds, total) = summary.trim_end().rsplit_once('\n').expect("many kinds");
    let found = list.lines().count();
    let shown = slowtrain::units::format::grouped(found as i64);
    assert_eq!(total, format!("0 errors, {shown} warnings"));
    let numbers = kinds.lines().map(|line| line.split_whitespace().next());
    let sum: usize = numbers
        .map(|number| {
            number
                .expect("a number")
                .parse::<usize>()
                .expect("a number")
        })
        .sum();
    assert_eq!(sum, found, "{kinds}");
}

#[test]
fn a_copy_answers_like_the_bundled_network() {
    let sandbox = Sandbox::new();
    let init = sandbox.run(&["network", "init", "mine"]);
    assert_eq!((init.code, init.out.as_str()), (0, ""));
    assert_eq!(
        init.err,
        "slowtrain: a copy of the bundled network is in mine\n"
    );
    let route = [
        "route",
        "Pyongyang",
        "Vladivostok",
        "--depart",
        "2019-04-24T02:00",
        "--explain",
    ];
    let of_copy = sandbox
        .run(&[&route[..], &["--network", "mine"]].concat())
        .fine();
    assert_eq!(of_copy, sandbox.run(&route).fine());
    let licence = sandbox.read("mine/LICENSE");
    assert!(licence.contains("Open Database License"));
    // A folder with something in it is not written to.
    let again = sandbox.run(&["network", "init", "mine"]).refused(2);
    insta::assert_snapshot!(again, @"slowtrain: mine is not empty (it has LICENSE); name a new or an empty folder");
    sandbox.write("file", "kept");
    assert_eq!(sandbox.run(&["network", "init", "file"]).code, 2);
    assert_eq!(sandbox.read("file"), "kept");
    assert_eq!(fs::read_dir(sandbox.path()).expect("the folder").count(), 2);
}

#[test]
fn info_counts_what_the_tables_hold() {
    let json = call("network info --format json").json();
    assert_eq!(json["schema"], "slowtrain.network/1");
    let rows = |text: &str| {
        csv::Reader::from_reader(text.as_bytes())
            .into_records()
            .count()
    };
    assert_eq!(
        json["stations"],
        rows(include_str!("../../../data/stations.csv"))
    );
    assert_eq!(
        json["segments"],
        rows(include_str!("../../../data/segments.csv"))
    );
    let out = call("network info").fine();
    let checksum = json["checksum"]
        .as_str()
        .expect("a checksum")
        .replace(':', ": ");
    assert!(
        out.contains(&format!("\n{checksum}\n")),
        "in one piece: {out}"
    );
    assert!(out.contains("\nlicence: ODbL-1.0\n"), "{out}");
    assert!(out.contains("North Korea"), "{out}");
    let csv = call("network info --format csv").fine();
    assert!(
        csv.starts_with("country,name,stations,length_km\n"),
        "{csv}"
    );
}
