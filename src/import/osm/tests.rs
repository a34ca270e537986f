//! Small maps drawn in code, one for each rule, and a real one where it is at hand.

use super::sample::Sample;
use super::*;
use crate::network::Network;

/// Degrees of latitude in a kilometre at 47 degrees north: the meridian is 111.176 km long a degree there (WGS 84).
pub const KM: f64 = 1.0 / 111.176;

pub const RAIL: [(&str, &str); 2] = [("railway", "rail"), ("gauge", "1435")];

pub fn options() -> OsmOptions {
    OsmOptions {
        country: Country::parse("LI").ok(),
        ..OsmOptions::default()
    }
}

pub fn read(sample: &Sample) -> Imported {
    let pbf = sample.pbf();
    import_from(&mut &pbf[..], "sample", &options(), &mut |_| {}).expect("a whole file")
}

pub fn station(sample: Sample, id: i64, lat: f64, lon: f64, name: &str) -> Sample {
    sample.node(id, lat, lon, &[("railway", "station"), ("name", name)])
}

/// From, to, kilometres and gauges of the segments.
pub fn segments(imported: &Imported) -> Vec<[String; 4]> {
    let rows = imported.raw.segments.rows().map(|row| {
        ["from", "to", "length_km", "gauge_mm"].map(|column| row.cell(column).text().to_owned())
    });
    rows.collect()
}

pub fn ends(imported: &Imported) -> Vec<String> {
    let segments = segments(imported);
    segments
        .iter()
        .map(|[from, to, ..]| format!("{from} {to}"))
        .collect()
}

/// The rows of the limits along segments.
fn limits(imported: &Imported) -> Vec<String> {
    let table = imported.raw.limits.iter();
    let text = table.map(crate::network::write::table).collect::<String>();
    text.lines().skip(1).map(str::to_owned).collect()
}

/// A line north from Alpha (km 0) by Beta (km 2) to Gamma (km 5), whose signs stand beside it.
pub fn line() -> Sample {
    let sample = Sample::default()
        .node(1, 47.0, 9.0, &[])
        .node(2, 47.0 + 2.0 * KM, 9.0, &[])
        .node(3, 47.0 + 5.0 * KM, 9.0, &[]);
    let sample = station(sample, 10, 47.0, 9.000_5, "Alpha");
    let sample = station(sample, 11, 47.0 + 2.0 * KM, 9.000_5, "Beta");
    station(sample, 12, 47.0 + 5.0 * KM, 8.999_5, "Gamma")
}

#[test]
fn a_line_becomes_segments_with_length_speed_and_shape() {
    let tags = [&RAIL[..], &[("maxspeed", "90"), ("name", "North Line")]].concat();
    let imported = read(&line().way(20, &[1, 2, 3], &tags));
    assert_eq!(
        segments(&imported),
        [
            ["li-alpha", "li-beta", "2.000", "1435"],
            ["li-beta", "li-gamma", "3.000", "1435"]
        ]
    );
    let row = imported.raw.segments.row(0);
    let cell = |column| row.cell(column).text();
    assert_eq!(
        (cell("line"), cell("max_speed_kmh"), cell("source")),
        ("North Line", "90", "osm")
    );
    assert!(
        cell("geometry").starts_with("LINESTRING (9.000000 47.000000, "),
        "{}",
        cell("geometry")
    );
    let network = Network::new(imported.raw)
        .expect("nothing wrong")
        .into_network();
    assert_eq!(network.package().licences, ["ODbL-1.0"]);
    assert_eq!(network.package().as_of, Some(jiff::civil::date(2026, 1, 1)));
    assert_eq!(
        network.package().attribution.as_deref(),
        Some(rows::ATTRIBUTION)
    );
}

#[test]
fn inclines_become_gradients_along_the_segment() {
    // Up by 20 per mille for a kilometre north of Alpha; the second way was drawn southwards and falls that way.
    let sample = line().node(4, 47.0 + KM, 9.0, &[]);
    let up = [&RAIL[..], &[("incline", "2%")]].concat();
    let down = [&RAIL[..], &[("incline", "-5 ‰")]].concat();
    let imported = read(&sample.way(20, &[1, 4], &up).way(21, &[3, 2, 4], &down));
    let table = imported.raw.gradients.as_ref().expect("gradients");
    let rows: Vec<String> = table
        .rows()
        .map(|row| {
            let columns = ["segment", "direction", "from_km", "to_km", "value"];
            columns.map(|column| row.cell(column).text()).join(" ")
        })
        .collect();
    assert_eq!(
        rows,
        [
            "li-alpha/li-beta  0.000 1.000 20",
            "li-alpha/li-beta  1.000 2.000 5",
            "li-beta/li-gamma  0.000 3.000 5"
        ]
    );
    let network = Network::new(imported.raw).expect("nothing wrong");
    let segment = &network.network().segments()[0];
    let beta = network.network().station_by_id("li-beta").expect("there");
    assert_eq!(segment.gradients.parts(false).len(), 2);
    // From Beta all of it falls.
    assert_eq!(segment.steepest_from(beta), None);
}

#[test]
fn a_speed_that_is_not_known_is_inferred_and_marked() {
    let tags = [&RAIL[..], &[("usage", "branch")]].concat();
    let imported = read(&line().way(20, &[1, 2, 3], &tags));
    let row = imported.raw.segments.row(0);
    let cell = |column| row.cell(column).text();
    assert_eq!(
        (cell("max_speed_kmh"), cell("inferred_speed_kmh")),
        ("", "60")
    );
    assert_eq!(cell("source"), "osm;inferred");
    assert_eq!(cell("notes"), "speed inferred over 100 % of the length");
    // A limit over a part of a segment is none for the rest.
    let limited = [&tags[..], &[("maxspeed", "30")]].concat();
    let sample = line().node(4, 47.0 + KM, 9.0, &[]);
    let imported = read(&sample.way(20, &[1, 4], &limited).way(21, &[4, 2, 3], &tags));
    let row = imported.raw.segments.row(0);
    for column in ["max_speed_kmh", "inferred_speed_kmh"] {
        assert_eq!(row.cell(column).text(), "", "{column}");
    }
    assert_eq!(
        limits(&imported),
        [
            "li-alpha/li-beta,,0.000,1.000,30,sourced,osm",
            "li-alpha/li-beta,,1.000,2.000,60,estimate,inferred"
        ]
    );
}

#[test]
fn a_gauge_is_kept_or_its_way_left_out_and_never_another() {
    let with_gauge = |gauge: &'static str| {
        let tags = [("railway", "rail"), ("gauge", gauge)];
        read(&line().way(20, &[1, 2, 3], &tags))
    };
    for (text, gauge_mm) in [
        ("1676", "1676"),
        ("1000/1435", "1000;1435"),
        ("5 ft 6 in", "1676"),
        ("1524", "1524"),
    ] {
        let imported = with_gauge(text);
        let found: Vec<String> = segments(&imported)
            .into_iter()
            .map(|s| s[3].clone())
            .collect();
        assert_eq!(found, [gauge_mm, gauge_mm], "{text}");
        assert!(imported.skipped.is_empty(), "{}", imported.skipped);
    }
    for text in ["wide", "184"] {
        let imported = with_gauge(text);
        assert_eq!(segments(&imported).len(), 0, "{text}");
        let what = format!("way left out: gauge={text} cannot be read");
        assert_eq!(imported.skipped.of(&what), 1);
    }
}

#[test]
fn limits_are_kept_exactly_and_by_direction() {
    let tags = |more: &[(&'static str, &'static str)]| [&RAIL[..], more].concat();
    let sample = line().way(20, &[1, 2], &tags(&[("maxspeed", "5 mph")]));
    let by_direction = [("maxspeed:forward", "40"), ("maxspeed:backward", "120")];
    // Drawn from Gamma to Beta: forward is towards Beta.
    let imported = read(&sample.way(21, &[3, 2], &tags(&by_direction)));
    assert_eq!(
        imported.raw.segments.row(0).cell("max_speed_kmh").text(),
        "8.04672"
    );
    assert_eq!(
        limits(&imported),
        [
            "li-beta/li-gamma,forward,0.000,3.000,120,sourced,osm",
            "li-beta/li-gamma,backward,0.000,3.000,40,sourced,osm"
        ]
    );
    Network::new(imported.raw).expect("nothing wrong");
}

#[test]
fn a_oneway_track_makes_a_oneway_segment() {
    for (oneway, expected) in [("yes", "li-beta li-gamma"), ("-1", "li-gamma li-beta")] {
        let tags = [&RAIL[..], &[("oneway", oneway)]].concat();
        let imported = read(&line().way(20, &[1, 2], &RAIL).way(21, &[2, 3], &tags));
        assert_eq!(ends(&imported), ["li-alpha li-beta", expected]);
        let of = |row: usize| {
            imported
                .raw
                .segments
                .row(row)
                .cell("oneway")
                .text()
                .to_owned()
        };
        assert_eq!([of(0), of(1)], ["", "yes"]);
        Network::new(imported.raw).expect("nothing wrong");
    }
}

#[test]
fn two_oneway_tracks_side_by_side_are_one_segment_with_limits_by_direction() {
    // A second track 10 m to the west, joined at both ends.
    let sample =
        line()
            .node(4, 47.0 + 0.1 * KM, 8.999_87, &[])
            .node(5, 47.0 + 1.9 * KM, 8.999_87, &[]);
    let up = [&RAIL[..], &[("oneway", "yes"), ("maxspeed", "100")]].concat();
    let down = [&RAIL[..], &[("oneway", "-1"), ("maxspeed", "80")]].concat();
    let sample = sample.way(20, &[1, 2], &up).way(21, &[1, 4, 5, 2], &down);
    let imported = read(&sample.way(22, &[2, 3], &RAIL));
    assert_eq!(ends(&imported), ["li-alpha li-beta", "li-beta li-gamma"]);
    assert_eq!(imported.raw.segments.row(0).cell("oneway").text(), "");
    assert_eq!(
        limits(&imported),
        [
            "li-alpha/li-beta,forward,0.000,2.000,100,sourced,osm",
            "li-alpha/li-beta,backward,0.000,2.000,80,sourced,osm"
        ]
    );
}

#[test]
fn trains_do_not_turn_sharply_between_stations() {
    // A branch leaves the line 1 km north of Alpha towards the north-east; from it no train comes to Alpha's south.
    let sample = Sample::default()
        .node(1, 47.0, 9.0, &[])
        .node(2, 47.0 + KM, 9.0, &[])
        .node(3, 47.0 + 3.0 * KM, 9.0, &[])
        .node(4, 47.0 + 3.0 * KM, 9.01, &[]);
    let sample = station(sample, 10, 47.0, 9.0, "Alpha");
    let sample = station(sample, 11, 47.0 + 3.0 * KM, 9.0, "Beta");
    let sample = station(sample, 12, 47.0 + 3.0 * KM, 9.01, "Gamma");
    let imported = read(&sample.way(20, &[1, 2, 3], &RAIL).way(21, &[2, 4], &RAIL));
    assert_eq!(ends(&imported), ["li-alpha li-beta", "li-alpha li-gamma"]);
}

#[test]
fn a_station_takes_hold_of_rails_and_not_of_the_tram_before_it() {
    let every_kind = OsmOptions {
        classes: [TrackClass::Rail, TrackClass::Tram].into(),
        ..options()
    };
    // The tram runs between the sign and the railway.
    let sample = line()
        .node(4, 47.0, 9.000_4, &[])
        .node(5, 47.0 + 5.0 * KM, 9.000_4, &[])
        .way(20, &[1, 2, 3], &RAIL)
        .way(21, &[4, 5], &[("railway", "tram"), ("gauge", "1435")]);
    let pbf = sample.pbf();
    let imported = import_from(&mut &pbf[..], "sample", &every_kind, &mut |_| {}).expect("whole");
    for (node, _) in imported.tracks.stations() {
        let half = imported.tracks.leaving(node).next().expect("on a track");
        let edge = half.edge();
        assert_eq!(imported.tracks.track(edge).class, TrackClass::Rail);
    }
    assert_eq!(ends(&imported), ["li-alpha li-beta", "li-beta li-gamma"]);
}

#[test]
fn each_gauge_finds_its_own_way() {
    // Two tracks side by side; the broad one makes a detour by a kilometre.
    let sample = line()
        .node(4, 47.0, 9.000_1, &[])
        .node(5, 47.0 + 2.0 * KM, 9.000_1, &[])
        .node(6, 47.0 + KM, 9.02, &[])
        .way(20, &[1, 2, 3], &RAIL)
        .way(21, &[4, 6, 5], &[("railway", "rail"), ("gauge", "1520")]);
    let imported = read(&sample);
    let found = segments(&imported);
    let alpha_beta: Vec<&[String; 4]> = found.iter().filter(|s| s[1] == "li-beta").collect();
    assert_eq!(alpha_beta.len(), 2, "{found:?}");
    assert_eq!(
        (alpha_beta[0][3].as_str(), alpha_beta[1][3].as_str()),
        ("1435", "1520")
    );
    Network::new(imported.raw).expect("both can stand in one table");
}

#[test]
fn an_extract_that_cuts_a_way_keeps_what_is_there() {
    // Node 99 is not in the file.
    let imported = read(&line().way(20, &[1, 2, 99, 3], &RAIL));
    assert_eq!(ends(&imported), ["li-alpha li-beta"]);
    assert_eq!(imported.skipped.of("way cut where the file ends"), 1);
    assert_eq!(
        imported
            .skipped
            .of("station away from any track of its kind"),
        1
    );
}

#[test]
fn what_a_file_has_twice_is_there_once() {
    let once = line().way(20, &[1, 2, 3], &RAIL);
    let data = once.pbf();
    let second = 4 + usize::from(data[3]) + usize::from(data[3 + usize::from(data[3])]);
    let twice = [&data[..], &data[second..]].concat();
    let imported = import_from(&mut &twice[..], "sample", &options(), &mut |_| {}).expect("whole");
    assert_eq!(segments(&imported), segments(&read(&once)));
    assert_eq!(imported.raw.stations.len(), 3);
}

#[test]
fn stations_of_one_name_are_told_apart() {
    let sample = line().way(20, &[1, 2, 3], &RAIL);
    let sample = station(sample, 13, 47.0 + 3.5 * KM, 9.0, "Beta");
    let found = ends(&read(&sample));
    assert_eq!(found[0], "li-alpha li-beta-n11");
    assert!(
        found.contains(&"li-beta-n11 li-beta-n13".to_owned()),
        "{found:?}"
    );
}

#[test]
fn a_broken_file_is_an_error_with_its_place() {
    let whole = line().way(20, &[1, 2, 3], &RAIL).pbf();
    let import = |bytes: &[u8]| {
        let result = import_from(&mut &*bytes, "sample", &options(), &mut |_| {});
        let (offset, problem) = result.err()?;
        Some(format!("{offset}: {problem}"))
    };
    assert_eq!(import(&whole), None);
    // Where the second blob begins: the first is 4 bytes, its header, and a body whose length ends the header.
    let second = 4 + usize::from(whole[3]) + usize::from(whole[3 + usize::from(whole[3])]);
    let cut = import(&whole[..whole.len() - 1]).expect("an error");
    assert!(
        cut.contains(": the file ends inside a blob: 1 of "),
        "{cut}"
    );
    let cut = import(&whole[..second + 2]).expect("an error");
    assert_eq!(
        cut,
        format!("{second}: the file ends inside a blob: 2 of 4 bytes are missing")
    );
    assert_eq!(
        import(b"none of all formats").expect("an error"),
        "0: this is not OpenStreetMap data in PBF format (its first bytes are not the length of a blob header)"
    );
    for (bytes, told) in [
        (
            &b"PK\x03\x04 this is a zip file"[..],
            "0: this is a zip archive; unpack it",
        ),
        (
            b"<?xml version=\"1.0\"?><osm/>",
            "0: this is OpenStreetMap XML; `osmium cat",
        ),
        (
            b"\x1f\x8b\x08\x00\x00",
            "0: this is a file packed with gzip; unpack it first",
        ),
        (
            b"BZh91AY",
            "0: this is a file packed with bzip2; unpack it first",
        ),
    ] {
        let found = import(bytes).expect("an error");
        assert!(found.starts_with(told), "{found}");
    }
    assert!(import(b"").expect("an error").contains("it has no header"));
    let mut flipped = whole.clone();
    flipped[second + 40] ^= 0x55;
    let broken = import(&flipped).expect("an error");
    assert!(
        broken.starts_with(&format!("{second}: a blob does not unpack")),
        "{broken}"
    );
}

#[test]
fn no_bytes_make_the_reader_panic() {
    let whole = line().way(20, &[1, 2, 3], &RAIL).pbf();
    for at in 0..whole.len() {
        for flip in [0x01, 0x80, 0xff] {
            let mut bytes = whole.clone();
            bytes[at] ^= flip;
            let answer = import_from(&mut &bytes[..], "sample", &options(), &mut |_| {});
            match answer {
                Ok(imported) => assert!(imported.raw.stations.len() <= 3),
                Err((offset, _)) => assert!(offset <= whole.len() as u64),
            }
        }
    }
}

/// The extract beside the project.
fn liechtenstein() -> PathBuf {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../shared/feeds/liechtenstein.osm.pbf"
    );
    PathBuf::from(path)
}

#[test]
#[ignore = "reads ../shared/feeds/liechtenstein.osm.pbf, which is not part of the repository"]
fn liechtenstein_is_imported_whole() {
    let path = liechtenstein();
    let mut last = None;
    let imported = import(&path, &options(), &mut |progress| last = Some(progress));
    let imported = imported.expect("a whole file");
    assert_eq!(
        last.map(|progress| progress.done == progress.total),
        Some(true)
    );
    // The line from Feldkirch to Buchs, whose stations in the country these four are.
    assert_eq!(
        ends(&imported),
        [
            "li-schaanwald li-nendeln",
            "li-schaan-vaduz li-forst-hilti",
            "li-nendeln li-forst-hilti"
        ]
    );
    let row = imported.raw.segments.row(0);
    let cell = |column| row.cell(column).text();
    assert_eq!(
        (cell("line"), cell("electrification")),
        ("ÖBB Feldkirch – Buchs", "15kV-AC")
    );
    let tracks = &imported.tracks;
    let total: f64 = tracks
        .edges()
        .map(|e| f64::from(tracks.edge(e).length_mm) / 1e6)
        .sum();
    assert!(
        (10.5..11.5).contains(&total),
        "the extract has 11 km of rails, found {total}"
    );
    let network = Network::new(imported.raw)
        .expect("no errors")
        .into_network();
    // Kilometres of the line as published (Wikipedia, Feldkirch–Buchs railway): Schaanwald 9.38, Nendeln 11.47, Forst
    // Hilti 14.12, Schaan-Vaduz 15.87. They are those of the platforms, the map has the stations' middles.
    let posts = [
        ("schaanwald", 9.38),
        ("nendeln", 11.47),
        ("forst-hilti", 14.12),
        ("schaan-vaduz", 15.87),
    ];
    let post = |station| {
        let id = network
            .station(station)
            .id
            .as_str()
            .trim_start_matches("li-");
        posts
            .iter()
            .find(|(name, _)| *name == id)
            .expect("one of the four")
            .1
    };
    for segment in network.segments() {
        let published: f64 = post(segment.to) - post(segment.from);
        let found = segment.length.km();
        assert!(
            (found - published.abs()).abs() < 0.05,
            "{found} instead of {published}"
        );
    }
    let sum: f64 = network
        .segments()
        .iter()
        .map(|segment| segment.length.km())
        .sum();
    assert!((sum / 6.49 - 1.0).abs() < 0.01, "{sum}");
}

#[test]
fn a_line_over_a_thousand_kilometres_without_a_station_is_a_segment() {
    // 13 degrees of the meridian from 47 N are 1,447 km (111.3 km a degree at 53.5 N on WGS 84).
    let nodes = (0..=130).map(|i| (i64::from(i) + 1, 47.0 + f64::from(i) * 0.1));
    let sample = nodes.fold(Sample::default(), |sample, (id, lat)| {
        sample.node(id, lat, 9.0, &[])
    });
    let sample = station(sample, 900, 47.0, 9.000_5, "Alpha");
    let sample = station(sample, 901, 60.0, 9.000_5, "Omega");
    let refs: Vec<i64> = (1..=131).collect();
    let segments = segments(&read(&sample.way(20, &refs, &RAIL)));
    let km: f64 = segments[0][2].parse().expect("a number");
    assert_eq!(segments.len(), 1);
    assert!((km - 1_447.0).abs() < 3.0, "{km}");
}
