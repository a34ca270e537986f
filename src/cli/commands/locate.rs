//! `slowtrain locate`.

use std::process::ExitCode;

use super::super::Outcome;
use super::super::args::{Global, Locate};
use super::super::output::Output;
use super::super::requests;
use crate::report::locate::show;
use crate::report::{Kind, Summary};

pub fn run(args: &Locate, global: &Global, output: &Output) -> Outcome {
    let targets = output.targets(&args.files, Kind::Locate)?;
    let (data, train) = requests::open_with(global, args.train.train.as_deref())?;
    let located = data.locate(&requests::locate(args, train, &output.command))?;
    let answer = located.summary();
    output.summary(&answer, &targets, |page| match &answer {
        Summary::Locate(located) => show(located, page, output.is_quiet),
        _ => Ok(()),
    })?;
    Ok(ExitCode::SUCCESS)
}
