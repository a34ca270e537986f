//! The most likely speeds: least squares about the computed times, repeated until they stand, for the scatter that makes
//! the reports most likely.

use std::collections::BTreeMap;

use super::CalibrationInputs;
use super::evidence::{Computed, Leg};
use super::model::Model;
use super::solve::{Observation, Posterior};
use crate::network::{LineIdx, TrainKind};

/// Rounds of least squares. The times are nearly inverse to the speeds, so after three nothing moves (tested).
const ROUNDS: usize = 4;
/// Times that the weights are found anew in a round. After six they stand within a hundredth.
const JUNCTIONS: usize = 6;
/// Deviations above so many standard deviations count less: for the speeds, and for the scatter, which far legs are a
/// part of. Source: P. J. Huber, Robust Statistics (1981), where constants between 1 and 2 are usual for a mean.
const HUBER: f64 = 1.2;
const HUBER_SCATTER: f64 = 2.0;
/// Scatter of single legs of 300 km and of whole trips that is expected before anything is seen, as parts. Assumption:
/// through trips repeat within some per cent while their single legs scatter by a tenth and more; trains without a
/// timetable scatter more than others.
const TIMETABLED: (f64, f64) = (0.10, 0.055);
const UNTIMED: (f64, f64) = (0.14, 0.07);
/// Standard deviation of the logarithm of either. Assumption: two thirds of all trains scatter between 0.7 and 1.4
/// times as much as these.
const SCATTER_SPREAD: f64 = 0.35;

/// What was fitted.
#[derive(Clone, Debug)]
pub(super) struct Fitted {
    pub posterior: Posterior,
    pub leg_noise: f64,
    pub trip_spread: f64,
    /// The legs as they answer to the unknowns at the end.
    observed: Vec<Observed>,
    shared: SharedFactors,
    weights: Vec<f64>,
}

/// The factors that legs share besides those of the model: one for each trip, one for each line.
#[derive(Clone, Copy, Debug)]
struct SharedFactors {
    trips: usize,
    lines: usize,
    /// Standard deviation of the factor of a line.
    line_spread: f64,
}

/// A leg as it answers to the unknowns.
#[derive(Clone, Debug)]
struct Observed {
    /// By unknown of the model.
    terms: Vec<(usize, f64)>,
    /// Logarithm of reported over computed time where all unknowns are zero.
    seen: f64,
    /// Number of its trip, and how much the trip's own factor counts.
    trip: (usize, f64),
    /// Numbers of the lines without a row of their own, and how much the factor of each counts.
    lines: Vec<(usize, f64)>,
    is_bound: bool,
    weight: f64,
    noise_variance: f64,
    other: f64,
}

/// Fits all legs: times are computed anew in every round, weights in every turn of it.
pub(super) fn fit(inputs: &CalibrationInputs, model: &Model, legs: &[Leg]) -> Fitted {
    let mut values = vec![0.0; model.variances.len()];
    // A bound counts once the fit is beyond it.
    let mut weights: Vec<f64> = legs.iter().map(|leg| f64::from(!leg.is_bound)).collect();
    let mut loose = weights.clone();
    let mut last = None;
    for _ in 0..ROUNDS {
        let observed = observe(inputs, model, legs, &values);
        let most =
            |numbers: &mut dyn Iterator<Item = usize>| numbers.max().map_or(0, |last| last + 1);
        let shared = SharedFactors {
            trips: most(&mut observed.iter().map(|leg| leg.trip.0)),
            lines: most(
                &mut observed
                    .iter()
                    .flat_map(|leg| &leg.lines)
                    .map(|line| line.0),
            ),
            line_spread: model.own.line_spread,
        };
        for _ in 0..JUNCTIONS {
            let scatter = most_likely_scatter(model, (&observed, &loose), shared);
            let fitted = Fitted {
                posterior: solve(model, (&observed, &weights), shared, scatter, None),
                leg_noise: scatter.0,
                trip_spread: scatter.1,
                observed: observed.clone(),
                shared,
                weights,
            };
            weights = fitted.huber(HUBER);
            loose = fitted.huber(HUBER_SCATTER);
            values.clone_from(&fitted.posterior.mean);
            values.truncate(model.variances.len());
            last = Some(fitted);
        }
    }
    last.expect("at least one round")
}

/// The legs about some values of the unknowns.
fn observe(
    inputs: &CalibrationInputs,
    model: &Model,
    legs: &[Leg],
    values: &[f64],
) -> Vec<Observed> {
    let train = model.train_at(values);
    let mut trips: BTreeMap<&str, usize> = BTreeMap::new();
    let mut lines: BTreeMap<Option<LineIdx>, usize> = BTreeMap::new();
    let mut observed = Vec::with_capacity(legs.len());
    for leg in legs {
        let count = trips.len();
        let trip = *trips.entry(leg.trip()).or_insert(count);
        let computed = leg.compute(inputs.network, &train);
        observed.push(computed.map_or_else(
            || Observed::unrunnable(trip),
            |computed| {
                let mut observed = Observed::new(leg, trip, &computed, model, values);
                observed.lines = numbered(&computed.lines, &mut lines);
                observed
            },
        ));
    }
    observed
}

/// The lines of a leg by number; a new one gets the next.
fn numbered(
    parts: &[(Option<LineIdx>, f64)],
    lines: &mut BTreeMap<Option<LineIdx>, usize>,
) -> Vec<(usize, f64)> {
    let mut number = |line: Option<LineIdx>| {
        let next = lines.len();
        *lines.entry(line).or_insert(next)
    };
    parts
        .iter()
        .map(|(line, part)| (number(*line), *part))
        .collect()
}

impl Observed {
    fn new(leg: &Leg, trip: usize, computed: &Computed, model: &Model, values: &[f64]) -> Observed {
        let mut terms: Vec<(usize, f64)> = Vec::new();
        for (row, part) in &computed.held {
            for unknown in &model.unknowns[*row] {
                match terms.iter_mut().find(|(known, _)| known == unknown) {
                    Some((_, sum)) => *sum -= part,
                    None => terms.push((*unknown, -part)),
                }
            }
        }
        let already: f64 = terms
            .iter()
            .map(|(unknown, part)| part * values[*unknown])
            .sum();
        let ratio = leg.time.ratio(computed.time).expect("a computed time");
        Observed {
            terms,
            seen: ratio.ln() + already,
            trip: (trip, computed.running),
            lines: Vec::new(),
            is_bound: leg.is_bound,
            weight: leg.weight,
            noise_variance: leg.noise_variance(1.0) * computed.running.powi(2),
            other: computed.other,
        }
    }

    /// A leg that the train cannot run at these speeds says nothing of them.
    fn unrunnable(trip: usize) -> Observed {
        Observed {
            terms: Vec::new(),
            seen: 0.0,
            trip: (trip, 0.0),
            lines: Vec::new(),
            is_bound: false,
            weight: 0.0,
            noise_variance: 1.0,
            other: 0.0,
        }
    }

    /// What is left of what was seen at some values of the unknowns, that of the trip left out.
    fn rest(&self, values: &[f64]) -> f64 {
        let model = self.terms.iter();
        let model: f64 = model.map(|(unknown, part)| part * values[*unknown]).sum();
        self.seen - model
    }

    fn variance(&self, leg_noise: f64) -> f64 {
        self.noise_variance * leg_noise * leg_noise + self.other * self.other
    }
}

/// The scatter of legs and trips that makes the legs most likely, on a grid of steps of a fifth.
fn most_likely_scatter(
    model: &Model,
    observed: (&[Observed], &[f64]),
    shared: SharedFactors,
) -> (f64, f64) {
    let grid = |usual: f64| (-5..=5).map(move |step| usual * (f64::from(step) * 0.2).exp());
    let doubt = |value: f64, usual: f64| ((value / usual).ln() / SCATTER_SPREAD).powi(2) / 2.0;
    let usual = match model.own.kind {
        TrainKind::Ordinary => TIMETABLED,
        TrainKind::Special | TrainKind::Freight => UNTIMED,
    };
    let mut best = (f64::NEG_INFINITY, usual);
    for leg_noise in grid(usual.0) {
        for trip_spread in grid(usual.1) {
            let scatter = (leg_noise, trip_spread);
            let likelihood = solve(model, observed, shared, scatter, None).evidence
                - doubt(leg_noise, usual.0)
                - doubt(trip_spread, usual.1);
            if likelihood > best.0 {
                best = (likelihood, scatter);
            }
        }
    }
    best.1
}

/// The unknowns of the model, then the factor of each trip and of each line. Legs of the trip `without` are left out,
/// and bounds that hold.
fn solve(
    model: &Model,
    (observed, weights): (&[Observed], &[f64]),
    shared: SharedFactors,
    (leg_noise, trip_spread): (f64, f64),
    without: Option<usize>,
) -> Posterior {
    let unknowns = model.variances.len();
    let mut variances = model.variances.clone();
    variances.extend(std::iter::repeat_n(trip_spread * trip_spread, shared.trips));
    let of_line = shared.line_spread * shared.line_spread;
    if of_line > 0.0 {
        variances.extend(std::iter::repeat_n(of_line, shared.lines));
    }
    let mut rows = Vec::with_capacity(observed.len());
    for (leg, robust) in observed.iter().zip(weights) {
        let weight = leg.weight * robust;
        if without == Some(leg.trip.0) || weight == 0.0 {
            continue;
        }
        let mut terms = leg.terms.clone();
        terms.push((unknowns + leg.trip.0, leg.trip.1));
        if of_line > 0.0 {
            let first = unknowns + shared.trips;
            terms.extend(leg.lines.iter().map(|(line, part)| (first + line, *part)));
        }
        rows.push(Observation {
            terms,
            seen: leg.seen,
            variance: leg.variance(leg_noise) / weight,
        });
    }
    Posterior::new(&variances, &rows)
}

impl Fitted {
    /// Weights of the legs: less where more than so many deviations off, by themselves or with their trip; nothing for
    /// a bound that holds.
    fn huber(&self, most: f64) -> Vec<f64> {
        let weight = |leg: &Observed| {
            let rest = leg.rest(&self.posterior.mean);
            if leg.is_bound && rest >= 0.0 {
                return 0.0;
            }
            let trip = self.trip_spread * leg.trip.1;
            let line =
                leg.lines.iter().map(|(_, part)| part).sum::<f64>() * self.shared.line_spread;
            let usual = leg.variance(self.leg_noise).sqrt().hypot(trip).hypot(line);
            (most * usual / rest.abs()).min(1.0)
        };
        self.observed.iter().map(weight).collect()
    }

    /// The fit without one trip, for the same scatter.
    pub fn without(&self, model: &Model, trip: usize) -> Fitted {
        let scatter = (self.leg_noise, self.trip_spread);
        let observed = (self.observed.as_slice(), self.weights.as_slice());
        Fitted {
            posterior: solve(model, observed, self.shared, scatter, Some(trip)),
            ..self.clone()
        }
    }
}
