//! A route in words: what every format shows of it, for programs that show it as well.

use serde::Serialize;

use crate::report::summary::{PlannedRoute, RouteSummary};
use crate::report::table::{Align, Table};
use crate::report::{labels, legs, terminal};
use crate::units::format;

/// The figures of a route in words.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct RouteWords {
    /// Its ends, or for another route the stations that it alone passes.
    name: String,
    /// The whole answer in a line.
    answer: String,
    /// The likely time under way.
    duration: String,
    /// From the low to the high time.
    duration_range: String,
    /// The arrival with unannounced stays, in a sentence; null for trains of which none are known.
    arrival: Option<String>,
    /// When it leaves and arrives by the local clocks; null where no departure was asked.
    clocks: Option<String>,
    /// Length along the rails.
    distance: String,
    /// Straight line between the ends.
    geodesic: String,
    /// The shortest time physically possible.
    technical_minimum: String,
    /// Distance over likely time.
    mean_speed: String,
    /// What the figures mean.
    meaning: &'static str,
    /// The train with its consist.
    consist: String,
    /// The legs.
    legs: TableWords,
    /// Where the time goes.
    ledger: TableWords,
}

impl RouteWords {
    pub fn of(summary: &RouteSummary, planned: &PlannedRoute) -> RouteWords {
        RouteWords {
            name: match planned.rank {
                1 => labels::title(summary),
                _ => labels::route_name(summary, planned),
            },
            answer: labels::answer(planned),
            duration: format::duration(planned.duration.likely()),
            duration_range: format::duration_range(&planned.duration),
            arrival: labels::arrival(planned),
            clocks: terminal::clocks(summary, planned),
            distance: format::distance(planned.distance),
            geodesic: format::distance(planned.geodesic),
            technical_minimum: format::duration(planned.technical_minimum),
            mean_speed: format::speed(planned.mean_speed),
            meaning: labels::MEANING,
            consist: summary.train.consist.clone(),
            legs: TableWords::of(&legs::table(summary, planned)),
            ledger: TableWords::of(&terminal::ledger(planned)),
        }
    }
}

/// A table in words.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct TableWords {
    /// What stands above its columns.
    headings: Vec<String>,
    /// Whether a column is set to the right, as figures are.
    is_figure: Vec<bool>,
    /// The cells of its rows.
    rows: Vec<Vec<String>>,
}

impl TableWords {
    fn of(table: &Table) -> TableWords {
        let headings = table.headings();
        let rows = table.cells();
        let shown = |row: Vec<(&str, &str)>| {
            let cells = row.into_iter().map(|(shown, _)| shown.to_owned());
            cells.collect()
        };
        TableWords {
            is_figure: headings
                .iter()
                .map(|(_, align)| *align == Align::Right)
                .collect(),
            headings: headings.into_iter().map(|(heading, _)| heading).collect(),
            rows: rows.map(shown).collect(),
        }
    }
}
