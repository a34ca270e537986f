//! What all tables' checks share: the findings so far, the known stations and sources, and cells that several tables have.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::super::finding::{Finding, Findings, nearest};
use super::super::table::Cell;
use super::super::{Gauge, Quality, StationIdx};
use super::problem::NetworkError;
use crate::units::{Estimate, RunTime};

/// How many names are compared in search of nearest guesses before guessing stops. Assumption: a million comparisons are
/// under a second, and whoever has so many unknown names needs no guess but another file.
const COMPARISONS: usize = 1_000_000;

/// A time at a border or a turn above this is taken for an error, in minutes. Assumption: two weeks.
const LONGEST_STAY_MIN: f64 = 20_160.0;

/// A station whose id is in `stations.csv`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known {
    /// Its first row.
    pub row: usize,
    /// Its number; `None` when its row has an error.
    pub index: Option<StationIdx>,
}

/// What the checks know and have found so far.
pub(super) struct Context<'r> {
    pub findings: Findings,
    /// Stations by id.
    pub stations: HashMap<&'r str, Known>,
    /// Whether `stations.csv` could be read, so that an id which is not there is an error.
    pub knows_stations: bool,
    /// The ids of the sources, where `sources.csv` exists.
    pub source_names: Option<HashSet<&'r str>>,
    comparisons_left: usize,
}

impl<'r> Context<'r> {
    pub fn new(findings: Findings, knows_stations: bool) -> Context<'r> {
        Context {
            findings,
            stations: HashMap::new(),
            knows_stations,
            source_names: None,
            comparisons_left: COMPARISONS,
        }
    }

    /// Notes an error at a cell.
    pub fn refuse(&mut self, cell: Cell<'_>, error: NetworkError) {
        self.findings.push(cell.finding(&error));
    }

    /// The value, or `None` and its finding kept.
    pub fn ok<T>(&mut self, result: Result<T, Finding>) -> Option<T> {
        self.findings.ok(result)
    }

    /// The station that a cell names.
    pub fn station(&mut self, cell: Cell<'_>) -> Option<StationIdx> {
        let id = self.ok(cell.required())?;
        match self.stations.get(id) {
            Some(known) => known.index,
            None => {
                if self.knows_stations {
                    let guess = self.guess_station(id);
                    let (column, found) = (cell.column(), id.to_owned());
                    self.refuse(
                        cell,
                        NetworkError::UnknownStation {
                            column,
                            found,
                            guess,
                        },
                    );
                }
                None
            }
        }
    }

    fn guess_station(&mut self, id: &str) -> Option<String> {
        self.comparisons_left = self.comparisons_left.checked_sub(self.stations.len())?;
        let mut ids: Vec<&str> = self.stations.keys().copied().collect();
        ids.sort_unstable();
        nearest(id, ids).map(str::to_owned)
    }

    /// The ids of sources in a cell; each must be in `sources.csv`, where that exists.
    pub fn source_ids(&mut self, cell: Cell<'_>) -> Vec<String> {
        if let Some(names) = &self.source_names {
            for id in cell.list().filter(|id| !names.contains(id)) {
                let left = self.comparisons_left.checked_sub(names.len());
                self.comparisons_left = left.unwrap_or(0);
                let sorted = || names.iter().copied().collect::<BTreeSet<&str>>();
                let error = NetworkError::UnknownSource {
                    found: id.to_owned(),
                    guess: left.and_then(|_| nearest(id, sorted()).map(str::to_owned)),
                };
                self.findings.push(cell.finding(&error));
            }
        }
        cell.list().map(str::to_owned).collect()
    }

    /// How well a figure is known.
    pub fn quality(&mut self, cell: Cell<'_>) -> Option<Quality> {
        let accepted = ["sourced", "interpolated", "unverified", "estimate"];
        self.ok(cell.word(Quality::parse, &accepted))
    }

    /// Known gauges between `;`; `None` when any is not known.
    pub fn gauges(&mut self, cell: Cell<'_>) -> Option<Vec<Gauge>> {
        let mut gauges = Some(Vec::new());
        for found in cell.list() {
            let gauge = found.parse().ok().and_then(Gauge::from_mm);
            if gauge.is_none() {
                let known = Gauge::KNOWN.map(|mm| mm.to_string());
                let guess = nearest(found, known.iter().map(String::as_str)).map(str::to_owned);
                let (column, found) = (cell.column(), found.to_owned());
                self.refuse(
                    cell,
                    NetworkError::UnknownGauge {
                        column,
                        found,
                        guess,
                    },
                );
            }
            gauges = gauges.zip(gauge).map(|(mut gauges, gauge)| {
                gauges.push(gauge);
                gauges
            });
        }
        gauges
    }

    /// Minutes low, likely and high: all or none of them. The outer `None` is an error.
    pub fn minutes(&mut self, cells: [Cell<'_>; 3]) -> Option<Option<Estimate<RunTime>>> {
        let mut values = [None; 3];
        for (value, cell) in values.iter_mut().zip(cells) {
            *value = self.ok(cell.number(0.0..=LONGEST_STAY_MIN))?;
        }
        let [low, likely, high] = values;
        match (low, likely, high) {
            (None, None, None) => Some(None),
            (Some(low), Some(likely), Some(high)) => {
                let time = [low, likely, high].map(RunTime::from_min);
                let estimate = Estimate::new(time[0], time[1], time[2]).ok();
                if estimate.is_none() {
                    self.refuse(cells[0], NetworkError::Unordered { low, likely, high });
                }
                estimate.map(Some)
            }
            _ => {
                self.refuse(cells[0], NetworkError::PartOfARange);
                None
            }
        }
    }

    /// Whether a row is an assumption: it says so, or says nothing and names no source.
    pub fn is_assumed(&mut self, basis: Cell<'_>, sources: &[String]) -> Option<bool> {
        let parse = |word: &str| match word {
            "sourced" => Some(false),
            "assumption" => Some(true),
            "" => Some(sources.is_empty()),
            _ => None,
        };
        self.ok(basis.word(parse, &["sourced", "assumption"]))
    }
}
