//! What can be typed after `import`.

use std::path::PathBuf;

use crate::import::gtfs::Include;
use clap::{Args as ClapArgs, Subcommand};

use super::EXAMPLES_FIRST;

#[derive(Debug, ClapArgs)]
#[command(help_template = EXAMPLES_FIRST, before_help = IMPORT_EXAMPLES)]
pub struct Import {
    #[command(subcommand)]
    pub format: ImportFormat,
}

const IMPORT_EXAMPLES: &str = "\
Examples:
  slowtrain import osm liechtenstein.osm.pbf -o my-network --country LI
  slowtrain import gtfs viarail.zip -o via --country CA
  slowtrain route Toronto Vancouver --network via --train generic-passenger";

#[derive(Debug, Subcommand)]
pub enum ImportFormat {
    /// From an extract of OpenStreetMap, a .osm.pbf file
    #[command(help_template = EXAMPLES_FIRST, before_help = OSM_EXAMPLES)]
    Osm {
        /// The extract
        file: PathBuf,
        /// Take these kinds of railway as well (light_rail, tram, subway)
        #[arg(long = "include", value_name = "KIND,...", value_delimiter = ',', value_parser = track_class)]
        classes: Vec<Class>,
        /// IANA name of the time zone of all stations
        #[arg(long, value_name = "ZONE")]
        timezone: Option<String>,
        #[command(flatten)]
        options: ImportOptions,
    },
    /// From a timetable, a GTFS feed; its trips become journeys.csv for `compare`
    #[command(help_template = EXAMPLES_FIRST, before_help = GTFS_EXAMPLES)]
    Gtfs {
        /// The feed, a .zip file
        file: PathBuf,
        /// The train that the journeys are made by
        #[arg(long, value_name = "TRAIN", default_value = "generic-passenger")]
        train: String,
        /// Make a journey of each stretch between two stops as well
        #[arg(long)]
        legs: bool,
        /// Take these routes besides railways: subway, tram, monorail, funicular, bus, or the number of a route type
        #[arg(long, value_name = "KIND", value_delimiter = ',', value_parser = route_kind)]
        include: Vec<Include>,
        /// Take this route as well, whatever its type: its id or name; may repeat
        #[arg(long = "route", value_name = "NAME")]
        routes: Vec<String>,
        #[command(flatten)]
        options: ImportOptions,
    },
}

const OSM_EXAMPLES: &str = "\
Examples:
  slowtrain import osm liechtenstein.osm.pbf -o my-network --country LI
  slowtrain network check my-network
  slowtrain route Schaanwald Schaan-Vaduz --network my-network --train generic-passenger";

const GTFS_EXAMPLES: &str = "\
Examples:
  slowtrain import gtfs viarail.zip -o via --country CA
  slowtrain route Toronto Vancouver --network via --train generic-passenger
  slowtrain import gtfs bart.zip -o bart --country US --include subway";

/// Options of every import.
#[derive(Debug, ClapArgs)]
pub struct ImportOptions {
    /// The folder to write; must be new or empty
    #[arg(short, long, value_name = "DIR")]
    pub output: PathBuf,
    /// Country of the stations whose country the file does not give
    #[arg(long, value_name = "CC")]
    pub country: Option<String>,
    /// Gauge of the tracks whose gauge the file does not give
    #[arg(long, value_name = "MM")]
    pub gauge_mm: Option<u16>,
}

/// A kind of railway.
#[derive(Clone, Copy, Debug)]
pub struct Class(pub crate::track::TrackClass);

fn track_class(text: &str) -> Result<Class, String> {
    use crate::track::TrackClass;
    let kinds = [TrackClass::LightRail, TrackClass::Tram, TrackClass::Subway];
    let found = kinds.into_iter().find(|kind| kind.as_str() == text);
    found
        .map(Class)
        .ok_or_else(|| String::from("light_rail, tram or subway are needed"))
}

fn route_kind(text: &str) -> Result<Include, String> {
    let expected = "subway, tram, monorail, funicular, bus or the number of a route type is needed";
    Include::parse(text).ok_or_else(|| expected.to_owned())
}
