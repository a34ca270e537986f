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
    INVERSE, Settling, TERMS, for_each_later_term, older_product, older_square, product,
};

/// One motion from some place at some speed, in its own variable h.
pub(super) struct Motion {
    law: Law,
    start: Start,
    /// Coefficients of speed, distance, time and the integral of speed over distance.
    terms: [[f64; 4]; TERMS + 1],
    n: usize,
    /// About where the expected end is, and how far the series holds.
    guess: f64,
    reach: f64,
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
    pub v: f64,
    /// The distance run.
    pub s: f64,
    /// The time taken.
    pub t: f64,
    /// The integral of v over the distance.
    pub v_ds: f64,
}

impl Motion {
    /// The motion over about `seconds`.
    pub(super) fn new(law: &Law, start: Start, seconds: f64) -> Motion {
        let mut motion = Motion {
            law: *law,
            start,
            terms: [[0.0; 4]; TERMS + 1],
            n: 0,
            guess: seconds,
            reach: 0.0,
        };
        if law.p == 0.0 {
            motion.by_time();
        } else {
            let gain = (law.acceleration(start.v) - start.slope) * seconds;
            motion.guess = seconds / (start.v + 0.5 * gain).max(0.5 * start.v);
            motion.by_power();
        }
        motion
    }

    /// dv/dh = c0 + c1 v + c2 v² - rise s, ds/dh = v, dt/dh = 1.
    ///
    /// Every term is the newest one times a constant plus what older ones make of it, so that terms follow each other fast.
    fn by_time(&mut self) {
        let (law, start) = (self.law, self.start);
        let mut v = [0.0; TERMS + 1];
        v[0] = start.v;
        v[1] = law.c0 - start.slope + start.v * (law.c1 + law.c2 * start.v);
        let of_newest = law.c1 + 2.0 * law.c2 * start.v;
        let mut settling = Settling::new(self.guess, start.v);
        let mut s = start.v;
        self.terms[0] = [start.v, 0.0, 0.0, 0.0];
        self.terms[1] = [v[1], start.v, 1.0, start.v * start.v];
        settling.has_settled(v[1]);
        'terms: {
            for_each_later_term!(N, {
                let older = older_square::<N>(&v);
                let inverse = INVERSE[N + 1];
                v[N + 1] = ((law.c2 * older - start.rise * s) + of_newest * v[N]) * inverse;
                s = v[N] * inverse;
                let square = older + 2.0 * start.v * v[N];
                self.terms[N + 1] = [v[N + 1], s, 0.0, square * inverse];
                if settling.has_settled(v[N + 1]) {
                    break 'terms;
                }
            });
        }
        (self.n, self.reach) = (settling.n, settling.reach());
    }

    /// dv/dh = p + v u with u = c0 - rise s + c1 v + c2 v², ds/dh = v², dt/dh = v.
    // Each u is for the next term, the last one for none.
    #[allow(unused_assignments)]
    fn by_power(&mut self) {
        let (law, start) = (self.law, self.start);
        let (mut v, mut u, mut squares) = ([0.0; TERMS + 1], [0.0; TERMS + 1], [0.0; TERMS + 1]);
        v[0] = start.v;
        squares[0] = start.v * start.v;
        u[0] = law.c0 - start.slope + start.v * (law.c1 + law.c2 * start.v);
        v[1] = law.p + start.v * u[0];
        let u_of_newest = law.c1 + 2.0 * law.c2 * start.v;
        let of_newest = start.v * u_of_newest + u[0];
        let by_speed = law.pull_by_speed != 0.0;
        let mut settling = Settling::new(self.guess, start.v);
        let mut s = squares[0];
        self.terms[0] = [start.v, 0.0, 0.0, 0.0];
        self.terms[1] = [v[1], s, start.v, s * start.v];
        settling.has_settled(v[1]);
        'terms: {
            for_each_later_term!(N, {
                let older = older_square::<N>(&v);
                let older_u = law.c2 * older - start.rise * s;
                let inverse = INVERSE[N + 1];
                let known = older_product::<N>(&v, &u) + start.v * older_u;
                v[N + 1] = (known + of_newest * v[N]) * inverse;
                squares[N] = older + 2.0 * start.v * v[N];
                u[N] = older_u + u_of_newest * v[N];
                s = squares[N] * inverse;
                let v_ds = if by_speed {
                    product::<N>(&squares, &v) * inverse
                } else {
                    0.0
                };
                self.terms[N + 1] = [v[N + 1], s, v[N] * inverse, v_ds];
                if settling.has_settled(v[N + 1]) {
                    break 'terms;
                }
            });
        }
        (self.n, self.reach) = (settling.n, settling.reach());
    }

    /// How far the series holds.
    pub(super) fn reach(&self) -> f64 {
        self.reach
    }

    /// The moment `h`.
    pub(super) fn at(&self, h: f64) -> State {
        // Even and odd terms apart: two short chains of sums instead of a long one.
        let (mut even, mut odd) = ([0.0; 4], [0.0; 4]);
        let square = h * h;
        for pair in self.terms.chunks_exact(2).rev() {
            for lane in 0..4 {
                even[lane] = even[lane] * square + pair[0][lane];
                odd[lane] = odd[lane] * square + pair[1][lane];
            }
        }
        let [v, s, t, v_ds] = std::array::from_fn(|lane| even[lane] + h * odd[lane]);
        State { v, s, t, v_ds }
    }

    /// The acceleration at a moment.
    pub(super) fn acceleration(&self, state: &State) -> f64 {
        self.law.acceleration(state.v) - self.start.slope - self.start.rise * state.s
    }

    /// Where the distance is `ds`, with the moment; `None` beyond the reach of the series.
    pub(super) fn arrival(&self, ds: f64) -> Option<(f64, State)> {
        let (mut low, mut high) = (0.0, self.reach);
        let mut h = self.guess.min(high);
        for _ in 0..50 {
            let state = self.at(h);
            let miss = state.s - ds;
            if miss < 0.0 {
                if h >= self.reach {
                    return None;
                }
                low = h;
            } else {
                high = h;
            }
            let step = self.halley(&state, miss);
            if step.abs() <= CLOSE * h {
                return Some((h + step, self.moved(state, step, ds)));
            }
            let next = h + step;
            h = if next > low && next < high {
                next
            } else if next >= high && high == self.reach {
                high
            } else {
                0.5 * (low + high)
            };
        }
        let state = self.at(h);
        (state.s >= ds * (1.0 - 1e-12)).then_some((h, state))
    }

    /// Seconds by h.
    fn pace(&self, state: &State) -> f64 {
        if self.law.p == 0.0 { 1.0 } else { state.v }
    }

    /// Where something that is not negative at the start and negative at `high` becomes negative, on the side where it is
    /// not; `f` gives it and its change by time (Newton's method, kept within bounds).
    pub(super) fn when(&self, high: f64, f: impl Fn(&State) -> (f64, f64)) -> f64 {
        let (mut low, mut high) = (0.0, high);
        let mut h = high;
        for _ in 0..100 {
            let state = self.at(h);
            let (value, rate) = f(&state);
            if value >= 0.0 {
                low = h;
            } else {
                high = h;
            }
            let next = h - value / (rate * self.pace(&state));
            if (next - h).abs() <= 1e-15 * high || high - low <= 1e-15 * high {
                return if value >= 0.0 {
                    h
                } else {
                    next.clamp(low, high)
                };
            }
            h = if next > low && next < high {
                next
            } else {
                0.5 * (low + high)
            };
        }
        low
    }

    /// The step of Halley's method towards a distance less by `miss`.
    fn halley(&self, state: &State, miss: f64) -> f64 {
        let a = self.acceleration(state);
        let (speed, bend) = if self.law.p == 0.0 {
            (state.v, a)
        } else {
            (state.v * state.v, 2.0 * a * state.v * state.v)
        };
        let newton = miss / speed;
        // Far from the end the correction could turn the step round; there Newton's own step will do.
        -newton / (1.0 - 0.5 * newton * bend / speed).max(0.5)
    }

    /// A moment a short step on, by its first and second derivatives.
    fn moved(&self, state: State, step: f64, s: f64) -> State {
        let State { v, .. } = state;
        let law = &self.law;
        let a = self.acceleration(&state);
        let by_speed = law.c1 + 2.0 * law.c2 * v - if law.p == 0.0 { 0.0 } else { law.p / (v * v) };
        let jerk = by_speed * a - self.start.rise * v;
        let (gain, bend, time) = if law.p == 0.0 {
            (a, jerk, step)
        } else {
            (
                a * v,
                v * (jerk * v + a * a),
                step * (v + 0.5 * step * a * v),
            )
        };
        State {
            v: v + step * (gain + 0.5 * step * bend),
            s,
            t: state.t + time,
            v_ds: state.v_ds + (v + 0.5 * a * time) * (s - state.s),
        }
    }
}

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
