//! How well computed times agree with reported ones: the table that docs/method.md shows, and the bounds it must keep.

use slowtrain::network::search::Index;
use slowtrain::network::{self, Findings};
use slowtrain::reported::{
    Compared, Outcome, Statistics, Verdict, compare, read_journeys, statistics,
};

use super::shipped::{catalog, network};

/// Median error of all timed journeys as measured on 2026-11-27, per cent; it may rise by one point.
const MEDIAN_ERROR: f64 = 7.1;

/// All bundled journeys with a time, computed.
fn compared() -> Vec<Compared> {
    let (checked, trains) = (network(), catalog());
    let text = network::bundled_file("journeys.csv").expect("bundled");
    let mut findings = Findings::new();
    let journeys = read_journeys("journeys.csv", text.as_bytes().into(), &mut findings);
    assert!(!findings.has_errors(), "{findings}");
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
