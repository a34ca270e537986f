//! The rows of an imported map: stations and segments as the tables of a data package have them.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::import::{Counts, package, row};
use crate::network::{
    Electrification, GRADIENTS, JUNCTIONS, LIMITS, RawNetwork, SOURCES, Table, Usage,
};
use crate::track::{EdgeIdx, HalfEdge, TrackGraph, TrackPoint, gradient_rows};

use super::OsmOptions;
use super::junctions::Junction;
use super::limits::SegmentLimits;
use super::names::Sign;
use super::stitch::StitchedStretch;

/// Who must be named wherever the data is shown.
pub(super) const ATTRIBUTION: &str = "© OpenStreetMap contributors, ODbL 1.0";

/// The code that stands for an unknown country; ISO 3166 leaves it to users.
const NO_COUNTRY: &str = "XX";

/// Over this share of a segment a property must hold to be written for all of it. Assumption: what is missing over a
/// hundredth is a gap of the map.
const ALL: f64 = 0.99;

/// The network as raw rows, and the id of each sign that became a station.
pub(super) fn rows(
    (name, until): (&str, Option<i64>),
    signs: &[Sign],
    graph: &TrackGraph,
    (stretches, junctions): (&[StitchedStretch], &[Junction]),
    options: &OsmOptions,
    skipped: &mut Counts,
) -> (RawNetwork, Vec<Option<String>>) {
    let mut raw = RawNetwork::new(name);
    let ids = ids(signs, graph, options, skipped);
    for (sign, id) in signs
        .iter()
        .zip(&ids)
        .filter_map(|(sign, id)| Some((sign, id.as_ref()?)))
    {
        push_station(&mut raw.stations, sign, id, options);
    }
    let mut limits = Table::new(&LIMITS);
    let mut gradients = Table::new(&GRADIENTS);
    let names = names(stretches, &ids);
    for (stretch, name) in stretches.iter().zip(&names) {
        let ends = [stretch.ends.0, stretch.ends.1].map(|end| ids[end as usize].as_deref());
        if let ([Some(from), Some(to)], Some((name, id))) = (ends, name) {
            let along = SegmentLimits::of(graph, stretch);
            along.push(&mut limits, name);
            push_gradients(graph, stretch, name, &mut gradients);
            let cells = [("from", from), ("to", to), ("id", id)];
            let segment = Lengths::of(graph, &stretch.way);
            push_segment(
                &mut raw.segments,
                cells,
                stretch,
                (&segment, &along),
                (options, skipped),
            );
        }
    }
    raw.limits = (!limits.is_empty()).then_some(limits);
    raw.gradients = (!gradients.is_empty()).then_some(gradients);
    raw.junctions = movements(junctions, &ids);
    let day = until.and_then(|seconds| jiff::Timestamp::from_second(seconds).ok());
    let day = day.map(|time| jiff::tz::TimeZone::UTC.to_datetime(time).date().to_string());
    let edits = day
        .as_ref()
        .map_or_else(String::new, |day| format!(", edits until {day}"));
    let mut sources = Table::new(&SOURCES);
    sources.push(["osm", &format!("OpenStreetMap, {name}{edits}"), "ODbL-1.0"]);
    sources.push([
        "inferred",
        "speed inferred from usage and curve radius, an assumption",
        "",
    ]);
    raw.sources = Some(sources);
    let described = package::Description {
        name,
        title: &format!("Railways of OpenStreetMap, {name}"),
        as_of: day.as_deref(),
        licence: Some("ODbL-1.0"),
        attribution: ATTRIBUTION,
        created_by: "slowtrain import osm",
    };
    raw.package = Some(package::describe(&described, &raw));
    (raw, ids)
}

/// Appends the gradients of a stretch to `gradients.csv`.
fn push_gradients(graph: &TrackGraph, stretch: &StitchedStretch, segment: &str, table: &mut Table) {
    for cells in gradient_rows(graph, stretch.way.iter().copied()) {
        let cells = cells.iter().map(|(column, cell)| (*column, cell.as_str()));
        let place = [("segment", segment), ("source", "osm")];
        row::push(table, &place.into_iter().chain(cells).collect::<Vec<_>>());
    }
}

/// The rows of `junctions.csv`.
fn movements(junctions: &[Junction], ids: &[Option<String>]) -> Option<Table> {
    let mut table = Table::new(&JUNCTIONS);
    for junction in junctions {
        let stations = [junction.via, junction.from, junction.to];
        let [Some(via), Some(from), Some(to)] = stations.map(|i| ids[i as usize].as_deref()) else {
            continue;
        };
        let longest = junction.longest_mm;
        let cells = [
            ("via", via),
            ("from", from),
            ("to", to),
            ("movement", junction.movement.as_str()),
            (
                "longest_train_m",
                &longest.map_or_else(String::new, |mm| (mm / 1_000).to_string()),
            ),
            ("source", "osm"),
        ];
        row::push(&mut table, &cells);
    }
    (!table.is_empty()).then_some(table)
}

/// The id of each station that is at a track; the others are counted. Stations of one name in a country are told apart by their
/// id on the map.
fn ids(
    signs: &[Sign],
    graph: &TrackGraph,
    options: &OsmOptions,
    skipped: &mut Counts,
) -> Vec<Option<String>> {
    let mut is_at_track = vec![false; signs.len()];
    for (_, station) in graph.stations() {
        is_at_track[station as usize] = true;
    }
    let slug = |sign: &Sign| {
        let country = country(sign, options).to_ascii_lowercase();
        format!("{country}-{}", sign.slug())
    };
    let mut uses: BTreeMap<String, u32> = BTreeMap::new();
    let pairs = || signs.iter().zip(&is_at_track);
    for (sign, _) in pairs().filter(|(_, is_at_track)| **is_at_track) {
        *uses.entry(slug(sign)).or_insert(0) += 1;
    }
    let id_of = |sign: &Sign| {
        let slug = slug(sign);
        match uses[&slug] {
            1 => slug,
            _ => format!("{slug}-{}", sign.id),
        }
    };
    let id = |(sign, is_at_track): (&Sign, &bool)| match is_at_track {
        true => Some(id_of(sign)),
        false => {
            skipped.add("station away from any track of its kind");
            None
        }
    };
    pairs().map(id).collect()
}

fn country(sign: &Sign, options: &OsmOptions) -> String {
    let country = sign.country.or(options.country);
    country.map_or_else(
        || NO_COUNTRY.to_owned(),
        |country| country.code().to_owned(),
    )
}

fn push_station(table: &mut Table, sign: &Sign, id: &str, options: &OsmOptions) {
    let place = sign.place.lat_lon();
    let elevation = sign.elevation_m.filter(|metres| metres.is_finite());
    let cells = [
        ("id", id),
        ("name", &sign.latin()),
        ("name_local", sign.local().unwrap_or("")),
        ("aliases", &sign.aliases().join(";")),
        ("country", &country(sign, options)),
        ("lat", &format!("{:.6}", place.lat)),
        ("lon", &format!("{:.6}", place.lon)),
        ("coord_quality", "sourced"),
        (
            "elevation_m",
            &elevation.map_or_else(String::new, |metres| metres.to_string()),
        ),
        ("timezone", options.timezone.as_deref().unwrap_or("")),
        ("source", "osm"),
    ];
    row::push(table, &cells);
}

/// What each stretch is called in other tables, and its own id where several join its two stations; `None` without two
/// stations.
fn names(stretches: &[StitchedStretch], ids: &[Option<String>]) -> Vec<Option<(String, String)>> {
    let pair = |stretch: &StitchedStretch| {
        let (a, b) = stretch.ends;
        (a.min(b), a.max(b))
    };
    let mut count: BTreeMap<(u32, u32), u32> = BTreeMap::new();
    for stretch in stretches {
        *count.entry(pair(stretch)).or_insert(0) += 1;
    }
    let mut used: BTreeMap<(u32, u32), u32> = BTreeMap::new();
    let name = |stretch: &StitchedStretch| {
        let [from, to] = [stretch.ends.0, stretch.ends.1].map(|end| ids[end as usize].as_deref());
        let name = format!("{}/{}", from?, to?);
        if count[&pair(stretch)] == 1 {
            return Some((name, String::new()));
        }
        let number = used.entry(pair(stretch)).or_insert(0);
        *number += 1;
        let id = format!("{name}/{number}");
        Some((id.clone(), id))
    };
    stretches.iter().map(name).collect()
}

fn push_segment(
    table: &mut Table,
    ends: [(&str, &str); 3],
    stretch: &StitchedStretch,
    (length, limits): (&Lengths<'_>, &SegmentLimits),
    (options, skipped): (&OsmOptions, &mut Counts),
) {
    let graph = length.graph;
    let inferred = limits.guessed();
    // Limits that differ along the segment are in their own table.
    let (known_kmh, inferred_kmh) = match limits.one() {
        Some((kmh, true)) => (String::new(), kmh),
        Some((kmh, false)) => (kmh, String::new()),
        None => Default::default(),
    };
    let mut notes = Vec::new();
    if inferred > 0.0 {
        // Sums of parts may come to a hair more than the whole.
        let percent = (inferred * 100.0 - 1e-6).ceil();
        notes.push(format!("speed inferred over {percent} % of the length"));
    }
    if length.share(|edge| graph.track(edge).gauges.is_empty()) > 0.0 {
        skipped.add("segment whose gauge is assumed, at least in part");
        notes.push(format!(
            "gauge assumed where the map has none: {}",
            options.assumed_gauge()
        ));
    }
    let (opened, closed) = length.dates();
    let day = |day: Option<Date>| day.map_or_else(String::new, |day| day.to_string());
    let gauges = stretch.gauges.iter().map(|gauge| gauge.mm().to_string());
    let tracks = length.most(|edge| graph.track(edge).tracks);
    let line_name = length.most(|edge| graph.track(edge).line.clone());
    let cells = [
        ("line", line_name.as_deref().unwrap_or("")),
        (
            "length_km",
            &format!("{:.3}", (length.total_m / 1_000.0).max(0.001)),
        ),
        ("length_quality", "sourced"),
        ("gauge_mm", &gauges.collect::<Vec<_>>().join(";")),
        (
            "tracks",
            &tracks.map_or_else(String::new, |tracks| tracks.to_string()),
        ),
        ("electrification", &length.electrification()),
        ("max_speed_kmh", &known_kmh),
        ("inferred_speed_kmh", &inferred_kmh),
        ("usage", length.usage()),
        ("oneway", if stretch.oneway { "yes" } else { "" }),
        ("opened", &day(opened)),
        ("closed", &day(closed)),
        ("notes", &notes.join("; ")),
        (
            "source",
            if inferred > 0.0 {
                "osm;inferred"
            } else {
                "osm"
            },
        ),
        ("geometry", &wkt(&line(graph, &stretch.way))),
    ];
    row::push(table, &[&ends[..], &cells].concat());
}

/// The edges of a way with their lengths, for finding what holds over how much of it.
struct Lengths<'g> {
    graph: &'g TrackGraph,
    way: &'g [HalfEdge],
    total_m: f64,
}

impl<'g> Lengths<'g> {
    fn of(graph: &'g TrackGraph, way: &'g [HalfEdge]) -> Lengths<'g> {
        let mut lengths = Lengths {
            graph,
            way,
            total_m: 0.0,
        };
        lengths.total_m = lengths.parts().map(|(_, length_m)| length_m).sum();
        lengths
    }

    fn parts(&self) -> impl Iterator<Item = (HalfEdge, f64)> + '_ {
        let length = |half: HalfEdge| f64::from(self.graph.edge(half.edge()).length_mm) / 1_000.0;
        self.way.iter().map(move |half| (*half, length(*half)))
    }

    /// Over which share of the length this holds.
    fn share(&self, holds: impl Fn(EdgeIdx) -> bool) -> f64 {
        let parts = self.parts().filter(|(half, _)| holds(half.edge()));
        parts.map(|(_, length_m)| length_m).sum::<f64>() / self.total_m
    }

    /// What is known over the greatest length, the first in order of equals.
    fn most<T: Ord>(&self, value: impl Fn(EdgeIdx) -> Option<T>) -> Option<T> {
        let mut lengths: BTreeMap<T, f64> = BTreeMap::new();
        for (half, length_m) in self.parts() {
            if let Some(value) = value(half.edge()) {
                *lengths.entry(value).or_insert(0.0) += length_m;
            }
        }
        let best = lengths.values().copied().fold(0.0, f64::max);
        lengths
            .into_iter()
            .find(|(_, length_m)| *length_m >= best)
            .map(|(value, _)| value)
    }

    /// The wire, if it hangs over all of the length; `none` where some part has none; else unknown.
    fn electrification(&self) -> String {
        let wire = |edge| self.graph.track(edge).electrification.clone();
        if self.share(|edge| wire(edge) == Electrification::None) > 1.0 - ALL {
            return "none".to_owned();
        }
        let most = self.most(|edge| Some(wire(edge)));
        let most = most.filter(|most| self.share(|edge| wire(edge) == *most) >= ALL);
        most.map_or_else(String::new, |wire| wire.as_str().to_owned())
    }

    /// First day with trains, where it is known for all of the length, and first day without them.
    fn dates(&self) -> (Option<Date>, Option<Date>) {
        let edges = || self.parts().map(|(half, _)| self.graph.track(half.edge()));
        let is_dated = self.share(|edge| self.graph.track(edge).opened.is_some()) >= ALL;
        let opened = edges().filter_map(|track| track.opened).max();
        let opened = opened.filter(|_| is_dated);
        let closed = edges().filter_map(|track| track.closed).min();
        // Trains ran over all of it on some day.
        match (opened, closed) {
            (Some(opened), Some(closed)) if closed <= opened => (None, None),
            dates => dates,
        }
    }

    fn usage(&self) -> &'static str {
        let most = self.most(|edge| self.graph.track(edge).usage);
        most.unwrap_or(Usage::Main).as_str()
    }
}

/// The places of a way, ends included.
pub(super) fn line(graph: &TrackGraph, way: &[HalfEdge]) -> Vec<TrackPoint> {
    let start = way.first().map(|half| graph.place(graph.from(*half)));
    let mut places: Vec<TrackPoint> = start.into_iter().collect();
    for half in way {
        let shape = graph.shape(half.edge());
        match half.is_forward() {
            true => places.extend(shape),
            false => places.extend(shape.rev()),
        }
        places.push(graph.place(graph.to(*half)));
    }
    places
}

fn wkt(line: &[TrackPoint]) -> String {
    let places = line.iter().map(|place| place.lat_lon());
    let places: Vec<String> = places
        .map(|p| format!("{:.6} {:.6}", p.lon, p.lat))
        .collect();
    format!("LINESTRING ({})", places.join(", "))
}
