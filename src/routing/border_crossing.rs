//! What is done at borders, for one kind of train.

use std::collections::BTreeMap;

use super::cost::Cost;
use super::moves::State;
use super::route::{Operation, OperationKind};
use crate::network::{Border, BorderOperation, Gauge, Network, SegmentIdx, StationIdx, TrainKind};

/// The rows of the borders that hold for a train.
pub(super) struct BorderCrossings<'a> {
    /// By border segment, those that the data is silent on too.
    borders: BTreeMap<SegmentIdx, Vec<&'a Border>>,
    /// Changes of bogies by station.
    gauge_changes: BTreeMap<StationIdx, Vec<&'a Border>>,
    /// Whether a border segment ends at a station, by station number.
    is_at_border: Vec<bool>,
}

impl<'a> BorderCrossings<'a> {
    pub fn new(network: &'a Network, kind: TrainKind) -> BorderCrossings<'a> {
        let mut border_crossings = BorderCrossings {
            borders: BTreeMap::new(),
            gauge_changes: BTreeMap::new(),
            is_at_border: vec![false; network.stations().len()],
        };
        let segments = network.segment_indices();
        for segment in segments.filter(|segment| network.is_border(*segment)) {
            let ends = network.segment(segment);
            for end in [ends.from, ends.to] {
                border_crossings.is_at_border[end.0 as usize] = true;
            }
            let (bogies, others): (Vec<_>, Vec<_>) = rows_for(network, segment, kind)
                .into_iter()
                .partition(|row| row.operation == BorderOperation::GaugeChange);
            for row in bogies {
                border_crossings
                    .gauge_changes
                    .entry(row.at)
                    .or_default()
                    .push(row);
            }
            border_crossings.borders.insert(segment, others);
        }
        border_crossings
    }

    /// The operations of crossing a border segment, without changes of gauge.
    fn of(&self, segment: SegmentIdx) -> impl Iterator<Item = &'a Border> {
        self.borders.get(&segment).into_iter().flatten().copied()
    }

    /// The operations at a station between two segments, without changes of gauge.
    fn between(&self, arriving: &State, leaving: &State) -> impl Iterator<Item = &'a Border> {
        let at = arriving.to;
        let is_at_border = self.is_at_border[at.0 as usize];
        let segments = [arriving.segment, leaving.segment];
        let known = segments.into_iter().filter(move |_| is_at_border);
        known
            .flat_map(|segment| self.of(segment))
            .filter(move |row| row.at == at)
    }

    /// What the operations at a station between two segments cost.
    pub fn cost(&self, arriving: &State, leaving: &State) -> Cost {
        self.between(arriving, leaving)
            .filter_map(|row| row.time.as_ref())
            .map(|time| Cost::of_time(time.likely()))
            .sum()
    }

    /// Whether the locomotive is changed as part of the border's operations.
    pub fn changes_locomotive(&self, arriving: &State, leaving: &State) -> bool {
        self.between(arriving, leaving)
            .any(|row| row.operation == BorderOperation::LocomotiveChange)
    }

    /// The change from one gauge to another at a station, where the data lists one.
    pub fn gauge_change(&self, at: StationIdx, from: Gauge, to: Gauge) -> Option<&'a Border> {
        let rows = self.gauge_changes.get(&at)?;
        rows.iter()
            .copied()
            .find(|row| row.gauges == Some((from, to)) || row.gauges == Some((to, from)))
    }

    /// What a border segment asks at one of its ends; of a border that the data is silent on, that it is one.
    pub fn operations(&self, state: &State, at: StationIdx) -> Vec<Operation> {
        if !self.is_at_border[at.0 as usize] {
            return Vec::new();
        }
        let here = self.of(state.segment).filter(|row| row.at == at);
        let mut operations: Vec<Operation> = here.map(border_operation).collect();
        let is_unknown_border = at == state.to
            && self.borders.contains_key(&state.segment)
            && self.of(state.segment).next().is_none();
        if is_unknown_border {
            operations.push(Operation {
                at,
                kind: OperationKind::Border(BorderOperation::Control),
                time: None,
                is_assumed: false,
                sources: Vec::new(),
            });
        }
        operations
    }
}

fn border_operation(row: &Border) -> Operation {
    Operation {
        at: row.at,
        kind: OperationKind::Border(row.operation),
        time: row.time,
        is_assumed: row.is_assumed,
        sources: row.sources.clone(),
    }
}

/// The rows of a border that hold for a kind of train, for each operation: its own, else the nearest kind's.
fn rows_for(network: &Network, segment: SegmentIdx, kind: TrainKind) -> Vec<&Border> {
    let ends = network.segment(segment);
    let rows: Vec<&Border> = network.border_between(ends.from, ends.to).collect();
    let order = match kind {
        TrainKind::Special => [TrainKind::Special, TrainKind::Ordinary, TrainKind::Freight],
        TrainKind::Ordinary => [TrainKind::Ordinary, TrainKind::Special, TrainKind::Freight],
        TrainKind::Freight => [TrainKind::Freight, TrainKind::Ordinary, TrainKind::Special],
    };
    let best_kind = |operation: BorderOperation| {
        order.into_iter().find(|kind| {
            rows.iter()
                .any(|row| row.operation == operation && row.train_kind == *kind)
        })
    };
    rows.iter()
        .copied()
        .filter(|row| best_kind(row.operation) == Some(row.train_kind))
        .collect()
}
