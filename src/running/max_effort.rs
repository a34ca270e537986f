//! The forward pass: full effort until the maximum-speed envelope is met, then along the maximum-speed envelope, from stand to stand.
//!
//! The train is always in one of two states: on the maximum-speed envelope (cruising or braking), or below it at full effort. Events
//! part the pieces: the effective gradient changes its law, the effort changes its law, the maximum-speed envelope is met, a gradient
//! becomes too steep to hold the maximum-speed envelope.

use std::sync::Arc as Shared;

use super::envelope::{Envelope, EnvelopeStretch, How, Piece};
use super::max_envelope::{EnvelopePart, Shape};
use super::physics::Physics;
use super::series::Motion;
use super::slope::Slope;
use super::solve::crossing;
use super::{RunError, greater, lesser};
use crate::units::{Length, Offset, Speed};

/// Accelerations below this are none, m/s²: a micrometre per second in a day.
pub(super) const STILL: f64 = 1e-11;
/// Speeds that differ by less are one, m/s.
pub(super) const SAME_SPEED: f64 = 1e-11;

/// What a run starts from, and where it stands on the route.
pub(super) struct Course<'a> {
    pub start_speed: f64,
    /// Stops on the route, in order.
    pub stops: &'a [f64],
    pub length: f64,
    /// Seconds from the signal to go until the train moves, at each start from a stand.
    pub release: f64,
}

/// Runs over the whole path.
pub(super) fn drive(
    physics: Physics,
    slopes: Shared<Vec<Slope>>,
    parts: Vec<EnvelopePart>,
    course: &Course,
) -> Result<Envelope, RunError> {
    let first = parts[0].shape.speed(0.0, &physics, &slopes);
    if course.start_speed > first + SAME_SPEED {
        return Err(RunError::TooFast {
            found: Speed::from_ms(course.start_speed),
            allowed: Speed::from_ms(first),
        });
    }
    let mut driver = Driver {
        steepest: slopes.iter().fold(0.0, |most, x| {
            greater(most, greater(x.at_start, x.at_end()))
        }),
        pieces: Vec::with_capacity(slopes.len()),
        physics: &physics,
        slopes: &slopes,
        parts: &parts,
        s: 0.0,
        v: course.start_speed.min(first),
        t: 0.0,
        work: 0.0,
        j: 0,
        k: 0,
        law: 0,
        riding: false,
        left_at: f64::NEG_INFINITY,
        held: false,
        most_pieces: most_parts(slopes.len() + parts.len() + physics.laws.len()),
    };
    let mut stretches = Vec::with_capacity(course.stops.len() + 1);
    let mut motion = Motion::still();
    for s_end in course.stops.iter().copied().chain([course.length]) {
        let first = driver.pieces.len();
        driver.stretch(s_end, course.release, &mut motion)?;
        stretches.push(EnvelopeStretch {
            first,
            end: driver.pieces.len(),
            s_end,
            t_end: driver.t,
        });
    }
    let (pieces, work) = (driver.pieces, driver.work);
    Ok(Envelope {
        physics,
        slopes,
        parts,
        pieces,
        stretches,
        work,
    })
}

pub(super) struct Driver<'a> {
    pub(super) physics: &'a Physics,
    pub(super) slopes: &'a [Slope],
    pub(super) parts: &'a [EnvelopePart],
    pub(super) pieces: Vec<Piece>,
    pub(super) s: f64,
    pub(super) v: f64,
    pub(super) t: f64,
    pub(super) work: f64,
    /// The slope, the part and the law that hold here.
    pub(super) j: usize,
    pub(super) k: usize,
    pub(super) law: usize,
    /// Whether the train is on the maximum-speed envelope.
    pub(super) riding: bool,
    /// Where it last left a braking curve for want of effort, and whether it stays on it all the same.
    pub(super) left_at: f64,
    pub(super) held: bool,
    /// The steepest climb of the path.
    steepest: f64,
    /// More pieces than any run has that comes to an end.
    most_pieces: usize,
}

/// More parts than a run has that comes to an end, by the number of things that part it. Assumption: the densest real runs have
/// some ten for each, and long ones on the level some hundred.
pub(super) fn most_parts(things: usize) -> usize {
    20_000 + 200 * things
}

/// A run that does not come to an end.
pub(super) fn endless(s: f64, parts: usize) -> RunError {
    RunError::Endless {
        at: Offset::at(Length::from_m(s)),
        parts,
    }
}

impl Driver<'_> {
    /// From a stand (or the start) to the stand at `s_end`.
    fn stretch(&mut self, s_end: f64, release: f64, motion: &mut Motion) -> Result<(), RunError> {
        if self.v == 0.0 {
            self.t += release;
        }
        self.law = self.physics.law_at(self.v);
        self.riding = self.v > 0.0 && self.v >= self.envelope() - SAME_SPEED;
        while self.s < s_end {
            if self.pieces.len() > self.most_pieces {
                return Err(endless(self.s, self.pieces.len()));
            }
            if self.riding {
                self.follow();
            } else {
                self.pull(motion)?;
            }
            self.advance();
        }
        self.v = 0.0;
        self.riding = false;
        Ok(())
    }

    fn envelope(&self) -> f64 {
        self.parts[self.k]
            .shape
            .speed(self.s, self.physics, self.slopes)
    }

    /// Moves on to the slope and the part that hold from here.
    fn advance(&mut self) {
        self.next_slope();
        let before = self.k;
        while self.k + 1 < self.parts.len() && self.parts[self.k].end <= self.s {
            self.k += 1;
        }
        if self.k != before {
            self.held = false;
            self.riding &= self.envelope() <= self.v + SAME_SPEED;
        }
    }

    /// Moves on to the slope that holds from here.
    fn next_slope(&mut self) {
        while self.j + 1 < self.slopes.len() && self.slopes[self.j].end <= self.s {
            self.j += 1;
        }
    }

    /// Adds a piece that begins here.
    pub(super) fn begin(&mut self, how: How) {
        self.pieces.push(Piece {
            s: self.s,
            v: self.v,
            t: self.t,
            how,
        });
    }

    fn follow(&mut self) {
        match self.parts[self.k].shape {
            Shape::Level { v } => self.cruise(v),
            Shape::Parabola { s_end, v_end, b } => self.brake(s_end, v_end, b),
            Shape::Glide { .. } => {
                let part = self.parts[self.k];
                self.begin(How::Descend {
                    part: self.k as u32,
                });
                self.t += part.shape.time_from(self.s, self.physics, self.slopes);
                if let Shape::Glide { v_end, .. } = part.shape {
                    self.v = v_end;
                }
                self.s = part.end;
            }
        }
    }

    /// Holds the speed up to the end of the part, over any number of slopes, while the effort suffices.
    fn cruise(&mut self, v: f64) {
        self.v = v;
        self.law = self.physics.law_at(v);
        let spare = self.physics.laws[self.law].acceleration(v);
        let drag = self.physics.drag_at(v);
        let (start, arc_end) = (self.s, self.parts[self.k].end);
        while self.riding && self.s < arc_end {
            self.next_slope();
            let slope = self.slopes[self.j];
            let mut end = lesser(slope.end, arc_end);
            let (here, there) = (slope.at(self.s), slope.at(end));
            if spare - here < -STILL || (spare - here < STILL && slope.rise > 0.0) {
                self.riding = false;
                break;
            }
            if spare - there < -STILL {
                end = lesser(self.s + (spare - here) / slope.rise, end);
                self.riding = false;
            }
            self.work += positive_part(drag + here, drag + slope.at(end), end - self.s);
            self.s = end;
        }
        if self.s > start {
            self.pieces.push(Piece {
                s: start,
                v,
                t: self.t,
                how: How::Cruise,
            });
            self.t += (self.s - start) / v;
        }
    }

    /// Along a braking curve of constant deceleration, while that is not less than what the climb takes anyway.
    fn brake(&mut self, s_end: f64, v_end: f64, b: f64) {
        let shape = self.parts[self.k].shape;
        let mut end = self.parts[self.k].end;
        let steep = self.physics.drag_at(self.v) + self.steepest > b;
        if steep && !self.held {
            end = lesser(end, self.slopes[self.j].end);
            let speed = |s: f64| shape.speed(s, self.physics, self.slopes);
            let slope = self.slopes[self.j];
            let spare = |s: f64| self.physics.acceleration(speed(s)) - slope.at(s) + b;
            if spare(self.s) < -STILL {
                self.riding = false;
                self.left_at = self.s;
                return;
            }
            if spare(end) < -STILL {
                end = crossing(self.s, end, |s| spare(s) + STILL);
                self.riding = false;
                self.left_at = end;
            }
            self.work += self.braking_work(end, speed(end), b);
        }
        self.begin(How::Descend {
            part: self.k as u32,
        });
        let v = if end >= s_end {
            v_end
        } else {
            shape.speed(end, self.physics, self.slopes)
        };
        self.t += (self.v - v) / b;
        (self.s, self.v) = (end, v);
    }

    /// Power needed to brake no harder than the curve on a steep climb (Simpson's rule; mostly nothing).
    fn braking_work(&self, end: f64, v_end: f64, b: f64) -> f64 {
        let slope = &self.slopes[self.j];
        let pull = |s: f64, v: f64| (self.physics.drag_at(v) + slope.at(s) - b).max(0.0);
        let middle = 0.5 * (self.s + end);
        let v_middle = (0.5 * (self.v * self.v + v_end * v_end)).sqrt();
        let sum = pull(self.s, self.v) + 4.0 * pull(middle, v_middle) + pull(end, v_end);
        sum * (end - self.s) / 6.0
    }
}

/// The integral of a linear function over `length`, its negative part left out.
fn positive_part(from: f64, to: f64, length: f64) -> f64 {
    if from >= 0.0 && to >= 0.0 {
        0.5 * (from + to) * length
    } else if from <= 0.0 && to <= 0.0 {
        0.0
    } else {
        let top = greater(from, to);
        0.5 * top * length * top / (from - to).abs()
    }
}
