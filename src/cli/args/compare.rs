//! What can be typed after `compare`.

use std::path::PathBuf;

use clap::Args as ClapArgs;

use super::{EXAMPLES_FIRST, Files};

const COMPARE_EXAMPLES: &str = "\
Examples:
  slowtrain compare
  slowtrain compare --journey kju-2019-03-hanoi-ret
  slowtrain compare mine.csv --train cn-k-train -o report.md";

#[derive(Debug, ClapArgs)]
#[command(help_template = EXAMPLES_FIRST, before_help = COMPARE_EXAMPLES)]
pub struct Compare {
    /// The journeys, a CSV file; required columns: from_place and to_place; optional: journey_id, leg_seq, title, train, from_id,
    /// to_id, via_ids, via_dwell_min, departed_local, departed_utc_offset_h, arrived_local, arrived_utc_offset_h, duration_h,
    /// distance_km_reported, time_quality (exact, about, timetable, day-only) and fit
    pub file: Option<PathBuf>,
    /// Only the legs of this journey
    #[arg(long, value_name = "ID")]
    pub journey: Option<String>,
    /// Compute all of them with this train
    #[arg(long, value_name = "TRAIN")]
    pub train: Option<String>,
    #[command(flatten)]
    pub files: Files,
}
