//! `slowtrain route`.

use std::process::ExitCode;

use crate::journey::{self, PlanError};
use crate::report::route::{Asked, summarise};
use crate::report::{self, Kind, Summary, terminal};

use super::super::Outcome;
use super::super::args::{Global, Route};
use super::super::failure::Failure;
use super::super::output::Output;
use super::super::settings::RouteSettings;
use super::super::world::World;

pub fn run(args: &Route, global: &Global, output: &Output) -> Outcome {
    let targets = output.targets(&args.files, Kind::Route)?;
    let world = World::open(global)?;
    let settings = RouteSettings::new(args, &world)?;
    let network = world.network();
    let RouteSettings {
        train,
        question,
        remarks,
    } = &settings;
    let refused = |error| match error {
        PlanError::NoRoute(no_route) => Failure::No(report::no_route::explain(
            network,
            train,
            &question.query,
            &no_route,
        )),
        PlanError::Stall { .. } => Failure::No(format!(
            "{}; --locomotives, --cars and --mass-t change the train",
            report::no_route::stalled(&error)
        )),
        other => Failure::wrong(other),
    };
    let mut plan = journey::plan(network, train, question).map_err(refused)?;
    if args.economy {
        for journey in &mut plan.journeys {
            journey::coast(network, train, journey).map_err(refused)?;
        }
    }
    let asked = Asked {
        command: output.command.clone(),
        remarks: remarks.clone(),
        explain: args.explain,
    };
    let route = summarise(network, train, question, &plan, asked);
    let summary = Summary::Route(route.clone());
    output.summary(&summary, &targets, |page| {
        terminal::route(&route, page, output.is_quiet)?;
        if args.chart {
            terminal::chart(&route, page)
        } else {
            Ok(())
        }
    })?;
    Ok(ExitCode::SUCCESS)
}
