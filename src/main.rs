//! The command line of slowtrain: what was typed, what was meant, a call of the library, a rendered summary.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::main()
}
