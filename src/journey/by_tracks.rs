//! A network with what only its tracks join: a route over switches and reversals that no segment of its tables has.
//!
//! The importer makes segments of what a train runs through. Where two stations are joined by a reversal alone, as at a
//! switchback, [`joined_by_tracks`] finds the best route of the train over the tracks and lays it into the tables: as
//! segments from station to station with their limits, run in this direction only, and with a station where the train
//! reverses. What runs over it then is the same engine as everywhere. The head of the train runs on by the train's length
//! beyond the switch at which it reverses, so that its tail is clear.

use super::over_tracks::{Tracks, longest, route_over};
use crate::network::{JUNCTIONS, LIMITS, RawNetwork, SEGMENTS, STATIONS, Schema, Table};
use crate::track::{
    HalfEdge, Move, NodeIdx, PathLimit, TrackGraph, TrackPoint, limit_rows, limits_along,
    push_limit,
};
use crate::train::Train;

/// The tables with the best route of a train from one station to another over the tracks; `None` where there is none, or
/// where it is made of segments that the tables have.
#[must_use]
pub fn joined_by_tracks(
    raw: &RawNetwork,
    tracks: Tracks<'_>,
    train: &Train,
    (from, to): (&str, &str),
) -> Option<RawNetwork> {
    let nodes = [from, to].map(|id| tracks.graph.nodes_of_station(id));
    let (gauge, route) = route_over(tracks, train, (&nodes[0], &nodes[1]))?;
    let mut layer = Layer::new(raw, tracks.graph, from);
    let gauge = gauge.mm().to_string();
    let mut path = Path::default();
    let last = route.moves.len() - 1;
    for (number, step) in route.moves.iter().enumerate() {
        match *step {
            Move::Run(half) => {
                path.halves.push(half);
                let here = tracks.graph.to(half);
                let station = match number == last {
                    true => Some(to.to_owned()),
                    false => layer.station_at(here),
                };
                if let Some(station) = station {
                    layer.segment(&station, &gauge, std::mem::take(&mut path));
                }
            }
            Move::Reverse(half) => {
                path.run_on = Some((half, longest(train).m()));
                layer.reversal(half, &gauge, std::mem::take(&mut path));
            }
        }
    }
    layer.finish()
}

/// A path over tracks, and how far the train runs on beyond its end, over which track.
#[derive(Default)]
struct Path {
    halves: Vec<HalfEdge>,
    run_on: Option<(HalfEdge, f64)>,
}

impl Path {
    fn limits(&self, graph: &TrackGraph) -> Vec<PathLimit> {
        let mut limits = limits_along(graph, self.halves.iter().copied());
        if let Some((half, length_m)) = self.run_on {
            push_limit(graph, &mut limits, half, length_m);
        }
        limits
    }

    /// The places of the path, ends included.
    fn places(&self, graph: &TrackGraph) -> Vec<TrackPoint> {
        let start = self
            .halves
            .first()
            .map(|half| graph.place(graph.from(*half)));
        let mut places: Vec<TrackPoint> = start.into_iter().collect();
        for half in &self.halves {
            let shape = graph.shape(half.edge());
            match half.is_forward() {
                true => places.extend(shape),
                false => places.extend(shape.rev()),
            }
            places.push(graph.place(graph.to(*half)));
        }
        places
    }
}

/// What is laid into the tables.
struct Layer<'r> {
    graph: &'r TrackGraph,
    raw: RawNetwork,
    ids: Vec<String>,
    /// Ids of the stations passed so far, reversals included.
    passed: Vec<String>,
    /// Number of reversals laid so far.
    reversals: usize,
    /// Number of segments laid so far.
    added: usize,
}

impl<'r> Layer<'r> {
    fn new(raw: &RawNetwork, graph: &'r TrackGraph, from: &str) -> Layer<'r> {
        let mut own = raw.clone();
        own.stations = copied(&STATIONS, Some(&raw.stations));
        own.segments = copied(&SEGMENTS, Some(&raw.segments));
        own.junctions = Some(copied(&JUNCTIONS, raw.junctions.as_ref()));
        own.limits = Some(copied(&LIMITS, raw.limits.as_ref()));
        Layer {
            graph,
            raw: own,
            ids: graph.station_ids(),
            passed: vec![from.to_owned()],
            reversals: 0,
            added: 0,
        }
    }

    /// A station of the tables at a node that was not passed before.
    fn station_at(&self, node: NodeIdx) -> Option<String> {
        let mut ids = self.graph.stations_at(node);
        let id =
            ids.find_map(|number| self.ids.get(number as usize).filter(|id| !id.is_empty()))?;
        let is_known = self
            .raw
            .stations
            .rows()
            .any(|row| row.cell("id").text() == id);
        (is_known && !self.passed.contains(id)).then(|| id.clone())
    }

    fn last(&self) -> &str {
        &self.passed[self.passed.len() - 1]
    }

    /// Ends a segment at a station.
    fn segment(&mut self, to: &str, gauge: &str, path: Path) {
        let from = self.last().to_owned();
        if !self.has_segment(&from, to) {
            self.push_segment((&from, to), gauge, &path);
        }
        self.passed.push(to.to_owned());
    }

    /// Ends a segment where the train reverses at the switch from which a track leaves.
    fn reversal(&mut self, half: HalfEdge, gauge: &str, path: Path) {
        let from = self.last().to_owned();
        let start = &self.passed[0];
        let of_start = |column: &str| {
            let mut rows = self.raw.stations.rows();
            let row = rows.find(|row| row.cell("id").text() == start);
            row.map_or_else(String::new, |row| row.cell(column).text().to_owned())
        };
        let (country, timezone) = (of_start("country"), of_start("timezone"));
        self.reversals += 1;
        let place = self.graph.place(self.graph.from(half)).lat_lon();
        let name = format!("Reversal at {:.4} {:.4}", place.lat, place.lon);
        let id = format!(
            "{}-reversal-on-tracks-{}",
            country.to_lowercase(),
            self.reversals
        );
        let cells = [
            ("id", id.as_str()),
            ("name", &name),
            ("country", &country),
            ("lat", &format!("{:.6}", place.lat)),
            ("lon", &format!("{:.6}", place.lon)),
            ("coord_quality", "sourced"),
            ("timezone", &timezone),
            ("source", "osm"),
        ];
        push(&mut self.raw.stations, &cells);
        self.push_segment((&from, &id), gauge, &path);
        self.passed.push(id);
    }

    /// Whether trains may run from one station to another over a segment of the tables.
    fn has_segment(&self, from: &str, to: &str) -> bool {
        self.raw.segments.rows().any(|row| {
            let ends = (row.cell("from").text(), row.cell("to").text());
            ends == (from, to) || (ends == (to, from) && row.cell("oneway").text() != "yes")
        })
    }

    fn push_segment(&mut self, (from, to): (&str, &str), gauge: &str, path: &Path) {
        self.added += 1;
        let id = format!("on-tracks-{}", self.added);
        let limits = path.limits(self.graph);
        let length_m = limits.last().map_or(0.0, |limit| limit.end_m);
        let places = path.places(self.graph).into_iter().map(TrackPoint::lat_lon);
        let places: Vec<String> = places
            .map(|place| format!("{:.6} {:.6}", place.lon, place.lat))
            .collect();
        let geometry = match places.len() {
            0 => String::new(),
            _ => format!("LINESTRING ({})", places.join(", ")),
        };
        let cells = [
            ("id", id.as_str()),
            ("from", from),
            ("to", to),
            (
                "length_km",
                &format!("{:.3}", (length_m / 1_000.0).max(0.001)),
            ),
            ("length_quality", "sourced"),
            ("gauge_mm", gauge),
            ("oneway", "yes"),
            ("source", "osm"),
            ("geometry", &geometry),
        ];
        push(&mut self.raw.segments, &cells);
        let table = self.raw.limits.get_or_insert_with(|| Table::new(&LIMITS));
        for cells in limit_rows(&limits) {
            let cells = cells.iter().map(|(column, cell)| (*column, cell.as_str()));
            let cells: Vec<_> = [("segment", id.as_str())]
                .into_iter()
                .chain(cells)
                .collect();
            push(table, &cells);
        }
    }

    /// The tables with the reversals as movements.
    fn finish(mut self) -> Option<RawNetwork> {
        let table = self
            .raw
            .junctions
            .get_or_insert_with(|| Table::new(&JUNCTIONS));
        for stations in self.passed.windows(3) {
            if stations[1].contains("-reversal-on-tracks-") {
                let cells = [
                    ("via", stations[1].as_str()),
                    ("from", &stations[0]),
                    ("to", &stations[2]),
                    ("movement", "reversal"),
                    ("basis", "assumption"),
                    ("source", "osm"),
                ];
                push(table, &cells);
            }
        }
        (self.added > 0).then_some(self.raw)
    }
}

/// A table with all columns of its schema.
fn copied(schema: &'static Schema, table: Option<&Table>) -> Table {
    let mut copy = Table::new(schema);
    for row in table.into_iter().flat_map(Table::rows) {
        copy.push(
            schema
                .columns
                .iter()
                .map(|column| row.cell(column.name).text()),
        );
    }
    copy
}

/// Appends a row; columns that are not named stay empty.
fn push(table: &mut Table, cells: &[(&str, &str)]) {
    let columns = table.schema().columns.iter();
    let cell = |name: &str| cells.iter().find(|(found, _)| *found == name);
    table.push(columns.map(|column| cell(column.name).map_or("", |(_, cell)| *cell)));
}
