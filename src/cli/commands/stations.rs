//! `slowtrain stations`.

use std::process::ExitCode;

use crate::network::StationIdx;
use crate::network::search::Match;
use crate::report::json;
use crate::report::stations::{self, StationRow};

use super::super::Outcome;
use super::super::args::{Format, Global, Stations};
use super::super::failure::Failure;
use super::super::output::{Output, pretty};
use super::super::requests;

/// Stations shown at most.
const SHOWN: usize = 30;

pub fn run(args: &Stations, global: &Global, output: &Output) -> Outcome {
    let data = requests::open(global)?;
    let query = args.query.join(" ");
    let index = data.index();
    let found: Vec<StationIdx> = index.list(&query);
    if found.is_empty() {
        return Err(Failure::No(format!(
            "no station is called anything like \"{query}\""
        )));
    }
    if matches!(index.find(&query), Match::None { nearest } if nearest == found) {
        output.remark(&format!(
            "no station is called \"{query}\"; these names are nearest"
        ));
    }
    if found.len() > SHOWN {
        output.remark(&format!(
            "{} stations match; the first {SHOWN} are shown",
            found.len()
        ));
    }
    let rows: Vec<StationRow> = found
        .iter()
        .take(SHOWN)
        .map(|station| stations::row(data.network(), *station))
        .collect();
    let table = stations::table(&rows);
    output.answer(&match output.format {
        Format::Table => output.page(|page| page.table(&table)),
        Format::Json => pretty(&json::stations(&query, &rows)),
        Format::Csv => table.to_csv(),
        Format::Md => table.to_markdown(),
    })?;
    Ok(ExitCode::SUCCESS)
}
