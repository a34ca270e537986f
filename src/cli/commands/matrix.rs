//! `slowtrain matrix`.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use super::super::Outcome;
use super::super::args::{Global, Matrix};
use super::super::failure::Failure;
use super::super::output::{Output, claim};
use super::super::requests;
use super::super::version::version;
use crate::batch::{Answer, AnswerColumn, Batch, BatchError, Done, Pair, Parts, Refusal};
use crate::dataset::{PAIR_COLUMNS, PairPlanner};
use crate::files::Claim;
use crate::report::labels::counted;

/// What is said of a pair beside its names: the stations they mean, the train, and its figures.
fn columns() -> Vec<AnswerColumn> {
    let ids = ["from_id", "to_id", "train_id"].map(AnswerColumn::text);
    let numbers = PAIR_COLUMNS.map(|(name, _)| AnswerColumn::number(name));
    ids.into_iter().chain(numbers).collect()
}

pub fn run(args: &Matrix, global: &Global, output: &Output) -> Outcome {
    let target = Target::of(args)?;
    let (data, train) = requests::open_with(global, args.train.train.as_deref())?;
    let matrix = data.matrix(&requests::matrix(args, train))?;
    let remarks = matrix.remarks().iter();
    remarks.for_each(|remark| output.remark(remark));
    let asked = format!("slowtrain {}, {}", version(), matrix.fingerprint());
    let planner = matrix.pairs();
    let answer = |pair: &Pair| answer(&planner, &matrix.train().id, pair);
    let mut progress = |done: &Done| {
        output.progress(&counted(done.rows, "pair"), done.read, done.total);
    };
    let done = target.run(&asked, &answer, &mut progress);
    output.progress("", 0, 0);
    let done = done.map_err(Failure::wrong)?;
    if done.resumed > 0 {
        let verb = if done.resumed == 1 { "was" } else { "were" };
        let pairs = counted(done.resumed, "pair");
        output.remark(&format!("{pairs} {verb} there from an unfinished run"));
    }
    let files = target.files();
    output.answer(&format!(
        "{}: {files}{}",
        args.output.display(),
        told(&done)
    ))?;
    // A file of nothing but errors is a negative answer.
    let is_unanswered = done.rows > 0 && done.errors() == done.rows;
    Ok(ExitCode::from(u8::from(is_unanswered)))
}

/// Where the answers go.
enum Target {
    /// The pairs of a file into a file.
    File(PathBuf, Claim),
    /// Those of several files into files of their names in a folder.
    Folder(Vec<PathBuf>, PathBuf),
}

impl Target {
    /// As the arguments say; a file is claimed before the work.
    fn of(args: &Matrix) -> Result<Target, Failure> {
        let is_folder = args.output.is_dir() || args.output.to_string_lossy().ends_with('/');
        match args.pairs.as_slice() {
            [pairs] if !pairs.is_dir() && !is_folder => {
                Batch::check_ending(&args.output).map_err(Failure::wrong)?;
                Ok(Target::File(pairs.clone(), claim(&args.output)?))
            }
            paths => {
                let files = Parts::files(paths).map_err(Failure::wrong)?;
                Ok(Target::Folder(files, args.output.clone()))
            }
        }
    }

    fn run(
        &self,
        question: &str,
        answer: &(dyn Fn(&Pair) -> Answer + Sync),
        progress: &mut dyn FnMut(&Done),
    ) -> Result<Done, BatchError> {
        let start = Instant::now();
        let columns = columns();
        let clock = || start.elapsed();
        match self {
            Target::File(pairs, answers) => Batch {
                pairs,
                answers,
                columns: &columns,
                question,
                clock: &clock,
            }
            .run(answer, progress),
            Target::Folder(pairs, folder) => Parts {
                pairs,
                folder,
                columns: &columns,
                question,
                clock: &clock,
            }
            .run(answer, progress),
        }
    }

    /// `3 files, `; nothing for one.
    fn files(&self) -> String {
        match self {
            Target::File(..) => String::new(),
            Target::Folder(files, _) => format!("{}, ", counted(files.len() as u64, "file")),
        }
    }
}

/// `6 pairs, 3 of them without an answer (2 no_route, 1 unknown_station)`.
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
fn answer(planner: &PairPlanner, train: &str, pair: &Pair) -> Answer {
    let found = planner.figures(&pair.from, &pair.to);
    let found = found.map_err(|error| Refusal::new(error.code(), error.to_string()))?;
    let ids = [
        found.from.to_string(),
        found.to.to_string(),
        train.to_owned(),
    ];
    let numbers = found.numbers();
    let cell = |number: Option<f64>| number.map_or_else(String::new, |number| number.to_string());
    Ok(ids.into_iter().chain(numbers.map(cell)).collect())
}
