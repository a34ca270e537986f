//! Where the train is, as data.

use jiff::ZonedDateTime;
use serde_json::{Value, json};

use super::{LocateSummary, PositionRow, SeenRow, TrainRow};
use crate::report::json::{network, sources};
use crate::report::summary::Call;
use crate::report::table::{Cell, Column, Table};
use crate::report::words::{call_key, local_clock, range_h, round};
use crate::units::{Estimate, RunTime};

/// The answer of `locate`, as `slowtrain.locate/1`.
#[must_use]
pub fn json(summary: &LocateSummary) -> Value {
    let route = &summary.route;
    let planned = summary.planned();
    let last = planned.calls.len() - 1;
    let own = summary.own();
    let mut object = json!({
        "schema": "slowtrain.locate/1",
        "position": own.position.as_ref().map(position),
        "arrival": clocks(summary, last, &planned.duration),
        "network": network(&route.provenance),
        "train": route.train.id,
        "from": route.from.id,
        "to": route.to.id,
        "departed": summary.departed.to_string(),
        "departed_local": clock(summary, 0, RunTime::ZERO),
        "at": summary.at.map(|at| at.to_string()),
        "status": own.position.as_ref().map(|position| position.status.as_str()),
        "distance_km": round(planned.distance.km(), 1),
        "arrival_h": range_h(&planned.duration),
        "expected_h": range_h(&summary.expected),
        "technical_minimum_h": round(planned.technical_minimum.h(), 2),
        "sightings": summary.seen.iter().map(seen).collect::<Vec<_>>(),
        "trains": summary.trains.iter().map(|row| train(summary, row)).collect::<Vec<_>>(),
        "stations": planned.calls.iter().enumerate().map(|(i, call)| station(summary, i, call)).collect::<Vec<_>>(),
        "draws": summary.draws,
        "remarks": route.remarks,
        "warnings": planned.warnings,
        "train_name": route.train.name,
        "command": route.provenance.command,
    });
    object["sources"] = sources(&route.provenance);
    object
}

fn clock(summary: &LocateSummary, call: usize, time: RunTime) -> Option<String> {
    summary.clock(call, time).as_ref().map(local_clock)
}

/// A range by the clock of a call; null where its zone is not known.
fn clocks(summary: &LocateSummary, call: usize, range: &Estimate<RunTime>) -> Value {
    let at = |time| clock(summary, call, time);
    json!({"low": at(range.low()), "likely": at(range.likely()), "high": at(range.high())})
}

fn position(position: &PositionRow) -> Value {
    let km = |length: crate::units::Length| round(length.km(), 1);
    let country = |(code, _, percent): &(String, String, f64)| json!({"country": code, "percent": round(*percent, 1)});
    json!({
        "between": [position.between.0.id, position.between.1.id],
        "km_from_start": {
            "low": km(position.place.low()),
            "likely": km(position.place.likely()),
            "high": km(position.place.high()),
        },
        "lat": round(position.position.lat, 4),
        "lon": round(position.position.lon, 4),
        "dwell_percent": round(position.dwell_percent, 1),
        "arrived_percent": round(position.arrived_percent, 1),
        "countries": position.countries.iter().map(country).collect::<Vec<_>>(),
    })
}

fn seen(row: &SeenRow) -> Value {
    json!({
        "station": row.place.id,
        "name": row.place.name,
        "kind": row.kind,
        "time_local": row.local.as_ref().map(local_clock),
        "time_h": round(row.time.h(), 2),
        "at_km": round(row.at.km(), 1),
        "expected_h": row.sight.map(|sight| range_h(&sight.expected)),
        "later_percent": row.sight.map(|sight| round(sight.later_percent, 1)),
        "effective_draws": row.sight.map(|sight| round(sight.effective, 0)),
    })
}

fn train(summary: &LocateSummary, row: &TrainRow) -> Value {
    let last = summary.planned().calls.len() - 1;
    let arrives = summary.planned().duration.map(|time| time + row.later);
    json!({
        "label": row.label,
        "later_min": round(row.later.minutes(), 0),
        "status": row.position.as_ref().map(|position| position.status.as_str()),
        "position": row.position.as_ref().map(position),
        "arrival": clocks(summary, last, &arrives),
    })
}

fn station(summary: &LocateSummary, number: usize, call: &Call) -> Value {
    let passes = |row: &TrainRow| {
        let later = |range: &Estimate<RunTime>| range.map(|time| time + row.later);
        json!({
            "train": row.label,
            "arrives_local": clocks(summary, number, &later(&call.arrives)),
            "departs_local": clocks(summary, number, &later(&call.departs)),
        })
    };
    json!({
        "station": call.place.id,
        "name": call.place.name,
        "country": call.place.country,
        "kind": call_key(call.kind),
        "at_km": round(call.at.km(), 1),
        "arrives_h": range_h(&call.arrives),
        "departs_h": range_h(&call.departs),
        "arrives_local": clocks(summary, number, &call.arrives),
        "departs_local": clocks(summary, number, &call.departs),
        "lat": call.place.position.lat,
        "lon": call.place.position.lon,
        "trains": summary.trains.iter().map(passes).collect::<Vec<_>>(),
    })
}

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
