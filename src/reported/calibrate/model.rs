//! The unknowns of a calibration: a factor for each country, a deviation for each class of line.

use super::evidence::ReportedLeg;
use super::fit::Fitted;
use super::{CalibrateError, CalibrationInputs, FittedRow};
use crate::journey::Z_90;
use crate::network::Country;
use crate::train::{Prior, SpeedRow, Train};
use crate::units::{Estimate, Speed};

/// Standard deviation of a country's factor where a train's file states no prior, as a part of it. Assumption: the
/// figures a user gives his own train are right within a seventh.
const OWN_SPREAD: f64 = 0.15;
/// Standard deviation of a class of line about that. Assumption: a third of the country's, since classes share its
/// signals, rolling stock and rules.
const OWN_LINE_SPREAD: f64 = 0.05;

/// A train whose speeds are unknown.
#[derive(Clone, Debug)]
pub(super) struct Model {
    /// The train as its file has it, by which routes are chosen.
    pub own: Train,
    /// The train with its expected speeds.
    pub expected: Train,
    /// The train whose stops are expected.
    pub base_train: Train,
    /// Variance of each unknown before anything was seen.
    pub variances: Vec<f64>,
    /// For each row of the profile the unknowns whose sum is the logarithm of its factor; none where it is not fitted.
    pub unknowns: Vec<Vec<usize>>,
    bases: Vec<String>,
}

impl Model {
    /// The model of a train, with what is expected of it.
    pub fn new(inputs: &CalibrationInputs, train: &Train) -> Result<Model, CalibrateError> {
        let own = own_priors(train);
        let priors = if train.priors.is_empty() {
            &own
        } else {
            &train.priors
        };
        let mut model = Model {
            own: train.clone(),
            expected: train.clone(),
            base_train: base_train(inputs, train, &priors[0])?,
            variances: Vec::new(),
            unknowns: vec![Vec::new(); train.profile.rows().len()],
            bases: vec![String::new(); train.profile.rows().len()],
        };
        let mut speeds: Vec<Estimate<Speed>> = of_rows(train, |row| row.speed);
        for prior in priors {
            let like = base_train(inputs, train, prior)?;
            let country = model.unknown(prior.spread);
            for (place, row) in train.profile.rows().iter().enumerate() {
                if row.country != prior.country {
                    continue;
                }
                let speed = like.profile.row_like(row).speed.likely() * prior.factor;
                speeds[place] = Estimate::exact(speed);
                model.bases[place] = basis(train, prior);
                let line = model.unknown(prior.line_spread);
                model.unknowns[place] = country.into_iter().chain(line).collect();
            }
        }
        model.expected.profile = train.profile.with_speeds(&speeds);
        Ok(model)
    }

    /// A new unknown; `None` where nothing is left unknown.
    fn unknown(&mut self, spread: f64) -> Option<usize> {
        if spread <= 0.0 {
            return None;
        }
        self.variances.push(spread * spread);
        Some(self.variances.len() - 1)
    }

    /// The train at some values of the unknowns, each speed a single figure.
    pub fn train_at(&self, values: &[f64]) -> Train {
        self.train_with(values, |_, speed| Estimate::exact(speed))
    }

    /// The train as fitted, its speeds as ranges.
    pub fn train(&self, fitted: &Fitted) -> Train {
        let mut train = self.train_with(&fitted.posterior.mean, |place, speed| {
            let apart = (Z_90 * self.spread(fitted, place)).exp();
            Estimate::new(speed / apart, speed, speed * apart).expect("a factor above one")
        });
        train.leg_noise = fitted.scatter.leg;
        train.line_spread = fitted.scatter.line;
        train
    }

    /// Standard deviation of the speed of a row on a trip: of the trip, and of the fit.
    fn spread(&self, fitted: &Fitted, place: usize) -> f64 {
        fitted.scatter.trip.hypot(self.error(fitted, place))
    }

    fn error(&self, fitted: &Fitted, place: usize) -> f64 {
        fitted.posterior.variance(&self.unknowns[place]).sqrt()
    }

    fn train_with(&self, values: &[f64], range: impl Fn(usize, Speed) -> Estimate<Speed>) -> Train {
        let rows = self.expected.profile.rows();
        let speed = |(place, row): (usize, &SpeedRow)| {
            let unknowns = &self.unknowns[place];
            if unknowns.is_empty() {
                return row.speed;
            }
            let factor: f64 = unknowns.iter().map(|unknown| values[*unknown]).sum();
            range(place, row.speed.likely() * factor.exp())
        };
        let speeds: Vec<_> = rows.iter().enumerate().map(speed).collect();
        let mut train = self.expected.clone();
        train.profile = train.profile.with_speeds(&speeds);
        train
    }

    /// The rows with what became of them.
    pub fn fitted_rows(&self, fitted: &Fitted, legs: &[ReportedLeg]) -> Vec<FittedRow> {
        let train = self.train(fitted);
        let row = |(place, row): (usize, &SpeedRow)| {
            let is_fitted = !self.unknowns[place].is_empty();
            let before = self.expected.profile.rows()[place].speed.likely().kmh();
            FittedRow {
                row: row.clone(),
                prior_kmh: is_fitted.then_some(before),
                prior_basis: self.bases[place].clone(),
                error: self.error(fitted, place),
                legs: legs
                    .iter()
                    .filter(|leg| !leg.is_bound && leg.runs_on(place))
                    .count(),
            }
        };
        train.profile.rows().iter().enumerate().map(row).collect()
    }
}

fn of_rows<T>(train: &Train, of: impl Fn(&SpeedRow) -> T) -> Vec<T> {
    train.profile.rows().iter().map(of).collect()
}

fn basis(train: &Train, prior: &Prior) -> String {
    if prior.base_train == train.id {
        return String::from("its own file");
    }
    match prior.factor {
        1.0 => format!("as {}", prior.base_train),
        factor => format!("{factor} times {}", prior.base_train),
    }
}

/// The figures of a train's own file as priors.
fn own_priors(train: &Train) -> Vec<Prior> {
    let mut countries: Vec<Option<Country>> = of_rows(train, |row| row.country);
    countries.sort_unstable();
    countries.dedup();
    let prior = |country| Prior {
        country,
        base_train: train.id.clone(),
        factor: 1.0,
        spread: OWN_SPREAD,
        line_spread: OWN_LINE_SPREAD,
    };
    countries.into_iter().map(prior).collect()
}

fn base_train(
    inputs: &CalibrationInputs,
    train: &Train,
    prior: &Prior,
) -> Result<Train, CalibrateError> {
    if prior.base_train == train.id {
        return Ok(train.clone());
    }
    let found = inputs.trains.train(&prior.base_train)?;
    found.ok_or_else(|| CalibrateError::NoSuchTrain {
        train: train.id.clone(),
        base_train: prior.base_train.clone(),
    })
}
