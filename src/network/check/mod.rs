//! The one door into a [`Network`]: every row is checked, every fault is reported, at once and in order.
//!
//! Errors are looked for always, and a single one shuts the door. Warnings are looked for when somebody asks, by
//! [`ValidatedNetwork::warnings`], because most who load a network want its answer and not its list of plausibility.
//!
//! A network does not depend on the order of the rows: stations are numbered by id, lines by name, segments by their ends.

mod along;
mod context;
mod crossings;
mod geometry;
mod names;
mod plausibility;
mod problem;
mod segments;
mod spelling;
mod stations;
mod straight;
mod warning;

use std::sync::{Arc, OnceLock};

use super::finding::Findings;
use super::package;
use super::raw::RawNetwork;
use super::{Network, Parts, StationIdx};
use along::Names;
use context::Context;
use crossings::Neighbours;
use plausibility::Written;
use problem::NetworkError;
use segments::Segments;

/// A network that passed every check, with what it was made from.
#[derive(Clone, Debug)]
pub struct ValidatedNetwork {
    network: Network,
    raw: Arc<RawNetwork>,
    rows: Rows,
    warnings: OnceLock<Findings>,
}

/// The row of each station and segment, by its number.
#[derive(Clone, Debug)]
struct Rows {
    stations: Vec<usize>,
    segments: Vec<usize>,
}

impl ValidatedNetwork {
    /// The network.
    #[must_use]
    pub fn network(&self) -> &Network {
        &self.network
    }

    /// The tables it was made from.
    #[must_use]
    pub fn raw(&self) -> &RawNetwork {
        &self.raw
    }

    /// All warnings: plausibility about data that can be used. They are looked for when first asked for.
    #[must_use]
    pub fn warnings(&self) -> &Findings {
        self.warnings.get_or_init(|| {
            let written = Written {
                network: &self.network,
                raw: &self.raw,
                rows: &self.rows,
            };
            let mut findings = self.raw.findings.clone();
            plausibility::of_rows(&written, &mut findings);
            plausibility::of_components(&written, &mut findings);
            findings
        })
    }

    /// The same tables with a network that has more parts.
    pub(crate) fn with_network(&self, network: Network) -> ValidatedNetwork {
        ValidatedNetwork {
            network,
            raw: Arc::clone(&self.raw),
            rows: self.rows.clone(),
            // The tables' own warnings are those of the network that was read.
            warnings: OnceLock::from(Findings::new()),
        }
    }

    /// The network alone.
    #[must_use]
    pub fn into_network(self) -> Network {
        self.network
    }
}

impl Network {
    /// Checks the rows and joins them to a network.
    ///
    /// # Errors
    /// All findings when any is an error: warnings, too, as far as sound rows give cause for them.
    #[expect(
        clippy::new_ret_no_self,
        reason = "the way in, and a network never comes without what was found on it"
    )]
    pub fn new(raw: RawNetwork) -> Result<ValidatedNetwork, Findings> {
        let (parts, rows, mut findings) = read(&raw);
        let network = Network::assemble(parts);
        degrees(&network, &raw, &rows, &mut findings);
        if findings.has_errors() {
            let written = Written {
                network: &network,
                raw: &raw,
                rows: &rows,
            };
            plausibility::of_rows(&written, &mut findings);
            return Err(findings);
        }
        Ok(ValidatedNetwork {
            network,
            raw: Arc::new(raw),
            rows,
            warnings: OnceLock::new(),
        })
    }
}

/// The most segments that a station may have. What a train can do at a station grows with the square of them; with so many
/// a station takes tens of megabytes. The busiest stations of imported timetables have about 200 neighbours.
const MOST_SEGMENTS: usize = 1_000;

/// Refuses stations with more segments than a search can bear.
fn degrees(network: &Network, raw: &RawNetwork, rows: &Rows, findings: &mut Findings) {
    let written = Written { network, raw, rows };
    for index in network.station_indices() {
        let found = network.segments_at(index).len();
        if found > MOST_SEGMENTS {
            let id = written.station(index, "id");
            findings.push(id.finding(&NetworkError::TooManySegments {
                station: id.text().to_owned(),
                found,
                most: MOST_SEGMENTS,
            }));
        }
    }
}

/// Reads all tables; rows with an error are left out of the parts and are among the findings.
fn read(raw: &RawNetwork) -> (Parts, Rows, Findings) {
    let mut context = Context::new(raw.findings.clone(), raw.has_stations);
    let package = package::read(raw, &mut context.findings);
    let sources = raw.sources.as_ref();
    let sources = sources.map(|table| stations::read_sources(table, &mut context));
    let stations = stations::read(&raw.stations, &mut context);
    let mut segments = segments::read(&raw.segments, &mut context);
    let neighbours = Neighbours::new(&segments);
    // Without segments every turn and border would be refused for the same one reason.
    let knows_neighbours = raw.has_stations && raw.has_segments;
    let mut junctions = Default::default();
    let mut borders = Vec::new();
    if knows_neighbours {
        junctions = crossings::read_junctions(raw, &neighbours, &mut context);
        borders = crossings::read_borders(raw, &neighbours, &mut context);
    }
    let countries = stations::read_countries(raw, &mut context);
    read_along(raw, &mut segments, &mut context);
    let drawn = (&segments, stations.list.as_slice());
    let bends = geometry::read(&raw.segments, drawn, &mut context);
    let rows = Rows {
        stations: stations.rows,
        segments: segments.rows,
    };
    let parts = Parts {
        package,
        stations: stations.list,
        segments: segments.list,
        bends,
        lines: segments.lines,
        junctions,
        borders,
        countries,
        sources: sources.unwrap_or_default(),
    };
    (parts, rows, context.findings)
}

/// Reads the tables of what changes along segments.
fn read_along(raw: &RawNetwork, segments: &mut Segments, context: &mut Context<'_>) {
    if raw.limits.is_none() && raw.gradients.is_none() {
        return;
    }
    let names = Names::new(&raw.segments, segments);
    if let Some(table) = &raw.limits {
        along::read_limits(table, &names, &mut segments.list, context);
    }
    if let Some(table) = &raw.gradients {
        along::read_gradients(table, &names, &mut segments.list, context);
    }
}
