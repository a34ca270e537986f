//! Completions and man pages, made from the same description as the help.

use std::fs;
use std::process::ExitCode;

use clap::builder::PossibleValuesParser;
use clap::{Command, CommandFactory};

use super::super::Outcome;
use super::super::args::{Args, Completions, Man};
use super::super::failure::Failure;
use super::super::output::Output;
use crate::Dataset;

pub fn completions(args: &Completions, output: &Output) -> Outcome {
    let data = Dataset::bundled()?;
    let mut script = Vec::new();
    let mut command = with_names(Args::command(), &data);
    clap_complete::generate(args.shell, &mut command, "slowtrain", &mut script);
    output.answer(&String::from_utf8_lossy(&script))?;
    Ok(ExitCode::SUCCESS)
}

pub fn man(args: &Man) -> Outcome {
    let unwritable = |error: std::io::Error| {
        Failure::Wrong(format!(
            "cannot write man pages into {}: {error}",
            args.dir.display()
        ))
    };
    fs::create_dir_all(&args.dir).map_err(unwritable)?;
    clap_mangen::generate_to(with_examples(Args::command()), &args.dir).map_err(unwritable)?;
    Ok(ExitCode::SUCCESS)
}

/// The command with the trains and countries of the bundled data as values to complete. Other values are not refused: this
/// command is never parsed.
fn with_names(command: Command, data: &Dataset) -> Command {
    let trains = data.trains().ids().map(str::to_owned).collect();
    let countries = data.countries().iter();
    let countries = countries.map(|country| country.code().to_owned()).collect();
    let mut command = command;
    for (option, names) in [("train", names(trains)), ("transit", names(countries))] {
        command = command.mut_subcommands(|command| with_values(command, option, &names));
    }
    let trains = names(data.trains().ids().map(str::to_owned).collect());
    command.mut_subcommand("trains", |command| with_values(command, "name", &trains))
}

/// Texts that live as long as the process, as clap wants them; it ends after writing the script.
fn names(texts: Vec<String>) -> Vec<&'static str> {
    let texts = texts.into_iter();
    texts.map(|text| &*text.leak()).collect()
}

fn with_values(command: Command, option: &str, names: &[&'static str]) -> Command {
    let has_it = command.get_arguments().any(|arg| arg.get_id() == option);
    match has_it {
        true => command.mut_arg(option, |arg| {
            arg.value_parser(PossibleValuesParser::new(names.to_vec()))
        }),
        false => command,
    }
}

/// A man page shows what stands behind the options only, so the examples go there.
fn with_examples(command: Command) -> Command {
    let parts = [command.get_before_help(), command.get_after_help()];
    let parts: Vec<String> = parts
        .into_iter()
        .flatten()
        .map(ToString::to_string)
        .collect();
    command
        .after_help(parts.join("\n\n"))
        .mut_subcommands(with_examples)
}
