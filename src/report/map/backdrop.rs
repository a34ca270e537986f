//! What lies under the route: land, coasts, lakes, borders and the names of countries, within the frame.

use std::collections::BTreeSet;

use super::View;
use super::basemap::Basemap;
use crate::network::LatLon;
use crate::report::chart::canvas::{Anchor, Canvas, Face, polyline, simplify};
use crate::report::chart::labels::{Box2, Room};
use crate::report::chart::metrics;

/// How far two points may lie off the line between their neighbours, in pixels.
const TOLERANCE: f64 = 0.35;
/// Size of the names of countries, in pixels.
const NAME: f64 = 13.0;
/// Room between their letters, in pixels; the style sheet has the same.
const SPACING: f64 = 1.5;

/// A country's part within the frame.
struct Part {
    is_own: bool,
    name: String,
    rings: Vec<Vec<(f64, f64)>>,
    area: f64,
}

/// Draws land, borders and coasts; returns what naming the countries needs.
pub fn draw(canvas: &mut Canvas, view: &View, countries: &BTreeSet<&str>) -> Names {
    let basemap = Basemap::shared();
    let mut parts = Vec::new();
    for land in &basemap.lands {
        let rings = land.polygons.iter().flatten();
        let rings: Vec<_> = rings
            .filter_map(|ring| clipped(&basemap.ring(ring), view))
            .collect();
        if rings.is_empty() {
            continue;
        }
        let is_own = countries.contains(land.code.as_str());
        let class = if is_own { "st-own" } else { "st-land" };
        let path: String = rings.iter().map(|ring| polyline(ring) + "z").collect();
        canvas.path(class, &path);
        let area = rings.iter().map(|ring| area(ring)).fold(0.0, f64::max);
        parts.push(Part {
            is_own,
            name: land.name.to_uppercase(),
            rings,
            area,
        });
    }
    lakes(canvas, basemap, view);
    for is_border in [true, false] {
        let arcs = basemap.arcs.iter().filter(|arc| arc.is_border == is_border);
        let path: String = arcs.map(|arc| line(&arc.points, view)).collect();
        canvas.path(if is_border { "st-frontier" } else { "st-coast" }, &path);
    }
    Names(parts)
}

fn lakes(canvas: &mut Canvas, basemap: &Basemap, view: &View) {
    let rings = basemap.lakes.iter().flatten();
    let seen = rings.filter_map(|ring| clipped(ring, view));
    let path: String = seen.map(|ring| polyline(&ring) + "z").collect();
    if !path.is_empty() {
        canvas.path("st-lake", &path);
    }
}

/// A ring on the page, cut at the frame; `None` when nothing of it is seen.
fn clipped(ring: &[LatLon], view: &View) -> Option<Vec<(f64, f64)>> {
    // Beyond the hemisphere around the middle nothing is near the frame, and rings around the opposite point turn inside out.
    let places = ring.iter().map(|place| view.place_with_cosine(*place));
    let places: Vec<_> = places.collect();
    if places.iter().all(|(_, cosine)| *cosine < 0.0) {
        return None;
    }
    let points: Vec<(f64, f64)> = places.into_iter().map(|(place, _)| place).collect();
    let frame = view.frame.grown(4.0);
    let cut = clip(points, &frame);
    let simple = simplify(&cut, TOLERANCE);
    (simple.len() > 2).then_some(simple)
}

/// Cuts a polygon at the sides of a box, one after the other (Sutherland and Hodgman).
fn clip(points: Vec<(f64, f64)>, frame: &Box2) -> Vec<(f64, f64)> {
    type Side<'a> = &'a dyn Fn((f64, f64)) -> f64;
    let sides: [Side<'_>; 4] = [
        &|p| p.0 - frame.left,
        &|p| frame.right - p.0,
        &|p| p.1 - frame.top,
        &|p| frame.bottom - p.1,
    ];
    sides.into_iter().fold(points, |points, inside| {
        let mut kept = Vec::new();
        for (i, &to) in points.iter().enumerate() {
            let from = points[(i + points.len() - 1) % points.len()];
            let (a, b) = (inside(from), inside(to));
            if (a < 0.0) != (b < 0.0) {
                let share = a / (a - b);
                kept.push((
                    from.0 + (to.0 - from.0) * share,
                    from.1 + (to.1 - from.1) * share,
                ));
            }
            if b >= 0.0 {
                kept.push(to);
            }
        }
        kept
    })
}

/// The parts of a line that pass the frame.
fn line(points: &[LatLon], view: &View) -> String {
    let frame = view.frame.grown(4.0);
    let mut path = String::new();
    let mut run: Vec<(f64, f64)> = Vec::new();
    let places: Vec<_> = points
        .iter()
        .map(|place| view.place_with_cosine(*place))
        .collect();
    for (pair, on_page) in points.windows(2).zip(places.windows(2)) {
        // The cuts of the data at the 180th meridian and at the pole are no coasts.
        let is_seam = pair.iter().all(|place| place.lon.abs() > 179.99)
            || pair.iter().all(|place| place.lat < -89.9);
        let is_far = on_page.iter().any(|(_, cosine)| *cosine < 0.0);
        let (a, b) = (on_page[0].0, on_page[1].0);
        if is_seam || is_far || !Box2::around(a, b).grown(0.1).train_meets(&frame) {
            path.push_str(&polyline(&simplify(&std::mem::take(&mut run), TOLERANCE)));
            continue;
        }
        if run.is_empty() {
            run.push(a);
        }
        run.push(b);
    }
    path + &polyline(&simplify(&run, TOLERANCE))
}

/// Twice-signed area by the shoelace formula, halved and without its sign.
fn area(ring: &[(f64, f64)]) -> f64 {
    let next = ring.iter().cycle().skip(1);
    let twice: f64 = ring
        .iter()
        .zip(next)
        .map(|(a, b)| a.0 * b.1 - b.0 * a.1)
        .sum();
    twice.abs() / 2.0
}

/// Countries to be named.
pub struct Names(Vec<Part>);

impl Names {
    /// Names each country that fills a fair part of the frame, far from its edges and where nothing else is.
    /// The best place also keeps clear of `rails`, where there is one.
    pub fn draw(
        &self,
        canvas: &mut Canvas,
        view: &View,
        room: &mut Room,
        rails: &[[(f64, f64); 2]],
    ) {
        let mut clear = room.clone();
        rails.iter().for_each(|rail| clear.take_line(rail, 2.0));
        let whole = (view.frame.right - view.frame.left) * (view.frame.bottom - view.frame.top);
        let mut parts: Vec<&Part> = self
            .0
            .iter()
            .filter(|part| part.area > whole * 0.012)
            .collect();
        parts.sort_by(|a, b| b.area.total_cmp(&a.area).then(a.name.cmp(&b.name)));
        for part in parts {
            let found = part
                .place(view, &clear, true)
                .or_else(|| part.place(view, room, true))
                .or_else(|| part.is_own.then(|| part.place(view, room, false)).flatten());
            let Some(label) = found else { continue };
            for room in [&mut *room, &mut clear] {
                room.take(label.grown(3.0));
            }
            let face = Face::new("st-land-name", NAME).at(Anchor::Middle);
            let (x, y) = ((label.left + label.right) / 2.0, label.bottom - 4.0);
            canvas.text(face, (x, y), &part.name);
        }
    }
}

impl Part {
    /// The place of its name: as deep within it as there is room, and `wholly` within it if that is asked.
    fn place(&self, view: &View, room: &Room, wholly: bool) -> Option<Box2> {
        let letters = self.name.chars().count() as f64;
        let width = metrics::width(&self.name, NAME) + SPACING * letters;
        let mut best: Option<(f64, Box2)> = None;
        for (x, y) in grid(&view.frame) {
            let label = Box2 {
                left: x - width / 2.0,
                top: y - 10.0,
                right: x + width / 2.0,
                bottom: y + 4.0,
            };
            // The tests that cost least come first: most places fail one of them.
            let least = best.map_or(6.0, |(depth, _)| depth);
            let at = (x, y - 4.0);
            if room_beside(at, &view.frame) <= least || !room.is_free(&[label.grown(3.0)]) {
                continue;
            }
            let holds = |x: f64| self.rings.iter().any(|ring| contains(ring, (x, y - 4.0)));
            if wholly && !(holds(label.left) && holds(label.right)) {
                continue;
            }
            let depth = depth(self, at, &view.frame, least);
            if depth > least {
                best = Some((depth, label));
            }
        }
        best.map(|(_, label)| label)
    }
}

/// Places to try, 12 pixels apart.
fn grid(frame: &Box2) -> impl Iterator<Item = (f64, f64)> + use<> {
    let (left, top) = (frame.left, frame.top);
    let columns = ((frame.right - left) / 12.0) as usize;
    let rows = ((frame.bottom - top) / 12.0) as usize;
    (1..rows).flat_map(move |row| {
        (1..columns).map(move |column| (left + 12.0 * column as f64, top + 12.0 * row as f64))
    })
}

/// How deep a point lies within a country and the frame; negative outside. Where that is no deeper than `least`, it may be
/// any such depth.
fn depth(part: &Part, point: (f64, f64), frame: &Box2, least: f64) -> f64 {
    let Some(ring) = part.rings.iter().find(|ring| contains(ring, point)) else {
        return -1.0;
    };
    let edges = ring.iter().zip(ring.iter().cycle().skip(1));
    let mut coast = f64::INFINITY;
    for (a, b) in edges {
        coast = coast.min(crate::report::chart::canvas::distance(point, *a, *b));
        if coast <= least {
            return coast;
        }
    }
    coast.min(room_beside(point, frame))
}

/// How far the sides of the frame let a name reach: it may stand closer to the frame than to a coast, but not at it.
fn room_beside(point: (f64, f64), frame: &Box2) -> f64 {
    let sides = [
        point.0 - frame.left,
        frame.right - point.0,
        point.1 - frame.top,
        frame.bottom - point.1,
    ];
    sides
        .into_iter()
        .fold(f64::INFINITY, |least, side| least.min(side * 0.8))
}

/// Whether a point lies in a ring, by counting crossings.
fn contains(ring: &[(f64, f64)], (x, y): (f64, f64)) -> bool {
    let edges = ring.iter().zip(ring.iter().cycle().skip(1));
    let crossings = edges
        .filter(|(a, b)| (a.1 > y) != (b.1 > y) && x < a.0 + (y - a.1) / (b.1 - a.1) * (b.0 - a.0));
    crossings.count() % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRAME: Box2 = Box2 {
        left: 0.0,
        top: 0.0,
        right: 10.0,
        bottom: 10.0,
    };

    #[test]
    fn polygons_are_cut_at_the_frame() {
        let cut = clip(
            vec![(-5.0, -5.0), (5.0, -5.0), (5.0, 5.0), (-5.0, 5.0)],
            &FRAME,
        );
        assert_eq!(area(&cut), 25.0);
        assert!(
            cut.iter()
                .all(|point| FRAME.left <= point.0 && point.1 <= FRAME.bottom)
        );
        let around = clip(
            vec![(-50.0, -50.0), (50.0, -50.0), (50.0, 50.0), (-50.0, 50.0)],
            &FRAME,
        );
        assert_eq!(area(&around), 100.0);
    }

    #[test]
    fn points_are_within_or_without() {
        let ring = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0)];
        assert!(contains(&ring, (2.0, 2.0)) && !contains(&ring, (5.0, 2.0)));
    }
}
