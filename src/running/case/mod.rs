//! One train over one path, described in JSON: the schema `slowtrain.case/1`.
//!
//! SI units in every key; what may be left out is said in `tests/cases/README.md`. Errors name the field by its path in the file. Keys that nobody reads are refused, except for
//! remarks (`id`, `title`, `source`, `notes`, `name`) and results (`reference`, `peer`).
//!
//! ```
//! use slowtrain::running::Case;
//! let case = Case::parse(r#"{
//!   "schema": "slowtrain.case/1",
//!   "path": {"length_m": 1200, "speed_limits": [{"start_m": 0, "end_m": 1200, "speed_ms": 40}]},
//!   "train": {"length_m": 100, "max_speed_ms": 40, "traction": {"constant_acceleration_ms2": 0.25},
//!             "braking": {"kind": "constant_deceleration", "value_ms2": 0.5}}
//! }"#)?;
//! // 80 s up to 20 m/s and 40 s down again: the limit is never reached.
//! assert!((case.simulate()?.running_time_s - 120.0).abs() < 1e-9);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod bounds;
mod document;
mod field;
mod path;
mod rules;
mod train;

use thiserror::Error;

use self::field::Field;
use super::{LimitError, Path, PathError, Rules, RunError, Simulation, run, run_economically};
use crate::train::{Dynamics, EffortError, FiguresError};

/// The `schema` of a case.
pub const CASE_SCHEMA: &str = "slowtrain.case/1";

/// One train over one path.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// The train.
    pub train: Dynamics,
    /// The path.
    pub path: Path,
    /// Stops, start speed, release, allowances, gravity, gradient model, least cruise.
    pub rules: Rules,
}

/// A case that cannot be read.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum CaseError {
    /// It is not JSON.
    #[error("line {line}, column {column}: {what}")]
    Syntax {
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
        /// What the reader found.
        what: String,
    },
    /// A field that is not there.
    #[error("{field} is missing, {needed} is needed")]
    Missing {
        /// Its path.
        field: String,
        /// What would be accepted.
        needed: String,
    },
    /// A field that holds something else.
    #[error("{field} is {found}, {needed} is needed")]
    Wrong {
        /// Its path.
        field: String,
        /// What it holds.
        found: String,
        /// What would be accepted.
        needed: String,
    },
    /// A field that nobody reads.
    #[error("{field} is not a field of a case; there are {known}")]
    Unknown {
        /// Its path.
        field: String,
        /// The fields there are.
        known: String,
    },
    /// Limits that do not fit together.
    #[error("path.speed_limits: {0}")]
    Limits(LimitError),
    /// A path that cannot be.
    #[error("path: {0}")]
    Path(PathError),
    /// An effort that cannot be.
    #[error("train.traction: {0}")]
    Effort(EffortError),
    /// A train that cannot be.
    #[error("train: {0}")]
    Train(FiguresError),
}

impl Case {
    /// Reads a case.
    ///
    /// # Errors
    /// [`CaseError`] for the first thing that is wrong, with its path in the file.
    pub fn parse(text: &str) -> Result<Case, CaseError> {
        let document = document::read(text)?;
        let case = Field::document(&document);
        case.word("schema", &[CASE_SCHEMA])?;
        case.only(&[
            "schema",
            "path",
            "train",
            "model",
            "start_speed_ms",
            "stops",
            "allowances",
            "id",
            "title",
            "source",
            "notes",
            "reference",
            "peer",
        ])?;
        let model = case.maybe("model")?;
        let curves = train::curve_formula(model.as_ref())?;
        let train = case.field("train", "a train { … }")?;
        Ok(Case {
            rules: rules::rules(&case, &train, model.as_ref())?,
            train: train::train(&train, curves)?,
            path: path::path(&case.field("path", "a path { … }")?)?,
        })
    }

    /// Runs the train over the path.
    ///
    /// # Errors
    /// [`RunError`] where it cannot be run.
    pub fn simulate(&self) -> Result<Simulation, RunError> {
        Ok(Simulation::of(&run(&self.train, &self.path, &self.rules)?))
    }

    /// Runs the train over the path, spending its allowances by coasting.
    ///
    /// # Errors
    /// [`RunError`] where it cannot be run.
    pub fn simulate_economically(&self) -> Result<Simulation, RunError> {
        let run = run_economically(&self.train, &self.path, &self.rules)?;
        Ok(Simulation::of(&run))
    }
}

/// serde_json ends its texts with the place, which is told first here.
fn without_place(text: &str) -> String {
    text.split(" at line ")
        .next()
        .unwrap_or(text)
        .to_lowercase()
}
