//! No way: which constraint blocks it, what the route would be without it, and where the train is stopped.

use slowtrain::journey;
use slowtrain::network::{self, Country, Network};
use slowtrain::routing::{self, Constraint, NoRoute, Query};
use slowtrain::train::Train;

use super::sketch::{Sketch, Stock, query, station};

fn no_route(network: &Network, query: &Query) -> NoRoute {
    routing::find(network, query)
        .err()
        .expect("there is no way")
}

/// Constraint, whole kilometres without it, and the neighbours between which the train is stopped.
fn blockers(network: &Network, no_route: &NoRoute) -> Vec<(Constraint, f64, String)> {
    let place = |pair: Option<_>| match pair {
        Some((a, b)) => format!("{} {}", network.station(a).id, network.station(b).id),
        None => String::from("nowhere"),
    };
    let all = no_route.blockers.iter();
    all.map(|own| (own.constraint, own.length.km().round(), place(own.between)))
        .collect()
}

#[test]
fn each_constraint_is_found_alone() {
    let standard = Stock::standard();
    let electric = Stock {
        engines: vec![(None, "3kV-DC")],
        ..Stock::standard()
    };
    let cases: [(&str, &Stock, Constraint); 3] = [
        ("b c 20 1520", &standard, Constraint::Gauge),
        ("b c 20 none", &electric, Constraint::Traction),
        ("b c 20 from:2021-01-01", &standard, Constraint::Day),
    ];
    for (rails, stock, constraint) in cases {
        let network = Sketch::new(&["a b 10", rails, "c d 10"]).network();
        let found = no_route(&network, &query(&network, stock, ("a", "d")));
        let expected = [(constraint, 40.0, String::from("kp-b kp-c"))];
        assert_eq!(blockers(&network, &found), expected);
        assert!(found.is_connected && !found.runs_twice);
    }
    let network = Sketch::new(&["a b 10", "b c 20", "c d 10"]).network();
    let mut query = query(&network, &standard, ("a", "d"));
    query
        .restrictions
        .avoid
        .stations
        .insert(station(&network, "c"));
    let found = no_route(&network, &query);
    let expected = [(Constraint::Avoid, 40.0, String::from("kp-b kp-c"))];
    assert_eq!(blockers(&network, &found), expected);
}

/// A train for both gauges is stopped where they meet and nothing changes its bogies.
#[test]
fn a_break_of_gauge_without_a_change_of_bogies_is_where_it_stops() {
    let network = Sketch::new(&["a b 10", "b c 20 1435;1520", "c d 10 1520"]).network();
    let stock = Stock {
        gauges: vec![1435, 1520],
        ..Stock::standard()
    };
    let found = no_route(&network, &query(&network, &stock, ("a", "d")));
    let expected = [(Constraint::Gauge, 40.0, String::from("kp-c kp-d"))];
    assert_eq!(blockers(&network, &found), expected);
}

#[test]
fn two_constraints_at_once_are_none_alone() {
    let network = Sketch::new(&["a b 10 1520", "b c 20 from:2021-01-01"]).network();
    let found = no_route(&network, &query(&network, &Stock::standard(), ("a", "c")));
    assert!(found.blockers.is_empty() && found.is_connected && !found.runs_twice);
}

#[test]
fn components_are_not_connected() {
    let network = Sketch::new(&["a b 10", "c d 10"]).network();
    let found = no_route(&network, &query(&network, &Stock::standard(), ("a", "d")));
    assert!(found.blockers.is_empty() && !found.is_connected);
}

fn bundled() -> Network {
    network::bundled()
        .unwrap_or_else(|findings| panic!("{findings}"))
        .into_network()
}

fn question(network: &Network, train: &str, ends: (&str, &str)) -> Query {
    let file = format!("trains/{train}.toml");
    let text = network::bundled_file(&file).expect("bundled");
    let train = Train::parse(text, &file).expect("sound");
    let mut query = query(network, &Stock::standard(), ends);
    query.restrictions.demands = journey::demands(network, &train);
    query.restrictions.day = network.package().as_of.expect("a day");
    query
}

/// Standard gauge ends at Gia Lam: Dong Dang to Gia Lam has both gauges, Gia Lam to Hanoi 1000 mm only (Wikipedia in
/// Italian on Hanoi's railways, by the notes of the collected facts). The whole line is 162 km by the posts of
/// vi.wikipedia (Hanoi - Dong Dang).
#[test]
fn a_standard_gauge_train_gets_no_further_than_gia_lam() {
    let network = bundled();
    let found = no_route(
        &network,
        &question(&network, "cn-k-train", ("vn-dong-dang", "vn-ha-noi")),
    );
    let expected = [(
        Constraint::Gauge,
        162.0,
        String::from("vn-gia-lam vn-long-bien"),
    )];
    assert_eq!(blockers(&network, &found), expected);
    let as_far = question(&network, "cn-k-train", ("vn-dong-dang", "vn-gia-lam"));
    let route = routing::find(&network, &as_far)
        .expect("both gauges")
        .next()
        .expect("a way");
    assert_eq!(route.length().km().round(), 157.0);
}

#[test]
fn who_avoids_korea_does_not_leave_pyongyang() {
    let network = bundled();
    let mut query = question(
        &network,
        "leader-special",
        ("kp-pyongyang", "ru-vladivostok"),
    );
    query
        .restrictions
        .avoid
        .countries
        .extend(Country::parse("KP"));
    let found = no_route(&network, &query);
    let blockers = blockers(&network, &found);
    assert_eq!(blockers.len(), 1, "{blockers:?}");
    assert_eq!(blockers[0].0, Constraint::Avoid);
    assert!(blockers[0].2.starts_with("kp-pyongyang "), "{blockers:?}");
}

/// The Qinshen line, on which Tai'an lies, opened on 12 October 2003 (source d002 of the data).
#[test]
fn a_line_not_yet_open_blocks() {
    let network = bundled();
    let mut query = question(&network, "cn-k-train", ("cn-shanhaiguan", "cn-taian"));
    query.restrictions.day = "2003-10-11".parse().expect("a day");
    let found = no_route(&network, &query);
    let days: Vec<Constraint> = found.blockers.iter().map(|own| own.constraint).collect();
    assert_eq!(days, [Constraint::Day]);
    query.restrictions.day = "2003-10-12".parse().expect("a day");
    assert!(routing::find(&network, &query).is_ok());
}

/// The rails from Khasan to Rajin carry Russian gauge since 22 September 2013 (source d004 of the data): before, either
/// the gauge or the day would have had to be another.
#[test]
fn a_russian_train_waits_for_russian_gauge_in_korea() {
    let network = bundled();
    let mut query = question(&network, "rossiya", ("ru-khasan", "kp-rajin"));
    query.restrictions.day = "2013-09-21".parse().expect("a day");
    let found = no_route(&network, &query);
    let both: Vec<Constraint> = found.blockers.iter().map(|own| own.constraint).collect();
    assert_eq!(both, [Constraint::Gauge, Constraint::Day]);
}

#[test]
fn africa_is_an_island() {
    let network = bundled();
    let query = question(
        &network,
        "leader-special",
        ("kp-pyongyang", "tz-dar-es-salaam"),
    );
    let found = no_route(&network, &query);
    assert!(!found.is_connected && found.blockers.is_empty());
}
