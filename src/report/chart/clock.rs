//! The time scale of a graphic timetable: the clock at the departure where that is known, else hours since.

use jiff::ZonedDateTime;

use super::scale::multiples;
use crate::journey::clock::later;
use crate::report::legs::hours;
use crate::report::summary::{Call, PlannedRoute};
use crate::units::{Length, RunTime, format};

/// Steps of time that read well, in minutes, each with the finer step drawn between.
const STEPS: [(f64, f64); 10] = [
    (5.0, 1.0),
    (10.0, 2.0),
    (30.0, 5.0),
    (60.0, 10.0),
    (120.0, 30.0),
    (180.0, 60.0),
    (360.0, 60.0),
    (720.0, 180.0),
    (1_440.0, 360.0),
    (4_320.0, 1_440.0),
];

/// Ticks on a time axis, in hours since the departure.
#[derive(Clone, Debug, PartialEq)]
pub struct Ticks {
    /// Labelled times.
    pub major: Vec<(f64, String)>,
    /// Times between.
    pub minor: Vec<f64>,
    /// Midnights, with the day that begins.
    pub days: Vec<(f64, String)>,
}

/// Ticks from 0 to `hours` at least `gap` pixels apart, at `per_hour` pixels an hour.
#[must_use]
pub fn ticks(start: Option<&ZonedDateTime>, hours: f64, per_hour: f64, gap: f64) -> Ticks {
    let wanted = gap / per_hour * 60.0;
    let (step, fine) = STEPS
        .into_iter()
        .find(|(step, _)| *step >= wanted)
        .unwrap_or((10_080.0, 1_440.0));
    // Minutes since midnight at the departure; ticks are round on the clock, not since the departure.
    let begun = start.map_or(0.0, |at| {
        f64::from(at.hour()) * 60.0 + f64::from(at.minute())
    });
    let range = (begun, begun + hours * 60.0);
    let since = |minute: f64| (minute - begun) / 60.0;
    let label = |minute: f64| match start {
        Some(_) => hhmm(minute as i64),
        // Beside hours, zero is in hours too.
        None if minute == 0.0 && step >= 60.0 => String::from("0 h"),
        None => super::frame::short(RunTime::from_min(minute)),
    };
    let days = start.map_or_else(Vec::new, |at| {
        let day = |minute: f64| {
            let date = at
                .date()
                .saturating_add(jiff::Span::new().days((minute / 1_440.0).round() as i64));
            (since(minute), date.strftime("%-d %b").to_string())
        };
        multiples(range, 1_440.0).into_iter().map(day).collect()
    });
    Ticks {
        major: multiples(range, step)
            .into_iter()
            .map(|minute| (since(minute), label(minute)))
            .collect(),
        minor: multiples(range, fine).into_iter().map(since).collect(),
        days,
    }
}

fn hhmm(minute: i64) -> String {
    let minute = minute.rem_euclid(1_440);
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// What the station's own clock shows at a call; hours since the departure where no departure is known.
#[must_use]
pub fn shown(
    planned: &PlannedRoute,
    start: Option<&ZonedDateTime>,
    call: &Call,
    is_arrival: bool,
) -> String {
    let time = time_at(call, is_arrival);
    match (local(planned, start, call, is_arrival), start) {
        (Some(at), _) => at.strftime("%H:%M").to_string(),
        (None, Some(start)) => {
            let begun = i64::from(start.hour()) * 60 + i64::from(start.minute());
            hhmm(begun + time.minutes().round() as i64)
        }
        (None, None) if time < RunTime::from_h(1.0) => format::duration(time),
        (None, None) => hours(time),
    }
}

fn time_at(call: &Call, is_arrival: bool) -> RunTime {
    if is_arrival {
        call.arrives.likely()
    } else {
        call.departs.likely()
    }
}

/// The station's own clock at a call; `None` where no departure or no zone is known.
#[must_use]
pub fn local(
    planned: &PlannedRoute,
    start: Option<&ZonedDateTime>,
    call: &Call,
    is_arrival: bool,
) -> Option<ZonedDateTime> {
    let time = time_at(call, is_arrival);
    let is_here = |at: Length| (at - call.at).abs() < Length::from_m(1.0);
    let local = planned.legs.iter().find_map(|leg| match is_arrival {
        true => leg
            .arrive_local
            .as_ref()
            .filter(|_| is_here(leg.start + leg.distance)),
        false => leg.depart_local.as_ref().filter(|_| is_here(leg.start)),
    });
    // Within a leg the clock is that of the station's zone.
    let there = || later(start?, time, call.timezone.as_deref()?);
    local.cloned().or_else(there)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_on_the_clock() {
        let start: ZonedDateTime = "2019-04-24T21:40[+09:00]".parse().expect("a clock");
        let ticks = ticks(Some(&start), 4.0, 60.0, 50.0);
        let labels: Vec<&str> = ticks
            .major
            .iter()
            .map(|(_, label)| label.as_str())
            .collect();
        assert_eq!(labels, ["22:00", "23:00", "00:00", "01:00"]);
        assert!((ticks.major[0].0 - 1.0 / 3.0).abs() < 1e-9);
        assert_eq!(ticks.days.len(), 1);
        assert_eq!(ticks.days[0].1, "25 Apr");
    }

    #[test]
    fn without_a_clock_hours_count_from_the_departure() {
        let ticks = ticks(None, 3.0, 60.0, 50.0);
        let labels: Vec<&str> = ticks
            .major
            .iter()
            .map(|(_, label)| label.as_str())
            .collect();
        assert_eq!(labels, ["0 h", "1 h", "2 h", "3 h"]);
        let fine = super::ticks(None, 0.5, 600.0, 50.0);
        assert_eq!(fine.major[0].1, "0 min");
    }
}
