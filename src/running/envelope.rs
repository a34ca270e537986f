//! The speed curve of a run: what was solved, kept so that any place can be asked for.
//!
//! It keeps where each piece begins and under which law it runs, not samples. A place inside a piece is answered by
//! solving that piece again, so the answer is as exact there as at its ends.

use std::sync::Arc as Shared;

use super::max_envelope::{EnvelopePart, Shape};
use super::physics::Physics;
use super::series::{Expected, Motion, Start};
use super::slope::Slope;

/// How a piece is run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    /// At the speed allowed.
    Cruise,
    /// Along a falling part of the maximum-speed envelope.
    Descend { part: u32 },
    /// At full effort.
    Effort { slope: u32 },
}

/// A piece of a run; it ends where the next begins. Metres, m/s, seconds of running time.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    pub s: f64,
    pub v: f64,
    pub t: f64,
    pub how: How,
}

/// A part of a run from stand to stand.
#[derive(Clone, Copy, Debug)]
pub(super) struct EnvelopeStretch {
    /// Its first piece.
    pub first: usize,
    /// The piece after its last.
    pub end: usize,
    /// Where it ends.
    pub s_end: f64,
    /// How fast it ends; at a stand, except where a run only has its start.
    pub t_end: f64,
}

/// More series than a piece can need that one series made.
const MOST_SERIES: usize = 8;

/// The speed curve of a run.
#[derive(Clone, Debug)]
pub(super) struct Envelope {
    pub physics: Physics,
    pub slopes: Shared<Vec<Slope>>,
    pub parts: Vec<EnvelopePart>,
    pub pieces: Vec<Piece>,
    pub stretches: Vec<EnvelopeStretch>,
    /// Work at the wheel by the mass that accelerates, J/kg.
    pub work: f64,
}

/// Speed and time at a place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Moment {
    pub v: f64,
    pub t: f64,
}

impl Envelope {
    /// Running time of the whole.
    pub(super) fn time(&self) -> f64 {
        self.stretches.last().map_or(0.0, |stretch| stretch.t_end)
    }

    /// The stretch a place lies in; a stop belongs to the one that ends there.
    fn stretch_at(&self, s: f64) -> &EnvelopeStretch {
        let index = self.stretches.partition_point(|stretch| stretch.s_end < s);
        &self.stretches[index.min(self.stretches.len() - 1)]
    }

    /// Speed and time when the head gets to `s`.
    pub(super) fn at(&self, s: f64) -> Moment {
        let stretch = self.stretch_at(s);
        let pieces = &self.pieces[stretch.first..stretch.end];
        let first = pieces[0];
        if s <= 0.0 {
            return Moment { v: first.v, t: 0.0 };
        }
        if s >= stretch.s_end {
            return Moment {
                v: 0.0,
                t: stretch.t_end,
            };
        }
        let index = stretch.first + pieces.partition_point(|piece| piece.s <= s).max(1) - 1;
        self.within(index, s)
    }

    /// Where piece `index` ends, and when.
    pub(super) fn end_of(&self, index: usize) -> Piece {
        let stretch = &self.stretches[self
            .stretches
            .partition_point(|stretch| stretch.end <= index)];
        if index + 1 == stretch.end {
            let how = self.pieces[index].how;
            return Piece {
                s: stretch.s_end,
                v: 0.0,
                t: stretch.t_end,
                how,
            };
        }
        self.pieces[index + 1]
    }

    /// Speed and time at a place inside a piece.
    pub(super) fn within(&self, index: usize, s: f64) -> Moment {
        let piece = self.pieces[index];
        let ds = s - piece.s;
        if ds <= 0.0 {
            return Moment {
                v: piece.v,
                t: piece.t,
            };
        }
        match piece.how {
            How::Cruise => Moment {
                v: piece.v,
                t: piece.t + ds / piece.v,
            },
            How::Descend { part } => {
                let shape = &self.parts[part as usize].shape;
                let total = shape.time_from(piece.s, &self.physics, &self.slopes);
                let rest = shape.time_from(s, &self.physics, &self.slopes);
                let v = shape.speed(s, &self.physics, &self.slopes);
                Moment {
                    v,
                    t: piece.t + total - rest,
                }
            }
            How::Effort { slope } => {
                let slope = self.slopes[slope as usize];
                let law = self.physics.law_from(piece.v, slope.at(piece.s));
                self.pulled(piece, self.end_of(index).t, (law, slope), s)
            }
        }
    }

    /// Speed and time at a place inside a piece at full effort, by as many series as that takes.
    fn pulled(&self, from: Piece, t_end: f64, (law, slope): (usize, Slope), s: f64) -> Moment {
        let (mut here, mut now) = (
            from.s,
            Moment {
                v: from.v,
                t: from.t,
            },
        );
        for _ in 0..MOST_SERIES {
            let start = Start {
                v: now.v,
                slope: slope.at(here),
                rise: slope.rise,
            };
            let motion = Motion::new(
                &self.physics.laws[law],
                start,
                Expected::Seconds(t_end - now.t),
            );
            let state = motion.arrival(s - here);
            now = Moment {
                v: state.v,
                t: now.t + state.t,
            };
            if state.s >= s - here {
                break;
            }
            here += state.s;
        }
        now
    }

    /// Whether a piece coasts, for pieces that descend.
    pub(super) fn coasts(&self, part: u32) -> bool {
        matches!(self.parts[part as usize].shape, Shape::Glide { b: 0.0, .. })
    }
}
