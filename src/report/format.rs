//! The formats of files and how an ending names one.

use std::fmt;
use std::path::{Path, PathBuf};

use thiserror::Error;

/// A file format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
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
    /// The same on one sheet of A4.
    Brief,
    /// A picture.
    Svg(Picture),
    /// A picture in pixels, two for each of its natural size. Needs the feature `pictures`.
    Png(Picture),
}

/// Which picture of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Picture {
    /// All of them above each other.
    Sheet,
    /// The map.
    Map,
    /// Speed over distance.
    Speed,
    /// Time over distance.
    Timetable,
    /// What was reported or claimed against what was computed; it has no ending of its own.
    Comparison,
}

/// A kind of answer, which decides the formats it can be written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// That of `route`.
    Route,
    /// That of `locate`.
    Locate,
    /// That of `reach`.
    Reach,
    /// That of `compare`.
    Compare,
    /// That of `claim`.
    Claim,
    /// That of `claims`.
    Claims,
}

impl Kind {
    /// The pictures it has, in the order of a sheet.
    #[must_use]
    pub fn pictures(self) -> &'static [Picture] {
        match self {
            Kind::Route => &[Picture::Map, Picture::Speed, Picture::Timetable],
            Kind::Locate => &[Picture::Map, Picture::Timetable],
            Kind::Reach => &[Picture::Map],
            Kind::Compare | Kind::Claims => &[Picture::Comparison],
            Kind::Claim => &[Picture::Comparison, Picture::Map],
        }
    }

    /// Whether it can be written in a format.
    #[must_use]
    pub fn has(self, format: Format) -> bool {
        match format {
            Format::Svg(picture) | Format::Png(picture) => {
                picture == Picture::Sheet || self.pictures().contains(&picture)
            }
            // What was reported are journeys between places, not routes over rails.
            Format::GeoJson | Format::Gpx | Format::Kml => {
                !matches!(self, Kind::Compare | Kind::Claim | Kind::Claims)
            }
            Format::Brief => self == Kind::Route,
            Format::Json | Format::Csv | Format::Markdown | Format::Html => true,
        }
    }

    /// The endings of the formats it can be written in.
    #[must_use]
    pub fn endings(self) -> String {
        let known = Format::ENDINGS.iter();
        let mine = known.filter(|(_, format)| self.has(*format));
        mine.map(|(ending, _)| *ending)
            .collect::<Vec<_>>()
            .join(" ")
    }
}

/// Its words, with an article.
impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Kind::Route => "a route",
            Kind::Locate => "an answer of locate",
            Kind::Reach => "an answer of reach",
            Kind::Compare => "a comparison",
            Kind::Claim => "a judged claim",
            Kind::Claims => "a list of judged claims",
        })
    }
}

/// A file name whose ending names no format.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("\"{}\" does not end in a known format; known endings: {}", path.display(), known_endings())]
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
        (".brief.html", Format::Brief),
        (".html", Format::Html),
        (".map.svg", Format::Svg(Picture::Map)),
        (".speed.svg", Format::Svg(Picture::Speed)),
        (".timetable.svg", Format::Svg(Picture::Timetable)),
        (".svg", Format::Svg(Picture::Sheet)),
        #[cfg(feature = "pictures")]
        (".map.png", Format::Png(Picture::Map)),
        #[cfg(feature = "pictures")]
        (".speed.png", Format::Png(Picture::Speed)),
        #[cfg(feature = "pictures")]
        (".timetable.png", Format::Png(Picture::Timetable)),
        #[cfg(feature = "pictures")]
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_name_formats() {
        let format = |name: &str| Format::of_path(Path::new(name));
        assert_eq!(format("trip.JSON"), Ok(Format::Json));
        assert_eq!(format("trip.geojson"), Ok(Format::GeoJson));
        assert_eq!(format("trip.brief.html"), Ok(Format::Brief));
        assert_eq!(format("trip.svg"), Ok(Format::Svg(Picture::Sheet)));
        assert_eq!(format("a.b/trip.map.svg"), Ok(Format::Svg(Picture::Map)));
        #[cfg(feature = "pictures")]
        assert_eq!(format("trip.png"), Ok(Format::Png(Picture::Sheet)));
        let told = format("trip.xlsx").expect_err("unknown").to_string();
        assert!(
            told.contains("trip.xlsx") && told.contains(".kml"),
            "{told}"
        );
    }
}
