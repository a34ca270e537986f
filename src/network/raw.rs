//! A network as its files write it: rows of text, each with its place, nothing checked yet.
//!
//! Readers of data packages and importers both end here, and [`super::Network::new`] is the only way on. So an import can
//! be written out, looked at and edited, and passes the same checks as data made by hand.

use std::borrow::Cow;
use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::finding::{FilePosition, Finding, Findings, Problem};
use super::table::{ColumnSpec, Schema, Table};

/// Columns of `stations.csv`.
pub static STATIONS: Schema = Schema {
    file: "stations.csv",
    columns: &[
        ColumnSpec::text("id").required(),
        ColumnSpec::text("name").required(),
        ColumnSpec::text("name_local"),
        ColumnSpec::text("aliases"),
        ColumnSpec::text("country").required(),
        ColumnSpec::number("lat").required(),
        ColumnSpec::number("lon").required(),
        ColumnSpec::text("coord_quality"),
        ColumnSpec::number("elevation_m"),
        ColumnSpec::text("timezone"),
        ColumnSpec::text("locomotive_change"),
        ColumnSpec::text("source"),
    ],
};

/// Columns of `segments.csv`.
pub static SEGMENTS: Schema = Schema {
    file: "segments.csv",
    columns: &[
        ColumnSpec::text("from").required(),
        ColumnSpec::text("to").required(),
        ColumnSpec::text("line"),
        ColumnSpec::number("length_km").required(),
        ColumnSpec::text("length_quality"),
        ColumnSpec::text("gauge_mm").required(),
        ColumnSpec::number("tracks"),
        ColumnSpec::text("electrification"),
        ColumnSpec::number("max_speed_kmh"),
        ColumnSpec::number("inferred_speed_kmh"),
        ColumnSpec::number("max_gradient_permille"),
        ColumnSpec::text("usage"),
        ColumnSpec::text("oneway"),
        ColumnSpec::text("opened"),
        ColumnSpec::text("closed"),
        ColumnSpec::text("notes"),
        ColumnSpec::text("source"),
        ColumnSpec::text("geometry"),
        ColumnSpec::text("id"),
    ],
};

/// Columns of `limits.csv`. The value is in km/h; a limit of quality `estimate` is a guess.
pub static LIMITS: Schema = Schema {
    file: "limits.csv",
    columns: &[
        ColumnSpec::text("segment").required(),
        ColumnSpec::text("direction"),
        ColumnSpec::number("from_km").required(),
        ColumnSpec::number("to_km").required(),
        ColumnSpec::number("value").required(),
        ColumnSpec::text("quality"),
        ColumnSpec::text("source"),
    ],
};

/// Columns of `gradients.csv`. The value is in per mille, rising positive.
pub static GRADIENTS: Schema = Schema {
    file: "gradients.csv",
    columns: &[
        ColumnSpec::text("segment").required(),
        ColumnSpec::text("direction"),
        ColumnSpec::number("from_km").required(),
        ColumnSpec::number("to_km").required(),
        ColumnSpec::number("value").required(),
        ColumnSpec::text("source"),
    ],
};

/// Columns of `sources.csv`.
pub static SOURCES: Schema = Schema {
    file: "sources.csv",
    columns: &[
        ColumnSpec::text("id").required(),
        ColumnSpec::text("what").required(),
        ColumnSpec::text("licence"),
    ],
};

/// Columns of `junctions.csv`.
pub static JUNCTIONS: Schema = Schema {
    file: "junctions.csv",
    columns: &[
        ColumnSpec::text("via").required(),
        ColumnSpec::text("from").required(),
        ColumnSpec::text("to").required(),
        ColumnSpec::text("movement").required(),
        ColumnSpec::number("longest_train_m"),
        ColumnSpec::number("minutes_low"),
        ColumnSpec::number("minutes_likely"),
        ColumnSpec::number("minutes_high"),
        ColumnSpec::text("basis"),
        ColumnSpec::text("source"),
        ColumnSpec::text("notes"),
    ],
};

/// Columns of `borders.csv`.
pub static BORDERS: Schema = Schema {
    file: "borders.csv",
    columns: &[
        ColumnSpec::text("from").required(),
        ColumnSpec::text("to").required(),
        ColumnSpec::text("at").required(),
        ColumnSpec::text("what").required(),
        ColumnSpec::text("train_kind").required(),
        ColumnSpec::text("gauges_mm"),
        ColumnSpec::number("minutes_low"),
        ColumnSpec::number("minutes_likely"),
        ColumnSpec::number("minutes_high"),
        ColumnSpec::text("basis"),
        ColumnSpec::text("source"),
        ColumnSpec::text("notes"),
    ],
};

/// Columns of `countries.csv`.
pub static COUNTRIES: Schema = Schema {
    file: "countries.csv",
    columns: &[
        ColumnSpec::text("country").required(),
        ColumnSpec::text("name").required(),
        ColumnSpec::number("speed_cap_kmh"),
        ColumnSpec::number("freight_speed_cap_kmh"),
        ColumnSpec::text("basis"),
        ColumnSpec::text("source"),
        ColumnSpec::text("notes"),
    ],
};

/// All tables that a network may have.
pub fn schemas() -> impl Iterator<Item = &'static Schema> {
    [
        &STATIONS, &SEGMENTS, &LIMITS, &GRADIENTS, &SOURCES, &JUNCTIONS, &BORDERS, &COUNTRIES,
    ]
    .into_iter()
}

/// The file that describes a data package as a whole.
pub const PACKAGE_FILE: &str = "datapackage.json";

/// A file of text that is not a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// How findings name the file.
    pub file: String,
    /// What it says.
    pub text: Cow<'static, str>,
}

/// The tables of a network as written.
#[derive(Clone, Debug)]
pub struct RawNetwork {
    /// What the network is called where its package does not say.
    pub name: String,
    /// `datapackage.json`.
    pub package: Option<Document>,
    /// `stations.csv`.
    pub stations: Table,
    /// `segments.csv`.
    pub segments: Table,
    /// `sources.csv`.
    pub sources: Option<Table>,
    /// `junctions.csv`.
    pub junctions: Option<Table>,
    /// `borders.csv`.
    pub borders: Option<Table>,
    /// `countries.csv`.
    pub countries: Option<Table>,
    /// `limits.csv`.
    pub limits: Option<Table>,
    /// `gradients.csv`.
    pub gradients: Option<Table>,
    /// Whether there is a table of stations; if not, `findings` says why.
    pub(super) has_stations: bool,
    /// Whether there is a table of segments.
    pub(super) has_segments: bool,
    /// What was found while reading: files that are missing or no tables.
    pub(super) findings: Findings,
}

/// A file that is there but cannot be read.
#[derive(Debug, Error)]
#[error("cannot read {}: {source}", .path.display())]
pub struct Unreadable {
    /// Which file or directory.
    pub path: PathBuf,
    /// The error of the operating system.
    pub source: io::Error,
}

#[derive(Debug, Error)]
enum FileProblem {
    #[error("{file} is missing; a network needs stations.csv and segments.csv")]
    Missing { file: &'static str },
    #[error("this is not UTF-8 text")]
    NotUtf8,
}

impl Problem for FileProblem {
    fn code(&self) -> &'static str {
        match self {
            FileProblem::Missing { .. } => "missing-file",
            FileProblem::NotUtf8 => "not-utf-8",
        }
    }
}

impl RawNetwork {
    /// An empty network with all columns of stations and segments, for importers.
    #[must_use]
    pub fn new(name: impl Into<String>) -> RawNetwork {
        RawNetwork {
            name: name.into(),
            package: None,
            stations: Table::new(&STATIONS),
            segments: Table::new(&SEGMENTS),
            sources: None,
            junctions: None,
            borders: None,
            countries: None,
            limits: None,
            gradients: None,
            has_stations: true,
            has_segments: true,
            findings: Findings::new(),
        }
    }

    /// Reads the files of a data package. `read` gives a file's bytes by its name, `None` where there is no such file;
    /// findings name the files as `folder/name`.
    ///
    /// # Errors
    /// Only those of `read`: what is wrong with the files' contents is kept and reported by [`super::Network::new`].
    pub fn read(
        folder: &str,
        read: impl Fn(&'static str) -> Result<Option<Cow<'static, [u8]>>, Unreadable>,
    ) -> Result<RawNetwork, Unreadable> {
        let named = |file: &str| match folder.trim_end_matches(['/', '\\']) {
            "" => file.to_owned(),
            folder => format!("{folder}/{file}"),
        };
        let mut raw = RawNetwork::new(name_of(folder));
        let mut findings = Findings::new();
        let mut table = |schema: &'static Schema| -> Result<Option<Option<Table>>, Unreadable> {
            let bytes = read(schema.file)?;
            Ok(bytes.map(|bytes| Table::read(schema, named(schema.file), bytes, &mut findings)))
        };
        let stations = table(&STATIONS)?;
        let segments = table(&SEGMENTS)?;
        raw.sources = table(&SOURCES)?.flatten();
        raw.junctions = table(&JUNCTIONS)?.flatten();
        raw.borders = table(&BORDERS)?.flatten();
        raw.countries = table(&COUNTRIES)?.flatten();
        raw.limits = table(&LIMITS)?.flatten();
        raw.gradients = table(&GRADIENTS)?.flatten();
        for schema in [&STATIONS, &SEGMENTS] {
            let needed = if schema == &STATIONS {
                &stations
            } else {
                &segments
            };
            if needed.is_none() {
                let place = FilePosition::start_of(named(schema.file));
                let problem = FileProblem::Missing { file: schema.file };
                findings.push(Finding::new(place, &problem));
            }
        }
        (raw.has_stations, raw.has_segments) = (false, false);
        if let Some(table) = stations.flatten() {
            (raw.stations, raw.has_stations) = (table, true);
        }
        if let Some(table) = segments.flatten() {
            (raw.segments, raw.has_segments) = (table, true);
        }
        if let Some(bytes) = read(PACKAGE_FILE)? {
            let file = named(PACKAGE_FILE);
            match text(bytes) {
                Some(text) => raw.package = Some(Document { file, text }),
                None => findings.push(Finding::new(
                    FilePosition::start_of(file),
                    &FileProblem::NotUtf8,
                )),
            }
        }
        raw.findings = findings;
        Ok(raw)
    }

    /// Reads the files of a data package from a directory.
    ///
    /// # Errors
    /// [`Unreadable`] when the directory is not there, or a file in it cannot be read.
    pub fn read_dir(dir: &Path) -> Result<RawNetwork, Unreadable> {
        let unreadable = |path: &Path, source| Unreadable {
            path: path.to_owned(),
            source,
        };
        std::fs::read_dir(dir).map_err(|error| unreadable(dir, error))?;
        RawNetwork::read(&dir.to_string_lossy(), |file| {
            let path = dir.join(file);
            match crate::files::read(&path) {
                Ok(bytes) => Ok(Some(bytes.into())),
                Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
                Err(error) => Err(unreadable(&path, error)),
            }
        })
    }

    /// The tables that there are, in a fixed order.
    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        let optional = [
            &self.sources,
            &self.junctions,
            &self.borders,
            &self.countries,
            &self.limits,
            &self.gradients,
        ];
        [&self.stations, &self.segments]
            .into_iter()
            .chain(optional.into_iter().flatten())
    }
}

/// The last part of a path.
fn name_of(folder: &str) -> String {
    let folder = folder.trim_end_matches(['/', '\\']);
    let last = folder.rsplit(['/', '\\']).next().unwrap_or(folder);
    last.to_owned()
}

fn text(bytes: Cow<'static, [u8]>) -> Option<Cow<'static, str>> {
    match bytes {
        Cow::Borrowed(bytes) => std::str::from_utf8(bytes).ok().map(Cow::Borrowed),
        Cow::Owned(bytes) => String::from_utf8(bytes).ok().map(Cow::Owned),
    }
}
