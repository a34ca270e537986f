//! Completions and man pages, made from the same description as the help.

use std::fs;
use std::process::ExitCode;

use clap::{Command, CommandFactory};

use super::super::Outcome;
use super::super::args::{Args, Completions, Man};
use super::super::failure::Failure;
use super::super::output::Output;

pub fn completions(args: &Completions, output: &Output) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Args::command(), "slowtrain", &mut script);
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
