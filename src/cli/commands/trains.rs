//! `slowtrain trains`.

use std::process::ExitCode;

use crate::Error;
use crate::report::{json, trains};

use super::super::Outcome;
use super::super::args::{Format, FormatOption, Global, Trains};
use super::super::output::{Output, pretty};
use super::super::requests;

pub fn run(args: &Trains, global: &Global, output: &Output) -> Outcome {
    let data = requests::open(global)?;
    let text = match &args.name {
        Some(name) => {
            let train = data.train(name)?;
            match output.format {
                _ if global.format == FormatOption::Toml => data.train_file(name)?.to_owned(),
                Format::Table => output.page(|page| trains::show(&train, page)),
                Format::Json => pretty(&json::train(&train)),
                Format::Csv => trains::speeds(&train).to_csv(),
                Format::Md => trains::speeds(&train).to_markdown(),
            }
        }
        None => {
            let ids: Vec<&str> = data.trains().ids().collect();
            let all = ids
                .iter()
                .map(|id| data.train(id))
                .collect::<Result<Vec<_>, Error>>()?;
            let table = trains::list(&all);
            match output.format {
                Format::Table => output.page(|page| page.table(&table)),
                Format::Json => pretty(&json::trains(&all)),
                Format::Csv => table.to_csv(),
                Format::Md => table.to_markdown(),
            }
        }
    };
    output.answer(&text)?;
    Ok(ExitCode::SUCCESS)
}
