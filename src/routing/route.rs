//! A route through the network, with all that happens on it.

use crate::network::{BorderOperation, Country, Gauge, Network, SegmentIdx, StationIdx, Traction};
use crate::routing::Cost;
use crate::units::{Estimate, Length, RunTime};

/// What is done at a station besides running.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum OperationKind {
    /// A change of direction that the data lists.
    Reversal,
    /// A change of direction inferred from the map: a turn too sharp to run.
    InferredReversal,
    /// Running back over the same rails where the data lists no reversal.
    UnlistedReversal,
    /// Another gauge.
    GaugeChange {
        /// Gauge on arrival.
        from: Gauge,
        /// Gauge on departure.
        to: Gauge,
    },
    /// Another locomotive within a country.
    LocomotiveChange,
    /// A border's operation.
    Border(BorderOperation),
}

/// Something done at a station, and how long it takes.
#[derive(Clone, Debug, PartialEq)]
pub struct Operation {
    /// The station at which it happens.
    pub at: StationIdx,
    /// Which operation it is.
    pub kind: OperationKind,
    /// How long; `None` where nothing is known.
    pub time: Option<Estimate<RunTime>>,
    /// Whether the figure is an assumption.
    pub is_assumed: bool,
    /// Ids in `sources.csv`.
    pub sources: Vec<String>,
}

/// One segment run in one direction, and what is done before and after.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The segment.
    pub segment: SegmentIdx,
    /// Where it is entered.
    pub from: StationIdx,
    /// Where it is left.
    pub to: StationIdx,
    /// How far the train runs on beyond its end, onto the track beyond the switch, to reverse: its own length.
    pub run_on: Length,
    /// The gauge in use.
    pub gauge: Gauge,
    /// The traction in use; `None` when the route does not depend on it.
    pub traction: Option<Traction>,
    /// Done at `from`, before it is run.
    pub before: Vec<Operation>,
    /// Done at `to`, after it was run and before anything else there.
    pub after: Vec<Operation>,
}

/// A route: connected, not empty, no segment run twice in one direction. A station may recur after a reversal.
#[derive(Clone, Debug, PartialEq)]
pub struct Route {
    steps: Vec<Step>,
    length: Length,
    bound: Cost,
    penalty: Cost,
}

impl Route {
    /// Joins steps; only the planner does.
    pub(super) fn new(network: &Network, steps: Vec<Step>, bound: Cost, penalty: Cost) -> Route {
        debug_assert!(!steps.is_empty() && steps.windows(2).all(|pair| pair[0].to == pair[1].from));
        let length = steps
            .iter()
            .map(|step| network.segment(step.segment).length + step.run_on)
            .sum();
        Route {
            steps,
            length,
            bound,
            penalty,
        }
    }

    /// The segments in order; never empty.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// Where it starts.
    #[must_use]
    pub fn start(&self) -> StationIdx {
        self.steps[0].from
    }

    /// Where it ends.
    #[must_use]
    pub fn end(&self) -> StationIdx {
        self.steps[self.steps.len() - 1].to
    }

    /// Its length along the track.
    #[must_use]
    pub fn length(&self) -> Length {
        self.length
    }

    /// What the search counted, penalties included: running without acceleration, and habitual stops by length. No run over
    /// it is better by more than what stops may fall short of their shares.
    #[must_use]
    pub fn bound(&self) -> Cost {
        self.bound
    }

    /// The part of the bound that expresses a preference and not time: freight and branch lines, diesel on an
    /// electrified line.
    #[must_use]
    pub fn penalty(&self) -> Cost {
        self.penalty
    }

    /// The stations in order, both ends included.
    pub fn stations(&self) -> impl Iterator<Item = StationIdx> + '_ {
        std::iter::once(self.start()).chain(self.steps.iter().map(|step| step.to))
    }

    /// All that is done on the route, in order.
    pub fn operations(&self) -> impl Iterator<Item = &Operation> {
        self.steps
            .iter()
            .flat_map(|step| step.before.iter().chain(&step.after))
    }

    /// The countries in order of running, each named once a visit.
    #[must_use]
    pub fn countries(&self, network: &Network) -> Vec<Country> {
        let mut countries: Vec<Country> = self
            .stations()
            .map(|station| network.station(station).country)
            .collect();
        countries.dedup();
        countries
    }

    /// Length of the segments that this route and another run in the same direction.
    #[must_use]
    pub fn shared_length(&self, other: &Route, network: &Network) -> Length {
        let mut others: Vec<(SegmentIdx, StationIdx)> = other
            .steps
            .iter()
            .map(|step| (step.segment, step.from))
            .collect();
        others.sort_unstable();
        self.steps
            .iter()
            .filter(|step| others.binary_search(&(step.segment, step.from)).is_ok())
            .map(|step| network.segment(step.segment).length)
            .sum()
    }
}
