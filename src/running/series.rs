//! Motion under one law, solved by its power series.
//!
//! dv/dt = p/v + c0 + c1 v + c2 v² - rise s is solved as v(t) = Σ v_n tⁿ, whose coefficients follow from each other.
//! With a hyperbola (p > 0) the variable is σ with dt = v dσ, which takes the 1/v away: dv/dσ = p + c0 v + … . The series
//! is used only as far as its last terms are below rounding, so there is no step to choose: a stretch of constant
//! acceleration or of constant power without resistance is one polynomial, and a stretch of 500 m under everything at
//! once usually one series of some ten terms. A gradient that changes linearly under a long train (`rise`) is part of it,
//! which closed forms and quadrature in v cannot have.

use super::physics::Law;

/// The most terms of a series; more converge too slowly to be worth it.
const TERMS: usize = 16;
/// Below this share of the speed a term no longer counts: half the rounding of an f64.
const NEGLIGIBLE: f64 = 1e-16;
/// How far beyond the expected end a converged series may be used: 1.2^16 times a negligible term is still negligible.
const MARGIN: f64 = 1.2;

/// One motion from some place at some speed, in its own variable h.
pub(super) struct Motion {
    v: [f64; TERMS + 1],
    s: [f64; TERMS + 1],
    t: [f64; TERMS + 1],
    w: [f64; TERMS + 1],
    n: usize,
    by_time: bool,
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

/// Sum of `a[k] * b[n-k]`.
fn convolve(a: &[f64; TERMS + 1], b: &[f64; TERMS + 1], n: usize) -> f64 {
    a[..=n]
        .iter()
        .zip(b[..=n].iter().rev())
        .map(|(x, y)| x * y)
        .sum()
}

/// The square of a series, term n: half the products, by symmetry.
fn square(a: &[f64; TERMS + 1], n: usize) -> f64 {
    let half = n.div_ceil(2);
    let pairs: f64 = a[..half]
        .iter()
        .zip(a[..=n].iter().rev())
        .map(|(x, y)| x * y)
        .sum();
    let middle = if n.is_multiple_of(2) {
        a[n / 2] * a[n / 2]
    } else {
        0.0
    };
    2.0 * pairs + middle
}

impl Motion {
    /// The motion over about `seconds`.
    pub(super) fn new(law: &Law, start: Start, seconds: f64) -> Motion {
        let mut motion = Motion {
            v: [0.0; TERMS + 1],
            s: [0.0; TERMS + 1],
            t: [0.0; TERMS + 1],
            w: [0.0; TERMS + 1],
            n: 0,
            by_time: law.p == 0.0,
            reach: 0.0,
        };
        motion.v[0] = start.v;
        if motion.by_time {
            motion.by_time(law, start, seconds);
        } else {
            let acceleration = law.acceleration(start.v) - start.slope;
            let mean = (start.v + 0.5 * acceleration * seconds).max(0.5 * start.v);
            motion.by_power(law, start, seconds / mean);
        }
        motion
    }

    fn by_time(&mut self, law: &Law, start: Start, h: f64) {
        let mut q = [0.0; TERMS + 1];
        let c0 = law.c0 - start.slope;
        let (mut power, mut scale, mut quiet) = (1.0, start.v, 0);
        self.t[1] = 1.0;
        for n in 0..TERMS {
            q[n] = square(&self.v, n);
            let inverse = INVERSE[n + 1];
            self.s[n + 1] = self.v[n] * inverse;
            self.w[n + 1] = q[n] * inverse;
            let constant = if n == 0 { c0 } else { 0.0 };
            let rate = constant + law.c1 * self.v[n] + law.c2 * q[n] - start.rise * self.s[n];
            self.v[n + 1] = rate * inverse;
            power *= h;
            scale = f64::max(scale, if n == 0 { (self.v[1] * h).abs() } else { 0.0 });
            if self.settled(n, power, scale, &mut quiet, h) {
                break;
            }
        }
    }

    fn by_power(&mut self, law: &Law, start: Start, h: f64) {
        let (mut q, mut r) = ([0.0; TERMS + 1], [0.0; TERMS + 1]);
        let c0 = law.c0 - start.slope;
        let (mut power, mut scale, mut quiet) = (1.0, start.v, 0);
        for n in 0..TERMS {
            q[n] = square(&self.v, n);
            r[n] = convolve(&q, &self.v, n);
            let inverse = INVERSE[n + 1];
            self.s[n + 1] = q[n] * inverse;
            self.t[n + 1] = self.v[n] * inverse;
            self.w[n + 1] = r[n] * inverse;
            let constant = if n == 0 { law.p } else { 0.0 };
            let mut rate = constant + c0 * self.v[n] + law.c1 * q[n] + law.c2 * r[n];
            if start.rise != 0.0 {
                rate -= start.rise * convolve(&self.s, &self.v, n);
            }
            self.v[n + 1] = rate * inverse;
            power *= h;
            scale = f64::max(scale, if n == 0 { (self.v[1] * h).abs() } else { 0.0 });
            if self.settled(n, power, scale, &mut quiet, h) {
                break;
            }
        }
    }

    /// Notes how far term n+1 lets the series reach; true once two terms running are negligible.
    fn settled(&mut self, n: usize, power: f64, scale: f64, quiet: &mut u32, h: f64) -> bool {
        self.n = n + 1;
        let term = (self.v[n + 1] * power).abs();
        let negligible = NEGLIGIBLE * scale;
        *quiet = if term <= negligible { *quiet + 1 } else { 0 };
        if *quiet == 2 {
            self.reach = h * MARGIN;
            return true;
        }
        if n + 1 == TERMS {
            let before = (self.v[n] * power / h).abs();
            let worst = term.max(before).max(f64::MIN_POSITIVE);
            self.reach = h * (negligible / worst).powf(1.0 / TERMS as f64).min(MARGIN);
        }
        false
    }

    /// How far the series holds.
    pub(super) fn reach(&self) -> f64 {
        self.reach
    }

    pub(super) fn v(&self, h: f64) -> f64 {
        horner(&self.v[..=self.n], h)
    }

    /// The distance run.
    pub(super) fn s(&self, h: f64) -> f64 {
        horner(&self.s[..=self.n], h)
    }

    /// The time taken.
    pub(super) fn t(&self, h: f64) -> f64 {
        if self.by_time {
            h
        } else {
            horner(&self.t[..=self.n], h)
        }
    }

    /// The integral of v over the distance.
    pub(super) fn v_ds(&self, h: f64) -> f64 {
        horner(&self.w[..=self.n], h)
    }

    /// Whether and how fast the speed changes; its sign is that of the acceleration.
    pub(super) fn change(&self, h: f64) -> f64 {
        let mut sum = 0.0;
        for n in (1..=self.n).rev() {
            sum = sum * h + self.v[n] * n as f64;
        }
        sum
    }

    /// Where the distance is `ds`: before `high` or little beyond.
    pub(super) fn after(&self, ds: f64, high: f64) -> f64 {
        let (mut low, mut high) = (0.0, high);
        for _ in 0..4 {
            if self.s(high) >= ds {
                break;
            }
            high *= MARGIN;
        }
        let mut h = high;
        for _ in 0..60 {
            let (mut value, mut slope) = (0.0, 0.0);
            for n in (0..=self.n).rev() {
                slope = slope * h + value;
                value = value * h + self.s[n];
            }
            let miss = value - ds;
            if miss > 0.0 {
                high = h;
            } else {
                low = h;
            }
            let mut next = h - miss / slope;
            if !(next >= low && next <= high) {
                next = 0.5 * (low + high);
            }
            if (next - h).abs() <= 4e-16 * high {
                return next;
            }
            h = next;
        }
        h
    }
}

/// 1/n, because a division costs more than the rest of a term.
const INVERSE: [f64; TERMS + 1] = {
    let mut inverse = [0.0; TERMS + 1];
    let mut n = 1;
    while n <= TERMS {
        inverse[n] = 1.0 / n as f64;
        n += 1;
    }
    inverse
};

fn horner(coefficients: &[f64], h: f64) -> f64 {
    coefficients.iter().rev().fold(0.0, |sum, c| sum * h + c)
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
