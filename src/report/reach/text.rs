//! How far a train can have come, for the terminal and in Markdown.

use std::fmt::{self, Write};

use super::{ReachSummary, StationReached, Within};
use crate::report::labels;
use crate::report::legs::hours;
use crate::report::markdown;
use crate::report::page::Page;
use crate::report::table::{Cell, Column, Table};
use crate::report::text::{Span, Style};
use crate::units::{RunTime, format};

/// Said with every answer, because other commands keep to the countries of the ends.
pub(in crate::report) const ANY_COUNTRY: &str =
    "the train may pass through any country; --avoid CC excludes one";

/// The answer for the terminal: the farthest of each country and line. All stations are in the other formats.
///
/// # Errors
/// Whatever the page answers.
pub fn show(summary: &ReachSummary, page: &mut Page, is_quiet: bool) -> fmt::Result {
    let lead = Span::plain(&format!("{}: ", summary.train.id));
    page.paragraph_of(&lead, &Span::new(&answer(summary), Style::BOLD))?;
    page.paragraph(&Span::default(), &counts(summary))?;
    if summary.stations.is_empty() {
        return Ok(());
    }
    page.blank()?;
    page.table(&countries(summary))?;
    page.blank()?;
    page.table(&lines(summary))?;
    if !is_quiet {
        page.blank()?;
        let all = "all stations by time: --format csv, --format json, -o FILE.geojson";
        for remark in summary
            .remarks
            .iter()
            .map(String::as_str)
            .chain([ANY_COUNTRY, all])
        {
            page.paragraph(&Span::new("note: ", Style::BOLD), remark)?;
        }
    }
    Ok(())
}

/// The answer in Markdown, to paste: all stations that are possible.
#[must_use]
pub fn markdown(summary: &ReachSummary) -> String {
    let mut text = String::new();
    let mut add = |line: &str| writeln!(text, "{line}").expect("a string takes all");
    add(&format!("# {}\n", markdown::text(&super::title(summary))));
    add(&format!(
        "**{}** ({})\n",
        markdown::text(&answer(summary)),
        markdown::text(&summary.train.name)
    ));
    add(&format!("{}\n", markdown::text(&counts(summary))));
    add(&countries(summary).to_markdown());
    add("## Stations\n");
    let possible = summary.stations.iter().filter(|s| s.within <= Within::Low);
    add(&rows(possible).to_markdown());
    for remark in summary
        .remarks
        .iter()
        .map(String::as_str)
        .chain([ANY_COUNTRY])
    {
        add(&format!("- {}", markdown::text(remark)));
    }
    let provenance = &summary.provenance;
    add(&format!(
        "\nMade with {}. {}",
        markdown::code(&provenance.command),
        markdown::text(&labels::attribution(provenance, false))
    ));
    text
}

/// `from Pyongyang within 20 h 00 min as far as Hoeryong, 750 km`.
pub(in crate::report) fn answer(summary: &ReachSummary) -> String {
    let from = format!(
        "from {} within {}",
        summary.from.name,
        format::duration(summary.limit)
    );
    match summary.farthest_likely() {
        Some(station) => format!(
            "{from} likely as far as {}, {}",
            station.place.name,
            format::distance(station.distance)
        ),
        None => format!("{from} no station is likely reached"),
    }
}

/// `likely as far as Hoeryong, 750 km`, without what was asked.
pub(in crate::report) fn farthest(summary: &ReachSummary) -> String {
    match summary.farthest_likely() {
        Some(station) => format!(
            "Likely as far as {}, {}",
            station.place.name,
            format::distance(station.distance)
        ),
        None => String::from("No station is likely reached"),
    }
}

/// How many stations are reached how surely.
fn counts(summary: &ReachSummary) -> String {
    let only = |within: Within| {
        let stations = summary.stations.iter();
        stations.filter(|station| station.within == within).count()
    };
    let parts = Within::ALL.map(|within| format!("{} {}", only(within), within.words()));
    format!("stations: {}", parts.join(", "))
}

/// The farthest stations of each country.
pub(in crate::report) fn countries(summary: &ReachSummary) -> Table {
    let mut table = Table::new(vec![
        Column::text("country", "country").flexible(),
        Column::text("how", "reached"),
        Column::text("station", "farthest").flexible(),
        Column::figure("distance_km", "", "km"),
        Column::figure("time", "time", ""),
        Column::text("range", "low to high"),
        Column::figure("technical_minimum", "technical minimum", ""),
    ]);
    let name = |station: &'_ StationReached| station.country.clone();
    let mut rows: Vec<(String, Within, &StationReached)> = Vec::new();
    for within in [Within::High, Within::Likely, Within::Low] {
        for (_, station) in summary.farthest(within, |station| Some(&station.country)) {
            let is_known = rows
                .iter()
                .any(|(_, _, known)| known.place.id == station.place.id);
            if !is_known {
                rows.push((name(station), within, station));
            }
        }
    }
    rows.sort_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
    for (country, within, station) in rows {
        let mut cells = vec![Cell::plain(&country), Cell::plain(within.words())];
        cells.extend(figures(station));
        table.push(cells);
    }
    table
}

/// The farthest station on each line that is likely reached, the farthest first.
pub(in crate::report) fn lines(summary: &ReachSummary) -> Table {
    let mut farthest = summary.farthest(Within::Likely, |station| station.line.as_deref());
    farthest.sort_by_key(|(_, station)| std::cmp::Reverse(station.distance));
    let mut table = Table::new(vec![
        Column::text("line", "line").flexible(),
        Column::text("country", "country"),
        Column::text("station", "likely as far as").flexible(),
        Column::figure("distance_km", "", "km"),
        Column::figure("time", "time", ""),
        Column::text("range", "low to high"),
        Column::figure("technical_minimum", "technical minimum", ""),
    ]);
    for (line, station) in farthest {
        let mut cells = vec![Cell::plain(line), Cell::plain(&station.place.country)];
        cells.extend(figures(station));
        table.push(cells);
    }
    table
}

/// Station, distance, likely time, range and technical minimum.
fn figures(station: &StationReached) -> [Cell; 5] {
    let time = &station.time;
    [
        Cell::plain(&station.place.name),
        Cell::figure(
            &format::grouped(station.distance.km().round() as i64),
            &format!("{:.1}", station.distance.km()),
        ),
        timed(time.likely()),
        Cell::plain(&format!("{} to {}", hours(time.low()), hours(time.high()))),
        timed(station.technical_minimum),
    ]
}

/// A time for people, and in hours for what sorts by it.
fn timed(time: RunTime) -> Cell {
    Cell::figure(&hours(time), &format!("{:.3}", time.h()))
}

/// Stations as a table.
pub(in crate::report) fn rows<'a>(stations: impl Iterator<Item = &'a StationReached>) -> Table {
    let mut table = Table::new(vec![
        Column::text("station", "station"),
        Column::figure("distance_km", "", "km"),
        Column::figure("time", "time", ""),
        Column::text("range", "low to high"),
        Column::figure("technical_minimum", "technical minimum", ""),
        Column::text("country", "country"),
        Column::text("line", "line"),
        Column::text("within", "reached"),
    ]);
    for station in stations {
        let mut cells: Vec<Cell> = figures(station).into();
        cells.push(Cell::plain(&station.place.country));
        cells.push(
            station
                .line
                .as_deref()
                .map_or_else(Cell::unknown, Cell::plain),
        );
        cells.push(Cell::plain(station.within.words()));
        table.push(cells);
    }
    table
}
