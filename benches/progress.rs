//! How long it takes to say where a train is, and how far it can have come, on the bundled network.

use std::collections::BTreeSet;

use divan::Bencher;
use slowtrain::journey::{self, Fix, FixKind, Progress, Question, reach};
use slowtrain::network::{self, Network};
use slowtrain::routing::{Avoid, Objective, Query, Restrictions, Route};
use slowtrain::train::Train;
use slowtrain::units::RunTime;

/// Samples as `locate` has them.
const SAMPLES: usize = 4_000;

/// Train and ends: the running example, and the longest way there is.
const JOURNEYS: [(&str, &str, &str); 2] = [
    ("leader-special", "kp-pyongyang", "ru-vladivostok"),
    ("rossiya", "ru-moscow-yaroslavsky", "ru-vladivostok"),
];

fn main() {
    divan::main();
}

fn bundled() -> Network {
    let checked = network::bundled().expect("the bundled data has no errors");
    checked.into_network()
}

fn train(id: &str) -> Train {
    let file = format!("trains/{id}.toml");
    Train::parse(network::bundled_file(&file).expect("bundled"), &file).expect("a sound file")
}

fn query(network: &Network, train: &Train, ends: (&str, &str)) -> Query {
    let station = |id| network.station_by_id(id).expect("bundled");
    Query {
        from: station(ends.0),
        to: station(ends.1),
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

fn route(network: &Network, train: &Train, ends: (&str, &str)) -> Route {
    let question = Question {
        query: query(network, train, ends),
        alternatives: 0,
        stops: Vec::new(),
        departure: None,
        explain: false,
    };
    let mut plan = journey::plan(network, train, &question).expect("a way");
    plan.journeys.remove(0).route
}

/// Samples of a train that was not seen.
#[divan::bench(args = JOURNEYS)]
fn unseen(bencher: Bencher, (id, from, to): (&str, &str, &str)) {
    let (network, train) = (bundled(), train(id));
    let route = route(&network, &train, (from, to));
    let progress = Progress::new(&network, &train, &[], &route).expect("it runs");
    bencher.bench_local(|| progress.sample(&[], SAMPLES));
}

/// Samples of a train that was seen at every fifth of its way when it was likely there.
#[divan::bench(args = JOURNEYS)]
fn seen(bencher: Bencher, (id, from, to): (&str, &str, &str)) {
    let (network, train) = (bundled(), train(id));
    let route = route(&network, &train, (from, to));
    let progress = Progress::new(&network, &train, &[], &route).expect("it runs");
    let stations: Vec<_> = progress.stations().collect();
    let fixes: Vec<Fix> = (1..5)
        .map(|fifth| stations[stations.len() * fifth / 5].1)
        .map(|at| Fix {
            at,
            time: progress.likely_at(at),
            precision: RunTime::from_min(5.0),
            kind: FixKind::Arriving,
        })
        .collect();
    bencher.bench_local(|| progress.sample(&fixes, SAMPLES).expect("it can be"));
}

/// All stations within so many hours of Pyongyang.
#[divan::bench(args = [6, 20])]
fn reached_from_pyongyang(bencher: Bencher, hours: u32) {
    let (network, train) = (bundled(), train("leader-special"));
    let query = query(&network, &train, ("kp-pyongyang", "kp-pyongyang"));
    let limit = RunTime::from_h(f64::from(hours));
    bencher.bench_local(|| {
        reach(
            &network,
            &train,
            query.from,
            (&query.restrictions, &[]),
            limit,
        )
    });
}
