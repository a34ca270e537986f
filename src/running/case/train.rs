//! The train of a case: mass and length, resistance, traction, brakes.

use super::CaseError;
use super::bounds;
use super::field::Field;
use crate::train::{
    Braking, CurveFormula, Dynamics, Effort, EffortPoint, Figures, MaxEffort, Resistance,
};
use crate::units::{Acceleration, Force, Length, Mass, Power, Speed};

pub(super) fn train(field: &Field, curves: CurveFormula) -> Result<Dynamics, CaseError> {
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
        length: Length::from_m(field.number("length_m", &bounds::TRAIN_M)?),
        max_speed: Speed::from_ms(field.number("max_speed_ms", &bounds::RUNNING_SPEED_MS)?),
        braking: braking(&field.field("braking", "the brakes { kind, value_ms2 }")?)?,
        max_effort: max_effort(field, curves)?,
    })
    .map_err(CaseError::Train)
}

fn braking(field: &Field) -> Result<Braking, CaseError> {
    field.only(&["kind", "value_ms2", "release_s"])?;
    let value = Acceleration::from_ms2(field.number("value_ms2", &bounds::ACCELERATION_MS2)?);
    let kind = field.word("kind", &["constant_deceleration", "constant_force"])?;
    Ok(if kind == "constant_force" {
        Braking::Force(value)
    } else {
        Braking::Deceleration(value)
    })
}

fn max_effort(train: &Field, curves: CurveFormula) -> Result<MaxEffort, CaseError> {
    let kinds = "one of { curve }, { max_force_n, power_w }, { constant_acceleration_ms2 }";
    let traction = train.field("traction", kinds)?;
    traction.only(&[
        "curve",
        "max_force_n",
        "power_w",
        "constant_acceleration_ms2",
    ])?;
    if traction.maybe("constant_acceleration_ms2")?.is_some() {
        let value = traction.number("constant_acceleration_ms2", &bounds::ACCELERATION_MS2)?;
        return Ok(MaxEffort::Acceleration(Acceleration::from_ms2(value)));
    }
    let effort = if traction.maybe("curve")?.is_some() {
        let points: Result<Vec<_>, _> = traction.list("curve")?.iter().map(point).collect();
        Effort::curve(&points?)
    } else if traction.maybe("max_force_n")?.is_some() {
        let force = Force::from_n(traction.number("max_force_n", &bounds::MOVING_FORCE_N)?);
        Effort::machine(
            force,
            None,
            Power::from_w(traction.number("power_w", &bounds::POWER_W)?),
        )
    } else {
        return Err(traction.wrong(kinds));
    };
    let resistance = train.field("resistance", "{ a_n, b_n_per_ms, c_n_per_ms2 }")?;
    resistance.only(&["a_n", "b_n_per_ms", "c_n_per_ms2"])?;
    Ok(MaxEffort::Forces {
        mass: Mass::from_kg(train.number("mass_kg", &bounds::MASS_KG)?),
        rotating_mass_factor: train.number("rotating_mass_factor", &bounds::ROTATING_FACTOR)?,
        resistance: Resistance::coefficients(
            resistance.number("a_n", &bounds::A_N)?,
            resistance.number("b_n_per_ms", &bounds::B_N_PER_MS)?,
            resistance.number("c_n_per_ms2", &bounds::C_N_PER_MS2)?,
        ),
        effort: effort.map_err(CaseError::Effort)?,
        curves,
    })
}

fn point(field: &Field) -> Result<EffortPoint, CaseError> {
    field.only(&["speed_ms", "force_n"])?;
    let speed = Speed::from_ms(field.number("speed_ms", &bounds::SPEED_MS)?);
    Ok(EffortPoint {
        speed,
        force: Force::from_n(field.number("force_n", &bounds::FORCE_N)?),
    })
}

pub(super) fn curve_formula(model: Option<&Field>) -> Result<CurveFormula, CaseError> {
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
