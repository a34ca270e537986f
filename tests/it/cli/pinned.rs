//! A network and a train that no new data change: for snapshots of the layout, and for what can be reckoned by hand.

use crate::harness::{Answer, Sandbox, words};

/// Six stations on one line of 600 km, with a border and a change of clocks in its middle, and a branch.
const STATIONS: &str = "\
id,name,country,lat,lon,timezone
kp-alpha,Alpha,KP,39.0,125.0,Asia/Pyongyang
kp-beta,Beta,KP,40.0,126.0,Asia/Pyongyang
kp-gamma,Gamma,KP,41.0,127.0,Asia/Pyongyang
ru-delta,Delta,RU,41.1,127.1,Asia/Vladivostok
ru-epsilon,Epsilon,RU,42.0,128.0,Asia/Vladivostok
ru-zeta,Zeta,RU,43.0,129.0,Asia/Vladivostok
ru-eta,Eta,RU,42.5,127.5,Asia/Vladivostok
";

const SEGMENTS: &str = "\
from,to,line,length_km,gauge_mm,tracks
kp-alpha,kp-beta,South Line,150,1435,2
kp-beta,kp-gamma,South Line,150,1435,2
kp-gamma,ru-delta,Border Line,15,1435,2
ru-delta,ru-epsilon,North Line,135,1435,2
ru-epsilon,ru-zeta,North Line,150,1435,2
ru-epsilon,ru-eta,Branch Line,70,1435,2
";

const BORDERS: &str = "\
from,to,at,what,train_kind,minutes_low,minutes_likely,minutes_high,basis
kp-gamma,ru-delta,ru-delta,control,special,30,60,120,assumption
";

/// Strong and light, so that it runs at the speed it sustains nearly everywhere.
const TRAIN: &str = r#"
schema = "slowtrain.train/1"
id = "pinned"
name = "Train of the tests"
kind = "special"
gauges_mm = [1435]
uses_freight_lines = true
max_speed_kmh = 100
basis = { max_speed_kmh = "assumption: test" }

[consist]
cars = 10
car_mass_t = 50
car_length_m = 25
rotating_mass_factor = 1.06
basis = { cars = "assumption: test", car_mass_t = "assumption: test", car_length_m = "assumption: test", rotating_mass_factor = "assumption: test" }

[resistance]
formula = "ptr-passenger"
axle_load_t = 12.5
curve = "ptr"
basis = "assumption: test"

[braking]
deceleration_ms2 = 0.5
release_s = 0
basis = "assumption: test"

[[locomotive]]
name = "Test"
count = 1
traction = "diesel"
countries = ["*"]
mass_t = 120
length_m = 20
power_kw = 4000
starting_effort_kn = 400
max_speed_kmh = 120
basis = { count = "assumption: test", mass_t = "assumption: test", length_m = "assumption: test", power_kw = "assumption: test", starting_effort_kn = "assumption: test", max_speed_kmh = "assumption: test" }

[[speed]]
country = "*"
low_kmh = 40
likely_kmh = 50
high_kmh = 60
basis = "assumption: test"

[allowance]
percent = 0
minutes_per_100km = 0
basis = "assumption: test"

[train_meets]
low_min_per_100km = 0
likely_min_per_100km = 0
high_min_per_100km = 0
basis = "assumption: test"

[reversal]
low_min = 10
likely_min = 15
high_min = 20
basis = "assumption: test"

[locomotive_change]
low_min = 10
likely_min = 15
high_min = 20
basis = "assumption: test"

[noise]
leg_percent = 10
basis = "assumption: test"
"#;

/// The pinned network in `mine`, as one may change it; the zones of the stations can be left out.
pub fn sandbox(has_zones: bool) -> Sandbox {
    let sandbox = Sandbox::new();
    let stations = match has_zones {
        true => STATIONS.to_owned(),
        false => STATIONS
            .replace("Asia/Pyongyang", "")
            .replace("Asia/Vladivostok", ""),
    };
    sandbox.write("mine/stations.csv", stations);
    sandbox.write("mine/segments.csv", SEGMENTS);
    sandbox.write("mine/borders.csv", BORDERS);
    sandbox.write("mine/trains/pinned.toml", TRAIN);
    sandbox
}

/// A call with the pinned train on the pinned network.
pub fn pinned(line: &str) -> Answer {
    sandbox(true).run(&words(&format!("{line} --network mine --train pinned")))
}

/// The same without time zones.
pub fn zoneless(line: &str) -> Answer {
    sandbox(false).run(&words(&format!("{line} --network mine --train pinned")))
}

/// 600 km at 50 km/h and an hour at the border.
#[test]
fn it_runs_as_reckoned() {
    let answer = pinned("route Alpha Zeta --format json").json();
    let route = &answer["routes"][0];
    assert_eq!(route["distance_km"], 600.0);
    let ledger = &route["ledger_h"];
    let hours = |key: &str| ledger[key].as_f64().expect("hours");
    // Both are a little more on a journey that takes the median of all times, since the ranges are skewed.
    assert!((12.0..12.4).contains(&hours("cruising")), "{ledger}");
    assert!((1.0..1.25).contains(&hours("borders")), "{ledger}");
    let parts = ledger.as_object().expect("parts").values();
    let sum: f64 = parts.filter_map(serde_json::Value::as_f64).sum();
    let total = route["duration_h"]["likely"].as_f64().expect("hours");
    assert!((sum - total).abs() < 0.001, "{sum} {total}");
}
