//! How long it takes to find ways: on the bundled network, and on one of 20,000 stations.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt::Write;

use divan::Bencher;
use jiff::civil::Date;
use slowtrain::journey;
use slowtrain::network::{self, Gauge, GaugeSet, Network, RawNetwork, StationIdx, TrainKind};
use slowtrain::routing::{self, Avoid, Demands, Objective, Query, Restrictions, Route};
use slowtrain::train::Train;
use slowtrain::units::{Estimate, Length, RunTime};

/// Stations along one side of the synthetic network and along the other.
const GRID: (usize, usize) = (100, 200);

/// Ends of ways on the bundled network: the running example, across China, and the longest way there is.
const PAIRS: [(&str, &str); 3] = [
    ("kp-pyongyang", "ru-vladivostok"),
    ("kp-pyongyang", "vn-dong-dang"),
    ("ru-moscow-yaroslavsky", "ru-vladivostok"),
];

fn main() {
    divan::main();
}

fn bundled() -> Network {
    let checked = network::bundled().expect("the bundled data has no errors");
    checked.into_network()
}

fn leader_special(network: &Network) -> Demands {
    let file = "trains/leader-special.toml";
    let text = network::bundled_file(file).expect("bundled");
    let train = Train::parse(text, file).expect("a sound file");
    journey::demands(network, &train)
}

fn query(ends: (StationIdx, StationIdx), demands: Demands) -> Query {
    Query {
        from: ends.0,
        to: ends.1,
        via: Vec::new(),
        restrictions: Restrictions {
            avoid: Avoid::default(),
            transit: BTreeSet::new(),
            day: Date::constant(2026, 1, 1),
            objective: Objective::Fastest,
            demands,
        },
    }
}

fn between(network: &Network, pair: (&str, &str)) -> Query {
    let station = |id| network.station_by_id(id).expect("bundled");
    query((station(pair.0), station(pair.1)), leader_special(network))
}

fn best(network: &Network, query: &Query) -> Route {
    let mut candidates = routing::find(network, query).expect("there is a way");
    candidates.next().expect("there is a way")
}

/// The states, the distances of all of them to the goal, and the best bound: all before a route is drawn.
#[divan::bench]
fn states_and_distances(bencher: Bencher) {
    let network = bundled();
    let query = between(&network, PAIRS[0]);
    bencher.bench_local(|| {
        routing::find(&network, &query)
            .map(|routes| routes.next_bound())
            .expect("there is a way")
    });
}

#[divan::bench(args = PAIRS)]
fn best_route(bencher: Bencher, pair: (&str, &str)) {
    let network = bundled();
    let query = between(&network, pair);
    bencher.bench_local(|| best(&network, &query));
}

#[divan::bench(args = PAIRS)]
fn five_alternatives(bencher: Bencher, pair: (&str, &str)) {
    let network = bundled();
    let query = between(&network, pair);
    bencher.bench_local(|| {
        let mut candidates = routing::find(&network, &query).expect("there is a way");
        let first = candidates.next().expect("there is a way");
        candidates.alternatives(&first, 5)
    });
}

/// From corner to corner of a grid.
#[divan::bench(sample_count = 20)]
fn best_way_of_20_000_stations(bencher: Bencher) {
    let network = grid();
    let time = |segment| RunTime::from_s(network.segment(segment).length.m() / 20.0);
    let demands = Demands {
        length: Length::from_m(300.0),
        habitual_stops: vec![[RunTime::ZERO; 2]; network.segments().len()],
        habitual_stop: RunTime::ZERO,
        gauges: GaugeSet::new(Gauge::from_mm(1435)).expect("one gauge"),
        kind: TrainKind::Special,
        uses_freight_lines: false,
        avoided_lines: Vec::new(),
        engines: Vec::new(),
        free_running: network
            .segment_indices()
            .map(|segment| [time(segment); 2])
            .collect(),
        reversal: Estimate::exact(RunTime::from_min(20.0)),
        locomotive_change: Estimate::exact(RunTime::from_min(20.0)),
    };
    let last = network.station_indices().last().expect("stations");
    let first = network.station_indices().next().expect("stations");
    let query = query((first, last), demands);
    bencher.bench_local(|| best(&network, &query));
}

/// Stations 1.1 km apart, each joined to its neighbours by rails of 1.2 to 2.1 km.
fn grid() -> Network {
    let mut stations = String::from("id,name,country,lat,lon\n");
    let mut segments = String::from("from,to,length_km,gauge_mm\n");
    for row in 0..GRID.0 {
        for column in 0..GRID.1 {
            let (lat, lon) = (0.01 * row as f64, 0.01 * column as f64);
            writeln!(
                stations,
                "kp-{row:03}-{column:03},S {row} {column},KP,{lat:.2},{lon:.2}"
            )
            .expect("memory takes it");
            let km = 1.2 + ((row * 31 + column * 17) % 10) as f64 / 10.0;
            for (down, right) in [(1, 0), (0, 1)] {
                let (next_row, next_column) = (row + down, column + right);
                if next_row < GRID.0 && next_column < GRID.1 {
                    writeln!(
                        segments,
                        "kp-{row:03}-{column:03},kp-{next_row:03}-{next_column:03},{km:.1},1435"
                    )
                    .expect("memory takes it");
                }
            }
        }
    }
    let raw = RawNetwork::read("grid", |file| {
        let text = match file {
            "stations.csv" => Some(&stations),
            "segments.csv" => Some(&segments),
            _ => None,
        };
        Ok(text.map(|text| Cow::Owned(text.clone().into_bytes())))
    });
    Network::new(raw.expect("memory can be read"))
        .expect("has no errors")
        .into_network()
}
