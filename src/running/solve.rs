//! Moments of a motion: where it arrives, where its speed turns, where something comes to zero.

use super::lesser;
use super::series::{Change, Expected, Motion, State};

/// A step so short that what is left out of it, its cube, is below rounding.
const CLOSE: f64 = 1e-5;
/// The same for the place at which the speed turns, which parts a motion and ends none: a billionth of it will do.
const TURN: f64 = 1e-3;

impl Motion {
    /// Up to where it is looked at: the expected time, at most the distance `ds`.
    pub(super) fn end(&self, expected: Expected, ds: f64) -> State {
        match (expected, self.guessed) {
            (Expected::Seconds(_), Some(guessed)) if guessed.s < ds => guessed,
            _ => self.arrival(ds),
        }
    }

    /// Where the distance is `ds`; where the series ends before, that moment.
    pub(super) fn arrival(&self, ds: f64) -> State {
        let near = match self.guessed {
            Some(guessed) => self.nearer(&guessed, ds),
            None => self.at(lesser(self.guess, self.reach)),
        };
        let change = self.change(&near);
        let step = (ds - near.s) / (near.v * change.pace);
        let mut state = if step.abs() <= CLOSE * near.h {
            near.moved(&change, step)
        } else {
            self.solve(near, (0.0, self.reach), |state, change| Miss {
                value: state.s - ds,
                rate: state.v * change.pace,
                bend: change.gain * change.pace + state.v * change.stretch,
            })
        };
        if state.s >= ds * (1.0 - 1e-12) {
            state.s = ds;
        }
        state
    }

    /// A moment nearer to a distance than one that is near: a step with the mean acceleration.
    #[inline(always)]
    fn nearer(&self, near: &State, ds: f64) -> State {
        let (pace, bend) = if self.law.p == 0.0 {
            (1.0, 0.5)
        } else {
            (near.v, 1.0)
        };
        let step = (ds - near.s) / (near.v * pace);
        let gain = (near.v - self.start.v) / (near.v * near.h);
        let h = near.h + step - step * step * gain * bend;
        if h > 0.0 && h < self.reach {
            self.at(h)
        } else {
            *near
        }
    }

    /// Where the speed turns between the start and a moment at which it changes the other way round; reckoned from a parabola
    /// through the changes there.
    pub(super) fn turn(&self, to: State, last: &Change) -> State {
        let first = self.change(&self.at_start());
        let rise = last.gain - first.gain;
        let bend = (rise / to.h - first.bend) / to.h;
        let root = (first.bend * first.bend - 4.0 * bend * first.gain).sqrt();
        let h = -2.0 * first.gain / (first.bend + root.copysign(first.bend));
        // One step of Newton's method on the cubic with the bend at the end as well.
        let x = h / to.h;
        let cubic = (last.bend - first.bend) * to.h - 2.0 * bend * to.h * to.h;
        let value = cubic * x * x * (x - 1.0);
        let rate = first.bend * to.h + 2.0 * bend * to.h * to.h * x + cubic * x * (3.0 * x - 2.0);
        let h = h - to.h * value / rate;
        let is_between = h > 0.0 && h < to.h;
        let near = self.at(if is_between {
            h
        } else {
            -first.gain / rise * to.h
        });
        let sign = -first.gain.signum();
        self.solve_about(TURN, near, (0.0, to.h), |_, change| Miss {
            value: sign * change.gain,
            rate: sign * change.bend,
            bend: 0.0,
        })
    }

    /// Where something that is negative at the first of two moments comes to zero, at most at the second; reckoned from a
    /// moment nearby (Chebyshev's method, kept within bounds).
    pub(super) fn solve(
        &self,
        near: State,
        bounds: (f64, f64),
        miss: impl Fn(&State, &Change) -> Miss,
    ) -> State {
        self.solve_about(CLOSE, near, bounds, miss)
    }

    /// The same, up to a last step of such a share.
    #[inline(always)]
    fn solve_about(
        &self,
        close: f64,
        near: State,
        (mut low, end): (f64, f64),
        miss: impl Fn(&State, &Change) -> Miss,
    ) -> State {
        let (mut state, mut high) = (near, end);
        for _ in 0..60 {
            let (h, change) = (state.h, self.change(&state));
            let miss = miss(&state, &change);
            if miss.value >= 0.0 {
                high = h;
            } else if h < end {
                low = h;
            } else {
                break;
            }
            let step = miss.step();
            if step.abs() <= close * h {
                return state.moved(&change, step);
            }
            let next = h + step;
            state = self.at(if next > low && next < high {
                next
            } else if next >= end && high == end {
                end
            } else {
                0.5 * (low + high)
            });
        }
        state
    }
}

/// How far something is from zero, with its first and second derivative by h.
pub(super) struct Miss {
    pub value: f64,
    pub rate: f64,
    pub bend: f64,
}

impl Miss {
    /// The step of Chebyshev's method.
    fn step(&self) -> f64 {
        let inverse = 1.0 / self.rate;
        let newton = self.value * inverse;
        // Far off the correction could turn the step round; there about Newton's own step will do.
        -newton * (1.0 + 0.5 * newton * (self.bend * inverse)).clamp(0.5, 2.0)
    }
}

/// Where a function that is not negative at `low` and negative at `high` crosses zero (Illinois method); on the side
/// where it is not negative.
pub(super) fn crossing(low: f64, high: f64, f: impl Fn(f64) -> f64) -> f64 {
    let (mut low, mut high) = (low, high);
    let (mut at_low, mut at_high) = (f(low), f(high));
    if at_low <= 0.0 {
        return low;
    }
    let mut last = 0;
    while high - low > 1e-15 * high.abs() {
        let secant = (low * at_high - high * at_low) / (at_high - at_low);
        let middle = 0.5 * (low + high);
        let x = if secant > low && secant < high {
            secant
        } else {
            middle
        };
        if x <= low || x >= high {
            break;
        }
        let value = f(x);
        if value == 0.0 {
            return x;
        }
        let side = if value > 0.0 { 1 } else { -1 };
        if value > 0.0 {
            (low, at_low) = (x, value);
            at_high *= if last == side { 0.5 } else { 1.0 };
        } else {
            (high, at_high) = (x, value);
            at_low *= if last == side { 0.5 } else { 1.0 };
        }
        last = side;
    }
    low
}
