//! Speed limits as posted, and the most restrictive profile a train of some length makes of them.
//!
//! A limit holds until the tail has left it. So what the head may run at s is the lowest limit within [s - length, s]:
//! a sliding minimum, found in one sweep with a queue of rising speeds.

use std::collections::VecDeque;

use thiserror::Error;

use super::Path;
use crate::train::Dynamics;
use crate::units::{Length, Offset, Speed};

/// A stretch of one speed limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LimitPiece {
    /// Where it begins.
    pub start: Offset,
    /// Where it ends.
    pub end: Offset,
    /// How fast a train may run on it.
    pub speed: Speed,
}

/// Speed limits from the start onwards: in order, without gaps, all above zero.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LimitProfile {
    pieces: Vec<LimitPiece>,
}

/// Limits that cannot be.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum LimitError {
    /// None at all.
    #[error("there is no speed limit, at least one is needed")]
    Empty,
    /// A gap, an overlap or an end before the start.
    #[error(
        "speed limit {index} runs from {start_m} m to {end_m} m, but must begin at {from_m} m and end later"
    )]
    NotContiguous {
        /// Which one, from 0.
        index: usize,
        /// Its start, m.
        start_m: f64,
        /// Its end, m.
        end_m: f64,
        /// Where the one before ended, m.
        from_m: f64,
    },
    /// A limit at which no train moves.
    #[error("speed limit {index} is {found_ms} m/s, more than 0 is needed")]
    NotPositive {
        /// Which one, from 0.
        index: usize,
        /// Its speed, m/s.
        found_ms: f64,
    },
}

impl LimitProfile {
    /// How far apart two ends may be written that mean the same place: a micrometre, for ends that were added up.
    const SAME_PLACE_M: f64 = 1e-6;

    /// Limits in order from the start of a path.
    ///
    /// # Errors
    /// [`LimitError`] for none, gaps, overlaps, or a limit of zero.
    pub fn new(pieces: Vec<LimitPiece>) -> Result<LimitProfile, LimitError> {
        let mut from = Length::ZERO;
        for (index, piece) in pieces.iter().enumerate() {
            let (start, end) = (piece.start.from_start(), piece.end.from_start());
            if (start - from).abs().m() > LimitProfile::SAME_PLACE_M || end <= start {
                return Err(LimitError::NotContiguous {
                    index,
                    start_m: start.m(),
                    end_m: end.m(),
                    from_m: from.m(),
                });
            }
            if piece.speed <= Speed::ZERO {
                return Err(LimitError::NotPositive {
                    index,
                    found_ms: piece.speed.ms(),
                });
            }
            from = end;
        }
        if pieces.is_empty() {
            return Err(LimitError::Empty);
        }
        Ok(LimitProfile { pieces })
    }

    /// One limit all the route.
    ///
    /// # Errors
    /// [`LimitError`] for no length or no speed.
    pub fn uniform(length: Length, speed: Speed) -> Result<LimitProfile, LimitError> {
        let (start, end) = (Offset::START, Offset::at(length));
        LimitProfile::new(vec![LimitPiece { start, end, speed }])
    }

    /// The pieces, in order.
    #[must_use]
    pub fn pieces(&self) -> &[LimitPiece] {
        &self.pieces
    }

    /// Where the last one ends.
    #[must_use]
    pub fn end(&self) -> Offset {
        self.pieces[self.pieces.len() - 1].end
    }
}

/// A stretch over which the head of the train may run at one speed; metres and m/s.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct MrspSection {
    pub start: f64,
    pub end: f64,
    pub v: f64,
}

/// What the head of the train may run, neighbours always differing in speed. Time proportional to the number of limits.
pub(super) fn most_restrictive(path: &Path, train: &Dynamics) -> Vec<MrspSection> {
    let limits = path.limits().pieces();
    let (length, top) = (path.length().m(), train.max_speed().ms());
    let tail = train.length().m();
    let speed = |i: usize| super::lesser(limits[i].speed.ms(), top);
    let start = |i: usize| {
        limits
            .get(i)
            .map_or(f64::INFINITY, |limit| limit.start.from_start().m())
    };
    let mut allowed: Vec<MrspSection> = Vec::with_capacity(2 * limits.len());
    let mut rising = VecDeque::from([0]);
    let (mut x, mut next) = (0.0, 1);
    while x < length {
        let expiry = |i: usize| limits[i].end.from_start().m() + tail;
        let end = super::lesser(super::lesser(start(next), expiry(rising[0])), length);
        push(
            &mut allowed,
            MrspSection {
                start: x,
                end,
                v: speed(rising[0]),
            },
        );
        while start(next) <= end {
            while rising
                .back()
                .is_some_and(|&last| speed(last) >= speed(next))
            {
                rising.pop_back();
            }
            rising.push_back(next);
            next += 1;
        }
        while rising.len() > 1 && expiry(rising[0]) <= end {
            rising.pop_front();
        }
        x = end;
    }
    allowed
}

/// Adds a stretch, or lengthens the last one where the speed is the same.
pub(super) fn push(allowed: &mut Vec<MrspSection>, piece: MrspSection) {
    match allowed.last_mut() {
        Some(last) if last.v == piece.v => last.end = piece.end,
        _ if piece.end > piece.start => allowed.push(piece),
        _ => {}
    }
}
