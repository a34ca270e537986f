//! A train's way over tracks drawn by hand: where it reverses, how far it runs, what guesses may say.

use slowtrain::journey::{TrackJourney, Tracks, over_tracks};
use slowtrain::network::bundled_file;
use slowtrain::track::{Edge, NodeIdx, Track, TrackBuilder, TrackClass, TrackIndex, TrackPoint};
use slowtrain::train::Train;
use slowtrain::units::Speed;

fn train() -> Train {
    let file = "trains/generic-passenger.toml";
    Train::parse(bundled_file(file).expect("bundled"), file).expect("a sound file")
}

const NORTH: u16 = 0;
const SOUTH: u16 = 32_768;

/// Draws pieces of track between nodes: tail, head, metres, headings at both; the limit is 60 km/h where there is one.
struct Drawing {
    builder: TrackBuilder,
    tracks: [u32; 2],
}

impl Drawing {
    fn new() -> Drawing {
        let mut builder = TrackBuilder::new();
        let plain = Track::new(TrackClass::Rail);
        let limited = Track {
            limits: [Some(Speed::from_kmh(60.0)); 2],
            ..plain.clone()
        };
        let tracks = [&plain, &limited].map(|track| builder.track(track));
        Drawing { builder, tracks }
    }

    fn nodes<const N: usize>(&mut self) -> [NodeIdx; N] {
        std::array::from_fn(|i| {
            let i = i as i32;
            self.builder.node(TrackPoint {
                lat: i * 1_000,
                lon: i * i * 700,
            })
        })
    }

    fn lay(&mut self, ends: (NodeIdx, NodeIdx), metres: u32, headings: [u16; 2], has_limit: bool) {
        let edge = Edge {
            tail: ends.0,
            head: ends.1,
            length_mm: metres * 1_000,
            track: self.tracks[usize::from(has_limit)],
            headings,
            curve_m: 0,
        };
        self.builder.edge(edge, &[]);
    }

    fn route(self, from: NodeIdx, to: NodeIdx) -> Option<TrackJourney> {
        let graph = self.builder.finish();
        let index = TrackIndex::new(&graph);
        let tracks = Tracks {
            graph: &graph,
            index: &index,
        };
        over_tracks(tracks, &train(), (&[from], &[to]))
    }
}

/// From one branch of a switch to the other, over a stem of so many metres that ends at a buffer.
fn fork(stem_m: u32) -> Option<TrackJourney> {
    let mut drawing = Drawing::new();
    let [a, b, switch, buffer] = drawing.nodes();
    drawing.lay((a, switch), 2_000, [NORTH, SOUTH + 500], true);
    drawing.lay((b, switch), 3_000, [NORTH, SOUTH - 500], true);
    drawing.lay((switch, buffer), stem_m, [NORTH, SOUTH], true);
    drawing.route(a, b)
}

#[test]
fn it_reverses_only_where_it_fits() {
    let own = train()
        .locomotives
        .iter()
        .map(|own| train().length(Some(own)).m())
        .fold(0.0, f64::max);
    assert!((300.0..350.0).contains(&own), "{own}");
    assert_eq!(fork(own as u32 - 1), None);
    let route = fork(own as u32 + 1).expect("it fits");
    assert_eq!(route.reversals.len(), 1);
    // Both branches, and the train's own length until its tail has cleared the switch.
    assert!(
        (route.distance.m() - (5_000.0 + own)).abs() < 0.1,
        "{route:?}"
    );
    let standing = train().reversal.likely();
    assert!(
        route.at_limits.likely() > standing && route.technical_minimum < standing,
        "{route:?}"
    );
}

#[test]
fn the_floor_counts_known_limits_only() {
    let line = |has_limit| {
        let mut drawing = Drawing::new();
        let [a, b] = drawing.nodes();
        drawing.lay((a, b), 100_000, [NORTH, SOUTH], has_limit);
        drawing.route(a, b).expect("a line")
    };
    let limited = line(true);
    assert!(
        (limited.technical_minimum.h() - 100.0 / 60.0).abs() < 1e-6,
        "{limited:?}"
    );
    assert_eq!(limited.at_limits.low(), limited.at_limits.high());
    assert_eq!(limited.unlimited.m(), 0.0);
    let unlimited = line(false);
    let top = train()
        .locomotives
        .iter()
        .map(|own| train().top_speed(Some(own)).kmh())
        .fold(0.0, f64::max);
    assert!(
        (unlimited.technical_minimum.h() - 100.0 / top).abs() < 1e-6,
        "{top} {unlimited:?}"
    );
    assert_eq!(unlimited.unlimited.km(), 100.0);
    // 80 km/h is guessed for a line of which nothing is known.
    assert!((unlimited.at_limits.likely().h() - 100.0 / 80.0).abs() < 1e-6);
    assert!(unlimited.at_limits.low() < unlimited.at_limits.likely());
    assert!(unlimited.at_limits.high() > unlimited.at_limits.likely());
}

/// Alpha west of a switch and Beta north-west of it, joined over a stub of 700 m to the east: a switchback. Ceta stands on
/// no other track than Alpha's. Trains have to reverse beyond the switch.
fn switchback(folder: &std::path::Path, stub_m: u32) {
    let mut drawing = Drawing::new();
    let [alpha, beta, switch, end] = drawing.nodes();
    let north_west = 57_344;
    let (east, west) = (16_384, 49_152);
    drawing.lay((alpha, switch), 7_000, [east, west], true);
    drawing.lay((beta, switch), 7_500, [24_576, north_west], true);
    drawing.lay((switch, end), stub_m, [east, west], true);
    drawing.builder.station(alpha, 0);
    drawing.builder.station(beta, 1);
    let graph = drawing.builder.finish();
    let graph = graph.with_station_ids(["de-alpha", "de-beta"]);
    graph.save(&folder.join("tracks.bin")).expect("written");
    TrackIndex::new(&graph)
        .save(&folder.join("tracks.index"))
        .expect("written");
    let write = |file: &str, text: &str| {
        std::fs::write(folder.join(file), text).expect("written");
    };
    write(
        "stations.csv",
        "id,name,country,lat,lon\nde-alpha,Alpha,DE,0.0,0.0\nde-beta,Beta,DE,0.0001,0.00007\n\
        de-ceta,Ceta,DE,0.001,0.001\n",
    );
    write(
        "segments.csv",
        "from,to,length_km,gauge_mm\nde-alpha,de-ceta,1,1435\n",
    );
    write("sources.csv", "id,what\nosm,a drawing\n");
}

#[test]
fn a_route_takes_a_reversal_that_only_the_tracks_have() {
    let folder = tempfile::tempdir().expect("a directory");
    switchback(folder.path(), 700);
    let data = slowtrain::Dataset::open(folder.path()).expect("sound");
    let request =
        |from: &str, to: &str| slowtrain::Request::new(from, to).train("generic-passenger");
    let plan = data
        .plan(&request("Alpha", "Beta"))
        .expect("a switchback joins them");
    let best = plan.best();
    // The head runs on by the length of the train beyond the switch.
    let train_m = train().length(train().locomotives.first()).m();
    let km = best.route.length().km();
    assert!(
        (km - 14.5 - train_m / 1_000.0).abs() < 0.002,
        "{km} with {train_m} m"
    );
    let reversals = best
        .route
        .operations()
        .filter(|operation| operation.kind == slowtrain::routing::OperationKind::Reversal);
    assert_eq!(reversals.count(), 1);
    // 14.5 km at 60 km/h at most.
    assert!(best.technical_minimum.minutes() > 14.5);
    let limits: Vec<_> = best
        .limits
        .iter()
        .map(|run| run.line.map(|v| v.kmh().round()))
        .collect();
    assert_eq!(limits, [Some(60.0)]);
    // A third station shows that the tables and the tracks are one network.
    let from_ceta = data
        .plan(&request("Ceta", "Alpha"))
        .expect("a segment joins them");
    assert_eq!(from_ceta.best().route.length().km(), 1.0);
    let claim = slowtrain::dataset::ClaimRequest::new("Alpha", "Beta").km(15.0);
    assert!(data.judge(&claim).is_ok());
}

#[test]
fn a_train_that_does_not_fit_into_the_stub_has_no_route() {
    let folder = tempfile::tempdir().expect("a directory");
    switchback(folder.path(), 100);
    let data = slowtrain::Dataset::open(folder.path()).expect("sound");
    let request = slowtrain::Request::new("Alpha", "Beta").train("generic-passenger");
    let refused = data.plan(&request).expect_err("the stub is too short");
    assert!(matches!(refused, slowtrain::Error::NoRoute(_)), "{refused}");
}
