//! `slowtrain compare`.

use std::process::ExitCode;

use slowtrain::network::Findings;
use slowtrain::report::Format as FileFormat;
use slowtrain::report::compare as shown;
use slowtrain::report::file::Target;
use slowtrain::reported::{JOURNEYS, compare, read_journeys};

use super::super::Outcome;
use super::super::args::{Compare, Format, Global};
use super::super::failure::Failure;
use super::super::output::{Output, pretty};
use super::super::world::{self, World};

pub fn run(args: &Compare, global: &Global, output: &Output) -> Outcome {
    let targets = output.targets(&args.files)?;
    let world = World::open(global)?;
    let (file, bytes) = world::data_file(args.file.as_deref(), global, JOURNEYS.file)?;
    let mut findings = Findings::new();
    let mut journeys = read_journeys(&file, bytes, &mut findings);
    if findings.has_errors() {
        return Err(Failure::Wrong(format!(
            "{file} cannot be used:\n{findings}"
        )));
    }
    if let Some(id) = &args.journey {
        journeys.retain(|journey| journey.journey_id == *id);
        if journeys.is_empty() {
            return Err(Failure::Wrong(format!(
                "no journey of {file} has the id \"{id}\""
            )));
        }
    }
    if let Some(train) = &args.train {
        world.train_named(train)?;
    }
    let against = (world.day()?, args.train.as_deref());
    let rows = compare(
        world.network(),
        &world.index(),
        &world.trains,
        journeys,
        against,
    )
    .map_err(Failure::wrong)?;
    for target in &targets {
        let text = match target {
            Target::Stdout => continue,
            Target::File(_, FileFormat::Json) => pretty(&shown::json(&rows)),
            Target::File(_, FileFormat::Csv) => shown::data(&rows).to_csv(),
            Target::File(_, FileFormat::Markdown) => shown::markdown(&rows, &output.command),
            Target::File(path, _) => {
                let path = path.display();
                return Err(Failure::Wrong(format!(
                    "{path}: a comparison can be written as .json, .csv or .md"
                )));
            }
        };
        target
            .write(|out| out.write_all(text.as_bytes()))
            .map_err(Failure::wrong)?;
    }
    output.answer(&match output.format {
        Format::Table => output.page(|page| shown::show(&rows, page)),
        Format::Json => pretty(&shown::json(&rows)),
        Format::Csv => shown::data(&rows).to_csv(),
        Format::Md => shown::markdown(&rows, &output.command),
    })?;
    Ok(ExitCode::SUCCESS)
}
