//! `slowtrain import osm|gtfs`.

use std::path::Path;
use std::process::ExitCode;

use slowtrain::import::gtfs::{self, GtfsOptions};
use slowtrain::import::osm::{self, OsmOptions};
use slowtrain::import::{Counts, Progress, write_new};
use slowtrain::network::{Country, Gauge, Network, RawNetwork, write};

use super::super::Outcome;
use super::super::args::{Import, ImportFormat, ImportOptions};
use super::super::failure::Failure;
use super::super::output::Output;

pub fn run(args: &Import, output: &Output) -> Outcome {
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
            osm.gauge = gauge(options)?.unwrap_or(osm.gauge);
            let imported =
                osm::import(file, &osm, &mut progress(output)).map_err(Failure::wrong)?;
            finish(
                imported.raw,
                None,
                &imported.skipped,
                &options.output,
                output,
            )
        }
        ImportFormat::Gtfs {
            file,
            train,
            legs,
            options,
        } => {
            let mut gtfs = GtfsOptions {
                train: train.clone(),
                has_legs: *legs,
                ..GtfsOptions::default()
            };
            gtfs.country = country(options)?;
            gtfs.gauge = gauge(options)?.unwrap_or(gtfs.gauge);
            let imported =
                gtfs::import(file, &gtfs, &mut progress(output)).map_err(Failure::wrong)?;
            let journeys = write::table(&imported.journeys);
            finish(
                imported.raw,
                Some(journeys),
                &imported.skipped,
                &options.output,
                output,
            )
        }
    }
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
    let unknown = || Failure::Wrong(format!("{mm} mm is not a known gauge ({:?})", Gauge::KNOWN));
    Gauge::from_mm(mm).map(Some).ok_or_else(unknown)
}

fn progress(output: &Output) -> impl FnMut(Progress) + '_ {
    |progress| output.progress(progress.stage, progress.done, progress.total)
}

/// Writes the tables into the folder, and says what was left out and what the checks think of the rest.
fn finish(
    raw: RawNetwork,
    journeys: Option<String>,
    skipped: &Counts,
    dir: &Path,
    output: &Output,
) -> Outcome {
    let mut files: Vec<(&str, String)> = write::files(&raw);
    files.extend(journeys.map(|text| ("journeys.csv", text)));
    let files: Vec<(&str, &[u8])> = files
        .iter()
        .map(|(name, text)| (*name, text.as_bytes()))
        .collect();
    write_new(dir, &files).map_err(Failure::wrong)?;
    for line in skipped.to_string().lines() {
        output.remark(line);
    }
    let (stations, segments) = (raw.stations.len(), raw.segments.len());
    output.answer(&format!(
        "{}: {stations} stations, {segments} segments",
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
