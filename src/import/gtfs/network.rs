//! The network of a feed: its stations, and a segment between any two that a train calls at one after the other.
//!
//! A train that does not call everywhere runs over the same rails as one that does: where the route by the stations between
//! is no longer than an express train's own, the express train needs no segment.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use any_ascii::any_ascii;

use crate::import::{package, row};
use crate::network::{Quality, RawNetwork, SOURCES, Table};

use super::GtfsOptions;
use super::feed::{Feed, Station};
use super::lengths::{Lengths, Stretch};

/// By how much the route by other stations may be longer than a train's own to count as the same rails. Assumption: shapes
/// of one line drawn twice agree within this.
const SAME_RAILS: f64 = 1.03;

/// The same where the train's own way is known only as a straight line. Assumption.
const SAME_LINE: f64 = 1.15;

/// A segment: all stretches between two stations.
struct Segment {
    stretches: Vec<Stretch>,
    routes: BTreeMap<String, usize>,
}

impl Segment {
    /// The length in the middle of those of the best quality.
    fn length(&self) -> Stretch {
        let best = self.stretches.iter().map(|stretch| stretch.quality).min();
        let mut of_best: Vec<Stretch> = self
            .stretches
            .iter()
            .filter(|s| Some(s.quality) == best)
            .copied()
            .collect();
        of_best.sort_by(|a, b| a.km.total_cmp(&b.km));
        of_best[of_best.len() / 2]
    }

    /// The route of most trains, the first by name of equals.
    fn route(&self) -> &str {
        let most = self
            .routes
            .iter()
            .max_by_key(|(name, count)| (**count, Reverse(*name)));
        most.map_or("", |(name, _)| name)
    }
}

type Segments = BTreeMap<(usize, usize), Segment>;

/// The id of each station.
pub(super) fn ids(feed: &Feed, options: &GtfsOptions) -> Vec<String> {
    let slug = |station: &Station| {
        let country = country(station, options).to_ascii_lowercase();
        format!("{country}-{}", slug(&station.name))
    };
    let mut uses: BTreeMap<String, usize> = BTreeMap::new();
    for station in &feed.stations {
        *uses.entry(slug(station)).or_insert(0) += 1;
    }
    let stations = feed.stations.iter();
    let id = |station: &Station| match slug(station) {
        alone if uses[&alone] == 1 => alone,
        shared => format!("{shared}-{}", self::slug(&station.id)),
    };
    stations.map(id).collect()
}

/// Letters, digits and hyphens.
pub(super) fn slug(name: &str) -> String {
    let latin = any_ascii(name).to_ascii_lowercase();
    let words = latin.split(|c: char| !c.is_ascii_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    match words.is_empty() {
        true => "x".to_owned(),
        false => words.join("-"),
    }
}

fn country(station: &Station, options: &GtfsOptions) -> String {
    let by_zone = options.country_by_zone.get(&station.zone).copied();
    let country = by_zone.or(options.country);
    country.map_or_else(|| "XX".to_owned(), |country| country.code().to_owned())
}

/// The network as raw rows.
pub(super) fn rows(
    name: &str,
    feed: &Feed,
    lengths: &Lengths,
    ids: &[String],
    options: &GtfsOptions,
) -> RawNetwork {
    let segments = segments(feed, lengths);
    let mut raw = RawNetwork::new(name);
    for (station, id) in feed.stations.iter().zip(ids) {
        let [lat, lon] = [station.place.lat, station.place.lon].map(|angle| format!("{angle:.6}"));
        let country = country(station, options);
        let cells = [
            ("id", id.as_str()),
            ("name", &station.name),
            ("country", &country),
            ("lat", &lat),
            ("lon", &lon),
            ("coord_quality", "sourced"),
            ("timezone", &station.zone),
            ("source", "gtfs"),
        ];
        row::push(&mut raw.stations, &cells);
    }
    let gauge = options.gauge.mm().to_string();
    for ((from, to), segment) in &segments {
        let length = segment.length();
        let km = format!("{:.3}", length.km.max(0.001));
        let notes = match length.quality {
            Quality::Estimated => "gauge assumed; length is the straight line",
            _ => "gauge assumed",
        };
        let cells = [
            ("from", ids[*from].as_str()),
            ("to", &ids[*to]),
            ("line", segment.route()),
            ("length_km", &km),
            ("length_quality", length.quality.as_str()),
            ("gauge_mm", &gauge),
            ("notes", notes),
            ("source", "gtfs"),
        ];
        row::push(&mut raw.segments, &cells);
    }
    let publisher = feed.publisher.as_deref().unwrap_or("an unnamed publisher");
    let version = feed
        .version
        .as_ref()
        .map_or_else(String::new, |v| format!(", version {v}"));
    let mut sources = Table::new(&SOURCES);
    sources.push([
        "gtfs",
        &format!("timetable feed of {publisher}, {name}{version}"),
        "",
    ]);
    raw.sources = Some(sources);
    let day = feed.first_day.map(|day| day.to_string());
    let description = package::Description {
        name,
        title: &format!("Railways of {publisher}"),
        as_of: day.as_deref(),
        licence: None,
        attribution: &format!("Timetable data of {publisher}; see there for its licence."),
        created_by: "slowtrain import gtfs",
    };
    raw.package = Some(package::describe(&description, &raw));
    raw
}

/// All segments, without those that only leave out stations.
fn segments(feed: &Feed, lengths: &Lengths) -> Segments {
    let mut segments = Segments::new();
    for (number, trip) in feed.trips.iter().enumerate() {
        for (calls, stretch) in trip.calls.windows(2).zip(lengths.of(number)) {
            let (a, b) = (calls[0].station, calls[1].station);
            let segment = segments
                .entry((a.min(b), a.max(b)))
                .or_insert_with(|| Segment {
                    stretches: Vec::new(),
                    routes: BTreeMap::new(),
                });
            segment.stretches.push(*stretch);
            *segment.routes.entry(trip.route.clone()).or_insert(0) += 1;
        }
    }
    let mut neighbours: BTreeMap<usize, BTreeMap<usize, f64>> = BTreeMap::new();
    let mut longest: Vec<(f64, (usize, usize), bool)> = Vec::new();
    for (ends, segment) in &segments {
        let length = segment.length();
        neighbours
            .entry(ends.0)
            .or_default()
            .insert(ends.1, length.km);
        neighbours
            .entry(ends.1)
            .or_default()
            .insert(ends.0, length.km);
        longest.push((length.km, *ends, length.quality == Quality::Estimated));
    }
    longest.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    for (km, ends, is_straight) in longest {
        let most = km * if is_straight { SAME_LINE } else { SAME_RAILS };
        if is_reached_otherwise(&neighbours, ends, most) {
            segments.remove(&ends);
            for (a, b) in [ends, (ends.1, ends.0)] {
                neighbours.entry(a).or_default().remove(&b);
            }
        }
    }
    segments
}

/// Whether there is a route by other stations that is not longer than `most` kilometres.
fn is_reached_otherwise(
    neighbours: &BTreeMap<usize, BTreeMap<usize, f64>>,
    (from, to): (usize, usize),
    most: f64,
) -> bool {
    let metres = |km: f64| (km * 1_000.0).round() as u64;
    let mut best: BTreeMap<usize, u64> = BTreeMap::from([(from, 0)]);
    let mut queue = BinaryHeap::from([Reverse((0, from))]);
    while let Some(Reverse((so_far, station))) = queue.pop() {
        if station == to {
            return true;
        }
        if so_far > best[&station] {
            continue;
        }
        for (next, km) in neighbours.get(&station).into_iter().flatten() {
            let cost = so_far + metres(*km);
            let is_direct = (station, *next) == (from, to);
            let is_better = best.get(next).is_none_or(|known| cost < *known);
            if !is_direct && is_better && cost <= metres(most) {
                best.insert(*next, cost);
                queue.push(Reverse((cost, *next)));
            }
        }
    }
    false
}
