//! The same question gives the same bytes, in whatever order the rows of the tables stand.

use crate::harness::{Sandbox, call};

#[test]
fn the_same_call_gives_the_same_bytes() {
    for line in [
        "route Pyongyang Vladivostok --explain --depart 2019-04-24T02:00",
        "route Moscow Vladivostok --transit CN --alternatives 3 --format json",
        "route Dandong Beijing --alternatives 4 --format csv",
        "route Hanoi Saigon --train vn-express --format md",
        "stations San",
        "network check --format json",
        "network info",
        "trains --format json",
    ] {
        assert_eq!(call(line), call(line), "{line}");
    }
}

/// The table with its rows in the opposite order.
fn turned_round(table: &str) -> String {
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let header = reader.headers().expect("a header").clone();
    let mut rows: Vec<csv::StringRecord> =
        reader.records().map(|row| row.expect("a row")).collect();
    rows.reverse();
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in std::iter::once(header).chain(rows) {
        writer.write_record(&row).expect("a row");
    }
    String::from_utf8(writer.into_inner().expect("a vector")).expect("UTF-8")
}

#[test]
fn the_order_of_rows_does_not_matter() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.run(&["network", "init", "mine"]).code, 0);
    for table in [
        "stations.csv",
        "segments.csv",
        "junctions.csv",
        "borders.csv",
        "sources.csv",
        "countries.csv",
    ] {
        let file = format!("mine/{table}");
        sandbox.write(&file, turned_round(&sandbox.read(&file)));
    }
    for ends in [
        ["Pyongyang", "Vladivostok"],
        ["Moscow", "Vladivostok"],
        ["Dandong", "Beijing"],
    ] {
        let route = [
            &["route"][..],
            &ends,
            &["--alternatives", "2", "--explain", "--format", "csv"],
        ]
        .concat();
        let turned = sandbox
            .run(&[&route[..], &["--network", "mine"]].concat())
            .fine();
        assert_eq!(turned, sandbox.run(&route).fine(), "{ends:?}");
    }
}
