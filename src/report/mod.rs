//! Answers as people use them: one [`summary`] that every format reads.
//!
//! A renderer is a pure function of a summary. It knows neither networks nor trains, so no two formats can disagree,
//! and it writes to whatever it is given, never to a file of its own. [`render`] is the one door for files; what lies on
//! the earth goes through [`geography`], so a new kind of answer reaches GeoJSON, GPX, KML and maps by one conversion.
//! What is laid out for the terminal is made of [`text`] that is cleaned and measured, [`table`]s of it, and a [`page`]
//! that both stand on.

pub mod calibration;
pub mod chart;
pub mod claims;
pub mod compare;
mod consist;
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
pub mod locate;
mod map;
pub mod no_way;
pub mod page;
#[cfg(feature = "png")]
mod png;
pub mod reach;
pub mod route;
pub mod simulation;
pub mod stations;
pub mod summary;
pub mod svg;
pub mod table;
pub mod terminal;
pub mod text;
pub mod trains;
pub mod words;
mod xml;

use std::io;

pub use format::{Format, Picture, UnknownFormat};

use chart::Drawing;
use geography::Geography;
use locate::LocateSummary;
use reach::ReachSummary;
use summary::RouteSummary;

/// The natural width of pictures, in pixels; SVG scales.
const WIDTH: f64 = 960.0;

/// An answer of any command, ready to be shown.
#[derive(Clone, Debug, PartialEq)]
pub enum Summary {
    /// The answer of `route`.
    Route(RouteSummary),
    /// The answer of `locate`.
    Locate(LocateSummary),
    /// The answer of `reach`.
    Reach(ReachSummary),
}

impl Summary {
    /// What of it lies on the earth.
    #[must_use]
    pub fn geography(&self) -> Geography {
        match self {
            Summary::Route(route) => Geography::of_route(route),
            Summary::Locate(located) => locate::geography(located),
            Summary::Reach(reach) => reach::geography(reach),
        }
    }

    /// Its pictures, `width` pixels wide; none where it has none of the kind.
    #[must_use]
    pub fn drawings(&self, picture: Picture, width: f64) -> Vec<Drawing> {
        type Draw<'a> = Box<dyn Fn() -> Drawing + 'a>;
        let all: Vec<(Picture, Draw<'_>)> = match self {
            Summary::Route(route) => vec![
                (
                    Picture::Map,
                    Box::new(move || map::draw(route, width, map::Use::Still)),
                ),
                (
                    Picture::Speed,
                    Box::new(move || chart::speed::draw(route, width)),
                ),
                (
                    Picture::Timetable,
                    Box::new(move || chart::timetable::draw_route(route, width)),
                ),
            ],
            Summary::Locate(located) => vec![
                (
                    Picture::Map,
                    Box::new(move || map::draw_geography(&locate::geography(located), width)),
                ),
                (
                    Picture::Timetable,
                    Box::new(move || locate::timetable(located, width)),
                ),
            ],
            Summary::Reach(reach) => vec![(
                Picture::Map,
                Box::new(move || map::draw_geography(&reach::geography(reach), width)),
            )],
        };
        let wanted = all
            .iter()
            .filter(|(kind, _)| picture == Picture::Sheet || picture == *kind);
        wanted.map(|(_, draw)| draw()).collect()
    }

    /// It as CSV.
    #[must_use]
    pub fn csv(&self) -> String {
        match self {
            Summary::Route(route) => legs::data(route).to_csv(),
            Summary::Locate(located) => locate::data(located).to_csv(),
            Summary::Reach(reach) => reach::data(reach).to_csv(),
        }
    }

    /// It as Markdown.
    #[must_use]
    pub fn markdown(&self) -> String {
        match self {
            Summary::Route(route) => terminal::markdown(route),
            Summary::Locate(located) => locate::markdown(located),
            Summary::Reach(reach) => reach::markdown(reach),
        }
    }

    /// Its page.
    #[must_use]
    pub fn html(&self) -> String {
        match self {
            Summary::Route(route) => html::route(route),
            Summary::Locate(located) => html::plain(&locate::title(located), self),
            Summary::Reach(reach) => html::plain(&reach::title(reach), self),
        }
    }

    /// It as JSON.
    #[must_use]
    pub fn json(&self) -> serde_json::Value {
        match self {
            Summary::Route(route) => json::route(route),
            Summary::Locate(located) => locate::json(located),
            Summary::Reach(reach) => reach::json(reach),
        }
    }
}

/// Writes an answer in a format.
///
/// # Errors
/// What `out` says when it cannot be written to; [`io::ErrorKind::Unsupported`] for a picture that the answer has not.
pub fn render(summary: &Summary, format: Format, out: &mut dyn io::Write) -> io::Result<()> {
    let text = match format {
        Format::Json => line(&summary.json()),
        Format::Csv => summary.csv(),
        Format::Markdown => summary.markdown(),
        Format::GeoJson => line(&geojson::collection(&summary.geography())),
        Format::Gpx => gpx::document(&summary.geography()),
        Format::Kml => kml::document(&summary.geography()),
        Format::Html => summary.html(),
        Format::Svg(picture) => pictures(summary, picture)?,
        #[cfg(feature = "png")]
        Format::Png(picture) => return out.write_all(&png::pixels(&pictures(summary, picture)?)?),
    };
    out.write_all(text.as_bytes())
}

/// The pictures of one kind as a document.
fn pictures(summary: &Summary, picture: Picture) -> io::Result<String> {
    let drawings = summary.drawings(picture, WIDTH);
    if drawings.is_empty() {
        return Err(io::Error::new(
            io::ErrorKind::Unsupported,
            "this answer has no such picture; .svg has those that it has",
        ));
    }
    Ok(svg::document(&drawings))
}

/// JSON on one line of its own.
fn line(value: &serde_json::Value) -> String {
    format!("{value}\n")
}
