//! `slowtrain calibrate`.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use slowtrain::network::Findings;
use slowtrain::report::calibration as shown;
use slowtrain::report::file::write_whole;
use slowtrain::reported::calibrate::{CalibrateError, Calibration, Ground, calibrate, rewritten};
use slowtrain::reported::{JOURNEYS, ReportedJourney, read_journeys, read_timetable};

use super::super::Outcome;
use super::super::args::{Calibrate, Format, Global};
use super::super::failure::Failure;
use super::super::output::{Output, pretty};
use super::super::world::{self, World};

pub fn run(args: &Calibrate, global: &Global, output: &Output) -> Outcome {
    let files = files(args)?;
    let world = World::open(global)?;
    let train = world.train_named(&args.train)?;
    let journeys = journeys(args, global, &world)?;
    let ground = Ground {
        network: world.network(),
        index: &world.index(),
        trains: &world.trains,
        day: world.day()?,
    };
    let found = calibrate(&ground, &train, journeys).map_err(|error| match error {
        CalibrateError::TooLittle { .. } => Failure::No(error.to_string()),
        other => Failure::wrong(other),
    })?;
    for (path, kind) in &files {
        let text = match kind {
            Kind::Train => train_file(&world, &args.train, &found)?,
            Kind::Shown(format) => text(*format, &found, output),
        };
        write_whole(path, text.as_bytes()).map_err(Failure::wrong)?;
        output.remark(&format!("wrote {}", path.display()));
    }
    output.answer(&text(output.format, &found, output))?;
    Ok(ExitCode::SUCCESS)
}

fn text(format: Format, found: &Calibration, output: &Output) -> String {
    match format {
        Format::Table => output.page(|page| shown::show(found, page)),
        Format::Json => pretty(&shown::json(found)),
        Format::Csv => shown::rows(found).to_csv(),
        Format::Md => shown::markdown(found, &output.command),
    }
}

/// What a file of this command holds.
enum Kind {
    Train,
    Shown(Format),
}

/// The files to write; their endings and folders are tried before the long work.
fn files(args: &Calibrate) -> Result<Vec<(&Path, Kind)>, Failure> {
    let file = |path: &'_ Path| {
        let ending = path.extension().unwrap_or_default().to_string_lossy();
        match ending.to_lowercase().as_str() {
            "toml" => Ok(Kind::Train),
            "json" => Ok(Kind::Shown(Format::Json)),
            "csv" => Ok(Kind::Shown(Format::Csv)),
            "md" => Ok(Kind::Shown(Format::Md)),
            _ => Err(Failure::Wrong(format!(
                "{}: a calibration can be written as .toml (the train's file), .json, .csv or .md",
                path.display()
            ))),
        }
    };
    let paths = args.output.iter().map(|path| path.as_path());
    paths
        .map(|path| {
            let kind = file(path)?;
            slowtrain::report::file::check_path(path).map_err(Failure::wrong)?;
            Ok((path, kind))
        })
        .collect()
}

fn journeys(
    args: &Calibrate,
    global: &Global,
    world: &World,
) -> Result<Vec<ReportedJourney>, Failure> {
    let mut findings = Findings::new();
    let (file, bytes) = world::data_file(args.file.as_deref(), global, JOURNEYS.file)?;
    let mut journeys = read_journeys(&file, bytes, &mut findings);
    if let Some(path) = &args.timetable {
        let name = path.display().to_string();
        let bytes = fs::read(path)
            .map_err(|error| Failure::Wrong(format!("cannot read {name}: {error}")))?;
        journeys.extend(read_timetable(
            &name,
            bytes.into(),
            world.network(),
            &mut findings,
        ));
    }
    if findings.has_errors() {
        return Err(Failure::Wrong(format!(
            "the journeys cannot be used:\n{findings}"
        )));
    }
    Ok(journeys)
}

fn train_file(world: &World, id: &str, found: &Calibration) -> Result<String, Failure> {
    let text = world.trains.text(id).expect("the train was read from it");
    rewritten(text, found)
        .ok_or_else(|| Failure::Wrong(format!("the file of {id} cannot be written anew")))
}
