//! The answer of `reach`: how far a train can have come, station by station and at the ends.
//!
//! A station is within the time by its high, its likely or its low time, or by its technical minimum only ([`Within`]).

mod csv;
mod text;

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde_json::json;

use super::geography::{Geography, Group, Spot, Track};
use super::labels;
use super::route::{place, prominence, provenance};
use super::summary::{CallKind, Place, Prominence, Provenance, TrainLabel};
use crate::journey::{Reach, Reached};
use crate::network::{LatLon, Network, StationIdx};
use crate::train::Train;
use crate::units::{Estimate, Length, RunTime, format};

pub use csv::data;
pub(super) use text::{ANY_COUNTRY, answer, countries, farthest, lines, rows};
pub use text::{markdown, show};

/// By which of its times a station is within reach; the surer comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Within {
    /// By its 90 % point: reached in nine journeys of ten.
    High,
    /// By its middle: reached more often than not.
    Likely,
    /// By its 10 % point: reached in one journey of ten.
    Low,
    /// By the shortest time physically possible only.
    TechnicalMinimum,
}

impl Within {
    /// All of them.
    pub const ALL: [Within; 4] = [
        Within::High,
        Within::Likely,
        Within::Low,
        Within::TechnicalMinimum,
    ];

    /// The word in data.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Within::High => "high",
            Within::Likely => "likely",
            Within::Low => "low",
            Within::TechnicalMinimum => "technical_minimum",
        }
    }

    /// What it means.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Within::High => "nearly sure",
            Within::Likely => "likely",
            Within::Low => "possible",
            Within::TechnicalMinimum => "physically not excluded",
        }
    }
}

/// The answer of `reach`.
#[derive(Clone, Debug, PartialEq)]
pub struct ReachSummary {
    /// What every answer carries along.
    pub provenance: Provenance,
    /// The train.
    pub train: TrainLabel,
    /// Where it starts.
    pub from: Place,
    /// The time it has.
    pub limit: RunTime,
    /// The stations, earliest first.
    pub stations: Vec<StationReached>,
    /// Remarks on the question.
    pub remarks: Vec<String>,
}

/// A station within reach.
#[derive(Clone, Debug, PartialEq)]
pub struct StationReached {
    /// The station.
    pub place: Place,
    /// The country's name.
    pub country: String,
    /// The station before it on the route.
    pub before: Place,
    /// The line from there, as it is drawn.
    pub drawn: Vec<LatLon>,
    /// Lines from neighbours that are reached no later, over rails that are on no route to a station: maps draw these as well.
    pub joined: Vec<Vec<LatLon>>,
    /// The line on which it is reached.
    pub line: Option<String>,
    /// Length of the route.
    pub distance: Length,
    /// How long it takes.
    pub time: Estimate<RunTime>,
    /// The shortest time physically possible over that route.
    pub technical_minimum: RunTime,
    /// By which time it is within reach.
    pub within: Within,
    /// How well known the station is.
    pub prominence: Prominence,
}

/// The summary of a reach.
#[must_use]
pub fn summary(
    network: &Network,
    train: &Train,
    (from, day): (StationIdx, Date),
    (reach, limit): (&Reach, RunTime),
    asked: super::route::Asked,
) -> ReachSummary {
    let times = reach.stations.iter();
    let times: BTreeMap<StationIdx, RunTime> = times
        .map(|reached| (reached.station, reached.time.likely()))
        .collect();
    let joined = |reached: &Reached| -> Vec<Vec<LatLon>> {
        let segments = network.segments_at(reached.station).iter().copied();
        let others = segments.filter_map(|number| {
            let segment = network.segment(number);
            let runs = train.gauges.iter().any(|own| segment.gauges.contains(own));
            let other = match segment.from == reached.station {
                true => segment.to,
                false => segment.from,
            };
            let time = times.get(&other)?;
            let is_earlier = (*time, other) < (reached.time.likely(), reached.station);
            let is_new = other != reached.before && is_earlier;
            (segment.is_open(day) && runs && is_new).then(|| network.drawn(number, other))
        });
        others.collect()
    };
    let station = |reached: &Reached| {
        let country = network.station(reached.station).country;
        let facts = network.country(country);
        StationReached {
            place: place(network, reached.station),
            country: facts.map_or_else(|| country.to_string(), |facts| facts.name.clone()),
            before: place(network, reached.before),
            drawn: network.drawn(reached.segment, reached.before),
            joined: joined(reached),
            line: reached.line.map(|line| network.line(line).to_owned()),
            distance: reached.distance,
            time: reached.time,
            technical_minimum: reached.technical_minimum,
            within: within(reached, limit),
            prominence: prominence(network, reached.station),
        }
    };
    let mut remarks = asked.remarks;
    remarks.extend(
        reach
            .stalls
            .iter()
            .map(|stall| format!("{stall}; what lies behind is left out")),
    );
    ReachSummary {
        provenance: provenance(network, &[], asked.command),
        train: label(train),
        from: place(network, from),
        limit,
        stations: reach.stations.iter().map(station).collect(),
        remarks,
    }
}

fn within(reached: &Reached, limit: RunTime) -> Within {
    match &reached.time {
        time if time.high() <= limit => Within::High,
        time if time.likely() <= limit => Within::Likely,
        time if time.low() <= limit => Within::Low,
        _ => Within::TechnicalMinimum,
    }
}

/// The train without locomotives, which depend on the route.
fn label(train: &Train) -> TrainLabel {
    TrainLabel {
        id: train.id.clone(),
        name: train.name.clone(),
        consist: format!(
            "{} cars, {} t and {} without locomotives",
            train.consist.cars,
            format::grouped(train.mass(None).t().round() as i64),
            format::distance(train.length(None)),
        ),
    }
}

impl ReachSummary {
    /// How many stations are within reach by some time or a surer one.
    #[must_use]
    pub fn count(&self, within: Within) -> usize {
        let stations = self.stations.iter();
        stations.filter(|station| station.within <= within).count()
    }

    /// The farthest station by rail that is within reach by some time or a surer one, in each group in order of name;
    /// of equally far ones the earliest.
    pub(crate) fn farthest<'a>(
        &'a self,
        within: Within,
        group: impl Fn(&'a StationReached) -> Option<&'a str>,
    ) -> Vec<(&'a str, &'a StationReached)> {
        let mut farthest: std::collections::BTreeMap<&str, &StationReached> = Default::default();
        for station in self.stations.iter().filter(|s| s.within <= within) {
            let Some(name) = group(station) else { continue };
            let best = farthest.entry(name).or_insert(station);
            if station.distance > best.distance {
                *best = station;
            }
        }
        farthest.into_iter().collect()
    }

    /// The farthest station that is likely reached, which the answer names.
    pub(crate) fn farthest_likely(&self) -> Option<&StationReached> {
        let farthest = self.farthest(Within::Likely, |_| Some(""));
        farthest.first().map(|(_, station)| *station)
    }
}

/// `What can be reached from Pyongyang within 20 h`.
#[must_use]
pub fn title(summary: &ReachSummary) -> String {
    format!(
        "From {} within {}",
        summary.from.name,
        format::duration(summary.limit)
    )
}

/// The geographic side of the answer: the tree of routes by how sure they are, and every station.
#[must_use]
pub fn geography(summary: &ReachSummary) -> Geography {
    let groups = Within::ALL
        .into_iter()
        .zip(1..)
        .map(|(within, rank)| Group {
            name: within.words().to_owned(),
            rank,
            tracks: summary
                .stations
                .iter()
                .filter(|station| station.within == within)
                .map(track)
                .collect(),
        });
    let mut points = vec![Spot {
        name: summary.from.name.clone(),
        position: summary.from.position,
        kind: CallKind::End,
        told: String::from("the start"),
        time: None,
        elevation: None,
        properties: vec![
            ("station", json!(summary.from.id)),
            ("country", json!(summary.from.country)),
        ],
    }];
    // The ends come before what lies on the way to them, so that they are named first.
    let mut stations: Vec<&StationReached> = summary.stations.iter().collect();
    stations.sort_by(|a, b| {
        (a.within == Within::TechnicalMinimum, b.distance)
            .cmp(&(b.within == Within::TechnicalMinimum, a.distance))
    });
    points.extend(stations.into_iter().map(spot));
    Geography {
        title: title(summary),
        description: answer(summary),
        attribution: labels::attribution(&summary.provenance, false),
        groups: groups.filter(|group| !group.tracks.is_empty()).collect(),
        points,
    }
}

fn track(station: &StationReached) -> Track {
    Track {
        name: format!("{} to {}", station.before.name, station.place.name),
        positions: station.drawn.iter().map(|place| (*place, None)).collect(),
        properties: vec![
            ("to", json!(station.place.id)),
            ("line", json!(station.line)),
            ("within", json!(station.within.as_str())),
        ],
    }
}

fn spot(station: &StationReached) -> Spot {
    Spot {
        name: station.place.name.clone(),
        position: station.place.position,
        kind: match station.within {
            Within::TechnicalMinimum => CallKind::Pass,
            _ => CallKind::Stop,
        },
        told: format!(
            "{}: {} in {} ({})",
            station.within.words(),
            format::distance(station.distance),
            format::duration(station.time.likely()),
            format::duration_range(&station.time)
        ),
        time: None,
        elevation: None,
        properties: vec![
            ("station", json!(station.place.id)),
            ("country", json!(station.place.country)),
            ("line", json!(station.line)),
            (
                "distance_km",
                json!(labels::round(station.distance.km(), 1)),
            ),
            ("time_h", labels::range_h(&station.time)),
            (
                "technical_minimum_h",
                json!(labels::round(station.technical_minimum.h(), 2)),
            ),
            ("within", json!(station.within.as_str())),
        ],
    }
}
