//! `slowtrain route`.

use std::process::ExitCode;

use super::super::Outcome;
use super::super::args::{Global, Route};
use super::super::failure::Failure;
use super::super::output::Output;
use super::super::requests;
use crate::Error;
use crate::report::{Kind, Summary, terminal};

pub fn run(args: &Route, global: &Global, output: &Output) -> Outcome {
    let targets = output.targets(&args.files, Kind::Route)?;
    let (data, train) = requests::open_with(global, args.train.train.as_deref())?;
    let request = requests::route(args, train, &output.command);
    let plan = data.plan(&request).map_err(refused)?;
    let summary = plan.summary();
    output.summary(&summary, &targets, |page| {
        let Summary::Route(route) = &summary else {
            return Ok(());
        };
        terminal::route(route, page, output.is_quiet)?;
        if args.chart {
            terminal::chart(route, page)
        } else {
            Ok(())
        }
    })?;
    Ok(ExitCode::SUCCESS)
}

/// Why there is no journey, and which options change the train where that is the reason.
fn refused(error: Error) -> Failure {
    match error {
        Error::Stall { .. } => Failure::No(format!(
            "{error}; --locomotives, --cars and --mass-t change the train"
        )),
        other => other.into(),
    }
}
