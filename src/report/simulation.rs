//! The result of `simulate` as a table of phases.

use std::fmt;

use super::page::Page;
use super::table::{Cell, Column, Table};
use super::text::{Span, Style};
use crate::running::{SimulatedRestriction, Simulation};
use crate::units::{Length, format};

/// The answer: time, distance, energy, then the phases.
///
/// # Errors
/// Whatever the page answers.
pub fn show(title: &str, simulation: &Simulation, page: &mut Page) -> fmt::Result {
    let energy = simulation
        .energy_kwh
        .map_or_else(String::new, |kwh| format!(", {kwh:.1} kWh at the wheel"));
    let answer = format!(
        "{} in {:.1} s{energy}",
        format::distance(Length::from_m(simulation.distance_m)),
        simulation.running_time_s,
    );
    page.line(&[
        Span::plain(&format!("{title}: ")),
        Span::new(&answer, Style::BOLD),
    ])?;
    let plain = Span::default();
    page.paragraph(&plain, &ledger(simulation))?;
    for restriction in &simulation.restrictions {
        page.paragraph(&plain, &cost(restriction))?;
    }
    if let Some(beyond) = beyond_running(simulation) {
        page.paragraph(&plain, &beyond)?;
    }
    if let Some(saved) = saved(simulation) {
        page.paragraph(&plain, &saved)?;
    }
    page.blank()?;
    page.table(&phases(simulation))
}

/// Where the time goes; parts that take none are left out.
fn ledger(simulation: &Simulation) -> String {
    let ledger = &simulation.ledger_s;
    let parts = [
        ("at the limit", ledger.cruising),
        ("accelerating and braking", ledger.accelerating_braking),
        ("climbing", ledger.gradients),
        ("allowance", ledger.allowance),
        ("stops", ledger.stops),
    ];
    let taken = parts.iter().filter(|(_, time)| time.abs() >= 0.05);
    let named: Vec<String> = taken
        .map(|(what, time)| format!("{what} {time:.1} s"))
        .collect();
    named.join(", ")
}

fn cost(restriction: &SimulatedRestriction) -> String {
    format!(
        "{:.1} m/s from {:.0} to {:.0} m costs {:.1} s, braking and accelerating {:.1} s of it",
        restriction.speed_ms,
        restriction.start_m,
        restriction.end_m,
        restriction.slower_s + restriction.accelerating_braking_s,
        restriction.accelerating_braking_s,
    )
}

/// What comes on top of pure running; `None` when nothing does.
fn beyond_running(simulation: &Simulation) -> Option<String> {
    let beyond = simulation.elapsed_s - simulation.running_time_s;
    let granted = simulation.allowances.iter();
    let named: Vec<String> = granted
        .map(|allowance| format!("{} {:.1} s", allowance.name, allowance.time_s))
        .collect();
    let allowances = match named.is_empty() {
        true => String::new(),
        false => format!("; allowances: {}", named.join(", ")),
    };
    (beyond > 0.0 || !named.is_empty()).then(|| {
        format!(
            "with stops and allowances {:.1} s{allowances}",
            simulation.elapsed_s
        )
    })
}

fn saved(simulation: &Simulation) -> Option<String> {
    let (saved, left) = (simulation.energy_saved_kwh?, simulation.energy_kwh?);
    let share = 100.0 * saved / (saved + left);
    Some(format!(
        "coasting saves {saved:.1} kWh of {:.1} ({share:.0} %)",
        saved + left
    ))
}

/// The phases, as exact in CSV as they were computed.
#[must_use]
pub fn phases(simulation: &Simulation) -> Table {
    let mut table = Table::new(vec![
        Column::text("kind", "phase"),
        Column::figure("start_m", "from", "m"),
        Column::figure("end_m", "to", "m"),
        Column::figure("start_ms", "from", "m/s"),
        Column::figure("end_ms", "to", "m/s"),
        Column::figure("time_s", "time", "s"),
    ]);
    for phase in &simulation.phases {
        let figure = |value: f64, decimals: usize| {
            Cell::figure(&format!("{value:.decimals$}"), &value.to_string())
        };
        table.push(vec![
            Cell::figure(&phase.kind.replace('_', " "), phase.kind),
            figure(phase.start_m, 1),
            figure(phase.end_m, 1),
            figure(phase.start_ms, 2),
            figure(phase.end_ms, 2),
            figure(phase.time_s, 1),
        ]);
    }
    table
}
