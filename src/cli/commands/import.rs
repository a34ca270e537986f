//! `slowtrain import osm|gtfs`.

use std::path::Path;
use std::process::ExitCode;

use crate::import::gtfs::{self, GtfsOptions};
use crate::import::osm::{self, Imported, OsmOptions};
use crate::import::{Counts, Progress, check_new, write_new};
use crate::network::{Country, Gauge, Network, RawNetwork, write};
use crate::track::TrackGraph;

use super::super::Outcome;
use super::super::args::{Import, ImportFormat, ImportOptions};
use super::super::failure::Failure;
use super::super::output::Output;

pub fn run(args: &Import, output: &Output) -> Outcome {
    let (ImportFormat::Osm { options, .. } | ImportFormat::Gtfs { options, .. }) = &args.format;
    check_new(&options.output).map_err(Failure::wrong)?;
    match &args.format {
        ImportFormat::Osm {
            file,
            classes,
            timezone,
            options,
        } => {
            let mut osm = OsmOptions {
                timezone: timezone.clone(),
                ..OsmOptions::default()
            };
            osm.classes.extend(classes.iter().map(|class| class.0));
            osm.country = country(options)?;
            osm.gauge = gauge(options)?;
            let imported =
                osm::import(file, &osm, &mut progress(output)).map_err(Failure::wrong)?;
            refuse_nothing(file, &imported, output)?;
            let made = Made {
                raw: imported.raw,
                journeys: None,
                tracks: Some(imported.tracks),
                skipped: imported.skipped,
            };
            finish(made, &options.output, output)
        }
        ImportFormat::Gtfs {
            file,
            train,
            legs,
            include,
            routes,
            options,
        } => {
            let mut gtfs = GtfsOptions {
                train: train.clone(),
                has_legs: *legs,
                include: include.clone(),
                routes: routes.clone(),
                ..GtfsOptions::default()
            };
            gtfs.country = country(options)?;
            gtfs.gauge = gauge(options)?.unwrap_or(gtfs.gauge);
            let imported = gtfs::import(file, &gtfs, &mut progress(output));
            let imported = imported.map_err(|error| match error.problem.is_no() {
                true => Failure::No(error.to_string()),
                false => Failure::wrong(error),
            })?;
            let made = Made {
                journeys: Some(write::table(&imported.journeys)),
                raw: imported.raw,
                tracks: None,
                skipped: imported.skipped,
            };
            finish(made, &options.output, output)
        }
    }
}

/// Refuses a map without a railway, or without a station at one: nothing could be asked of its network.
fn refuse_nothing(file: &Path, imported: &Imported, output: &Output) -> Result<(), Failure> {
    let has_stations = !imported.raw.stations.is_empty();
    if imported.instead.is_none() && has_stations {
        return Ok(());
    }
    output.progress("", 0, 0);
    for line in imported.skipped.to_string().lines() {
        output.remark(line);
    }
    let why = match &imported.instead {
        Some(seen) => seen.to_string(),
        None => format!(
            "no station at any of its {} pieces of track",
            imported.tracks.edge_count()
        ),
    };
    let file = file.display();
    Err(Failure::No(format!("{file}: {why}; nothing was written")))
}

fn country(options: &ImportOptions) -> Result<Option<Country>, Failure> {
    options
        .country
        .as_deref()
        .map(Country::parse)
        .transpose()
        .map_err(Failure::wrong)
}

fn gauge(options: &ImportOptions) -> Result<Option<Gauge>, Failure> {
    let Some(mm) = options.gauge_mm else {
        return Ok(None);
    };
    let unknown = || {
        let (narrowest, widest) = Gauge::LIMITS_MM.into_inner();
        Failure::Wrong(format!(
            "--gauge-mm {mm} is not a gauge; {narrowest} to {widest} is accepted"
        ))
    };
    Gauge::from_mm(mm).map(Some).ok_or_else(unknown)
}

fn progress(output: &Output) -> impl FnMut(Progress) + '_ {
    |progress| output.progress(progress.stage, progress.done, progress.total)
}

/// What an import made.
struct Made {
    raw: RawNetwork,
    journeys: Option<String>,
    tracks: Option<TrackGraph>,
    skipped: Counts,
}

/// Writes the tables into the folder, and says what was left out and what the checks think of the rest.
fn finish(made: Made, dir: &Path, output: &Output) -> Outcome {
    let Made {
        raw,
        journeys,
        tracks,
        skipped,
    } = made;
    let mut files: Vec<(&str, String)> = write::files(&raw);
    files.extend(journeys.map(|text| ("journeys.csv", text)));
    let files: Vec<(&str, &[u8])> = files
        .iter()
        .map(|(name, text)| (*name, text.as_bytes()))
        .collect();
    let nodes = tracks.as_ref().map_or(0, |tracks| tracks.node_count());
    output.progress("writing", 0, nodes as u64);
    let written = write_new(dir, &files, tracks.as_ref()).map_err(Failure::wrong);
    output.progress("", 0, 0);
    written?;
    for line in skipped.to_string().lines() {
        output.remark(line);
    }
    let (stations, segments) = (raw.stations.len(), raw.segments.len());
    let edges = tracks.map_or_else(String::new, |tracks| {
        format!(", {} pieces of track", tracks.edge_count())
    });
    output.answer(&format!(
        "{}: {stations} stations, {segments} segments{edges}",
        dir.display()
    ))?;
    match Network::new(raw) {
        Ok(_) => Ok(ExitCode::SUCCESS),
        Err(findings) => Err(Failure::No(format!(
            "the network in {} has errors:\n{findings}",
            dir.display()
        ))),
    }
}
