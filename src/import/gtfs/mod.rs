//! GTFS: the rail routes of a timetable feed become stations and segments, and the timetable itself a table of journeys.
//!
//! Lengths come from the distances and shapes of the feed, else from the straight line, which is marked as an estimate.
//! What a feed does not say is assumed and marked: its gauge. Journeys are written as the trains of one day, so that they
//! can be compared with what is computed. Times are those of each station's own zone.
//!
//! ```no_run
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use slowtrain::import::gtfs;
//! use slowtrain::network::{Country, write};
//! let options = gtfs::GtfsOptions { country: Country::parse("CA").ok(), ..gtfs::GtfsOptions::default() };
//! let imported = gtfs::import("viarail.zip".as_ref(), &options, &mut |_| {})?;
//! println!("{}", write::table(&imported.journeys));
//! # Ok(())
//! # }
//! ```

mod feed;
mod journeys;
mod lengths;
mod network;
mod rows;
mod tables;
#[cfg(test)]
mod tests;
mod zip;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Read, Seek};
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::{Counts, Progress};
use crate::network::{Country, Gauge, RawNetwork, Table};

pub use journeys::JOURNEYS;
pub use zip::ZipProblem;

/// What to take from a feed, and what to assume where it is silent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GtfsOptions {
    /// The country of the stations. Without it they are written with the code XX.
    pub country: Option<Country>,
    /// The country of stations in a time zone, by its IANA name; goes before `country`.
    pub country_by_zone: BTreeMap<String, Country>,
    /// The gauge of the tracks, of which feeds say nothing.
    pub gauge: Gauge,
    /// The train that the journeys are made by, as `compare` is to compute them.
    pub train: String,
    /// Whether each stretch from stop to stop is a journey of its own as well.
    pub has_legs: bool,
}

impl Default for GtfsOptions {
    fn default() -> GtfsOptions {
        GtfsOptions {
            country: None,
            country_by_zone: BTreeMap::new(),
            gauge: Gauge::from_mm(1435).expect("1435 is from 300 to 3,000"),
            train: String::new(),
            has_legs: false,
        }
    }
}

/// What became of a feed.
#[derive(Clone, Debug)]
pub struct Imported {
    /// The tables of the network.
    pub raw: RawNetwork,
    /// The timetable, columns as in [`JOURNEYS`].
    pub journeys: Table,
    /// What was left out or assumed, and how often.
    pub skipped: Counts,
}

/// What is wrong with a feed.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum GtfsProblem {
    /// The archive is broken.
    #[error(transparent)]
    Zip(#[from] ZipProblem),
    /// A table cannot be read.
    #[error(transparent)]
    Csv(#[from] csv::Error),
    /// A file that every feed has is missing.
    #[error("the file is missing; a feed needs agency, routes, trips, stop_times and stops")]
    Missing,
    /// A cell should be a number.
    #[error("\"{0}\" is not a number")]
    NotANumber(String),
    /// A cell should be a time.
    #[error("\"{0}\" is not a time like 08:05:00")]
    NotATime(String),
    /// A cell should be a day.
    #[error("\"{0}\" is not a day like 20260131")]
    NotADay(String),
    /// A time zone that is not known.
    #[error("\"{0}\" is not the name of a time zone")]
    NotAZone(String),
    /// A row speaks of something that no other file has.
    #[error("{what} \"{id}\" is in no other file")]
    Unknown {
        /// What kind of thing.
        what: &'static str,
        /// Its id.
        id: String,
    },
    /// A place that is none on earth.
    #[error("a stop lies at {lat}, {lon}, which is no place")]
    NoPlace {
        /// Latitude as written.
        lat: String,
        /// Longitude as written.
        lon: String,
    },
}

/// A problem and where it is.
#[derive(Debug)]
struct InFile {
    file: &'static str,
    /// Row of the file, its header being 1; 0 for the file as a whole.
    row: u64,
    problem: GtfsProblem,
}

/// Why a feed could not be read.
#[derive(Debug, Error)]
#[error("{}{}: {problem}", .path.display(), place(.file, *.row))]
pub struct GtfsError {
    /// The archive.
    pub path: PathBuf,
    /// The file in it; empty for the archive as a whole.
    pub file: &'static str,
    /// Row of the file, its header being 1; 0 for the file as a whole.
    pub row: u64,
    /// What is wrong.
    #[source]
    pub problem: GtfsProblem,
}

fn place(file: &str, row: u64) -> String {
    match (file, row) {
        ("", _) => String::new(),
        (file, 0) => format!(": {file}"),
        (file, row) => format!(": {file} row {row}"),
    }
}

/// Reads a feed. `progress` is called after each file of it.
///
/// Memory: the rail trips with their stops and shapes; of everything else one row at a time.
///
/// # Errors
/// [`GtfsError`] when the archive or a file in it cannot be read or is broken.
pub fn import(
    path: &Path,
    options: &GtfsOptions,
    progress: &mut dyn FnMut(Progress),
) -> Result<Imported, GtfsError> {
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    let whole = |problem: ZipProblem| InFile {
        file: "",
        row: 0,
        problem: problem.into(),
    };
    let file = File::open(path).map_err(|error| whole(error.into()));
    let imported = file.and_then(|file| import_from(file, &name, options, progress));
    imported.map_err(|InFile { file, row, problem }| GtfsError {
        path: path.to_owned(),
        file,
        row,
        problem,
    })
}

fn import_from(
    input: impl Read + Seek,
    name: &str,
    options: &GtfsOptions,
    progress: &mut dyn FnMut(Progress),
) -> Result<Imported, InFile> {
    let mut skipped = Counts::default();
    let archive = zip::Archive::open(input).map_err(|problem| InFile {
        file: "",
        row: 0,
        problem: problem.into(),
    });
    let feed = feed::Feed::read(&mut archive?, &mut skipped, progress)?;
    let lengths = lengths::Lengths::measure(&feed);
    let ids = network::ids(&feed, options);
    let raw = network::rows(name, &feed, &lengths, &ids, options);
    let journeys = journeys::rows(&feed, &lengths, &ids, options, &mut skipped);
    Ok(Imported {
        raw,
        journeys,
        skipped,
    })
}
