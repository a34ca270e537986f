//! The map of any answer that has a geographic side: its lines by rank, its points, and the names that find room.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{COARSE_KM, View, corners, ground, open_frame, pins};
use crate::network::LatLon;
use crate::report::chart::canvas::{Anchor, Canvas, Drawing, Face, polyline, simplify};
use crate::report::chart::frame::{self, NARROWEST, SMALL};
use crate::report::chart::labels::{Box2, Room};
use crate::report::chart::{metrics, style};
use crate::report::geography::{Geography, Spot, Track, weight};
use crate::report::summary::CallKind;

/// From so many points on, halts are marked only where they are named, and small: marks would cover the lines.
const CROWD: usize = 60;
/// The most names: more would be a list, not a map.
const NAMES: usize = 36;
/// Size of names, in pixels.
const SIZE: f64 = 12.0;
/// Classes of lines by rank; the last for all that follow.
const LINES: [&str; 3] = ["st-way", "st-way2", "st-way3"];

/// The map, `width` pixels wide.
#[must_use]
pub fn draw(geography: &Geography, width: f64) -> Drawing {
    let width = width.max(NARROWEST);
    let tracks = geography.groups.iter().flat_map(|group| &group.tracks);
    let ends = tracks.flat_map(|track| track.positions.iter().map(|(place, _)| *place));
    let places: Vec<LatLon> = geography
        .points
        .iter()
        .map(|point| point.position)
        .chain(ends)
        .collect();
    let view = View::fitting(&places, width);
    let is_coarse = (view.frame.right - view.frame.left) / view.per_km < COARSE_KM;
    let title = format!("{}: map", geography.title);
    let mut canvas = Canvas::default();
    frame::heading(&mut canvas, width, &title, &geography.description);
    open_frame(&mut canvas, &view);
    let names = (!is_coarse).then(|| ground::draw(&mut canvas, &view, &countries(geography)));
    if is_coarse {
        canvas.rect("st-land", view.frame);
    }
    let mut room = Room::new(view.frame.grown(-4.0));
    room.take(view.scale_bar.area);
    lines(&mut canvas, geography, &view, &mut room);
    let order = by_weight(geography);
    let named = placed(&order, &view, &mut room);
    canvas.open(&[("class", "st-names")]);
    if let Some(names) = names {
        names.draw(&mut canvas, &view, &mut room, &[]);
    }
    canvas.close();
    points(&mut canvas, &order, &named, &view);
    canvas.close();
    canvas.close();
    view.scale_bar.draw(&mut canvas);
    canvas.path("st-axis", &(polyline(&corners(&view.frame)) + "z"));
    let mut top = view.frame.bottom + 6.0;
    top += legend(&mut canvas, geography, width, top);
    let foot = match is_coarse {
        true => geography.attribution.clone(),
        false => format!(
            "{} Coastlines and borders: Natural Earth.",
            geography.attribution
        ),
    };
    top += frame::foot(&mut canvas, width, top, &foot);
    Drawing {
        name: "map",
        description: geography.description.clone(),
        title,
        width,
        height: top,
        body: canvas.finish(),
    }
}

/// Countries of the points, as far as they say theirs.
fn countries(geography: &Geography) -> BTreeSet<&str> {
    let properties = geography.points.iter().flat_map(|point| &point.properties);
    properties
        .filter(|(key, _)| *key == "country")
        .filter_map(|(_, value)| Value::as_str(value))
        .collect()
}

/// All lines, later groups above earlier ones.
fn lines(canvas: &mut Canvas, geography: &Geography, view: &View, room: &mut Room) {
    for group in &geography.groups {
        let lines: Vec<(&Track, Vec<(f64, f64)>)> = group
            .tracks
            .iter()
            .map(|track| {
                let points = track.positions.iter().map(|(place, _)| view.place(*place));
                (track, simplify(&points.collect::<Vec<_>>(), 0.2))
            })
            .collect();
        for (_, line) in &lines {
            canvas.path("st-casing", &polyline(line));
        }
        let class = style::nth(LINES, group.rank);
        for (track, line) in &lines {
            canvas.told_path(&[("class", class)], &polyline(line), &track.name);
            room.take_line(line, 4.0);
        }
    }
}

/// The points, the weightiest first, otherwise in their order.
fn by_weight(geography: &Geography) -> Vec<&Spot> {
    let mut order: Vec<&Spot> = geography.points.iter().collect();
    order.sort_by_key(|spot| std::cmp::Reverse(weight(spot.kind)));
    order
}

/// Names with their places.
type Named<'a> = Vec<(&'a Spot, (f64, f64, Anchor))>;

fn placed<'a>(order: &[&'a Spot], view: &View, room: &mut Room) -> Named<'a> {
    for spot in order.iter().filter(|spot| weight(spot.kind) > 1) {
        let at = view.place(spot.position);
        room.take(Box2::around(at, at).grown(4.5));
    }
    let mut named: Named<'a> = Vec::new();
    for spot in order {
        let (x, y) = view.place(spot.position);
        if named.len() >= NAMES || !view.frame.holds(&Box2::around((x, y), (x, y))) {
            continue;
        }
        let extent = |(dx, dy, anchor): (f64, f64, Anchor)| {
            let face = Face::new("st-strong", SIZE).at(anchor);
            face.extent(x + dx, y + dy, &spot.name).grown(1.5)
        };
        let free = pins::PLACES
            .into_iter()
            .find(|place| room.try_take(&[extent(*place)]));
        named.extend(free.map(|place| (*spot, place)));
    }
    named
}

fn points(canvas: &mut Canvas, order: &[&Spot], named: &Named<'_>, view: &View) {
    let is_crowd = order.len() > CROWD;
    let is_named = |spot: &Spot| named.iter().any(|(other, _)| std::ptr::eq(*other, spot));
    for spot in order.iter().rev() {
        let kind = match spot.kind {
            CallKind::Halt | CallKind::Pass if is_crowd && !is_named(spot) => continue,
            CallKind::Halt if is_crowd => CallKind::Pass,
            kind => kind,
        };
        pins::mark(canvas, kind, view.place(spot.position));
    }
    for (spot, (dx, dy, anchor)) in named {
        let (x, y) = view.place(spot.position);
        let face = |class| Face::new(class, SIZE).at(*anchor);
        for class in ["st-halo", "st-ink"] {
            canvas.text(face(class), (x + dx, y + dy), &spot.name);
        }
    }
}

fn legend(canvas: &mut Canvas, geography: &Geography, width: f64, top: f64) -> f64 {
    let labels: Vec<(usize, String)> = geography
        .groups
        .iter()
        .map(|group| (group.rank, metrics::fit(&group.name, SMALL, 240.0)))
        .collect();
    let marks: Vec<_> = labels
        .iter()
        .map(|(rank, _)| {
            let class = style::nth(LINES, *rank);
            move |canvas: &mut Canvas, x: f64, y: f64| canvas.line(class, (x, y), (x + 22.0, y))
        })
        .collect();
    let swatches: Vec<frame::Swatch<'_>> = marks
        .iter()
        .zip(&labels)
        .map(|(mark, (_, label))| (mark as &dyn Fn(&mut Canvas, f64, f64), label.as_str()))
        .collect();
    frame::legend(canvas, width, top, &swatches)
}
