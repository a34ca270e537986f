//! Why there is no route: lift one constraint at a time and see what opens.

use std::fmt;
use std::sync::Arc;

use thiserror::Error;

use super::graph::StateGraph;
use super::moves::{Lifted, Moves};
use super::route::Route;
use super::search::{Ends, Layers};
use super::{Candidates, Query};
use crate::network::{Gauge, Network, StationIdx};
use crate::units::Length;

/// A constraint that can block a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Constraint {
    /// The gauges the train can run on.
    Gauge,
    /// What its locomotives need.
    Traction,
    /// The day: a line not open yet, or closed.
    Day,
    /// What was asked to be avoided.
    Avoid,
    /// Segments that trains run over in the other direction only.
    Direction,
    /// The length of the train, where it must reverse on a short track.
    Length,
}

impl fmt::Display for Constraint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Constraint::Gauge => "gauge",
            Constraint::Traction => "traction",
            Constraint::Day => "day",
            Constraint::Avoid => "avoid",
            Constraint::Direction => "direction",
            Constraint::Length => "length",
        })
    }
}

/// A constraint without which there would be a route, and that route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blocker {
    /// The constraint.
    pub constraint: Constraint,
    /// Length of the route without it.
    pub length: Length,
    /// The first two neighbours on that route between which the constraint stops the train.
    pub between: Option<(StationIdx, StationIdx)>,
    /// Whether the train runs on the gauge there, but no change to it is known before.
    pub lacks_gauge_change: bool,
}

/// There is no route.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("there is no route")]
pub struct NoRoute {
    /// What blocks it, each alone; empty when no single constraint does.
    pub blockers: Vec<Blocker>,
    /// Whether there is a route with no constraint at all; if not, the two ends are not connected.
    pub is_connected: bool,
    /// Whether the train could get there, but only by running some rails twice in one direction, which no route does.
    pub runs_twice: bool,
}

const CONSTRAINTS: [Constraint; 6] = [
    Constraint::Gauge,
    Constraint::Traction,
    Constraint::Day,
    Constraint::Avoid,
    Constraint::Direction,
    Constraint::Length,
];

/// Finds what blocks a query that has no route.
pub(super) fn explain(network: &Network, query: &Query) -> NoRoute {
    let layers = |constraints: &[Constraint]| {
        let moves = Moves::new(network, &query.restrictions, lifted(constraints));
        Layers::new(Arc::new(StateGraph::new(moves)), Ends::of(query))
    };
    if layers(&[]).is_connected() {
        return NoRoute {
            blockers: Vec::new(),
            is_connected: true,
            runs_twice: true,
        };
    }
    let blockers = CONSTRAINTS.into_iter().filter_map(|constraint| {
        let route = Candidates::anywhere(layers(&[constraint])).first?;
        let moves = Moves::new(network, &query.restrictions, Lifted::default());
        let stop = stopped(&moves, &route);
        Some(Blocker {
            constraint,
            length: route.length(),
            between: stop.map(|stop| stop.between),
            lacks_gauge_change: stop.is_some_and(|stop| stop.lacks_gauge_change),
        })
    });
    NoRoute {
        blockers: blockers.collect(),
        is_connected: layers(&CONSTRAINTS).is_connected(),
        runs_twice: false,
    }
}

fn lifted(constraints: &[Constraint]) -> Lifted {
    let has = |constraint| constraints.contains(&constraint);
    Lifted {
        gauge: has(Constraint::Gauge),
        traction: has(Constraint::Traction),
        day: has(Constraint::Day),
        avoid: has(Constraint::Avoid),
        direction: has(Constraint::Direction),
        length: has(Constraint::Length),
    }
}

/// Where a train is stopped.
#[derive(Clone, Copy)]
struct Stop {
    between: (StationIdx, StationIdx),
    lacks_gauge_change: bool,
}

/// The first two neighbours of a route between which the train cannot run, or cannot get to in a gauge that runs there.
fn stopped(moves: &Moves, route: &Route) -> Option<Stop> {
    let mut arriving: Option<Vec<Gauge>> = None;
    for step in route.steps() {
        let segment = moves.network.segment(step.segment);
        let can_leave = |gauge: &Gauge| {
            arriving.as_ref().is_none_or(|before| {
                before.iter().any(|own| {
                    let change = || moves.border_crossings.gauge_change(step.from, *own, *gauge);
                    own == gauge || change().is_some()
                })
            })
        };
        let leaving: Vec<Gauge> = moves.gauges(segment).filter(can_leave).collect();
        let is_free = moves.is_permitted(segment)
            && moves.may_enter(segment, step.from)
            && moves.tractions(segment).next().is_some();
        if leaving.is_empty() || !is_free {
            return Some(Stop {
                between: (step.from, step.to),
                lacks_gauge_change: leaving.is_empty() && moves.gauges(segment).next().is_some(),
            });
        }
        arriving = Some(leaving);
    }
    None
}
