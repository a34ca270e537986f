//! What moves: trains as their files describe them, and as the running-time engine sees them.
//!
//! A [`Train`] is read from one file ([`Catalog`]) in which every figure says where it comes from: its consist, what
//! pulls it in which country, and what it is known to hold ([`SpeedProfile`], allowance, stops). For a run it reduces
//! to a few figures ([`Dynamics`]): length, mass that accelerates, resistance A + Bv + Cv², tractive effort by speed,
//! braking. Nothing here knows a path or a clock.
//!
//! - [`Resistance`]: the named formulas of the field, each expanded once to A, B, C with its name and source kept.
//! - [`Effort`]: tractive effort as a given curve or as starting limit, adhesion limit and power hyperbola; efforts of
//!   several locomotives add up.

mod catalog;
mod consist;
mod default;
mod definition;
mod dynamics;
mod file;
mod prior;
mod profile;
mod resistance;
mod traction;

pub use catalog::{Catalog, CatalogEntry};
pub use consist::{CarResistance, Consist, Locomotive, Rolling};
pub use default::{DefaultFor, DefaultReason};
pub use definition::{
    ConsistChange, Coverage, Stays, Train, UNKNOWN_ACCELERATION_MS2, WaitingRake,
};
pub use dynamics::{Braking, Dynamics, Figures, FiguresError, MaxEffort};
pub use file::{SCHEMA, TrainError};
pub use prior::{NumberPattern, Prior};
pub use profile::{SpeedProfile, SpeedRow, StopPlace, StopRule, TrainAllowance};
pub use resistance::{CurveFormula, Formula, Resistance, Term};
pub use traction::{Effort, EffortError, EffortPiece, EffortPoint};
