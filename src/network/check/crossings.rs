//! The rows of `junctions.csv` and `borders.csv`: what is done where trains pass.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use super::super::raw::RawNetwork;
use super::super::table::{Cell, Row, Table};
use super::super::{
    Border, BorderOperation, Gauge, JunctionMovement, Movement, StationIdx, TrainKind,
};
use super::context::Context;
use super::problem::NetworkError;
use super::segments::Segments;
use crate::units::Length;

/// Length of trains that can reverse at a junction, in metres. Assumption: none has 10 km.
const TRAIN_LENGTH_M: RangeInclusive<f64> = 1.0..=10_000.0;

type JunctionMovements = BTreeMap<(StationIdx, StationIdx, StationIdx), JunctionMovement>;

/// Pairs of stations that a segment of any day joins, the lower number first. A segment whose row has an error joins its ends
/// as well: the error is said once, of the row, and not again of all that stands on it.
pub(super) struct Neighbours {
    pairs: Vec<(StationIdx, StationIdx)>,
    /// Whether those are all; if not, that a pair is missing follows from another fault.
    is_whole: bool,
}

impl Neighbours {
    pub fn new(segments: &Segments) -> Neighbours {
        let sound = segments.list.iter();
        let sound = sound.map(|segment| (segment.from, segment.to));
        let pairs = sound.chain(segments.refused.iter().copied());
        let mut pairs: Vec<_> = pairs.map(|(a, b)| (a.min(b), a.max(b))).collect();
        pairs.sort_unstable();
        Neighbours {
            pairs,
            is_whole: segments.knows_ends,
        }
    }

    /// Whether a segment joins the two; if not, the cell of one is refused.
    fn check(
        &self,
        (station, cell): (StationIdx, Cell<'_>),
        (via, via_cell): (StationIdx, Cell<'_>),
        context: &mut Context<'_>,
    ) -> bool {
        let is_there = self
            .pairs
            .binary_search(&(station.min(via), station.max(via)))
            .is_ok();
        if !is_there && self.is_whole {
            let (station, via) = (cell.text().to_owned(), via_cell.text().to_owned());
            context.refuse(cell, NetworkError::NotNeighbours { station, via });
        }
        is_there
    }
}

/// Reads all junctions. A row holds in both directions unless the opposite one has a row of its own.
pub(super) fn read_junctions(
    raw: &RawNetwork,
    neighbours: &Neighbours,
    context: &mut Context<'_>,
) -> JunctionMovements {
    let mut lines: BTreeMap<_, u32> = BTreeMap::new();
    let mut junctions = JunctionMovements::new();
    let rows = raw.junctions.iter().flat_map(Table::rows);
    for row in rows.filter(|row| !row.is_ragged()) {
        let Some((key, movement)) = movement(row, neighbours, context) else {
            continue;
        };
        let via = row.cell("via");
        if let Some(first) = lines.get(&key) {
            context.refuse(via, NetworkError::DuplicateRow { first: *first });
            continue;
        }
        lines.insert(key, via.place().line);
        junctions.insert(key, movement);
    }
    let opposite: Vec<_> = junctions
        .iter()
        .map(|(&(via, from, to), movement)| ((via, to, from), movement.clone()))
        .collect();
    for (key, movement) in opposite {
        junctions.entry(key).or_insert(movement);
    }
    junctions
}

fn movement(
    row: Row<'_>,
    neighbours: &Neighbours,
    context: &mut Context<'_>,
) -> Option<((StationIdx, StationIdx, StationIdx), JunctionMovement)> {
    let [
        via,
        from,
        to,
        movement,
        longest,
        low,
        likely,
        high,
        basis,
        source,
        notes,
    ] = row.cells();
    let stations = [via, from, to].map(|cell| context.station(cell));
    let words = ["through", "reversal", "none"];
    let word = context.ok(movement.word(Movement::parse, &words));
    let longest_train = context.ok(longest.number(TRAIN_LENGTH_M));
    let time = context.minutes([low, likely, high]);
    let sources = context.source_ids(source);
    let is_assumed = context.is_assumed(basis, &sources);
    let [Some(v), Some(f), Some(t)] = stations else {
        return None;
    };
    let has_from = neighbours.check((f, from), (v, via), context);
    let has_to = neighbours.check((t, to), (v, via), context);
    let (word, time) = (word?, time?);
    let of_reversal = [
        time.is_some().then_some(low),
        longest.known().map(|_| longest),
    ];
    if let Some(cell) = of_reversal.into_iter().flatten().next()
        && word != Movement::Reversal
    {
        let (movement, column) = (word.as_str(), cell.column());
        context.refuse(cell, NetworkError::OnlyOfReversal { movement, column });
    }
    let movement = JunctionMovement {
        movement: word,
        longest_train: longest_train?.map(Length::from_m),
        time,
        is_assumed: is_assumed?,
        sources,
        notes: notes.known().map(str::to_owned),
    };
    (has_from && has_to).then_some(((v, f, t), movement))
}

/// Reads all operations at borders.
pub(super) fn read_borders(
    raw: &RawNetwork,
    neighbours: &Neighbours,
    context: &mut Context<'_>,
) -> Vec<Border> {
    let mut borders = Vec::new();
    let rows = raw.borders.iter().flat_map(Table::rows);
    for row in rows.filter(|row| !row.is_ragged()) {
        borders.extend(border(row, neighbours, context));
    }
    borders
}

fn border(row: Row<'_>, neighbours: &Neighbours, context: &mut Context<'_>) -> Option<Border> {
    let [
        from,
        to,
        at,
        what,
        train_kind,
        gauges_mm,
        low,
        likely,
        high,
        basis,
        source,
        notes,
    ] = row.cells();
    let stations = [from, to, at].map(|cell| context.station(cell));
    let operations = ["control", "locomotive_change", "gauge_change"];
    let operation = context.ok(what.word(BorderOperation::parse, &operations));
    let kinds = ["special", "ordinary", "freight"];
    let train_kind = context.ok(train_kind.word(TrainKind::parse, &kinds));
    let time = context.minutes([low, likely, high]);
    let sources = context.source_ids(source);
    let is_assumed = context.is_assumed(basis, &sources);
    let gauges = operation.and_then(|operation| gauges_of(operation, gauges_mm, context));
    let [Some(f), Some(t), Some(a)] = stations else {
        return None;
    };
    let is_joined = neighbours.check((t, to), (f, from), context);
    if a != f && a != t {
        let error = NetworkError::Elsewhere {
            at: at.text().to_owned(),
            from: from.text().to_owned(),
            to: to.text().to_owned(),
        };
        context.refuse(at, error);
        return None;
    }
    is_joined.then_some(())?;
    Some(Border {
        ends: (f, t),
        at: a,
        operation: operation?,
        train_kind: train_kind?,
        gauges: gauges?,
        time: time?,
        is_assumed: is_assumed?,
        sources,
        notes: notes.known().map(str::to_owned),
    })
}

/// The two gauges of a gauge change; none for other operation. The outer `None` is an error.
fn gauges_of(
    operation: BorderOperation,
    cell: Cell<'_>,
    context: &mut Context<'_>,
) -> Option<Option<(Gauge, Gauge)>> {
    let gauges = context.gauges(cell)?;
    match (operation, gauges[..].as_ref()) {
        (BorderOperation::GaugeChange, &[a, b]) if a != b => Some(Some((a, b))),
        (BorderOperation::GaugeChange, found) => {
            let found = found.len();
            context.refuse(cell, NetworkError::NotTwoGauges { found });
            None
        }
        (_, []) => Some(None),
        _ => {
            let operation = operation.as_str();
            context.refuse(cell, NetworkError::GaugesWithoutChange { operation });
            None
        }
    }
}
