//! The distances of a graphic timetable: stations and kilometres at the left, countries at the right, and the areas of
//! legs between.

use super::canvas::{Anchor, Canvas, Face, n, polyline};
use super::frame::{self, SMALL};
use super::labels::{Box2, spread};
use super::metrics;
use super::timetable::{KM, Layout, NAME, STRIP};
use crate::report::labels;
use crate::report::summary::{Call, CallKind, PlannedRoute};
use crate::units::{Length, format};

/// Stations, countries and legs of a route.
pub(super) fn draw(canvas: &mut Canvas, planned: &PlannedRoute, at: &Layout) {
    stations(canvas, planned, at);
    countries(canvas, planned, at);
    legs(canvas, planned, at);
}

/// A line for each station; names of the important ones, moved apart where they crowd.
fn stations(canvas: &mut Canvas, planned: &PlannedRoute, at: &Layout) {
    let most = ((at.bottom - at.top) / NAME) as usize;
    let mut named: Vec<usize> = Vec::new();
    for i in frame::by_importance(planned, CallKind::Pass) {
        let y = at.y.at(planned.calls[i].at.km());
        let crowd = named
            .iter()
            .filter(|j| (at.y.at(planned.calls[**j].at.km()) - y).abs() < NAME * 0.8)
            .count();
        let is_dwell = planned.calls[i].dwell.s() > 0.0;
        let is_end = i == 0 || i + 1 == planned.calls.len();
        if named.len() < most && (crowd == 0 || crowd < 3 && (is_dwell || is_end)) {
            named.push(i);
        }
    }
    named.sort_unstable();
    let mut last = f64::NEG_INFINITY;
    for (i, call) in planned.calls.iter().enumerate() {
        let class = if named.binary_search(&i).is_ok() {
            "st-grid"
        } else {
            "st-hair"
        };
        let y = at.y.at(call.at.km());
        // Lines closer than this would be a tint.
        if class == "st-grid" || y - last >= 4.0 {
            canvas.line(class, (at.left, y), (at.right, y));
            last = y;
        }
    }
    let wanted: Vec<f64> = named
        .iter()
        .map(|i| at.y.at(planned.calls[*i].at.km()))
        .collect();
    let places = spread(&wanted, NAME, at.top + 4.0, at.bottom - 2.0);
    for ((i, y), wish) in named.iter().zip(places).zip(wanted) {
        station_name(canvas, planned, &planned.calls[*i], at, y, wish);
    }
}

fn station_name(
    canvas: &mut Canvas,
    planned: &PlannedRoute,
    call: &Call,
    at: &Layout,
    y: f64,
    wish: f64,
) {
    let is_end = call.at == Length::ZERO || call.at >= planned.distance;
    let is_strong = is_end || (call.dwell.s() > 0.0 && call.kind != CallKind::AssumedStop);
    let class = if is_strong { "st-strong" } else { "st-ink" };
    let room = at.left - KM - 14.0 - 12.0;
    let name = metrics::fit(
        &call.place.name,
        if is_strong { SMALL * 1.08 } else { SMALL },
        room,
    );
    canvas.text(Face::new(class, SMALL), (16.0, y + 4.0), &name);
    let km = format::grouped(call.at.km().round() as i64);
    canvas.text(
        Face::new("st-muted", SMALL).at(Anchor::End),
        (at.left - 14.0, y + 4.0),
        &km,
    );
    canvas.path(
        "st-leader",
        &polyline(&[
            (at.left - 12.0, y),
            (at.left - 8.0, y),
            (at.left - 3.0, wish),
            (at.left, wish),
        ]),
    );
}

/// Countries and gauges at the right, and a line across where the country changes.
fn countries(canvas: &mut Canvas, planned: &PlannedRoute, at: &Layout) {
    let stretches = frame::stretches(planned);
    for (i, stretch) in stretches.iter().enumerate() {
        let (top, bottom) = (at.y.at(stretch.start.km()), at.y.at(stretch.end.km()));
        let class = if i % 2 == 0 {
            "st-country"
        } else {
            "st-country2"
        };
        let (left, right) = (at.right + 6.0, at.right + 6.0 + STRIP);
        canvas.rect(
            class,
            Box2 {
                left,
                top,
                right,
                bottom,
            },
        );
        let long = format!("{}, {} mm", stretch.country, stretch.gauge_mm);
        let fits = |text: &&str| metrics::width(text, SMALL) <= bottom - top - 6.0;
        if let Some(text) = [long.as_str(), stretch.country.as_str()]
            .into_iter()
            .find(fits)
        {
            let turn = format!(
                "translate({} {}) rotate(-90)",
                n(left + 13.0),
                n((top + bottom) / 2.0)
            );
            canvas.open(&[("transform", &turn)]);
            canvas.text(
                Face::new("st-ink", SMALL).at(Anchor::Middle),
                (0.0, 0.0),
                text,
            );
            canvas.close();
        }
    }
    for pair in stretches
        .windows(2)
        .filter(|pair| pair[0].country != pair[1].country)
    {
        let y = at.y.at(pair[1].start.km());
        canvas.line("st-border", (at.left, y), (at.right + 6.0 + STRIP, y));
    }
}

/// Unseen areas that light up when a leg is pointed at in a page.
fn legs(canvas: &mut Canvas, planned: &PlannedRoute, at: &Layout) {
    for (i, leg) in planned.legs.iter().enumerate() {
        let (top, bottom) = (
            at.y.at(leg.start.km()),
            at.y.at((leg.start + leg.distance).km()),
        );
        let path = polyline(&[
            (at.left, top),
            (at.right, top),
            (at.right, bottom),
            (at.left, bottom),
        ]) + "z";
        canvas.told_path(
            &[("class", "st-leg"), ("data-leg", &i.to_string())],
            &path,
            &labels::leg_words(leg),
        );
    }
}
