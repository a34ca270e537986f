//! The page of the answer of `compare`.

use serde_json::json;

use super::{Sheet, figure, section, section_of, tables};
use crate::report::comparison::{self, METHOD};
use crate::report::summary::CompareSummary;
use crate::report::{WIDTH, chart, compare};

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
        figure(
            "Reported against computed",
            &chart::compare::draw_summary(summary, WIDTH),
        ),
        section(
            "Journeys",
            &tables::of(&compare::table(&summary.rows), METHOD),
        ),
        section(
            "How well they agree",
            &tables::of(&compare::statistics_table(&summary.rows), STATISTICS),
        ),
        section_of("Sources", tables::sources(&summary.colophon)),
    ];
    let sheet = Sheet {
        title: comparison::title(summary),
        about: format!("{} journeys and legs of journeys", summary.rows.len()),
        description: answer.clone(),
        answer,
        beside,
        facts: comparison::facts(summary),
        remarks: &[],
        warnings: &[],
        sections,
        colophon: &summary.colophon,
        has_map: false,
        data: json!({}),
    };
    sheet.page()
}
