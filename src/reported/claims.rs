//! Claims of `claims.csv` or a file with the same columns.

use super::claim::Claim;
use super::figure::{Figure, Measure};
use crate::network::{Cell, ColumnSpec, Finding, Findings, Problem, Row, Schema};

/// Columns of `claims.csv`; only the two places are needed.
pub static CLAIMS: Schema = Schema {
    file: "claims.csv",
    columns: &[
        ColumnSpec::text("claim_id"),
        ColumnSpec::text("journey_id"),
        ColumnSpec::text("outlet"),
        ColumnSpec::text("date"),
        ColumnSpec::text("claim_text_paraphrased"),
        ColumnSpec::text("from_place").required(),
        ColumnSpec::text("to_place").required(),
        ColumnSpec::number("distance_km"),
        ColumnSpec::number("duration_h_low"),
        ColumnSpec::number("duration_h_high"),
        ColumnSpec::number("speed_kmh_low"),
        ColumnSpec::number("speed_kmh_high"),
        ColumnSpec::text("speed_kind"),
        ColumnSpec::number("carriages"),
        ColumnSpec::text("from_id"),
        ColumnSpec::text("to_id"),
        ColumnSpec::text("via_ids"),
        ColumnSpec::text("train"),
        ColumnSpec::text("source"),
    ],
};

/// What a row claims; `None` when a figure of it is none, which is a finding.
///
/// A speed whose kind is unclear is tested as the mean and as the maximum.
pub fn claim_of(row: Row<'_>, findings: &mut Findings) -> Option<Claim> {
    let mut read =
        |low: &str, high: &str, measure| figure((row.cell(low), row.cell(high)), measure, findings);
    let km = read("distance_km", "distance_km", Measure::Distance)?;
    let hours = read("duration_h_low", "duration_h_high", Measure::Time)?;
    let speed = read("speed_kmh_low", "speed_kmh_high", Measure::Speed)?;
    let cars = findings.ok(row.cell("carriages").number(1.0..=10_000.0))?;
    let kind = row.cell("speed_kind").text().to_owned();
    Some(Claim {
        km,
        hours,
        speed: speed.filter(|_| kind == "average"),
        max_speed: speed.filter(|_| kind == "max"),
        unclear_speed: speed.filter(|_| kind != "average" && kind != "max"),
        cars: cars.map(|cars| cars as u32),
        trains: None,
    })
}

/// A figure from a low and a high cell; inner `None` where both are empty, open where one is.
/// A low cell may hold a figure in words, like `about 20`; the high cell is then empty or the same.
#[allow(clippy::option_option)]
fn figure(
    (low, high): (Cell<'_>, Cell<'_>),
    measure: Measure,
    findings: &mut Findings,
) -> Option<Option<Figure>> {
    if low.text().contains(char::is_alphabetic)
        && matches!(high.text(), text if text.is_empty() || text == low.text())
    {
        let figure = Figure::parse_as(low.text(), measure);
        let found = |_| Finding::new(low.place(), &BadFigure(low.text().to_owned()));
        return findings.ok(figure.map_err(found)).map(Some);
    }
    let low = findings.ok(low.number(0.001..=1e6))?;
    let high = findings.ok(high.number(0.001..=1e6))?;
    Some(match (low, high) {
        (None, None) => None,
        (Some(low), Some(high)) => Some(Figure::between(low.min(high), high.max(low))),
        (Some(low), None) => Some(Figure {
            low,
            high: f64::INFINITY,
        }),
        (None, Some(high)) => Some(Figure { low: 0.0, high }),
    })
}

/// A figure in words that is none.
#[derive(Debug, thiserror::Error)]
#[error("\"{0}\" is not a figure; write 20, about 20, nearly 20, over 20 or under 20")]
struct BadFigure(String);

impl Problem for BadFigure {
    fn code(&self) -> &'static str {
        "bad-figure"
    }
}
