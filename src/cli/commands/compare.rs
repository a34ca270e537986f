//! `slowtrain compare`.

use std::process::ExitCode;

use super::super::Outcome;
use super::super::args::{Compare, Global};
use super::super::output::Output;
use super::super::requests;
use crate::dataset::CompareRequest;
use crate::report::{Kind, compare};

pub fn run(args: &Compare, global: &Global, output: &Output) -> Outcome {
    let targets = output.targets(&args.files, Kind::Compare)?;
    let (data, train) = requests::open_with(global, args.train.as_deref())?;
    let request = CompareRequest {
        file: args.file.clone(),
        journey: args.journey.clone(),
        train,
        command: Some(output.command.clone()),
    };
    let comparison = data.compare(&request, &mut |done, total| {
        output.progress("comparing", done, total);
    })?;
    let rows = comparison.rows();
    output.summary(&comparison.summary(), &targets, |page| {
        compare::show(rows, page)
    })?;
    Ok(ExitCode::SUCCESS)
}
