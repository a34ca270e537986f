//! How a train gets from one segment to the next, and what that takes: reversal, gauge change, locomotive change, border.

use super::cost::Cost;
use super::moves::{Moves, State};
use super::query::Objective;
use super::route::{Operation, OperationKind};
use crate::network::{Border, Gauge, JunctionMovement, LatLon, Movement, Quality, StationIdx};
use crate::units::{Estimate, Length, RunTime};

/// Low, likely and high minutes of a change of direction where the data lists none: the locomotive has to run round
/// with no facilities known. Assumption, the same as for Baranovsky in `junctions.csv`.
const UNLISTED_REVERSAL_MIN: (f64, f64, f64) = (90.0, 120.0, 180.0);

/// Degrees by which a route must turn at a junction to be taken for a change of direction, where the data is silent.
/// Chords between stations mislead: Huanggutun turns 133 degrees and is run through.
const SHARP_TURN_DEG: f64 = 135.0;

/// Minutes by which a locomotive change counts longer where no source tells of one. Assumption: it keeps changes at
/// depots, as at Ussuriysk, and is never part of the time shown.
const UNLISTED_ENGINE_CHANGE_MIN: f64 = 45.0;

/// How a train gets from one state to the next.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Transition<'a> {
    reversal: Option<Reversal<'a>>,
    gauge_change: Option<(Gauge, Gauge, Option<&'a Border>)>,
    locomotive_change: Option<Estimate<RunTime>>,
    /// What the operations of borders at the station cost.
    border: Cost,
    /// Whether a source tells of changes of locomotive at the station.
    is_depot: bool,
}

/// A change of direction.
#[derive(Clone, Copy, Debug)]
struct Reversal<'a> {
    kind: OperationKind,
    time: Estimate<RunTime>,
    /// How far the train runs on beyond the switch.
    run_on: Length,
    is_assumed: bool,
    sources: &'a [String],
}

/// How the rails lead from one segment to the next.
enum JunctionPath<'a> {
    /// The train runs through.
    Through,
    /// It changes direction.
    Reversal(Reversal<'a>),
    /// There is no movement between the two.
    Blocked,
}

impl<'a> Moves<'a> {
    /// How the train gets from one segment to the next; `None` when it cannot.
    pub fn transition(&self, arriving: &State, leaving: &State) -> Option<Transition<'a>> {
        let mut transition = Transition::default();
        if arriving.gauge != leaving.gauge && !self.lifted.gauge {
            let row =
                self.border_crossings
                    .gauge_change(arriving.to, arriving.gauge, leaving.gauge)?;
            transition.gauge_change = Some((arriving.gauge, leaving.gauge, Some(row)));
        }
        transition.reversal = match self.junction_path(arriving, leaving) {
            JunctionPath::Through => None,
            JunctionPath::Reversal(reversal) => Some(reversal),
            JunctionPath::Blocked => return None,
        };
        transition.border = self.border_crossings.cost(arriving, leaving);
        if arriving.traction != leaving.traction
            && !self.border_crossings.changes_locomotive(arriving, leaving)
        {
            transition.locomotive_change = Some(self.restrictions.demands.locomotive_change);
            transition.is_depot = self.network.station(arriving.to).changes_locomotives;
        }
        Some(transition)
    }

    /// Whether getting from one segment to the next takes a change of direction, and whether it is possible.
    fn junction_path(&self, arriving: &State, leaving: &State) -> JunctionPath<'a> {
        let via = arriving.to;
        let own = self.restrictions.demands.reversal;
        let listed = self.has_junctions[via.0 as usize]
            .then(|| self.network.junction(arriving.from, via, leaving.to))
            .flatten();
        if let Some(turn) = listed {
            return match turn.movement {
                Movement::None => JunctionPath::Blocked,
                Movement::Through => JunctionPath::Through,
                Movement::Reversal if !self.fits(turn) => JunctionPath::Blocked,
                Movement::Reversal => JunctionPath::Reversal(Reversal {
                    kind: OperationKind::Reversal,
                    time: turn.time.unwrap_or(own),
                    run_on: match turn.longest_train {
                        Some(_) => self.restrictions.demands.length,
                        None => Length::ZERO,
                    },
                    is_assumed: turn.is_assumed,
                    sources: &turn.sources,
                }),
            };
        }
        if arriving.from == leaving.to {
            let (low, likely, high) = UNLISTED_REVERSAL_MIN;
            let time = Estimate::new(low, likely, high).expect("constants in order");
            return JunctionPath::Reversal(Reversal {
                kind: OperationKind::UnlistedReversal,
                time: time.map(RunTime::from_min),
                run_on: Length::ZERO,
                is_assumed: true,
                sources: &[],
            });
        }
        if !self.is_sharp(arriving.from, via, leaving.to) {
            return JunctionPath::Through;
        }
        JunctionPath::Reversal(Reversal {
            kind: OperationKind::InferredReversal,
            time: own,
            run_on: Length::ZERO,
            is_assumed: true,
            sources: &[],
        })
    }

    /// Whether the train fits onto the track beyond the switch.
    fn fits(&self, turn: &JunctionMovement) -> bool {
        let longest = turn.longest_train;
        self.lifted.length
            || longest.is_none_or(|longest| self.restrictions.demands.length <= longest)
    }

    /// Whether a station has three neighbours or more; parallel lines and lines of other days lead to the same ones.
    fn is_junction(&self, station: StationIdx) -> bool {
        let arms = self.network.segments_at(station).iter();
        let mut neighbours = arms.map(|arm| self.network.segment(*arm).other_end(station));
        let Some(first) = neighbours.next() else {
            return false;
        };
        let Some(second) = neighbours.find(|other| *other != first) else {
            return false;
        };
        neighbours.any(|other| other != first && other != second)
    }

    /// Whether the route turns too sharply at a junction to be run through, by three sourced positions.
    fn is_sharp(&self, from: StationIdx, via: StationIdx, to: StationIdx) -> bool {
        if !self.is_junction(via) {
            return false;
        }
        let stations = [from, via, to].map(|station| self.network.station(station));
        stations
            .iter()
            .all(|station| station.coord_quality == Quality::Sourced)
            && turn_angle(
                stations[0].position,
                stations[1].position,
                stations[2].position,
            ) > SHARP_TURN_DEG
    }

    /// All that is done before a segment is run: on it as a border, and between it and the one before.
    pub fn operations_before(&self, transition: &Transition, state: &State) -> Vec<Operation> {
        let mut operations = transition.operations(state.from);
        operations.extend(self.border_crossings.operations(state, state.from));
        operations
    }

    /// What a border segment asks at its far end.
    pub fn operations_after(&self, state: &State) -> Vec<Operation> {
        self.border_crossings.operations(state, state.to)
    }
}

impl Transition<'_> {
    /// What it adds to the time of the fastest route, and how much of that is preference and not time.
    pub fn cost(&self, objective: Objective) -> (Cost, Cost) {
        if objective == Objective::Shortest {
            return (Cost::ZERO, Cost::ZERO);
        }
        let gauge = self
            .gauge_change
            .and_then(|(_, _, row)| row)
            .and_then(|row| row.time);
        let likely = |time: Option<Estimate<RunTime>>| {
            time.map_or(Cost::ZERO, |time| Cost::of_time(time.likely()))
        };
        let penalty = if self.locomotive_change.is_some() && !self.is_depot {
            Cost::of_time(RunTime::from_min(UNLISTED_ENGINE_CHANGE_MIN))
        } else {
            Cost::ZERO
        };
        (
            self.border + likely(gauge) + likely(self.turning_time()) + penalty,
            penalty,
        )
    }

    /// Changing direction and engine at once takes as long as the longer of the two: the new engine comes to the
    /// other end.
    fn turning_time(&self) -> Option<Estimate<RunTime>> {
        let reversal = self.reversal.map(|reversal| reversal.time);
        match (reversal, self.locomotive_change) {
            (Some(a), Some(b)) => Some(
                Estimate::new(
                    a.low().max(b.low()),
                    a.likely().max(b.likely()),
                    a.high().max(b.high()),
                )
                .expect("the larger of ordered pairs are ordered"),
            ),
            (a, b) => a.or(b),
        }
    }

    /// How far the train runs on before it.
    pub fn run_on(&self) -> Length {
        self.reversal
            .map_or(Length::ZERO, |reversal| reversal.run_on)
    }

    fn operations(&self, at: StationIdx) -> Vec<Operation> {
        let mut operations = Vec::new();
        if let Some((from, to, row)) = self.gauge_change {
            operations.push(Operation {
                at,
                kind: OperationKind::GaugeChange { from, to },
                time: row.and_then(|row| row.time),
                is_assumed: row.is_none_or(|row| row.is_assumed),
                sources: row.map(|row| row.sources.clone()).unwrap_or_default(),
            });
        }
        if let Some(reversal) = self.reversal {
            operations.push(Operation {
                at,
                kind: reversal.kind,
                time: self.turning_time(),
                is_assumed: reversal.is_assumed,
                sources: reversal.sources.to_vec(),
            });
        } else if let Some(time) = self.locomotive_change {
            operations.push(Operation {
                at,
                kind: OperationKind::LocomotiveChange,
                time: Some(time),
                is_assumed: true,
                sources: Vec::new(),
            });
        }
        operations
    }
}

/// By how many degrees a route turns at `via`: 0 straight on, 180 back.
fn turn_angle(from: LatLon, via: LatLon, to: LatLon) -> f64 {
    let turn = (via.bearing(to) - from.bearing(via)).rem_euclid(360.0);
    turn.min(360.0 - turn)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn angles_count_from_straight_on() {
        let at = |lat, lon| LatLon { lat, lon };
        let straight = turn_angle(at(0.0, 0.0), at(0.0, 1.0), at(0.0, 2.0));
        let back = turn_angle(at(0.0, 0.0), at(0.0, 1.0), at(0.001, 0.0));
        let left = turn_angle(at(0.0, 0.0), at(0.0, 1.0), at(1.0, 1.0));
        assert!(
            straight < 0.1 && (left - 90.0).abs() < 0.1 && back > 179.0,
            "{straight} {left} {back}"
        );
    }
}
