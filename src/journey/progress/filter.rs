//! Samples that agree with what was seen: a particle filter over the legs of a journey, which are cut where it was seen.
//!
//! A sighting is far more precise than the estimate, so plain weighting would leave a handful of samples. Instead, the
//! noise of each stretch between two sightings is not only drawn: its component along the direction in which it moves
//! the arrival most is solved for, so that the sample comes to the station when it was seen there, give or take the
//! precision of the sighting. The sample's weight is how likely that component is; the others are independent of it, as
//! orthogonal components of normal figures are. After each sighting the samples are chosen anew by their weights. Trip
//! factors, stops, train meets and borders are drawn and weighted, not solved for.
//!
//! Source: A. Doucet, A. M. Johansen, "A tutorial on particle filtering and smoothing" (2011), sections 3 and 4:
//! optimal proposals, systematic resampling, effective sample size.

use super::super::estimate::{EstimateParts, Sampled, sample_leg};
use super::super::sample::{Sampler, Stream, Z_90, quantiles};
use super::super::shared::Shared;
use super::solve::RunStretch;
use super::{Fix, FixKind};
use crate::units::{Estimate, Length, RunTime};

/// What a sighting meant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sight {
    /// When the train was to be seen there, by all that was seen before.
    pub expected: Estimate<RunTime>,
    /// Per cent of the samples that would have been seen later.
    pub later_percent: f64,
    /// How many equally likely samples would say as much as the weighted ones (Kong's effective sample size).
    pub effective: f64,
}

/// No sample agrees with a sighting, the one of that number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no sample of the journey agrees with sighting {fix}")]
pub struct NoSample {
    /// Its number, from 0.
    pub fix: usize,
}

/// The samples of all legs, and what each sighting meant.
pub(super) struct Filtered {
    pub legs: Vec<Sampled>,
    pub sights: Vec<Sight>,
    pub sampler: Sampler,
}

/// Samples the legs, whose ends are given, so that they agree with the fixes.
pub(super) fn run(
    parts: &[EstimateParts],
    ends: &[Length],
    fixes: &[Fix],
    seed: u64,
    count: usize,
) -> Result<Filtered, NoSample> {
    let mut sampler = Sampler::new(seed, count);
    let mut filter = Filter {
        parts,
        shared: Shared::new(parts, || sampler.deviates()),
        sampler,
        stream: Stream::new(!seed),
        legs: Vec::with_capacity(parts.len()),
        departs: vec![RunTime::ZERO; count],
    };
    let mut sights = Vec::with_capacity(fixes.len());
    let mut first = 0;
    for (number, fix) in fixes.iter().enumerate() {
        let last = ends.partition_point(|end| *end < fix.at);
        if last < first {
            sights.push(filter.stay(fix));
            continue;
        }
        filter.sample_to(last);
        sights.push(filter.hold(first, fix).ok_or(NoSample { fix: number })?);
        first = last + 1;
    }
    if first < parts.len() {
        filter.sample_to(parts.len() - 1);
    }
    Ok(Filtered {
        legs: filter.legs,
        sights,
        sampler: filter.sampler,
    })
}

struct Filter<'p> {
    parts: &'p [EstimateParts],
    sampler: Sampler,
    stream: Stream,
    shared: Shared<Vec<f64>>,
    legs: Vec<Sampled>,
    /// Departure after the last sighting in each sample.
    departs: Vec<RunTime>,
}

impl Filter<'_> {
    /// Samples all legs up to one, that one included.
    fn sample_to(&mut self, last: usize) {
        for part in &self.parts[self.legs.len()..=last] {
            let (journey, line) = self.shared.of(part);
            let leg = sample_leg(part, (journey, line), &mut self.sampler);
            self.legs.push(leg);
        }
    }

    /// Makes the samples agree with a fix at the end of the last leg drawn; `first` is the first leg since the last fix.
    /// `None` when none can.
    fn hold(&mut self, first: usize, fix: &Fix) -> Option<Sight> {
        let arrivals = self.arrivals(first);
        let last = self.legs.last()?;
        let dwells: Vec<RunTime> = (0..arrivals.len())
            .map(|sample| last.dwell(sample))
            .collect();
        let into_dwell: Vec<f64> = match fix.kind {
            FixKind::Arriving => vec![0.0; dwells.len()],
            FixKind::Leaving => vec![1.0; dwells.len()],
            FixKind::There => dwells.iter().map(|_| self.stream.unit()).collect(),
        };
        let seen = |sample: usize| dwells[sample] * into_dwell[sample];
        let mut expected: Vec<RunTime> = (0..arrivals.len())
            .map(|sample| arrivals[sample] + seen(sample))
            .collect();
        let later = later_percent(&expected, fix);
        let off = self.misreadings(fix);
        let targets: Vec<RunTime> = (0..arrivals.len())
            .map(|sample| fix.time + off[sample] - seen(sample))
            .collect();
        let weights = match self.direction(first) {
            Some(direction) => self.solve(first, &direction, &arrivals, &targets),
            None => plain(&expected, fix),
        };
        let effective = self.choose(&weights)?;
        self.depart(first);
        Some(Sight {
            later_percent: later,
            expected: quantiles(&mut expected),
            effective,
        })
    }

    /// A further sighting at the station of the last one: how long the train stood is seen and no estimate any more,
    /// or it stood until then at least.
    fn stay(&mut self, fix: &Fix) -> Sight {
        let mut expected = self.departs.clone();
        let off = self.misreadings(fix);
        let leg = self.legs.last_mut().expect("a leg ends there");
        for (sample, off) in off.iter().enumerate() {
            let dwell = leg.dwell(sample);
            let arrival = self.departs[sample] - dwell;
            let stood = (fix.time + *off - arrival).max(RunTime::ZERO);
            let stood = match fix.kind {
                FixKind::Leaving => stood,
                FixKind::There | FixKind::Arriving => stood.max(dwell),
            };
            leg.stand_for(sample, stood);
            self.departs[sample] = arrival + stood;
        }
        Sight {
            later_percent: later_percent(&expected, fix),
            effective: expected.len() as f64,
            expected: quantiles(&mut expected),
        }
    }

    /// How far the time of a sighting is off in each sample.
    fn misreadings(&mut self, fix: &Fix) -> Vec<RunTime> {
        let deviates = self.sampler.deviates();
        deviates
            .iter()
            .map(|z| fix.precision * (z / Z_90))
            .collect()
    }

    /// Arrival at the end of the last leg in each sample.
    fn arrivals(&self, first: usize) -> Vec<RunTime> {
        let legs = &self.legs[first..];
        let arrival = |sample: usize| {
            let on_the_way: RunTime = legs.iter().map(|leg| leg.duration(sample)).sum();
            let between = &legs[..legs.len() - 1];
            let dwells: RunTime = between.iter().map(|leg| leg.dwell(sample)).sum();
            self.departs[sample] + on_the_way + dwells
        };
        (0..self.departs.len()).map(arrival).collect()
    }

    /// The unit vector of the legs' noises along which the arrival moves most; `None` where no leg has any noise.
    fn direction(&self, first: usize) -> Option<Vec<f64>> {
        let parts = &self.parts[first..self.legs.len()];
        let moves = parts
            .iter()
            .map(|part| part.running.likely().s() * part.noise);
        let moves: Vec<f64> = moves.collect();
        let size = moves.iter().map(|part| part * part).sum::<f64>().sqrt();
        (size > 0.0).then(|| moves.iter().map(|part| part / size).collect())
    }

    /// Moves the noises along a direction until each sample arrives at its target; returns the logarithms of the weights,
    /// the densities of those arrivals given the rest of the sample.
    fn solve(
        &mut self,
        first: usize,
        direction: &[f64],
        arrivals: &[RunTime],
        targets: &[RunTime],
    ) -> Vec<f64> {
        let parts = &self.parts[first..self.legs.len()];
        let legs = &mut self.legs[first..];
        let each = (0..arrivals.len()).map(|sample| {
            let running: RunTime = legs.iter().map(|leg| leg.running[sample]).sum();
            let stretch = RunStretch {
                parts,
                direction,
                persisting: parts
                    .iter()
                    .map(|part| self.shared.of(part))
                    .map(|(journey, line)| (journey[sample], line[sample]))
                    .collect(),
                noises: legs.iter().map(|leg| leg.noise[sample]).collect(),
            };
            let Some(moved) = stretch.solve(running + (targets[sample] - arrivals[sample])) else {
                return f64::NEG_INFINITY;
            };
            let component = stretch.component() + moved;
            for (index, leg) in legs.iter_mut().enumerate() {
                leg.noise[sample] = stretch.noise(index, moved);
                leg.running[sample] = stretch.running(index, moved);
            }
            -component * component / 2.0 - stretch.slope(moved).ln()
        });
        each.collect()
    }

    /// Chooses the samples anew by the logarithms of their weights; returns the effective number of the weighted ones.
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
            *values = chosen.iter().map(|sample| values[*sample]).collect();
        };
        for leg in &mut self.legs {
            leg.noise = chosen.iter().map(|sample| leg.noise[*sample]).collect();
            again(&mut leg.running);
            again(&mut leg.train_meets);
            leg.stops.iter_mut().for_each(again);
            leg.at_end.iter_mut().for_each(again);
        }
        again(&mut self.departs);
        for deviates in self.shared.all_mut() {
            *deviates = chosen.iter().map(|sample| deviates[*sample]).collect();
        }
        Some(sum * sum / squares)
    }

    /// Moves the departures behind the dwell at the end of the last leg.
    fn depart(&mut self, first: usize) {
        let arrivals = self.arrivals(first);
        let last = &self.legs[self.legs.len() - 1];
        let departs = arrivals.iter().enumerate();
        self.departs = departs
            .map(|(sample, arrival)| *arrival + last.dwell(sample))
            .collect();
    }
}

/// Per cent of some times that are later than a sighting.
fn later_percent(expected: &[RunTime], fix: &Fix) -> f64 {
    let later = expected.iter().filter(|time| **time > fix.time).count();
    later as f64 / expected.len() as f64 * 100.0
}

/// Deviations beyond which a misread clock is no clock any more: one in ten thousand million.
const MISREAD: f64 = 6.5;

/// Weights where nothing can be solved for: how far each sample is from what was seen.
fn plain(expected: &[RunTime], fix: &Fix) -> Vec<f64> {
    let deviation = fix.precision / Z_90;
    let weight = |time: &RunTime| {
        let off = (*time - fix.time).ratio(deviation);
        let off = off.filter(|off| off.abs() < MISREAD);
        off.map_or(f64::NEG_INFINITY, |off| -off * off / 2.0)
    };
    expected.iter().map(weight).collect()
}

/// As many samples as there are weights, each as often as its weight says, one in each equal slice of their sum.
pub(super) fn systematic(weights: &[f64], sum: f64, start: f64) -> Vec<usize> {
    let step = sum / weights.len() as f64;
    let mut chosen = Vec::with_capacity(weights.len());
    let mut so_far = 0.0;
    for (sample, weight) in weights.iter().enumerate() {
        so_far += weight;
        while chosen.len() < weights.len() && (chosen.len() as f64 + start) * step < so_far {
            chosen.push(sample);
        }
    }
    // Rounding may leave the last slices empty.
    let last = weights
        .iter()
        .rposition(|weight| *weight > 0.0)
        .unwrap_or(0);
    chosen.resize(weights.len(), last);
    chosen
}
