//! Calibration: the speeds of a train learned from reported journeys, and how well that predicts others.
//!
//! Few numbers are fitted: for each country a factor on the speeds of a train that is better known, for each class of
//! line a small deviation from it, how much single legs and whole trips scatter, and where a timetable prints them how often
//! and how long the train stops. Each begins with a prior that its
//! train's file states (`[[prior]]`), so three journeys cannot run away and a country without any keeps what was
//! assumed. Times are computed as everywhere, by [`journey::along`](crate::journey::along): stops, borders and allowance stay as the train's file has
//! them and the speeds are solved so that the whole reproduces the report.
//!
//! The fit is the most likely one for log-normal errors: of each leg, falling with the square root of its length, and of
//! each trip, common to its legs. Legs far off count less (Huber's weights), reports marked weak at half weight, and
//! bounds only where the computed time is beyond them. How well it predicts is measured by leaving out each journey in
//! turn.

mod evidence;
mod fit;
mod leave_out;
mod model;
mod solve;
mod stays;
mod stops;
mod write;

use jiff::civil::Date;
use thiserror::Error;

use super::journeys::ReportedJourney;
use super::statistics::Pair;
use crate::network::Network;
use crate::network::search::Index;
use crate::train::{Catalog, SpeedRow, Train, TrainError};

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

/// A leg that was fitted or predicted.
#[derive(Clone, Debug, PartialEq)]
pub struct Predicted {
    /// The leg, as reported.
    pub reported: ReportedJourney,
    /// Reported and predicted times, without the journey it belongs to.
    pub pair: Pair,
    /// Its length, km.
    pub km: f64,
    /// Countries in which no other journey was timed, so that the prior alone predicted it.
    pub by_prior: Vec<String>,
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
    /// Standard deviation of a leg of 300 km, as a part of it.
    pub leg_noise: f64,
    /// Standard deviation of a trip, as a part of it.
    pub trip_spread: f64,
    /// Legs that were fitted.
    pub fitted_legs: usize,
    /// Journeys that they belong to.
    pub journeys: usize,
    /// Legs that only bound the fit.
    pub bounds: usize,
    /// Each fitted leg as predicted without its journey.
    pub predicted: Vec<Predicted>,
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

/// Learns the speeds of a train from the journeys of a file. Of them those count that were made by this train, or by a
/// train number of its kind, and that may be fitted.
///
/// # Errors
/// [`CalibrateError`] when there is too little, or a train that it is like cannot be used.
pub fn calibrate(
    inputs: &CalibrationInputs,
    train: &Train,
    journeys: Vec<ReportedJourney>,
) -> Result<Calibration, CalibrateError> {
    let mut model = model::Model::new(inputs, train)?;
    let evidence = evidence::gather(inputs, &model, journeys);
    let found = evidence.legs.iter().filter(|leg| !leg.is_bound).count();
    if found < FEWEST_LEGS {
        let train = train.id.clone();
        return Err(CalibrateError::TooLittle { train, found });
    }
    let stops = stops::fit(train, &model.base_train, &evidence.legs);
    if let Some(stops) = &stops {
        model.expected = stops.of(&model.expected);
    }
    let fitted = fit::fit(inputs, &model, &evidence.legs);
    let train = model.train(&fitted);
    let stays = stays::fit(inputs, &train, &evidence.legs);
    let predicted = leave_out::predict(inputs, &model, &evidence.legs, &fitted);
    let mut names: Vec<&str> = evidence.legs.iter().map(|leg| leg.trip()).collect();
    names.sort_unstable();
    names.dedup();
    Ok(Calibration {
        rows: model.fitted_rows(&fitted, &evidence.legs),
        train,
        stays,
        stops,
        leg_noise: fitted.leg_noise,
        trip_spread: fitted.trip_spread,
        fitted_legs: found,
        journeys: names.len(),
        bounds: evidence.legs.len() - found,
        predicted,
        unused: evidence.unused,
    })
}
