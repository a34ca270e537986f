//! Answers as people use them: one [`summary`] that every format reads.
//!
//! A renderer is a pure function of a summary. It knows neither networks nor trains, so no two formats can disagree,
//! and it writes to whatever it is given, never to a file of its own. [`render`] is the one door for files; what lies on
//! the earth goes through one conversion, `geography`, so a new kind of answer reaches GeoJSON, GPX, KML and maps at once.
//! What is laid out for the terminal is made of [`text`] that is cleaned and measured, [`table`]s of it, and a [`page`]
//! that both stand on.

pub mod calibration;
pub mod chart;
pub(crate) mod claims;
pub(crate) mod compare;
mod comparison;
mod consist;
mod dwells;
mod explain;
pub mod file;
mod format;
pub(crate) mod geography;
mod geojson;
mod gpx;
mod html;
pub mod inventory;
pub mod json;
mod kml;
pub(crate) mod labels;
pub mod legs;
pub mod locate;
mod map;
pub mod markdown;
mod minutes;
mod neighbours;
pub mod page;
#[cfg(feature = "pictures")]
mod png;
pub mod reach;
mod reasons;
pub mod route;
pub mod simulation;
pub mod stations;
pub mod summary;
pub mod svg;
pub mod table;
pub mod terminal;
pub mod text;
pub mod trains;
mod warnings;
mod xml;

use std::io;

pub use claims::{ClaimsSummary, JudgedClaim};
pub use format::{Format, Kind, Picture, UnknownFormat};
pub use minutes::to_the_minute;

pub use map::basemap;

use chart::Drawing;
use geography::Geography;
use locate::LocateSummary;
use reach::ReachSummary;
use summary::{CompareSummary, Provenance, RouteSummary};

/// The usual width of pictures, in pixels; SVG scales.
pub const WIDTH: f64 = 960.0;

/// An answer of any command, ready to be shown.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Summary {
    /// The answer of `route`.
    Route(RouteSummary),
    /// The answer of `locate`.
    Locate(LocateSummary),
    /// The answer of `reach`.
    Reach(ReachSummary),
    /// The answer of `compare`.
    Compare(CompareSummary),
    /// The answer of `claim` and of `claims`.
    Claims(ClaimsSummary),
}

impl Summary {
    /// What of it lies on the earth; nothing of an answer without routes.
    #[must_use]
    pub fn geography(&self) -> Option<Geography> {
        match self {
            Summary::Route(route) => Some(Geography::of_route(route)),
            Summary::Locate(located) => Some(locate::geography(located)),
            Summary::Reach(reach) => Some(reach::geography(reach)),
            Summary::Compare(_) | Summary::Claims(_) => None,
        }
    }

    /// Its pictures, `width` pixels wide; none where it has none of the kind.
    #[must_use]
    pub fn drawings(&self, picture: Picture, width: f64) -> Vec<Drawing> {
        let is_flat = |route: &RouteSummary| chart::sections::is_flat(&route.routes[0]);
        let own = self.kind().pictures().iter().copied();
        let wanted = own.filter(|own| picture == Picture::Sheet || picture == *own);
        wanted
            .filter_map(|own| match (self, own) {
                // On a sheet a speed that hardly varies gives way to what says more.
                (Summary::Route(route), Picture::Speed)
                    if picture == Picture::Sheet && is_flat(route) =>
                {
                    Some(chart::sections::draw(route, width))
                }
                _ => self.drawing(own, width),
            })
            .collect()
    }

    fn drawing(&self, picture: Picture, width: f64) -> Option<Drawing> {
        Some(match (self, picture) {
            (Summary::Route(route), Picture::Map) => map::draw(route, width, map::Use::Still),
            (Summary::Route(route), Picture::Speed) => chart::speed::draw(route, width),
            (Summary::Route(route), Picture::Timetable) => {
                chart::timetable::draw_route(route, width)
            }
            (Summary::Locate(located), Picture::Map) => {
                locate::map(located, width, map::Use::Still)
            }
            (Summary::Locate(located), Picture::Timetable) => locate::timetable(located, width),
            (Summary::Reach(reach), Picture::Map) => map::draw_reach(reach, width, map::Use::Still),
            (Summary::Compare(summary), Picture::Comparison) => comparison::drawing(summary, width),
            (Summary::Claims(summary), Picture::Comparison) => claims::drawing(summary, width)?,
            (Summary::Claims(summary), Picture::Map) => {
                claims::map(summary, width, map::Use::Still)?
            }
            _ => return None,
        })
    }

    /// What kind of answer it is.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self {
            Summary::Route(_) => Kind::Route,
            Summary::Locate(_) => Kind::Locate,
            Summary::Reach(_) => Kind::Reach,
            Summary::Compare(_) => Kind::Compare,
            Summary::Claims(summary) if summary.claims.len() == 1 => Kind::Claim,
            Summary::Claims(_) => Kind::Claims,
        }
    }

    /// It as CSV.
    #[must_use]
    pub fn csv(&self) -> String {
        let table = match self {
            Summary::Route(route) => legs::data(route),
            Summary::Locate(located) => locate::data(located),
            Summary::Reach(reach) => reach::data(reach),
            Summary::Compare(summary) => compare::data(&summary.rows),
            Summary::Claims(summary) => claims::table(summary),
        };
        let attribution = labels::attribution(self.provenance(), false);
        table.attributed(&attribution).to_csv()
    }

    /// What every answer carries along.
    #[must_use]
    pub fn provenance(&self) -> &Provenance {
        match self {
            Summary::Route(route) => &route.provenance,
            Summary::Locate(located) => &located.route.provenance,
            Summary::Reach(reach) => &reach.provenance,
            Summary::Compare(summary) => &summary.provenance,
            Summary::Claims(summary) => &summary.provenance,
        }
    }

    /// It as a terminal of so many columns shows it, without colours.
    #[must_use]
    pub fn text(&self, columns: usize) -> String {
        let mut text = String::new();
        let mut page = page::Page::new(&mut text, columns, false);
        let shown = match self {
            Summary::Route(route) => terminal::route(route, &mut page, false),
            Summary::Locate(located) => locate::show(located, &mut page, false),
            Summary::Reach(reach) => reach::show(reach, &mut page, false),
            Summary::Compare(summary) => compare::show(&summary.rows, &mut page),
            Summary::Claims(summary) => claims::show(summary, &mut page, false),
        };
        shown.expect("a string takes all");
        text
    }

    /// It as Markdown.
    #[must_use]
    pub fn markdown(&self) -> String {
        match self {
            Summary::Route(route) => terminal::markdown(route),
            Summary::Locate(located) => locate::markdown(located),
            Summary::Reach(reach) => reach::markdown(reach),
            Summary::Compare(summary) => comparison::markdown(summary),
            Summary::Claims(summary) => claims::markdown(summary),
        }
    }

    /// Its page.
    #[must_use]
    pub fn html(&self) -> String {
        match self {
            Summary::Route(route) => html::route(route),
            Summary::Locate(located) => html::locate(located),
            Summary::Reach(reach) => html::reach(reach),
            Summary::Compare(summary) => html::compare(summary),
            Summary::Claims(summary) => html::claims(summary),
        }
    }

    /// It as JSON.
    #[must_use]
    pub fn json(&self) -> serde_json::Value {
        match self {
            Summary::Route(route) => json::route(route),
            Summary::Locate(located) => json::locate(located),
            Summary::Reach(reach) => json::reach(reach),
            Summary::Compare(summary) => json::compare(summary),
            Summary::Claims(summary) => json::claims(summary),
        }
    }
}

/// Writes an answer in a format; pictures `width` pixels wide.
///
/// # Errors
/// What `out` says when it cannot be written to; [`io::ErrorKind::Unsupported`] for what the answer has not, see
/// [`Kind::has`].
pub fn render(
    summary: &Summary,
    format: Format,
    width: f64,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let geography = || summary.geography().ok_or_else(|| unsupported(summary));
    let pictures = |picture| match summary.drawings(picture, width).as_slice() {
        [] if summary.kind().has(format) => Err(undrawn(summary)),
        [] => Err(unsupported(summary)),
        drawings => Ok(svg::document(drawings)),
    };
    let text = match format {
        Format::Json => line(&summary.json()),
        Format::Csv => summary.csv(),
        Format::Markdown => summary.markdown(),
        Format::GeoJson => line(&geojson::collection(&geography()?)),
        Format::Gpx => gpx::document(&geography()?),
        Format::Kml => kml::document(&geography()?),
        Format::Html => summary.html(),
        Format::Brief => match summary {
            Summary::Route(route) => html::brief(route),
            _ => return Err(unsupported(summary)),
        },
        Format::Svg(picture) => pictures(picture)?,
        #[cfg(feature = "pictures")]
        Format::Png(picture) => return out.write_all(&png::pixels(&pictures(picture)?)?),
        #[cfg(not(feature = "pictures"))]
        Format::Png(_) => return Err(unsupported(summary)),
    };
    out.write_all(text.as_bytes())
}

/// Of claims that were held against no journey.
fn undrawn(summary: &Summary) -> io::Error {
    let kind = summary.kind();
    let told = format!(
        "{kind} for which no journey was computed has nothing to draw; .html .md .json .csv have the answer"
    );
    io::Error::new(io::ErrorKind::Unsupported, told)
}

fn unsupported(summary: &Summary) -> io::Error {
    let kind = summary.kind();
    let told = format!("{kind} has no such format; it has {}", kind.endings());
    io::Error::new(io::ErrorKind::Unsupported, told)
}

/// JSON on one line of its own.
fn line(value: &serde_json::Value) -> String {
    json::ascii_where_it_acts(&format!("{value}\n"))
}
