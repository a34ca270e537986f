//! Terms of a power series: products, and how many are enough.

/// The most terms of a series; more converge too slowly to be worth it. With the first they go in fours.
pub(super) const TERMS: usize = 19;
/// Below this share of the speed a term no longer counts. A thousand pieces later the error is still below 1e-10.
const NEGLIGIBLE: f64 = 1e-12;
/// The term before the last may be so many times as large: one term more makes at least that difference.
const FALL: f64 = 30.0;
/// How far beyond the expected end a converged series may be used: 1.1^19 is 6, and that many times negligible still is.
const MARGIN: f64 = 1.1;

pub(super) type Terms = [f64; TERMS + 1];

/// Two series side by side, so that both are multiplied at once.
pub(super) type Pairs = [[f64; 2]; TERMS + 1];

/// Term `N` of the products of a series with two others, without what the two newest terms have in it. Summed from the
/// middle outwards, the oldest first, so that the sum need not wait for the newest.
#[inline(always)]
pub(super) fn older_products<const N: usize>(a: &Terms, pairs: &Pairs) -> [f64; 2] {
    let mut sum = [0.0; 2];
    let mut add = |factor: f64, pair: [f64; 2]| {
        sum = [sum[0] + factor * pair[0], sum[1] + factor * pair[1]];
    };
    if N >= 2 && N.is_multiple_of(2) {
        add(a[N / 2], pairs[N / 2]);
    }
    for k in (1..N.div_ceil(2)).rev() {
        add(a[k], pairs[N - k]);
        add(a[N - k], pairs[k]);
    }
    sum
}

/// Term `N` of the square of a series, without what the newest term has in it.
#[inline(always)]
pub(super) fn older_square<const N: usize>(a: &Terms) -> f64 {
    let mut pairs = 0.0;
    for k in (1..N.div_ceil(2)).rev() {
        pairs += a[k] * a[N - k];
    }
    let middle = if N >= 2 && N.is_multiple_of(2) {
        a[N / 2] * a[N / 2]
    } else {
        0.0
    };
    2.0 * pairs + middle
}

/// Writes a block out for every term from the second on, with its number as a constant, until one of them breaks: the
/// sums of a product then have fixed lengths and stay in registers, which is four times as fast as loops over them.
macro_rules! for_each_later_term {
    ($n:ident, $body:block) => {
        for_each_later_term!($n, $body, 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18)
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
            negligible: NEGLIGIBLE * first.v_and_s[0].max(speed),
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
