//! The answer of `calibrate`: fitted speeds with what was expected before, and how well they predict.

use std::fmt;

use super::legs::hours;
use super::markdown;
use super::page::Page;
use super::table::{Cell, Column, Table};
use super::text::{Span, Style};
use crate::reported::calibrate::{Calibration, Predicted};
use crate::reported::{Statistics, statistics};

/// Legs at least so long are judged on their own, km: shorter ones hang on single minutes.
const LONG_KM: f64 = 100.0;
/// Legs shown that were predicted worst.
const WORST: usize = 8;

/// The speeds, a row each.
#[must_use]
pub fn rows(found: &Calibration) -> Table {
    let mut table = Table::new(vec![
        Column::text("on", "on").flexible(),
        Column::figure("prior_kmh", "expected", "km/h"),
        Column::figure("low_kmh", "low", "km/h"),
        Column::figure("likely_kmh", "likely", "km/h"),
        Column::figure("high_kmh", "high", "km/h"),
        Column::figure("standard_error_percent", "error", "%"),
        Column::figure("legs", "legs", ""),
        Column::text("prior", "expected from").flexible(),
    ]);
    for row in &found.rows {
        let figure = |value: f64| Cell::plain(&format!("{value:.1}"));
        let speed = &row.row.speed;
        table.push(vec![
            Cell::plain(&row.row.scope()),
            row.prior_kmh.map_or_else(Cell::unknown, figure),
            figure(speed.low().kmh()),
            figure(speed.likely().kmh()),
            figure(speed.high().kmh()),
            match row.prior_kmh {
                Some(_) => figure(row.error * 100.0),
                None => Cell::unknown(),
            },
            Cell::plain(&row.legs.to_string()),
            match row.prior_kmh {
                Some(_) => Cell::plain(&row.prior_basis),
                None => Cell::plain("not fitted"),
            },
        ]);
    }
    table
}

/// The speeds for the terminal, which has no room for what was expected from where.
fn shown(found: &Calibration) -> Table {
    let mut table = Table::new(vec![
        Column::text("on", "on").flexible(),
        Column::figure("prior", "expected", ""),
        Column::figure("likely", "fitted", "km/h"),
        Column::figure("range", "low-high", ""),
        Column::figure("error", "error", "%"),
        Column::figure("legs", "legs", ""),
    ]);
    for row in &found.rows {
        let figure = |value: f64| Cell::plain(&format!("{value:.0}"));
        let speed = &row.row.speed;
        let range = format!("{:.0}-{:.0}", speed.low().kmh(), speed.high().kmh());
        table.push(vec![
            Cell::plain(&row.row.scope()),
            row.prior_kmh
                .map_or_else(|| Cell::plain("not fitted"), figure),
            Cell::plain(&format!("{:.1}", speed.likely().kmh())),
            Cell::plain(&range),
            match row.prior_kmh {
                Some(_) => figure(row.error * 100.0),
                None => Cell::unknown(),
            },
            Cell::plain(&row.legs.to_string()),
        ]);
    }
    table
}

/// How well the train's journeys are predicted without each of them: all legs, and the long ones.
pub(super) fn predicted_groups(found: &Calibration) -> Vec<(String, Statistics)> {
    let long = format!("{LONG_KM} km and more");
    type Wanted = fn(&Predicted) -> bool;
    let groups: [(&str, Wanted); 3] = [
        ("all legs", |_| true),
        (&long, |leg| leg.km >= LONG_KM),
        ("by the prior alone", |leg| !leg.by_prior.is_empty()),
    ];
    let of_group = |(name, wanted): (&str, Wanted)| {
        let legs = found.predicted.iter().filter(|leg| wanted(leg));
        let pairs: Vec<_> = legs.map(|leg| leg.pair).collect();
        statistics(&pairs).map(|found| (name.to_owned(), found))
    };
    groups.into_iter().filter_map(of_group).collect()
}

fn predicted_table(found: &Calibration) -> Table {
    let mut table = Table::new(vec![
        Column::text("legs", "predicted without itself"),
        Column::figure("n", "n", ""),
        Column::figure("bias_percent", "bias", "%"),
        Column::figure("median_ape_percent", "median", "%"),
        Column::figure("median_ape_interval_percent", "90 % sure", ""),
        Column::figure("coverage_80_percent", "inside", "%"),
        Column::figure("coverage_interval_percent", "90 % sure", ""),
        Column::figure("median_width_percent", "width", "%"),
    ]);
    for (name, found) in predicted_groups(found) {
        let figure = |value: f64| Cell::plain(&format!("{value:.1}"));
        let interval = |[low, high]: [f64; 2]| Cell::plain(&format!("{low:.0}-{high:.0}"));
        table.push(vec![
            Cell::plain(&name),
            Cell::plain(&found.n.to_string()),
            figure(found.bias_percent),
            figure(found.median_ape_percent),
            interval(found.median_ape_interval_percent),
            figure(found.coverage_80_percent),
            interval(found.coverage_interval_percent),
            figure(found.median_width_percent),
        ]);
    }
    table
}

/// The legs that were predicted worst.
fn worst_table(found: &Calibration) -> Table {
    let mut legs: Vec<(f64, &Predicted)> = found
        .predicted
        .iter()
        .map(|leg| (error(leg), leg))
        .collect();
    legs.sort_by(|(a, _), (b, _)| b.abs().total_cmp(&a.abs()));
    let mut table = Table::new(vec![
        Column::text("journey", "predicted worst").flexible(),
        Column::text("from", "from").flexible(),
        Column::text("to", "to").flexible(),
        Column::figure("distance_km", "", "km"),
        Column::figure("reported", "reported", ""),
        Column::figure("predicted", "predicted", ""),
        Column::figure("error_percent", "off", "%"),
    ]);
    for (error, leg) in legs.into_iter().take(WORST) {
        let time = |h: f64| Cell::plain(&hours(crate::units::RunTime::from_h(h)));
        table.push(vec![
            Cell::plain(&leg.reported.journey_id),
            Cell::plain(&leg.reported.places.0),
            Cell::plain(&leg.reported.places.1),
            Cell::plain(&format!("{:.0}", leg.km)),
            time(leg.pair.reported),
            time(leg.pair.computed[1]),
            Cell::plain(&format!("{error:+.0}")),
        ]);
    }
    table
}

/// Per cent that the predicted time is too long.
fn error(leg: &Predicted) -> f64 {
    (leg.pair.computed[1] / leg.pair.reported - 1.0) * 100.0
}

/// What was fitted, in a sentence.
fn sentence(found: &Calibration) -> String {
    let bounds = match found.bounds {
        0 => String::new(),
        1 => String::from(", and 1 that bounds it"),
        more => format!(", and {more} that bound it"),
    };
    format!(
        "fitted to {} legs of {} journeys{bounds}; a leg of 300 km scatters by {:.0} %, a trip by {:.0} %",
        found.fitted_legs,
        found.journeys,
        found.leg_noise * 100.0,
        found.trip_spread * 100.0
    )
}

/// Its stops, in a sentence.
fn stops(found: &Calibration) -> Option<String> {
    let stops = found.stops.as_ref()?;
    Some(format!(
        "stops once in {:.0} km ({:.0} expected) for {:.0} min ({:.0} to {:.0}): {} printed over {:.0} km",
        stops.every_km,
        stops.prior_km,
        stops.time.likely().minutes(),
        stops.time.low().minutes(),
        stops.time.high().minutes(),
        stops.seen,
        stops.over_km
    ))
}

/// What could not be used, in sentences.
pub(super) fn unused(found: &Calibration) -> impl Iterator<Item = String> {
    found.unused.iter().map(|(reported, reason)| {
        let (from, to) = &reported.places;
        format!(
            "not used: {from} to {to} ({}): {reason}",
            reported.journey_id
        )
    })
}

/// The calibration for the terminal.
///
/// # Errors
/// Whatever the page answers.
pub fn show(found: &Calibration, page: &mut Page) -> fmt::Result {
    let lead = Span::new(&format!("{}: ", found.train.id), Style::BOLD);
    page.paragraph(&lead, &sentence(found))?;
    if let Some(text) = stops(found) {
        page.paragraph(&Span::plain(""), &text)?;
    }
    page.blank()?;
    page.table(&shown(found))?;
    page.blank()?;
    page.table(&predicted_table(found))?;
    page.blank()?;
    page.table(&worst_table(found))?;
    for text in unused(found) {
        page.paragraph(&Span::plain(""), &text)?;
    }
    Ok(())
}

/// The calibration in Markdown, to paste.
#[must_use]
pub fn markdown(found: &Calibration, command: &str) -> String {
    let mut text = format!(
        "# {}\n\n{}.\n\n",
        markdown::text(&found.train.name),
        markdown::text(&sentence(found))
    );
    if let Some(stops) = stops(found) {
        text.push_str(&format!("It {}.\n\n", markdown::text(&stops)));
    }
    for table in [rows(found), predicted_table(found), worst_table(found)] {
        text.push_str(&table.to_markdown());
        text.push('\n');
    }
    for line in unused(found) {
        text.push_str(&format!("- {}\n", markdown::text(&line)));
    }
    text.push_str(&format!("\nMade with {}.\n", markdown::code(command)));
    text
}
