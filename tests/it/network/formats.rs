//! What spreadsheets write, and what is not a table at all.

use insta::assert_snapshot;
use proptest::prelude::*;

use super::{SEGMENTS, STATIONS, errors, load, load_bytes, warnings};

/// The sound network as a spreadsheet writes it in a country of decimal commas.
fn excel() -> (String, String) {
    let convert = |text: &str| {
        let text = text
            .replace(";1520", "")
            .replace(',', ";")
            .replace('.', ",");
        format!("\u{feff}{}", text.replace('\n', "\r\n"))
    };
    (convert(STATIONS), convert(SEGMENTS))
}

#[test]
fn excel_files_with_decimal_commas_are_read() {
    let (stations, segments) = excel();
    let files = [
        ("stations.csv", stations.as_str()),
        ("segments.csv", &segments),
    ];
    let checked = load(&files).unwrap_or_else(|findings| panic!("{findings}"));
    let network = checked.network();
    let rajin = network.station_by_id("kp-rajin").expect("read");
    assert_eq!(network.station(rajin).position.lon, 130.3);
}

#[test]
fn tabs_and_the_separator_line_are_read() {
    let tabs = STATIONS.replace(',', "\t");
    assert_eq!(warnings(&[("stations.csv", &tabs)]), "");
    let named = format!("sep=,\r\n{}", STATIONS.replace('\n', "\r\n"));
    assert_eq!(warnings(&[("stations.csv", &named)]), "");
}

#[test]
fn empty_rows_and_columns_of_a_spreadsheet_are_passed_over() {
    let wide = STATIONS.replace('\n', ",,\n") + ",,,,,,,\n\n,,,,,,,\n";
    assert_eq!(warnings(&[("stations.csv", &wide)]), "");
}

/// A comma between thousands is no decimal comma: who followed the advice would make a metre of a kilometre.
#[test]
fn commas_between_thousands_are_told_apart() {
    let with = |number: &str| {
        let segments = SEGMENTS.replace(",45,", &format!(",{number},"));
        errors(&[("segments.csv", &segments)])
    };
    assert_snapshot!(with("\"1,075\""), @r#"mine/segments.csv:2:35: error ambiguous-comma: length_km "1,075" may be 1075 (a comma between thousands) or 1.075 (a decimal comma); write the one that is meant, without a comma"#);
    assert_snapshot!(with("\"1,000,075.5\""), @r#"mine/segments.csv:2:35: error thousands-mark: length_km "1,000,075.5" has marks between thousands; write 1000075.5"#);
    assert_snapshot!(with("1 075"), @r#"mine/segments.csv:2:35: error thousands-mark: length_km "1 075" has marks between thousands; write 1075"#);
    assert!(with("1,075").contains("if 1,075 is one number, write 1075 or 1.075"));
}

#[test]
fn decimal_commas_between_commas_are_refused() {
    let quoted = SEGMENTS.replace(",45,", ",\"45,5\",");
    assert_snapshot!(errors(&[("segments.csv", &quoted)]), @r#"mine/segments.csv:2:35: error decimal-comma: length_km "45,5" has a decimal comma between fields separated by commas; write 45.5"#);
    let bare = SEGMENTS.replace(",45,", ",45,5,");
    assert_snapshot!(errors(&[("segments.csv", &bare)]), @"mine/segments.csv:2:40: error ragged-row: 6 fields, expected 5; if 45,5 is one number, write 45.5");
}

#[test]
fn two_decimal_marks_in_one_table_are_refused() {
    let (stations, _) = excel();
    let mixed = stations
        .replace("42,41", "42.41")
        .replace("130,61", "1.130,61");
    assert_snapshot!(errors(&[("stations.csv", &mixed)]), @r#"
    mine/stations.csv:3:27: error mixed-decimal-marks: lat "42.41" has a decimal point where other rows have decimal commas; write all numbers one way
    mine/stations.csv:3:33: error not-a-number: lon "1.130,61" is not a number like 4.7
    "#);
}

#[test]
fn files_that_are_not_tables() {
    let refused = |bytes: &[u8]| {
        let findings = load_bytes(&[("segments.csv", bytes)]).expect_err("not a table");
        findings.to_string()
    };
    assert_snapshot!(refused(b""), @"mine/segments.csv:1:1: error empty-file: the file is empty; a line with the names of the columns is needed");
    assert_snapshot!(refused(b"\xef\xbb\xbf\r\n"), @"mine/segments.csv:1:1: error empty-file: the file is empty; a line with the names of the columns is needed");
    assert_snapshot!(refused(b"from,to\nkp-rajin,M\xfcnchen\n"), @r#"mine/segments.csv:2:11: error not-utf-8: byte 0xFC is not UTF-8; save the file as "CSV UTF-8""#);
    assert_snapshot!(refused(b"\xff\xfef\0r\0o\0m\0"), @r#"mine/segments.csv:1:1: error not-utf-8: the file is UTF-16; save it as "CSV UTF-8""#);
    assert_snapshot!(refused(b"from,to,length_km,gauge_mm\nkp-rajin,\"kp-tumangang,45,1435\n"), @"mine/segments.csv:2:10: error unclosed-quote: the quote that opens here is never closed; close it, or double a quote within a text");
}

#[test]
fn other_tables_are_not_blamed_for_one_that_cannot_be_read() {
    let turns = "via,from,to,movement\nkp-tumangang,kp-rajin,ru-khasan,through\n";
    let files = [("stations.csv", "id\nkp-rajin\n"), ("junctions.csv", turns)];
    assert_snapshot!(errors(&files), @r#"
    mine/stations.csv:1:1: error missing-column: column country is missing; found id
    mine/stations.csv:1:1: error missing-column: column lat is missing; found id
    mine/stations.csv:1:1: error missing-column: column lon is missing; found id
    mine/stations.csv:1:1: error missing-column: column name is missing; found id
    "#);
}

proptest! {
    #[test]
    fn random_bytes_never_panic(
        stations in prop::collection::vec(any::<u8>(), 0..200),
        segments in "[a-z0-9,;\"\r\n\t.\u{feff}é-]{0,200}",
        package in "\\PC{0,60}",
    ) {
        let _ = load_bytes(&[("stations.csv", &stations), ("datapackage.json", package.as_bytes())]);
        let segments = format!("from,to,length_km,gauge_mm\n{segments}");
        let _ = load_bytes(&[("segments.csv", segments.as_bytes()), ("junctions.csv", &stations)]);
        let borders = format!("from,to,at,what,train_kind,gauges_mm\n{segments}");
        let _ = load(&[("borders.csv", &borders), ("countries.csv", &segments)]);
    }
}
