//! Record batches of questions and answers: the form in which engines like Spark, DuckDB, Polars and DataFusion hand over rows.
//!
//! [`answer`] is a function of its arguments alone: a batch of questions in, a batch of answers out, a row for each row in
//! the same order, on all cores of the pool it is called in. Nothing is read, written or kept between calls. What cannot be
//! answered is an answer of its own, with a code and a text; only a batch that is no batch of questions is an error.
//!
//! # Questions
//!
//! | column | type | meaning |
//! |---|---|---|
//! | `from`, `to` | text | the two places, as the command line takes them: names in any script, or ids |
//! | `via` | text or list of texts, optional | places to pass, in order; several in one text are separated by `;` |
//! | `avoid` | text or list of texts, optional | stations, lines or countries (two letters) to keep away from, likewise |
//! | `train` | text, optional | the train of this row; null: that of the request |
//! | `departure` | text or timestamp, optional | when it leaves: by the clock at the start, or with an offset or zone |
//! | `day` | text, date or timestamp, optional | the network of this day; null: that of the request, else of the departure |
//!
//! A text may be a string, a large string, a string view, or a dictionary of them. Other columns are not looked at.
//!
//! # Answers
//!
//! The columns are always those of [`schema`]: the stations meant and the train, the numbers of
//! [`PAIR_COLUMNS`](crate::dataset::PAIR_COLUMNS) to the last digit those of `route --format json`, the clocks where a
//! departure is given, and `reason` (a code, see [`Error::code`]) with `error` (a text) where there is no answer. The schema
//! carries its own version, that of slowtrain, the network's checksum and the train as metadata.
//!
//! ```
//! use std::sync::Arc;
//! use arrow_array::{ArrayRef, RecordBatch, StringArray, cast::AsArray, types::Float64Type};
//! use slowtrain::dataset::MatrixRequest;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let data = slowtrain::Dataset::bundled()?;
//! let column = |texts: [&str; 2]| Arc::new(StringArray::from_iter_values(texts)) as ArrayRef;
//! let questions = RecordBatch::try_from_iter([
//!     ("from", column(["Pyongyang", "Chita"])),
//!     ("to", column(["Vladivostok", "Atlantis"])),
//! ])?;
//! let answers = slowtrain::arrow::answer(&data, &MatrixRequest::new(), &questions)?;
//! let km = answers.column_by_name("distance_km").expect("a column").as_primitive::<Float64Type>();
//! assert_eq!(km.value(0).round(), 1_231.0);
//! let reasons = answers.column_by_name("reason").expect("a column").as_string::<i32>();
//! assert_eq!(reasons.value(1), "unknown_station");
//! # Ok(())
//! # }
//! ```

mod answers;
mod columns;
mod groups;
mod questions;

use arrow_array::RecordBatch;
use arrow_schema::{ArrowError, DataType};
use thiserror::Error as ThisError;

use crate::Dataset;
use crate::Error;
use crate::dataset::MatrixRequest;

pub use answers::{SCHEMA, fields, schema};

/// Why a batch is no batch of questions.
#[derive(Debug, ThisError)]
#[non_exhaustive]
pub enum QuestionsError {
    /// A column that every question needs is missing.
    #[error(
        "the questions have no column \"{column}\"; they have {}",
        listed(found)
    )]
    NoColumn {
        /// The column.
        column: &'static str,
        /// The columns there are.
        found: Vec<String>,
    },
    /// A column is of a type that is not read.
    #[error("column \"{column}\" is of type {found}; {expected} is read")]
    Type {
        /// The column.
        column: &'static str,
        /// Its type.
        found: DataType,
        /// What would be read.
        expected: &'static str,
    },
    /// What all rows have in common cannot be asked.
    #[error(transparent)]
    Request(#[from] Error),
    /// The answers do not make a batch.
    #[error(transparent)]
    Arrow(#[from] ArrowError),
}

fn listed(names: &[String]) -> String {
    match names {
        [] => String::from("no columns"),
        names => names.join(", "),
    }
}

/// Whether a batch has the columns of questions, each of a type that is read.
///
/// # Errors
/// [`QuestionsError::NoColumn`] and [`QuestionsError::Type`].
pub fn check(questions: &RecordBatch) -> Result<(), QuestionsError> {
    questions::read(&questions.slice(0, 0)).map(|_| ())
}

/// Answers a batch of questions; see the [module](self) for their columns.
///
/// # Errors
/// [`QuestionsError`]: a column is missing or of another type, or the request itself means nothing.
pub fn answer(
    data: &Dataset,
    request: &MatrixRequest,
    questions: &RecordBatch,
) -> Result<RecordBatch, QuestionsError> {
    let answers = answer_unless(data, request, questions, &|| false)?;
    Ok(answers.expect("nothing stops it"))
}

/// The same, unless it is stopped: `is_stopped` is asked before every row, by all threads. `None` when it was.
///
/// # Errors
/// As [`answer`].
pub fn answer_unless(
    data: &Dataset,
    request: &MatrixRequest,
    questions: &RecordBatch,
    is_stopped: &(dyn Fn() -> bool + Sync),
) -> Result<Option<RecordBatch>, QuestionsError> {
    let read = questions::read(questions)?;
    let schema = schema(data, request)?;
    let answered = groups::answered(data, request, (&read, is_stopped));
    let batch = |answered: Vec<_>| answers::batch(schema, &answered);
    Ok(answered.map(batch).transpose()?)
}
