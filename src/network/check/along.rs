//! The rows of `limits.csv` and `gradients.csv`: what changes along a segment, and in which direction it holds.
//!
//! A row names its segment by its id, or as `FROM/TO` by the two stations where one segment alone, or one alone
//! without an id, joins them. Kilometres
//! count from the station that is named first (from the segment's own `from` where an id is given); `forward` is running
//! away from it. A gradient is positive where a train that it holds for climbs; one for both directions climbs forward.

use std::collections::{BTreeMap, HashMap};

use super::super::along::{Along, Part, PartLimit};
use super::super::table::{Cell, Row, Table};
use super::super::{Quality, Segment, StationIdx};
use super::context::Context;
use super::problem::NetworkError;
use super::segments::{GRADIENT_PERMILLE, LENGTH_KM, Segments};
use super::stations::SPEED_KMH;
use crate::units::{Grade, Length, Speed};

/// How far the end of a part may lie beyond the end of its segment: both are rounded, to a metre as a rule. It is cut then.
const ROUNDED_M: f64 = 1.0;

/// Ends of parts nearer than this are the same place: kilometres are written with six decimals at most.
const SAME_M: f64 = 0.001;

/// In which directions a row holds, seen from the station named first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Direction {
    Both,
    Forward,
    Backward,
}

impl Direction {
    fn parse(text: &str) -> Option<Direction> {
        match text {
            "" | "both" => Some(Direction::Both),
            "forward" => Some(Direction::Forward),
            "backward" => Some(Direction::Backward),
            _ => None,
        }
    }

    fn holds(self, is_forward: bool) -> bool {
        match self {
            Direction::Both => true,
            Direction::Forward => is_forward,
            Direction::Backward => !is_forward,
        }
    }
}

/// A segment by its number, seen from one of its ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Seen {
    segment: usize,
    /// Whether kilometres count from the segment's `from`.
    from_its_start: bool,
}

/// The segments by what rows call them.
pub(super) struct Names<'s> {
    by_id: HashMap<&'s str, usize>,
    by_ends: HashMap<(StationIdx, StationIdx), Vec<Seen>>,
    /// Whether a segment has an id, by its number.
    has_id: Vec<bool>,
    /// Whether every row of `segments.csv` is a segment, so that an unknown name is an error of its own.
    is_complete: bool,
}

impl<'s> Names<'s> {
    pub fn new(table: &'s Table, segments: &Segments) -> Names<'s> {
        let mut by_ends: HashMap<_, Vec<Seen>> = HashMap::new();
        let mut by_id = HashMap::new();
        let mut has_id = vec![false; segments.list.len()];
        for (number, segment) in segments.list.iter().enumerate() {
            for (ends, from_its_start) in [
                ((segment.from, segment.to), true),
                ((segment.to, segment.from), false),
            ] {
                by_ends.entry(ends).or_default().push(Seen {
                    segment: number,
                    from_its_start,
                });
            }
            if let Some(id) = table.row(segments.rows[number]).cell("id").known() {
                by_id.insert(id, number);
                has_id[number] = true;
            }
        }
        Names {
            by_id,
            by_ends,
            has_id,
            is_complete: segments.list.len() == table.len(),
        }
    }

    /// The segment that a cell names.
    fn find(&self, cell: Cell<'_>, context: &mut Context<'_>) -> Option<Seen> {
        let name = context.ok(cell.required())?;
        if let Some(segment) = self.by_id.get(name) {
            return Some(Seen {
                segment: *segment,
                from_its_start: true,
            });
        }
        let ends = name.split_once('/').and_then(|(from, to)| {
            let known = |id: &str| context.stations.get(id.trim())?.index;
            Some((known(from)?, known(to)?))
        });
        let all = ends.and_then(|ends| self.by_ends.get(&ends));
        let unnamed: Vec<Seen> = all
            .into_iter()
            .flatten()
            .filter(|seen| !self.has_id[seen.segment])
            .copied()
            .collect();
        let found = match unnamed.len() {
            1 => Some(unnamed.as_slice()),
            _ => all.map(Vec::as_slice),
        };
        match found {
            Some([seen]) => Some(*seen),
            Some(several) => {
                let (found, count) = (name.to_owned(), several.len());
                context.refuse(cell, NetworkError::AmbiguousSegment { found, count });
                None
            }
            None => {
                if self.is_complete {
                    let found = name.to_owned();
                    context.refuse(cell, NetworkError::UnknownSegment { found });
                }
                None
            }
        }
    }
}

/// A part of a segment as its row has it.
struct Written<'t, T> {
    seen: Seen,
    direction: Direction,
    from_km: f64,
    to_km: f64,
    value: T,
    cell: Cell<'t>,
}

/// Reads `limits.csv` into the segments.
pub(super) fn read_limits(
    table: &Table,
    names: &Names<'_>,
    segments: &mut [Segment],
    context: &mut Context<'_>,
) {
    let written = sound_rows(table).filter_map(|row| {
        let [name, direction, from_km, to_km, value, quality, source] = row.cells();
        let part = part(names, segments, [name, direction, from_km, to_km], context);
        let speed = context.ok(value.required().and_then(|_| value.number(SPEED_KMH)));
        let quality = context.quality(quality);
        context.source_ids(source);
        let speed = Speed::from_kmh(speed??);
        let limit = match quality? {
            Quality::Estimated => PartLimit::Guess(speed),
            _ => PartLimit::Known(speed),
        };
        Some(part?.with(limit))
    });
    let written: Vec<_> = written.collect();
    for (segment, parts) in by_segment(written) {
        let length = segments[segment].length;
        segments[segment].limits = along(&parts, length, |limit, _| limit, context);
    }
}

/// Reads `gradients.csv` into the segments.
pub(super) fn read_gradients(
    table: &Table,
    names: &Names<'_>,
    segments: &mut [Segment],
    context: &mut Context<'_>,
) {
    let steepest = *GRADIENT_PERMILLE.end();
    let written = sound_rows(table).filter_map(|row| {
        let [name, direction, from_km, to_km, value, source] = row.cells();
        let part = part(names, segments, [name, direction, from_km, to_km], context);
        let number = value
            .required()
            .and_then(|_| value.number(-steepest..=steepest));
        let grade = context.ok(number);
        context.source_ids(source);
        Some(part?.with(Grade::from_permille(grade??)))
    });
    let written: Vec<_> = written.collect();
    for (segment, parts) in by_segment(written) {
        let length = segments[segment].length;
        // Who meets a gradient for both directions from the other side descends it.
        let seen = |grade: Grade, is_turned: bool| if is_turned { -grade } else { grade };
        segments[segment].gradients = along(&parts, length, seen, context);
    }
}

fn sound_rows(table: &Table) -> impl Iterator<Item = Row<'_>> {
    table.rows().filter(|row| !row.is_ragged())
}

/// Where a row holds, without its value.
fn part<'t>(
    names: &Names<'_>,
    segments: &[Segment],
    [name, direction, from_km, to_km]: [Cell<'t>; 4],
    context: &mut Context<'_>,
) -> Option<Written<'t, ()>> {
    let seen = names.find(name, context);
    let words = ["both", "forward", "backward"];
    let direction = context.ok(direction.word(Direction::parse, &words));
    let longest = *LENGTH_KM.end();
    let [from, to] = [from_km, to_km].map(|cell| {
        let number = cell.required().and_then(|_| cell.number(0.0..=longest));
        context.ok(number).flatten()
    });
    let (seen, from, to) = (seen?, from?, to?);
    if to <= from {
        context.refuse(to_km, NetworkError::NotBeyond { from, to });
        return None;
    }
    let length_km = segments[seen.segment].length.km();
    if to > length_km + ROUNDED_M / 1_000.0 || from >= length_km {
        let cell = if from >= length_km { from_km } else { to_km };
        let (column, found) = (cell.column(), cell.text().to_owned());
        let error = NetworkError::BeyondEnd {
            column,
            found,
            length_km,
        };
        context.refuse(cell, error);
        return None;
    }
    Some(Written {
        seen,
        direction: direction?,
        from_km: from,
        to_km: to.min(length_km),
        value: (),
        cell: from_km,
    })
}

impl<'t> Written<'t, ()> {
    fn with<T>(self, value: T) -> Written<'t, T> {
        Written {
            seen: self.seen,
            direction: self.direction,
            from_km: self.from_km,
            to_km: self.to_km,
            value,
            cell: self.cell,
        }
    }
}

fn by_segment<T>(written: Vec<Written<'_, T>>) -> BTreeMap<usize, Vec<Written<'_, T>>> {
    let mut by_segment: BTreeMap<usize, Vec<_>> = BTreeMap::new();
    for part in written {
        by_segment.entry(part.seen.segment).or_default().push(part);
    }
    by_segment
}

/// The parts of one segment for both directions. `seen` gives a value as a train has it, which meets a part that holds for
/// both directions from its far end or not. Parts that overlap are refused.
fn along<T: Copy>(
    written: &[Written<'_, T>],
    length: Length,
    seen: impl Fn(T, bool) -> T,
    context: &mut Context<'_>,
) -> Along<T> {
    let parts = [true, false].map(|is_forward| {
        let mut parts: Vec<(Part<T>, Cell<'_>)> = Vec::new();
        for row in written {
            let runs_away = is_forward == row.seen.from_its_start;
            if !row.direction.holds(runs_away) {
                continue;
            }
            let (from, to) = (Length::from_km(row.from_km), Length::from_km(row.to_km));
            let (start, end) = match runs_away {
                true => (from, to),
                false => (length - to, length - from),
            };
            let is_turned = row.direction == Direction::Both && !runs_away;
            let value = seen(row.value, is_turned);
            parts.push((Part { start, end, value }, row.cell));
        }
        parts.sort_by_key(|(part, _)| part.start);
        in_order(parts, context)
    });
    Along::new(parts)
}

/// The parts without those that begin before the one in front ends; gaps of less than [`SAME_M`] are closed.
fn in_order<T>(parts: Vec<(Part<T>, Cell<'_>)>, context: &mut Context<'_>) -> Vec<Part<T>> {
    let mut kept: Vec<Part<T>> = Vec::with_capacity(parts.len());
    let mut line = 0;
    for (mut part, cell) in parts {
        if let Some(last) = kept.last() {
            if (last.end - part.start).abs().m() <= SAME_M {
                part.start = last.end;
            }
            if part.start < last.end {
                context.refuse(cell, NetworkError::OverlappingParts { other: line });
                continue;
            }
        }
        line = cell.place().line;
        kept.push(part);
    }
    kept
}
