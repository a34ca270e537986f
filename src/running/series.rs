//! Motion under one law, solved by its power series.
//!
//! dv/dt = p/v + c0 + c1 v + c2 v² - slope - rise s is solved as v(h) = Σ v_n hⁿ, whose coefficients follow from each
//! other. The variable h is the time, or with a hyperbola (p > 0) dt = v dh, which takes the 1/v away: dv/dh = p + c0 v + … .
//! The series is used only as far as its last terms are below rounding, so there is no step to choose: a stretch of constant
//! acceleration, or of constant power without resistance, is one polynomial, and a stretch of 500 m under everything at
//! once usually one series of some ten terms. A gradient that changes linearly under a long train (`rise`) is part of
//! it, which closed forms and quadrature in v cannot have.

use super::greater;
use super::max_envelope::duration;
use super::physics::Law;
use super::terms::{
    INVERSE, Settling, TERMS, Term, for_each_later_term, inner_product, inner_square, older_square,
};

/// One motion from some place at some speed, in its own variable h. It can begin anew, in the memory it has.
pub(super) struct Motion {
    pub(super) law: Law,
    pub(super) start: Start,
    /// Coefficients of speed, distance and time, in shares of `unit`.
    terms: [Term; TERMS + 1],
    /// How many of them count; a multiple of four.
    count: usize,
    unit: Term,
    /// About where the expected end is, and how far the series holds.
    pub(super) guess: f64,
    pub(super) reach: f64,
    /// The moment `guess`, where the series holds there.
    pub(super) guessed: Option<State>,
}

/// Where and how a motion begins.
#[derive(Clone, Copy, Default)]
pub(super) struct Start {
    pub v: f64,
    /// The effective gradient there, m/s².
    pub slope: f64,
    /// How it changes, m/s² per metre.
    pub rise: f64,
}

/// About how far a motion is wanted.
#[derive(Clone, Copy)]
pub(super) enum Expected {
    /// For a time.
    Seconds(f64),
    /// Up to a distance.
    Metres(f64),
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
    /// No motion yet.
    pub(super) fn still() -> Motion {
        Motion {
            law: Law::default(),
            start: Start::default(),
            terms: [Term::default(); TERMS + 1],
            count: TERMS + 1,
            unit: Term::default(),
            guess: 0.0,
            reach: 0.0,
            guessed: None,
        }
    }

    /// A motion.
    pub(super) fn new(law: &Law, start: Start, expected: Expected) -> Motion {
        let mut motion = Motion::still();
        motion.begin(law, start, expected);
        motion
    }

    /// Becomes another motion. Never inlined, so that terms are written where they belong and not moved there in the end.
    #[inline(never)]
    pub(super) fn begin(&mut self, law: &Law, start: Start, expected: Expected) {
        (self.law, self.start) = (*law, start);
        self.count = TERMS + 1;
        let settling = if law.p == 0.0 {
            self.by_time(expected)
        } else {
            self.by_power(expected)
        };
        self.reach = settling.reach();
        self.guessed = settling.sum().map(|sum| self.state(self.guess, sum));
    }

    /// dv/dh = c0 + c1 v + c2 v² - rise s, ds/dh = v, dt/dh = 1.
    ///
    /// Every term is the newest one times a constant plus what older ones make of it, so that terms follow each other fast.
    fn by_time(&mut self, expected: Expected) -> Settling {
        let (law, start) = (self.law, self.start);
        let a = law.c0 - start.slope + start.v * (law.c1 + law.c2 * start.v);
        let of_newest = law.c1 + 2.0 * law.c2 * start.v;
        self.unit = Term::new(1.0, 1.0, 1.0);
        self.guess = match expected {
            Expected::Seconds(seconds) => seconds,
            Expected::Metres(ds) => duration(ds, start.v, a),
        };
        let (mut v, mut s) = ([0.0; TERMS + 1], start.v);
        (v[0], v[1]) = (start.v, a);
        let mut settling = self.first_two(start.v, Term::new(a, start.v, 1.0));
        for_each_later_term!(N, {
            let inverse = INVERSE[N + 1];
            let known = law.c2 * older_square::<N>(&v) - start.rise * s;
            v[N + 1] = known * inverse + of_newest * inverse * v[N];
            s = v[N] * inverse;
            self.terms[N + 1] = Term::new(v[N + 1], s, 0.0);
            if settling.takes(self.terms[N + 1]) {
                self.end_with::<{ N + 1 }>();
                break;
            }
        });
        settling
    }

    /// In shares of the first speed, y = v/v0: dy/dh = p/v0 + y u with u = c0 - rise s + c1 v + c2 v², ds/dh = v², dt/dh = v.
    ///
    /// The same with the two newest terms, since a product has them twice.
    // What the last terms leave is for no other.
    #[allow(unused_assignments)]
    fn by_power(&mut self, expected: Expected) -> Settling {
        let (law, v) = (self.law, self.start.v);
        let (c1, c2, rise) = (law.c1 * v, law.c2 * v * v, self.start.rise * v * v);
        let first_u = law.c0 - self.start.slope + c1 + c2;
        let a = law.p / v + first_u;
        let u_of_newest = c1 + 2.0 * c2;
        let of_newest = u_of_newest + first_u;
        let second_u = u_of_newest * a - rise;
        let of_second = a * (u_of_newest + 2.0 * c2) + second_u;
        self.unit = Term::new(v, v * v, v);
        self.guess = match expected {
            Expected::Seconds(seconds) => by_mean_speed(seconds, v, a),
            Expected::Metres(ds) => {
                distance_by_power(ds, v, a, a * (u_of_newest - law.p / v) - rise)
            }
        };
        let (mut y, mut u) = ([0.0; TERMS + 1], [0.0; TERMS + 1]);
        (y[0], y[1]) = (1.0, a);
        // Of y² and of u the last term, but for what the newest of y has in it.
        let (mut square, mut known_u) = (0.0, -rise);
        let mut settling = self.first_two(1.0, Term::new(a, 1.0, 1.0));
        for_each_later_term!(N, {
            let (by_n, inverse) = (rise * INVERSE[N], INVERSE[N + 1]);
            let known = match N {
                1 => -rise,
                2 => {
                    (square, known_u) = (a * a, (c2 * a - rise) * a);
                    a * second_u + known_u
                }
                _ => {
                    let (inner, inner_yu) = (inner_square::<N>(&y), inner_product::<N>(&y, &u));
                    let older = a * known_u + inner_yu + (c2 * inner - by_n * square);
                    let before = square + 2.0 * y[N - 1];
                    square = inner + 2.0 * a * y[N - 1];
                    known_u = c2 * square - by_n * before;
                    older + (of_second - 2.0 * by_n) * y[N - 1]
                }
            };
            y[N + 1] = known * inverse + of_newest * inverse * y[N];
            u[N] = known_u + u_of_newest * y[N];
            let (s, t) = ((square + 2.0 * y[N]) * inverse, y[N] * inverse);
            self.terms[N + 1] = Term::new(y[N + 1], s, t);
            if settling.takes(self.terms[N + 1]) {
                self.end_with::<{ N + 1 }>();
                break;
            }
        });
        settling
    }

    fn first_two(&mut self, v: f64, second: Term) -> Settling {
        (self.terms[0], self.terms[1]) = (Term::new(v, 0.0, 0.0), second);
        Settling::new([self.terms[0], second], self.guess)
    }

    /// Term `N` is the last that counts.
    #[inline(always)]
    fn end_with<const N: usize>(&mut self) {
        self.count = (N + 1).next_multiple_of(4);
        for i in N + 1..(N + 1).next_multiple_of(4) {
            self.terms[i] = Term::default();
        }
    }

    /// Its first moment.
    pub(super) fn at_start(&self) -> State {
        self.state(0.0, self.terms[0])
    }

    /// The moment `h`.
    #[inline(always)]
    pub(super) fn at(&self, h: f64) -> State {
        // Every fourth term apart: four short chains of sums instead of a long one.
        let terms = &self.terms[..self.count];
        let (lower, highest) = terms.split_last_chunk().expect("terms go in fours");
        let mut sums: [Term; 4] = *highest;
        let (square, fourth) = (h * h, h * h * (h * h));
        for four in lower.chunks_exact(4).rev() {
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
}

impl State {
    /// The moment a short step on, by first and second derivatives.
    pub(super) fn moved(&self, change: &Change, step: f64) -> State {
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

/// Nodes and weights of Gauss-Legendre quadrature with eight points (Abramowitz and Stegun, table 25.4).
const GAUSS: [(f64, f64); 4] = [
    (0.183_434_642_495_649_8, 0.362_683_783_378_362),
    (0.525_532_409_916_329, 0.313_706_645_877_887_3),
    (0.796_666_477_413_626_7, 0.222_381_034_453_374_48),
    (0.960_289_856_497_536_3, 0.101_228_536_290_376_26),
];

/// From seconds to the h of a motion with a hyperbola, by the mean speed at this acceleration.
fn by_mean_speed(seconds: f64, v: f64, a: f64) -> f64 {
    seconds / greater(v + 0.5 * a * seconds, 0.5 * v)
}

/// About the h after a distance, the integral of ds/v²: a series where the speed changes little, else by the mean speed.
/// `bend` is how the acceleration changes over h at the start, by the speed there.
fn distance_by_power(ds: f64, v: f64, a: f64, bend: f64) -> f64 {
    let level = ds / (v * v);
    let (q, r) = (a * level, level * level * bend);
    if q.abs() < 0.25 && r.abs() < 0.25 {
        level * (1.0 - q + q * q * (4.0 / 3.0 - 2.0 * q) - r * (1.0 / 3.0))
    } else {
        by_mean_speed(duration(ds, v, a), v, a)
    }
}
