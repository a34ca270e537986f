//! `slowtrain matrix`.

use std::collections::HashMap;
use std::process::ExitCode;
use std::sync::RwLock;

use crate::batch::{Answer, Batch, Column, Done, Pair};
use crate::journey::{Figures, PlanError, Planner};
use crate::network::search::Index;
use crate::network::{StationIdx, checksum};
use crate::report;
use crate::report::file::check_path;
use crate::report::words::counted;
use crate::train::Train;

use super::super::Outcome;
use super::super::args::{Global, Matrix};
use super::super::failure::Failure;
use super::super::output::Output;
use super::super::settings;
use super::super::world::{World, version};

/// What is said of a pair, in units and places of `route --format json`.
const COLUMNS: [Column; 8] = [
    Column::text("from_id"),
    Column::text("to_id"),
    Column::number("distance_km"),
    Column::number("low_h"),
    Column::number("likely_h"),
    Column::number("high_h"),
    Column::number("technical_minimum_h"),
    Column::number("mean_speed_kmh"),
];

/// Names kept with what they mean; more are looked up again. Assumption: no network has so many spellings.
const NAMES_KEPT: usize = 1_000_000;

pub fn run(args: &Matrix, global: &Global, output: &Output) -> Outcome {
    let unasked = Batch {
        pairs: &args.pairs,
        answers: &args.output,
        columns: &COLUMNS,
        question: "",
    };
    unasked.check().map_err(Failure::wrong)?;
    check_path(&args.output).map_err(Failure::wrong)?;
    let world = World::open(global)?;
    let mut remarks = Vec::new();
    let (train, question) = settings::matrix(args, &world, &mut remarks)?;
    remarks.iter().for_each(|remark| output.remark(remark));
    let desk = Desk {
        world: &world,
        train: &train,
        planner: Planner::new(world.network(), &train, &question),
        index: world.index(),
        names: RwLock::default(),
    };
    let asked = format!(
        "slowtrain {}, network {}, train {train:?}, {:?}, {:?} by {:?} on {}",
        version(),
        checksum(world.checked.raw()),
        question.query.avoid,
        question.query.transit,
        question.query.objective,
        question.query.day,
    );
    let batch = Batch {
        question: &asked,
        ..unasked
    };
    let mut resumed = 0;
    let mut progress = |done: Done| {
        resumed = done.resumed;
        output.progress(&counted(done.rows, "pair"), done.read, done.total);
    };
    let done = batch
        .run(&|pair| desk.answer(pair), &mut progress)
        .map_err(Failure::wrong);
    output.progress("", 0, 0);
    let done = done?;
    if done.resumed > 0 {
        let verb = if done.resumed == 1 { "was" } else { "were" };
        let pairs = counted(done.resumed, "pair");
        output.remark(&format!("{pairs} {verb} there from an unfinished run"));
    }
    output.answer(&format!(
        "{}: {}, {} of them without an answer",
        args.output.display(),
        counted(done.rows, "pair"),
        done.errors
    ))?;
    Ok(ExitCode::SUCCESS)
}

/// Where pairs are answered.
struct Desk<'w> {
    world: &'w World,
    train: &'w Train,
    planner: Planner<'w>,
    index: Index<'w>,
    /// What names mean, or why they mean nothing.
    names: RwLock<HashMap<String, Result<StationIdx, String>>>,
}

impl Desk<'_> {
    fn answer(&self, pair: &Pair) -> Answer {
        let network = self.world.network();
        let (from, to) = (self.station(&pair.from)?, self.station(&pair.to)?);
        let [start, end] = [from, to].map(|station| network.station(station));
        if from == to {
            let (name, id) = (&start.name, &start.id);
            return Err(format!(
                "both ends are {name} ({id}); a journey needs two stations"
            ));
        }
        let figures = self
            .planner
            .figures(from, to)
            .map_err(|error| match error {
                PlanError::NoRoute(_) => {
                    let (train, from, to) = (&self.train.id, &start.name, &end.name);
                    format!("there is no way from {from} to {to} for {train}; `route` says why")
                }
                PlanError::Stall { .. } => report::no_route::stalled(&error),
                other => other.to_string(),
            })?;
        let ids = [start.id.to_string(), end.id.to_string()];
        Ok(ids.into_iter().chain(cells(&figures)).collect())
    }

    fn station(&self, name: &str) -> Result<StationIdx, String> {
        let names = self.names.read().expect("no thread panics with it");
        if let Some(known) = names.get(name) {
            return known.clone();
        }
        drop(names);
        let found = self.index.resolve(name);
        let found = found
            .map(|found| found.station)
            .map_err(|error| error.to_string());
        let mut names = self.names.write().expect("no thread panics with it");
        if names.len() < NAMES_KEPT {
            names.insert(name.to_owned(), found.clone());
        }
        found
    }
}

fn cells(figures: &Figures) -> [String; 6] {
    let Figures {
        distance,
        duration,
        technical_minimum,
    } = figures;
    let speed = figures.mean_speed().map(|speed| round(speed.kmh(), 1));
    [
        round(distance.km(), 1),
        round(duration.low().h(), 2),
        round(duration.likely().h(), 2),
        round(duration.high().h(), 2),
        round(technical_minimum.h(), 2),
        speed.unwrap_or_default(),
    ]
}

fn round(value: f64, places: i32) -> String {
    report::words::round(value, places).to_string()
}
