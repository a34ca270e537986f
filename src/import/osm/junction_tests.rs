//! What the importer finds of movements at stations and of switches at which trains reverse, one small map for each.

use super::sample::Sample;
use super::tests::{KM, RAIL, ends, read, station};
use super::*;
use crate::network::Network;
use crate::track::{Costs, HalfEdge, Reversal, TrackIndex, TrackSearch};

/// Degrees of longitude in a kilometre at 47 degrees north: the parallel is 76.055 km long a degree there (WGS 84).
const KM_EAST: f64 = 1.0 / 76.055;

/// A node so many kilometres north and east of 47 N 9 E.
fn at(sample: Sample, id: i64, north: f64, east: f64) -> Sample {
    sample.node(id, 47.0 + north * KM, 9.0 + east * KM_EAST, &[])
}

fn sign(sample: Sample, id: i64, (north, east): (f64, f64), name: &str) -> Sample {
    station(sample, id, 47.0 + north * KM, 9.0 + east * KM_EAST, name)
}

/// The rows of `junctions.csv`: via, from, to, movement, longest train.
fn movements(imported: &Imported) -> Vec<String> {
    let rows = imported.raw.junctions.iter().flat_map(|table| table.rows());
    let columns = ["via", "from", "to", "movement", "longest_train_m"];
    rows.map(|row| columns.map(|column| row.cell(column).text()).join(" "))
        .collect()
}

/// Alpha 7 km west of a switch and Beta 7 km north-west of it, with a track of so many metres to the east of it.
fn switchback(stub_m: f64) -> Sample {
    let sample = at(Sample::default(), 1, 0.0, -8.0);
    let sample = at(sample, 2, 0.0, 0.0);
    let sample = at(sample, 3, 0.0, stub_m / 1_000.0);
    let sample = at(sample, 4, 2.0, -8.0);
    let sample = sign(sample, 10, (0.0, -7.0), "Alpha");
    let sample = sign(sample, 11, (1.75, -7.0), "Beta");
    sample.way(20, &[1, 2, 3], &RAIL).way(21, &[4, 2], &RAIL)
}

#[test]
fn a_switchback_is_a_junction_at_which_trains_reverse() {
    let imported = read(&switchback(700.0));
    let switch = "li-junction-47-0000-n-9-0000-e";
    assert_eq!(
        ends(&imported),
        [format!("li-alpha {switch}"), format!("li-beta {switch}")]
    );
    assert_eq!(
        movements(&imported),
        [format!("{switch} li-alpha li-beta reversal 700")]
    );
    let network = Network::new(imported.raw.clone()).expect("nothing wrong");
    assert!(network.network().station_by_id(switch).is_some());
}

#[test]
fn the_route_over_stations_is_as_long_as_the_one_over_tracks() {
    let imported = read(&switchback(700.0));
    let graph = &imported.tracks;
    let index = TrackIndex::new(graph);
    let reversal = |train_mm| Some(Reversal { train_mm, cost: 0 });
    let length = |half: HalfEdge| Some(graph.edge(half.edge()).length_mm);
    let nodes = ["li-alpha", "li-beta"].map(|id| graph.nodes_of_station(id)[0]);
    let exact_mm = |train_mm| {
        let (run, reversal) = (&length, reversal(train_mm));
        let metric = index.customize(graph, &Costs { run, reversal });
        TrackSearch::new(&index, &metric).cost(nodes[0], nodes[1])
    };
    let rows = imported.raw.segments.rows();
    let km: f64 = rows
        .map(|row| {
            row.cell("length_km")
                .text()
                .parse::<f64>()
                .expect("a number")
        })
        .sum();
    let exact = f64::from(exact_mm(699_000).expect("a reversal")) / 1e6;
    // The head runs on by the length of the train beyond the switch.
    assert!((exact - km - 0.699).abs() < 0.002, "{km} {exact}");
    assert_eq!(exact_mm(701_000), None, "it does not fit");
}

#[test]
fn without_a_track_to_reverse_on_nothing_joins_two_branches() {
    let imported = read(&switchback(10.0));
    assert_eq!(ends(&imported), [] as [&str; 0]);
}

#[test]
fn trains_reverse_in_a_terminus_and_run_through_elsewhere() {
    // Alpha and Beta lie west of the terminus Ceta, where the line from the one joins that from the other; Delta is behind
    // Alpha.
    let sample = at(Sample::default(), 1, 0.0, -9.0);
    let sample = at(sample, 2, 0.0, -0.5);
    let sample = at(sample, 3, 0.0, 0.1);
    let sample = at(sample, 4, 2.0, -9.0);
    let sample = sign(sample, 10, (0.0, -5.0), "Alpha");
    let sample = sign(sample, 11, (2.0 * 4.5 / 8.5, -5.0), "Beta");
    let sample = sign(sample, 12, (0.0, 0.0), "Ceta");
    let sample = sign(sample, 13, (0.0, -8.0), "Delta");
    let imported = read(&sample.way(20, &[1, 2, 3], &RAIL).way(21, &[4, 2], &RAIL));
    assert_eq!(
        ends(&imported),
        ["li-alpha li-ceta", "li-alpha li-delta", "li-beta li-ceta"]
    );
    assert_eq!(movements(&imported), ["li-ceta li-alpha li-beta reversal "]);
}

#[test]
fn lines_that_nothing_joins_are_not_joined_by_their_station() {
    // Two lines pass Cross, 60 m apart and without a switch between them; elsewhere they are far from each other.
    let sample = at(Sample::default(), 1, -6.0, 0.0);
    let sample = at(sample, 2, 6.0, 0.0);
    let sample = at(sample, 3, -6.0, 4.0);
    let sample = at(sample, 4, 0.0, 0.06);
    let sample = at(sample, 5, 6.0, 4.0);
    let sample = sign(sample, 10, (-5.0, 0.0), "South");
    let sample = sign(sample, 11, (5.0, 0.0), "North");
    let sample = sign(sample, 12, (-4.5, 3.0), "South East");
    let sample = sign(sample, 13, (4.5, 3.0), "North East");
    let sample = sign(sample, 14, (0.0, 0.03), "Cross");
    let imported = read(&sample.way(20, &[1, 2], &RAIL).way(21, &[3, 4, 5], &RAIL));
    assert_eq!(
        movements(&imported),
        [
            "li-cross li-south li-north through ",
            "li-cross li-south li-south-east none ",
            "li-cross li-south li-north-east none ",
            "li-cross li-north li-south-east none ",
            "li-cross li-north li-north-east none ",
            "li-cross li-south-east li-north-east through ",
        ]
    );
}

#[test]
fn a_curve_that_turns_sharply_between_stations_is_run_through() {
    // By chords the way from Alpha over Bend to Ceta turns by more than 135 degrees; the rails lead round.
    let sample = at(Sample::default(), 1, 0.0, -5.0);
    let sample = at(sample, 2, 0.0, 0.0);
    let sample = at(sample, 3, 0.3, 0.6);
    let sample = at(sample, 4, 0.7, 0.6);
    let sample = at(sample, 5, 1.0, 0.0);
    let sample = at(sample, 6, 1.0, -5.0);
    let sample = at(sample, 7, -0.3, -0.6);
    let sample = at(sample, 8, -3.0, -5.0);
    let sample = sign(sample, 10, (0.0, -4.0), "Alpha");
    let sample = sign(sample, 11, (0.5, 0.6), "Bend");
    let sample = sign(sample, 12, (1.0, -4.0), "Ceta");
    let sample = sample
        .way(20, &[1, 2, 3, 4, 5, 6], &RAIL)
        .way(21, &[2, 7, 8], &RAIL);
    let sample = sign(sample, 13, (-2.0, -3.5), "Delta");
    let found = movements(&read(&sample));
    assert!(
        found.contains(&"li-bend li-alpha li-ceta through ".to_owned()),
        "{found:?}"
    );
}
