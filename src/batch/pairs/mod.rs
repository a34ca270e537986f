//! The pairs of a file, read a few at a time: CSV, or Parquet where its name says so.

mod csv;
#[cfg(feature = "parquet")]
mod parquet;

use std::path::Path;

use super::{BatchError, is_parquet};

/// A pair as it was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// Row of the file: its header is row 1, and where it has none, its first pair.
    pub row: u64,
    /// Where from.
    pub from: String,
    /// Where to.
    pub to: String,
    /// What is wrong with the row, if it cannot be asked.
    pub(super) problem: Option<String>,
}

/// A file of pairs.
pub(super) enum Pairs {
    Csv(csv::Pairs),
    #[cfg(feature = "parquet")]
    Parquet(parquet::Pairs),
}

impl Pairs {
    pub fn open(path: &Path) -> Result<Pairs, BatchError> {
        #[cfg(feature = "parquet")]
        if is_parquet(path) {
            return parquet::Pairs::open(path).map(Pairs::Parquet);
        }
        #[cfg(not(feature = "parquet"))]
        if is_parquet(path) {
            return Err(BatchError::Parquet {
                path: path.to_owned(),
                reason: String::from("it was built without the feature parquet"),
            });
        }
        csv::Pairs::open(path).map(Pairs::Csv)
    }

    /// Bytes of the file.
    pub fn total(&self) -> u64 {
        match self {
            Pairs::Csv(pairs) => pairs.total(),
            #[cfg(feature = "parquet")]
            Pairs::Parquet(pairs) => pairs.total(),
        }
    }

    /// Bytes read of it.
    pub fn read(&self) -> u64 {
        match self {
            Pairs::Csv(pairs) => pairs.read(),
            #[cfg(feature = "parquet")]
            Pairs::Parquet(pairs) => pairs.read(),
        }
    }

    /// The next pairs, as many as there are up to a number.
    pub fn take(&mut self, count: usize) -> Result<Vec<Pair>, BatchError> {
        let mut pairs = Vec::with_capacity(count);
        while pairs.len() < count {
            match self.next()? {
                Some(pair) => pairs.push(pair),
                None => break,
            }
        }
        Ok(pairs)
    }

    /// The next pair.
    pub fn next(&mut self) -> Result<Option<Pair>, BatchError> {
        match self {
            Pairs::Csv(pairs) => pairs.next(),
            #[cfg(feature = "parquet")]
            Pairs::Parquet(pairs) => pairs.next(),
        }
    }
}

/// A name without what a terminal or a line of CSV would take for something else.
fn one_line(cell: &str) -> String {
    cell.trim().replace(char::is_control, " ")
}
