//! How well computed times agree with reported ones.

/// One pair: a reported time and what was computed, in hours.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// As reported.
    pub reported: f64,
    /// Computed: low, likely, high, the report's precision counted in.
    pub computed: [f64; 3],
}

/// Statistics of some pairs; `None` where there are no pairs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Statistics {
    /// Number of pairs.
    pub n: usize,
    /// Mean of computed over reported less one, per cent; above zero when computed times are too long.
    pub bias_percent: f64,
    /// Mean of its size.
    pub mape_percent: f64,
    /// Median of its size.
    pub median_ape_percent: f64,
    /// How many reported times lie within low and high, per cent.
    pub coverage_80_percent: f64,
    /// Median of high less low over likely, per cent.
    pub median_width_percent: f64,
    /// Within what the median size of the error lies with 90 % confidence: order statistics of the binomial distribution.
    pub median_ape_interval_percent: [f64; 2],
    /// Within what the true share inside lies with 90 % confidence. Source: E. B. Wilson, JASA 22 (1927) 209-212.
    pub coverage_interval_percent: [f64; 2],
}

/// The normal deviate of the 95 % point: two-sided confidence of 90 %.
const Z_95: f64 = 1.644_853_626_951_472_7;

/// The statistics of some pairs.
#[must_use]
pub fn statistics(pairs: &[Pair]) -> Option<Statistics> {
    let n = pairs.len();
    if n == 0 {
        return None;
    }
    let errors: Vec<f64> = pairs
        .iter()
        .map(|pair| (pair.computed[1] / pair.reported - 1.0) * 100.0)
        .collect();
    let mean = |values: &mut dyn Iterator<Item = f64>| values.sum::<f64>() / n as f64;
    let inside = pairs
        .iter()
        .filter(|pair| pair.computed[0] <= pair.reported && pair.reported <= pair.computed[2])
        .count();
    let widths = pairs
        .iter()
        .map(|pair| (pair.computed[2] - pair.computed[0]) / pair.computed[1] * 100.0);
    let mut sizes: Vec<f64> = errors.iter().map(|error| error.abs()).collect();
    sizes.sort_by(f64::total_cmp);
    Some(Statistics {
        median_ape_interval_percent: median_interval(&sizes),
        coverage_interval_percent: share_interval(inside, n).map(|share| share * 100.0),
        n,
        bias_percent: mean(&mut errors.iter().copied()),
        mape_percent: mean(&mut errors.iter().map(|error| error.abs())),
        median_ape_percent: median(sizes),
        coverage_80_percent: inside as f64 / n as f64 * 100.0,
        median_width_percent: median(widths.collect()),
    })
}

/// The order statistics about the median of sorted values that hold it with 90 % confidence, by the normal approximation.
fn median_interval(sorted: &[f64]) -> [f64; 2] {
    let n = sorted.len() as f64;
    let half = Z_95 * n.sqrt() / 2.0;
    let last = sorted.len() - 1;
    let low = (n / 2.0 - half).floor().max(0.0) as usize;
    let high = ((n / 2.0 + half).ceil() as usize).min(last);
    [sorted[low.min(last)], sorted[high]]
}

fn share_interval(inside: usize, n: usize) -> [f64; 2] {
    let (n, share) = (n as f64, inside as f64 / n as f64);
    let z2 = Z_95 * Z_95;
    let middle = share + z2 / (2.0 * n);
    let half = Z_95 * (share * (1.0 - share) / n + z2 / (4.0 * n * n)).sqrt();
    [middle - half, middle + half].map(|end| (end / (1.0 + z2 / n)).clamp(0.0, 1.0))
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    if values.len() % 2 == 1 {
        values[middle]
    } else {
        (values[middle - 1] + values[middle]) / 2.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand: errors of +10, -20 and +30 per cent; two of three inside.
    #[test]
    fn three_pairs_by_hand() {
        let pair = |likely: f64, low: f64, high: f64| Pair {
            reported: 10.0,
            computed: [low, likely, high],
        };
        let found = statistics(&[
            pair(11.0, 9.0, 12.0),
            pair(8.0, 7.0, 9.0),
            pair(13.0, 10.0, 16.0),
        ])
        .expect("three");
        assert!((found.bias_percent - 20.0 / 3.0).abs() < 1e-9);
        assert!((found.mape_percent - 20.0).abs() < 1e-9);
        assert!((found.median_ape_percent - 20.0).abs() < 1e-9);
        assert!((found.coverage_80_percent - 200.0 / 3.0).abs() < 1e-9);
        // Wilson's interval for 2 of 3, as tabulated: 25 to 92 %.
        let [low, high] = found.coverage_interval_percent;
        assert!(
            (low - 25.4).abs() < 0.1 && (high - 92.2).abs() < 0.1,
            "{low} {high}"
        );
        let [low, high] = found.median_ape_interval_percent;
        assert!((low - 10.0).abs() < 1e-9 && (high - 30.0).abs() < 1e-9);
        assert_eq!(statistics(&[]), None);
    }
}
