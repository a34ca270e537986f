//! A train's file with its figures replaced by fitted ones; everything else in it stays as it was.

use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, value};

use super::{Calibration, FittedCoverage, FittedRow, FittedStays, FittedStops};

/// The text of a train's file with the fitted speeds, stops and noise and what they rest on. `None` when the text is
/// not that train's file.
#[must_use]
pub fn rewritten(text: &str, calibration: &Calibration) -> Option<String> {
    let mut document: DocumentMut = text.parse().ok()?;
    let rows = document.get_mut("speed")?.as_array_of_tables_mut()?;
    if rows.len() != calibration.rows.len() {
        return None;
    }
    for (table, row) in rows.iter_mut().zip(&calibration.rows) {
        if let Some(before) = row.prior_kmh {
            write_row(table, row, before);
        }
    }
    if let Some(stops) = &calibration.stops {
        write_stops(document.get_mut("stop")?.as_array_of_tables_mut()?, stops)?;
    }
    if let Some(stays) = &calibration.stays {
        write_stays(&mut document, stays);
    }
    write_scatter(document.get_mut("noise")?.as_table_mut()?, calibration);
    write_coverage(&mut document, &calibration.coverage);
    Some(document.to_string())
}

fn write_scatter(table: &mut Table, found: &Calibration) {
    for (key, figure) in [
        ("leg_percent", found.scatter.leg),
        ("line_percent", found.scatter.line),
    ] {
        set(table, key, value(rounded(figure * 100.0)));
    }
    let errors = found.scatter_errors;
    let [leg, line] = [errors.leg, errors.line].map(|error| error * 100.0);
    let basis = format!(
        "fit: scatter of {}; standard errors {leg:.0} and {line:.0} % of the figures",
        counted(found)
    );
    set(table, "basis", value(basis));
}

fn write_coverage(document: &mut DocumentMut, found: &FittedCoverage) {
    let entry = document.entry("coverage");
    let Some(table) = entry.or_insert(Item::Table(Table::new())).as_table_mut() else {
        return;
    };
    set(table, "leg_factor", value(hundredth(found.leg.factor)));
    set(
        table,
        "through_factor",
        value(hundredth(found.through.factor)),
    );
    set(table, "basis", value(found.basis()));
}

fn write_row(table: &mut Table, row: &FittedRow, before: f64) {
    let speed = &row.row.speed;
    for (key, figure) in [
        ("low_kmh", speed.low()),
        ("likely_kmh", speed.likely()),
        ("high_kmh", speed.high()),
    ] {
        set(table, key, value(rounded(figure.kmh())));
    }
    set(table, "basis", value(row.basis(before)));
}

fn write_stops(rows: &mut ArrayOfTables, stops: &FittedStops) -> Option<()> {
    let table = rows
        .iter_mut()
        .find(|table| table.contains_key("every_km"))?;
    set(table, "every_km", value(stops.every_km.round()));
    for (key, time) in [
        ("low_min", stops.time.low()),
        ("likely_min", stops.time.likely()),
        ("high_min", stops.time.high()),
    ] {
        set(table, key, value(rounded(time.minutes())));
    }
    set(table, "basis", value(stops.basis()));
    Some(())
}

fn write_stays(document: &mut DocumentMut, found: &FittedStays) {
    let table = document.entry("stays").or_insert(Item::Table(Table::new()));
    let Some(table) = table.as_table_mut() else {
        return;
    };
    set(table, "per_day", value(hundredth(found.stays.per_day)));
    for (key, time) in [
        ("low_h", found.stays.length.low()),
        ("likely_h", found.stays.length.likely()),
        ("high_h", found.stays.length.high()),
    ] {
        set(table, key, value(rounded(time.h())));
    }
    set(table, "basis", value(found.basis()));
}

/// Replaces a value and keeps what stands around it.
fn set(table: &mut Table, key: &str, new: Item) {
    let decor = table
        .get(key)
        .and_then(Item::as_value)
        .map(|old| old.decor().clone());
    table[key] = new;
    if let (Some(decor), Some(value)) = (decor, table[key].as_value_mut()) {
        *value.decor_mut() = decor;
    }
}

fn rounded(figure: f64) -> f64 {
    (figure * 10.0).round() / 10.0
}

fn hundredth(figure: f64) -> f64 {
    (figure * 100.0).round() / 100.0
}

fn counted(calibration: &Calibration) -> String {
    let (legs, journeys) = (calibration.fitted_legs, calibration.journeys);
    format!("{legs} legs of {journeys} journeys (`slowtrain calibrate`)")
}

impl FittedRow {
    /// What the fitted speed rests on, as a train's file says it.
    #[must_use]
    pub fn basis(&self, before: f64) -> String {
        let error = self.error * 100.0;
        let prior = &self.prior_basis;
        let before = format!("{before:.1} km/h was expected ({prior})");
        match self.legs {
            0 => format!(
                "assumption: no timed leg on such track; {before} and moved with the country's other figures; standard error {error:.0} %"
            ),
            1 => format!("fit: 1 leg; {before}; standard error {error:.0} %"),
            legs => format!("fit: {legs} legs; {before}; standard error {error:.0} %"),
        }
    }
}
