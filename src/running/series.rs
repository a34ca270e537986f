//! Motion under one law, solved by its power series.
//!
//! dv/dt = p/v + c0 + c1 v + c2 v² - slope - rise s is solved as v(h) = Σ v_n hⁿ, whose coefficients follow from each
//! other. The variable h is the time, or with a hyperbola (p > 0) dt = v dh, which takes the 1/v away: dv/dh = p + c0 v + … .
//! The series is used only as far as its last terms are below rounding, so there is no step to choose: a stretch of constant
//! acceleration, or of constant power without resistance, is one polynomial, and a stretch of 500 m under everything at
//! once usually one series of some ten terms. A gradient that changes linearly under a long train (`rise`) is part of
//! it, which closed forms and quadrature in v cannot have.

use super::physics::Law;
use super::terms::{
    INVERSE, Settling, TERMS, Term, for_each_later_term, older_products, older_square,
};

/// One motion from some place at some speed, in its own variable h.
pub(super) struct Motion {
    law: Law,
    start: Start,
    /// Coefficients of speed, distance and time, in shares of `unit`.
    terms: [Term; TERMS + 1],
    /// How many of them count; a multiple of four.
    count: usize,
    unit: Term,
    /// About where the expected end is, and how far the series holds.
    guess: f64,
    reach: f64,
    /// The moment `guess`, where the series holds there.
    guessed: Option<State>,
}

/// Where and how a motion begins.
#[derive(Clone, Copy)]
pub(super) struct Start {
    pub v: f64,
    /// The felt gradient there, m/s².
    pub slope: f64,
    /// How it changes, m/s² per metre.
    pub rise: f64,
}

/// A moment of a motion.
#[derive(Clone, Copy, Debug)]
pub(super) struct State {
    /// The motion's own variable.
    pub h: f64,
    pub v: f64,
    /// The distance run.
    pub s: f64,
    /// The time taken.
    pub t: f64,
}

/// How a moment changes with h.
#[derive(Clone, Copy, Debug)]
pub(super) struct Change {
    /// The change of time, and the change of that.
    pub pace: f64,
    pub stretch: f64,
    /// The change of speed, of the same sign as the acceleration, and the change of that.
    pub gain: f64,
    pub bend: f64,
}

impl Motion {
    /// The motion over about `seconds`.
    pub(super) fn new(law: &Law, start: Start, seconds: f64) -> Motion {
        let mut motion = Motion {
            law: *law,
            start,
            terms: [Term::default(); TERMS + 1],
            count: TERMS + 1,
            unit: Term::new(1.0, 1.0, 1.0),
            guess: seconds,
            reach: 0.0,
            guessed: None,
        };
        let settling = if law.p == 0.0 {
            motion.by_time()
        } else {
            motion.by_power()
        };
        motion.reach = settling.reach();
        motion.guessed = settling.sum().map(|sum| motion.state(motion.guess, sum));
        motion
    }

    /// dv/dh = c0 + c1 v + c2 v² - rise s, ds/dh = v, dt/dh = 1.
    ///
    /// Every term is the newest one times a constant plus what older ones make of it, so that terms follow each other fast.
    fn by_time(&mut self) -> Settling {
        let (law, start) = (self.law, self.start);
        let a = law.c0 - start.slope + start.v * (law.c1 + law.c2 * start.v);
        let of_newest = law.c1 + 2.0 * law.c2 * start.v;
        let (mut v, mut s) = ([0.0; TERMS + 1], start.v);
        (v[0], v[1]) = (start.v, a);
        self.terms[0] = Term::new(start.v, 0.0, 0.0);
        self.terms[1] = Term::new(a, start.v, 1.0);
        let mut settling = Settling::new([self.terms[0], self.terms[1]], self.guess);
        for_each_later_term!(N, {
            let inverse = INVERSE[N + 1];
            let known = law.c2 * older_square::<N>(&v) - start.rise * s;
            v[N + 1] = known * inverse + of_newest * inverse * v[N];
            s = v[N] * inverse;
            self.terms[N + 1] = Term::new(v[N + 1], s, 0.0);
            if settling.takes(self.terms[N + 1]) {
                self.count = (N + 2usize).next_multiple_of(4);
                break;
            }
        });
        settling
    }

    /// In shares of the first speed, y = v/v0: dy/dh = p/v0 + y u with u = c0 - rise s + c1 v + c2 v², ds/dh = v², dt/dh = v.
    // The last terms of u and of the square are for no other.
    #[allow(unused_assignments)]
    fn by_power(&mut self) -> Settling {
        let (law, v) = (self.law, self.start.v);
        let (c1, c2, rise) = (law.c1 * v, law.c2 * v * v, self.start.rise * v * v);
        let first_u = law.c0 - self.start.slope + c1 + c2;
        let a = law.p / v + first_u;
        // From seconds to h, by the mean speed at this acceleration.
        self.guess /= (v + 0.5 * a * self.guess).max(0.5 * v);
        self.unit = Term::new(v, v * v, v);
        let u_of_newest = c1 + 2.0 * c2;
        let of_newest = u_of_newest + first_u;
        let (mut y, mut y_and_u, mut square) = ([0.0; TERMS + 1], [[0.0; 2]; TERMS + 1], 1.0);
        (y[0], y[1]) = (1.0, a);
        self.terms[0] = Term::new(1.0, 0.0, 0.0);
        self.terms[1] = Term::new(a, 1.0, 1.0);
        let mut settling = Settling::new([self.terms[0], self.terms[1]], self.guess);
        for_each_later_term!(N, {
            let inverse = INVERSE[N + 1];
            let [older, older_yu] = older_products::<N>(&y, &y_and_u);
            let older_u = c2 * older - rise * INVERSE[N] * square;
            y[N + 1] = (older_yu + older_u) * inverse + of_newest * inverse * y[N];
            y_and_u[N] = [y[N], older_u + u_of_newest * y[N]];
            square = older + 2.0 * y[N];
            self.terms[N + 1] = Term::new(y[N + 1], square * inverse, y[N] * inverse);
            if settling.takes(self.terms[N + 1]) {
                self.count = (N + 2usize).next_multiple_of(4);
                break;
            }
        });
        settling
    }

    /// Its first moment.
    pub(super) fn at_start(&self) -> State {
        self.state(0.0, self.terms[0])
    }

    /// The moment `h`.
    pub(super) fn at(&self, h: f64) -> State {
        // Every fourth term apart: four short chains of sums instead of a long one.
        let mut sums = [Term::default(); 4];
        let (square, fourth) = (h * h, h * h * (h * h));
        for four in self.terms[..self.count].chunks_exact(4).rev() {
            for (sum, term) in sums.iter_mut().zip(four) {
                *sum = sum.times(fourth).plus(*term);
            }
        }
        let [a, b, c, d] = sums;
        let sum = a.plus(b.times(h)).plus(c.plus(d.times(h)).times(square));
        self.state(h, sum)
    }

    fn state(&self, h: f64, sum: Term) -> State {
        let ([v, s], t) = (sum.v_and_s, sum.t);
        let ([unit_v, unit_s], unit_t) = (self.unit.v_and_s, self.unit.t);
        State {
            h,
            v: v * unit_v,
            s: s * unit_s,
            t: t * unit_t,
        }
    }

    /// The integral of speed over distance between two moments (Gauss's quadrature: exact for polynomials of degree 15).
    pub(super) fn speed_by_distance(&self, from: &State, to: &State) -> f64 {
        let (half, middle) = (0.5 * (to.h - from.h), 0.5 * (to.h + from.h));
        let share = |(node, weight): &(f64, f64)| {
            let at = |h: f64| {
                let state = self.at(h);
                state.v * state.v * self.change(&state).pace
            };
            weight * (at(middle - half * node) + at(middle + half * node))
        };
        half * GAUSS.iter().map(share).sum::<f64>()
    }

    /// How a moment changes.
    pub(super) fn change(&self, state: &State) -> Change {
        let (State { v, s, .. }, law) = (*state, &self.law);
        let rise = self.start.rise;
        let u = law.c0 - self.start.slope - rise * s + v * (law.c1 + v * law.c2);
        let u_by_v = law.c1 + 2.0 * law.c2 * v;
        if law.p == 0.0 {
            return Change {
                pace: 1.0,
                stretch: 0.0,
                gain: u,
                bend: u_by_v * u - rise * v,
            };
        }
        let gain = law.p + v * u;
        Change {
            pace: v,
            stretch: gain,
            gain,
            bend: gain * u + v * (u_by_v * gain - rise * v * v),
        }
    }

    /// Where the distance is `ds`; where the series ends before, that moment.
    pub(super) fn arrival(&self, ds: f64) -> State {
        let near = self
            .guessed
            .unwrap_or_else(|| self.at(self.guess.min(self.reach)));
        let mut state = self.solve(near, (0.0, self.reach), |state, change| Miss {
            value: state.s - ds,
            rate: state.v * change.pace,
            bend: change.gain * change.pace + state.v * change.stretch,
        });
        if state.s >= ds * (1.0 - 1e-12) {
            state.s = ds;
        }
        state
    }

    /// Where something that is negative at the first of two moments comes to zero, at most at the second; reckoned from a
    /// moment nearby (Chebyshev's method, kept within bounds).
    pub(super) fn solve(
        &self,
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
            if step.abs() <= CLOSE * h {
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

impl State {
    /// The moment a short step on, by first and second derivatives.
    fn moved(&self, change: &Change, step: f64) -> State {
        let Change {
            pace,
            stretch,
            gain,
            bend,
        } = *change;
        let State { h, v, s, t } = *self;
        let half = 0.5 * step;
        State {
            h: h + step,
            v: v + step * (gain + half * bend),
            s: s + step * (v * pace + half * (gain * pace + v * stretch)),
            t: t + step * (pace + half * stretch),
        }
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

/// Nodes and weights of Gauss-Legendre quadrature with eight points (Abramowitz and Stegun, table 25.4).
const GAUSS: [(f64, f64); 4] = [
    (0.183_434_642_495_649_8, 0.362_683_783_378_362),
    (0.525_532_409_916_329, 0.313_706_645_877_887_3),
    (0.796_666_477_413_626_7, 0.222_381_034_453_374_48),
    (0.960_289_856_497_536_3, 0.101_228_536_290_376_26),
];

/// A step so short that what is left out of it, its cube, is below rounding.
const CLOSE: f64 = 1e-5;

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
