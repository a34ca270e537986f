//! The timetable of a feed as journeys, one row for each train of a day, in the columns of `journeys.csv`.

use jiff::SignedDuration;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::network::{ColumnSpec, Quality, Schema, Table};

use super::GtfsOptions;
use super::days::time_zone;
use super::feed::{Call, Feed, Trip};
use super::left::Left;
use super::lengths::{Lengths, TripStretch};
use super::network::{slug, unique};

/// Columns of `journeys.csv`.
pub static JOURNEYS: Schema = Schema {
    file: "journeys.csv",
    columns: &[
        ColumnSpec::text("journey_id").required(),
        ColumnSpec::number("leg_seq").required(),
        ColumnSpec::text("title"),
        ColumnSpec::text("train"),
        ColumnSpec::text("from_place"),
        ColumnSpec::text("to_place"),
        ColumnSpec::text("via"),
        ColumnSpec::text("from_id").required(),
        ColumnSpec::text("to_id").required(),
        ColumnSpec::text("via_ids"),
        ColumnSpec::text("via_dwell_min"),
        ColumnSpec::text("departed_local"),
        ColumnSpec::number("departed_utc_offset_h"),
        ColumnSpec::text("arrived_local"),
        ColumnSpec::number("arrived_utc_offset_h"),
        ColumnSpec::number("duration_h"),
        ColumnSpec::number("distance_km_reported"),
        ColumnSpec::text("time_quality"),
        ColumnSpec::text("fit"),
        ColumnSpec::text("source"),
        ColumnSpec::text("notes"),
    ],
};

/// The journeys of all trips. Trips that differ only in the days on which they run are one.
pub(super) fn rows(
    feed: &Feed,
    lengths: &Lengths,
    ids: &[String],
    options: &GtfsOptions,
    left: &mut Left,
) -> Table {
    let mut table = Table::new(&JOURNEYS);
    let mut seen = FxHashSet::default();
    let mut taken = FxHashSet::default();
    let clocks = Clocks::new(feed);
    for (number, trip) in feed.trips.iter().enumerate() {
        if !trip.is_sound {
            continue;
        }
        let calls = feed.calls_of(trip);
        let Some(times) = Times::of(trip, calls, left) else {
            continue;
        };
        let Some(day) = trip.day else {
            let what = "trip of a service that runs on no day: no journey";
            left.add_named(what, || format!("\"{}\"", trip.id));
            continue;
        };
        let like = |call: &Call| (call.station, call.arrival_s, call.departure_s);
        if !seen.insert((times.starts_s, calls.iter().map(like).collect::<Vec<_>>())) {
            left.add("trip like another on other days: no journey of its own");
            continue;
        }
        let whole = Journey {
            feed,
            ids,
            trip,
            calls,
            day,
            clocks: &clocks,
            id: unique(format!("gtfs-{}", slug(&trip.id)), &mut taken),
            train: &options.train,
            later_s: times.later_s,
        };
        let stretches = lengths.of(number);
        if whole
            .rows(&mut table, stretches, options.has_legs, left)
            .is_none()
        {
            let what = "trip on days that no calendar reaches: no journey";
            left.add_named(what, || format!("\"{}\"", trip.id));
        }
    }
    table
}

/// When a trip begins and how much later than its calls say.
struct Times {
    starts_s: u32,
    later_s: i64,
}

impl Times {
    /// The times of a trip that can be a journey.
    fn of(trip: &Trip, calls: &[Call], left: &mut Left) -> Option<Times> {
        let start = calls[0].departs_s();
        let end = calls[calls.len() - 1].arrives_s();
        let (Some(start), Some(end)) = (start, end) else {
            let what = "trip without times at its ends: no journey";
            left.add_named(what, || format!("\"{}\"", trip.id));
            return None;
        };
        if end <= start {
            let what = "trip that takes no time: no journey";
            left.add_named(what, || format!("\"{}\"", trip.id));
            return None;
        }
        let starts_s = trip.starts_s.unwrap_or(start);
        Some(Times {
            starts_s,
            later_s: i64::from(starts_s) - i64::from(start),
        })
    }
}

impl Call {
    fn departs_s(&self) -> Option<u32> {
        self.departure_s.or(self.arrival_s)
    }

    fn arrives_s(&self) -> Option<u32> {
        self.arrival_s.or(self.departure_s)
    }

    /// Minutes that the train stands here; 0 where the timetable prints one time for both.
    fn dwell_min(&self) -> f64 {
        let times = self.arrival_s.zip(self.departure_s);
        times.map_or(0.0, |(from, to)| f64::from(to.saturating_sub(from)) / 60.0)
    }
}

/// The zones of all stations, looked up once.
struct Clocks {
    feed: TimeZone,
    zones: FxHashMap<String, TimeZone>,
}

impl Clocks {
    fn new(feed: &Feed) -> Clocks {
        let zone = |name: &str| time_zone(name).expect("zones were looked up when read");
        let mut zones = FxHashMap::default();
        for station in &feed.stations {
            if !zones.contains_key(&station.zone) {
                zones.insert(station.zone.clone(), zone(&station.zone));
            }
        }
        Clocks {
            feed: zone(&feed.zone),
            zones,
        }
    }
}

/// A trip on its day.
struct Journey<'f> {
    feed: &'f Feed,
    ids: &'f [String],
    trip: &'f Trip,
    calls: &'f [Call],
    day: Date,
    clocks: &'f Clocks,
    id: String,
    train: &'f str,
    /// How much later than the calls say it runs, seconds.
    later_s: i64,
}

impl Journey<'_> {
    /// Appends the whole and its legs; `None` where the day is beyond all calendars.
    fn rows(
        &self,
        table: &mut Table,
        stretches: &[TripStretch],
        has_legs: bool,
        left: &mut Left,
    ) -> Option<()> {
        let last = self.calls.len() - 1;
        let km = |from: usize, to: usize| {
            let parts = &stretches[from..to];
            let is_known = parts.iter().all(|part| part.quality == Quality::Sourced);
            is_known.then(|| parts.iter().map(|part| part.km).sum::<f64>())
        };
        self.push(table, 0, (0, last), km(0, last))?;
        let (mut leg, mut from) = (1, 0);
        for to in 1..=last {
            let (Some(start), Some(end)) =
                (self.calls[from].departs_s(), self.calls[to].arrives_s())
            else {
                continue;
            };
            if end <= start {
                let what = match has_legs {
                    true => "stretch that takes no time by the timetable: no leg",
                    false => "stretch that takes no time by the timetable",
                };
                left.add_named(what, || {
                    let name = |call: usize| &self.feed.stations[self.calls[call].station].name;
                    format!("{} to {}, trip \"{}\"", name(from), name(to), self.trip.id)
                });
            } else if has_legs {
                self.push(table, leg, (from, to), km(from, to))?;
                leg += 1;
            }
            from = to;
        }
        Some(())
    }

    /// Appends the row of the trip between two of its calls.
    fn push(
        &self,
        table: &mut Table,
        leg: u32,
        (from, to): (usize, usize),
        km: Option<f64>,
    ) -> Option<()> {
        let calls = self.calls;
        let (start, end) = (calls[from].departs_s()?, calls[to].arrives_s()?);
        let name = |call: &Call| self.feed.stations[call.station].name.as_str();
        let id = |call: &Call| self.ids[call.station].as_str();
        let between = &calls[from + 1..to];
        let vias = between.iter().map(name).collect::<Vec<_>>().join(";");
        let via_ids = between.iter().map(id).collect::<Vec<_>>().join(";");
        let dwell = |call: &Call| minutes(call.dwell_min());
        let dwells = between.iter().map(dwell).collect::<Vec<_>>().join(";");
        let departed = self.local(calls[from].station, start)?;
        let arrived = self.local(calls[to].station, end)?;
        let route = &self.feed.routes[self.trip.route];
        let title = format!("{route} {}", self.trip.name);
        // A leg's own times are rounded to the stop, the whole is what repeats: legs are not fitted.
        let fit = if leg == 0 { "yes" } else { "no" };
        table.push([
            self.id.as_str(),
            &leg.to_string(),
            title.trim(),
            self.train,
            name(&calls[from]),
            name(&calls[to]),
            &vias,
            id(&calls[from]),
            id(&calls[to]),
            &via_ids,
            &dwells,
            &departed.0,
            &departed.1,
            &arrived.0,
            &arrived.1,
            &format!("{:.4}", (f64::from(end) - f64::from(start)) / 3_600.0),
            &km.map_or_else(String::new, |km| format!("{km:.1}")),
            "timetable",
            fit,
            "gtfs",
            "",
        ]);
        Some(())
    }

    /// The local time at a station and its offset from UTC in hours; `None` beyond the calendar.
    fn local(&self, station: usize, time_s: u32) -> Option<(String, String)> {
        // Times count from twelve hours before noon, which is not midnight on the days when clocks change.
        let noon = self.day.to_datetime(Time::constant(12, 0, 0, 0));
        let noon = self.clocks.feed.to_ambiguous_timestamp(noon).compatible();
        let after = i64::from(time_s) + self.later_s - 12 * 3_600;
        let time = noon.ok()?.checked_add(SignedDuration::from_secs(after));
        let time = time.ok()?;
        let zone = &self.clocks.zones[&self.feed.stations[station].zone];
        let hours = f64::from(zone.to_offset(time).seconds()) / 3_600.0;
        let local = zone.to_datetime(time);
        let form = match local.second() {
            0 => "%Y-%m-%dT%H:%M",
            _ => "%Y-%m-%dT%H:%M:%S",
        };
        Some((local.strftime(form).to_string(), hours.to_string()))
    }
}

/// Minutes with no more decimals than seconds need.
fn minutes(minutes: f64) -> String {
    let hundredths = (minutes * 100.0).round() / 100.0;
    hundredths.to_string()
}
