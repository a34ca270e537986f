//! Where each minute of a run goes.
//!
//! The running time is compared with two simpler ones. At the limit (or at the highest speed the train holds on the
//! level, where that is lower) without accelerating and braking: cruising. The same train on the same path without
//! gradients and curves: what that takes more is accelerating and braking. What the real path takes more, or less,
//! is gradients. The differences are taken place by place, so the parts of any stretch sum to its time.

use super::envelope::{Envelope, How};
use super::limit::{MrspSection, push};
use super::slope::Slope;
use super::{Run, Setting};
use crate::units::{Length, Offset, RunTime, Speed};

/// Where the time of a run or a stretch of it goes. The parts sum to the time elapsed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RunLedger {
    /// At the limit, or at the highest speed the train holds on the level.
    pub cruising: RunTime,
    /// Lost to accelerating and braking, the release of the brakes included.
    pub accelerating_braking: RunTime,
    /// Lost to gradients and curves; below zero where descents help.
    pub gradients: RunTime,
    /// Added by allowances.
    pub allowance: RunTime,
    /// Standing at stops.
    pub stops: RunTime,
}

impl RunLedger {
    /// The sum of the parts.
    #[must_use]
    pub fn total(&self) -> RunTime {
        let RunLedger {
            cruising,
            accelerating_braking,
            gradients,
            allowance,
            stops,
        } = *self;
        cruising + accelerating_braking + gradients + allowance + stops
    }
}

/// What a limit lower than its neighbours costs on the level. It is part of the ledger's cruising and accelerating.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Restriction {
    /// From where it holds the head of the train.
    pub start: Offset,
    /// Up to where; the tail leaves it here.
    pub end: Offset,
    /// The speed.
    pub speed: Speed,
    /// Running slower than at the lower of the neighbouring limits, where it is lower than both.
    pub slower: RunTime,
    /// Braking down to it and accelerating away from it.
    pub accelerating_braking: RunTime,
}

impl Restriction {
    /// All it costs.
    #[must_use]
    pub fn cost(&self) -> RunTime {
        self.slower + self.accelerating_braking
    }
}

/// The run on the level, and how fast it would be without inertia.
#[derive(Clone, Debug)]
pub(super) struct Level {
    envelope: Envelope,
    /// What the head may run, at most the balancing speed, with the time up to the start of each piece.
    steady: Vec<(MrspSection, f64)>,
}

impl Level {
    /// `None` for a train that does not move on the level.
    pub(super) fn of(setting: &Setting, allowed: &[MrspSection]) -> Option<Level> {
        let top = allowed.iter().map(|piece| piece.v).fold(0.0, f64::max);
        let balance = setting.physics.balance(top, 0.0);
        let mut capped = Vec::with_capacity(allowed.len());
        for piece in allowed {
            push(
                &mut capped,
                MrspSection {
                    v: piece.v.min(balance),
                    ..*piece
                },
            );
        }
        let slower = Setting {
            start_speed: setting.start_speed.min(balance),
            ..setting.clone()
        };
        let envelope = slower
            .at_max_effort(Slope::level(setting.length).into(), &capped, None)
            .ok()?;
        let mut time = 0.0;
        let steady = capped.into_iter().map(|piece| {
            let before = time;
            time += (piece.end - piece.start) / piece.v;
            (piece, before)
        });
        Some(Level {
            envelope,
            steady: steady.collect(),
        })
    }

    /// Time to a place at the limit all the route.
    fn steady_at(&self, s: f64) -> f64 {
        let index = self
            .steady
            .partition_point(|(piece, _)| piece.start <= s)
            .max(1)
            - 1;
        let (piece, before) = self.steady[index];
        before + (s.min(piece.end) - piece.start).max(0.0) / piece.v
    }

    /// What the level run loses on a stretch against the limit.
    fn loss(&self, start: f64, end: f64) -> f64 {
        let time = self.envelope.at(end).t - self.envelope.at(start).t;
        time - (self.steady_at(end) - self.steady_at(start))
    }
}

impl Run {
    /// Where the time goes, from start to end.
    #[must_use]
    pub fn ledger(&self) -> RunLedger {
        self.ledger_between(Offset::START, self.end())
    }

    /// Where the time between two places goes; a stop at the first counts, one at the second does not.
    #[must_use]
    pub fn ledger_between(&self, start: Offset, end: Offset) -> RunLedger {
        let running = self.time_at(end) - self.time_at(start);
        let level = self.level_run();
        let (a, b) = (start.from_start().m(), end.from_start().m());
        // A train that cannot move on the level owes everything beyond the limit to its descent.
        let steady = level.map_or_else(
            || self.at_limit(a, b),
            |level| level.steady_at(b) - level.steady_at(a),
        );
        let lost = level.map_or(0.0, |level| level.loss(a, b));
        let (cruising, accelerating_braking) = (RunTime::from_s(steady), RunTime::from_s(lost));
        RunLedger {
            cruising,
            accelerating_braking,
            gradients: running - cruising - accelerating_braking,
            allowance: self.allowance_at(end) - self.allowance_at(start),
            stops: self.dwell_before(end) - self.dwell_before(start),
        }
    }

    /// The limits that cost time, in order, each with its cost on the level.
    #[must_use]
    pub fn restrictions(&self) -> Vec<Restriction> {
        let Some(level) = self.level_run() else {
            return Vec::new();
        };
        let pieces: Vec<MrspSection> = level.steady.iter().map(|(piece, _)| *piece).collect();
        let mut lost = vec![0.0; pieces.len()];
        for (start, end, owner) in parts(&level.envelope, &pieces) {
            lost[owner] += level.loss(start, end);
        }
        let restriction = |(index, piece): (usize, &MrspSection)| Restriction {
            start: Offset::at(Length::from_m(piece.start)),
            end: Offset::at(Length::from_m(piece.end)),
            speed: Speed::from_ms(piece.v),
            slower: RunTime::from_s(slower(&pieces, index)),
            accelerating_braking: RunTime::from_s(lost[index].max(0.0)),
        };
        let all = pieces.iter().enumerate().map(restriction);
        all.filter(|restriction| restriction.cost() > RunTime::ZERO)
            .collect()
    }

    fn level_run(&self) -> Option<&Level> {
        self.level
            .get_or_init(|| Level::of(&self.setting, &self.allowed))
            .as_ref()
    }

    fn at_limit(&self, start: f64, end: f64) -> f64 {
        let within =
            |piece: &MrspSection| (piece.end.min(end) - piece.start.max(start)).max(0.0) / piece.v;
        self.allowed.iter().map(within).sum()
    }
}

/// What a piece costs that is slower than both its neighbours, against the slower of them.
fn slower(pieces: &[MrspSection], index: usize) -> f64 {
    let piece = pieces[index];
    let before = index.checked_sub(1).map(|before| pieces[before].v);
    let after = pieces.get(index + 1).map(|after| after.v);
    let neighbour = before.into_iter().chain(after).reduce(f64::min);
    let faster = neighbour.filter(|v| *v > piece.v);
    faster.map_or(0.0, |v| {
        (piece.end - piece.start) * (1.0 / piece.v - 1.0 / v)
    })
}

/// The stretches on which the level run brakes down to a limit or accelerates away from it, with the limit's number.
/// Stretches that belong to a stand or to the start are left out.
fn parts(envelope: &Envelope, pieces: &[MrspSection]) -> Vec<(f64, f64, usize)> {
    let ending_at = |s: f64| pieces.iter().position(|piece| (piece.end - s).abs() < NEAR);
    let starting_at = |s: f64| {
        pieces
            .iter()
            .position(|piece| (piece.start - s).abs() < NEAR)
    };
    let mut parts = Vec::new();
    for stretch in &envelope.stretches {
        let mut index = stretch.first;
        while index < stretch.end {
            let start = envelope.pieces[index];
            let group = group(start.how);
            let first = index;
            while index < stretch.end && envelope.pieces[index].how.is_like(start.how) {
                index += 1;
            }
            let end = envelope.end_of(index - 1);
            let owner = match group {
                Group::Effort if first > stretch.first => ending_at(start.s),
                Group::Descent if end.v > 0.0 => starting_at(end.s),
                _ => None,
            };
            parts.extend(owner.map(|owner| (start.s, end.s, owner)));
        }
    }
    parts
}

/// Places closer than this are the same, m.
const NEAR: f64 = 1e-6;

enum Group {
    Cruise,
    Descent,
    Effort,
}

fn group(how: How) -> Group {
    match how {
        How::Cruise => Group::Cruise,
        How::Descend { .. } => Group::Descent,
        How::Effort { .. } => Group::Effort,
    }
}

impl How {
    /// Whether it belongs to the same part of the maximum-speed envelope, or both are at full effort.
    fn is_like(self, other: How) -> bool {
        match (self, other) {
            (How::Effort { .. }, How::Effort { .. }) => true,
            _ => self == other,
        }
    }
}
