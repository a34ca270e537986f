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
fn reference_cases_come_out() {
    let cases = cases(&references());
    if cases.is_empty() {
        eprintln!("skipped: no reference cases beside the repository");
    }
    for (name, text) in cases {
        check_case(&name, &text);
    }
}
