//! The answer of `reach`.

use serde::Serialize;
use serde_json::Value;

use super::{NetworkLabel, Range, h, km, value};
use crate::report::labels::round;
use crate::report::reach::{ReachSummary, StationReached, Within};

/// The answer of `reach`, as `slowtrain.reach/1`.
#[must_use]
pub fn reach(summary: &ReachSummary) -> Value {
    value(&ReachAnswer::of(summary))
}

/// The answer of `slowtrain reach --format json`. Units are part of the keys; unknown is null. Keys may be added, never
/// removed.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct ReachAnswer<'a> {
    schema: &'static str,
    network: NetworkLabel<'a>,
    /// Id of the train.
    train: &'a str,
    /// Id of the station where it starts.
    #[cfg_attr(test, schemars(regex(pattern = "^[a-z]{2}-[a-z0-9-]+$")))]
    from: &'a str,
    /// The time it has.
    within_h: f64,
    counts: Counts,
    farthest: Farthest<'a>,
    /// The stations within reach, earliest first.
    stations: Vec<StationAnswer<'a>>,
    /// Remarks on the question.
    remarks: &'a [String],
    /// Name of the train.
    train_name: &'a str,
    /// The command that made the answer.
    command: &'a str,
}

/// How many stations are within reach by one of their times or a surer one.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Counts {
    high: usize,
    likely: usize,
    low: usize,
    technical_minimum: usize,
}

/// The farthest station of each country by one of their times or a surer one.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Farthest<'a> {
    high: Vec<FarthestStation<'a>>,
    likely: Vec<FarthestStation<'a>>,
    low: Vec<FarthestStation<'a>>,
}

/// The farthest station of a country.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct FarthestStation<'a> {
    /// Country code.
    #[cfg_attr(test, schemars(regex(pattern = "^[A-Z]{2}$")))]
    country: &'a str,
    /// Id of the station.
    #[cfg_attr(test, schemars(regex(pattern = "^[a-z]{2}-[a-z0-9-]+$")))]
    station: &'a str,
    /// Length of the route.
    distance_km: f64,
}

impl ReachAnswer<'_> {
    fn of(summary: &ReachSummary) -> ReachAnswer<'_> {
        let farthest = |within| {
            let countries = summary.farthest(within, |station| Some(&station.place.country));
            let countries = countries.into_iter();
            let of_country = |(country, station)| FarthestStation::of(country, station);
            countries.map(of_country).collect()
        };
        ReachAnswer {
            schema: "slowtrain.reach/1",
            network: NetworkLabel::of(&summary.provenance),
            train: &summary.train.id,
            from: &summary.from.id,
            within_h: round(summary.limit.h(), 3),
            counts: Counts {
                high: summary.count(Within::High),
                likely: summary.count(Within::Likely),
                low: summary.count(Within::Low),
                technical_minimum: summary.count(Within::TechnicalMinimum),
            },
            farthest: Farthest {
                high: farthest(Within::High),
                likely: farthest(Within::Likely),
                low: farthest(Within::Low),
            },
            stations: summary.stations.iter().map(StationAnswer::of).collect(),
            remarks: &summary.remarks,
            train_name: &summary.train.name,
            command: &summary.provenance.command,
        }
    }
}

impl<'a> FarthestStation<'a> {
    fn of(country: &'a str, station: &'a StationReached) -> FarthestStation<'a> {
        FarthestStation {
            country,
            station: &station.place.id,
            distance_km: km(station.distance),
        }
    }
}

/// A station within reach.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct StationAnswer<'a> {
    /// Id of the station.
    #[cfg_attr(test, schemars(regex(pattern = "^[a-z]{2}-[a-z0-9-]+$")))]
    station: &'a str,
    name: &'a str,
    /// Country code.
    #[cfg_attr(test, schemars(regex(pattern = "^[A-Z]{2}$")))]
    country: &'a str,
    /// The line on which it is reached.
    line: Option<&'a str>,
    /// Id of the station before it.
    #[cfg_attr(test, schemars(regex(pattern = "^[a-z]{2}-[a-z0-9-]+$")))]
    before: &'a str,
    /// Length of the route.
    distance_km: f64,
    /// How long it takes.
    time_h: Range,
    /// The shortest time physically possible.
    technical_minimum_h: f64,
    /// By which of its times it is within reach.
    #[cfg_attr(test, schemars(extend("enum" = ["high", "likely", "low", "technical_minimum"])))]
    within: &'static str,
    /// Degrees north.
    lat: f64,
    /// Degrees east.
    lon: f64,
}

impl StationAnswer<'_> {
    fn of(station: &StationReached) -> StationAnswer<'_> {
        StationAnswer {
            station: &station.place.id,
            name: &station.place.name,
            country: &station.place.country,
            line: station.line.as_deref(),
            before: &station.before.id,
            distance_km: km(station.distance),
            time_h: Range::hours(&station.time),
            technical_minimum_h: h(station.technical_minimum),
            within: station.within.as_str(),
            lat: station.place.position.lat,
            lon: station.place.position.lon,
        }
    }
}
