//! Answers, as every format shows them.

use std::path::Path;

use pyo3::prelude::*;
use pyo3::types::PyBytes;
use slowtrain::report::{Format, Summary, render};

use crate::{errors, work};

/// An answer, whatever was asked.
#[pyclass(frozen, module = "slowtrain._slowtrain")]
pub struct Answer {
    summary: Summary,
}

impl Answer {
    pub fn new(summary: Summary) -> Answer {
        Answer { summary }
    }
}

#[pymethods]
impl Answer {
    /// It as JSON.
    fn json(&self, py: Python<'_>) -> PyResult<String> {
        work::run(py, || Ok(self.summary.json().to_string()))
    }

    /// It as a terminal of so many columns shows it.
    fn text(&self, py: Python<'_>, columns: usize) -> PyResult<String> {
        work::run(py, || Ok(self.summary.text(columns)))
    }

    /// It in the format that the ending of a file name names, pictures `width` pixels wide.
    fn render<'py>(
        &self,
        py: Python<'py>,
        name: &str,
        width: f64,
    ) -> PyResult<Bound<'py, PyBytes>> {
        let refused = |text: String| errors::of(py, "unknown_format", &text, Vec::new());
        let format =
            Format::of_path(Path::new(name)).map_err(|error| refused(error.to_string()))?;
        if !self.summary.kind().has(format) {
            let kind = self.summary.kind();
            let endings = kind.endings();
            return Err(refused(format!(
                "{kind} has no such format; it has {endings}"
            )));
        }
        let bytes = work::run(py, || {
            let mut bytes = Vec::new();
            let rendered = render(&self.summary, format, width, &mut bytes);
            Ok(rendered.map(|()| bytes).map_err(|error| error.to_string()))
        })?;
        Ok(PyBytes::new(py, &bytes.map_err(refused)?))
    }
}
