//! `slowtrain compare`.

use std::collections::BTreeSet;
use std::process::ExitCode;

use crate::network::Findings;
use crate::report::route::provenance_of;
use crate::report::summary::CompareSummary;
use crate::report::{Kind, Summary, compare, inventory};
use crate::reported::{self, Compared, JOURNEYS, ReportedJourney, read_journeys};

use super::super::Outcome;
use super::super::args::{Compare, Global};
use super::super::failure::Failure;
use super::super::output::Output;
use super::super::world::{self, World};

pub fn run(args: &Compare, global: &Global, output: &Output) -> Outcome {
    let targets = output.targets(&args.files, Kind::Compare)?;
    let world = World::open(global)?;
    let (file, bytes) = world::data_file(args.file.as_deref(), global, JOURNEYS.file)?;
    let mut findings = Findings::new();
    let mut journeys = read_journeys(&file, bytes, &mut findings);
    if findings.has_errors() {
        return Err(Failure::Wrong(inventory::unusable(&file, &findings)));
    }
    if journeys.is_empty() {
        return Err(Failure::Wrong(format!(
            "{file} has no journeys, only the names of columns"
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
    let rows = computed(&world, journeys, args.train.as_deref(), output)?;
    let summary = CompareSummary {
        provenance: provenance_of(world.network(), sources(&rows), output.command.clone()),
        of: of(args, &file, &rows),
        rows: rows.clone(),
    };
    let summary = Summary::Compare(summary);
    output.summary(&summary, &targets, |page| compare::show(&rows, page))?;
    Ok(ExitCode::SUCCESS)
}

/// The sources that the reports name.
fn sources(rows: &[Compared]) -> BTreeSet<&str> {
    let sources = rows.iter().flat_map(|row| &row.reported.sources);
    sources.map(String::as_str).collect()
}

/// The comparisons, one after the other, so that the bar moves.
fn computed(
    world: &World,
    journeys: Vec<ReportedJourney>,
    train: Option<&str>,
    output: &Output,
) -> Result<Vec<Compared>, Failure> {
    let (index, against) = (world.index(), (world.day()?, train));
    let total = journeys.len();
    let mut rows = Vec::with_capacity(total);
    for (done, journey) in journeys.into_iter().enumerate() {
        output.progress("comparing", done as u64, total as u64);
        let compared = reported::compare(
            world.network(),
            &index,
            &world.trains,
            vec![journey],
            against,
        );
        rows.extend(compared.map_err(Failure::wrong)?);
    }
    Ok(rows)
}

/// What was compared: a journey by its title, else the file.
fn of(args: &Compare, file: &str, rows: &[Compared]) -> String {
    let title = rows.first().map(|row| row.reported.title.clone());
    let title = title.filter(|title| args.journey.is_some() && !title.is_empty());
    let is_bundled = args.file.is_none() && file.starts_with("data/");
    let all = if is_bundled { "bundled journeys" } else { file };
    title.unwrap_or_else(|| all.to_owned())
}
