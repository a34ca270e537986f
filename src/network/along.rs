//! What changes along a segment: its limits and gradients, for each direction of running.
//!
//! Invariants: the parts of one direction are in the order of running, do not overlap, and lie within the segment. Where
//! no part lies, nothing is known beyond what the segment itself says.

use crate::units::{Length, Speed};

/// A value that holds over a part of a segment, as a train meets it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part<T> {
    /// Distance from the station where the train enters the segment to where the part begins.
    pub start: Length,
    /// Distance from that station to where the part ends; more than `start`.
    pub end: Length,
    /// What holds there.
    pub value: T,
}

/// A limit over a part of a segment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PartLimit {
    /// The permitted speed.
    Known(Speed),
    /// A guess at it, which is no limit: see [`super::Segment::inferred_speed`].
    Guess(Speed),
}

/// Parts of a segment for each direction of running.
#[derive(Clone, Debug, PartialEq)]
pub struct Along<T>(Option<Box<[Vec<Part<T>>; 2]>>);

impl<T> Default for Along<T> {
    fn default() -> Along<T> {
        Along(None)
    }
}

impl<T> Along<T> {
    /// The parts met by trains from the segment's `from` to its `to`, and those met by trains in the other direction.
    pub(super) fn new(parts: [Vec<Part<T>>; 2]) -> Along<T> {
        let is_empty = parts.iter().all(Vec::is_empty);
        Along((!is_empty).then(|| Box::new(parts)))
    }

    /// The parts that a train meets, in order; `is_forward` for a train from the segment's `from` to its `to`.
    #[must_use]
    pub fn parts(&self, is_forward: bool) -> &[Part<T>] {
        self.0
            .as_ref()
            .map_or(&[], |parts| &parts[usize::from(!is_forward)])
    }

    /// Whether nothing is known along the segment.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }
}
