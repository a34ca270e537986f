//! Small feeds written here, one for each rule, and a real one where it is at hand.

mod archives;
mod lengths;
mod stations;
mod tables;
mod trips;

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;
use crate::network::Network;

const AGENCY: &str = "agency_name,agency_timezone\nTest Rail,Europe/Paris\n";
const ROUTES: &str = "route_id,route_type,route_long_name\nr,2,North Line\nb,3,Bus\n";
const CALENDAR: &str = "service_id,start_date,end_date,monday,tuesday,wednesday,thursday,friday,saturday,sunday\n\
    s,20260105,20261231,0,1,1,1,1,1,1\n";
/// Three stations on a meridian, 10 and 20 minutes of arc apart: 18.5 and 37.1 km; the second has a platform.
const STOPS: &str = "stop_id,stop_name,stop_lat,stop_lon,stop_timezone,parent_station\n\
    a,Alpha,47.0,9.0,,\nb1,Beta platform 1,47.166667,9.0,,b\nb,Beta,47.166667,9.0,,\n\
    c,Gamma,47.5,9.0,Europe/London,\n";

/// An archive with these files.
fn archive(files: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        let options = SimpleFileOptions::default();
        writer.start_file(*name, options).expect("a new name");
        writer
            .write_all(text.as_bytes())
            .expect("memory takes everything");
    }
    writer
        .finish()
        .expect("memory takes everything")
        .into_inner()
}

/// The files of a sound feed, some of them replaced or added; an empty text leaves one out.
fn files<'t>(extra: &[(&'t str, &'t str)]) -> Vec<(&'t str, &'t str)> {
    let sound = [
        ("agency.txt", AGENCY),
        ("routes.txt", ROUTES),
        ("calendar.txt", CALENDAR),
        ("stops.txt", STOPS),
        ("trips.txt", TRIPS),
        ("stop_times.txt", TIMES),
    ];
    let kept = sound
        .iter()
        .filter(|(name, _)| extra.iter().all(|(other, _)| other != name));
    let all = kept.chain(extra).copied();
    all.filter(|(_, text)| !text.is_empty()).collect()
}

fn options() -> GtfsOptions {
    GtfsOptions {
        country: Country::parse("FR").ok(),
        country_by_zone: [(
            "Europe/London".to_owned(),
            Country::parse("GB").expect("a code"),
        )]
        .into(),
        train: "test".to_owned(),
        ..GtfsOptions::default()
    }
}

/// Imports an archive; an error as its text without the path.
fn imported(bytes: Vec<u8>, options: &GtfsOptions) -> Result<Imported, String> {
    let archive = Archive::open(Box::new(Cursor::new(bytes)));
    let whole = |problem: ArchiveProblem| InFile::of_table("", problem.into());
    let imported = archive
        .map_err(whole)
        .and_then(|archive| import_from(archive, "test", options, &mut |_| {}));
    imported.map_err(|InFile { file, at, problem }| {
        format!("{}: {problem}", place(file, at.row, at.line))
    })
}

/// Imports a sound feed with some of its files replaced.
fn with(extra: &[(&str, &str)]) -> Result<Imported, String> {
    imported(archive(&files(extra)), &options())
}

fn feed(trips: &str, stop_times: &str, extra: &[(&str, &str)]) -> Result<Imported, String> {
    let mut all = vec![("trips.txt", trips), ("stop_times.txt", stop_times)];
    all.extend(extra);
    with(&all)
}

/// The error of a feed with some of its files replaced.
fn refused(extra: &[(&str, &str)]) -> String {
    with(extra).map(|_| ()).expect_err("it is broken")
}

/// What was left out, one kind a line.
fn left(imported: &Imported) -> String {
    imported.skipped.to_string()
}

/// Ends, length in km and quality of all segments.
fn segments(imported: &Imported) -> Vec<(String, f64, String)> {
    let table = &imported.raw.segments;
    let row = |row: usize| {
        let [from, to, km, quality]: [String; 4] =
            cells(table, row, &["from", "to", "length_km", "length_quality"])
                .try_into()
                .expect("four columns");
        (
            format!("{from} {to}"),
            km.parse().expect("a number"),
            quality,
        )
    };
    (0..table.len()).map(row).collect()
}

/// One column of all journeys.
fn column(imported: &Imported, name: &str) -> Vec<String> {
    let rows = 0..imported.journeys.len();
    rows.map(|row| imported.journeys.row(row).cell(name).text().to_owned())
        .collect()
}

const TRIPS: &str = "trip_id,route_id,service_id,trip_short_name\nt1,r,s,101\nt2,b,s,bus\n";
const TIMES: &str = "trip_id,stop_id,stop_sequence,arrival_time,departure_time\n\
    t1,c,9,25:10:00,25:10:00\nt1,a,1,23:50:00,23:50:00\nt1,b1,4,24:15:00,24:20:00\n\
    t2,a,1,01:00:00,01:00:00\n";

fn cells(table: &Table, row: usize, columns: &[&str]) -> Vec<String> {
    columns
        .iter()
        .map(|name| table.row(row).cell(name).text().to_owned())
        .collect()
}

#[test]
fn trips_become_segments_and_journeys() {
    let imported = feed(TRIPS, TIMES, &[]).expect("a whole feed");
    let columns = ["from", "to", "length_quality", "line"];
    assert_eq!(
        cells(&imported.raw.segments, 0, &columns),
        ["fr-alpha", "fr-beta", "estimate", "North Line"]
    );
    assert_eq!(
        cells(&imported.raw.segments, 1, &columns),
        ["fr-beta", "gb-gamma", "estimate", "North Line"]
    );
    assert_eq!(imported.raw.segments.len(), 2);
    // The first Tuesday of 2026 after the start is the 6th; London's clock is an hour behind that of Paris.
    let columns = [
        "journey_id",
        "from_id",
        "to_id",
        "via_ids",
        "departed_local",
        "arrived_local",
        "arrived_utc_offset_h",
        "duration_h",
        "distance_km_reported",
    ];
    assert_eq!(
        cells(&imported.journeys, 0, &columns),
        [
            "gtfs-t1",
            "fr-alpha",
            "gb-gamma",
            "fr-beta",
            "2026-01-06T23:50",
            "2026-01-07T00:10",
            "0",
            "1.3333",
            ""
        ]
    );
    assert_eq!(imported.journeys.len(), 1);
    assert_eq!(
        left(&imported),
        "1 x call of a trip of another route: left out\n\
         1 x route of type 3 (bus): left out, --include bus takes it in (Bus)"
    );
    Network::new(imported.raw).expect("nothing wrong");
}

#[test]
fn lengths_come_from_the_shape_in_whatever_unit() {
    // The shape goes round by the east between Alpha and Beta: two sides of 20 km by the distances in miles.
    let shape = "shape_id,shape_pt_sequence,shape_pt_lat,shape_pt_lon,shape_dist_traveled\n\
        x,1,47.0,9.0,0\nx,2,47.083333,9.1,7.4\nx,3,47.166667,9.0,14.8\nx,4,47.5,9.0,37.8\n";
    let trips = "trip_id,route_id,service_id,shape_id\nt1,r,s,x\n";
    let km = |times: &str| {
        let imported = feed(trips, times, &[("shapes.txt", shape)]).expect("a whole feed");
        let segments = &imported.raw.segments;
        (0..2)
            .map(|row| {
                let [km, quality] =
                    ["length_km", "length_quality"].map(|name| segments.row(row).cell(name));
                assert_eq!(quality.text(), "sourced");
                km.text().parse::<f64>().expect("a number")
            })
            .collect::<Vec<_>>()
    };
    // Two sides of a triangle, 0.083333 degrees (9.27 km) high and 0.1 degrees (7.6 km) wide: 2 * 11.98 km.
    let places = km(TIMES);
    assert!(
        (places[0] - 23.97).abs() < 0.05 && (places[1] - 37.06).abs() < 0.05,
        "{places:?}"
    );
    let with_distances = "trip_id,stop_id,stop_sequence,arrival_time,departure_time,shape_dist_traveled\n\
        t1,a,1,23:50:00,23:50:00,\nt1,b1,4,24:15:00,24:20:00,14.8\nt1,c,9,25:10:00,25:10:00,37.8\n";
    let distances = km(with_distances);
    assert!((distances[0] - places[0]).abs() < 0.02 && (distances[1] - places[1]).abs() < 0.02);
}

#[test]
fn an_express_train_needs_no_segments_of_its_own() {
    let trips = format!("{TRIPS}t3,r,s,201\n");
    let times = format!("{TIMES}t3,a,1,10:00:00,10:00:00\nt3,c,2,10:40:00,10:40:00\n");
    let imported = feed(&trips, &times, &[]).expect("a whole feed");
    assert_eq!(
        (imported.raw.segments.len(), imported.journeys.len()),
        (2, 2)
    );
}

#[test]
#[ignore = "reads ../shared/feeds/viarail-gtfs.zip, which is not part of the repository"]
fn the_canadian_runs_as_far_as_published() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../shared/feeds/viarail-gtfs.zip"
    );
    let options = GtfsOptions {
        country: Country::parse("CA").ok(),
        country_by_zone: [(
            "America/New_York".to_owned(),
            Country::parse("US").expect("a code"),
        )]
        .into(),
        ..GtfsOptions::default()
    };
    let imported = import(Path::new(path), &options, &mut |_| {}).expect("a whole feed");
    let network = Network::new(imported.raw).unwrap_or_else(|findings| panic!("{findings}"));
    assert!(network.network().station_by_id("us-new-york").is_some());
    let canadian = |id: &str| {
        let rows = 0..imported.journeys.len();
        let mut rows = rows.map(|row| imported.journeys.row(row));
        rows.find(|row| row.cell("journey_id").text() == id)
            .expect("the train")
    };
    for id in ["gtfs-111", "gtfs-112"] {
        // VIA's route guide gives 4,466 km. The feed's shapes cut corners: its own distances end at 4,406 km.
        let km: f64 = canadian(id)
            .cell("distance_km_reported")
            .text()
            .parse()
            .expect("a number");
        assert!((km / 4_466.0 - 1.0).abs() < 0.015, "{km}");
    }
    // Train 1 leaves Toronto on Wednesday at 9:55 and is in Vancouver on Sunday at 8:00, three hours of zones to the west:
    // four days less 1:55 and plus 3:00.
    let westbound = [
        "departed_local",
        "arrived_local",
        "arrived_utc_offset_h",
        "duration_h",
    ]
    .map(|column| canadian("gtfs-111").cell(column).text().to_owned());
    assert_eq!(
        westbound,
        ["2024-01-03T09:55", "2024-01-07T08:00", "-8", "97.0833"]
    );
}
