//! The one view of an answer: what may be shown, in the order and the words in which it is shown.
//!
//! Everything here is already decided: names are final, places have positions, times are counted from the departure.
//! Unknown is `None`. Likely times are whole minutes that add up; renderers round the rest.

use jiff::ZonedDateTime;
use jiff::civil::Date;

use crate::journey::Bearing;
pub use crate::journey::Ledger;
use crate::network::LatLon;
use crate::reported::Compared;
use crate::units::{Energy, Estimate, Grade, Length, RunTime, Speed};

/// What every answer carries along.
#[derive(Clone, Debug, PartialEq)]
pub struct Provenance {
    /// Name of the network's package.
    pub network: String,
    /// Version of the network's data.
    pub network_version: Option<String>,
    /// Who must be named with it.
    pub attribution: Option<String>,
    /// Licences of the data.
    pub licences: Vec<String>,
    /// The command that made the answer, as one would type it.
    pub command: String,
    /// Sources the answer rests on: id and what was read, in order of id.
    pub sources: Vec<(String, String)>,
}

/// The train, as an answer names it.
#[derive(Clone, Debug, PartialEq)]
pub struct TrainLabel {
    /// Its id in the catalogue.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// Its consist in words: cars, mass, length.
    pub consist: String,
}

/// A place as an answer names it.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// Station id.
    pub id: String,
    /// Name in Latin letters.
    pub name: String,
    /// Name in the local script.
    pub name_local: Option<String>,
    /// Country code.
    pub country: String,
    /// Where it lies.
    pub position: LatLon,
}

/// The answer of `route`.
#[derive(Clone, Debug, PartialEq)]
pub struct RouteSummary {
    /// What every answer carries along.
    pub provenance: Provenance,
    /// The train.
    pub train: TrainLabel,
    /// Where it starts.
    pub from: Place,
    /// Where it goes.
    pub to: Place,
    /// When it leaves, where that was said and the zone is known.
    pub departure: Option<ZonedDateTime>,
    /// What was taken for what was typed ("Vladivastok" read as Vladivostok), and other remarks on the question.
    pub remarks: Vec<String>,
    /// The routes, best first; never empty.
    pub routes: Vec<PlannedRoute>,
    /// Reported journeys between the same ends, the latest first.
    pub reported: Vec<ReportedTime>,
    /// Segments near the routes, for maps: pairs of positions.
    pub neighbours: Vec<(LatLon, LatLon)>,
}

/// A journey that was reported, with its time.
#[derive(Clone, Debug, PartialEq)]
pub struct ReportedTime {
    /// How long it took.
    pub time: RunTime,
    /// The day of its departure, where known.
    pub day: Option<Date>,
    /// What it was.
    pub title: String,
}

/// The answer of `compare`.
#[derive(Clone, Debug, PartialEq)]
pub struct CompareSummary {
    /// What every answer carries along.
    pub provenance: Provenance,
    /// Whose journeys were compared: a file, or a single journey.
    pub of: String,
    /// The reported journeys and what became of them.
    pub rows: Vec<Compared>,
}

/// One route and the journey over it.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedRoute {
    /// 1 for the best.
    pub rank: usize,
    /// Length along the rails.
    pub distance: Length,
    /// Between which lengths the route lies, nine times in ten, where a part of it is sketched.
    pub distance_range: Option<Estimate<Length>>,
    /// Straight line between the ends.
    pub geodesic: Length,
    /// How long it is under way: running and necessary stops.
    pub duration: Estimate<RunTime>,
    /// How long it takes to arrive with unannounced stays; `None` for trains of which none are known.
    pub arrival: Option<Estimate<RunTime>>,
    /// The shortest time physically possible.
    pub technical_minimum: RunTime,
    /// Length over which a country's speed cap stood in for an unknown limit in the technical minimum.
    pub technical_minimum_by_cap: Length,
    /// Distance over likely duration.
    pub mean_speed: Speed,
    /// Where the likely duration goes.
    pub ledger: Ledger,
    /// Energy at the wheel.
    pub energy: Option<Energy>,
    /// Energy of the fuel, where the efficiency of the locomotives is known.
    pub fuel: Option<Energy>,
    /// Energy of the current, likewise.
    pub current: Option<Energy>,
    /// Energy at the wheel that coasting saves, where that was asked for.
    pub energy_saved: Option<Energy>,
    /// Stations that tell this route from others, in order.
    pub via: Vec<Place>,
    /// Lines in order of running.
    pub lines: Vec<String>,
    /// Country codes in order of running.
    pub countries: Vec<String>,
    /// The legs, in order; they meet end to end.
    pub legs: Vec<LegSummary>,
    /// Every station passed, in order, both ends included.
    pub calls: Vec<Call>,
    /// Speed over distance: the likely run, as points to be joined by straight lines.
    pub curve: Vec<CurvePoint>,
    /// Speed limits in force along the route, contiguous.
    pub limits: Vec<LimitSpan>,
    /// Gradients where something is known, in order.
    pub gradients: Vec<GradientSpan>,
    /// What the reader should know before trusting it.
    pub warnings: Vec<Caveat>,
    /// Where each figure comes from, for `--explain`: subject and text.
    pub explanations: Vec<(String, String)>,
    /// Segment by segment, where the running time goes, for `--explain`.
    pub segments: Vec<SegmentTime>,
}

/// What the reader should know before trusting an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caveat {
    /// What of the answer it bears on.
    pub on: Bearing,
    /// What is uncertain, how much it matters, what to do about it.
    pub text: String,
}

/// Where the running time over a segment goes.
#[derive(Clone, Debug, PartialEq)]
pub struct SegmentTime {
    /// Station where it begins.
    pub from: String,
    /// Station where it ends.
    pub to: String,
    /// Its length.
    pub distance: Length,
    /// The speed held at most.
    pub held: Speed,
    /// The line's own limit.
    pub line_limit: Option<Speed>,
    /// At that speed.
    pub cruising: RunTime,
    /// Lost to accelerating and braking.
    pub accelerating_braking: RunTime,
    /// Lost to gradients.
    pub gradients: RunTime,
}

/// A part of the route without change of country, line, gauge, locomotive or direction, and without a stop by name.
#[derive(Clone, Debug, PartialEq)]
pub struct LegSummary {
    /// Where it starts.
    pub from: Place,
    /// Where it ends.
    pub to: Place,
    /// The line it runs on.
    pub line: Option<String>,
    /// Country code.
    pub country: String,
    /// Place of the start along the route.
    pub start: Length,
    /// Its length.
    pub distance: Length,
    /// Its time from departure to arrival, without the stop at its end.
    pub duration: Estimate<RunTime>,
    /// Time of departure since the start of the journey, likely.
    pub departs: RunTime,
    /// Time of arrival since the start of the journey, likely.
    pub arrives: RunTime,
    /// Local clock at departure.
    pub depart_local: Option<ZonedDateTime>,
    /// Local clock at arrival.
    pub arrive_local: Option<ZonedDateTime>,
    /// Gauge it runs on.
    pub gauge_mm: u16,
    /// `diesel`, or the system of the electrification.
    pub traction: String,
    /// What follows at its end, likely; zero when the train runs on.
    pub stop: RunTime,
    /// What is done there, in words, each thing once with its time; none when the train runs on.
    pub stop_reasons: Vec<String>,
}

impl LegSummary {
    /// All that is done at its end, in one text; empty when the train runs on.
    #[must_use]
    pub fn stop_reason(&self) -> String {
        self.stop_reasons.join(", ")
    }
}

/// What a train does at a station.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CallKind {
    /// It starts or ends there.
    End,
    /// It runs through.
    Pass,
    /// It stops somewhere here by habit; at which station is assumed.
    AssumedStop,
    /// It stops.
    Stop,
    /// It changes direction.
    Reversal,
    /// It changes locomotive.
    LocomotiveChange,
    /// It stands for a border.
    Border,
    /// It changes gauge.
    GaugeChange,
}

/// A station on the route.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// The station.
    pub place: Place,
    /// What happens there; the weightiest when several things do.
    pub kind: CallKind,
    /// Where along the route.
    pub at: Length,
    /// Arrival since the start of the journey.
    pub arrives: Estimate<RunTime>,
    /// Departure since the start of the journey.
    pub departs: Estimate<RunTime>,
    /// How long the train stops there, likely: from arrival to departure. Zero where it runs through.
    pub dwell: RunTime,
    /// Whether its position is sourced.
    pub is_sourced: bool,
    /// Height above the sea.
    pub elevation: Option<Length>,
    /// The time zone of its clock, where known.
    pub timezone: Option<String>,
    /// How well known the station is, to choose whom to name where not all can be: see [`Prominence`].
    pub prominence: Prominence,
    /// Places that the rails pass since the call before, where they are known.
    pub bends: Vec<LatLon>,
}

/// How well known a station is, as far as the network tells: by how many other names it is known, how many segments meet
/// there, whether locomotives are changed there. Assumption: what has many names and lines is a place people know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Prominence(pub u8);

/// A point of the speed curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CurvePoint {
    /// Where along the route.
    pub at: Length,
    /// How fast there.
    pub speed: Speed,
}

/// A stretch with one limit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LimitSpan {
    /// Where it begins along the route.
    pub start: Length,
    /// Where it ends.
    pub end: Length,
    /// The speed held at most: the lowest of the line's limit and what the train sustains.
    pub sustained: Speed,
    /// The line's own limit where the data knows one.
    pub line_limit: Option<Speed>,
}

/// A stretch where something is known of the gradients.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GradientSpan {
    /// Where it begins along the route.
    pub start: Length,
    /// Where it ends.
    pub end: Length,
    /// The maximum gradient.
    pub max_gradient: Grade,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ledger_sums() {
        let hour = RunTime::from_h(1.0);
        let ledger = Ledger {
            cruising: hour * 15.0,
            stops: hour,
            borders: hour * 3.0,
            ..Ledger::default()
        };
        assert_eq!(ledger.total(), hour * 19.0);
    }
}
