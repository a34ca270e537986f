//! Sampling an estimate: Latin hypercube sampling of all that is uncertain, with a fixed seed.
//!
//! Every uncertain figure gets as many values as there are samples, one from each equal slice of its distribution, in an
//! order of its own. Sums of few large uncertainties are then as exact as sums of many small ones.
//!
//! Source: M. D. McKay, R. J. Beckman, W. J. Conover, Technometrics 21 (1979) 239-245.

use std::sync::{Arc, Mutex};

use crate::units::{Estimate, RunTime};

/// The normal deviate of the 90 % point.
pub const Z_90: f64 = 1.281_551_565_544_600_4;

/// A stream of pseudo-random numbers (SplitMix64), the same on every machine.
///
/// Source: G. L. Steele, D. Lea, C. H. Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
#[derive(Clone, Debug)]
pub struct Stream(u64);

impl Stream {
    /// The stream of a seed.
    #[must_use]
    pub fn new(seed: u64) -> Stream {
        Stream(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number between 0 and 1, neither included.
    pub fn unit(&mut self) -> f64 {
        ((self.next() >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    }

    /// A whole number below `bound`; the bias is below `bound / 2^64`.
    pub(super) fn below(&mut self, bound: usize) -> usize {
        ((u128::from(self.next()) * bound as u128) >> 64) as usize
    }
}

/// Standard normal figures, each stratified over the samples.
#[derive(Clone, Debug)]
pub struct Sampler {
    stream: Stream,
    /// The middle of each slice of the normal distribution, in order.
    slices: Vec<f64>,
}

impl Sampler {
    /// So many samples with a seed.
    #[must_use]
    pub fn new(seed: u64, count: usize) -> Sampler {
        let slices = (0..count)
            .map(|i| normal_quantile((i as f64 + 0.5) / count as f64))
            .collect();
        Sampler {
            stream: Stream::new(seed),
            slices,
        }
    }

    /// How many samples.
    #[must_use]
    pub fn count(&self) -> usize {
        self.slices.len()
    }

    /// One uncertain figure: its standard normal deviate in each sample.
    #[must_use]
    pub fn deviates(&mut self) -> Vec<f64> {
        let mut values = self.slices.clone();
        for i in (1..values.len()).rev() {
            values.swap(i, self.stream.below(i + 1));
        }
        values
    }
}

/// The deviates of many estimates with one seed: the first uncertain figure of each has the same, the second the next,
/// and they are made once. Estimates that share a cache are those that each would be alone.
#[derive(Debug)]
pub(super) struct SampleCache(Mutex<(Sampler, Vec<Arc<[f64]>>)>);

/// The deviates of a cache, taken one after the other by one estimate.
pub(super) struct Deviates<'d> {
    cache: &'d SampleCache,
    taken: usize,
}

impl SampleCache {
    pub fn new(seed: u64, count: usize) -> SampleCache {
        SampleCache(Mutex::new((Sampler::new(seed, count), Vec::new())))
    }

    /// The deviates of a new estimate.
    pub fn start(&self) -> Deviates<'_> {
        Deviates {
            cache: self,
            taken: 0,
        }
    }
}

impl Deviates<'_> {
    /// The deviates of the next uncertain figure.
    pub fn take(&mut self) -> Arc<[f64]> {
        let mut cache = self.cache.0.lock().expect("nobody panics with it");
        let (sampler, made) = &mut *cache;
        if made.len() == self.taken {
            made.push(sampler.deviates().into());
        }
        self.taken += 1;
        Arc::clone(&made[self.taken - 1])
    }
}

/// The value of a range at a normal deviate, through its 10, 50 and 90 % points: below the middle it falls as a normal
/// distribution does, never below zero, and above the middle it grows as an exponential one, since a stop that takes
/// longer than usual may take much longer.
#[must_use]
pub fn at_deviate(range: &Estimate<RunTime>, z: f64) -> RunTime {
    if z < 0.0 {
        let side = range.likely() - range.low();
        return (range.likely() + side * (z / Z_90)).max(RunTime::ZERO);
    }
    let [linear, square] = EXPONENTIAL;
    let at_90 = Z_90 * (linear + square * Z_90);
    range.likely() + (range.high() - range.likely()) * (z * (linear + square * z) / at_90)
}

/// -ln(2 P(Z > z)) of a normal deviate z as a polynomial without a constant: exact at the 90 and 99.9 % points, within
/// 1 % between the 60 and 99.9 % points (tested).
const EXPONENTIAL: [f64; 2] = [0.719_9, 0.417_9];

/// A range of positive times by the logarithms of its ratios.
pub(super) struct ByRatio {
    likely: RunTime,
    /// Growth of the logarithm for each deviate below the middle and above.
    below: f64,
    above: f64,
}

impl ByRatio {
    pub fn new(range: &Estimate<RunTime>) -> ByRatio {
        let slope = |end: RunTime| match end.ratio(range.likely()) {
            Some(ratio) if ratio > 0.0 => ratio.ln() / Z_90,
            _ => 0.0,
        };
        ByRatio {
            likely: range.likely(),
            below: -slope(range.low()),
            above: slope(range.high()),
        }
    }

    /// The value at a normal deviate, by even ratios through the 10, 50 and 90 % points; `more` is added to its logarithm.
    pub fn at(&self, z: f64, more: f64) -> RunTime {
        let slope = if z < 0.0 { self.below } else { self.above };
        self.likely * (slope * z + more).exp()
    }
}

/// The 10, 50 and 90 % points of some values, linear between neighbours; the values come back in another order.
#[must_use]
pub fn quantiles(values: &mut [RunTime]) -> Estimate<RunTime> {
    let mut at = |part: f64| {
        let place = part * (values.len() - 1) as f64;
        let (_, low, above) = values.select_nth_unstable(place as usize);
        let low = *low;
        let high = above.iter().copied().min().unwrap_or(low);
        low + (high - low) * place.fract()
    };
    let (low, likely, high) = (at(0.1), at(0.5), at(0.9));
    Estimate::new(low, likely, high).expect("quantiles rise")
}

/// The part of a standard normal distribution below a deviate, error below 7.5e-8.
///
/// Source: M. Abramowitz, I. A. Stegun, Handbook of Mathematical Functions (1964), formula 26.2.17.
#[must_use]
pub fn normal_share(z: f64) -> f64 {
    const B: [f64; 5] = [
        1.330_274_429,
        -1.821_255_978,
        1.781_477_937,
        -0.356_563_782,
        0.319_381_530,
    ];
    let t = 1.0 / (1.0 + 0.231_641_9 * z.abs());
    let series = B.iter().fold(0.0, |sum, b| (sum + b) * t);
    let above = (-z * z / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt() * series;
    if z < 0.0 { above } else { 1.0 - above }
}

/// The standard normal deviate below which a part `p` lies, 0 < p < 1; relative error below 1.2e-9.
///
/// Source: P. J. Acklam's rational approximation, as published in his note of 2003.
#[must_use]
pub fn normal_quantile(p: f64) -> f64 {
    const A: [f64; 6] = [
        -3.969_683_028_665_376e1,
        2.209_460_984_245_205e2,
        -2.759_285_104_469_687e2,
        1.383_577_518_672_69e2,
        -3.066_479_806_614_716e1,
        2.506_628_277_459_239,
    ];
    const B: [f64; 5] = [
        -5.447_609_879_822_406e1,
        1.615_858_368_580_409e2,
        -1.556_989_798_598_866e2,
        6.680_131_188_771_972e1,
        -1.328_068_155_288_572e1,
    ];
    const C: [f64; 6] = [
        -7.784_894_002_430_293e-3,
        -3.223_964_580_411_365e-1,
        -2.400_758_277_161_838,
        -2.549_732_539_343_734,
        4.374_664_141_464_968,
        2.938_163_982_698_783,
    ];
    const D: [f64; 4] = [
        7.784_695_709_041_462e-3,
        3.224_671_290_700_398e-1,
        2.445_134_137_142_996,
        3.754_408_661_907_416,
    ];
    let polynomial =
        |coefficients: &[f64], x: f64| coefficients.iter().fold(0.0, |sum, c| sum * x + c);
    let tail = |q: f64| polynomial(&C, q) / (polynomial(&D, q) * q + 1.0);
    const LOW: f64 = 0.02425;
    if p < LOW {
        tail((-2.0 * p.ln()).sqrt())
    } else if p > 1.0 - LOW {
        -tail((-2.0 * (1.0 - p).ln()).sqrt())
    } else {
        let q = p - 0.5;
        let r = q * q;
        polynomial(&A, r) * q / (polynomial(&B, r) * r + 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normal_points_are_those_of_the_tables() {
        for (p, z) in [
            (0.5, 0.0),
            (0.9, 1.281_551_6),
            (0.975, 1.959_964_0),
            (0.001, -3.090_232_3),
        ] {
            assert!((normal_quantile(p) - z).abs() < 1e-6, "{p}");
            assert!((normal_share(z) - p).abs() < 1e-6, "{z}");
        }
    }

    #[test]
    fn samples_give_back_the_range_they_come_from() {
        let range = Estimate::new(5.0, 15.0, 45.0)
            .expect("ordered")
            .map(RunTime::from_min);
        let mut sampler = Sampler::new(1, 1_000);
        let mut values: Vec<RunTime> = sampler
            .deviates()
            .iter()
            .map(|z| at_deviate(&range, *z))
            .collect();
        let back = quantiles(&mut values);
        assert!((back.low().minutes() - 5.0).abs() < 0.1, "{back:?}");
        assert!((back.likely().minutes() - 15.0).abs() < 0.1, "{back:?}");
        assert!((back.high().minutes() - 45.0).abs() < 0.3, "{back:?}");
    }

    /// Beyond the median a range is exponential: its 99 % point lies ln(50) / ln(5) times as far from it as its 90 % point.
    #[test]
    fn what_takes_longer_may_take_much_longer() {
        let range = Estimate::new(5.0, 15.0, 45.0).expect("ordered");
        let range = range.map(RunTime::from_min);
        let at = |p: f64| at_deviate(&range, normal_quantile(p)).minutes();
        assert!((at(0.9) - 45.0).abs() < 1e-6);
        for p in [0.6_f64, 0.75, 0.95, 0.99, 0.999] {
            let exact = 15.0 + 30.0 * (2.0 * (1.0 - p)).ln() / 0.2_f64.ln();
            assert!((at(p) / exact - 1.0).abs() < 0.02, "{p}: {} {exact}", at(p));
        }
    }

    #[test]
    fn independent_ranges_add_in_quadrature() {
        let range = Estimate::new(50.0, 60.0, 70.0)
            .expect("ordered")
            .map(RunTime::from_min);
        let mut sampler = Sampler::new(7, 2_000);
        let mut sums = vec![RunTime::ZERO; 2_000];
        for _ in 0..25 {
            for (sum, z) in sums.iter_mut().zip(sampler.deviates()) {
                *sum += at_deviate(&range, z);
            }
        }
        let total = quantiles(&mut sums);
        // Twenty-five ranges of +-10 min make one of +-10 * sqrt(25) = 50 min; the exponential side is a little wider.
        assert!((total.high().minutes() - 1_553.0).abs() < 5.0, "{total:?}");
        assert!((total.low().minutes() - 1_447.0).abs() < 5.0, "{total:?}");
    }

    #[test]
    fn ratios_are_kept_by_ratio() {
        let range = Estimate::new(80.0, 100.0, 125.0)
            .expect("ordered")
            .map(RunTime::from_min);
        let by_ratio = ByRatio::new(&range);
        assert!((by_ratio.at(Z_90, 0.0).minutes() - 125.0).abs() < 1e-9);
        assert!((by_ratio.at(-2.0 * Z_90, 0.0).minutes() - 64.0).abs() < 1e-9);
        assert!((by_ratio.at(0.0, 2_f64.ln()).minutes() - 200.0).abs() < 1e-9);
    }
}
