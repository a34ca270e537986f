//! The command line: from what was typed to an answer on standard output and an exit code.
//!
//! Exit codes: 0 an answer; 1 a negative answer (no route, findings that are errors); 2 wrong usage, unknown names, bad data, a
//! file that cannot be read or written. A closed pipe is quiet.

mod args;
mod bar;
mod commands;
mod failure;
mod output;
mod requests;
mod touched;
mod version;

use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;
use std::time::Instant;

use clap::Parser;

use args::{Args, Command, FormatOption};
use failure::Failure;
use output::{Output, detail, pretty};

/// Runs the program with the arguments of the process.
pub fn main() -> ExitCode {
    run_with(std::env::args_os())
}

/// Runs the program with some arguments, the first of which is its own name.
pub fn run_with(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let start = Instant::now();
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let args = match Args::try_parse_from(&arguments) {
        Ok(args) => args,
        Err(error) => return unread(&error, &arguments),
    };
    let output = Output::new(&args.global, arguments);
    let outcome = run(&args, &output);
    detail(&args.global, || {
        format!("{:.1} ms in all", start.elapsed().as_secs_f64() * 1_000.0)
    });
    match outcome {
        Ok(code) => code,
        Err(failure) if failure.is_closed_pipe() => ExitCode::SUCCESS,
        Err(failure) => {
            output.print_error(&failure);
            failure.exit_code()
        }
    }
}

/// What to do with a command line that cannot be read, or that asks for help: as clap does, but an error in JSON where that
/// was asked for.
fn unread(error: &clap::Error, words: &[OsString]) -> ExitCode {
    let is_json = |two: &[OsString]| two[0] == "--format" && two[1] == "json";
    let wants_json =
        words.iter().any(|word| word == "--format=json") || words.windows(2).any(is_json);
    if error.use_stderr() && wants_json {
        let message = error.render().to_string();
        let message = message.trim().trim_start_matches("error: ").to_owned();
        let _ = std::io::stderr().write_all(pretty(&Failure::Wrong(message).json()).as_bytes());
    } else {
        let _ = error.print();
    }
    ExitCode::from(error.exit_code() as u8)
}

/// An answer (0) or a negative answer (1).
type Outcome = Result<ExitCode, Failure>;

fn run(args: &Args, output: &Output) -> Outcome {
    touched::check(args)?;
    let global = &args.global;
    let is_train = matches!(&args.command, Command::Trains(trains) if trains.name.is_some());
    if global.format == FormatOption::Toml && !is_train {
        return Err(Failure::Wrong(String::from(
            "--format toml is for the file of a train: `slowtrain trains NAME --format toml`; else table, json, csv or md",
        )));
    }
    match &args.command {
        Command::Route(route) => commands::route::run(route, global, output),
        Command::Claim(claim) => commands::claim::one(claim, global, output),
        Command::Claims(claims) => commands::claim::all(claims, global, output),
        Command::Compare(compare) => commands::compare::run(compare, global, output),
        Command::Calibrate(calibrate) => commands::calibrate::run(calibrate, global, output),
        Command::Locate(locate) => commands::locate::run(locate, global, output),
        Command::Reach(reach) => commands::reach::run(reach, global, output),
        Command::Matrix(matrix) => commands::matrix::run(matrix, global, output),
        Command::Stations(stations) => commands::stations::run(stations, global, output),
        Command::Trains(trains) => commands::trains::run(trains, global, output),
        Command::Simulate(simulate) => commands::simulate::run(simulate, output),
        Command::Network(network) => commands::network::run(network, global, output),
        #[cfg(feature = "import")]
        Command::Import(import) => commands::import::run(import, output),
        #[cfg(feature = "serve")]
        Command::Serve(serve) => commands::serve::run(serve, global, output),
        Command::Completions(shell) => commands::shell::completions(shell, output),
        Command::Man(man) => commands::shell::man(man),
    }
}
