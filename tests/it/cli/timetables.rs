//! `slowtrain import gtfs`, and its timetable compared with the trains of the product.

use std::io::Write;

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::harness::{Answer, Sandbox};

const AGENCY: &str = "agency_id,agency_name,agency_url,agency_timezone\nA,Test Rail,http://example.org,Europe/Berlin\n";
const CALENDAR: &str = "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\n\
    S,1,1,1,1,1,1,1,20250101,20251231\n";

/// Writes a feed into the sandbox.
fn pack(sandbox: &Sandbox, name: &str, files: &[(&str, &str)]) {
    let file = std::fs::File::create(sandbox.path().join(name)).expect("a new file");
    let mut writer = ZipWriter::new(file);
    for (name, text) in files {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .expect("a new name");
        writer.write_all(text.as_bytes()).expect("room for it");
    }
    writer.finish().expect("room for it");
}

/// A local train that stops at 19 stations between Place 0 and Place 20, 4.45 km apart, and an express that does not.
fn local_and_express(sandbox: &Sandbox, route_type: u32) {
    let mut stops = String::from("stop_id,stop_name,stop_lat,stop_lon\n");
    let mut times = String::from("trip_id,arrival_time,departure_time,stop_id,stop_sequence\n");
    for place in 0..=20 {
        let lat = 50.0 + 0.04 * f64::from(place);
        stops.push_str(&format!("P{place},Place {place},{lat:.3},10.0\n"));
        let minutes = place * 5;
        let time = format!("{:02}:{:02}:00", 8 + minutes / 60, minutes % 60);
        times.push_str(&format!("LOCAL,{time},{time},P{place},{place}\n"));
    }
    times.push_str("EXPRESS,12:00:00,12:00:00,P0,0\nEXPRESS,13:05:00,13:05:00,P20,1\n");
    times.push_str("BACK,14:00:00,14:00:00,P20,0\nBACK,13:00:00,13:00:00,P0,1\n");
    let routes = format!(
        "route_id,agency_id,route_short_name,route_long_name,route_type\nR,A,R1,North Line,{route_type}\n"
    );
    pack(
        sandbox,
        "feed.zip",
        &[
            ("agency.txt", AGENCY),
            ("calendar.txt", CALENDAR),
            ("routes.txt", &routes),
            ("stops.txt", &stops),
            (
                "trips.txt",
                "route_id,service_id,trip_id\nR,S,LOCAL\nR,S,EXPRESS\nR,S,BACK\n",
            ),
            ("stop_times.txt", &times),
        ],
    );
}

fn import(sandbox: &Sandbox, more: &[&str]) -> Answer {
    let line = ["import", "gtfs", "feed.zip", "-o", "net", "--country", "DE"];
    sandbox.run(&[&line, more].concat())
}

#[test]
fn a_timetable_is_computed_with_its_own_stops() {
    let sandbox = Sandbox::new();
    local_and_express(&sandbox, 2);
    let imported = import(&sandbox, &[]);
    assert_eq!(
        (imported.code, imported.out.as_str()),
        (0, "net: 21 stations, 20 segments\n")
    );
    assert_eq!(
        imported.err,
        "slowtrain: 1 x trip whose times go backwards: no journey (\"BACK\")\n"
    );
    sandbox.run(&["network", "check", "net"]).fine();
    let compare = [
        "compare",
        "net/journeys.csv",
        "--network",
        "net",
        "--format",
        "json",
    ];
    let compared = sandbox.run(&compare).json();
    let rows = compared["rows"]
        .as_array()
        .or_else(|| compared["journeys"].as_array());
    let rows = rows.expect("a row for each train");
    assert_eq!(rows.len(), 2);
    let likely = |row: usize| {
        let computed = &rows[row]["computed_h"]["likely"];
        computed
            .as_f64()
            .unwrap_or_else(|| panic!("{:#}", rows[row]))
    };
    let (express, local) = (likely(0), likely(1));
    // Each stop takes half a minute, and from and to 33 m/s at 0.3 m/s2 down and about 0.15 up another 165 s: 19 x 3.25
    // minutes less what the speed that is held allows anyway.
    let minutes = (local - express) * 60.0;
    assert!((25.0..75.0).contains(&minutes), "{express} {local}");
}

#[test]
fn a_feed_without_railways_is_a_negative_answer() {
    let sandbox = Sandbox::new();
    local_and_express(&sandbox, 1);
    let refusal = import(&sandbox, &[]).refused(1);
    insta::assert_snapshot!(refusal, @"slowtrain: feed.zip: routes.txt: no railway (route type 2 or 100 to 117) among 1 routes: 1 of type 1 (subway); to take them in: --include subway");
    assert!(!sandbox.path().join("net").exists(), "nothing is written");
    assert_eq!(import(&sandbox, &["--include", "tram,subway"]).code, 0);
}

#[test]
fn routes_are_included_by_name() {
    let sandbox = Sandbox::new();
    local_and_express(&sandbox, 3);
    assert_eq!(import(&sandbox, &["--route", "Nort Line"]).code, 2);
    assert_eq!(import(&sandbox, &["--route", "North Line"]).code, 0);
    let refusal = import(&sandbox, &["--include", "train"]).refused(2);
    assert!(
        refusal.contains("subway, tram, monorail, funicular, bus or the number"),
        "{refusal}"
    );
}
