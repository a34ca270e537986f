//! The trains of a catalogue, and one of them with the basis of each figure.

use std::fmt;

use super::page::Page;
use super::table::{Cell, Column, Table};
use super::text::{Span, Style};
use crate::train::Train;
use crate::units::Speed;

/// All trains, a line each.
#[must_use]
pub fn list(trains: &[Train]) -> Table {
    let mut table = Table::new(vec![
        Column::text("id", "id"),
        Column::text("name", "train").below(),
        Column::text("kind", "kind"),
        Column::figure("cars", "cars", ""),
        Column::figure("mass_of_cars_t", "", "t"),
        Column::figure("max_speed_kmh", "", "km/h"),
        Column::text("gauges_mm", "gauge mm"),
    ]);
    for train in trains {
        let gauges: Vec<String> = train
            .gauges
            .iter()
            .map(|gauge| gauge.mm().to_string())
            .collect();
        table.push(vec![
            Cell::plain(&train.id),
            Cell::new(&train.name, Style::DIM),
            Cell::plain(train.kind.as_str()),
            Cell::plain(&train.consist.cars.to_string()),
            Cell::plain(&format!("{:.0}", train.consist.mass().t())),
            Cell::plain(&format!("{:.0}", train.max_speed.kmh())),
            Cell::plain(&gauges.join(" ")),
        ]);
    }
    table
}

/// The sustained speeds of a train.
#[must_use]
pub fn speeds(train: &Train) -> Table {
    let mut table = Table::new(vec![
        Column::text("country", "country"),
        Column::text("line", "line").flexible(),
        Column::text("usage", "usage"),
        Column::text("tracks", "tracks"),
        Column::figure("low_kmh", "low", "km/h"),
        Column::figure("likely_kmh", "likely", "km/h"),
        Column::figure("high_kmh", "high", "km/h"),
        Column::text("basis", "basis").below(),
    ]);
    for row in train.profile.rows() {
        let figure = |speed: Speed| Cell::plain(&format!("{:.0}", speed.kmh()));
        table.push(vec![
            Cell::plain(row.country.as_ref().map_or("*", |country| country.code())),
            row.line.as_deref().map_or_else(Cell::unknown, Cell::plain),
            row.usage
                .map_or_else(Cell::unknown, |usage| Cell::plain(usage.as_str())),
            row.tracks
                .map_or_else(Cell::unknown, |tracks| Cell::plain(&tracks.to_string())),
            figure(row.speed.low()),
            figure(row.speed.likely()),
            figure(row.speed.high()),
            Cell::plain(&row.basis),
        ]);
    }
    table
}

/// A train with every table of its file, and where each figure comes from.
///
/// # Errors
/// Whatever the page answers.
pub fn show(train: &Train, page: &mut Page) -> fmt::Result {
    page.line(&[Span::new(
        &format!("{}: {}", train.id, train.name),
        Style::BOLD,
    )])?;
    for (key, value) in train.table() {
        match value {
            toml::Value::Table(table) if key != "basis" => section(key, table, page)?,
            toml::Value::Array(rows) if rows.iter().any(toml::Value::is_table) => {
                for row in rows.iter().filter_map(toml::Value::as_table) {
                    section(key, row, page)?;
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// One table: its figures in a line, then their bases.
fn section(name: &str, table: &toml::Table, page: &mut Page) -> fmt::Result {
    let figures: Vec<String> = table
        .iter()
        .filter(|(key, _)| *key != "basis")
        .map(|(key, value)| match value {
            toml::Value::String(text) => format!("{key} {text}"),
            other => format!("{key} {other}"),
        })
        .collect();
    page.blank()?;
    page.paragraph(
        &Span::new(&format!("{name}: "), Style::BOLD),
        &figures.join(", "),
    )?;
    match table.get("basis") {
        Some(toml::Value::String(text)) => page.paragraph(&Span::new("  ", Style::DIM), text),
        Some(toml::Value::Table(each)) => {
            for (key, text) in each {
                page.paragraph(
                    &Span::new(&format!("  {key}: "), Style::DIM),
                    text.as_str().unwrap_or_default(),
                )?;
            }
            Ok(())
        }
        _ => Ok(()),
    }
}
