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
    /// A picture in pixels, twice its natural size; only where the program was built with the feature `png`.
    #[cfg(feature = "png")]
    Png(Picture),
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
#[error("\"{}\" does not end in a known format; known are {}{}", path.display(), known_endings(), hint(path))]
pub struct UnknownFormat {
    /// The file name as given.
    pub path: PathBuf,
}

impl Format {
    /// The endings that name a format; longer ones come before those they end in.
    const ENDINGS: &'static [(&'static str, Format)] = &[
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
        #[cfg(feature = "png")]
        (".map.png", Format::Png(Picture::Map)),
        #[cfg(feature = "png")]
        (".speed.png", Format::Png(Picture::Speed)),
        #[cfg(feature = "png")]
        (".timetable.png", Format::Png(Picture::Timetable)),
        #[cfg(feature = "png")]
        (".png", Format::Png(Picture::Sheet)),
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
    let endings: Vec<&str> = Format::ENDINGS.iter().map(|(ending, _)| *ending).collect();
    endings.join(" ")
}

/// What to do instead where an ending is known but was left out of the program.
fn hint(path: &Path) -> &'static str {
    let is_png = path.to_string_lossy().to_lowercase().ends_with(".png");
    if is_png && cfg!(not(feature = "png")) {
        "; .png needs a program built with --features png, .svg shows the same"
    } else {
        ""
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_name_formats() {
        let format = |name: &str| Format::of_path(Path::new(name));
        assert_eq!(format("trip.JSON"), Ok(Format::Json));
        assert_eq!(format("trip.geojson"), Ok(Format::GeoJson));
        assert_eq!(format("trip.svg"), Ok(Format::Svg(Picture::Sheet)));
        assert_eq!(format("a.b/trip.map.svg"), Ok(Format::Svg(Picture::Map)));
        let told = format("trip.xlsx").expect_err("unknown").to_string();
        assert!(
            told.contains("trip.xlsx") && told.contains(".kml"),
            "{told}"
        );
    }

    #[test]
    #[cfg(not(feature = "png"))]
    fn png_is_asked_for_in_vain_but_told_why() {
        let told = Format::of_path(Path::new("trip.png"))
            .expect_err("left out")
            .to_string();
        assert!(
            told.contains("--features png") && told.contains(".svg"),
            "{told}"
        );
    }
}
