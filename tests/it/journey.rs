//! Journeys on the shipped data, end to end: ways, stops, borders, clocks, and how the estimate hangs together.

use std::collections::BTreeSet;

use slowtrain::journey::clock::Departure;
use slowtrain::journey::{self, Cause, Journey, Plan, PlanError, Question};
use slowtrain::network::{self, StationIdx, ValidatedNetwork};
use slowtrain::routing::{Avoid, Objective, OperationKind, Query, Restrictions};
use slowtrain::train::{ConsistChange, Coverage, Train};
use slowtrain::units::{Length, RunTime};

fn network() -> ValidatedNetwork {
    network::bundled().expect("the bundled network has no errors")
}

fn train(id: &str) -> Train {
    let file = format!("trains/{id}.toml");
    Train::parse(
        network::bundled_file(&file).expect("a bundled train"),
        &file,
    )
    .expect("a sound file")
}

fn station(checked: &ValidatedNetwork, id: &str) -> StationIdx {
    checked
        .network()
        .station_by_id(id)
        .unwrap_or_else(|| panic!("no station {id}"))
}

fn question(checked: &ValidatedNetwork, train: &Train, from: &str, to: &str) -> Question {
    let query = Query {
        from: station(checked, from),
        to: station(checked, to),
        via: Vec::new(),
        restrictions: Restrictions {
            avoid: Avoid::default(),
            transit: BTreeSet::new(),
            day: checked.network().package().as_of.expect("a day"),
            objective: Objective::Fastest,
            demands: journey::demands(checked.network(), train),
        },
    };
    Question::new(query)
}

fn plan(checked: &ValidatedNetwork, train: &Train, question: &Question) -> Plan {
    journey::plan(checked.network(), train, question).expect("a way")
}

fn journey_of(checked: &ValidatedNetwork, train: &Train, from: &str, to: &str) -> Journey {
    plan(checked, train, &question(checked, train, from, to))
        .journeys
        .remove(0)
}

fn close(a: RunTime, b: RunTime) -> bool {
    (a - b).abs() < RunTime::from_s(1e-3)
}

#[test]
fn the_running_example_runs_by_kalli_tumangang_and_ussuriysk() {
    let (checked, train) = (network(), train("leader-special"));
    let journey = journey_of(&checked, &train, "kp-pyongyang", "ru-vladivostok");
    // 854.0 + 5.0 + 372: Kalli way, bridge, and the route the trains of 2019 ran.
    assert_eq!(journey.route.length().km().round(), 1_231.0);
    let passed: Vec<StationIdx> = journey.route.stations().collect();
    for id in [
        "kp-kalli",
        "kp-tumangang",
        "ru-khasan",
        "ru-baranovsky",
        "ru-ussuriysk",
    ] {
        assert!(passed.contains(&station(&checked, id)), "{id}");
    }
    let causes: Vec<Cause> = journey
        .dwells
        .iter()
        .flat_map(|dwell| dwell.activities.iter().map(|activity| activity.cause))
        .collect();
    assert!(causes.iter().any(|cause| cause.is_reversal()), "{causes:?}");
    assert!(
        causes
            .iter()
            .any(|cause| matches!(cause, Cause::Operation(OperationKind::GaugeChange { .. }))),
        "{causes:?}"
    );
}

/// The legs meet end to end, their times add up to the whole, and the ledger sums to the likely duration.
#[test]
fn legs_stands_and_ledger_add_up() {
    let checked = network();
    for (id, from, to) in [
        ("leader-special", "kp-pyongyang", "ru-vladivostok"),
        ("rossiya", "ru-moscow-yaroslavsky", "ru-vladivostok"),
        ("the-ghan", "au-adelaide", "au-darwin"),
    ] {
        let journey = journey_of(&checked, &train(id), from, to);
        let legs = &journey.legs;
        assert!(
            legs.windows(2)
                .all(|pair| pair[0].to == pair[1].from && pair[0].end == pair[1].start)
        );
        assert_eq!(legs[0].start, Length::ZERO);
        assert_eq!(legs[legs.len() - 1].end, journey.route.length());
        let whole = &journey.duration;
        assert!(
            close(legs[legs.len() - 1].arrives.likely(), whole.likely()),
            "{id}"
        );
        assert!(
            journey.technical_minimum < whole.low()
                && whole.low() < whole.likely()
                && whole.likely() < whole.high()
        );
        let ledger = &journey.ledger;
        let sum = ledger.cruising
            + ledger.accelerating_braking
            + ledger.gradients
            + ledger.allowance
            + ledger.train_meets
            + ledger.stops
            + ledger.borders
            + ledger.reversals;
        assert!(close(sum, whole.likely()), "{id}: {sum:?}");
        let standing: RunTime = journey.dwells.iter().map(|dwell| dwell.likely()).sum();
        assert!(
            close(standing, ledger.stops + ledger.borders + ledger.reversals),
            "{id}"
        );
    }
}

/// Stations are passed in order of place and time, and the last one is reached when the journey ends.
#[test]
fn timing_points_rise() {
    let (checked, train) = (network(), train("leader-special"));
    let journey = journey_of(&checked, &train, "kp-pyongyang", "cn-beijing");
    assert_eq!(journey.timing_points.len(), journey.route.steps().len() + 1);
    for pair in journey.timing_points.windows(2) {
        assert!(pair[0].at < pair[1].at);
        assert!(pair[0].arrives.likely() <= pair[0].departs.likely());
        assert!(pair[0].departs.likely() < pair[1].arrives.likely());
        assert!(pair[0].departs.high() <= pair[1].arrives.high());
    }
    let last = journey.timing_points.last().expect("stations");
    assert!(close(last.arrives.likely(), journey.duration.likely()));
}

/// What is done at the two ends is no part of a journey: from Khasan it begins when the train leaves Khasan.
#[test]
fn works_at_the_ends_do_not_count() {
    let (checked, train) = (network(), train("leader-special"));
    let across = journey_of(&checked, &train, "kp-tumangang", "ru-khasan");
    assert!(across.dwells.is_empty(), "{:?}", across.dwells);
    assert!(
        across.duration.likely() < RunTime::from_min(20.0),
        "5 km: {:?}",
        across.duration
    );
}

#[test]
fn a_stop_asked_for_takes_its_time() {
    let (checked, train) = (network(), train("leader-special"));
    let mut question = question(&checked, &train, "ru-khasan", "ru-ussuriysk");
    let without = plan(&checked, &train, &question).journeys.remove(0);
    question.stops = vec![(station(&checked, "ru-baranovsky"), RunTime::from_min(90.0))];
    let with = plan(&checked, &train, &question).journeys.remove(0);
    let added = with.duration.likely() - without.duration.likely();
    // Ninety minutes and a start and a stop: braking and accelerating at 70 km/h cost between one and four minutes.
    // The medians of two estimates with other samples differ by a minute or two besides.
    assert!((88.0..97.0).contains(&added.minutes()), "{added:?}");
    assert_eq!(
        with.legs.len(),
        without.legs.len(),
        "a leg ended at Baranovsky before, too"
    );
}

/// Pyongyang at UTC+09:00, Vladivostok at +10:00 in 2019: the clock at the end shows an hour more than has passed.
#[test]
fn clocks_follow_the_zones_of_the_day() {
    let (checked, train) = (network(), train("leader-special"));
    let mut question = question(&checked, &train, "kp-pyongyang", "ru-vladivostok");
    question.departure = Some(Departure::parse("2019-04-24T02:00").expect("a time"));
    let plan = plan(&checked, &train, &question);
    let departure = plan.departure.clone().expect("Pyongyang has a zone");
    assert_eq!(departure.strftime("%:z").to_string(), "+09:00");
    let arrival = journey::clock::later(
        &departure,
        plan.journeys[0].duration.likely(),
        "Asia/Vladivostok",
    )
    .expect("a clock");
    let on_the_wall = arrival.datetime().duration_since(departure.datetime());
    let passed = plan.journeys[0].duration.likely() + RunTime::from_h(1.0);
    assert!((on_the_wall.as_secs_f64() - passed.s()).abs() <= 1.0);
}

#[test]
fn the_same_question_has_the_same_answer() {
    let (checked, train) = (network(), train("leader-special"));
    let one = journey_of(&checked, &train, "kp-pyongyang", "cn-beijing");
    let two = journey_of(&checked, &train, "kp-pyongyang", "cn-beijing");
    assert_eq!(one.samples, two.samples);
    assert_eq!(one.legs, two.legs);
}

/// Through trips repeat within less, in proportion, than their legs: independent scatter averages out.
/// Ranges stretched by a factor: in each sample the logarithm of the whole lies so many times as far from its median, the
/// median stays where it is, and nothing is faster than the technical minimum. The sum of skewed stops and a gauge change
/// that is made or not is no logarithm, so that both hold within some per cent.
#[test]
fn stretched_samples_lie_farther_from_their_median() {
    let checked = network();
    for (id, from, to) in [
        ("cn-k-train", "cn-beijing", "cn-harbin"),
        ("leader-special", "kp-pyongyang", "ru-vladivostok"),
        ("rossiya", "ru-moscow-yaroslavsky", "ru-omsk"),
    ] {
        let of = |factor: f64| {
            let mut train = train(id);
            train.coverage = Coverage {
                leg: factor,
                through: factor,
            };
            journey_of(&checked, &train, from, to)
        };
        let plain = of(1.0);
        let middle = plain.duration.likely();
        for factor in [0.8, 1.3] {
            let stretched = of(factor);
            let median = stretched.duration.likely();
            let moved = median.ratio(middle).expect("above zero").ln();
            assert!(moved.abs() < 0.01, "{id} by {factor}: {moved}");
            let (mut both, mut own) = (0.0, 0.0);
            for (before, after) in plain.samples.iter().zip(&stretched.samples) {
                let far = |time: RunTime, from| time.ratio(from).expect("above zero").ln();
                let (before, after) = (far(*before, middle), far(*after, median));
                both += before * after;
                own += before * before;
                assert!(
                    (after - before * factor).abs() < 0.04,
                    "{id}: {before} {after}"
                );
            }
            assert!(
                (both / own / factor - 1.0).abs() < 0.05,
                "{id}: {}",
                both / own
            );
            let fastest = stretched.samples.iter().min().expect("some");
            assert!(*fastest >= stretched.technical_minimum, "{id}");
        }
    }
}

/// What is done at Tumangang, as the answer has it: on one journey in three another rake waits, and the gauge change takes
/// nothing; on the others it takes three to four hours.
#[test]
fn a_waiting_rake_spares_the_gauge_change() {
    let checked = network();
    let journey = journey_of(
        &checked,
        &train("leader-special"),
        "kp-pyongyang",
        "ru-vladivostok",
    );
    let activities = journey.dwells.iter().flat_map(|dwell| &dwell.activities);
    let change = activities
        .into_iter()
        .find(|activity| activity.cause.is_gauge_change());
    let change = change.expect("the gauge breaks there");
    assert_eq!(change.time.low(), RunTime::ZERO);
    let (likely, high) = (change.time.likely().h(), change.time.high().h());
    // Two thirds of three and a half hours, and the hour of the slow ones.
    assert!((likely - 2.0 / 3.0 * 3.5).abs() < 0.25, "{likely}");
    assert!((3.6..4.1).contains(&high), "{high}");
    assert!(
        change.basis.contains("another rake waits"),
        "{}",
        change.basis
    );
    let mut always = train("leader-special");
    always.waiting_rakes.clear();
    let longer = journey_of(&checked, &always, "kp-pyongyang", "ru-vladivostok");
    let apart = longer.duration.likely() - journey.duration.likely();
    assert!((0.5..2.0).contains(&apart.h()), "{apart:?}");
}

#[test]
fn long_journeys_are_surer_than_short_ones() {
    let (checked, train) = (network(), train("cn-k-train"));
    let width = |from: &str, to: &str| {
        let duration = journey_of(&checked, &train, from, to).duration;
        (duration.high() - duration.low())
            .ratio(duration.likely())
            .expect("it takes time")
    };
    let (long, short) = (
        width("cn-beijing", "cn-shanghai"),
        width("cn-beijing", "cn-tianjin"),
    );
    assert!(long < short, "{long} {short}");
}

/// 4,000 t on the 24.5 per mille of the Manpo line: the engine names the place and the missing force.
#[test]
fn a_train_too_weak_is_told_where_it_stalls() {
    let checked = network();
    let train = train("heavy-freight").changed(&ConsistChange {
        cars: Some(150),
        ..ConsistChange::default()
    });
    let question = question(&checked, &train, "kp-sunchon", "kp-manpo");
    let error =
        journey::plan(checked.network(), &train, &question).expect_err("12,000 t do not climb");
    assert!(matches!(error, PlanError::Stall { .. }), "{error:?}");
}

#[test]
fn fuel_and_current_are_known_where_every_efficiency_is() {
    let checked = network();
    let file = "trains/leader-special.toml";
    let text = network::bundled_file(file).expect("a bundled train");
    // Diesel locomotives as those with a resistance of their own, M62, or TEP70; the electric ones are EP1 and EP2K.
    let with = |names: &[&str]| {
        let mut text = text.replace("efficiency", "");
        for name in names {
            let head = format!("name = \"{name}\"\n");
            assert!(text.contains(&head), "{name}");
            text = text.replace(&head, &format!("{head}efficiency = 0.25\n"));
        }
        let text = text.replace(
            "basis = { count",
            "basis = { efficiency = \"assumption: a test\", count",
        );
        let train = Train::parse(&text, file).expect("a sound file");
        journey_of(&checked, &train, "ru-khasan", "ru-vladivostok")
    };
    let none = with(&[]);
    assert_eq!((none.fuel, none.current), (None, None));
    let diesel = with(&["TEP70"]);
    assert!(diesel.fuel.is_some() && diesel.current.is_none());
    let all = with(&["TEP70", "EP1"]);
    let taken = all.fuel.expect("known") + all.current.expect("known");
    let wheel = all.energy.expect("a mass");
    assert!(
        (taken.kwh() / wheel.kwh() - 4.0).abs() < 1e-9,
        "{taken:?} {wheel:?}"
    );
}
