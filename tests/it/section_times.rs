//! A report: the engine against section times of a Chinese working timetable, kept beside the repository and not shipped.
//!
//! `cargo test --test it section_times -- --nocapture` prints it. Single rows are mostly rounding, so rows that follow each
//! other are chained to 50 km and more; the train starts and stops at the ends of a chain, as the additions of the file
//! say. The train is the bundled `cn-k-train` (18 coaches of 55 t behind one HXD3D) on level track with one line speed.
//! A working timetable also knows curves, junctions, restrictions and reserves, of which the file says nothing.

use std::fmt;
use std::path::Path as FilePath;

use slowtrain::network;
use slowtrain::running::{LimitProfile, Path, Rules, run};
use slowtrain::train::{Dynamics, Train};
use slowtrain::units::{Length, RunTime, Speed};

/// A chain shorter than this says more of rounding than of running.
const LEAST_KM: f64 = 50.0;
/// What counts as hit.
const NEAR: f64 = 0.10;
/// What ordinary Chinese stock is held to.
const STOCK_KMH: f64 = 120.0;

/// Sections that one train runs one after the other.
#[derive(Clone, Debug, Default)]
struct Chain {
    line: String,
    from: String,
    to: String,
    km: f64,
    passing: f64,
    start: f64,
    stop: f64,
}

impl Chain {
    /// From a dwell to a dwell by the timetable, s.
    fn timetable(&self) -> f64 {
        self.start + self.passing + self.stop
    }
}

fn rows() -> Vec<Chain> {
    let file =
        FilePath::new(env!("CARGO_MANIFEST_DIR")).join("../shared/facts/section-runtimes.csv");
    let mut reader = csv::Reader::from_path(file).expect("the times lie beside the repository");
    let headers = reader.headers().expect("a head").clone();
    let records = reader.records().map(|record| record.expect("a row"));
    records
        .map(|record| {
            let text = |name: &str| {
                let index = headers.iter().position(|head| head == name);
                record[index.unwrap_or_else(|| panic!("no column {name}"))].to_owned()
            };
            let number = |name: &str| text(name).parse::<f64>().expect("a number");
            Chain {
                line: text("line"),
                from: text("from_local"),
                to: text("to_local"),
                km: number("km"),
                passing: number("pass_to_pass_s"),
                start: number("start_addition_s"),
                stop: number("stop_addition_s"),
            }
        })
        .collect()
}

/// Rows joined where one begins in the place and on the line in which the one before ends, and does not come back to
/// a place; what stays short is left out.
fn chains(rows: &[Chain]) -> Vec<Chain> {
    let mut chains: Vec<Chain> = Vec::new();
    let mut open: Option<Chain> = None;
    let mut passed: Vec<&str> = Vec::new();
    for row in rows {
        let goes_on = |chain: &Chain| {
            chain.to == row.from && chain.line == row.line && !passed.contains(&row.to.as_str())
        };
        let chain = match open.take().filter(goes_on) {
            Some(chain) => Chain {
                to: row.to.clone(),
                km: chain.km + row.km,
                passing: chain.passing + row.passing,
                stop: row.stop,
                ..chain
            },
            None => {
                passed.clear();
                row.clone()
            }
        };
        passed.push(&row.from);
        if chain.km >= LEAST_KM {
            chains.push(chain);
        } else {
            open = Some(chain);
        }
    }
    chains
}

fn k_train() -> (Train, Dynamics) {
    let file = "trains/cn-k-train.toml";
    let text = network::bundled_file(file).expect("a bundled train");
    let train = Train::parse(text, file).expect("a sound file");
    let electric = train.locomotives.iter().find(|own| own.name == "HXD3D");
    let dynamics = train.dynamics(electric).expect("a good train");
    (train, dynamics)
}

/// Shortest running time from a dwell to a dwell, s.
fn engine(train: &Dynamics, km: f64, line_kmh: f64) -> f64 {
    let length = Length::from_km(km);
    let limits = LimitProfile::uniform(length, Speed::from_kmh(line_kmh)).expect("a limit");
    let path = Path::new(length, limits, vec![], vec![]).expect("a path");
    let run = run(train, &path, &Rules::default()).expect("it runs");
    run.running_time().s()
}

/// How engine and timetable agree over some chains.
struct Agreement {
    hits: usize,
    of: usize,
    /// The engine's time over the timetable's, less 1: the least, the middle, the most.
    errors: [f64; 3],
}

impl Agreement {
    fn of(chains: &[&Chain], engine: impl Fn(&Chain) -> f64) -> Agreement {
        let error = |chain: &&Chain| engine(chain) / chain.timetable() - 1.0;
        let mut errors: Vec<f64> = chains.iter().map(error).collect();
        errors.sort_by(f64::total_cmp);
        Agreement {
            hits: errors.iter().filter(|error| error.abs() <= NEAR).count(),
            of: errors.len(),
            errors: [
                errors[0],
                errors[errors.len() / 2],
                errors[errors.len() - 1],
            ],
        }
    }
}

impl fmt::Display for Agreement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [least, middle, most] = self.errors.map(|error| 100.0 * error);
        let share = 100.0 * self.hits as f64 / self.of as f64;
        write!(
            f,
            "{} of {} within 10 % ({share:.0} %); middle {middle:+.1} %, from {least:+.1} to {most:+.1} %",
            self.hits, self.of
        )
    }
}

/// The line speed at which the middle chain takes as long as the timetable says.
fn fitted(chains: &[&Chain], time: impl Fn(&Chain, f64) -> f64) -> f64 {
    let (mut low, mut high) = (40.0, STOCK_KMH);
    for _ in 0..40 {
        let kmh = 0.5 * (low + high);
        if Agreement::of(chains, |chain| time(chain, kmh)).errors[1] > 0.0 {
            low = kmh;
        } else {
            high = kmh;
        }
    }
    high
}

#[test]
#[ignore = "reads ../shared/facts/section-runtimes.csv, which is not part of the repository"]
fn section_times_of_a_working_timetable_are_reported() {
    let rows = rows();
    let chains = chains(&rows);
    assert!(
        rows.len() > 300 && chains.len() > 50 && chains.iter().all(|chain| chain.km >= LEAST_KM)
    );
    let (train, dynamics) = k_train();
    let allowance = 1.0 + train.allowance.percent / 100.0;
    let pure = |chain: &Chain, kmh: f64| engine(&dynamics, chain.km, kmh);
    let planned = |chain: &Chain, kmh: f64| pure(chain, kmh) * allowance;
    let all: Vec<&Chain> = chains.iter().collect();
    eprintln!(
        "{} rows, {} chains of {LEAST_KM} km and more",
        rows.len(),
        chains.len()
    );
    let fastest = Agreement::of(&all, |chain| pure(chain, STOCK_KMH));
    eprintln!("at {STOCK_KMH} km/h, shortest time: {fastest}");
    eprintln!(
        "at {STOCK_KMH} km/h, with {} % allowance: {}",
        train.allowance.percent,
        Agreement::of(&all, |chain| planned(chain, STOCK_KMH))
    );
    // No train of 120 km/h stock can be planned faster than it can run; half a minute of rounding a row apart.
    assert!(fastest.errors[2] < 0.02, "{fastest}");
    let mut lines: Vec<&str> = chains.iter().map(|chain| chain.line.as_str()).collect();
    lines.dedup();
    for line in &lines {
        let (own, other): (Vec<&Chain>, Vec<&Chain>) =
            chains.iter().partition(|chain| chain.line == *line);
        let kmh = fitted(&other, planned);
        let agreement = Agreement::of(&own, |chain| planned(chain, kmh));
        eprintln!(
            "{line}, at the {kmh:.0} km/h that fit the other line, with allowance: {agreement}"
        );
        // The speed comes from the other line, so that this is a forecast: its middle must not be far off.
        assert!(agreement.errors[1].abs() < NEAR, "{agreement}");
    }
    worst(&all, |chain| planned(chain, fitted(&all, planned)));
}

/// The chains that fit least, so that a reader can see what they have in common.
fn worst(chains: &[&Chain], engine: impl Fn(&Chain) -> f64) {
    let mut errors: Vec<(f64, &Chain)> = chains
        .iter()
        .map(|chain| (engine(chain) / chain.timetable() - 1.0, *chain))
        .collect();
    errors.sort_by(|a, b| b.0.abs().total_cmp(&a.0.abs()));
    for (error, chain) in errors.iter().take(6) {
        let time = RunTime::from_s(chain.timetable());
        eprintln!(
            "  {:+.0} %: {} to {}, {:.1} km in {:.1} min by the timetable",
            100.0 * error,
            chain.from,
            chain.to,
            chain.km,
            time.minutes()
        );
    }
}
