//! The answer of `calibrate`.

use serde::Serialize;
use serde_json::Value;

use super::compare::Figures;
use super::{Range, kmh, value};
use crate::report::calibration::{predicted_groups, unused};
use crate::report::words::round;
use crate::reported::calibrate::{Calibration, FittedRow, FittedStops, Predicted};

/// The calibration as `slowtrain.calibrate/1`.
#[must_use]
pub fn calibrate(found: &Calibration) -> Value {
    value(&CalibrateAnswer::of(found))
}

/// The answer of `slowtrain calibrate --format json`. Units are part of the keys; unknown is null. Keys may be added,
/// never removed.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct CalibrateAnswer<'a> {
    schema: &'static str,
    /// Id of the train.
    train: &'a str,
    fitted_legs: usize,
    /// Journeys that the fitted legs belong to.
    journeys: usize,
    /// Legs that only bound the fit.
    bounds: usize,
    /// Standard deviation of a leg of 300 km.
    leg_noise_percent: f64,
    /// Standard deviation of a trip.
    trip_spread_percent: f64,
    speeds: Vec<FittedSpeed<'a>>,
    /// Its stops, where a timetable prints enough of them.
    stops: Option<StopsAnswer>,
    /// How well its legs are predicted without the journey they belong to.
    predicted: Vec<PredictedGroup>,
    rows: Vec<PredictedLeg<'a>>,
    /// Legs that could not be used, and why.
    not_used: Vec<String>,
}

impl CalibrateAnswer<'_> {
    fn of(found: &Calibration) -> CalibrateAnswer<'_> {
        let groups = predicted_groups(found).into_iter();
        CalibrateAnswer {
            schema: "slowtrain.calibrate/1",
            train: &found.train.id,
            fitted_legs: found.fitted_legs,
            journeys: found.journeys,
            bounds: found.bounds,
            leg_noise_percent: round(found.leg_noise * 100.0, 1),
            trip_spread_percent: round(found.trip_spread * 100.0, 1),
            speeds: found.rows.iter().map(FittedSpeed::of).collect(),
            stops: found.stops.as_ref().map(StopsAnswer::of),
            predicted: groups
                .map(|(legs, found)| PredictedGroup {
                    figures: Figures::of(&found),
                    legs,
                })
                .collect(),
            rows: found.predicted.iter().map(PredictedLeg::of).collect(),
            not_used: unused(found).collect(),
        }
    }
}

/// A row of the speed profile and what became of it.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct FittedSpeed<'a> {
    /// The track on which it holds.
    on: String,
    /// The speed expected before; null where the row is not fitted.
    prior_kmh: Option<f64>,
    /// Where that comes from.
    prior: Option<&'a str>,
    speed_kmh: Range,
    /// Standard error of the fitted speed.
    standard_error_percent: Option<f64>,
    /// Legs that ran on such track.
    legs: usize,
}

impl FittedSpeed<'_> {
    fn of(row: &FittedRow) -> FittedSpeed<'_> {
        let is_fitted = row.prior_kmh.is_some();
        FittedSpeed {
            on: row.row.scope(),
            prior_kmh: row.prior_kmh.map(|kmh| round(kmh, 1)),
            prior: is_fitted.then_some(row.prior_basis.as_str()),
            speed_kmh: Range::of(&row.row.speed, kmh),
            standard_error_percent: is_fitted.then(|| round(row.error * 100.0, 1)),
            legs: row.legs,
        }
    }
}

/// How often and how long the train stops.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct StopsAnswer {
    /// Distance between two stops.
    every_km: f64,
    /// The distance expected before.
    prior_km: f64,
    minutes: Range,
    /// How many are printed in timetables.
    printed: usize,
    /// Over what distance.
    over_km: f64,
}

impl StopsAnswer {
    fn of(stops: &FittedStops) -> StopsAnswer {
        StopsAnswer {
            every_km: round(stops.every_km, 1),
            prior_km: stops.prior_km,
            minutes: Range::of(&stops.time, |time| round(time.minutes(), 1)),
            printed: stops.seen,
            over_km: round(stops.over_km, 1),
        }
    }
}

/// Some of the predicted legs.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct PredictedGroup {
    #[serde(flatten)]
    figures: Figures,
    /// Which legs the row counts, in words.
    legs: String,
}

/// A leg as reported and as predicted without the journey it belongs to.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct PredictedLeg<'a> {
    journey_id: &'a str,
    /// Number of the leg; 0 for the whole journey.
    leg_seq: &'a str,
    from: &'a str,
    to: &'a str,
    distance_km: f64,
    reported_h: f64,
    predicted_h: Range,
    /// Countries in which no other journey was timed, so that only the expectation predicted it.
    by_prior_alone: &'a [String],
}

impl PredictedLeg<'_> {
    fn of(leg: &Predicted) -> PredictedLeg<'_> {
        let [low, likely, high] = leg.pair.computed.map(|h| round(h, 2));
        PredictedLeg {
            journey_id: &leg.reported.journey_id,
            leg_seq: &leg.reported.leg_seq,
            from: &leg.reported.places.0,
            to: &leg.reported.places.1,
            distance_km: round(leg.km, 1),
            reported_h: round(leg.pair.reported, 2),
            predicted_h: Range { low, likely, high },
            by_prior_alone: &leg.by_prior,
        }
    }
}
