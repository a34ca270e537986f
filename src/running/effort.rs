//! The forward pass at full effort: the motion up to the first event that ends or changes it.

use super::envelope::How;
use super::max_effort::{Driver, SAME_SPEED, STILL};
use super::max_envelope::Shape;
use super::physics::Law;
use super::series::{Change, Expected, Motion, Start, State};
use super::solve::{Miss, crossing};
use super::{RunError, greater, lesser};
use crate::units::{Force, Grade, Length, Mass, Offset};

/// A train that gets slower than this on a climb has stalled, m/s. Assumption: a centimetre per second is no running.
const CREEP: f64 = 0.01;

/// How a part of a motion at full effort ends.
#[derive(Clone, Copy, PartialEq)]
enum Hit {
    /// Nothing happened; the series ends.
    Nothing,
    /// The slope or the part ends.
    End,
    /// The speed turns: it rose and falls from here, or the other way round.
    JunctionMovement,
    /// The speed at which the next law holds, or the maximum-speed envelope.
    Speed(f64),
    /// The braking curve.
    Envelope,
}

/// Within what a motion is looked at: the distance to the end of slope or part, and the speeds between which its law holds.
struct Bounds {
    ds: f64,
    low: f64,
    high: f64,
}

impl Driver<'_> {
    /// Full effort up to the next event.
    pub(super) fn pull(&mut self, motion: &mut Motion) -> Result<(), RunError> {
        let slope = self.slopes[self.j];
        let here = slope.at(self.s);
        let (law, a) = self.law_here(here);
        if self.v < CREEP {
            // What cannot get faster than that creeps on for ever.
            for (v, a) in [(0.0, a), (CREEP, self.physics.acceleration(CREEP) - here)] {
                if a < STILL {
                    return Err(self.stall(here, v));
                }
            }
        }
        let bounds = self.bounds(&law);
        let start = Start {
            v: self.v,
            slope: here,
            rise: slope.rise,
        };
        let expected = bounds.expected(self.v, a);
        motion.begin(&law, start, expected);
        let motion = &*motion;
        debug_assert!(motion.guess > 0.0, "a motion is looked at forwards");
        let end = motion.end(expected, bounds.ds);
        let mut from = motion.at_start();
        let mut turn = turn(motion, a, &end);
        loop {
            let (to, hit) = match turn.take() {
                Some(turn) => (turn, Hit::JunctionMovement),
                None if end.s < bounds.ds => (end, Hit::Nothing),
                None => (end, Hit::End),
            };
            if self.part(motion, &bounds, (from, to), hit)? != Hit::JunctionMovement {
                return Ok(());
            }
            from = to;
        }
    }

    /// Runs a part of a motion in which the speed changes one route only, up to the first event; `last` is what its end
    /// is. Returns what happened.
    fn part(
        &mut self,
        motion: &Motion,
        bounds: &Bounds,
        (from, to): (State, State),
        last: Hit,
    ) -> Result<Hit, RunError> {
        let (to, hit) = self.event(motion, bounds, (from, to), last);
        self.begin(How::Effort {
            slope: self.j as u32,
        });
        self.apply(bounds, (from, to), hit);
        let by_speed = self.physics.laws[self.law].pull_by_speed;
        if by_speed != 0.0 {
            self.work += by_speed * motion.speed_by_distance(&from, &to);
        }
        if self.v < CREEP && to.v < from.v {
            return Err(self.stall(self.slopes[self.j].at(self.s), 0.0));
        }
        Ok(hit)
    }

    /// What happens first between two moments, and the moment of it.
    fn event(
        &self,
        motion: &Motion,
        bounds: &Bounds,
        (from, to): (State, State),
        last: Hit,
    ) -> (State, Hit) {
        let Bounds { low, high, .. } = *bounds;
        let (mut first, mut hit) = (to, last);
        if to.v > high + SAME_SPEED {
            let above = |state: &State, change: &Change| Miss {
                value: state.v - high,
                rate: change.gain,
                bend: change.bend,
            };
            (first, hit) = (motion.solve(to, (from.h, to.h), above), Hit::Speed(high));
        } else if to.v < low - SAME_SPEED || to.v <= 0.0 {
            let below = |state: &State, change: &Change| Miss {
                value: low - state.v,
                rate: -change.gain,
                bend: -change.bend,
            };
            (first, hit) = (motion.solve(to, (from.h, to.h), below), Hit::Speed(low));
        }
        match self.envelope_met(motion, (from, first)) {
            Some(met) => (met, Hit::Envelope),
            None => (first, hit),
        }
    }

    /// Where a motion meets a falling envelope between two moments, if it does.
    fn envelope_met(&self, motion: &Motion, (from, to): (State, State)) -> Option<State> {
        let part = &self.parts[self.k];
        let room = |state: &State| {
            let s = lesser(self.s + state.s - from.s, part.end);
            part.shape.speed(s, self.physics, self.slopes) - state.v
        };
        match part.shape {
            Shape::Level { .. } => None,
            _ if room(&to) >= -SAME_SPEED => None,
            Shape::Parabola { s_end, v_end, b } => {
                let over = |state: &State, change: &Change| {
                    let left = s_end - self.s - (state.s - from.s);
                    let closing = b * change.pace + change.gain;
                    let bend = change.gain * closing + state.v * (b * change.stretch + change.bend);
                    Miss {
                        value: state.v * state.v - v_end * v_end - 2.0 * b * left,
                        rate: 2.0 * state.v * closing,
                        bend: 2.0 * bend,
                    }
                };
                Some(motion.solve(to, (from.h, to.h), over))
            }
            Shape::Glide { .. } => Some(motion.at(crossing(from.h, to.h, |h| room(&motion.at(h))))),
        }
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

    /// Within what a motion from here is looked at.
    fn bounds(&self, law: &Law) -> Bounds {
        let part = &self.parts[self.k];
        let high = self.physics.law_end(self.law);
        Bounds {
            ds: lesser(part.end, self.slopes[self.j].end) - self.s,
            low: law.from,
            high: match part.shape {
                Shape::Level { v } => lesser(high, v),
                _ => high,
            },
        }
    }

    /// Moves on by a part of a motion.
    fn apply(&mut self, bounds: &Bounds, (from, to): (State, State), hit: Hit) {
        let before = self.s;
        let law = &self.physics.laws[self.law];
        let part = self.parts[self.k];
        let (distance, time) = (lesser(to.s, bounds.ds) - from.s, to.t - from.t);
        self.s = match hit {
            Hit::End => lesser(part.end, self.slopes[self.j].end),
            _ => self.s + distance,
        };
        self.t += time;
        let constant = law.c0 + self.physics.drag[0];
        self.work += law.p * time + constant * distance;
        self.v = match hit {
            Hit::Speed(v) => v,
            Hit::Envelope => part.shape.speed(self.s, self.physics, self.slopes),
            _ => greater(to.v, 0.0),
        };
        match (hit, part.shape) {
            (Hit::Envelope, _) => {
                self.riding = true;
                self.held = before - self.left_at < 1e-6 && self.s - before < 1e-6;
            }
            (Hit::Speed(v), Shape::Level { v: limit }) if v == limit => self.riding = true,
            _ => {}
        }
    }

    /// It cannot run faster than `v` here.
    fn stall(&self, slope: f64, v: f64) -> RunError {
        let inertia = self.physics.inertia.unwrap_or(0.0);
        let scale = self.physics.slope_scale;
        let needed = (self.physics.drag_at(v) + slope) * inertia;
        let effort = match v > 0.0 {
            true => self.physics.acceleration(v) + self.physics.drag_at(v),
            false => self.physics.laws[0].c0 + self.physics.drag[0],
        };
        let available = effort * inertia;
        // Where hardly any force is needed no mass is too great to be told; the train's own passes at least.
        let passing = available / needed * self.physics.mass;
        let is_told = scale > 0.0 && passing.is_finite();
        let passing = if is_told { passing } else { self.physics.mass };
        RunError::Stall {
            at: Offset::at(Length::from_m(self.s)),
            grade: Grade::from_slope(if scale > 0.0 { slope / scale } else { 0.0 }),
            needed: Force::from_n(needed),
            available: Force::from_n(available),
            passing: Mass::from_kg(passing),
        }
    }
}

/// Where the speed of a motion that begins with acceleration `a` turns, which would hide what happens before. It does so
/// once: at the turn only the gradient changes the acceleration, over a slope always in the same direction, so a train that
/// gains speed must come onto a steeper climb, and one that loses speed off it.
fn turn(motion: &Motion, a: f64, end: &State) -> Option<State> {
    if a.abs() <= STILL || motion.start.rise * a <= 0.0 {
        return None;
    }
    let last = motion.change(end);
    (last.gain * a < 0.0).then(|| motion.turn(*end, &last))
}

impl Bounds {
    /// About where a motion from speed `v` at acceleration `a` comes to its first bound.
    fn expected(&self, v: f64, a: f64) -> Expected {
        let room = if a > 0.0 { self.high - v } else { v - self.low };
        // Well before the distance is run, by the mean speed until the other bound.
        if room > 0.0 && 1.5 * room * (v + 0.5 * a.signum() * room) < a.abs() * self.ds {
            Expected::Seconds(1.5 * room / a.abs())
        } else {
            Expected::Metres(self.ds)
        }
    }
}
