//! What can be typed after `simulate`.

use std::path::PathBuf;

use clap::Args as ClapArgs;
use slowtrain::running::Allowance;
use slowtrain::units::{RunTime, parse};

use super::EXAMPLES_FIRST;

#[derive(Debug, ClapArgs)]
#[command(help_template = EXAMPLES_FIRST, before_help = SIMULATE_EXAMPLES)]
pub struct Simulate {
    /// The case, a file of schema slowtrain.case/1; `-` for standard input
    #[arg(value_name = "CASE.json")]
    pub case: PathBuf,
    /// Take so much longer and save energy by coasting: 5%, 90s, 2min; the allowances of the case are spent so as well
    #[arg(long, value_name = "AMOUNT", value_parser = slack)]
    pub economy: Option<Slack>,
}

const SIMULATE_EXAMPLES: &str = "\
Examples:
  slowtrain simulate my-line.json
  slowtrain simulate my-line.json --economy 5%
  slowtrain simulate my-line.json --format json";

/// Time to be spent by coasting.
#[derive(Clone, Debug)]
pub struct Slack(pub Allowance);

/// The name of that time among the allowances.
const NAME: &str = "economy";

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
            .and_then(|digits| number(digits, 1e9));
        let time = seconds.map(RunTime::from_s);
        let time = time.or_else(|| parse::time_span(text).ok());
        time.map(|time| Allowance::fixed(NAME, time))
    };
    allowance
        .map(Slack)
        .ok_or_else(|| String::from("a share like 5% or a time like 90s or 2min is needed"))
}
