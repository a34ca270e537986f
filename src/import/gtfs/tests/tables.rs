//! Tables as they are written: columns, rows, quotes, and what belongs to others.

use super::*;

#[test]
fn columns_are_found_in_any_case_and_missed_by_name() {
    let stops = STOPS.replace("stop_id,stop_name", "\u{feff}\"Stop_ID\", STOP_Name ");
    assert_eq!(
        with(&[("stops.txt", &stops)])
            .expect("a whole feed")
            .raw
            .stations
            .len(),
        3
    );
    for (file, text, column) in [
        ("agency.txt", AGENCY, "agency_timezone"),
        ("routes.txt", ROUTES, "route_id"),
        ("routes.txt", ROUTES, "route_type"),
        ("trips.txt", TRIPS, "trip_id"),
        ("trips.txt", TRIPS, "route_id"),
        ("trips.txt", TRIPS, "service_id"),
        ("stop_times.txt", TIMES, "trip_id"),
        ("stop_times.txt", TIMES, "stop_id"),
        ("stop_times.txt", TIMES, "stop_sequence"),
        ("stop_times.txt", TIMES, "arrival_time"),
        ("stop_times.txt", TIMES, "departure_time"),
        ("stops.txt", STOPS, "stop_id"),
        ("stops.txt", STOPS, "stop_name"),
        ("stops.txt", STOPS, "stop_lat"),
        ("stops.txt", STOPS, "stop_lon"),
        ("calendar.txt", CALENDAR, "service_id"),
        ("calendar.txt", CALENDAR, "start_date"),
        ("calendar.txt", CALENDAR, "monday"),
    ] {
        let without = text.replacen(column, "other", 1);
        assert_eq!(
            refused(&[(file, &without)]),
            format!(": {file} row 1 (line 1): it has no column {column}")
        );
    }
}

#[test]
fn other_separators_are_named() {
    for (mark, marks) in [(";", "semicolons"), ("\t", "tabs"), ("|", "bars")] {
        let stops = STOPS.replace(',', mark);
        let error = refused(&[("stops.txt", &stops)]);
        let expected = format!(
            ": stops.txt row 1 (line 1): it has no column stop_id; its cells seem to be separated by {marks}, where a feed has commas"
        );
        assert_eq!(error, expected);
    }
}

#[test]
fn rows_are_told_with_their_lines() {
    let stops = STOPS
        .replace("a,Alpha", "\n\r\na,\"Al\npha\"")
        .replace("47.5", "xx");
    assert_eq!(
        refused(&[("stops.txt", &stops)]),
        ": stops.txt row 5 (line 8): stop_lat \"xx\" is not a number"
    );
    let times = TIMES.replace('\n', "\r\n").replace("24:15:00", "24:75:00");
    assert_eq!(
        refused(&[("stop_times.txt", &times)]),
        ": stop_times.txt row 4 (line 4): arrival_time \"24:75:00\" is not a time like 08:05:00"
    );
    let stops = STOPS.replace("47.5", "147.5");
    assert_eq!(
        refused(&[("stops.txt", &stops)]),
        ": stops.txt row 5 (line 5): a stop lies at 147.5, 9.0, which is no place"
    );
    let times = TIMES.replace("b1", "zz");
    assert_eq!(
        refused(&[("stop_times.txt", &times)]),
        ": stop_times.txt: stop \"zz\" is in no other file"
    );
}

#[test]
fn quotes_that_stay_open_and_cells_too_many_are_refused() {
    let open = STOPS.replace("b1,Beta", "b1,\"Beta");
    assert_eq!(
        refused(&[("stops.txt", &open)]),
        ": stops.txt row 3 (line 3): a quote is opened in this row and not closed"
    );
    // Another cell with quotes further down does not close it.
    let open = open.replace("c,Gamma", "c,\"Gamma\"");
    assert!(refused(&[("stops.txt", &open)]).contains("row 3 (line 3): a quote is opened"));
    let many = STOPS.replace("b1,Beta platform", "b1,Beta, platform");
    assert_eq!(
        refused(&[("stops.txt", &many)]),
        ": stops.txt row 3 (line 3): 7 cells where the header has 6; a cell with a comma needs quotes"
    );
    let short = STOPS.replace("c,Gamma,47.5,9.0,Europe/London,", "c,Gamma");
    assert_eq!(
        refused(&[("stops.txt", &short)]),
        ": stops.txt row 5 (line 5): stop \"c\" (Gamma) has no place; without it no trip is left"
    );
}

#[test]
fn texts_that_are_no_text_are_refused_where_they_matter() {
    let mut all = files(&[])
        .into_iter()
        .map(|(name, text)| (name, text.as_bytes().to_vec()));
    let feed = |bad: &str, foreign: bool| {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in all.clone().by_ref() {
            let text = String::from_utf8(text).expect("as written above");
            let text = match (name, foreign) {
                ("stops.txt", false) => text.replace("Alpha", bad),
                ("stops.txt", true) => format!("{text}z,{bad},999,999,Nowhere/Never,\n"),
                _ => text,
            };
            // One letter of Latin-1.
            let bytes: Vec<u8> = text.chars().map(|c| c as u8).collect();
            writer
                .start_file(name, SimpleFileOptions::default())
                .expect("a new name");
            writer.write_all(&bytes).expect("memory");
        }
        imported(writer.finish().expect("memory").into_inner(), &options())
    };
    let error = feed("Älpha", false).map(|_| ()).expect_err("not UTF-8");
    assert!(
        error.starts_with(": stops.txt row 2 (line 2): the row is not UTF-8"),
        "{error}"
    );
    assert_eq!(
        feed("Älpha", true)
            .expect("nobody calls there")
            .raw
            .stations
            .len(),
        3
    );
    assert!(all.next().is_some());
}

/// Rows of buses: a place, a zone, a day, a time, a shape and a distance that are none.
#[test]
fn broken_rows_of_others_refuse_nothing() {
    let stops = format!("{STOPS}z,Bus stop,999,999,Nowhere/Never,\n");
    let calendar = format!("{CALENDAR}bus,soon,never,1,1,1,1,1,1,1\n");
    let dates = "service_id,date,exception_type\nbus,20261399,9\n";
    let frequencies = "trip_id,start_time\nt2,early\n";
    let times = format!("{TIMES}t2,z,two,late,later\n");
    let trips = format!("{TRIPS},b,s,\nt3,b,bus,,,,,,\"\n");
    let shapes = "shape_id,shape_pt_sequence,shape_pt_lat,shape_pt_lon\nx,one,91,181\n";
    let agency = "agency_id,agency_name,agency_timezone\nbus,City Bus,Nowhere/Never\nr,Test Rail,Europe/Paris\n";
    let routes = "route_id,agency_id,route_type,route_long_name\nr,r,2,North Line\nb,bus,3,Bus\n";
    let info = "feed_publisher_name,feed_start_date\nCity Bus,soon\n";
    let found = with(&[
        ("stops.txt", &stops),
        ("calendar.txt", &calendar),
        ("calendar_dates.txt", dates),
        ("frequencies.txt", frequencies),
        ("stop_times.txt", &times),
        ("trips.txt", &trips.replace(",,,,,,\"", "")),
        ("shapes.txt", shapes),
        ("agency.txt", agency),
        ("routes.txt", routes),
        ("feed_info.txt", info),
    ]);
    let found = found.expect("the railway is sound");
    assert_eq!((found.raw.stations.len(), found.journeys.len()), (3, 1));
    let sources = found.raw.sources.as_ref().expect("a feed is a source");
    assert_eq!(
        cells(sources, 0, &["what"]),
        ["timetable feed of Test Rail, published by City Bus, test"]
    );
    let package = found
        .raw
        .package
        .as_ref()
        .expect("a package")
        .text
        .to_string();
    assert!(
        package.contains("\"title\": \"Railways of Test Rail\""),
        "{package}"
    );
}

#[test]
fn a_feed_without_agency_rows_is_refused() {
    for agency in [
        "agency_name,agency_timezone\n",
        "agency_name,agency_timezone\nTest Rail,\n",
    ] {
        assert_eq!(
            refused(&[("agency.txt", agency)]),
            ": agency.txt: it has no row with agency_timezone"
        );
    }
    assert_eq!(
        refused(&[("agency.txt", "\n")]),
        ": agency.txt: it has no header with the names of its columns"
    );
    assert_eq!(
        refused(&[("agency.txt", &AGENCY.replace("Paris", "Atlantis"))]),
        ": agency.txt row 2 (line 2): agency_timezone \"Europe/Atlantis\" is not the name of a time zone"
    );
}

#[test]
fn a_feed_without_railways_says_what_it_has() {
    let routes = "route_id,route_type,route_long_name\nr,1,Red\nb,3,Bus\nc,401,Blue\nd,9999,Odd\n";
    assert_eq!(
        refused(&[("routes.txt", routes)]),
        ": routes.txt: no railway (route type 2 or 100 to 117) among 4 routes: 1 of type 1 (subway), \
         1 of type 3 (bus), 1 of type 401 (subway), 1 of type 9999; to take them in: --include subway"
    );
    let import = |include: &str| {
        let include: Vec<Include> = include.split(',').filter_map(Include::parse).collect();
        let options = GtfsOptions {
            include,
            ..options()
        };
        imported(archive(&files(&[("routes.txt", routes)])), &options)
    };
    assert_eq!(import("subway").expect("it is taken").raw.stations.len(), 3);
    assert_eq!(import("1").expect("it is taken").raw.stations.len(), 3);
    assert!(import("tram").is_err());
    for word in [
        "rail",
        "subway",
        "tram",
        "light_rail",
        "monorail",
        "funicular",
        "bus",
        "7",
    ] {
        assert!(Include::parse(word).is_some(), "{word}");
    }
    assert_eq!(Include::parse("train"), None);
}

/// Railways that a feed codes as buses are taken by their name.
#[test]
fn routes_are_taken_by_name_whatever_their_type() {
    let routes = ROUTES.replace("r,2,", "r,3,");
    let import = |name: &str| {
        let options = GtfsOptions {
            routes: vec![name.to_owned()],
            ..options()
        };
        imported(archive(&files(&[("routes.txt", &routes)])), &options)
    };
    for name in ["r", "North Line", "north line"] {
        assert_eq!(
            import(name).expect("it is taken").raw.stations.len(),
            3,
            "{name}"
        );
    }
    let error = import("Nort Line").map(|_| ()).expect_err("there is none");
    assert_eq!(
        error,
        ": routes.txt: no route is called \"Nort Line\"; did you mean \"North Line\"?"
    );
}
