//! How far a train can have come, as data.

use super::ReachSummary;
use crate::report::table::{Cell, Column, Table};

/// One row a station, units in the names, unknown empty.
#[must_use]
pub fn data(summary: &ReachSummary) -> Table {
    let mut table = Table::new(vec![
        Column::text("station_id", "id"),
        Column::text("station", "station"),
        Column::text("country", "country"),
        Column::text("line", "line"),
        Column::text("before_id", "before"),
        Column::figure("distance_km", "", "km"),
        Column::figure("time_low_h", "", "h"),
        Column::figure("time_likely_h", "", "h"),
        Column::figure("time_high_h", "", "h"),
        Column::figure("technical_minimum_h", "", "h"),
        Column::text("within", "within"),
    ]);
    for station in &summary.stations {
        let time = &station.time;
        let mut cells = vec![
            Cell::plain(&station.place.id),
            Cell::plain(&station.place.name),
            Cell::plain(&station.place.country),
            station
                .line
                .as_deref()
                .map_or_else(Cell::unknown, Cell::plain),
            Cell::plain(&station.before.id),
            Cell::plain(&format!("{:.1}", station.distance.km())),
        ];
        let times = [
            time.low(),
            time.likely(),
            time.high(),
            station.technical_minimum,
        ];
        cells.extend(times.map(|time| Cell::plain(&format!("{:.2}", time.h()))));
        cells.push(Cell::plain(station.within.as_str()));
        table.push(cells);
    }
    table
}
