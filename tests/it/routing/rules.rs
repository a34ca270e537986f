//! Rule by rule, on networks of a few lines.

use slowtrain::network::{Country, Network};
use slowtrain::routing::{self, Objective, OperationKind, Query, Route};

use super::sketch::{Sketch, Stock, names, query, station};

fn best(network: &Network, query: &Query) -> Option<Route> {
    routing::find(network, query)
        .ok()
        .and_then(|mut routes| routes.next())
}

fn route(sketch: &Sketch, ends: (&str, &str), via: &[&str]) -> String {
    let network = sketch.network();
    let mut query = query(&network, &Stock::standard(), ends);
    query.via = via.iter().map(|name| station(&network, name)).collect();
    best(&network, &query).map_or_else(|| String::from("none"), |route| names(&network, &route))
}

#[test]
fn a_via_is_passed_in_order() {
    let square = Sketch::new(&["a b 10", "b d 10", "a c 12", "c d 12", "b c 5"]);
    assert_eq!(route(&square, ("a", "d"), &[]), "a b d");
    assert_eq!(route(&square, ("a", "d"), &["c"]), "a c d");
    assert_eq!(route(&square, ("a", "d"), &["c", "b"]), "a c b d");
    assert_eq!(route(&square, ("a", "d"), &["b", "c"]), "a b c d");
    assert_eq!(
        route(&square, ("a", "d"), &["a", "d"]),
        "a b d",
        "the ends are passed anyway"
    );
}

/// From the end of a branch the train comes back the way it came: it arrives at `b` from `x` and goes on from there.
#[test]
fn a_via_at_the_end_of_a_branch_is_out_and_back() {
    let branch = Sketch::new(&["a b 10", "b c 10", "b x 5"]);
    assert_eq!(route(&branch, ("a", "c"), &["x"]), "a b x b c");
    assert_eq!(route(&branch, ("x", "a"), &["c"]), "x b c b a");
}

/// The direction of arrival counts: from `v` the train may go on to `d` only, so coming from `d` it must go round.
#[test]
fn a_train_goes_on_from_a_via_as_it_came() {
    let rails = ["a v 10", "v d 10", "d a 50", "v e 10", "e d 10"];
    let sketch = Sketch::new(&rails).turn("v a e none").turn("v a a none");
    assert_eq!(route(&sketch, ("a", "e"), &["v"]), "a v d e");
    let sketch = Sketch::new(&rails)
        .turn("v d d none")
        .turn("v d e none")
        .turn("v d a none");
    assert_eq!(route(&sketch, ("d", "a"), &["v"]), "d e v a");
}

/// A way that would run the same rails twice in one direction is none, and the search for it ends.
#[test]
fn a_via_that_needs_rails_twice_has_no_way() {
    let mut rails: Vec<String> = vec![
        String::from("gate outside 5"),
        String::from("outside end 5"),
    ];
    // Enough squares before the gate for more ways than anybody could look at.
    for n in 0..20 {
        rails.push(format!("s{n} s{} 10", n + 1));
        rails.push(format!("s{n} t{n} 6"));
        rails.push(format!("t{n} s{} 6", n + 1));
    }
    rails.push(String::from("s20 gate 5"));
    let rails: Vec<&str> = rails.iter().map(String::as_str).collect();
    let network = Sketch::new(&rails).network();
    let mut query = query(&network, &Stock::standard(), ("s0", "end"));
    query.via = vec![station(&network, "outside"), station(&network, "s0")];
    let no_route = routing::find(&network, &query)
        .err()
        .expect("the gate would be passed twice");
    assert!(no_route.runs_twice && no_route.is_connected && no_route.blockers.is_empty());
}

#[test]
fn a_via_that_cannot_be_reached_has_no_way() {
    let network = Sketch::new(&["a b 10", "x y 10"]).network();
    let mut query = query(&network, &Stock::standard(), ("a", "b"));
    query.via = vec![station(&network, "x")];
    let no_route = routing::find(&network, &query).err().expect("an component");
    assert!(!no_route.is_connected && !no_route.runs_twice && no_route.blockers.is_empty());
}

/// A reversal of 15 minutes is worth 14 km at a kilometre a minute and not 16; the shortest route does not mind it.
#[test]
fn a_reversal_costs_its_minutes() {
    for (detour, expected) in [(24, "a x b"), (26, "a j b")] {
        let round = format!("x b {detour}");
        let sketch = Sketch::new(&["a j 10", "j b 10", "a x 10", &round]).turn("j a b reversal 15");
        assert_eq!(route(&sketch, ("a", "b"), &[]), expected);
        let network = sketch.network();
        let mut query = query(&network, &Stock::standard(), ("a", "b"));
        query.restrictions.objective = Objective::Shortest;
        let shortest = best(&network, &query).expect("a way");
        assert_eq!(names(&network, &shortest), "a j b");
    }
}

/// At `j` the arm to `b` leaves at 144 degrees from straight on; the arm to `c` at 90. All three places are sourced.
#[test]
fn a_sharp_turn_at_a_junction_is_an_inferred_reversal() {
    let sketch = Sketch::new(&["a j 10", "j b 10", "j c 10"])
        .place("a", 0.0, 0.0)
        .place("j", 0.0, 0.1)
        .place("b", 0.06, 0.02)
        .place("c", 0.1, 0.1);
    let operations = |sketch: &Sketch, to: &str| {
        let network = sketch.network();
        let route = best(&network, &query(&network, &Stock::standard(), ("a", to)));
        route
            .expect("a way")
            .operations()
            .map(|operation| operation.kind)
            .collect::<Vec<_>>()
    };
    assert_eq!(operations(&sketch, "b"), [OperationKind::InferredReversal]);
    assert_eq!(operations(&sketch, "c"), []);
    let listed = sketch.clone().turn("j a b through");
    assert_eq!(operations(&listed, "b"), [], "the data knows better");
    let mut unsourced = sketch.clone();
    unsourced.places.retain(|(id, _, _)| id != "kp-b");
    assert_eq!(operations(&unsourced, "b"), [], "one place is unverified");
    let mut hairpin = sketch;
    hairpin.rails.pop();
    hairpin.rails.push(hairpin.rails[0].clone());
    hairpin.rails[2].line = String::from("the same two stations by another line");
    assert_eq!(operations(&hairpin, "b"), [], "a curve and no junction");
}

#[test]
fn gauges_change_only_where_the_data_says() {
    let rails = ["a b 10", "b ru-c 5 1435;1520", "ru-c ru-d 10 1520"];
    let stock = Stock {
        gauges: vec![1435, 1520],
        ..Stock::standard()
    };
    let route = |sketch: &Sketch| {
        let network = sketch.network();
        let route = best(&network, &query(&network, &stock, ("a", "ru-d")))?;
        let changes = route
            .operations()
            .filter_map(|operation| match operation.kind {
                OperationKind::GaugeChange { .. } => {
                    Some(network.station(operation.at).id.to_string())
                }
                _ => None,
            });
        Some(changes.collect::<Vec<_>>().join(" "))
    };
    assert_eq!(route(&Sketch::new(&rails)), None);
    let at_b = Sketch::new(&rails).border("b ru-c b 60 1435;1520");
    assert_eq!(route(&at_b).as_deref(), Some("kp-b"));
    let at_c = Sketch::new(&rails).border("b ru-c ru-c 60 1520;1435");
    assert_eq!(route(&at_c).as_deref(), Some("ru-c"));
    let other = Sketch::new(&rails).border("b ru-c b 60 1000;1520");
    assert_eq!(route(&other), None);
}

#[test]
fn works_at_the_ends_cost_nothing() {
    let network = Sketch::new(&["a b 10", "b ru-c 5", "ru-c ru-d 10"])
        .border("b ru-c b 30")
        .border("b ru-c ru-c 40")
        .network();
    let minutes = |ends| {
        let route = best(&network, &query(&network, &Stock::standard(), ends)).expect("a way");
        route.bound().time().minutes().round()
    };
    assert_eq!(minutes(("b", "ru-c")), 5.0);
    assert_eq!(minutes(("a", "ru-c")), 15.0 + 30.0);
    assert_eq!(minutes(("a", "ru-d")), 25.0 + 30.0 + 40.0);
}

/// Another country is passed only where there is no route without, or when asked; a better way through it is told.
#[test]
fn other_countries_are_passed_only_where_they_must() {
    let rails = [
        "a ru-x 5", "ru-x b 5", "a m 20", "m b 20", "b ru-y 5", "ru-y c 5",
    ];
    let network = Sketch::new(&rails).network();
    let russia = Country::parse("RU").expect("a country");
    let mut query = query(&network, &Stock::standard(), ("a", "b"));
    let mut routes = routing::find(&network, &query).expect("a way");
    let abroad = routes
        .shorter_abroad
        .clone()
        .expect("ten kilometres instead of forty");
    assert_eq!(abroad.countries, [russia]);
    assert_eq!(abroad.bound.time().minutes(), 10.0);
    assert!(routes.abroad.is_empty());
    assert_eq!(names(&network, &routes.next().expect("a way")), "a m b");

    query.restrictions.transit.insert(russia);
    let mut routes = routing::find(&network, &query).expect("a way");
    assert_eq!(routes.shorter_abroad, None);
    assert_eq!(names(&network, &routes.next().expect("a way")), "a ru-x b");

    query.restrictions.transit.clear();
    query.to = station(&network, "c");
    let mut routes = routing::find(&network, &query).expect("a way");
    assert_eq!(routes.abroad.iter().copied().collect::<Vec<_>>(), [russia]);
    assert_eq!(
        names(&network, &routes.next().expect("a way")),
        "a ru-x b ru-y c"
    );
}

#[test]
fn lines_stations_and_countries_are_avoided() {
    let rails = [
        "a b 10 on:Main",
        "b d 10 on:Main",
        "a c 20 on:Other",
        "c d 20 on:Other",
        "a ru-e 30",
        "ru-e d 30",
    ];
    let network = Sketch::new(&rails).network();
    let mut query = query(&network, &Stock::standard(), ("a", "d"));
    query.restrictions.transit.extend(Country::parse("RU"));
    let mut length = 0.0;
    let mut expect = |query: &Query, names_expected: &str| {
        let route = best(&network, query).expect("a way");
        assert_eq!(names(&network, &route), names_expected);
        assert!(route.length().km() > length, "avoiding is never shorter");
        length = route.length().km();
    };
    expect(&query, "a b d");
    query
        .restrictions
        .avoid
        .stations
        .insert(station(&network, "b"));
    expect(&query, "a c d");
    query.restrictions.avoid.lines.extend(
        network
            .line_indices()
            .filter(|line| network.line(*line) == "Other"),
    );
    expect(&query, "a ru-e d");
    query
        .restrictions
        .avoid
        .countries
        .extend(Country::parse("RU"));
    assert!(best(&network, &query).is_none());
}

#[test]
fn freight_lines_and_branches_are_for_trains_that_belong_there() {
    let rails = [
        "a f 10 freight",
        "f b 10 freight",
        "a r 14 branch",
        "r b 14 branch",
        "a m 27",
        "m b 27",
    ];
    let network = Sketch::new(&rails).network();
    let mut query = query(&network, &Stock::standard(), ("a", "b"));
    let express = best(&network, &query).expect("a way");
    assert_eq!(
        names(&network, &express),
        "a m b",
        "54 against 2 x 28 and 3 x 20"
    );
    assert_eq!(express.penalty().time().minutes(), 0.0);
    query.restrictions.demands.uses_freight_lines = true;
    assert_eq!(
        names(&network, &best(&network, &query).expect("a way")),
        "a f b"
    );
    query.restrictions.demands.uses_freight_lines = false;
    query
        .restrictions
        .avoid
        .stations
        .insert(station(&network, "m"));
    let by_branch = best(&network, &query).expect("a way");
    assert_eq!(names(&network, &by_branch), "a r b");
    assert_eq!(
        by_branch.penalty().time().minutes(),
        28.0,
        "a preference, not a time"
    );
}

#[test]
fn only_open_lines_are_run() {
    let rails = [
        "a n 5 from:2021-01-01",
        "n b 5",
        "a o 6 until:2019-01-01",
        "o b 6",
        "a m 20",
        "m b 20",
    ];
    let network = Sketch::new(&rails).network();
    let mut query = query(&network, &Stock::standard(), ("a", "b"));
    for (day, expected) in [
        ("2018-12-31", "a o b"),
        ("2019-01-01", "a m b"),
        ("2020-12-31", "a m b"),
        ("2021-01-01", "a n b"),
    ] {
        query.restrictions.day = day.parse().expect("a day");
        assert_eq!(
            names(&network, &best(&network, &query).expect("a way")),
            expected,
            "{day}"
        );
    }
}
