//! The program `slowtrain`: the command line of the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    slowtrain::cli::main()
}
