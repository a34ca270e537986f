//! What a planned journey is made of: the journey, its ledger, its segments, and why there may be none.

use thiserror::Error;

use super::clock;
use super::dwell::Dwell;
use super::estimate::EstimateParts;
use super::leg::{Leg, TimingPoint};
use super::ride::SlowStretch;
use super::warning::Warning;
use crate::network::StationIdx;
use crate::routing::{NoRoute, Route};
use crate::running::RunError;
use crate::train::FiguresError;
use crate::units::{Energy, Estimate, Grade, Length, RunTime, Speed};

/// A question that has no answer.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum PlanError {
    /// There is no route.
    #[error(transparent)]
    NoRoute(#[from] NoRoute),
    /// The train cannot run the route.
    #[error("the train stalls between {from} and {to}")]
    Stall {
        /// The station before.
        from: String,
        /// The station behind.
        to: String,
        /// Kilometres from the start of the journey.
        km: f64,
        /// What the engine says.
        error: RunError,
    },
    /// The figures do not make a train.
    #[error(transparent)]
    Figures(#[from] FiguresError),
    /// The engine refuses the run; a fault of the data that checks did not see.
    #[error(transparent)]
    Run(RunError),
    /// The departure cannot be put on the clock.
    #[error(transparent)]
    Clock(#[from] clock::ClockError),
}

/// Where the likely duration goes: parts that add up to it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Ledger {
    /// Running at the highest speed that the limits and the train allow.
    pub cruising: RunTime,
    /// Lost to accelerating and braking.
    pub accelerating_braking: RunTime,
    /// Lost to gradients.
    pub gradients: RunTime,
    /// Running-time allowance.
    pub allowance: RunTime,
    /// Waiting for other trains on single track.
    pub train_meets: RunTime,
    /// Stops and locomotive changes.
    pub stops: RunTime,
    /// Border control and gauge changes.
    pub borders: RunTime,
    /// Reversals.
    pub reversals: RunTime,
}

impl Ledger {
    /// The parts with their names, in order.
    #[must_use]
    pub fn parts(&self) -> [(&'static str, RunTime); 8] {
        [
            ("cruising", self.cruising),
            ("accelerating_braking", self.accelerating_braking),
            ("gradients", self.gradients),
            ("allowance", self.allowance),
            ("train_meets", self.train_meets),
            ("stops", self.stops),
            ("borders", self.borders),
            ("reversals", self.reversals),
        ]
    }

    /// The ledger whose parts are these, in order.
    #[must_use]
    pub fn of_parts(parts: [RunTime; 8]) -> Ledger {
        let [
            cruising,
            accelerating_braking,
            gradients,
            allowance,
            train_meets,
            stops,
            borders,
            reversals,
        ] = parts;
        Ledger {
            cruising,
            accelerating_braking,
            gradients,
            allowance,
            train_meets,
            stops,
            borders,
            reversals,
        }
    }

    /// Their sum.
    #[must_use]
    pub fn total(&self) -> RunTime {
        self.parts().iter().map(|(_, time)| *time).sum()
    }
}

/// One segment of the route: what held there, and where its likely running time goes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SegmentRun {
    /// Where it is entered.
    pub from: StationIdx,
    /// Where it is left.
    pub to: StationIdx,
    /// Where the stretch begins.
    pub start: Length,
    /// Where it ends.
    pub end: Length,
    /// The highest speed held at most on it, likely.
    pub held: Speed,
    /// The highest of the line's own limits on it; `None` where one is unknown.
    pub line: Option<Speed>,
    /// Number of the row of the train's speed profile that says what it sustains here.
    pub row: usize,
    /// The maximum gradient.
    pub max_gradient: Option<Grade>,
    /// At the speed held.
    pub cruising: RunTime,
    /// Lost to accelerating and braking.
    pub accelerating_braking: RunTime,
    /// Lost to gradients.
    pub gradients: RunTime,
}

/// What bounds the speed over a stretch of the route.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LimitRun {
    /// Distance from the start of the route to where it begins.
    pub start: Length,
    /// Distance from the start of the route to where it ends.
    pub end: Length,
    /// The speed held at most, likely.
    pub held: Speed,
    /// The line's own limit.
    pub line: Option<Speed>,
}

/// One route and the train's journey over it.
#[derive(Clone, Debug)]
pub struct Journey {
    /// The route.
    pub route: Route,
    /// How long it is under way: running and necessary stops.
    pub duration: Estimate<RunTime>,
    /// How long it takes to arrive with unannounced stays; `None` for trains of which none are known.
    pub arrival: Option<Estimate<RunTime>>,
    /// The time to arrival in each sample; that under way for trains of which no stays are known.
    pub arrival_samples: Vec<RunTime>,
    /// The duration in each sample, for whoever compares; in the order of sampling.
    pub samples: Vec<RunTime>,
    /// The shortest time physically possible.
    pub technical_minimum: RunTime,
    /// Between which lengths the route lies, nine times in ten, where a part of it is sketched.
    pub distance_range: Option<Estimate<Length>>,
    /// Length on which a country's speed cap stood in for a limit in the technical minimum.
    pub technical_minimum_by_cap: Length,
    /// Where the likely duration goes: parts that add up to it.
    pub ledger: Ledger,
    /// Energy at the wheel.
    pub energy: Option<Energy>,
    /// Energy of the fuel; `None` unless the efficiency of every locomotive that burns some is known.
    pub fuel: Option<Energy>,
    /// Energy of the current from the electrification; `None` unless the efficiency of every locomotive that takes some is known.
    pub current: Option<Energy>,
    /// Energy at the wheel that coasting saves; `None` unless it was asked for.
    pub energy_saved: Option<Energy>,
    /// Its legs.
    pub legs: Vec<Leg>,
    /// What the estimate was sampled from, by leg.
    pub parts: Vec<EstimateParts>,
    /// Its dwells.
    pub dwells: Vec<Dwell>,
    /// Every station with its times.
    pub timing_points: Vec<TimingPoint>,
    /// The speed curve.
    pub curve: Vec<(Length, Speed)>,
    /// Its segments, in order.
    pub segments: Vec<SegmentRun>,
    /// Its limits, in order and without gaps; neighbours differ.
    pub limits: Vec<LimitRun>,
    /// The stretches slower than their neighbours, in order.
    pub slow_stretches: Vec<SlowStretch>,
    /// What to know before trusting it.
    pub warnings: Vec<Warning>,
}

impl Journey {
    /// Length of its route along the rails.
    #[must_use]
    pub fn distance(&self) -> Length {
        self.route.length()
    }

    /// How long it takes, as a range.
    #[must_use]
    pub fn duration(&self) -> Estimate<RunTime> {
        self.duration
    }
}

/// The figures of a journey: those of [`super::Journey`] by the same names.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figures {
    /// Length of the route.
    pub distance: Length,
    /// Its range, where a part of it is sketched.
    pub distance_range: Option<Estimate<Length>>,
    /// How long it is under way.
    pub duration: Estimate<RunTime>,
    /// How long it takes to arrive with unannounced stays; `None` for trains of which none are known.
    pub arrival: Option<Estimate<RunTime>>,
    /// The shortest time physically possible.
    pub technical_minimum: RunTime,
}

impl Figures {
    /// Distance over likely duration; `None` for a journey of no time.
    #[must_use]
    pub fn mean_speed(&self) -> Option<Speed> {
        self.distance.mean_speed(self.duration.likely())
    }
}
