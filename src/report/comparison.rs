//! The answer of `compare` as files have it: its words, its points for the chart, JSON and Markdown.
//!
//! The rows and their statistics are laid out in [`compare`](super::compare); here they become one answer with a title,
//! a sentence that says what came of it, and what every answer carries along.

use super::chart::Drawing;
use super::chart::compare::{ComparePoint, draw};
use super::compare;
use super::labels;
use super::markdown;
use super::summary::CompareSummary;
use crate::reported::{Compared, Outcome, Pair, Statistics, Verdict, statistics};
use crate::units::format;

/// How verdicts are found, for readers who did not ask for them.
pub const METHOD: &str = "Low to high holds 8 journeys in 10. A reported time is consistent when, within its own precision, it \
                          lies among the middle 95 % of the computed times, with unannounced stays where the train is \
                          known for them. It is impossible when it is below the technical minimum time, and otherwise \
                          doubtful.";

/// `Reported and computed times: Kim Jong Un to Vladivostok, Apr 2019`.
#[must_use]
pub fn title(summary: &CompareSummary) -> String {
    format!("Reported and computed times: {}", summary.of)
}

/// The rows with a reported time that was held against a computed one.
#[must_use]
pub fn points(summary: &CompareSummary) -> Vec<ComparePoint> {
    let point = |(row, compared): (usize, &Compared)| {
        compared.pair()?;
        let Outcome::Judged {
            computed, verdict, ..
        } = &compared.outcome
        else {
            return None;
        };
        Some(ComparePoint {
            label: label(compared),
            reported: compared.reported.duration?,
            computed: *computed,
            verdict: *verdict,
            row,
        })
    };
    summary.rows.iter().enumerate().filter_map(point).collect()
}

/// The chart, `width` pixels wide.
#[must_use]
pub fn drawing(summary: &CompareSummary, width: f64) -> Drawing {
    let attribution = labels::attribution(&summary.provenance, false);
    draw(&title(summary), &attribution, &points(summary), width)
}

/// `Khasan to Vladivostok 2019`.
fn label(compared: &Compared) -> String {
    let (from, to) = &compared.reported.places;
    let year = compared.reported.day.map(|day| format!(" {}", day.year()));
    format!("{from} to {to}{}", year.unwrap_or_default())
}

/// The statistics of all rows; `None` where no row has a time.
#[must_use]
pub fn overall(summary: &CompareSummary) -> Option<Statistics> {
    let pairs: Vec<Pair> = summary.rows.iter().filter_map(Compared::pair).collect();
    statistics(&pairs)
}

/// `33 of 51 reported times are consistent with computed ones`.
#[must_use]
pub fn answer(points: &[ComparePoint]) -> String {
    match (points.len(), count(points, Verdict::Consistent)) {
        (0, _) => "no reported time can be held against a computed one".to_owned(),
        (1, _) => format!("the reported time is {}", points[0].verdict),
        (all, fine) => format!("{fine} of {all} reported times are consistent with computed ones"),
    }
}

/// How many points have a verdict.
#[must_use]
pub fn count(points: &[ComparePoint], verdict: Verdict) -> usize {
    let alike = points.iter().filter(|point| point.verdict == verdict);
    alike.count()
}

/// `computed times are 4 % longer on average, the mean error is 13 %`.
#[must_use]
pub fn agreement(found: &Statistics) -> String {
    let longer = if found.bias_percent < 0.0 {
        "shorter"
    } else {
        "longer"
    };
    format!(
        "computed times are {:.0} % {longer} on average, the mean error is {:.0} %",
        found.bias_percent.abs(),
        found.mape_percent
    )
}

/// Markdown, to paste: what came of it in a sentence, the rows, what is doubtful and why, how well all agree.
#[must_use]
pub fn markdown(summary: &CompareSummary) -> String {
    let points = points(summary);
    let mut text = format!(
        "# {}\n\n**{}**",
        markdown::text(&title(summary)),
        markdown::text(&labels::sentence(&answer(&points)))
    );
    let others = [Verdict::Doubtful, Verdict::Impossible];
    let others = others.map(|verdict| (count(&points, verdict), verdict));
    let others: Vec<String> = others
        .iter()
        .filter(|(count, _)| *count > 0 && points.len() > 1)
        .map(|(count, verdict)| format!("{count} {verdict}"))
        .collect();
    if !others.is_empty() {
        text.push_str(&format!(", {}", others.join(", ")));
    }
    if let Some(found) = overall(summary).filter(|found| found.n > 1) {
        text.push_str(&format!("; {}", agreement(&found)));
    }
    text.push_str(&format!(
        ".\n\n{}",
        compare::table(&summary.rows).to_markdown()
    ));
    list(&mut text, "Doubtful and impossible", doubts(summary));
    list(&mut text, "Not compared", gaps(summary));
    text.push_str("\n## How well they agree\n\n");
    text.push_str(&compare::statistics_table(&summary.rows).to_markdown());
    text.push_str(&format!(
        "\n{METHOD}\n\nMade with {}. {}\n",
        markdown::code(&summary.provenance.command),
        markdown::text(&labels::attribution(&summary.provenance, false))
    ));
    text
}

fn list(text: &mut String, heading: &str, rows: Vec<(String, String)>) {
    let item = |(label, told): (String, String)| {
        format!("- {}: {}\n", markdown::text(&label), markdown::text(&told))
    };
    let items: String = rows.into_iter().map(item).collect();
    if !items.is_empty() {
        text.push_str(&format!("\n## {heading}\n\n{items}"));
    }
}

/// The rows that are not consistent, and why.
#[must_use]
pub fn doubts(summary: &CompareSummary) -> Vec<(String, String)> {
    let doubt = |row: &Compared| match &row.outcome {
        Outcome::Judged {
            verdict, reasons, ..
        } if *verdict != Verdict::Consistent => {
            let reasons: Vec<String> = reasons.iter().map(ToString::to_string).collect();
            Some((label(row), format!("{verdict}; {}", reasons.join("; "))))
        }
        _ => None,
    };
    summary.rows.iter().filter_map(doubt).collect()
}

/// The rows that could not be compared, and why.
#[must_use]
pub fn gaps(summary: &CompareSummary) -> Vec<(String, String)> {
    let gap = |row: &Compared| match &row.outcome {
        Outcome::NotComparable { reason } => Some((label(row), reason.clone())),
        Outcome::Judged { .. } => None,
    };
    summary.rows.iter().filter_map(gap).collect()
}

/// What a page says beside the answer: counts and statistics.
#[must_use]
pub fn facts(summary: &CompareSummary) -> Vec<(&'static str, String)> {
    let points = points(summary);
    let count = |verdict| format::grouped(count(&points, verdict) as i64);
    let mut facts = vec![
        ("Consistent", count(Verdict::Consistent)),
        ("Doubtful", count(Verdict::Doubtful)),
        ("Impossible", count(Verdict::Impossible)),
        ("Not compared", format::grouped(gaps(summary).len() as i64)),
    ];
    if let Some(found) = overall(summary) {
        facts.extend([
            ("Mean error", format!("{:.0} %", found.mape_percent)),
            (
                "Within low to high",
                format!("{:.0} %", found.coverage_80_percent),
            ),
        ]);
    }
    facts
}
