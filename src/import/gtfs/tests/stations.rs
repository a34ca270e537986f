//! Stations of stops: parents that are missing, names that are shared, places that are none.

use super::*;

const HEADER: &str = "stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station\n";

/// A train each way between three stations with two platforms each.
const BOTH_WAYS: &str = "trip_id,stop_id,stop_sequence,arrival_time,departure_time\n\
    t1,a1,1,08:00:00,08:00:00\nt1,b1,2,08:30:00,08:31:00\nt1,c1,3,09:00:00,09:00:00\n\
    t3,c2,1,10:00:00,10:00:00\nt3,b2,2,10:30:00,10:31:00\nt3,a2,3,11:00:00,11:00:00\n";
const TWO_TRIPS: &str = "trip_id,route_id,service_id\nt1,r,s\nt3,r,s\n";

fn both_ways(stops: &str) -> Result<Imported, String> {
    let stops = format!("{HEADER}{stops}");
    feed(TWO_TRIPS, BOTH_WAYS, &[("stops.txt", &stops)])
}

fn ids(imported: &Imported) -> Vec<String> {
    let stations = &imported.raw.stations;
    (0..stations.len())
        .map(|row| cells(stations, row, &["id"]).remove(0))
        .collect()
}

#[test]
fn platforms_of_one_name_at_one_place_are_one_station() {
    let found = both_ways(
        "a1,Alpha,50.0,10.0,0,\na2,Alpha,50.0002,10.0,0,\nb1,Beta,50.1,10.0,0,\nb2,BETA,50.1002,10.0,0,\n\
         c1,Gamma,50.2,10.0,0,\nc2,Gamma,50.2002,10.0,0,\n",
    );
    let found = found.expect("a whole feed");
    assert_eq!(ids(&found), ["fr-alpha", "fr-beta", "fr-gamma"]);
    assert_eq!(segments(&found).len(), 2);
    assert!(left(&found).contains("3 x stop of the name and at the place of another"));
    // A kilometre apart they are two, and two that the feed calls stations are not joined by their name.
    let found = both_ways(
        "a1,Alpha,50.0,10.0,0,\na2,Alpha,50.01,10.0,0,\nb1,x,50.1,10.0,0,B1\nb2,x,50.103,10.0,0,B2\n\
         B1,Beta,50.1,10.0,1,\nB2,Beta,50.103,10.0,1,\nc1,Gamma,50.2,10.0,0,\nc2,Gamma,50.2002,10.0,0,\n",
    );
    assert_eq!(
        ids(&found.expect("a whole feed")),
        [
            "fr-beta-b1",
            "fr-beta-b2",
            "fr-alpha-a1",
            "fr-alpha-a2",
            "fr-gamma"
        ]
    );
}

#[test]
fn a_parent_that_is_missing_costs_nothing() {
    let found = both_ways(
        "a1,Alpha 1,50.0,10.0,0,PA\na2,Alpha 2,50.0002,10.0,0,PA\nb1,Beta,50.1,10.0,0,\nb2,Beta,50.1002,10.0,0,\n\
         c1,Gamma,50.2,10.0,0,PC\nc2,Delta,50.3,10.0,0,PC\n",
    );
    let found = found.expect("the stops are there");
    assert_eq!(
        ids(&found),
        ["fr-alpha-1", "fr-beta", "fr-gamma", "fr-delta"]
    );
    let said = left(&found);
    let what = "4 x stop whose parent station stops.txt does not have: it stands for itself \
                (stops.txt row 2, \"a1\", parent \"PA\", ";
    assert!(said.contains(what), "{said}");
}

#[test]
fn a_parent_without_a_place_has_that_of_its_platform() {
    let found = both_ways(
        "a1,1,50.0,10.0,0,A\na2,2,50.0002,10.0,0,A\nA,Alpha,,,1,\nb1,Beta,50.1,10.0,0,\nb2,Beta,50.1,10.0,0,\n\
         c1,Gamma,50.2,10.0,0,C\nc2,Gamma,50.2,10.0,0,C\nC,Gamma,0,0,1,\n",
    );
    let found = found.expect("the platforms have places");
    let names = cells(&found.raw.stations, 0, &["name", "lat"]);
    assert_eq!(names, ["Alpha", "50.000000"]);
    assert_eq!(found.raw.stations.len(), 3);
}

#[test]
fn stations_without_a_name_have_their_id() {
    let found = both_ways(
        "a1,,50.0,10.0,0,\na2,a1,50.0,10.0,0,\nb1,Beta,50.1,10.0,0,\nb2,Beta,50.1,10.0,0,\n\
         c1,Gamma,50.2,10.0,0,\nc2,Gamma,50.2,10.0,0,\n",
    );
    let found = found.expect("ids are names");
    assert!(
        left(&found)
            .contains("1 x station without a name: its id is its name (stops.txt row 2, \"a1\")")
    );
    assert_eq!(ids(&found)[0], "fr-a1");
    Network::new(found.raw).expect("nothing wrong");
}

#[test]
fn a_stop_that_is_there_twice_stays_where_it_was() {
    let found = both_ways(
        "a1,Alpha,50.0,10.0,0,\na2,Alpha,50.0,10.0,0,\nb1,Beta,50.1,10.0,0,\nb2,Beta,50.1,10.0,0,\n\
         c1,Gamma,50.2,10.0,0,\nc2,Gamma,50.2,10.0,0,\nb1,Beta,52.1,12.1,0,\n",
    );
    let found = found.expect("a whole feed");
    let what =
        "1 x stop whose id is that of one before: only the first counts (stops.txt row 8, \"b1\")";
    assert!(left(&found).contains(what), "{}", left(&found));
    assert!(segments(&found).iter().all(|(_, km, _)| *km < 15.0));
}

/// Whatever a slug drops: case, punctuation, and the ids of others.
#[test]
fn ids_are_unique() {
    let found = both_ways(
        "a1,Central,50.0,10.0,0,\na2,Central,50.0,10.0,0,\nb1,Central North,50.1,10.0,0,\n\
         b2,Central North,50.1,10.0,0,\nc1,Central,50.2,10.0,0,\nc2,Central,50.2,10.0,0,\n"
            .replace("a1,", "North,")
            .replace("c1,", "C1,")
            .replace("c2,", "c1,")
            .as_str(),
    );
    assert!(found.is_err(), "a1 is gone");
    let stops = format!(
        "{HEADER}North,Central,50.0,10.0,0,\nb,Central North,50.1,10.0,0,\nC1,Central,50.2,10.0,0,\nc1,Central,50.3,10.0,0,\n"
    );
    let times = "trip_id,stop_id,stop_sequence,arrival_time,departure_time\n\
        t1,North,1,08:00:00,08:00:00\nt1,b,2,08:30:00,08:31:00\nt1,C1,3,09:00:00,09:00:00\nt1,c1,4,09:30:00,09:30:00\n";
    let found = feed(TWO_TRIPS, times, &[("stops.txt", &stops)]).expect("a whole feed");
    let mut unique = ids(&found);
    unique.sort();
    assert_eq!(
        unique,
        [
            "fr-central-c1",
            "fr-central-c1-2",
            "fr-central-north",
            "fr-central-north-2"
        ]
    );
    Network::new(found.raw).expect("nothing wrong");
}

/// Four stations in a row; the third lies elsewhere.
fn third_at(place: &str) -> Result<Imported, String> {
    let stops = format!(
        "{HEADER}a,Alpha,50.0,10.0,0,\nb,Beta,50.1,10.1,0,\nc,Gamma,{place},0,\nd,Delta,50.3,10.3,0,\n"
    );
    let times = "trip_id,stop_id,stop_sequence,arrival_time,departure_time\n\
        t1,a,1,08:00:00,08:00:00\nt1,b,2,08:15:00,08:15:00\nt1,c,3,08:30:00,08:30:00\nt1,d,4,08:45:00,08:45:00\n\
        t3,a,1,09:00:00,09:00:00\nt3,b,2,09:15:00,09:15:00\n";
    feed(TWO_TRIPS, times, &[("stops.txt", &stops)])
}

#[test]
fn places_that_cannot_be_right_are_named_and_their_trips_left_out() {
    for (place, why) in [
        ("0,0", "lies at 0, 0: its place was never entered"),
        (",", "has no place"),
        ("10.2,50.2", "has latitude and longitude exchanged"),
        ("-50.2,10.2", "has the wrong sign of its latitude"),
        ("50.2,-10.2", "has the wrong sign of its longitude"),
        ("5.02,10.2", "is too far from all its neighbours"),
    ] {
        let found = third_at(place).expect("one train is left");
        let said = left(&found);
        let named = "1 x trip that calls where the place of the station cannot be right: left out \
                     (\"Gamma\" (stops.txt row 4, stop \"c\")";
        assert!(
            said.contains(named) && said.contains(why),
            "{place}: {said}"
        );
        assert_eq!(
            (found.raw.stations.len(), found.journeys.len()),
            (2, 1),
            "{place}"
        );
        Network::new(found.raw).expect("nothing wrong");
    }
    assert_eq!(
        third_at("50.2,10.2")
            .expect("a whole feed")
            .raw
            .stations
            .len(),
        4
    );
}

/// The last station is 1,432 km away: there are such trains, if not in 15 minutes.
#[test]
fn a_long_stretch_is_kept_and_told_where_no_train_is_so_fast() {
    let stops = STOPS.replace("c,Gamma,47.5,9.0", "c,Gamma,47.5,28.0");
    let found = with(&[("stops.txt", &stops)]).expect("a whole feed");
    let long = segments(&found).pop().expect("the last");
    assert!((long.1 - 1_427.0 * 1.27).abs() < 20.0, "{long:?}");
    assert!(
        left(&found).contains("1 x stretch that no train can run in its time"),
        "{}",
        left(&found)
    );
    Network::new(found.raw).expect("legal");
}

/// Two names for one place, between which a train stands still.
#[test]
fn stations_that_touch_are_one() {
    let stops = STOPS.replace("c,Gamma,47.5,9.0", "c,Beta Museum,47.166667,9.0");
    let times = format!(
        "{TIMES}t3,a,1,10:00:00,10:00:00\nt3,b1,2,10:30:00,10:30:00\nt3,c,3,10:30:00,10:30:00\n"
    );
    let found = feed(
        &format!("{TRIPS}t3,r,s,3\n"),
        &times,
        &[("stops.txt", &stops)],
    );
    let found = found.expect("a whole feed");
    assert_eq!((found.raw.stations.len(), segments(&found).len()), (2, 1));
    assert!(left(&found).contains("station at the place of another that trains call at next"));
}

#[test]
fn a_stop_that_is_part_of_itself_stands_for_itself() {
    // b1 and c1 are said to be part of each other.
    let found = both_ways(
        "a1,Alpha,50.0,10.0,0,a1\na2,Alpha,50.0002,10.0,0,\nb1,Beta,50.1,10.0,0,c1\nb2,Beta,50.1002,10.0,0,\n\
         c1,Gamma,50.2,10.0,0,b1\nc2,Gamma,50.2002,10.0,0,\n",
    );
    let found = found.expect("a whole feed");
    assert_eq!(ids(&found), ["fr-alpha", "fr-beta", "fr-gamma"]);
    let segments = segments(&found);
    let ends: Vec<&str> = segments.iter().map(|(ends, ..)| ends.as_str()).collect();
    assert_eq!(ends, ["fr-alpha fr-beta", "fr-beta fr-gamma"]);
    assert!(left(&found).contains("3 x stop that is part of itself: it stands for itself"));
}

#[test]
fn time_zones_are_known_in_any_case_and_written_as_the_database_has_them() {
    let agency = "agency_name,agency_timezone\nTest Rail,europe/paris\n";
    let stops = STOPS.replace("Europe/London", "EUROPE/LONDON");
    let found = feed(
        TRIPS,
        TIMES,
        &[("agency.txt", agency), ("stops.txt", &stops)],
    );
    let stations = found.expect("a whole feed").raw.stations;
    let zones: Vec<String> = (0..stations.len())
        .map(|row| cells(&stations, row, &["timezone"]).remove(0))
        .collect();
    assert_eq!(zones, ["Europe/Paris", "Europe/Paris", "Europe/London"]);
}

#[test]
fn railways_that_count_in_another_zone_than_the_feed_are_named() {
    let agency =
        "agency_id,agency_name,agency_timezone\nx,North,Europe/Paris\ny,South,Europe/Lisbon\n";
    let routes = "route_id,route_type,agency_id\nr,2,x\nr2,2,y\n";
    let found = feed(
        TRIPS,
        TIMES,
        &[("agency.txt", agency), ("routes.txt", routes)],
    );
    let told = left(&found.expect("a whole feed"));
    let count = "1 x agency of another time zone: its times count as those of Europe/Paris, which is that of the feed \
                 (South, Europe/Lisbon)";
    assert!(told.contains(count), "{told}");
}
