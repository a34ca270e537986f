//! The line a train runs over: how long, how fast, how steep, how curved.

use thiserror::Error;

use super::LimitProfile;
use crate::units::{Grade, Length, Offset};

/// A stretch of one gradient.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GradePiece {
    /// Where it begins.
    pub start: Offset,
    /// Where it ends.
    pub end: Offset,
    /// Rising positive.
    pub grade: Grade,
}

/// A stretch of one curve.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CurvePiece {
    /// Where it begins.
    pub start: Offset,
    /// Where it ends.
    pub end: Offset,
    /// How tight it is.
    pub radius: Length,
}

/// A line from its start to its length: limits everywhere; gradients and curves where given, level and straight elsewhere.
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    length: Length,
    limits: LimitProfile,
    grades: Vec<GradePiece>,
    curves: Vec<CurvePiece>,
}

/// A line that cannot be.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum PathError {
    /// No length at all.
    #[error("the path is {found_m} m long, more than 0 is needed")]
    NoLength {
        /// Its length, m.
        found_m: f64,
    },
    /// Limits that end before the path does.
    #[error("the speed limits end at {end_m} m, the path at {length_m} m; every metre needs one")]
    Uncovered {
        /// Where the limits end, m.
        end_m: f64,
        /// Where the path ends, m.
        length_m: f64,
    },
    /// A gradient or curve that begins before the one before it ends, or has no length.
    #[error(
        "{what} {index} runs from {start_m} m to {end_m} m, but can begin only at {from_m} m and must end later"
    )]
    OutOfOrder {
        /// "gradient" or "curve".
        what: &'static str,
        /// Which one, from 0.
        index: usize,
        /// Its start, m.
        start_m: f64,
        /// Its end, m.
        end_m: f64,
        /// Where the one before ended, m.
        from_m: f64,
    },
    /// A curve without a radius.
    #[error("curve {index} has a radius of {found_m} m, more than 0 is needed")]
    NoRadius {
        /// Which one, from 0.
        index: usize,
        /// Its radius, m.
        found_m: f64,
    },
}

impl Path {
    /// A line. Gradients and curves must be in order and may leave gaps.
    ///
    /// # Errors
    /// [`PathError`] for no length, limits that end early, pieces out of order, a curve without radius.
    pub fn new(
        length: Length,
        limits: LimitProfile,
        grades: Vec<GradePiece>,
        curves: Vec<CurvePiece>,
    ) -> Result<Path, PathError> {
        if length <= Length::ZERO {
            return Err(PathError::NoLength {
                found_m: length.m(),
            });
        }
        let end_m = limits.end().from_start().m();
        if end_m < length.m() {
            return Err(PathError::Uncovered {
                end_m,
                length_m: length.m(),
            });
        }
        in_order(
            "gradient",
            grades.iter().map(|piece| (piece.start, piece.end)),
        )?;
        in_order("curve", curves.iter().map(|piece| (piece.start, piece.end)))?;
        if let Some(index) = curves.iter().position(|curve| curve.radius <= Length::ZERO) {
            return Err(PathError::NoRadius {
                index,
                found_m: curves[index].radius.m(),
            });
        }
        Ok(Path {
            length,
            limits,
            grades,
            curves,
        })
    }

    /// From the start to the end.
    #[must_use]
    pub fn length(&self) -> Length {
        self.length
    }

    /// Where it ends.
    #[must_use]
    pub fn end(&self) -> Offset {
        Offset::START + self.length
    }

    /// The speed limits.
    #[must_use]
    pub fn limits(&self) -> &LimitProfile {
        &self.limits
    }

    /// The gradients, in order.
    #[must_use]
    pub fn grades(&self) -> &[GradePiece] {
        &self.grades
    }

    /// The curves, in order.
    #[must_use]
    pub fn curves(&self) -> &[CurvePiece] {
        &self.curves
    }
}

fn in_order(
    what: &'static str,
    pieces: impl Iterator<Item = (Offset, Offset)>,
) -> Result<(), PathError> {
    let mut from = Offset::START;
    for (index, (start, end)) in pieces.enumerate() {
        if start < from || end <= start {
            return Err(PathError::OutOfOrder {
                what,
                index,
                start_m: start.from_start().m(),
                end_m: end.from_start().m(),
                from_m: from.from_start().m(),
            });
        }
        from = end;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::LimitPiece;
    use super::*;
    use crate::units::Speed;

    fn at(m: f64) -> Offset {
        Offset::at(Length::from_m(m))
    }

    fn limits(end_m: f64) -> LimitProfile {
        let piece = LimitPiece {
            start: at(0.0),
            end: at(end_m),
            speed: Speed::from_ms(20.0),
        };
        LimitProfile::new(vec![piece]).expect("one piece")
    }

    #[test]
    fn a_path_needs_limits_to_its_end() {
        let path = Path::new(Length::from_m(1_000.0), limits(900.0), vec![], vec![]);
        assert_eq!(
            path,
            Err(PathError::Uncovered {
                end_m: 900.0,
                length_m: 1_000.0
            })
        );
        assert!(Path::new(Length::from_m(900.0), limits(900.0), vec![], vec![]).is_ok());
    }

    #[test]
    fn overlapping_gradients_are_refused() {
        let grade = Grade::from_permille(5.0);
        let grades = vec![
            GradePiece {
                start: at(0.0),
                end: at(500.0),
                grade,
            },
            GradePiece {
                start: at(400.0),
                end: at(600.0),
                grade,
            },
        ];
        let error = Path::new(Length::from_m(900.0), limits(900.0), grades, vec![])
            .expect_err("they overlap");
        assert_eq!(
            error.to_string(),
            "gradient 1 runs from 400 m to 600 m, but can begin only at 500 m and must end later"
        );
    }
}
