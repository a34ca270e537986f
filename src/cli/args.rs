//! What can be typed. Texts stay texts here; [`super::requests`] finds out what they mean.

mod calibrate;
mod compare;
mod files;
#[cfg(feature = "import")]
mod import;
mod locate;
mod matrix;
#[cfg(feature = "serve")]
mod serve;
mod simulate;

use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};

pub use calibrate::Calibrate;
pub use compare::Compare;
pub use files::Files;
#[cfg(feature = "import")]
pub use import::{Import, ImportFormat, ImportOptions};
pub use locate::{Locate, Reach};
pub use matrix::Matrix;
#[cfg(feature = "serve")]
pub use serve::Serve;
pub use simulate::Simulate;

/// How far is it by rail, how long does the train take, and is the reported story true?
#[derive(Debug, Parser)]
#[command(name = "slowtrain", version = super::version::version(), long_version = super::version::long_version())]
#[command(help_template = EXAMPLES_FIRST, before_help = EXAMPLES, after_help = EXIT_CODES)]
#[command(
    disable_help_subcommand = true,
    arg_required_else_help = true,
    max_term_width = 100
)]
pub struct Args {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Command,
}

/// What it is, examples, then everything else.
const EXAMPLES_FIRST: &str =
    "{about-with-newline}\n{before-help}{usage-heading} {usage}\n\n{all-args}{after-help}";

const EXAMPLES: &str = "\
Examples:
  slowtrain route Pyongyang Vladivostok
  slowtrain route Moscow Vladivostok --train rossiya --depart 2026-11-01T23:45
  slowtrain route 평양 Владивосток --avoid Ussuriysk --explain
  slowtrain stations Jinzhou
  slowtrain network check my-network/";

const EXIT_CODES: &str = "\
Exit codes: 0 an answer, 1 a negative answer (no route, errors in the data), 2 wrong usage or unreadable input.";

/// Options of every command.
#[derive(Debug, ClapArgs)]
pub struct Global {
    /// Use the network in this folder instead of the bundled one
    #[arg(long, global = true, value_name = "DIR", help_heading = "Everywhere")]
    pub network: Option<PathBuf>,
    /// Format of the answer on standard output: a table to read, JSON, CSV with one row per leg or finding, or Markdown
    #[arg(
        long,
        global = true,
        value_name = "FORMAT",
        default_value = "table",
        help_heading = "Everywhere"
    )]
    pub format: FormatOption,
    /// Whether the answer is coloured; auto: on a terminal, unless NO_COLOR is set
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        help_heading = "Everywhere"
    )]
    pub color: Color,
    /// Leave out warnings and remarks
    #[arg(short, long, global = true, help_heading = "Everywhere")]
    pub quiet: bool,
    /// Also say what was read and how long it took
    #[arg(short, long, global = true, help_heading = "Everywhere")]
    pub verbose: bool,
}

/// Formats of standard output. What they are is said once in the README; the help stays short.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Table,
    Json,
    Csv,
    Md,
}

/// Formats as typed: those of every answer, and the file of a train.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FormatOption {
    Table,
    Json,
    Csv,
    Md,
    // The file of a train, for `trains NAME` only. A doc comment here would turn every help into its long form.
    Toml,
}

impl FormatOption {
    /// The format of an answer; `None` for the file of a train.
    pub fn of_answer(self) -> Option<Format> {
        match self {
            FormatOption::Table => Some(Format::Table),
            FormatOption::Json => Some(Format::Json),
            FormatOption::Csv => Some(Format::Csv),
            FormatOption::Md => Some(Format::Md),
            FormatOption::Toml => None,
        }
    }
}

/// When to colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Find the route, run the train over it and say how long it takes
    Route(Box<Route>),
    /// Judge a claim: how far, how long, how fast, with how many cars
    Claim(Box<Claim>),
    /// Judge every claim of a file, by default the bundled ones
    Claims(Claims),
    /// Compare reported journeys with computed ones, with statistics
    Compare(Compare),
    /// Fit a train's speeds to journeys and say how well they predict others
    Calibrate(Calibrate),
    /// Say where the train is, when it passes each station and when it arrives
    Locate(Box<Locate>),
    /// Say how far the train can have travelled
    Reach(Reach),
    /// Compute distance and hours for each pair of a file
    Matrix(Box<Matrix>),
    /// Find stations by any spelling
    Stations(Stations),
    /// List the trains, or show one with the source of each figure
    Trains(Trains),
    /// Run one train over one described path
    Simulate(Simulate),
    /// Check, describe or copy a network
    Network(Network),
    /// Make a network from a map or a timetable
    #[cfg(feature = "import")]
    Import(Import),
    /// Show the map in the browser and answer over HTTP
    #[cfg(feature = "serve")]
    Serve(Serve),
    /// Print completions for a shell
    Completions(Completions),
    /// Write man pages into a folder
    Man(Man),
}

#[derive(Debug, ClapArgs)]
#[command(help_template = EXAMPLES_FIRST, before_help = ROUTE_EXAMPLES)]
pub struct Route {
    /// Where the train starts: a name in any script or spelling, or an id like kp-pyongyang
    pub from: String,
    /// Where it goes
    pub to: String,
    #[command(flatten)]
    pub route: RouteOptions,
    #[command(flatten)]
    pub train: TrainOptions,
    /// Departure: local time at the start, or with an offset (2019-04-24T02:00, 2019-04-24T02:00+09:00)
    #[arg(long, value_name = "TIME", conflicts_with = "arrive")]
    pub depart: Option<String>,
    /// Arrival: local time at the end, or with an offset; the departure is planned backwards from it
    #[arg(long, value_name = "TIME")]
    pub arrive: Option<String>,
    /// Also show up to N alternative routes
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = whole::<0, 20>)]
    pub alternatives: u32,
    /// Take the shortest route
    #[arg(long, conflicts_with = "fastest")]
    pub shortest: bool,
    /// Take the fastest route (the default)
    #[arg(long)]
    pub fastest: bool,
    /// Stop at a station on the route for so many minutes; may repeat
    #[arg(long = "stop", value_name = "STATION=MIN")]
    pub stops: Vec<String>,
    /// Say where each figure comes from, and why this route
    #[arg(long)]
    pub explain: bool,
    /// Let the train spend its allowance by coasting, and say what energy that saves
    #[arg(long)]
    pub economy: bool,
    /// Draw speed over distance below the answer
    #[arg(long)]
    pub chart: bool,
    #[command(flatten)]
    pub files: Files,
}

const ROUTE_EXAMPLES: &str = "\
Examples:
  slowtrain route Pyongyang Vladivostok
  slowtrain route Pyongyang Vladivostok --avoid Ussuriysk --depart 2019-04-24T02:00
  slowtrain route Moscow Vladivostok --train rossiya --via Yaroslavl --via Buy
  slowtrain route Moscow Vladivostok --transit CN --alternatives 2
  slowtrain route Pyongyang Vladivostok --cars 90 --locomotives 4 --explain
  slowtrain route Pyongyang Vladivostok --arrive 2019-04-24T18:00
  slowtrain route Hanoi Saigon --train vn-express --format json";

/// What the route must and must not do.
#[derive(Clone, Debug, ClapArgs)]
pub struct RouteOptions {
    /// Pass this station; may repeat, in order
    #[arg(long, value_name = "STATION")]
    pub via: Vec<String>,
    /// Keep away from a station, a line or a country (its two letters); may repeat
    #[arg(long, value_name = "X")]
    pub avoid: Vec<String>,
    /// Countries that may be passed though neither end lies there; may repeat
    #[arg(long, value_name = "CC")]
    pub transit: Vec<String>,
    /// The network as it was on this day (2019-04-24); by default on the day of departure, else on the date of the data
    #[arg(long, value_name = "DATE")]
    pub on: Option<String>,
}

/// Which train.
#[derive(Debug, ClapArgs)]
pub struct TrainOptions {
    /// The train: a name, a train number or a file my.toml; by default the one that fits the place, for `matrix`
    /// generic-passenger (`slowtrain trains` lists them)
    #[arg(long, value_name = "TRAIN")]
    pub train: Option<String>,
    /// Number of cars, instead of the train's own
    #[arg(long, value_name = "N", value_parser = whole::<1, 2_000>)]
    pub cars: Option<u32>,
    /// Mass of all cars together, in tonnes, instead of the train's own
    #[arg(long, value_name = "T", value_parser = mass)]
    pub mass_t: Option<f64>,
    /// Number of locomotives, instead of the train's own
    #[arg(long, value_name = "N", value_parser = whole::<1, 50>)]
    pub locomotives: Option<u32>,
}

fn whole<const LEAST: u32, const MOST: u32>(text: &str) -> Result<u32, String> {
    let number = text
        .parse()
        .ok()
        .filter(|number| (LEAST..=MOST).contains(number));
    number.ok_or_else(|| format!("a whole number from {LEAST} to {MOST} is needed"))
}

fn mass(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(mass) if mass.is_finite() && (1.0..=500_000.0).contains(&mass) => Ok(mass),
        _ => Err(String::from("tonnes from 1 to 500000 are needed")),
    }
}

const CLAIM_EXAMPLES: &str = "\
Examples:
  slowtrain claim Pyongyang Vladivostok --km 200 --hours 19-20
  slowtrain claim Pyongyang Vladivostok --km 1180 --hours 'about 20' --max-speed 59
  slowtrain claim Pyongyang Beijing --departed 2019-01-07T16:00 --arrived 2019-01-08T16:00
  slowtrain claim Pyongyang Vladivostok --km '124 miles' --hours 'about 10 to 15' -o verdict.html
  slowtrain claim --train vn-express --max-speed 160
  slowtrain claim Pyongyang Vladivostok --cars 90 --trains 3
  slowtrain claim Pyongyang --text '700 km to Vladivostok in a bit over ten hours'";

const VERDICTS: &str = "\
Verdicts:
  A figure is as exact as half the unit of its last digit that is not zero, at
  most 5 %: 1180 is 1175 to 1185, 20 is 19 to 21; \"about\" is twice as wide,
  \"nearly\" and \"over\" are open on one side.
  impossible   the distance is below the straight line or the shortest rail
               distance, the time is below the technical minimum, or the claim's
               own figures contradict each other
  consistent   the distance is within a tenth of the route or an alternative, the
               time within the middle 95 % of the computed journeys
  doubtful     anything between; \"faster than 97 % of samples\" means that of a
               thousand computed journeys 970 take longer
  The shortest rail distance is over any open line, freight lines included, with
  any locomotive through any country; `route --shortest` keeps to what the train
  may use.";

const CLAIMS_EXAMPLES: &str = "\
Examples:
  slowtrain claims
  slowtrain claims --id c032
  slowtrain claims mine.csv --format csv";

#[derive(Clone, Debug, ClapArgs)]
#[command(help_template = EXAMPLES_FIRST, before_help = CLAIM_EXAMPLES, after_help = VERDICTS)]
pub struct Claim {
    /// Where the journey starts; leave out both ends to judge what is claimed of a train alone
    pub from: Option<String>,
    /// Where it goes
    pub to: Option<String>,
    /// The claim as a sentence; ends and figures are read from it unless they are given separately
    #[arg(long, value_name = "SENTENCE")]
    pub text: Option<String>,
    /// Distance claimed: 200, 150-300, "about 200", "over 1,000", "124 miles"
    #[arg(long, value_name = "KM")]
    pub km: Option<String>,
    /// Time claimed: 20, 19-20, "nearly 20", "about 10 to 15", "20,5 h", "2 days"
    #[arg(long, value_name = "HOURS", conflicts_with_all = ["departed", "arrived"])]
    pub hours: Option<String>,
    /// When it is said to have left, by the clock there; the hours follow from the time zones of both ends
    #[arg(long, value_name = "TIME", requires = "arrived")]
    pub departed: Option<String>,
    /// When it is said to have arrived, by the clock there; "about TIME" may be half an hour off, other times five minutes
    #[arg(long, value_name = "TIME", requires = "departed")]
    pub arrived: Option<String>,
    /// Stop at a station on the route for so many minutes; may repeat
    #[arg(long = "stop", value_name = "STATION=MIN")]
    pub stops: Vec<String>,
    /// Mean speed claimed: 60, "37 mph"
    #[arg(long, value_name = "KM/H")]
    pub speed: Option<String>,
    /// Highest speed claimed
    #[arg(long, value_name = "KM/H")]
    pub max_speed: Option<String>,
    /// Number of cars claimed
    #[arg(long, value_name = "N", value_parser = whole::<1, 2_000>)]
    pub cars: Option<u32>,
    /// Number of trains the cars are in
    #[arg(long, value_name = "N", requires = "cars", value_parser = whole::<1, 50>)]
    pub trains: Option<u32>,
    #[command(flatten)]
    pub route: RouteOptions,
    /// The train: a name, a train number or a file my.toml; by default the one that fits the place (`slowtrain trains`
    /// lists them)
    #[arg(long, value_name = "TRAIN")]
    pub train: Option<String>,
    #[command(flatten)]
    pub files: Files,
}

#[derive(Debug, ClapArgs)]
#[command(help_template = EXAMPLES_FIRST, before_help = CLAIMS_EXAMPLES)]
pub struct Claims {
    /// The claims, a CSV file with the columns of the bundled claims.csv (`slowtrain network init DIR` writes a copy)
    pub file: Option<PathBuf>,
    /// Only this claim
    #[arg(long, value_name = "ID")]
    pub id: Option<String>,
    #[command(flatten)]
    pub files: Files,
}

#[derive(Debug, ClapArgs)]
#[command(help_template = EXAMPLES_FIRST, before_help = STATIONS_EXAMPLES)]
pub struct Stations {
    /// A name or a part of one, in any script or spelling
    #[arg(required = true, value_name = "QUERY")]
    pub query: Vec<String>,
}

const STATIONS_EXAMPLES: &str = "\
Examples:
  slowtrain stations Jinzhou
  slowtrain stations 두만강
  slowtrain stations dong dang --format json";

#[derive(Debug, ClapArgs)]
#[command(help_template = EXAMPLES_FIRST, before_help = TRAINS_EXAMPLES)]
pub struct Trains {
    /// Show this train
    pub name: Option<String>,
}

const TRAINS_EXAMPLES: &str = "\
Examples:
  slowtrain trains
  slowtrain trains leader-special
  slowtrain trains rossiya --format toml > my-train.toml";

#[derive(Debug, ClapArgs)]
#[command(help_template = EXAMPLES_FIRST, before_help = NETWORK_EXAMPLES)]
pub struct Network {
    #[command(subcommand)]
    pub action: NetworkAction,
}

const NETWORK_EXAMPLES: &str = "\
Examples:
  slowtrain network info
  slowtrain network init my-network/
  slowtrain network check my-network/ --strict
  slowtrain route Pyongyang Vladivostok --network my-network/";

#[derive(Debug, Subcommand)]
pub enum NetworkAction {
    /// List every error and doubtful figure of a network, with file and line
    #[command(help_template = EXAMPLES_FIRST, before_help = CHECK_EXAMPLES)]
    Check {
        /// The folder; the bundled network when left out
        dir: Option<PathBuf>,
        /// Treat warnings as errors
        #[arg(long)]
        strict: bool,
    },
    /// Count stations, segments and kilometres; show licence, version and checksum
    #[command(help_template = EXAMPLES_FIRST, before_help = INFO_EXAMPLES)]
    Info {
        /// The folder; the bundled network when left out
        dir: Option<PathBuf>,
    },
    /// Write a copy of the bundled network into a new folder, to edit
    #[command(help_template = EXAMPLES_FIRST, before_help = INIT_EXAMPLES)]
    Init {
        /// The folder; must be new or empty
        dir: PathBuf,
    },
}

const INIT_EXAMPLES: &str = "\
Examples:
  slowtrain network init my-network/
  slowtrain route Pyongyang Vladivostok --network my-network/";

const INFO_EXAMPLES: &str = "\
Examples:
  slowtrain network info
  slowtrain network info my-network/ --format json";

const CHECK_EXAMPLES: &str = "\
Examples:
  slowtrain network check my-network/
  slowtrain network check my-network/ --strict --format csv";

#[derive(Debug, ClapArgs)]
#[command(help_template = EXAMPLES_FIRST, before_help = COMPLETIONS_EXAMPLES)]
pub struct Completions {
    /// The shell
    pub shell: clap_complete::Shell,
}

const COMPLETIONS_EXAMPLES: &str = "\
Examples:
  slowtrain completions bash > ~/.local/share/bash-completion/completions/slowtrain
  slowtrain completions zsh > ~/.zfunc/_slowtrain
  slowtrain completions fish > ~/.config/fish/completions/slowtrain.fish";

#[derive(Debug, ClapArgs)]
#[command(help_template = EXAMPLES_FIRST, before_help = MAN_EXAMPLES)]
pub struct Man {
    /// The folder
    pub dir: PathBuf,
}

const MAN_EXAMPLES: &str = "\
Examples:
  slowtrain man ~/.local/share/man/man1/";
