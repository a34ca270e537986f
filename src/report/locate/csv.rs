//! Where the train is, as data.

use super::{LocateSummary, TrainRow};
use crate::report::labels::{call_key, local_clock};
use crate::report::summary::Call;
use crate::report::table::{Cell, Column, Field, Row, Table};
use crate::units::RunTime;

/// One row a station and train, units in the names, unknown empty.
#[must_use]
pub fn data(summary: &LocateSummary) -> Table {
    Table::of(summary.trains.iter().flat_map(|train| {
        let calls = summary.planned().calls.iter().enumerate();
        calls.map(|(number, call)| TimesRow::new(summary, train, number, call))
    }))
}

/// When a train passes a station: low, likely and high arrival, likely departure.
struct TimesRow<'a> {
    train: &'a TrainRow,
    call: &'a Call,
    times: [RunTime; 4],
    clocks: [Option<String>; 4],
}

impl TimesRow<'_> {
    fn new<'a>(
        summary: &LocateSummary,
        train: &'a TrainRow,
        number: usize,
        call: &'a Call,
    ) -> TimesRow<'a> {
        let (arrives, departs) = (&call.arrives, call.departs.likely());
        let times = [arrives.low(), arrives.likely(), arrives.high(), departs];
        let times = times.map(|time| time + train.later);
        TimesRow {
            train,
            call,
            times,
            clocks: times.map(|time| summary.clock(number, time).as_ref().map(local_clock)),
        }
    }

    fn hours(&self, point: usize) -> Cell {
        Cell::decimals(self.times[point].h(), 2)
    }

    fn clock(&self, point: usize) -> Cell {
        Cell::maybe(self.clocks[point].as_deref())
    }
}

impl Row for TimesRow<'_> {
    fn fields() -> Vec<Field<Self>> {
        vec![
            Column::text("train", "train").by(|row: &Self| Cell::plain(&row.train.label)),
            Column::text("station_id", "id").by(|row| Cell::plain(&row.call.place.id)),
            Column::text("station", "station").by(|row| Cell::plain(&row.call.place.name)),
            Column::text("country", "country").by(|row| Cell::plain(&row.call.place.country)),
            Column::text("kind", "kind").by(|row| Cell::plain(call_key(row.call.kind))),
            Column::figure("at_km", "", "km").by(|row| Cell::decimals(row.call.at.km(), 1)),
            Column::figure("arrives_low_h", "", "h").by(|row| row.hours(0)),
            Column::figure("arrives_likely_h", "", "h").by(|row| row.hours(1)),
            Column::figure("arrives_high_h", "", "h").by(|row| row.hours(2)),
            Column::figure("departs_likely_h", "", "h").by(|row| row.hours(3)),
            Column::text("arrives_low_local", "").by(|row| row.clock(0)),
            Column::text("arrives_likely_local", "").by(|row| row.clock(1)),
            Column::text("arrives_high_local", "").by(|row| row.clock(2)),
            Column::text("departs_likely_local", "").by(|row| row.clock(3)),
        ]
    }
}
