//! Every answer adds up to the minute, in every format, and `locate` tells the times of `route`: tested on 200 routes.

use std::collections::BTreeSet;

use serde_json::Value;
use slowtrain::journey::{self, Question, Stream};
use slowtrain::network::{StationIdx, ValidatedNetwork};
use slowtrain::report::route::{Asked, summarise};
use slowtrain::report::summary::RouteSummary;
use slowtrain::report::{Summary, legs};
use slowtrain::reported::{Whereabouts, locate};
use slowtrain::routing::{Avoid, Objective, Query, Restrictions};
use slowtrain::train::Train;
use slowtrain::units::RunTime;

use crate::reported::shipped::{network, train};

/// Trains, the countries where their routes begin and end, and how many routes: 200 in all.
const TRAINS: [(&str, [&str; 2], usize); 9] = [
    ("leader-special", ["KP", "KP"], 30),
    ("leader-special", ["KP", "RU"], 30),
    ("leader-special", ["CN", "KP"], 20),
    ("cn-k-train", ["CN", "CN"], 50),
    ("rossiya", ["RU", "RU"], 40),
    ("vn-express", ["VN", "VN"], 10),
    ("the-ghan", ["AU", "AU"], 5),
    ("tazara-express", ["TZ", "ZM"], 10),
    ("ua-night-train", ["UA", "UA"], 5),
];

fn question(
    checked: &ValidatedNetwork,
    train: &Train,
    (from, to): (StationIdx, StationIdx),
) -> Question {
    let network = checked.network();
    let query = Query {
        from,
        to,
        via: Vec::new(),
        restrictions: Restrictions {
            avoid: Avoid::default(),
            transit: BTreeSet::new(),
            day: network.package().as_of.expect("a day"),
            objective: Objective::Fastest,
            demands: journey::demands(network, train),
        },
    };
    let mut question = Question::new(query);
    let departure = journey::clock::Departure::parse("2026-10-01T08:00");
    question.departure = Some(departure.expect("a clock"));
    question
}

/// A station of a country, at random.
fn station(checked: &ValidatedNetwork, country: &str, stream: &mut Stream) -> StationIdx {
    let network = checked.network();
    let stations: Vec<StationIdx> = network
        .station_indices()
        .filter(|station| network.station(*station).country.code() == country)
        .collect();
    stations[(stream.unit() * stations.len() as f64) as usize]
}

/// What each route of a train must hold.
fn routes(test: impl Fn(&str, &ValidatedNetwork, &Train, &Question, &RouteSummary)) {
    let checked = network();
    let mut stream = Stream::new(14);
    for (id, countries, wanted) in TRAINS {
        let train = train(id);
        let planner_question = |ends| question(&checked, &train, ends);
        let mut found = 0;
        for _ in 0..wanted * 4 {
            let ends = countries.map(|country| station(&checked, country, &mut stream));
            if found == wanted || ends[0] == ends[1] {
                continue;
            }
            let question = planner_question((ends[0], ends[1]));
            let Ok(plan) = journey::plan(checked.network(), &train, &question) else {
                continue;
            };
            found += 1;
            let network = checked.network();
            let summary = summarise(network, &train, &question, &plan, Asked::default());
            let name = |station| network.station(station).id.to_string();
            let label = format!("{id} {} {}", name(ends[0]), name(ends[1]));
            test(&label, &checked, &train, &question, &summary);
        }
        assert_eq!(found, wanted, "{id} {countries:?}");
    }
}

fn whole_minutes(time: RunTime) -> i64 {
    let minutes = time.minutes();
    assert!((minutes - minutes.round()).abs() < 1e-6, "{minutes}");
    minutes.round() as i64
}

/// Hours as JSON has them, in whole minutes.
fn minutes(hours: &Value) -> i64 {
    let minutes = hours.as_f64().expect("hours") * 60.0;
    assert!((minutes - minutes.round()).abs() < 0.01, "{minutes}");
    minutes.round() as i64
}

/// Minutes of `4:38`.
fn clock(text: &str) -> i64 {
    let (hours, minutes) = text.split_once(':').expect("hours and minutes");
    let number = |text: &str| text.parse::<i64>().expect("a number");
    number(hours) * 60 + number(minutes)
}

fn json_adds_up(label: &str, summary: &RouteSummary) {
    let answer = Summary::Route(summary.clone()).json();
    let route = &answer["routes"][0];
    let total = minutes(&route["duration_h"]["likely"]);
    let ledger = route["ledger_h"].as_object().expect("a ledger");
    let sum: i64 = ledger.values().map(minutes).sum();
    assert_eq!(sum, total, "{label}: ledger");
    let legs = route["legs"].as_array().expect("legs");
    let (inner, last) = legs.split_at(legs.len() - 1);
    let leg = |leg: &Value| minutes(&leg["duration_h"]["likely"]);
    let stop = |leg: &Value| leg["stop_min"].as_f64().expect("minutes") as i64;
    let sum: i64 = inner.iter().map(|one| leg(one) + stop(one)).sum();
    assert_eq!(sum + leg(&last[0]), total, "{label}: legs");
    let calls = route["calls"].as_array().expect("calls");
    let arrives = &calls[calls.len() - 1]["arrives_h"]["likely"];
    assert_eq!(minutes(arrives), total, "{label}: calls");
}

fn table_adds_up(label: &str, summary: &RouteSummary) {
    let route = &summary.routes[0];
    let table = legs::table(summary, route).to_csv();
    let mut rows = csv::Reader::from_reader(table.as_bytes());
    let headers = rows.headers().expect("a header").clone();
    let column = headers.iter().position(|name| name == "duration");
    let times = rows.records().map(|row| {
        let row = row.expect("a row");
        clock(&row[column.expect("durations")])
    });
    let mut times: Vec<i64> = times.collect();
    let stops: i64 = route.legs.iter().map(|leg| whole_minutes(leg.stop)).sum();
    let total = whole_minutes(route.duration.likely());
    // The last row is the whole.
    assert_eq!(times.pop(), Some(total), "{label}: total");
    assert_eq!(times.iter().sum::<i64>() + stops, total, "{label}: table");
}

fn summary_adds_up(label: &str, summary: &RouteSummary) {
    let route = &summary.routes[0];
    let total = whole_minutes(route.duration.likely());
    assert_eq!(
        whole_minutes(route.ledger.total()),
        total,
        "{label}: ledger"
    );
    let mut clock = 0;
    for leg in &route.legs {
        assert_eq!(whole_minutes(leg.departs), clock, "{label}: departure");
        clock += whole_minutes(leg.duration.likely());
        assert_eq!(whole_minutes(leg.arrives), clock, "{label}: arrival");
        clock += whole_minutes(leg.stop);
    }
    assert_eq!(clock, total, "{label}: legs");
    for call in &route.calls {
        let stand = call.departs.likely() - call.arrives.likely();
        assert_eq!(whole_minutes(stand), whole_minutes(call.dwell), "{label}");
    }
    let clocks = route.calls.windows(2);
    for pair in clocks {
        assert!(
            pair[0].departs.likely() <= pair[1].arrives.likely(),
            "{label}"
        );
    }
    let ends = route
        .calls
        .iter()
        .flat_map(|call| [call.arrives, call.departs]);
    for range in ends.chain(route.legs.iter().map(|leg| leg.duration)) {
        assert!(
            range.low() <= range.likely() && range.likely() <= range.high(),
            "{label}"
        );
    }
}

/// Where nothing was seen of a train, its times are those of `route`.
fn locate_agrees(
    label: &str,
    checked: &ValidatedNetwork,
    train: &Train,
    question: &Question,
    summary: &RouteSummary,
) {
    let asked = Whereabouts {
        question: question.clone(),
        sightings: Vec::new(),
        at: None,
        convoy: None,
    };
    let network = checked.network();
    let located = locate(network, train, &asked).expect("all starts have a zone");
    let (question, plan) = (&located.question, &located.plan);
    let again = summarise(network, train, question, plan, Asked::default());
    assert_eq!(again.routes[0].calls, summary.routes[0].calls, "{label}");
    assert_eq!(again.routes[0].legs, summary.routes[0].legs, "{label}");
    assert_eq!(again.routes[0].ledger, summary.routes[0].ledger, "{label}");
}

#[test]
fn every_answer_adds_up_to_the_minute() {
    let seen = std::cell::Cell::new(0);
    routes(|label, checked, train, question, summary| {
        summary_adds_up(label, summary);
        json_adds_up(label, summary);
        table_adds_up(label, summary);
        // It samples four times as much as `route`, so every eighth route must do.
        if seen.get() % 8 == 0 {
            locate_agrees(label, checked, train, question, summary);
        }
        seen.set(seen.get() + 1);
    });
    assert_eq!(seen.get(), 200);
}
