//! The formats of files and how an ending names one.

use std::path::{Path, PathBuf};

use thiserror::Error;

/// A file format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// JSON for scripts.
    Json,
    /// CSV: one row a leg.
    Csv,
    /// Markdown.
    Markdown,
    /// GeoJSON, RFC 7946.
    GeoJson,
    /// GPX 1.1.
    Gpx,
    /// KML 2.2.
    Kml,
    /// A page that works alone.
    Html,
    /// A picture.
    Svg(Picture),
}

/// Which picture of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Picture {
    /// All of them above each other.
    Sheet,
    /// The map.
    Map,
    /// Speed over distance.
    Speed,
    /// Time over distance.
    Timetable,
}

/// A file name whose ending names no format.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("\"{}\" does not end in a known format; known are {}", path.display(), known_endings())]
pub struct UnknownFormat {
    /// The file name as given.
    pub path: PathBuf,
}

impl Format {
    /// The endings that name a format; longer ones come before those they end in.
    const ENDINGS: [(&'static str, Format); 11] = [
        (".json", Format::Json),
        (".csv", Format::Csv),
        (".md", Format::Markdown),
        (".geojson", Format::GeoJson),
        (".gpx", Format::Gpx),
        (".kml", Format::Kml),
        (".html", Format::Html),
        (".map.svg", Format::Svg(Picture::Map)),
        (".speed.svg", Format::Svg(Picture::Speed)),
        (".timetable.svg", Format::Svg(Picture::Timetable)),
        (".svg", Format::Svg(Picture::Sheet)),
    ];

    /// The format that a file name asks for; case does not matter.
    ///
    /// # Errors
    /// [`UnknownFormat`] for other endings.
    pub fn of_path(path: &Path) -> Result<Format, UnknownFormat> {
        let name = path.to_string_lossy().to_lowercase();
        let found = Format::ENDINGS
            .iter()
            .find(|(ending, _)| name.ends_with(ending));
        found
            .map(|(_, format)| *format)
            .ok_or_else(|| UnknownFormat {
                path: path.to_owned(),
            })
    }
}

fn known_endings() -> String {
    Format::ENDINGS.map(|(ending, _)| ending).join(" ")
}
