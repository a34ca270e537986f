//! A run that was made, and what can be asked of it.

use std::sync::OnceLock;

use super::allowance::spent;
use super::envelope::{Envelope, How};
use super::ledger::Level;
use super::limit::MrspSection;
use super::phase::{Phase, phases};
use super::{Allowance, Rules, Setting, Stop};
use crate::units::{Energy, Length, Offset, RunTime, Speed};

/// A point of a speed curve.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CurvePoint {
    /// Distance from the start of the path to the front of the train, in metres.
    pub at: Offset,
    /// How fast.
    pub speed: Speed,
}

/// A train's way over a path.
///
/// Running time is the shortest one, release of the brakes included; elapsed time has allowances and stops as well.
#[derive(Clone, Debug)]
pub struct Run {
    pub(super) setting: Setting,
    /// What the head may run.
    pub(super) allowed: Vec<MrspSection>,
    /// The shortest run.
    pub(super) shortest: Envelope,
    /// The run that spends the allowances by coasting, where that was asked for.
    pub(super) economical: Option<Envelope>,
    pub(super) stops: Vec<Stop>,
    pub(super) allowances: Vec<Allowance>,
    /// The same on the level, made when the ledger is first asked for.
    pub(super) level: OnceLock<Option<Level>>,
}

impl Run {
    pub(super) fn new(
        setting: Setting,
        allowed: Vec<MrspSection>,
        shortest: Envelope,
        rules: &Rules,
    ) -> Run {
        Run {
            setting,
            allowed,
            shortest,
            economical: None,
            stops: rules.stops.clone(),
            allowances: rules.allowances.clone(),
            level: OnceLock::new(),
        }
    }

    /// The length of the path.
    #[must_use]
    pub fn length(&self) -> Length {
        Length::from_m(self.setting.length)
    }

    /// Where the path ends.
    #[must_use]
    pub fn end(&self) -> Offset {
        Offset::START + self.length()
    }

    /// The shortest running time, without allowances and stops.
    #[must_use]
    pub fn running_time(&self) -> RunTime {
        RunTime::from_s(self.shortest.time())
    }

    /// Running time with allowances and stops.
    #[must_use]
    pub fn elapsed(&self) -> RunTime {
        self.elapsed_at(self.end())
    }

    /// The shortest running time until the head gets to a place; places off the path count as its ends.
    #[must_use]
    pub fn time_at(&self, place: Offset) -> RunTime {
        RunTime::from_s(self.shortest.at(place.from_start().m()).t)
    }

    /// The time with allowances and stops until the head gets to a place; a stop there comes after.
    #[must_use]
    pub fn elapsed_at(&self, place: Offset) -> RunTime {
        self.time_at(place) + self.allowance_at(place) + self.dwell_before(place)
    }

    /// The speed at a place; zero at stops and at the end.
    #[must_use]
    pub fn speed_at(&self, place: Offset) -> Speed {
        Speed::from_ms(self.driven().at(place.from_start().m()).v)
    }

    /// The allowances spent until the head gets to a place.
    #[must_use]
    pub fn allowance_at(&self, place: Offset) -> RunTime {
        if let Some(economical) = &self.economical {
            return RunTime::from_s(economical.at(place.from_start().m()).t) - self.time_at(place);
        }
        let time = |place| self.time_at(place);
        self.allowances
            .iter()
            .map(|allowance| spent(allowance, place, self.end(), &time))
            .sum()
    }

    /// Each allowance with what it adds to the whole run.
    pub fn allowances(&self) -> impl Iterator<Item = (&Allowance, RunTime)> + '_ {
        let time = |place| self.time_at(place);
        self.allowances
            .iter()
            .map(move |allowance| (allowance, spent(allowance, self.end(), self.end(), &time)))
    }

    /// What the train does, in order.
    #[must_use]
    pub fn phases(&self) -> Vec<Phase> {
        let dwell: Vec<f64> = self.stops.iter().map(|stop| stop.dwell.s()).collect();
        phases(self.driven(), &dwell)
    }

    /// Work at the wheel; `None` where the mass of the train is unknown.
    #[must_use]
    pub fn energy_at_wheel(&self) -> Option<Energy> {
        let inertia = self.setting.physics.inertia?;
        Some(Energy::from_j((self.driven().work * inertia).max(0.0)))
    }

    /// Work at the wheel that coasting saves against the shortest run; `None` where the allowances are not spent so, or
    /// the mass of the train is unknown.
    #[must_use]
    pub fn energy_saved(&self) -> Option<Energy> {
        let inertia = self.setting.physics.inertia?;
        let saved = self.shortest.work - self.economical.as_ref()?.work;
        Some(Energy::from_j(saved * inertia))
    }

    /// The speed curve as points to be joined by lines, close enough together to look smooth.
    #[must_use]
    pub fn curve(&self) -> Vec<CurvePoint> {
        let envelope = self.driven();
        let mut points = Vec::with_capacity(4 * envelope.pieces.len());
        for (index, piece) in envelope.pieces.iter().enumerate() {
            let end = envelope.end_of(index);
            let parts = match piece.how {
                How::Cruise => 1,
                _ => ((end.v - piece.v).abs() / CURVE_STEP)
                    .ceil()
                    .clamp(1.0, 64.0) as usize,
            };
            for part in 0..parts {
                let share = part as f64 / parts as f64;
                // Close together where the train is slow, since the curve is steep there.
                let share = if end.v > piece.v {
                    share * share
                } else {
                    share * (2.0 - share)
                };
                let s = piece.s + share * (end.s - piece.s);
                points.push(point(s, envelope.within(index, s).v));
            }
            if index + 1 == envelope.pieces.len() || end.v == 0.0 {
                points.push(point(end.s, end.v));
            }
        }
        points
    }

    /// The envelope that is driven.
    pub(super) fn driven(&self) -> &Envelope {
        self.economical.as_ref().unwrap_or(&self.shortest)
    }

    /// Halts before a place.
    pub(super) fn dwell_before(&self, place: Offset) -> RunTime {
        self.stops
            .iter()
            .filter(|stop| stop.at < place)
            .map(|stop| stop.dwell)
            .sum()
    }
}

/// The speed between two points of a curve, m/s.
const CURVE_STEP: f64 = 1.0;

fn point(s: f64, v: f64) -> CurvePoint {
    CurvePoint {
        at: Offset::at(Length::from_m(s)),
        speed: Speed::from_ms(v),
    }
}
