//! Timetables: the times of trains at stations, read as reported journeys.
//!
//! A row is a train at a station. Times are `22:13`, with `+1` behind for the next day (`00:24+1`) or the day of the journey
//! before (`D2 00:54`), in the local time of the row's offset. A train's rows become legs from one timed station
//! to a later one, at least [`SHORTEST_KM`] apart where there are so many.

use std::borrow::Cow;

use jiff::civil::Date;

use super::journeys::{Fit, ReportedJourney, TimeQuality};
use crate::network::{
    ColumnSpec, FilePosition, Finding, Findings, Network, Problem, Row, Schema, Table,
};
use crate::units::RunTime;

/// Legs are made at least so long where the timetable allows, as the crow flies, km. Assumption: over less than
/// an hour and a half a printed minute and a slack path count for too much.
pub const SHORTEST_KM: f64 = 80.0;

/// Columns of a timetable.
pub static TIMETABLE: Schema = Schema {
    file: "timetables.csv",
    columns: &[
        ColumnSpec::text("train").required(),
        ColumnSpec::text("date_valid"),
        ColumnSpec::text("seq"),
        ColumnSpec::text("station_id").required(),
        ColumnSpec::text("station_name"),
        ColumnSpec::text("arrival_local").required(),
        ColumnSpec::text("departure_local").required(),
        ColumnSpec::number("utc_offset_h"),
        ColumnSpec::number("km"),
        ColumnSpec::text("source"),
    ],
};

/// A train at a station.
struct Call {
    place: FilePosition,
    station: String,
    name: String,
    /// Minutes since midnight, Universal Time, of the first day.
    arrives: Option<f64>,
    departs: Option<f64>,
}

/// A train of a timetable.
struct Timed {
    number: String,
    valid: String,
    calls: Vec<Call>,
}

/// Reads a timetable as legs of reported journeys. Rows that cannot be read are findings.
pub fn read_timetable(
    file: &str,
    bytes: Cow<'static, [u8]>,
    network: &Network,
    findings: &mut Findings,
) -> Vec<ReportedJourney> {
    let Some(table) = Table::read(&TIMETABLE, file, bytes, findings) else {
        return Vec::new();
    };
    let mut trains: Vec<Timed> = Vec::new();
    for row in table.rows().filter(|row| !row.is_ragged()) {
        let (number, valid) = (row.cell("train").text(), row.cell("date_valid").text());
        let Some(call) = call(row, findings) else {
            continue;
        };
        match trains.last_mut() {
            Some(last) if last.number == number && last.valid == valid => last.calls.push(call),
            _ => trains.push(Timed {
                number: number.to_owned(),
                valid: valid.to_owned(),
                calls: vec![call],
            }),
        }
    }
    trains
        .iter()
        .flat_map(|train| legs(train, network))
        .collect()
}

fn call(row: Row<'_>, findings: &mut Findings) -> Option<Call> {
    let offset_h = findings
        .ok(row.cell("utc_offset_h").number(-12.0..=14.0))?
        .unwrap_or(0.0);
    let mut minutes = |column: &str| {
        let cell = row.cell(column);
        let Some(text) = cell.known() else {
            return Some(None);
        };
        if let Some(minutes) = minutes_of(text) {
            return Some(Some(minutes - offset_h * 60.0));
        }
        let found = text.to_owned();
        findings.push(Finding::new(cell.place(), &BadTime { found }));
        None
    };
    let (arrives, departs) = (minutes("arrival_local")?, minutes("departure_local")?);
    Some(Call {
        place: row.cell("train").place(),
        station: row.cell("station_id").text().to_owned(),
        name: row.cell("station_name").text().to_owned(),
        arrives,
        departs,
    })
}

/// Minutes since midnight of the first day.
fn minutes_of(text: &str) -> Option<f64> {
    let (day, clock) = match text.strip_prefix('D') {
        Some(rest) => {
            let (day, clock) = rest.split_once(' ')?;
            (day.parse::<u32>().ok()?.checked_sub(1)?, clock)
        }
        None => (0, text),
    };
    let (clock, later) = match clock.split_once('+') {
        Some((clock, later)) => (clock, later.parse::<u32>().ok()?),
        None => (clock, 0),
    };
    let mut parts = clock.trim().split(':');
    let mut part = |most: u32| match parts.next() {
        Some(text) => text.parse::<u32>().ok().filter(|number| *number < most),
        None => Some(0),
    };
    let (hours, minutes, seconds) = (part(24)?, part(60)?, part(60)?);
    let is_clock = clock.contains(':') && parts.next().is_none();
    let days = f64::from(day + later);
    is_clock.then_some(days * 1_440.0 + f64::from(hours * 60 + minutes) + f64::from(seconds) / 60.0)
}

/// A time that is none.
#[derive(Debug, thiserror::Error)]
#[error("\"{found}\" is no time of a timetable; write 22:13, 00:24+1 or D2 00:54")]
struct BadTime {
    found: String,
}

impl Problem for BadTime {
    fn code(&self) -> &'static str {
        "bad-time"
    }
}

/// The legs of a train. What is left over at its end is shorter.
fn legs(train: &Timed, network: &Network) -> Vec<ReportedJourney> {
    let apart = |from: &Call, to: &Call| {
        let [from, to] = [from, to].map(|call| network.station_by_id(&call.station));
        let (from, to) = from.zip(to)?;
        Some(
            network
                .station(from)
                .position
                .geodesic(network.station(to).position),
        )
    };
    let mut legs = Vec::new();
    let mut start: Option<&Call> = None;
    let mut stops = Vec::new();
    for (number, call) in train.calls.iter().enumerate() {
        let Some(from) = start else {
            start = call.departs.or(call.arrives).map(|_| call);
            continue;
        };
        let is_last = number + 1 == train.calls.len();
        stops.extend(call.stop());
        let is_far = apart(from, call).is_none_or(|length| length.km() >= SHORTEST_KM);
        if !(is_far || is_last) {
            continue;
        }
        if let Some(mut leg) = leg(train, from, call, legs.len() + 1) {
            leg.printed_stops = std::mem::take(&mut stops);
            legs.push(leg);
            start = Some(call);
        }
    }
    legs
}

impl Call {
    /// How long the train stops here; a passing time is no stop.
    fn stop(&self) -> Option<RunTime> {
        let minutes = self.departs? - self.arrives?;
        (minutes > 0.0).then(|| RunTime::from_min(minutes))
    }
}

fn leg(train: &Timed, from: &Call, to: &Call, number: usize) -> Option<ReportedJourney> {
    let departs = from.departs.or(from.arrives)?;
    let arrives = to.arrives.or(to.departs)?;
    (arrives > departs).then(|| ReportedJourney {
        place: from.place.clone(),
        journey_id: format!("{} of {}", train.number, train.valid),
        leg_seq: number.to_string(),
        title: train.number.clone(),
        train: train.number.clone(),
        places: (from.name.clone(), to.name.clone()),
        ids: (from.station.clone(), to.station.clone()),
        via_ids: Vec::new(),
        dwells: None,
        day: day_of(&train.valid),
        duration: Some(RunTime::from_min(arrives - departs)),
        bounds: None,
        stated_stops: RunTime::ZERO,
        printed_stops: Vec::new(),
        distance_km: None,
        quality: TimeQuality::Timetable,
        fit: Fit::Yes,
        sources: Vec::new(),
    })
}

/// The day of `2019-01-05`, `2021-01` or `about 2018`; the first of what is left open.
fn day_of(valid: &str) -> Option<Date> {
    let digits = |c: char| c.is_ascii_digit() || c == '-';
    let words = valid.split(|c: char| !digits(c));
    words.filter(|word| word.len() >= 4).find_map(|word| {
        let day = match word.len() {
            4 => format!("{word}-01-01"),
            7 => format!("{word}-01"),
            _ => word.to_owned(),
        };
        day.parse().ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_timetables() {
        assert_eq!(minutes_of("22:13"), Some(1_333.0));
        assert_eq!(minutes_of("00:24+1"), Some(1_464.0));
        assert_eq!(minutes_of("D2 00:54"), Some(1_494.0));
        assert_eq!(minutes_of("07:00:30+1"), Some(1_860.5));
        assert_eq!(minutes_of("24:00"), None);
        assert_eq!(minutes_of("7"), None);
        assert_eq!(minutes_of("D0 07:00"), None);
    }

    #[test]
    fn days_of_timetables() {
        let day = |text: &str| day_of(text).map(|day| day.to_string());
        assert_eq!(day("2019-01-05").as_deref(), Some("2019-01-05"));
        assert_eq!(day("2021-01").as_deref(), Some("2021-01-01"));
        assert_eq!(day("about 2018").as_deref(), Some("2018-01-01"));
        assert_eq!(day("before 2020-01").as_deref(), Some("2020-01-01"));
        assert_eq!(day("always"), None);
    }
}
