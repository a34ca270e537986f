//! The page of the answer of `compare`.

use serde_json::json;

use super::{Sheet, figure, section, section_of, sources_of, tables};
use crate::report::comparison::{self, METHOD};
use crate::report::legs::hours;
use crate::report::summary::CompareSummary;
use crate::report::table::{Cell, Column, Table};
use crate::report::xml::escape;
use crate::report::{compare, labels};
use crate::reported::{Compared, Outcome};
use crate::units::{RunTime, format};

/// What the columns of the statistics are.
const STATISTICS: &str = "Bias: how much longer computed times are than reported ones. Inside: reported times between \
                          low and high, of which there should be eight in ten. Width: high less low over likely.";

/// The page.
#[must_use]
pub fn compare(summary: &CompareSummary) -> String {
    let points = comparison::points(summary);
    let found = comparison::overall(summary).filter(|found| found.n > 1);
    let beside = found.map_or_else(String::new, |found| comparison::agreement(&found));
    let answer = comparison::answer(&points);
    let sections = vec![
        section(
            "Journeys",
            &tables::of(&journeys(&summary.rows), METHOD, true),
        ),
        section_of("Doubtful and impossible", list(comparison::doubts(summary))),
        section_of("Not compared", list(comparison::gaps(summary))),
        section(
            "How well they agree",
            &tables::of(&compare::statistics_table(&summary.rows), STATISTICS, false),
        ),
        sources_of(&summary.provenance),
    ];
    let sheet = Sheet {
        title: comparison::title(summary),
        caption: "Result",
        lines: Vec::new(),
        lead: vec![figure(&answer, |width| comparison::drawing(summary, width))],
        about: format!("{} journeys and legs of journeys", summary.rows.len()),
        description: answer.clone(),
        answer: labels::sentence(&answer),
        beside,
        facts: comparison::facts(summary),
        remarks: &[],
        warnings: &[],
        sections,
        provenance: &summary.provenance,
        has_map: false,
        data: json!({}),
    };
    sheet.page()
}

/// The journeys with their titles, which a terminal has no room for.
fn journeys(rows: &[Compared]) -> Table {
    let mut table = Table::new(vec![
        Column::text("title", "Journey"),
        Column::text("from", "From"),
        Column::text("to", "To"),
        Column::text("train", "Train"),
        Column::figure("distance", "Distance", "km"),
        Column::figure("reported", "Reported", ""),
        Column::figure("computed", "Likely", ""),
        Column::figure("range", "Low to high", ""),
        Column::text("verdict", "Verdict"),
    ]);
    rows.iter().for_each(|row| table.push(journey(row)));
    table
}

fn journey(row: &Compared) -> Vec<Cell> {
    let reported = &row.reported;
    let time = |time: RunTime| Cell::figure(&hours(time), &format!("{:.3}", time.h()));
    let bounds = reported.bounds.map(|(least, most)| {
        let shown = format!("{} to {}", hours(least), hours(most));
        Cell::figure(&shown, &format!("{:.3}", most.h()))
    });
    let told = reported.duration.map(time).or(bounds);
    let mut cells = vec![
        Cell::plain(&reported.title),
        Cell::plain(&reported.places.0),
        Cell::plain(&reported.places.1),
        Cell::plain(&row.train),
    ];
    match &row.outcome {
        Outcome::NotComparable { .. } => {
            cells.extend([Cell::unknown(), told.unwrap_or_default()]);
            cells.extend([Cell::unknown(), Cell::unknown()]);
            cells.push(Cell::plain("not comparable"));
        }
        Outcome::Judged {
            computed,
            distance,
            verdict,
            ..
        } => {
            let km = distance.km().round();
            let range = format!("{} to {}", hours(computed.low()), hours(computed.high()));
            let width = (computed.high() - computed.low()).h();
            cells.extend([
                Cell::figure(&format::grouped(km as i64), &km.to_string()),
                told.unwrap_or_default(),
                time(computed.likely()),
                Cell::figure(&range, &format!("{width:.3}")),
                Cell::plain(verdict.as_str()),
            ]);
        }
    }
    cells
}

/// Which row, and what is to be said of it; `None` where there is nothing.
fn list(rows: Vec<(String, String)>) -> Option<String> {
    let item = |(label, told): (String, String)| {
        format!("<li><b>{}</b>: {}</li>\n", escape(&label), escape(&told))
    };
    let items: String = rows.into_iter().map(item).collect();
    (!items.is_empty()).then(|| format!("<ul>\n{items}</ul>\n"))
}
