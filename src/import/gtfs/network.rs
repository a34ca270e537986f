//! The network of a feed: its stations, and a segment between any two that a train calls at one after the other.
//!
//! A train that does not call everywhere runs over the same rails as one that does: where the route by the stations between
//! is no longer than an express train's own, the express train needs no segment.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use any_ascii::any_ascii;
use rustc_hash::FxHashSet;

use crate::import::{package, row};
use crate::network::{Quality, RawNetwork, SOURCES, Table};

use super::GtfsOptions;
use super::feed::Feed;
use super::left::Left;
use super::lengths::{Lengths, TripStretch};
use super::stops::Station;

/// By how much the route by other stations may be longer than a train's own to count as the same rails. Assumption:
/// shapes of one line drawn twice agree within this.
const SAME_RAILS: f64 = 1.03;

/// The same where the train's own way is known only as a straight line. Assumption: a seventh, the usual
/// excess of rails over the straight line between neighbouring stops.
const SAME_LINE: f64 = 1.15;

/// The longest segment that is written, km. The Trans-Siberian Railway has 9,288 km, and no train runs them without a
/// stop.
const LONGEST_KM: f64 = 10_000.0;

/// A segment: all stretches between two stations.
#[derive(Default)]
struct Segment {
    /// Stretches with how many trains run over each.
    stretches: Vec<(TripStretch, usize)>,
    /// How many trains of each route, by its number.
    routes: BTreeMap<usize, usize>,
}

impl Segment {
    fn add(&mut self, stretch: TripStretch, route: usize) {
        match self
            .stretches
            .iter_mut()
            .find(|(known, _)| *known == stretch)
        {
            Some((_, count)) => *count += 1,
            None => self.stretches.push((stretch, 1)),
        }
        *self.routes.entry(route).or_insert(0) += 1;
    }

    /// The length of the train in the middle, among those whose length is known best.
    fn length(&self) -> TripStretch {
        let best = self
            .stretches
            .iter()
            .map(|(stretch, _)| stretch.quality)
            .min();
        let of_best = self.stretches.iter();
        let mut of_best: Vec<(TripStretch, usize)> = of_best
            .filter(|(stretch, _)| Some(stretch.quality) == best)
            .copied()
            .collect();
        of_best.sort_by(|a, b| a.0.km.total_cmp(&b.0.km));
        let trains: usize = of_best.iter().map(|(_, count)| count).sum();
        let mut before = 0;
        let middle = of_best.iter().find(|(_, count)| {
            before += count;
            before > trains / 2
        });
        middle.expect("half of the trains come before all have").0
    }

    /// The route of most trains, the first by name of equals.
    fn route<'f>(&self, feed: &'f Feed) -> &'f str {
        let routes = self.routes.iter();
        let named = routes.map(|(number, count)| (feed.routes[*number].as_str(), *count));
        let most = named.max_by_key(|(name, count)| (*count, Reverse(*name)));
        most.map_or("", |(name, _)| name)
    }
}

type Segments = BTreeMap<(usize, usize), Segment>;

/// The id of each station: its name, where others have it its id as well, and a number where that is not enough.
pub(super) fn ids(feed: &Feed, options: &GtfsOptions) -> Vec<String> {
    let slug = |station: &Station| {
        let country = country(station, options).to_ascii_lowercase();
        format!("{country}-{}", slug(&station.name))
    };
    let mut uses: BTreeMap<String, usize> = BTreeMap::new();
    for station in &feed.stations {
        *uses.entry(slug(station)).or_insert(0) += 1;
    }
    // Names that one station has are its own, whatever the ids of others make.
    let alone = uses.iter().filter(|(_, count)| **count == 1);
    let mut taken: FxHashSet<String> = alone.map(|(name, _)| name.clone()).collect();
    let mut id = |station: &Station| match slug(station) {
        alone if uses[&alone] == 1 => alone,
        shared => unique(format!("{shared}-{}", self::slug(&station.id)), &mut taken),
    };
    feed.stations.iter().map(&mut id).collect()
}

/// The id, with a number behind it where it is taken.
pub(super) fn unique(id: String, taken: &mut FxHashSet<String>) -> String {
    if taken.insert(id.clone()) {
        return id;
    }
    let mut numbered = (2..).map(|number| format!("{id}-{number}"));
    let free = numbered.find(|id| taken.insert(id.clone()));
    free.expect("there are more numbers than ids")
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
    left: &mut Left,
) -> RawNetwork {
    let segments = segments(feed, lengths, left);
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
            Quality::Estimated => {
                let [from, to] = [from, to].map(|end| feed.stations[*end].place);
                let straight_km = from.geodesic(to).km();
                format!("gauge assumed; {}", lengths.detour.note(straight_km))
            }
            _ => "gauge assumed".to_owned(),
        };
        let cells = [
            ("from", ids[*from].as_str()),
            ("to", &ids[*to]),
            ("line", segment.route(feed)),
            ("length_km", &km),
            ("length_quality", length.quality.as_str()),
            ("gauge_mm", &gauge),
            ("notes", &notes),
            ("source", "gtfs"),
        ];
        row::push(&mut raw.segments, &cells);
    }
    describe(&mut raw, name, feed);
    raw
}

/// Whose the timetable is, and who publishes it where that is another.
fn describe(raw: &mut RawNetwork, name: &str, feed: &Feed) {
    let publisher = feed.publisher.as_deref();
    let owner = match feed.owners.as_slice() {
        [] => publisher.unwrap_or("an unnamed agency").to_owned(),
        [one] => one.clone(),
        [one, other] => format!("{one} and {other}"),
        [one, others @ ..] => format!("{one} and {} others", others.len()),
    };
    let by = publisher.filter(|publisher| *publisher != owner);
    let by = by.map_or_else(String::new, |by| format!(", published by {by}"));
    let version = feed.version.as_ref();
    let version = version.map_or_else(String::new, |version| format!(", version {version}"));
    let mut sources = Table::new(&SOURCES);
    let what = format!("timetable feed of {owner}{by}, {name}{version}");
    sources.push(["gtfs", &what, ""]);
    raw.sources = Some(sources);
    let day = feed.first_day.map(|day| day.to_string());
    let description = package::Description {
        name,
        title: &format!("Railways of {owner}"),
        as_of: day.as_deref(),
        licence: None,
        attribution: &format!("Timetable data of {owner}{by}; see there for its licence."),
        created_by: "slowtrain import gtfs",
    };
    raw.package = Some(package::describe(&description, raw));
}

/// The segments of all trains. Where times fall, the order of the stations may be wrong, too: such a train only adds
/// stretches to stations that no other calls at.
fn all_segments(feed: &Feed, lengths: &Lengths) -> Segments {
    let mut segments = Segments::new();
    let mut is_joined = vec![false; feed.stations.len()];
    for is_sound in [true, false] {
        let before = is_joined.clone();
        let trips = feed.trips.iter().enumerate();
        for (number, trip) in trips.filter(|(_, trip)| trip.is_sound == is_sound) {
            let calls = feed.calls_of(trip).windows(2);
            for (calls, stretch) in calls.zip(lengths.of(number)) {
                let (a, b) = (calls[0].station, calls[1].station);
                if is_sound || !before[a] || !before[b] {
                    let segment = segments.entry((a.min(b), a.max(b))).or_default();
                    segment.add(*stretch, trip.route);
                    (is_joined[a], is_joined[b]) = (true, true);
                }
            }
        }
    }
    segments
}

/// All segments, without those that only leave out stations.
fn segments(feed: &Feed, lengths: &Lengths, left: &mut Left) -> Segments {
    let mut segments = all_segments(feed, lengths);
    segments.retain(|ends, segment| {
        let is_legal = segment.length().km <= LONGEST_KM;
        if !is_legal {
            let [from, to] = [ends.0, ends.1].map(|end| &feed.stations[end].name);
            let what = "stretch of more than 10,000 km: left out";
            left.add_named(what, || format!("{from} to {to}"));
        }
        is_legal
    });
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
