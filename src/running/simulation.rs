//! The result of a simulated case, as it is printed: the schema `slowtrain.simulate/1`.

use serde::Serialize;

use super::{Allowance, Phase, Restriction, Run, RunLedger};
use crate::units::RunTime;

/// The `schema` of a result.
pub const SIMULATE_SCHEMA: &str = "slowtrain.simulate/1";

/// Time, distance, energy and phases of a run; units in every name.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Simulation {
    /// [`SIMULATE_SCHEMA`].
    pub schema: &'static str,
    /// Without stops.
    pub running_time_s: f64,
    /// The length of the path.
    pub distance_m: f64,
    /// At the wheel; `None` where the train has no mass.
    pub energy_kwh: Option<f64>,
    /// In order.
    pub phases: Vec<SimulatedPhase>,
    /// With allowances and stops.
    pub elapsed_s: f64,
    /// What each allowance grants, in order.
    pub allowances: Vec<SimulatedAllowance>,
    /// At the wheel, against the shortest run; `None` unless the allowances are spent by coasting, or without a mass.
    pub energy_saved_kwh: Option<f64>,
    /// Where the time elapsed goes.
    pub ledger_s: SimulatedLedger,
    /// The limits that cost time, in order.
    pub restrictions: Vec<SimulatedRestriction>,
}

/// The ledger of a result, in seconds; the parts sum to the time elapsed.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct SimulatedLedger {
    /// At the limit, or at the highest speed the train holds on the level.
    pub cruising: f64,
    /// Lost to accelerating and braking.
    pub accelerating_braking: f64,
    /// Lost to gradients and curves.
    pub gradients: f64,
    /// Added by allowances.
    pub allowance: f64,
    /// Standing at stops.
    pub stops: f64,
}

/// A limit of a result that costs time; what it costs is part of the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct SimulatedRestriction {
    /// From where it holds the head of the train.
    pub start_m: f64,
    /// Where the tail leaves it.
    pub end_m: f64,
    /// The speed.
    pub speed_ms: f64,
    /// Running slower than at the lower of the neighbouring limits.
    pub slower_s: f64,
    /// Braking down to it and accelerating away from it.
    pub accelerating_braking_s: f64,
}

/// An allowance of a result.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SimulatedAllowance {
    /// Its name.
    pub name: String,
    /// What it adds.
    pub time_s: f64,
}

/// A phase of a result.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SimulatedPhase {
    /// accelerating, cruising, losing_speed, coasting, braking or standing.
    pub kind: &'static str,
    /// From where.
    pub start_m: f64,
    /// To where.
    pub end_m: f64,
    /// The speed at its start.
    pub start_ms: f64,
    /// The speed at its end.
    pub end_ms: f64,
    /// How long.
    pub time_s: f64,
}

impl Simulation {
    /// What is printed of a run.
    #[must_use]
    pub fn of(run: &Run) -> Simulation {
        Simulation {
            schema: SIMULATE_SCHEMA,
            running_time_s: run.running_time().s(),
            distance_m: run.length().m(),
            energy_kwh: run.energy_at_wheel().map(|energy| energy.kwh()),
            phases: run.phases().iter().map(simulated).collect(),
            elapsed_s: run.elapsed().s(),
            allowances: run.allowances().map(granted).collect(),
            energy_saved_kwh: run.energy_saved().map(|energy| energy.kwh()),
            ledger_s: ledger(&run.ledger()),
            restrictions: run.restrictions().iter().map(restriction).collect(),
        }
    }
}

fn ledger(ledger: &RunLedger) -> SimulatedLedger {
    SimulatedLedger {
        cruising: ledger.cruising.s(),
        accelerating_braking: ledger.accelerating_braking.s(),
        gradients: ledger.gradients.s(),
        allowance: ledger.allowance.s(),
        stops: ledger.stops.s(),
    }
}

fn restriction(restriction: &Restriction) -> SimulatedRestriction {
    SimulatedRestriction {
        start_m: restriction.start.from_start().m(),
        end_m: restriction.end.from_start().m(),
        speed_ms: restriction.speed.ms(),
        slower_s: restriction.slower.s(),
        accelerating_braking_s: restriction.accelerating_braking.s(),
    }
}

fn granted((allowance, time): (&Allowance, RunTime)) -> SimulatedAllowance {
    SimulatedAllowance {
        name: allowance.name.clone(),
        time_s: time.s(),
    }
}

fn simulated(phase: &Phase) -> SimulatedPhase {
    SimulatedPhase {
        kind: phase.kind.name(),
        start_m: phase.start.from_start().m(),
        end_m: phase.end.from_start().m(),
        start_ms: phase.start_speed.ms(),
        end_ms: phase.end_speed.ms(),
        time_s: phase.time.s(),
    }
}
