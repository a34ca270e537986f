//! `slowtrain network check|info|init`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::Dataset;
use crate::dataset::check_network;
use crate::network::{self, Findings, Severity};
use crate::report::{inventory, json};

use super::super::Outcome;
use super::super::args::{Format, Global, Network as Args, NetworkAction};
use super::super::failure::Failure;
use super::super::output::{Output, pretty};

pub fn run(args: &Args, global: &Global, output: &Output) -> Outcome {
    match &args.action {
        NetworkAction::Check { dir, strict } => check(chosen(dir, global), *strict, output),
        NetworkAction::Info { dir } => info(chosen(dir, global), output),
        NetworkAction::Init { dir } => {
            network::write_bundled(dir).map_err(Failure::wrong)?;
            output.remark(&format!(
                "a copy of the bundled network is in {}",
                dir.display()
            ));
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// The folder named with the command, else with `--network`, else the bundled network.
fn chosen<'a>(dir: &'a Option<PathBuf>, global: &'a Global) -> Option<&'a Path> {
    dir.as_deref().or(global.network.as_deref())
}

fn check(dir: Option<&Path>, strict: bool, output: &Output) -> Outcome {
    let findings = match check_network(dir)? {
        Ok(checked) => checked.warnings().clone(),
        Err(findings) => findings,
    };
    output.answer(&match output.format {
        Format::Table => inventory::findings_text(&findings),
        Format::Json => pretty(&json::findings(&findings)),
        Format::Csv => inventory::findings_table(&findings).to_csv(),
        Format::Md => inventory::findings_table(&findings).to_markdown(),
    })?;
    Ok(verdict(&findings, strict))
}

fn verdict(findings: &Findings, strict: bool) -> ExitCode {
    let errors = findings.count(Severity::Error);
    let is_bad = errors > 0 || (strict && !findings.is_empty());
    ExitCode::from(u8::from(is_bad))
}

fn info(dir: Option<&Path>, output: &Output) -> Outcome {
    let data = match dir {
        None => Dataset::bundled()?,
        Some(dir) => Dataset::open(dir)?,
    };
    let inventory = network::inventory(data.validated());
    output.answer(&match output.format {
        Format::Table => output.page(|page| inventory::show(&inventory, page)),
        Format::Json => pretty(&json::inventory(&inventory)),
        Format::Csv => inventory::countries(&inventory).to_csv(),
        Format::Md => inventory::countries(&inventory).to_markdown(),
    })?;
    Ok(ExitCode::SUCCESS)
}
