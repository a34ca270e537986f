//! `slowtrain simulate`.

use std::io;
use std::process::ExitCode;

use crate::files;
use crate::report::simulation;
use crate::running::{Case, RunError};

use super::super::Outcome;
use super::super::args::{Format, Simulate};
use super::super::failure::Failure;
use super::super::output::{Output, pretty};

pub fn run(args: &Simulate, output: &Output) -> Outcome {
    let file = args.case.display().to_string();
    let unreadable = |error: io::Error| Failure::Wrong(format!("cannot read {file}: {error}"));
    let text = match file.as_str() {
        "-" => files::read_to_end(io::stdin().lock()).and_then(files::text),
        _ => files::read_text(&args.case),
    };
    let text = text.map_err(unreadable)?;
    let mut case =
        Case::parse(&text).map_err(|error| Failure::Wrong(format!("{file}: {error}")))?;
    let result = match &args.economy {
        None => case.simulate(),
        Some(slack) => {
            case.rules.allowances.push(slack.0.clone());
            case.simulate_economically()
        }
    };
    let result = result.map_err(|error| match error {
        RunError::Stall { .. } | RunError::Runaway { .. } => Failure::No(error.to_string()),
        other => Failure::Wrong(format!("{file}: {other}")),
    })?;
    let table = || simulation::phases(&result);
    output.answer(&match output.format {
        Format::Table => output.page(|page| simulation::show(&file, &result, page)),
        Format::Json => pretty(&serde_json::to_value(&result).expect("a result is plain data")),
        Format::Csv => table().to_csv(),
        Format::Md => table().to_markdown(),
    })?;
    Ok(ExitCode::SUCCESS)
}
