//! Limits and gradients along a segment, and segments that are run in one direction.

use insta::assert_snapshot;
use slowtrain::network::{Network, Part, PartLimit, StationIdx};
use slowtrain::units::{Length, Speed};

use super::{errors, load, warnings};

const LIMITS: &str = "segment,direction,from_km,to_km,value\n";

fn limits(rows: &str) -> String {
    errors(&[("limits.csv", &format!("{LIMITS}{rows}"))])
}

fn station(network: &Network, id: &str) -> StationIdx {
    network.station_by_id(id).expect("there")
}

/// Limits of the segment from Rajin to Tumangang as a train meets them that enters it at a station: km, km, km/h.
fn met(network: &Network, from: &str) -> Vec<(f64, f64, f64)> {
    let from = station(network, from);
    let first = network.segments_at(station(network, "kp-rajin"))[0];
    let segment = network.segment(first);
    let of = |part: &Part<PartLimit>| {
        let (PartLimit::Known(speed) | PartLimit::Guess(speed)) = part.value;
        let round = |value: f64| (value * 1e6).round() / 1e6;
        (
            round(part.start.km()),
            round(part.end.km()),
            round(speed.kmh()),
        )
    };
    segment
        .limits
        .parts(from == segment.from)
        .iter()
        .map(of)
        .collect()
}

#[test]
fn limits_are_met_in_the_order_of_running() {
    let rows = "kp-rajin/kp-tumangang,,0,10,60\n\
        kp-rajin/kp-tumangang,forward,10,20,8.04672\n\
        kp-rajin/kp-tumangang,backward,12,45,100\n";
    let named_from_the_other_end = "kp-tumangang/kp-rajin,both,35,45,60\n\
        kp-tumangang/kp-rajin,backward,25,35,8.04672\n\
        kp-tumangang/kp-rajin,forward,0,33,100\n";
    for rows in [rows, named_from_the_other_end] {
        let checked = load(&[("limits.csv", &format!("{LIMITS}{rows}"))]).expect("sound");
        let network = checked.network();
        assert_eq!(
            met(network, "kp-rajin"),
            [(0.0, 10.0, 60.0), (10.0, 20.0, 8.046_72)]
        );
        assert_eq!(
            met(network, "kp-tumangang"),
            [(0.0, 33.0, 100.0), (35.0, 45.0, 60.0)]
        );
    }
}

#[test]
fn a_gradient_climbs_in_one_direction_and_falls_in_the_other() {
    let table = "segment,direction,from_km,to_km,value\n\
        kp-rajin/kp-tumangang,,0,10,12.5\n\
        kp-rajin/kp-tumangang,backward,20,30,4\n";
    let checked = load(&[("gradients.csv", table)]).expect("sound");
    let network = checked.network();
    let rajin = station(network, "kp-rajin");
    let segment = network.segment(network.segments_at(rajin)[0]);
    let permille = |is_forward| -> Vec<(f64, f64)> {
        let parts = segment.gradients.parts(is_forward).iter();
        parts
            .map(|part| (part.start.km(), part.value.permille()))
            .collect()
    };
    assert_eq!(permille(true), [(0.0, 12.5)]);
    assert_eq!(permille(false), [(15.0, 4.0), (35.0, -12.5)]);
    assert_eq!(
        segment.steepest_from(rajin).map(|grade| grade.permille()),
        Some(12.5)
    );
    assert_eq!(
        segment
            .steepest_from(segment.to)
            .map(|grade| grade.permille()),
        Some(4.0)
    );
}

#[test]
fn an_end_is_cut_to_the_length_of_its_segment() {
    let rows = "kp-rajin/kp-tumangang,,0,45.0009,60\n";
    let checked = load(&[("limits.csv", &format!("{LIMITS}{rows}"))]).expect("sound");
    assert_eq!(met(checked.network(), "kp-rajin"), [(0.0, 45.0, 60.0)]);
    let segment = &checked.network().segments()[0];
    assert_eq!(segment.limits.parts(true)[0].end, Length::from_km(45.0));
}

#[test]
fn a_limit_of_quality_estimate_is_a_guess() {
    let table = "segment,from_km,to_km,value,quality\nkp-rajin/kp-tumangang,0,5,60,estimate\n";
    let checked = load(&[("limits.csv", table)]).expect("sound");
    let value = checked.network().segments()[0].limits.parts(true)[0].value;
    assert_eq!(value, PartLimit::Guess(Speed::from_kmh(60.0)));
}

#[test]
fn what_cannot_be_is_found_with_its_place() {
    assert_snapshot!(limits("kp-rajin/ru-khasan,,0,1,60\nHambuk Line,,0,1,60\n,,0,1,60\n"), @r#"
    mine/limits.csv:2:1: error unknown-segment: segment "kp-rajin/ru-khasan" is neither an id of segments.csv nor FROM/TO with two stations that a segment joins
    mine/limits.csv:3:1: error unknown-segment: segment "Hambuk Line" is neither an id of segments.csv nor FROM/TO with two stations that a segment joins
    mine/limits.csv:4:1: error missing-value: segment is empty; it is required
    "#);
    assert_snapshot!(limits("kp-rajin/kp-tumangang,up,-1,1,0\nkp-rajin/kp-tumangang,,,x,\n"), @r#"
    mine/limits.csv:2:23: error unknown-word: direction "up" is none of both, forward, backward
    mine/limits.csv:2:26: error out-of-range: from_km -1 is out of range; 0 to 10000 is accepted
    mine/limits.csv:2:31: error out-of-range: value 0 is out of range; 1 to 603 is accepted
    mine/limits.csv:3:24: error missing-value: from_km is empty; it is required
    mine/limits.csv:3:25: error not-a-number: to_km "x" is not a number like 4.7
    mine/limits.csv:3:27: error missing-value: value is empty; it is required
    "#);
    assert_snapshot!(limits("kp-rajin/kp-tumangang,,5,5,60\nkp-rajin/kp-tumangang,,44,45.1,60\nkp-rajin/kp-tumangang,,45,46,60\n"), @r#"
    mine/limits.csv:2:26: error not-beyond: to_km 5 is not beyond from_km 5
    mine/limits.csv:3:27: error beyond-end: to_km 45.1 lies beyond the end of the segment, which is 45 km long
    mine/limits.csv:4:24: error beyond-end: from_km 45 lies beyond the end of the segment, which is 45 km long
    "#);
    let overlapping = "kp-rajin/kp-tumangang,forward,0,10,60\nkp-tumangang/kp-rajin,,34,40,80\n";
    assert_snapshot!(limits(overlapping), @r#"mine/limits.csv:3:24: error overlapping-parts: this overlaps line 2 in the same direction; let each end where the next begins"#);
    let gradients = "segment,from_km,to_km,value\nkp-rajin/kp-tumangang,0,1,-481\nkp-rajin/kp-tumangang,1,2,flat\n";
    assert_snapshot!(errors(&[("gradients.csv", gradients)]), @r#"
    mine/gradients.csv:2:27: error out-of-range: value -481 is out of range; -480 to 480 is accepted
    mine/gradients.csv:3:27: error not-a-number: value "flat" is not a number like 4.7
    "#);
}

#[test]
fn a_segment_is_named_by_its_id_where_several_join_two_stations() {
    let segments = "id,from,to,length_km,gauge_mm,oneway\n\
        up,kp-rajin,kp-tumangang,45,1435,yes\n\
        down,kp-tumangang,kp-rajin,46,1435,yes\n\
        ,kp-tumangang,ru-khasan,5,1435,no\n";
    let both = format!("{LIMITS}down,,0,1,60\nup,,0,1,60\n");
    assert_eq!(
        warnings(&[("segments.csv", segments), ("limits.csv", &both)]),
        ""
    );
    let by_ends = format!("{LIMITS}kp-rajin/kp-tumangang,,0,1,60\n");
    assert_snapshot!(errors(&[("segments.csv", segments), ("limits.csv", &by_ends)]), @r#"mine/limits.csv:2:1: error ambiguous-segment: 2 segments join kp-rajin/kp-tumangang; give the one that is meant an id in segments.csv, and name that"#);
    let twice = segments.replace("down,", "up,").replace("yes\n,", "ja\n,");
    assert_snapshot!(errors(&[("segments.csv", &twice)]), @r#"
    mine/segments.csv:3:1: error duplicate-id: id "up" is given twice, first in line 2
    mine/segments.csv:3:34: error unknown-word: oneway "ja" is none of yes, no
    "#);
}
