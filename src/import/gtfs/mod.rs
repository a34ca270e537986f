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

mod archive;
mod calls;
mod days;
mod detour;
mod feed;
mod journeys;
mod left;
mod lengths;
mod network;
mod places;
mod routes;
mod rows;
mod shape;
mod stops;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::{Counts, Progress};
use crate::network::{Country, Gauge, RawNetwork, Table};

use archive::Archive;
pub use archive::ArchiveProblem;
pub use journeys::JOURNEYS;
use left::Left;
pub use routes::{Include, RouteClass};
use rows::At;

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
    /// Routes that are taken besides railways, by their type.
    pub include: Vec<Include>,
    /// Routes that are taken whatever their type, by id or name.
    pub routes: Vec<String>,
}

impl Default for GtfsOptions {
    fn default() -> GtfsOptions {
        GtfsOptions {
            country: None,
            country_by_zone: BTreeMap::new(),
            gauge: Gauge::from_mm(1435).expect("1435 is from 300 to 3,000"),
            train: String::new(),
            has_legs: false,
            include: Vec::new(),
            routes: Vec::new(),
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
    /// The archive is broken, or has no feed.
    #[error(transparent)]
    Archive(#[from] ArchiveProblem),
    /// A table that every feed has is missing.
    #[error("the file is missing; a feed needs agency, routes, trips, stop_times and stops")]
    Missing,
    /// A table has nothing in it.
    #[error("it has no {}", .what.strip_prefix("a ").unwrap_or(.what))]
    NothingIn {
        /// What it should have.
        what: &'static str,
    },
    /// A column that is needed is missing.
    #[error("it has no column {column}{}", separated(*.separator))]
    NoColumn {
        /// The name of the column.
        column: &'static str,
        /// What seems to stand between the cells, where that is no comma.
        separator: Option<&'static str>,
    },
    /// A row has more cells than the header, so that they may stand in wrong columns.
    #[error("{found} cells where the header has {expected}; a cell with a comma needs quotes")]
    TooManyCells {
        /// How many the row has.
        found: usize,
        /// How many the header has.
        expected: usize,
    },
    /// A row is not UTF-8.
    #[error("the row is not UTF-8, which the texts of a feed are written in")]
    NotText,
    /// A row is longer than any.
    #[error("the row is longer than 1 MiB")]
    LongRow,
    /// More rows than a feed of its size has.
    #[error("the table has more than {most} rows, which no feed of this size has")]
    TooManyRows {
        /// How many it may have.
        most: usize,
    },
    /// A quote is opened and not closed.
    #[error("a quote is opened in this row and not closed")]
    OpenQuote,
    /// A cell that is needed is empty.
    #[error("{column} is empty")]
    Empty {
        /// The name of the column.
        column: &'static str,
    },
    /// A cell is not what it should be.
    #[error("{column} \"{found}\" is not {what}")]
    NotA {
        /// The name of the column.
        column: &'static str,
        /// What the cell has.
        found: String,
        /// What it should have.
        what: &'static str,
    },
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
    /// All trips call at stations whose places cannot be right.
    #[error("stop \"{stop}\" ({name}) {why}; without it no trip is left")]
    WrongPlace {
        /// The id of the first such stop.
        stop: String,
        /// Its name.
        name: String,
        /// What is wrong with its place.
        why: String,
    },
    /// A route was asked for that the feed does not have.
    #[error("no route is called \"{name}\"{}", .near.as_ref().map_or_else(String::new, |near| format!("; did you mean \"{near}\"?")))]
    NoRoute {
        /// The name asked for.
        name: String,
        /// The most similar name.
        near: Option<String>,
    },
    /// The feed has no railway.
    #[error(
        "no railway (route type 2 or 100 to 117) among {routes} routes: {found}{}",
        .include.as_ref().map_or_else(String::new, |words| format!("; to take them in: --include {words}"))
    )]
    NoRailway {
        /// How many routes it has.
        routes: usize,
        /// What the feed has instead, in words.
        found: String,
        /// What to include, where that is known.
        include: Option<String>,
    },
    /// The feed has railways, but no trip of theirs can be used.
    #[error("no trip of its railways can be used:\n{left}")]
    NoTrips {
        /// What was left out.
        left: Counts,
    },
}

fn separated(marks: Option<&str>) -> String {
    marks.map_or_else(String::new, |marks| {
        format!("; its cells seem to be separated by {marks}, where a feed has commas")
    })
}

impl GtfsProblem {
    /// Whether the feed is sound and just has nothing to take: a negative answer rather than a fault.
    #[must_use]
    pub fn is_no(&self) -> bool {
        matches!(
            self,
            GtfsProblem::NoRailway { .. } | GtfsProblem::NoTrips { .. }
        )
    }
}

/// A problem and where it is.
#[derive(Debug)]
struct InFile {
    file: &'static str,
    at: At,
    problem: GtfsProblem,
}

impl InFile {
    /// A problem of a table as a whole.
    fn of_table(file: &'static str, problem: GtfsProblem) -> InFile {
        let at = At::default();
        InFile { file, at, problem }
    }
}

/// Refuses a feed without a table that every feed has.
fn table_is_there(file: &'static str, is_there: bool) -> Result<(), InFile> {
    let missing = || InFile::of_table(file, GtfsProblem::Missing);
    is_there.then_some(()).ok_or_else(missing)
}

/// Why a feed could not be read.
#[derive(Debug, Error)]
#[error("{}{}: {problem}", .path.display(), place(.file, *.row, *.line))]
pub struct GtfsError {
    /// The archive.
    pub path: PathBuf,
    /// The file in it; empty for the archive as a whole.
    pub file: &'static str,
    /// Row of the file without blank lines, its header being 1; 0 for the file as a whole.
    pub row: u64,
    /// Line of the file; 0 for the file as a whole.
    pub line: u64,
    /// What is wrong.
    #[source]
    pub problem: Box<GtfsProblem>,
}

fn place(file: &str, row: u64, line: u64) -> String {
    match (file, row) {
        ("", _) => String::new(),
        (file, 0) => format!(": {file}"),
        (file, row) => format!(": {file} row {row} (line {line})"),
    }
}

/// Reads a feed. `progress` is called after each file of it.
///
/// Memory: the calls of the railways' trips, some 100 bytes each, and their shapes; of everything else one row at a
/// time.
///
/// # Errors
/// [`GtfsError`] when the archive or a file in it cannot be read or is broken, or has no railway.
pub fn import(
    path: &Path,
    options: &GtfsOptions,
    progress: &mut dyn FnMut(Progress),
) -> Result<Imported, GtfsError> {
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    let whole = |problem: ArchiveProblem| InFile::of_table("", problem.into());
    let file = match path.is_dir() {
        true => Err(whole(ArchiveProblem::Folder)),
        false => File::open(path).map_err(|error| whole(error.into())),
    };
    let archive = file.and_then(|file| Archive::of_file(file).map_err(whole));
    let imported = archive.and_then(|archive| import_from(archive, &name, options, progress));
    imported.map_err(|InFile { file, at, problem }| GtfsError {
        path: path.to_owned(),
        file,
        row: at.row,
        line: at.line,
        problem: Box::new(problem),
    })
}

fn import_from(
    mut archive: Archive,
    name: &str,
    options: &GtfsOptions,
    progress: &mut dyn FnMut(Progress),
) -> Result<Imported, InFile> {
    let mut left = Left::default();
    if !archive.folder.is_empty() {
        left.add(&format!(
            "feed in a folder of the archive: {} is taken",
            archive.folder
        ));
    }
    for other in &archive.others {
        left.add(&format!(
            "folder with tables of another feed or a copy: {other} is not read"
        ));
    }
    let feed = feed::Feed::read(&mut archive, options, &mut left, progress)?;
    let lengths = lengths::Lengths::measure(&feed, &mut left);
    let ids = network::ids(&feed, options);
    let raw = network::rows(name, &feed, &lengths, &ids, options, &mut left);
    let journeys = journeys::rows(&feed, &lengths, &ids, options, &mut left);
    Ok(Imported {
        raw,
        journeys,
        skipped: left.counts(),
    })
}
