//! What a network holds, in figures: for people who want to know what they have loaded.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::component::components;
use super::raw::RawNetwork;
use super::{Country, Network, Segment, Table, ValidatedNetwork, write};
use crate::units::Length;

/// The figures of a network.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Inventory {
    /// Short name.
    pub name: String,
    /// Name for people.
    pub title: String,
    /// Version of the data.
    pub version: Option<String>,
    /// The day that counts when none is asked, and for the kilometres here.
    pub as_of: Option<Date>,
    /// Licence identifiers.
    pub licences: Vec<String>,
    /// Who must be named.
    pub attribution: Option<String>,
    /// Of what the tables say; see [`checksum`].
    pub checksum: String,
    /// Number of stations.
    pub stations: usize,
    /// Number of segments, of every day.
    pub segments: usize,
    /// Number of lines.
    pub lines: usize,
    /// Number of junctions, each direction counted.
    pub junctions: usize,
    /// Number of works at borders.
    pub borders: usize,
    /// Number of rows of limits along segments.
    pub limits: usize,
    /// Number of rows of gradients along segments.
    pub gradients: usize,
    /// Number of sources.
    pub sources: usize,
    /// Kilometres open on `as_of`; of every day without it.
    pub length_km: f64,
    /// The same by country. A segment over a border counts half on each side, an assumption.
    pub countries: Vec<CountryShare>,
    /// The same by gauge. A segment of two gauges counts for both.
    pub gauges: Vec<GaugeShare>,
    /// Stations of each part that no segment joins to another, the largest first.
    pub components: Vec<Component>,
    /// The first and the last day on which a segment opens or closes.
    pub dated: Option<(Date, Date)>,
}

/// What lies in a country.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CountryShare {
    /// Its code.
    pub country: String,
    /// Its name, where the data says it.
    pub name: Option<String>,
    /// Number of stations.
    pub stations: usize,
    /// Kilometres.
    pub length_km: f64,
}

/// What has a gauge.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GaugeShare {
    /// The gauge.
    pub gauge_mm: u16,
    /// Kilometres.
    pub length_km: f64,
}

/// A connected part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Component {
    /// Number of its stations.
    pub stations: usize,
    /// The first of them by id.
    pub first: String,
}

/// Counts what a network holds.
#[must_use]
pub fn inventory(checked: &ValidatedNetwork) -> Inventory {
    let network = checked.network();
    let package = network.package().clone();
    let is_open = |s: &&Segment| package.as_of.is_none_or(|day| s.is_open(day));
    let open: Vec<&Segment> = network.segments().iter().filter(is_open).collect();
    let length: Length = open.iter().map(|segment| segment.length).sum();
    let parts = components(network).into_iter().map(|part| Component {
        stations: part.len(),
        first: network.station(part[0]).id.to_string(),
    });
    Inventory {
        checksum: checksum(checked.raw()),
        stations: network.stations().len(),
        segments: network.segments().len(),
        lines: network.lines().len(),
        junctions: network.junction_count(),
        borders: network.borders().len(),
        limits: checked.raw().limits.as_ref().map_or(0, Table::len),
        gradients: checked.raw().gradients.as_ref().map_or(0, Table::len),
        sources: network.sources().len(),
        length_km: length.km(),
        countries: by_country(network, &open),
        gauges: by_gauge(&open),
        components: parts.collect(),
        dated: dated(network),
        name: package.name,
        title: package.title,
        version: package.version,
        as_of: package.as_of,
        licences: package.licences,
        attribution: package.attribution,
    }
}

fn by_country(network: &Network, open: &[&Segment]) -> Vec<CountryShare> {
    let mut shares: BTreeMap<Country, (usize, Length)> = BTreeMap::new();
    for station in network.stations() {
        shares.entry(station.country).or_default().0 += 1;
    }
    for segment in open {
        for end in [segment.from, segment.to] {
            let share = shares.entry(network.station(end).country).or_default();
            share.1 += segment.length / 2.0;
        }
    }
    let named = shares
        .into_iter()
        .map(|(country, (stations, length))| CountryShare {
            country: country.to_string(),
            name: network.country(country).map(|facts| facts.name.clone()),
            stations,
            length_km: length.km(),
        });
    named.collect()
}

fn by_gauge(open: &[&Segment]) -> Vec<GaugeShare> {
    let mut shares: BTreeMap<u16, Length> = BTreeMap::new();
    for segment in open {
        for gauge in segment.gauges.iter() {
            *shares.entry(gauge.mm()).or_default() += segment.length;
        }
    }
    let shares = shares.into_iter().map(|(gauge_mm, length)| GaugeShare {
        gauge_mm,
        length_km: length.km(),
    });
    shares.collect()
}

fn dated(network: &Network) -> Option<(Date, Date)> {
    let segments = network.segments().iter();
    let days = segments.flat_map(|segment| [segment.opened, segment.closed]);
    days.flatten().fold(None, |range, day| match range {
        None => Some((day, day)),
        Some((first, last)) => Some((first.min(day), last.max(day))),
    })
}

/// The SHA-256 of what a network's files say, as `sha256:` and hexadecimal digits.
///
/// It is taken of the tables as [`write::files`] writes them, each after its name and length, so it stays the same when a
/// spreadsheet changes separators, quotes or line ends, and changes with any cell.
#[must_use]
pub fn checksum(raw: &RawNetwork) -> String {
    let mut hash = Sha256::new();
    for (name, text) in write::files(raw) {
        hash.update(format!("{name}\n{}\n", text.len()));
        hash.update(text);
    }
    let digits = hash.finalize();
    let digits = digits.iter().map(|byte| format!("{byte:02x}"));
    format!("sha256:{}", digits.collect::<String>())
}
