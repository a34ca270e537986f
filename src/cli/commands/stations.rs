//! `slowtrain stations`.

use std::process::ExitCode;

use crate::report::stations;

use super::super::Outcome;
use super::super::args::{Format, Global, Stations};
use super::super::output::{Output, pretty};
use super::super::requests;

pub fn run(args: &Stations, global: &Global, output: &Output) -> Outcome {
    let data = requests::open(global)?;
    let found = data.stations(&args.query.join(" "))?;
    for remark in &found.remarks {
        output.remark(remark);
    }
    let table = stations::table(&found.rows);
    output.answer(&match output.format {
        Format::Table => output.page(|page| page.table(&table)),
        Format::Json => pretty(&found.json()),
        Format::Csv => table.to_csv(),
        Format::Md => table.to_markdown(),
    })?;
    // A guess is no answer.
    Ok(ExitCode::from(u8::from(found.is_guess)))
}
