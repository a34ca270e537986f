//! From running time to the clock on the wall: the one place where seconds meet time zones.
//!
//! Zones come from the bundled tz database, never from the machine, and depend on the date: Pyongyang was at UTC+08:30
//! from 2015-08-15 to 2018-05-04.

use std::fmt;

use jiff::civil::{Date, DateTime};
use jiff::tz::{AmbiguousOffset, Offset, TimeZone, TimeZoneDatabase};
use jiff::{SignedDuration, ZonedDateTime};
use thiserror::Error;

use crate::units::RunTime;

/// A departure as typed: local time at the start, or an instant with its offset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Departure {
    /// The clock at the start of the journey.
    Local(DateTime),
    /// An instant, said with its offset from UTC.
    Instant {
        /// The instant.
        at: jiff::Timestamp,
        /// The day on the clock of that offset.
        day: Date,
    },
}

/// A time on the clock that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ClockError {
    /// Not a date and time.
    #[error(
        "\"{found}\" is not a date and time; write 2019-04-24T02:00, or with an offset 2019-04-24T02:00+09:00"
    )]
    NotATime {
        /// The text as typed.
        found: String,
    },
    /// A zone in brackets that is not known, or does not fit the offset beside it.
    #[error("\"{found}\": {reason}")]
    Zone {
        /// The text as typed.
        found: String,
        /// What is wrong with its zone.
        reason: String,
    },
    /// An offset that no clock has.
    #[error("\"{found}\" is further from UTC than any clock; offsets go from -14:00 to +14:00")]
    Offset {
        /// The text as typed.
        found: String,
    },
    /// The clock jumped over it.
    #[error("the clock in {zone} never showed {time}: it was put forward then")]
    Gap {
        /// The zone.
        zone: String,
        /// The time asked for.
        time: DateTime,
    },
    /// The clock showed it twice.
    #[error(
        "the clock in {zone} showed {time} twice: it was put back then; write {first} or {second}"
    )]
    Twice {
        /// The zone.
        zone: String,
        /// The time asked for.
        time: DateTime,
        /// The earlier of the two, with its offset.
        first: String,
        /// The later of the two, with its offset.
        second: String,
    },
    /// A zone that is not in the bundled database.
    #[error("\"{zone}\" is not a zone of the bundled tz database")]
    UnknownZone {
        /// The zone.
        zone: String,
    },
    /// Beyond the calendar.
    #[error("{time} lies outside of the calendar (years -9999 to 9999)")]
    OffCalendar {
        /// The time.
        time: String,
    },
}

/// As [`Departure::parse`] reads it.
impl fmt::Display for Departure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Departure::Local(time) => time.fmt(f),
            Departure::Instant { at, .. } => at.fmt(f),
        }
    }
}

impl Departure {
    /// Reads `2019-04-24T02:00`, `2019-04-24T02:00+09:00` or `2019-04-24T02:00[Asia/Vladivostok]`.
    ///
    /// # Errors
    /// [`ClockError::NotATime`] for anything else; a date without a time says too little. [`ClockError::Zone`] for a zone
    /// that is not known, that does not fit the offset, or whose clock never showed the time; [`ClockError::Offset`] for
    /// offsets that no clock has.
    pub fn parse(text: &str) -> Result<Departure, ClockError> {
        let not_a_time = || ClockError::NotATime {
            found: text.to_owned(),
        };
        let Some((day, time)) = text.split_once(['T', ' ']) else {
            return Err(not_a_time());
        };
        if text.contains('[') {
            return in_named_zone(text);
        }
        if time.ends_with('Z') || time.contains(['+', '-']) {
            let at: jiff::Timestamp = text.parse().map_err(|_| not_a_time())?;
            let day = day.parse().map_err(|_| not_a_time())?;
            if is_offset_too_large(text, at) {
                return Err(ClockError::Offset {
                    found: text.to_owned(),
                });
            }
            Ok(Departure::Instant { at, day })
        } else {
            text.parse().map(Departure::Local).map_err(|_| not_a_time())
        }
    }

    /// The day it falls on, by its own clock.
    #[must_use]
    pub fn day(&self) -> Date {
        match self {
            Departure::Local(time) => time.date(),
            Departure::Instant { day, .. } => *day,
        }
    }

    /// The departure on the clock of a zone.
    ///
    /// # Errors
    /// [`ClockError`] for a zone that is not known, for a time that the clock jumped over, and for one that it showed twice.
    pub fn in_zone(&self, zone: &str) -> Result<ZonedDateTime, ClockError> {
        let zone_of = time_zone(zone)?;
        match self {
            Departure::Instant { at, .. } => Ok(at.to_zoned_datetime(zone_of)),
            Departure::Local(time) => {
                let ambiguous = zone_of.to_ambiguous_zoned_datetime(*time);
                let zone = zone.to_owned();
                match ambiguous.offset() {
                    AmbiguousOffset::Unambiguous { .. } => {}
                    AmbiguousOffset::Gap { .. } => {
                        return Err(ClockError::Gap { zone, time: *time });
                    }
                    AmbiguousOffset::Fold { before, after } => {
                        let with = |offset| shown(*time, offset);
                        return Err(ClockError::Twice {
                            zone,
                            time: *time,
                            first: with(before),
                            second: with(after),
                        });
                    }
                }
                let off = |_| ClockError::OffCalendar {
                    time: time.to_string(),
                };
                ambiguous.compatible().map_err(off)
            }
        }
    }
}

/// A time with its offset, as it can be typed.
fn shown(time: DateTime, offset: Offset) -> String {
    let zoned = time.to_zoned_datetime(TimeZone::fixed(offset));
    zoned.map_or_else(
        |_| time.to_string(),
        |zoned| zoned.strftime("%Y-%m-%dT%H:%M%:z").to_string(),
    )
}

/// The furthest that a clock is from UTC: that of Kiritimati, 14 hours ahead. Source: tz database, australasia file.
const MOST_OFFSET: SignedDuration = SignedDuration::from_hours(14);

/// Whether the clock that a text shows is too far from the instant it means.
fn is_offset_too_large(text: &str, at: jiff::Timestamp) -> bool {
    let shown = text.parse::<DateTime>().ok();
    let utc = at.to_zoned_datetime(TimeZone::UTC).datetime();
    shown.is_some_and(|shown| shown.duration_since(utc).abs() > MOST_OFFSET)
}

/// A time with a zone in brackets, and maybe an offset that must fit it.
fn in_named_zone(text: &str) -> Result<Departure, ClockError> {
    let parser =
        jiff::fmt::temporal::DateTimeParser::new().disambiguation(jiff::tz::Disambiguation::Reject);
    let zoned = parser.parse_zoned_datetime_with(&TimeZoneDatabase::bundled(), text);
    let zoned = zoned.map_err(|error| ClockError::Zone {
        found: text.to_owned(),
        reason: error.to_string(),
    })?;
    Ok(Departure::Instant {
        at: zoned.timestamp(),
        day: zoned.date(),
    })
}

/// A zone of the bundled database.
///
/// # Errors
/// [`ClockError::UnknownZone`] when it has none of that name.
pub fn time_zone(name: &str) -> Result<TimeZone, ClockError> {
    TimeZoneDatabase::bundled()
        .get(name)
        .map_err(|_| ClockError::UnknownZone {
            zone: name.to_owned(),
        })
}

/// The clock in a zone so much later, to the second; `None` beyond the calendar or in an unknown zone.
#[must_use]
pub fn later(start: &ZonedDateTime, elapsed: RunTime, zone: &str) -> Option<ZonedDateTime> {
    let instant = start
        .timestamp()
        .checked_add(SignedDuration::from_secs(elapsed.s().round() as i64))
        .ok()?;
    Some(instant.to_zoned_datetime(time_zone(zone).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offset(zone: &str, time: &str) -> String {
        let departure = Departure::parse(time).expect("a time");
        departure
            .in_zone(zone)
            .expect("a zone")
            .strftime("%:z")
            .to_string()
    }

    /// Source: tz database, northamerica and asia files; NOTES of the facts, checked against reported pairs of clocks.
    #[test]
    fn zones_depend_on_the_date() {
        assert_eq!(offset("Asia/Pyongyang", "2014-01-01T12:00"), "+09:00");
        assert_eq!(offset("Asia/Pyongyang", "2018-03-25T12:00"), "+08:30");
        assert_eq!(offset("Asia/Pyongyang", "2019-04-24T12:00"), "+09:00");
        assert_eq!(offset("Asia/Vladivostok", "2011-08-20T12:00"), "+11:00");
        assert_eq!(offset("Asia/Vladivostok", "2019-04-24T12:00"), "+10:00");
        assert_eq!(offset("Europe/Moscow", "2011-08-20T12:00"), "+04:00");
    }

    #[test]
    fn elapsed_time_crosses_zones() {
        let start = Departure::parse("2019-04-24T02:00")
            .expect("a time")
            .in_zone("Asia/Pyongyang")
            .expect("a zone");
        let arrival =
            later(&start, RunTime::from_h(20.0), "Asia/Vladivostok").expect("on the calendar");
        assert_eq!(
            arrival.strftime("%Y-%m-%dT%H:%M%:z").to_string(),
            "2019-04-24T23:00+10:00"
        );
    }

    #[test]
    fn a_time_the_clock_jumped_over_is_refused() {
        let gap = Departure::parse("2018-05-04T23:45")
            .expect("a time")
            .in_zone("Asia/Pyongyang");
        assert!(matches!(gap, Err(ClockError::Gap { .. })), "{gap:?}");
    }

    /// Clocks in Berlin went from 3:00 summer time back to 2:00 on 25 October 2026. Source: tz database, europe file.
    #[test]
    fn a_time_the_clock_showed_twice_is_asked_back() {
        let berlin = |time: &str| {
            Departure::parse(time)
                .expect("a time")
                .in_zone("Europe/Berlin")
        };
        let asked = berlin("2026-10-25T02:40").expect_err("which of them?");
        assert_eq!(
            asked.to_string(),
            "the clock in Europe/Berlin showed 2026-10-25T02:40:00 twice: it was put back then; \
             write 2026-10-25T02:40+02:00 or 2026-10-25T02:40+01:00"
        );
        for time in [
            "2026-10-25T01:59",
            "2026-10-25T03:00",
            "2026-10-25T02:40+01:00",
        ] {
            assert!(berlin(time).is_ok(), "{time}");
        }
    }

    #[test]
    fn dates_alone_are_not_times() {
        for text in ["2019-04-24", "tomorrow", "2019-13-01T00:00", "02:00"] {
            assert!(Departure::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn an_instant_falls_on_the_day_of_its_own_clock() {
        // 17:00 of the day before in UTC.
        let departure = Departure::parse("2019-04-24T02:00+09:00").expect("a time");
        assert_eq!(departure.day().to_string(), "2019-04-24");
    }
}
