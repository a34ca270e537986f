//! Errors of the library as exceptions of Python, with the same texts.

use pyo3::prelude::*;
use slowtrain::Error;
use slowtrain::arrow::QuestionsError;
use slowtrain::network::search::NotOneStation;

/// The exception of an error: the class is chosen in Python, by the code.
pub fn raised(py: Python<'_>, error: &Error) -> PyErr {
    of(py, error.code(), &error.to_string(), candidates(error))
}

/// The exception of a table that is no table of questions.
pub fn not_questions(py: Python<'_>, error: &QuestionsError) -> PyErr {
    match error {
        QuestionsError::Request(error) => raised(py, error),
        other => of(py, "not_questions", &other.to_string(), Vec::new()),
    }
}

/// The exception of a panic.
pub fn internal(py: Python<'_>, text: &str) -> PyErr {
    let text = format!("slowtrain failed in a way that it should not: {text}; please report it");
    of(py, "internal", &text, Vec::new())
}

/// The exception of a code.
pub fn of(py: Python<'_>, code: &str, text: &str, candidates: Vec<String>) -> PyErr {
    let made = py
        .import("slowtrain._errors")
        .and_then(|module| module.getattr("of"))
        .and_then(|of| of.call1((code, text, candidates)));
    match made {
        Ok(exception) => PyErr::from_value(exception),
        Err(error) => error,
    }
}

/// What a name that means nothing, or too much, may have meant: ids.
fn candidates(error: &Error) -> Vec<String> {
    // A description begins with the id.
    let id = |text: &String| text.split(' ').next().unwrap_or_default().to_owned();
    match error {
        Error::Station(NotOneStation::Ambiguous { candidates, .. }) => candidates
            .iter()
            .map(|found| id(&found.description))
            .collect(),
        Error::Station(NotOneStation::Unknown { nearest, .. }) => {
            nearest.iter().map(|found| id(&found.description)).collect()
        }
        Error::SeveralCities { candidates, .. } => candidates.iter().map(id).collect(),
        Error::UnknownTrain { nearest, known, .. } => {
            let others = known.iter().filter(|id| Some(*id) != nearest.as_ref());
            nearest.iter().chain(others).cloned().collect()
        }
        _ => Vec::new(),
    }
}
