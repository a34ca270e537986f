//! The estimate of a journey over 9,288 km, with sampling: over a way that is known, and with the search for it.

use std::collections::BTreeSet;
use std::hint::black_box;

use divan::Bencher;
use slowtrain::journey::{self, Question};
use slowtrain::network::{self, Network};
use slowtrain::routing::{Avoid, Objective, Query, Restrictions};
use slowtrain::train::Train;

fn main() {
    divan::main();
}

/// Moscow to Vladivostok by Yaroslavl and Buy: 9,288 km by the posts.
fn question(network: &Network, train: &Train) -> Question {
    let station = |id: &str| network.station_by_id(id).expect("bundled");
    let query = Query {
        from: station("ru-moscow-yaroslavsky"),
        to: station("ru-vladivostok"),
        via: vec![station("ru-yaroslavl-glavny"), station("ru-buy")],
        restrictions: Restrictions {
            avoid: Avoid::default(),
            transit: BTreeSet::new(),
            day: network.package().as_of.expect("bundled"),
            objective: Objective::Fastest,
            demands: journey::demands(network, train),
        },
    };
    Question::new(query)
}

fn rossiya() -> Train {
    let file = "trains/rossiya.toml";
    Train::parse(network::bundled_file(file).expect("bundled"), file).expect("sound")
}

#[divan::bench]
fn estimate_over_a_known_way(bencher: Bencher) {
    let checked = network::bundled().expect("sound");
    let (network, train) = (checked.network(), rossiya());
    let plan = journey::plan(network, &train, &question(network, &train)).expect("a way");
    let route = plan.journeys[0].route.clone();
    assert_eq!(route.length().km().round(), 9_288.0);
    bencher.bench_local(|| journey::along(network, &train, black_box(route.clone())));
}

#[divan::bench]
fn way_and_estimate(bencher: Bencher) {
    let checked = network::bundled().expect("sound");
    let (network, train) = (checked.network(), rossiya());
    let question = question(network, &train);
    bencher.bench_local(|| journey::plan(network, &train, black_box(&question)));
}
