//! How long something done at a stop takes, and on how many journeys it is not done at all.

use super::sample::{at_deviate, normal_quantile, normal_share};
use crate::units::{Estimate, RunTime};

/// Distance of the mean of a range from its likely value, as a part of its upper and of its lower half. Source: above
/// the middle it is exponential with the mean `half / ln 5`, below it normal with the deviation `half / 1.2816`; each
/// holds half of the times.
const MEAN_ABOVE: f64 = 0.310_7;
const MEAN_BELOW: f64 = 0.311_3;

/// A time that is spent, or with some probability none.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DwellTime {
    /// How long it takes where it is done.
    pub time: Estimate<RunTime>,
    /// Part of the journeys on which it is not done, 0 to 1.
    pub skipped: f64,
}

impl From<Estimate<RunTime>> for DwellTime {
    fn from(time: Estimate<RunTime>) -> DwellTime {
        DwellTime { time, skipped: 0.0 }
    }
}

impl DwellTime {
    /// The time at a normal deviate: the lowest deviates are those of journeys on which it is not done.
    #[must_use]
    pub fn at(&self, z: f64) -> RunTime {
        if self.skipped <= 0.0 {
            return at_deviate(&self.time, z);
        }
        let share = (normal_share(z) - self.skipped) / (1.0 - self.skipped);
        if share <= 0.0 {
            return RunTime::ZERO;
        }
        at_deviate(&self.time, normal_quantile(share.min(1.0 - f64::EPSILON)))
    }

    /// The shortest that one journey in ten, or more, spends.
    #[must_use]
    pub fn least(&self) -> RunTime {
        match self.skipped > 0.0 {
            true => RunTime::ZERO,
            false => self.time.low(),
        }
    }

    /// Variance, square seconds: of the time, and of whether it is spent.
    #[must_use]
    pub fn variance(&self, z_90: f64) -> f64 {
        let deviation = (self.time.high() - self.time.low()).s() / (2.0 * z_90);
        let done = 1.0 - self.skipped;
        done * deviation.powi(2) + done * self.skipped * self.time.likely().s().powi(2)
    }

    /// The range before anything is sampled: its likely value is the mean over journeys with and without.
    #[must_use]
    pub fn expected(&self) -> Estimate<RunTime> {
        let likely = self.time.likely() * (1.0 - self.skipped);
        Estimate::new(self.least().min(likely), likely, self.time.high())
            .expect("a part of the likely value lies below the high one")
    }

    /// The time with the distances of its points from its mean stretched by a factor, never below zero. The mean stays
    /// where it is, so that a stretched journey is surer or less sure but no longer.
    pub(super) fn stretched(&self, factor: f64) -> DwellTime {
        let time = &self.time;
        let likely = time.likely();
        let above = (time.high() - likely) * MEAN_ABOVE;
        let mean = likely + above - (likely - time.low()) * MEAN_BELOW;
        let end = |end: RunTime| (mean + (end - mean) * factor).max(RunTime::ZERO);
        DwellTime {
            time: Estimate::new(end(time.low()), end(likely), end(time.high()))
                .expect("stretching keeps the order"),
            skipped: self.skipped,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::Sampler;
    use super::*;

    fn range(low: f64, likely: f64, high: f64) -> DwellTime {
        let range = Estimate::new(low, likely, high).expect("ordered");
        range.map(RunTime::from_min).into()
    }

    fn samples(time: &DwellTime) -> Vec<f64> {
        let mut sampler = Sampler::new(3, 2_000);
        let deviates = sampler.deviates();
        deviates.iter().map(|z| time.at(*z).minutes()).collect()
    }

    fn mean(samples: &[f64]) -> f64 {
        samples.iter().sum::<f64>() / samples.len() as f64
    }

    /// A quarter of the journeys spend nothing, the others what they spend where all do.
    #[test]
    fn what_is_not_always_done_is_a_mixture() {
        let always = range(180.0, 210.0, 240.0);
        let sometimes = DwellTime {
            skipped: 0.25,
            ..always
        };
        let found = samples(&sometimes);
        let none = found.iter().filter(|time| **time == 0.0).count();
        assert_eq!(none, 500);
        let (with, all) = (mean(&found) / 0.75, mean(&samples(&always)));
        assert!((with / all - 1.0).abs() < 0.002, "{with} {all}");
        assert!(found.iter().all(|time| *time == 0.0 || *time > 100.0));
    }

    /// Stretched by half as much again a skewed time scatters by half as much again, and its mean stays.
    #[test]
    fn a_stretched_time_keeps_its_mean() {
        let time = range(10.0, 15.0, 45.0);
        let (before, after) = (samples(&time), samples(&time.stretched(1.2)));
        assert!((mean(&after) / mean(&before) - 1.0).abs() < 0.01);
        let middle = mean(&before);
        for (one, other) in before.iter().zip(&after) {
            let wanted = (middle + (one - middle) * 1.2).max(0.0);
            assert!((other - wanted).abs() < 0.3, "{one} {other} {wanted}");
        }
        let exact = range(5.0, 5.0, 5.0);
        assert_eq!(exact.stretched(1.4), exact);
    }
}
