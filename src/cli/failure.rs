//! Why there is no answer, and what that means for the exit code.

use std::fmt;
use std::io;
use std::process::ExitCode;

use serde_json::{Value, json};

use crate::Error;

/// A message and an exit code.
#[derive(Debug)]
pub enum Failure {
    /// A negative answer: the question was understood, and the answer is no.
    No(String),
    /// Wrong usage, unknown names, bad data, unreadable or unwritable files.
    Wrong(String),
    /// An error of the library, with what it knows of itself.
    Asked(Box<Error>),
    /// Standard output cannot be written.
    Output(io::Error),
}

impl Failure {
    /// Something that is wrong, as it describes itself.
    pub fn wrong(problem: impl fmt::Display) -> Failure {
        Failure::Wrong(problem.to_string())
    }

    /// Whether whoever was reading has gone: no reason to print_error.
    pub fn is_closed_pipe(&self) -> bool {
        matches!(self, Failure::Output(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }

    /// It as JSON: a code that stays the same in every version, the message, and where they are known the text in the
    /// question that it is about and what may have been meant instead.
    pub fn json(&self) -> Value {
        let (code, place, candidates) = match self {
            Failure::No(_) => ("negative_answer", None, Vec::new()),
            Failure::Wrong(_) => ("usage", None, Vec::new()),
            Failure::Output(_) => ("unwritable", None, Vec::new()),
            Failure::Asked(error) => (error.code(), error.asked(), error.candidates()),
        };
        json!({"error": {
            "code": code,
            "message": self.to_string(),
            "place": place,
            "candidates": candidates,
        }})
    }

    /// The exit code.
    pub fn exit_code(&self) -> ExitCode {
        match self {
            Failure::No(_) => ExitCode::from(1),
            Failure::Asked(error) if error.is_negative() => ExitCode::from(1),
            Failure::Asked(_) => ExitCode::from(2),
            Failure::Wrong(_) | Failure::Output(_) => ExitCode::from(2),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::No(text) | Failure::Wrong(text) => f.write_str(text),
            Failure::Asked(error) => error.fmt(f),
            Failure::Output(error) => write!(f, "cannot write to standard output: {error}"),
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Failure {
        Failure::Asked(Box::new(error))
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Failure {
        Failure::Output(error)
    }
}
