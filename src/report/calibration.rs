//! The answer of `calibrate`: fitted speeds with what was expected before, and how well they predict.

use std::fmt;

use super::chart::{self, Drawing};
use super::legs::hours;
use super::markdown;
use super::page::Page;
use super::table::{Cell, Column, Table};
use super::text::{Span, Style};
use crate::reported::calibrate::{Calibration, FittedFactor, Predicted, Reliability, Scatter};
use crate::reported::{Statistics, statistics};

/// Legs at least so long are judged on their own, km: shorter ones hang on single minutes.
const LONG_KM: f64 = 100.0;
/// Legs shown that were predicted worst.
const WORST: usize = 8;
/// Letters of the longest bar.
const BAR: usize = 30;

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

/// How well the train's journeys are predicted without themselves: all legs, the long ones, those without any other leg
/// on their line, and runs over several legs.
pub(super) fn predicted_groups(found: &Calibration) -> Vec<(String, Statistics)> {
    let long = format!("{LONG_KM} km and more");
    type Wanted = fn(&Predicted) -> bool;
    let legs = &found.predicted;
    let groups: [(&str, &[Predicted], Wanted); 6] = [
        ("all legs", legs, |_| true),
        (&long, legs, |leg| leg.km >= LONG_KM),
        ("by the prior alone", legs, |leg| !leg.by_prior.is_empty()),
        ("without their line", &found.by_line, |_| true),
        ("through runs", &found.runs, |_| true),
        ("never fitted", &found.held, |_| true),
    ];
    let of_group = |(name, legs, wanted): (&str, &[Predicted], Wanted)| {
        let legs = legs.iter().filter(|leg| wanted(leg));
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
        Column::figure("median_ape_interval_percent", "90 % interval", ""),
        Column::figure("coverage_80_percent", "inside", "%"),
        Column::figure("coverage_interval_percent", "90 % interval", ""),
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

/// What ranges promise and what was observed, for legs and runs that were held out with their train and
/// for journeys that nothing is fitted to.
pub(super) fn reliability(found: &Calibration) -> Option<Reliability> {
    let journeys = found.predicted.iter().chain(&found.runs);
    Reliability::of(journeys.chain(&found.held))
}

/// The picture of that, `width` pixels wide; `None` where nothing was held out.
#[must_use]
pub fn drawing(found: &Calibration, width: f64) -> Option<Drawing> {
    let reliability = reliability(found)?;
    let title = format!("Reliability of the ranges: {}", found.train.name);
    Some(chart::reliability::draw(&title, &reliability, width))
}

fn reliability_table(found: &Reliability) -> Table {
    let mut table = Table::new(vec![
        Column::figure("promised_percent", "promised", "%"),
        Column::figure("observed_percent", "observed", "%"),
    ]);
    for (promised, observed) in &found.levels {
        table.push(vec![
            Cell::plain(&format!("{promised:.0}")),
            Cell::plain(&format!("{observed:.0}")),
        ]);
    }
    table
}

/// Where in its predicted range each reported time lies, as bars of text: level where the promise is kept.
fn ranks_table(found: &Reliability) -> Table {
    let mut table = Table::new(vec![
        Column::text("tenth", "place of the report among the predicted times"),
        Column::figure("n", "n", ""),
        Column::text("bar", ""),
    ]);
    let most = found.bars.iter().copied().max().unwrap_or(1).max(1);
    let width = found.bars.len();
    for (place, count) in found.bars.iter().enumerate() {
        let (from, to) = (100 * place / width, 100 * (place + 1) / width);
        table.push(vec![
            Cell::plain(&format!("{from} to {to} %")),
            Cell::plain(&count.to_string()),
            Cell::plain(&"#".repeat((count * BAR + most / 2) / most)),
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
        "fitted to {} legs of {} journeys{bounds}; {}",
        found.fitted_legs,
        found.journeys,
        scatter(found)
    )
}

/// How much times scatter, in a sentence, with standard errors.
fn scatter(found: &Calibration) -> String {
    let figure = |of: fn(&Scatter) -> f64| {
        let (figure, error) = (of(&found.scatter), of(&found.scatter_errors));
        format!("{:.1} ± {:.1} %", figure * 100.0, figure * error * 100.0)
    };
    format!(
        "a leg of 300 km scatters by {}, a journey by {}, a line by {}",
        figure(|scatter| scatter.leg),
        figure(|scatter| scatter.trip),
        figure(|scatter| scatter.line)
    )
}

/// How far its ranges are stretched, in a sentence.
fn coverage(found: &Calibration) -> String {
    let factor = |factor: &FittedFactor, what: &str| {
        let own = match (factor.own, factor.error) {
            (Some(own), Some(error)) => {
                format!("{} held out need {own:.2} ± {error:.2}", factor.journeys)
            }
            _ => String::from("none held out"),
        };
        let borrowed = factor.others.map(|others| {
            let lent = factor.borrowed;
            format!(", {lent} of other trains, from which it borrows, {others:.2}")
        });
        format!(
            "{:.2} on {what} ({own}{})",
            factor.factor,
            borrowed.unwrap_or_default()
        )
    };
    format!(
        "ranges are stretched by {} and by {}",
        factor(&found.coverage.leg, "legs"),
        factor(&found.coverage.through, "through runs")
    )
}

/// Its unannounced stays, in a sentence.
fn stays(found: &Calibration) -> Option<String> {
    let found = found.stays.as_ref()?;
    let [often, long] = found.errors.map(|error| error * 100.0);
    let hours = found.stays.length.map(|time| time.h());
    Some(format!(
        "makes {:.2} unannounced stays a day (standard error {often:.0} %) of {:.1} h ({:.1} to {:.1}, standard error of the \
         median {long:.0} %): {} journeys",
        found.stays.per_day,
        hours.likely(),
        hours.low(),
        hours.high(),
        found.journeys
    ))
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

/// What else was found, in sentences.
fn sentences(found: &Calibration) -> impl Iterator<Item = String> {
    [Some(coverage(found)), stops(found), stays(found)]
        .into_iter()
        .flatten()
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
    for text in sentences(found) {
        page.paragraph(&Span::plain(""), &text)?;
    }
    page.blank()?;
    page.table(&shown(found))?;
    page.blank()?;
    page.table(&predicted_table(found))?;
    page.blank()?;
    if let Some(reliability) = reliability(found) {
        page.table(&reliability_table(&reliability))?;
        page.blank()?;
        page.table(&ranks_table(&reliability))?;
        page.blank()?;
    }
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
    for sentence in sentences(found) {
        text.push_str(&format!("{}.\n\n", markdown::text(&sentence)));
    }
    let reliability = reliability(found);
    let kept = reliability
        .iter()
        .flat_map(|found| [reliability_table(found), ranks_table(found)]);
    let tables = [rows(found), predicted_table(found)]
        .into_iter()
        .chain(kept);
    for table in tables.chain([worst_table(found)]) {
        text.push_str(&table.to_markdown());
        text.push('\n');
    }
    for line in unused(found) {
        text.push_str(&format!("- {}\n", markdown::text(&line)));
    }
    text.push_str(&format!("\nMade with {}.\n", markdown::code(command)));
    text
}
