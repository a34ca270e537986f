//! Draws that agree with what was seen: a particle filter over the legs of a journey, which are cut where it was seen.
//!
//! A sighting is far more precise than the estimate, so plain weighting would leave a handful of draws. Instead, of
//! each stretch between two sightings the one leg with the largest noise is not drawn but solved for, so that the draw
//! comes to the station when it was seen there, give or take the precision of the sighting; the draw's weight is how
//! likely its noise then is. After each sighting the draws are chosen anew in proportion to their weights.
//!
//! Source: A. Doucet, A. M. Johansen, "A tutorial on particle filtering and smoothing" (2011), sections 3 and 4:
//! optimal proposals, systematic resampling, effective sample size.

use std::collections::BTreeMap;

use super::super::estimate::{EstimateParts, Sampled, sample_leg, trip_deviates};
use super::super::sample::{Draws, Stream, Z_90, at_deviate_by_ratio, quantiles};
use super::{Fix, FixKind};
use crate::network::Country;
use crate::units::{Estimate, Length, RunTime};

/// What a sighting meant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sight {
    /// When the train was to be seen there, by all that was seen before.
    pub expected: Estimate<RunTime>,
    /// Per cent of the draws that would have been seen later.
    pub later_percent: f64,
    /// How many equally likely draws would say as much as the weighted ones (Kong's effective sample size).
    pub effective: f64,
}

/// No draw agrees with a sighting, the one of that number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no draw of the journey agrees with sighting {fix}")]
pub struct NoDraw {
    /// Its number, from 0.
    pub fix: usize,
}

/// The draws of all legs, and what each sighting meant.
pub(super) struct Filtered {
    pub legs: Vec<Sampled>,
    pub sights: Vec<Sight>,
    pub draws: Draws,
}

/// Draws the legs, whose ends are given, so that they agree with the fixes.
pub(super) fn run(
    parts: &[EstimateParts],
    ends: &[Length],
    fixes: &[Fix],
    seed: u64,
    count: usize,
) -> Result<Filtered, NoDraw> {
    let mut draws = Draws::new(seed, count);
    let mut filter = Filter {
        parts,
        trips: trip_deviates(parts, &mut draws),
        draws,
        stream: Stream::new(!seed),
        legs: Vec::with_capacity(parts.len()),
        departs: vec![RunTime::ZERO; count],
    };
    let mut sights = Vec::with_capacity(fixes.len());
    let mut first = 0;
    for (number, fix) in fixes.iter().enumerate() {
        let last = ends.partition_point(|end| *end < fix.at);
        filter.draw_to(last);
        sights.push(filter.hold(first, fix).ok_or(NoDraw { fix: number })?);
        first = last + 1;
    }
    if first < parts.len() {
        filter.draw_to(parts.len() - 1);
    }
    Ok(Filtered {
        legs: filter.legs,
        sights,
        draws: filter.draws,
    })
}

struct Filter<'p> {
    parts: &'p [EstimateParts],
    draws: Draws,
    stream: Stream,
    trips: BTreeMap<Country, Vec<f64>>,
    legs: Vec<Sampled>,
    /// Departure after the last sighting in each draw.
    departs: Vec<RunTime>,
}

impl Filter<'_> {
    /// Draws all legs up to one, that one included.
    fn draw_to(&mut self, last: usize) {
        for part in &self.parts[self.legs.len()..=last] {
            let trip = &self.trips[&part.country];
            self.legs.push(sample_leg(part, trip, &mut self.draws));
        }
    }

    /// Makes the draws agree with a fix at the end of the last leg drawn; `first` is the first leg since the last fix.
    /// `None` when none can.
    fn hold(&mut self, first: usize, fix: &Fix) -> Option<Sight> {
        let arrivals = self.arrivals(first);
        let stands = self.legs.last()?.at_end.clone();
        let into_stand: Vec<f64> = match fix.kind {
            FixKind::Arriving => vec![0.0; stands.len()],
            FixKind::Leaving => vec![1.0; stands.len()],
            FixKind::There => stands.iter().map(|_| self.stream.unit()).collect(),
        };
        let seen = |draw: usize| stands[draw] * into_stand[draw];
        let mut expected: Vec<RunTime> = (0..arrivals.len())
            .map(|draw| arrivals[draw] + seen(draw))
            .collect();
        let later = expected.iter().filter(|time| **time > fix.time).count();
        let off: Vec<RunTime> = self
            .draws
            .deviates()
            .iter()
            .map(|z| fix.precision * (z / Z_90))
            .collect();
        let targets: Vec<RunTime> = (0..arrivals.len())
            .map(|draw| fix.time + off[draw] - seen(draw))
            .collect();
        let weights = match self.noisiest(first) {
            Some(leg) => self.solve(leg, &arrivals, &targets),
            None => plain(&expected, fix),
        };
        let effective = self.choose(&weights)?;
        self.depart(first);
        Some(Sight {
            later_percent: later as f64 / expected.len() as f64 * 100.0,
            expected: quantiles(&mut expected),
            effective,
        })
    }

    /// Arrival at the end of the last leg in each draw.
    fn arrivals(&self, first: usize) -> Vec<RunTime> {
        let legs = &self.legs[first..];
        let arrival = |draw: usize| {
            let on_the_way: RunTime = legs.iter().map(|leg| leg.duration(draw)).sum();
            let between = &legs[..legs.len() - 1];
            let stands: RunTime = between.iter().map(|leg| leg.at_end[draw]).sum();
            self.departs[draw] + on_the_way + stands
        };
        (0..self.departs.len()).map(arrival).collect()
    }

    /// The leg whose noise takes most time, the last of equal ones; `None` where none has any.
    fn noisiest(&self, first: usize) -> Option<usize> {
        let noise = |leg: &usize| self.parts[*leg].running.likely() * self.parts[*leg].noise;
        let legs = (first..self.legs.len()).filter(|leg| noise(leg) > RunTime::ZERO);
        legs.max_by_key(noise)
    }

    /// Gives one leg the running time that leads to the targets; returns the logarithm of each draw's weight, which is
    /// the density of that running time.
    fn solve(&mut self, leg: usize, arrivals: &[RunTime], targets: &[RunTime]) -> Vec<f64> {
        let part = &self.parts[leg];
        let trip = &self.trips[&part.country];
        let running = &mut self.legs[leg].running;
        let each = (0..arrivals.len()).map(|draw| {
            let needed = running[draw] + (targets[draw] - arrivals[draw]);
            if needed < part.floor || needed <= RunTime::ZERO {
                return f64::NEG_INFINITY;
            }
            running[draw] = needed;
            let usual = at_deviate_by_ratio(&part.running, trip[draw]);
            let ratio = needed.ratio(usual).unwrap_or(1.0).ln();
            let z = ratio / part.noise;
            -z * z / 2.0 - ratio - usual.s().ln()
        });
        each.collect()
    }

    /// Chooses the draws anew by the logarithms of their weights; returns the effective number of the weighted ones.
    fn choose(&mut self, weights: &[f64]) -> Option<f64> {
        let most = weights.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        if !most.is_finite() {
            return None;
        }
        let weights: Vec<f64> = weights.iter().map(|weight| (weight - most).exp()).collect();
        let sum: f64 = weights.iter().sum();
        let squares: f64 = weights.iter().map(|weight| weight * weight).sum();
        let chosen = systematic(&weights, sum, self.stream.unit());
        let again = |values: &mut Vec<RunTime>| {
            *values = chosen.iter().map(|draw| values[*draw]).collect();
        };
        for leg in &mut self.legs {
            again(&mut leg.running);
            again(&mut leg.meets);
            leg.halts.iter_mut().for_each(again);
            again(&mut leg.at_end);
        }
        again(&mut self.departs);
        for trip in self.trips.values_mut() {
            *trip = chosen.iter().map(|draw| trip[*draw]).collect();
        }
        Some(sum * sum / squares)
    }

    /// Moves the departures behind the stand at the end of the last leg.
    fn depart(&mut self, first: usize) {
        let arrivals = self.arrivals(first);
        let stands = &self.legs[self.legs.len() - 1].at_end;
        self.departs = arrivals
            .iter()
            .zip(stands)
            .map(|(arrival, stand)| *arrival + *stand)
            .collect();
    }
}

/// Weights where nothing can be solved for: how far each draw is from what was seen.
fn plain(expected: &[RunTime], fix: &Fix) -> Vec<f64> {
    let deviation = fix.precision / Z_90;
    let weight = |time: &RunTime| {
        let off = (*time - fix.time).ratio(deviation);
        off.map_or(f64::NEG_INFINITY, |off| -off * off / 2.0)
    };
    expected.iter().map(weight).collect()
}

/// As many draws as there are weights, each as often as its weight says, one in each equal slice of their sum.
fn systematic(weights: &[f64], sum: f64, start: f64) -> Vec<usize> {
    let step = sum / weights.len() as f64;
    let mut chosen = Vec::with_capacity(weights.len());
    let mut so_far = 0.0;
    for (draw, weight) in weights.iter().enumerate() {
        so_far += weight;
        while chosen.len() < weights.len() && (chosen.len() as f64 + start) * step < so_far {
            chosen.push(draw);
        }
    }
    // Rounding may leave the last slices empty.
    let last = weights.iter().rposition(|weight| *weight > 0.0).unwrap_or(0);
    chosen.resize(weights.len(), last);
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(low: f64, likely: f64, high: f64) -> Estimate<RunTime> {
        let range = Estimate::new(low, likely, high).expect("ordered");
        range.map(RunTime::from_min)
    }

    fn part(running: Estimate<RunTime>, noise: f64) -> EstimateParts {
        EstimateParts {
            country: Country::parse("KP").expect("a code"),
            running,
            floor: RunTime::from_min(1.0),
            noise,
            meets: Estimate::ZERO,
            halts: Vec::new(),
            at_end: Vec::new(),
        }
    }

    fn fix(km: f64, minutes: f64) -> Fix {
        Fix {
            at: Length::from_km(km),
            time: RunTime::from_min(minutes),
            precision: RunTime::from_min(0.01),
            kind: FixKind::Arriving,
        }
    }

    #[test]
    fn draws_are_chosen_as_often_as_they_weigh() {
        let chosen = systematic(&[1.0, 0.0, 2.0, 1.0], 4.0, 0.5);
        assert_eq!(chosen, [0, 2, 2, 3]);
        assert_eq!(systematic(&[0.0, 1.0, 0.0], 1.0, 0.999), [1, 1, 1]);
    }

    /// Two legs of one country, logarithms of a normal trip factor (s) and of normal noise (n) each. The first leg's
    /// excess y says of the second that the trip factor is y s2/(s2+n2) with variance s2 n2/(s2+n2): the theorem on
    /// normal distributions.
    #[test]
    fn a_sighting_says_of_the_next_leg_what_normal_distributions_say() {
        let (trip, noise) = (0.15_f64, 0.06_f64);
        let side = (trip * Z_90).exp();
        let leg = || part(range(100.0 / side, 100.0, 100.0 * side), noise);
        let parts = [leg(), leg()];
        let ends = [50.0, 100.0].map(Length::from_km);
        let excess: f64 = 0.2;
        let seen = fix(50.0, 100.0 * excess.exp());
        let found = run(&parts, &ends, &[seen], 1, 8_000).expect("it can be");
        let second = quantiles(&mut found.legs[1].running.clone());
        let (t2, n2) = (trip * trip, noise * noise);
        let mean = excess * t2 / (t2 + n2);
        let deviation = (t2 * n2 / (t2 + n2) + n2).sqrt();
        for (found, z) in [(second.low(), -Z_90), (second.likely(), 0.0), (second.high(), Z_90)] {
            let expected = 100.0 * (mean + z * deviation).exp();
            assert!((found.minutes() / expected - 1.0).abs() < 0.006, "{found:?} {expected}");
        }
        assert!(found.sights[0].effective > 800.0, "{:?}", found.sights);
        // Before, it was to be seen at 100 min, and e^0.2 lies 0.2/hypot(0.15, 0.06) = 1.238 deviations above: 10.8 %.
        assert!((found.sights[0].later_percent - 10.8).abs() < 0.6, "{:?}", found.sights);
    }

    /// Ten sightings, each of which leaves a part of a hundredth of the draws that were only weighted, leave enough.
    #[test]
    fn many_sightings_leave_enough_draws() {
        let parts: Vec<EstimateParts> = (0..10).map(|_| part(range(85.0, 100.0, 120.0), 0.06)).collect();
        let ends: Vec<Length> = (1..=10).map(|leg| Length::from_km(50.0 * f64::from(leg))).collect();
        let fixes: Vec<Fix> = (1..=10).map(|leg| fix(50.0 * f64::from(leg), 110.0 * f64::from(leg))).collect();
        let found = run(&parts, &ends, &fixes, 1, 4_000).expect("it can be");
        for sight in &found.sights {
            assert!(sight.effective > 400.0, "{:?}", found.sights);
        }
        for leg in &found.legs {
            let running = quantiles(&mut leg.running.clone());
            assert!((running.likely().minutes() - 110.0).abs() < 0.1, "{running:?}");
        }
    }

    /// A train seen in a stand of an hour: it came between an hour before and just then.
    #[test]
    fn a_stand_spreads_what_was_seen() {
        let mut parts = [part(range(300.0, 400.0, 500.0), 0.1)];
        parts[0].at_end = vec![Estimate::exact(RunTime::from_min(60.0))];
        let ends = [Length::from_km(300.0)];
        let arrivals = |kind| {
            let seen = Fix { kind, ..fix(300.0, 400.0) };
            let found = run(&parts, &ends, &[seen], 1, 4_000).expect("it can be");
            quantiles(&mut found.legs[0].running.clone()).map(|time| time.minutes())
        };
        assert!((arrivals(FixKind::Arriving).likely() - 400.0).abs() < 0.1);
        assert!((arrivals(FixKind::Leaving).likely() - 340.0).abs() < 0.1);
        let there = arrivals(FixKind::There);
        assert!((there.low() - 346.0).abs() < 3.0 && (there.high() - 394.0).abs() < 3.0, "{there:?}");
    }

    #[test]
    fn what_cannot_be_has_no_draw() {
        let parts = [part(range(85.0, 100.0, 120.0), 0.06)];
        let ends = [Length::from_km(50.0)];
        let found = run(&parts, &ends, &[fix(50.0, 0.5)], 1, 1_000);
        assert_eq!(found.err(), Some(NoDraw { fix: 0 }));
    }
}
