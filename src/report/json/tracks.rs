//! The answer of `tracks`.

use serde::Serialize;
use serde_json::Value;

use super::{Range, h, kmh, value};
use crate::journey::TrackStretch;
use crate::network::LatLon;
use crate::report::tracks::TrackSummary;
use crate::report::words::round;

/// The answer of `tracks`, as `slowtrain.tracks/1`.
#[must_use]
pub fn tracks(summary: &TrackSummary) -> Value {
    let journey = &summary.journey;
    value(&TracksAnswer {
        figures: TrackFigures::of(summary),
        reversals: journey.reversals.iter().map(PlaceAnswer::of).collect(),
        stretches: journey.stretches.iter().map(StretchAnswer::of).collect(),
        attribution: summary.attribution.as_deref(),
    })
}

/// The figures of the route alone, as the line of GeoJSON carries them.
#[must_use]
pub fn track_properties(summary: &TrackSummary) -> Value {
    value(&TrackProperties {
        figures: TrackFigures::of(summary),
        attribution: summary.attribution.as_deref(),
    })
}

/// The answer of `slowtrain tracks --format json`. Units are part of the keys; unknown is null. Keys may be added, never
/// removed.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct TracksAnswer<'a> {
    #[serde(flatten)]
    figures: TrackFigures<'a>,
    /// Where the train changes direction.
    reversals: Vec<PlaceAnswer>,
    /// What it runs over, in order.
    stretches: Vec<StretchAnswer<'a>>,
    /// Who must be named with it.
    attribution: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct TrackProperties<'a> {
    #[serde(flatten)]
    figures: TrackFigures<'a>,
    attribution: Option<&'a str>,
}

/// What is told of the whole route.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct TrackFigures<'a> {
    schema: &'static str,
    /// Id of the train.
    train: &'a str,
    /// Id of the station where it starts.
    #[cfg_attr(test, schemars(regex(pattern = "^[a-z]{2}-[a-z0-9-]+$")))]
    from: &'a str,
    /// Id of the station where it ends.
    #[cfg_attr(test, schemars(regex(pattern = "^[a-z]{2}-[a-z0-9-]+$")))]
    to: &'a str,
    gauge_mm: u16,
    distance_km: f64,
    /// Time at the limits, guessed ones as a range, without acceleration.
    at_limits_h: Range,
    /// The shortest time physically possible.
    technical_minimum_h: f64,
    /// Length without a known limit.
    unlimited_km: f64,
}

impl TrackFigures<'_> {
    fn of(summary: &TrackSummary) -> TrackFigures<'_> {
        let journey = &summary.journey;
        TrackFigures {
            schema: "slowtrain.tracks/1",
            train: &summary.train,
            from: &summary.from.id,
            to: &summary.to.id,
            gauge_mm: journey.gauge.mm(),
            distance_km: round(journey.distance.km(), 3),
            at_limits_h: Range::hours(&journey.at_limits),
            technical_minimum_h: h(journey.technical_minimum),
            unlimited_km: round(journey.unlimited.km(), 3),
        }
    }
}

/// A place on the earth, in degrees.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct PlaceAnswer {
    lat: f64,
    lon: f64,
}

impl PlaceAnswer {
    fn of(place: &LatLon) -> PlaceAnswer {
        let LatLon { lat, lon } = *place;
        PlaceAnswer { lat, lon }
    }
}

/// A part of the route on one line under one limit.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct StretchAnswer<'a> {
    line: Option<&'a str>,
    length_km: f64,
    /// The speed limit, where one is known.
    limit_kmh: Option<f64>,
    /// The speed guessed where no limit is known.
    guess_kmh: Option<f64>,
}

impl StretchAnswer<'_> {
    fn of(stretch: &TrackStretch) -> StretchAnswer<'_> {
        StretchAnswer {
            line: stretch.line.as_deref(),
            length_km: round(stretch.length.km(), 6),
            limit_kmh: stretch.limit.map(kmh),
            guess_kmh: stretch.guess.map(kmh),
        }
    }
}
