//! Terms of a power series: products, and how many are enough.

/// The most terms of a series; more converge too slowly to be worth it. Odd, so that with the first they go in pairs.
pub(super) const TERMS: usize = 13;
/// Below this share of the speed a term no longer counts. A thousand pieces later the error is still below 1e-10.
const NEGLIGIBLE: f64 = 1e-12;
/// How far beyond the expected end a converged series may be used: 1.1^13 is 3.5, and that many times negligible still is.
const MARGIN: f64 = 1.1;

pub(super) type Terms = [f64; TERMS + 1];

/// Term `N` of a product of two series, without what the two newest terms have in it. Summed from the middle outwards,
/// the oldest first, so that the sum need not wait for the newest.
#[inline(always)]
pub(super) fn older_product<const N: usize>(a: &Terms, b: &Terms) -> f64 {
    let mut sum = if N >= 2 && N.is_multiple_of(2) {
        a[N / 2] * b[N / 2]
    } else {
        0.0
    };
    for k in (1..N.div_ceil(2)).rev() {
        sum += a[k] * b[N - k] + a[N - k] * b[k];
    }
    sum
}

/// Term `N` of a product of two series.
#[inline(always)]
pub(super) fn product<const N: usize>(a: &Terms, b: &Terms) -> f64 {
    let newest = if N == 0 {
        a[0] * b[0]
    } else {
        a[0] * b[N] + a[N] * b[0]
    };
    older_product::<N>(a, b) + newest
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

/// Writes a block out for every term from the second on, with its number as a constant: the sums of a product then have fixed lengths and
/// stay in registers, which is four times as fast as loops over them.
macro_rules! for_each_later_term {
    ($n:ident, $body:block) => {
        for_each_later_term!($n, $body, 1 2 3 4 5 6 7 8 9 10 11 12)
    };
    ($n:ident, $body:block, $($term:literal)*) => {
        $({ const $n: usize = $term; $body })*
    };
}

pub(super) use for_each_later_term;

/// Watches the terms of a series until they no longer count.
pub(super) struct Settling {
    h: f64,
    power: f64,
    scale: f64,
    /// How many terms there are beyond the first.
    pub n: usize,
    quiet: u32,
    before: f64,
    term: f64,
}

impl Settling {
    pub(super) fn new(h: f64, v: f64) -> Settling {
        Settling {
            h,
            power: 1.0,
            scale: v,
            n: 0,
            quiet: 0,
            before: 0.0,
            term: 0.0,
        }
    }

    /// Takes the next coefficient; true once two terms running do not count.
    pub(super) fn has_settled(&mut self, coefficient: f64) -> bool {
        self.n += 1;
        self.power *= self.h;
        self.before = self.term;
        self.term = (coefficient * self.power).abs();
        if self.n == 1 {
            self.scale = self.scale.max(self.term);
        }
        self.quiet = if self.term <= NEGLIGIBLE * self.scale {
            self.quiet + 1
        } else {
            0
        };
        self.quiet == 2
    }

    pub(super) fn reach(&self) -> f64 {
        if self.quiet >= 2 {
            return self.h * MARGIN;
        }
        let worst = self.term.max(self.before).max(f64::MIN_POSITIVE);
        let shrink = (NEGLIGIBLE * self.scale / worst).powf(1.0 / (TERMS - 1) as f64);
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
