//! The limits along the segments of an imported map, by direction: known ones, and guesses where the map is silent.

use crate::import::row;
use crate::network::Table;
use crate::track::{PathLimit, TrackGraph, kmh_text, limit_rows, limits_along};

use super::stitch::StitchedStretch;

/// The limits of a segment as its tables have them.
pub(super) struct SegmentLimits {
    /// Met by trains that run away from its start.
    forward: Vec<PathLimit>,
    /// Met by trains that run towards it, in the order of `forward`.
    backward: Vec<PathLimit>,
    length_m: f64,
}

impl SegmentLimits {
    pub fn of(graph: &TrackGraph, stretch: &StitchedStretch) -> SegmentLimits {
        let forward = limits_along(graph, stretch.way.iter().copied());
        let length_m = forward.last().map_or(0.0, |part| part.end_m);
        let mut backward = match (&stretch.back, stretch.oneway) {
            (_, true) => Vec::new(),
            (Some(back), _) => limits_along(graph, back.iter().copied()),
            (None, _) => limits_along(graph, stretch.way.iter().rev().map(|half| half.reversed())),
        };
        // The track of the other direction may be a little longer or shorter: places keep their share of it.
        let scale = backward
            .last()
            .map_or(1.0, |part: &PathLimit| length_m / part.end_m);
        backward.reverse();
        for part in &mut backward {
            let (start, end) = (part.start_m * scale, part.end_m * scale);
            (part.start_m, part.end_m) = (length_m - end, length_m - start);
        }
        SegmentLimits {
            forward,
            backward,
            length_m,
        }
    }

    /// The share of the length over which the limit is a guess, in the direction in which it is greater.
    pub fn guessed(&self) -> f64 {
        let share = |parts: &[PathLimit]| {
            let guessed = parts.iter().filter(|part| part.is_guess);
            guessed.map(|part| part.end_m - part.start_m).sum::<f64>() / self.length_m
        };
        share(&self.forward).max(share(&self.backward))
    }

    /// The one limit that holds all along in both directions, as text in km/h, and whether it is a guess.
    pub fn one(&self) -> Option<(String, bool)> {
        let mut parts = self.forward.iter().chain(&self.backward);
        let first = parts.next()?;
        let is_same = |part: &PathLimit| (part.kmh, part.is_guess) == (first.kmh, first.is_guess);
        parts
            .all(is_same)
            .then(|| (kmh_text(first.kmh), first.is_guess))
    }

    /// Appends its rows to `limits.csv`, unless one limit holds all along.
    pub fn push(&self, table: &mut Table, segment: &str) {
        if self.one().is_some() {
            return;
        }
        let [forward, backward] = [&self.forward, &self.backward].map(|parts| limit_rows(parts));
        let is_same = forward == backward;
        let directions = match is_same {
            true => vec![("", forward)],
            false => vec![("forward", forward), ("backward", backward)],
        };
        for (direction, rows) in directions {
            for cells in rows {
                let place = [("segment", segment), ("direction", direction)];
                let cells = cells.iter().map(|(column, cell)| (*column, cell.as_str()));
                row::push(table, &place.into_iter().chain(cells).collect::<Vec<_>>());
            }
        }
    }
}
