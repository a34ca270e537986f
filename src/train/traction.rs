//! Tractive effort at the wheel by speed.
//!
//! An effort is a row of pieces `f0 + f1 v + p/v`, continuous and unbroken from standstill upwards; so given curves,
//! starting and adhesion limits, power hyperbolas and sums of several locomotives are one form, and the engine solves
//! each piece exactly.
//!
//! ```
//! use slowtrain::train::Effort;
//! use slowtrain::units::{Force, Power, Speed};
//! let m62 = Effort::machine(Force::from_kn(314.0), None, Power::from_kw(1_090.0)).expect("positive");
//! assert_eq!(m62.at(Speed::ZERO).kn(), 314.0);
//! assert!((m62.at(Speed::from_ms(10.0)).kn() - 109.0).abs() < 1e-9);
//! assert_eq!(m62.times(2).at(Speed::ZERO).kn(), 628.0);
//! ```

use thiserror::Error;

use crate::units::{Force, Power, Speed};

/// One point of a given effort curve.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EffortPoint {
    /// The speed.
    pub speed: Speed,
    /// The effort at that speed.
    pub force: Force,
}

/// A stretch of speeds over which the effort is `f0 + f1 v + p/v` newtons, v in m/s.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EffortPiece {
    /// Where it begins, m/s; it ends where the next begins.
    pub from_ms: f64,
    /// The constant part, N.
    pub f0: f64,
    /// The part that grows with speed, N/(m/s).
    pub f1: f64,
    /// The power of the hyperbola, W.
    pub p: f64,
}

impl EffortPiece {
    fn at(&self, v: f64) -> f64 {
        let hyperbola = if self.p == 0.0 { 0.0 } else { self.p / v };
        self.f0 + self.f1 * v + hyperbola
    }
}

/// An effort that cannot be.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum EffortError {
    /// A curve without points.
    #[error("the effort curve has no points, at least one is needed")]
    Empty,
    /// Speeds that do not rise from point to point.
    #[error(
        "point {index} of the effort curve is at {found_ms} m/s, not above the point before it"
    )]
    NotRising {
        /// Which point, from 0.
        index: usize,
        /// Its speed, m/s.
        found_ms: f64,
    },
    /// A force or power below zero.
    #[error("point {index} of the effort curve pulls with {found_n} N, at least 0 is needed")]
    Negative {
        /// Which point, from 0.
        index: usize,
        /// Its force, N.
        found_n: f64,
    },
    /// A machine without force or power.
    #[error("{what} of a locomotive is {found}, more than 0 is needed")]
    Powerless {
        /// Which figure.
        what: &'static str,
        /// Its value, N or W.
        found: f64,
    },
}

/// Tractive effort at the wheel by speed, from standstill upwards.
#[derive(Clone, Debug, PartialEq)]
pub struct Effort {
    pieces: Vec<EffortPiece>,
}

impl Effort {
    /// A given curve: linear between the points, the first value below and the last value beyond them.
    ///
    /// # Errors
    /// [`EffortError`] unless there is a point, speeds rise and forces are not negative.
    pub fn curve(points: &[EffortPoint]) -> Result<Effort, EffortError> {
        let first = points.first().ok_or(EffortError::Empty)?;
        for (index, point) in points.iter().enumerate() {
            if point.force < Force::ZERO {
                return Err(EffortError::Negative {
                    index,
                    found_n: point.force.n(),
                });
            }
            let rises = if index == 0 {
                point.speed >= Speed::ZERO
            } else {
                point.speed > points[index - 1].speed
            };
            if !rises {
                return Err(EffortError::NotRising {
                    index,
                    found_ms: point.speed.ms(),
                });
            }
        }
        let mut pieces = Vec::with_capacity(points.len() + 1);
        if first.speed > Speed::ZERO {
            pieces.push(EffortPiece {
                from_ms: 0.0,
                f0: first.force.n(),
                f1: 0.0,
                p: 0.0,
            });
        }
        for pair in points.windows(2) {
            let (v, w) = (pair[0].speed.ms(), pair[1].speed.ms());
            let f1 = (pair[1].force.n() - pair[0].force.n()) / (w - v);
            let f0 = pair[0].force.n() - f1 * v;
            pieces.push(EffortPiece {
                from_ms: v,
                f0,
                f1,
                p: 0.0,
            });
        }
        let last = points[points.len() - 1];
        pieces.push(EffortPiece {
            from_ms: last.speed.ms(),
            f0: last.force.n(),
            f1: 0.0,
            p: 0.0,
        });
        let mut effort = Effort { pieces };
        effort.join_equal();
        Ok(effort)
    }

    /// A locomotive: the lower of its starting effort, its adhesion limit where known, and its power at the rail over speed.
    ///
    /// # Errors
    /// [`EffortError::Powerless`] unless all are positive.
    pub fn machine(
        starting: Force,
        adhesion: Option<Force>,
        power: Power,
    ) -> Result<Effort, EffortError> {
        let limit = adhesion.map_or(starting, |adhesion| starting.min(adhesion));
        for (what, found) in [("the starting effort", limit.n()), ("the power", power.w())] {
            if found <= 0.0 {
                return Err(EffortError::Powerless { what, found });
            }
        }
        let (force, power) = (limit.n(), power.w());
        Ok(Effort {
            pieces: vec![
                EffortPiece {
                    from_ms: 0.0,
                    f0: force,
                    f1: 0.0,
                    p: 0.0,
                },
                EffortPiece {
                    from_ms: power / force,
                    f0: 0.0,
                    f1: 0.0,
                    p: power,
                },
            ],
        })
    }

    /// Several locomotives of the same kind pulling together.
    #[must_use]
    pub fn times(&self, count: u32) -> Effort {
        let n = f64::from(count);
        let scale = |piece: &EffortPiece| EffortPiece {
            from_ms: piece.from_ms,
            f0: piece.f0 * n,
            f1: piece.f1 * n,
            p: piece.p * n,
        };
        let mut effort = Effort {
            pieces: self.pieces.iter().map(scale).collect(),
        };
        effort.join_equal();
        effort
    }

    /// Two locomotives of different kinds pulling together.
    #[must_use]
    pub fn plus(&self, other: &Effort) -> Effort {
        let mut starts: Vec<f64> = self
            .pieces
            .iter()
            .chain(&other.pieces)
            .map(|piece| piece.from_ms)
            .collect();
        starts.sort_by(f64::total_cmp);
        starts.dedup();
        let sum = |from_ms: f64| {
            let (a, b) = (self.piece_at(from_ms), other.piece_at(from_ms));
            EffortPiece {
                from_ms,
                f0: a.f0 + b.f0,
                f1: a.f1 + b.f1,
                p: a.p + b.p,
            }
        };
        let mut effort = Effort {
            pieces: starts.into_iter().map(sum).collect(),
        };
        effort.join_equal();
        effort
    }

    /// The effort at a speed.
    #[must_use]
    pub fn at(&self, speed: Speed) -> Force {
        let v = speed.ms().max(0.0);
        Force::from_n(self.piece_at(v).at(v).max(0.0))
    }

    /// The pieces, the first from standstill.
    #[must_use]
    pub fn pieces(&self) -> &[EffortPiece] {
        &self.pieces
    }

    fn piece_at(&self, v: f64) -> &EffortPiece {
        let after = self.pieces.partition_point(|piece| piece.from_ms <= v);
        &self.pieces[after.max(1) - 1]
    }

    /// Neighbours with the same law are one piece.
    fn join_equal(&mut self) {
        self.pieces.dedup_by(|later, earlier| {
            later.f0 == earlier.f0 && later.f1 == earlier.f1 && later.p == earlier.p
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(ms: f64, n: f64) -> EffortPoint {
        EffortPoint {
            speed: Speed::from_ms(ms),
            force: Force::from_n(n),
        }
    }

    #[test]
    fn curves_are_linear_between_points_and_flat_beyond() {
        let effort = Effort::curve(&[point(2.0, 100.0), point(4.0, 60.0)]).expect("good curve");
        for (v, n) in [
            (0.0, 100.0),
            (2.0, 100.0),
            (3.0, 80.0),
            (4.0, 60.0),
            (9.0, 60.0),
        ] {
            assert!((effort.at(Speed::from_ms(v)).n() - n).abs() < 1e-12, "{v}");
        }
    }

    #[test]
    fn curves_that_cannot_be_are_refused() {
        assert_eq!(Effort::curve(&[]), Err(EffortError::Empty));
        let back = Effort::curve(&[point(2.0, 1.0), point(2.0, 1.0)]);
        assert_eq!(
            back,
            Err(EffortError::NotRising {
                index: 1,
                found_ms: 2.0
            })
        );
        let push = Effort::curve(&[point(0.0, -1.0)]);
        assert_eq!(
            push,
            Err(EffortError::Negative {
                index: 0,
                found_n: -1.0
            })
        );
    }

    #[test]
    fn adhesion_caps_the_start_and_not_the_power() {
        let power = Power::from_kw(1_000.0);
        let effort = Effort::machine(Force::from_kn(300.0), Some(Force::from_kn(200.0)), power)
            .expect("positive");
        assert_eq!(effort.at(Speed::from_ms(1.0)).kn(), 200.0);
        assert_eq!(effort.at(Speed::from_ms(20.0)).kn(), 50.0);
        assert!(Effort::machine(Force::ZERO, None, power).is_err());
    }

    #[test]
    fn locomotives_of_different_kinds_add_up_at_every_speed() {
        let machine =
            Effort::machine(Force::from_kn(300.0), None, Power::from_kw(900.0)).expect("positive");
        let curve = Effort::curve(&[point(0.0, 90e3), point(30.0, 30e3)]).expect("good curve");
        let both = machine.plus(&curve);
        for tenth in 0..400 {
            let speed = Speed::from_ms(f64::from(tenth) / 10.0);
            let sum = machine.at(speed) + curve.at(speed);
            assert!(
                (both.at(speed) - sum).abs() < Force::from_n(1e-6),
                "{speed:?}"
            );
        }
    }
}
