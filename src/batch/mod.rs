//! Many pairs of stations, answered one by one: read as they come, on all cores, written in the order in which they were asked.
//!
//! It knows neither trains nor networks: what a pair's answer is, a function says. An answer that is an error stands in
//! its own row, with its reason. Rows are written into a file beside the one asked for, which takes its name when all are
//! there; a run that was killed goes on where it stopped, with nothing lost and nothing twice. Rows are saved at least about
//! every second. Memory does not grow with the number of pairs. Answers whose name ends in `.parquet` are written as CSV
//! until all are there, and turned into Parquet then. [`Parts`] are many files of pairs, each with answers of its own in a
//! folder.
//!
//! ```
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use slowtrain::batch::{Batch, AnswerColumn, Pair, Refusal};
//! use slowtrain::files::Claim;
//! let dir = tempfile::tempdir()?;
//! let (pairs, answers) = (dir.path().join("pairs.csv"), dir.path().join("answers.csv"));
//! std::fs::write(&pairs, "from,to\nA,Bern\nA,\n")?;
//! let letters = |pair: &Pair| match pair.to.as_str() {
//!     "" => Err(Refusal::new("no-goal", "nowhere to go")),
//!     to => Ok(vec![to.len().to_string()]),
//! };
//! let claim = Claim::new(&answers)?;
//! let start = std::time::Instant::now();
//! let batch = Batch {
//!     pairs: &pairs,
//!     answers: &claim,
//!     columns: &[AnswerColumn::number("letters")],
//!     question: "letters of to",
//!     clock: &|| start.elapsed(),
//! };
//! let done = batch.run(&letters, &mut |_| {})?;
//! assert_eq!((done.rows, done.errors()), (2, 1));
//! let text = std::fs::read_to_string(&answers)?;
//! assert_eq!(text, "from,to,letters,reason,error\nA,Bern,4,,\nA,,,no-goal,nowhere to go\n");
//! # Ok(())
//! # }
//! ```

mod pairs;
#[cfg(feature = "parquet")]
mod parquet;
mod parts;
mod resume;

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rayon::prelude::*;
use thiserror::Error;

use crate::files::{Claim, Overwrite, WriteError, check_overwrites, csv_cell};

pub use pairs::Pair;
use pairs::Pairs;
pub use parts::Parts;

/// The most pairs that are answered before they are written. Assumption: enough that many have a goal in common.
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

/// Pairs that are answered before anything is known of how long they take.
const FIRST_ROUND: usize = 16;

/// Time that a round shall take. Rounds grow to twice the one before at most, so that rows are saved at least about
/// every second.
const ROUND_TIME: Duration = Duration::from_millis(500);

/// Pairs to answer, and where to.
#[derive(Clone, Copy)]
pub struct Batch<'b> {
    /// A file with columns `from` and `to`: Parquet when it ends in `.parquet` (with the feature `parquet`), else CSV.
    pub pairs: &'b Path,
    /// The file to write: Parquet when it ends in `.parquet` (with the feature `parquet`), else CSV.
    pub answers: &'b Claim,
    /// The columns of an answer.
    pub columns: &'b [AnswerColumn],
    /// All that the answers depend on besides the pairs, as a text. A run goes on only with answers to the same
    /// question.
    pub question: &'b str,
    /// Time since any moment, which says how many pairs are answered before they are saved.
    pub clock: &'b (dyn Fn() -> Duration + Sync),
}

/// A column of answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AnswerColumn {
    /// Its name.
    pub name: &'static str,
    /// Whether its cells are numbers, or empty.
    pub is_number: bool,
}

impl AnswerColumn {
    /// A column of texts.
    #[must_use]
    pub const fn text(name: &'static str) -> AnswerColumn {
        let is_number = false;
        AnswerColumn { name, is_number }
    }

    /// A column of numbers.
    #[must_use]
    pub const fn number(name: &'static str) -> AnswerColumn {
        let is_number = true;
        AnswerColumn { name, is_number }
    }
}

/// How far a run has come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// Rows written, those of an earlier run included.
    pub rows: u64,
    /// Rows of them that are errors, by their reasons; in rows of an earlier run as well.
    pub reasons: BTreeMap<String, u64>,
    /// Rows that an earlier run had written.
    pub resumed: u64,
    /// Bytes read of the pairs.
    pub read: u64,
    /// Bytes of the pairs; 0 where they come from a pipe.
    pub total: u64,
}

impl Done {
    /// Rows that are errors.
    #[must_use]
    pub fn errors(&self) -> u64 {
        self.reasons.values().sum()
    }

    /// Adds what another file has.
    fn add(&mut self, other: &Done) {
        self.rows += other.rows;
        self.resumed += other.resumed;
        for (reason, count) in &other.reasons {
            *self.reasons.entry(reason.clone()).or_default() += count;
        }
    }

    /// Counts a row; its reason is empty where it has an answer.
    fn count(&mut self, reason: &str) {
        self.rows += 1;
        if !reason.is_empty() {
            *self.reasons.entry(reason.to_owned()).or_default() += 1;
        }
    }
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
        /// The error of the operating system.
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
    /// A file cannot be read as Parquet.
    #[error("{}: it cannot be read as Parquet: {reason}", .path.display())]
    Parquet {
        /// The file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// A folder has no pairs.
    #[error("{}: there is no file in it whose name ends in .csv or .parquet", .path.display())]
    NoParts {
        /// The folder.
        path: PathBuf,
    },
    /// Two files would have their answers in one.
    #[error("{} and {} have one name, so their answers would be in one file; ask them into folders of their own", .first.display(), .second.display())]
    OneName {
        /// A file.
        first: PathBuf,
        /// Another.
        second: PathBuf,
    },
    /// The name of the answers says another format.
    #[error("{}: answers are written as {}", .path.display(), formats())]
    Ending {
        /// The file asked for.
        path: PathBuf,
    },
    /// The answers, or what is written beside them, would take the place of the pairs.
    #[error(transparent)]
    Overwrite(#[from] Overwrite),
    /// The answers cannot be written.
    #[error(transparent)]
    Answers(#[from] WriteError),
    /// An unfinished run cannot be gone on with.
    #[error("{} is of another question or other pairs; remove it to begin anew", .path.display())]
    OtherRun {
        /// The unfinished file.
        path: PathBuf,
    },
    /// An unfinished run is not as it was written.
    #[error("{}:{line}: this line is damaged ({what}); remove the file to begin anew", .path.display())]
    Damaged {
        /// The unfinished file.
        path: PathBuf,
        /// The line of it, from 1.
        line: u64,
        /// What is wrong with it.
        what: &'static str,
    },
    /// A file that this run would write has a name of another's.
    #[error("{} is in the way, and slowtrain did not write it; rename it, or give the answers another name", .path.display())]
    InTheWay {
        /// The file.
        path: PathBuf,
    },
}

/// Why a pair has no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// One of few words, by which such rows are counted.
    pub reason: &'static str,
    /// What it is in this case.
    pub text: String,
}

impl Refusal {
    /// A refusal.
    #[must_use]
    pub fn new(reason: &'static str, text: impl Into<String>) -> Refusal {
        let text = text.into();
        Refusal { reason, text }
    }
}

/// The answer to a pair: its cells, or why there is none.
pub type Answer = Result<Vec<String>, Refusal>;

/// A row as it is written, and its reason; that is empty where the pair has an answer.
type Line = (String, &'static str);

/// The columns behind those of an answer.
const LAST_COLUMNS: [&str; 2] = ["reason", "error"];

impl Batch<'_> {
    /// Whether the answers have a name that says a format; touches nothing.
    ///
    /// # Errors
    /// [`BatchError::Ending`].
    pub fn check_ending(answers: &Path) -> Result<(), BatchError> {
        let ending = answers.extension().unwrap_or_default();
        let is_known = |known: &&str| ending.eq_ignore_ascii_case(known);
        match ENDINGS.iter().any(is_known) {
            true => Ok(()),
            false => Err(BatchError::Ending {
                path: answers.to_owned(),
            }),
        }
    }

    /// Answers all pairs. `progress` is called after every round.
    ///
    /// # Errors
    /// [`BatchError`] when a file cannot be read or written, has no such columns, would be overwritten, or when an
    /// unfinished file of another run is in the way. What was written until then is kept for the next run.
    ///
    /// # Panics
    /// When an answer has another number of cells than there are columns.
    pub fn run(
        &self,
        answer: &(dyn Fn(&Pair) -> Answer + Sync),
        progress: &mut dyn FnMut(&Done),
    ) -> Result<Done, BatchError> {
        Batch::check_ending(self.answers.path())?;
        let [unfinished, question] = [".unfinished", ".question"].map(|end| self.beside(end));
        let written = [
            self.answers.path().to_owned(),
            unfinished.clone(),
            question.clone(),
        ];
        check_overwrites(&[self.pairs.to_owned()], &written)?;
        let mut pairs = Pairs::open(self.pairs)?;
        let is_new = self.claim(&unfinished, &question)?;
        let mut done = match is_new {
            true => Done::default(),
            false => resume::resume(self, &unfinished, &mut pairs)?,
        };
        done.total = pairs.total();
        self.append(&unfinished, is_new, &mut pairs, &mut done, answer, progress)?;
        // The reader stops before the last line end.
        done.read = done.total;
        self.finish(&unfinished)?;
        fs::remove_file(&question).map_err(io_at(&question))?;
        Ok(done)
    }

    /// Appends the rows of all pairs that are left, and saves them round by round.
    fn append(
        &self,
        unfinished: &Path,
        is_new: bool,
        pairs: &mut Pairs,
        done: &mut Done,
        answer: &(dyn Fn(&Pair) -> Answer + Sync),
        progress: &mut dyn FnMut(&Done),
    ) -> Result<(), BatchError> {
        let failed = io_at(unfinished);
        let mut options = OpenOptions::new();
        let options = options.append(true).create_new(is_new);
        let mut file = BufWriter::new(options.open(unfinished).map_err(&failed)?);
        if is_new {
            file.write_all(self.header().as_bytes()).map_err(&failed)?;
        }
        let mut size = FIRST_ROUND;
        loop {
            let begun = (self.clock)();
            let round = pairs.take(size)?;
            if round.is_empty() {
                break;
            }
            for (line, reason) in self.lines(&round, answer) {
                file.write_all(line.as_bytes()).map_err(&failed)?;
                done.count(reason);
            }
            file.flush().map_err(&failed)?;
            done.read = pairs.read();
            progress(done);
            size = next_round(size, (self.clock)().saturating_sub(begun));
        }
        let file = file
            .into_inner()
            .map_err(|error| failed(error.into_error()))?;
        file.sync_all().map_err(&failed)
    }

    /// Gives the whole answers their name, as what it says they are.
    #[cfg(feature = "parquet")]
    fn finish(&self, unfinished: &Path) -> Result<(), BatchError> {
        if !is_parquet(self.answers.path()) {
            return Ok(self.answers.take(unfinished)?);
        }
        let ends = [AnswerColumn::text("from"), AnswerColumn::text("to")];
        let columns: Vec<AnswerColumn> = ends
            .iter()
            .chain(self.columns)
            .copied()
            .chain(LAST_COLUMNS.map(AnswerColumn::text))
            .collect();
        self.answers
            .write(|out| parquet::from_csv(unfinished, out, &columns))?;
        fs::remove_file(unfinished).map_err(io_at(unfinished))
    }

    /// Gives the whole answers their name; all are CSV here.
    #[cfg(not(feature = "parquet"))]
    fn finish(&self, unfinished: &Path) -> Result<(), BatchError> {
        Ok(self.answers.take(unfinished)?)
    }

    /// A file beside that of the answers.
    fn beside(&self, ending: &str) -> PathBuf {
        let answers = self.answers.file().unwrap_or(self.answers.path());
        let mut name = answers.file_name().unwrap_or_default().to_owned();
        name.push(ending);
        answers.with_file_name(name)
    }

    /// Writes down what is asked, or checks that an unfinished run was asked the same; whether there is none.
    fn claim(&self, unfinished: &Path, question: &Path) -> Result<bool, BatchError> {
        let text = format!("{}{}\n", self.header(), self.question);
        let is_new = fs::symlink_metadata(unfinished).is_err();
        if is_new {
            self.check_is_ours(question)?;
            let write = || {
                let mut file = File::create(question)?;
                file.write_all(text.as_bytes())?;
                file.sync_all()
            };
            write().map_err(io_at(question))?;
        } else if fs::read(question).ok().as_deref() != Some(text.as_bytes()) {
            return Err(BatchError::OtherRun {
                path: unfinished.to_owned(),
            });
        }
        Ok(is_new)
    }

    /// Whether a question file is one of ours, left by a run that was killed before its first row: it begins with the
    /// names of the columns, or is empty.
    fn check_is_ours(&self, question: &Path) -> Result<(), BatchError> {
        const BEGIN: &[u8] = b"from,to,";
        let Ok(found) = fs::symlink_metadata(question) else {
            return Ok(());
        };
        let mut begin = Vec::new();
        if found.is_file() {
            let file = File::open(question).map_err(io_at(question))?;
            let read = file.take(BEGIN.len() as u64).read_to_end(&mut begin);
            read.map_err(io_at(question))?;
        }
        match found.is_file() && BEGIN.starts_with(&begin) {
            true => Ok(()),
            false => Err(BatchError::InTheWay {
                path: question.to_owned(),
            }),
        }
    }

    fn header(&self) -> String {
        let columns = ["from", "to"]
            .into_iter()
            .chain(self.columns.iter().map(|column| column.name));
        row(columns.chain(LAST_COLUMNS))
    }

    /// The rows of some pairs, in their order. Pairs with one goal are answered one after the other, so that whoever
    /// answers can keep what they have in common.
    fn lines(&self, pairs: &[Pair], answer: &(dyn Fn(&Pair) -> Answer + Sync)) -> Vec<Line> {
        let mut order: Vec<usize> = (0..pairs.len()).collect();
        order.sort_by_key(|number| (&pairs[*number].to, &pairs[*number].from));
        let lines: Vec<Line> = order
            .par_iter()
            .map(|number| self.line(&pairs[*number], answer))
            .collect();
        let mut numbered: Vec<(usize, Line)> = order.into_iter().zip(lines).collect();
        numbered.sort_unstable_by_key(|(number, _)| *number);
        numbered.into_iter().map(|(_, line)| line).collect()
    }

    /// The row of a pair.
    fn line(&self, pair: &Pair, answer: &(dyn Fn(&Pair) -> Answer + Sync)) -> Line {
        let unreadable = |text| Err(Refusal::new("unreadable_row", text));
        let result = pair
            .problem
            .clone()
            .map_or_else(|| answer(pair), unreadable);
        let ends = [pair.from.as_str(), pair.to.as_str()].into_iter();
        match result {
            Ok(cells) => {
                assert_eq!(cells.len(), self.columns.len(), "a cell for each column");
                let cells = cells.iter().map(String::as_str);
                (row(ends.chain(cells).chain(["", ""])), "")
            }
            Err(Refusal { reason, text }) => {
                let empty = self.columns.iter().map(|_| "");
                (row(ends.chain(empty).chain([reason, &text])), reason)
            }
        }
    }
}

/// Whether a file is Parquet, by its name.
fn is_parquet(path: &Path) -> bool {
    let ending = path.extension().unwrap_or_default();
    ending.eq_ignore_ascii_case("parquet")
}

/// How many pairs make the next round, after one that took some time.
fn next_round(size: usize, time: Duration) -> usize {
    let fitting = size as f64 * ROUND_TIME.as_secs_f64() / time.as_secs_f64().max(1e-9);
    // A cast of a float to an integer stops at the integer's ends.
    (fitting as usize).clamp(1, (2 * size).min(ROUND))
}

/// A row of CSV. Cells have no line ends or other control characters (see [`csv_cell`]), so that a line is a row and a
/// row a line.
fn row<'c>(cells: impl Iterator<Item = &'c str>) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let cells: Vec<String> = cells.map(|cell| csv_cell(cell).into_owned()).collect();
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
