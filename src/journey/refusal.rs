//! Refusals of the engine, told by the place on the course where they happen.

use super::course::Course;
use super::model::PlanError;
use super::ride::RideError;
use crate::network::StationIdx;

/// An error of the engine with the place where it happens.
pub(super) fn refusal(course: &Course, error: RideError) -> PlanError {
    let (first_piece, error) = match error {
        RideError::Figures(error) => return error.into(),
        RideError::Run { first_piece, error } => (first_piece, error),
    };
    let error = error.further_on(course.pieces[first_piece].start);
    let Some(offset) = error.stall_offset() else {
        return PlanError::Run(error);
    };
    let place = offset.from_start();
    let piece = course
        .pieces
        .iter()
        .find(|piece| place < piece.end)
        .unwrap_or(&course.pieces[first_piece]);
    let name = |station: StationIdx| course.network.station(station).name.clone();
    PlanError::Stall {
        from: name(piece.step.from),
        to: name(piece.step.to),
        km: place.km(),
        error,
    }
}
