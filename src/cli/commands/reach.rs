//! `slowtrain reach`.

use std::process::ExitCode;

use crate::journey::reach;
use crate::report::reach::{show, summary};
use crate::report::route::Asked;
use crate::report::{Kind, Summary};

use super::super::Outcome;
use super::super::args::{Global, Reach};
use super::super::output::Output;
use super::super::settings::{self, ReachSettings};
use super::super::world::World;

pub fn run(args: &Reach, global: &Global, output: &Output) -> Outcome {
    let targets = output.targets(&args.files, Kind::Reach)?;
    let world = World::open(global)?;
    let network = world.network();
    let ReachSettings {
        train,
        query,
        stops,
        limit,
        remarks,
    } = settings::reach(args, &world)?;
    let reached = reach(network, &train, (&query, &stops), limit);
    let asked = Asked {
        command: output.command.clone(),
        remarks,
        explain: false,
    };
    let answer = Summary::Reach(summary(
        network,
        &train,
        query.from,
        (&reached, limit),
        asked,
    ));
    output.summary(&answer, &targets, |page| match &answer {
        Summary::Reach(reach) => show(reach, page, output.is_quiet),
        _ => Ok(()),
    })?;
    Ok(ExitCode::SUCCESS)
}
