//! The sketch and the surveyed network as one graph, and what its steps cost.
//!
//! Vertices are the nodes of the sketch and, behind them, the stations of the surveyed network; a gateway joins a node
//! with a station at no cost. A break of gauge costs as much as [`GAUGE_BREAK_KM`], or through trains would leave
//! their own network for every short cut abroad. Edges beside a surveyed line cost more, so that the surveyed line
//! is taken wherever it leads. A border costs [`BORDER_KM`], so that journeys within a country stay there. Borders closed on
//! the day are not crossed.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::borders::is_open;
use super::cells::turn;
use super::facts::{ClosedTo, Closure};
use super::meeting::Meeting;
use super::rails::{Half, NodeIdx, Rails};
use super::{DISTANCE_FACTOR, Sketch};
use crate::network::{Country, GaugeSet, LatLon, Network, SegmentIdx, StationIdx};
use crate::units::Length;

/// A break of gauge costs so much. Assumption: less, and Moscow-Vladivostok leaves Russia.
const GAUGE_BREAK_KM: f64 = 1_500.0;
/// A border with control costs so much. Assumption: less, and Kolkata-Guwahati runs through Bangladesh and
/// Montréal-Halifax through Maine, as no train does.
const BORDER_KM: f64 = 100.0;
/// A border that only freight trains cross costs so much more. Assumption: less, and Lisbon-Helsinki runs through
/// Kaliningrad and Saint Petersburg.
const SUSPENDED_KM: f64 = 500.0;
/// A train ferry counts so many times its length. Assumption: loading and the crossing at 10 to 20 knots take about
/// three times as long as a train over the same distance.
const FERRY_FACTOR: f64 = 3.0;
/// An edge beside a surveyed line counts so many times its length. Assumption: more than the 6 % by which the sketch
/// is shorter than the lines of China.
const SURVEYED_FACTOR: f64 = 1.3;
/// A city lies at all nodes this near to its centre.
const CITY_KM: f64 = 6.0;
/// A large city whose rails lie farther out is at the nearest node within this: as far as the maker looks for them.
const CITY_MOST_KM: f64 = 26.0;
/// A kilometre from a city's centre to a node costs so many kilometres of track.
const TO_NODE_FACTOR: f64 = 1.5;

/// What a vertex of the joint graph is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Vertex {
    /// A node of the sketch.
    Node(NodeIdx),
    /// A station of the surveyed network.
    Station(StationIdx),
}

/// A step of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum JointStep {
    /// Over an edge of the sketch.
    Edge(Half),
    /// Over a segment of the surveyed network.
    Segment(SegmentIdx),
    /// From one network to the other.
    Gateway,
}

/// A path: where it begins, and each step with where it leads.
#[derive(Clone, Debug)]
pub struct Path {
    pub(super) start: Vertex,
    pub(super) steps: Vec<(JointStep, Vertex)>,
}

impl Path {
    /// Where it ends.
    pub(super) fn end(&self) -> Vertex {
        self.steps.last().map_or(self.start, |(_, to)| *to)
    }
}

/// What a search heeds.
#[derive(Clone, Debug)]
pub struct Terms<'t> {
    /// The day whose borders and lines count.
    pub day: Date,
    /// Countries that are not entered.
    pub avoid: &'t BTreeSet<Country>,
}

/// The sketch and the surveyed network as one graph.
pub(super) struct Joint<'a> {
    pub sketch: &'a Sketch<'a>,
    pub network: &'a Network,
    meeting: Meeting,
    /// Whether the gauges of two zones have none in common, row by row.
    breaks: Vec<bool>,
}

impl<'a> Joint<'a> {
    pub fn new(sketch: &'a Sketch<'a>, network: &'a Network) -> Joint<'a> {
        let zones = sketch.rails.zones();
        let breaks = zones
            .iter()
            .flat_map(|a| zones.iter().map(move |b| !meet(a, b)))
            .collect();
        Joint {
            sketch,
            network,
            meeting: Meeting::new(&sketch.rails, network),
            breaks,
        }
    }

    pub fn rails(&self) -> &Rails<'a> {
        &self.sketch.rails
    }

    pub fn country(&self, vertex: Vertex) -> Country {
        match vertex {
            Vertex::Node(node) => self.rails().country(node),
            Vertex::Station(station) => self.network.station(station).country,
        }
    }

    /// Where a vertex lies.
    pub fn place(&self, vertex: Vertex) -> LatLon {
        match vertex {
            Vertex::Node(node) => self.rails().place(node),
            Vertex::Station(station) => self.network.station(station).position,
        }
    }

    /// The vertices of a city with what it costs to come to them.
    pub fn at(&self, place: LatLon) -> Vec<(Vertex, u64)> {
        let within = |km: f64| {
            let reach = km / 111.0;
            let width = reach / place.lat.to_radians().cos().max(0.02);
            let near = self.rails().node_indices().filter_map(|node| {
                let at = self.rails().place(node);
                let is_near =
                    (at.lat - place.lat).abs() < reach && turn(at.lon - place.lon) < width;
                let distance = is_near.then(|| at.geodesic(place).km())?;
                (distance <= km).then_some((distance, node))
            });
            let mut near: Vec<(f64, NodeIdx)> = near.collect();
            near.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            near
        };
        let mut near = within(CITY_KM);
        if near.is_empty() {
            near = within(CITY_MOST_KM);
            near.truncate(1);
        }
        near.into_iter()
            .map(|(km, node)| (Vertex::Node(node), metres(km * TO_NODE_FACTOR)))
            .collect()
    }

    /// What closes a step between two countries.
    fn closure(&self, from: Vertex, to: Vertex, day: Date) -> Option<&'a Closure> {
        let (a, b) = (self.country(from), self.country(to));
        (a != b)
            .then(|| self.sketch.facts.closed(a, b, day))
            .flatten()
    }

    /// What a border costs over which no passenger train runs.
    fn suspension(&self, from: Vertex, to: Vertex, day: Date) -> u64 {
        let (a, b) = (self.country(from), self.country(to));
        let facts = &self.sketch.facts;
        let is_suspended = a != b && facts.closure(a, b, day, ClosedTo::Passenger).is_some();
        metres(if is_suspended { SUSPENDED_KM } else { 0.0 })
    }

    /// The borders of a path that are closed, in order.
    pub fn closures(&self, path: &Path, day: Date, traffic: ClosedTo) -> Vec<Closure> {
        let mut found: Vec<Closure> = Vec::new();
        let mut at = path.start;
        for (step, to) in &path.steps {
            let (a, b) = (self.country(at), self.country(*to));
            if a != b && matches!(step, JointStep::Edge(_)) {
                let closure = self.sketch.facts.closure(a, b, day, traffic);
                found.extend(closure.filter(|new| !found.contains(new)).cloned());
            }
            at = *to;
        }
        found
    }

    /// The length of a path as trains run it.
    pub fn length(&self, path: &Path) -> Length {
        path.steps
            .iter()
            .map(|(step, _)| self.step_length(*step))
            .sum()
    }

    pub fn step_length(&self, step: JointStep) -> Length {
        match step {
            JointStep::Edge(half) => {
                Length::from_km(self.rails().drawn_km(half.edge) * DISTANCE_FACTOR)
            }
            JointStep::Segment(segment) => self.network.segment(segment).length,
            JointStep::Gateway => Length::ZERO,
        }
    }

    pub fn number(&self, vertex: Vertex) -> usize {
        match vertex {
            Vertex::Node(node) => usize::from(node),
            Vertex::Station(station) => self.rails().nodes() + station.0 as usize,
        }
    }

    pub fn each_step(
        &self,
        vertex: Vertex,
        heeded: &Heeded<'_>,
        mut add: impl FnMut(JointStep, Vertex, u64),
    ) {
        let mut offer = |step, to, price| {
            let is_open = !heeded.closures || self.closure(vertex, to, heeded.terms.day).is_none();
            let is_wanted = !heeded.avoid || !heeded.terms.avoid.contains(&self.country(to));
            if is_open && is_wanted {
                add(
                    step,
                    to,
                    price + self.suspension(vertex, to, heeded.terms.day),
                );
            }
        };
        match vertex {
            Vertex::Node(node) => {
                for half in self.rails().leaving(node) {
                    offer(
                        JointStep::Edge(half),
                        Vertex::Node(half.to),
                        self.edge_cost(node, half),
                    );
                }
                if let Some(station) = self.gateway(node) {
                    offer(JointStep::Gateway, Vertex::Station(station), 0);
                }
            }
            Vertex::Station(station) => {
                for &index in self.network.segments_at(station) {
                    let segment = self.network.segment(index);
                    if segment.is_open(heeded.terms.day) {
                        let other = segment.other_end(station);
                        let price =
                            metres(segment.length.km()) + self.surveyed_border(station, other);
                        offer(JointStep::Segment(index), Vertex::Station(other), price);
                    }
                }
                if let Some(node) = self.meeting.node_of(station) {
                    offer(JointStep::Gateway, Vertex::Node(node), 0);
                }
            }
        }
    }

    /// The station that a node is the gateway of.
    pub fn gateway(&self, node: NodeIdx) -> Option<StationIdx> {
        self.meeting.station_at(node)
    }

    fn edge_cost(&self, node: NodeIdx, half: Half) -> u64 {
        let rails = self.rails();
        let mut km = rails.drawn_km(half.edge) * DISTANCE_FACTOR;
        if rails.is_ferry(half.edge) {
            km *= FERRY_FACTOR;
        }
        if self.is_beside(node, half) {
            km *= SURVEYED_FACTOR;
        }
        let row = rails.zone(node) * rails.zones().len();
        if self.breaks[row + rails.zone(half.to)] {
            km += GAUGE_BREAK_KM;
        }
        metres(km + border_km(rails.country(node), rails.country(half.to)))
    }

    /// Whether an edge runs beside a line of the surveyed network.
    pub fn is_beside(&self, node: NodeIdx, half: Half) -> bool {
        self.meeting.is_beside(self.rails(), node, half)
    }

    /// What a border of the surveyed network costs, and a break of gauge there.
    fn surveyed_border(&self, a: StationIdx, b: StationIdx) -> u64 {
        let (a, b) = (
            self.network.station(a).country,
            self.network.station(b).country,
        );
        let gauges = |country| Some(&self.sketch.facts.countries.get(&country)?.gauges);
        let is_break = a != b && gauges(a).zip(gauges(b)).is_some_and(|(a, b)| !meet(a, b));
        let gauge_km = if is_break { GAUGE_BREAK_KM } else { 0.0 };
        metres(gauge_km + border_km(a, b))
    }
}

/// Constraints of one search.
#[derive(Clone, Copy)]
pub(super) struct Heeded<'t> {
    pub terms: &'t Terms<'t>,
    pub closures: bool,
    pub avoid: bool,
}

/// What a border between two countries costs, in kilometres.
fn border_km(a: Country, b: Country) -> f64 {
    match a == b || is_open(a, b) {
        true => 0.0,
        false => BORDER_KM,
    }
}

/// Whether two sets of gauges have one in common.
pub(super) fn meet(a: &GaugeSet, b: &GaugeSet) -> bool {
    a.iter().any(|gauge| b.contains(gauge))
}

/// Costs are whole metres, so that sums are exact.
pub(super) fn metres(km: f64) -> u64 {
    (km * 1_000.0).round() as u64
}
