//! What can be typed after `locate` and `reach`.

use clap::Args as ClapArgs;

use super::{EXAMPLES_FIRST, Files, RouteOptions, TrainOptions, whole};

#[derive(Debug, ClapArgs)]
#[command(help_template = EXAMPLES_FIRST, before_help = LOCATE_EXAMPLES)]
pub struct Locate {
    /// Where the train started
    pub from: String,
    /// Where it goes
    pub to: String,
    /// When it left: by the clock at the start, or with an offset (2019-04-24T02:00, 2019-04-24T02:00+09:00)
    #[arg(long, value_name = "TIME")]
    pub departed: String,
    /// The time to locate it at: by the clock at the start, or with an offset; without it only the timing points are shown
    #[arg(long, value_name = "TIME")]
    pub at: Option<String>,
    /// It was seen at a station: by the clock there, or with an offset; `Khasan=about TIME` may be half an hour off,
    /// other times five minutes; may repeat
    #[arg(long, value_name = "STATION=TIME")]
    pub seen: Vec<String>,
    /// It arrived at a station, or passed it; may repeat
    #[arg(long, value_name = "STATION=TIME")]
    pub arrived: Vec<String>,
    /// It left a station; may repeat
    #[arg(long, value_name = "STATION=TIME")]
    pub left: Vec<String>,
    /// It runs in a convoy of so many trains: the pilot ahead of it, the others behind
    #[arg(long, value_name = "N", value_parser = whole::<2, 10>, requires = "headway")]
    pub convoy: Option<u32>,
    /// Minutes from one train of the convoy to the next
    #[arg(long, value_name = "MIN", requires = "convoy")]
    pub headway: Option<String>,
    /// Stop at a station on the route for so many minutes; may repeat
    #[arg(long = "stop", value_name = "STATION=MIN")]
    pub stops: Vec<String>,
    #[command(flatten)]
    pub route: RouteOptions,
    #[command(flatten)]
    pub train: TrainOptions,
    #[command(flatten)]
    pub files: Files,
}

const LOCATE_EXAMPLES: &str = "\
Examples:
  slowtrain locate Pyongyang Vladivostok --departed 2019-04-23T07:00 --at 2019-04-23T22:00
  slowtrain locate Khasan Vladivostok --departed 2019-04-24T11:40 --seen Ussuriysk=2019-04-24T16:00
  slowtrain locate Pyongyang Vladivostok --departed 2019-04-23T07:00 --convoy 3 --headway 30
  slowtrain locate Beijing Pyongyang --departed 2019-01-09T14:08 -o train.geojson";

#[derive(Debug, ClapArgs)]
#[command(help_template = EXAMPLES_FIRST, before_help = REACH_EXAMPLES)]
pub struct Reach {
    /// Where the train starts
    pub from: String,
    /// Time since the departure: 20h, 20h30, 90min, 1d
    #[arg(long, value_name = "TIME")]
    pub within: String,
    /// Stop at a station on the route for so many minutes; may repeat
    #[arg(long = "stop", value_name = "STATION=MIN")]
    pub stops: Vec<String>,
    /// Keep away from a station, a line or a country (its two letters); may repeat
    #[arg(long, value_name = "X")]
    pub avoid: Vec<String>,
    /// The network as it was on this day (2019-04-24); by default on the date of the data
    #[arg(long, value_name = "DATE")]
    pub on: Option<String>,
    #[command(flatten)]
    pub train: TrainOptions,
    #[command(flatten)]
    pub files: Files,
}

const REACH_EXAMPLES: &str = "\
Examples:
  slowtrain reach Pyongyang --within 20h
  slowtrain reach Khasan --within 6h --on 2019-04-24 --format csv
  slowtrain reach Vladivostok --within 1d --train rossiya -o reach.geojson";
