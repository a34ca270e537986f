//! How a train moves over a path: running time, speed curve, energy, and where each minute goes.
//!
//! [`run`] takes a reduced train ([`crate::train::Dynamics`]), a [`Path`] and [`Rules`], and gives a [`Run`]. There are
//! no time steps: the most restrictive speed profile is built over the train's length, braking curves are reckoned
//! backwards from it, and the train goes forwards from event to event, each piece solved to rounding (closed form under
//! constant acceleration and braking, else the power series of its own motion). Stations, clocks and files are not known here.
//!
//! Invariants of a run: places and times rise, the speed is never negative and never above the limit for head or tail,
//! and its [`RunLedger`] sums to the time elapsed.
//!
//! ```
//! use slowtrain::running::{LimitProfile, Path, Rules, run};
//! use slowtrain::train::{Braking, MaxEffort, Dynamics, Figures};
//! use slowtrain::units::{Acceleration, Length, RunTime, Speed};
//! let train = Dynamics::new(Figures {
//!     length: Length::from_m(100.0),
//!     max_speed: Speed::from_ms(20.0),
//!     braking: Braking::Deceleration(Acceleration::from_ms2(0.4)),
//!     max_effort: MaxEffort::Acceleration(Acceleration::from_ms2(0.5)),
//! })?;
//! let length = Length::from_km(10.0);
//! let path = Path::new(length, LimitProfile::uniform(length, Speed::from_ms(20.0))?, vec![], vec![])?;
//! // 500 s at 20 m/s, and half of 40 s and of 50 s more to get there and to stop.
//! let run = run(&train, &path, &Rules::default())?;
//! assert!((run.running_time() - RunTime::from_s(545.0)).abs() < RunTime::from_s(1e-9));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod allowance;
mod case;
mod climb;
mod cruise;
mod economy;
mod effort;
mod envelope;
mod error;
mod ledger;
mod limit;
mod max_effort;
mod max_envelope;
mod path;
mod phase;
mod physics;
mod result;
mod rules;
mod series;
mod simulation;
mod slope;
mod solve;
mod terms;

pub use case::{CASE_SCHEMA, Case, CaseError};
pub use climb::{Climb, climb};
pub use economy::run_economically;
pub use error::RunError;
pub use ledger::{Restriction, RunLedger};
pub use limit::{LimitError, LimitPiece, LimitProfile};
pub use path::{CurvePiece, GradePiece, Path, PathError};
pub use phase::{Phase, PhaseKind};
pub use result::{CurvePoint, Run};
pub use rules::{Allowance, AllowanceKind, GradientModel, Rules, RulesError, Stop};
pub use simulation::{
    SIMULATE_SCHEMA, SimulatedAllowance, SimulatedLedger, SimulatedPhase, SimulatedRestriction,
    Simulation,
};

use std::sync::Arc as Shared;

use envelope::Envelope;
use limit::{MrspSection, most_restrictive};
use max_effort::{Course, drive};
use max_envelope::Building;
use physics::Physics;
use slope::{Feel, Slope, effective};

use crate::train::{Dynamics, MaxEffort};

/// Runs a train over a path.
///
/// # Errors
/// [`RunError`] where the train stalls, cannot be braked, begins too fast, or the rules do not fit the path.
pub fn run(train: &Dynamics, path: &Path, rules: &Rules) -> Result<Run, RunError> {
    rules.check(path)?;
    let setting = Setting::of(train, path, rules);
    let (allowed, envelope) = cruise::run_worthwhile(&setting, rules.min_cruise_time.s())?;
    Ok(Run::new(setting, allowed, envelope, rules))
}

/// The lesser of two numbers that are not NaN: `f64::min` looks for that as well, which the inner loops feel.
fn lesser(a: f64, b: f64) -> f64 {
    if a < b { a } else { b }
}

/// The greater of two numbers that are not NaN.
fn greater(a: f64, b: f64) -> f64 {
    if a > b { a } else { b }
}

/// One train on one path, ready to run: everything that does not depend on how fast it is driven.
#[derive(Clone, Debug)]
struct Setting {
    physics: Physics,
    slopes: Shared<Vec<Slope>>,
    allowed: Vec<MrspSection>,
    stops: Vec<f64>,
    start_speed: f64,
    release: f64,
    length: f64,
}

impl Setting {
    fn of(train: &Dynamics, path: &Path, rules: &Rules) -> Setting {
        let physics = Physics::of(train, rules.gravity);
        let slopes = match train.max_effort() {
            MaxEffort::Acceleration(_) => Slope::level(path.length().m()),
            MaxEffort::Forces { curves, .. } => {
                let (model, train_length) = (rules.gradient, train.length().m());
                effective(
                    path,
                    &Feel {
                        model,
                        train_length,
                        curves: *curves,
                        scale: physics.slope_scale,
                    },
                )
            }
        };
        Setting {
            physics,
            slopes: slopes.into(),
            allowed: most_restrictive(path, train),
            stops: rules
                .stops
                .iter()
                .map(|stop| stop.at.from_start().m())
                .collect(),
            start_speed: rules.start_speed.ms(),
            release: rules.release.s(),
            length: path.length().m(),
        }
    }

    /// The fastest run within what is allowed.
    fn fastest(&self, allowed: &[MrspSection]) -> Result<Envelope, RunError> {
        self.at_max_effort(self.slopes.clone(), allowed, None)
    }

    fn at_max_effort(
        &self,
        slopes: Shared<Vec<Slope>>,
        allowed: &[MrspSection],
        coasting: Option<max_envelope::Coasting>,
    ) -> Result<Envelope, RunError> {
        let (physics, stops) = (&self.physics, &self.stops[..]);
        let parts = Building {
            physics,
            slopes: &slopes,
            allowed,
            stops,
            coasting,
        }
        .build()?;
        let course = Course {
            start_speed: self.start_speed,
            stops: &self.stops,
            length: self.length,
            release: self.release,
        };
        drive(self.physics.clone(), slopes, parts, &course)
    }
}
