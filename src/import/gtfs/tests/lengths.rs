//! Lengths along shapes, held against the stations, the straight line and the time.

use super::*;

/// Five stations on a meridian, 0.015 degrees (1.668 km) apart.
const STOPS: &str = "stop_id,stop_name,stop_lat,stop_lon\n\
    A,Alpha,50.0,10.0\nB,Beta,50.015,10.0\nC,Gamma,50.03,10.0\nD,Delta,50.045,10.0\nE,Eps,50.06,10.0\n";

/// A feed with one train over five stations: distances of the calls and points of the shape.
fn measured(stops: &str, distances: [&str; 5], shape: &[(f64, f64, &str)]) -> Imported {
    let mut times = String::from(
        "trip_id,stop_id,stop_sequence,arrival_time,departure_time,shape_dist_traveled\n",
    );
    for (i, (stop, distance)) in ["A", "B", "C", "D", "E"].iter().zip(distances).enumerate() {
        times.push_str(&format!(
            "t1,{stop},{i},08:{:02}:00,08:{:02}:00,{distance}\n",
            i * 3,
            i * 3
        ));
    }
    let mut shapes =
        String::from("shape_id,shape_pt_sequence,shape_pt_lat,shape_pt_lon,shape_dist_traveled\n");
    for (i, (lat, lon, distance)) in shape.iter().enumerate() {
        shapes.push_str(&format!("x,{i},{lat},{lon},{distance}\n"));
    }
    let trips = "trip_id,route_id,service_id,shape_id\nt1,r,s,x\n";
    feed(
        trips,
        &times,
        &[("stops.txt", stops), ("shapes.txt", &shapes)],
    )
    .expect("a whole feed")
}

/// Points every 0.005 degrees (556 m), with distances by the point's number.
fn straight(distance: impl Fn(usize) -> String) -> Vec<(f64, f64, String)> {
    let point = |i: usize| (50.0 + 0.005 * i as f64, 10.0, distance(i));
    (0..=12).map(point).collect()
}

fn borrowed(shape: &[(f64, f64, String)]) -> Vec<(f64, f64, &str)> {
    let point =
        |(lat, lon, distance): &(f64, f64, String)| (*lat, *lon, distance.clone().leak() as &str);
    shape.iter().map(point).collect()
}

fn lengths(imported: &Imported) -> Vec<(f64, String)> {
    let all = segments(imported).into_iter();
    all.map(|(_, km, quality)| (km, quality)).collect()
}

fn assert_lengths(imported: &Imported, expected: [(f64, &str); 4]) {
    let found = lengths(imported);
    for ((km, quality), expected) in found.iter().zip(expected) {
        assert!(
            (km - expected.0).abs() < 0.003 && quality == expected.1,
            "{found:?}, {}",
            left(imported)
        );
    }
}

const MISLED: &str = "shape_dist_traveled does not fit its shape";

/// Distances in another unit, half as large again, reversed, all alike, or with a slip.
#[test]
fn distances_that_lead_elsewhere_are_not_believed() {
    let metres = |i: usize| (556 * i).to_string();
    let km = |i: usize| format!("{:.3}", 0.556 * i as f64);
    for (shape, calls, is_misled) in [
        (
            straight(metres),
            ["0", "1668", "3336", "5004", "6672"],
            false,
        ),
        (
            straight(km),
            ["0", "1.668", "3.336", "5.004", "6.672"],
            false,
        ),
        (
            straight(metres),
            ["0", "1.668", "3.336", "5.004", "6.672"],
            true,
        ),
        (straight(km), ["0", "1668", "3336", "5004", "6672"], true),
        (
            straight(metres),
            ["0", "2502", "5004", "7506", "10008"],
            true,
        ),
        (
            straight(metres),
            ["0", "1668", "2336", "5004", "6672"],
            true,
        ),
        (straight(metres), ["0", "0", "0", "0", "6672"], true),
        (
            straight(metres),
            ["6672", "5004", "3336", "1668", "0"],
            false,
        ),
        (
            straight(metres),
            ["", "1668", "3336", "5004", "6672"],
            false,
        ),
        (
            straight(|_| String::new()),
            ["0", "1", "2", "3", "4"],
            false,
        ),
    ] {
        let found = measured(STOPS, calls, &borrowed(&shape));
        assert_lengths(&found, [(1.668, "sourced"); 4]);
        assert_eq!(
            left(&found).contains(MISLED),
            is_misled,
            "{calls:?}: {}",
            left(&found)
        );
    }
}

/// A first distance that is left out is not 0: the trip begins on the way.
#[test]
fn a_trip_on_a_part_of_its_shape_is_measured_there() {
    let shape = straight(|i| (556 * i).to_string());
    let stops = STOPS.replace("A,Alpha,50.0,", "A,Alpha,50.01,");
    let found = measured(
        &stops,
        ["", "1668", "3336", "5004", "6672"],
        &borrowed(&shape),
    );
    assert_lengths(
        &found,
        [
            (0.556, "sourced"),
            (1.668, "sourced"),
            (1.668, "sourced"),
            (1.668, "sourced"),
        ],
    );
}

#[test]
fn a_shape_that_ends_early_is_refused_for_that_stretch_alone() {
    let mut shape = straight(|_| String::new());
    shape.truncate(10);
    // It ends at Delta; the last station lies 1.668 km behind.
    let found = measured(STOPS, [""; 5], &borrowed(&shape));
    assert_lengths(
        &found,
        [
            (1.668, "sourced"),
            (1.668, "sourced"),
            (1.668, "sourced"),
            (1.668, "estimate"),
        ],
    );
    let what =
        "1 x stretch whose shape is below the straight line: length estimated (Delta to Eps)";
    assert!(left(&found).contains(what), "{}", left(&found));
}

#[test]
fn a_point_far_off_is_no_track() {
    for lon in [11.0, 10.1, -170.0] {
        let mut shape = straight(|_| String::new());
        shape[7].1 = lon;
        let found = measured(STOPS, [""; 5], &borrowed(&shape));
        assert_lengths(
            &found,
            [
                (1.668, "sourced"),
                (1.668, "sourced"),
                (1.668, "estimate"),
                (1.668, "sourced"),
            ],
        );
        assert!(
            left(&found).contains("length estimated (Gamma to Delta)"),
            "{}",
            left(&found)
        );
    }
}

/// The shape swings between its stations, 1.962 km for 1.668, and the last lies 2.5 km beside it.
#[test]
fn a_station_far_from_the_shape_costs_its_own_stretch_only() {
    let swing = [0, 6, 0, 0, 6, 0, 0, 6, 0, 0, 6, 0, 0];
    let mut shape = straight(|_| String::new());
    for (point, lon) in shape.iter_mut().zip(swing) {
        point.1 += f64::from(lon) / 1_000.0;
    }
    let stops = STOPS.replace("E,Eps,50.06,10.0", "E,Eps,50.06,10.035");
    let found = measured(&stops, [""; 5], &borrowed(&shape));
    // Estimated by the detours of the others: 3.011 km straight.
    assert_lengths(
        &found,
        [
            (1.962, "sourced"),
            (1.962, "sourced"),
            (1.962, "sourced"),
            (3.542, "estimate"),
        ],
    );
    assert!(
        left(&found).contains("more than 2 km from the shape: length estimated (Delta to Eps)")
    );
}

/// A shape 167 km north of its stations, whose distances fit.
#[test]
fn a_shape_elsewhere_is_no_source() {
    let mut shape = straight(|i| (556 * i).to_string());
    for point in &mut shape {
        point.0 += 1.5;
    }
    let found = measured(
        STOPS,
        ["0", "1668", "3336", "5004", "6672"],
        &borrowed(&shape),
    );
    assert_lengths(
        &found,
        [(1.668 * 1.03, "estimate"); 4].map(|(km, quality)| (km + 0.0005, quality)),
    );
}

/// Stations beside their tracks by 30 m: the straight line between them is a little longer than the shape.
#[test]
fn a_length_is_never_below_the_straight_line() {
    let stops = STOPS.replace("B,Beta,50.015,10.0", "B,Beta,50.015,10.0042");
    let found = measured(&stops, [""; 5], &borrowed(&straight(|_| String::new())));
    let all = lengths(&found);
    // 300 m aside over 1.668 km: 1.695 km.
    assert!(
        (all[0].0 - 1.695).abs() < 0.003 && all[0].1 == "sourced",
        "{all:?}"
    );
}

#[test]
fn without_shapes_lengths_are_those_of_other_railways() {
    let found = with(&[]).expect("a whole feed");
    let all = lengths(&found);
    // 18.53 km and 37.06 km straight, times 1.09 and 1.11.
    assert!(
        (all[0].0 - 20.1).abs() < 0.1 && (all[1].0 - 41.0).abs() < 0.3,
        "{all:?}"
    );
    let notes = cells(&found.raw.segments, 0, &["notes"]).remove(0);
    assert!(
        notes.starts_with("gauge assumed; length is the straight line times 1.09 (1.02 to 1.22)"),
        "{notes}"
    );
}

/// The time that a shape of many points takes does not grow with the trips over it.
#[test]
fn trips_of_one_pattern_are_measured_once() {
    let mut times = String::from("trip_id,stop_id,stop_sequence,arrival_time,departure_time\n");
    let mut trips = String::from("trip_id,route_id,service_id,shape_id\n");
    for trip in 0..2_000 {
        trips.push_str(&format!("t{trip},r,s,x\n"));
        for (i, stop) in ["A", "B", "C", "D", "E"].iter().enumerate() {
            let s = trip * 10 + i * 180;
            let time = format!("{:02}:{:02}:{:02}", s / 3_600, s / 60 % 60, s % 60);
            times.push_str(&format!("t{trip},{stop},{i},{time},{time}\n"));
        }
    }
    let mut shapes = String::from("shape_id,shape_pt_sequence,shape_pt_lat,shape_pt_lon\n");
    for point in 0..20_000 {
        shapes.push_str(&format!(
            "x,{point},{},10.0\n",
            50.0 + 0.06 * f64::from(point) / 19_999.0
        ));
    }
    let files = [("stops.txt", STOPS), ("shapes.txt", &shapes)];
    let found = feed(&trips, &times, &files).expect("a whole feed");
    assert_lengths(&found, [(1.668, "sourced"); 4]);
    assert_eq!(found.journeys.len(), 2_000);
}
