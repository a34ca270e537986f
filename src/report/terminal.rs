//! The answer of `route` on a terminal and in Markdown.

use std::fmt::{self, Write};

use jiff::ZonedDateTime;

use super::labels::{MEANING, answer, arrival, attribution, ledger_words, reported};
use super::legs;
use super::markdown;
use super::page::Page;
use super::summary::{Place, PlannedRoute, RouteSummary};
use super::table::{Cell, Column, Table};
use super::text::{Colour, Span, Style};
use crate::units::{RunTime, format};

/// Writes the answer in so many columns.
///
/// # Errors
/// Whatever the page answers.
pub fn route(summary: &RouteSummary, page: &mut Page, is_quiet: bool) -> fmt::Result {
    for planned in &summary.routes {
        if planned.rank > 1 {
            page.blank()?;
        }
        headline(summary, planned, page)?;
        page.blank()?;
        page.table(&legs::table(summary, planned))?;
        page.blank()?;
        page.table(&ledger(planned))?;
        if planned.rank == 1 {
            page.paragraph_of(&Span::default(), &Span::new(MEANING, Style::DIM))?;
            for line in reported(summary) {
                page.paragraph(&Span::new("reported: ", Style::BOLD), &line)?;
            }
        }
        if !planned.explanations.is_empty() {
            page.blank()?;
        }
        for (subject, text) in &planned.explanations {
            page.paragraph(&Span::new(&format!("{subject}: "), Style::BOLD), text)?;
        }
        if !planned.segments.is_empty() {
            page.blank()?;
            page.table(&segments(planned))?;
        }
        if !is_quiet {
            notes(summary, planned, page)?;
        }
    }
    Ok(())
}

/// Where the running time over each segment goes; times to the second, because many are short.
fn segments(planned: &PlannedRoute) -> Table {
    let mut table = Table::new(vec![
        Column::text("from", "segment from").flexible(),
        Column::text("to", "to").flexible(),
        Column::figure("distance_km", "", "km"),
        Column::figure("held_kmh", "held", "km/h"),
        Column::figure("limit_kmh", "limit", ""),
        Column::figure("cruising_s", "cruising", ""),
        Column::figure("accelerating_braking_s", "acc./br.", ""),
        Column::figure("gradients_s", "climbing", ""),
    ]);
    let clock = |time: RunTime| {
        let seconds = time.s().round() as i64;
        Cell::plain(&format!("{}:{:02}", seconds / 60, seconds % 60))
    };
    for segment in &planned.segments {
        let limit = segment
            .line_limit
            .map(|limit| format!("{:.0}", limit.kmh()));
        table.push(vec![
            Cell::plain(&segment.from),
            Cell::plain(&segment.to),
            Cell::plain(&format!("{:.1}", segment.distance.km())),
            Cell::plain(&format!("{:.0}", segment.held.kmh())),
            limit.as_deref().map_or_else(Cell::unknown, Cell::plain),
            clock(segment.cruising),
            clock(segment.accelerating_braking),
            clock(segment.gradients),
        ]);
    }
    table
}

/// Speed over distance of the best route.
///
/// # Errors
/// Whatever the page answers.
pub fn chart(summary: &RouteSummary, page: &mut Page) -> fmt::Result {
    page.blank()?;
    let drawing = super::chart::terminal::draw(&summary.routes[0], page.width());
    drawing
        .lines()
        .try_for_each(|line| page.line(&[Span::plain(line)]))
}

/// The answer in a line, then what it is an answer to.
fn headline(summary: &RouteSummary, planned: &PlannedRoute, page: &mut Page) -> fmt::Result {
    let which = if planned.rank > 1 {
        format!("route {}", planned.rank)
    } else {
        summary.train.id.clone()
    };
    page.paragraph_of(
        &Span::plain(&format!("{which}: ")),
        &Span::new(&answer(planned), Style::BOLD),
    )?;
    let plain = Span::default();
    if let Some(arrival) = arrival(planned) {
        page.paragraph(&plain, &arrival)?;
    }
    if let Some(clocks) = clocks(summary, planned) {
        page.paragraph(&plain, &clocks)?;
    }
    if planned.rank > 1 {
        let via: Vec<&str> = planned
            .via
            .iter()
            .map(|place| place.name.as_str())
            .collect();
        return page.paragraph(&Span::plain("by "), &via.join(", "));
    }
    let ends = format!("{} to {}", name(&summary.from), name(&summary.to));
    let line = format!(
        "{ends}, {} in a straight line; technical minimum {}",
        format::distance(planned.geodesic),
        format::duration(planned.technical_minimum),
    );
    page.paragraph(&plain, &line)?;
    page.paragraph(
        &plain,
        &format!("{}: {}", summary.train.name, summary.train.consist),
    )
}

/// When it leaves and arrives by the clocks of the two ends; nothing where no departure was asked or no zone is known.
pub(super) fn clocks(summary: &RouteSummary, planned: &PlannedRoute) -> Option<String> {
    let clock = |time: &ZonedDateTime| time.strftime("%A %Y-%m-%d %H:%M (UTC%:z)").to_string();
    let leaves = summary.departure.as_ref().map(clock)?;
    let arrives = planned.legs.last()?.arrive_local.as_ref().map(clock)?;
    Some(format!("leaves {leaves}, arrives {arrives}"))
}

/// `Pyongyang 평양`.
fn name(place: &Place) -> String {
    match &place.name_local {
        Some(local) if *local != place.name => format!("{} {local}", place.name),
        _ => place.name.clone(),
    }
}

/// Where the time goes; parts that take none are left out.
pub(super) fn ledger(planned: &PlannedRoute) -> Table {
    let mut table = Table::new(vec![
        Column::text("part", "where the time goes"),
        Column::figure("time", "time", ""),
        Column::figure("share_percent", "", "%"),
    ]);
    let total = planned.ledger.total();
    let row = |words: &str, time: RunTime, style: Style| {
        let share = time.ratio(total).unwrap_or(0.0) * 100.0;
        vec![
            Cell::new(words, style),
            Cell::new(&legs::hours(time), style),
            Cell::new(&format!("{share:.0}"), style),
        ]
    };
    for (part, time) in planned.ledger.parts() {
        if time.minutes().abs() >= 0.5 {
            table.push(row(ledger_words(part), time, Style::PLAIN));
        }
    }
    table.push(row("total, likely", total, Style::BOLD));
    table
}

fn notes(summary: &RouteSummary, planned: &PlannedRoute, page: &mut Page) -> fmt::Result {
    let remarks: &[String] = if planned.rank == 1 {
        &summary.remarks
    } else {
        &[]
    };
    if !remarks.is_empty() || !planned.warnings.is_empty() {
        page.blank()?;
    }
    for remark in remarks {
        page.paragraph(&Span::new("note: ", Style::BOLD), remark)?;
    }
    for warning in &planned.warnings {
        page.paragraph(
            &Span::new("warning: ", Style::coloured(Colour::Yellow)),
            &warning.text,
        )?;
    }
    Ok(())
}

/// The answer in Markdown, to paste.
#[must_use]
pub fn markdown(summary: &RouteSummary) -> String {
    let mut text = String::new();
    let mut add = |line: &str| writeln!(text, "{line}").expect("a string takes all");
    add(&format!(
        "# {} to {}\n",
        markdown::text(&name(&summary.from)),
        markdown::text(&name(&summary.to))
    ));
    for planned in &summary.routes {
        if planned.rank > 1 {
            add(&format!("## Route {}\n", planned.rank));
        }
        add(&format!(
            "**{}** ({}: {})\n",
            markdown::text(&answer(planned)),
            markdown::text(&summary.train.name),
            markdown::text(&summary.train.consist)
        ));
        if let Some(arrival) = arrival(planned) {
            add(&format!("{arrival}\n"));
        }
        if let Some(clocks) = clocks(summary, planned) {
            add(&format!("{}\n", markdown::text(&clocks)));
        }
        add(&legs::table(summary, planned).to_markdown());
        add(&ledger(planned).to_markdown());
        if planned.rank == 1 {
            add(&format!("{MEANING}\n"));
            for line in reported(summary) {
                add(&format!("- reported: {}", markdown::text(&line)));
            }
        }
        let remarks: &[String] = if planned.rank == 1 {
            &summary.remarks
        } else {
            &[]
        };
        let warnings = planned.warnings.iter().map(|warning| &warning.text);
        for remark in remarks.iter().chain(warnings) {
            add(&format!("- {}", markdown::text(remark)));
        }
    }
    let provenance = &summary.provenance;
    add(&format!(
        "\nMade with {}. {}",
        markdown::code(&provenance.command),
        markdown::text(&attribution(provenance, false))
    ));
    text
}
