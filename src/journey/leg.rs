//! Legs: parts of a journey between which something changes that a traveller notices.

use super::course::{Course, Piece};
use super::dwell::Dwell;
use crate::network::{Country, Gauge, LineIdx, StationIdx, Traction};
use crate::units::{Estimate, Length, RunTime};

/// A part of a journey without change of country, line, gauge, locomotive or direction, and without a stop by name.
#[derive(Clone, Debug, PartialEq)]
pub struct Leg {
    /// Where it starts.
    pub from: StationIdx,
    /// Where it ends.
    pub to: StationIdx,
    /// The line it runs on.
    pub line: Option<LineIdx>,
    /// The country.
    pub country: Country,
    /// Place of its start along the route.
    pub start: Length,
    /// Place of its end.
    pub end: Length,
    /// The gauge.
    pub gauge: Gauge,
    /// The traction; `None` when the locomotive is unknown.
    pub traction: Option<Traction>,
    /// Time from departure to arrival.
    pub duration: Estimate<RunTime>,
    /// Departure since the start of the journey.
    pub departs: Estimate<RunTime>,
    /// Arrival since the start of the journey.
    pub arrives: Estimate<RunTime>,
    /// Numbers of its pieces: from, up to but not including.
    pub(super) pieces: (usize, usize),
}

impl Leg {
    /// Its length along the track.
    #[must_use]
    pub fn length(&self) -> Length {
        self.end - self.start
    }

    /// Where its two ends stand among the stations of the journey.
    #[must_use]
    pub fn stations(&self) -> (usize, usize) {
        self.pieces
    }
}

/// A station as the train passes it or stands in it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TimingPoint {
    /// The station.
    pub station: StationIdx,
    /// Place along the route.
    pub at: Length,
    /// Arrival since the start of the journey.
    pub arrives: Estimate<RunTime>,
    /// Departure since the start of the journey.
    pub departs: Estimate<RunTime>,
}

/// The legs of a course, without their times; cut before some more pieces, too.
pub(super) fn split(course: &Course, dwells: &[Dwell], cuts: &[usize]) -> Vec<Leg> {
    let mut legs: Vec<Leg> = Vec::new();
    for (index, piece) in course.pieces.iter().enumerate() {
        let goes_on = index > 0
            && continues(&course.pieces[index - 1], piece)
            && !cuts.contains(&index)
            && !dwells
                .iter()
                .any(|dwell| dwell.before_piece == index && dwell.ends_leg());
        match legs.last_mut() {
            Some(leg) if goes_on => {
                leg.to = piece.step.to;
                leg.end = piece.end;
                leg.pieces.1 = index + 1;
            }
            _ => legs.push(begin(piece, index)),
        }
    }
    legs
}

fn continues(before: &Piece, piece: &Piece) -> bool {
    before.country == piece.country
        && before.segment.line == piece.segment.line
        && before.step.gauge == piece.step.gauge
        && before.step.traction == piece.step.traction
        && before.locomotive == piece.locomotive
}

fn begin(piece: &Piece, index: usize) -> Leg {
    Leg {
        from: piece.step.from,
        to: piece.step.to,
        line: piece.segment.line,
        country: piece.country,
        start: piece.start,
        end: piece.end,
        gauge: piece.step.gauge,
        traction: piece.step.traction.clone(),
        duration: Estimate::ZERO,
        departs: Estimate::ZERO,
        arrives: Estimate::ZERO,
        pieces: (index, index + 1),
    }
}
