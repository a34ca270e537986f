//! What can keep a train from running.

use thiserror::Error;

use super::RulesError;
use crate::units::{Force, Grade, Length, Mass, Offset, Speed, format};

fn whole(value: f64) -> String {
    format::grouped(value.round() as i64)
}

/// A run that cannot be made.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum RunError {
    /// The train comes to a stand, or cannot start, for want of tractive effort.
    #[error(
        "the train stalls at km {:.3}, on a gradient of {:.1} per mille (mean under the train, curves included): it needs {} kN and has {} kN; \
         it could haul {} t, or this mass with {:.2} times the tractive effort",
        .at.from_start().km(), .grade.permille(), whole(.needed.kn()), whole(.available.kn()), whole(.passing.t()),
        .needed.ratio(*.available).unwrap_or(f64::INFINITY)
    )]
    Stall {
        /// Where the head stands.
        at: Offset,
        /// The gradient the train feels there, curves included.
        grade: Grade,
        /// The force that would just hold it.
        needed: Force,
        /// The force it has.
        available: Force,
        /// The mass that this force would just hold.
        passing: Mass,
    },
    /// The brakes cannot hold the train on a descent.
    #[error(
        "the brakes cannot slow the train at km {:.3}, on {:.1} per mille; more brake force or a flatter path is needed",
        .at.from_start().km(), .grade.permille()
    )]
    Runaway {
        /// Distance from the start of the path to the front of the train, in metres.
        at: Offset,
        /// The gradient the train feels there.
        grade: Grade,
    },
    /// It starts faster than it may run, or than it could brake from.
    #[error("the run begins at {:.2} m/s, at most {:.2} m/s are possible there", .found.ms(), .allowed.ms())]
    TooFast {
        /// The start speed.
        found: Speed,
        /// The highest possible one.
        allowed: Speed,
    },
    /// The run does not come to an end: its figures make a train that changes its motion over and over on the spot.
    #[error(
        "the run does not come to an end: after {parts} parts it is at km {:.3}; mass, effort, resistance and limits do not fit together",
        .at.from_start().km()
    )]
    Endless {
        /// Where the head is, in metres from the start of the path.
        at: Offset,
        /// The parts of the run so far.
        parts: usize,
    },
    /// The rules do not fit.
    #[error(transparent)]
    Rules(#[from] RulesError),
}

impl RunError {
    /// Where the train stalls, if that is what keeps it.
    #[must_use]
    pub fn stall_offset(&self) -> Option<Offset> {
        match self {
            RunError::Stall { at, .. } => Some(*at),
            _ => None,
        }
    }

    /// The same error for a path that begins so much earlier, as one section of a route lies behind another.
    #[must_use]
    pub fn further_on(mut self, by: Length) -> RunError {
        if let RunError::Stall { at, .. } | RunError::Runaway { at, .. } = &mut self {
            *at = *at + by;
        }
        self
    }
}
