//! What is asked of the planner: ends, constraints, and what the train demands.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::network::{Country, GaugeSet, LineIdx, SegmentIdx, StationIdx, Traction, TrainKind};
use crate::units::{Estimate, Length, RunTime};

/// What makes one route better than another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Objective {
    /// Less time, by free running and the likely time of all that happens on the route.
    Fastest,
    /// Less length.
    Shortest,
}

/// Places and lines that must not be used.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Avoid {
    /// Stations.
    pub stations: BTreeSet<StationIdx>,
    /// Lines.
    pub lines: BTreeSet<LineIdx>,
    /// Countries.
    pub countries: BTreeSet<Country>,
}

impl Avoid {
    /// Whether nothing is to be avoided.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.stations.is_empty() && self.lines.is_empty() && self.countries.is_empty()
    }
}

/// A locomotive as far as the route depends on it: what feeds it, and in which country it is used (`None`: wherever no
/// other is named).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Engine {
    /// Country it is used in.
    pub country: Option<Country>,
    /// What it needs.
    pub traction: Traction,
}

/// What a train demands of its route.
#[derive(Clone, Debug, PartialEq)]
pub struct Demands {
    /// Gauges it can run on; it changes between them only where the data lists a gauge change.
    pub gauges: GaugeSet,
    /// How borders treat it.
    pub kind: TrainKind,
    /// Whether freight and branch lines are as good to it as main lines.
    pub uses_freight_lines: bool,
    /// Lines that it takes only where others are far longer, in order.
    pub avoided_lines: Vec<LineIdx>,
    /// Its locomotives; none means that the route does not depend on them.
    pub engines: Vec<Engine>,
    /// Optimistic time over each segment, by segment number: from its `from` to its `to`, and back. No run may be
    /// faster.
    pub free_running: Vec<[RunTime; 2]>,
    /// Likely time of its habitual stops, each segment's share by its length, by segment number and direction likewise.
    pub habitual_stops: Vec<[RunTime; 2]>,
    /// Likely time of the habitual stops at one distance, in the country where it is longest: by so much at most the stops
    /// in a country fall short of the shares of the segments there, but for the halves of the first and the last segment.
    pub habitual_stop: RunTime,
    /// Its length with its longest locomotive: it reverses over a track beyond a switch only where it fits.
    pub length: Length,
    /// What a change of direction takes where the data gives no figure.
    pub reversal: Estimate<RunTime>,
    /// What a locomotive change takes where the data gives no figure.
    pub locomotive_change: Estimate<RunTime>,
}

impl Demands {
    /// The free-running time of one segment; `is_forward` from its `from` to its `to`.
    #[must_use]
    pub fn free_running(&self, segment: SegmentIdx, is_forward: bool) -> RunTime {
        self.free_running[segment.0 as usize][usize::from(!is_forward)]
    }

    /// One segment's share of the habitual stops, in such a direction.
    #[must_use]
    pub fn habitual_stops(&self, segment: SegmentIdx, is_forward: bool) -> RunTime {
        self.habitual_stops[segment.0 as usize][usize::from(!is_forward)]
    }
}

/// What holds for a route whatever its ends: the day, the train, what is to be avoided, what is better.
#[derive(Clone, Debug, PartialEq)]
pub struct Restrictions {
    /// What it must not use.
    pub avoid: Avoid,
    /// Countries it may use besides those of its ends and vias even when it need not.
    pub transit: BTreeSet<Country>,
    /// The day whose network counts.
    pub day: Date,
    /// What is better.
    pub objective: Objective,
    /// What the train demands.
    pub demands: Demands,
}

/// A question to the planner.
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    /// Where the train starts.
    pub from: StationIdx,
    /// Where it goes.
    pub to: StationIdx,
    /// Stations it passes on the route, in this order.
    pub via: Vec<StationIdx>,
    /// What holds for every route.
    pub restrictions: Restrictions,
}
