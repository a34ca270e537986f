//! The answer of `calibrate`.

use serde::Serialize;
use serde_json::Value;

use super::compare::Figures;
use super::{Range, kmh, value};
use crate::report::calibration::{predicted_groups, reliability, unused};
use crate::report::labels::round;
use crate::reported::calibrate::{
    Calibration, FittedFactor, FittedRow, FittedStays, FittedStops, Predicted, Reliability, Scatter,
};

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
    /// How much reported times scatter.
    scatter: ScatterAnswer,
    /// How far the ranges are stretched.
    coverage: CoverageAnswer,
    speeds: Vec<FittedSpeed<'a>>,
    /// Its stops, where a timetable prints enough of them.
    stops: Option<StopsAnswer>,
    /// Its unannounced stays, where enough journeys of a special train are known.
    stays: Option<StaysAnswer>,
    /// How well its legs are predicted without the train or the line they belong to.
    predicted: Vec<PredictedGroup>,
    /// How many reported times fall inside ranges that promise a share, for legs and runs without their train.
    reliability: Option<ReliabilityAnswer>,
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
            scatter: ScatterAnswer::of(found),
            coverage: CoverageAnswer {
                leg: FactorAnswer::of(&found.coverage.leg),
                through: FactorAnswer::of(&found.coverage.through),
            },
            speeds: found.rows.iter().map(FittedSpeed::of).collect(),
            stops: found.stops.as_ref().map(StopsAnswer::of),
            stays: found.stays.as_ref().map(StaysAnswer::of),
            reliability: reliability(found).map(|found| ReliabilityAnswer::of(&found)),
            predicted: groups
                .map(|(legs, found)| PredictedGroup {
                    figures: Figures::of(&found),
                    legs,
                })
                .collect(),
            rows: found
                .predicted
                .iter()
                .chain(&found.runs)
                .map(PredictedLeg::of)
                .collect(),
            not_used: unused(found).collect(),
        }
    }
}

/// Standard deviations, per cent of the time.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct ScatterAnswer {
    /// Of a leg of 300 km.
    leg: ScatterFigure,
    /// Of a journey, common to its legs.
    journey: ScatterFigure,
    /// Of a line, common to all journeys on it.
    line: ScatterFigure,
}

impl ScatterAnswer {
    fn of(found: &Calibration) -> ScatterAnswer {
        let figure = |of: fn(&Scatter) -> f64| ScatterFigure {
            percent: round(of(&found.scatter) * 100.0, 1),
            standard_error_percent: round(of(&found.scatter_errors) * 100.0, 0),
            class_percent: round(of(&found.class_scatter) * 100.0, 1),
        };
        ScatterAnswer {
            leg: figure(|scatter| scatter.leg),
            journey: figure(|scatter| scatter.trip),
            line: figure(|scatter| scatter.line),
        }
    }
}

/// A standard deviation.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct ScatterFigure {
    /// As fitted, per cent of the time.
    percent: f64,
    /// Standard error, per cent of the figure.
    standard_error_percent: f64,
    /// What the other trains of its class scatter by, per cent of the time.
    class_percent: f64,
}

/// The factors by which the ranges are stretched.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct CoverageAnswer {
    /// On a single leg.
    leg: FactorAnswer,
    /// On a through run.
    through: FactorAnswer,
}

/// A factor and what it rests on.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct FactorAnswer {
    factor: f64,
    /// What the train's own held-out journeys need; null where there are none.
    own: Option<f64>,
    /// Standard error of that.
    standard_error: Option<f64>,
    /// Held-out journeys of the train.
    held_out: usize,
    /// What those of all other trains need; null where nothing is borrowed.
    others: Option<f64>,
    /// Journeys of other trains that it is borrowed from.
    borrowed: usize,
}

impl FactorAnswer {
    fn of(found: &FittedFactor) -> FactorAnswer {
        let hundredth = |factor: f64| round(factor, 2);
        FactorAnswer {
            factor: hundredth(found.factor),
            own: found.own.map(hundredth),
            standard_error: found.error.map(hundredth),
            held_out: found.journeys,
            others: found.others.map(hundredth),
            borrowed: found.borrowed,
        }
    }
}

/// Unannounced stays.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct StaysAnswer {
    /// Stays for each day under way.
    per_day: f64,
    /// Length of one.
    length_h: Range,
    /// Standard errors of their number and of their length, per cent.
    standard_errors_percent: [f64; 2],
    /// Journeys that they were learned from.
    journeys: usize,
}

impl StaysAnswer {
    fn of(found: &FittedStays) -> StaysAnswer {
        StaysAnswer {
            per_day: round(found.stays.per_day, 2),
            length_h: Range::of(&found.stays.length, |time| round(time.h(), 1)),
            standard_errors_percent: found.errors.map(|error| round(error * 100.0, 0)),
            journeys: found.journeys,
        }
    }
}

/// What was promised and what was observed.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct ReliabilityAnswer {
    /// Journeys.
    n: usize,
    levels: Vec<LevelAnswer>,
    /// Reported times in each tenth of what was predicted, the earliest first; of equal height where the promise is
    /// kept.
    tenths: Vec<usize>,
}

/// A share that ranges promise to hold.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct LevelAnswer {
    promised_percent: f64,
    observed_percent: f64,
}

impl ReliabilityAnswer {
    fn of(found: &Reliability) -> ReliabilityAnswer {
        let level = |(promised, observed): &(f64, f64)| LevelAnswer {
            promised_percent: *promised,
            observed_percent: round(*observed, 1),
        };
        ReliabilityAnswer {
            n: found.n,
            levels: found.levels.iter().map(level).collect(),
            tenths: found.bars.clone(),
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

/// A leg as reported and as predicted without the train it belongs to.
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
