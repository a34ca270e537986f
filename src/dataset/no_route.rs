//! A negative answer as data: what blocks every route, and what the route would be without that.

use std::fmt;

use jiff::civil::Date;
use thiserror::Error;

use super::Dataset;
use crate::journey::demands;
use crate::network::StationIdx;
use crate::routing::{self, Blocker, Constraint, NoRoute, Query};
use crate::train::Train;
use crate::units::Length;

/// There is no route, and why, in the names of the network.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub struct NoRouteBetween {
    /// Name of the station where it starts.
    pub from: String,
    /// Name of the station where it goes.
    pub to: String,
    /// Names of the stations it was to pass.
    pub via: Vec<String>,
    /// Id of the train.
    pub train: String,
    /// The gauges the train runs on, in words: `1435 and 1520 mm`.
    pub gauges: String,
    /// The length of the train with its longest locomotive.
    pub length: Length,
    /// The day whose network counts.
    pub day: Date,
    /// What blocks it, each alone; empty when no single constraint does.
    pub blocked_by: Vec<BlockedBy>,
    /// Whether there is a route without any constraint.
    pub is_connected: bool,
    /// Whether the train could get there, but only by running some rails twice in one direction, which no route does.
    pub runs_twice: bool,
    /// Ids of trains that have a route there; looked for where gauge or traction blocks this one.
    pub able: Vec<String>,
}

/// Trains named at most. Assumption: more is a list that nobody reads.
const NAMED: usize = 6;

/// A constraint without which there would be a route, and that route.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct BlockedBy {
    /// The constraint.
    pub constraint: Constraint,
    /// Length of the route without it.
    pub length: Length,
    /// Names of the first two neighbours on that route between which the constraint stops the train.
    pub between: Option<(String, String)>,
    /// Whether the train runs on the gauge there, but no change to it is known before.
    pub lacks_gauge_change: bool,
}

impl NoRouteBetween {
    pub(super) fn new(
        data: &Dataset,
        train: &Train,
        query: &Query,
        no_route: &NoRoute,
    ) -> NoRouteBetween {
        let network = data.network();
        let name = |station: StationIdx| network.station(station).name.clone();
        let blocked = |blocker: &Blocker| BlockedBy {
            constraint: blocker.constraint,
            length: blocker.length,
            between: blocker.between.map(|(from, to)| (name(from), name(to))),
            lacks_gauge_change: blocker.lacks_gauge_change,
        };
        NoRouteBetween {
            from: name(query.from),
            to: name(query.to),
            via: query.via.iter().map(|station| name(*station)).collect(),
            train: train.id.clone(),
            gauges: train.gauges_in_words(),
            length: query.restrictions.demands.length,
            day: query.restrictions.day,
            blocked_by: no_route.blockers.iter().map(blocked).collect(),
            is_connected: no_route.is_connected,
            runs_twice: no_route.runs_twice,
            able: able(data, query, no_route),
        }
    }

    fn reason(&self, blocked: &BlockedBy) -> String {
        match blocked.constraint {
            Constraint::Gauge if blocked.lacks_gauge_change => String::from(
                "gauge: the train could run on, but no gauge change is known where the gauges meet",
            ),
            Constraint::Gauge => format!("gauge: the train runs on {} only", self.gauges),
            Constraint::Traction => String::from("traction: none of its locomotives can run there"),
            Constraint::Day => format!("day: a line it would need is not open on {}", self.day),
            Constraint::Direction => {
                String::from("direction: trains run there in the other direction only")
            }
            Constraint::Length => format!(
                "length: the train is {:.0} m long and does not fit onto a track on which it must reverse",
                self.length.m()
            ),
            Constraint::Avoid => String::from("avoid: every route passes what is to be avoided"),
        }
    }
}

/// The trains of the data that have a route where this one has none, if its gauges or locomotives are why.
fn able(data: &Dataset, query: &Query, no_route: &NoRoute) -> Vec<String> {
    let is_of_train =
        |blocker: &Blocker| matches!(blocker.constraint, Constraint::Gauge | Constraint::Traction);
    let is_joint = no_route.blockers.is_empty() && no_route.is_connected && !no_route.runs_twice;
    if !is_joint && !no_route.blockers.iter().any(is_of_train) {
        return Vec::new();
    }
    let has_route = |id: &&str| {
        let Ok(train) = data.train(id) else {
            return false;
        };
        let mut query = query.clone();
        query.restrictions.demands = demands(data.network(), &train);
        routing::find(data.network(), &query).is_ok()
    };
    let ids = data.trains().ids().filter(has_route);
    ids.map(str::to_owned).collect()
}

impl fmt::Display for NoRouteBetween {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "there is no route from {} to {}", self.from, self.to)?;
        if !self.via.is_empty() {
            write!(f, " by {}", self.via.join(", "))?;
        }
        write!(f, " for {}", self.train)?;
        for blocked in &self.blocked_by {
            write!(f, "\n  {}", self.reason(blocked))?;
            if let Some((from, to)) = &blocked.between {
                write!(f, "; blocked first between {from} and {to}")?;
            }
            write!(
                f,
                "; without this constraint the route would be {}",
                blocked.length
            )?;
        }
        if self.runs_twice {
            f.write_str("\n  it would have to run the same rails twice in one direction")?;
        } else if self.blocked_by.is_empty() {
            f.write_str(if self.is_connected {
                "\n  no single constraint blocks it: gauge, traction, day and what is to be avoided do so together"
            } else {
                "\n  no rails of this network join the two, on any gauge or day"
            })?;
        }
        let named: Vec<&str> = self.able.iter().take(NAMED).map(String::as_str).collect();
        match self.able.len().saturating_sub(NAMED) {
            _ if named.is_empty() => Ok(()),
            0 => write!(f, "\n  trains that can run there: {}", named.join(", ")),
            more => write!(
                f,
                "\n  trains that can run there: {} and {more} more",
                named.join(", ")
            ),
        }
    }
}
