//! `slowtrain matrix`.

use std::process::ExitCode;
use std::time::Instant;

use super::super::Outcome;
use super::super::args::{Global, Matrix};
use super::super::failure::Failure;
use super::super::output::{Output, claim};
use super::super::requests;
use super::super::version::version;
use crate::batch::{Answer, Batch, Column, Done, Pair, Refusal};
use crate::dataset::{Error, PairPlanner};
use crate::journey::Figures;
use crate::network::search::NotOneStation;
use crate::report;
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
    Batch::check_ending(&args.output).map_err(Failure::wrong)?;
    let answers = claim(&args.output)?;
    let (data, train) = requests::open_with(global, args.train.train.as_deref())?;
    let matrix = data.matrix(&requests::matrix(args, train))?;
    let remarks = matrix.remarks().iter();
    remarks.for_each(|remark| output.remark(remark));
    let asked = format!("slowtrain {}, {}", version(), matrix.fingerprint());
    let planner = matrix.pairs();
    let start = Instant::now();
    let batch = Batch {
        pairs: &args.pairs,
        answers: &answers,
        columns: &COLUMNS,
        question: &asked,
        clock: &|| start.elapsed(),
    };
    let mut progress = |done: &Done| {
        output.progress(&counted(done.rows, "pair"), done.read, done.total);
    };
    let done = batch
        .run(&|pair| answer(&planner, pair), &mut progress)
        .map_err(Failure::wrong);
    output.progress("", 0, 0);
    let done = done?;
    if done.resumed > 0 {
        let verb = if done.resumed == 1 { "was" } else { "were" };
        let pairs = counted(done.resumed, "pair");
        output.remark(&format!("{pairs} {verb} there from an unfinished run"));
    }
    output.answer(&format!("{}: {}", args.output.display(), told(&done)))?;
    // A file of nothing but errors is a negative answer.
    let is_unanswered = done.rows > 0 && done.errors() == done.rows;
    Ok(ExitCode::from(u8::from(is_unanswered)))
}

/// `6 pairs, 3 of them without an answer (2 no-route, 1 unknown-name)`.
fn told(done: &Done) -> String {
    let mut reasons: Vec<_> = done.reasons.iter().collect();
    reasons.sort_by_key(|(reason, count)| (std::cmp::Reverse(**count), *reason));
    let reasons = reasons
        .into_iter()
        .map(|(reason, count)| format!("{count} {reason}"));
    let reasons: Vec<String> = reasons.collect();
    let pairs = counted(done.rows, "pair");
    match done.errors() {
        0 => format!("{pairs}, 0 of them without an answer"),
        errors => format!(
            "{pairs}, {errors} of them without an answer ({})",
            reasons.join(", ")
        ),
    }
}

/// The cells of a pair, or why there are none.
fn answer(planner: &PairPlanner, pair: &Pair) -> Answer {
    let found = planner.figures(&pair.from, &pair.to);
    let found = found.map_err(|error| Refusal::new(reason(&error), error.to_string()))?;
    let ids = [found.from, found.to].map(|end| end.to_string());
    Ok(ids.into_iter().chain(cells(&found.figures)).collect())
}

/// The word by which pairs without an answer are counted.
fn reason(error: &Error) -> &'static str {
    match error {
        Error::Station(NotOneStation::Ambiguous { .. }) => "ambiguous-name",
        Error::Station(NotOneStation::Unknown { .. }) => "unknown-name",
        Error::SameEnds { .. } => "same-station",
        Error::SeveralCities { .. } => "ambiguous-name",
        Error::NoRouteForPair { .. } | Error::NoRail { .. } => "no-route",
        Error::Stall { .. } => "train-stalls",
        _ => "other",
    }
}

fn cells(figures: &Figures) -> [String; 6] {
    let Figures {
        distance,
        duration,
        technical_minimum,
        ..
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
