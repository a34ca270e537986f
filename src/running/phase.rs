//! The phases of a run, as a driver would tell them.

use super::envelope::{Envelope, How};
use crate::units::{Length, Offset, RunTime, Speed};

/// What a train is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhaseKind {
    /// At full effort, gaining speed.
    Accelerating,
    /// At the speed allowed.
    Cruising,
    /// At full effort, losing speed on a climb.
    LosingSpeed,
    /// Without effort or brake.
    Coasting,
    /// Slowing down with the brake.
    Braking,
    /// At a stand: stops and the time to release the brakes.
    Standing,
}

impl PhaseKind {
    /// Its name in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            PhaseKind::Accelerating => "accelerating",
            PhaseKind::Cruising => "cruising",
            PhaseKind::LosingSpeed => "losing_speed",
            PhaseKind::Coasting => "coasting",
            PhaseKind::Braking => "braking",
            PhaseKind::Standing => "standing",
        }
    }
}

/// A stretch of doing one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Phase {
    /// What the train does: accelerates, cruises, brakes, coasts or stands.
    pub kind: PhaseKind,
    /// From where.
    pub start: Offset,
    /// To where.
    pub end: Offset,
    /// The speed at its start.
    pub start_speed: Speed,
    /// The speed at its end.
    pub end_speed: Speed,
    /// How long.
    pub time: RunTime,
}

/// A speed change of a piece smaller than this says nothing of its kind, m/s.
const STEADY: f64 = 1e-9;

/// The phases of an envelope; `dwell` tells how long the train stands at the end of a stretch beyond its release.
pub(super) fn phases(envelope: &Envelope, dwell: &[f64]) -> Vec<Phase> {
    let mut phases: Vec<Phase> = Vec::new();
    let mut before = 0.0;
    for (number, stretch) in envelope.stretches.iter().enumerate() {
        let first = envelope.pieces[stretch.first];
        let stop = number.checked_sub(1).map_or(0.0, |before| dwell[before]);
        let standing = first.t - before + stop;
        if standing > 0.0 {
            phases.push(phase(
                PhaseKind::Standing,
                (first.s, 0.0),
                (first.s, 0.0),
                standing,
            ));
        }
        for index in stretch.first..stretch.end {
            let (piece, end) = (envelope.pieces[index], envelope.end_of(index));
            let last = phases.last().map(|phase| phase.kind);
            let kind = kind(envelope, piece.how, end.v - piece.v, last);
            join(
                &mut phases,
                phase(kind, (piece.s, piece.v), (end.s, end.v), end.t - piece.t),
            );
        }
        before = stretch.t_end;
    }
    phases.retain(|phase| phase.time > RunTime::ZERO);
    phases
}

fn kind(envelope: &Envelope, how: How, gain: f64, last: Option<PhaseKind>) -> PhaseKind {
    match how {
        How::Cruise => PhaseKind::Cruising,
        How::Descend { part } if envelope.coasts(part) => PhaseKind::Coasting,
        How::Descend { .. } => PhaseKind::Braking,
        // At its balancing speed a train goes on with what it was doing.
        How::Effort { .. } if gain.abs() < STEADY => match last {
            Some(kind @ (PhaseKind::Accelerating | PhaseKind::LosingSpeed)) => kind,
            _ => PhaseKind::LosingSpeed,
        },
        How::Effort { .. } if gain > 0.0 => PhaseKind::Accelerating,
        How::Effort { .. } => PhaseKind::LosingSpeed,
    }
}

fn phase(kind: PhaseKind, (s, v): (f64, f64), (s_end, v_end): (f64, f64), time: f64) -> Phase {
    Phase {
        kind,
        start: Offset::at(Length::from_m(s)),
        end: Offset::at(Length::from_m(s_end)),
        start_speed: Speed::from_ms(v),
        end_speed: Speed::from_ms(v_end),
        time: RunTime::from_s(time),
    }
}

/// Adds a phase, or lengthens the last one of the same kind.
fn join(phases: &mut Vec<Phase>, next: Phase) {
    match phases.last_mut() {
        Some(last) if last.kind == next.kind => {
            last.end = next.end;
            last.end_speed = next.end_speed;
            last.time += next.time;
        }
        _ => phases.push(next),
    }
}
