//! The answer of `route`.

use jiff::ZonedDateTime;
use serde::Serialize;
use serde_json::Value;

use super::course::{PathAnswer, SpeedCurve, SpeedLimit};
use super::route_words::RouteWords;
use super::{NetworkLabel, Range, SourceRead, exact_h, h, km, kmh, kwh, sources, value};
use crate::report::chart::clock::local;
use crate::report::labels::{call_key, local_clock, round};
use crate::report::summary::{Call, Ledger, LegSummary, PlannedRoute, ReportedTime, RouteSummary};

/// The answer of `route`, as `slowtrain.route/1`.
#[must_use]
pub fn route(summary: &RouteSummary) -> Value {
    value(&RouteAnswer::of(summary))
}

/// The answer of `slowtrain route --format json`. Units are part of the keys; unknown is null. Keys may be added, never
/// removed.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct RouteAnswer<'a> {
    schema: &'static str,
    network: NetworkLabel<'a>,
    /// Id of the train.
    train: &'a str,
    /// Id of the station where the train starts.
    #[cfg_attr(test, schemars(regex(pattern = "^[a-z]{2}-[a-z0-9-]+$")))]
    from: &'a str,
    /// Id of the station where it ends.
    #[cfg_attr(test, schemars(regex(pattern = "^[a-z]{2}-[a-z0-9-]+$")))]
    to: &'a str,
    /// The routes, best first.
    #[cfg_attr(test, schemars(length(min = 1)))]
    routes: Vec<RouteOption<'a>>,
    /// Local clock of the departure, with its offset.
    departure_local: Option<String>,
    /// Name of the train.
    train_name: &'a str,
    /// What was taken for what was typed, and other remarks on the question.
    remarks: &'a [String],
    /// The command that made the answer.
    command: &'a str,
    sources: Vec<SourceRead<'a>>,
    /// Reported journeys between the same ends, the latest first.
    reported: Vec<ReportedAnswer<'a>>,
}

/// A journey that was reported, with its time.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct ReportedAnswer<'a> {
    /// How long it took.
    duration_h: f64,
    /// The day of its departure; null where it was not reported.
    day: Option<String>,
    /// What it was.
    title: &'a str,
}

impl ReportedAnswer<'_> {
    fn of(reported: &ReportedTime) -> ReportedAnswer<'_> {
        ReportedAnswer {
            duration_h: h(reported.time),
            day: reported.day.map(|day| day.to_string()),
            title: &reported.title,
        }
    }
}

impl RouteAnswer<'_> {
    fn of(summary: &RouteSummary) -> RouteAnswer<'_> {
        RouteAnswer {
            schema: "slowtrain.route/1",
            network: NetworkLabel::of(&summary.provenance),
            train: &summary.train.id,
            from: &summary.from.id,
            to: &summary.to.id,
            routes: summary
                .routes
                .iter()
                .map(|planned| RouteOption::of(summary, planned))
                .collect(),
            departure_local: summary.departure.as_ref().map(local_clock),
            train_name: &summary.train.name,
            remarks: &summary.remarks,
            command: &summary.provenance.command,
            sources: sources(&summary.provenance),
            reported: summary.reported.iter().map(ReportedAnswer::of).collect(),
        }
    }
}

/// One route and the journey over it.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct RouteOption<'a> {
    /// 1 for the best.
    #[cfg_attr(test, schemars(range(min = 1)))]
    rank: usize,
    /// Length along the rails.
    #[cfg_attr(test, schemars(range(min = 0)))]
    distance_km: f64,
    /// Straight line between the ends.
    #[cfg_attr(test, schemars(range(min = 0)))]
    geodesic_km: f64,
    /// Time under way: legs, ledger and clocks add up to its likely point.
    duration_h: Range,
    /// The shortest time physically possible.
    technical_minimum_h: f64,
    /// Length over likely duration.
    mean_speed_kmh: f64,
    ledger_h: LedgerHours,
    /// Energy at the wheel.
    energy_kwh: Option<f64>,
    /// Ids of the stations where one leg ends and the next begins.
    via: Vec<&'a str>,
    /// Lines in order of running.
    lines: &'a [String],
    /// Country codes in order of running.
    countries: &'a [String],
    legs: Vec<LegAnswer<'a>>,
    /// What the reader should know before trusting it.
    warnings: Vec<&'a str>,
    /// Length over which a country's speed cap stood in for an unknown limit in the technical minimum.
    technical_minimum_by_cap_km: f64,
    /// Every station passed, both ends included.
    calls: Vec<TimingPoint<'a>>,
    /// Energy of the fuel, where the efficiency of the locomotives is known.
    fuel_kwh: Option<f64>,
    /// Energy of the current, likewise.
    current_kwh: Option<f64>,
    /// Energy at the wheel that coasting saves, where that was asked for.
    energy_saved_kwh: Option<f64>,
    /// Time to arrival with unannounced stays; null for trains of which none are known.
    arrival_h: Option<Range>,
    /// `sketched` where a part of the route comes from the sketch of the world.
    #[serde(skip_serializing_if = "Option::is_none")]
    quality: Option<&'static str>,
    /// Between which lengths the route lies, nine times in ten, where a part of it is sketched.
    #[serde(skip_serializing_if = "Option::is_none")]
    distance_range_km: Option<DistanceRange>,
    /// The figures in words, as every format shows them.
    words: RouteWords,
    /// Speed over distance: points to be joined by straight lines.
    speed_curve: SpeedCurve,
    /// Speeds in force along the route, contiguous.
    limits: Vec<SpeedLimit>,
    /// The line on the earth: places to be joined by straight lines.
    path: PathAnswer,
}

/// Between which lengths something lies, nine times in ten.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct DistanceRange {
    low: f64,
    high: f64,
}

/// The texts of the warnings.
pub(super) fn warnings(planned: &PlannedRoute) -> Vec<&str> {
    let warnings = planned.warnings.iter();
    warnings.map(|warning| warning.text.as_str()).collect()
}

impl RouteOption<'_> {
    fn of<'a>(summary: &'a RouteSummary, planned: &'a PlannedRoute) -> RouteOption<'a> {
        let start = summary.departure.as_ref();
        RouteOption {
            rank: planned.rank,
            distance_km: km(planned.distance),
            geodesic_km: km(planned.geodesic),
            duration_h: Range::hours(&planned.duration),
            technical_minimum_h: h(planned.technical_minimum),
            mean_speed_kmh: kmh(planned.mean_speed),
            ledger_h: LedgerHours::of(&planned.ledger),
            energy_kwh: planned.energy.map(kwh),
            via: planned.via.iter().map(|place| place.id.as_str()).collect(),
            lines: &planned.lines,
            countries: &planned.countries,
            legs: planned.legs.iter().map(LegAnswer::of).collect(),
            warnings: warnings(planned),
            technical_minimum_by_cap_km: km(planned.technical_minimum_by_cap),
            calls: planned
                .calls
                .iter()
                .map(|call| TimingPoint::of(planned, start, call))
                .collect(),
            fuel_kwh: planned.fuel.map(kwh),
            current_kwh: planned.current.map(kwh),
            energy_saved_kwh: planned.energy_saved.map(kwh),
            arrival_h: planned.arrival.as_ref().map(Range::hours),
            quality: planned.distance_range.map(|_| "sketched"),
            distance_range_km: planned.distance_range.map(|range| DistanceRange {
                low: round(range.low().km(), 0),
                high: round(range.high().km(), 0),
            }),
            words: RouteWords::of(summary, planned),
            speed_curve: SpeedCurve::of(planned),
            limits: planned.limits.iter().map(SpeedLimit::of).collect(),
            path: PathAnswer::of(planned),
        }
    }
}

/// Where the likely duration goes, in hours; the parts add up to it.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct LedgerHours {
    cruising: f64,
    accelerating_braking: f64,
    gradients: f64,
    allowance: f64,
    stops: f64,
    borders: f64,
    reversals: f64,
    train_meets: f64,
}

impl LedgerHours {
    fn of(ledger: &Ledger) -> LedgerHours {
        LedgerHours {
            cruising: exact_h(ledger.cruising),
            accelerating_braking: exact_h(ledger.accelerating_braking),
            gradients: exact_h(ledger.gradients),
            allowance: exact_h(ledger.allowance),
            stops: exact_h(ledger.stops),
            borders: exact_h(ledger.borders),
            reversals: exact_h(ledger.reversals),
            train_meets: exact_h(ledger.train_meets),
        }
    }
}

/// A part of the route without change of country, line, gauge, locomotive or direction.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct LegAnswer<'a> {
    /// Id of its first station.
    #[cfg_attr(test, schemars(regex(pattern = "^[a-z]{2}-[a-z0-9-]+$")))]
    from: &'a str,
    /// Id of its last station.
    #[cfg_attr(test, schemars(regex(pattern = "^[a-z]{2}-[a-z0-9-]+$")))]
    to: &'a str,
    line: Option<&'a str>,
    /// Country code.
    #[cfg_attr(test, schemars(regex(pattern = "^[A-Z]{2}$")))]
    country: &'a str,
    #[cfg_attr(test, schemars(range(min = 0)))]
    distance_km: f64,
    /// From its departure to its arrival, without what is done at its end.
    duration_h: Range,
    /// Local clock at its departure, with its offset.
    depart_local: Option<String>,
    /// Local clock at its arrival, with its offset.
    arrive_local: Option<String>,
    #[cfg_attr(test, schemars(range(min = 300, max = 3000)))]
    gauge_mm: u16,
    /// What follows at its end, likely; 0 where the train runs on.
    stop_min: f64,
    /// What is done there; empty where the train runs on.
    stop_reason: String,
    /// `diesel`, or the system of the electrification.
    traction: &'a str,
    from_name: &'a str,
    to_name: &'a str,
}

impl LegAnswer<'_> {
    fn of(leg: &LegSummary) -> LegAnswer<'_> {
        LegAnswer {
            from: &leg.from.id,
            to: &leg.to.id,
            line: leg.line.as_deref(),
            country: &leg.country,
            distance_km: km(leg.distance),
            duration_h: Range::hours(&leg.duration),
            depart_local: leg.depart_local.as_ref().map(local_clock),
            arrive_local: leg.arrive_local.as_ref().map(local_clock),
            gauge_mm: leg.gauge_mm,
            stop_min: round(leg.stop.minutes(), 0),
            stop_reason: leg.stop_reason(),
            traction: &leg.traction,
            from_name: &leg.from.name,
            to_name: &leg.to.name,
        }
    }
}

/// A station on the route. Times are counted from the start of the journey.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct TimingPoint<'a> {
    /// Id of the station.
    #[cfg_attr(test, schemars(regex(pattern = "^[a-z]{2}-[a-z0-9-]+$")))]
    station: &'a str,
    name: &'a str,
    /// What happens there; the weightiest when several things do.
    #[cfg_attr(test, schemars(extend("enum" = ["end", "pass", "assumed_stop", "stop", "reversal", "locomotive_change", "border", "gauge_change"])))]
    kind: &'static str,
    /// Distance from the start.
    at_km: f64,
    arrives_h: Range,
    departs_h: Range,
    /// Degrees north.
    lat: f64,
    /// Degrees east.
    lon: f64,
    /// Whether its position has a source.
    is_sourced: bool,
    /// Height above the sea.
    elevation_m: Option<f64>,
    /// The station's clock at its likely arrival, with its offset; null where no departure was asked or no zone is known.
    arrives_local: Option<String>,
    /// The station's clock at its likely departure, likewise.
    departs_local: Option<String>,
}

impl TimingPoint<'_> {
    fn of<'a>(
        planned: &PlannedRoute,
        start: Option<&ZonedDateTime>,
        call: &'a Call,
    ) -> TimingPoint<'a> {
        let clock = |is_arrival| {
            let at = local(planned, start, call, is_arrival);
            at.as_ref().map(local_clock)
        };
        TimingPoint {
            station: &call.place.id,
            name: &call.place.name,
            kind: call_key(call.kind),
            at_km: km(call.at),
            arrives_h: Range::hours(&call.arrives),
            departs_h: Range::hours(&call.departs),
            lat: call.place.position.lat,
            lon: call.place.position.lon,
            is_sourced: call.is_sourced,
            elevation_m: call.elevation.map(|height| round(height.m(), 0)),
            arrives_local: clock(true),
            departs_local: clock(false),
        }
    }
}
