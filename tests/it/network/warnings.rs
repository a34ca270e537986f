//! Each warning, with its whole text.

use insta::assert_snapshot;

use super::{SEGMENTS, STATIONS, warnings, with};

#[test]
fn unusual_gauges() {
    let gauge = |mm: &str| warnings(&[("segments.csv", &SEGMENTS.replace("1435", mm))]);
    assert_eq!(gauge("1676"), "");
    assert_snapshot!(gauge("1345"), @"mine/segments.csv:2:38: warning unusual-gauge: gauge_mm 1345 is unusual; did you mean 1435?");
}

#[test]
fn lengths_against_the_straight_line() {
    // Rajin to Tumangang is 31 km straight: 0.16 degrees of latitude (17.8 km) and 0.31 of longitude (25.5 km).
    let lengths = |km: &str| warnings(&[("segments.csv", &SEGMENTS.replace("45", km))]);
    assert_snapshot!(lengths("29"), @"mine/segments.csv:2:35: warning shorter-than-straight: length_km 29 from kp-rajin to kp-tumangang is shorter than the straight line of 31.124 km; check the length and both places");
    assert_snapshot!(lengths("63"), @"mine/segments.csv:2:35: warning far-longer-than-straight: length_km 63 from kp-rajin to kp-tumangang is more than twice the straight line of 31.1 km; check the length and both places");
    // The length is written to the kilometre and the places to a hundredth of a degree: that much may be missing.
    assert_eq!(lengths("30"), "");
    assert_eq!(lengths("61"), "");
}

#[test]
fn lengths_are_held_against_the_straight_line_to_the_metre() {
    // A degree of latitude from 42 to 43 N is 111.083 km long on the ellipsoid of WGS 84.
    let stations = "id,name,country,lat,lon,timezone\n\
        kp-a,A,KP,42.000000,130.000000,Asia/Pyongyang\nkp-b,B,KP,43.000000,130.000000,Asia/Pyongyang\n";
    let lengths = |km: &str, geometry: &str| {
        let segments =
            format!("from,to,length_km,gauge_mm,geometry\nkp-a,kp-b,{km},1435,{geometry}\n");
        warnings(&[("stations.csv", stations), ("segments.csv", &segments)])
    };
    assert_eq!(lengths("111.083", ""), "");
    assert!(lengths("111.080", "").contains("straight line of 111.083 km"));
    // Where the line is drawn, its own ends count: stations may stand beside it.
    let drawn = "\"LINESTRING (130.000000 42.001000, 130.000000 43.000000)\"";
    assert_eq!(lengths("110.972", drawn), "");
    assert!(lengths("110.969", drawn).contains("shorter-than-straight"));
}

#[test]
fn overlapping_dates() {
    let table = "from,to,line,length_km,gauge_mm,opened,closed\n\
        kp-tumangang,ru-khasan,Border line,5,1435,,\n\
        kp-rajin,kp-tumangang,Hambuk Line,45,1520,2011-10-13,\n\
        kp-tumangang,kp-rajin,Hambuk Line,45,1435,,2011-10-14\n\
        kp-tumangang,kp-rajin,Other line,45,1435,,\n";
    assert_snapshot!(warnings(&[("segments.csv", table)]), @"mine/segments.csv:4:43: warning overlapping-dates: on some days line 3 is open as well; let one close on the day the other opens");
    // The day of closing is the first without trains.
    assert_eq!(
        warnings(&[("segments.csv", &table.replace("10-14", "10-13"))]),
        ""
    );
}

#[test]
fn positions_that_are_not_sourced() {
    let table = "id,name,country,lat,lon,timezone,coord_quality\n\
        kp-rajin,Rajin,KP,42.25,130.30,Asia/Pyongyang,unverified\n\
        kp-tumangang,Tumangang,KP,42.41,130.61,Asia/Pyongyang,interpolated\n\
        ru-khasan,Khasan,RU,42.43,130.64,Asia/Vladivostok,estimate\n";
    assert_snapshot!(warnings(&[("stations.csv", table)]), @r#"
    mine/stations.csv:2:47: warning position-unverified: the position of kp-rajin is unverified
    mine/stations.csv:3:55: warning position-interpolated: the position of kp-tumangang is interpolated between others
    mine/stations.csv:4:51: warning position-estimated: the position of ru-khasan is an estimate
    "#);
}

#[test]
fn time_zones_left_out() {
    let table = STATIONS.replace(",Asia/Vladivostok", ",");
    assert_snapshot!(warnings(&[("stations.csv", &table)]), @"mine/stations.csv:4:34: warning no-timezone: ru-khasan has no timezone; its local times are left out");
    let table = table
        .replace(",Asia/Pyongyang", "")
        .replace("64,", "64")
        .replace(",timezone", "");
    assert_snapshot!(warnings(&[("stations.csv", &table)]), @"mine/stations.csv:1:1: warning no-timezone: there is no column timezone; local times are left out");
}

#[test]
fn components() {
    let table = with(
        STATIONS,
        "tz-mbeya,Mbeya,TZ,-8.9,33.4,Africa/Dar_es_Salaam\n\
         tz-iyunga,Iyunga,TZ,-8.95,33.41,Africa/Dar_es_Salaam\n\
         vn-hue,Hue,VN,16.46,107.58,Asia/Ho_Chi_Minh",
    );
    let segments = with(SEGMENTS, "tz-mbeya,tz-iyunga,TAZARA,6,1067");
    let files = [
        ("stations.csv", table.as_str()),
        ("segments.csv", &segments),
    ];
    assert_snapshot!(warnings(&files), @"
    mine/stations.csv:6:1: warning component: 2 stations with tz-iyunga are a component of their own: no segment joins them to the 3 of the largest part
    mine/stations.csv:7:1: warning component: no segment reaches vn-hue
    ");
}

#[test]
fn names_one_letter_apart() {
    let near = "kp-rajjin,Rajjin,KP,42.26,130.31,Asia/Pyongyang";
    let far = "kp-hajin,Hajin,KP,41.0,129.0,Asia/Pyongyang";
    let stations = with(&with(STATIONS, near), far);
    let segments = with(
        SEGMENTS,
        "kp-rajin,kp-rajjin,Hambuk Lin,1.5,1435\nkp-rajjin,kp-hajin,Harbuk Line,200,1435",
    );
    let files = [
        ("stations.csv", stations.as_str()),
        ("segments.csv", &segments),
    ];
    assert_snapshot!(warnings(&files), @r#"
    mine/segments.csv:4:20: warning lines-one-apart: line "Hambuk Lin" is one letter away from "Hambuk Line" (line 2), and they meet; are they the same line?
    mine/stations.csv:5:11: warning names-one-apart: Rajjin is one letter away from Rajin, 1 km off (line 2); are they the same station?
    "#);
}

#[test]
fn unknown_columns() {
    let table = SEGMENTS.replace("line,", "Line,");
    assert_snapshot!(warnings(&[("segments.csv", &table)]), @r#"mine/segments.csv:1:9: warning unknown-column: column "Line" is known to nothing here and is not read; did you mean line?"#);
}

#[test]
fn rows_without_a_source() {
    let table = "from,to,length_km,gauge_mm,source\n\
        kp-rajin,kp-tumangang,45,1435,s1\n\
        kp-tumangang,ru-khasan,5,1435,\n";
    let files = [
        ("segments.csv", table),
        ("sources.csv", "id,what\ns1,A page\n"),
    ];
    let segments = warnings(&files);
    let about_segments: Vec<&str> = segments
        .lines()
        .filter(|l| l.contains("segments"))
        .collect();
    assert_snapshot!(about_segments.join("\n"), @"mine/segments.csv:3:31: warning no-source: no source is named; figures without one cannot be checked");
}
