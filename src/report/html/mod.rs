//! The page: one HTML file that works alone, without network and without script, on paper too.
//!
//! Without script it is a complete still page. With it, the map zooms, charts tell values, legs light up everywhere and
//! the table sorts. A content policy forbids everything that is not in the file.

mod plain;
mod tables;

use serde_json::{Value, json};

use super::chart::canvas::simplify;
use super::chart::{Drawing, clock, speed, style, timetable};
use super::map;
use super::summary::{RouteSummary, Way};
use super::words::{self, round};
use super::xml::escape;
use super::{WIDTH, svg};
use crate::units::format;

pub use plain::page as plain;

/// The style of the page around the pictures.
const STYLE: &str = include_str!("page.css");
/// What script there is.
const SCRIPT: &str = include_str!("page.js");
/// Nothing may be fetched from anywhere.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// The page of the answer of `route`.
#[must_use]
pub fn route(route: &RouteSummary) -> String {
    let title = words::title(route);
    let way = &route.ways[0];
    let map = map::draw(route, WIDTH, map::Use::Zooming);
    let speed = speed::draw(route, WIDTH);
    let timetable = timetable::draw_route(route, WIDTH);
    let sections = [
        figure("Map", &map),
        figure("Speed", &speed),
        figure("Graphic timetable", &timetable),
        section("Legs", &tables::legs(way)),
        section("Where the time goes", &tables::ledger(way)),
        tables::other_ways(route).map_or_else(String::new, |table| section("Other ways", &table)),
        tables::explanations(way).map_or_else(String::new, |table| {
            section("Where the figures come from", &table)
        }),
        tables::sources(route).map_or_else(String::new, |table| section("Sources", &table)),
    ];
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"generator\" content=\"slowtrain\">\n<meta name=\"description\" content=\"{description}\">\n\
         <title>{title}: {answer}</title>\n<style>\n{STYLE}{pictures}\n</style>\n</head>\n<body>\n\
         {header}<main>\n{main}</main>\n{footer}\
         <script type=\"application/json\" id=\"data\">{data}</script>\n<script>\n{SCRIPT}</script>\n</body>\n</html>\n",
        description = escape(&words::answer(way)),
        title = escape(&title),
        answer = escape(&format::duration(way.duration.likely())),
        pictures = style::sheet(),
        header = header(route, way),
        main = sections.concat(),
        footer = footer(route),
        data = script_safe(&data(route, way)),
    )
}

fn header(route: &RouteSummary, way: &Way) -> String {
    let fact = |(name, value): (&str, String)| {
        format!("<div><dt>{name}</dt><dd>{}</dd></div>\n", escape(&value))
    };
    let mut facts = vec![
        ("Distance by rail", format::distance(way.distance)),
        ("Straight line", format::distance(way.geodesic)),
        ("Mean speed", format::speed(way.mean_speed)),
        ("Physically shortest", format::duration(way.floor)),
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
    let remarks: String = route
        .remarks
        .iter()
        .map(|text| format!("<p class=\"remark\">{}</p>\n", escape(text)))
        .collect();
    let train = match route.train.consist.is_empty() {
        true => route.train.name.clone(),
        false => format!("{} ({})", route.train.name, route.train.consist),
    };
    format!(
        "<header>\n<h1>{title}</h1>\n<p class=\"remark\">{train}</p>\n\
         <p class=\"answer\">{likely} <small>{range}, eight times in ten</small></p>\n\
         <dl class=\"facts\">\n{facts}</dl>\n{remarks}{warnings}</header>\n",
        title = escape(&words::title(route)),
        train = escape(&train),
        likely = format::duration(way.duration.likely()),
        range = format::duration_range(&way.duration),
        facts = facts.into_iter().map(fact).collect::<String>(),
        warnings = warnings(way),
    )
}

fn warnings(way: &Way) -> String {
    if way.warnings.is_empty() {
        return String::new();
    }
    let items = way
        .warnings
        .iter()
        .map(|text| format!("<li>{}</li>\n", escape(text)));
    format!(
        "<ul class=\"warnings\" aria-label=\"Warnings\">\n{}</ul>\n",
        items.collect::<String>()
    )
}

fn figure(heading: &str, drawing: &Drawing) -> String {
    section(
        heading,
        &format!("<figure>\n{}</figure>\n", svg::element(drawing)),
    )
}

fn section(heading: &str, content: &str) -> String {
    format!("<section>\n<h2>{heading}</h2>\n{content}</section>\n")
}

fn footer(route: &RouteSummary) -> String {
    format!(
        "<footer>\n<p>Made by <code>{}</code></p>\n<p>{}</p>\n</footer>\n",
        escape(&route.colophon.command),
        escape(&words::attribution(&route.colophon, true))
    )
}

/// What the script reads: the curve, the limits and the calls of the best way.
fn data(route: &RouteSummary, way: &Way) -> Value {
    let curve: Vec<(f64, f64)> = way
        .curve
        .iter()
        .map(|point| (point.at.km(), point.speed.kmh()))
        .collect();
    // Half a km/h is less than a reader can point at.
    let curve = simplify(&curve, 0.05);
    let limit = |span: &super::summary::LimitSpan| {
        let known = span.line_limit.map(|limit| round(limit.kmh(), 0));
        json!([
            round(span.start.km(), 2),
            round(span.end.km(), 2),
            round(span.sustained.kmh(), 0),
            known
        ])
    };
    let call = |call: &super::summary::Call| {
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

/// JSON that cannot end its script element.
fn script_safe(value: &Value) -> String {
    value.to_string().replace('<', "\\u003c")
}
