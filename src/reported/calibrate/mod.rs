//! Calibration: the speeds of a train learned from reported journeys, and how well that predicts others.
//!
//! Few numbers are fitted: for each country a factor on the speeds of a train that is better known, for each class of
//! line a small deviation from it, how much single legs, whole journeys and whole lines scatter, where a timetable
//! prints them how often and how long the train stops, and for special trains how often and how long they wait
//! unannounced. Each begins with an expectation that the train's file (`[[prior]]`) or the other trains of its class
//! state, so three journeys cannot run away and a country without any keeps what was assumed. Times are computed as
//! everywhere, by [`journey::along`](crate::journey::along): borders and allowance stay as the train's file has them
//! and the speeds are solved so that the whole reproduces the report.
//!
//! The fit is the most likely one for log-normal errors: of each leg, falling with the square root of its length, of
//! each journey, common to its legs, and of each line, common to all journeys on it. Legs far off count less (Huber's
//! weights), reports marked weak at half weight, and bounds only where the computed time is beyond them. How well it
//! predicts is measured by holding out each train in turn, and each line, and fitting everything anew without it. From
//! these predictions come the factors by which the ranges of the train are stretched.

mod coverage;
mod evidence;
mod fit;
mod held_out;
mod model;
mod observe;
mod scatter;
mod solve;
mod stays;
mod stops;
mod write;

use std::collections::BTreeSet;

use jiff::civil::Date;
use thiserror::Error;

use super::journeys::ReportedJourney;
use crate::network::Network;
use crate::network::search::Index;
use crate::train::{Catalog, SpeedRow, Train, TrainError};

use evidence::{Evidence, ReportedLeg};
use fit::Fitted;
use held_out::{HeldOut, Predictions};
use model::Model;
use scatter::Expected;

pub use coverage::{FittedCoverage, FittedFactor, Predicted, Reliability};
pub use scatter::Scatter;
pub use stays::FittedStays;
pub use stops::FittedStops;
pub use write::rewritten;

/// Fewer legs than this are not fitted. Assumption: with fewer the priors say it all.
pub const FEWEST_LEGS: usize = 3;

/// What a calibration works with.
#[derive(Clone, Copy, Debug)]
pub struct CalibrationInputs<'g> {
    /// The network.
    pub network: &'g Network,
    /// Its stations by name.
    pub index: &'g Index<'g>,
    /// The trains, for those that others are like.
    pub trains: &'g Catalog,
    /// The day that counts where a report has none.
    pub day: Date,
}

/// What a calibration learns from.
#[derive(Clone, Debug, Default)]
pub struct Reports {
    /// Journeys, of which those count that may be fitted.
    pub journeys: Vec<ReportedJourney>,
    /// Journeys that nothing is fitted to: they only say how far ranges must be stretched.
    pub held: Vec<ReportedJourney>,
}

/// A row of the speed profile and what became of it.
#[derive(Clone, Debug, PartialEq)]
pub struct FittedRow {
    /// The row with its new speeds.
    pub row: SpeedRow,
    /// The speed expected before, km/h; `None` where the row is not fitted.
    pub prior_kmh: Option<f64>,
    /// Where that comes from, in words.
    pub prior_basis: String,
    /// Standard error of the fitted speed, as a part of it.
    pub error: f64,
    /// Legs that ran on such track.
    pub legs: usize,
}

/// What a calibration found.
#[derive(Clone, Debug)]
pub struct Calibration {
    /// The train with the fitted figures.
    pub train: Train,
    /// Its speeds, in the order of the file.
    pub rows: Vec<FittedRow>,
    /// Its stops, where a timetable prints enough of them.
    pub stops: Option<FittedStops>,
    /// Its unannounced stays, where enough journeys of a special train are known.
    pub stays: Option<FittedStays>,
    /// How much legs of 300 km, journeys and lines scatter, as parts of the time.
    pub scatter: Scatter,
    /// Standard errors of that, as parts of each figure.
    pub scatter_errors: Scatter,
    /// What the other trains of its class scatter by, about which it was fitted.
    pub class_scatter: Scatter,
    /// How far its ranges are stretched.
    pub coverage: FittedCoverage,
    /// Legs that were fitted.
    pub fitted_legs: usize,
    /// Journeys that they belong to.
    pub journeys: usize,
    /// Legs that only bound the fit.
    pub bounds: usize,
    /// Each fitted leg as predicted without its train.
    pub predicted: Vec<Predicted>,
    /// Each run over several legs, to which nothing is fitted, as predicted without its train.
    pub runs: Vec<Predicted>,
    /// Each leg and run as predicted without the legs on its main line.
    pub by_line: Vec<Predicted>,
    /// Each journey that nothing is fitted to.
    pub held: Vec<Predicted>,
    /// Legs that could not be used, and why.
    pub unused: Vec<(ReportedJourney, String)>,
}

/// Why nothing was calibrated.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum CalibrateError {
    /// A train's file cannot be used.
    #[error(transparent)]
    Train(#[from] TrainError),
    /// A train is like one that is not there.
    #[error("{train} is to be like \"{base_train}\", but no train is called so")]
    NoSuchTrain {
        /// The train.
        train: String,
        /// The one that is missing.
        base_train: String,
    },
    /// Too little is known.
    #[error(
        "{found} timed legs of {train} may be fitted, at least {FEWEST_LEGS} are needed; its speeds stay as its file has them \
         (a row counts whose train is {train} and whose fit is yes or weak)"
    )]
    TooLittle {
        /// The train.
        train: String,
        /// How many there are.
        found: usize,
    },
}

/// Learns the speeds of a train from reported journeys. Of them those count that were made by this train, or by a
/// train number of its kind, and that may be fitted.
///
/// # Errors
/// [`CalibrateError`] when there is too little, or a train that it is like cannot be used.
pub fn calibrate(
    inputs: &CalibrationInputs,
    train: &Train,
    reports: &Reports,
) -> Result<Calibration, CalibrateError> {
    let own = Subject::new(inputs, train, reports)?;
    if own.timed() < FEWEST_LEGS {
        let (train, found) = (train.id.clone(), own.timed());
        return Err(CalibrateError::TooLittle { train, found });
    }
    let others = others(inputs, train, reports)?;
    let of_class = others.iter().filter(|(other, _)| {
        scatter::is_timetabled(other.model.own.kind) == scatter::is_timetabled(train.kind)
    });
    let of_class: Vec<_> = of_class
        .map(|(other, fitted)| (&other.model, &fitted.observed, fitted.loose.as_slice()))
        .collect();
    let expected = Expected::of_class(train.kind, &of_class);
    let fitted = fit::fit(
        inputs,
        &own.model,
        &own.evidence.legs,
        &expected,
        fit::ROUNDS,
    );
    let mut predictions = own.predict(inputs, &fitted, &expected);
    predictions.by_line = own.predict_by_line(inputs, &fitted, &expected);
    let borrowed = others.iter().map(|(other, fitted)| {
        let expected = Expected::of_kind(other.model.own.kind);
        other.predict(inputs, fitted, &expected)
    });
    let borrowed: Vec<Predictions> = borrowed.collect();
    let coverage = FittedCoverage::of(
        predictions.all(),
        borrowed.iter().flat_map(Predictions::all),
    );
    Ok(own.found(inputs, &fitted, (&expected, &predictions, coverage)))
}

/// A train with its evidence.
struct Subject {
    model: Model,
    evidence: Evidence,
    stops: Option<FittedStops>,
}

/// All other trains that could be calibrated with these journeys, each fitted about what is expected of its kind.
fn others(
    inputs: &CalibrationInputs,
    train: &Train,
    reports: &Reports,
) -> Result<Vec<(Subject, Fitted)>, CalibrateError> {
    let mut found = Vec::new();
    for id in inputs.trains.ids().filter(|id| *id != train.id) {
        let Some(other) = inputs.trains.train(id)? else {
            continue;
        };
        let subject = Subject::new(inputs, &other, reports)?;
        if subject.timed() >= FEWEST_LEGS {
            let expected = Expected::of_kind(other.kind);
            // Their speeds do not count, so that one round tells their scatter well enough.
            let fitted = fit::fit(inputs, &subject.model, &subject.evidence.legs, &expected, 1);
            found.push((subject, fitted));
        }
    }
    Ok(found)
}

impl Subject {
    fn new(
        inputs: &CalibrationInputs,
        train: &Train,
        reports: &Reports,
    ) -> Result<Subject, CalibrateError> {
        let mut model = Model::new(inputs, train)?;
        let evidence = evidence::gather(inputs, &model, reports);
        let legs: Vec<&ReportedLeg> = evidence.legs.iter().collect();
        let stops = stops::fit(train, &model.base_train, &legs);
        if let Some(stops) = &stops {
            model.expected = stops.of(&model.expected);
        }
        Ok(Subject {
            model,
            evidence,
            stops,
        })
    }

    /// How many of its legs tell a time.
    fn timed(&self) -> usize {
        self.evidence
            .legs
            .iter()
            .filter(|leg| !leg.is_bound)
            .count()
    }

    fn predict(
        &self,
        inputs: &CalibrationInputs,
        fitted: &Fitted,
        expected: &Expected,
    ) -> Predictions {
        held_out::predict(inputs, (&self.model, &self.evidence), fitted, expected)
    }

    fn predict_by_line(
        &self,
        inputs: &CalibrationInputs,
        fitted: &Fitted,
        expected: &Expected,
    ) -> Vec<HeldOut> {
        held_out::by_line(inputs, (&self.model, &self.evidence), fitted, expected)
    }

    /// All that came of a fit.
    fn found(
        self,
        inputs: &CalibrationInputs,
        fitted: &Fitted,
        (expected, predictions, coverage): (&Expected, &Predictions, FittedCoverage),
    ) -> Calibration {
        let legs = &self.evidence.legs;
        let mut train = self.model.train(fitted);
        train.coverage = coverage.factors();
        let predicted = |held: &[HeldOut]| -> Vec<Predicted> {
            held.iter()
                .map(|held| held.predicted(&train.coverage))
                .collect()
        };
        let journeys: BTreeSet<&str> = legs.iter().map(ReportedLeg::trip).collect();
        Calibration {
            rows: self.model.fitted_rows(fitted, legs),
            stays: stays::fit(inputs, &train, legs),
            scatter: fitted.scatter,
            scatter_errors: fitted.scatter_errors(&self.model, expected),
            class_scatter: expected.scatter,
            coverage,
            fitted_legs: self.timed(),
            journeys: journeys.len(),
            bounds: legs.len() - self.timed(),
            predicted: predicted(&predictions.legs),
            runs: predicted(&predictions.runs),
            by_line: predicted(&predictions.by_line),
            held: predicted(&predictions.held),
            stops: self.stops,
            train,
            unused: self.evidence.unused,
        }
    }
}

impl Predictions {
    /// Those that say how far ranges must be stretched: journeys never seen where they are given, else those that were
    /// held out.
    fn all(&self) -> impl Iterator<Item = &HeldOut> + Clone {
        let is_seen = self.held.is_empty();
        let held_out = self.legs.iter().chain(&self.runs).chain(&self.by_line);
        self.held.iter().chain(held_out.filter(move |_| is_seen))
    }
}
