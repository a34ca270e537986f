//! How well computed times agree with reported ones: the table that docs/method.md shows, and the bounds it must keep.

use std::borrow::Cow;
use std::fs;
use std::path::PathBuf;

use slowtrain::network::search::Index;
use slowtrain::network::{self, Findings};
use slowtrain::reported::{
    Compared, Fit, Outcome, ReportedJourney, Statistics, Verdict, compare, read_journeys,
    statistics,
};

use super::shipped::{catalog, network};

/// Median error of all timed journeys as measured on 2026-11-28, per cent; it may rise by one point.
const MEDIAN_ERROR: f64 = 6.7;

/// All bundled journeys with a time, computed.
fn compared() -> Vec<Compared> {
    let text = network::bundled_file("journeys.csv").expect("bundled");
    computed(text.as_bytes().into())
}

/// The journeys of a file.
fn read(file: Cow<'static, [u8]>) -> Vec<ReportedJourney> {
    let mut findings = Findings::new();
    let journeys = read_journeys("journeys.csv", file, &mut findings);
    assert!(!findings.has_errors(), "{findings}");
    journeys
}

/// The journeys of a file, computed.
fn computed(file: Cow<'static, [u8]>) -> Vec<Compared> {
    let (checked, trains) = (network(), catalog());
    let journeys = read(file);
    let index = Index::new(checked.network().stations());
    let day = checked.network().package().as_of.expect("a day");
    compare(checked.network(), &index, &trains, journeys, (day, None)).expect("sound trains")
}

/// The statistics of those journeys that are wanted.
fn of(all: &[Compared], wanted: impl Fn(&Compared, f64) -> bool) -> Option<Statistics> {
    let is_wanted = |row: &&Compared| match &row.outcome {
        Outcome::Judged { distance, .. } => wanted(row, distance.km()),
        Outcome::NotComparable { .. } => false,
    };
    let pairs: Vec<_> = all
        .iter()
        .filter(is_wanted)
        .filter_map(Compared::pair)
        .collect();
    statistics(&pairs)
}

fn row(name: &str, found: Option<Statistics>) -> String {
    let Some(found) = found else {
        return format!("| {name} | 0 | | | |");
    };
    format!(
        "| {name} | {} | {:.1} | {:.0} | {:.0} |",
        found.n, found.median_ape_percent, found.coverage_80_percent, found.median_width_percent
    )
}

#[test]
fn ranges_keep_their_promise() {
    let all = compared();
    let whole = of(&all, |_, _| true).expect("timed journeys");
    let is_special = |row: &Compared| row.train == "leader-special";
    println!("| journeys | number | median error, % | inside 80 %, % | median width, % |");
    println!("{}", row("all", Some(whole)));
    println!(
        "{}",
        row("special trains", of(&all, |row, _| is_special(row)))
    );
    println!("{}", row("all others", of(&all, |row, _| !is_special(row))));
    println!("{}", row("100 km and more", of(&all, |_, km| km >= 100.0)));
    println!("{}", row("400 km and more", of(&all, |_, km| km >= 400.0)));
    assert!(
        (72.0..=88.0).contains(&whole.coverage_80_percent),
        "{whole:?}"
    );
    assert!(whole.median_ape_percent <= MEDIAN_ERROR + 1.0, "{whole:?}");
}

/// What was timed was made: none of it is impossible, and at most 7 % are called doubtful.
#[test]
fn true_journeys_are_believed() {
    let all = compared();
    let timed: Vec<Verdict> = all
        .iter()
        .filter(|row| row.reported.exact_time().is_some())
        .filter_map(|row| match &row.outcome {
            Outcome::Judged { verdict, .. } => Some(*verdict),
            Outcome::NotComparable { .. } => None,
        })
        .collect();
    let count = |wanted: Verdict| timed.iter().filter(|verdict| **verdict == wanted).count();
    assert_eq!(count(Verdict::Impossible), 0);
    let doubtful = count(Verdict::Doubtful) as f64 / timed.len() as f64;
    assert!(doubtful <= 0.07, "{doubtful} of {}", timed.len());
}

/// A part of a Chinese timetable of January 2021, `legs` or `through`.
fn timetable_2021(part: &str) -> Cow<'static, [u8]> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/facts");
    let file = folder.join(format!("timetables-cn-2021-{part}.csv"));
    let bytes = fs::read(file).expect("it lies beside the repository");
    bytes.into()
}

/// The half of that timetable by which the Chinese trains are fitted: legs, and runs over several of them, which are
/// predicted without their train.
pub fn fitted_half() -> Vec<ReportedJourney> {
    let part = |part: &str, fit: Fit| {
        let mut journeys = read(timetable_2021(part));
        journeys.retain(|journey| !is_held(journey));
        journeys.iter_mut().for_each(|journey| journey.fit = fit);
        journeys
    };
    [part("legs", Fit::Yes), part("through", Fit::No)].concat()
}

/// Whether a journey is of the half of that timetable by which nothing was fitted: train numbers whose half, rounded up,
/// is odd. Trains there and back are of one half.
fn is_held(journey: &ReportedJourney) -> bool {
    let id = journey.journey_id.as_str();
    let digits = id.trim_start_matches(|c: char| !c.is_ascii_digit());
    let end = digits.find(|c: char| !c.is_ascii_digit());
    let number = &digits[..end.unwrap_or(digits.len())];
    let number: u32 = number.parse().expect("a number");
    number.div_ceil(2) % 2 == 1
}

/// The held half of a Chinese timetable of January 2021: nothing is fitted to it, neither speeds nor how far ranges are
/// stretched.
#[test]
#[ignore = "reads ../shared/facts/timetables-cn-2021-*.csv, which are not part of the repository"]
fn ranges_keep_their_promise_on_a_timetable_never_seen() {
    println!(
        "| journeys | number | median error, % | inside 80 %, % | median width, % | called doubtful, % |"
    );
    // The aims of the project: 9 % on legs, 8 % on through runs.
    for (kind, name, most_error) in [
        ("legs", "single legs", 9.0),
        ("through", "through runs of 400 km and more", 8.0),
    ] {
        let mut all = computed(timetable_2021(kind));
        all.retain(|row| is_held(&row.reported));
        let verdicts = all.iter().filter_map(|row| match &row.outcome {
            Outcome::Judged { verdict, .. } => Some(*verdict),
            Outcome::NotComparable { .. } => None,
        });
        let verdicts: Vec<Verdict> = verdicts.collect();
        let share = |wanted: Verdict| {
            let count = verdicts
                .iter()
                .filter(|verdict| **verdict == wanted)
                .count();
            count as f64 / verdicts.len() as f64 * 100.0
        };
        let whole = of(&all, |_, _| true);
        println!("{} {:.1} |", row(name, whole), share(Verdict::Doubtful));
        if kind == "legs" {
            println!(
                "{} |",
                row("of them 100 km and more", of(&all, |_, km| km >= 100.0))
            );
        }
        let whole = whole.expect("timed journeys");
        assert_eq!(share(Verdict::Impossible), 0.0);
        assert!(whole.median_ape_percent <= most_error, "{whole:?}");
        assert!(
            (72.0..=88.0).contains(&whole.coverage_80_percent),
            "{whole:?}"
        );
    }
}
