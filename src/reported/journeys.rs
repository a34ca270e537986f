//! Reported journeys, read from `journeys.csv` or a file with the same columns.

use std::borrow::Cow;

use jiff::civil::{Date, DateTime};
use jiff::tz::{Offset, TimeZone};

use crate::network::{ColumnSpec, FilePosition, Finding, Findings, Problem, Row, Schema, Table};
use crate::units::RunTime;

/// Columns of `journeys.csv`; only the two places are needed.
pub static JOURNEYS: Schema = Schema {
    file: "journeys.csv",
    columns: &[
        ColumnSpec::text("journey_id"),
        ColumnSpec::text("leg_seq"),
        ColumnSpec::text("title"),
        ColumnSpec::text("train"),
        ColumnSpec::text("from_place").required(),
        ColumnSpec::text("to_place").required(),
        ColumnSpec::text("via"),
        ColumnSpec::text("from_id"),
        ColumnSpec::text("to_id"),
        ColumnSpec::text("via_ids"),
        ColumnSpec::text("via_dwell_min"),
        ColumnSpec::text("departed_local"),
        ColumnSpec::number("departed_utc_offset_h"),
        ColumnSpec::text("arrived_local"),
        ColumnSpec::number("arrived_utc_offset_h"),
        ColumnSpec::number("duration_h"),
        ColumnSpec::number("stated_halts_min"),
        ColumnSpec::number("distance_km_reported"),
        ColumnSpec::text("time_quality"),
        ColumnSpec::text("fit"),
        ColumnSpec::text("source"),
        ColumnSpec::text("notes"),
    ],
};

/// How exactly the time of a journey was reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TimeQuality {
    /// Both ends to a few minutes.
    Exact,
    /// A printed schedule.
    Timetable,
    /// To half an hour or so.
    About,
    /// Days only: a bound, not a time.
    DayOnly,
}

impl TimeQuality {
    /// The word as the data writes it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            TimeQuality::Exact => "exact",
            TimeQuality::Timetable => "timetable",
            TimeQuality::About => "about",
            TimeQuality::DayOnly => "day-only",
        }
    }

    /// Half the width of what the reported time may mean. Assumptions: a few minutes for clocks that were read, half
    /// an hour for "about", as the collectors describe the two.
    #[must_use]
    pub fn precision(self) -> RunTime {
        match self {
            TimeQuality::Timetable => RunTime::ZERO,
            TimeQuality::Exact => RunTime::from_min(5.0),
            TimeQuality::About | TimeQuality::DayOnly => RunTime::from_min(30.0),
        }
    }
}

/// What two printed times leave open between them: each is a whole minute. So a train that takes two and a half minutes is
/// printed with two or three.
const PRINTED_MIN: f64 = 1.0;

impl TimeQuality {
    /// How far the reported time may be from what it means when it is held against a computed one.
    #[must_use]
    pub fn tolerance(self) -> RunTime {
        self.precision().max(RunTime::from_min(PRINTED_MIN))
    }
}

/// Whether a journey may be fitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// At full weight.
    Yes,
    /// At half weight.
    Weak,
    /// As a bound on one side.
    Bound,
    /// Not for the speeds, which it only bounds; it was held for reasons nobody reports, so its time is one of arrival.
    Held,
    /// Not at all.
    No,
}

/// A reported journey, or a leg of one.
#[derive(Clone, Debug, PartialEq)]
pub struct ReportedJourney {
    /// Where it stands.
    pub place: FilePosition,
    /// Its id; empty where the file has none.
    pub journey_id: String,
    /// Number of the leg; 0 for the whole.
    pub leg_seq: String,
    /// What it was.
    pub title: String,
    /// Id of the train; empty where it is not one of ours.
    pub train: String,
    /// Places as reported.
    pub places: (String, String),
    /// Ids of the ends; empty where they are not in the network.
    pub ids: (String, String),
    /// Ids of stations passed, in order.
    pub via_ids: Vec<String>,
    /// How long it stops at each of these; inner `None` for one that it passes. `None` where only the stations are known,
    /// not the stops: a timetable prints all of them, and the train stops nowhere else.
    pub dwells: Option<Vec<Option<RunTime>>>,
    /// Day of departure.
    pub day: Option<Date>,
    /// The time it took, where reported or to be reckoned from both clocks.
    pub duration: Option<RunTime>,
    /// The least and the most it can have taken, from days and zones alone.
    pub bounds: Option<(RunTime, RunTime)>,
    /// Halts inside that time that were reported with their minutes and that no model of a train predicts: a reception,
    /// a meal. They are added to the computed time.
    pub stated_stops: RunTime,
    /// Stops that a timetable prints inside that time or at its end; `None` where the stops of the report are not known.
    pub printed_stops: Option<Vec<RunTime>>,
    /// Distance as reported.
    pub distance_km: Option<f64>,
    /// How exactly the time was reported.
    pub quality: TimeQuality,
    /// Whether it may be fitted.
    pub fit: Fit,
    /// Where it was reported: ids of sources, or words.
    pub sources: Vec<String>,
}

impl ReportedJourney {
    /// The time where it is more than a bound: not of days, not with stops of unknown length in it.
    #[must_use]
    pub fn exact_time(&self) -> Option<RunTime> {
        let is_time = self.quality != TimeQuality::DayOnly && self.fit != Fit::Bound;
        self.duration.filter(|_| is_time)
    }

    /// Whether it is of a printed schedule.
    #[must_use]
    pub fn is_timetabled(&self) -> bool {
        self.quality == TimeQuality::Timetable
    }
}

/// Reads reported journeys. Rows that cannot be read are findings; the others are still returned.
pub fn read_journeys(
    file: &str,
    bytes: Cow<'static, [u8]>,
    findings: &mut Findings,
) -> Vec<ReportedJourney> {
    let Some(table) = Table::read(&JOURNEYS, file, bytes, findings) else {
        return Vec::new();
    };
    table
        .rows()
        .filter(|row| !row.is_ragged())
        .filter_map(|row| journey(row, findings))
        .collect()
}

fn journey(row: Row<'_>, findings: &mut Findings) -> Option<ReportedJourney> {
    for [place, id] in [["from_place", "from_id"], ["to_place", "to_id"]] {
        if row.cell(id).known().is_none() {
            findings.ok(row.cell(place).required())?;
        }
    }
    let text = |column: &str| row.cell(column).text().to_owned();
    let departed = moment(row, "departed_local", "departed_utc_offset_h", findings)?;
    let arrived = moment(row, "arrived_local", "arrived_utc_offset_h", findings)?;
    let duration = findings.ok(row.cell("duration_h").number(0.0..=100_000.0))?;
    let stated = findings.ok(row.cell("stated_halts_min").number(0.0..=100_000.0))?;
    let distance_km = findings.ok(row.cell("distance_km_reported").number(0.0..=100_000.0))?;
    let quality = findings.ok(row
        .cell("time_quality")
        .word(quality, &["exact", "about", "timetable", "day-only"]))?;
    let fit = findings.ok(row
        .cell("fit")
        .word(fit, &["yes", "weak", "bound", "held", "no"]))?;
    let dwells = dwells(row, findings)?;
    let is_timetable = quality == Some(TimeQuality::Timetable);
    let dwells = dwells.or_else(|| {
        (is_timetable && row.has_column("via_dwell_min") && row.cell("via_ids").known().is_none())
            .then(Vec::new)
    });
    let ends = departed.as_ref().zip(arrived.as_ref());
    if ends.is_some_and(|(from, to)| between(from, to).1 <= RunTime::ZERO) {
        let found = row.cell("arrived_local").text().to_owned();
        findings.push(Finding::new(
            row.cell("arrived_local").place(),
            &EarlyArrival { found },
        ));
        return None;
    }
    let bounds = ends
        .map(|(from, to)| between(from, to))
        .filter(|(least, most)| *most > *least || *most > RunTime::ZERO);
    let exact = ends
        .filter(|(from, to)| from.is_exact && to.is_exact)
        .map(|(from, to)| between(from, to).0);
    let duration = duration
        .map(RunTime::from_h)
        .or(exact)
        .filter(|time| *time > RunTime::ZERO);
    let default = if duration.is_some() {
        TimeQuality::About
    } else {
        TimeQuality::DayOnly
    };
    Some(ReportedJourney {
        place: row.cell("from_place").place(),
        journey_id: text("journey_id"),
        leg_seq: text("leg_seq"),
        title: text("title"),
        train: text("train"),
        places: (text("from_place"), text("to_place")),
        ids: (text("from_id"), text("to_id")),
        via_ids: row.cell("via_ids").list().map(str::to_owned).collect(),
        dwells,
        day: departed.map(|moment| moment.first.date()),
        duration,
        bounds,
        stated_stops: stated.map_or(RunTime::ZERO, RunTime::from_min),
        printed_stops: None,
        distance_km,
        quality: quality.unwrap_or(default),
        fit: fit.unwrap_or(Fit::No),
        sources: row.cell("source").list().map(str::to_owned).collect(),
    })
}

/// The minutes at each station of `via_ids`; inner `None` where the cell is empty.
#[allow(clippy::option_option)]
fn dwells(row: Row<'_>, findings: &mut Findings) -> Option<Option<Vec<Option<RunTime>>>> {
    let cell = row.cell("via_dwell_min");
    let Some(text) = cell.known() else {
        return Some(None);
    };
    let minutes = |part: &str| match part.trim() {
        "" => Some(None),
        part => {
            let number = part.parse().ok();
            let number = number.filter(|minutes| (0.0..=100_000.0).contains(minutes));
            Some(Some(RunTime::from_min(number?)))
        }
    };
    let stations = row.cell("via_ids").list().count();
    let dwells: Option<Vec<Option<RunTime>>> = text.split(';').map(minutes).collect();
    match dwells.filter(|dwells| dwells.len() == stations) {
        Some(dwells) => Some(Some(dwells)),
        None => {
            let found = text.to_owned();
            findings.push(Finding::new(cell.place(), &BadDwells { found, stations }));
            None
        }
    }
}

/// Inner `None` for an empty cell.
#[allow(clippy::option_option)]
fn quality(text: &str) -> Option<Option<TimeQuality>> {
    match text {
        "" => Some(None),
        "exact" => Some(Some(TimeQuality::Exact)),
        "about" => Some(Some(TimeQuality::About)),
        "timetable" => Some(Some(TimeQuality::Timetable)),
        "day-only" => Some(Some(TimeQuality::DayOnly)),
        _ => None,
    }
}

/// Inner `None` for an empty cell.
#[allow(clippy::option_option)]
fn fit(text: &str) -> Option<Option<Fit>> {
    match text {
        "" => Some(None),
        "yes" => Some(Some(Fit::Yes)),
        "weak" => Some(Some(Fit::Weak)),
        "bound" => Some(Some(Fit::Bound)),
        "held" => Some(Some(Fit::Held)),
        "no" => Some(Some(Fit::No)),
        _ => None,
    }
}

/// A clock or a day, with its offset.
struct Moment {
    first: DateTime,
    offset_h: f64,
    is_exact: bool,
}

impl Moment {
    /// Seconds since 1970.
    fn seconds(&self) -> f64 {
        let utc = self.first.to_zoned_datetime(TimeZone::fixed(Offset::UTC));
        let local = utc.map_or(0, |time| time.timestamp().as_second());
        local as f64 - self.offset_h * 3_600.0
    }
}

/// The least and the most time between two moments; a day may mean any hour of it.
fn between(from: &Moment, to: &Moment) -> (RunTime, RunTime) {
    let day = 86_400.0;
    let apart = to.seconds() - from.seconds();
    let least = apart - if from.is_exact { 0.0 } else { day };
    let most = apart + if to.is_exact { 0.0 } else { day };
    (
        RunTime::from_s(least.max(0.0)),
        RunTime::from_s(most.max(0.0)),
    )
}

/// A clock or day of a row; inner `None` where it is empty.
#[allow(clippy::option_option)]
fn moment(
    row: Row<'_>,
    clock: &str,
    offset: &str,
    findings: &mut Findings,
) -> Option<Option<Moment>> {
    let cell = row.cell(clock);
    let offset_h = findings
        .ok(row.cell(offset).number(-12.0..=14.0))?
        .unwrap_or(0.0);
    let Some(text) = cell.known() else {
        return Some(None);
    };
    let (first, is_exact) = match (text.parse::<DateTime>(), text.parse::<Date>()) {
        (Ok(clock), _) if text.contains('T') => (clock, true),
        (_, Ok(day)) => (day.to_datetime(jiff::civil::Time::midnight()), false),
        _ => {
            let found = text.to_owned();
            findings.push(Finding::new(cell.place(), &BadClock { found }));
            return None;
        }
    };
    Some(Some(Moment {
        first,
        offset_h,
        is_exact,
    }))
}

/// An arrival that is no later than the departure.
#[derive(Debug, thiserror::Error)]
#[error("arrival {found} is not after the departure, their offsets counted")]
struct EarlyArrival {
    found: String,
}

impl Problem for EarlyArrival {
    fn code(&self) -> &'static str {
        "early-arrival"
    }
}

/// Dwell times that do not fit the stations.
#[derive(Debug, thiserror::Error)]
#[error(
    "\"{found}\" is not a list of minutes between `;`, one for each of the {stations} stations in via_ids"
)]
struct BadDwells {
    found: String,
    stations: usize,
}

impl Problem for BadDwells {
    fn code(&self) -> &'static str {
        "bad-dwells"
    }
}

/// A clock that is none.
#[derive(Debug, thiserror::Error)]
#[error("\"{found}\" is neither a clock like 2019-04-24T10:40 nor a day like 2019-04-24")]
struct BadClock {
    found: String,
}

impl Problem for BadClock {
    fn code(&self) -> &'static str {
        "bad-clock"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(rows: &str) -> (Vec<ReportedJourney>, Findings) {
        let header = "from_place,to_place,departed_local,departed_utc_offset_h,arrived_local,arrived_utc_offset_h\n";
        let mut findings = Findings::new();
        let text = format!("{header}{rows}");
        let journeys = read_journeys("mine.csv", text.into_bytes().into(), &mut findings);
        (journeys, findings)
    }

    /// Dandong 21:30 at UTC+8 to Pyongyang 03:08 at +9 the next day: 5 h 38 min by the clocks, less the hour of zones.
    #[test]
    fn clocks_count_with_their_zones() {
        let (journeys, findings) =
            read("Dandong,Pyongyang,2019-03-04T21:30,8,2019-03-05T03:08,9\n");
        assert!(findings.is_empty(), "{findings}");
        let minutes = journeys[0].duration.expect("both clocks").minutes();
        assert!((minutes - 278.0).abs() < 1e-9, "{minutes}");
    }

    #[test]
    fn days_bound_the_time() {
        let (journeys, _) = read("A,B,2019-03-04,8,2019-03-05,8\n");
        assert_eq!(journeys[0].duration, None);
        assert_eq!(
            journeys[0].bounds,
            Some((RunTime::ZERO, RunTime::from_h(48.0)))
        );
    }

    #[test]
    fn a_clock_that_is_none_is_found_with_its_place() {
        let (journeys, findings) = read("A,B,yesterday,8,2019-03-05,8\n");
        assert!(journeys.is_empty());
        let finding = findings.iter().next().expect("one").to_string();
        assert!(
            finding.starts_with("mine.csv:2:5: error bad-clock: \"yesterday\""),
            "{finding}"
        );
    }
}
