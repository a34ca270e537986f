//! Timetables: the times of trains at stations, read as reported journeys.
//!
//! A row is a train at a station. Times are `22:13`, with `+1` behind for the next day (`00:24+1`) or the day of the
//! journey before (`D2 00:54`), in the local time of the row's offset. A train's rows become legs from one timed
//! station to a later one, at least [`SHORTEST_KM`] apart where there are so many, and through runs over several legs,
//! which are not to be fitted since they repeat them.

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

/// Through runs are at least so long, as the crow flies, km: what the estimate calls a through run.
const THROUGH_KM: f64 = 400.0;

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

/// The legs of a train, and its runs over several of them.
fn legs(train: &Timed, network: &Network) -> Vec<ReportedJourney> {
    let ends = leg_ends(train, network);
    let pairs = ends.windows(2).enumerate();
    let mut legs: Vec<ReportedJourney> = pairs
        .filter_map(|(number, pair)| {
            let mut leg = leg(train, (pair[0], pair[1]), number + 1)?;
            let stops = train.calls[pair[0] + 1..=pair[1]].iter();
            leg.printed_stops = Some(stops.filter_map(Call::stop).collect());
            Some(leg)
        })
        .collect();
    legs.extend(runs(train, network, &ends));
    legs
}

/// The calls at which legs end, the first call with a time before them. What is left over at the end is shorter.
fn leg_ends(train: &Timed, network: &Network) -> Vec<usize> {
    let mut ends: Vec<usize> = Vec::new();
    let last = train.calls.len().saturating_sub(1);
    for (place, call) in train.calls.iter().enumerate() {
        let Some(start) = ends.last() else {
            ends.extend(call.departs.or(call.arrives).map(|_| place));
            continue;
        };
        let is_far = train.is_far((*start, place), network, SHORTEST_KM);
        if (is_far || place == last) && leg(train, (*start, place), 0).is_some() {
            ends.push(place);
        }
    }
    ends
}

/// Through runs from one end of a leg to a later one, one behind the other, and the whole.
fn runs(train: &Timed, network: &Network, leg_ends: &[usize]) -> Vec<ReportedJourney> {
    let (Some(first), Some(last)) = (leg_ends.first(), leg_ends.last()) else {
        return Vec::new();
    };
    let mut ends = vec![*first];
    for end in leg_ends {
        let start = ends[ends.len() - 1];
        if train.is_far((start, *end), network, THROUGH_KM) {
            ends.push(*end);
        }
    }
    let mut pairs: Vec<(usize, usize)> = ends.windows(2).map(|pair| (pair[0], pair[1])).collect();
    if !pairs.contains(&(*first, *last)) && !pairs.is_empty() {
        pairs.push((*first, *last));
    }
    let run = |(first, last): (usize, usize)| {
        let inner = leg_ends.iter().filter(|end| first < **end && **end < last);
        let via_ids: Vec<String> = inner.map(|end| train.calls[*end].station.clone()).collect();
        let run = leg(train, (first, last), 0).filter(|_| !via_ids.is_empty())?;
        Some(ReportedJourney {
            via_ids,
            fit: Fit::No,
            ..run
        })
    };
    pairs.into_iter().filter_map(run).collect()
}

impl Timed {
    /// Whether two calls lie so far apart as the crow flies; places that are not in the network count as far.
    fn is_far(&self, (from, to): (usize, usize), network: &Network, km: f64) -> bool {
        let place = |call: usize| {
            let station = network.station_by_id(&self.calls[call].station)?;
            Some(network.station(station).position)
        };
        let apart = place(from).zip(place(to));
        apart.is_none_or(|(from, to)| from.geodesic(to).km() >= km)
    }
}

impl Call {
    /// How long the train stops here; a passing time is no stop.
    fn stop(&self) -> Option<RunTime> {
        let minutes = self.departs? - self.arrives?;
        (minutes > 0.0).then(|| RunTime::from_min(minutes))
    }
}

fn leg(train: &Timed, (from, to): (usize, usize), number: usize) -> Option<ReportedJourney> {
    let (from, to) = (&train.calls[from], &train.calls[to]);
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
        printed_stops: None,
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
