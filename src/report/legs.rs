//! The legs of a route as a table: one for the terminal, Markdown and CSV.

use super::summary::{Leg, PlannedRoute, RouteSummary};
use super::table::{Cell, Column, Table};
use super::text::Style;
use crate::units::{RunTime, format};

/// The legs as people read them.
#[must_use]
pub fn table(summary: &RouteSummary, planned: &PlannedRoute) -> Table {
    let is_clocked = summary.departure.is_some();
    let arrival = if is_clocked { "arrives" } else { "elapsed" };
    let mut table = Table::new(vec![
        Column::text("from", "from").flexible(),
        Column::text("to", "to").flexible(),
        Column::text("line", "line").yielding(),
        Column::text("country", "in"),
        Column::figure("distance_km", "", "km"),
        Column::figure("duration", "time", ""),
        Column::figure("arrives", arrival, ""),
        Column::figure("gauge_mm", "", "mm").optional(),
        Column::text("then", "then").below(),
    ]);
    for leg in &planned.legs {
        table.push(vec![
            Cell::plain(&leg.from.name),
            Cell::plain(&leg.to.name),
            leg.line.as_deref().map_or_else(Cell::unknown, Cell::plain),
            Cell::plain(&leg.country),
            Cell::plain(&format::grouped(leg.distance.km().round() as i64)),
            Cell::plain(&hours(leg.duration.likely())),
            Cell::plain(&arrives(summary, leg)),
            Cell::plain(&leg.gauge_mm.to_string()),
            Cell::new(&then(leg), Style::DIM),
        ]);
    }
    table
}

/// What follows at the end of a leg: `border 5 min`, or all that is done there with its sum first; before it the offset
/// of the clocks where it is another than before.
fn then(leg: &Leg) -> String {
    let reason = &leg.stop_reason;
    let stop = match reason.contains(", ") {
        true => format!("{}: {reason}", format::duration(leg.stop)),
        false => reason.clone(),
    };
    let ends = leg.depart_local.as_ref().zip(leg.arrive_local.as_ref());
    let change = ends
        .filter(|(departs, arrives)| departs.offset() != arrives.offset())
        .map(|(_, arrives)| arrives.strftime("clocks at UTC%:z").to_string());
    let parts: Vec<String> = change.into_iter().chain([stop]).collect();
    parts.join("; ").trim_end_matches("; ").to_owned()
}

/// The local clock with the day counted from the departure, or the hours since.
fn arrives(summary: &RouteSummary, leg: &Leg) -> String {
    match (&summary.departure, &leg.arrive_local) {
        (Some(departure), Some(clock)) => {
            let days = (clock.date() - departure.date()).get_days();
            let clock = clock.strftime("%H:%M");
            if days == 0 {
                clock.to_string()
            } else {
                format!("{clock} +{days}")
            }
        }
        (Some(_), None) => String::new(),
        (None, _) => hours(leg.arrives),
    }
}

/// Hours and minutes as a clock shows them: `4:38`, `31:17`.
#[must_use]
pub fn hours(time: RunTime) -> String {
    let minutes = time.minutes().round() as i64;
    format!("{}:{:02}", minutes / 60, minutes % 60)
}

/// The legs as data: one row a leg, units in the names, unknown empty.
#[must_use]
pub fn data(summary: &RouteSummary) -> Table {
    let mut table = Table::new(vec![
        Column::text("route_rank", "route"),
        Column::text("leg", "leg"),
        Column::text("from_id", "from"),
        Column::text("from", "from"),
        Column::text("to_id", "to"),
        Column::text("to", "to"),
        Column::text("line", "line"),
        Column::text("country", "country"),
        Column::figure("distance_km", "", "km"),
        Column::figure("duration_low_h", "low", "h"),
        Column::figure("duration_likely_h", "likely", "h"),
        Column::figure("duration_high_h", "high", "h"),
        Column::text("depart_local", "departs"),
        Column::text("arrive_local", "arrives"),
        Column::figure("gauge_mm", "", "mm"),
        Column::text("traction", "traction"),
        Column::figure("stop_min", "stop", "min"),
        Column::text("stop_reason", "reason"),
    ]);
    for planned in &summary.routes {
        for (leg, number) in planned.legs.iter().zip(1..) {
            let clock = |time: &Option<jiff::ZonedDateTime>| {
                let text = time
                    .as_ref()
                    .map(|time| time.strftime("%Y-%m-%dT%H:%M%:z").to_string());
                text.as_deref().map_or_else(Cell::unknown, Cell::plain)
            };
            let figure = |value: f64, decimals: usize| Cell::plain(&format!("{value:.decimals$}"));
            table.push(vec![
                Cell::plain(&planned.rank.to_string()),
                Cell::plain(&i32::to_string(&number)),
                Cell::plain(&leg.from.id),
                Cell::plain(&leg.from.name),
                Cell::plain(&leg.to.id),
                Cell::plain(&leg.to.name),
                leg.line.as_deref().map_or_else(Cell::unknown, Cell::plain),
                Cell::plain(&leg.country),
                figure(leg.distance.km(), 1),
                figure(leg.duration.low().h(), 4),
                figure(leg.duration.likely().h(), 4),
                figure(leg.duration.high().h(), 4),
                clock(&leg.depart_local),
                clock(&leg.arrive_local),
                Cell::plain(&leg.gauge_mm.to_string()),
                Cell::plain(&leg.traction),
                figure(leg.stop.minutes(), 0),
                Cell::plain(&leg.stop_reason),
            ]);
        }
    }
    table
}
