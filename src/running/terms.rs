//! Terms of a power series: products, and how many are enough.

use super::greater;

/// The most terms of a series; more converge too slowly to be worth it. With the first they go in fours.
pub(super) const TERMS: usize = 23;
/// Below this share of the speed a term no longer counts. A thousand pieces later the running time is off by 2e-13 of itself
/// (against 1e-14 here), because the last term that is taken is mostly far below.
const NEGLIGIBLE: f64 = 1e-10;
/// The term before the last may be so many times as large: one term more makes at least that difference.
const FALL: f64 = 30.0;
/// How far beyond the expected end a converged series may be used: 1.1^23 is 9, and that many times negligible still is.
const MARGIN: f64 = 1.1;

pub(super) type Terms = [f64; TERMS + 1];

/// Term `N` of the product of two series, without what terms 0 and 1 of either have in it. Summed from the middle outwards,
/// the oldest first, so that the sum need not wait for the newest.
#[inline(always)]
pub(super) fn inner_product<const N: usize>(a: &Terms, b: &Terms) -> f64 {
    let mut sum = middle::<N>(a, b);
    for k in (2..N.div_ceil(2)).rev() {
        sum += a[k] * b[N - k];
        sum += a[N - k] * b[k];
    }
    sum
}

/// The same of the square of a series.
#[inline(always)]
pub(super) fn inner_square<const N: usize>(a: &Terms) -> f64 {
    let mut pairs = 0.0;
    for k in (2..N.div_ceil(2)).rev() {
        pairs += a[k] * a[N - k];
    }
    2.0 * pairs + middle::<N>(a, a)
}

#[inline(always)]
fn middle<const N: usize>(a: &Terms, b: &Terms) -> f64 {
    if N >= 4 && N.is_multiple_of(2) {
        a[N / 2] * b[N / 2]
    } else {
        0.0
    }
}

/// Term `N` of the square of a series, without what terms 0 and `N` have in it.
#[inline(always)]
pub(super) fn older_square<const N: usize>(a: &Terms) -> f64 {
    match N {
        0 | 1 => 0.0,
        2 => a[1] * a[1],
        _ => inner_square::<N>(a) + 2.0 * a[1] * a[N - 1],
    }
}

/// Writes a block out for every term from the second on, with its number as a constant, until one of them breaks: the
/// sums of a product then have fixed lengths and stay in registers, which is four times as fast as loops over them.
macro_rules! for_each_later_term {
    ($n:ident, $body:block) => {
        for_each_later_term!($n, $body, 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22)
    };
    ($n:ident, $body:block, $($term:literal)*) => {
        #[allow(clippy::never_loop)]
        loop {
            $({ const $n: usize = $term; $body })*
            break;
        }
    };
}

pub(super) use for_each_later_term;

/// One term of a motion, or a sum of terms; speed and distance side by side, so that both are reckoned at once.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Term {
    pub v_and_s: [f64; 2],
    pub t: f64,
}

impl Term {
    pub(super) fn new(v: f64, s: f64, t: f64) -> Term {
        Term { v_and_s: [v, s], t }
    }

    #[inline(always)]
    pub(super) fn times(self, factor: f64) -> Term {
        let [v, s] = self.v_and_s;
        Term::new(v * factor, s * factor, self.t * factor)
    }

    #[inline(always)]
    pub(super) fn plus(self, other: Term) -> Term {
        let ([v, s], [w, r]) = (self.v_and_s, other.v_and_s);
        Term::new(v + w, s + r, self.t + other.t)
    }
}

/// Takes the terms of a motion one after the other, sums them for the expected end, and tells when they no longer count
/// there.
pub(super) struct Settling {
    h: f64,
    power: f64,
    negligible: f64,
    before: f64,
    speed: f64,
    sum: Term,
}

impl Settling {
    /// For a motion with these first two terms, at `h`.
    pub(super) fn new([first, second]: [Term; 2], h: f64) -> Settling {
        let share = second.times(h);
        let speed = share.v_and_s[0].abs();
        Settling {
            h,
            power: h,
            negligible: NEGLIGIBLE * greater(first.v_and_s[0], speed),
            before: f64::INFINITY,
            speed,
            sum: first.plus(share),
        }
    }

    /// Takes the next term; true once the terms of speed do not count any more.
    #[inline(always)]
    pub(super) fn takes(&mut self, term: Term) -> bool {
        self.power *= self.h;
        let share = term.times(self.power);
        self.sum = self.sum.plus(share);
        (self.before, self.speed) = (self.speed, share.v_and_s[0].abs());
        self.is_quiet()
    }

    fn is_quiet(&self) -> bool {
        self.speed <= self.negligible && self.before <= FALL * self.negligible
    }

    /// The sum at the expected end, where the series holds there.
    pub(super) fn sum(&self) -> Option<Term> {
        self.is_quiet().then_some(self.sum)
    }

    /// How far the series holds.
    pub(super) fn reach(&self) -> f64 {
        if self.is_quiet() {
            return self.h * MARGIN;
        }
        let worst = self.speed.max(self.before).max(f64::MIN_POSITIVE);
        let shrink = (self.negligible / worst).powf(1.0 / (TERMS - 1) as f64);
        self.h * shrink.min(MARGIN)
    }
}

/// 1/n, because a division costs more than the rest of a term.
pub(super) const INVERSE: Terms = {
    let mut inverse = [0.0; TERMS + 1];
    let mut n = 1;
    while n <= TERMS {
        inverse[n] = 1.0 / n as f64;
        n += 1;
    }
    inverse
};
