//! The page of the answer of `route`.

use serde_json::{Value, json};

use super::{Sheet, figure, section, section_of, sources_of, tables};
use crate::report::chart::canvas::simplify;
use crate::report::chart::{clock, sections, speed, timetable};
use crate::report::labels::{self, round};
use crate::report::map::basemap;
use crate::report::summary::{PlannedRoute, RouteSummary};
use crate::report::xml::escape;
use crate::report::{map, summary};
use crate::units::{RunTime, format};

/// The page.
#[must_use]
pub fn route(route: &RouteSummary) -> String {
    let planned = &route.routes[0];
    let about = match route.train.consist.is_empty() {
        true => route.train.name.clone(),
        false => format!("{} ({})", route.train.name, route.train.consist),
    };
    let sheet = Sheet {
        title: labels::title(route),
        about,
        caption: "Likely time under way",
        lines: Vec::new(),
        answer: format::duration(planned.duration.likely()),
        beside: format!(
            "8 journeys in 10 take {}",
            format::duration_range(&planned.duration)
        ),
        lead: vec![figure(&map_finding(route), |width| {
            map::draw(route, width, map::Use::Zooming)
        })],
        description: labels::answer(planned),
        facts: facts(route, planned),
        remarks: &route.remarks,
        warnings: &planned.warnings,
        sections: vec![
            section(
                &labels::sentence(&time_finding(planned)),
                &tables::ledger(planned),
            ),
            section("Legs", &tables::legs(planned)),
            figure(&speed_finding(planned), |width| {
                match sections::is_flat(planned) {
                    true => sections::draw(route, width),
                    false => speed::draw(route, width),
                }
            }),
            figure(&stops_finding(planned), |width| {
                timetable::draw_route(route, width)
            }),
            section_of("Reported journeys between the same ends", reported(route)),
            section_of("Alternative routes", tables::other_routes(route)),
            section_of("Where the figures come from", tables::explanations(planned)),
            sources_of(&route.provenance),
        ],
        provenance: &route.provenance,
        has_map: true,
        data: data(route, planned),
    };
    sheet.page()
}

/// `1,231 km by rail through North Korea and Russia`.
pub(super) fn map_finding(route: &RouteSummary) -> String {
    let planned = &route.routes[0];
    let names = planned.countries.iter();
    let names: Vec<String> = names.map(|code| basemap::country_name(code)).collect();
    let through = match names.as_slice() {
        [one] => format!("within {one}"),
        [first @ .., last] => format!("through {} and {last}", first.join(", ")),
        [] => String::new(),
    };
    format!("{} by rail {through}", format::distance(planned.distance))
}

/// `81 % of the time the train runs at its cruising speed`.
fn time_finding(planned: &PlannedRoute) -> String {
    let total = planned.ledger.total();
    let parts = planned.ledger.parts();
    let share = |time: RunTime| time.ratio(total).unwrap_or(0.0) * 100.0;
    let stands = planned.ledger.stops + planned.ledger.borders + planned.ledger.reversals;
    match share(stands) {
        stands if stands >= 10.0 => {
            format!("the train is stopped for {stands:.0} % of the time")
        }
        _ => format!(
            "{:.0} % of the time goes into {}",
            share(parts[0].1),
            labels::ledger_words(parts[0].0)
        ),
    }
}

/// `it runs at 40 to 60 km/h on most of the route`: between the tenth and the ninetieth part of the distance.
fn speed_finding(planned: &PlannedRoute) -> String {
    let [slow, middle, fast] = sections::speeds(planned);
    if sections::is_flat(planned) {
        return slowest_finding(planned, middle);
    }
    if fast - slow < 5.0 {
        format!("it cruises at about {middle:.0} km/h all the way")
    } else {
        format!("it cruises at {slow:.0} to {fast:.0} km/h on four fifths of the route")
    }
}

/// `it cruises at about 70 km/h all the way and makes 58 km/h with its stops`.
fn slowest_finding(planned: &PlannedRoute, cruising: f64) -> String {
    format!(
        "it cruises at about {cruising:.0} km/h all the way and makes {} with its stops",
        format::speed(planned.mean_speed)
    )
}

/// `the longest stop is 2 h 46 min at Tumangang`.
fn stops_finding(planned: &PlannedRoute) -> String {
    let longest = planned.calls.iter().max_by_key(|call| call.dwell);
    match longest.filter(|call| call.dwell.minutes() >= 0.5) {
        Some(call) => format!(
            "the longest stop is {} at {}",
            format::duration(call.dwell),
            call.place.name
        ),
        None => String::from("it runs without a stop"),
    }
}

pub(super) fn facts(route: &RouteSummary, planned: &PlannedRoute) -> Vec<(&'static str, String)> {
    let mut facts = vec![
        ("Distance by rail", format::distance(planned.distance)),
        ("Straight line", format::distance(planned.geodesic)),
        ("Mean speed", format::speed(planned.mean_speed)),
        (
            "Technical minimum",
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
    if let Some(arrival) = &planned.arrival {
        facts.push(("With unannounced stays", arrival.to_string()));
    }
    if let Some(energy) = planned.energy {
        facts.push((
            "Energy at the wheel",
            format!("{} kWh", format::grouped(energy.kwh().round() as i64)),
        ));
    }
    facts
}

/// Reported journeys, to compare.
fn reported(route: &RouteSummary) -> Option<String> {
    let item = |line: String| format!("<li>{}</li>\n", escape(&line));
    let items: String = labels::reported(route).into_iter().map(item).collect();
    (!items.is_empty()).then(|| format!("<ul>\n{items}</ul>\n"))
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
