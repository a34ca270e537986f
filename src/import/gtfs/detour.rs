//! How much longer tracks are than the straight line, where nothing was measured.
//!
//! A feed with shapes knows its own detours. One without has those of other railways, by the distance: stops that are far
//! apart are joined by lines that go round more.

/// From so many pairs of stations on, a feed's own detours count. Assumption: a median of three is not decided by one
/// odd pair.
const OWN_PAIRS: usize = 3;

/// Up to how many times the longest straight line that was measured a feed's own detours count. Assumption: detours
/// grow slowly with distance.
const OWN_REACH: f64 = 3.0;

/// A straight line is hardly a stretch below this, km: its detour is the width of stations.
const SHORTEST_KM: f64 = 0.2;

/// Length over straight line at a distance in km: low, likely and high (p10, p50, p90).
type DetourPoint = (f64, [f64; 3]);

/// The detours of railways. Source: measured by this importer along the shapes of two feeds, between any two calls of a
/// trip. VIA Rail Canada (feed of January 2024, 9,700 pairs): medians 1.03 below 3 km, 1.07 to 10, 1.11 to 30, 1.15 to
/// 100, 1.22 to 300, 1.27 above. Metro-North (1,600 pairs): 1.02, 1.03, 1.08, 1.09, 1.08. Likely is the mean of both up
/// to 100 km, and VIA beyond, where Metro-North has 14 pairs. Lines of published length that were not fitted: Madrid to
/// Seville 471 km for 390 (1.21), to Valencia 391 for 302 (1.29), to Barcelona 621 for 505 (1.23), to Valladolid 180
/// for 162 (1.11).
const RAILWAYS: [DetourPoint; 6] = [
    (1.0, [1.00, 1.02, 1.10]),
    (5.0, [1.01, 1.05, 1.18]),
    (20.0, [1.02, 1.09, 1.22]),
    (60.0, [1.05, 1.12, 1.25]),
    (200.0, [1.07, 1.21, 1.50]),
    (600.0, [1.11, 1.27, 1.61]),
];

/// The detours of railways in cities. Source: likewise, BART (780 pairs): medians 1.06 below 3 km, 1.09 to 10, 1.20 to
/// 30.
const CITY_RAILWAYS: [DetourPoint; 3] = [
    (1.0, [1.00, 1.05, 1.30]),
    (5.0, [1.01, 1.09, 1.21]),
    (20.0, [1.04, 1.20, 1.51]),
];

/// How much longer tracks are than straight lines.
#[derive(Clone, Debug)]
pub(super) struct Detour {
    /// Low, likely and high, as the feed itself knows them, and up to which straight line.
    own: Option<([f64; 3], f64)>,
    known: &'static [DetourPoint],
}

impl Detour {
    /// From pairs of a straight line and the length along the track, in km.
    pub fn learn(pairs: &[(f64, f64)], has_railways: bool) -> Detour {
        let pairs = pairs
            .iter()
            .filter(|(straight, _)| *straight >= SHORTEST_KM);
        let mut factors: Vec<f64> = pairs
            .clone()
            .map(|(straight, along)| along / straight)
            .collect();
        factors.sort_by(f64::total_cmp);
        let at = |share: f64| factors[((factors.len() - 1) as f64 * share).round() as usize];
        let own = (factors.len() >= OWN_PAIRS).then(|| {
            let straight: f64 = pairs.clone().map(|(straight, _)| straight).sum();
            let along: f64 = pairs.clone().map(|(_, along)| along).sum();
            let longest = pairs
                .clone()
                .map(|(straight, _)| *straight)
                .fold(0.0, f64::max);
            // The mean, which gives the sum of many stretches right.
            let likely = along / straight;
            let factors = [at(0.1).min(likely), likely, at(0.9).max(likely)];
            (factors, longest * OWN_REACH)
        });
        let known: &[DetourPoint] = if has_railways {
            &RAILWAYS
        } else {
            &CITY_RAILWAYS
        };
        Detour { own, known }
    }

    /// Low, likely and high, and whether they are the feed's own.
    fn factors(&self, straight_km: f64) -> ([f64; 3], bool) {
        match self.own {
            Some((factors, up_to)) if straight_km <= up_to => (factors, true),
            _ => (between(self.known, straight_km), false),
        }
    }

    /// The likely length of a stretch.
    pub fn length_km(&self, straight_km: f64) -> f64 {
        straight_km * self.factors(straight_km).0[1]
    }

    /// What to say of a length that was estimated.
    pub fn note(&self, straight_km: f64) -> String {
        let ([low, likely, high], is_own) = self.factors(straight_km);
        let source = match is_own {
            true => "as along the shapes of this feed",
            false => "as on other railways",
        };
        format!("length is the straight line times {likely:.2} ({low:.2} to {high:.2}) {source}")
    }
}

/// The factors at a distance, between points by its logarithm.
fn between(points: &[DetourPoint], km: f64) -> [f64; 3] {
    let after = points.partition_point(|(at, _)| *at < km);
    let (Some(low), Some(high)) = (
        after.checked_sub(1).and_then(|before| points.get(before)),
        points.get(after),
    ) else {
        let end = if after == 0 { 0 } else { points.len() - 1 };
        return points[end].1;
    };
    let share = (km / low.0).ln() / (high.0 / low.0).ln();
    std::array::from_fn(|i| low.1[i] + (high.1[i] - low.1[i]) * share)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knots_are_met_and_lengths_rise() {
        for (km, factors) in RAILWAYS {
            assert_eq!(between(&RAILWAYS, km), factors);
        }
        assert_eq!(between(&RAILWAYS, 0.1), RAILWAYS[0].1);
        assert_eq!(between(&RAILWAYS, 5_000.0), RAILWAYS[5].1);
        let detour = Detour::learn(&[], true);
        let lengths = (1..2_000).map(|km| detour.length_km(f64::from(km)));
        assert!(
            lengths.is_sorted(),
            "a longer straight line is never a shorter track"
        );
    }

    #[test]
    fn what_a_feed_measures_counts_near_what_it_measured() {
        let detour = Detour::learn(&[(1.0, 1.2), (2.0, 2.4), (3.0, 3.6), (0.1, 5.0)], true);
        assert!((detour.length_km(4.0) - 4.8).abs() < 1e-9);
        assert!(
            (detour.length_km(600.0) - 762.0).abs() < 1e-9,
            "beyond, as elsewhere"
        );
        assert!(detour.note(4.0).contains("times 1.20 (1.20 to 1.20)"));
    }
}
