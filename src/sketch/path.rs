//! The shortest path over the sketch and the surveyed network together.
//!
//! Vertices are the nodes of the sketch and, behind them, the stations of the surveyed network; a gateway joins a node
//! with a station at no cost. A break of gauge costs as much as [`GAUGE_BREAK_KM`], or through trains would leave
//! their own network for every short cut abroad. Edges beside a surveyed line cost more, so that the surveyed line
//! is taken wherever it leads. Borders closed on the day are not crossed.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::facts::{ClosedTo, Closure};
use super::rails::{Half, NodeIdx, Rails};
use super::{DISTANCE_FACTOR, Sketch};
use crate::network::{Country, GaugeSet, LatLon, Network, SegmentIdx, StationIdx};
use crate::units::Length;

/// A break of gauge costs so much. Assumption: less, and Moscow-Vladivostok leaves Russia.
const GAUGE_BREAK_KM: f64 = 1_500.0;
/// A train ferry counts so many times its length. Assumption: loading and the crossing at 10 to 20 knots take about
/// three times as long as a train over the same distance.
const FERRY_FACTOR: f64 = 3.0;
/// An edge beside a surveyed line counts so many times its length. Assumption: more than the 6 % by which the sketch
/// is shorter than the lines of China.
const SURVEYED_FACTOR: f64 = 1.3;
/// A city lies at all nodes this near to its centre.
const CITY_KM: f64 = 6.0;
/// A large city whose rails lie farther out is at the nearest node within this.
const CITY_MOST_KM: f64 = 13.0;
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
pub(super) enum Step {
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
    pub(super) steps: Vec<(Step, Vertex)>,
}

impl Path {
    /// Where it ends.
    pub(super) fn end(&self) -> Vertex {
        self.steps.last().map_or(self.start, |(_, to)| *to)
    }
}

/// Why there is no path.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Barrier {
    /// Nothing joins the two, whatever is lifted.
    Unconnected,
    /// A border is closed; the path without that is so long.
    ClosedBorder {
        /// What is closed, in order along the path.
        closures: Vec<Closure>,
        /// Length of the path over the border.
        length: Length,
    },
    /// Countries that are to be avoided lie between.
    Avoided,
    /// Both lie at the same rails.
    SamePlace,
}

/// Two places without a path.
#[derive(Clone, Debug, PartialEq)]
pub struct NoPath {
    /// What lies between the two ends.
    pub barrier: Barrier,
    /// The countries of both.
    pub countries: (Country, Country),
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
    node_of: FxHashMap<StationIdx, NodeIdx>,
    station_of: FxHashMap<NodeIdx, StationIdx>,
    /// Whether the gauges of two zones have none in common, row by row.
    breaks: Vec<bool>,
}

impl<'a> Joint<'a> {
    pub fn new(sketch: &'a Sketch<'a>, network: &'a Network) -> Joint<'a> {
        let pairs = sketch.rails.gateways().iter();
        let pairs: Vec<(NodeIdx, StationIdx)> = pairs
            .filter_map(|(node, id)| Some((*node, network.station_by_id(id)?)))
            .collect();
        let zones = sketch.rails.zones();
        let breaks = zones
            .iter()
            .flat_map(|a| zones.iter().map(move |b| !meet(a, b)))
            .collect();
        Joint {
            sketch,
            network,
            node_of: pairs
                .iter()
                .map(|(node, station)| (*station, *node))
                .collect(),
            station_of: pairs.into_iter().collect(),
            breaks,
        }
    }

    fn rails(&self) -> &Rails<'a> {
        &self.sketch.rails
    }

    pub fn country(&self, vertex: Vertex) -> Country {
        match vertex {
            Vertex::Node(node) => self.rails().country(node),
            Vertex::Station(station) => self.network.station(station).country,
        }
    }

    /// The vertices of a city with what it costs to come to them.
    pub fn at(&self, place: LatLon) -> Vec<(Vertex, u64)> {
        let within = |km: f64| {
            let reach = km / 111.0;
            let width = reach / place.lat.to_radians().cos().max(0.02);
            let near = self.rails().node_indices().filter_map(|node| {
                let at = self.rails().place(node);
                let is_near = (at.lat - place.lat).abs() < reach
                    && (at.lon - place.lon + 540.0).rem_euclid(360.0) - 180.0 < width
                    && (at.lon - place.lon + 540.0).rem_euclid(360.0) - 180.0 > -width;
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

    /// The borders of a path that are closed, in order.
    pub fn closures(&self, path: &Path, day: Date, traffic: ClosedTo) -> Vec<Closure> {
        let mut found: Vec<Closure> = Vec::new();
        let mut at = path.start;
        for (step, to) in &path.steps {
            let (a, b) = (self.country(at), self.country(*to));
            if a != b && matches!(step, Step::Edge(_)) {
                let closure = self.sketch.facts.closure(a, b, day, traffic);
                found.extend(closure.filter(|new| !found.contains(new)).cloned());
            }
            at = *to;
        }
        found
    }

    /// The shortest path between two places, each given by its vertices.
    pub fn shortest(
        &self,
        from: &[(Vertex, u64)],
        to: &[(Vertex, u64)],
        terms: &Terms<'_>,
    ) -> Result<Path, Barrier> {
        let heeded = Heeded {
            terms,
            closures: true,
            avoid: true,
        };
        if let Some(path) = self.search(from, to, &heeded) {
            return match path.steps.iter().all(|(step, _)| *step == Step::Gateway) {
                true => Err(Barrier::SamePlace),
                false => Ok(path),
            };
        }
        let open = Heeded {
            closures: false,
            ..heeded
        };
        if let Some(path) = self.search(from, to, &open) {
            return Err(Barrier::ClosedBorder {
                closures: self.closures(&path, terms.day, ClosedTo::All),
                length: self.length(&path),
            });
        }
        let everywhere = Heeded {
            avoid: false,
            ..open
        };
        match self.search(from, to, &everywhere) {
            Some(_) => Err(Barrier::Avoided),
            None => Err(Barrier::Unconnected),
        }
    }

    /// The length of a path as trains run it.
    pub fn length(&self, path: &Path) -> Length {
        path.steps
            .iter()
            .map(|(step, _)| self.step_length(*step))
            .sum()
    }

    pub fn step_length(&self, step: Step) -> Length {
        match step {
            Step::Edge(half) => Length::from_km(self.rails().drawn_km(half.edge) * DISTANCE_FACTOR),
            Step::Segment(segment) => self.network.segment(segment).length,
            Step::Gateway => Length::ZERO,
        }
    }

    fn search(
        &self,
        from: &[(Vertex, u64)],
        to: &[(Vertex, u64)],
        heeded: &Heeded<'_>,
    ) -> Option<Path> {
        let count = self.rails().nodes() + self.network.stations().len();
        let mut cost = vec![u64::MAX; count];
        let mut before: Vec<Option<(Step, Vertex)>> = vec![None; count];
        let mut queue = BinaryHeap::new();
        for (vertex, price) in from {
            let at = self.number(*vertex);
            if *price < cost[at] {
                cost[at] = *price;
                queue.push(Reverse((*price, *vertex)));
            }
        }
        let mut goal: FxHashMap<Vertex, u64> = FxHashMap::default();
        goal.extend(to.iter().copied());
        let mut best: Option<(u64, Vertex)> = None;
        while let Some(Reverse((price, vertex))) = queue.pop() {
            if price > cost[self.number(vertex)] {
                continue;
            }
            if best.is_some_and(|(least, _)| price >= least) {
                break;
            }
            if let Some(last) = goal.get(&vertex)
                && best.is_none_or(|(least, _)| price + last < least)
            {
                best = Some((price + last, vertex));
            }
            self.each_step(vertex, heeded, |step, next, more| {
                let at = self.number(next);
                if price + more < cost[at] {
                    cost[at] = price + more;
                    before[at] = Some((step, vertex));
                    queue.push(Reverse((price + more, next)));
                }
            });
        }
        let (_, mut at) = best?;
        let mut steps = Vec::new();
        while let Some((step, previous)) = before[self.number(at)] {
            steps.push((step, at));
            at = previous;
        }
        steps.reverse();
        Some(Path { start: at, steps })
    }

    /// Every step between vertices that lie within some length of a place, each once.
    pub fn around(
        &self,
        from: &[(Vertex, u64)],
        within: Length,
        terms: &Terms<'_>,
    ) -> Vec<(Vertex, Step, Vertex)> {
        let heeded = Heeded {
            terms,
            closures: true,
            avoid: true,
        };
        let limit = metres(within.km());
        let count = self.rails().nodes() + self.network.stations().len();
        let mut cost = vec![u64::MAX; count];
        let mut queue = BinaryHeap::new();
        for (vertex, _) in from {
            cost[self.number(*vertex)] = 0;
            queue.push(Reverse((0, *vertex)));
        }
        let mut steps = Vec::new();
        while let Some(Reverse((price, vertex))) = queue.pop() {
            if price > cost[self.number(vertex)] {
                continue;
            }
            self.each_step(vertex, &heeded, |step, next, more| {
                if price + more > limit {
                    return;
                }
                // An edge beside a surveyed line stays out unless nothing else leads there.
                let is_beside =
                    matches!(step, Step::Edge(half) if self.rails().is_surveyed(half.edge));
                let at = self.number(next);
                let is_better = price + more < cost[at];
                if is_better || !is_beside {
                    steps.push((vertex, step, next));
                }
                if is_better {
                    cost[at] = price + more;
                    queue.push(Reverse((price + more, next)));
                }
            });
        }
        steps
    }

    fn number(&self, vertex: Vertex) -> usize {
        match vertex {
            Vertex::Node(node) => usize::from(node),
            Vertex::Station(station) => self.rails().nodes() + station.0 as usize,
        }
    }

    fn each_step(
        &self,
        vertex: Vertex,
        heeded: &Heeded<'_>,
        mut add: impl FnMut(Step, Vertex, u64),
    ) {
        let mut offer = |step, to, price| {
            let is_open = !heeded.closures || self.closure(vertex, to, heeded.terms.day).is_none();
            let is_wanted = !heeded.avoid || !heeded.terms.avoid.contains(&self.country(to));
            if is_open && is_wanted {
                add(step, to, price);
            }
        };
        match vertex {
            Vertex::Node(node) => {
                for half in self.rails().leaving(node) {
                    offer(
                        Step::Edge(half),
                        Vertex::Node(half.to),
                        self.edge_cost(node, half),
                    );
                }
                if let Some(station) = self.station_of.get(&node) {
                    offer(Step::Gateway, Vertex::Station(*station), 0);
                }
            }
            Vertex::Station(station) => {
                for &index in self.network.segments_at(station) {
                    let segment = self.network.segment(index);
                    if segment.is_open(heeded.terms.day) {
                        let other = segment.other_end(station);
                        let price =
                            metres(segment.length.km()) + self.surveyed_break(station, other);
                        offer(Step::Segment(index), Vertex::Station(other), price);
                    }
                }
                if let Some(node) = self.node_of.get(&station) {
                    offer(Step::Gateway, Vertex::Node(*node), 0);
                }
            }
        }
    }

    fn edge_cost(&self, node: NodeIdx, half: Half) -> u64 {
        let rails = self.rails();
        let mut km = rails.drawn_km(half.edge) * DISTANCE_FACTOR;
        if rails.is_ferry(half.edge) {
            km *= FERRY_FACTOR;
        }
        if rails.is_surveyed(half.edge) {
            km *= SURVEYED_FACTOR;
        }
        let row = rails.zone(node) * rails.zones().len();
        if self.breaks[row + rails.zone(half.to)] {
            km += GAUGE_BREAK_KM;
        }
        metres(km)
    }

    /// What a break of gauge at a border of the surveyed network costs.
    fn surveyed_break(&self, a: StationIdx, b: StationIdx) -> u64 {
        let (a, b) = (
            self.network.station(a).country,
            self.network.station(b).country,
        );
        let gauges = |country| Some(&self.sketch.facts.countries.get(&country)?.gauges);
        let is_break = a != b && gauges(a).zip(gauges(b)).is_some_and(|(a, b)| !meet(a, b));
        metres(if is_break { GAUGE_BREAK_KM } else { 0.0 })
    }
}

/// Constraints of one search.
#[derive(Clone, Copy)]
struct Heeded<'t> {
    terms: &'t Terms<'t>,
    closures: bool,
    avoid: bool,
}

/// Whether two sets of gauges have one in common.
pub(super) fn meet(a: &GaugeSet, b: &GaugeSet) -> bool {
    a.iter().any(|gauge| b.contains(gauge))
}

/// Costs are whole metres, so that sums are exact.
fn metres(km: f64) -> u64 {
    (km * 1_000.0).round() as u64
}
