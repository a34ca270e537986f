//! What can be typed after `matrix`.

use std::path::PathBuf;

use clap::Args as ClapArgs;

use super::{EXAMPLES_FIRST, TrainOptions};

#[derive(Debug, ClapArgs)]
#[command(help_template = EXAMPLES_FIRST, before_help = MATRIX_EXAMPLES)]
pub struct Matrix {
    /// The pairs: a CSV or Parquet file with columns from and to, names as `route` takes them; several files, or a folder
    #[arg(value_name = "PAIRS", required = true)]
    pub pairs: Vec<PathBuf>,
    /// The file to write, one row per pair, .csv or .parquet, or a folder for several files, each answered under its own name;
    /// an unfinished run continues where it stopped
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
    #[command(flatten)]
    pub train: TrainOptions,
    /// Keep away from a station, a line or a country (its two letters); may repeat
    #[arg(long, value_name = "X")]
    pub avoid: Vec<String>,
    /// Countries that may be passed though neither end lies there; may repeat
    #[arg(long, value_name = "CC")]
    pub transit: Vec<String>,
    /// The network as it was on this day (2019-04-24); by default on the date of the data
    #[arg(long, value_name = "DATE")]
    pub on: Option<String>,
    /// Take the shortest routes
    #[arg(long)]
    pub shortest: bool,
}

const MATRIX_EXAMPLES: &str = "\
Examples:
  slowtrain matrix pairs.csv -o hours.csv
  slowtrain matrix pairs.parquet -o hours.parquet --train generic-passenger
  slowtrain matrix pairs/*.parquet -o hours/";
