//! OpenStreetMap: a PBF file becomes stations, segments between them, and the graph of the tracks.
//!
//! The file is read twice, first its ways, then the places of their nodes, one blob at a time. A station takes hold of
//! the tracks beside it that are of its kind; segments follow the tracks from station to station, turning at switches
//! only as trains can (135 degrees, see [`crate::track`]). Speeds that the map does not know are inferred and marked.
//! The result is under the Open Database Licence and says so.
//!
//! ```no_run
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use slowtrain::import::{osm, write_new};
//! use slowtrain::network::{Network, write};
//! let options = osm::OsmOptions::default();
//! let imported = osm::import("liechtenstein.osm.pbf".as_ref(), &options, &mut |_| {})?;
//! let files = write::files(&imported.raw);
//! let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
//! write_new("liechtenstein".as_ref(), &files, Some(&imported.tracks))?;
//! let network = Network::new(imported.raw)?.into_network();
//! # Ok(())
//! # }
//! ```

mod areas;
mod blob;
mod block;
mod build;
mod gauge;
#[cfg(test)]
mod junction_tests;
mod junctions;
mod limits;
mod names;
mod near;
mod rails;
mod read;
mod reversals;
mod rows;
mod runs;
mod same;
#[cfg(test)]
mod sample;
mod seen;
mod stitch;
mod tags;
#[cfg(test)]
mod tests;
mod touch;
#[cfg(test)]
mod touch_tests;
mod wire;

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::{Counts, Progress};
use crate::network::{Country, Gauge, RawNetwork};
use crate::track::{LineState, NodeIdx, TrackClass, TrackGraph};

use junctions::Junction;
use names::Sign;
use stitch::StitchedStretch;

pub use blob::PbfProblem;
pub use seen::Seen;
pub use wire::Malformed;

/// What to take from a map, and what to assume where it is silent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OsmOptions {
    /// Kinds of railway: by default railways as such, of any gauge, and their ferries.
    pub classes: BTreeSet<TrackClass>,
    /// States of line: by default those in use.
    pub states: BTreeSet<LineState>,
    /// The country of stations for which the map names none. Without it they are written with the code XX.
    pub country: Option<Country>,
    /// IANA name of the time zone of all stations.
    pub timezone: Option<String>,
    /// The gauge of railways for which the map names none. Without it they have 1,435 mm, and narrow ones are left out
    /// and counted.
    pub gauge: Option<Gauge>,
}

/// The gauge of railways that are not narrow where neither the map nor the options say it, in millimetres.
const STANDARD_MM: u16 = 1435;

impl OsmOptions {
    /// The gauge of a railway for which the map names none.
    fn assumed_gauge(&self) -> Gauge {
        let standard = || Gauge::from_mm(STANDARD_MM).expect("1435 is from 300 to 3,000");
        self.gauge.unwrap_or_else(standard)
    }
}

impl Default for OsmOptions {
    fn default() -> OsmOptions {
        OsmOptions {
            classes: [TrackClass::Rail, TrackClass::NarrowGauge, TrackClass::Ferry].into(),
            states: [LineState::InUse].into(),
            country: None,
            timezone: None,
            gauge: None,
        }
    }
}

/// What became of a map.
#[derive(Clone, Debug)]
pub struct Imported {
    /// The tables.
    pub raw: RawNetwork,
    /// The tracks.
    pub tracks: TrackGraph,
    /// What was left out or assumed, and how often.
    pub skipped: Counts,
    /// What the map has instead, where no railway was found in it.
    pub instead: Option<Seen>,
}

/// Why a map could not be read.
#[derive(Debug, Error)]
#[error("{}: at byte {offset}: {problem}", .path.display())]
pub struct OsmError {
    /// The file.
    pub path: PathBuf,
    /// Where the blob with the problem begins.
    pub offset: u64,
    /// What is wrong.
    #[source]
    pub problem: PbfProblem,
}

/// Something that can be read from its beginning more than once.
trait Source {
    type Input: Read;

    /// The input and its length in bytes.
    fn open(&mut self) -> io::Result<(Self::Input, u64)>;
}

impl Source for &Path {
    type Input = File;

    fn open(&mut self) -> io::Result<(File, u64)> {
        let file = open_file(self)?;
        let length = file.metadata()?.len();
        Ok((file, length))
    }
}

/// Opens a file, and no folder, which can be opened but not read.
fn open_file(path: &Path) -> io::Result<File> {
    let file = File::open(path)?;
    if file.metadata()?.is_dir() {
        return Err(io::Error::other(
            "it is a folder; a .osm.pbf file is needed",
        ));
    }
    Ok(file)
}

/// Reads a map. `progress` is called after each blob and each station.
///
/// Memory: what [`Imported`] holds and about as much again, and one blob of the file, at most 64 MiB.
///
/// # Errors
/// [`OsmError`] when the file cannot be read, is cut off, broken, or no PBF file.
pub fn import(
    path: &Path,
    options: &OsmOptions,
    progress: &mut dyn FnMut(Progress),
) -> Result<Imported, OsmError> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let name = name.trim_end_matches(".pbf").trim_end_matches(".osm");
    import_from(&mut &*path, name, options, progress).map_err(|(offset, problem)| OsmError {
        path: path.to_owned(),
        offset,
        problem,
    })
}

fn import_from(
    source: &mut impl Source,
    name: &str,
    options: &OsmOptions,
    progress: &mut dyn FnMut(Progress),
) -> Result<Imported, (u64, PbfProblem)> {
    let mut skipped = Counts::default();
    let mut map = read::read(source, options, &mut skipped, progress)?;
    let runs = runs::Runs::new(&map, &mut skipped);
    let touches = touch::touches(&map, &runs);
    let touches = same::join(&mut map, &runs, touches, &mut skipped);
    let instead = map.ways.is_empty().then_some(Seen {
        ways: map.way_count,
        by_railway: map.others.clone(),
    });
    let mut signs = map.signs.clone();
    let mut laid = Laid::new(
        build::build(&map, &runs, &touches, &[]),
        (options, &signs),
        progress,
    );
    let switches = laid.switches(options, &mut signs);
    if !switches.is_empty() {
        let tracks = build::build(&map, &runs, &touches, &switches);
        laid = Laid::new(tracks, (options, &signs[..map.signs.len()]), progress);
    }
    let until = map.until;
    drop((runs, map));
    let Laid {
        tracks,
        stretches,
        junctions,
    } = laid;
    let (raw, ids) = rows::rows(
        (name, until),
        &signs,
        &tracks,
        (&stretches, &junctions),
        options,
        &mut skipped,
    );
    let ids = ids.iter().map(|id| id.as_deref().unwrap_or_default());
    Ok(Imported {
        raw,
        tracks: tracks.with_station_ids(ids),
        skipped,
        instead,
    })
}

/// The tracks, and what they join.
struct Laid {
    tracks: TrackGraph,
    stretches: Vec<StitchedStretch>,
    junctions: Vec<Junction>,
}

impl Laid {
    /// Joins the stations of some tracks; those beyond the `stations` are switches.
    fn new(
        tracks: TrackGraph,
        (options, stations): (&OsmOptions, &[Sign]),
        progress: &mut dyn FnMut(Progress),
    ) -> Laid {
        let stretches = stitch::stretches(&tracks, options, |done, total| {
            let stage = "joining stations";
            progress(Progress { stage, done, total });
        });
        let junctions = junctions::junctions(&tracks, options, stations.len() as u32);
        Laid {
            tracks,
            stretches,
            junctions,
        }
    }

    /// The switches between stations at which trains must reverse, with their numbers among the stations; their names are
    /// added to the signs.
    fn switches(&self, options: &OsmOptions, signs: &mut Vec<Sign>) -> Vec<(NodeIdx, u32)> {
        let (tracks, stretches) = (&self.tracks, &self.stretches);
        let found = reversals::switches(tracks, stretches, &self.junctions, options);
        let mut switches = Vec::new();
        for (node, station) in found {
            let sign = signs[station as usize].switch(tracks.place(node));
            switches.push((node, signs.len() as u32));
            signs.push(sign);
        }
        switches
    }
}
