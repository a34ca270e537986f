//! Wrong inputs of `route`: the whole message and the exit code of each.

use insta::assert_snapshot;

use crate::harness::call;

#[test]
fn unknown_station() {
    assert_snapshot!(call("route Pyongyang Xyzzyville").refused(2), @r#"slowtrain: "Xyzzyville" is not in this network. It covers Australia, China, North Korea, Mongolia, Mauritania, Poland, Russia, Tanzania, Ukraine, Vietnam and Zambia, and by a sketch the larger cities of the world that have a railway; add your own with `slowtrain import osm` or `slowtrain import gtfs`"#);
    assert_snapshot!(call("route \"\" Beijing").refused(2), @r#"slowtrain: "" is not in this network. It covers Australia, China, North Korea, Mongolia, Mauritania, Poland, Russia, Tanzania, Ukraine, Vietnam and Zambia, and by a sketch the larger cities of the world that have a railway; add your own with `slowtrain import osm` or `slowtrain import gtfs`"#);
}

#[test]
fn unknown_station_with_near_ones() {
    // What is not near is no guess; a slip in the name of a city of the sketch is one.
    let told = call("route Atlantis Pyongyang").refused(2);
    assert!(
        told.contains("It covers Australia") && !told.contains("did you mean"),
        "{told}"
    );
    let told = call("route Pyongyang Pariss").refused(2);
    assert!(
        told.contains("(did you mean fr-paris (Paris, FR, "),
        "{told}"
    );
    assert_snapshot!(call("route Pyongyang Vlodovostik").refused(2), @r#"slowtrain: "Vlodovostik" is not in this network. It covers Australia, China, North Korea, Mongolia, Mauritania, Poland, Russia, Tanzania, Ukraine, Vietnam and Zambia, and by a sketch the larger cities of the world that have a railway; add your own with `slowtrain import osm` or `slowtrain import gtfs` (did you mean ru-vladivostok (Vladivostok Владивосток, RU, 43.11 N 131.88 E)?)"#);
}

/// Errors are JSON where answers are: with a code, and the place and candidates where they are known.
#[test]
fn errors_are_json_where_answers_are() {
    let error = |line: &str, code: i32| {
        let told = call(&format!("{line} --format json")).refused(code);
        let json: serde_json::Value = serde_json::from_str(&told).expect("JSON");
        json["error"].clone()
    };
    let near = error("route Pyongyang Vlodovostik", 2);
    assert_eq!(near["code"], "unknown_station");
    assert_eq!(near["place"], "Vlodovostik");
    let first = near["candidates"][0].as_str().expect("a candidate");
    assert!(first.starts_with("ru-vladivostok "), "{first}");
    let train = error("route Pyongyang Beijing --train rosiya", 2);
    assert_eq!(train["candidates"][0], "rossiya");
    assert_eq!(
        error("route \"Dong Dang\" Hanoi --train cn-k-train", 1)["code"],
        "no_route"
    );
    assert_eq!(
        error("claim Pyongyang Beijing --km \"20 h\"", 2)["code"],
        "not_a_figure"
    );
    assert_eq!(error("route Pyongyang", 2)["code"], "usage");
}

#[test]
fn ambiguous_station() {
    assert_snapshot!(call("route Jinzhou Beijing").refused(2), @r#"slowtrain: "Jinzhou" may be 3 stations: cn-jinzhou (Jinzhou 锦州, CN, 41.12 N 121.14 E), cn-jinzhou-dalian (Jinzhou (Dalian) 金州, CN, 39.09 N 121.72 E), cn-jinzhou-hebei (Jinzhou (Hebei) 晋州, CN, 38.02 N 115.03 E); write the id of one"#);
    // An id settles it.
    call("route cn-jinzhou Beijing -q").fine();
}

#[test]
fn same_station_twice() {
    assert_snapshot!(call("route Pyongyang 평양").refused(2), @"slowtrain: both ends are Pyongyang (kp-pyongyang); a journey needs two stations");
}

#[test]
fn no_route_by_gauge() {
    assert_snapshot!(call("route \"Dong Dang\" Hanoi --train cn-k-train").refused(1), @r#"
    slowtrain: there is no route from Dong Dang to Hanoi for cn-k-train
      gauge: the train runs on 1435 mm only; blocked first between Gia Lam and Long Bien; without this constraint the route would be 162 km
      trains that can run there: generic-freight, generic-passenger, regional-multiple-unit, vn-express, vn-fast-express
    "#);
}

#[test]
fn no_route_without_a_change_of_gauge() {
    assert_snapshot!(call("route Pyongyang Hanoi --train generic-passenger").refused(1), @r#"
    slowtrain: there is no route from Pyongyang to Hanoi for generic-passenger
      gauge: the train could run on, but no gauge change is known where the gauges meet; blocked first between Gia Lam and Long Bien; without this constraint the route would be 4,103 km
    "#);
}

#[test]
fn no_route_by_avoiding() {
    assert_snapshot!(call("route Pyongyang Vladivostok --avoid KP").refused(1), @"
    slowtrain: there is no route from Pyongyang to Vladivostok for leader-special
      avoid: every route passes what is to be avoided; blocked first between Pyongyang and West Pyongyang; without this constraint the route would be 1,231 km
    ");
}

#[test]
fn no_route_between_components() {
    assert_snapshot!(call("route Mbeya Pyongyang --train tazara-express").refused(1), @r#"
    slowtrain: there is no route from Mbeya to Pyongyang for tazara-express
      no rails of this network join the two, on any gauge or day
    "#);
}

#[test]
fn too_weak_a_train() {
    let err = call("route Pyongyang Vladivostok --cars 1000").refused(1);
    assert!(
        err.starts_with("slowtrain: between Pyongyang and West Pyongyang the train stalls at km "),
        "{err}"
    );
}

#[test]
fn a_day_that_is_none() {
    assert_snapshot!(call("route Pyongyang Beijing --on 2019-13-01").refused(2), @r#"slowtrain: "2019-13-01" is not a day; write year, month and day like 2019-04-24"#);
    assert_snapshot!(call("route Pyongyang Beijing --on yesterday").refused(2), @r#"slowtrain: "yesterday" is not a day; write year, month and day like 2019-04-24"#);
}

#[test]
fn a_departure_that_is_none() {
    assert_snapshot!(call("route Pyongyang Beijing --depart tomorrow").refused(2), @r#"slowtrain: "tomorrow" is not a date and time; write 2019-04-24T02:00, or with an offset 2019-04-24T02:00+09:00"#);
    assert_snapshot!(call("route Pyongyang Beijing --depart 2024-02-30T02:00").refused(2), @r#"slowtrain: "2024-02-30T02:00" is not a date and time; write 2019-04-24T02:00, or with an offset 2019-04-24T02:00+09:00"#);
    assert_snapshot!(call("route Pyongyang Beijing --depart 2024-02-25").refused(2), @r#"slowtrain: "2024-02-25" is not a date and time; write 2019-04-24T02:00, or with an offset 2019-04-24T02:00+09:00"#);
    // The hour that Moscow skipped when it went to UTC+4 for good.
    assert_snapshot!(call("route Moscow Omsk --depart 2011-03-27T02:30").refused(2), @"slowtrain: the clock in Europe/Moscow never showed 2011-03-27T02:30:00: it was put forward then");
}

#[test]
fn a_stop_that_is_none() {
    assert_snapshot!(call("route Pyongyang Beijing --stop Dandong").refused(2), @r#"slowtrain: "Dandong" is not a stop; write station and minutes like Khasan=60 or Khasan=1h30"#);
    assert_snapshot!(call("route Pyongyang Beijing --stop Dandong=long").refused(2), @r#"slowtrain: "Dandong=long" is not a stop; write station and minutes like Khasan=60 or Khasan=1h30"#);
    assert_snapshot!(call("route Pyongyang Beijing --stop Dandong=-5").refused(2), @r#"slowtrain: "Dandong=-5" is not a stop; write station and minutes like Khasan=60 or Khasan=1h30"#);
}

#[test]
fn countries_that_are_none() {
    assert_snapshot!(call("route Pyongyang Beijing --transit ZZ").refused(2), @r#"slowtrain: "ZZ" is not a country of this network, which has AU, CN, KP, MN, MR, PL, RU, TZ, UA, VN, ZM"#);
    assert_snapshot!(call("route Pyongyang Beijing --avoid XX").refused(2), @r#"slowtrain: "XX" is not a country of this network, which has AU, CN, KP, MN, MR, PL, RU, TZ, UA, VN, ZM"#);
}

#[test]
fn unknown_train() {
    assert_snapshot!(call("route Pyongyang Beijing --train rossia").refused(2), @r#"slowtrain: no train is called "rossia"; did you mean rossiya? (there are bam-363, bam-express, bhp-ore-train, cn-k-train, cn-k3, cn-ordinary, cn-t-train, cn-z-train, dprk-express, dprk-ordinary, generic-freight, generic-passenger, heavy-freight, high-speed-train, intercity, leader-special, metro-train, mr-ore-train, regional-multiple-unit, rossiya, ru-kp-cars, ru-slow, tazara-express, tazara-ordinary, the-ghan, ua-leaders-train, ua-night-train, vn-express, vn-fast-express)"#);
}

#[test]
fn a_file_is_read_and_a_number_is_not_its_name() {
    let err = call("route Beijing Shanghai --train k3.toml").refused(2);
    assert!(err.starts_with("slowtrain: cannot read k3.toml: "), "{err}");
    call("route Beijing Shanghai --train T -q").refused(2);
    call("route Beijing Shanghai --train T109 -q").fine();
}

#[test]
fn figures_of_the_train() {
    assert_snapshot!(call("route Pyongyang Beijing --cars 0").refused(2), @r#"
    error: invalid value '0' for '--cars <N>': a whole number from 1 to 2000 is needed

    For more information, try '--help'.
    "#);
    assert_snapshot!(call("route Pyongyang Beijing --mass-t nan").refused(2), @r#"
    error: invalid value 'nan' for '--mass-t <T>': tonnes from 1 to 500000 are needed

    For more information, try '--help'.
    "#);
    assert_snapshot!(call("route Pyongyang Beijing --locomotives two").refused(2), @r#"
    error: invalid value 'two' for '--locomotives <N>': a whole number from 1 to 50 is needed

    For more information, try '--help'.
    "#);
}

#[test]
fn options_that_are_none() {
    assert_snapshot!(call("route Pyongyang Beijing --format xml").refused(2), @r#"
    error: invalid value 'xml' for '--format <FORMAT>'
      [possible values: table, json, csv, md, toml]

      tip: a similar value exists: 'toml'

    For more information, try '--help'.
    "#);
    assert_snapshot!(call("route Pyongyang Beijing --color red").refused(2), @r#"
    error: invalid value 'red' for '--color <WHEN>'
      [possible values: auto, always, never]

    For more information, try '--help'.
    "#);
    assert_snapshot!(call("route Pyongyang Beijing --shortest --fastest").refused(2), @r#"
    error: the argument '--shortest' cannot be used with '--fastest'

    Usage: slowtrain route --shortest <FROM> <TO>

    For more information, try '--help'.
    "#);
    assert_snapshot!(call("route Pyongyang").refused(2), @r#"
    error: the following required arguments were not provided:
      <TO>

    Usage: slowtrain route <FROM> <TO>

    For more information, try '--help'.
    "#);
    assert_snapshot!(call("rout Pyongyang Beijing").refused(2), @r#"
    error: unrecognized subcommand 'rout'

      tip: a similar subcommand exists: 'route'

    Usage: slowtrain [OPTIONS] <COMMAND>

    For more information, try '--help'.
    "#);
}

#[test]
fn a_country_hint_counts_for_surveyed_stations_and_their_aliases() {
    // Two Korean stations have the alias Konan; the two cities of that name in Japan are meant.
    let refusal = call("route \"Konan, JP\" Tokyo").refused(2);
    assert!(refusal.contains("may be 2 cities: jp-konan ("), "{refusal}");
    assert!(!refusal.contains("kp-kosan"), "{refusal}");
    // A surveyed station is not taken for one in a country where it is not.
    let refusal = call("route \"Khasan, BR\" Vladivostok").refused(2);
    assert!(
        refusal.starts_with("slowtrain: \"Khasan, BR\" is not"),
        "{refusal}"
    );
}
