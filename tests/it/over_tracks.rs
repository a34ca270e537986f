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

/// Alpha and Beta, joined at a switch beyond which a track of so many metres lies: trains reverse on it. Ceta lies behind
/// Alpha.
fn switchback(folder: &std::path::Path, stub_m: u32) -> slowtrain::Dataset {
    let write = |file: &str, text: &str| {
        std::fs::write(folder.join(file), text).expect("written");
    };
    write(
        "stations.csv",
        "id,name,country,lat,lon,timezone\nde-alpha,Alpha,DE,50.0,10.0,Europe/Berlin\n\
        de-beta,Beta,DE,50.01,10.0,Europe/Berlin\nde-ceta,Ceta,DE,50.0,9.99,Europe/Berlin\n\
        de-switch,Switch,DE,50.0,10.09,Europe/Berlin\n",
    );
    write(
        "segments.csv",
        "from,to,length_km,gauge_mm,max_speed_kmh\nde-alpha,de-ceta,1,1435,60\n\
        de-alpha,de-switch,7,1435,60\nde-beta,de-switch,7.5,1435,60\n",
    );
    write(
        "junctions.csv",
        &format!(
            "via,from,to,movement,longest_train_m\nde-switch,de-alpha,de-beta,reversal,{stub_m}\n"
        ),
    );
    slowtrain::Dataset::open(folder).expect("sound")
}

#[test]
fn every_question_takes_a_reversal_at_a_switch() {
    let folder = tempfile::tempdir().expect("a directory");
    let data = switchback(folder.path(), 700);
    let name = "generic-passenger";
    let plan = data
        .plan(&slowtrain::Request::new("Alpha", "Beta").train(name))
        .expect("a switchback joins them");
    let best = plan.best();
    // The head runs on by the length of the train beyond the switch.
    let train_m = train().length(train().locomotives.first()).m();
    let km = 14.5 + train_m / 1_000.0;
    assert!((best.route.length().km() - km).abs() < 1e-6, "{best:?}");
    let reversals = best
        .route
        .operations()
        .filter(|operation| operation.kind == slowtrain::routing::OperationKind::Reversal);
    assert_eq!(reversals.count(), 1);
    // At 60 km/h at most, over the track beyond the switch as well.
    assert!(best.technical_minimum.minutes() > km);
    let held: Vec<_> = best.limits.iter().map(|run| (run.start, run.end)).collect();
    assert_eq!(
        held.last().map(|(_, end)| end.km()),
        Some(best.route.length().km())
    );
    let places: Vec<f64> = best
        .timing_points
        .iter()
        .map(|point| point.at.km())
        .collect();
    assert_eq!(places.len(), 3);
    assert!(
        (places[1] - (7.0 + train_m / 1_000.0)).abs() < 1e-6,
        "{places:?}"
    );
    let claim = slowtrain::dataset::ClaimRequest::new("Alpha", "Beta").km(15.0);
    assert!(data.judge(&claim.train(name)).is_ok());
    let departed = "2026-05-01T12:00";
    let locate = slowtrain::dataset::LocateRequest::new("Alpha", "Beta", departed)
        .at("2026-05-01T12:05")
        .with(|request| request.train(name));
    assert!(data.locate(&locate).is_ok());
    let reach = slowtrain::dataset::ReachRequest::new("Ceta", "9h").train(name);
    let reached = data.reach(&reach).expect("it is reached");
    assert_eq!(reached.reach().stations.len(), 3);
    let matrix = data.matrix(&slowtrain::dataset::MatrixRequest::new().train(name));
    let rows = matrix
        .expect("ready")
        .figures(&[("Alpha", "Beta"), ("Beta", "Ceta")]);
    let rows: Vec<f64> = rows
        .iter()
        .map(|row| row.as_ref().expect("an answer").distance.km())
        .collect();
    assert!(
        (rows[0] - km).abs() < 1e-6 && (rows[1] - km - 1.0).abs() < 1e-6,
        "{rows:?}"
    );
}

#[test]
fn a_train_that_does_not_fit_onto_the_track_beyond_the_switch_has_no_route() {
    let folder = tempfile::tempdir().expect("a directory");
    let data = switchback(folder.path(), 300);
    let request = slowtrain::Request::new("Alpha", "Beta").train("generic-passenger");
    let refused = data.plan(&request).expect_err("the track is too short");
    let slowtrain::Error::NoRoute(no_route) = &refused else {
        panic!("{refused}");
    };
    let blocked: Vec<_> = no_route.blocked_by.iter().map(|by| by.constraint).collect();
    assert_eq!(blocked, [slowtrain::routing::Constraint::Length]);
    let told = refused.to_string();
    assert!(
        told.contains("length: the train is 323 m long and does not fit"),
        "{told}"
    );
}
