//! Legs as they answer to the unknowns of a calibration.

use std::collections::BTreeMap;

use super::CalibrationInputs;
use super::evidence::{Computed, ReportedLeg};
use super::model::Model;
use super::scatter::Scatter;
use super::solve::{Observation, Posterior};
use crate::network::LineIdx;

/// All legs about some values of the unknowns.
#[derive(Clone, Debug)]
pub(super) struct Observations {
    /// In the order of the evidence.
    pub legs: Vec<Observed>,
    /// How many lines without a row of their own they run on.
    lines: usize,
}

/// A leg as it answers to the unknowns.
#[derive(Clone, Debug)]
pub(super) struct Observed {
    /// By unknown of the model.
    terms: Vec<(usize, f64)>,
    /// Logarithm of reported over computed time where all unknowns are zero.
    seen: f64,
    /// Number of its trip, and how much the trip's own factor counts.
    trip: (usize, f64),
    /// Numbers of the lines without a row of their own, and how much the factor of each counts.
    lines: Vec<(usize, f64)>,
    pub is_bound: bool,
    weight: f64,
    noise_variance: f64,
    other: f64,
}

impl Observations {
    /// The legs about some values of the unknowns.
    pub fn new(
        inputs: &CalibrationInputs,
        model: &Model,
        legs: &[ReportedLeg],
        values: &[f64],
    ) -> Observations {
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
        Observations {
            legs: observed,
            lines: lines.len(),
        }
    }

    /// The unknowns of the model, then the factor of each line; those of the trips are eliminated. A leg of weight zero
    /// does not count.
    pub fn solve(&self, model: &Model, weights: &[f64], scatter: &Scatter) -> Posterior {
        let unknowns = model.variances.len();
        let mut variances = model.variances.clone();
        variances.extend(std::iter::repeat_n(scatter.line.powi(2), self.lines));
        let mut trips: Vec<Vec<Observation>> = Vec::new();
        for (leg, robust) in self.legs.iter().zip(weights) {
            let weight = leg.weight * robust;
            if weight == 0.0 {
                continue;
            }
            let lines = leg
                .lines
                .iter()
                .map(|(line, part)| (unknowns + line, *part));
            if trips.len() <= leg.trip.0 {
                trips.resize_with(leg.trip.0 + 1, Vec::new);
            }
            trips[leg.trip.0].push(Observation {
                terms: leg.terms.iter().copied().chain(lines).collect(),
                own: leg.trip.1,
                seen: leg.seen,
                variance: leg.variance(scatter.leg) / weight,
            });
        }
        Posterior::new(&variances, scatter.trip.powi(2), &trips)
    }
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
    fn new(
        leg: &ReportedLeg,
        trip: usize,
        computed: &Computed,
        model: &Model,
        values: &[f64],
    ) -> Observed {
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

    /// What is left of what was seen at some values of the unknowns, those of the trip and of the lines left out.
    pub fn rest(&self, values: &[f64]) -> f64 {
        let model = self.terms.iter();
        let model: f64 = model.map(|(unknown, part)| part * values[*unknown]).sum();
        self.seen - model
    }

    /// Its standard deviation with those of its trip and its lines.
    pub fn deviation(&self, scatter: &Scatter) -> f64 {
        let trip = scatter.trip * self.trip.1;
        let line = self.lines.iter().map(|(_, part)| part).sum::<f64>() * scatter.line;
        self.variance(scatter.leg).sqrt().hypot(trip).hypot(line)
    }

    fn variance(&self, leg_noise: f64) -> f64 {
        self.noise_variance * leg_noise * leg_noise + self.other * self.other
    }
}
