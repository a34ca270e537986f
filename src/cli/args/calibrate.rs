//! What can be typed after `calibrate`.

use std::path::PathBuf;

use clap::Args as ClapArgs;

use super::EXAMPLES_FIRST;

#[derive(Debug, ClapArgs)]
#[command(help_template = EXAMPLES_FIRST, before_help = CALIBRATE_EXAMPLES)]
pub struct Calibrate {
    /// The journeys, columns as for `compare`, in one file or several; by default the bundled ones. Those of the train
    /// count whose `fit` is yes, weak (at half weight) or bound (an upper bound)
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Also learn from a timetable, a row a train at a station: train, date_valid, station_id, arrival_local,
    /// departure_local, utc_offset_h; times like 22:13, 00:24+1 (the next day) or D2 00:54; trains by the `numbers` of
    /// the train's file
    #[arg(long, value_name = "FILE")]
    pub timetable: Option<PathBuf>,
    /// Journeys that nothing is fitted to, columns as for `compare`: they say how far ranges must be stretched; may
    /// repeat
    #[arg(long, value_name = "FILE")]
    pub held: Vec<PathBuf>,
    /// The train whose speeds are fitted: a name, a train number or a file my.toml
    #[arg(long, value_name = "TRAIN", default_value = "leader-special")]
    pub train: String,
    /// Also write the answer: .toml is the train's file with the fitted figures, .svg a picture of how reliable the ranges
    /// are, .json .csv .md the answer itself; may repeat
    #[arg(short, long = "output", value_name = "FILE")]
    pub output: Vec<PathBuf>,
}

const CALIBRATE_EXAMPLES: &str = "\
Examples:
  slowtrain calibrate --train leader-special
  slowtrain calibrate --train cn-k-train --timetable timetable.csv
  slowtrain calibrate my-journeys.csv --train my-train --network my-network -o my-train.toml";
