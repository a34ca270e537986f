//! Each error, with its whole text.

use insta::assert_snapshot;

use super::{SEGMENTS, STATIONS, errors, with};

fn station(row: &str) -> String {
    errors(&[("stations.csv", &with(STATIONS, row))])
}

fn segment(row: &str) -> String {
    errors(&[("segments.csv", &with(SEGMENTS, row))])
}

/// A table of segments with all columns of dates, and one row.
fn dated(opened: &str, closed: &str) -> String {
    let header = "from,to,length_km,gauge_mm,opened,closed";
    let table = format!("{header}\nkp-rajin,kp-tumangang,45,1435,{opened},{closed}\n");
    errors(&[("segments.csv", &table)])
}

#[test]
fn missing_files() {
    let nothing = slowtrain::network::RawNetwork::read("mine/", |_| Ok(None)).expect("reads");
    let findings = slowtrain::network::Network::new(nothing).expect_err("no tables");
    assert_snapshot!(findings, @r#"
    mine/segments.csv:1:1: error missing-file: segments.csv is missing; a network needs stations.csv and segments.csv
    mine/stations.csv:1:1: error missing-file: stations.csv is missing; a network needs stations.csv and segments.csv
    "#);
}

#[test]
fn missing_and_unknown_columns() {
    let table = SEGMENTS.replace("length_km", "Lenght_km");
    assert_snapshot!(errors(&[("segments.csv", &table)]), @r#"mine/segments.csv:1:1: error missing-column: column length_km is missing; found from, to, line, Lenght_km, gauge_mm; is it "Lenght_km"? rename that to length_km"#);
}

/// A wrong gauge is one error: that the refused segment joins its stations is still known to junctions and borders.
#[test]
fn what_follows_from_an_error_is_not_said_again() {
    let segments = SEGMENTS.replace("Border line,5,1435;1520", "Border line,5,14355");
    let junctions = "via,from,to,movement\nkp-tumangang,kp-rajin,ru-khasan,through\n";
    let borders = "from,to,at,what,train_kind,minutes_low,minutes_likely,minutes_high\n\
                   kp-tumangang,ru-khasan,ru-khasan,control,special,30,60,90\n";
    let found = errors(&[
        ("segments.csv", &segments),
        ("junctions.csv", junctions),
        ("borders.csv", borders),
    ]);
    assert_eq!(found.lines().count(), 1, "{found}");
    assert!(found.starts_with("mine/segments.csv:3:"), "{found}");
    // Of a row whose cells cannot be told apart nobody knows what it joins.
    let ragged = SEGMENTS.replace("Border line,5,1435;1520", "Border line;5,1435;1520");
    let found = errors(&[
        ("segments.csv", &ragged),
        ("junctions.csv", junctions),
        ("borders.csv", borders),
    ]);
    assert_eq!(found.lines().count(), 1, "{found}");
    assert!(found.contains("ragged-row"), "{found}");
}

#[test]
fn duplicate_columns() {
    let table = "id,name,country,lat,lon,name\nkp-a,A,KP,39,125,A\n";
    assert_snapshot!(errors(&[("stations.csv", table), ("segments.csv", "from,to,length_km,gauge_mm\n")]), @"mine/stations.csv:1:25: error duplicate-column: column name is there twice; remove or rename one");
}

#[test]
fn ragged_rows() {
    assert_snapshot!(segment("kp-rajin,ru-khasan,X"), @"mine/segments.csv:4:21: error ragged-row: 3 fields, expected 5");
    assert_snapshot!(segment("kp-rajin,ru-khasan,X,50,1435,main"), @"mine/segments.csv:4:30: error ragged-row: 6 fields, expected 5; if 50,1435 is one number, write 50.1435");
}

#[test]
fn missing_values() {
    assert_snapshot!(station("kp-x,,KP,,125,"), @r#"
    mine/stations.csv:5:6: error missing-value: name is empty; it is required
    mine/stations.csv:5:10: error missing-value: lat is empty; it is required
    "#);
    assert_snapshot!(segment("kp-rajin,,X,,"), @r#"
    mine/segments.csv:4:10: error missing-value: to is empty; it is required
    mine/segments.csv:4:13: error missing-value: length_km is empty; it is required
    mine/segments.csv:4:14: error missing-value: gauge_mm is empty; it is required
    "#);
}

#[test]
fn numbers() {
    assert_snapshot!(segment("kp-rajin,ru-khasan,X,NaN,1435"), @r#"mine/segments.csv:4:22: error not-a-number: length_km "NaN" is not a number like 4.7"#);
    assert_snapshot!(segment("kp-rajin,ru-khasan,X,1e400,1435"), @r#"mine/segments.csv:4:22: error not-a-number: length_km "1e400" is not a number like 4.7"#);
    assert_snapshot!(segment("kp-rajin,ru-khasan,X,-5,1435"), @"mine/segments.csv:4:22: error out-of-range: length_km -5 is out of range; 0.001 to 10000 is accepted");
    assert_snapshot!(segment("kp-rajin,ru-khasan,X,0,1435"), @"mine/segments.csv:4:22: error out-of-range: length_km 0 is out of range; 0.001 to 10000 is accepted");
    assert_snapshot!(segment("kp-rajin,ru-khasan,X,50 km,1435"), @r#"mine/segments.csv:4:22: error not-a-number: length_km "50 km" is not a number like 4.7"#);
}

#[test]
fn swapped_coordinates() {
    assert_snapshot!(station("ru-x,X,RU,131.9,43.1,"), @"mine/stations.csv:5:11: error out-of-range: lat 131.9 is beyond a pole; are lat and lon swapped?");
    assert_snapshot!(station("ru-x,X,RU,43.1,231.9,"), @"mine/stations.csv:5:16: error out-of-range: lon 231.9 is out of range; -180 to 180 is accepted");
}

#[test]
fn station_ids() {
    assert_snapshot!(station("rajin,X,KP,42,130,"), @r#"mine/stations.csv:5:1: error bad-station-id: "rajin" is not a station id; country, hyphen and lower-case letters or digits like kp-pyongyang are"#);
    assert_snapshot!(station("cn-x,X,KP,42,130,"), @r#"mine/stations.csv:5:1: error id-of-another-country: id "cn-x" does not begin with its country; a station of KP is called kp-…"#);
    assert_snapshot!(station("kp-x,X,Korea,42,130,"), @r#"mine/stations.csv:5:8: error bad-country: "Korea" is not a country code; two capital letters like KP are"#);
    assert_snapshot!(station("kp-rajin,Other,KP,42,130,"), @r#"mine/stations.csv:5:1: error duplicate-id: id "kp-rajin" is given twice, first in line 2"#);
}

#[test]
fn time_zones() {
    assert_snapshot!(station("kp-x,X,KP,42,130,Asia/Pyongjang"), @r#"mine/stations.csv:5:18: error unknown-timezone: timezone "Asia/Pyongjang" is not in the time zone database; did you mean Asia/Pyongyang?"#);
    assert_snapshot!(station("kp-x,X,KP,42,130,asia/pyongyang"), @r#"mine/stations.csv:5:18: error unknown-timezone: timezone "asia/pyongyang" is not in the time zone database; did you mean Asia/Pyongyang?"#);
    assert_snapshot!(station("kp-x,X,KP,42,130,UTC+9"), @r#"mine/stations.csv:5:18: error unknown-timezone: timezone "UTC+9" is not in the time zone database; did you mean UTC?"#);
}

#[test]
fn unknown_stations() {
    assert_snapshot!(segment("kp-rajin,ru-hasan,X,50,1435"), @r#"mine/segments.csv:4:10: error unknown-station: to "ru-hasan" is not a station of stations.csv; did you mean ru-khasan?"#);
}

#[test]
fn self_loops() {
    assert_snapshot!(segment("kp-rajin,kp-rajin,X,50,1435"), @"mine/segments.csv:4:10: error self-loop: the segment begins and ends at kp-rajin; it must join two stations");
}

#[test]
fn unknown_gauges() {
    assert_snapshot!(segment("kp-rajin,ru-khasan,X,50,13450"), @r#"mine/segments.csv:4:25: error unknown-gauge: gauge_mm "13450" is not a whole number of millimetres from 300 to 3000; did you mean 1450?"#);
    assert_snapshot!(segment("kp-rajin,ru-khasan,X,50,1435;broad"), @r#"mine/segments.csv:4:25: error unknown-gauge: gauge_mm "broad" is not a whole number of millimetres from 300 to 3000"#);
    assert_snapshot!(segment("kp-rajin,ru-khasan,X,50,;"), @r#"mine/segments.csv:4:25: error unknown-gauge: gauge_mm ";" is not a whole number of millimetres from 300 to 3000"#);
}

#[test]
fn days() {
    assert_snapshot!(dated("22.9.2013", "soon"), @r#"
    mine/segments.csv:2:31: error bad-date: opened "22.9.2013" is not a day like 2013-09-22; did you mean 2013-09-22?
    mine/segments.csv:2:41: error bad-date: closed "soon" is not a day like 2013-09-22
    "#);
    assert_snapshot!(dated("2013-02-29", "04/05/2014"), @r#"
    mine/segments.csv:2:31: error bad-date: opened "2013-02-29" is not a day like 2013-09-22
    mine/segments.csv:2:42: error bad-date: closed "04/05/2014" is not a day like 2013-09-22
    "#);
    assert_snapshot!(dated("2013-09-22", "2013-09-22"), @"mine/segments.csv:2:42: error closed-before-opened: closed on 2013-09-22, which is not after opened 2013-09-22; closed is the first day without trains");
}

#[test]
fn words() {
    let table = "from,to,length_km,gauge_mm,usage,length_quality,electrification,tracks\n\
        kp-rajin,kp-tumangang,45,1435,Freigt,good,25kV,1.5\n";
    assert_snapshot!(errors(&[("segments.csv", table)]), @r#"
    mine/segments.csv:2:31: error unknown-word: usage "Freigt" is none of main, branch, freight, connecting; did you mean freight?
    mine/segments.csv:2:38: error unknown-word: length_quality "good" is none of sourced, interpolated, unverified, estimate
    mine/segments.csv:2:43: error unknown-word: electrification "25kV" is none of none, 3kV-DC, 25kV-AC, other voltages with -DC or -AC
    mine/segments.csv:2:48: error not-whole: tracks "1.5" is not a whole number
    "#);
}

#[test]
fn duplicate_segments() {
    assert_snapshot!(segment("kp-tumangang,kp-rajin,Hambuk Line,45,1520;1435"), @"mine/segments.csv:4:1: error duplicate-segment: the same segment is in line 2; remove one, or give them different lines or dates");
}

#[test]
fn unknown_and_duplicate_sources() {
    let sources = "id,what,licence\ns001,A page,fact\ns001,Another,fact\n";
    let table = "from,to,length_km,gauge_mm,source\nkp-rajin,kp-tumangang,45,1435,s001;s01\n";
    assert_snapshot!(errors(&[("segments.csv", table), ("sources.csv", sources)]), @r#"
    mine/segments.csv:2:31: error unknown-source: source "s01" is not in sources.csv; did you mean s001?
    mine/sources.csv:3:1: error duplicate-id: id "s001" is given twice, first in line 2
    "#);
}

#[test]
fn turns() {
    let table = "via,from,to,movement,minutes_low,minutes_likely,minutes_high,basis\n\
        kp-tumangang,kp-rajin,ru-khasan,through,5,6,7,sourced\n\
        kp-tumangang,kp-rajin,kp-rajin,reversal,30,20,40,assumption\n\
        kp-tumangang,ru-khasan,ru-khasan,reversal,30,,40,assumption\n\
        kp-rajin,ru-khasan,kp-tumangang,trough,,,,guess\n\
        kp-tumangang,ru-khasan,kp-rajin,none,,,,\n\
        kp-tumangang,ru-khasan,kp-rajin,through,,,,\n";
    assert_snapshot!(errors(&[("junctions.csv", table)]), @r#"
    mine/junctions.csv:2:41: error only-of-reversal: minutes_low is only for reversals; leave it empty for through, or write reversal
    mine/junctions.csv:3:41: error unordered-range: minutes 30, 20, 40 must not decrease
    mine/junctions.csv:4:43: error part-of-a-range: minutes are given in part; fill low, likely and high, or none of them
    mine/junctions.csv:5:10: error not-neighbours: ru-khasan is not a neighbour of kp-rajin: no segment joins them
    mine/junctions.csv:5:33: error unknown-word: movement "trough" is none of through, reversal, none; did you mean through?
    mine/junctions.csv:5:43: error unknown-word: basis "guess" is none of sourced, assumption
    mine/junctions.csv:7:1: error duplicate-row: the same is said in line 6; remove one
    "#);
}

#[test]
fn borders() {
    let table = "from,to,at,what,train_kind,gauges_mm,minutes_low,minutes_likely,minutes_high\n\
        kp-tumangang,ru-khasan,kp-rajin,control,special,,10,20,30\n\
        kp-rajin,ru-khasan,kp-rajin,control,special,,10,20,30\n\
        kp-tumangang,ru-khasan,ru-khasan,gauge_change,special,1435,10,20,30\n\
        kp-tumangang,ru-khasan,ru-khasan,control,express,1435;1520,10,20,90000\n";
    assert_snapshot!(errors(&[("borders.csv", table)]), @r#"
    mine/borders.csv:2:24: error border-elsewhere: at "kp-rajin" is neither of the two stations; write kp-tumangang or ru-khasan
    mine/borders.csv:3:10: error not-neighbours: ru-khasan is not a neighbour of kp-rajin: no segment joins them
    mine/borders.csv:4:55: error not-two-gauges: 1 gauges; a gauge change is between two, like 1435;1520
    mine/borders.csv:5:42: error unknown-word: train_kind "express" is none of special, ordinary, freight
    mine/borders.csv:5:50: error gauges-without-change: gauges are only for gauge_change; leave gauges_mm empty for control
    mine/borders.csv:5:66: error out-of-range: minutes_high 90000 is out of range; 0 to 20160 is accepted
    "#);
}

#[test]
fn countries() {
    let table = "country,name,speed_cap_kmh,basis\nKP,Korea,fast,sourced\nKP,Korea,100,sourced\nKOR,Korea,100,\n";
    assert_snapshot!(errors(&[("countries.csv", table)]), @r#"
    mine/countries.csv:2:10: error not-a-number: speed_cap_kmh "fast" is not a number like 4.7
    mine/countries.csv:3:1: error duplicate-id: id "KP" is given twice, first in line 2
    mine/countries.csv:4:1: error bad-country: "KOR" is not a country code; two capital letters like KP are
    "#);
}

#[test]
fn data_packages() {
    assert_snapshot!(errors(&[("datapackage.json", "{\n  \"name\": mine\n}")]), @"mine/datapackage.json:2:11: error bad-package: this is not a data package: expected value");
    assert_snapshot!(errors(&[("datapackage.json", "{\n  \"as_of\": \"2026\"\n}")]), @r#"mine/datapackage.json:2:3: error bad-date: as_of "2026" is not a day like 2026-11-01"#);
}

#[test]
fn everything_is_reported_at_once_and_sorted() {
    let stations = with(STATIONS, "kp-rajin,Rajin,KP,95,130,\nxx,X,KP,1,1,");
    let segments = with(
        SEGMENTS,
        "kp-rajin,kp-nowhere,X,-1,1\nkp-rajin,kp-rajin,X,1,1435",
    );
    let borders = "from,to,at,what\nkp-tumangang,ru-khasan,ru-khasan,control\n";
    let files = [
        ("stations.csv", stations.as_str()),
        ("segments.csv", &segments),
        ("borders.csv", borders),
    ];
    assert_snapshot!(errors(&files), @r#"
    mine/borders.csv:1:1: error missing-column: column train_kind is missing; found from, to, at, what
    mine/segments.csv:4:10: error unknown-station: to "kp-nowhere" is not a station of stations.csv
    mine/segments.csv:4:23: error out-of-range: length_km -1 is out of range; 0.001 to 10000 is accepted
    mine/segments.csv:4:26: error unknown-gauge: gauge_mm "1" is not a whole number of millimetres from 300 to 3000
    mine/segments.csv:5:10: error self-loop: the segment begins and ends at kp-rajin; it must join two stations
    mine/stations.csv:5:1: error duplicate-id: id "kp-rajin" is given twice, first in line 2
    mine/stations.csv:5:19: error out-of-range: lat 95 is out of range; -90 to 90 is accepted
    mine/stations.csv:6:1: error bad-station-id: "xx" is not a station id; country, hyphen and lower-case letters or digits like kp-pyongyang are
    "#);
}
