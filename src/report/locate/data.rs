//! Where the train is, as data.

use jiff::ZonedDateTime;

use super::LocateSummary;
use crate::report::table::{Cell, Column, Table};
use crate::report::words::{call_key, local_clock};

/// One row a station and train, units in the names, unknown empty.
#[must_use]
pub fn data(summary: &LocateSummary) -> Table {
    let mut table = Table::new(vec![
        Column::text("train", "train"),
        Column::text("station_id", "id"),
        Column::text("station", "station"),
        Column::text("country", "country"),
        Column::text("kind", "kind"),
        Column::figure("at_km", "", "km"),
        Column::figure("arrives_low_h", "", "h"),
        Column::figure("arrives_likely_h", "", "h"),
        Column::figure("arrives_high_h", "", "h"),
        Column::figure("departs_likely_h", "", "h"),
        Column::text("arrives_low_local", ""),
        Column::text("arrives_likely_local", ""),
        Column::text("arrives_high_local", ""),
        Column::text("departs_likely_local", ""),
    ]);
    for row in &summary.trains {
        for (number, call) in summary.planned().calls.iter().enumerate() {
            let (arrives, departs) = (&call.arrives, call.departs.likely());
            let times = [arrives.low(), arrives.likely(), arrives.high(), departs];
            let times = times.map(|time| time + row.later);
            let text = |clock: Option<ZonedDateTime>| {
                clock.map_or_else(Cell::unknown, |clock| Cell::plain(&local_clock(&clock)))
            };
            let mut cells = vec![
                Cell::plain(&row.label),
                Cell::plain(&call.place.id),
                Cell::plain(&call.place.name),
                Cell::plain(&call.place.country),
                Cell::plain(call_key(call.kind)),
                Cell::plain(&format!("{:.1}", call.at.km())),
            ];
            cells.extend(times.map(|time| Cell::plain(&format!("{:.2}", time.h()))));
            cells.extend(times.map(|time| text(summary.clock(number, time))));
            table.push(cells);
        }
    }
    table
}
