//! From quantities to places on the page, and round ticks between.

/// A straight mapping from a range of values to a range of pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    from: (f64, f64),
    to: (f64, f64),
}

impl Scale {
    /// Maps `from` onto `to`; an empty range maps onto its beginning.
    #[must_use]
    pub fn new(from: (f64, f64), to: (f64, f64)) -> Scale {
        Scale { from, to }
    }

    /// The place of a value.
    #[must_use]
    pub fn at(&self, value: f64) -> f64 {
        let span = self.from.1 - self.from.0;
        let share = if span == 0.0 {
            0.0
        } else {
            (value - self.from.0) / span
        };
        self.to.0 + share * (self.to.1 - self.to.0)
    }

    /// Pixels per unit.
    #[must_use]
    pub fn per_unit(&self) -> f64 {
        ((self.to.1 - self.to.0) / (self.from.1 - self.from.0)).abs()
    }

    /// Round values within the range, at least `gap` pixels apart.
    #[must_use]
    pub fn ticks(&self, gap: f64) -> Vec<f64> {
        let step = round_step(gap / self.per_unit());
        multiples(self.from, step)
    }
}

/// The smallest of 1, 2, 5, 10, 20, 50 … that is at least `least`.
#[must_use]
pub fn round_step(least: f64) -> f64 {
    let power = 10_f64.powf(least.log10().floor());
    let factors = [1.0, 2.0, 5.0, 10.0];
    let found = factors
        .into_iter()
        .find(|factor| factor * power >= least * (1.0 - 1e-9));
    found.unwrap_or(10.0) * power
}

/// The multiples of `step` within a range.
#[must_use]
pub fn multiples((low, high): (f64, f64), step: f64) -> Vec<f64> {
    let first = (low / step - 1e-9).ceil() as i64;
    let last = (high / step + 1e-9).floor() as i64;
    (first..=last).map(|i| i as f64 * step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_apart() {
        let scale = Scale::new((0.0, 1_185.0), (50.0, 950.0));
        assert_eq!(
            scale.ticks(60.0),
            (0..=11).map(|i| f64::from(i) * 100.0).collect::<Vec<_>>()
        );
        assert_eq!(round_step(0.03), 0.05);
        assert_eq!(multiples((-0.5, 2.0), 1.0), [0.0, 1.0, 2.0]);
    }
}
