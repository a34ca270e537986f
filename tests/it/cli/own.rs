//! A user's own network with the required columns only: names, places, lengths, gauges.

use crate::harness::Sandbox;

fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    // 39 to 40 degrees north is about 111 km; with the step east 122 km in a straight line.
    let stations = "id,name,country,lat,lon\nkp-a,Alpha,KP,39.00,125.00\nkp-b,Beta,KP,39.50,125.30\nkp-c,Gamma,KP,40.00,125.60\n";
    let segments = "from,to,length_km,gauge_mm\nkp-a,kp-b,65.0,1435\nkp-b,kp-c,66.0,1435\n";
    sandbox.write("mine/stations.csv", stations);
    sandbox.write("mine/segments.csv", segments);
    sandbox
}

#[test]
fn it_is_enough() {
    let sandbox = sandbox();
    let run = |arguments: &[&str]| sandbox.run(&[arguments, &["--network", "mine"]].concat());
    let out = run(&["route", "Alpha", "Gamma"]).fine();
    assert!(out.starts_with("leader-special: 131 km in "), "{out}");
    assert!(
        out.contains("\nAlpha to Gamma, 122 km in a straight line; "),
        "{out}"
    );
    run(&[
        "route",
        "Gamma",
        "alpha",
        "--via",
        "beta",
        "--on",
        "1950-01-01",
        "--alternatives",
        "2",
    ])
    .fine();
    run(&[
        "route",
        "Alpha",
        "Gamma",
        "--train",
        "generic-freight",
        "--shortest",
        "--explain",
    ])
    .fine();
    assert_eq!(
        run(&["stations", "beta", "--format", "csv"])
            .fine()
            .lines()
            .count(),
        2
    );
    assert!(
        run(&["network", "info"])
            .fine()
            .starts_with("mine without version: ")
    );
    let check = run(&["network", "check"]);
    assert_eq!(check.code, 0);
    insta::assert_snapshot!(check.out, @r#"
    mine/stations.csv:1:1: warning no-timezone: there is no column timezone; local times are left out
    0 errors, 1 warning
    "#);
}

#[test]
fn what_is_not_known_is_left_out() {
    let sandbox = sandbox();
    let json = sandbox
        .run(&[
            "route",
            "Alpha",
            "Gamma",
            "--network",
            "mine",
            "--format",
            "json",
        ])
        .json();
    assert!(json["network"]["version"].is_null());
    let leg = &json["routes"][0]["legs"][0];
    assert!(
        leg["line"].is_null() && leg["depart_local"].is_null(),
        "{leg}"
    );
    assert_eq!(json["routes"][0]["distance_km"], 131.0);
}

#[test]
fn a_departure_without_zones_is_warned_of() {
    let sandbox = sandbox();
    let depart = [
        "route",
        "Alpha",
        "Gamma",
        "--network",
        "mine",
        "--depart",
        "2020-01-01T10:00",
    ];
    let out = sandbox.run(&depart).fine();
    assert!(
        out.contains(
            "warning: no time zone is known for Alpha or for other stations like it; local\n"
        ),
        "{out}"
    );
}

#[test]
fn a_network_with_dates_and_no_day_asks_for_one() {
    let sandbox = sandbox();
    let dated =
        "from,to,length_km,gauge_mm,opened\nkp-a,kp-b,65.0,1435,2001-01-01\nkp-b,kp-c,66.0,1435,\n";
    sandbox.write("mine/segments.csv", dated);
    let route = ["route", "Alpha", "Gamma", "--network", "mine"];
    insta::assert_snapshot!(sandbox.run(&route).refused(2), @"slowtrain: the network has lines that open or close but no day of its own (as_of in datapackage.json); say --on DATE");
    let on = |day: &str| sandbox.run(&[&route[..], &["--on", day]].concat());
    on("2001-01-01").fine();
    insta::assert_snapshot!(on("2000-12-31").refused(1), @r#"
    slowtrain: there is no route from Alpha to Gamma for leader-special
      day: a line it would need is not open on 2000-12-31; blocked first between Alpha and Beta; without this constraint the route would be 131 km
    "#);
}

#[test]
fn names_cannot_steer_the_terminal() {
    let sandbox = sandbox();
    let stations = "id,name,country,lat,lon\nkp-a,Al\u{1b}[31mpha,KP,39,125\nkp-b,Beta,KP,39.5,125.3\nkp-c,Gam\u{202e}ma,KP,40,125.6\n";
    sandbox.write("mine/stations.csv", stations);
    for arguments in [
        &["route", "kp-a", "kp-c"][..],
        &["stations", "kp-a"],
        &["route", "kp-a", "kp-a"],
    ] {
        let answer = sandbox.run(&[arguments, &["--network", "mine"]].concat());
        let shown = format!("{}{}", answer.out, answer.err);
        assert!(
            !shown.contains('\u{1b}') && !shown.contains('\u{202e}'),
            "{shown:?}"
        );
    }
}

#[test]
fn a_guessed_limit_takes_time_and_raises_no_technical_minimum() {
    let route = |column: &str| {
        let sandbox = sandbox();
        let header = format!("from,to,length_km,gauge_mm,{column}\n");
        let rows = "kp-a,kp-b,65.0,1435,30\nkp-b,kp-c,66.0,1435,30\n";
        sandbox.write("mine/segments.csv", header + rows);
        let question = ["route", "Alpha", "Gamma", "--network", "mine"];
        let json = sandbox.run(&[&question[..], &["--format", "json"]].concat());
        json.json()["routes"][0].clone()
    };
    let [unknown, guessed, known] = ["notes", "inferred_speed_kmh", "max_speed_kmh"].map(route);
    let figure =
        |route: &serde_json::Value, path| route.pointer(path).and_then(serde_json::Value::as_f64);
    let of =
        |path| [&unknown, &guessed, &known].map(|route| figure(route, path).expect("a number"));
    // 131 km at 30 km/h take 4.37 h: a limit makes that the technical minimum, a guess does not.
    let technical_minimum = of("/technical_minimum_h");
    assert!(
        technical_minimum[0] == technical_minimum[1]
            && technical_minimum[1] < 4.3
            && technical_minimum[2] >= 4.36,
        "{technical_minimum:?}"
    );
    let likely = of("/duration_h/likely");
    assert!(likely[0] < likely[1] && likely[1] > 4.3, "{likely:?}");
    let (low, high) = (of("/duration_h/low"), of("/duration_h/high"));
    let width = [1, 2].map(|i| (high[i] - low[i]) / likely[i]);
    assert!(width[0] > width[1] + 0.2, "{width:?}");
    let says = |route: &serde_json::Value| route["warnings"].to_string().contains("it is inferred");
    assert_eq!(
        [says(&unknown), says(&guessed), says(&known)],
        [false, true, false]
    );
}
