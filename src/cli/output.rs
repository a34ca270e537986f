//! Where answers and complaints go: standard output and standard error, coloured or plain.

use std::io::{self, IsTerminal, Write};

use super::args::{Color, Format, Global};
use super::failure::Failure;

/// Width of a line when standard output is no terminal, in columns.
const WIDTH: usize = 80;

/// How this call writes.
pub struct Output {
    pub format: Format,
    pub is_coloured: bool,
    pub is_quiet: bool,
}

impl Output {
    pub fn new(global: &Global) -> Output {
        let is_coloured = match global.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => io::stdout().is_terminal() && allows_colour(),
        };
        Output { format: global.format, is_coloured, is_quiet: global.quiet }
    }

    /// Columns to use.
    pub fn width(&self) -> usize {
        WIDTH
    }

    /// Writes an answer.
    pub fn answer(&self, text: &str) -> Result<(), Failure> {
        let mut out = io::stdout().lock();
        out.write_all(text.as_bytes())?;
        if !text.is_empty() && !text.ends_with('\n') {
            out.write_all(b"\n")?;
        }
        Ok(out.flush()?)
    }

    /// Says why there is no answer. Nobody can be told when standard error is closed, too.
    pub fn complain(&self, failure: &Failure) {
        let _ = writeln!(io::stderr().lock(), "slowtrain: {failure}");
    }

    /// Says something beside the answer, unless told to be quiet.
    pub fn remark(&self, text: &str) {
        if !self.is_quiet {
            let _ = writeln!(io::stderr().lock(), "slowtrain: {text}");
        }
    }
}

/// The wishes of the environment: NO_COLOR (no-color.org) and a terminal that can do nothing.
fn allows_colour() -> bool {
    std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
        && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
}
