//! `slowtrain matrix`.

use std::process::ExitCode;

use super::super::Outcome;
use super::super::args::{Global, Matrix};
use super::super::failure::Failure;
use super::super::output::Output;
use super::super::requests;
use super::super::version::version;
use crate::Dataset;
use crate::batch::{Answer, Batch, Column, Done, Pair};
use crate::dataset::PairPlanner;
use crate::journey::Figures;
use crate::report;
use crate::report::file::check_path;
use crate::report::words::counted;

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

pub fn run(args: &Matrix, global: &Global, output: &Output) -> Outcome {
    let unasked = Batch {
        pairs: &args.pairs,
        answers: &args.output,
        columns: &COLUMNS,
        question: "",
    };
    unasked.check().map_err(Failure::wrong)?;
    check_path(&args.output).map_err(Failure::wrong)?;
    let data = requests::open(global)?;
    let matrix = data.matrix(&requests::matrix(args))?;
    let remarks = matrix.remarks().iter();
    remarks.for_each(|remark| output.remark(remark));
    let asked = format!("slowtrain {}, {}", version(), matrix.fingerprint());
    let planner = matrix.pairs();
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
        .run(&|pair| answer(&data, &planner, pair), &mut progress)
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

/// The cells of a pair, or why there are none.
fn answer(data: &Dataset, planner: &PairPlanner, pair: &Pair) -> Answer {
    let found = planner.figures(&pair.from, &pair.to);
    let found = found.map_err(|error| error.to_string())?;
    let ids = [found.from, found.to].map(|end| data.network().station(end).id.to_string());
    Ok(ids.into_iter().chain(cells(&found.figures)).collect())
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
