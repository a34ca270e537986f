//! `slowtrain simulate`: formats, coasting, allowances and what else a case may say, and what is refused.

use serde_json::{Value, json};

use crate::harness::{Answer, Sandbox, call};

/// 1,000 t on 10 km at 20 m/s at most; 0.4 m/s² up (500 kN less 100 kN), 0.5 m/s² down: 500 s, 25 s and 20 s more.
fn case() -> Value {
    json!({
        "schema": "slowtrain.case/1",
        "path": {"length_m": 10_000, "speed_limits": [{"start_m": 0, "end_m": 10_000, "speed_ms": 20}]},
        "train": {
            "length_m": 100, "mass_kg": 1_000_000, "rotating_mass_factor": 1, "max_speed_ms": 30,
            "resistance": {"a_n": 100_000, "b_n_per_ms": 0, "c_n_per_ms2": 0},
            "traction": {"curve": [{"speed_ms": 0, "force_n": 500_000}]},
            "braking": {"kind": "constant_deceleration", "value_ms2": 0.5}
        }
    })
}

fn simulate(case: &Value, arguments: &[&str]) -> Answer {
    let sandbox = Sandbox::new();
    sandbox.write("case.json", case.to_string());
    sandbox.run(&[&["simulate", "case.json"], arguments].concat())
}

fn answer(case: &Value, arguments: &[&str]) -> Value {
    simulate(case, &[arguments, &["--format", "json"]].concat()).json()
}

#[track_caller]
fn is_near(value: &Value, expected: f64) {
    let found = value.as_f64().expect("a number");
    assert!((found - expected).abs() < 1e-6, "{found}, not {expected}");
}

#[test]
fn json_begins_as_promised_and_gains_at_the_end() {
    let answer = answer(&case(), &[]);
    let keys: Vec<&String> = answer.as_object().expect("an object").keys().collect();
    assert_eq!(
        keys,
        [
            "schema",
            "running_time_s",
            "distance_m",
            "energy_kwh",
            "phases",
            "elapsed_s",
            "allowances",
            "energy_saved_kwh",
            "ledger_s",
            "restrictions"
        ]
    );
    is_near(&answer["running_time_s"], 545.0);
    is_near(&answer["elapsed_s"], 545.0);
    // 100 kN over 10 km, and 200 MJ that the brakes destroy less what resistance takes of them: 20 m/s over 400 m.
    is_near(&answer["energy_kwh"], (1_000.0 + 200.0 - 40.0) / 3.6);
    assert_eq!(answer["energy_saved_kwh"], Value::Null);
}

#[test]
fn a_restriction_has_its_cost_in_the_ledger() {
    let mut case = case();
    case["path"]["speed_limits"] = json!([
        {"start_m": 0, "end_m": 4_000, "speed_ms": 20},
        {"start_m": 4_000, "end_m": 4_400, "speed_ms": 10},
        {"start_m": 4_400, "end_m": 10_000, "speed_ms": 20}
    ]);
    let answer = answer(&case, &[]);
    let [restriction] = answer["restrictions"]
        .as_array()
        .expect("a list")
        .as_slice()
    else {
        panic!("one restriction: {answer}")
    };
    // 400 m and the train's 100 m at 10 instead of 20 m/s; down with 0.5 and up with 0.4 m/s² instead of 300 and 375 m at 20.
    is_near(&restriction["end_m"], 4_500.0);
    is_near(&restriction["slower_s"], 25.0);
    is_near(
        &restriction["accelerating_braking_s"],
        20.0 - 15.0 + 25.0 - 18.75,
    );
    is_near(&answer["running_time_s"], 545.0 + 25.0 + 11.25);
    let ledger = answer["ledger_s"].as_object().expect("an object");
    let sum: f64 = ledger.values().filter_map(Value::as_f64).sum();
    is_near(&answer["elapsed_s"], sum);
    is_near(&ledger["cruising"], 525.0);
    let text = simulate(&case, &[]).fine();
    assert!(
        text.contains(
            "\n10.0 m/s from 4000 to 4500 m costs 36.2 s, braking and accelerating 11.2 s of it\n"
        ),
        "{text}"
    );
}

#[test]
fn csv_and_markdown_have_a_row_a_phase() {
    let csv = simulate(&case(), &["--format", "csv"]).fine();
    let rows: Vec<&str> = csv.lines().collect();
    assert_eq!(rows[0], "kind,start_m,end_m,start_ms,end_ms,time_s");
    let kinds: Vec<&str> = rows[1..]
        .iter()
        .filter_map(|row| row.split(',').next())
        .collect();
    assert_eq!(kinds, ["accelerating", "cruising", "braking"]);
    let markdown = simulate(&case(), &["--format", "md"]).fine();
    assert_eq!(markdown.lines().count(), 5, "{markdown}");
    assert!(markdown.starts_with("| phase | from m |"), "{markdown}");
}

#[test]
fn coasting_spends_what_is_granted_and_saves() {
    for (amount, granted) in [("4%", 21.8), ("30s", 30.0), ("1min", 60.0)] {
        let answer = answer(&case(), &["--economy", amount]);
        is_near(&answer["running_time_s"], 545.0);
        is_near(&answer["allowances"][0]["time_s"], granted);
        let elapsed = answer["elapsed_s"].as_f64().expect("a number");
        assert!(elapsed <= 545.0 + granted && elapsed > 545.0 + granted - 1e-6);
        let phases = answer["phases"].as_array().expect("a list");
        let kinds: Vec<&Value> = phases.iter().map(|phase| &phase["kind"]).collect();
        assert_eq!(kinds, ["accelerating", "cruising", "coasting", "braking"]);
        let time = |phase: &Value| phase["time_s"].as_f64().expect("a number");
        is_near(&answer["elapsed_s"], phases.iter().map(time).sum());
        // Coasted from 20 down to u: 0.1 m/s² instead of holding, so u² / 2 less 1/5 of it is all that the brakes destroy.
        let u = phases[2]["end_ms"].as_f64().expect("a number");
        is_near(
            &answer["energy_kwh"],
            (1_000.0 + 0.5 * u * u * 0.8) * 1e6 / 3.6e6,
        );
        is_near(
            &answer["energy_saved_kwh"],
            0.8 * 0.5 * (400.0 - u * u) / 3.6,
        );
    }
    let text = simulate(&case(), &["--economy", "4%"]).fine();
    assert!(
        text.contains(
            "\nwith stops and allowances 566.8 s; allowances: economy 21.8 s\ncoasting saves "
        ),
        "{text}"
    );
    assert_eq!(text, simulate(&case(), &["--economy", "4%"]).fine());
}

#[test]
fn a_case_may_have_allowances_release_and_a_minimum_cruise_time() {
    let mut case = case();
    case["path"]["speed_limits"] = json!([
        {"start_m": 0, "end_m": 5_000, "speed_ms": 10},
        {"start_m": 5_000, "end_m": 5_700, "speed_ms": 20},
        {"start_m": 5_700, "end_m": 10_000, "speed_ms": 10}
    ]);
    case["model"] = json!({"min_cruise_time_s": 60});
    case["train"]["braking"]["release_s"] = json!(4);
    case["stops"] = json!([{"position_m": 3_000, "dwell_s": 60}]);
    case["allowances"] = json!([
        {"name": "recovery", "percent": 10},
        {"name": "works", "fixed_s": 30, "start_m": 6_000, "end_m": 9_000},
        {"name": "distance", "minutes_per_100km": 10, "start_m": 0, "end_m": 5_000}
    ]);
    let answer = answer(&case, &[]);
    // 10 m/s all the route: 1,000 s, twice 12.5 + 10 s for starting and stopping, twice 4 s to release.
    is_near(&answer["running_time_s"], 1_053.0);
    is_near(&answer["allowances"][0]["time_s"], 105.3);
    is_near(&answer["allowances"][1]["time_s"], 30.0);
    is_near(&answer["allowances"][2]["time_s"], 30.0);
    is_near(&answer["elapsed_s"], 1_053.0 + 60.0 + 165.3);
}

#[test]
fn what_cannot_be_is_named_with_its_place() {
    let complaint = |change: fn(&mut Value)| {
        let mut case = case();
        change(&mut case);
        simulate(&case, &[]).refused(2)
    };
    let twice = complaint(|case| {
        case["allowances"] =
            json!([{"name": "a", "percent": 1}, {"name": "b", "percent": 1, "fixed_s": 2}]);
    });
    assert!(
        twice.contains("case.json: allowances[1] is {\"name\":\"b\","),
        "{twice}"
    );
    assert!(
        twice.contains("just one of percent, minutes_per_100km, fixed_s is needed"),
        "{twice}"
    );
    let half =
        complaint(|case| case["allowances"] = json!([{"name": "a", "percent": 1, "start_m": 2}]));
    assert!(half.contains("allowances[0].end_m is missing"), "{half}");
    let early = complaint(|case| case["train"]["braking"]["release_s"] = json!(-1));
    assert!(early.contains("train.braking.release_s is -1"), "{early}");
    let stop = complaint(|case| case["stops"] = json!([{"position_m": "here"}]));
    assert!(stop.contains("stops[0].position_m is \"here\""), "{stop}");
    let amount = simulate(&case(), &["--economy", "much"]).refused(2);
    assert!(
        amount.contains("a share like 5% or a time like 90s or 2min is needed"),
        "{amount}"
    );
    let steep = simulate(
        &{
            let mut case = case();
            case["path"]["gradients"] = json!([{"start_m": 0, "end_m": 10_000, "permille": 60}]);
            case
        },
        &[],
    )
    .refused(1);
    assert!(steep.contains("the train stalls at km 0.000"), "{steep}");
}

#[test]
fn the_case_of_the_help_runs() {
    let help = call("simulate --help").fine();
    let start = help.find("A case:").expect("an example") + "A case:".len();
    let end = help.find("Traction may be").expect("a remark");
    let case: Value = serde_json::from_str(&help[start..end]).expect("JSON");
    let answer = answer(&case, &[]);
    assert_eq!(answer["schema"], "slowtrain.simulate/1");
    assert_eq!(answer["distance_m"], 9_000.0);
    assert!(answer["elapsed_s"].as_f64() > answer["running_time_s"].as_f64());
}
