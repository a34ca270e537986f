//! The most likely speeds: least squares about the computed times, repeated until they stand, for the scatter that
//! makes the reports most likely.

use super::CalibrationInputs;
use super::evidence::ReportedLeg;
use super::model::Model;
use super::observe::Observations;
use super::scatter::{Expected, Scatter};
use super::solve::Posterior;

/// Rounds of least squares at most. The times are nearly inverse to the speeds, so after three nothing moves (tested).
pub(super) const ROUNDS: usize = 4;
/// A round that moves no unknown by more than this, as a logarithm, is the last.
const STANDS: f64 = 2e-4;
/// Times that the weights are found anew in a round, at most. After six they stand within a hundredth.
const REPEATS: usize = 6;
/// Deviations above so many standard deviations count less: for the speeds, and for the scatter, which far legs are a
/// part of. Source: P. J. Huber, Robust Statistics (1981), where constants between 1 and 2 are usual for a mean.
const HUBER: f64 = 1.2;
const HUBER_SCATTER: f64 = 2.0;

/// What was fitted.
#[derive(Clone, Debug)]
pub(super) struct Fitted {
    pub posterior: Posterior,
    pub scatter: Scatter,
    /// The legs as they answer to the unknowns at the end.
    pub observed: Observations,
    /// Their weights in the fit of the scatter.
    pub loose: Vec<f64>,
}

/// Fits all legs: times are computed anew in every round, of which there are some at most, weights in every repeat of
/// it.
pub(super) fn fit(
    inputs: &CalibrationInputs,
    model: &Model,
    legs: &[ReportedLeg],
    expected: &Expected,
    rounds: usize,
) -> Fitted {
    let mut values = vec![0.0; model.variances.len()];
    let mut last: Option<Fitted> = None;
    for _ in 0..rounds {
        let observed = Observations::new(inputs, model, legs, &values);
        let first = last.as_ref().map_or(expected.scatter, |last| last.scatter);
        let fitted = Fitted::of(model, observed, (expected, first), |_| true);
        let found = &fitted.posterior.mean[..values.len()];
        let moved = found
            .iter()
            .zip(&values)
            .map(|(new, old)| (new - old).abs());
        let moved = moved.fold(0.0, f64::max);
        values.copy_from_slice(found);
        last = Some(fitted);
        if moved < STANDS {
            break;
        }
    }
    last.expect("at least one round")
}

impl Fitted {
    /// Fits the legs that are wanted: speeds, weights and scatter.
    fn of(
        model: &Model,
        observed: Observations,
        (expected, first): (&Expected, Scatter),
        is_wanted: impl Fn(usize) -> bool,
    ) -> Fitted {
        let masked = |weights: Vec<f64>| -> Vec<f64> {
            let of_leg = |(leg, weight)| if is_wanted(leg) { weight } else { 0.0 };
            weights.into_iter().enumerate().map(of_leg).collect()
        };
        // A bound counts once the fit is beyond it.
        let timed = observed.legs.iter().map(|leg| f64::from(!leg.is_bound));
        let mut weights = masked(timed.collect());
        let mut loose = weights.clone();
        let mut scatter = first;
        for repeat in 1.. {
            let likelihood = |scatter: &Scatter| observed.solve(model, &loose, scatter).evidence;
            scatter = expected.most_likely(scatter, likelihood);
            let posterior = observed.solve(model, &weights, &scatter);
            let again = masked(huber(&observed, &posterior, &scatter, HUBER));
            let moved = again
                .iter()
                .zip(&weights)
                .map(|(new, old)| (new - old).abs());
            let stands = moved.fold(0.0, f64::max) < 0.01;
            if stands || repeat == REPEATS {
                return Fitted {
                    posterior,
                    scatter,
                    observed,
                    loose,
                };
            }
            weights = again;
            loose = masked(huber(&observed, &posterior, &scatter, HUBER_SCATTER));
        }
        unreachable!("the last repeat returns")
    }

    /// The fit without some legs: speeds, weights and scatter are found anew from the others.
    pub fn without(
        &self,
        model: &Model,
        expected: &Expected,
        is_left_out: impl Fn(usize) -> bool,
    ) -> Fitted {
        let start = (expected, expected.scatter);
        Fitted::of(model, self.observed.clone(), start, |leg| !is_left_out(leg))
    }

    /// Standard errors of the logarithms of the scatter.
    pub fn scatter_errors(&self, model: &Model, expected: &Expected) -> Scatter {
        let likelihood =
            |scatter: &Scatter| self.observed.solve(model, &self.loose, scatter).evidence;
        expected.errors(&self.scatter, likelihood)
    }
}

/// Weights of the legs: less where more than so many deviations off, by themselves or with their trip; nothing for a
/// bound that holds.
fn huber(observed: &Observations, posterior: &Posterior, scatter: &Scatter, most: f64) -> Vec<f64> {
    let weight = |leg: &super::observe::Observed| {
        let rest = leg.rest(&posterior.mean);
        if leg.is_bound && rest >= 0.0 {
            return 0.0;
        }
        (most * leg.deviation(scatter) / rest.abs()).min(1.0)
    };
    observed.legs.iter().map(weight).collect()
}
