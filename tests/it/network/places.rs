//! Lines and columns of findings, whatever the line ends.

use proptest::prelude::*;
use slowtrain::network::{RawNetwork, SEGMENTS as SCHEMA, STATIONS, Table, write};

use super::{SEGMENTS, load};

/// Where the only error of a table of segments is.
fn place(segments: &str) -> (u32, u32) {
    let findings = load(&[("segments.csv", segments)]).expect_err("has an error");
    assert_eq!(findings.len(), 1, "{findings}");
    let place = &findings.iter().next().expect("one").place;
    assert_eq!(place.file, "mine/segments.csv");
    (place.line, place.column)
}

/// The sound segments with a wrong gauge in the last row, which begins at `row`.
fn wrong(row: &str) -> String {
    format!("{SEGMENTS}{row},50,13450\n")
}

#[test]
fn lines_count_the_same_for_every_line_end() {
    let text = wrong("kp-rajin,ru-khasan,X");
    for line_end in ["\n", "\r\n", "\r"] {
        assert_eq!(
            place(&text.replace('\n', line_end)),
            (4, 25),
            "{line_end:?}"
        );
    }
}

#[test]
fn blank_lines_and_lines_within_quotes_count() {
    let text = wrong("\r\n\r\nkp-rajin,ru-khasan,\"two\r\nlines, \"\"and\"\" 이름\"");
    assert_eq!(place(&text), (7, 23));
}

#[test]
fn a_byte_order_mark_is_no_column() {
    let text = format!("\u{feff}{}", SEGMENTS.replace("to,", "to,to,"));
    let findings = load(&[("segments.csv", &text)]).expect_err("twice");
    let place = findings
        .iter()
        .find(|f| f.code == "duplicate-column")
        .expect("found");
    assert_eq!((place.place.line, place.place.column), (1, 9));
}

#[test]
fn rows_made_in_memory_have_the_place_they_will_be_written_at() {
    let mut raw = RawNetwork::new("import");
    for (id, name) in [("kp-a", "A, with a comma\nand two lines"), ("kp-b", "B")] {
        raw.stations.push([
            id, name, "", "", "KP", "39", "125", "", "", "nowhere", "", "",
        ]);
    }
    let findings = slowtrain::network::Network::new(raw).expect_err("no such zone");
    let places: Vec<String> = findings.iter().map(|f| f.place.to_string()).collect();
    assert_eq!(places, ["stations.csv:3:30", "stations.csv:4:22"]);
}

proptest! {
    /// What is written reads back cell by cell, whatever the cells are.
    #[test]
    fn tables_round_trip(rows in prop::collection::vec(prop::collection::vec("[a ,;\"\r\n이é.]{0,6}", 12), 0..8)) {
        let mut table = Table::new(&STATIONS);
        for row in &rows {
            // A row without any text is a blank line of a spreadsheet, and no row.
            let id = std::iter::once("kp-a");
            table.push(id.chain(row.iter().skip(1).map(String::as_str)));
        }
        let text = write::table(&table);
        let mut findings = slowtrain::network::Findings::new();
        let again = Table::read(&STATIONS, "stations.csv", text.clone().into_bytes().into(), &mut findings);
        let again = again.expect("readable");
        prop_assert!(findings.is_empty(), "{}", findings);
        prop_assert_eq!(write::table(&again), text);
        prop_assert_eq!(again.len(), rows.len());
        for (row, cells) in again.rows().zip(&rows) {
            for (cell, written) in row.cells::<12>().iter().zip(cells).skip(1) {
                prop_assert_eq!(cell.text(), written.trim());
            }
        }
    }
}

#[test]
fn a_network_is_written_as_it_was_read() {
    let checked = load(&[]).unwrap_or_else(|findings| panic!("{findings}"));
    let files = write::files(checked.raw());
    let segments = files
        .iter()
        .find(|(name, _)| *name == SCHEMA.file)
        .expect("written");
    assert_eq!(segments.1, SEGMENTS);
}
