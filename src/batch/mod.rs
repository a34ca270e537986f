//! Many pairs of stations, answered one by one: read as they come, on all cores, written in the order in which they were asked.
//!
//! It knows neither trains nor networks: what a pair's answer is, a function says. An answer that is an error stands in
//! its own row. Rows are written into a file beside the one asked for, which takes its name when all are there; a run that
//! was killed goes on where it stopped, with nothing lost and nothing twice. Memory does not grow with the number of pairs.
//! Answers whose name ends in `.parquet` are written as CSV until all are there, and turned into Parquet then.
//!
//! ```
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use slowtrain::batch::{Batch, Column, Pair};
//! let dir = tempfile::tempdir()?;
//! let (pairs, answers) = (dir.path().join("pairs.csv"), dir.path().join("answers.csv"));
//! std::fs::write(&pairs, "from,to\nA,Bern\nA,\n")?;
//! let letters = |pair: &Pair| match pair.to.as_str() {
//!     "" => Err("nowhere to go".to_owned()),
//!     to => Ok(vec![to.len().to_string()]),
//! };
//! let batch = Batch { pairs: &pairs, answers: &answers, columns: &[Column::number("letters")], question: "letters of to" };
//! let done = batch.run(&letters, &mut |_| {})?;
//! assert_eq!((done.rows, done.errors), (2, 1));
//! assert_eq!(std::fs::read_to_string(&answers)?, "from,to,letters,error\nA,Bern,4,\nA,,,nowhere to go\n");
//! # Ok(())
//! # }
//! ```

mod pairs;
#[cfg(feature = "parquet")]
mod parquet;
mod resume;

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use thiserror::Error;

pub use pairs::Pair;
use pairs::Pairs;

/// How many pairs are answered before they are written. Assumption: enough that many have a goal in common, few enough
/// that a kill costs little.
const ROUND: usize = 4_096;

/// The endings of the formats that answers are written in.
const ENDINGS: &[&str] = &[
    "csv",
    #[cfg(feature = "parquet")]
    "parquet",
];

/// `.csv or .parquet; end the name with one of them`.
fn formats() -> String {
    match ENDINGS {
        [only] => format!(".{only}; end the name with it"),
        many => format!(".{}; end the name with one of them", many.join(" or .")),
    }
}

/// Pairs to answer, and where to.
#[derive(Clone, Copy, Debug)]
pub struct Batch<'b> {
    /// A CSV file with columns `from` and `to`.
    pub pairs: &'b Path,
    /// The file to write: Parquet when it ends in `.parquet` (with the feature `parquet`), else CSV.
    pub answers: &'b Path,
    /// The columns of an answer.
    pub columns: &'b [Column],
    /// All that the answers depend on besides the pairs, as a text. A run goes on only with answers to the same question.
    pub question: &'b str,
}

/// A column of answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// Whether its cells are numbers, or empty.
    pub is_number: bool,
}

impl Column {
    /// A column of texts.
    #[must_use]
    pub const fn text(name: &'static str) -> Column {
        let is_number = false;
        Column { name, is_number }
    }

    /// A column of numbers.
    #[must_use]
    pub const fn number(name: &'static str) -> Column {
        let is_number = true;
        Column { name, is_number }
    }
}

/// How far a run has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// Rows written, those of an earlier run included.
    pub rows: u64,
    /// Rows of them that are errors; in rows of an earlier run as well.
    pub errors: u64,
    /// Rows that an earlier run had written.
    pub resumed: u64,
    /// Bytes read of the pairs.
    pub read: u64,
    /// Bytes of the pairs.
    pub total: u64,
}

/// Why a run ended early.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum BatchError {
    /// A file cannot be read or written.
    #[error("{}: {source}", .path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The pairs have no column of this name.
    #[error("{}:1: there is no column \"{column}\", a file of pairs has from and to", .path.display())]
    NoColumn {
        /// The file.
        path: PathBuf,
        /// The column.
        column: &'static str,
    },
    /// The name of the answers says another format.
    #[error("{}: answers are written as {}", .path.display(), formats())]
    Ending {
        /// The file asked for.
        path: PathBuf,
    },
    /// The answers would take the place of the pairs.
    #[error("{}: writing {} would destroy these pairs; give the answers another name", .pairs.display(), .written.display())]
    OwnPairs {
        /// The pairs.
        pairs: PathBuf,
        /// The same file by the name it would be written by.
        written: PathBuf,
    },
    /// An unfinished run cannot be gone on with.
    #[error("{} is of another question or other pairs; remove it to begin anew", .path.display())]
    OtherRun {
        /// The unfinished file.
        path: PathBuf,
    },
}

/// The answer to a pair: its cells, or what was wrong.
pub type Answer = Result<Vec<String>, String>;

impl Batch<'_> {
    /// Whether the answers have a name of their own, and one that says a format; touches nothing.
    ///
    /// # Errors
    /// [`BatchError::Ending`] and [`BatchError::OwnPairs`].
    pub fn check(&self) -> Result<(), BatchError> {
        let ending = self.answers.extension().unwrap_or_default();
        if !ENDINGS
            .iter()
            .any(|known| ending.eq_ignore_ascii_case(known))
        {
            let path = self.answers.to_owned();
            return Err(BatchError::Ending { path });
        }
        let beside = [".unfinished", ".question", ".whole"].map(|ending| self.beside(ending));
        let mut written = std::iter::once(self.answers.to_owned()).chain(beside);
        let pairs = fs::canonicalize(self.pairs).map_err(io_at(self.pairs))?;
        let own = written.find(|path| fs::canonicalize(path).is_ok_and(|path| path == pairs));
        own.map_or(Ok(()), |written| {
            let pairs = self.pairs.to_owned();
            Err(BatchError::OwnPairs { pairs, written })
        })
    }

    /// Answers all pairs. `progress` is called after every round.
    ///
    /// # Errors
    /// [`BatchError`] when [`Batch::check`] fails, a file cannot be read or written, or has no such columns, or when an unfinished file of another
    /// run is in the route. What was written until then is kept for the next run.
    ///
    /// # Panics
    /// When an answer has another number of cells than there are columns.
    pub fn run(
        &self,
        answer: &(dyn Fn(&Pair) -> Answer + Sync),
        progress: &mut dyn FnMut(Done),
    ) -> Result<Done, BatchError> {
        self.check()?;
        let mut pairs = Pairs::open(self.pairs)?;
        let unfinished = self.beside(".unfinished");
        let (question, is_new) = self.claim(&unfinished)?;
        let mut done = match is_new {
            true => Done::default(),
            false => resume::resume(self, &unfinished, &mut pairs)?,
        };
        let failed = io_at(&unfinished);
        let file = OpenOptions::new()
            .append(true)
            .create(true)
            .open(&unfinished);
        let mut file = BufWriter::new(file.map_err(&failed)?);
        if is_new {
            file.write_all(self.header().as_bytes()).map_err(&failed)?;
        }
        done.total = pairs.total();
        loop {
            let round = pairs.take(ROUND)?;
            if round.is_empty() {
                break;
            }
            for (line, is_error) in self.lines(&round, answer) {
                file.write_all(line.as_bytes()).map_err(&failed)?;
                done.rows += 1;
                done.errors += u64::from(is_error);
            }
            file.flush().map_err(&failed)?;
            done.read = pairs.read();
            progress(done);
        }
        // The reader stops before the last line end.
        done.read = done.total;
        let file = file
            .into_inner()
            .map_err(|error| failed(error.into_error()))?;
        file.sync_all().map_err(&failed)?;
        self.finish(&unfinished)?;
        fs::remove_file(&question).map_err(io_at(&question))?;
        Ok(done)
    }

    /// Gives the whole answers their name, as what it says they are.
    #[cfg(feature = "parquet")]
    fn finish(&self, unfinished: &Path) -> Result<(), BatchError> {
        let ending = self.answers.extension().unwrap_or_default();
        if !ending.eq_ignore_ascii_case("parquet") {
            return fs::rename(unfinished, self.answers).map_err(io_at(self.answers));
        }
        let whole = self.beside(".whole");
        let failed = io_at(&whole);
        let ends = [Column::text("from"), Column::text("to")];
        let columns: Vec<Column> = ends
            .iter()
            .chain(self.columns)
            .copied()
            .chain([Column::text("error")])
            .collect();
        parquet::from_csv(unfinished, &whole, &columns).map_err(&failed)?;
        fs::rename(&whole, self.answers).map_err(io_at(self.answers))?;
        fs::remove_file(unfinished).map_err(io_at(unfinished))
    }

    /// Gives the whole answers their name; all are CSV here.
    #[cfg(not(feature = "parquet"))]
    fn finish(&self, unfinished: &Path) -> Result<(), BatchError> {
        fs::rename(unfinished, self.answers).map_err(io_at(self.answers))
    }

    /// A file beside that of the answers.
    fn beside(&self, ending: &str) -> PathBuf {
        let mut name = self.answers.file_name().unwrap_or_default().to_owned();
        name.push(ending);
        self.answers.with_file_name(name)
    }

    /// Writes down what is asked, or checks that an unfinished run was asked the same; whether there is none.
    fn claim(&self, unfinished: &Path) -> Result<(PathBuf, bool), BatchError> {
        let path = self.beside(".question");
        let text = format!("{}{}\n", self.header(), self.question);
        let is_new = !unfinished.exists();
        if is_new {
            let write = || {
                let mut file = File::create(&path)?;
                file.write_all(text.as_bytes())?;
                file.sync_all()
            };
            write().map_err(io_at(&path))?;
        } else if fs::read(&path).ok().as_deref() != Some(text.as_bytes()) {
            return Err(BatchError::OtherRun {
                path: unfinished.to_owned(),
            });
        }
        Ok((path, is_new))
    }

    fn header(&self) -> String {
        let columns = ["from", "to"]
            .into_iter()
            .chain(self.columns.iter().map(|column| column.name));
        row(columns.chain(["error"]))
    }

    /// The rows of some pairs, in their order. Pairs with one goal are answered one after the other, so that whoever answers
    /// can keep what they have in common.
    fn lines(
        &self,
        pairs: &[Pair],
        answer: &(dyn Fn(&Pair) -> Answer + Sync),
    ) -> Vec<(String, bool)> {
        let mut order: Vec<usize> = (0..pairs.len()).collect();
        order.sort_by_key(|number| (&pairs[*number].to, &pairs[*number].from));
        let lines: Vec<(String, bool)> = order
            .par_iter()
            .map(|number| self.line(&pairs[*number], answer))
            .collect();
        let mut numbered: Vec<(usize, (String, bool))> = order.into_iter().zip(lines).collect();
        numbered.sort_unstable_by_key(|(number, _)| *number);
        numbered.into_iter().map(|(_, line)| line).collect()
    }

    /// The row of a pair, and whether it is an error.
    fn line(&self, pair: &Pair, answer: &(dyn Fn(&Pair) -> Answer + Sync)) -> (String, bool) {
        let result = pair.problem.clone().map_or_else(|| answer(pair), Err);
        let ends = [pair.from.as_str(), pair.to.as_str()].into_iter();
        match result {
            Ok(cells) => {
                assert_eq!(cells.len(), self.columns.len(), "a cell for each column");
                (
                    row(ends.chain(cells.iter().map(String::as_str)).chain([""])),
                    false,
                )
            }
            Err(error) => {
                let empty = self.columns.iter().map(|_| "");
                (row(ends.chain(empty).chain([error.as_str()])), true)
            }
        }
    }
}

/// A row of CSV. Cells have no line ends or other control characters, so that a line is a row and a row a line.
fn row<'c>(cells: impl Iterator<Item = &'c str>) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let clean = |cell: &str| cell.replace(char::is_control, " ");
    let cells: Vec<String> = cells.map(clean).collect();
    writer.write_record(cells).expect("memory takes everything");
    let bytes = writer.into_inner().expect("memory takes everything");
    String::from_utf8(bytes).expect("cells are UTF-8")
}

fn io_at(path: &Path) -> impl Fn(io::Error) -> BatchError {
    let path = path.to_owned();
    move |source| BatchError::Io {
        path: path.clone(),
        source,
    }
}

#[cfg(test)]
mod tests;
