//! The course of a journey in data: its line on the earth, its speed, the speeds in force.

use serde::Serialize;

use crate::report::chart::canvas::simplify;
use crate::report::labels::round;
use crate::report::summary::{LimitSpan, PlannedRoute};

/// How far a point may lie off the line between its neighbours, in km/h or km. Assumption: less than a reader can see.
const TOLERANCE: f64 = 0.05;

/// Speed over distance, as two lists of one length.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct SpeedCurve {
    /// Distances from the start, rising.
    at_km: Vec<f64>,
    /// The speed at each.
    speed_kmh: Vec<f64>,
}

impl SpeedCurve {
    pub fn of(planned: &PlannedRoute) -> SpeedCurve {
        let points = planned.curve.iter();
        let points: Vec<(f64, f64)> = points.map(|p| (p.at.km(), p.speed.kmh())).collect();
        let points = simplify(&points, TOLERANCE).into_iter();
        let (at_km, speed_kmh) = points
            .map(|(km, kmh)| (round(km, 3), round(kmh, 1)))
            .unzip();
        SpeedCurve { at_km, speed_kmh }
    }
}

/// The speed in force over a part of the route.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct SpeedLimit {
    /// Where it begins.
    from_km: f64,
    /// Where it ends.
    to_km: f64,
    /// The speed held at most: the lowest of the line's limit and what the train sustains.
    sustained_kmh: f64,
    /// The line's own limit.
    line_limit_kmh: Option<f64>,
}

impl SpeedLimit {
    pub fn of(span: &LimitSpan) -> SpeedLimit {
        SpeedLimit {
            from_km: round(span.start.km(), 3),
            to_km: round(span.end.km(), 3),
            sustained_kmh: round(span.sustained.kmh(), 1),
            line_limit_kmh: span.line_limit.map(|limit| round(limit.kmh(), 1)),
        }
    }
}

/// The line on the earth, as three lists of one length. Between two stations distance is spread evenly over the bends.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct PathAnswer {
    /// Distances from the start, rising.
    at_km: Vec<f64>,
    /// Degrees north of each.
    lat: Vec<f64>,
    /// Degrees east of each.
    lon: Vec<f64>,
}

impl PathAnswer {
    pub fn of(planned: &PlannedRoute) -> PathAnswer {
        let mut path = PathAnswer {
            at_km: Vec::new(),
            lat: Vec::new(),
            lon: Vec::new(),
        };
        let mut before = 0.0;
        for (number, call) in planned.calls.iter().enumerate() {
            let at = call.at.km();
            // The bends before the first call are those of the leg before.
            let bends: &[_] = if number == 0 { &[] } else { &call.bends };
            let parts = bends.len() as f64 + 1.0;
            for (place, part) in bends.iter().chain([&call.place.position]).zip(1..) {
                let share = f64::from(part) / parts;
                path.at_km.push(round(before + (at - before) * share, 3));
                path.lat.push(round(place.lat, 5));
                path.lon.push(round(place.lon, 5));
            }
            before = at;
        }
        path
    }
}
