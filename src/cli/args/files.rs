//! Files that any answer can be written to.

use std::path::PathBuf;

use clap::Args as ClapArgs;

use super::whole;

/// Files to write besides.
#[derive(Clone, Debug, ClapArgs)]
pub struct Files {
    /// Also write the answer to FILE, in the format of its ending: .json .csv .md .html .svg .png; routes also .brief.html
    /// (one page of A4), routes, positions and reach also .geojson .gpx .kml; may repeat
    #[arg(short, long = "output", value_name = "FILE")]
    pub output: Vec<PathBuf>,
    /// Width of pictures in pixels, 360 to 4000; .png has two pixels for each
    #[arg(long, value_name = "PX", requires = "output", default_value_t = crate::report::WIDTH as u32, hide_default_value = true, value_parser = whole::<360, 4_000>)]
    pub width: u32,
}
