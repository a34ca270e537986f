//! `slowtrain calibrate`.

use std::path::PathBuf;
use std::process::ExitCode;

use crate::Dataset;
use crate::files::{self, Claim};
use crate::network::Findings;
use crate::report::calibration as shown;
use crate::report::{inventory, json};
use crate::reported::calibrate::{
    CalibrateError, Calibration, CalibrationInputs, calibrate, rewritten,
};
use crate::reported::{JOURNEYS, ReportedJourney, read_journeys, read_timetable};

use super::super::Outcome;
use super::super::args::{Calibrate, Format, Global};
use super::super::failure::Failure;
use super::super::output::{Output, claim, pretty, text_file};
use super::super::requests;

pub fn run(args: &Calibrate, global: &Global, output: &Output) -> Outcome {
    let (trains, texts) = claimed(args)?;
    let (data, named) = requests::open_with(global, Some(&args.train))?;
    let named = named.unwrap_or_default();
    let train = data.train(&named)?;
    let journeys = journeys(args, &data)?;
    let inputs = CalibrationInputs {
        network: data.network(),
        index: &data.index(),
        trains: data.trains(),
        day: data.day()?,
    };
    let found = calibrate(&inputs, &train, journeys).map_err(|error| match error {
        CalibrateError::TooLittle { .. } => Failure::No(error.to_string()),
        other => Failure::wrong(other),
    })?;
    for file in &trains {
        let text = train_file(&data, &named, &found)?;
        let remark = " (a network's folder takes it as trains/NAME.toml)";
        output.file(file, &text, remark)?;
    }
    output.texts(&texts, |format| text(format, &found, output))?;
    Ok(ExitCode::SUCCESS)
}

fn text(format: Format, found: &Calibration, output: &Output) -> String {
    match format {
        Format::Table => output.page(|page| shown::show(found, page)),
        Format::Json => pretty(&json::calibrate(found)),
        Format::Csv => shown::rows(found).to_csv(),
        Format::Md => shown::markdown(found, &output.command),
    }
}

/// The train's own files, and texts.
type Files = (Vec<Claim>, Vec<(Claim, Format)>);

/// The files to write. All are claimed before the long work.
fn claimed(args: &Calibrate) -> Result<Files, Failure> {
    let is_train = |path: &&PathBuf| path.extension().is_some_and(|ending| ending == "toml");
    let (trains, texts): (Vec<_>, Vec<_>) = args.output.iter().partition(is_train);
    let trains = trains.into_iter().map(|path| claim(path));
    let trains = trains.collect::<Result<_, _>>()?;
    let endings = ".toml (the train's file), .json, .csv or .md";
    let texts = texts
        .iter()
        .map(|path| text_file(path, "a calibration", endings));
    Ok((trains, texts.collect::<Result<_, _>>()?))
}

fn journeys(args: &Calibrate, data: &Dataset) -> Result<Vec<ReportedJourney>, Failure> {
    let mut findings = Findings::new();
    let (file, bytes) = data.data_file(args.file.as_deref(), JOURNEYS.file)?;
    let mut journeys = read_journeys(&file, bytes, &mut findings);
    if let Some(path) = &args.timetable {
        let name = path.display().to_string();
        let bytes = files::read(path)
            .map_err(|error| Failure::Wrong(format!("cannot read {name}: {error}")))?;
        journeys.extend(read_timetable(
            &name,
            bytes.into(),
            data.network(),
            &mut findings,
        ));
    }
    if findings.has_errors() {
        return Err(Failure::Wrong(inventory::unusable(
            "the journeys",
            &findings,
        )));
    }
    Ok(journeys)
}

fn train_file(data: &Dataset, name: &str, found: &Calibration) -> Result<String, Failure> {
    rewritten(data.train_file(name)?, found)
        .ok_or_else(|| Failure::Wrong(format!("the file of {name} cannot be written anew")))
}
