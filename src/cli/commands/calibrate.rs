//! `slowtrain calibrate`.

use std::path::PathBuf;
use std::process::ExitCode;

use crate::Dataset;
use crate::files::{self, Claim};
use crate::network::Findings;
use crate::report::calibration as shown;
use crate::report::{self, inventory, json, svg};
use crate::reported::calibrate::{
    CalibrateError, Calibration, CalibrationInputs, Reports, calibrate, rewritten,
};
use crate::reported::{JOURNEYS, ReportedJourney, read_journeys, read_timetable};

use super::super::Outcome;
use super::super::args::{Calibrate, Format, Global};
use super::super::failure::Failure;
use super::super::output::{Output, claim, pretty, text_file};
use super::super::requests;

pub fn run(args: &Calibrate, global: &Global, output: &Output) -> Outcome {
    let files = claimed(args)?;
    let (data, named) = requests::open_with(global, Some(&args.train))?;
    let named = named.unwrap_or_default();
    let train = data.train(&named)?;
    let reports = reports(args, &data)?;
    let inputs = CalibrationInputs {
        network: data.network(),
        index: &data.index(),
        trains: data.trains(),
        day: data.day()?,
    };
    let found = calibrate(&inputs, &train, &reports).map_err(|error| match error {
        CalibrateError::TooLittle { .. } => Failure::No(error.to_string()),
        other => Failure::wrong(other),
    })?;
    for file in &files.trains {
        let text = train_file(&data, &named, &found)?;
        let remark = " (a network's folder takes it as trains/NAME.toml)";
        output.file(file, &text, remark)?;
    }
    for file in &files.pictures {
        let drawing = shown::drawing(&found, report::WIDTH);
        let drawing = drawing.ok_or_else(|| Failure::No("no journey was held out".to_owned()))?;
        output.file(file, &svg::document(&[drawing]), "")?;
    }
    output.texts(&files.texts, |format| text(format, &found, output))?;
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

/// The files to write.
struct Files {
    /// Train files.
    trains: Vec<Claim>,
    /// Pictures of how well ranges keep their promise.
    pictures: Vec<Claim>,
    texts: Vec<(Claim, Format)>,
}

/// The files to write. All are claimed before the long work.
fn claimed(args: &Calibrate) -> Result<Files, Failure> {
    let mut files = Files {
        trains: Vec::new(),
        pictures: Vec::new(),
        texts: Vec::new(),
    };
    let endings = ".toml (the train's file), .svg, .json, .csv or .md";
    for path in &args.output {
        match path.extension().and_then(|ending| ending.to_str()) {
            Some("toml") => files.trains.push(claim(path)?),
            Some("svg") => files.pictures.push(claim(path)?),
            _ => files.texts.push(text_file(path, "a calibration", endings)?),
        }
    }
    Ok(files)
}

fn reports(args: &Calibrate, data: &Dataset) -> Result<Reports, Failure> {
    let mut findings = Findings::new();
    let mut journeys = match args.files.as_slice() {
        [] => journeys_of(data, None, &mut findings)?,
        files => {
            let each = files
                .iter()
                .map(|file| journeys_of(data, Some(file), &mut findings));
            each.collect::<Result<Vec<_>, _>>()?.concat()
        }
    };
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
    let mut held = Vec::new();
    for path in &args.held {
        held.extend(journeys_of(data, Some(path), &mut findings)?);
    }
    if findings.has_errors() {
        return Err(Failure::Wrong(inventory::unusable(
            "the journeys",
            &findings,
        )));
    }
    Ok(Reports { journeys, held })
}

/// The journeys of a file; those of the network where none is named.
fn journeys_of(
    data: &Dataset,
    file: Option<&PathBuf>,
    findings: &mut Findings,
) -> Result<Vec<ReportedJourney>, Failure> {
    let (file, bytes) = data.data_file(file.map(PathBuf::as_path), JOURNEYS.file)?;
    Ok(read_journeys(&file, bytes, findings))
}

fn train_file(data: &Dataset, name: &str, found: &Calibration) -> Result<String, Failure> {
    rewritten(data.train_file(name)?, found)
        .ok_or_else(|| Failure::Wrong(format!("the file of {name} cannot be written anew")))
}
