//! What can be typed after `simulate`.

use std::path::PathBuf;

use crate::running::Allowance;
use crate::units::{RunTime, parse};
use clap::Args as ClapArgs;

use super::EXAMPLES_FIRST;

#[derive(Debug, ClapArgs)]
#[command(help_template = EXAMPLES_FIRST, before_help = SIMULATE_EXAMPLES, after_help = A_CASE)]
pub struct Simulate {
    /// The case, a file like the one below; `-` for standard input
    #[arg(value_name = "CASE.json")]
    pub case: PathBuf,
    /// Take so much longer and save energy by coasting: 5%, 90s, 2min; the allowances of the case are spent in the same way
    #[arg(long, value_name = "AMOUNT", value_parser = slack)]
    pub economy: Option<Slack>,
}

const SIMULATE_EXAMPLES: &str = "\
Examples:
  slowtrain simulate my-line.json
  slowtrain simulate my-line.json --economy 5%
  slowtrain simulate my-line.json --format json";

/// A case with all that is usually needed; a test runs it.
const A_CASE: &str = r#"A case:
  {"schema": "slowtrain.case/1",
   "path": {"length_m": 9000, "speed_limits": [{"start_m": 0, "end_m": 9000, "speed_ms": 20}],
     "gradients": [{"start_m": 2000, "end_m": 5000, "permille": 8}],
     "curves": [{"start_m": 6000, "end_m": 6500, "radius_m": 400}]},
   "train": {"length_m": 400, "mass_kg": 900000, "rotating_mass_factor": 1.06, "max_speed_ms": 25,
     "resistance": {"a_n": 12000, "b_n_per_ms": 300, "c_n_per_ms2": 20},
     "traction": {"max_force_n": 314000, "power_w": 1090000},
     "braking": {"kind": "constant_deceleration", "value_ms2": 0.3, "release_s": 5}},
   "stops": [{"position_m": 4000, "dwell_s": 120}],
   "allowances": [{"name": "recovery", "percent": 5}]}
Traction may be a curve of points or a constant acceleration, braking a
constant_force; allowances also minutes_per_100km or fixed_s, over start_m to
end_m; a model gravity_ms2, gradient (strip, point), curves (800/r, ptr,
roeckl) and min_cruise_time_s; start_speed_ms."#;

/// Time to be spent by coasting.
#[derive(Clone, Debug)]
pub struct Slack(pub Allowance);

/// The name of that time among the allowances.
const NAME: &str = "economy";

/// The most time that may be spent by coasting, s; a year, as the allowances of a case.
const MOST_SLACK_S: f64 = 31_557_600.0;

fn slack(text: &str) -> Result<Slack, String> {
    let number = |digits: &str, most: f64| {
        let number = digits.trim().parse::<f64>().ok();
        number.filter(|number| (0.0..=most).contains(number))
    };
    let allowance = if let Some(digits) = text.strip_suffix('%') {
        number(digits, 1_000.0).map(|percent| Allowance::percent(NAME, percent))
    } else {
        let seconds = text
            .strip_suffix('s')
            .and_then(|digits| number(digits, MOST_SLACK_S));
        let time = seconds.map(RunTime::from_s);
        let span = || parse::time_span(text).ok();
        let time = time.or_else(|| span().filter(|time| time.s() <= MOST_SLACK_S));
        time.map(|time| Allowance::fixed(NAME, time))
    };
    allowance
        .map(Slack)
        .ok_or_else(|| String::from("a share like 5% or a time like 90s or 2min is needed"))
}
