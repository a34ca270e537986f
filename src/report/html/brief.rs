//! The brief: the answer of `route` on one sheet of A4, for whoever has to decide and not to check.

use serde_json::json;

use super::{Sheet, map_finding, section, tables};
use crate::report::chart::frame;
use crate::report::map::{self, basemap};
use crate::report::summary::{PlannedRoute, RouteSummary};
use crate::report::table::{Cell, Column, Table};
use crate::report::{WIDTH, labels, legs, minutes, svg};
use crate::units::{Length, RunTime, format};

/// Legs shown one by one at most: more would not fit on a sheet, and countries are shown instead.
const LEGS: usize = 11;

/// The page.
#[must_use]
pub fn brief(route: &RouteSummary) -> String {
    let planned = &route.routes[0];
    let map = map::draw(route, WIDTH, map::Use::Still);
    let map = format!("<figure>\n{}</figure>\n", svg::element(&map, ""));
    let (heading, table) = match planned.legs.len() {
        0..=LEGS => ("Leg by leg", by_leg(planned)),
        _ => ("Country by country", by_country(planned)),
    };
    let mut facts = super::route::facts(route, planned);
    facts.retain(|(name, _)| *name != "Energy at the wheel");
    let sheet = Sheet {
        title: labels::title(route),
        about: format!("{} ({})", route.train.name, route.train.consist),
        caption: "Likely time under way",
        lines: Vec::new(),
        answer: format::duration(planned.duration.likely()),
        beside: format!(
            "8 journeys in 10 take {}",
            format::duration_range(&planned.duration)
        ),
        description: labels::answer(planned),
        facts,
        remarks: &[],
        lead: vec![section(&labels::sentence(&map_finding(route)), &map)],
        warnings: &planned.warnings,
        sections: vec![
            section(heading, &tables::of(&table, "", false)),
            section("Where the time goes", &tables::ledger(planned)),
        ],
        provenance: &route.provenance,
        has_map: true,
        data: json!({}),
    };
    sheet.brief()
}

/// The legs with what is done at their ends.
fn by_leg(planned: &PlannedRoute) -> Table {
    let mut table = Table::new(vec![
        Column::text("to", "To"),
        Column::figure("distance", "Distance", "km"),
        Column::figure("time", "Time", ""),
        Column::text("then", "Then"),
    ]);
    let km: Vec<f64> = planned.legs.iter().map(|leg| leg.distance.km()).collect();
    let km = minutes::whole(planned.distance.km(), &km);
    for (leg, km) in planned.legs.iter().zip(km) {
        let then = match leg.stop_reasons.len() {
            0 => String::new(),
            _ => frame::short(leg.stop) + " " + &what(&leg.stop_reasons),
        };
        table.push(vec![
            Cell::plain(&leg.to.name),
            Cell::plain(&format::grouped(km as i64)),
            Cell::plain(&legs::hours(leg.duration.likely())),
            Cell::plain(&then),
        ]);
    }
    table
}

/// What is done at a stop, without its times: `border control, gauge change`.
fn what(reasons: &[String]) -> String {
    let words = reasons.iter().map(|reason| {
        let end = reason
            .find(|c: char| c.is_ascii_digit())
            .unwrap_or(reason.len());
        reason[..end].trim()
    });
    words.collect::<Vec<_>>().join(", ")
}

/// Distance and time in each country, in order of running.
fn by_country(planned: &PlannedRoute) -> Table {
    let mut parts: Vec<(&str, Length, RunTime)> = Vec::new();
    for leg in &planned.legs {
        let time = leg.duration.likely() + leg.stop;
        match parts.last_mut() {
            Some((country, length, sum)) if *country == leg.country => {
                *length += leg.distance;
                *sum += time;
            }
            _ => parts.push((&leg.country, leg.distance, time)),
        }
    }
    let mut table = Table::new(vec![
        Column::text("country", "Country"),
        Column::figure("distance", "Distance", "km"),
        Column::figure("time", "Time with stops", ""),
    ]);
    for (country, length, time) in parts {
        table.push(vec![
            Cell::plain(&basemap::country_name(country)),
            Cell::plain(&format::grouped(length.km().round() as i64)),
            Cell::plain(&legs::hours(time)),
        ]);
    }
    table
}
