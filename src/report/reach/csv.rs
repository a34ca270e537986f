//! How far a train can have come, as data.

use super::{ReachSummary, StationReached};
use crate::report::table::{Cell, Column, Field, Row, Table};
use crate::units::RunTime;

/// One row a station, units in the names, unknown empty.
#[must_use]
pub fn data(summary: &ReachSummary) -> Table {
    Table::of(&summary.stations)
}

impl Row for &StationReached {
    fn fields() -> Vec<Field<Self>> {
        fn h(time: RunTime) -> Cell {
            Cell::decimals(time.h(), 2)
        }
        vec![
            Column::text("station_id", "id").by(|row: &Self| Cell::plain(&row.place.id)),
            Column::text("station", "station").by(|row| Cell::plain(&row.place.name)),
            Column::text("country", "country").by(|row| Cell::plain(&row.place.country)),
            Column::text("line", "line").by(|row| Cell::maybe(row.line.as_deref())),
            Column::text("before_id", "before").by(|row| Cell::plain(&row.before.id)),
            Column::figure("distance_km", "", "km").by(|row| Cell::decimals(row.distance.km(), 1)),
            Column::figure("time_low_h", "", "h").by(|row| h(row.time.low())),
            Column::figure("time_likely_h", "", "h").by(|row| h(row.time.likely())),
            Column::figure("time_high_h", "", "h").by(|row| h(row.time.high())),
            Column::figure("technical_minimum_h", "", "h").by(|row| h(row.technical_minimum)),
            Column::text("within", "within").by(|row| Cell::plain(row.within.as_str())),
        ]
    }
}
