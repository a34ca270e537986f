//! Where the train is, for the terminal and in Markdown.

use std::fmt::{self, Write};

use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, ZonedDateTime};

use super::{LocateSummary, PositionRow, Status, TrainRow};
use crate::report::chart::frame::short as frame_short;
use crate::report::labels::{self, call_words};
use crate::report::legs;
use crate::report::markdown;
use crate::report::page::Page;
use crate::report::summary::{Call, CallKind};
use crate::report::table::{Cell, Column, Table};
use crate::report::text::{Colour, Span, Style};
use crate::units::{Estimate, Length, RunTime, format};

/// The answer for the terminal.
///
/// # Errors
/// Whatever the page answers.
pub fn show(summary: &LocateSummary, page: &mut Page, is_quiet: bool) -> fmt::Result {
    let own = summary.own();
    let lead = Span::plain(&format!("{}: ", summary.route.train.id));
    page.paragraph_of(&lead, &Span::new(&answer(summary, own), Style::BOLD))?;
    let plain = Span::default();
    for line in lines(summary) {
        page.paragraph(&plain, &line)?;
    }
    page.blank()?;
    page.table(&stations(summary))?;
    if !is_quiet {
        let route = &summary.route;
        let warnings = &summary.planned().warnings;
        if !route.remarks.is_empty() || !warnings.is_empty() {
            page.blank()?;
        }
        for remark in &route.remarks {
            page.paragraph(&Span::new("note: ", Style::BOLD), remark)?;
        }
        let yellow = Style::coloured(Colour::Yellow);
        for warning in warnings {
            page.paragraph(&Span::new("warning: ", yellow), &warning.text)?;
        }
    }
    Ok(())
}

/// The answer in Markdown, to paste.
#[must_use]
pub fn markdown(summary: &LocateSummary) -> String {
    let mut text = String::new();
    let mut add = |line: &str| writeln!(text, "{line}").expect("a string takes all");
    add(&format!("# {}\n", markdown::text(&super::title(summary))));
    let told = answer(summary, summary.own());
    add(&format!("**{}**\n", markdown::text(&told)));
    for line in lines(summary) {
        add(&format!("{}\n", markdown::text(&line)));
    }
    add(&stations(summary).to_markdown());
    let warnings = summary.planned().warnings.iter();
    let notes = summary.route.remarks.iter();
    let notes = notes.chain(warnings.map(|warning| &warning.text));
    for note in notes {
        add(&format!("- {}", markdown::text(note)));
    }
    let provenance = &summary.route.provenance;
    add(&format!(
        "\nMade with {}. {}",
        markdown::code(&provenance.command),
        markdown::text(&labels::attribution(provenance, false))
    ));
    text
}

/// Where a train is, in a line; when it arrives where that was not asked.
pub(in crate::report) fn answer(summary: &LocateSummary, train: &TrainRow) -> String {
    let route = &summary.route;
    let Some(position) = &train.position else {
        return format!("arrives at {} {}", route.to.name, arrival(summary));
    };
    let of = format::distance(summary.planned().distance);
    let range = || {
        format!(
            "{} to {} of {of}",
            kilometres(position.place.low()),
            format::distance(position.place.high())
        )
    };
    let (before, after) = (&position.between.0.name, &position.between.1.name);
    match position.status {
        Status::Waiting => {
            let waits = elapsed(summary, train);
            format!(
                "has not left {} yet; it leaves in {}",
                route.from.name,
                format::duration(-waits)
            )
        }
        Status::Arrived => format!(
            "has probably arrived at {}, in {:.0} % of samples",
            route.to.name, position.arrived_percent
        ),
        Status::Standing => format!(
            "at {before}, {} ({})",
            format::distance(position.place.likely()),
            range()
        ),
        Status::UnderWay => format!(
            "between {before} and {after}, {} ({})",
            format::distance(position.place.likely()),
            range()
        ),
    }
}

/// How long a train has been on its way when it is looked for; below zero before it leaves.
fn elapsed(summary: &LocateSummary, train: &TrainRow) -> RunTime {
    let at = summary.at.unwrap_or(summary.departed);
    RunTime::from_s(at.duration_since(summary.departed).as_secs_f64()) - train.later
}

fn kilometres(length: Length) -> String {
    format::grouped(length.km().round() as i64)
}

/// What follows the first line: clocks, countries, the other trains, the arrival.
pub(in crate::report) fn lines(summary: &LocateSummary) -> Vec<String> {
    let start = |at: Timestamp| instant(summary, at);
    let (own, from) = (summary.own(), &summary.route.from.name);
    let mut lines = vec![match summary.at {
        Some(at) if at >= summary.departed => format!(
            "{}{}, {} after it left {from} {}",
            start(at),
            there(summary, at),
            format::duration(elapsed(summary, own)),
            start(summary.departed)
        ),
        Some(at) => format!("{}; leaves {from} {}", start(at), start(summary.departed)),
        None => format!("left {from} {}", start(summary.departed)),
    }];
    lines.extend(own.position.as_ref().and_then(countries));
    if summary.at.is_some() {
        let others = summary.trains.iter().filter(|_| summary.trains.len() > 1);
        lines.extend(others.map(|train| format!("{}: {}", train.label, answer(summary, train))));
        let to = &summary.route.to.name;
        lines.push(format!("arrives at {to} {}", arrival(summary)));
    }
    lines
}

/// `, 16:00 by the clock there`, where the train likely is in another zone than the start.
fn there(summary: &LocateSummary, at: Timestamp) -> String {
    let own = summary.own().position.as_ref();
    let call = own.and_then(|position| {
        let calls = summary.planned().calls.iter();
        let before = calls.take_while(|call| call.at <= position.place.likely());
        before.count().checked_sub(1)
    });
    let zones = call.map(|call| [0, call].map(|call| summary.zones[call].clone()));
    let Some([Some(start), Some(here)]) = zones else {
        return String::new();
    };
    let [start, here] = [start, here].map(|zone| at.to_zoned_datetime(zone));
    if start.offset() == here.offset() {
        return String::new();
    }
    here.strftime(", %H:%M by the clock there").to_string()
}

/// `in Russia in 87 % of samples, in North Korea in 13 %`, where there is a choice.
fn countries(position: &PositionRow) -> Option<String> {
    let sure = position.countries.iter().any(|(_, _, part)| *part > 99.5);
    if sure || position.status == Status::Waiting {
        return None;
    }
    let mut countries = position.countries.clone();
    countries.sort_by(|a, b| b.2.total_cmp(&a.2));
    let parts = countries
        .iter()
        .filter(|(_, _, part)| *part >= 0.5)
        .map(|(_, name, part)| format!("in {name} in {part:.0} %"));
    Some(format!(
        "{} of samples",
        parts.collect::<Vec<_>>().join(", ")
    ))
}

/// When the train itself arrives: by the clock there, or counted from the departure.
fn arrival(summary: &LocateSummary) -> String {
    let planned = summary.planned();
    let last = planned.calls.len() - 1;
    let clock = |time| summary.clock(last, time);
    let range = &planned.duration;
    match (
        clock(range.low()),
        clock(range.likely()),
        clock(range.high()),
    ) {
        (Some(low), Some(likely), Some(high)) => format!(
            "{} (from {} to {})",
            likely.strftime("%Y-%m-%d %H:%M, UTC%:z"),
            short(&low),
            short(&high)
        ),
        _ => format!(
            "{} after the departure ({})",
            format::duration(range.likely()),
            format::duration_range(range)
        ),
    }
}

fn short(clock: &ZonedDateTime) -> String {
    clock.strftime("%m-%d %H:%M").to_string()
}

/// An instant by the clock of the start, else by that of UTC.
fn instant(summary: &LocateSummary, at: Timestamp) -> String {
    let zone = summary.zones[0].clone();
    at.to_zoned_datetime(zone.unwrap_or_else(|| TimeZone::fixed(Offset::UTC)))
        .strftime("%Y-%m-%d %H:%M (UTC%:z)")
        .to_string()
}

/// The stations where something happens or the train was seen, with its times there; of a convoy with the likely
/// times of each train.
pub(in crate::report) fn stations(summary: &LocateSummary) -> Table {
    let mut columns = vec![
        Column::text("station", "station").flexible(),
        Column::text("country", "country"),
        Column::figure("at_km", "", "km"),
    ];
    let titles: &[&'static str] = match summary.trains.len() {
        1 => &["earliest", "likely", "latest"],
        2 => &["pilot", "leader's"],
        3 => &["pilot", "leader's", "last"],
        _ => &[
            "pilot", "leader's", "3rd", "4th", "5th", "6th", "7th", "8th", "9th", "10th",
        ],
    };
    let shown = if summary.trains.len() == 1 {
        3
    } else {
        summary.trains.len()
    };
    columns.extend(
        titles
            .iter()
            .take(shown)
            .map(|title| Column::figure("time", title, "")),
    );
    columns.push(Column::text("here", "").below());
    let mut table = Table::new(columns);
    for (number, call) in summary.planned().calls.iter().enumerate() {
        let here = here(summary, call);
        if call.kind == CallKind::Pass && here.is_empty() {
            continue;
        }
        let mut cells = vec![
            Cell::plain(&call.place.name),
            Cell::plain(&call.place.country),
            Cell::figure(&kilometres(call.at), &format!("{:.1}", call.at.km())),
        ];
        let times = times(summary, call);
        cells.extend(
            times.iter().map(|time| {
                Cell::figure(&clock(summary, number, *time), &format!("{:.3}", time.h()))
            }),
        );
        cells.push(Cell::new(&here, Style::DIM));
        table.push(cells);
    }
    table
}

/// The times of a row: the range of one train's arrival, or the likely arrival of each train.
fn times(summary: &LocateSummary, call: &Call) -> Vec<RunTime> {
    let range: &Estimate<RunTime> = &call.arrives;
    match summary.trains.as_slice() {
        [_] => vec![range.low(), range.likely(), range.high()],
        trains => trains
            .iter()
            .map(|train| range.likely() + train.later)
            .collect(),
    }
}

/// The local clock with the day counted from the departure, or the hours since.
fn clock(summary: &LocateSummary, call: usize, elapsed: RunTime) -> String {
    let left = summary.clock(0, RunTime::ZERO);
    match summary.clock(call, elapsed).zip(left) {
        Some((clock, left)) => match (clock.date() - left.date()).get_days() {
            0 => clock.strftime("%H:%M").to_string(),
            days => format!("{} {days:+}", clock.strftime("%H:%M")),
        },
        None => legs::hours(elapsed),
    }
}

/// What happens at a call: `gauge change 2 h 10 min, seen 10:40`.
fn here(summary: &LocateSummary, call: &Call) -> String {
    let mut parts = Vec::new();
    if !matches!(call.kind, CallKind::Pass | CallKind::End) {
        parts.push(format!("{} {}", call_words(call), frame_short(call.dwell)));
    }
    for seen in summary.seen.iter().filter(|seen| seen.at == call.at) {
        let clock = seen.local.as_ref().map_or_else(
            || legs::hours(seen.time),
            |local| local.strftime("%H:%M").to_string(),
        );
        let kind = match seen.kind {
            "there" => "seen",
            other => other,
        };
        parts.push(format!("{kind} {clock}"));
    }
    parts.join(", ")
}
