//! JSON for scripts: schema name first, units in every key, unknown null.
//!
//! The order of keys is part of the promise; keys may be added at the end of an object, never removed or renamed
//! within one schema version. `schemas/route.schema.json` says the same in JSON Schema.

use crate::files::acts;
use serde_json::{Map, Value, json};

use super::summary::{Call, Ledger, Leg, PlannedRoute, Provenance, RouteSummary};
use super::words::{HOUR_DIGITS, call_key, local_clock, range_h, round};
use crate::units::Energy;

/// The answer of `route`, as `slowtrain.route/1`.
#[must_use]
pub fn route(summary: &RouteSummary) -> Value {
    let mut object = json!({
        "schema": "slowtrain.route/1",
        "network": network(&summary.provenance),
        "train": summary.train.id,
        "from": summary.from.id,
        "to": summary.to.id,
        "routes": summary.routes.iter().map(planned).collect::<Vec<_>>(),
        "departure_local": summary.departure.as_ref().map(local_clock),
        "train_name": summary.train.name,
        "remarks": summary.remarks,
    });
    object["command"] = json!(summary.provenance.command);
    object["sources"] = sources(&summary.provenance);
    object
}

/// Which network answered, and who must be named with it.
pub(super) fn network(provenance: &Provenance) -> Value {
    json!({
        "name": provenance.network,
        "version": provenance.network_version,
        "attribution": provenance.attribution,
        "licences": provenance.licences,
    })
}

/// Sources: id and what was read.
pub(super) fn sources(provenance: &Provenance) -> Value {
    let entry = |(id, read): &(String, String)| json!({"id": id, "read": read});
    provenance.sources.iter().map(entry).collect()
}

fn planned(planned: &PlannedRoute) -> Value {
    json!({
        "rank": planned.rank,
        "distance_km": round(planned.distance.km(), 1),
        "geodesic_km": round(planned.geodesic.km(), 1),
        "duration_h": range_h(&planned.duration),
        "technical_minimum_h": round(planned.technical_minimum.h(), 2),
        "mean_speed_kmh": round(planned.mean_speed.kmh(), 1),
        "ledger_h": ledger(&planned.ledger),
        "energy_kwh": kwh(planned.energy),
        "via": planned.via.iter().map(|place| &place.id).collect::<Vec<_>>(),
        "lines": planned.lines,
        "countries": planned.countries,
        "legs": planned.legs.iter().map(leg).collect::<Vec<_>>(),
        "warnings": planned.warnings,
        "technical_minimum_by_cap_km": round(planned.technical_minimum_by_cap.km(), 1),
        "calls": planned.calls.iter().map(call).collect::<Vec<_>>(),
        "fuel_kwh": kwh(planned.fuel),
        "current_kwh": kwh(planned.current),
        "energy_saved_kwh": kwh(planned.energy_saved),
    })
}

fn kwh(energy: Option<Energy>) -> Option<f64> {
    energy.map(|energy| round(energy.kwh(), 0))
}

/// The ledger: the parts of the design in their order, then the later ones.
fn ledger(ledger: &Ledger) -> Value {
    const LATER: [&str; 1] = ["train_meets"];
    let mut parts = ledger.parts();
    parts.sort_by_key(|(key, _)| LATER.contains(key));
    let entry = |(key, time): (&str, crate::units::RunTime)| {
        (key.to_owned(), json!(round(time.h(), HOUR_DIGITS)))
    };
    Value::Object(parts.into_iter().map(entry).collect::<Map<_, _>>())
}

fn leg(leg: &Leg) -> Value {
    json!({
        "from": leg.from.id,
        "to": leg.to.id,
        "line": leg.line,
        "country": leg.country,
        "distance_km": round(leg.distance.km(), 1),
        "duration_h": range_h(&leg.duration),
        "depart_local": leg.depart_local.as_ref().map(local_clock),
        "arrive_local": leg.arrive_local.as_ref().map(local_clock),
        "gauge_mm": leg.gauge_mm,
        "stop_min": round(leg.stop.minutes(), 0),
        "stop_reason": leg.stop_reason,
        "traction": leg.traction,
        "from_name": leg.from.name,
        "to_name": leg.to.name,
    })
}

fn call(call: &Call) -> Value {
    json!({
        "station": call.place.id,
        "name": call.place.name,
        "kind": call_key(call.kind),
        "at_km": round(call.at.km(), 1),
        "arrives_h": range_h(&call.arrives),
        "departs_h": range_h(&call.departs),
        "lat": call.place.position.lat,
        "lon": call.place.position.lon,
        "is_sourced": call.is_sourced,
        "elevation_m": call.elevation.map(|height| round(height.m(), 0)),
    })
}

/// JSON text in which characters that act instead of being read (control characters, those that turn the writing
/// direction) are escaped, so that a terminal that shows it obeys none; what it says is the same. Line ends stay.
#[must_use]
pub fn ascii_where_it_acts(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        // Outside of texts JSON has no such characters, so all of them are in one.
        if c != '\n' && (acts(c) || matches!(c, '\u{2028}' | '\u{2029}')) {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            out.push(c);
        }
    }
    out
}
