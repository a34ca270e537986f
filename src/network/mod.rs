//! The rail network: stations, segments, lines, junctions and borders, read, checked and searched by name.
//!
//! Rows come in as they are written ([`RawNetwork`]), are checked all together ([`ValidatedNetwork`]), and only then become a
//! [`Network`]: [`Network::new`] is the one door in, so whoever holds a `Network` holds a checked one. It knows no
//! trains and finds no routes.

mod along;
mod answer;
mod border;
mod bundled;
mod check;
mod component;
mod finding;
mod fold;
mod gauge;
mod han;
mod init;
mod inventory;
mod junction;
mod keys;
mod misspelling;
mod naming;
mod package;
pub mod position;
mod quality;
mod raw;
mod romanisation;
pub mod search;
mod segment;
mod sketched;
mod station;
mod table;
mod traction;
pub mod write;

use std::collections::BTreeMap;

use jiff::civil::Date;
use petgraph::graph::{NodeIndex, UnGraph};

pub use along::{Along, Part, PartLimit};
pub use border::{Border, BorderOperation, TrainKind};
pub use bundled::{BUNDLED, bundled, bundled_file};
pub use check::ValidatedNetwork;
pub use component::components;
pub use finding::{FilePosition, Finding, Findings, Problem, Severity, nearest};
pub use gauge::{Gauge, GaugeSet};
pub use init::{InitError, write_bundled};
pub use inventory::{Component, CountryShare, GaugeShare, Inventory, checksum, inventory};
pub use junction::{JunctionMovement, Movement};
pub use position::LatLon;
pub use quality::Quality;
pub use raw::{
    BORDERS, COUNTRIES, Document, GRADIENTS, JUNCTIONS, LIMITS, PACKAGE_FILE, RawNetwork, SEGMENTS,
    SOURCES, STATIONS, Unreadable, schemas,
};
pub use segment::{Electrification, Segment, Usage, is_electric_system};
pub(crate) use sketched::{Added, AddedBorder, AddedSegment};
pub use sketched::{SKETCH_SOURCE, Sketched, SketchedLine};
pub use station::{Country, NotACountry, NotAStationId, Station, StationId};
pub use table::{Cell, ColumnSpec, Row, Schema, Table};
pub use traction::Traction;

use crate::units::Speed;

/// Number of a station in its network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StationIdx(pub(crate) u32);

/// Number of a segment in its network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SegmentIdx(pub(crate) u32);

/// Number of a line in its network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LineIdx(pub(crate) u32);

/// What `datapackage.json` says of a network as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Package {
    /// Short name.
    pub name: String,
    /// Name for people.
    pub title: String,
    /// Version of the data.
    pub version: Option<String>,
    /// The day that counts when none is asked.
    pub as_of: Option<Date>,
    /// Licence identifiers.
    pub licences: Vec<String>,
    /// Who must be named wherever the data or what is made from it is shown.
    pub attribution: Option<String>,
}

/// What is known of a country's railways as a whole.
#[derive(Clone, Debug, PartialEq)]
pub struct CountryFacts {
    /// Name for people.
    pub name: String,
    /// Highest speed at which any hauled passenger train is permitted where a segment's own limit is unknown.
    pub speed_cap: Option<Speed>,
    /// The same for freight trains.
    pub freight_speed_cap: Option<Speed>,
    /// Ids in `sources.csv`.
    pub sources: Vec<String>,
}

/// A source of figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// What was read.
    pub what: String,
    /// Its licence.
    pub licence: String,
}

/// A checked rail network.
#[derive(Clone, Debug)]
pub struct Network {
    package: Package,
    stations: Vec<Station>,
    segments: Vec<Segment>,
    /// The places between the ends of segments that are drawn, from [`Segment::from`] to [`Segment::to`].
    bends: BTreeMap<SegmentIdx, Vec<LatLon>>,
    lines: Vec<String>,
    junctions: BTreeMap<(StationIdx, StationIdx, StationIdx), JunctionMovement>,
    borders: Vec<Border>,
    countries: BTreeMap<Country, CountryFacts>,
    sources: BTreeMap<String, Source>,
    /// Segments at each station, by station number.
    at_station: Vec<Vec<SegmentIdx>>,
    /// Parts from the sketch of the world.
    sketched: Option<Box<Sketched>>,
}

/// The parts of a network, before they are joined; [`Network::assemble`] trusts them.
#[derive(Clone, Debug)]
pub(crate) struct Parts {
    pub package: Package,
    pub stations: Vec<Station>,
    pub segments: Vec<Segment>,
    pub bends: BTreeMap<SegmentIdx, Vec<LatLon>>,
    pub lines: Vec<String>,
    pub junctions: BTreeMap<(StationIdx, StationIdx, StationIdx), JunctionMovement>,
    pub borders: Vec<Border>,
    pub countries: BTreeMap<Country, CountryFacts>,
    pub sources: BTreeMap<String, Source>,
}

impl Network {
    /// Joins checked parts, whose stations stand in the order of their ids, and indexes them.
    pub(crate) fn assemble(parts: Parts) -> Network {
        let mut at_station = vec![Vec::new(); parts.stations.len()];
        for (segment, i) in parts.segments.iter().zip(0..) {
            at_station[segment.from.0 as usize].push(SegmentIdx(i));
            at_station[segment.to.0 as usize].push(SegmentIdx(i));
        }
        let Parts {
            package,
            stations,
            segments,
            bends,
            lines,
            junctions,
            borders,
            countries,
            sources,
        } = parts;
        Network {
            package,
            stations,
            segments,
            bends,
            lines,
            junctions,
            borders,
            countries,
            sources,
            at_station,
            sketched: None,
        }
    }

    /// The stations and segments of every day as a graph of petgraph, without directions. The node of a station has the
    /// station's number, the edge of a segment that of the segment, so both lead back here.
    ///
    /// ```
    /// use petgraph::algo::connected_components;
    /// let data = slowtrain::Dataset::bundled()?;
    /// let graph = data.network().graph();
    /// assert_eq!(graph.edge_count(), data.network().segments().len());
    /// assert!(connected_components(&graph) > 1);
    /// # Ok::<(), slowtrain::Error>(())
    /// ```
    #[must_use]
    pub fn graph(&self) -> UnGraph<StationIdx, SegmentIdx> {
        let mut graph = UnGraph::with_capacity(self.stations.len(), self.segments.len());
        for station in self.station_indices() {
            graph.add_node(station);
        }
        for (segment, index) in self.segments.iter().zip(self.segment_indices()) {
            let [from, to] = [segment.from, segment.to].map(|end| NodeIndex::new(end.0 as usize));
            graph.add_edge(from, to, index);
        }
        graph
    }

    /// What the data package says of itself.
    #[must_use]
    pub fn package(&self) -> &Package {
        &self.package
    }

    /// The first day on which a line opens or closes, and the last of which anything is said, [`Package::as_of`] included.
    #[must_use]
    pub fn dated(&self) -> (Option<Date>, Option<Date>) {
        let days = || {
            let segments = self.segments.iter();
            segments.flat_map(|segment| segment.opened.into_iter().chain(segment.closed))
        };
        (days().min(), days().chain(self.package.as_of).max())
    }

    /// All stations; a [`StationIdx`] counts along them.
    #[must_use]
    pub fn stations(&self) -> &[Station] {
        &self.stations
    }

    /// Every station's number, rising.
    pub fn station_indices(&self) -> impl Iterator<Item = StationIdx> + use<> {
        (0..self.stations.len() as u32).map(StationIdx)
    }

    /// One station.
    #[must_use]
    pub fn station(&self, station: StationIdx) -> &Station {
        &self.stations[station.0 as usize]
    }

    /// The station with this id.
    #[must_use]
    pub fn station_by_id(&self, id: &str) -> Option<StationIdx> {
        let found = self
            .stations
            .binary_search_by(|station| station.id.as_str().cmp(id));
        u32::try_from(found.ok()?).ok().map(StationIdx)
    }

    /// All segments; a [`SegmentIdx`] counts along them.
    #[must_use]
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// Every segment's number, rising.
    pub fn segment_indices(&self) -> impl Iterator<Item = SegmentIdx> + use<> {
        (0..self.segments.len() as u32).map(SegmentIdx)
    }

    /// One segment.
    #[must_use]
    pub fn segment(&self, segment: SegmentIdx) -> &Segment {
        &self.segments[segment.0 as usize]
    }

    /// The places between the ends of a segment, from [`Segment::from`] to [`Segment::to`]; empty where only the ends are known.
    #[must_use]
    pub fn bends(&self, segment: SegmentIdx) -> &[LatLon] {
        self.bends.get(&segment).map_or(&[], Vec::as_slice)
    }

    /// A segment as it is drawn, from one of its ends to the other.
    #[must_use]
    pub fn drawn(&self, segment: SegmentIdx, from: StationIdx) -> Vec<LatLon> {
        let ends = (self.segment(segment).from, self.segment(segment).to);
        let [start, end] = [ends.0, ends.1].map(|end| self.station(end).position);
        let mut line = [&[start], self.bends(segment), &[end]].concat();
        if from != ends.0 {
            line.reverse();
        }
        line
    }

    /// The segments that end at a station, of every day.
    #[must_use]
    pub fn segments_at(&self, station: StationIdx) -> &[SegmentIdx] {
        &self.at_station[station.0 as usize]
    }

    /// Names of the lines; a [`LineIdx`] counts along them.
    #[must_use]
    pub fn lines(&self) -> &[String] {
        &self.lines
    }

    /// Every line's number, rising.
    pub fn line_indices(&self) -> impl Iterator<Item = LineIdx> + use<> {
        (0..self.lines.len() as u32).map(LineIdx)
    }

    /// The name of a line.
    #[must_use]
    pub fn line(&self, line: LineIdx) -> &str {
        &self.lines[line.0 as usize]
    }

    /// What the data says of running from neighbour `from` over `via` to neighbour `to`; `None` where it is silent.
    #[must_use]
    pub fn junction(
        &self,
        from: StationIdx,
        via: StationIdx,
        to: StationIdx,
    ) -> Option<&JunctionMovement> {
        self.junctions.get(&(via, from, to))
    }

    /// The stations where the data lists junction movements, each as often as it has some.
    pub fn junction_stations(&self) -> impl Iterator<Item = StationIdx> + '_ {
        self.junctions.keys().map(|(via, _, _)| *via)
    }

    /// How many junction movements the data names, each direction counted.
    #[must_use]
    pub fn junction_count(&self) -> usize {
        self.junctions.len()
    }

    /// All borders' operations.
    #[must_use]
    pub fn borders(&self) -> &[Border] {
        &self.borders
    }

    /// What happens at the border between two neighbours, in either direction.
    pub fn border_between(&self, a: StationIdx, b: StationIdx) -> impl Iterator<Item = &Border> {
        self.borders
            .iter()
            .filter(move |border| border.ends == (a, b) || border.ends == (b, a))
    }

    /// Whether a segment's two ends lie in different countries.
    #[must_use]
    pub fn is_border(&self, segment: SegmentIdx) -> bool {
        let segment = self.segment(segment);
        self.station(segment.from).country != self.station(segment.to).country
    }

    /// What is known of a country.
    #[must_use]
    pub fn country(&self, country: Country) -> Option<&CountryFacts> {
        self.countries.get(&country)
    }

    /// The sources by id.
    #[must_use]
    pub fn sources(&self) -> &BTreeMap<String, Source> {
        &self.sources
    }
}
