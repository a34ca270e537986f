//! The map of routes: the best above the others, and where trains are on them if that was asked.

use super::cities::Cities;
use super::mark::{Mark, mark as draw_mark};
use super::pins::{self, PinSpot};
use super::{Layers, Map, Use, View};
use crate::network::LatLon;
use crate::report::chart::canvas::{Canvas, Drawing, polyline, simplify};
use crate::report::chart::frame::{self, SMALL};
use crate::report::chart::labels::Box2;
use crate::report::chart::{metrics, style};
use crate::report::geography::calls_of;
use crate::report::labels;
use crate::report::map::basemap;
use crate::report::summary::{CallKind, LegSummary, PlannedRoute, RouteSummary};

/// A train on a map of its route.
#[derive(Clone, Debug, PartialEq)]
pub struct TrainOnMap {
    /// What it is called.
    pub name: String,
    /// Where it likely is, in words.
    pub told: String,
    /// Where it likely is.
    pub at: LatLon,
    /// The part of the route where it may be, eight times in ten.
    pub stretch: Vec<LatLon>,
}

/// The map of routes, `width` pixels wide.
#[must_use]
pub fn draw(route: &RouteSummary, width: f64, usage: Use) -> Drawing {
    let about = (
        format!("{}: map", labels::title(route)),
        frame::subtitle(route, &route.routes[0]),
    );
    draw_with_trains((route, &[]), about, width, usage)
}

/// The same with trains on it, a title and what stands below it.
#[must_use]
pub fn draw_with_trains(
    (route, trains): (&RouteSummary, &[TrainOnMap]),
    (title, subtitle): (String, String),
    width: f64,
    usage: Use,
) -> Drawing {
    let calls = route.routes.iter().flat_map(|planned| &planned.calls);
    let places: Vec<LatLon> = calls
        .flat_map(|call| call.bends.iter().copied().chain([call.place.position]))
        .collect();
    let countries = route.routes.iter().flat_map(|planned| &planned.countries);
    let map = Map {
        title,
        subtitle,
        description: description(route, trains),
        provenance: &route.provenance,
        countries: countries.map(String::as_str).collect(),
        view: View::fitting(&places, width.max(frame::NARROWEST)),
        width,
    };
    let known = Cities::seen(&map.view);
    let layers = |canvas: &mut Canvas, view: &View| {
        let rails = neighbours(canvas, route, view);
        stretches(canvas, trains, view);
        let lines = routes(canvas, route, view);
        let mut spots = pins::of_route(&route.routes[0], &known, view);
        let is_end = |spot: &PinSpot<'_>| spot.mark == Mark::Call(CallKind::End);
        let ends = spots.iter().take_while(|spot| is_end(spot)).count();
        spots.splice(ends..ends, trains.iter().map(|train| spot(train, view)));
        Layers {
            rails,
            lines,
            spots,
        }
    };
    map.draw(usage, layers, |canvas, width, top| {
        legend(canvas, (route, trains), width, top)
    })
}

fn spot<'a>(train: &'a TrainOnMap, view: &View) -> PinSpot<'a> {
    PinSpot {
        name: &train.name,
        is_needed: true,
        id: &train.name,
        at: view.place(train.at),
        mark: Mark::Train,
        level: 0,
    }
}

/// Where trains may be, as a broad band below the route.
fn stretches(canvas: &mut Canvas, trains: &[TrainOnMap], view: &View) {
    for train in trains {
        let line: Vec<(f64, f64)> = train.stretch.iter().map(|at| view.place(*at)).collect();
        let line = polyline(&simplify(&line, 0.2));
        canvas.told_path(&[("class", "st-stretch")], &line, &train.told);
    }
}

/// The neighbouring lines; returns where they are seen.
fn neighbours(canvas: &mut Canvas, route: &RouteSummary, view: &View) -> Vec<[(f64, f64); 2]> {
    let lines = route
        .neighbours
        .iter()
        .map(|(a, b)| [view.place(*a), view.place(*b)]);
    let is_seen =
        |[a, b]: &[(f64, f64); 2]| Box2::around(*a, *b).grown(0.1).train_meets(&view.frame);
    let seen: Vec<[(f64, f64); 2]> = lines.filter(is_seen).collect();
    if !seen.is_empty() {
        let path: String = seen.iter().map(|line| polyline(line)).collect();
        canvas.path("st-rail", &path);
    }
    seen
}

/// The routes, the best above the others; returns the lines that names keep clear of.
fn routes(canvas: &mut Canvas, route: &RouteSummary, view: &View) -> Vec<Vec<(f64, f64)>> {
    let mut lines = Vec::new();
    for planned in route.routes.iter().rev() {
        let class = style::nth(["st-route", "st-route2", "st-route3"], planned.rank);
        let legs: Vec<Vec<(f64, f64)>> = planned
            .legs
            .iter()
            .map(|leg| leg_line(planned, leg, view))
            .collect();
        for line in &legs {
            canvas.path("st-casing", &polyline(line));
        }
        for (i, (leg, line)) in planned.legs.iter().zip(&legs).enumerate() {
            let number = if planned.rank == 1 {
                i.to_string()
            } else {
                String::new()
            };
            let attributes = [("class", class), ("data-leg", number.as_str())];
            canvas.told_path(&attributes, &polyline(line), &labels::leg_words(leg));
        }
        lines.extend(legs);
    }
    lines
}

fn leg_line(planned: &PlannedRoute, leg: &LegSummary, view: &View) -> Vec<(f64, f64)> {
    let calls = calls_of(planned, leg).enumerate();
    let points: Vec<(f64, f64)> = calls
        .flat_map(|(number, call)| {
            // The bends before the first call are those of the leg before.
            let bends: &[LatLon] = if number == 0 { &[] } else { &call.bends };
            bends.iter().chain([&call.place.position])
        })
        .map(|place| view.place(*place))
        .collect();
    simplify(&points, 0.2)
}

fn legend(
    canvas: &mut Canvas,
    (route, trains): (&RouteSummary, &[TrainOnMap]),
    width: f64,
    top: f64,
) -> f64 {
    let labels: Vec<String> = route
        .routes
        .iter()
        .take(3)
        .map(|planned| match route.routes.len() {
            1 => "route".to_owned(),
            _ => metrics::fit(&labels::route_name(route, planned), SMALL, width - 78.0),
        })
        .collect();
    let line = |class: &'static str| {
        move |canvas: &mut Canvas, x: f64, y: f64| canvas.line(class, (x, y), (x + 22.0, y))
    };
    let routes: Vec<_> = (1..=labels.len())
        .map(|rank| line(style::nth(["st-route", "st-route2", "st-route3"], rank)))
        .collect();
    let mark = |mark: Mark| {
        move |canvas: &mut Canvas, x: f64, y: f64| draw_mark(canvas, mark, (x + 14.0, y))
    };
    let call = |kind| mark(Mark::Call(kind));
    let (rail, train) = (line("st-rail"), mark(Mark::Train));
    let stretch = |canvas: &mut Canvas, x: f64, y: f64| {
        canvas.line("st-stretch", (x + 7.0, y), (x + 16.0, y));
    };
    let (stop, border) = (call(CallKind::Stop), call(CallKind::Border));
    let assumed = call(CallKind::AssumedStop);
    let gauge = call(CallKind::GaugeChange);
    let mut swatches: Vec<frame::Swatch<'_>> = Vec::new();
    for (line, label) in routes.iter().zip(&labels) {
        swatches.push((line, label));
    }
    if !trains.is_empty() {
        swatches.push((&train, "where a train likely is"));
        swatches.push((&stretch, "where it may be, 8 times in 10"));
    }
    if !route.neighbours.is_empty() {
        swatches.push((&rail, "other lines"));
    }
    let calls = &route.routes[0].calls;
    let has = |kinds: &[CallKind]| calls.iter().any(|call| kinds.contains(&call.kind));
    if has(&[
        CallKind::Stop,
        CallKind::Reversal,
        CallKind::LocomotiveChange,
    ]) {
        swatches.push((&stop, "stop, reversal or locomotive change"));
    }
    if has(&[CallKind::AssumedStop]) {
        swatches.push((&assumed, "assumed stop"));
    }
    if has(&[CallKind::Border]) {
        swatches.push((&border, "border control"));
    }
    if has(&[CallKind::GaugeChange]) {
        swatches.push((&gauge, "gauge change"));
    }
    frame::legend(canvas, width, top, &swatches)
}

fn description(route: &RouteSummary, trains: &[TrainOnMap]) -> String {
    let planned = &route.routes[0];
    let countries: Vec<String> = planned
        .countries
        .iter()
        .map(|code| basemap::country_name(code))
        .collect();
    let places: Vec<&str> = planned
        .legs
        .iter()
        .map(|leg| leg.to.name.as_str())
        .collect();
    let trains: String = trains
        .iter()
        .map(|train| format!(" {}: {}.", train.name, train.told))
        .collect();
    format!(
        "The route from {} by {}, through {}.{trains}",
        route.from.name,
        places.join(", "),
        countries.join(", ")
    )
}
