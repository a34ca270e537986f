//! `slowtrain reach`.

use std::process::ExitCode;

use super::super::Outcome;
use super::super::args::{Global, Reach};
use super::super::output::Output;
use super::super::requests;
use crate::report::reach::show;
use crate::report::{Kind, Summary};

pub fn run(args: &Reach, global: &Global, output: &Output) -> Outcome {
    let targets = output.targets(&args.files, Kind::Reach)?;
    let (data, train) = requests::open_with(global, args.train.train.as_deref())?;
    let reachable = data.reach(&requests::reach(args, train, &output.command))?;
    let answer = reachable.summary();
    output.summary(&answer, &targets, |page| match &answer {
        Summary::Reach(reach) => show(reach, page, output.is_quiet),
        _ => Ok(()),
    })?;
    Ok(ExitCode::SUCCESS)
}
