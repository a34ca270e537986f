//! Why there is no way: lift one constraint at a time and see what opens.

use std::fmt;

use thiserror::Error;

use super::moves::{Lifted, Moves};
use super::{Candidates, Query};
use crate::network::{Network, StationIdx};
use crate::units::Length;

/// A constraint that can block a way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Constraint {
    /// The gauges the train can run on.
    Gauge,
    /// What its locomotives need.
    Traction,
    /// The day: a line not open yet, or closed.
    Day,
    /// What was asked to be avoided.
    Avoid,
}

impl fmt::Display for Constraint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Constraint::Gauge => "gauge",
            Constraint::Traction => "traction",
            Constraint::Day => "day",
            Constraint::Avoid => "avoid",
        })
    }
}

/// A constraint without which there would be a way, and that way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blocker {
    /// The constraint.
    pub constraint: Constraint,
    /// Length of the way without it.
    pub length: Length,
    /// The first two neighbours on that way between which the constraint stops the train.
    pub between: Option<(StationIdx, StationIdx)>,
}

/// There is no way.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("there is no way")]
pub struct NoWay {
    /// What blocks it, each alone; empty when no single constraint does.
    pub blockers: Vec<Blocker>,
    /// Whether there is a way with no constraint at all; if not, the two ends are not connected.
    pub is_connected: bool,
}

/// Finds what blocks a query that has no way.
pub(super) fn explain(network: &Network, query: &Query) -> NoWay {
    let nothing = Lifted::default();
    let lifts = [
        (
            Constraint::Gauge,
            Lifted {
                gauge: true,
                ..nothing
            },
        ),
        (
            Constraint::Traction,
            Lifted {
                traction: true,
                ..nothing
            },
        ),
        (
            Constraint::Day,
            Lifted {
                day: true,
                ..nothing
            },
        ),
        (
            Constraint::Avoid,
            Lifted {
                avoid: true,
                ..nothing
            },
        ),
    ];
    let blockers = lifts
        .into_iter()
        .filter_map(|(constraint, lifted)| {
            let route = Candidates::new(network, query, None, lifted).next()?;
            let moves = Moves::new(network, query, None, Lifted::default());
            let stopped = route.steps().iter().find(|step| {
                let segment = network.segment(step.segment);
                !moves.is_permitted(segment)
                    || moves.gauges(segment).next().is_none()
                    || moves.tractions(segment).is_empty()
            });
            let between = stopped.map(|step| (step.from, step.to));
            Some(Blocker {
                constraint,
                length: route.length(),
                between,
            })
        })
        .collect();
    let all = Lifted {
        gauge: true,
        traction: true,
        day: true,
        avoid: true,
    };
    let is_connected = Candidates::new(network, query, None, all)
        .next_bound()
        .is_some();
    NoWay {
        blockers,
        is_connected,
    }
}
