//! Local clocks over several zones. Source of the offsets: the IANA tz database (asia, europe), 2026f: Pyongyang +09:00,
//! from 2015-08-15 +08:30, from 2018-05-04 23:30 +09:00; Vladivostok +11:00 from 2011-03-27, +10:00 from 2014-10-26.

use jiff::Timestamp;
use serde_json::Value;

use crate::harness::{Sandbox, call};

fn route(line: &str) -> Value {
    call(&format!("route {line} --format json")).json()["routes"][0].clone()
}

fn at(clock: &Value) -> Timestamp {
    clock
        .as_str()
        .expect("a clock")
        .parse()
        .expect("a time with its offset")
}

fn ends(line: &str) -> (String, String) {
    let route = route(line);
    let legs = route["legs"].as_array().expect("legs");
    let text = |leg: &Value, key: &str| leg[key].as_str().expect("a clock").to_owned();
    let (first, last) = (&legs[0], &legs[legs.len() - 1]);
    (text(first, "depart_local"), text(last, "arrive_local"))
}

#[test]
fn clocks_agree_with_the_hours() {
    let route = route("Pyongyang Vladivostok --depart 2019-04-24T02:00");
    let legs = route["legs"].as_array().expect("legs");
    for pair in legs.windows(2) {
        assert!(at(&pair[0]["arrive_local"]) <= at(&pair[1]["depart_local"]));
    }
    let (first, last) = (
        &legs[0]["depart_local"],
        &legs[legs.len() - 1]["arrive_local"],
    );
    assert_eq!(first, "2019-04-24T02:00+09:00");
    let hours = (at(last).as_second() - at(first).as_second()) as f64 / 3_600.0;
    let likely = route["duration_h"]["likely"].as_f64().expect("hours");
    assert!((hours - likely).abs() < 0.03, "{hours} {likely}");
}

#[test]
fn each_station_has_the_clock_of_its_day() {
    for (line, leaves, arrives) in [
        (
            "Pyongyang Vladivostok --depart 2019-04-24T02:00",
            "+09:00",
            "+10:00",
        ),
        (
            "Pyongyang Vladivostok --depart 2018-03-25T02:00",
            "+08:30",
            "+10:00",
        ),
        (
            "Khasan Vladivostok --depart 2011-08-20T10:00",
            "+11:00",
            "+11:00",
        ),
        (
            "Khasan Vladivostok --depart 2014-10-25T20:00",
            "+11:00",
            "+10:00",
        ),
        (
            "Pyongyang Tumangang --depart 2018-05-04T12:00",
            "+08:30",
            "+09:00",
        ),
        (
            "Moscow Vladivostok --train rossiya --depart 2019-04-24T02:00",
            "+03:00",
            "+10:00",
        ),
        (
            "Pyongyang Beijing --depart 2018-03-25T12:00",
            "+08:30",
            "+08:00",
        ),
    ] {
        let (departs, arrival) = ends(line);
        assert!(departs.ends_with(leaves), "{line}: {departs}");
        assert!(arrival.ends_with(arrives), "{line}: {arrival}");
    }
}

#[test]
fn an_instant_means_the_same_as_the_local_clock() {
    let local = ends("Pyongyang Vladivostok --depart 2019-04-24T02:00");
    for instant in [
        "2019-04-24T02:00+09:00",
        "2019-04-23T17:00Z",
        "2019-04-23T20:00+03:00",
    ] {
        assert_eq!(
            ends(&format!("Pyongyang Vladivostok --depart {instant}")),
            local,
            "{instant}"
        );
    }
}

#[test]
fn people_read_both_ends_and_the_days_between() {
    let out = call("route Pyongyang Vladivostok --depart 2019-04-24T02:00").fine();
    let second = out
        .lines()
        .find(|line| line.starts_with("leaves "))
        .expect("a line");
    assert!(
        second.starts_with(
            "leaves Wednesday 2019-04-24 02:00 (UTC+09:00), arrives Thursday 2019-04-25"
        ),
        "{out}"
    );
    assert!(out.contains(" arrives  gauge\n"), "{out}");
    let last_leg = out
        .lines()
        .find(|line| line.starts_with("Ussuriysk"))
        .expect("a leg");
    assert!(last_leg.contains(" +1   1520"), "{last_leg}");
    // Without a departure there are hours and no clocks.
    let without = call("route Pyongyang Vladivostok").fine();
    assert!(
        without.contains(" elapsed  gauge\n") && !without.contains("UTC"),
        "{without}"
    );
}

#[test]
fn a_change_of_zone_is_said_where_it_shows() {
    let out = call("route Pyongyang Beijing --depart 2019-01-07T13:00").fine();
    let mut lines = out.lines().skip_while(|line| !line.contains("  Dandong  "));
    let next = lines.find(|line| line.starts_with("  clocks at UTC+08:00; "));
    let next = next.expect("what follows at Dandong");
    assert!(next.contains(" min: border control 1"), "{out}");
    assert_eq!(out.matches("clocks at").count(), 1, "{out}");
    // Within a zone nothing is said.
    let out = call("route Dandong Beijing --depart 2019-01-07T13:00").fine();
    assert!(!out.contains("clocks at"), "{out}");
}

/// Clocks in Berlin went from 3:00 summer time back to 2:00 on 25 October 2026. Source: tz database, europe file.
#[test]
fn a_time_that_the_clock_showed_twice_is_asked_back() {
    let sandbox = Sandbox::new();
    let stations = "id,name,country,lat,lon,timezone\n\
        de-a,*Al*,DE,50,10,Europe/Berlin\nde-b,[Beta](x),DE,50,11.3,Europe/Berlin\n";
    let segments = "from,to,length_km,gauge_mm,max_speed_kmh\nde-a,de-b,100,1435,100\n";
    sandbox.write("net/stations.csv", stations);
    sandbox.write("net/segments.csv", segments);
    let run = |line: &str| {
        let common = "--network net --train generic-passenger";
        let words: Vec<&str> = line.split(' ').chain(common.split(' ')).collect();
        sandbox.run(&words)
    };
    let twice = "the clock in Europe/Berlin showed 2026-10-25T02:40:00 twice: it was put back then; \
        write 2026-10-25T02:40+02:00 or 2026-10-25T02:40+01:00";
    for line in [
        "locate de-a de-b --departed 2026-10-25T01:50 --arrived de-b=2026-10-25T02:40",
        "locate de-a de-b --departed 2026-10-25T02:40 --at 2026-10-25T03:30",
        "locate de-a de-b --departed 2026-10-25T01:50 --at 2026-10-25T02:40",
        "route de-a de-b --depart 2026-10-25T02:40",
    ] {
        let refusal = run(line).refused(2);
        assert!(refusal.contains(twice), "{line}: {refusal}");
    }
    let possible =
        "locate de-a de-b --departed 2026-10-25T01:50 --arrived de-b=2026-10-25T02:40+01:00";
    assert_eq!(run(possible).code, 0);
    // What a file calls its stations is text in headings, too.
    let heading = run("route de-a de-b --format md").fine();
    assert!(
        heading.starts_with("# \\*Al\\* to \\[Beta\\](x)\n"),
        "{heading}"
    );
}

/// The departure follows from the arrival: what leaves then arrives at the time that was asked, by the clock at the end.
#[test]
fn a_journey_is_planned_backwards_from_its_arrival() {
    let wanted = "2019-04-24T18:00+10:00";
    let back = call("route Pyongyang Vladivostok --arrive 2019-04-24T18:00 --format json").json();
    let legs = back["routes"][0]["legs"].as_array().expect("legs");
    assert_eq!(legs[legs.len() - 1]["arrive_local"], wanted);
    let departure = back["departure_local"].as_str().expect("a departure");
    assert!(departure.ends_with("+09:00"), "{departure}");
    let forth = call(&format!(
        "route Pyongyang Vladivostok --depart {departure} --format json"
    ));
    let forth = forth.json();
    let legs = forth["routes"][0]["legs"].as_array().expect("legs");
    assert_eq!(legs[legs.len() - 1]["arrive_local"], wanted);
    let note = back["remarks"].to_string();
    assert!(note.contains("on 9 journeys in 10, leave"), "{note}");
    let both = "route Pyongyang Vladivostok --arrive 2019-04-24T18:00 --depart 2019-04-23T08:00";
    assert_eq!(call(both).code, 2);
}

/// The journeys of an answer come by their time: the first is the fastest.
#[test]
fn the_first_journey_is_the_fastest() {
    let line = "route Moscow Vladivostok --train generic-freight --transit CN --alternatives 3";
    let routes = call(&format!("{line} --format json")).json()["routes"].clone();
    let routes = routes.as_array().expect("routes");
    let hours = routes.iter().map(|route| &route["duration_h"]["likely"]);
    let hours: Vec<f64> = hours.map(|hours| hours.as_f64().expect("hours")).collect();
    assert!(hours.len() > 1 && hours.is_sorted(), "{hours:?}");
}

/// Reported journeys between the same ends are told, the latest first.
#[test]
fn reported_journeys_stand_beside_the_computed_one() {
    let answer = call("route Hanoi Saigon --format json").json();
    let reported = answer["reported"].as_array().expect("a list");
    assert!(!reported.is_empty());
    let days: Vec<&str> = reported
        .iter()
        .filter_map(|one| one["day"].as_str())
        .collect();
    assert!(days.windows(2).all(|two| two[0] >= two[1]), "{days:?}");
    let text = call("route Hanoi Saigon -q").fine();
    assert!(text.contains("\nreported: 35 h 15 min, Sep 2023"), "{text}");
}

/// The calendar ends with the year 9999, and a time zone's clock a day before: what lies beyond is said, and never wraps round.
#[test]
fn times_outside_of_the_calendar_are_refused() {
    for line in [
        "route Pyongyang Vladivostok --depart 9999-12-31T22:00",
        "locate Pyongyang Vladivostok --departed 9999-12-31T22:00 --at 9999-12-31T23:00",
        "route Pyongyang Vladivostok --depart 9999-12-30T22:00+00:00",
        "route Pyongyang Vladivostok --depart=-9999-01-01T00:00",
        "route Pyongyang Vladivostok --depart 10000-01-01T00:00",
    ] {
        let refusal = call(line).refused(2);
        assert!(
            refusal.contains("calendar") || refusal.contains("is not a date and time"),
            "{line}: {refusal}"
        );
    }
    // It leaves inside of the calendar and would arrive outside.
    let late = call("route Pyongyang Vladivostok --depart 9999-12-29T20:00 --format json");
    let told = format!("{}{}", late.out, late.err);
    assert!(
        !told.contains("1970") && !told.contains("+10000") && !told.contains("panicked"),
        "{told}"
    );
    assert!(late.code == 0 || told.contains("calendar"), "{told}");
}

/// Report of a user: a zone in brackets was dropped without a word. Two in the morning in Moscow is eight in Pyongyang.
#[test]
fn a_zone_in_brackets_is_honoured_or_refused() {
    let (departs, _) = ends("Pyongyang Vladivostok --depart 2019-04-24T02:00[Europe/Moscow]");
    assert_eq!(departs, "2019-04-24T08:00+09:00");
    for time in [
        "2019-04-24T02:00+09:00[Europe/Moscow]",
        "2019-04-24T02:00[Europe/Atlantis]",
        "2019-04-24T02:00+15:00",
        "2026-10-25T02:30[Europe/Berlin]",
    ] {
        let refusal = call(&format!("route Pyongyang Vladivostok --depart {time}")).refused(2);
        assert!(refusal.contains(time), "{time}: {refusal}");
    }
}
