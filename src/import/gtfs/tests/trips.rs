//! Trips and their times: what is no journey never spoils the others.

use super::*;

const HEADER: &str = "trip_id,stop_id,stop_sequence,arrival_time,departure_time\n";
/// A sound train, to stay whatever the other does.
const GOOD: &str =
    "t1,a,1,08:00:00,08:00:00\nt1,b1,2,08:30:00,08:32:00\nt1,c,3,09:00:00,09:00:00\n";
const TWO_TRIPS: &str = "trip_id,route_id,service_id,trip_short_name\nt1,r,s,101\nt3,r,s,103\n";

fn beside_a_good_one(calls: &str, options: &GtfsOptions) -> Imported {
    let times = format!("{HEADER}{GOOD}{calls}");
    let all = [("trips.txt", TWO_TRIPS), ("stop_times.txt", &times)];
    imported(archive(&files(&all)), options).expect("the other is sound")
}

#[test]
fn trips_whose_times_go_back_stand_still_or_repeat_are_no_journeys() {
    for (calls, what) in [
        (
            "t3,a,1,23:50:00,23:50:00\nt3,b1,2,00:10:00,00:10:00\nt3,c,3,00:40:00,00:40:00\n",
            "trip whose times go backwards: no journey (\"t3\")",
        ),
        (
            "t3,a,1,10:00:00,10:00:00\nt3,b1,2,10:40:00,10:30:00\nt3,c,3,11:00:00,11:00:00\n",
            "trip whose times go backwards: no journey (\"t3\")",
        ),
        (
            "t3,b1,1,10:30:00,10:30:00\nt3,c,2,10:30:00,10:30:00\n",
            "trip that takes no time: no journey (\"t3\")",
        ),
        (
            "t3,a,1,10:00:00,10:00:00\nt3,b1,1,10:30:00,10:30:00\nt3,c,2,11:00:00,11:00:00\n",
            "trip with two calls of one stop_sequence: no journey (\"t3\")",
        ),
        (
            "t3,a,1,10:00:00,10:00:00\nt3,c,2,,\n",
            "trip without times at its ends: no journey (\"t3\")",
        ),
        (
            "t3,a,1,10:00:00,10:00:00\n",
            "trip with fewer than two calls: left out (\"t3\")",
        ),
    ] {
        for has_legs in [false, true] {
            let found = beside_a_good_one(
                calls,
                &GtfsOptions {
                    has_legs,
                    ..options()
                },
            );
            let ids = column(&found, "journey_id");
            assert!(ids.iter().all(|id| id == "gtfs-t1"), "{calls}: {ids:?}");
            assert!(left(&found).contains(what), "{}", left(&found));
            let hours = column(&found, "duration_h")
                .into_iter()
                .map(|h| h.parse::<f64>());
            assert!(hours.flatten().all(|hours| hours > 0.0));
        }
    }
}

/// An order that goes back and forth makes no segment that the sound trains do not have.
#[test]
fn a_trip_in_the_wrong_order_adds_no_segment() {
    let calls = "t3,a,1,10:00:00,10:00:00\nt3,c,2,11:00:00,11:00:00\nt3,b1,3,10:30:00,10:30:00\n";
    let found = beside_a_good_one(calls, &options());
    let ends: Vec<String> = segments(&found)
        .into_iter()
        .map(|(ends, ..)| ends)
        .collect();
    assert_eq!(ends, ["fr-alpha fr-beta", "fr-beta gb-gamma"]);
    // A station that only such a trip calls at is kept.
    let stops = format!("{STOPS}d,Delta,47.7,9.0,,\n");
    let times = format!("{HEADER}{GOOD}t3,c,1,10:00:00,10:00:00\nt3,d,2,09:00:00,09:00:00\n");
    let found = feed(TWO_TRIPS, &times, &[("stops.txt", &stops)]).expect("a whole feed");
    assert_eq!(found.raw.stations.len(), 4);
}

/// A stretch in no time is no leg; the trip is one.
#[test]
fn legs_of_no_time_are_left_out_and_seconds_are_kept() {
    let calls = "t3,a,1,10:00:00,10:00:00\nt3,b1,2,10:30:00,10:30:00\nt3,c,3,10:30:00,10:31:00\n";
    let found = beside_a_good_one(
        calls,
        &GtfsOptions {
            has_legs: true,
            ..options()
        },
    );
    assert_eq!(
        column(&found, "leg_seq"),
        ["0", "1", "2", "0", "1"],
        "{}",
        left(&found)
    );
    let what = "stretch that takes no time by the timetable: no leg (Beta to Gamma, trip \"t3\")";
    assert!(left(&found).contains(what), "{}", left(&found));
    let calls = "t3,a,1,10:00:10,10:00:10\nt3,c,2,10:00:50,10:00:50\n";
    let found = beside_a_good_one(calls, &options());
    let times = ["departed_local", "arrived_local", "duration_h"]
        .map(|name| column(&found, name)[1].clone());
    // Gamma goes by the clock of London.
    assert_eq!(
        times,
        ["2026-01-06T10:00:10", "2026-01-06T09:00:50", "0.0111"]
    );
}

#[test]
fn minutes_at_calls_are_told() {
    let found = beside_a_good_one(
        "t3,a,1,10:00:00,10:00:00\nt3,b1,2,10:30:00,10:30:30\nt3,c,3,11:00:00,11:00:00\n",
        &options(),
    );
    assert_eq!(column(&found, "via_dwell_min"), ["2", "0.5"]);
}

#[test]
fn journeys_have_ids_of_their_own() {
    let trips = "trip_id,route_id,service_id\n1A,r,s\n1a,r,s\n1-a,r,s\n";
    let times = format!(
        "{HEADER}1A,a,1,08:00:00,08:00:00\n1A,c,2,09:00:00,09:00:00\n1a,a,1,10:00:00,10:00:00\n1a,c,2,11:00:00,11:00:00\n\
         1-a,a,1,12:00:00,12:00:00\n1-a,c,2,13:00:00,13:00:00\n"
    );
    let found = feed(trips, &times, &[]).expect("a whole feed");
    assert_eq!(
        column(&found, "journey_id"),
        ["gtfs-1-a", "gtfs-1a", "gtfs-1a-2"]
    );
}

/// Times of a template count from its first call.
#[test]
fn a_trip_by_headway_begins_with_its_first_run() {
    let frequencies = "trip_id,start_time,end_time,headway_secs\nt3,22:00:00,23:00:00,600\nt3,06:00:00,20:00:00,3600\n";
    let times = format!("{HEADER}{GOOD}t3,a,1,00:00:00,00:00:00\nt3,c,2,01:00:00,01:00:00\n");
    let found = feed(TWO_TRIPS, &times, &[("frequencies.txt", frequencies)]).expect("a whole feed");
    assert_eq!(column(&found, "departed_local")[1], "2026-01-06T06:00");
    assert_eq!(
        column(&found, "arrived_local")[1],
        "2026-01-06T06:00",
        "an hour later in an hour's zone"
    );
    assert!(left(&found).contains("trip that runs by headway"));
}

#[test]
fn trips_of_unknown_routes_and_twice_the_same_are_counted() {
    let trips = format!("{TWO_TRIPS}t4,zz,s,104\nt1,r,s,999\n");
    let times = format!("{HEADER}{GOOD}{GOOD}t9,a,1,10:00:00,10:00:00\n");
    let found = feed(&trips, &times, &[]).expect("a whole feed");
    let said = left(&found);
    for what in [
        "1 x trip of a route that routes.txt does not have: left out (trips.txt row 4, route \"zz\")",
        "1 x trip whose id is that of one before: only the first counts (trips.txt row 5, \"t1\")",
        "1 x call of a trip that trips.txt does not have: left out (stop_times.txt row 8)",
    ] {
        assert!(said.contains(what), "{said}");
    }
    assert_eq!(column(&found, "title"), ["North Line 101"]);
}

#[test]
fn numbers_of_calls_are_as_large_as_they_are() {
    let times = format!(
        "{HEADER}t1,c,4294967296,09:00:00,09:00:00\nt1,a,1,08:00:00,08:00:00\nt1,b1,2,08:30:00,08:30:00\n"
    );
    let found = feed(TRIPS, &times, &[]).expect("a whole feed");
    assert_eq!(column(&found, "via_ids"), ["fr-beta"]);
    let times = times.replace("4294967296", "99999999999999999999");
    assert_eq!(
        refused(&[("stop_times.txt", &times)]),
        ": stop_times.txt row 2 (line 2): stop_sequence \"99999999999999999999\" is not a whole number from 0"
    );
}

#[test]
fn days_at_the_end_of_time_make_no_journey() {
    for day in ["99991230", "99991231"] {
        let dates = format!("service_id,date,exception_type\ns,{day},1\n");
        let found =
            with(&[("calendar.txt", ""), ("calendar_dates.txt", &dates)]).expect("a network");
        assert_eq!(found.journeys.len(), 0, "{day}");
        assert!(
            left(&found).contains("trip on days that no calendar reaches: no journey (\"t1\")")
        );
    }
    for day in ["00000000", "20261301", "2026-01-05", "17991231"] {
        let calendar = CALENDAR.replace("20260105", day);
        let error = refused(&[("calendar.txt", &calendar)]);
        assert!(
            error.contains("calendar.txt row 2 (line 2): start_date"),
            "{error}"
        );
    }
    let never = CALENDAR.replace("0,1,1,1,1,1,1", "0,0,0,0,0,0,0");
    let found = with(&[("calendar.txt", &never)]).expect("a network");
    assert!(left(&found).contains("trip of a service that runs on no day: no journey (\"t1\")"));
}
