//! The path of a case: length, limits, gradients, curves.

use super::CaseError;
use super::bounds;
use super::field::Field;
use crate::running::{CurvePiece, GradePiece, LimitPiece, LimitProfile, Path};
use crate::units::{Grade, Length, Offset, Speed};

pub(super) fn place(field: &Field, name: &str) -> Result<Offset, CaseError> {
    Ok(Offset::at(Length::from_m(
        field.number(name, &bounds::PLACE_M)?,
    )))
}

pub(super) fn path(field: &Field) -> Result<Path, CaseError> {
    field.only(&["length_m", "speed_limits", "gradients", "curves"])?;
    let length = Length::from_m(field.number("length_m", &bounds::PLACE_M)?);
    field.field("speed_limits", "a list [ … ]")?;
    let limits: Result<_, _> = field.list("speed_limits")?.iter().map(limit).collect();
    let limits = LimitProfile::new(limits?).map_err(CaseError::Limits)?;
    let grades: Result<_, _> = field.list("gradients")?.iter().map(grade).collect();
    let curves: Result<_, _> = field.list("curves")?.iter().map(curve).collect();
    Path::new(length, limits, grades?, curves?).map_err(CaseError::Path)
}

fn limit(field: &Field) -> Result<LimitPiece, CaseError> {
    field.only(&["start_m", "end_m", "speed_ms"])?;
    let speed = Speed::from_ms(field.number("speed_ms", &bounds::RUNNING_SPEED_MS)?);
    Ok(LimitPiece {
        start: place(field, "start_m")?,
        end: place(field, "end_m")?,
        speed,
    })
}

fn grade(field: &Field) -> Result<GradePiece, CaseError> {
    field.only(&["start_m", "end_m", "permille"])?;
    let grade = Grade::from_permille(field.number("permille", &bounds::GRADE_PERMILLE)?);
    Ok(GradePiece {
        start: place(field, "start_m")?,
        end: place(field, "end_m")?,
        grade,
    })
}

fn curve(field: &Field) -> Result<CurvePiece, CaseError> {
    field.only(&["start_m", "end_m", "radius_m"])?;
    let radius = Length::from_m(field.number("radius_m", &bounds::RADIUS_M)?);
    Ok(CurvePiece {
        start: place(field, "start_m")?,
        end: place(field, "end_m")?,
        radius,
    })
}
