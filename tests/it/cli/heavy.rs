//! Ninety wagons, as a user tries them: what they weigh, what they need on a climb, what their length does.

use crate::harness::{Sandbox, call, words};

#[test]
fn ninety_cars_are_two_kilometres_and_six_thousand_tonnes() {
    let answer = call("route Pyongyang Sinuiju --cars 90 --locomotives 2 --explain").fine();
    let text = answer.split_whitespace().collect::<Vec<_>>().join(" ");
    // 90 x 70 t and 90 x 24.4 m, two M62 of 116.5 t and 17.5 m.
    assert!(
        text.contains("90 cars, 6,533 t and 2.2 km with locomotives"),
        "{text}"
    );
    assert!(
        text.contains("warning: the train is 2.2 km long and the longest usual passing loops"),
        "{text}"
    );
    // 6,533 t on 11 per mille weigh 704.7 kN backwards. At a dwell 6,300 t of coaches resist with (0.7 + 8/17.5) per mille
    // of their weight, 71.5 kN, and the locomotives with 4.3 kN: 780.5 kN against 628 kN.
    assert!(
        text.contains("11.0 per mille, the steepest known (Pyongyang to West Pyongyang), need 781 kN, it has 628 kN: a long climb stalls it"),
        "{text}"
    );
    assert!(text.contains("by ptr-passenger ("), "{text}");
}

#[test]
fn a_long_train_leaves_slow_track_late() {
    let sandbox = Sandbox::new();
    let stations = "id,name,country,lat,lon\nkp-a,Alpha,KP,39.00,125.0\nkp-b,Beta,KP,39.15,125.0\nkp-c,Gamma,KP,39.30,125.0\nkp-d,Delta,KP,39.45,125.0\n";
    let segments = "from,to,length_km,gauge_mm,max_speed_kmh\nkp-a,kp-b,20,1435,24\nkp-b,kp-c,20,1435,12\nkp-c,kp-d,20,1435,24\n";
    sandbox.write("mine/stations.csv", stations);
    sandbox.write("mine/segments.csv", segments);
    let line = "route Alpha Delta --network mine --cars 90 --locomotives 4 --explain";
    let answer = sandbox.run(&words(line)).fine();
    let text = answer.split_whitespace().collect::<Vec<_>>().join(" ");
    // 90 x 24.4 m and 4 x 17.5 m: 2.266 km more at 12 instead of 24 km/h are 5.7 min.
    let place = "at 1 place the head may run faster only when the tail has got there; that takes ";
    assert!(text.contains(place), "{text}");
    // 22.266 km at 5 instead of 2.5 min each: 55.7 min, and a little for braking and accelerating.
    let slow = "slow stretch from Beta: 12 km/h for 22.3 km cost 55.";
    assert!(text.contains(slow), "{text}");
}

#[test]
fn a_train_too_weak_is_told_where_and_what_would_help() {
    // One M62 with 90 cars starts on half of 11 per mille.
    let complaint = call("route Pyongyang Sinuiju --cars 90 --locomotives 1").refused(1);
    assert_eq!(
        complaint.trim_end(),
        "slowtrain: between Pyongyang and West Pyongyang the train stalls at km 0.000, on a gradient of 5.5 per mille (mean under the \
         train, curves included): it needs 420 kN and has 314 kN; it could haul 4,800 t, or this mass with 1.34 times the tractive effort; \
         --locomotives, --cars and --mass-t change the train"
    );
    call("route Pyongyang Sinuiju --cars 90 --locomotives 1 --mass-t 4600").fine();
    call("route Pyongyang Sinuiju --cars 90 --locomotives 2").fine();
}

#[test]
fn coasting_changes_the_energy_and_no_time() {
    let of = |line: &str| call(line).json()["routes"][0].clone();
    let tight = of("route Pyongyang Sinuiju --format json");
    let easy = of("route Pyongyang Sinuiju --economy --format json");
    assert_eq!(tight["energy_saved_kwh"], serde_json::Value::Null);
    let kwh = |route: &serde_json::Value, key: &str| route[key].as_f64().expect("a number");
    let saved = kwh(&easy, "energy_saved_kwh");
    assert!(saved > 0.0, "{saved}");
    let miss = kwh(&tight, "energy_kwh") - saved - kwh(&easy, "energy_kwh");
    assert!(miss.abs() <= 1.5, "rounded to kWh: {miss}");
    for key in [
        "duration_h",
        "technical_minimum_h",
        "ledger_h",
        "legs",
        "calls",
    ] {
        assert_eq!(tight[key], easy[key], "{key}");
    }
    let text = call("route Pyongyang Sinuiju --economy").fine();
    assert!(
        text.contains("\neconomy: spending the allowance by coasting saves "),
        "{text}"
    );
}
