//! How far a train can have come, against the plan of each journey.

use std::collections::{BTreeMap, BTreeSet};

use slowtrain::journey::{self, Question, Reached, reach};
use slowtrain::network::{self, Country, Network, StationIdx};
use slowtrain::routing::{Avoid, Objective, Query, Restrictions};
use slowtrain::train::{ConsistChange, Train};
use slowtrain::units::{Estimate, RunTime};

fn train(id: &str) -> Train {
    let file = format!("trains/{id}.toml");
    let text = network::bundled_file(&file).expect("a bundled train");
    Train::parse(text, &file).expect("a sound file")
}

fn query(network: &Network, train: &Train, from: &str) -> Query {
    let from = network.station_by_id(from).expect("it is there");
    Query {
        from,
        to: from,
        via: Vec::new(),
        restrictions: Restrictions {
            avoid: Avoid::default(),
            transit: BTreeSet::new(),
            day: network.package().as_of.expect("a day"),
            objective: Objective::Fastest,
            demands: journey::demands(network, train),
        },
    }
}

/// The question of the journey to a station, through any country.
fn question(network: &Network, query: &Query, to: StationIdx) -> Question {
    let countries: BTreeSet<Country> = network
        .stations()
        .iter()
        .map(|station| station.country)
        .collect();
    let mut query = Query {
        to,
        ..query.clone()
    };
    query.restrictions.transit = countries;
    Question::new(query)
}

/// How far two estimates of 1,000 samples may lie apart: the 10 % point of each has a standard error of at most 0.021 of the
/// width (see the tests of progress), the difference 0.03; three of that, and two minutes for a stop and a start.
fn slack(range: &Estimate<RunTime>) -> RunTime {
    (range.high() - range.low()) * 0.09 + RunTime::from_min(2.0)
}

/// From Khasan, where the route divides at Baranovsky, every station of the network: those that a plan finds within the
/// time are those that are reached, over ways of the same length in the same time. A stop adds a minute or so to what
/// a passing train takes; the samples differ by a hundredth; `route` may time a rival way that is a little better.
#[test]
fn stations_are_reached_as_a_plan_reaches_them() {
    let checked = network::bundled().expect("no errors");
    let (network, train) = (checked.network(), train("leader-special"));
    let query = query(network, &train, "ru-khasan");
    let limit = RunTime::from_h(4.0);
    let found = reach(
        network,
        &train,
        query.from,
        (&query.restrictions, &[]),
        limit,
    );
    let reached: BTreeMap<StationIdx, &Reached> = found
        .stations
        .iter()
        .map(|reached| (reached.station, reached))
        .collect();
    assert_eq!(reached.len(), found.stations.len(), "each station once");
    let near = |station: &StationIdx| {
        let position = |station| network.station(station).position;
        position(*station).geodesic(position(query.from)).km() < 700.0
    };
    let mut planned = 0;
    let stations = network.station_indices().zip(0..);
    for (station, number) in stations.filter(|(own, _)| near(own) && *own != query.from) {
        let known = reached.get(&station);
        // All that are reached, and an eighth of the others.
        if known.is_none() && number % 8 != 0 {
            continue;
        }
        let plan = journey::plan(network, &train, &question(network, &query, station));
        let journey = plan.ok().map(|plan| plan.journeys[0].clone());
        let within = journey
            .as_ref()
            .filter(|journey| journey.technical_minimum <= limit);
        let name = &network.station(station).id;
        // A technical minimum that ends in a stop is a minute longer at most than one that runs through: 140 km/h at 0.3 m/s2 take 65 s.
        let is_near_limit =
            |technical_minimum: RunTime| (technical_minimum - limit).abs() < RunTime::from_min(1.5);
        if journey
            .as_ref()
            .is_some_and(|journey| is_near_limit(journey.technical_minimum))
        {
            continue;
        }
        assert_eq!(within.is_some(), known.is_some(), "{name}");
        let (Some(journey), Some(known)) = (within, known) else {
            continue;
        };
        planned += 1;
        assert_eq!(journey.route.length(), known.distance, "{name}");
        assert!(
            (journey.technical_minimum - known.technical_minimum).abs() < RunTime::from_min(1.5),
            "{name}"
        );
        let slack = slack(&journey.duration);
        let points: [fn(&Estimate<RunTime>) -> RunTime; 3] =
            [Estimate::low, Estimate::likely, Estimate::high];
        for point in points {
            let (plan, tree) = (point(&journey.duration), point(&known.time));
            assert!(
                (plan - tree).abs() < slack,
                "{name}: {:.2} h, {:.2} h",
                plan.h(),
                tree.h()
            );
        }
    }
    assert!(planned > 40, "{planned}");
}

/// Over a long time, a sample of stations, borders and changes of gauge on the route.
#[test]
fn far_stations_are_reached_as_a_plan_reaches_them() {
    let checked = network::bundled().expect("no errors");
    let (network, train) = (checked.network(), train("leader-special"));
    let query = query(network, &train, "kp-pyongyang");
    let found = reach(
        network,
        &train,
        query.from,
        (&query.restrictions, &[]),
        RunTime::from_h(20.0),
    );
    let mut rivals = 0;
    let sample: Vec<&Reached> = found.stations.iter().step_by(37).collect();
    for known in &sample {
        let plan = journey::plan(network, &train, &question(network, &query, known.station));
        let journey = plan.expect("a way").journeys.remove(0);
        let name = &network.station(known.station).id;
        if journey.route.length() != known.distance {
            rivals += 1;
            continue;
        }
        let slack = slack(&journey.duration);
        let points: [fn(&Estimate<RunTime>) -> RunTime; 3] =
            [Estimate::low, Estimate::likely, Estimate::high];
        for point in points {
            let (plan, tree) = (point(&journey.duration), point(&known.time));
            assert!(
                (plan - tree).abs() < slack,
                "{name}: {:.2} h, {:.2} h",
                plan.h(),
                tree.h()
            );
        }
    }
    assert!(rivals * 10 <= sample.len(), "{rivals} of {}", sample.len());
}

#[test]
fn stations_come_by_time_and_more_time_reaches_more() {
    let checked = network::bundled().expect("no errors");
    let (network, train) = (checked.network(), train("rossiya"));
    let query = query(network, &train, "ru-chita-2");
    let within = |hours: f64| {
        reach(
            network,
            &train,
            query.from,
            (&query.restrictions, &[]),
            RunTime::from_h(hours),
        )
        .stations
    };
    let (few, many) = (within(6.0), within(12.0));
    assert!(few.len() > 10 && many.len() > few.len());
    for stations in [&few, &many] {
        assert!(
            stations
                .windows(2)
                .all(|pair| pair[0].time.likely() <= pair[1].time.likely())
        );
        assert!(
            stations
                .iter()
                .all(|station| station.technical_minimum < station.time.low())
        );
    }
    let known: BTreeSet<StationIdx> = many.iter().map(|station| station.station).collect();
    assert!(few.iter().all(|station| known.contains(&station.station)));
    // The station before is reached, too, and nearer.
    for station in many.iter().filter(|station| station.before != query.from) {
        let before = many.iter().find(|other| other.station == station.before);
        assert!(before.is_some_and(|before| before.distance < station.distance));
    }
}

/// A train too heavy for the Manpo line comes as far as it can, and the place where it stalls is told.
#[test]
fn a_train_too_weak_comes_as_far_as_it_can() {
    let checked = network::bundled().expect("no errors");
    let network = checked.network();
    let train = train("heavy-freight").changed(&ConsistChange {
        cars: Some(150),
        ..ConsistChange::default()
    });
    let query = query(network, &train, "kp-sunchon");
    let found = reach(
        network,
        &train,
        query.from,
        (&query.restrictions, &[]),
        RunTime::from_h(24.0),
    );
    assert!(!found.stalls.is_empty());
    assert!(found.stations.len() > 20, "{}", found.stations.len());
    let manpo = network.station_by_id("kp-manpo").expect("it is there");
    assert!(
        found
            .stations
            .iter()
            .all(|station| station.station != manpo)
    );
}

#[test]
fn the_same_question_has_the_same_answer() {
    let checked = network::bundled().expect("no errors");
    let (network, train) = (checked.network(), train("leader-special"));
    let query = query(network, &train, "kp-pyongyang");
    let found = || {
        reach(
            network,
            &train,
            query.from,
            (&query.restrictions, &[]),
            RunTime::from_h(8.0),
        )
    };
    assert_eq!(found(), found());
}
