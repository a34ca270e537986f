//! Limits and gradients along segments, and one-way segments, as trains run over them.
//!
//! Expected times are lengths over speeds, worked out by hand; the network is a straight line of three stations.

use std::borrow::Cow;
use std::collections::BTreeSet;

use proptest::prelude::*;
use slowtrain::journey::{self, Journey, PlanError, Question};
use slowtrain::network::{self, Network, RawNetwork};
use slowtrain::routing::{Avoid, Constraint, Objective, Query, Restrictions};
use slowtrain::train::Train;
use slowtrain::units::{Length, RunTime, Speed};

/// Alpha, Beta 45 km and Gamma 90 km to the north.
const STATIONS: &str = "id,name,country,lat,lon\n\
    de-alpha,Alpha,DE,50.0,10.0\n\
    de-beta,Beta,DE,50.4,10.0\n\
    de-gamma,Gamma,DE,50.8,10.0\n";

/// One segment from end to end, of which Beta is no part.
const WHOLE: &str =
    "from,to,length_km,gauge_mm,length_quality\nde-alpha,de-gamma,90,1435,sourced\n";

fn read(files: &[(&str, &str)]) -> Network {
    let raw = RawNetwork::read("mine", |file| {
        let given = files.iter().find(|(name, _)| *name == file);
        let text = match (given, file) {
            (Some((_, text)), _) => Some(*text),
            (None, "stations.csv") => Some(STATIONS),
            _ => None,
        };
        Ok(text.map(|text| Cow::Owned(text.as_bytes().to_owned())))
    });
    let checked = Network::new(raw.expect("memory can be read"));
    checked
        .unwrap_or_else(|findings| panic!("{findings}"))
        .into_network()
}

fn train() -> Train {
    let file = "trains/generic-passenger.toml";
    let text = network::bundled_file(file).expect("bundled");
    Train::parse(text, file).expect("sound")
}

fn plan(network: &Network, from: &str, to: &str) -> Result<Journey, PlanError> {
    let train = train();
    let station = |id| network.station_by_id(id).expect("there");
    let query = Query {
        from: station(from),
        to: station(to),
        via: Vec::new(),
        restrictions: Restrictions {
            avoid: Avoid::default(),
            transit: BTreeSet::new(),
            day: "2026-11-01".parse().expect("a day"),
            objective: Objective::Fastest,
            demands: journey::demands(network, &train),
        },
    };
    let plan = journey::plan(network, &train, &Question::new(query));
    plan.map(|mut plan| plan.journeys.remove(0))
}

fn journey(network: &Network, from: &str, to: &str) -> Journey {
    plan(network, from, to).expect("there is a route")
}

fn with_limits(rows: &str) -> Network {
    let limits = format!("segment,direction,from_km,to_km,value\n{rows}");
    read(&[("segments.csv", WHOLE), ("limits.csv", &limits)])
}

/// The time over a length at a speed.
fn time(km: f64, kmh: f64) -> RunTime {
    RunTime::from_h(km / kmh)
}

#[test]
fn each_direction_has_its_own_limits() {
    let network =
        with_limits("de-alpha/de-gamma,forward,0,90,40\nde-alpha/de-gamma,backward,0,90,120\n");
    let there = journey(&network, "de-alpha", "de-gamma");
    let back = journey(&network, "de-gamma", "de-alpha");
    // 135 and 45 minutes, and four to start and to stop at most.
    for (journey, least) in [(there, time(90.0, 40.0)), (back, time(90.0, 120.0))] {
        let over = journey.technical_minimum - least;
        assert!(
            over > RunTime::ZERO && over < RunTime::from_min(4.0),
            "{:?} over {least:?}",
            journey.technical_minimum
        );
    }
}

#[test]
fn a_train_gains_no_time_on_a_limit_that_it_cannot_reach() {
    // Half at 160, half at 30: 90 min for the slow half, and what the train sustains on the other.
    let network = with_limits("de-alpha/de-gamma,,0,45,160\nde-alpha/de-gamma,,45,90,30\n");
    let uneven = journey(&network, "de-alpha", "de-gamma");
    let even = with_limits("de-alpha/de-gamma,,0,90,160\n");
    let even = journey(&even, "de-alpha", "de-gamma");
    let half = even.duration.likely() / 2.0;
    let least = time(45.0, 30.0) + half;
    let most = least * 1.15 + RunTime::from_min(10.0);
    let likely = uneven.duration.likely();
    assert!(
        likely > least && likely < most,
        "{likely:?} for {least:?} to {most:?}"
    );
    assert!(uneven.technical_minimum > time(45.0, 30.0) + time(45.0, 160.0));
}

#[test]
fn limits_keep_their_decimals() {
    // 5 mph is 8.04672 km/h: 11 h 11 min 4.8 s over 90 km.
    let network = with_limits("de-alpha/de-gamma,,0,90,8.04672\n");
    let minimum = journey(&network, "de-alpha", "de-gamma").technical_minimum;
    let exact = time(90.0, 8.046_72);
    assert!(
        minimum > exact && minimum < exact + RunTime::from_s(20.0),
        "{minimum:?} for {exact:?}"
    );
}

#[test]
fn where_limits_are_silent_that_of_the_segment_counts() {
    let segments = WHOLE.replace(",sourced\n", ",sourced,50\n");
    let segments = segments.replace("length_quality\n", "length_quality,max_speed_kmh\n");
    let limits = "segment,from_km,to_km,value\nde-alpha/de-gamma,30,60,100\n";
    let network = read(&[("segments.csv", &segments), ("limits.csv", limits)]);
    let journey = journey(&network, "de-alpha", "de-gamma");
    let of = |run: &journey::LimitRun| {
        let line = run.line.map(Speed::kmh).map(f64::round);
        (run.start.km(), run.end.km(), line)
    };
    let limits: Vec<_> = journey.limits.iter().map(of).collect();
    assert_eq!(
        limits,
        [
            (0.0, 30.0, Some(50.0)),
            (30.0, 60.0, Some(100.0)),
            (60.0, 90.0, Some(50.0))
        ]
    );
    assert_eq!(journey.technical_minimum_by_cap, Length::ZERO);
}

#[test]
fn a_climb_costs_time_one_way_only() {
    let gradients = "segment,direction,from_km,to_km,value\nde-alpha/de-gamma,,0,90,12\n";
    let limits = "segment,from_km,to_km,value\nde-alpha/de-gamma,0,90,120\n";
    let files = [("segments.csv", WHOLE), ("limits.csv", limits)];
    let level = read(&files);
    let steep = read(&[files[0], files[1], ("gradients.csv", gradients)]);
    let run = |network: &Network, from, to| journey(network, from, to).duration.likely();
    let up = run(&steep, "de-alpha", "de-gamma");
    let down = run(&steep, "de-gamma", "de-alpha");
    let flat = run(&level, "de-alpha", "de-gamma");
    assert!(
        up >= flat && down <= flat + RunTime::from_min(1.0),
        "{up:?} {flat:?} {down:?}"
    );
}

#[test]
fn a_oneway_segment_has_no_route_back_and_the_answer_says_so() {
    let segments = "from,to,length_km,gauge_mm,oneway\n\
        de-alpha,de-beta,45,1435,yes\n\
        de-beta,de-gamma,45,1435,no\n";
    let network = read(&[("segments.csv", segments)]);
    assert_eq!(
        journey(&network, "de-alpha", "de-gamma").route.length(),
        Length::from_km(90.0)
    );
    let refused = plan(&network, "de-gamma", "de-alpha").expect_err("against the direction");
    let PlanError::NoRoute(no_route) = refused else {
        panic!("{refused}")
    };
    let constraints: Vec<_> = no_route.blockers.iter().map(|b| b.constraint).collect();
    assert_eq!(constraints, [Constraint::Direction]);
}

#[test]
fn each_way_has_its_own_track_where_both_are_oneway() {
    let segments = "from,to,length_km,gauge_mm,oneway\n\
        de-alpha,de-gamma,90,1435,yes\n\
        de-gamma,de-alpha,95,1435,yes\n";
    let network = read(&[("segments.csv", segments)]);
    let km = |from, to| journey(&network, from, to).route.length().km().round();
    assert_eq!(km("de-alpha", "de-gamma"), 90.0);
    assert_eq!(km("de-gamma", "de-alpha"), 95.0);
}

/// Rows of a table along a line of 90 km, one for each direction and stretch: stretches in metres with their values.
fn rows(stretches: &[(u32, i32)], direction: &str, cut_m: Option<u32>) -> String {
    let mut rows = String::new();
    let mut from = 0;
    let mut push = |from: u32, to: u32, value: i32| {
        let (segment, origin) = match cut_m {
            None => ("de-alpha/de-gamma", 0),
            Some(cut) if to <= cut => ("de-alpha/de-beta", 0),
            Some(cut) => ("de-beta/de-gamma", cut),
        };
        let km = |metres: u32| f64::from(metres - origin) / 1_000.0;
        rows += &format!("{segment},{direction},{},{},{value}\n", km(from), km(to));
    };
    for (index, (length, value)) in stretches.iter().enumerate() {
        let to = if index + 1 == stretches.len() {
            90_000
        } else {
            from + length
        };
        match cut_m {
            Some(cut) if from < cut && cut < to => {
                push(from, cut, *value);
                push(cut, to, *value);
            }
            _ => push(from, to, *value),
        }
        from = to;
    }
    rows
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    /// Wherever a station cuts a segment in two, every time and the speed curve stay the same.
    #[test]
    fn splitting_a_segment_at_a_station_changes_nothing(
        limits in prop::collection::vec((1_000_u32..12_000, 20_i32..200), 1..7),
        back in prop::collection::vec((1_000_u32..12_000, 20_i32..200), 1..7),
        gradients in prop::collection::vec((1_000_u32..12_000, -12_i32..12), 1..7),
        cut_m in 3_000_u32..87_000,
    ) {
        let tables = |cut| {
            let head = "segment,direction,from_km,to_km,value\n";
            let forward = rows(&limits, "forward", cut);
            let backward = rows(&back, "backward", cut);
            let gradients = rows(&gradients, "", cut);
            (format!("{head}{forward}{backward}"), format!("{head}{gradients}"))
        };
        let network = |segments: &str, cut| {
            let (limits, gradients) = tables(cut);
            read(&[("segments.csv", segments), ("limits.csv", &limits), ("gradients.csv", &gradients)])
        };
        let whole = network(WHOLE, None);
        let (first, second) = (f64::from(cut_m) / 1_000.0, f64::from(90_000 - cut_m) / 1_000.0);
        let split = format!(
            "from,to,length_km,gauge_mm,length_quality\n\
            de-alpha,de-beta,{first},1435,sourced\nde-beta,de-gamma,{second},1435,sourced\n"
        );
        let split = network(&split, Some(cut_m));
        for (from, to) in [("de-alpha", "de-gamma"), ("de-gamma", "de-alpha")] {
            let (one, two) = (journey(&whole, from, to), journey(&split, from, to));
            let close = |a: RunTime, b: RunTime| (a - b).abs() < RunTime::from_s(1e-4);
            prop_assert!(close(one.technical_minimum, two.technical_minimum));
            for at in [slowtrain::units::Estimate::low, slowtrain::units::Estimate::likely, slowtrain::units::Estimate::high] {
                prop_assert!(close(at(&one.duration), at(&two.duration)), "{:?} {:?}", one.duration, two.duration);
            }
            prop_assert_eq!(one.limits.len(), two.limits.len());
        }
    }
}

/// A maximum gradient says how steep a line is and not how high: a halt in its middle makes no second climb.
#[test]
fn a_halt_makes_no_second_climb() {
    let header = "from,to,length_km,gauge_mm,length_quality,max_gradient_permille\n";
    let whole = format!("{header}de-alpha,de-gamma,90,1435,sourced,74\n");
    let halves = format!(
        "{header}de-alpha,de-beta,45,1435,sourced,74\nde-beta,de-gamma,45,1435,sourced,74\n"
    );
    let [whole, halves] = [whole, halves].map(|table| {
        let network = read(&[("segments.csv", &table)]);
        journey(&network, "de-alpha", "de-gamma")
    });
    assert!(whole.ledger.gradients > RunTime::ZERO, "{:?}", whole.ledger);
    let off = whole.ledger.gradients - halves.ledger.gradients;
    assert!(off.abs() < RunTime::from_s(1.0), "{off:?}");
    let off = whole.duration.likely() - halves.duration.likely();
    assert!(off.abs() < RunTime::from_min(1.0), "{off:?}");
}
