//! The limits and gradients along a path over tracks, as rows of `limits.csv` and `gradients.csv`: known limits, and guesses
//! where nothing is known.

use super::graph::{HalfEdge, TrackGraph};
use crate::units::{Grade, Speed};

/// A limit over a part of a path; metres from its start.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PathLimit {
    /// Where it begins.
    pub start_m: f64,
    /// Where it ends.
    pub end_m: f64,
    /// The limit in km/h.
    pub kmh: f64,
    /// Whether it is a guess from the use of the track and its curves, in whole km/h.
    pub is_guess: bool,
}

/// The limits along a path, without gaps; neighbours differ.
#[must_use]
pub fn limits_along(graph: &TrackGraph, path: impl Iterator<Item = HalfEdge>) -> Vec<PathLimit> {
    let mut limits = Vec::new();
    for half in path {
        let length_m = f64::from(graph.edge(half.edge()).length_mm) / 1_000.0;
        push_limit(graph, &mut limits, half, length_m);
    }
    limits
}

/// Goes on so many metres at the limit of a track.
fn push_limit(graph: &TrackGraph, limits: &mut Vec<PathLimit>, half: HalfEdge, length_m: f64) {
    let track = graph.track(half.edge());
    let curve_m = graph.edge(half.edge()).curve_m;
    let curve = (curve_m > 0).then_some(f64::from(curve_m));
    let known = track.limit(half.is_forward());
    let guess = || track.inferred_limit(curve).kmh().round().max(1.0);
    let kmh = known.map_or_else(guess, Speed::kmh);
    let is_guess = known.is_none();
    let start_m = limits.last().map_or(0.0, |last| last.end_m);
    match limits.last_mut() {
        Some(last) if (last.kmh, last.is_guess) == (kmh, is_guess) => last.end_m += length_m,
        _ => limits.push(PathLimit {
            start_m,
            end_m: start_m + length_m,
            kmh,
            is_guess,
        }),
    }
}

/// The cells of rows of `limits.csv` by their columns, all but segment and direction; what is shorter than a metre after
/// rounding has none.
#[must_use]
pub fn limit_rows(limits: &[PathLimit]) -> Vec<[(&'static str, String); 5]> {
    let row = |limit: &PathLimit| {
        let [from, to] = [limit.start_m, limit.end_m].map(|m| format!("{:.3}", m / 1_000.0));
        let (quality, source) = match limit.is_guess {
            true => ("estimate", "inferred"),
            false => ("sourced", "osm"),
        };
        (from != to).then(|| {
            [
                ("from_km", from),
                ("to_km", to),
                ("value", kmh_text(limit.kmh)),
                ("quality", quality.to_owned()),
                ("source", source.to_owned()),
            ]
        })
    };
    limits.iter().filter_map(row).collect()
}

/// The gradients along a path as rows of `gradients.csv`: the places in kilometres and the value in per mille, positive where
/// the path climbs; what is not known has no row. Neighbours differ.
#[must_use]
pub fn gradient_rows(
    graph: &TrackGraph,
    path: impl Iterator<Item = HalfEdge>,
) -> Vec<[(&'static str, String); 3]> {
    let mut parts: Vec<(f64, f64, Grade)> = Vec::new();
    let mut at_m = 0.0;
    for half in path {
        let end_m = at_m + f64::from(graph.edge(half.edge()).length_mm) / 1_000.0;
        if let Some(grade) = graph.track(half.edge()).gradient(half.is_forward()) {
            match parts.last_mut() {
                Some((_, end, value)) if (*end, *value) == (at_m, grade) => *end = end_m,
                _ => parts.push((at_m, end_m, grade)),
            }
        }
        at_m = end_m;
    }
    let rows = parts.into_iter().filter_map(|(start, end, grade)| {
        let [from, to] = [start, end].map(|m| format!("{:.3}", m / 1_000.0));
        let permille = (grade.permille() * 1e6).round() / 1e6;
        (from != to).then(|| {
            [
                ("from_km", from),
                ("to_km", to),
                ("value", permille.to_string()),
            ]
        })
    });
    rows.collect()
}

/// A speed in km/h to the millionth, so that a limit in miles is what it was: 5 mph is 8.04672.
#[must_use]
pub fn kmh_text(kmh: f64) -> String {
    let millionths = (kmh * 1e6).round() / 1e6;
    millionths.to_string()
}
