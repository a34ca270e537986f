//! What holds for every network: order means nothing, back is as far as there, more rails do no harm.

use slowtrain::network::Network;
use slowtrain::routing::{self, Query, Route};

use super::oracle::runs_of;
use super::random::{Dice, Mix, sketch, stock};
use super::sketch::{Sketch, Stock, query};

fn best(network: &Network, query: &Query) -> Option<Route> {
    routing::find(network, query)
        .ok()
        .and_then(|mut routes| routes.next())
}

/// The order of rows and the order of a row's two ends mean nothing.
#[test]
fn rows_in_another_order_give_the_same_ways() {
    for seed in 5_000..5_060 {
        let mut dice = Dice::new(seed);
        let mix = Mix::full(10, 20);
        let sketch = sketch(&mut dice, mix);
        let stock = stock(&mut dice, mix);
        let mut shuffled = sketch.clone();
        dice.shuffle(&mut shuffled.rails);
        dice.shuffle(&mut shuffled.turns);
        dice.shuffle(&mut shuffled.borders);
        for rails in &mut shuffled.rails {
            if dice.chance(50) {
                rails.ends.reverse();
            }
        }
        let stations = sketch.stations();
        let ends = (stations[0].as_str(), stations[stations.len() - 1].as_str());
        let routes = |sketch: &Sketch| -> Vec<_> {
            let network = sketch.network();
            let query = query(&network, &stock, ends);
            let found = routing::find(&network, &query)
                .into_iter()
                .flatten()
                .take(8);
            found
                .map(|route| (runs_of(&network, &route), route.bound()))
                .collect()
        };
        assert_eq!(routes(&sketch), routes(&shuffled), "seed {seed}");
    }
}

/// There and back take the same.
#[test]
fn ways_are_as_long_backwards() {
    let mut compared = 0;
    for seed in 6_000..6_150 {
        let mut dice = Dice::new(seed);
        let mix = Mix::full(9, 18);
        let sketch = sketch(&mut dice, mix);
        let stock = stock(&mut dice, mix);
        let network = sketch.network();
        let stations = sketch.stations();
        let bound = |from: usize, to: usize| {
            let ends = (stations[from].as_str(), stations[to].as_str());
            best(&network, &query(&network, &stock, ends)).map(|route| route.bound())
        };
        let (there, back) = (bound(0, stations.len() - 1), bound(stations.len() - 1, 0));
        assert_eq!(there, back, "seed {seed}");
        compared += usize::from(there.is_some());
    }
    assert!(compared > 50, "only {compared} had a way");
}

/// More rails never make a route dearer. (With sourced positions they may: they make a station a junction.)
#[test]
fn more_rails_do_no_harm() {
    let mix = Mix {
        gauges: false,
        turns: false,
        ..Mix::full(9, 18)
    };
    let mut compared = 0;
    for seed in 6_200..6_350 {
        let mut dice = Dice::new(seed);
        let richer = sketch(&mut dice, mix);
        let stock = stock(&mut dice, mix);
        let mut poorer = richer.clone();
        poorer.rails.pop();
        let stations = poorer.stations();
        let ends = (stations[0].as_str(), stations[stations.len() - 1].as_str());
        let bound = |sketch: &Sketch| {
            let network = sketch.network();
            best(&network, &query(&network, &stock, ends)).map(|route| route.bound())
        };
        if let Some(before) = bound(&poorer) {
            let after = bound(&richer).expect("the old way is still there");
            assert!(after <= before, "seed {seed}: {after:?} {before:?}");
            compared += 1;
        }
    }
    assert!(compared > 50, "only {compared} had a way");
}

/// On plain rails a stop on the route never makes it shorter.
#[test]
fn the_triangle_inequality_holds_on_plain_rails() {
    for seed in 7_000..7_020 {
        let mut dice = Dice::new(seed);
        let sketch = sketch(&mut dice, Mix::plain(8, 14));
        let network = sketch.network();
        let stations = sketch.stations();
        let bound = |from: &str, to: &str| match from == to {
            true => Some(0.0),
            false => best(&network, &query(&network, &Stock::standard(), (from, to)))
                .map(|route| route.bound().time().s()),
        };
        for a in &stations {
            for b in &stations {
                for c in &stations[..3] {
                    if let (Some(ab), Some(bc)) = (bound(a, b), bound(b, c)) {
                        let ac = bound(a, c).expect("by b at least");
                        assert!(ac <= ab + bc, "seed {seed}: {a} {b} {c}");
                    }
                }
            }
        }
    }
}
