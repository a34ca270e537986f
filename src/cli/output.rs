//! Where answers and complaints go: standard output and standard error, coloured or plain.

use std::ffi::OsString;
use std::fmt;
use std::io::{self, IsTerminal, Write};
use std::path::Path;

use crate::dataset::command_line;
use crate::files::Claim;
use crate::report::file::{Target, TargetError};
use crate::report::page::{Page, USUAL_WIDTH};
use crate::report::text::clean;
use crate::report::{self, Kind, Summary};
use serde_json::Value;

use super::args::{Color, Files, Format, Global};
use super::bar::Bar;
use super::failure::Failure;

/// How this call writes.
pub struct Output {
    pub format: Format,
    pub is_coloured: bool,
    pub is_quiet: bool,
    /// The command as typed, for answers to carry.
    pub command: String,
    bar: Bar,
}

/// The files that were asked for, and how wide their pictures are.
pub struct Targets {
    pub files: Vec<Target>,
    width: f64,
}

impl Output {
    pub fn new(global: &Global, arguments: Vec<OsString>) -> Output {
        let is_coloured = match global.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => io::stdout().is_terminal() && allows_colour(),
        };
        let command = command_line(arguments.into_iter().skip(1).map(lossy));
        Output {
            format: global.format.of_answer().unwrap_or(Format::Table),
            is_coloured,
            is_quiet: global.quiet,
            command,
            bar: Bar::default(),
        }
    }

    /// A text for the terminal, of as many columns as it has.
    pub fn page(&self, write: impl FnOnce(&mut Page) -> fmt::Result) -> String {
        let mut text = String::new();
        let mut page = Page::new(&mut text, columns(), self.is_coloured);
        write(&mut page).expect("a string takes all");
        text
    }

    /// Writes an answer.
    pub fn answer(&self, text: &str) -> Result<(), Failure> {
        self.bar.clear();
        let mut out = io::stdout().lock();
        out.write_all(text.as_bytes())?;
        if !text.is_empty() && !text.ends_with('\n') {
            out.write_all(b"\n")?;
        }
        Ok(out.flush()?)
    }

    /// The files to write an answer of a kind to, each claimed before the long work.
    pub fn targets(&self, files: &Files, kind: Kind) -> Result<Targets, Failure> {
        let claim = |path| Target::claim(path, kind);
        let targets = files.output.iter().map(|path| claim(path));
        let targets = targets.collect::<Result<_, TargetError>>();
        Ok(Targets {
            files: targets.map_err(Failure::wrong)?,
            width: f64::from(files.width),
        })
    }

    /// Writes an answer to standard output, as `show` lays it out for the terminal, and to files.
    pub fn summary(
        &self,
        summary: &Summary,
        targets: &Targets,
        show: impl FnOnce(&mut Page) -> fmt::Result,
    ) -> Result<(), Failure> {
        for target in &targets.files {
            if let Target::File(claim, format) = target {
                target
                    .write(|out| report::render(summary, *format, targets.width, out))
                    .map_err(Failure::wrong)?;
                self.remark(&format!("wrote {}", claim.path().display()));
            }
        }
        self.answer(&match self.format {
            Format::Table => self.page(show),
            Format::Json => pretty(&summary.json()),
            Format::Csv => summary.csv(),
            Format::Md => summary.markdown(),
        })
    }

    /// Writes a text to standard output, and to files that were claimed before.
    pub fn texts(
        &self,
        files: &[(Claim, Format)],
        text: impl Fn(Format) -> String,
    ) -> Result<(), Failure> {
        for (claim, format) in files {
            self.file(claim, &text(*format), "")?;
        }
        self.answer(&text(self.format))
    }

    /// Writes a text to a file that was claimed before, and says so, with a remark behind its name.
    pub fn file(&self, claim: &Claim, text: &str, remark: &str) -> Result<(), Failure> {
        let written = claim.write(|out| out.write_all(text.as_bytes()));
        written.map_err(Failure::wrong)?;
        self.remark(&format!("wrote {}{remark}", claim.path().display()));
        Ok(())
    }

    /// Says why there is no answer. Nobody can be told when standard error is closed, too.
    pub fn print_error(&self, failure: &Failure) {
        self.bar.clear();
        match self.format {
            Format::Json => {
                let _ = io::stderr().write_all(pretty(&failure.json()).as_bytes());
            }
            _ => say(&failure.to_string()),
        }
    }

    /// Shows on a terminal how far some work has come; an empty stage clears the line.
    pub fn progress(&self, stage: &str, done: u64, total: u64) {
        if !self.is_quiet {
            self.bar.show(stage, done, total);
        }
    }

    /// Says something beside the answer, unless told to be quiet.
    pub fn remark(&self, text: &str) {
        if !self.is_quiet {
            self.bar.clear();
            say(text);
        }
    }
}

/// A file that will be written, claimed before the work.
pub fn claim(path: &Path) -> Result<Claim, Failure> {
    Claim::new(path).map_err(Failure::wrong)
}

/// The file of a text and its format, claimed before the work. `what` and `endings` are for refusals.
pub fn text_file(path: &Path, what: &str, endings: &str) -> Result<(Claim, Format), Failure> {
    let ending = path.extension().unwrap_or_default().to_string_lossy();
    let format = match ending.to_lowercase().as_str() {
        "json" => Format::Json,
        "csv" => Format::Csv,
        "md" => Format::Md,
        _ => {
            let path = path.display();
            return Err(Failure::Wrong(format!(
                "{path}: {what} can be written as {endings}"
            )));
        }
    };
    Ok((claim(path)?, format))
}

/// Lines to standard error, without what a terminal would obey: they name what files and users wrote.
fn say(text: &str) {
    let lines: Vec<_> = text.lines().map(clean).collect();
    let _ = writeln!(io::stderr().lock(), "slowtrain: {}", lines.join("\n"));
}

/// Says what was done beside the answer, where more is to be said.
pub fn detail(global: &Global, text: impl FnOnce() -> String) {
    if global.verbose {
        say(&text());
    }
}

/// The wishes of the environment: NO_COLOR (no-color.org) and a terminal that can do nothing.
fn allows_colour() -> bool {
    std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
        && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
}

/// Columns of the terminal; where there is none, the usual number, whatever the environment says: the same question has
/// the same bytes.
fn columns() -> usize {
    let size = if io::stdout().is_terminal() {
        terminal_size::terminal_size()
    } else {
        None
    };
    size.map_or(USUAL_WIDTH, |(width, _)| usize::from(width.0))
}

/// What was typed, for people to read: a path that is no text is shown with marks in place of its bytes.
fn lossy(argument: OsString) -> String {
    argument.to_string_lossy().into_owned()
}

/// JSON for people and programs: indented, with a line end.
pub fn pretty(value: &Value) -> String {
    report::json::ascii_where_it_acts(&format!("{value:#}\n"))
}
