//! `slowtrain route`.

use std::process::ExitCode;

use slowtrain::journey::{self, PlanError};
use slowtrain::report::route::{Asked, summarise};
use slowtrain::report::summary::RouteSummary;
use slowtrain::report::{self, json, legs, terminal};

use super::super::Outcome;
use super::super::args::{Format, Global, Route};
use super::super::failure::Failure;
use super::super::output::{Output, pretty};
use super::super::settings::RouteSettings;
use super::super::world::World;

pub fn run(args: &Route, global: &Global, output: &Output) -> Outcome {
    let world = World::open(global)?;
    let settings = RouteSettings::new(args, &world)?;
    let network = world.network();
    let RouteSettings {
        train,
        question,
        remarks,
    } = &settings;
    let plan = journey::plan(network, train, question).map_err(|error| match error {
        PlanError::NoWay(no_way) => Failure::No(report::no_way::explain(
            network,
            train,
            &question.query,
            &no_way,
        )),
        PlanError::Stall { .. } => Failure::No(report::no_way::stalled(&error)),
        other => Failure::wrong(other),
    })?;
    let asked = Asked {
        command: output.command.clone(),
        remarks: remarks.clone(),
        explain: args.explain,
    };
    let summary = summarise(network, train, question, &plan, asked);
    output.answer(&render(&summary, output))?;
    Ok(ExitCode::SUCCESS)
}

fn render(summary: &RouteSummary, output: &Output) -> String {
    match output.format {
        Format::Table => output.page(|page| terminal::route(summary, page, output.is_quiet)),
        Format::Json => pretty(&json::route(summary)),
        Format::Csv => legs::data(summary).to_csv(),
        Format::Md => terminal::markdown(summary),
    }
}
