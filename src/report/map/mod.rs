//! Maps: the routes of an answer over land and sea, with neighbouring lines, stations and borders.
//!
//! Everything is in the program: no tile is fetched. The frame fits the routes; below 80 km across, coasts and borders
//! are left out, for they would be wrong by visible amounts.

mod backdrop;
pub mod basemap;
mod cities;
mod mark;
mod pins;
mod projection;
mod reach;
mod route;
mod scale_bar;
mod window;

use std::collections::BTreeSet;

use super::chart::Drawing;
use super::chart::canvas::{Canvas, polyline};
use super::chart::frame::{self, HEADING, NARROWEST};
use super::chart::labels::Box2;
use super::labels;
use super::summary::Provenance;
use crate::network::LatLon;
use pins::PinSpot;
use projection::Projection;
pub use reach::draw as draw_reach;
pub use route::{TrainOnMap, draw, draw_with_trains};
use scale_bar::ScaleBar;
pub use window::Window;

/// Room around the routes, as a part of their extent.
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
        self.place_with_cosine(position).0
    }

    /// The same with the cosine of its angle from the middle of the projection.
    fn place_with_cosine(&self, position: LatLon) -> ((f64, f64), f64) {
        let ((east, south), cosine) = self.projection.project_with_cosine(position);
        let centre = (
            (self.frame.left + self.frame.right) / 2.0,
            (self.frame.top + self.frame.bottom) / 2.0,
        );
        let place = (
            centre.0 + (east - self.middle.0) * self.per_km,
            centre.1 + (south - self.middle.1) * self.per_km,
        );
        (place, cosine)
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

/// A map to be drawn.
struct Map<'a> {
    title: String,
    subtitle: String,
    description: String,
    provenance: &'a Provenance,
    /// Countries that are tinted as those of the answer.
    countries: BTreeSet<&'a str>,
    view: View,
    width: f64,
}

/// What lies over the land.
struct Layers<'a> {
    /// Lines that names of countries keep clear of.
    rails: Vec<[(f64, f64); 2]>,
    /// Lines that all names keep clear of.
    lines: Vec<Vec<(f64, f64)>>,
    /// Places to be marked and named, the most important first.
    spots: Vec<PinSpot<'a>>,
}

impl Map<'_> {
    /// The map with `layers` drawn over the land, and a legend that returns its height.
    fn draw<'b>(
        &self,
        usage: Use,
        layers: impl FnOnce(&mut Canvas, &View) -> Layers<'b>,
        legend: impl FnOnce(&mut Canvas, f64, f64) -> f64,
    ) -> Drawing {
        let (view, width) = (&self.view, self.width.max(NARROWEST));
        let is_coarse = (view.frame.right - view.frame.left) / view.per_km < COARSE_KM;
        let mut canvas = Canvas::default();
        frame::heading(&mut canvas, width, &self.title, &self.subtitle);
        open_frame(&mut canvas, view);
        let names = (!is_coarse).then(|| backdrop::draw(&mut canvas, view, &self.countries));
        if is_coarse {
            canvas.rect("st-land", view.frame);
        }
        let layers = layers(&mut canvas, view);
        let levels = match usage {
            Use::Still => &pins::LEVELS[..1],
            Use::Zooming => &pins::LEVELS[..],
        };
        let (pins, mut room) = pins::place(&layers.spots, view, &layers.lines, levels);
        canvas.open(&[("class", "st-names")]);
        if let Some(names) = names {
            names.draw(&mut canvas, view, &mut room, &layers.rails);
        }
        canvas.close();
        pins::draw(&mut canvas, &layers.spots, &pins);
        canvas.close();
        canvas.close();
        view.scale_bar.draw(&mut canvas);
        canvas.path("st-axis", &(polyline(&corners(&view.frame)) + "z"));
        let mut top = view.frame.bottom + 6.0;
        top += legend(&mut canvas, width, top);
        let attribution = labels::attribution(self.provenance, !is_coarse);
        top += frame::foot(&mut canvas, width, top, &attribution);
        Drawing {
            name: "map",
            description: self.description.clone(),
            title: self.title.clone(),
            width,
            height: top,
            parts: canvas.finish(),
        }
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
