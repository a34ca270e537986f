//! Unannounced stays: special trains sometimes wait for hours for reasons nobody reports. They are no part of the time
//! under way; the time to arrival has them.

use super::estimate::SEED;
use super::sample::{ByRatio, Stream, normal_quantile};
use crate::train::Stays;
use crate::units::RunTime;

/// Stays in one journey at most: far more than any sample has.
const MOST: usize = 50;

/// The time to arrival in each sample: that under way and its stays. Their number is of a Poisson distribution with so many
/// a day under way, their lengths are independent of each other.
///
/// Every sample has its own slice of the distribution of numbers, so that the share of journeys without any stay is exact.
#[must_use]
pub fn with_stays(under_way: &[RunTime], stays: &Stays) -> Vec<RunTime> {
    let mut stream = Stream::new(SEED ^ 0x5741_4954);
    let mut order: Vec<usize> = (0..under_way.len()).collect();
    for i in (1..order.len()).rev() {
        order.swap(i, stream.below(i + 1));
    }
    let length = ByRatio::new(&stays.length);
    let arrival = |(time, slice): (&RunTime, &usize)| {
        let part = (*slice as f64 + 0.5) / under_way.len() as f64;
        let count = poisson(stays.per_day * time.h() / 24.0, part);
        let waits = (0..count).map(|_| length.at(normal_quantile(stream.unit()), 0.0));
        *time + waits.sum()
    };
    under_way.iter().zip(&order).map(arrival).collect()
}

/// The number of a Poisson distribution of some mean below which a part of it lies.
fn poisson(mean: f64, part: f64) -> usize {
    let mut probability = (-mean).exp();
    let mut below = probability;
    let mut count = 0;
    while part > below && count < MOST {
        count += 1;
        probability *= mean / count as f64;
        below += probability;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Estimate;

    /// Of a mean of one, e^-1 = 37 % of journeys have no stay, as many have one, 18 % two.
    #[test]
    fn numbers_are_those_of_poisson() {
        let counts: Vec<usize> = (0..100)
            .map(|i| poisson(1.0, (f64::from(i) + 0.5) / 100.0))
            .collect();
        let of = |wanted: usize| counts.iter().filter(|count| **count == wanted).count();
        assert_eq!((of(0), of(1), of(2)), (37, 37, 18));
    }

    /// Half a stay a day on two days: 37 % of arrivals are those under way, and the mean stay is that of the range.
    #[test]
    fn arrivals_are_as_often_prompt_as_poisson_says() {
        let length = Estimate::new(5.0, 10.0, 20.0).expect("ordered");
        let stays = Stays {
            per_day: 0.5,
            length: length.map(RunTime::from_h),
        };
        let under_way = vec![RunTime::from_h(48.0); 1_000];
        let arrivals = with_stays(&under_way, &stays);
        let prompt = arrivals.iter().filter(|time| time.h() == 48.0).count();
        assert_eq!(prompt, 368);
        // The mean of a log-normal distribution: 10 h times exp(sigma squared / 2), sigma = ln 2 / 1.2816.
        let more: f64 = arrivals.iter().map(|time| time.h() - 48.0).sum::<f64>() / 1_000.0;
        assert!((more - 10.0 * 1.157).abs() < 0.7, "{more}");
    }
}
