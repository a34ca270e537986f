//! An imported map on the command line: its tables, its tracks, and the route over them.

use std::fs;
use std::path::Path;

use crate::harness::Sandbox;

/// The extract beside the project, imported.
fn imported() -> Sandbox {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/feeds/liechtenstein.osm.pbf");
    let sandbox = Sandbox::new();
    fs::copy(path, sandbox.path().join("li.osm.pbf"))
        .expect("the extract lies beside the repository");
    let done = sandbox.run(&["import", "osm", "li.osm.pbf", "-o", "li", "--country", "LI"]);
    assert_eq!(done.code, 0, "{}", done.err);
    assert!(
        done.out.starts_with("li: 4 stations, 3 segments, "),
        "{}",
        done.out
    );
    // What was left out is counted and said, and nothing is drawn where no terminal is.
    assert!(
        done.err.contains(" x way railway=platform: no track"),
        "{}",
        done.err
    );
    assert!(!done.err.contains('\r'), "{:?}", done.err);
    sandbox
}

#[test]
#[ignore = "reads ../shared/feeds/liechtenstein.osm.pbf, which is not part of the repository"]
fn the_route_is_as_long_as_published_and_drawn_along_the_tracks() {
    let sandbox = imported();
    let question = ["route", "Schaanwald", "Schaan-Vaduz", "--network", "li"];
    let train = ["--train", "generic-passenger"];
    let more = ["--format", "json", "-o", "way.geojson"];
    let answer = sandbox.run(&[&question[..], &train, &more].concat());
    assert_eq!(answer.code, 0, "{}", answer.err);
    let json: serde_json::Value = serde_json::from_str(&answer.out).expect("JSON");
    // Kilometres 9.38 and 15.87 of the line from Feldkirch to Buchs (Wikipedia); the map has the stations' middles.
    let km = json["routes"][0]["distance_km"].as_f64().expect("a number");
    assert!((km - 6.49).abs() < 0.15, "{km}");
    // The line permits 100 km/h at most, so no train takes less than so long.
    let least = json["routes"][0]["technical_minimum_h"]
        .as_f64()
        .expect("a number");
    assert!(
        least >= (km / 100.0 * 100.0).floor() / 100.0 && least < 0.12,
        "{least}"
    );
    let route: serde_json::Value =
        serde_json::from_str(&sandbox.read("way.geojson")).expect("JSON");
    let lines = route["features"].as_array().expect("features").iter();
    let places = lines.filter_map(|feature| {
        let geometry = &feature["geometry"];
        (geometry["type"] == "LineString")
            .then(|| geometry["coordinates"].as_array().map_or(0, Vec::len))
    });
    assert!(places.sum::<usize>() > 50, "{route}");
    assert_eq!(
        route["attribution"],
        "Data: li 2015-07-27, © OpenStreetMap contributors, ODbL 1.0. Estimated with slowtrain."
    );
}

#[test]
#[ignore = "reads ../shared/feeds/liechtenstein.osm.pbf, which is not part of the repository"]
fn a_cut_off_map_leaves_no_network_behind() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/feeds/liechtenstein.osm.pbf");
    let whole = fs::read(&path).expect("the extract lies beside the repository");
    let sandbox = Sandbox::new();
    sandbox.write("cut.osm.pbf", &whole[..whole.len() / 2]);
    let told = sandbox
        .run(&["import", "osm", "cut.osm.pbf", "-o", "li"])
        .refused(2);
    let at = told
        .strip_prefix("slowtrain: cut.osm.pbf: at byte ")
        .expect(&told);
    let offset: usize = at
        .split(':')
        .next()
        .and_then(|at| at.parse().ok())
        .expect("an offset");
    assert!(
        offset < whole.len() / 2 && told.contains("the file ends inside a blob"),
        "{told}"
    );
    let left = fs::read_dir(sandbox.path()).expect("a folder").count();
    assert_eq!(left, 1, "only the map itself is there");
}
