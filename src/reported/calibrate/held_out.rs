//! How well a calibration predicts: journeys held out in turn and predicted by a fit that never saw them.
//!
//! Everything that the fit learns is learned anew without what is held out: speeds, weights, scatter, stops. Once whole
//! trains are held out, with all their legs, and once whole lines, with all legs that run on them. Runs over many legs,
//! which nothing is fitted to since their legs are, are predicted without their train.

use std::collections::{BTreeMap, BTreeSet};

use super::super::journeys::ReportedJourney;
use super::CalibrationInputs;
use super::evidence::{Evidence, ReportedLeg};
use super::fit::Fitted;
use super::model::Model;
use super::scatter::Expected;
use super::stops;
use crate::network::LineIdx;
use crate::train::{Coverage, Train};

/// Groups that are held out one after the other; where there are more trains or lines, several share a group. With
/// twenty a fit still sees 95 % of the legs. Source: T. Hastie, R. Tibshirani, J. Friedman, The Elements of Statistical
/// Learning (2009), section 7.10: five to ten are usual.
const MOST_GROUPS: usize = 20;
/// A leg runs on a line when at least such a part of it does. Assumption.
const ON_LINE: f64 = 0.1;

/// A journey that was held out, and what was predicted of it.
#[derive(Clone, Debug)]
pub(super) struct HeldOut {
    pub reported: ReportedJourney,
    pub km: f64,
    /// Countries in which nothing else was timed.
    pub by_prior: Vec<String>,
    /// The reported time, and within what it is known, hours.
    pub told: f64,
    pub precision: f64,
    /// Samples of the predicted time, hours, rising.
    pub samples: Vec<f64>,
    /// The shortest time physically possible, hours.
    pub minimum: f64,
}

/// All predictions.
#[derive(Clone, Debug, Default)]
pub(super) struct Predictions {
    /// Each fitted leg without its train.
    pub legs: Vec<HeldOut>,
    /// Each run over several legs without its train.
    pub runs: Vec<HeldOut>,
    /// Each of both without the legs on its main line.
    pub by_line: Vec<HeldOut>,
    /// Journeys that nothing is fitted to.
    pub held: Vec<HeldOut>,
}

/// Predicts legs and runs without their train, and journeys that nothing is fitted to.
pub(super) fn predict(
    inputs: &CalibrationInputs,
    (model, evidence): (&Model, &Evidence),
    fitted: &Fitted,
    expected: &Expected,
) -> Predictions {
    let context = Context {
        inputs,
        model,
        evidence,
        fitted,
        expected,
    };
    let mut found = Predictions::default();
    let train = context.train_without(|_| false);
    let held = evidence.held.iter();
    found.held = held
        .filter_map(|leg| context.held_out(leg, &train, |_| false))
        .collect();
    let trips = groups(evidence.legs.iter().map(|leg| Some(leg.trip().to_owned())));
    for trips in trips {
        let is_out = |leg: &ReportedLeg| trips.iter().any(|trip| trip == leg.trip());
        let train = context.train_without(is_out);
        let timed = evidence
            .legs
            .iter()
            .filter(|leg| leg.is_timed() && is_out(leg));
        found
            .legs
            .extend(timed.filter_map(|leg| context.held_out(leg, &train, is_out)));
        let runs = evidence.runs.iter().filter(|run| is_out(run));
        found
            .runs
            .extend(runs.filter_map(|run| context.held_out(run, &train, is_out)));
    }
    found
}

/// Predicts legs and runs without the legs on their main line.
pub(super) fn by_line(
    inputs: &CalibrationInputs,
    (model, evidence): (&Model, &Evidence),
    fitted: &Fitted,
    expected: &Expected,
) -> Vec<HeldOut> {
    let context = Context {
        inputs,
        model,
        evidence,
        fitted,
        expected,
    };
    let mut found = Vec::new();
    let lines = groups(
        evidence
            .legs
            .iter()
            .map(|leg| leg.main_line(inputs.network)),
    );
    let all = evidence.legs.iter().filter(|leg| leg.is_timed());
    let all: Vec<&ReportedLeg> = all.chain(&evidence.runs).collect();
    for lines in lines {
        let is_on = |leg: &ReportedLeg| {
            let parts = leg.lines(inputs.network);
            lines
                .iter()
                .any(|line| parts.get(line).is_some_and(|part| *part >= ON_LINE))
        };
        let is_main = |leg: &&&ReportedLeg| {
            leg.main_line(inputs.network)
                .is_some_and(|line| lines.contains(&line))
        };
        let train = context.train_without(is_on);
        let on_line = all.iter().filter(is_main);
        found.extend(on_line.filter_map(|leg| context.held_out(leg, &train, is_on)));
    }
    found
}

/// Keys in order, dealt to a few groups.
fn groups<K: Ord>(keys: impl Iterator<Item = Option<K>>) -> Vec<Vec<K>> {
    let keys: BTreeSet<K> = keys.flatten().collect();
    let count = keys.len().min(MOST_GROUPS);
    let mut groups: Vec<Vec<K>> = (0..count).map(|_| Vec::new()).collect();
    for (number, key) in keys.into_iter().enumerate() {
        groups[number % count].push(key);
    }
    groups
}

struct Context<'c> {
    inputs: &'c CalibrationInputs<'c>,
    model: &'c Model,
    evidence: &'c Evidence,
    fitted: &'c Fitted,
    expected: &'c Expected,
}

impl Context<'_> {
    /// The train as the other legs tell it.
    fn train_without(&self, is_out: impl Fn(&ReportedLeg) -> bool) -> Train {
        let legs = &self.evidence.legs;
        let fitted = self
            .fitted
            .without(self.model, self.expected, |leg| is_out(&legs[leg]));
        let mut train = self.model.train(&fitted);
        // Ranges as they are say how far they must be stretched, whatever the train's file says of that.
        train.coverage = Coverage::default();
        let others: Vec<&ReportedLeg> = legs.iter().filter(|leg| !is_out(leg)).collect();
        match stops::fit(&self.model.own, &self.model.base_train, &others) {
            Some(stops) => stops.of(&train),
            None => train,
        }
    }

    /// A leg as a train predicts it.
    fn held_out(
        &self,
        leg: &ReportedLeg,
        train: &Train,
        is_out: impl Fn(&ReportedLeg) -> bool,
    ) -> Option<HeldOut> {
        let network = self.inputs.network;
        let journey = leg.journey(network, train)?;
        let stated = leg.reported.stated_stops;
        let mut samples: Vec<f64> = journey
            .samples
            .iter()
            .map(|time| (*time + stated).h())
            .collect();
        samples.sort_by(f64::total_cmp);
        let others = self.evidence.legs.iter();
        let others = others.filter(|other| !other.is_bound && !is_out(other));
        let known: BTreeSet<_> = others.flat_map(|other| other.countries(network)).collect();
        let unknown = leg.countries(network).into_iter();
        let unknown = unknown.filter(|country| !known.contains(country));
        Some(HeldOut {
            km: leg.km(),
            by_prior: unknown.map(|country| country.code().to_owned()).collect(),
            told: leg.time.h(),
            precision: leg.reported.quality.precision().h(),
            samples,
            minimum: (journey.technical_minimum + stated).h(),
            reported: leg.reported.clone(),
        })
    }
}

impl ReportedLeg {
    /// Whether its time is one of arrival and no mere bound.
    fn is_timed(&self) -> bool {
        self.reported.exact_time().is_some()
    }

    /// The lines it runs on, each with the part of its length.
    fn lines(&self, network: &crate::network::Network) -> BTreeMap<LineIdx, f64> {
        let mut parts = BTreeMap::new();
        for step in self.route.steps() {
            let segment = network.segment(step.segment);
            if let Some(line) = segment.line {
                *parts.entry(line).or_insert(0.0) += segment.length.km() / self.km();
            }
        }
        parts
    }

    /// The line it runs on farthest, of equals the first.
    fn main_line(&self, network: &crate::network::Network) -> Option<LineIdx> {
        let parts = self.lines(network).into_iter().rev();
        parts
            .max_by(|a, b| a.1.total_cmp(&b.1))
            .map(|(line, _)| line)
    }
}
