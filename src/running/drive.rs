//! The forward pass: full effort until the ceiling is met, then along the ceiling, from stand to stand.
//!
//! The train is always in one of two states: on the ceiling (cruising or braking), or below it at full effort. Events
//! part the pieces: the felt gradient changes its law, the effort changes its law, the ceiling is met, a gradient
//! becomes too steep to hold the ceiling.

use super::RunError;
use super::ceiling::{Arc, Shape, duration};
use super::envelope::{Envelope, How, Piece, Stretch};
use super::event::{Bounds, Hit};
use super::physics::{Law, Physics};
use super::series::{Motion, Start, State, crossing};
use super::slope::Slope;
use crate::units::{Force, Grade, Length, Mass, Offset, Speed};

/// Accelerations below this are none, m/s²: a micrometre per second in a day.
pub(super) const STILL: f64 = 1e-11;
/// Speeds that differ by less are one, m/s.
pub(super) const SAME_SPEED: f64 = 1e-11;
/// A train that gets slower than this on a climb has stalled, m/s. Assumption: a centimetre per second is no running.
const CREEP: f64 = 0.01;

/// What a run starts from, and where it stands on the way.
pub(super) struct Course<'a> {
    pub start_speed: f64,
    /// Stops on the way, in order.
    pub stops: &'a [f64],
    pub length: f64,
    /// Seconds from the signal to go until the train moves, at each start from a stand.
    pub release: f64,
}

/// Runs over the whole path.
pub(super) fn drive(
    physics: Physics,
    slopes: Vec<Slope>,
    arcs: Vec<Arc>,
    course: &Course,
) -> Result<Envelope, RunError> {
    let first = arcs[0].shape.speed(0.0, &physics, &slopes);
    if course.start_speed > first + SAME_SPEED {
        return Err(RunError::TooFast {
            found: Speed::from_ms(course.start_speed),
            allowed: Speed::from_ms(first),
        });
    }
    let mut driver = Driver {
        steepest: slopes
            .iter()
            .fold(0.0, |most, x| f64::max(most, x.at_start.max(x.at_end()))),
        pieces: Vec::with_capacity(2 * (slopes.len() + arcs.len())),
        physics: &physics,
        slopes: &slopes,
        arcs: &arcs,
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
    };
    let mut stretches = Vec::with_capacity(course.stops.len() + 1);
    for s_end in course.stops.iter().copied().chain([course.length]) {
        let first = driver.pieces.len();
        driver.stretch(s_end, course.release)?;
        stretches.push(Stretch {
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
        arcs,
        pieces,
        stretches,
        work,
    })
}

pub(super) struct Driver<'a> {
    pub(super) physics: &'a Physics,
    pub(super) slopes: &'a [Slope],
    pub(super) arcs: &'a [Arc],
    pieces: Vec<Piece>,
    pub(super) s: f64,
    v: f64,
    t: f64,
    work: f64,
    /// The slope, the arc and the law that hold here.
    j: usize,
    pub(super) k: usize,
    law: usize,
    /// Whether the train is on the ceiling.
    riding: bool,
    /// Where it last left a braking curve for want of effort, and whether it stays on it all the same.
    left_at: f64,
    held: bool,
    /// The steepest climb of the path.
    steepest: f64,
}

impl Driver<'_> {
    /// From a stand (or the start) to the stand at `s_end`.
    fn stretch(&mut self, s_end: f64, release: f64) -> Result<(), RunError> {
        if self.v == 0.0 {
            self.t += release;
        }
        self.law = self.physics.law_at(self.v);
        self.riding = self.v > 0.0 && self.v >= self.ceiling() - SAME_SPEED;
        while self.s < s_end {
            if self.riding {
                self.follow();
            } else {
                self.pull()?;
            }
            self.advance();
        }
        self.v = 0.0;
        self.riding = false;
        Ok(())
    }

    fn ceiling(&self) -> f64 {
        self.arcs[self.k]
            .shape
            .speed(self.s, self.physics, self.slopes)
    }

    /// Moves on to the slope and the arc that hold from here.
    fn advance(&mut self) {
        while self.j + 1 < self.slopes.len() && self.slopes[self.j].end <= self.s {
            self.j += 1;
        }
        let before = self.k;
        while self.k + 1 < self.arcs.len() && self.arcs[self.k].end <= self.s {
            self.k += 1;
        }
        if self.k != before {
            self.held = false;
            self.riding &= self.ceiling() <= self.v + SAME_SPEED;
        }
    }

    /// Adds a piece that begins here.
    fn begin(&mut self, how: How) {
        self.pieces.push(Piece {
            s: self.s,
            v: self.v,
            t: self.t,
            how,
        });
    }

    fn follow(&mut self) {
        match self.arcs[self.k].shape {
            Shape::Level { v } => self.cruise(v),
            Shape::Parabola { s_end, v_end, b } => self.brake(s_end, v_end, b),
            Shape::Glide { .. } => {
                let arc = self.arcs[self.k];
                self.begin(How::Descend { arc: self.k as u32 });
                self.t += arc.shape.time_from(self.s, self.physics, self.slopes);
                if let Shape::Glide { v_end, .. } = arc.shape {
                    self.v = v_end;
                }
                self.s = arc.end;
            }
        }
    }

    /// Holds the speed while the effort suffices.
    fn cruise(&mut self, v: f64) {
        self.v = v;
        self.law = self.physics.law_at(v);
        let slope = self.slopes[self.j];
        let spare = self.physics.laws[self.law].acceleration(v);
        let mut end = self.arcs[self.k].end.min(slope.end);
        let (here, there) = (slope.at(self.s), slope.at(end));
        if spare - here < -STILL || (spare - here < STILL && slope.rise > 0.0) {
            self.riding = false;
            return;
        }
        if spare - there < -STILL {
            end = (self.s + (spare - here) / slope.rise).min(end);
            self.riding = false;
        }
        if !matches!(self.pieces.last(), Some(Piece { v: same, how: How::Cruise, .. }) if *same == v)
        {
            self.begin(How::Cruise);
        }
        let drag = self.physics.drag_at(v);
        self.work += positive_part(drag + here, drag + slope.at(end), end - self.s);
        self.t += (end - self.s) / v;
        self.s = end;
    }

    /// Along a braking curve of constant deceleration, while that is not less than what the climb takes anyway.
    fn brake(&mut self, s_end: f64, v_end: f64, b: f64) {
        let shape = self.arcs[self.k].shape;
        let mut end = self.arcs[self.k].end;
        let steep = self.physics.drag_at(self.v) + self.steepest > b;
        if steep && !self.held {
            end = end.min(self.slopes[self.j].end);
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
        self.begin(How::Descend { arc: self.k as u32 });
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

    /// Full effort up to the next event.
    fn pull(&mut self) -> Result<(), RunError> {
        let slope = self.slopes[self.j];
        let here = slope.at(self.s);
        let (law, a) = self.law_here(here);
        if a < STILL && self.v < CREEP {
            return Err(self.stall(here));
        }
        let arc = self.arcs[self.k];
        let ds = arc.end.min(slope.end) - self.s;
        let low = law.from;
        let mut high = self.physics.law_end(self.law);
        if let Shape::Level { v } = arc.shape {
            high = high.min(v);
        }
        let bound = if a > 0.0 {
            (high - self.v) / a
        } else {
            (self.v - low) / -a
        };
        let whole = duration(ds, self.v, a);
        let seconds = if bound > 0.0 {
            whole.min(1.5 * bound)
        } else {
            whole
        };
        let start = Start {
            v: self.v,
            slope: here,
            rise: slope.rise,
        };
        let motion = Motion::new(&law, start, seconds);
        let (state, hit) = self.event(&motion, Bounds { ds, low, high, a });
        self.begin(How::Effort {
            law: self.law as u32,
            slope: self.j as u32,
        });
        self.apply(state, hit, ds);
        if self.v < CREEP && a < 0.0 {
            return Err(self.stall(slope.at(self.s)));
        }
        Ok(())
    }

    /// The law that holds at this speed, given where the speed tends, and the acceleration.
    fn law_here(&mut self, slope: f64) -> (Law, f64) {
        let laws = &self.physics.laws;
        while self.v >= self.physics.law_end(self.law) {
            self.law += 1;
        }
        while self.v < laws[self.law].from {
            self.law -= 1;
        }
        let a = laws[self.law].acceleration(self.v) - slope;
        // Where two laws meet they agree, so the acceleration is the same.
        if a < 0.0 && self.law > 0 && self.v == laws[self.law].from {
            self.law -= 1;
        }
        (laws[self.law], a)
    }

    fn apply(&mut self, state: State, hit: Hit, ds: f64) {
        let before = self.s;
        let law = &self.physics.laws[self.law];
        let arc = self.arcs[self.k];
        let distance = if hit == Hit::End { ds } else { state.s.min(ds) };
        self.s = match hit {
            Hit::End => arc.end.min(self.slopes[self.j].end),
            _ => self.s + distance,
        };
        self.t += state.t;
        let constant = law.c0 + self.physics.drag[0];
        self.work += law.p * state.t + constant * distance + law.pull_by_speed * state.v_ds;
        self.v = match hit {
            Hit::Speed(v) => v,
            Hit::Ceiling => arc.shape.speed(self.s, self.physics, self.slopes),
            _ => state.v.max(0.0),
        };
        match (hit, arc.shape) {
            (Hit::Ceiling, _) => {
                self.riding = true;
                self.held = before - self.left_at < 1e-6 && self.s - before < 1e-6;
            }
            (Hit::Speed(v), Shape::Level { v: limit }) if v == limit => self.riding = true,
            _ => {}
        }
    }

    fn stall(&self, slope: f64) -> RunError {
        let inertia = self.physics.inertia.unwrap_or(0.0);
        let scale = self.physics.slope_scale;
        let needed = (self.physics.drag_at(0.0) + slope) * inertia;
        let available = (self.physics.laws[0].c0 + self.physics.drag[0]) * inertia;
        let mass = if scale > 0.0 { available / needed } else { 1.0 };
        RunError::Stall {
            at: Offset::at(Length::from_m(self.s)),
            grade: Grade::from_slope(if scale > 0.0 { slope / scale } else { 0.0 }),
            needed: Force::from_n(needed),
            available: Force::from_n(available),
            passing: Mass::from_kg(mass * self.physics.mass),
        }
    }
}

/// The integral of a linear function over `length`, its negative part left out.
fn positive_part(from: f64, to: f64, length: f64) -> f64 {
    if from >= 0.0 && to >= 0.0 {
        0.5 * (from + to) * length
    } else if from <= 0.0 && to <= 0.0 {
        0.0
    } else {
        let top = from.max(to);
        0.5 * top * length * top / (from - to).abs()
    }
}
