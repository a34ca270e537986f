//! The timetable of a feed as journeys, one row for each train of a day, in the columns of `journeys.csv`.

use std::collections::BTreeSet;

use jiff::civil::{Date, Time};
use jiff::{SignedDuration, Timestamp};

use crate::import::Counts;
use crate::network::{Column, Quality, Schema, Table};

use super::GtfsOptions;
use super::feed::{Call, Feed, Trip};
use super::lengths::Lengths;
use super::network::slug;
use super::tables::time_zone;

/// Columns of `journeys.csv`.
pub static JOURNEYS: Schema = Schema {
    file: "journeys.csv",
    columns: &[
        Column::text("journey_id").required(),
        Column::number("leg_seq").required(),
        Column::text("title"),
        Column::text("train"),
        Column::text("from_place"),
        Column::text("to_place"),
        Column::text("via"),
        Column::text("from_id").required(),
        Column::text("to_id").required(),
        Column::text("via_ids"),
        Column::text("departed_local"),
        Column::number("departed_utc_offset_h"),
        Column::text("arrived_local"),
        Column::number("arrived_utc_offset_h"),
        Column::number("duration_h"),
        Column::number("distance_km_reported"),
        Column::text("time_quality"),
        Column::text("fit"),
        Column::text("source"),
        Column::text("notes"),
    ],
};

/// The journeys of all trips. Trips that differ only in the days on which they run are one.
pub(super) fn rows(
    feed: &Feed,
    lengths: &Lengths,
    ids: &[String],
    options: &GtfsOptions,
    skipped: &mut Counts,
) -> Table {
    let mut table = Table::new(&JOURNEYS);
    let mut seen = BTreeSet::new();
    for (number, trip) in feed.trips.iter().enumerate() {
        let times = |call: &Call| (call.station, call.arrival_s, call.departure_s);
        let (Some(day), Some(_), Some(_)) = (
            trip.day,
            trip.calls[0].departure_s,
            trip.calls[trip.calls.len() - 1].arrival_s,
        ) else {
            skipped.add("trip without a day or without times at its ends: no journey");
            continue;
        };
        if !seen.insert(trip.calls.iter().map(times).collect::<Vec<_>>()) {
            skipped.add("trip like another on other days: no journey of its own");
            continue;
        }
        let whole = Journey {
            feed,
            ids,
            trip,
            day,
            train: &options.train,
        };
        let stretches = lengths.of(number);
        let last = trip.calls.len() - 1;
        let km = |from: usize, to: usize| {
            let parts = &stretches[from..to];
            let is_known = parts.iter().all(|part| part.quality == Quality::Sourced);
            is_known.then(|| parts.iter().map(|part| part.km).sum::<f64>())
        };
        whole.push(&mut table, 0, (0, last), km(0, last));
        if options.has_legs {
            let mut leg = 1;
            let mut from = 0;
            for to in 1..=last {
                let is_timed = trip.calls[to].arrival_s.is_some()
                    && (to == last || trip.calls[to].departure_s.is_some());
                if is_timed {
                    whole.push(&mut table, leg, (from, to), km(from, to));
                    (from, leg) = (to, leg + 1);
                }
            }
        }
    }
    table
}

/// A trip on its day.
struct Journey<'f> {
    feed: &'f Feed,
    ids: &'f [String],
    trip: &'f Trip,
    day: Date,
    train: &'f str,
}

impl Journey<'_> {
    /// Appends the row of the trip between two of its calls.
    fn push(&self, table: &mut Table, leg: u32, (from, to): (usize, usize), km: Option<f64>) {
        let calls = &self.trip.calls;
        let (Some(start), Some(end)) = (calls[from].departure_s, calls[to].arrival_s) else {
            return;
        };
        let name = |call: &Call| self.feed.stations[call.station].name.as_str();
        let id = |call: &Call| self.ids[call.station].as_str();
        let between = &calls[from + 1..to];
        let vias = between.iter().map(name).collect::<Vec<_>>().join(";");
        let via_ids = between.iter().map(id).collect::<Vec<_>>().join(";");
        let [departed, arrived] = [(&calls[from], start), (&calls[to], end)]
            .map(|(call, time_s)| self.local(call.station, time_s));
        let trip = self.trip;
        let title = format!("{} {}", trip.route, trip.name);
        // A leg's own times are rounded to the stop, the whole is what repeats: legs are not fitted.
        let fit = if leg == 0 { "yes" } else { "no" };
        table.push([
            &format!("gtfs-{}", slug(&trip.id)),
            &leg.to_string(),
            title.trim(),
            self.train,
            name(&calls[from]),
            name(&calls[to]),
            &vias,
            id(&calls[from]),
            id(&calls[to]),
            &via_ids,
            &departed.0,
            &departed.1,
            &arrived.0,
            &arrived.1,
            &format!("{:.4}", (f64::from(end) - f64::from(start)) / 3_600.0),
            &km.map_or_else(String::new, |km| format!("{km:.1}")),
            "exact",
            fit,
            "gtfs",
            "",
        ]);
    }

    /// The local time at a station and its offset from UTC in hours.
    fn local(&self, station: usize, time_s: u32) -> (String, String) {
        let zone = |name: &str| time_zone(name).expect("zones were looked up when read");
        // Times count from twelve hours before noon, which is not midnight on the days when clocks change.
        let noon = self.day.to_datetime(Time::midnight()) + SignedDuration::from_hours(12);
        let noon = zone(&self.feed.zone)
            .to_ambiguous_timestamp(noon)
            .compatible();
        let noon = noon.unwrap_or(Timestamp::UNIX_EPOCH);
        let time = noon + SignedDuration::from_secs(i64::from(time_s) - 12 * 3_600);
        let zone = zone(&self.feed.stations[station].zone);
        let hours = f64::from(zone.to_offset(time).seconds()) / 3_600.0;
        let local = zone.to_datetime(time);
        (
            local.strftime("%Y-%m-%dT%H:%M").to_string(),
            hours.to_string(),
        )
    }
}
