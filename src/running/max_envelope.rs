//! How fast the train may be anywhere: the allowed speeds with the braking curves into them, built backwards.
//!
//! From every place where less is allowed, and from every stop, the brake is reckoned back until it meets the speed
//! allowed before. With a constant deceleration that is v² = v² + 2bs, exactly. With a constant brake force, and when
//! coasting, the curve is the power series of the train's own motion backwards in time. The result steps up but never down.

use super::max_effort::{endless, most_parts};
use super::physics::{Brake, Physics};
use super::series::{Expected, Motion, Start};
use super::slope::Slope;
use super::solve::Miss;
use super::{MrspSection, RunError};
use crate::units::{Grade, Length, Offset};

/// A stretch of the maximum-speed envelope; it begins where the one before ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct EnvelopePart {
    pub end: f64,
    /// Which place it comes down to: stops and lower limits, counted from the end of the path.
    pub target: usize,
    pub shape: Shape,
}

/// How the maximum-speed envelope runs over a stretch.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Shape {
    /// The speed allowed.
    Level { v: f64 },
    /// A constant deceleration down to `v_end` at `s_end`.
    Parabola { s_end: f64, v_end: f64, b: f64 },
    /// Resistance, gradient and a brake force of `b` (none when coasting) down to `v_end` at `s_end`; `time` long.
    Glide {
        s_end: f64,
        v_end: f64,
        slope: u32,
        b: f64,
        time: f64,
    },
}

impl Shape {
    /// The envelope at a place of the stretch.
    pub(super) fn speed(&self, s: f64, physics: &Physics, slopes: &[Slope]) -> f64 {
        match *self {
            Shape::Level { v } => v,
            Shape::Parabola { s_end, v_end, b } => (v_end * v_end + 2.0 * b * (s_end - s)).sqrt(),
            Shape::Glide {
                s_end,
                v_end,
                slope,
                b,
                time,
            } => {
                let back = Back {
                    physics,
                    slope: &slopes[slope as usize],
                    b,
                };
                back.to(
                    End {
                        s: s_end,
                        v: v_end,
                        time,
                    },
                    s,
                )
                .0
            }
        }
    }

    /// The time along the maximum-speed envelope from `s` to its end.
    pub(super) fn time_from(&self, s: f64, physics: &Physics, slopes: &[Slope]) -> f64 {
        match *self {
            Shape::Level { .. } => 0.0,
            Shape::Parabola { v_end, b, .. } => (self.speed(s, physics, slopes) - v_end) / b,
            Shape::Glide {
                s_end,
                v_end,
                slope,
                b,
                time,
            } => {
                let back = Back {
                    physics,
                    slope: &slopes[slope as usize],
                    b,
                };
                back.to(
                    End {
                        s: s_end,
                        v: v_end,
                        time,
                    },
                    s,
                )
                .1
            }
        }
    }
}

/// Braking or coasting reckoned backwards on one slope.
struct Back<'a> {
    physics: &'a Physics,
    slope: &'a Slope,
    b: f64,
}

impl Back<'_> {
    /// The motion back from `s` at `v`, over about `seconds`.
    fn motion(&self, s: f64, v: f64, seconds: f64) -> Motion {
        let law = self.physics.retarding(self.b);
        // Backwards the gradient helps the growing speed, hence the sign; `rise` counts metres back.
        let start = Start {
            v,
            slope: -self.slope.at(s),
            rise: self.slope.rise,
        };
        Motion::new(&law, start, Expected::Seconds(seconds))
    }

    fn rate(&self, s: f64, v: f64) -> f64 {
        self.b + self.physics.drag_at(v) + self.slope.at(s)
    }

    /// Speed at `s` and time from there, for a curve that a single series covers.
    fn to(&self, end: End, s: f64) -> (f64, f64) {
        let distance = end.s - s;
        if distance <= 0.0 {
            return (end.v, 0.0);
        }
        let motion = self.motion(end.s, end.v, end.time);
        let mut state = motion.arrival(distance);
        if state.s < distance {
            state = motion.at(end.time);
        }
        (state.v, state.t)
    }
}

/// Where a curve reckoned backwards begins, and how long it is.
#[derive(Clone, Copy)]
struct End {
    s: f64,
    v: f64,
    time: f64,
}

/// About how long `distance` takes from speed `v` at acceleration `a`; as long as it moves where it does not arrive.
pub(super) fn duration(distance: f64, v: f64, a: f64) -> f64 {
    let square = v * v + 2.0 * a * distance;
    if square > 0.0 {
        2.0 * distance / (v + square.sqrt())
    } else {
        2.0 * v / a.abs()
    }
}

/// Coasting before the brake, for the economy option.
pub(super) struct Coasting<'a> {
    /// The speed at which coasting gives way to the brake, by target; see [`EnvelopePart::target`].
    pub brake_below: &'a [f64],
}

/// What a envelope is built from.
pub(super) struct Building<'a> {
    pub physics: &'a Physics,
    pub slopes: &'a [Slope],
    pub allowed: &'a [MrspSection],
    /// Where the train stands on the route, in order.
    pub stops: &'a [f64],
    pub coasting: Option<Coasting<'a>>,
}

impl Building<'_> {
    /// Builds it backwards from the stand at the end.
    pub(super) fn build(&self) -> Result<Vec<EnvelopePart>, RunError> {
        let mut pass = Pass {
            plan: self,
            parts: Vec::with_capacity(2 * self.allowed.len() + 2 * self.stops.len() + 2),
            s: self.allowed[self.allowed.len() - 1].end,
            v: 0.0,
            j: self.slopes.len() - 1,
            target: 0,
            most_parts: most_parts(self.slopes.len() + self.allowed.len() + self.stops.len()),
        };
        let mut stops = self.stops.iter().rev().copied().peekable();
        for piece in self.allowed.iter().rev() {
            while let Some(stop) = stops.next_if(|stop| *stop >= piece.start) {
                pass.back_to(stop, piece.v)?;
                pass.aim(0.0);
            }
            if piece.v < pass.v {
                pass.aim(piece.v);
            }
            pass.back_to(piece.start, piece.v)?;
        }
        pass.parts.reverse();
        Ok(pass.parts)
    }
}

/// The state of the backward pass: the maximum-speed envelope is known from `s` on and is `v` there.
struct Pass<'a> {
    plan: &'a Building<'a>,
    parts: Vec<EnvelopePart>,
    s: f64,
    v: f64,
    j: usize,
    target: usize,
    /// More parts than any braking has that comes to an end.
    most_parts: usize,
}

impl Pass<'_> {
    /// A new target: everything further back brakes for this.
    fn aim(&mut self, v: f64) {
        self.v = v;
        self.target += 1;
    }

    /// Extends the maximum-speed envelope back to `start`, where up to `allowed` may be run.
    fn back_to(&mut self, start: f64, allowed: f64) -> Result<(), RunError> {
        self.v = self.v.min(allowed);
        while self.s > start {
            if self.parts.len() > self.most_parts {
                return Err(endless(self.s, self.parts.len()));
            }
            if self.v >= allowed {
                self.level(start, allowed);
            } else {
                self.descend(start, allowed)?;
            }
        }
        Ok(())
    }

    fn level(&mut self, start: f64, v: f64) {
        match self.parts.last_mut() {
            // The part before (further on) has the same speed: it simply begins earlier.
            Some(EnvelopePart {
                shape: Shape::Level { v: same },
                ..
            }) if *same == v => {}
            _ => self.parts.push(EnvelopePart {
                end: self.s,
                target: self.target,
                shape: Shape::Level { v },
            }),
        }
        self.s = start;
    }

    fn descend(&mut self, start: f64, allowed: f64) -> Result<(), RunError> {
        if let Some(coasting) = &self.plan.coasting {
            let brake_below = coasting
                .brake_below
                .get(self.target)
                .copied()
                .unwrap_or(f64::INFINITY);
            if self.v >= brake_below {
                return self.glide(start, allowed, 0.0);
            }
            return self.brake(start, allowed.min(brake_below));
        }
        self.brake(start, allowed)
    }

    fn brake(&mut self, start: f64, allowed: f64) -> Result<(), RunError> {
        match self.plan.physics.brake {
            Brake::Deceleration(b) => {
                self.parabola(start, allowed, b);
                Ok(())
            }
            Brake::Force(b) => self.glide(start, allowed, b),
        }
    }

    fn parabola(&mut self, start: f64, allowed: f64, b: f64) {
        let (s_end, v_end) = match self.parts.last() {
            // Still the same curve: reckon from its end, so that cutting it changes nothing.
            Some(EnvelopePart {
                shape:
                    Shape::Parabola {
                        s_end,
                        v_end,
                        b: same,
                    },
                ..
            }) if *same == b && self.v > *v_end && self.joins(*s_end, *v_end, b) => {
                (*s_end, *v_end)
            }
            _ => {
                let shape = Shape::Parabola {
                    s_end: self.s,
                    v_end: self.v,
                    b,
                };
                self.parts.push(EnvelopePart {
                    end: self.s,
                    target: self.target,
                    shape,
                });
                (self.s, self.v)
            }
        };
        let reach = (allowed * allowed - v_end * v_end) / (2.0 * b);
        if s_end - reach > start {
            (self.s, self.v) = (s_end - reach, allowed);
        } else {
            self.s = start;
            self.v = (v_end * v_end + 2.0 * b * (s_end - start))
                .sqrt()
                .min(allowed);
        }
    }

    /// Whether the present state lies on the parabola into (`s_end`, `v_end`).
    fn joins(&self, s_end: f64, v_end: f64, b: f64) -> bool {
        self.v == (v_end * v_end + 2.0 * b * (s_end - self.s)).sqrt()
    }

    /// One series of braking by force or of coasting, at most back to the start of the slope.
    fn glide(&mut self, start: f64, allowed: f64, b: f64) -> Result<(), RunError> {
        let slopes = self.plan.slopes;
        while self.j > 0 && slopes[self.j].start >= self.s {
            self.j -= 1;
        }
        let slope = &slopes[self.j];
        let back = Back {
            physics: self.plan.physics,
            slope,
            b,
        };
        let start = start.max(slope.start);
        let rate = back.rate(self.s, self.v);
        if rate <= LEAST_RATE {
            if b > 0.0 {
                return Err(self.runaway(slope));
            }
            // Here the train would gain speed without power: it holds its speed with the brake instead.
            self.level(start, self.v);
            return Ok(());
        }
        let wanted = duration(self.s - start, self.v, rate);
        let motion = back.motion(self.s, self.v, wanted);
        let mut state = motion.arrival(self.s - start);
        let is_there = state.s >= self.s - start;
        let too_fast = state.v > allowed;
        if too_fast {
            state = motion.solve(state, (0.0, state.h), |state, change| Miss {
                value: state.v - allowed,
                rate: change.gain,
                bend: change.bend,
            });
        }
        let (s_end, v_end, slope) = (self.s, self.v, self.j as u32);
        self.parts.push(EnvelopePart {
            end: s_end,
            target: self.target,
            shape: Shape::Glide {
                s_end,
                v_end,
                slope,
                b,
                time: state.h,
            },
        });
        if too_fast {
            (self.s, self.v) = (s_end - state.s, allowed);
        } else {
            self.s = if is_there { start } else { s_end - state.s };
            self.v = state.v.max(1e-9);
        }
        Ok(())
    }

    fn runaway(&self, slope: &Slope) -> RunError {
        let scale = self.plan.physics.slope_scale;
        RunError::Runaway {
            at: Offset::at(Length::from_m(self.s)),
            grade: Grade::from_slope(if scale > 0.0 {
                slope.at(self.s) / scale
            } else {
                0.0
            }),
        }
    }
}

/// A deceleration too small to be one, m/s²: a tenth of a millimetre per second in a thousand seconds.
const LEAST_RATE: f64 = 1e-7;
