//! The legs of a route as a table: one for the terminal, Markdown and CSV.

use jiff::ZonedDateTime;

use super::labels::local_clock;
use super::minutes;
use super::summary::{LegSummary, PlannedRoute, RouteSummary};
use super::table::{Cell, Column, Field, Row, Table};
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
        Column::text("country", "country"),
        Column::figure("distance_km", "", "km"),
        Column::figure("duration", "time", ""),
        Column::figure("arrives", arrival, ""),
        Column::figure("gauge_mm", "gauge", "").optional(),
        Column::text("then", "then").below(),
    ]);
    // Rounded so that the legs add up to the whole.
    let km: Vec<f64> = planned.legs.iter().map(|leg| leg.distance.km()).collect();
    let km = minutes::whole(planned.distance.km(), &km);
    for (leg, km) in planned.legs.iter().zip(km) {
        table.push(vec![
            Cell::plain(&leg.from.name),
            Cell::plain(&leg.to.name),
            leg.line.as_deref().map_or_else(Cell::unknown, Cell::plain),
            Cell::plain(&leg.country),
            Cell::plain(&format::grouped(km as i64)),
            Cell::plain(&hours(leg.duration.likely())),
            Cell::plain(&arrives(summary, leg)),
            Cell::plain(&leg.gauge_mm.to_string()),
            Cell::new(&then(leg), Style::DIM),
        ]);
    }
    table.push(total(summary, planned));
    table
}

/// The whole, which has the stops in it that stand below the legs.
fn total(summary: &RouteSummary, planned: &PlannedRoute) -> Vec<Cell> {
    let bold = |text: &str| Cell::new(text, Style::BOLD);
    let arrives = planned.legs.last().map(|leg| arrives(summary, leg));
    vec![
        bold("with stops"),
        Cell::unknown(),
        Cell::unknown(),
        Cell::unknown(),
        bold(&format::grouped(planned.distance.km().round() as i64)),
        bold(&hours(planned.duration.likely())),
        bold(&arrives.unwrap_or_default()),
        Cell::unknown(),
        Cell::unknown(),
    ]
}

/// What follows at the end of a leg: `border 5 min`, or all that is done there with its sum first; before it the offset
/// of the clocks where it is another than before.
fn then(leg: &LegSummary) -> String {
    let stop = match leg.stop_reasons.as_slice() {
        [] | [_] => leg.stop_reason(),
        _ => format!("{}: {}", format::duration(leg.stop), leg.stop_reason()),
    };
    let ends = leg.depart_local.as_ref().zip(leg.arrive_local.as_ref());
    let change = ends
        .filter(|(departs, arrives)| departs.offset() != arrives.offset())
        .map(|(_, arrives)| arrives.strftime("clocks at UTC%:z").to_string());
    let parts: Vec<String> = change.into_iter().chain([stop]).collect();
    parts.join("; ").trim_end_matches("; ").to_owned()
}

/// The local clock with the day counted from the departure, or the hours since.
fn arrives(summary: &RouteSummary, leg: &LegSummary) -> String {
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
    Table::of(summary.routes.iter().flat_map(|planned| {
        let legs = planned.legs.iter().zip(1..);
        legs.map(|(leg, number)| LegRow {
            rank: planned.rank,
            number,
            leg,
        })
    }))
}

/// A leg with its place in the answer.
struct LegRow<'a> {
    rank: usize,
    number: usize,
    leg: &'a LegSummary,
}

impl Row for LegRow<'_> {
    fn fields() -> Vec<Field<Self>> {
        fn h(time: RunTime) -> Cell {
            Cell::decimals(time.h(), 4)
        }
        fn clock(time: Option<&ZonedDateTime>) -> Cell {
            Cell::maybe(time.map(local_clock).as_deref())
        }
        vec![
            Column::text("route_rank", "route").by(|row: &Self| Cell::plain(&row.rank.to_string())),
            Column::text("leg", "leg").by(|row| Cell::plain(&row.number.to_string())),
            Column::text("from_id", "from").by(|row| Cell::plain(&row.leg.from.id)),
            Column::text("from", "from").by(|row| Cell::plain(&row.leg.from.name)),
            Column::text("to_id", "to").by(|row| Cell::plain(&row.leg.to.id)),
            Column::text("to", "to").by(|row| Cell::plain(&row.leg.to.name)),
            Column::text("line", "line").by(|row| Cell::maybe(row.leg.line.as_deref())),
            Column::text("country", "country").by(|row| Cell::plain(&row.leg.country)),
            Column::figure("distance_km", "", "km")
                .by(|row| Cell::decimals(row.leg.distance.km(), 1)),
            Column::figure("duration_low_h", "low", "h").by(|row| h(row.leg.duration.low())),
            Column::figure("duration_likely_h", "likely", "h")
                .by(|row| h(row.leg.duration.likely())),
            Column::figure("duration_high_h", "high", "h").by(|row| h(row.leg.duration.high())),
            Column::text("depart_local", "departs").by(|row| clock(row.leg.depart_local.as_ref())),
            Column::text("arrive_local", "arrives").by(|row| clock(row.leg.arrive_local.as_ref())),
            Column::figure("gauge_mm", "gauge", "mm")
                .by(|row| Cell::plain(&row.leg.gauge_mm.to_string())),
            Column::text("traction", "traction").by(|row| Cell::plain(&row.leg.traction)),
            Column::figure("stop_min", "stop", "min")
                .by(|row| Cell::decimals(row.leg.stop.minutes(), 0)),
            Column::text("stop_reason", "reason").by(|row| Cell::plain(&row.leg.stop_reason())),
        ]
    }
}
