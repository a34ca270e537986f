//! One train over one path, described in JSON: the schema `slowtrain.case/1`.
//!
//! SI units in every key. Errors name the field by its path in the file. Keys that nobody reads are refused, except for
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

use serde_json::Value;
use thiserror::Error;

use super::field::Field;
use super::{
    CurvePiece, GradePiece, GradientModel, LimitError, LimitPiece, LimitProfile, Path, PathError,
    Rules, RunError, Simulation, Stop, run,
};
use crate::train::{
    Braking, CurveFormula, Drive, Dynamics, Effort, EffortError, EffortPoint, Figures,
    FiguresError, Resistance,
};
use crate::units::{Acceleration, Force, Grade, Length, Mass, Offset, Power, RunTime, Speed};

/// The `schema` of a case.
pub const CASE_SCHEMA: &str = "slowtrain.case/1";

/// One train over one path.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// The train.
    pub train: Dynamics,
    /// The path.
    pub path: Path,
    /// Stops, start speed, gravity and gradient model.
    pub rules: Rules,
}

/// A case that cannot be read.
#[derive(Clone, Debug, PartialEq, Error)]
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
        let document: Value = serde_json::from_str(text).map_err(|error| CaseError::Syntax {
            line: error.line(),
            column: error.column(),
            what: without_place(&error.to_string()),
        })?;
        let case = Field::document(&document);
        case.word("schema", &[CASE_SCHEMA])?;
        case.only(&[
            "schema",
            "path",
            "train",
            "model",
            "start_speed_ms",
            "stops",
            "id",
            "title",
            "source",
            "notes",
            "reference",
            "peer",
        ])?;
        let model = case.maybe("model")?;
        let curves = curve_formula(model.as_ref())?;
        let train = train(&case.field("train", "a train { … }")?, curves)?;
        let path = path(&case.field("path", "a path { … }")?)?;
        let rules = rules(&case, model.as_ref())?;
        Ok(Case { train, path, rules })
    }

    /// Runs the train over the path.
    ///
    /// # Errors
    /// [`RunError`] where it cannot be run.
    pub fn simulate(&self) -> Result<Simulation, RunError> {
        Ok(Simulation::of(&run(&self.train, &self.path, &self.rules)?))
    }
}

/// serde_json ends its texts with the place, which is told first here.
fn without_place(text: &str) -> String {
    text.split(" at line ")
        .next()
        .unwrap_or(text)
        .to_lowercase()
}

fn place(field: &Field, name: &str) -> Result<Offset, CaseError> {
    Ok(Offset::at(Length::from_m(field.number(name, 0.0)?)))
}

fn path(field: &Field) -> Result<Path, CaseError> {
    field.only(&["length_m", "speed_limits", "gradients", "curves"])?;
    let length = Length::from_m(field.number("length_m", 0.0)?);
    field.field("speed_limits", "a list [ … ]")?;
    let limits: Result<_, _> = field.list("speed_limits")?.iter().map(limit).collect();
    let limits = LimitProfile::new(limits?).map_err(CaseError::Limits)?;
    let grades: Result<_, _> = field.list("gradients")?.iter().map(grade).collect();
    let curves: Result<_, _> = field.list("curves")?.iter().map(curve).collect();
    Path::new(length, limits, grades?, curves?).map_err(CaseError::Path)
}

fn limit(field: &Field) -> Result<LimitPiece, CaseError> {
    field.only(&["start_m", "end_m", "speed_ms"])?;
    let speed = Speed::from_ms(field.number("speed_ms", 0.0)?);
    Ok(LimitPiece {
        start: place(field, "start_m")?,
        end: place(field, "end_m")?,
        speed,
    })
}

fn grade(field: &Field) -> Result<GradePiece, CaseError> {
    field.only(&["start_m", "end_m", "permille"])?;
    let grade = Grade::from_permille(field.number("permille", f64::NEG_INFINITY)?);
    Ok(GradePiece {
        start: place(field, "start_m")?,
        end: place(field, "end_m")?,
        grade,
    })
}

fn curve(field: &Field) -> Result<CurvePiece, CaseError> {
    field.only(&["start_m", "end_m", "radius_m"])?;
    let radius = Length::from_m(field.number("radius_m", 0.0)?);
    Ok(CurvePiece {
        start: place(field, "start_m")?,
        end: place(field, "end_m")?,
        radius,
    })
}

fn train(field: &Field, curves: CurveFormula) -> Result<Dynamics, CaseError> {
    field.only(&[
        "name",
        "length_m",
        "mass_kg",
        "rotating_mass_factor",
        "max_speed_ms",
        "resistance",
        "traction",
        "braking",
    ])?;
    Dynamics::new(Figures {
        length: Length::from_m(field.number("length_m", 0.0)?),
        max_speed: Speed::from_ms(field.number("max_speed_ms", 0.0)?),
        braking: braking(&field.field("braking", "the brakes { kind, value_ms2 }")?)?,
        drive: drive(field, curves)?,
    })
    .map_err(CaseError::Train)
}

fn braking(field: &Field) -> Result<Braking, CaseError> {
    field.only(&["kind", "value_ms2"])?;
    let value = Acceleration::from_ms2(field.number("value_ms2", 0.0)?);
    let kind = field.word("kind", &["constant_deceleration", "constant_force"])?;
    Ok(if kind == "constant_force" {
        Braking::Force(value)
    } else {
        Braking::Deceleration(value)
    })
}

fn drive(train: &Field, curves: CurveFormula) -> Result<Drive, CaseError> {
    let kinds = "one of { curve }, { max_force_n, power_w }, { constant_acceleration_ms2 }";
    let traction = train.field("traction", kinds)?;
    traction.only(&[
        "curve",
        "max_force_n",
        "power_w",
        "constant_acceleration_ms2",
    ])?;
    if traction.maybe("constant_acceleration_ms2")?.is_some() {
        let value = traction.number("constant_acceleration_ms2", 0.0)?;
        return Ok(Drive::Acceleration(Acceleration::from_ms2(value)));
    }
    let effort = if traction.maybe("curve")?.is_some() {
        let points: Result<Vec<_>, _> = traction.list("curve")?.iter().map(point).collect();
        Effort::curve(&points?)
    } else if traction.maybe("max_force_n")?.is_some() {
        let force = Force::from_n(traction.number("max_force_n", 0.0)?);
        Effort::machine(force, None, Power::from_w(traction.number("power_w", 0.0)?))
    } else {
        return Err(traction.wrong(kinds));
    };
    let resistance = train.field("resistance", "{ a_n, b_n_per_ms, c_n_per_ms2 }")?;
    resistance.only(&["a_n", "b_n_per_ms", "c_n_per_ms2"])?;
    Ok(Drive::Forces {
        mass: Mass::from_kg(train.number("mass_kg", 0.0)?),
        rotating_mass_factor: train.number("rotating_mass_factor", 1.0)?,
        resistance: Resistance::coefficients(
            resistance.number("a_n", 0.0)?,
            resistance.number("b_n_per_ms", 0.0)?,
            resistance.number("c_n_per_ms2", 0.0)?,
        ),
        effort: effort.map_err(CaseError::Effort)?,
        curves,
    })
}

fn point(field: &Field) -> Result<EffortPoint, CaseError> {
    field.only(&["speed_ms", "force_n"])?;
    let speed = Speed::from_ms(field.number("speed_ms", 0.0)?);
    Ok(EffortPoint {
        speed,
        force: Force::from_n(field.number("force_n", 0.0)?),
    })
}

fn curve_formula(model: Option<&Field>) -> Result<CurveFormula, CaseError> {
    let Some(model) = model else {
        return Ok(CurveFormula::default());
    };
    if model.maybe("curves")?.is_none() {
        return Ok(CurveFormula::default());
    }
    let names = CurveFormula::ALL.map(CurveFormula::name);
    let name = model.word("curves", &names)?;
    Ok(CurveFormula::named(name).unwrap_or_default())
}

fn rules(case: &Field, model: Option<&Field>) -> Result<Rules, CaseError> {
    let mut rules = Rules {
        start_speed: Speed::from_ms(case.number_or("start_speed_ms", 0.0, 0.0)?),
        stops: case
            .list("stops")?
            .iter()
            .map(stop)
            .collect::<Result<_, _>>()?,
        ..Rules::default()
    };
    if let Some(model) = model {
        model.only(&["gravity_ms2", "gradient", "curves"])?;
        let standard = rules.gravity.ms2();
        rules.gravity = Acceleration::from_ms2(model.number_or("gravity_ms2", 0.0, standard)?);
        if model.maybe("gradient")?.is_some()
            && model.word("gradient", &["point", "strip"])? == "point"
        {
            rules.gradient = GradientModel::Point;
        }
    }
    Ok(rules)
}

fn stop(field: &Field) -> Result<Stop, CaseError> {
    field.only(&["position_m", "dwell_s"])?;
    let dwell = RunTime::from_s(field.number_or("dwell_s", 0.0, 0.0)?);
    Ok(Stop {
        at: place(field, "position_m")?,
        dwell,
    })
}
