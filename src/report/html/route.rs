//! The page of the answer of `route`.

use serde_json::{Value, json};

use super::{Sheet, figure, section, section_of, tables};
use crate::report::chart::canvas::simplify;
use crate::report::chart::{clock, speed, timetable};
use crate::report::summary::{PlannedRoute, RouteSummary};
use crate::report::words::{self, round};
use crate::report::{WIDTH, map, summary};
use crate::units::format;

/// The page.
#[must_use]
pub fn route(route: &RouteSummary) -> String {
    let planned = &route.routes[0];
    let map = map::draw(route, WIDTH, map::Use::Zooming);
    let about = match route.train.consist.is_empty() {
        true => route.train.name.clone(),
        false => format!("{} ({})", route.train.name, route.train.consist),
    };
    let sheet = Sheet {
        title: words::title(route),
        about,
        answer: format::duration(planned.duration.likely()),
        beside: format!(
            "{}, eight times in ten",
            format::duration_range(&planned.duration)
        ),
        description: words::answer(planned),
        facts: facts(route, planned),
        remarks: &route.remarks,
        warnings: &planned.warnings,
        sections: vec![
            figure("Map", &map),
            figure("Speed", &speed::draw(route, WIDTH)),
            figure("Graphic timetable", &timetable::draw_route(route, WIDTH)),
            section("Legs", &tables::legs(planned)),
            section("Where the time goes", &tables::ledger(planned)),
            section_of("Alternative routes", tables::other_routes(route)),
            section_of("Where the figures come from", tables::explanations(planned)),
            section_of("Sources", tables::sources(&route.provenance)),
        ],
        provenance: &route.provenance,
        has_map: true,
        data: data(route, planned),
    };
    sheet.page()
}

fn facts(route: &RouteSummary, planned: &PlannedRoute) -> Vec<(&'static str, String)> {
    let mut facts = vec![
        ("Distance by rail", format::distance(planned.distance)),
        ("Straight line", format::distance(planned.geodesic)),
        ("Mean speed", format::speed(planned.mean_speed)),
        (
            "Physically shortest",
            format::duration(planned.technical_minimum),
        ),
    ];
    if let Some(at) = &route.departure {
        facts.push((
            "Departure",
            at.strftime("%-d %b %Y, %H:%M (UTC%:z)").to_string(),
        ));
    }
    if let Some(at) = planned
        .legs
        .last()
        .and_then(|leg| leg.arrive_local.as_ref())
    {
        facts.push((
            "Arrival, likely",
            at.strftime("%-d %b %Y, %H:%M (UTC%:z)").to_string(),
        ));
    }
    if let Some(energy) = planned.energy {
        facts.push((
            "Energy at the wheel",
            format!("{} kWh", format::grouped(energy.kwh().round() as i64)),
        ));
    }
    facts
}

/// What the script reads: the curve, the limits and the calls of the best route.
pub(super) fn data(route: &RouteSummary, planned: &PlannedRoute) -> Value {
    let curve: Vec<(f64, f64)> = planned
        .curve
        .iter()
        .map(|point| (point.at.km(), point.speed.kmh()))
        .collect();
    // Half a km/h is less than a reader can point at.
    let curve = simplify(&curve, 0.05);
    let limit = |span: &summary::LimitSpan| {
        let known = span.line_limit.map(|limit| round(limit.kmh(), 0));
        json!([
            round(span.start.km(), 2),
            round(span.end.km(), 2),
            round(span.sustained.kmh(), 0),
            known
        ])
    };
    let call = |call: &summary::Call| {
        let arrives = route
            .departure
            .as_ref()
            .map(|start| clock::shown(planned, Some(start), call, true));
        json!({
            "name": call.place.name,
            "km": round(call.at.km(), 2),
            "arrives_h": round(call.arrives.likely().h(), 3),
            "departs_h": round(call.departs.likely().h(), 3),
            "arrives": arrives,
        })
    };
    json!({
        "curve": curve.iter().map(|(km, kmh)| [round(*km, 2), round(*kmh, 1)]).collect::<Vec<_>>(),
        "limits": planned.limits.iter().map(limit).collect::<Vec<_>>(),
        "calls": planned.calls.iter().map(call).collect::<Vec<_>>(),
    })
}
