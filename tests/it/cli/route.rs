//! `slowtrain route` on a terminal of 80 columns. Kilometres are those of NOTES of the data: Pyongyang-Tumangang 854.0
//! by Kalli, Tumangang-Vladivostok 377 by Ussuriysk and 331 by Baranovsky.

use crate::harness::{call, widest};

#[test]
fn the_answer_comes_first() {
    let out = call("route Pyongyang Vladivostok").fine();
    let first = out.lines().next().expect("a line");
    assert!(first.starts_with("leader-special: 1,231 km in "), "{first}");
    assert!(first.contains(" km/h"), "{first}");
    let after = |text: &str| out.find(text).unwrap_or_else(|| panic!("{text} in {out}"));
    assert!(after("from  ") < after("where the time goes"));
    assert!(after("where the time goes") < after("warning: "));
}

#[test]
fn nothing_is_wider_than_the_terminal() {
    for line in [
        "route Pyongyang Vladivostok --explain",
        "route Pyongyang Moscow --alternatives 1",
        "route Moscow Vladivostok --train rossiya --depart 2019-04-24T02:00",
        "route Pyongyang Beijing",
        "route Hanoi Saigon --train vn-express",
        "trains",
        "trains leader-special",
        "stations San",
        "network info",
    ] {
        let out = call(line).out;
        assert!(widest(&out) <= 80, "{line}:\n{out}");
        assert!(
            out.lines().all(|line| line == line.trim_end()),
            "{line}:\n{out}"
        );
    }
}

#[test]
fn halts_tell_their_reason_in_full() {
    let out = call("route Pyongyang Vladivostok").fine();
    for reason in [
        "min: border control 1",
        " min, gauge change 2 h ",
        "  reversal 3",
    ] {
        assert!(out.contains(reason), "{out}");
    }
}

#[test]
fn the_short_way_is_taken_when_ussuriysk_is_avoided() {
    let out = call("route Pyongyang Vladivostok --avoid Ussuriysk").fine();
    assert!(out.starts_with("leader-special: 1,185 km in "), "{out}");
    assert!(out.contains("  reversal 2 h "), "{out}");
}

#[test]
fn a_line_and_a_country_can_be_avoided_in_any_case() {
    let by_china = call("route Pyongyang Vladivostok --avoid \"p'yongra line\" -q").fine();
    assert!(by_china.contains("Dandong"), "{by_china}");
    assert_eq!(call("route Pyongyang Vladivostok --avoid kp").code, 1);
}

#[test]
fn what_was_taken_for_what_is_said() {
    let out = call("route Pjongjang Vladivastok").fine();
    assert!(
        out.contains("\nnote: \"Vladivastok\" was taken for Vladivostok (ru-vladivostok)\n"),
        "{out}"
    );
    let quiet = call("route Pjongjang Vladivastok -q").fine();
    assert!(
        !quiet.contains("note:") && !quiet.contains("warning:"),
        "{quiet}"
    );
}

#[test]
fn every_script_names_the_same_stations() {
    let answer = |from: &str, to: &str| call(&format!("route {from} {to} --format csv")).fine();
    let expected = answer("kp-pyongyang", "ru-vladivostok");
    for (from, to) in [
        ("평양", "Владивосток"),
        ("P'yŏngyang", "Wladiwostok"),
        ("Pyeongyang", "vladivostok"),
    ] {
        // An apostrophe is a quote to a shell.
        assert_eq!(answer(&format!("\"{from}\""), to), expected, "{from} {to}");
    }
}

#[test]
fn explanations_say_why_and_from_where() {
    let out = call("route Khasan Vladivostok --explain").fine();
    assert!(out.contains("\nwhy this route: "), "{out}");
    assert!(out.contains("\nspeed, RU"), "{out}");
    assert!(out.contains("\ntechnical minimum: "), "{out}");
}

#[test]
fn other_ways_are_numbered_and_named() {
    let out = call("route Dandong Beijing --alternatives 2 -q").fine();
    assert!(out.contains("\nroute 2: "), "{out}");
    let routes = call("route Dandong Beijing --alternatives 2 --format json").json();
    let routes = routes["routes"].as_array().expect("ways");
    assert!((2..=3).contains(&routes.len()));
    assert!(
        routes
            .iter()
            .zip(1..)
            .all(|(route, rank)| route["rank"] == rank)
    );
}

#[test]
fn a_halt_takes_its_time_or_is_said_to_be_off_the_way() {
    let hours = |line: &str| {
        call(line).json()["routes"][0]["duration_h"]["likely"]
            .as_f64()
            .expect("hours")
    };
    let without = hours("route Dandong Beijing --format json");
    for stop in ["Shenyang=120", "Shenyang=2h"] {
        let with = hours(&format!(
            "route Dandong Beijing --stop {stop} --format json"
        ));
        assert!((with - without - 2.0).abs() < 0.1, "{with} {without}");
    }
    for quiet in ["", " -q"] {
        let off = call(&format!("route Dandong Beijing --stop Harbin=20{quiet}")).refused(2);
        let expected = r#"Harbin is not on the route, so the train cannot stop there; --via "Harbin" takes it there"#;
        assert!(off.contains(expected), "{off}");
    }
}

#[test]
fn a_heavier_train_is_never_faster() {
    let hours = |line: &str| {
        call(line).json()["routes"][0]["duration_h"]["likely"]
            .as_f64()
            .expect("hours")
    };
    let light = hours("route Khasan Vladivostok --format json");
    let heavy = hours("route Khasan Vladivostok --cars 60 --mass-t 4200 --format json");
    assert!(heavy >= light, "{heavy} {light}");
}

#[test]
fn shortest_is_never_longer_than_fastest() {
    let km = |line: &str| {
        call(line).json()["routes"][0]["distance_km"]
            .as_f64()
            .expect("km")
    };
    for ends in ["Khasan Vladivostok", "Dandong Beijing"] {
        let shortest = km(&format!("route {ends} --shortest --format json"));
        let fastest = km(&format!("route {ends} --fastest --format json"));
        assert!(shortest <= fastest, "{ends}: {shortest} {fastest}");
    }
}

#[test]
fn verbose_says_what_was_read() {
    let answer = call("route Khasan Vladivostok -v");
    assert_eq!(answer.code, 0);
    assert!(
        answer.err.starts_with("slowtrain: read slowtrain-network "),
        "{}",
        answer.err
    );
    assert_eq!(answer.out, call("route Khasan Vladivostok").fine());
}

/// The habitual stops of a train over 9,289 km: what the note counts is in the ledger.
#[test]
fn halts_by_custom_are_counted_in_a_note() {
    let line = "route Moscow Vladivostok --train generic-passenger";
    let answer = call(&format!("{line} --format json")).json();
    let remarks = answer["remarks"].as_array().expect("remarks").iter();
    let customs: Vec<&str> = remarks
        .filter_map(serde_json::Value::as_str)
        .filter(|remark| remark.contains(" assumed on the way ("))
        .collect();
    let [custom] = customs[..] else {
        panic!("one note: {customs:?}")
    };
    let calls = answer["routes"][0]["calls"].as_array().expect("calls");
    let stops = calls.iter().filter(|call| call["kind"] == "stop").count();
    let named: usize = custom
        .split(' ')
        .next()
        .expect("a word")
        .parse()
        .expect("a number");
    assert!(named > 1 && named >= stops, "{custom}; {stops}");
    assert!(custom.contains(" in all), one every "), "{custom}");
    let markdown = call(&format!("{line} --format md")).fine();
    assert!(markdown.contains(&format!("\n- {custom}\n")), "{markdown}");
    assert!(
        call(line)
            .fine()
            .contains(&format!("\nnote: {named} stops assumed on the way ("))
    );
    assert!(
        !call("route Khasan Vladivostok --train leader-special")
            .fine()
            .contains("assumed on the way")
    );
}

#[test]
fn fewer_other_ways_than_asked_are_said_to_be_so() {
    let other = |line: &str| {
        let answer = call(&format!("{line} --format json")).json();
        let found = answer["routes"].as_array().expect("ways").len() - 1;
        let remarks = answer["remarks"].as_array().expect("remarks").iter();
        let said = remarks
            .filter_map(serde_json::Value::as_str)
            .find(|remark| remark.contains("differ enough") || remark.contains("differs enough"));
        (found, said.map(str::to_owned))
    };
    let none = Some("no other route differs enough to show".to_owned());
    assert_eq!(
        other("route Hanoi Saigon --train vn-express --alternatives 3"),
        (0, none)
    );
    assert_eq!(other("route Hanoi Saigon --train vn-express"), (0, None));
    assert_eq!(other("route Dandong Beijing --alternatives 1"), (1, None));
}

/// 2001-08-18 is the first day in `segments.csv` on which a line opens or closes, 2026-11-01 the day of the data.
#[test]
fn a_day_that_the_data_does_not_know_is_warned_of() {
    let out = |day: &str| {
        let out = call(&format!("route Khasan Vladivostok --on {day}")).fine();
        out.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    for day in ["1900-01-01", "2001-08-17"] {
        assert!(out(day).contains(&format!(
            "warning: the data record no changes before 2001-08-18; {day} uses the network just before that day"
        )));
    }
    for day in ["2026-11-02", "3000-01-01"] {
        assert!(out(day).contains(&format!(
            "warning: the data record no changes after 2026-11-01; {day} uses the network of that day"
        )));
    }
    for day in ["2001-08-18", "2026-11-01"] {
        assert!(!out(day).contains("record no changes"), "{day}");
    }
}
