//! The same answer as JSON, CSV and Markdown.

use serde_json::Value;

use crate::harness::{Sandbox, call};

/// Journeys of several kinds: over borders, on components, with clocks, with several ways, by other trains.
const JOURNEYS: [&str; 5] = [
    "Pyongyang Vladivostok --depart 2019-04-24T02:00 --explain",
    "Dandong Beijing --alternatives 2",
    "Hanoi Saigon --train vn-express",
    "\"Dar es Salaam\" \"New Kapiri Mposhi\" --train tazara-express",
    "Przemysl Kyiv --train ua-night-train",
];

#[test]
fn json_follows_its_schema() {
    let schema: Value =
        serde_json::from_str(include_str!("../../../schemas/route.schema.json")).expect("JSON");
    let schema = jsonschema::validator_for(&schema).expect("a schema");
    for journey in JOURNEYS {
        let answer = call(&format!("route {journey} --format json")).json();
        let errors: Vec<String> = schema
            .iter_errors(&answer)
            .map(|error| error.to_string())
            .collect();
        assert_eq!(errors, [""; 0], "{journey}");
        assert_eq!(
            answer
                .as_object()
                .expect("an object")
                .keys()
                .next()
                .expect("a key"),
            "schema"
        );
    }
}

#[test]
fn the_parts_make_the_whole() {
    for journey in JOURNEYS {
        let answer = call(&format!("route {journey} --format json")).json();
        for route in answer["routes"].as_array().expect("ways") {
            let number = |value: &Value| value.as_f64().expect("a number");
            let legs = route["legs"].as_array().expect("legs");
            let km: f64 = legs.iter().map(|leg| number(&leg["distance_km"])).sum();
            assert!(
                (km - number(&route["distance_km"])).abs() < 0.1 * legs.len() as f64,
                "{journey}"
            );
            let ledger = route["ledger_h"].as_object().expect("a ledger");
            let hours: f64 = ledger.values().map(number).sum();
            let duration = &route["duration_h"];
            assert!(
                (hours - number(&duration["likely"])).abs() < 0.06,
                "{journey}: {hours}"
            );
            assert!(
                number(&route["technical_minimum_h"]) <= number(&duration["low"]),
                "{journey}"
            );
            assert!(
                number(&duration["low"]) <= number(&duration["likely"]),
                "{journey}"
            );
            assert!(
                number(&duration["likely"]) <= number(&duration["high"]),
                "{journey}"
            );
            assert!(
                number(&route["geodesic_km"]) <= number(&route["distance_km"]),
                "{journey}"
            );
            assert!(
                legs.windows(2).all(|pair| pair[0]["to"] == pair[1]["from"]),
                "{journey}"
            );
        }
    }
}

#[test]
fn csv_has_one_row_a_leg() {
    for journey in JOURNEYS {
        let csv = call(&format!("route {journey} --format csv")).fine();
        let json = call(&format!("route {journey} --format json")).json();
        let mut reader = csv::Reader::from_reader(csv.as_bytes());
        let header = reader.headers().expect("a header").clone();
        let column = |name: &str| {
            header
                .iter()
                .position(|column| column == name)
                .expect("a column")
        };
        let (from, km) = (column("from_id"), column("distance_km"));
        let rows: Vec<csv::StringRecord> =
            reader.records().map(|row| row.expect("a row")).collect();
        let routes = json["routes"].as_array().expect("ways");
        let legs: Vec<&Value> = routes
            .iter()
            .flat_map(|route| route["legs"].as_array().expect("legs"))
            .collect();
        assert_eq!(rows.len(), legs.len(), "{journey}");
        for (row, leg) in rows.iter().zip(legs) {
            assert_eq!(row[from], *leg["from"].as_str().expect("an id"));
            assert_eq!(row[km].parse::<f64>().ok(), leg["distance_km"].as_f64());
        }
    }
}

#[test]
fn markdown_is_tables() {
    for journey in JOURNEYS {
        let md = call(&format!("route {journey} --format md")).fine();
        assert!(md.starts_with("# "), "{md}");
        let rows: Vec<&str> = md.lines().filter(|line| line.starts_with('|')).collect();
        assert!(rows.len() >= 6, "{md}");
        let legs = rows
            .iter()
            .take_while(|row| !row.contains("where the time goes"));
        let cells: Vec<usize> = legs.map(|row| row.matches(" |").count()).collect();
        assert!(cells.iter().all(|number| *number == cells[0]), "{md}");
        assert!(md.contains("ODbL 1.0"), "the attribution goes along: {md}");
    }
}

/// Every ending that a comparison has, and a refusal before the work for those that it has not.
#[test]
fn comparisons_are_written_in_every_format_that_fits() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    let journey = "compare --journey kju-2019-03-hanoi-ret -q";
    let endings = ["json", "csv", "md", "html", "svg", "png"];
    let files = endings.map(|ending| format!(" -o {}", path(&format!("a.{ending}"))));
    call(&format!("{journey}{}", files.concat())).fine();
    let read = |ending: &str| {
        let bytes = std::fs::read(path(&format!("a.{ending}"))).expect("written");
        String::from_utf8_lossy(&bytes).into_owned()
    };
    for ending in ["json", "md", "html", "svg"] {
        let text = read(ending);
        assert!(
            text.contains("OpenStreetMap"),
            "{ending} has its attribution"
        );
    }
    let json: Value = serde_json::from_str(&read("json")).expect("JSON");
    let schema: Value =
        serde_json::from_str(include_str!("../../../schemas/compare.schema.json")).expect("JSON");
    let schema = jsonschema::validator_for(&schema).expect("a schema");
    let all = call("compare --format json").json();
    for answer in [&json, &all] {
        let errors = schema.iter_errors(answer).map(|error| error.to_string());
        assert_eq!(errors.collect::<Vec<_>>(), [""; 0]);
    }
    let rows = json["rows"].as_array().expect("rows");
    let svg = read("svg");
    let svg = roxmltree::Document::parse(&svg).expect("XML");
    let marks = svg
        .descendants()
        .filter(|node| node.attribute("data-leg").is_some());
    let timed = rows.iter().filter(|row| !row["ratio"].is_null());
    assert_eq!(marks.count(), timed.count(), "a mark for each time");
    assert_eq!(read("md").matches("| leader-special |").count(), rows.len());
    for ending in ["kml", "gpx", "geojson", "map.svg", "speed.png"] {
        let refused = call(&format!("{journey} -o {}", path(&format!("a.{ending}"))));
        assert_eq!(refused.code, 2, "{ending}");
        assert!(
            refused.err.contains(".json .csv .md .html .svg .png"),
            "{}",
            refused.err
        );
    }
}

#[test]
fn pictures_are_as_wide_as_asked() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("a.map.svg").display().to_string();
    call(&format!("route Pyongyang Sopo -q --width 600 -o {file}")).fine();
    let svg = std::fs::read_to_string(&file).expect("written");
    let svg = roxmltree::Document::parse(&svg).expect("XML");
    assert_eq!(svg.root_element().attribute("width"), Some("600"));
    let refused = call(&format!("route Pyongyang Sopo --width 100 -o {file}"));
    assert!(
        refused.code == 2 && refused.err.contains("360 to 4000"),
        "{}",
        refused.err
    );
    let refused = call("route Pyongyang Sopo --width 600");
    assert!(
        refused.code == 2 && refused.err.contains("--output"),
        "{}",
        refused.err
    );
}

#[test]
fn every_command_has_every_format() {
    for command in [
        "stations Jinzhou",
        "trains",
        "trains rossiya",
        "network info",
        "network check",
    ] {
        call(&format!("{command} --format json")).json();
        let csv = call(&format!("{command} --format csv")).fine();
        let mut reader = csv::Reader::from_reader(csv.as_bytes());
        assert!(reader.records().all(|row| row.is_ok()), "{command}");
        let md = call(&format!("{command} --format md")).fine();
        assert!(
            md.lines().nth(1).expect("a rule").starts_with("| ---"),
            "{command}: {md}"
        );
    }
}

#[test]
fn a_stand_has_the_same_minutes_in_tables_and_pictures() {
    let sandbox = Sandbox::new();
    let files = ["way.speed.svg", "way.timetable.svg"];
    let [speed, timetable] = files;
    let call = [
        "route",
        "Pyongyang",
        "Vladivostok",
        "-o",
        speed,
        "-o",
        timetable,
    ];
    let table = sandbox.run(&call).out;
    let stop = table
        .lines()
        .find(|line| line.contains(": border control 1"));
    let (whole, _) = stop
        .expect("a stop")
        .trim()
        .split_once(':')
        .expect("its time");
    assert!(whole.starts_with("2 h "), "{table}");
    let shown = |file: &str, before: &str| {
        let text = format!("{before} {whole}<");
        assert!(sandbox.read(file).contains(&text), "{file}: {text}");
    };
    shown(speed, ">Tumangang");
    shown(timetable, " gauge change");
}
