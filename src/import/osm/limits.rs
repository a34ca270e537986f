//! The limits along the segments of an imported map, by direction: known ones, and guesses where the map is silent.

use crate::import::row;
use crate::network::Table;
use crate::track::{HalfEdge, TrackGraph};
use crate::units::Speed;

use super::stitch::Stretch;

/// A limit over a part of a segment; metres from its start.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Part {
    start_m: f64,
    end_m: f64,
    kmh: f64,
    is_guess: bool,
}

/// The limits of a segment as its tables have them.
pub(super) struct SegmentLimits {
    /// Met by trains that run away from its start.
    forward: Vec<Part>,
    /// Met by trains that run towards it, in the order of `forward`.
    backward: Vec<Part>,
    length_m: f64,
}

impl SegmentLimits {
    pub fn of(graph: &TrackGraph, stretch: &Stretch) -> SegmentLimits {
        let forward = along(graph, stretch.way.iter().copied());
        let length_m = forward.last().map_or(0.0, |part| part.end_m);
        let mut backward = match (&stretch.back, stretch.oneway) {
            (_, true) => Vec::new(),
            (Some(back), _) => along(graph, back.iter().copied()),
            (None, _) => along(graph, stretch.way.iter().rev().map(|half| half.reversed())),
        };
        // The track of the other direction may be a little longer or shorter: places keep their share of it.
        let scale = backward
            .last()
            .map_or(1.0, |part: &Part| length_m / part.end_m);
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
        let share = |parts: &[Part]| {
            let guessed = parts.iter().filter(|part| part.is_guess);
            guessed.map(|part| part.end_m - part.start_m).sum::<f64>() / self.length_m
        };
        share(&self.forward).max(share(&self.backward))
    }

    /// The one limit that holds all along in both directions, as text in km/h, and whether it is a guess.
    pub fn one(&self) -> Option<(String, bool)> {
        let mut parts = self.forward.iter().chain(&self.backward);
        let first = parts.next()?;
        let is_same = |part: &Part| (part.kmh, part.is_guess) == (first.kmh, first.is_guess);
        parts
            .all(is_same)
            .then(|| (kmh_text(first.kmh), first.is_guess))
    }

    /// Appends its rows to `limits.csv`, unless one limit holds all along.
    pub fn push(&self, table: &mut Table, segment: &str) {
        if self.one().is_some() {
            return;
        }
        let [forward, backward] = [&self.forward, &self.backward].map(|parts| rows(parts));
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

/// The limits along a way, neighbours that differ.
fn along(graph: &TrackGraph, way: impl Iterator<Item = HalfEdge>) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut at_m = 0.0;
    for half in way {
        let edge = graph.edge(half.edge());
        let track = graph.track(half.edge());
        let start_m = at_m;
        at_m += f64::from(edge.length_mm) / 1_000.0;
        let known = track.limit(half.is_forward());
        let curve = (edge.curve_m > 0).then_some(f64::from(edge.curve_m));
        let guess = || track.inferred_limit(curve).kmh().round().max(1.0);
        let kmh = known.map_or_else(guess, Speed::kmh);
        let is_guess = known.is_none();
        match parts.last_mut() {
            Some(last) if (last.kmh, last.is_guess) == (kmh, is_guess) => last.end_m = at_m,
            _ => parts.push(Part {
                start_m,
                end_m: at_m,
                kmh,
                is_guess,
            }),
        }
    }
    parts
}

/// The cells of rows by their columns; what is shorter than a metre after rounding has none.
fn rows(parts: &[Part]) -> Vec<[(&'static str, String); 5]> {
    let row = |part: &Part| {
        let [from, to] = [part.start_m, part.end_m].map(|m| format!("{:.3}", m / 1_000.0));
        let (quality, source) = match part.is_guess {
            true => ("estimate", "inferred"),
            false => ("sourced", "osm"),
        };
        (from != to).then(|| {
            [
                ("from_km", from),
                ("to_km", to),
                ("value", kmh_text(part.kmh)),
                ("quality", quality.to_owned()),
                ("source", source.to_owned()),
            ]
        })
    };
    parts.iter().filter_map(row).collect()
}

/// A speed in km/h to the millionth, so that a limit in miles is what it was: 5 mph is 8.04672.
fn kmh_text(kmh: f64) -> String {
    let millionths = (kmh * 1e6).round() / 1e6;
    millionths.to_string()
}
