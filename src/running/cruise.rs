//! Leaving out rises of the limit that are too short to be worth it.

use super::envelope::{Envelope, How};
use super::limit::{MrspSection, push};
use super::{RunError, Setting};

/// The fastest run that uses a rise of the limit only where the train is above the higher neighbouring limit for at
/// least `least` seconds; with what it may run then. Every round removes a rise, so it ends.
pub(super) fn run_worthwhile(
    setting: &Setting,
    least: f64,
) -> Result<(Vec<MrspSection>, Envelope), RunError> {
    let mut allowed = setting.allowed.clone();
    loop {
        let envelope = setting.fastest(&allowed)?;
        if least <= 0.0 {
            return Ok((allowed, envelope));
        }
        let fewer = without_short_rises(&allowed, &envelope, least);
        if fewer.len() == allowed.len() {
            return Ok((allowed, envelope));
        }
        allowed = fewer;
    }
}

fn without_short_rises(
    allowed: &[MrspSection],
    envelope: &Envelope,
    least: f64,
) -> Vec<MrspSection> {
    let mut kept = Vec::with_capacity(allowed.len());
    for (i, piece) in allowed.iter().enumerate() {
        let before = i.checked_sub(1).map(|i| allowed[i].v);
        let after = allowed.get(i + 1).map(|piece| piece.v);
        let neighbour = before.into_iter().chain(after).reduce(f64::max);
        let v = match neighbour {
            Some(v) if v < piece.v && time_above(envelope, piece, v) < least => v,
            _ => piece.v,
        };
        push(&mut kept, MrspSection { v, ..*piece });
    }
    kept
}

/// How long the train is faster than `v` within a piece.
fn time_above(envelope: &Envelope, within: &MrspSection, v: f64) -> f64 {
    let first = envelope
        .pieces
        .partition_point(|piece| piece.s < within.start)
        .max(1)
        - 1;
    let mut time = 0.0;
    for index in first..envelope.pieces.len() {
        let piece = envelope.pieces[index];
        if piece.s >= within.end {
            break;
        }
        let (from, to) = (
            piece.s.max(within.start),
            envelope.end_of(index).s.min(within.end),
        );
        if from < to {
            time += time_above_in(envelope, index, (from, to), v);
        }
    }
    time
}

/// The same within one piece, in which the speed changes one route only.
fn time_above_in(envelope: &Envelope, index: usize, (from, to): (f64, f64), v: f64) -> f64 {
    let (start, end) = (envelope.within(index, from), envelope.within(index, to));
    if envelope.pieces[index].how == How::Cruise || (start.v > v) == (end.v > v) {
        return if start.v > v { end.t - start.t } else { 0.0 };
    }
    let (mut low, mut high) = (from, to);
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if (envelope.within(index, middle).v > v) == (start.v > v) {
            low = middle;
        } else {
            high = middle;
        }
    }
    let crossing = envelope.within(index, low).t;
    if start.v > v {
        crossing - start.t
    } else {
        end.t - crossing
    }
}
