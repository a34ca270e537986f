//! The answer of `compare`: reported journeys beside computed ones, and how well they agree.

use std::collections::BTreeMap;
use std::fmt;

use super::claims::style;
use super::json::CompareRow;
use super::legs::hours;
use super::page::Page;
use super::table::{Cell, Column, Field, Row, Table};
use super::text::{Span, Style};
use crate::reported::{Compared, Fit, Outcome, Pair, Statistics, statistics};
use crate::units::format::grouped;

/// Fewer pairs than this say little, and are said to. Assumption: below ten a single outlier decides.
const FEW: usize = 10;

/// The rows for people.
#[must_use]
pub fn table(rows: &[Compared]) -> Table {
    let mut table = Table::new(vec![
        Column::text("from", "from").flexible(),
        Column::text("to", "to").flexible(),
        Column::text("train", "train").flexible().optional(),
        Column::figure("distance", "", "km").optional(),
        Column::figure("reported", "reported", ""),
        Column::figure("computed", "likely", ""),
        Column::figure("range", "low-high", ""),
        Column::figure("implied_speed", "", "km/h").optional(),
        Column::text("verdict", "verdict").flexible(),
        Column::text("date", "date").optional(),
        Column::text("title", "journey").flexible().optional(),
    ]);
    for row in rows {
        let (from, to) = &row.reported.places;
        let mut cells = vec![Cell::plain(from), Cell::plain(to), Cell::plain(&row.train)];
        match &row.outcome {
            Outcome::NotComparable { .. } => {
                cells.extend([
                    Cell::unknown(),
                    reported(row),
                    Cell::unknown(),
                    Cell::unknown(),
                    Cell::unknown(),
                ]);
                cells.push(Cell::new("not comparable", Style::DIM));
            }
            Outcome::Judged {
                computed,
                distance,
                verdict,
                ..
            } => cells.extend([
                Cell::plain(&grouped(distance.km().round() as i64)),
                reported(row),
                Cell::plain(&hours(computed.likely())),
                Cell::plain(&format!(
                    "{}-{}",
                    hours(computed.low()),
                    hours(computed.high())
                )),
                row.implied_speed().map_or_else(Cell::unknown, |speed| {
                    Cell::plain(&format!("{:.0}", speed.kmh()))
                }),
                Cell::new(verdict.as_str(), style(*verdict)),
            ]),
        }
        let day = row
            .reported
            .day
            .map(|day| day.strftime("%Y-%m").to_string());
        cells.push(day.as_deref().map_or_else(Cell::unknown, Cell::plain));
        cells.push(Cell::new(&row.reported.title, Style::DIM));
        table.push(cells);
    }
    table
}

fn reported(row: &Compared) -> Cell {
    match (row.reported.duration, row.reported.bounds) {
        (Some(time), _) if row.reported.fit == Fit::Bound => {
            Cell::new(&format!("≤ {}", hours(time)), Style::DIM)
        }
        (Some(time), _) => Cell::plain(&hours(time)),
        (None, Some((least, most))) => {
            Cell::new(&format!("{}..{}", hours(least), hours(most)), Style::DIM)
        }
        (None, None) => Cell::unknown(),
    }
}

/// The rows as data.
#[must_use]
pub fn data(rows: &[Compared]) -> Table {
    Table::of(rows.iter().map(CompareRow::of))
}

impl Row for CompareRow<'_> {
    fn fields() -> Vec<Field<Self>> {
        /// As JSON has it; empty where it is not known.
        fn figure(value: Option<f64>) -> Cell {
            value.map_or_else(Cell::unknown, |value| Cell::plain(&format!("{value:?}")))
        }
        vec![
            Column::text("journey_id", "journey").by(|row: &Self| Cell::plain(row.journey_id)),
            Column::text("leg_seq", "leg").by(|row| Cell::plain(row.leg_seq)),
            Column::text("train", "train").by(|row| Cell::plain(row.train)),
            Column::text("from", "from").by(|row| Cell::plain(row.from)),
            Column::text("to", "to").by(|row| Cell::plain(row.to)),
            Column::figure("reported_h", "", "h").by(|row| figure(row.reported_h)),
            Column::figure("computed_low_h", "", "h").by(|row| figure(row.computed_points()[0])),
            Column::figure("computed_likely_h", "", "h").by(|row| figure(row.computed_points()[1])),
            Column::figure("computed_high_h", "", "h").by(|row| figure(row.computed_points()[2])),
            Column::figure("technical_minimum_h", "", "h")
                .by(|row| figure(row.technical_minimum_h)),
            Column::figure("distance_km", "", "km").by(|row| figure(row.distance_km)),
            Column::figure("reported_km", "", "km").by(|row| figure(row.reported_km)),
            Column::figure("implied_speed_kmh", "", "km/h").by(|row| figure(row.implied_speed_kmh)),
            Column::text("ratio", "ratio").by(|row| figure(row.ratio)),
            Column::text("percentile", "percentile").by(|row| figure(row.percentile)),
            Column::text("verdict", "verdict").by(|row| Cell::plain(row.verdict)),
            Column::text("reasons", "reasons").by(|row| Cell::plain(&row.reasons.join("; "))),
        ]
    }
}

/// The comparison for the terminal: rows, what was left out, statistics in all, by train and by quality of the report.
///
/// # Errors
/// Whatever the page answers.
pub fn show(rows: &[Compared], page: &mut Page) -> fmt::Result {
    page.table(&table(rows))?;
    page.blank()?;
    for row in rows {
        if let Outcome::NotComparable { reason } = &row.outcome {
            let (from, to) = &row.reported.places;
            page.paragraph(&Span::new(&format!("{from} to {to}: "), Style::DIM), reason)?;
        }
    }
    if rows.len() == 1
        && let Outcome::Judged {
            reasons,
            technical_minimum,
            ..
        } = &rows[0].outcome
    {
        for reason in reasons.iter().map(ToString::to_string) {
            page.paragraph(&Span::new("because: ", Style::BOLD), &reason)?;
        }
        page.paragraph(
            &Span::new("technical minimum: ", Style::BOLD),
            &hours(*technical_minimum),
        )?;
    }
    page.blank()?;
    page.table(&statistics_table(rows))
}

/// A group of rows and its statistics.
pub(super) struct Group {
    /// What its rows have in common: `all`, `train`, `country`, `quality`.
    pub(super) by: &'static str,
    pub(super) name: String,
    pub(super) statistics: Statistics,
}

/// Statistics in all, by train, by country, and by quality of the report.
pub(super) fn groups(rows: &[Compared]) -> Vec<Group> {
    let mut groups: BTreeMap<(usize, String), Vec<Pair>> = BTreeMap::new();
    for row in rows {
        let Some(pair) = row.pair() else {
            continue;
        };
        for (number, name) in names(row).into_iter().enumerate() {
            groups.entry((number, name)).or_default().push(pair);
        }
    }
    let group = |((number, name), pairs): ((usize, String), Vec<Pair>)| {
        Some(Group {
            by: ["all", "train", "country", "quality"][number],
            name,
            statistics: statistics(&pairs)?,
        })
    };
    groups.into_iter().filter_map(group).collect()
}

/// The groups that a row belongs to, in the order of [`Group::by`].
fn names(row: &Compared) -> [String; 4] {
    let country = match &row.outcome {
        Outcome::Judged { countries, .. } if countries.len() == 1 => countries[0].code().to_owned(),
        _ => String::from("across borders"),
    };
    let quality = row.reported.quality.as_str().to_owned();
    [String::from("all"), row.train.clone(), country, quality]
}

/// Statistics in all, by train, by country, and by quality of the report.
#[must_use]
pub fn statistics_table(rows: &[Compared]) -> Table {
    let mut table = Table::new(vec![
        Column::text("group", "reported times").flexible(),
        Column::figure("n", "n", ""),
        Column::figure("bias_percent", "bias", "%"),
        Column::figure("mape_percent", "mean error", "%"),
        Column::figure("median_ape_percent", "median", "%"),
        Column::figure("coverage_80_percent", "inside", "%"),
        Column::figure("median_width_percent", "width", "%"),
    ]);
    for Group {
        name,
        statistics: found,
        ..
    } in groups(rows)
    {
        let name = if found.n < FEW {
            format!("{name} (few)")
        } else {
            name
        };
        let figure = |value: f64| Cell::plain(&format!("{value:.1}"));
        table.push(vec![
            Cell::plain(&name),
            Cell::plain(&found.n.to_string()),
            figure(found.bias_percent),
            figure(found.mape_percent),
            figure(found.median_ape_percent),
            figure(found.coverage_80_percent),
            figure(found.median_width_percent),
        ]);
    }
    table
}
