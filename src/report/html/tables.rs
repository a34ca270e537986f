//! The tables of the page: legs, ledger, other routes, explanations, sources.

use crate::report::labels;
use crate::report::summary::{LegSummary, PlannedRoute, Provenance, RouteSummary};
use crate::report::table::{Align, Table};
use crate::report::xml::escape;
use crate::units::{Estimate, RunTime, format};

/// A cell: class, the value it sorts by, and what is read.
struct Cell(&'static str, String, String);

impl Cell {
    fn text(text: impl Into<String>) -> Cell {
        let text = text.into();
        Cell("", text.clone(), text)
    }

    fn number(value: f64, text: String) -> Cell {
        Cell("n", labels::round(value, 3).to_string(), text)
    }

    fn markup(&self) -> String {
        self.with_class("")
    }

    /// With one more class.
    fn with_class(&self, more: &str) -> String {
        let Cell(class, value, text) = self;
        let class = match format!("{class} {more}").trim() {
            "" => String::new(),
            class => format!(" class=\"{class}\""),
        };
        let value = if value == text {
            String::new()
        } else {
            format!(" data-value=\"{}\"", escape(value))
        };
        format!("<td{class}{value}>{}</td>", escape(text))
    }
}

/// A table: its caption, its heads (numbers to the right), its rows as they are.
fn table(class: &str, caption: &str, heads: &[(&str, bool)], rows: &str) -> String {
    table_with_total(class, caption, heads, (rows, ""))
}

/// The same with a row of totals below, where there is one.
fn table_with_total(
    class: &str,
    caption: &str,
    heads: &[(&str, bool)],
    (rows, total): (&str, &str),
) -> String {
    let caption = match caption {
        "" => String::new(),
        caption => format!("<caption>{caption}</caption>\n"),
    };
    let total = match total {
        "" => String::new(),
        total => format!("<tfoot>\n{total}</tfoot>\n"),
    };
    let head = |(text, is_number): &(&str, bool)| match is_number {
        true => format!("<th scope=\"col\" class=\"n\">{text}</th>"),
        false => format!("<th scope=\"col\">{text}</th>"),
    };
    format!(
        "<div class=\"scroll\"><table{class}>\n{caption}<thead><tr>{heads}</tr></thead>\n\
         <tbody>\n{rows}</tbody>\n{total}</table></div>\n",
        heads = heads.iter().map(head).collect::<String>(),
    )
}

/// A table of the terminal as one of the page, to be sorted by any column; if `is_marked`, rows are those that a picture
/// lights up.
pub fn of(source: &Table, caption: &str, is_marked: bool) -> String {
    let headings = source.headings();
    let heads: Vec<(&str, bool)> = headings
        .iter()
        .map(|(text, align)| (text.as_str(), *align == Align::Right))
        .collect();
    let row = |(i, cells): (usize, Vec<(&str, &str)>)| {
        let cells = cells.into_iter().zip(&heads).map(|((shown, value), head)| {
            let class = if head.1 { "n" } else { "" };
            Cell(class, value.to_owned(), shown.to_owned()).markup()
        });
        let mark = match is_marked {
            true => format!(" data-leg=\"{i}\""),
            false => String::new(),
        };
        format!("<tr{mark}>{}</tr>\n", cells.collect::<String>())
    };
    let rows: String = source.cells().enumerate().map(row).collect();
    table(" class=\"sortable\"", caption, &heads, &rows)
}

/// The legs, to be sorted by any column.
pub fn legs(planned: &PlannedRoute) -> String {
    let heads = [
        ("#", true),
        ("From", false),
        ("To", false),
        ("Line", false),
        ("Country", false),
        ("Distance", true),
        ("Time, likely", true),
        ("Low to high", true),
        ("Departs", false),
        ("Arrives", false),
        ("Then", false),
    ];
    let rows: String = planned
        .legs
        .iter()
        .enumerate()
        .map(|(i, leg)| leg_row(i, leg))
        .collect();
    let is_clocked = planned.legs[0].depart_local.is_some();
    let caption = match is_clocked {
        true => {
            "Times at stations are local. The times of the legs are without the stops between them."
        }
        false => {
            "Times are counted from the departure. The time of a leg does not include the stops at its ends."
        }
    };
    table_with_total(
        " class=\"sortable legs\"",
        caption,
        &heads,
        (&rows, &total(planned)),
    )
}

/// The whole, which has the stops in it.
fn total(planned: &PlannedRoute) -> String {
    let cells = [
        Cell::text(""),
        Cell::text("With stops"),
        Cell::text(""),
        Cell::text(""),
        Cell::text(""),
        Cell::number(planned.distance.km(), format::distance(planned.distance)),
        Cell::number(
            planned.duration.likely().h(),
            format::duration(planned.duration.likely()),
        ),
        Cell::number(
            spread(&planned.duration).h(),
            format::duration_range(&planned.duration),
        ),
    ];
    format!("<tr>{}</tr>\n", numbered(&cells))
}

fn leg_row(i: usize, leg: &LegSummary) -> String {
    let clock = |at: &Option<jiff::ZonedDateTime>, elapsed: RunTime| {
        let text = at.as_ref().map_or_else(
            || format::duration(elapsed),
            |at| at.strftime("%a %H:%M").to_string(),
        );
        Cell("t", labels::round(elapsed.h(), 3).to_string(), text)
    };
    let cells = [
        Cell::number((i + 1) as f64, (i + 1).to_string()),
        Cell::text(&leg.from.name),
        Cell::text(&leg.to.name),
        Cell::text(leg.line.as_deref().unwrap_or_default()),
        Cell::text(&leg.country),
        Cell::number(leg.distance.km(), format::distance(leg.distance)),
        Cell::number(
            leg.duration.likely().h(),
            format::duration(leg.duration.likely()),
        ),
        Cell::number(
            spread(&leg.duration).h(),
            format::duration_range(&leg.duration),
        ),
        clock(&leg.depart_local, leg.departs),
        clock(&leg.arrive_local, leg.arrives),
        Cell("", labels::round(leg.stop.h(), 3).to_string(), then(leg)),
    ];
    format!("<tr data-leg=\"{i}\">{}</tr>\n", numbered(&cells))
}

/// The cells of a leg, each with the number of its column, by which a phone lays them out anew.
fn numbered(cells: &[Cell]) -> String {
    let cells = cells.iter().enumerate();
    cells
        .map(|(number, cell)| cell.with_class(&format!("c{number}")))
        .collect()
}

fn spread(range: &Estimate<RunTime>) -> RunTime {
    range.high() - range.low()
}

/// `gauge change, 2 h 00 min`.
fn then(leg: &LegSummary) -> String {
    match (leg.stop.s() > 0.0, leg.stop_reasons.is_empty()) {
        (false, _) => leg.stop_reason(),
        (true, true) => format::duration(leg.stop),
        // A single reason has its time with it.
        (true, false) if leg.stop_reason().ends_with(" min") && leg.stop_reasons.len() == 1 => {
            leg.stop_reason()
        }
        (true, false) => format!("{}, {}", leg.stop_reason(), format::duration(leg.stop)),
    }
}

/// The ledger with bars, with what the times mean; parts of less than half a minute are left out.
pub fn ledger(planned: &PlannedRoute) -> String {
    let most = planned
        .ledger
        .parts()
        .iter()
        .map(|(_, time)| time.abs())
        .max()
        .unwrap_or(RunTime::ZERO);
    let row = |(key, time): &(&'static str, RunTime)| {
        let share = time.abs().ratio(most).unwrap_or(0.0) * 100.0;
        format!(
            "<tr><th scope=\"row\">{}</th><td class=\"n\">{}</td><td class=\"bars\"><span class=\"bar\" style=\"width:{:.1}%\"></span></td></tr>\n",
            escape(labels::ledger_words(key)),
            format::duration(*time),
            share
        )
    };
    let parts = planned.ledger.parts();
    let rows: String = parts
        .iter()
        .filter(|(_, time)| time.abs().minutes() >= 0.5)
        .map(row)
        .collect();
    let caption = format!(
        "Adds up to {}. {}",
        format::duration(planned.ledger.total()),
        labels::MEANING
    );
    table(
        "",
        &caption,
        &[("Part", false), ("Time", true), ("", false)],
        &rows,
    )
}

/// The routes that were not best.
pub fn other_routes(route: &RouteSummary) -> Option<String> {
    let row = |planned: &PlannedRoute| {
        let cells = [
            Cell::text(labels::route_name(route, planned)),
            Cell::number(planned.distance.km(), format::distance(planned.distance)),
            Cell::number(
                planned.duration.likely().h(),
                format::duration(planned.duration.likely()),
            ),
            Cell::number(
                spread(&planned.duration).h(),
                format::duration_range(&planned.duration),
            ),
            Cell::text(planned.countries.join(", ")),
        ];
        format!(
            "<tr>{}</tr>\n",
            cells.iter().map(Cell::markup).collect::<String>()
        )
    };
    let heads = [
        ("Route", false),
        ("Distance", true),
        ("Time, likely", true),
        ("Low to high", true),
        ("Countries", false),
    ];
    let rows: String = route.routes.iter().skip(1).map(row).collect();
    (!rows.is_empty()).then(|| {
        table(
            " class=\"sortable\"",
            "The best route is above.",
            &heads,
            &rows,
        )
    })
}

/// Where each figure comes from, when that was asked.
pub fn explanations(planned: &PlannedRoute) -> Option<String> {
    let rows: String = planned.explanations.iter().map(pair).collect();
    (!rows.is_empty()).then(|| {
        table(
            "",
            "",
            &[("Figure", false), ("Where it comes from", false)],
            &rows,
        )
    })
}

/// What was read, each publication once with the ids that cite it, in the order of the first of them.
pub fn sources(provenance: &Provenance) -> Option<String> {
    let mut read: Vec<(String, Vec<&str>)> = Vec::new();
    for (id, text) in &provenance.sources {
        for part in text.split(" | ").map(publication) {
            match read.iter_mut().find(|(known, _)| *known == part) {
                Some((_, ids)) if ids.last() == Some(&id.as_str()) => {}
                Some((_, ids)) => ids.push(id),
                None => read.push((part, vec![id])),
            }
        }
    }
    let row = |(text, ids): &(String, Vec<&str>)| {
        let (text, ids) = (escape(text), escape(&ids.join(", ")));
        format!("<tr><td>{text}</td><td>{ids}</td></tr>\n")
    };
    let rows: String = read.iter().map(row).collect();
    let heads = [("What was read", false), ("Ids in the data", false)];
    (!rows.is_empty()).then(|| table(" class=\"sources\"", "", &heads, &rows))
}

/// A source without the figure that was read in it, which stands in brackets at its end: `(6.4 to Kimchaek)`.
fn publication(text: &str) -> String {
    let text = text.trim();
    let is_figure = |remark: &str| remark.starts_with(|c: char| c.is_ascii_digit() || c == '+');
    let bare = text
        .strip_suffix(')')
        .and_then(|text| text.rsplit_once(" ("));
    let bare = bare
        .filter(|(_, remark)| is_figure(remark))
        .map(|(bare, _)| bare);
    labels::sentence(&bare.unwrap_or(text).replace("S2S", "station-to-station"))
}

fn pair((key, text): &(String, String)) -> String {
    format!(
        "<tr><th scope=\"row\">{}</th><td>{}</td></tr>\n",
        escape(key),
        escape(text)
    )
}
