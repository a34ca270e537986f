//! The map of an answer: its ways over land and sea, with neighbouring lines, stations and borders.
//!
//! Everything is in the program: no tile is fetched. The frame fits the ways; below 80 km across, coasts and borders
//! are left out, for they would be wrong by visible amounts.

pub mod earth;
mod ground;
mod pins;
mod places;
mod projection;
mod scale_bar;
mod window;

use std::collections::BTreeSet;

use super::chart::canvas::{Canvas, Drawing, polyline, simplify};
use super::chart::frame::{self, HEADING, NARROWEST, SMALL};
use super::chart::labels::Box2;
use super::chart::{metrics, style};
use super::geography::calls_of;
use super::summary::{CallKind, RouteSummary, Way};
use super::words;
use crate::network::LatLon;
use projection::Projection;
use scale_bar::ScaleBar;
pub use window::Window;

pub use places::draw as draw_geography;

/// Room around the ways, as a part of their extent.
const MARGIN: f64 = 0.14;
/// The smallest extent shown, in kilometres.
const SMALLEST_KM: f64 = 10.0;
/// Below this width of the frame in kilometres, the coasts of 1:50 million are visibly wrong.
const COARSE_KM: f64 = 80.0;

/// How a map is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// As a still picture.
    Still,
    /// In a page that zooms: more stations are there, to be shown when there is room.
    Zooming,
}

/// What is seen and where on the page.
pub struct View {
    projection: Projection,
    middle: (f64, f64),
    per_km: f64,
    frame: Box2,
    scale_bar: ScaleBar,
}

impl View {
    /// The place of a position on the page.
    fn place(&self, position: LatLon) -> (f64, f64) {
        let (east, south) = self.projection.project(position);
        let centre = (
            (self.frame.left + self.frame.right) / 2.0,
            (self.frame.top + self.frame.bottom) / 2.0,
        );
        (
            centre.0 + (east - self.middle.0) * self.per_km,
            centre.1 + (south - self.middle.1) * self.per_km,
        )
    }

    /// The view that fits some places into a map `width` pixels wide.
    fn fitting(places: &[LatLon], width: f64) -> View {
        let projection = Projection::around(places.iter().copied());
        let points: Vec<(f64, f64)> = places
            .iter()
            .map(|place| projection.project(*place))
            .collect();
        let around = points
            .iter()
            .fold(Box2::around(points[0], points[0]), |all, point| Box2 {
                left: all.left.min(point.0),
                top: all.top.min(point.1),
                right: all.right.max(point.0),
                bottom: all.bottom.max(point.1),
            });
        let wide = (around.right - around.left).max(SMALLEST_KM) * (1.0 + 2.0 * MARGIN);
        let high = (around.bottom - around.top).max(SMALLEST_KM / 2.0) * (1.0 + 2.0 * MARGIN);
        let left = 16.0;
        let room = width - 2.0 * left;
        let height = (room * high / wide).clamp(room * 0.42, room * 0.8);
        let frame = Box2 {
            left,
            top: HEADING + 4.0,
            right: left + room,
            bottom: HEADING + 4.0 + height,
        };
        let per_km = (room / wide).min(height / high);
        let mut view = View {
            projection,
            middle: (
                (around.left + around.right) / 2.0,
                (around.top + around.bottom) / 2.0,
            ),
            per_km,
            frame,
            scale_bar: ScaleBar::new(per_km, &frame),
        };
        let places: Vec<(f64, f64)> = places.iter().map(|place| view.place(*place)).collect();
        view.scale_bar.clear(&frame, &places);
        view
    }
}

/// The map, `width` pixels wide.
#[must_use]
pub fn draw(route: &RouteSummary, width: f64, usage: Use) -> Drawing {
    let width = width.max(NARROWEST);
    let places: Vec<LatLon> = route
        .ways
        .iter()
        .flat_map(|way| &way.calls)
        .map(|call| call.place.position)
        .collect();
    let view = View::fitting(&places, width);
    let is_coarse = (view.frame.right - view.frame.left) / view.per_km < COARSE_KM;
    let title = format!("{}: map", words::title(route));
    let mut canvas = Canvas::default();
    frame::heading(
        &mut canvas,
        width,
        &title,
        &frame::subtitle(route, &route.ways[0]),
    );
    open_frame(&mut canvas, &view);
    let countries: BTreeSet<&str> = route
        .ways
        .iter()
        .flat_map(|way| &way.countries)
        .map(String::as_str)
        .collect();
    let names = (!is_coarse).then(|| ground::draw(&mut canvas, &view, &countries));
    if is_coarse {
        canvas.rect("st-land", view.frame);
    }
    let rails = neighbours(&mut canvas, route, &view);
    let lines = ways(&mut canvas, route, &view);
    let levels = if usage == Use::Still {
        &pins::LEVELS[..1]
    } else {
        &pins::LEVELS[..]
    };
    let (pins, mut room) = pins::place(&route.ways[0], &view, &lines, levels);
    canvas.open(&[("class", "st-names")]);
    if let Some(names) = names {
        names.draw(&mut canvas, &view, &mut room, &rails);
    }
    canvas.close();
    pins::draw(&mut canvas, &route.ways[0], &view, &pins);
    canvas.close();
    canvas.close();
    view.scale_bar.draw(&mut canvas);
    canvas.path("st-axis", &(polyline(&corners(&view.frame)) + "z"));
    let mut top = view.frame.bottom + 6.0;
    top += legend(&mut canvas, route, width, top);
    top += frame::foot(
        &mut canvas,
        width,
        top,
        &words::attribution(&route.colophon, !is_coarse),
    );
    Drawing {
        name: "map",
        description: description(route),
        title,
        width,
        height: top,
        body: canvas.finish(),
    }
}

/// The frame, and in it the group that a page moves and magnifies.
fn open_frame(canvas: &mut Canvas, view: &View) {
    let frame = &view.frame;
    let path = polyline(&corners(frame)) + "z";
    canvas.raw(&format!(
        "<clipPath id=\"st-frame\"><path d=\"{path}\"/></clipPath>\n"
    ));
    canvas.open(&[("clip-path", "url(#st-frame)")]);
    canvas.rect("st-water", *frame);
    canvas.open(&[("class", "st-world")]);
}

fn corners(area: &Box2) -> [(f64, f64); 4] {
    [
        (area.left, area.top),
        (area.right, area.top),
        (area.right, area.bottom),
        (area.left, area.bottom),
    ]
}

/// The neighbouring lines; returns where they are seen.
fn neighbours(canvas: &mut Canvas, route: &RouteSummary, view: &View) -> Vec<[(f64, f64); 2]> {
    let lines = route
        .neighbours
        .iter()
        .map(|(a, b)| [view.place(*a), view.place(*b)]);
    let is_seen = |[a, b]: &[(f64, f64); 2]| Box2::around(*a, *b).grown(0.1).meets(&view.frame);
    let seen: Vec<[(f64, f64); 2]> = lines.filter(is_seen).collect();
    if !seen.is_empty() {
        let path: String = seen.iter().map(|line| polyline(line)).collect();
        canvas.path("st-rail", &path);
    }
    seen
}

/// The ways, the best above the others; returns the lines that names keep clear of.
fn ways(canvas: &mut Canvas, route: &RouteSummary, view: &View) -> Vec<Vec<(f64, f64)>> {
    let mut lines = Vec::new();
    for way in route.ways.iter().rev() {
        let class = style::nth(["st-way", "st-way2", "st-way3"], way.rank);
        let legs: Vec<Vec<(f64, f64)>> = way
            .legs
            .iter()
            .map(|leg| leg_line(way, leg, view))
            .collect();
        for line in &legs {
            canvas.path("st-casing", &polyline(line));
        }
        for (i, (leg, line)) in way.legs.iter().zip(&legs).enumerate() {
            let number = if way.rank == 1 {
                i.to_string()
            } else {
                String::new()
            };
            let attributes = [("class", class), ("data-leg", number.as_str())];
            canvas.told_path(&attributes, &polyline(line), &words::leg_words(leg));
        }
        lines.extend(legs);
    }
    lines
}

fn leg_line(way: &Way, leg: &super::summary::Leg, view: &View) -> Vec<(f64, f64)> {
    let points: Vec<(f64, f64)> = calls_of(way, leg)
        .map(|call| view.place(call.place.position))
        .collect();
    simplify(&points, 0.2)
}

fn legend(canvas: &mut Canvas, route: &RouteSummary, width: f64, top: f64) -> f64 {
    let labels: Vec<String> = route
        .ways
        .iter()
        .take(3)
        .map(|way| match route.ways.len() {
            1 => "the way".to_owned(),
            _ => metrics::fit(&words::way_name(route, way), SMALL, 220.0),
        })
        .collect();
    let lines: Vec<_> = (1..=labels.len())
        .map(|rank| {
            let class = style::nth(["st-way", "st-way2", "st-way3"], rank);
            move |canvas: &mut Canvas, x: f64, y: f64| canvas.line(class, (x, y), (x + 22.0, y))
        })
        .collect();
    let rail = |canvas: &mut Canvas, x: f64, y: f64| canvas.line("st-rail", (x, y), (x + 22.0, y));
    let mark =
        |kind| move |canvas: &mut Canvas, x: f64, y: f64| pins::mark(canvas, kind, (x + 14.0, y));
    let (stop, border) = (mark(CallKind::Halt), mark(CallKind::Border));
    let gauge = mark(CallKind::GaugeChange);
    let mut swatches: Vec<frame::Swatch<'_>> = Vec::new();
    for (line, label) in lines.iter().zip(&labels) {
        swatches.push((line, label));
    }
    if !route.neighbours.is_empty() {
        swatches.push((&rail, "other lines"));
    }
    let has = |kinds: &[CallKind]| {
        route.ways[0]
            .calls
            .iter()
            .any(|call| kinds.contains(&call.kind))
    };
    if has(&[
        CallKind::Halt,
        CallKind::Reversal,
        CallKind::LocomotiveChange,
    ]) {
        swatches.push((&stop, "halt, reversal or change of locomotive"));
    }
    if has(&[CallKind::Border]) {
        swatches.push((&border, "border control"));
    }
    if has(&[CallKind::GaugeChange]) {
        swatches.push((&gauge, "change of gauge"));
    }
    frame::legend(canvas, width, top, &swatches)
}

fn description(route: &RouteSummary) -> String {
    let way = &route.ways[0];
    let countries: Vec<String> = way
        .countries
        .iter()
        .map(|code| earth::country_name(code))
        .collect();
    let places: Vec<&str> = way.legs.iter().map(|leg| leg.to.name.as_str()).collect();
    format!(
        "The way from {} by {}, through {}.",
        route.from.name,
        places.join(", "),
        countries.join(", ")
    )
}
