//! An honest no, in words: what blocks the way, and what it would be without that.

use crate::journey::PlanError;
use crate::network::{Network, StationIdx};
use crate::routing::{Blocker, Constraint, NoRoute, Query};
use crate::train::Train;
use crate::units::format;

/// Why there is no way.
#[must_use]
pub fn explain(network: &Network, train: &Train, query: &Query, no_route: &NoRoute) -> String {
    let name = |station: StationIdx| network.station(station).name.as_str();
    let mut text = format!(
        "there is no way from {} to {}",
        name(query.from),
        name(query.to)
    );
    if !query.via.is_empty() {
        let via: Vec<&str> = query.via.iter().map(|station| name(*station)).collect();
        text.push_str(&format!(" by {}", via.join(", ")));
    }
    text.push_str(&format!(" for {}", train.id));
    for blocker in &no_route.blockers {
        text.push_str("\n  ");
        text.push_str(&blocked_by(network, train, query, blocker));
    }
    if no_route.runs_twice {
        text.push_str("\n  it would have to run the same rails twice in one direction");
    } else if no_route.blockers.is_empty() {
        text.push_str(if no_route.is_connected {
            "\n  no single constraint blocks it: gauge, traction, day and what is to be avoided do so together"
        } else {
            "\n  no rails of this network join the two, on any gauge or day"
        });
    }
    text
}

fn blocked_by(network: &Network, train: &Train, query: &Query, blocker: &Blocker) -> String {
    let reason = match blocker.constraint {
        Constraint::Gauge if blocker.lacks_gauge_change => String::from(
            "gauge: the train could run on, but no change of gauge is known where the gauges meet",
        ),
        Constraint::Gauge => format!("gauge: the train runs on {} only", train.gauges_in_words()),
        Constraint::Traction => String::from("traction: none of its locomotives can run there"),
        Constraint::Day => format!("day: a line it would need is not open on {}", query.day),
        Constraint::Avoid => String::from("avoid: what is to be avoided lies on every way"),
    };
    let place = blocker.between.map_or_else(String::new, |(from, to)| {
        let name = |station: StationIdx| &network.station(station).name;
        format!(
            "; it is stopped first between {} and {}",
            name(from),
            name(to)
        )
    });
    format!(
        "{reason}{place}; without that constraint the way would be {}",
        format::distance(blocker.length)
    )
}

/// Why a journey cannot be planned.
#[must_use]
pub fn refusal(network: &Network, train: &Train, query: &Query, error: &PlanError) -> String {
    match error {
        PlanError::NoRoute(no_route) => explain(network, train, query, no_route),
        other => stalled(other),
    }
}

/// Why a train cannot run its way.
#[must_use]
pub fn stalled(error: &PlanError) -> String {
    match error {
        PlanError::Stall {
            from, to, error, ..
        } => format!("between {from} and {to} {error}"),
        other => other.to_string(),
    }
}
