//! The running-time engine against known answers: hand-made cases of our own, and a set of references beside the
//! repository where there is one.

use std::path::{Path as FilePath, PathBuf};

use serde_json::Value;
use slowtrain::running::{Case, PhaseKind, Run, run};

/// The cases of a directory, by file name.
fn cases(directory: &FilePath) -> Vec<(String, String)> {
    let Ok(entries) = std::fs::read_dir(directory) else {
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|file| file.extension().is_some_and(|ending| ending == "json"));
    files.sort();
    let read = |file: &PathBuf| {
        let name = file
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        (
            name,
            std::fs::read_to_string(file).expect("a readable case"),
        )
    };
    files.iter().map(read).collect()
}

fn own() -> PathBuf {
    FilePath::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases")
}

fn references() -> PathBuf {
    FilePath::new(env!("CARGO_MANIFEST_DIR")).join("../shared/cases")
}

fn parse(name: &str, text: &str) -> (Case, Run) {
    let case = Case::parse(text).unwrap_or_else(|error| panic!("{name}: {error}"));
    let run =
        run(&case.train, &case.path, &case.rules).unwrap_or_else(|error| panic!("{name}: {error}"));
    (case, run)
}

/// Half of the last digit a figure is printed with.
fn half_digit(figure: &Value) -> f64 {
    let text = figure.to_string();
    let decimals = text
        .split_once('.')
        .map_or(0, |(_, decimals)| decimals.len());
    0.5 * 10_f64.powi(-(decimals as i32))
}

/// Where one phase gives way to another, standing left out.
fn changes(run: &Run) -> Vec<f64> {
    let moving: Vec<_> = run
        .phases()
        .into_iter()
        .filter(|phase| phase.kind != PhaseKind::Standing)
        .collect();
    moving
        .windows(2)
        .map(|pair| pair[0].end.from_start().m())
        .collect()
}

fn number(value: &Value) -> f64 {
    value.as_f64().expect("a number")
}

fn check_case(name: &str, text: &str) {
    let (_, run) = parse(name, text);
    let document: Value = serde_json::from_str(text).expect("JSON");
    let reference = &document["reference"];
    let time = run.running_time().s();
    if let Some(expected) = reference.get("running_time_s") {
        let by_hand = reference["how"]
            .as_str()
            .is_some_and(|how| how.starts_with("by hand"));
        let near = if by_hand {
            1e-9
        } else {
            (1e-4 * number(expected)).max(half_digit(expected))
        };
        let miss = (time - number(expected)).abs();
        assert!(
            miss <= near,
            "{name}: {time} s, {expected} s expected within {near} s"
        );
    }
    let changes = changes(&run);
    for expected in reference["phase_changes_m"]
        .as_array()
        .into_iter()
        .flatten()
    {
        let near = |change: &f64| (change - number(expected)).abs() <= 1.0;
        assert!(
            changes.iter().any(near),
            "{name}: no change at {expected} m in {changes:?}"
        );
    }
    if let Some(expected) = reference.get("acceleration_resumes_m") {
        let near = |change: &f64| (change - number(expected)).abs() <= 1e-6;
        assert!(
            changes.iter().any(near),
            "{name}: no change at {expected} m in {changes:?}"
        );
    }
    if let Some(expected) = reference.get("peak_speed_ms") {
        let peak = run
            .phases()
            .iter()
            .map(|phase| phase.end_speed.ms())
            .fold(0.0, f64::max);
        assert!(
            (peak - number(expected)).abs() <= 1e-9,
            "{name}: peak {peak}"
        );
    }
    if let Some(expected) = reference.get("energy_kwh") {
        let energy = run.energy_at_wheel().expect("a train with a mass").kwh();
        assert!(
            (energy / number(expected) - 1.0).abs() <= 1e-9,
            "{name}: {energy} kWh"
        );
    }
}

#[test]
fn own_cases_come_out_to_rounding() {
    let cases = cases(&own());
    assert!(cases.len() >= 5, "the cases of the repository are there");
    for (name, text) in cases {
        check_case(&name, &text);
    }
}

#[test]
#[ignore = "reads ../shared/cases, which is not part of the repository"]
fn reference_cases_come_out() {
    let cases = cases(&references());
    assert!(!cases.is_empty(), "the cases lie beside the repository");
    for (name, text) in cases {
        check_case(&name, &text);
    }
}

const SMALL: &str = r#"{
 "schema": "slowtrain.case/1",
 "path": {"length_m": 1200, "speed_limits": [{"start_m": 0, "end_m": 1200, "speed_ms": 40}]},
 "train": {"length_m": 100, "max_speed_ms": 40, "traction": {"constant_acceleration_ms2": 0.25},
           "braking": {"kind": "constant_deceleration", "value_ms2": 0.5}}
}"#;

#[test]
fn bad_fields_are_named_by_their_path() {
    let broken = [
        (
            "1200, \"speed_limits\"",
            "\"far\", \"speed_limits\"",
            "path.length_m is \"far\", a number from 0 to 50000000 is needed",
        ),
        (
            "\"speed_ms\": 40}",
            "\"speed_ms\": -4}",
            "path.speed_limits[0].speed_ms is -4, a number from 0.1 to 200 is needed",
        ),
        (
            "\"speed_ms\": 40}",
            "\"speed_kmh\": 40}",
            "path.speed_limits[0].speed_kmh is not a field of a case; there are start_m, end_m, speed_ms",
        ),
        (
            "\"end_m\": 1200",
            "\"end_m\": 1100",
            "path: the speed limits end at 1100 m, the path at 1200 m; every metre needs one",
        ),
        (
            "constant_deceleration",
            "magnetic",
            "train.braking.kind is \"magnetic\", one of \"constant_deceleration\", \"constant_force\" is needed",
        ),
        (
            "\"constant_acceleration_ms2\": 0.25",
            "\"max_force_n\": 9000",
            "train.traction.power_w is missing, a number from 1 to 1000000000 is needed",
        ),
        (
            "case/1",
            "case/9",
            "schema is \"slowtrain.case/9\", one of \"slowtrain.case/1\" is needed",
        ),
        (
            "0.25}",
            "0}",
            "train.traction.constant_acceleration_ms2 is 0, a number from 0.001 to 10 is needed",
        ),
        (
            "\"max_speed_ms\": 40,",
            "",
            "train.max_speed_ms is missing, a number from 0.1 to 200 is needed",
        ),
        (
            "{\"length_m\": 100,",
            "[{\"length_m\": 100,",
            "line 6, column 1: expected `,` or `]`",
        ),
    ];
    for (from, to, expected) in broken {
        let text = SMALL.replacen(from, to, 1);
        assert_ne!(text, SMALL, "{from}");
        let error = Case::parse(&text).expect_err(expected);
        assert_eq!(error.to_string(), expected);
    }
    assert!(Case::parse(SMALL).is_ok());
}

#[test]
fn a_simulated_case_prints_as_its_schema_says() {
    let case = Case::parse(SMALL).expect("a good case");
    let printed = serde_json::to_value(case.simulate().expect("it runs")).expect("JSON");
    assert_eq!(printed["schema"], "slowtrain.simulate/1");
    assert_eq!(printed["distance_m"], 1_200.0);
    assert_eq!(printed["energy_kwh"], Value::Null);
    let phases = printed["phases"].as_array().expect("a list");
    let kinds: Vec<_> = phases
        .iter()
        .map(|phase| phase["kind"].as_str().unwrap_or(""))
        .collect();
    assert_eq!(kinds, ["accelerating", "braking"]);
    for key in ["start_m", "end_m", "start_ms", "end_ms", "time_s"] {
        assert!(phases.iter().all(|phase| phase[key].is_number()), "{key}");
    }
}
