//! What can be wrong with a table or a cell, whatever it is about.

use thiserror::Error;

use super::super::finding::{Problem, Severity, did_you_mean};
use super::cell::without_thousands;

/// A fault of a table as such.
#[derive(Clone, Debug, PartialEq, Error)]
pub(super) enum TableProblem {
    #[error("byte 0x{byte:02X} is not UTF-8; save the file as \"CSV UTF-8\"")]
    NotUtf8 { byte: u8 },
    #[error("the file is UTF-16; save it as \"CSV UTF-8\"")]
    Utf16,
    #[error("the file is empty; a line with the names of the columns is needed")]
    Empty,
    #[error("column {name} is missing; found {found}{}", rename(.guess.as_deref(), name))]
    MissingColumn {
        name: &'static str,
        found: String,
        guess: Option<String>,
    },
    #[error("column \"{found}\" is known to nothing here and is not read{}", did_you_mean(*.guess))]
    UnknownColumn {
        found: String,
        guess: Option<&'static str>,
    },
    #[error("column {found} is there twice; remove or rename one")]
    DuplicateColumn { found: String },
    #[error("{found} fields, expected {expected}{}", join_again(.comma.as_ref()))]
    Ragged {
        found: usize,
        expected: usize,
        comma: Option<(String, String)>,
    },
    #[error("{more} more columns are known to nothing here and are not read")]
    MoreUnknownColumns { more: usize },
    #[error("{more} rows below this one are not read: too many have too few fields")]
    MoreRagged { more: usize },
    #[error("the quote that opens here is never closed; close it, or double a quote within a text")]
    UnclosedQuote,
}

fn rename(guess: Option<&str>, name: &str) -> String {
    guess.map_or_else(String::new, |guess| {
        format!("; is it \"{guess}\"? rename that to {name}")
    })
}

fn join_again(comma: Option<&(String, String)>) -> String {
    comma.map_or_else(String::new, |(whole, decimals)| {
        let number = format!("{whole},{decimals}");
        let thousands = without_thousands(&number);
        let thousands = thousands.map_or_else(String::new, |plain| format!("{plain} or "));
        format!("; if {number} is one number, write {thousands}{whole}.{decimals}")
    })
}

impl Problem for TableProblem {
    fn code(&self) -> &'static str {
        match self {
            TableProblem::NotUtf8 { .. } | TableProblem::Utf16 => "not-utf-8",
            TableProblem::Empty => "empty-file",
            TableProblem::MissingColumn { .. } => "missing-column",
            TableProblem::UnknownColumn { .. } | TableProblem::MoreUnknownColumns { .. } => {
                "unknown-column"
            }
            TableProblem::DuplicateColumn { .. } => "duplicate-column",
            TableProblem::Ragged { .. } | TableProblem::MoreRagged { .. } => "ragged-row",
            TableProblem::UnclosedQuote => "unclosed-quote",
        }
    }

    fn severity(&self) -> Severity {
        match self {
            TableProblem::UnknownColumn { .. } | TableProblem::MoreUnknownColumns { .. } => {
                Severity::Warning
            }
            _ => Severity::Error,
        }
    }
}

/// A fault of one cell; `column` names it.
#[derive(Clone, Debug, PartialEq, Error)]
pub(super) enum CellProblem {
    #[error("{column} is empty; it is required")]
    Missing { column: &'static str },
    #[error("{column} \"{found}\" is not a number like 4.7")]
    NotANumber { column: &'static str, found: String },
    #[error(
        "{column} \"{found}\" has a decimal comma between fields separated by commas; write {guess}"
    )]
    DecimalComma {
        column: &'static str,
        found: String,
        guess: String,
    },
    #[error(
        "{column} \"{found}\" may be {thousands} (a comma between thousands) or {decimal} (a decimal comma); write the one that is meant, without a comma"
    )]
    CommaOfEither {
        column: &'static str,
        found: String,
        thousands: String,
        decimal: String,
    },
    #[error("{column} \"{found}\" has marks between thousands; write {guess}")]
    Thousands {
        column: &'static str,
        found: String,
        guess: String,
    },
    #[error(
        "{column} \"{found}\" has a decimal point where other rows have decimal commas; write all numbers one way"
    )]
    MixedDecimalMarks { column: &'static str, found: String },
    #[error("{column} {found} is out of range; {low} to {high} is accepted")]
    OutOfRange {
        column: &'static str,
        found: String,
        low: f64,
        high: f64,
    },
    #[error("{column} \"{found}\" is not a whole number")]
    NotWhole { column: &'static str, found: String },
    #[error("{column} \"{found}\" is not a day like 2013-09-22{}", did_you_mean(.guess.as_deref()))]
    BadDate {
        column: &'static str,
        found: String,
        guess: Option<String>,
    },
    #[error("{column} \"{found}\" is none of {accepted}{}", did_you_mean(*.guess))]
    UnknownWord {
        column: &'static str,
        found: String,
        accepted: String,
        guess: Option<&'static str>,
    },
}

impl Problem for CellProblem {
    fn code(&self) -> &'static str {
        match self {
            CellProblem::Missing { .. } => "missing-value",
            CellProblem::NotANumber { .. } => "not-a-number",
            CellProblem::DecimalComma { .. } => "decimal-comma",
            CellProblem::CommaOfEither { .. } => "ambiguous-comma",
            CellProblem::Thousands { .. } => "thousands-mark",
            CellProblem::MixedDecimalMarks { .. } => "mixed-decimal-marks",
            CellProblem::OutOfRange { .. } => "out-of-range",
            CellProblem::NotWhole { .. } => "not-whole",
            CellProblem::BadDate { .. } => "bad-date",
            CellProblem::UnknownWord { .. } => "unknown-word",
        }
    }
}
