//! The page of the answer of `route`.

use serde_json::{Value, json};

use super::{Sheet, figure, section, section_of, tables};
use crate::report::chart::canvas::simplify;
use crate::report::chart::{clock, speed, timetable};
use crate::report::summary::{RouteSummary, Way};
use crate::report::words::{self, round};
use crate::report::{WIDTH, map, summary};
use crate::units::format;

/// The page.
#[must_use]
pub fn route(route: &RouteSummary) -> String {
    let way = &route.ways[0];
    let map = map::draw(route, WIDTH, map::Use::Zooming);
    let about = match route.train.consist.is_empty() {
        true => route.train.name.clone(),
        false => format!("{} ({})", route.train.name, route.train.consist),
    };
    let sheet = Sheet {
        title: words::title(route),
        about,
        answer: format::duration(way.duration.likely()),
        beside: format!(
            "{}, eight times in ten",
            format::duration_range(&way.duration)
        ),
        description: words::answer(way),
        facts: facts(route, way),
        remarks: &route.remarks,
        warnings: &way.warnings,
        sections: vec![
            figure("Map", &map),
            figure("Speed", &speed::draw(route, WIDTH)),
            figure("Graphic timetable", &timetable::draw_route(route, WIDTH)),
            section("Legs", &tables::legs(way)),
            section("Where the time goes", &tables::ledger(way)),
            section_of("Other ways", tables::other_ways(route)),
            section_of("Where the figures come from", tables::explanations(way)),
            section_of("Sources", tables::sources(&route.provenance)),
        ],
        provenance: &route.provenance,
        has_map: true,
        data: data(route, way),
    };
    sheet.page()
}

fn facts(route: &RouteSummary, way: &Way) -> Vec<(&'static str, String)> {
    let mut facts = vec![
        ("Distance by rail", format::distance(way.distance)),
        ("Straight line", format::distance(way.geodesic)),
        ("Mean speed", format::speed(way.mean_speed)),
        (
            "Physically shortest",
            format::duration(way.technical_minimum),
        ),
    ];
    if let Some(at) = &route.departure {
        facts.push((
            "Departure",
            at.strftime("%-d %b %Y, %H:%M (UTC%:z)").to_string(),
        ));
    }
    if let Some(at) = way.legs.last().and_then(|leg| leg.arrive_local.as_ref()) {
        facts.push((
            "Arrival, likely",
            at.strftime("%-d %b %Y, %H:%M (UTC%:z)").to_string(),
        ));
    }
    if let Some(energy) = way.energy {
        facts.push((
            "Energy at the wheel",
            format!("{} kWh", format::grouped(energy.kwh().round() as i64)),
        ));
    }
    facts
}

/// What the script reads: the curve, the limits and the calls of the best way.
pub(super) fn data(route: &RouteSummary, way: &Way) -> Value {
    let curve: Vec<(f64, f64)> = way
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
            .map(|start| clock::shown(way, Some(start), call, true));
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
        "limits": way.limits.iter().map(limit).collect::<Vec<_>>(),
        "calls": way.calls.iter().map(call).collect::<Vec<_>>(),
    })
}
