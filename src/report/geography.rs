//! What of an answer lies on the earth: lines with their properties and points with theirs.
//!
//! GeoJSON, GPX, KML and maps read this view and nothing else, so a new kind of answer needs one conversion to reach
//! all four. Positions stay as they are in the network; cutting at the 180th meridian is [`Track::pieces`].

use jiff::Timestamp;
use serde_json::{Value, json};

use super::labels;
use super::summary::{Call, CallKind, LegSummary, PlannedRoute, RouteSummary};
use crate::network::LatLon;
use crate::network::position::shares;
use crate::units::Length;

/// Properties in the order in which they are written; keys carry their units.
pub type Properties = Vec<(&'static str, Value)>;

/// The geographic side of an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Geography {
    /// What it is, in a line.
    pub title: String,
    /// What it says, in a line.
    pub description: String,
    /// Who must be named.
    pub attribution: String,
    /// Lines, grouped by route.
    pub groups: Vec<Group>,
    /// Points, each station once.
    pub points: Vec<Spot>,
}

/// The lines of one route.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Its name for people.
    pub name: String,
    /// 1 for the best.
    pub rank: usize,
    /// Its lines, end to end.
    pub tracks: Vec<Track>,
}

/// A line on the earth.
#[derive(Clone, Debug, PartialEq)]
pub struct Track {
    /// Its name for people.
    pub name: String,
    /// Its points in order of running, with the time at each where it is known.
    pub positions: Vec<(LatLon, Option<Timestamp>)>,
    /// What is known about it.
    pub properties: Properties,
}

/// A point on the earth.
#[derive(Clone, Debug, PartialEq)]
pub struct Spot {
    /// Its name for people.
    pub name: String,
    /// Where it lies.
    pub position: LatLon,
    /// What happens there, as far as its mark shows.
    pub kind: CallKind,
    /// What happens there, in words.
    pub told: String,
    /// When the train arrives, where that is known.
    pub time: Option<Timestamp>,
    /// Height above the sea.
    pub elevation: Option<Length>,
    /// What is known about it.
    pub properties: Properties,
}

impl Geography {
    /// The geographic side of the answer of `route`.
    #[must_use]
    pub fn of_route(summary: &RouteSummary) -> Geography {
        Geography {
            title: labels::title(summary),
            description: format!(
                "{}: {}",
                summary.train.name,
                labels::answer(&summary.routes[0])
            ),
            attribution: labels::attribution(&summary.provenance, false),
            groups: summary
                .routes
                .iter()
                .map(|planned| group(summary, planned))
                .collect(),
            points: spots(summary),
        }
    }
}

impl Track {
    /// The line cut where it crosses the 180th meridian, as RFC 7946 (section 3.1.9) asks; one piece when it does not.
    #[must_use]
    pub fn pieces(&self) -> Vec<Vec<LatLon>> {
        let mut pieces = vec![Vec::new()];
        let mut last: Option<LatLon> = None;
        for &(position, _) in &self.positions {
            if let Some(before) = last.filter(|before| (before.lon - position.lon).abs() > 180.0) {
                let (end, start) = crossing(before, position);
                pieces.last_mut().expect("begun above").push(end);
                pieces.push(vec![start]);
            }
            pieces.last_mut().expect("begun above").push(position);
            last = Some(position);
        }
        pieces.iter_mut().for_each(Vec::dedup);
        pieces.retain(|piece| piece.len() > 1);
        pieces
    }
}

/// Where a line between two points meets the 180th meridian, seen from either side.
fn crossing(a: LatLon, b: LatLon) -> (LatLon, LatLon) {
    let side = 180_f64.copysign(a.lon);
    let (before, after) = (180.0 - a.lon.abs(), 180.0 - b.lon.abs());
    let share = if before + after > 0.0 {
        before / (before + after)
    } else {
        0.0
    };
    let lat = labels::round(a.lat + (b.lat - a.lat) * share, 6);
    (LatLon { lat, lon: side }, LatLon { lat, lon: -side })
}

fn group(summary: &RouteSummary, planned: &PlannedRoute) -> Group {
    let tracks = planned.legs.iter().enumerate();
    Group {
        name: labels::route_name(summary, planned),
        rank: planned.rank,
        tracks: tracks
            .map(|(seq, leg)| track(summary, planned, seq, leg))
            .collect(),
    }
}

/// The line from one call to the next, as it is drawn.
#[must_use]
pub fn line_between(before: &Call, call: &Call) -> Vec<LatLon> {
    let ends = [before, call].map(|call| call.place.position);
    [&[ends[0]], call.bends.as_slice(), &[ends[1]]].concat()
}

/// The calls of a leg, its ends included.
pub fn calls_of<'a>(
    planned: &'a PlannedRoute,
    leg: &LegSummary,
) -> impl Iterator<Item = &'a Call> + use<'a> {
    // Places are sums of lengths; a metre absorbs their rounding.
    let slack = Length::from_m(1.0);
    let (start, end) = (leg.start - slack, leg.start + leg.distance + slack);
    planned
        .calls
        .iter()
        .filter(move |call| start <= call.at && call.at <= end)
}

fn track(summary: &RouteSummary, planned: &PlannedRoute, seq: usize, leg: &LegSummary) -> Track {
    let departure = summary.departure.as_ref();
    let calls: Vec<&Call> = calls_of(planned, leg).collect();
    let mut positions = Vec::new();
    for (i, call) in calls.iter().enumerate() {
        let (arrives, departs) = (call.arrives.likely(), call.departs.likely());
        let entry = |time| (call.place.position, labels::instant(departure, time));
        if i > 0 {
            let since = calls[i - 1].departs.likely();
            let line = line_between(calls[i - 1], call);
            let along = line.iter().zip(shares(&line)).map(|(bend, part)| {
                let time = since + (arrives - since) * part;
                (*bend, labels::instant(departure, time))
            });
            positions.extend(along.take(line.len() - 1).skip(1));
            positions.push(entry(arrives));
        }
        // A standing train has two times at one place; after the last call the next leg has the later one.
        if i + 1 < calls.len() && (i == 0 || departs > arrives) {
            positions.push(entry(departs));
        }
    }
    Track {
        name: format!("{} to {}", leg.from.name, leg.to.name),
        positions,
        properties: leg_properties(planned, seq, leg),
    }
}

fn leg_properties(planned: &PlannedRoute, seq: usize, leg: &LegSummary) -> Properties {
    vec![
        ("route", json!(planned.rank)),
        ("leg", json!(seq + 1)),
        ("from", json!(leg.from.id)),
        ("to", json!(leg.to.id)),
        ("line", json!(leg.line)),
        ("country", json!(leg.country)),
        ("distance_km", json!(labels::round(leg.distance.km(), 1))),
        ("duration_h", labels::range_h(&leg.duration)),
        (
            "depart_local",
            json!(leg.depart_local.as_ref().map(labels::local_clock)),
        ),
        (
            "arrive_local",
            json!(leg.arrive_local.as_ref().map(labels::local_clock)),
        ),
        ("gauge_mm", json!(leg.gauge_mm)),
        ("traction", json!(leg.traction)),
        ("stop_min", json!(labels::round(leg.stop.minutes(), 0))),
        ("stop_reason", json!(leg.stop_reason())),
    ]
}

/// Each station once, in order of first appearance, with its weightiest call.
fn spots(summary: &RouteSummary) -> Vec<Spot> {
    let mut spots: Vec<(&str, Spot)> = Vec::new();
    for planned in &summary.routes {
        for call in &planned.calls {
            match spots.iter_mut().find(|(id, _)| *id == call.place.id) {
                Some((_, spot)) if weight(spot.kind) >= weight(call.kind) => {}
                Some((_, spot)) => *spot = spot_of(summary, planned, call),
                None => spots.push((&call.place.id, spot_of(summary, planned, call))),
            }
        }
    }
    spots.into_iter().map(|(_, spot)| spot).collect()
}

/// How much a call matters on a map; ends most.
#[must_use]
pub fn weight(kind: CallKind) -> u8 {
    match kind {
        CallKind::Pass => 0,
        CallKind::AssumedStop => 1,
        CallKind::Stop => 2,
        CallKind::Reversal => 3,
        CallKind::LocomotiveChange => 4,
        CallKind::Border => 5,
        CallKind::GaugeChange => 6,
        CallKind::End => 7,
    }
}

fn spot_of(summary: &RouteSummary, planned: &PlannedRoute, call: &Call) -> Spot {
    Spot {
        name: call.place.name.clone(),
        position: call.place.position,
        kind: call.kind,
        told: labels::call_words(call).to_owned(),
        time: labels::instant(summary.departure.as_ref(), call.arrives.likely()),
        elevation: call.elevation,
        properties: vec![
            ("station", json!(call.place.id)),
            ("name", json!(call.place.name)),
            ("name_local", json!(call.place.name_local)),
            ("country", json!(call.place.country)),
            ("call", json!(labels::call_key(call.kind))),
            ("route", json!(planned.rank)),
            ("at_km", json!(labels::round(call.at.km(), 1))),
            ("arrives_h", labels::range_h(&call.arrives)),
            ("departs_h", labels::range_h(&call.departs)),
            ("position_is_sourced", json!(call.is_sourced)),
            (
                "elevation_m",
                json!(call.elevation.map(|height| labels::round(height.m(), 0))),
            ),
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn track(lons: &[f64]) -> Track {
        let position = |(i, lon): (usize, &f64)| {
            (
                LatLon {
                    lat: i as f64,
                    lon: *lon,
                },
                None,
            )
        };
        Track {
            name: String::new(),
            positions: lons.iter().enumerate().map(position).collect(),
            properties: Vec::new(),
        }
    }

    #[test]
    fn lines_are_cut_at_the_180th_meridian() {
        let pieces = track(&[178.0, 179.0, -179.0, -178.0]).pieces();
        assert_eq!(pieces.len(), 2);
        assert_eq!(
            pieces[0].last(),
            Some(&LatLon {
                lat: 1.5,
                lon: 180.0
            })
        );
        assert_eq!(
            pieces[1].first(),
            Some(&LatLon {
                lat: 1.5,
                lon: -180.0
            })
        );
        assert_eq!(track(&[10.0, 20.0, -20.0]).pieces().len(), 1);
    }

    #[test]
    fn a_point_on_the_meridian_is_not_doubled() {
        let pieces = track(&[179.0, 180.0, -179.0]).pieces();
        assert_eq!(pieces.iter().map(Vec::len).collect::<Vec<_>>(), [2, 2]);
    }
}
