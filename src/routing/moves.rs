//! What a train may do and what that takes: which segments it can run, and how it gets from one to the next.

use std::collections::{BTreeMap, BTreeSet};

use super::cost::Cost;
use super::query::{Objective, Query};
use super::route::{Work, WorkKind};
use crate::network::{
    Border, BorderWork, Country, Electrification, Gauge, LatLon, Movement, Network, Quality,
    Segment, SegmentIdx, StationIdx, Traction, TrainKind, Usage,
};
use crate::units::{Estimate, RunTime};

/// Low, likely and high minutes of a change of direction where the data lists none: the locomotive has to run round
/// with no facilities known. Assumption, the same as for Baranovsky in `turns.csv`.
const UNLISTED_REVERSAL_MIN: (f64, f64, f64) = (90.0, 120.0, 180.0);

/// Degrees by which a way must turn at a junction to be taken for a change of direction, where the data is silent.
/// Chords between stations mislead: Huanggutun turns 133 degrees and is run through.
const SHARP_TURN_DEG: f64 = 135.0;

/// How often a freight line counts in the search for a train that has no business there. Assumption.
const FREIGHT_FACTOR: u64 = 3;
/// The same for a branch. Assumption: enough to keep expresses off the P'yongdok Line, which is 6 km shorter.
const BRANCH_FACTOR: u64 = 2;
/// Per cent by which a diesel under a wire counts longer, for a train that has a locomotive for the wire. Assumption:
/// railways do not burn oil under their own wire for long, and change where the train stands anyway.
const DIESEL_UNDER_WIRE_PERCENT: u64 = 10;

/// Minutes by which a change of locomotive counts longer where no source tells of one. Assumption: it keeps changes at
/// depots, as at Ussuriysk, and is never part of the time shown.
const UNLISTED_ENGINE_CHANGE_MIN: f64 = 45.0;

/// Constraints that a search leaves out, to find which of them blocks the way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Lifted {
    pub gauge: bool,
    pub traction: bool,
    pub day: bool,
    pub avoid: bool,
}

/// A segment run in one direction with a gauge and a traction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct State {
    pub segment: SegmentIdx,
    pub from: StationIdx,
    pub to: StationIdx,
    pub gauge: Gauge,
    /// Index into [`Moves::tractions`]; 0 when the way does not depend on traction.
    pub traction: u8,
}

/// How a train gets from one state to the next.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Handover<'a> {
    reversal: Option<(WorkKind, Estimate<RunTime>, bool, &'a [String])>,
    gauge_change: Option<(Gauge, Gauge, Option<&'a Border>)>,
    engine_change: Option<Estimate<RunTime>>,
    /// Whether a source tells of changes of locomotive at the station.
    is_depot: bool,
}

/// The rules of one query on one network.
pub(super) struct Moves<'a> {
    pub network: &'a Network,
    pub query: &'a Query,
    pub lifted: Lifted,
    /// Countries that may be used; `None` for all.
    countries: Option<BTreeSet<Country>>,
    /// The tractions of the train's engines, in order.
    pub tractions: Vec<Traction>,
    /// Borders' rows that hold for this train, by segment.
    borders: BTreeMap<SegmentIdx, Vec<&'a Border>>,
    /// Changes of bogies by station.
    bogie_changes: BTreeMap<StationIdx, Vec<&'a Border>>,
    /// Whether the data lists turns at a station, by station number.
    has_turns: Vec<bool>,
}

impl<'a> Moves<'a> {
    pub fn new(
        network: &'a Network,
        query: &'a Query,
        countries: Option<BTreeSet<Country>>,
        lifted: Lifted,
    ) -> Moves<'a> {
        let mut tractions: Vec<Traction> = query
            .demands
            .engines
            .iter()
            .map(|engine| engine.traction.clone())
            .collect();
        tractions.sort();
        tractions.dedup();
        let mut borders = BTreeMap::new();
        let mut bogie_changes: BTreeMap<StationIdx, Vec<&Border>> = BTreeMap::new();
        for segment in network
            .segment_indices()
            .filter(|segment| network.is_border(*segment))
        {
            let rows = rows_for(network, segment, query.demands.kind);
            for row in rows
                .iter()
                .filter(|row| row.work == BorderWork::BogieChange)
            {
                bogie_changes.entry(row.at).or_default().push(row);
            }
            borders.insert(segment, rows);
        }
        let mut has_turns = vec![false; network.stations().len()];
        for via in network.turn_stations() {
            has_turns[via.0 as usize] = true;
        }
        Moves {
            network,
            query,
            lifted,
            countries,
            tractions,
            borders,
            bogie_changes,
            has_turns,
        }
    }

    /// Whether the segment may be used at all, whatever the gauge and traction.
    pub fn is_permitted(&self, segment: &Segment) -> bool {
        let avoid = &self.query.avoid;
        let ends = [segment.from, segment.to];
        let country = |station: &StationIdx| self.network.station(*station).country;
        let is_avoided = ends.iter().any(|end| avoid.stations.contains(end))
            || segment.line.is_some_and(|line| avoid.lines.contains(&line))
            || ends
                .iter()
                .any(|end| avoid.countries.contains(&country(end)));
        let is_in_bounds = self
            .countries
            .as_ref()
            .is_none_or(|allowed| ends.iter().all(|end| allowed.contains(&country(end))));
        (self.lifted.day || segment.is_open(self.query.day))
            && (self.lifted.avoid || !is_avoided)
            && is_in_bounds
    }

    /// The gauges on which the train can run over the segment.
    pub fn gauges(&self, segment: &Segment) -> impl Iterator<Item = Gauge> {
        let lifted = self.lifted.gauge;
        segment
            .gauges
            .iter()
            .filter(move |gauge| lifted || self.query.demands.gauges.contains(*gauge))
            .take(if lifted { 1 } else { usize::MAX })
    }

    /// The tractions with which the train can run over the segment, as indices; a lone 0 when it does not matter.
    pub fn tractions(&self, segment: &Segment) -> Vec<u8> {
        if self.tractions.is_empty() || self.lifted.traction {
            return vec![0];
        }
        let countries = [segment.from, segment.to].map(|end| self.network.station(end).country);
        let engines = &self.query.demands.engines;
        let is_named = |traction: &Traction, country: Country| {
            engines
                .iter()
                .any(|own| own.country == Some(country) && own.traction == *traction)
        };
        let serves = |traction: &Traction| {
            let own = engines.iter().filter(|engine| engine.traction == *traction);
            own.into_iter().any(|engine| match engine.country {
                Some(country) => countries.contains(&country),
                None => countries
                    .iter()
                    .any(|country| !is_named(traction, *country)),
            })
        };
        self.tractions
            .iter()
            .zip(0..)
            .filter(|(traction, _)| {
                serves(traction) && traction.runs_under(&segment.electrification)
            })
            .map(|(_, index)| index)
            .collect()
    }

    /// What running the state's segment costs, and how much of that is preference and not time.
    pub fn running_cost(&self, state: &State) -> (Cost, Cost) {
        let segment = self.network.segment(state.segment);
        let demands = &self.query.demands;
        let (base, works) = match self.query.objective {
            Objective::Shortest => (Cost::of_length(segment.length), Cost::ZERO),
            Objective::Fastest => (
                Cost::of_time(demands.free_running(state.segment)),
                self.border_cost(state.segment),
            ),
        };
        let factor = match segment.usage {
            _ if demands.uses_freight_lines => 1,
            Usage::Main | Usage::Link => 1,
            Usage::Branch => BRANCH_FACTOR,
            Usage::Freight => FREIGHT_FACTOR,
        };
        let mut penalty = Cost(base.0 * (factor - 1));
        if self.is_diesel_under_own_wire(state, segment) {
            penalty += Cost(base.0 * DIESEL_UNDER_WIRE_PERCENT / 100);
        }
        (base + works + penalty, penalty)
    }

    fn is_diesel_under_own_wire(&self, state: &State, segment: &Segment) -> bool {
        matches!(segment.electrification, Electrification::Wire(_))
            && self.tractions.get(usize::from(state.traction)) == Some(&Traction::Diesel)
            && self.tractions(segment).len() > 1
    }

    fn border_cost(&self, segment: SegmentIdx) -> Cost {
        self.crossing(segment)
            .filter_map(|row| row.time.as_ref())
            .map(|time| Cost::of_time(time.likely()))
            .sum()
    }

    /// The works of crossing a border segment, without changes of gauge.
    fn crossing(&self, segment: SegmentIdx) -> impl Iterator<Item = &'a Border> {
        self.borders
            .get(&segment)
            .into_iter()
            .flatten()
            .copied()
            .filter(|row| row.work != BorderWork::BogieChange)
    }

    /// How the train gets from one segment to the next; `None` when it cannot.
    pub fn handover(&self, arriving: &State, leaving: &State) -> Option<Handover<'a>> {
        let mut handover = Handover::default();
        if arriving.gauge != leaving.gauge && !self.lifted.gauge {
            let row = self.bogie_change(arriving.to, arriving.gauge, leaving.gauge)?;
            handover.gauge_change = Some((arriving.gauge, leaving.gauge, Some(row)));
        }
        handover.reversal = self.reversal(arriving, leaving)?;
        let is_border_change = |segment| {
            self.crossing(segment)
                .any(|row| row.work == BorderWork::LocomotiveChange && row.at == arriving.to)
        };
        if arriving.traction != leaving.traction
            && !is_border_change(arriving.segment)
            && !is_border_change(leaving.segment)
        {
            handover.engine_change = Some(self.query.demands.engine_change);
            handover.is_depot = self.network.station(arriving.to).changes_locomotives;
        }
        Some(handover)
    }

    fn bogie_change(&self, at: StationIdx, from: Gauge, to: Gauge) -> Option<&'a Border> {
        let rows = self.bogie_changes.get(&at)?;
        rows.iter()
            .copied()
            .find(|row| row.gauges == Some((from, to)) || row.gauges == Some((to, from)))
    }

    /// Whether getting from one segment to the next takes a change of direction: outer `None` when it is impossible.
    #[allow(clippy::type_complexity)]
    fn reversal(
        &self,
        arriving: &State,
        leaving: &State,
    ) -> Option<Option<(WorkKind, Estimate<RunTime>, bool, &'a [String])>> {
        let via = arriving.to;
        let own = self.query.demands.reversal;
        let listed = self.has_turns[via.0 as usize]
            .then(|| self.network.turn(arriving.from, via, leaving.to))
            .flatten();
        if let Some(turn) = listed {
            return match turn.movement {
                Movement::None => None,
                Movement::Through => Some(None),
                Movement::Reversal => Some(Some((
                    WorkKind::Reversal,
                    turn.time.unwrap_or(own),
                    turn.is_assumed,
                    &turn.sources,
                ))),
            };
        }
        if arriving.from == leaving.to {
            let (low, likely, high) = UNLISTED_REVERSAL_MIN;
            let time = Estimate::new(low, likely, high).expect("constants in order");
            return Some(Some((
                WorkKind::UnlistedReversal,
                time.map(RunTime::from_min),
                true,
                &[],
            )));
        }
        let is_sharp = self.is_sharp(arriving.from, via, leaving.to);
        Some(is_sharp.then_some((WorkKind::InferredReversal, own, true, &[])))
    }

    /// Whether the way turns too sharply at a junction to be run through, by three sourced positions.
    fn is_sharp(&self, from: StationIdx, via: StationIdx, to: StationIdx) -> bool {
        if self.network.segments_at(via).len() < 3 {
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
    pub fn works_before(&self, handover: &Handover, state: &State) -> Vec<Work> {
        let mut works = handover.works(state.from);
        works.extend(self.border_works(state, state.from));
        works
    }

    /// What a border segment asks at its far end.
    pub fn works_after(&self, state: &State) -> Vec<Work> {
        self.border_works(state, state.to)
    }

    fn border_works(&self, state: &State, at: StationIdx) -> Vec<Work> {
        let known = |row: &&Border| row.at == at;
        let mut works: Vec<Work> = self
            .crossing(state.segment)
            .filter(known)
            .map(border_work)
            .collect();
        let is_unknown_border = at == state.to
            && self.borders.contains_key(&state.segment)
            && self.crossing(state.segment).next().is_none();
        if is_unknown_border {
            works.push(Work {
                at,
                kind: WorkKind::Border(BorderWork::Control),
                time: None,
                is_assumed: false,
                sources: Vec::new(),
            });
        }
        works
    }
}

impl Handover<'_> {
    /// What it adds to the time of the fastest way, and how much of that is preference and not time.
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
        let penalty = if self.engine_change.is_some() && !self.is_depot {
            Cost::of_time(RunTime::from_min(UNLISTED_ENGINE_CHANGE_MIN))
        } else {
            Cost::ZERO
        };
        (
            likely(gauge) + likely(self.turning_time()) + penalty,
            penalty,
        )
    }

    /// Changing direction and engine at once takes as long as the longer of the two: the new engine comes to the
    /// other end.
    fn turning_time(&self) -> Option<Estimate<RunTime>> {
        let reversal = self.reversal.map(|(_, time, _, _)| time);
        match (reversal, self.engine_change) {
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

    fn works(&self, at: StationIdx) -> Vec<Work> {
        let mut works = Vec::new();
        if let Some((from, to, row)) = self.gauge_change {
            works.push(Work {
                at,
                kind: WorkKind::GaugeChange { from, to },
                time: row.and_then(|row| row.time),
                is_assumed: row.is_none_or(|row| row.is_assumed),
                sources: row.map(|row| row.sources.clone()).unwrap_or_default(),
            });
        }
        if let Some((kind, _, is_assumed, sources)) = self.reversal {
            works.push(Work {
                at,
                kind,
                time: self.turning_time(),
                is_assumed,
                sources: sources.to_vec(),
            });
        } else if let Some(time) = self.engine_change {
            works.push(Work {
                at,
                kind: WorkKind::EngineChange,
                time: Some(time),
                is_assumed: true,
                sources: Vec::new(),
            });
        }
        works
    }
}

fn border_work(row: &Border) -> Work {
    Work {
        at: row.at,
        kind: WorkKind::Border(row.work),
        time: row.time,
        is_assumed: row.is_assumed,
        sources: row.sources.clone(),
    }
}

/// The rows of a border that hold for a kind of train, for each work: its own, else the nearest kind's.
fn rows_for(network: &Network, segment: SegmentIdx, kind: TrainKind) -> Vec<&Border> {
    let ends = network.segment(segment);
    let rows: Vec<&Border> = network.border_between(ends.from, ends.to).collect();
    let order = match kind {
        TrainKind::Special => [TrainKind::Special, TrainKind::Ordinary, TrainKind::Freight],
        TrainKind::Ordinary => [TrainKind::Ordinary, TrainKind::Special, TrainKind::Freight],
        TrainKind::Freight => [TrainKind::Freight, TrainKind::Ordinary, TrainKind::Special],
    };
    let best_kind = |work: BorderWork| {
        order.into_iter().find(|kind| {
            rows.iter()
                .any(|row| row.work == work && row.train_kind == *kind)
        })
    };
    rows.iter()
        .copied()
        .filter(|row| best_kind(row.work) == Some(row.train_kind))
        .collect()
}

/// By how many degrees a way turns at `via`: 0 straight on, 180 back.
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
