//! `slowtrain locate`.

use std::process::ExitCode;

use crate::journey::PlanError;
use crate::report::locate::{show, summary};
use crate::report::route::Asked;
use crate::report::{Kind, Summary, no_route};
use crate::reported::{LocateError, locate};

use super::super::Outcome;
use super::super::args::{Global, Locate};
use super::super::failure::Failure;
use super::super::output::Output;
use super::super::settings;
use super::super::world::World;

pub fn run(args: &Locate, global: &Global, output: &Output) -> Outcome {
    let targets = output.targets(&args.files, Kind::Locate)?;
    let world = World::open(global)?;
    let network = world.network();
    let mut remarks = Vec::new();
    let (train, asked) = settings::locate(args, &world, &mut remarks)?;
    let located = locate(network, &train, &asked).map_err(|error| match error {
        LocateError::Plan(error @ (PlanError::NoRoute(_) | PlanError::Stall { .. })) => {
            Failure::No(no_route::refusal(
                network,
                &train,
                &asked.question.query,
                &error,
            ))
        }
        LocateError::ContradictorySighting(_) => Failure::No(error.to_string()),
        other => Failure::wrong(other),
    })?;
    let asked = Asked {
        command: output.command.clone(),
        remarks,
        explain: false,
    };
    let answer = Summary::Locate(summary(network, &train, &located, asked));
    output.summary(&answer, &targets, |page| match &answer {
        Summary::Locate(located) => show(located, page, output.is_quiet),
        _ => Ok(()),
    })?;
    Ok(ExitCode::SUCCESS)
}
