//! What can be typed after `tracks`.

use std::path::PathBuf;

use clap::Args as ClapArgs;

use super::{EXAMPLES_FIRST, TrainOptions};

#[derive(Debug, ClapArgs)]
#[command(help_template = EXAMPLES_FIRST, before_help = TRACKS_EXAMPLES)]
pub struct Tracks {
    /// Where the train starts
    pub from: String,
    /// Where it goes
    pub to: String,
    #[command(flatten)]
    pub train: TrainOptions,
    /// Also write the answer to FILE, in the format of its ending: .json .csv .md .geojson; may repeat
    #[arg(short, long = "output", value_name = "FILE")]
    pub output: Vec<PathBuf>,
}

const TRACKS_EXAMPLES: &str = "\
Examples:
  slowtrain tracks Schaanwald Schaan-Vaduz --network my-network --train generic-passenger
  slowtrain tracks Schaanwald Nendeln --network my-network -o route.geojson";
