//! The warnings: looked for in a network that is otherwise sound, when somebody asks.

use std::collections::BTreeMap;

use super::super::component::components;
use super::super::finding::{FilePosition, Finding, Findings, nearest};
use super::super::raw::RawNetwork;
use super::super::table::Cell;
use super::super::{Gauge, LatLon, Network, Quality, Segment, SegmentIdx, StationIdx};
use super::straight::implausible_length;
use super::warning::NetworkWarning;
use super::{Rows, names};
use crate::files::is_one_line;

/// A network, and where each of its parts is written.
pub(super) struct Written<'n> {
    pub network: &'n Network,
    pub raw: &'n RawNetwork,
    pub rows: &'n Rows,
}

impl<'n> Written<'n> {
    /// A cell of a station, by its column.
    pub fn station(&self, station: StationIdx, column: &str) -> Cell<'n> {
        let row = self.rows.stations[station.0 as usize];
        self.raw.stations.row(row).cell(column)
    }

    /// A cell of a segment, by its column.
    pub fn segment(&self, segment: SegmentIdx, column: &str) -> Cell<'n> {
        let row = self.rows.segments[segment.0 as usize];
        self.raw.segments.row(row).cell(column)
    }
}

/// All warnings about single rows and pairs of rows.
pub(super) fn of_rows(written: &Written<'_>, findings: &mut Findings) {
    about_stations(written, findings);
    about_segments(written, findings);
    about_dates(written, findings);
    names::stations(written, findings);
    names::lines(written, findings);
}

/// Stations that no segment joins to the largest part. Only a whole network can be asked for these.
pub(super) fn of_components(written: &Written<'_>, findings: &mut Findings) {
    let parts = components(written.network);
    let main = parts.first().map_or(0, Vec::len);
    for part in parts.iter().skip(1) {
        let id = written.station(part[0], "id");
        let station = id.text().to_owned();
        let warning = match part.len() {
            1 => NetworkWarning::Lonely { station },
            count => NetworkWarning::Component {
                station,
                count,
                main,
            },
        };
        findings.push(id.finding(&warning));
    }
}

fn about_stations(written: &Written<'_>, findings: &mut Findings) {
    let has_zones = written.raw.stations.has_column("timezone");
    if !has_zones {
        let place = FilePosition::start_of(written.raw.stations.file());
        findings.push(Finding::new(place, &NetworkWarning::NoTimezones));
    }
    for (station, index) in written.network.stations().iter().zip(0..) {
        let id = || station.id.as_str().to_owned();
        let cell = |column| written.station(StationIdx(index), column);
        about_names(["name", "name_local", "aliases"].map(cell), findings);
        if has_zones && station.timezone.is_none() {
            let warning = NetworkWarning::NoTimezone { station: id() };
            findings.push(cell("timezone").finding(&warning));
        }
        let quality = station.coord_quality;
        if !matches!(quality, Quality::Sourced | Quality::Unstated) {
            let station = id();
            let warning = NetworkWarning::NotVerified { station, quality };
            findings.push(cell("coord_quality").finding(&warning));
        }
        if written.raw.sources.is_some() && station.sources.is_empty() {
            findings.push(cell("source").finding(&NetworkWarning::NoSource));
        }
    }
}

/// Names that a terminal would obey, or that read other than they are written.
fn about_names<const COUNT: usize>(cells: [Cell<'_>; COUNT], findings: &mut Findings) {
    for cell in cells.iter().filter(|cell| !is_one_line(cell.text())) {
        let column = cell.column();
        findings.push(cell.finding(&NetworkWarning::UnreadableName { column }));
    }
}

fn about_segments(written: &Written<'_>, findings: &mut Findings) {
    // One warning for each gauge: all segments of a railway have it.
    let mut unusual: BTreeMap<Gauge, Cell<'_>> = BTreeMap::new();
    for (segment, index) in written.network.segments().iter().zip(0..) {
        let cell = |column| written.segment(SegmentIdx(index), column);
        about_names([cell("line")], findings);
        if let Some(warning) = implausible_length(written, SegmentIdx(index)) {
            findings.push(cell("length_km").finding(&warning));
        }
        for gauge in segment.gauges.iter().filter(|gauge| !gauge.is_usual()) {
            let here = cell("gauge_mm");
            let first = unusual.entry(gauge).or_insert(here);
            if here.place() < first.place() {
                *first = here;
            }
        }
        if written.raw.sources.is_some() && segment.sources.is_empty() {
            findings.push(cell("source").finding(&NetworkWarning::NoSource));
        }
    }
    for (gauge, cell) in unusual {
        findings.push(cell.finding(&unusual_gauge(gauge)));
    }
}

/// The doubt about a gauge that no railway is known to use.
fn unusual_gauge(gauge: Gauge) -> NetworkWarning {
    let known = Gauge::KNOWN.map(|mm| mm.to_string());
    let guess = nearest(&gauge.mm().to_string(), known.iter().map(String::as_str));
    NetworkWarning::UnusualGauge {
        gauge_mm: gauge.mm(),
        guess: guess.map(str::to_owned),
    }
}

/// The distance on a sphere, in km.
pub(super) fn sphere_km(a: LatLon, b: LatLon) -> f64 {
    a.haversine(b).km()
}

/// Rows of one line between the same two stations, of which more than one is open on some day.
fn about_dates(written: &Written<'_>, findings: &mut Findings) {
    let mut open_longest: BTreeMap<_, (SegmentIdx, Option<jiff::civil::Date>)> = BTreeMap::new();
    // Segments are sorted by their ends and line, then by the day of opening.
    for (segment, index) in written.network.segments().iter().zip(0..) {
        let (index, pair) = (SegmentIdx(index), super::segments::key(segment));
        let key = (pair.0, pair.1, pair.2);
        let Some((other, closed)) = open_longest.get_mut(&key) else {
            open_longest.insert(key, (index, segment.closed));
            continue;
        };
        let directions = |segment: &Segment| super::segments::directions(segment);
        let both = directions(segment)
            .into_iter()
            .zip(directions(written.network.segment(*other)));
        let is_shared = both.into_iter().any(|(one, other)| one && other);
        if is_shared
            && closed.is_none_or(|closed| segment.opened.is_none_or(|opened| opened < closed))
        {
            let opened = |segment| written.segment(segment, "opened");
            let is_later = opened(index).place() > opened(*other).place();
            let (cell, other) = if is_later {
                (opened(index), opened(*other))
            } else {
                (opened(*other), opened(index))
            };
            let other = other.place().line;
            findings.push(cell.finding(&NetworkWarning::OverlappingDates { other }));
        }
        let lasts_longer = closed.is_some_and(|c| segment.closed.is_none_or(|own| own > c));
        if lasts_longer {
            (*other, *closed) = (index, segment.closed);
        }
    }
}
