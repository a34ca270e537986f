//! Three answers that have to agree on random networks: the planner's, petgraph's, and that of brute force.

use slowtrain::network::Network;
use slowtrain::routing::{self, Cost, NoRoute, Objective, Query, Route};

use super::oracle::{Oracle, Run, plain_km, runs_of};
use super::random::{Dice, Mix, sketch, stock};
use super::sketch::{Sketch, Stock, query, station};

/// How much dearer than twice the best the dearest way may be that is compared: more than a reversal or two, in
/// milliseconds; in the search for the shortest 9 km, in millimetres.
const DEARER: u64 = 9_000_000;

/// A question to both planners.
struct Both {
    seed: u64,
    sketch: Sketch,
    stock: Stock,
    ends: (String, String),
    via: Vec<String>,
    objective: Objective,
}

impl Both {
    fn new(seed: u64, mix: Mix, vias: usize) -> Option<Both> {
        let mut dice = Dice::new(seed);
        let sketch = sketch(&mut dice, mix);
        let stock = stock(&mut dice, mix);
        let stations = sketch.stations();
        let name = |dice: &mut Dice| stations[dice.below(stations.len())].clone();
        let ends = (name(&mut dice), name(&mut dice));
        let via = (0..vias).map(|_| name(&mut dice)).collect();
        let objective = dice.pick(&[Objective::Fastest, Objective::Fastest, Objective::Shortest]);
        let both = Both {
            seed,
            sketch,
            stock,
            ends,
            via,
            objective,
        };
        (both.ends.0 != both.ends.1).then_some(both)
    }

    fn query(&self, network: &Network) -> Query {
        let ends = (self.ends.0.as_str(), self.ends.1.as_str());
        let mut query = query(network, &self.stock, ends);
        query.via = self.via.iter().map(|via| station(network, via)).collect();
        query.restrictions.objective = self.objective;
        query
    }

    fn oracle(&self) -> Oracle<'_> {
        let ends = (self.ends.0.as_str(), self.ends.1.as_str());
        Oracle::new(
            (&self.sketch, &self.stock),
            self.objective,
            ends,
            &self.via,
            "2020-06-01",
        )
    }

    /// All ways up to a good deal dearer than the best, within the countries that the planner has to stay in, and
    /// what they may cost.
    fn all(&self) -> (Vec<(u64, Vec<Run>)>, u64) {
        for oracle in [self.oracle().at_home(), self.oracle()] {
            let Some(best) = oracle.best() else {
                continue;
            };
            // The cheapest that petgraph finds may run rails twice, and then a proper one may cost any more.
            let limit = match oracle.all(best * 2 + DEARER).is_empty() {
                false => best * 2 + DEARER,
                true => oracle
                    .all(u64::MAX / 2)
                    .first()
                    .map_or(0, |(cost, _)| *cost),
            };
            let routes = oracle.all(limit);
            if !routes.is_empty() {
                return (routes, limit);
            }
        }
        (Vec::new(), 0)
    }
}

fn ms(cost: Cost) -> u64 {
    let whole = match cost.time().s() * 1_000.0 {
        ms if (ms - ms.round()).abs() < 1e-3 => ms.round(),
        ms => panic!("{ms} is not whole"),
    };
    whole as u64
}

fn first(network: &Network, query: &Query) -> Result<Route, NoRoute> {
    routing::find(network, query).map(|mut routes| routes.next().expect("found"))
}

/// Plain rails: every pair of stations has the kilometres that petgraph finds on the bare map.
#[test]
fn plain_networks_agree_with_petgraph_on_the_bare_map() {
    for seed in 0..60 {
        let mut dice = Dice::new(seed);
        let size = 4 + dice.below(30);
        let sketch = sketch(&mut dice, Mix::plain(size, size + size / 2));
        let network = sketch.network();
        let from = sketch.stations()[0].clone();
        let known = plain_km(&sketch, &from);
        for to in sketch.stations().iter().filter(|to| **to != from) {
            let found = first(&network, &query(&network, &Stock::standard(), (&from, to)));
            let km = found
                .as_ref()
                .ok()
                .map(|route| route.length().km().round() as u64);
            assert_eq!(km, known.get(to).copied(), "seed {seed}: {from} to {to}");
            if let Ok(route) = found {
                assert_eq!(ms(route.bound()), known[to] * super::sketch::MS_PER_KM);
            } else {
                let error = found.expect_err("no way");
                assert!(
                    !error.is_connected && error.blockers.is_empty(),
                    "seed {seed}"
                );
            }
        }
    }
}

/// Everything at once: gauges, engines, turns, borders, freight lines, days, no country but those of the ends.
#[test]
fn the_best_way_is_that_of_petgraph_over_states() {
    let mut routes = 0;
    for seed in 1_000..1_300 {
        let Some(both) = Both::new(seed, Mix::full(14, 24), 0) else {
            continue;
        };
        let network = both.sketch.network();
        let expected = both
            .oracle()
            .at_home()
            .best()
            .or_else(|| both.oracle().best());
        let found = first(&network, &both.query(&network)).ok();
        let bound = found.as_ref().map(|route| ms(route.bound()));
        assert_eq!(bound, expected, "seed {seed}: {:?}", both.ends);
        routes += usize::from(bound.is_some());
    }
    assert!(routes > 100, "only {routes} questions had an answer");
}

fn agree_with_brute_force(both: &Both) -> usize {
    let seed = both.seed;
    let network = both.sketch.network();
    let query = both.query(&network);
    let (all, limit) = both.all();
    if all.is_empty() {
        assert!(first(&network, &query).is_err(), "seed {seed}");
        return 0;
    }
    let candidates = routing::find(&network, &query).unwrap_or_else(|_| panic!("seed {seed}"));
    let mut found = Vec::new();
    let mut last = Cost::ZERO;
    for route in candidates.take_while(|route| ms(route.bound()) <= limit) {
        assert!(route.bound() >= last, "seed {seed}: out of order");
        last = route.bound();
        found.push((ms(route.bound()), runs_of(&network, &route)));
    }
    found.sort();
    assert_eq!(
        found.len(),
        all.len(),
        "seed {seed}: {:?} by {:?}",
        both.ends,
        both.via
    );
    assert_eq!(found, all, "seed {seed}: {:?} by {:?}", both.ends, both.via);
    all.len()
}

#[test]
fn all_ways_come_in_order_on_plain_networks() {
    let count: usize = (2_000..2_100)
        .filter_map(|seed| Both::new(seed, Mix::plain(6, 8), 0))
        .map(|both| agree_with_brute_force(&both))
        .sum();
    assert!(count > 500, "only {count} ways");
}

#[test]
fn all_ways_come_in_order_with_all_rules() {
    let count: usize = (3_000..3_200)
        .filter_map(|seed| Both::new(seed, Mix::full(5, 9), 0))
        .map(|both| agree_with_brute_force(&both))
        .sum();
    assert!(count > 500, "only {count} ways");
}

#[test]
fn all_ways_come_in_order_by_vias() {
    let count: usize = (4_000..4_150)
        .filter_map(|seed| Both::new(seed, Mix::full(5, 6), 1 + (seed % 2) as usize))
        .map(|both| agree_with_brute_force(&both))
        .sum();
    assert!(count > 200, "only {count} ways");
}
