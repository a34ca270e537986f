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
}

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
    Some(Statistics {
        n,
        bias_percent: mean(&mut errors.iter().copied()),
        mape_percent: mean(&mut errors.iter().map(|error| error.abs())),
        median_ape_percent: median(errors.iter().map(|error| error.abs()).collect()),
        coverage_80_percent: inside as f64 / n as f64 * 100.0,
        median_width_percent: median(widths.collect()),
    })
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
        assert_eq!(statistics(&[]), None);
    }
}
