//! The files that a command reads and those that it writes, and that they are not the same.
//!
//! Every command is here, so that no output of any can overwrite an input: not a file named on the command line, and not
//! one of the network's folder.

use std::fs;
use std::path::{Path, PathBuf};

use crate::files::check_overwrites;
use crate::network::{PACKAGE_FILE, schemas};
use crate::reported::{CLAIMS, JOURNEYS};
use crate::track::{TRACK_INDEX_FILE, TRACKS_FILE};

#[cfg(feature = "import")]
use super::args::ImportFormat;
use super::args::{Args, Command, NetworkAction};
use super::failure::Failure;
use crate::dataset::TRAINS;

/// Refuses a command that would overwrite what it reads, before any work.
pub fn check(args: &Args) -> Result<(), Failure> {
    let (mut inputs, outputs) = of(&args.command);
    if outputs.is_empty() {
        return Ok(());
    }
    inputs.extend(args.global.network.iter().flat_map(|dir| of_network(dir)));
    check_overwrites(&inputs, &outputs).map_err(Failure::wrong)
}

/// What a command names to read, and what it names to write. `-` is standard input or output. A train may be a file;
/// where it is a name, there is no file of that name to protect.
fn of(command: &Command) -> (Vec<PathBuf>, Vec<PathBuf>) {
    let train = |train: &Option<String>| train.iter().map(PathBuf::from).collect::<Vec<_>>();
    let (inputs, outputs): (Vec<PathBuf>, Vec<PathBuf>) = match command {
        Command::Route(args) => (train(&args.train.train), args.files.output.clone()),
        Command::Claim(args) => (train(&args.train), args.files.output.clone()),
        Command::Claims(args) => (
            args.file.iter().cloned().collect(),
            args.files.output.clone(),
        ),
        Command::Compare(args) => {
            let files = args.file.iter().cloned().chain(train(&args.train));
            (files.collect(), args.files.output.clone())
        }
        Command::Calibrate(args) => {
            let files = args.files.iter().chain(&args.timetable).cloned();
            (
                files.chain([PathBuf::from(&args.train)]).collect(),
                args.output.clone(),
            )
        }
        Command::Locate(args) => (train(&args.train.train), args.files.output.clone()),
        Command::Reach(args) => (train(&args.train.train), args.files.output.clone()),
        Command::Matrix(args) => (
            [args.pairs.clone(), train(&args.train.train)].concat(),
            vec![args.output.clone()],
        ),
        Command::Simulate(args) => (vec![args.case.clone()], vec![]),
        // These write into a folder that must be new or empty.
        #[cfg(feature = "import")]
        Command::Import(args) => match &args.format {
            ImportFormat::Osm { file, .. } | ImportFormat::Gtfs { file, .. } => {
                (vec![file.clone()], vec![])
            }
        },
        Command::Network(args) => match &args.action {
            NetworkAction::Check { .. } | NetworkAction::Info { .. } => (vec![], vec![]),
            NetworkAction::Init { .. } => (vec![], vec![]),
        },
        // Man pages have names of their own, and come from no file.
        Command::Man(_) => (vec![], vec![]),
        #[cfg(feature = "serve")]
        Command::Serve(_) => (vec![], vec![]),
        Command::Stations(_) | Command::Trains(_) | Command::Completions(_) => (vec![], vec![]),
    };
    let is_file = |path: &PathBuf| path != Path::new("-");
    (inputs, outputs.into_iter().filter(is_file).collect())
}

/// The files that a network may have in its folder.
fn of_network(dir: &Path) -> Vec<PathBuf> {
    let tables = schemas().map(|schema| schema.file);
    let others = [
        PACKAGE_FILE,
        CLAIMS.file,
        JOURNEYS.file,
        TRACKS_FILE,
        TRACK_INDEX_FILE,
    ];
    let named = tables.chain(others).map(|file| dir.join(file));
    let trains = fs::read_dir(dir.join(TRAINS)).into_iter().flatten();
    let trains = trains.filter_map(|entry| Some(entry.ok()?.path()));
    named.chain(trains).collect()
}
