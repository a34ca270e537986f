//! A network in figures, and the findings of its checks.

use std::fmt;

use super::page::Page;
use super::table::{Cell, Column, Field, Row, Table};
use super::text::{Span, Style, clean};
use crate::network::{CountryShare, Finding, Findings, GaugeShare, Inventory, Severity};
use crate::units::format::grouped;

/// Components named at most; the rest is counted.
const ISLANDS_NAMED: usize = 10;

/// The figures of a network.
///
/// # Errors
/// Whatever the page answers.
pub fn show(inventory: &Inventory, page: &mut Page) -> fmt::Result {
    let version = inventory.version.as_deref().unwrap_or("without version");
    let heading = format!("{} {version}: {}", inventory.name, inventory.title);
    page.paragraph_of(&Span::default(), &Span::new(&heading, Style::BOLD))?;
    let mut say =
        |subject: &str, text: &str| page.paragraph(&Span::plain(&format!("{subject}: ")), text);
    let day = inventory
        .as_of
        .map_or(String::from("every day"), |day| format!("open on {day}"));
    let km = grouped(inventory.length_km.round() as i64);
    say(
        "size",
        &format!(
            "{} stations, {} segments of {} lines, {km} km {day}; {} junction movements, {} border operations, {} sources",
            grouped(inventory.stations as i64),
            grouped(inventory.segments as i64),
            inventory.lines,
            inventory.junctions,
            inventory.borders,
            inventory.sources,
        ),
    )?;
    if inventory.limits + inventory.gradients > 0 {
        say(
            "along segments",
            &format!(
                "{} limits, {} gradients",
                grouped(inventory.limits as i64),
                grouped(inventory.gradients as i64)
            ),
        )?;
    }
    if let Some((first, last)) = inventory.dated {
        say(
            "dates",
            &format!("lines open or close between {first} and {last}"),
        )?;
    }
    if !inventory.licences.is_empty() {
        say("licence", &inventory.licences.join(", "))?;
    }
    if let Some(attribution) = &inventory.attribution {
        say("attribution", attribution)?;
    }
    say("connected components", &components(inventory))?;
    // In one piece, to be copied: `sha256: b11431f1…`.
    page.line(&[Span::plain(&inventory.checksum.replacen(':', ": ", 1))])?;
    page.blank()?;
    page.table(&countries(inventory))?;
    page.blank()?;
    page.table(&gauges(inventory))
}

/// `2: 1,658 stations around cn-acheng; 61 stations around au-adelaide`.
fn components(inventory: &Inventory) -> String {
    let named = inventory.components.iter().take(ISLANDS_NAMED);
    let named: Vec<String> = named
        .map(|component| {
            format!(
                "{} stations around {}",
                grouped(component.stations as i64),
                component.first
            )
        })
        .collect();
    let more = inventory.components.len().saturating_sub(ISLANDS_NAMED);
    let more = if more > 0 {
        format!(" and {more} more")
    } else {
        String::new()
    };
    format!("{}: {}{more}", inventory.components.len(), named.join("; "))
}

/// Stations and kilometres by country.
#[must_use]
pub fn countries(inventory: &Inventory) -> Table {
    Table::of(&inventory.countries)
}

/// Whole kilometres for people, a decimal more in data.
fn km(length_km: f64) -> Cell {
    Cell::figure(
        &grouped(length_km.round() as i64),
        &format!("{length_km:.1}"),
    )
}

impl Row for &CountryShare {
    fn fields() -> Vec<Field<Self>> {
        vec![
            Column::text("country", "code").by(|row: &Self| Cell::plain(&row.country)),
            Column::text("name", "country")
                .flexible()
                .by(|row| Cell::maybe(row.name.as_deref())),
            Column::figure("stations", "stations", "")
                .by(|row| Cell::plain(&row.stations.to_string())),
            Column::figure("length_km", "", "km").by(|row| km(row.length_km)),
        ]
    }
}

fn gauges(inventory: &Inventory) -> Table {
    Table::of(&inventory.gauges)
}

impl Row for &GaugeShare {
    fn fields() -> Vec<Field<Self>> {
        vec![
            Column::figure("gauge_mm", "gauge", "mm")
                .by(|row: &Self| Cell::plain(&row.gauge_mm.to_string())),
            Column::figure("length_km", "", "km").by(|row| km(row.length_km)),
        ]
    }
}

/// So many findings are seen at a glance; of more it is told how many there are of each kind.
const FEW_FINDINGS: usize = 20;

/// The findings, one a line, and their number.
#[must_use]
pub fn findings_text(findings: &Findings) -> String {
    let (errors, warnings) = (Severity::Error, Severity::Warning);
    let counts = [errors, warnings].map(|severity| count(findings, severity));
    lines(findings) + &counts.join(", ") + "\n"
}

/// Why something cannot be used: all that was found, or where that is too much to see the errors, only those.
#[must_use]
pub fn unusable(what: &str, findings: &Findings) -> String {
    let mut shown = findings.clone();
    if findings.len() > FEW_FINDINGS {
        shown = Findings::new();
        let errors = findings
            .iter()
            .filter(|finding| finding.severity == Severity::Error);
        errors.for_each(|error| shown.push(error.clone()));
    }
    let mut text = format!("{what} cannot be used:\n{}", lines(&shown));
    if shown.len() < findings.len() {
        text += &format!(
            "{} besides, which stop nothing\n",
            count(findings, Severity::Warning)
        );
    }
    text.trim_end().to_owned()
}

/// Findings, one a line; of many also how many there are of each kind.
fn lines(findings: &Findings) -> String {
    let mut text = String::new();
    for finding in findings.iter() {
        text.push_str(&clean(&finding.to_string()));
        text.push('\n');
    }
    if findings.len() > FEW_FINDINGS {
        text.push('\n');
        for (code, number) in findings.count_by_code() {
            text.push_str(&format!("{:>7} {code}\n", grouped(number as i64)));
        }
    }
    text
}

fn count(findings: &Findings, severity: Severity) -> String {
    let number = findings.count(severity);
    let s = if number == 1 { "" } else { "s" };
    format!("{} {}{s}", grouped(number as i64), severity.as_str())
}

/// The findings as a table of data.
#[must_use]
pub fn findings_table(findings: &Findings) -> Table {
    Table::of(findings.iter())
}

impl Row for &Finding {
    fn fields() -> Vec<Field<Self>> {
        vec![
            Column::text("severity", "severity")
                .by(|row: &Self| Cell::plain(row.severity.as_str())),
            Column::text("code", "code").by(|row| Cell::plain(row.code)),
            Column::text("file", "file").by(|row| Cell::plain(&row.place.file)),
            Column::text("line", "line").by(|row| Cell::plain(&row.place.line.to_string())),
            Column::text("column", "column").by(|row| Cell::plain(&row.place.column.to_string())),
            Column::text("message", "message").by(|row| Cell::plain(&row.message)),
        ]
    }
}
