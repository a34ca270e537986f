//! Alternatives: other corridors, not small changes of the best route.

use std::collections::BTreeSet;

use slowtrain::network::Network;
use slowtrain::routing::{self, Route};

use super::random::{Dice, Mix, sketch};
use super::sketch::{Sketch, Stock, names, query};

fn routes(network: &Network, ends: (&str, &str), count: usize) -> Vec<Route> {
    let query = query(network, &Stock::standard(), ends);
    let Ok(mut candidates) = routing::find(network, &query) else {
        return Vec::new();
    };
    let first = candidates.next().expect("found");
    let others = candidates.alternatives(&first, count);
    [vec![first], others].concat()
}

fn named(network: &Network, routes: &[Route]) -> Vec<String> {
    routes.iter().map(|route| names(network, route)).collect()
}

/// Five corridors of 20, 22, 25, 29 and 31 km: the last costs more than half as much again as the best.
#[test]
fn other_corridors_come_in_order_as_far_as_anybody_would_take_them() {
    let rails = [
        "a b 10", "b z 10", "a c 11", "c z 11", "a d 12", "d z 13", "a e 14", "e z 15", "a f 15",
        "f z 16",
    ];
    let network = Sketch::new(&rails).network();
    let found = named(&network, &routes(&network, ("a", "z"), 9));
    assert_eq!(found, ["a b z", "a c z", "a d z", "a e z"]);
    assert_eq!(
        named(&network, &routes(&network, ("a", "z"), 2)),
        found[..3]
    );
}

/// A ladder: two corridors with rungs. The other corridor comes before whatever changes over on the route.
#[test]
fn the_other_corridor_comes_before_mixtures() {
    let mut rails = vec![String::from("a n0 1"), String::from("a s0 2")];
    for field in 0..8 {
        rails.push(format!("n{field} n{} 10", field + 1));
        rails.push(format!("s{field} s{} 11", field + 1));
        rails.push(format!("n{field} s{field} 12"));
    }
    rails.extend([String::from("n8 z 1"), String::from("s8 z 2")]);
    let rails: Vec<&str> = rails.iter().map(String::as_str).collect();
    let network = Sketch::new(&rails).network();
    let found = named(&network, &routes(&network, ("a", "z"), 5));
    assert_eq!(found[0], "a n0 n1 n2 n3 n4 n5 n6 n7 n8 z");
    assert_eq!(found[1], "a s0 s1 s2 s3 s4 s5 s6 s7 s8 z", "{found:#?}");
}

/// A siding round every station of a line is a way of its own eight times over, and no alternative.
#[test]
fn small_changes_of_the_best_way_are_no_alternatives() {
    let mut rails = Vec::new();
    for field in 0..8 {
        rails.push(format!("n{field} n{} 10", field + 1));
        rails.push(format!("n{field} s{field} 6"));
        rails.push(format!("s{field} n{} 6", field + 1));
    }
    let rails: Vec<&str> = rails.iter().map(String::as_str).collect();
    let network = Sketch::new(&rails).network();
    let found = named(&network, &routes(&network, ("n0", "n8"), 5));
    assert_eq!(found, ["n0 n1 n2 n3 n4 n5 n6 n7 n8"]);
}

/// Whatever the network: another route, not above one and a half times the best, no rails twice, at most three quarters
/// shared with each route before it, never back over its own rails.
#[test]
fn alternatives_keep_their_promises() {
    let mut found = 0;
    for seed in 8_000..8_150 {
        let mut dice = Dice::new(seed);
        let sketch = sketch(&mut dice, Mix::plain(16, 30));
        let network = sketch.network();
        let stations = sketch.stations();
        let ends = (stations[0].as_str(), stations[stations.len() - 1].as_str());
        let routes = routes(&network, ends, 4);
        for (number, route) in routes.iter().enumerate().skip(1) {
            found += 1;
            assert!(route.bound() >= routes[number - 1].bound(), "seed {seed}");
            assert!(
                route.bound().time().s() <= 1.5 * routes[0].bound().time().s(),
                "seed {seed}"
            );
            let passed: Vec<_> = route.stations().collect();
            let distinct: BTreeSet<_> = passed.iter().collect();
            assert_eq!(
                passed.len(),
                distinct.len(),
                "seed {seed}: {}",
                names(&network, route)
            );
            for before in &routes[..number] {
                let shared = route.shared_length(before, &network).km();
                assert!(shared <= 0.75 * route.length().km() + 1e-9, "seed {seed}");
            }
        }
    }
    assert!(found > 50, "only {found} alternatives");
}
