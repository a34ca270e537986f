//! How far a train can have come, as data.

use serde_json::{Value, json};

use super::{ReachSummary, StationReached, Within};
use crate::report::json::network;
use crate::report::table::{Cell, Column, Table};
use crate::report::words::{range_h, round};

/// The answer of `reach`, as `slowtrain.reach/1`.
#[must_use]
pub fn json(summary: &ReachSummary) -> Value {
    let farthest = |within: Within| -> Value {
        let countries = summary.farthest(within, |station| Some(&station.place.country));
        countries
            .iter()
            .map(|(country, station)| json!({
                "country": country, "station": station.place.id, "distance_km": round(station.distance.km(), 1),
            }))
            .collect()
    };
    json!({
        "schema": "slowtrain.reach/1",
        "network": network(&summary.provenance),
        "train": summary.train.id,
        "from": summary.from.id,
        "within_h": round(summary.limit.h(), 3),
        "counts": {
            "high": summary.count(Within::High),
            "likely": summary.count(Within::Likely),
            "low": summary.count(Within::Low),
            "technical_minimum": summary.count(Within::TechnicalMinimum),
        },
        "farthest": {
            "high": farthest(Within::High),
            "likely": farthest(Within::Likely),
            "low": farthest(Within::Low),
        },
        "stations": summary.stations.iter().map(station).collect::<Vec<_>>(),
        "remarks": summary.remarks,
        "train_name": summary.train.name,
        "command": summary.provenance.command,
    })
}

fn station(station: &StationReached) -> Value {
    json!({
        "station": station.place.id,
        "name": station.place.name,
        "country": station.place.country,
        "line": station.line,
        "before": station.before.id,
        "distance_km": round(station.distance.km(), 1),
        "time_h": range_h(&station.time),
        "technical_minimum_h": round(station.technical_minimum.h(), 2),
        "within": station.within.as_str(),
        "lat": station.place.position.lat,
        "lon": station.place.position.lon,
    })
}

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
