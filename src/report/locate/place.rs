//! Where the train is, on the earth: its route, the stretch where it may be, and the likely place of each train.

use jiff::Timestamp;
use serde_json::json;

use super::{LocateSummary, PositionRow, Status, TrainRow};
use crate::network::LatLon;
use crate::network::position::{along, shares};
use crate::report::geography::{Geography, Group, Spot, Track, line_between};
use crate::report::labels;
use crate::report::map::TrainOnMap;
use crate::report::summary::{Call, CallKind};
use crate::units::{Length, format};

/// The geographic side of the answer.
#[must_use]
pub fn geography(summary: &LocateSummary) -> Geography {
    let mut geography = Geography::of_route(&summary.route);
    geography.title = super::title(summary);
    let positions = summary.trains.iter().filter_map(|train| {
        let position = train.position.as_ref()?;
        Some((train, position))
    });
    for (train, position) in positions {
        geography.groups.push(Group {
            name: format!("where the {} may be", name(summary, train)),
            rank: geography.groups.len() + 1,
            tracks: vec![stretch(summary, train, position)],
        });
        geography.points.push(spot(summary, train, position));
    }
    geography
}

/// `train`, or what it is called in its convoy.
fn name(summary: &LocateSummary, train: &TrainRow) -> String {
    match summary.trains.len() {
        1 => String::from("train"),
        _ => format!("{} train", train.label.trim_start_matches("train ")),
    }
}

/// The part of the route from the low to the high place.
fn stretch(summary: &LocateSummary, train: &TrainRow, position: &PositionRow) -> Track {
    let (low, high) = (position.place.low(), position.place.high());
    let mut positions: Vec<LatLon> = vec![on_the_way(summary, low)];
    positions.extend(between(summary, low, high));
    positions.push(on_the_way(summary, high));
    Track {
        name: format!("where the {} may be, 8 times in 10", name(summary, train)),
        positions: positions.into_iter().map(|place| (place, None)).collect(),
        properties: vec![
            ("train", json!(train.label)),
            ("at", json!(summary.at.map(|at| at.to_string()))),
            ("low_km", json!(labels::round(low.km(), 1))),
            ("high_km", json!(labels::round(high.km(), 1))),
        ],
    }
}

/// A place on the route, on the line between its neighbours.
fn on_the_way(summary: &LocateSummary, place: Length) -> LatLon {
    let (next, part) = share_of(&summary.planned().calls, place);
    let calls = &summary.planned().calls;
    along(&line_between(&calls[next - 1], &calls[next]), part)
}

/// The number of the call after a place, and how far from the one before to it the place lies, from 0 to 1.
fn share_of(calls: &[Call], place: Length) -> (usize, f64) {
    let next = calls.partition_point(|call| call.at < place);
    let next = next.clamp(1, calls.len() - 1);
    let (before, after) = (&calls[next - 1], &calls[next]);
    let part = (place - before.at).ratio(after.at - before.at);
    (next, part.unwrap_or(0.0).clamp(0.0, 1.0))
}

/// The line between two places of the route, without its ends.
fn between(summary: &LocateSummary, low: Length, high: Length) -> Vec<LatLon> {
    let calls = &summary.planned().calls;
    let mut inner = Vec::new();
    for pair in calls.windows(2) {
        let line = line_between(&pair[0], &pair[1]);
        for (place, part) in line.iter().zip(shares(&line)).skip(1) {
            let at = pair[0].at + (pair[1].at - pair[0].at) * part;
            if low < at && at < high {
                inner.push(*place);
            }
        }
    }
    inner
}

/// The trains as a map of the route shows them.
#[must_use]
pub fn on_map(summary: &LocateSummary) -> Vec<TrainOnMap> {
    let train = |train: &TrainRow| {
        let position = train.position.as_ref()?;
        let stretch = stretch(summary, train, position).positions.into_iter();
        Some(TrainOnMap {
            name: name(summary, train),
            told: told(summary, train, position),
            at: position.position,
            stretch: stretch.map(|(place, _)| place).collect(),
        })
    };
    summary.trains.iter().filter_map(train).collect()
}

/// What a train does where, in words.
fn told(summary: &LocateSummary, train: &TrainRow, position: &PositionRow) -> String {
    let name = name(summary, train);
    match position.status {
        Status::Waiting => format!("the {name} has not left yet"),
        Status::Arrived => format!("the {name} has probably arrived"),
        Status::Standing => format!("the {name} is likely here, at {}", position.between.0.name),
        Status::UnderWay => format!(
            "the {name} is likely here, between {} and {}, {} from the start",
            position.between.0.name,
            position.between.1.name,
            format::distance(position.place.likely())
        ),
    }
}

fn spot(summary: &LocateSummary, train: &TrainRow, position: &PositionRow) -> Spot {
    let time: Option<Timestamp> = summary.at;
    Spot {
        name: name(summary, train),
        position: position.position,
        kind: CallKind::Border,
        told: told(summary, train, position),
        time,
        elevation: None,
        properties: vec![
            ("train", json!(train.label)),
            ("status", json!(position.status.as_str())),
            ("at", json!(summary.at.map(|at| at.to_string()))),
            (
                "between",
                json!([position.between.0.id, position.between.1.id]),
            ),
            ("km_low", json!(labels::round(position.place.low().km(), 1))),
            (
                "km_likely",
                json!(labels::round(position.place.likely().km(), 1)),
            ),
            (
                "km_high",
                json!(labels::round(position.place.high().km(), 1)),
            ),
            (
                "arrived_percent",
                json!(labels::round(position.arrived_percent, 1)),
            ),
        ],
    }
}
