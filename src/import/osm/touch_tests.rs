//! Which stations there are and which tracks they are at, one small map for each rule.

use super::sample::{Sample, blob, blob_without_size};
use super::tests::{KM, RAIL, ends, line, options, read, segments, station};
use super::*;

/// Degrees of longitude in a kilometre at 47 degrees north: the parallel is 76.055 km long a degree there (WGS 84).
const KM_EAST: f64 = 1.0 / 76.055;

/// The kilometres between stations, rounded to ten metres.
fn km(imported: &Imported) -> Vec<String> {
    let segments = segments(imported);
    segments
        .iter()
        .map(|[from, to, km, _]| format!("{from} {to} {:.2}", km.parse::<f64>().expect("a number")))
        .collect()
}

/// Alpha and Beta on a straight line, five kilometres apart, which begins and ends a kilometre beyond them.
fn straight() -> Sample {
    let sample = Sample::default().node(1, 47.0 - KM, 9.0, &[]);
    let sample = station(sample, 2, 47.0, 9.0, "Alpha");
    let sample = station(sample, 3, 47.0 + 5.0 * KM, 9.0, "Beta");
    sample.node(4, 47.0 + 6.0 * KM, 9.0, &[])
}

#[test]
fn a_switch_near_a_station_does_not_move_it() {
    // Spurs leave the line 140 m before and behind each station.
    let near = |sample: Sample, first: i64, km: f64| {
        let (south, north) = (km - 0.14, km + 0.14);
        sample
            .node(first, 47.0 + south * KM, 9.0, &[])
            .node(first + 1, 47.0 + north * KM, 9.0, &[])
            .node(
                first + 2,
                47.0 + (south - 0.1) * KM,
                9.0 + 0.02 * KM_EAST,
                &[],
            )
            .node(
                first + 3,
                47.0 + (north + 0.1) * KM,
                9.0 + 0.02 * KM_EAST,
                &[],
            )
            .way(first, &[first, first + 2], &RAIL)
            .way(first + 1, &[first + 1, first + 3], &RAIL)
    };
    let spurs = || near(near(straight(), 10, 0.0), 20, 5.0);
    let whole = spurs().way(1, &[1, 10, 2, 11, 20, 3, 21, 4], &RAIL);
    let split = spurs()
        .way(1, &[1, 10], &RAIL)
        .way(2, &[10, 2, 11], &RAIL)
        .way(3, &[11, 20], &RAIL)
        .way(4, &[20, 3, 21], &RAIL)
        .way(5, &[21, 4], &RAIL);
    for sample in [straight().way(1, &[1, 2, 3, 4], &RAIL), whole, split] {
        let imported = read(&sample);
        assert_eq!(
            segments(&imported),
            [["li-alpha", "li-beta", "5.000", "1435"]]
        );
        assert_eq!(imported.tracks.stations().len(), 2, "each at one node");
    }
}

#[test]
fn a_track_that_passes_twice_is_taken_twice() {
    // The line runs by Alpha, turns around a kilometre north of it and comes back 100 m to the east.
    let east = 9.0 + 0.1 * KM_EAST;
    let sample = Sample::default()
        .node(1, 47.0 - KM, 9.0, &[])
        .node(2, 47.0 + KM, 9.0, &[])
        .node(3, 47.0 + KM, east, &[])
        .node(4, 47.0 - KM, east, &[]);
    let sample = station(sample, 10, 47.0, 9.0, "Alpha").way(1, &[1, 2, 3, 4], &RAIL);
    assert_eq!(read(&sample).tracks.stations().len(), 2);
}

#[test]
fn tracks_on_another_level_are_not_those_of_a_station() {
    // The line from West to East by Cross, 100 m beside which another crosses: on one level, and on a bridge with its ends at
    // the ground.
    let cross = |layer: &'static str| {
        let x = 9.0 + 0.1 * KM_EAST;
        let sample = station(Sample::default(), 1, 47.0, 9.0 - 3.0 * KM_EAST, "West");
        let sample = station(sample, 2, 47.0, 9.0, "Cross");
        let sample = station(sample, 3, 47.0, 9.0 + 3.0 * KM_EAST, "East");
        let sample = station(sample, 4, 47.0 - 3.0 * KM, x, "South");
        let sample = station(sample, 7, 47.0 + 3.0 * KM, x, "North");
        let on_bridge = [&RAIL[..], &[("layer", layer)]].concat();
        sample
            .node(5, 47.0 - 0.05 * KM, x, &[])
            .node(6, 47.0 + 0.05 * KM, x, &[])
            .way(1, &[1, 2, 3], &RAIL)
            .way(2, &[4, 5], &RAIL)
            .way(3, &[5, 6], &on_bridge)
            .way(4, &[6, 7], &RAIL)
    };
    let over = [
        "li-west li-cross 3.00",
        "li-cross li-east 3.00",
        "li-south li-north 6.00",
    ];
    for layer in ["1", "-1"] {
        assert_eq!(km(&read(&cross(layer))), over);
    }
    // Where both are at the ground, trains of both lines call.
    assert_eq!(read(&cross("0")).raw.segments.len(), 4);
}

#[test]
fn a_terminus_is_not_at_the_tunnel_below_it() {
    // The line ends 150 m south of Terminus; a tunnel passes 5 m north of it.
    let tunnel = [&RAIL[..], &[("tunnel", "yes"), ("layer", "-2")]].concat();
    let sample = station(Sample::default(), 1, 47.0, 9.0, "Terminus");
    let sample = station(sample, 3, 47.0 - 6.0 * KM, 9.0, "South");
    let deep = 47.0 + 0.005 * KM;
    let sample = station(sample, 12, deep, 9.0 + 0.06 * KM_EAST, "Deep")
        .node(2, 47.0 - 0.15 * KM, 9.0, &[])
        .node(11, deep, 9.0 - 5.0 * KM_EAST, &[])
        .node(13, deep, 9.0 + 5.0 * KM_EAST, &[])
        .way(1, &[2, 3], &RAIL)
        .way(2, &[11, 12, 13], &tunnel);
    assert_eq!(km(&read(&sample)), ["li-terminus li-south 5.85"]);
}

#[test]
fn one_station_drawn_twice_is_one() {
    let corners = |sample: Sample| {
        sample
            .node(90, 47.0 + 2.0 * KM, 9.0 + 0.01 * KM_EAST, &[])
            .node(91, 47.0 + 2.04 * KM, 9.0 + 0.01 * KM_EAST, &[])
            .node(92, 47.0 + 2.04 * KM, 9.0 + 0.05 * KM_EAST, &[])
    };
    let area = [("railway", "station"), ("name", "Beta")];
    let alone = [
        ["li-alpha", "li-beta", "2.000", "1435"],
        ["li-beta", "li-gamma", "3.000", "1435"],
    ];
    let rails = || line().way(20, &[1, 2, 3], &RAIL);
    // A node and an area; a node and a relation; two nodes, one on each side of the line.
    let and_area = corners(rails()).way(30, &[90, 91, 92, 90], &area);
    let and_relation = corners(rails())
        .way(30, &[90, 91, 92, 90], &[])
        .relation(40, &[30], &area);
    let twice = station(rails(), 13, 47.0 + 2.02 * KM, 8.9995, "Beta");
    for sample in [and_area, and_relation, twice] {
        let imported = read(&sample);
        assert_eq!(segments(&imported), alone);
        assert_eq!(imported.raw.stations.len(), 3);
        let what = "station drawn more than once, taken as one";
        assert_eq!(imported.skipped.of(what), 1);
    }
}

#[test]
fn stations_may_be_areas_and_relations_alone_and_not_uploaded_yet() {
    // Way -11 and node 11 are two things.
    let sample = line()
        .node(-90, 47.0 + 4.0 * KM, 9.0 + 0.01 * KM_EAST, &[])
        .node(-91, 47.0 + 4.02 * KM, 9.0 + 0.01 * KM_EAST, &[])
        .node(-92, 47.0 + 4.02 * KM, 9.0 + 0.02 * KM_EAST, &[])
        .way(20, &[1, 2, 3], &RAIL);
    let area = [("railway", "station"), ("name", "Delta")];
    let outline = [-90, -91, -92, -90];
    let drawn = || sample.clone();
    let found = ["li-alpha li-beta", "li-beta li-delta", "li-gamma li-delta"];
    assert_eq!(ends(&read(&drawn().way(-11, &outline, &area))), found);
    let relation = drawn().way(-30, &outline, &[]).relation(-11, &[-30], &area);
    assert_eq!(ends(&read(&relation)), found);
}

#[test]
fn places_may_be_on_the_ways() {
    let sample = line().way(20, &[1, 2, 3], &RAIL);
    let located = read(&sample.clone().with_locations_on_ways());
    assert_eq!(segments(&located), segments(&read(&sample)));
    assert!(located.skipped.is_empty(), "{}", located.skipped);
}

#[test]
fn a_packed_blob_need_not_say_how_long_it_is() {
    let pbf = line().way(20, &[1, 2, 3], &RAIL).pbf();
    let block = vec![0u8; 1_000_000];
    // A block of unknown fields that packs a thousand to one.
    let unknown = [super::sample::bytes(99, &block)].concat();
    for extra in [
        blob_without_size("OSMData", &unknown),
        blob("OSMData", &unknown, true),
    ] {
        let whole = [&pbf[..], &extra].concat();
        let imported = import_from(&mut &whole[..], "sample", &options(), &mut |_| {});
        assert_eq!(imported.expect("a whole file").raw.stations.len(), 3);
        let cut = [&pbf[..], &extra[..extra.len() - 9]].concat();
        let imported = import_from(&mut &cut[..], "sample", &options(), &mut |_| {});
        assert!(imported.is_err());
    }
}

#[test]
fn lines_go_on_over_the_date_line() {
    // 0.1 degrees at 66 N are 4.540 km on the ellipsoid of WGS 84.
    let ends = |west: f64, east: f64| {
        let sample = station(Sample::default(), 1, 66.0, west, "Alpha");
        station(sample, 4, 66.0, east, "Beta")
    };
    let one = |sample: Sample, km: &str| {
        let found = segments(&read(&sample));
        assert_eq!(found, [["li-alpha", "li-beta", km, "1435"]]);
    };
    one(ends(179.95, -179.95).way(1, &[1, 4], &RAIL), "4.540");
    one(ends(-179.9, 180.0).way(1, &[1, 4], &RAIL), "4.540");
    // Two ways that end on the line, each at a node of its own.
    let split = ends(179.8, -179.8)
        .node(2, 66.0, 180.0, &[])
        .node(3, 66.0, -180.0, &[])
        .way(1, &[1, 2], &RAIL)
        .way(2, &[3, 4], &RAIL);
    one(split, "18.162");
}

#[test]
fn what_a_file_has_twice_is_counted_and_taken_once() {
    let once = line().way(20, &[1, 2, 3], &RAIL);
    let twice = read(&once.clone().way(20, &[1, 2, 3], &RAIL));
    assert_eq!(twice.tracks.edge_count(), read(&once).tracks.edge_count());
    assert_eq!(twice.skipped.of("way that the file has twice"), 1);
}

#[test]
fn a_station_at_a_track_stays_without_neighbours_and_the_others_are_counted_once() {
    // Two branches meet at a sharp angle: no train runs from one to the other, and none fits on the stub to reverse.
    let sample =
        Sample::default()
            .node(3, 47.0 + 5.0 * KM, 9.0, &[])
            .node(4, 47.0 + 5.01 * KM, 9.0, &[]);
    let sample = station(sample, 1, 47.0, 9.0, "Alpha");
    let sample = station(sample, 2, 47.0, 9.0 + KM_EAST, "Beta");
    let sample = station(sample, 5, 47.0, 9.0 + 9.0 * KM_EAST, "Far")
        .way(1, &[1, 3, 4], &RAIL)
        .way(2, &[2, 3], &RAIL);
    let imported = read(&sample);
    assert_eq!(imported.raw.segments.len(), 0);
    let ids: Vec<String> = imported
        .raw
        .stations
        .rows()
        .map(|row| row.cell("id").text().to_owned())
        .collect();
    assert_eq!(ids, ["li-alpha", "li-beta"]);
    assert_eq!(imported.tracks.nodes_of_station("li-beta").len(), 1);
    let skipped: Vec<_> = imported.skipped.iter().collect();
    assert_eq!(skipped, [("station away from any track of its kind", 1)]);
}

#[test]
fn stations_of_another_kind_do_not_cut_a_railway() {
    let sign = |kind: &'static str| {
        let tags = [("railway", "station"), ("station", kind), ("name", "Berg")];
        let sample = line().node(50, 47.0 + 1.0 * KM, 9.001, &tags);
        read(&sample.way(20, &[1, 2, 3], &RAIL))
    };
    for kind in ["monorail", "funicular", "miniature", "subway"] {
        let imported = sign(kind);
        assert_eq!(
            ends(&imported),
            ["li-alpha li-beta", "li-beta li-gamma"],
            "{kind}"
        );
        assert_eq!(
            imported.skipped.iter().map(|(_, count)| count).sum::<u64>(),
            1
        );
    }
}

#[test]
fn limits_in_miles_keep_their_value() {
    let tags = [&RAIL[..], &[("maxspeed", "5 mph")]].concat();
    let imported = read(&line().way(20, &[1, 2, 3], &tags));
    let row = imported.raw.segments.row(0);
    assert_eq!(row.cell("max_speed_kmh").text(), "8.04672");
}

#[test]
fn a_segment_is_open_from_the_day_of_its_last_part() {
    let dated = |first: &'static str, second: &'static str| {
        let tags = |day: &'static str| {
            let dates = [("start_date", day)];
            [&RAIL[..], if day.is_empty() { &[] } else { &dates[..] }].concat()
        };
        let sample = line().node(4, 47.0 + KM, 9.0, &[]);
        let sample = sample
            .way(20, &[1, 4], &tags(first))
            .way(21, &[4, 2, 3], &tags(second));
        let imported = read(&sample);
        let row = imported.raw.segments.row(0);
        row.cell("opened").text().to_owned()
    };
    assert_eq!(dated("1872", "2015-12-13"), "2015-12-13");
    assert_eq!(dated("2015-12", "1872"), "2015-12-01");
    assert_eq!(dated("", "2015-12-13"), "", "unknown for a part");
}
