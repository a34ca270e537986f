//! What a train may do and what that takes: which segments it can run, in which states, at what cost.

use super::border_crossing::BorderCrossings;
use super::cost::Cost;
use super::query::{Objective, Restrictions};
use crate::network::{
    Electrification, Gauge, Network, Segment, SegmentIdx, StationIdx, Traction, Usage,
};

/// How often a freight line counts in the search for a train that has no business there. Assumption: a detour of up to
/// three times the length is taken before a passenger train is sent over a freight line, as timetables of such lines
/// have no trains.
const FREIGHT_FACTOR: u64 = 3;
/// The same for a branch. Assumption: enough to keep expresses off the P'yongdok Line, which is 6 km shorter.
const BRANCH_FACTOR: u64 = 2;
/// How often a line counts that the train's file says such trains avoid. Assumption: more than the detour by any line
/// that they are reported to take, at most twice as long.
const AVOIDED_FACTOR: u64 = 3;
/// Per cent by which a diesel on an electrified line counts longer, for a train that has a locomotive for the
/// electrification. Assumption: railways do not burn oil under their own electrification for long, and change where the
/// train stands anyway.
const DIESEL_UNDER_WIRE_PERCENT: u64 = 10;

/// Constraints that a search leaves out, to find which of them blocks the route.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Lifted {
    pub gauge: bool,
    pub traction: bool,
    pub day: bool,
    pub avoid: bool,
    pub direction: bool,
    pub length: bool,
}

/// A segment run in one direction with a gauge and a traction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct State {
    pub segment: SegmentIdx,
    pub from: StationIdx,
    pub to: StationIdx,
    pub gauge: Gauge,
    /// Index into [`Moves::tractions`]; 0 when the route does not depend on traction.
    pub traction: u8,
}

/// The moves of a train on one network, within restrictions.
pub(super) struct Moves<'a> {
    pub network: &'a Network,
    pub restrictions: &'a Restrictions,
    pub lifted: Lifted,
    /// The tractions of the train's engines, in order.
    pub tractions: Vec<Traction>,
    pub(super) border_crossings: BorderCrossings<'a>,
    /// Whether the data lists junctions at a station, by station number.
    pub(super) has_junctions: Vec<bool>,
}

impl<'a> Moves<'a> {
    pub fn new(network: &'a Network, restrictions: &'a Restrictions, lifted: Lifted) -> Moves<'a> {
        let engines = restrictions.demands.engines.iter();
        let mut tractions: Vec<Traction> = engines.map(|engine| engine.traction.clone()).collect();
        tractions.sort();
        tractions.dedup();
        let mut has_junctions = vec![false; network.stations().len()];
        for via in network.junction_stations() {
            has_junctions[via.0 as usize] = true;
        }
        Moves {
            network,
            restrictions,
            lifted,
            tractions,
            border_crossings: BorderCrossings::new(network, restrictions.demands.kind),
            has_junctions,
        }
    }

    /// Calls `add` with each state in which a train can leave a station.
    pub fn each_leaving(&self, station: StationIdx, mut add: impl FnMut(State)) {
        for &index in self.network.segments_at(station) {
            let segment = self.network.segment(index);
            if !self.is_permitted(segment) || !self.may_enter(segment, station) {
                continue;
            }
            for gauge in self.gauges(segment) {
                for traction in self.tractions(segment) {
                    add(State {
                        segment: index,
                        from: station,
                        to: segment.other_end(station),
                        gauge,
                        traction,
                    });
                }
            }
        }
    }

    /// Whether the segment may be used at all, whatever the gauge and traction.
    pub fn is_permitted(&self, segment: &Segment) -> bool {
        let avoid = &self.restrictions.avoid;
        let ends = [segment.from, segment.to];
        let country = |station: &StationIdx| self.network.station(*station).country;
        let is_avoided = ends.iter().any(|end| avoid.stations.contains(end))
            || segment.line.is_some_and(|line| avoid.lines.contains(&line))
            || ends
                .iter()
                .any(|end| avoid.countries.contains(&country(end)));
        (self.lifted.day || segment.is_open(self.restrictions.day))
            && (self.lifted.avoid || !is_avoided)
    }

    /// Whether trains may run over the segment from one of its ends.
    pub fn may_enter(&self, segment: &Segment, from: StationIdx) -> bool {
        self.lifted.direction || segment.allows_from(from)
    }

    /// The gauges on which the train can run over the segment.
    pub fn gauges(&self, segment: &Segment) -> impl Iterator<Item = Gauge> {
        let lifted = self.lifted.gauge;
        segment
            .gauges
            .iter()
            .filter(move |gauge| lifted || self.restrictions.demands.gauges.contains(*gauge))
            .take(if lifted { 1 } else { usize::MAX })
    }

    /// The tractions with which the train can run over the segment, as indices; a lone 0 when it does not matter.
    pub fn tractions<'m>(&'m self, segment: &'m Segment) -> impl Iterator<Item = u8> + 'm {
        let matters = !self.tractions.is_empty() && !self.lifted.traction;
        let known = if matters { self.tractions.len() } else { 1 };
        (0u8..).take(known).filter(move |index| {
            !matters || self.pulls(&self.tractions[usize::from(*index)], segment)
        })
    }

    /// Whether the train has a locomotive of a traction that can run over the segment.
    fn pulls(&self, traction: &Traction, segment: &Segment) -> bool {
        let countries = [segment.from, segment.to].map(|end| self.network.station(end).country);
        let own = || {
            let engines = self.restrictions.demands.engines.iter();
            engines.filter(|engine| engine.traction == *traction)
        };
        let is_named = |country| own().any(|engine| engine.country == Some(country));
        let serves = own().any(|engine| match engine.country {
            Some(country) => countries.contains(&country),
            None => countries.iter().any(|country| !is_named(*country)),
        });
        serves && traction.runs_under(&segment.electrification)
    }

    /// What running the state's segment costs with its share of habitual stops, and how much of that is preference and not time.
    pub fn running_cost(&self, state: &State) -> (Cost, Cost) {
        let segment = self.network.segment(state.segment);
        let demands = &self.restrictions.demands;
        let is_forward = state.from == segment.from;
        let (base, stops) = match self.restrictions.objective {
            Objective::Shortest => (Cost::of_length(segment.length), Cost::ZERO),
            Objective::Fastest => (
                Cost::of_time(demands.free_running(state.segment, is_forward)),
                Cost::of_time(demands.habitual_stops(state.segment, is_forward)),
            ),
        };
        let factor = match segment.usage {
            _ if demands.uses_freight_lines => 1,
            Usage::Main | Usage::Connecting => 1,
            Usage::Branch => BRANCH_FACTOR,
            Usage::Freight => FREIGHT_FACTOR,
        };
        let is_avoided = segment
            .line
            .is_some_and(|line| demands.avoided_lines.binary_search(&line).is_ok());
        let factor = if is_avoided {
            factor * AVOIDED_FACTOR
        } else {
            factor
        };
        let mut penalty = Cost(base.0 * (factor - 1));
        if self.is_diesel_under_own_electrification(state, segment) {
            penalty += Cost(base.0 * DIESEL_UNDER_WIRE_PERCENT / 100);
        }
        (base + penalty + stops, penalty)
    }

    fn is_diesel_under_own_electrification(&self, state: &State, segment: &Segment) -> bool {
        matches!(segment.electrification, Electrification::System(_))
            && self.tractions.get(usize::from(state.traction)) == Some(&Traction::Diesel)
            && self.tractions(segment).count() > 1
    }
}
