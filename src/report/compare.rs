//! The answer of `compare`: reported journeys beside computed ones, and how well they agree.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::{Value, json};

use super::claims::style;
use super::legs::hours;
use super::page::Page;
use super::table::{Cell, Column, Table};
use super::text::{Span, Style};
use super::words::{range_h, round};
use crate::reported::{Compared, Fit, Outcome, Pair, Statistics, statistics};

/// Fewer pairs than this say little, and are said to. Assumption: below ten a single outlier decides.
const FEW: usize = 10;

/// The rows for people.
#[must_use]
pub fn table(rows: &[Compared]) -> Table {
    let mut table = Table::new(vec![
        Column::text("from", "from").flexible(),
        Column::text("to", "to").flexible(),
        Column::text("train", "train").flexible().optional(),
        Column::figure("distance", "", "km"),
        Column::figure("reported", "reported", ""),
        Column::figure("computed", "likely", ""),
        Column::figure("range", "low-high", ""),
        Column::figure("implied_speed", "", "km/h").optional(),
        Column::text("verdict", "verdict"),
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
                Cell::plain(&format!("{:.0}", distance.km())),
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
    let mut table = Table::new(vec![
        Column::text("journey_id", "journey"),
        Column::text("leg_seq", "leg"),
        Column::text("train", "train"),
        Column::text("from", "from"),
        Column::text("to", "to"),
        Column::figure("reported_h", "", "h"),
        Column::figure("computed_low_h", "", "h"),
        Column::figure("computed_likely_h", "", "h"),
        Column::figure("computed_high_h", "", "h"),
        Column::figure("technical_minimum_h", "", "h"),
        Column::figure("distance_km", "", "km"),
        Column::figure("reported_km", "", "km"),
        Column::figure("implied_speed_kmh", "", "km/h"),
        Column::text("ratio", "ratio"),
        Column::text("percentile", "percentile"),
        Column::text("verdict", "verdict"),
        Column::text("reasons", "reasons"),
    ]);
    for row in rows {
        let value = row_json(row);
        let text = |key: &str| match &value[key] {
            Value::Null => Cell::unknown(),
            Value::String(text) => Cell::plain(text),
            other => Cell::plain(&other.to_string()),
        };
        let range = |key: &str| match &value["computed_h"][key] {
            Value::Null => Cell::unknown(),
            figure => Cell::plain(&figure.to_string()),
        };
        let reasons = value["reasons"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str);
        let reasons = reasons.collect::<Vec<_>>().join("; ");
        let mut cells: Vec<Cell> = ["journey_id", "leg_seq", "train", "from", "to", "reported_h"]
            .map(text)
            .into();
        cells.extend(["low", "likely", "high"].map(range));
        cells.extend(
            [
                "technical_minimum_h",
                "distance_km",
                "reported_km",
                "implied_speed_kmh",
                "ratio",
                "percentile",
                "verdict",
            ]
            .map(text),
        );
        cells.push(Cell::plain(&reasons));
        table.push(cells);
    }
    table
}

/// One row of `slowtrain.compare/1`.
fn row_json(row: &Compared) -> Value {
    let reported = &row.reported;
    let mut value = json!({
        "journey_id": reported.journey_id,
        "leg_seq": reported.leg_seq,
        "train": row.train,
        "from": reported.places.0,
        "to": reported.places.1,
        "reported_h": reported.duration.map(|time| round(time.h(), 2)),
        "computed_h": null,
        "technical_minimum_h": null,
        "distance_km": null,
        "reported_km": reported.distance_km,
        "ratio": null,
        "percentile": null,
        "verdict": "not comparable",
        "reasons": [],
        "implied_speed_kmh": row.implied_speed().map(|speed| round(speed.kmh(), 1)),
    });
    match &row.outcome {
        Outcome::NotComparable { reason } => value["reasons"] = json!([reason]),
        Outcome::Judged {
            computed,
            technical_minimum,
            distance,
            countries: _,
            ratio,
            slower_percent,
            verdict,
            reasons,
        } => {
            value["computed_h"] = range_h(computed);
            value["technical_minimum_h"] = json!(round(technical_minimum.h(), 2));
            value["distance_km"] = json!(round(distance.km(), 1));
            value["ratio"] = json!(ratio.map(|ratio| round(ratio, 3)));
            value["percentile"] = json!(slower_percent.map(|share| round(100.0 - share, 1)));
            value["verdict"] = json!(verdict.as_str());
            value["reasons"] = json!(reasons);
        }
    }
    value
}

/// All rows and their statistics as `slowtrain.compare/1`.
#[must_use]
pub fn json(rows: &[Compared]) -> Value {
    json!({
        "schema": "slowtrain.compare/1",
        "rows": rows.iter().map(row_json).collect::<Vec<_>>(),
        "statistics": statistics(&pairs(rows)).map_or_else(|| json!({"n": 0}), |found| figures(&found)),
        "groups": groups(rows).iter().skip(1).map(group_json).collect::<Vec<_>>(),
    })
}

fn group_json(group: &Group) -> Value {
    let mut value = json!({"by": group.by, "name": group.name});
    value["statistics"] = figures(&group.statistics);
    value
}

/// Statistics as an object.
pub(super) fn figures(found: &Statistics) -> Value {
    json!({
        "n": found.n,
        "bias_percent": round(found.bias_percent, 1),
        "mape_percent": round(found.mape_percent, 1),
        "median_ape_percent": round(found.median_ape_percent, 1),
        "coverage_80_percent": round(found.coverage_80_percent, 1),
        "median_width_percent": round(found.median_width_percent, 1),
        "median_ape_interval_percent": found.median_ape_interval_percent.map(|end| round(end, 1)),
        "coverage_interval_percent": found.coverage_interval_percent.map(|end| round(end, 1)),
    })
}

fn pairs(rows: &[Compared]) -> Vec<Pair> {
    rows.iter().filter_map(Compared::pair).collect()
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
        for reason in reasons {
            page.paragraph(&Span::new("because: ", Style::BOLD), reason)?;
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
struct Group {
    /// What its rows have in common: `all`, `train`, `country`, `quality`.
    by: &'static str,
    name: String,
    statistics: Statistics,
}

/// Statistics in all, by train, by country, and by quality of the report.
fn groups(rows: &[Compared]) -> Vec<Group> {
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
