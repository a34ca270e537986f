//! The answer of `locate`.

use serde::Serialize;
use serde_json::Value;

use super::{NetworkLabel, Range, SourceRead, h, km, sources, value};
use crate::report::labels::{call_key, local_clock, round};
use crate::report::locate::{LocateSummary, PositionRow, SeenRow, TrainRow};
use crate::report::summary::Call;
use crate::units::{Estimate, RunTime};

/// The answer of `locate`, as `slowtrain.locate/1`.
#[must_use]
pub fn locate(summary: &LocateSummary) -> Value {
    value(&LocateAnswer::of(summary))
}

/// A range by the clock of a place; null where its zone is not known.
type Clocks = Range<Option<String>>;

fn clock(summary: &LocateSummary, call: usize, time: RunTime) -> Option<String> {
    summary.clock(call, time).as_ref().map(local_clock)
}

fn clocks(summary: &LocateSummary, call: usize, range: &Estimate<RunTime>) -> Clocks {
    Range::of(range, |time| clock(summary, call, time))
}

/// The answer of `slowtrain locate --format json`. Units are part of the keys; unknown is null. Keys may be added, never
/// removed.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct LocateAnswer<'a> {
    schema: &'static str,
    /// Where the train itself is; null where no time to look for it was given.
    position: Option<PositionAnswer<'a>>,
    /// Local clocks of the arrival.
    arrival: Clocks,
    network: NetworkLabel<'a>,
    /// Id of the train.
    train: &'a str,
    /// Id of the station where it started.
    #[cfg_attr(test, schemars(regex(pattern = "^[a-z]{2}-[a-z0-9-]+$")))]
    from: &'a str,
    /// Id of the station where it goes.
    #[cfg_attr(test, schemars(regex(pattern = "^[a-z]{2}-[a-z0-9-]+$")))]
    to: &'a str,
    /// The instant of departure, in UTC.
    departed: String,
    /// Local clock of the departure.
    departed_local: Option<String>,
    /// The instant looked for, in UTC.
    at: Option<String>,
    /// What the train does then.
    #[cfg_attr(test, schemars(extend("enum" = ["waiting", "under way", "standing", "arrived", null])))]
    status: Option<&'static str>,
    /// Length of the route.
    distance_km: f64,
    /// Time from departure to arrival, with what was seen.
    arrival_h: Range,
    /// The same before anything was seen.
    expected_h: Range,
    /// The shortest time physically possible.
    technical_minimum_h: f64,
    sightings: Vec<Sighting<'a>>,
    /// The trains of a convoy; one without.
    trains: Vec<TrainAnswer<'a>>,
    /// Every station passed.
    stations: Vec<StationTimes<'a>>,
    /// Samples that the answer rests on.
    samples: usize,
    /// Remarks on the question.
    remarks: &'a [String],
    /// What the reader should know before trusting it.
    warnings: Vec<&'a str>,
    /// Name of the train.
    train_name: &'a str,
    /// The command that made the answer.
    command: &'a str,
    sources: Vec<SourceRead<'a>>,
}

impl LocateAnswer<'_> {
    fn of(summary: &LocateSummary) -> LocateAnswer<'_> {
        let route = &summary.route;
        let planned = summary.planned();
        let own = summary.own().position.as_ref();
        let stations = planned.calls.iter().enumerate();
        LocateAnswer {
            schema: "slowtrain.locate/1",
            position: own.map(PositionAnswer::of),
            arrival: clocks(summary, planned.calls.len() - 1, &planned.duration),
            network: NetworkLabel::of(&route.provenance),
            train: &route.train.id,
            from: &route.from.id,
            to: &route.to.id,
            departed: summary.departed.to_string(),
            departed_local: clock(summary, 0, RunTime::ZERO),
            at: summary.at.map(|at| at.to_string()),
            status: own.map(|position| position.status.as_str()),
            distance_km: km(planned.distance),
            arrival_h: Range::hours(&planned.duration),
            expected_h: Range::hours(&summary.expected),
            technical_minimum_h: h(planned.technical_minimum),
            sightings: summary.seen.iter().map(Sighting::of).collect(),
            trains: summary
                .trains
                .iter()
                .map(|row| TrainAnswer::of(summary, row))
                .collect(),
            stations: stations
                .map(|(number, call)| StationTimes::of(summary, number, call))
                .collect(),
            samples: summary.samples,
            remarks: &route.remarks,
            warnings: super::route::warnings(planned),
            train_name: &route.train.name,
            command: &route.provenance.command,
            sources: sources(&route.provenance),
        }
    }
}

/// Where a train is.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct PositionAnswer<'a> {
    /// Ids of the stations around the likely place; one twice where the train stands there.
    between: [&'a str; 2],
    /// Distance from the start.
    km_from_start: Range,
    /// Degrees north of the likely place.
    lat: f64,
    /// Degrees east of the likely place.
    lon: f64,
    /// Share of the samples in which it stands at a station on the route.
    dwell_percent: f64,
    /// Share of the samples in which it has arrived.
    arrived_percent: f64,
    countries: Vec<CountryShare<'a>>,
}

/// A country where a train may be.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct CountryShare<'a> {
    /// Country code.
    #[cfg_attr(test, schemars(regex(pattern = "^[A-Z]{2}$")))]
    country: &'a str,
    /// Share of the samples.
    percent: f64,
}

impl PositionAnswer<'_> {
    fn of(position: &PositionRow) -> PositionAnswer<'_> {
        PositionAnswer {
            between: [&position.between.0.id, &position.between.1.id],
            km_from_start: Range::of(&position.place, km),
            lat: round(position.position.lat, 4),
            lon: round(position.position.lon, 4),
            dwell_percent: round(position.dwell_percent, 1),
            arrived_percent: round(position.arrived_percent, 1),
            countries: position
                .countries
                .iter()
                .map(|(country, _, percent)| CountryShare {
                    country,
                    percent: round(*percent, 1),
                })
                .collect(),
        }
    }
}

/// Where the train was seen, and what that meant.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Sighting<'a> {
    /// Id of the station.
    #[cfg_attr(test, schemars(regex(pattern = "^[a-z]{2}-[a-z0-9-]+$")))]
    station: &'a str,
    name: &'a str,
    /// What was seen.
    #[cfg_attr(test, schemars(extend("enum" = ["there", "arriving", "leaving"])))]
    kind: &'static str,
    time_local: Option<String>,
    /// Time since the departure.
    time_h: f64,
    /// Distance from the start.
    at_km: f64,
    /// When it was expected there before it was seen; null at the start.
    expected_h: Option<Range>,
    /// Share of the samples that come later than it was seen.
    later_percent: Option<f64>,
    /// Samples that still count after it.
    effective_samples: Option<f64>,
}

impl Sighting<'_> {
    fn of(row: &SeenRow) -> Sighting<'_> {
        Sighting {
            station: &row.place.id,
            name: &row.place.name,
            kind: row.kind,
            time_local: row.local.as_ref().map(local_clock),
            time_h: h(row.time),
            at_km: km(row.at),
            expected_h: row.sight.map(|sight| Range::hours(&sight.expected)),
            later_percent: row.sight.map(|sight| round(sight.later_percent, 1)),
            effective_samples: row.sight.map(|sight| round(sight.effective, 0)),
        }
    }
}

/// One train of a convoy.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct TrainAnswer<'a> {
    /// What it is called.
    label: &'a str,
    /// How much later than the train itself it runs.
    later_min: f64,
    #[cfg_attr(test, schemars(extend("enum" = ["waiting", "under way", "standing", "arrived", null])))]
    status: Option<&'static str>,
    position: Option<PositionAnswer<'a>>,
    /// Local clocks of its arrival.
    arrival: Clocks,
}

impl TrainAnswer<'_> {
    fn of<'a>(summary: &'a LocateSummary, row: &'a TrainRow) -> TrainAnswer<'a> {
        let planned = summary.planned();
        let arrives = planned.duration.map(|time| time + row.later);
        let position = row.position.as_ref();
        TrainAnswer {
            label: &row.label,
            later_min: round(row.later.minutes(), 0),
            status: position.map(|position| position.status.as_str()),
            position: position.map(PositionAnswer::of),
            arrival: clocks(summary, planned.calls.len() - 1, &arrives),
        }
    }
}

/// A station and when each train passes it.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct StationTimes<'a> {
    /// Id of the station.
    #[cfg_attr(test, schemars(regex(pattern = "^[a-z]{2}-[a-z0-9-]+$")))]
    station: &'a str,
    name: &'a str,
    /// Country code.
    #[cfg_attr(test, schemars(regex(pattern = "^[A-Z]{2}$")))]
    country: &'a str,
    /// What happens there.
    #[cfg_attr(test, schemars(extend("enum" = ["end", "pass", "assumed_stop", "stop", "reversal", "locomotive_change", "border", "gauge_change"])))]
    kind: &'static str,
    /// Distance from the start.
    at_km: f64,
    arrives_h: Range,
    departs_h: Range,
    arrives_local: Clocks,
    departs_local: Clocks,
    /// Degrees north.
    lat: f64,
    /// Degrees east.
    lon: f64,
    trains: Vec<TrainTimes<'a>>,
}

/// When one train of a convoy passes a station.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct TrainTimes<'a> {
    /// What it is called.
    train: &'a str,
    arrives_local: Clocks,
    departs_local: Clocks,
}

impl StationTimes<'_> {
    fn of<'a>(summary: &'a LocateSummary, number: usize, call: &'a Call) -> StationTimes<'a> {
        let times = |row: &'a TrainRow| {
            let later = |range: &Estimate<RunTime>| range.map(|time| time + row.later);
            TrainTimes {
                train: &row.label,
                arrives_local: clocks(summary, number, &later(&call.arrives)),
                departs_local: clocks(summary, number, &later(&call.departs)),
            }
        };
        StationTimes {
            station: &call.place.id,
            name: &call.place.name,
            country: &call.place.country,
            kind: call_key(call.kind),
            at_km: km(call.at),
            arrives_h: Range::hours(&call.arrives),
            departs_h: Range::hours(&call.departs),
            arrives_local: clocks(summary, number, &call.arrives),
            departs_local: clocks(summary, number, &call.departs),
            lat: call.place.position.lat,
            lon: call.place.position.lon,
            trains: summary.trains.iter().map(times).collect(),
        }
    }
}
