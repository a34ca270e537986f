//! Answers as people use them: one [`summary`] that every format reads.
//!
//! A renderer is a pure function of a summary. It knows neither networks nor trains, so no two formats can disagree,
//! and it writes to whatever it is given, never to a file of its own. [`render`] is the one door for files; what lies on
//! the earth goes through [`geography`], so a new kind of answer reaches GeoJSON, GPX, KML and maps by one conversion.
//! What is laid out for the terminal is made of [`text`] that is cleaned and measured, [`table`]s of it, and a [`page`]
//! that both stand on.

pub mod chart;
pub mod claims;
pub mod compare;
mod explain;
pub mod file;
mod format;
pub mod geography;
mod geojson;
mod gpx;
mod html;
pub mod inventory;
pub mod json;
mod kml;
pub mod legs;
mod map;
pub mod no_way;
pub mod page;
#[cfg(feature = "png")]
mod png;
pub mod route;
pub mod simulation;
pub mod stations;
pub mod summary;
pub mod svg;
pub mod table;
pub mod terminal;
pub mod text;
pub mod tracks;
pub mod trains;
pub mod words;
mod xml;

use std::io;

pub use format::{Format, Picture, UnknownFormat};

use chart::Drawing;
use geography::Geography;
use summary::RouteSummary;

/// The natural width of pictures, in pixels; SVG scales.
const WIDTH: f64 = 960.0;

/// An answer of any command, ready to be shown.
#[derive(Clone, Debug, PartialEq)]
pub enum Summary {
    /// The answer of `route`.
    Route(RouteSummary),
}

impl Summary {
    /// What of it lies on the earth.
    #[must_use]
    pub fn geography(&self) -> Geography {
        match self {
            Summary::Route(route) => Geography::of_route(route),
        }
    }

    /// Its pictures, `width` pixels wide.
    #[must_use]
    pub fn drawings(&self, picture: Picture, width: f64) -> Vec<Drawing> {
        let Summary::Route(route) = self;
        type Draw = fn(&RouteSummary, f64) -> Drawing;
        let all: [(Picture, Draw); 3] = [
            (Picture::Map, still_map),
            (Picture::Speed, chart::speed::draw),
            (Picture::Timetable, chart::timetable::draw_route),
        ];
        let wanted = all
            .iter()
            .filter(|(kind, _)| picture == Picture::Sheet || picture == *kind);
        wanted.map(|(_, draw)| draw(route, width)).collect()
    }

    /// It as CSV.
    #[must_use]
    pub fn csv(&self) -> String {
        match self {
            Summary::Route(route) => legs::data(route).to_csv(),
        }
    }

    /// It as Markdown.
    #[must_use]
    pub fn markdown(&self) -> String {
        match self {
            Summary::Route(route) => terminal::markdown(route),
        }
    }

    /// Its page.
    #[must_use]
    pub fn html(&self) -> String {
        match self {
            Summary::Route(route) => html::route(route),
        }
    }

    /// It as JSON.
    #[must_use]
    pub fn json(&self) -> serde_json::Value {
        match self {
            Summary::Route(route) => json::route(route),
        }
    }
}

/// Writes an answer in a format.
///
/// # Errors
/// What `out` says when it cannot be written to.
pub fn render(summary: &Summary, format: Format, out: &mut dyn io::Write) -> io::Result<()> {
    let text = match format {
        Format::Json => line(&summary.json()),
        Format::Csv => summary.csv(),
        Format::Markdown => summary.markdown(),
        Format::GeoJson => line(&geojson::collection(&summary.geography())),
        Format::Gpx => gpx::document(&summary.geography()),
        Format::Kml => kml::document(&summary.geography()),
        Format::Html => summary.html(),
        Format::Svg(picture) => svg::document(&summary.drawings(picture, WIDTH)),
        #[cfg(feature = "png")]
        Format::Png(picture) => {
            let picture = svg::document(&summary.drawings(picture, WIDTH));
            return out.write_all(&png::pixels(&picture)?);
        }
    };
    out.write_all(text.as_bytes())
}

fn still_map(route: &RouteSummary, width: f64) -> Drawing {
    map::draw(route, width, map::Use::Still)
}

/// JSON on one line of its own.
fn line(value: &serde_json::Value) -> String {
    format!("{value}\n")
}
