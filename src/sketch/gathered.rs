//! What the paths between some places use of the sketch: edges, the nodes to keep, gateways, and what to say of them.

use std::collections::{BTreeMap, BTreeSet};

use super::Sketch;
use super::cells::{CITY_KM, NodeCells};
use super::cities::CityIdx;
use super::extend::Place;
use super::facts::{ClosedTo, Closure};
use super::joint::{Joint, JointStep, Path, Terms, Vertex};
use super::no_path::NoPath;
use super::rails::{EdgeIdx, NodeIdx};
use crate::network::{Country, LatLon, StationIdx};

/// A city on the route becomes a station when it has so many people. Assumption: a train of long distance stops in
/// cities of this size.
const CITY_PEOPLE: u32 = 100_000;
/// And when no other station of the path is this near. Assumption: half an hour of a slow train, so that a table of
/// stations stays readable.
const APART_KM: f64 = 30.0;
/// Rails so many times as long as the straight line may hide a gap. Source: docs/world.md.
const DETOUR: f64 = 1.8;
/// Rails that lie farther than this from a city's centre are said to. Assumption: as far as the largest cities reach.
const OUTSIDE_KM: f64 = 13.0;

/// What was gathered from all paths.
pub(super) struct Gathered<'a> {
    pub joint: Joint<'a>,
    /// The used edges at each node.
    pub halves: BTreeMap<NodeIdx, BTreeMap<EdgeIdx, NodeIdx>>,
    /// Nodes that become stations whatever lies around.
    pub fixed: BTreeSet<NodeIdx>,
    /// The nodes at which each city is entered or left.
    pub city_nodes: BTreeMap<CityIdx, BTreeSet<NodeIdx>>,
    /// The surveyed stations by which paths come from a node.
    pub gateways: BTreeMap<NodeIdx, StationIdx>,
    pub uses_survey: bool,
    pub paths: Vec<Path>,
}

impl<'a> Gathered<'a> {
    pub fn new(joint: Joint<'a>) -> Gathered<'a> {
        Gathered {
            joint,
            halves: BTreeMap::new(),
            fixed: BTreeSet::new(),
            city_nodes: BTreeMap::new(),
            gateways: BTreeMap::new(),
            uses_survey: false,
            paths: Vec::new(),
        }
    }

    pub fn sketch(&self) -> &'a Sketch<'a> {
        self.joint.sketch
    }

    pub fn place(&self, place: Place) -> (LatLon, Country) {
        match place {
            Place::City(city) => {
                let city = self.sketch().city(city);
                (city.place, city.country)
            }
            Place::Station(station) => {
                let station = self.joint.network.station(station);
                (station.position, station.country)
            }
        }
    }

    /// Where a place is entered and left, with what that costs.
    pub fn vertices(&self, place: Place, at: LatLon) -> Vec<(Vertex, u64)> {
        match place {
            Place::City(_) => self.joint.at(at),
            Place::Station(station) => vec![(Vertex::Station(station), 0)],
        }
    }

    /// Takes in a step from a vertex to another.
    pub fn take_step(&mut self, (from, step, to): (Vertex, JointStep, Vertex)) {
        match (step, from, to) {
            (JointStep::Edge(half), Vertex::Node(node), Vertex::Node(next)) => {
                self.halves.entry(node).or_default().insert(half.edge, next);
                self.halves.entry(next).or_default().insert(half.edge, node);
                if self.sketch().rails().is_ferry(half.edge) {
                    self.fixed.extend([node, next]);
                }
            }
            (JointStep::Gateway, Vertex::Node(node), Vertex::Station(station))
            | (JointStep::Gateway, Vertex::Station(station), Vertex::Node(node)) => {
                self.gateways.insert(node, station);
                self.fixed.insert(node);
                self.uses_survey = true;
            }
            _ => self.uses_survey = true,
        }
    }

    /// Finds the path of a pair and takes it in.
    pub fn add(
        &mut self,
        from: Place,
        to: Place,
        terms: &Terms<'_>,
        remarks: &mut Vec<String>,
    ) -> Result<(), NoPath> {
        let ((from_at, from_country), (to_at, to_country)) = (self.place(from), self.place(to));
        let path = self
            .joint
            .shortest(
                &self.vertices(from, from_at),
                &self.vertices(to, to_at),
                terms,
            )
            .map_err(|barrier| NoPath {
                barrier,
                countries: (from_country, to_country),
            })?;
        for closure in self.joint.closures(&path, terms.day, ClosedTo::Passenger) {
            remarks.push(suspended(&closure, self.sketch()));
        }
        let (length, straight) = (self.joint.length(&path), from_at.geodesic(to_at));
        if length > straight * DETOUR {
            remarks.push(format!(
                "the rail distance is {:.1} times the straight line of {:.0} km: the sketch may have a gap here",
                length.km() / straight.km(),
                straight.km()
            ));
        }
        for (place, vertex) in [(from, path.start), (to, path.end())] {
            remarks.extend(self.far_out(place, vertex));
        }
        self.take(path, from, to);
        Ok(())
    }

    /// What to say of a city whose rails lie far outside of it.
    fn far_out(&self, place: Place, vertex: Vertex) -> Option<String> {
        let Place::City(city) = place else {
            return None;
        };
        let city = self.sketch().city(city);
        let km = self.joint.place(vertex).geodesic(city.place).km();
        (km > OUTSIDE_KM).then(|| {
            format!(
                "the nearest rails that the sketch knows lie {km:.0} km from the centre of {}; the journey ends there",
                city.name
            )
        })
    }

    fn take(&mut self, path: Path, from: Place, to: Place) {
        for (place, vertex) in [(from, path.start), (to, path.end())] {
            if let Vertex::Node(node) = vertex
                && let Place::City(city) = place
            {
                self.fixed.insert(node);
                self.city_nodes.entry(city).or_default().insert(node);
            }
            if let Place::City(city) = place {
                self.city_nodes.entry(city).or_default();
            }
            self.uses_survey |= matches!(place, Place::Station(_));
        }
        let mut at = path.start;
        for (step, to) in &path.steps {
            self.take_step((at, *step, *to));
            at = *to;
        }
        self.paths.push(path);
    }

    /// Keeps the nodes on both sides of a border, and forks.
    pub fn keep_borders(&mut self) {
        let rails = self.sketch().rails();
        let mut kept = Vec::new();
        for (node, halves) in &self.halves {
            let is_border = |next: &NodeIdx| rails.country(*next) != rails.country(*node);
            if halves.len() != 2 || halves.values().any(is_border) {
                kept.push(*node);
            }
        }
        self.fixed.extend(kept);
    }

    /// Keeps the nodes of large cities, the largest first, where nothing else is near.
    pub fn keep_cities(&mut self) {
        let sketch = self.sketch();
        let rails = sketch.rails();
        let nodes = self.halves.keys();
        let cells = NodeCells::new(nodes.map(|node| (*node, rails.place(*node))));
        let mut kept: Vec<LatLon> = self.fixed.iter().map(|node| rails.place(*node)).collect();
        for index in sketch.cities().indices() {
            if sketch.cities().population(index) < CITY_PEOPLE {
                break;
            }
            let nearest = cells.nearest(sketch.cities().place_of(index), CITY_KM);
            let Some((node, at)) = nearest else { continue };
            if kept.iter().all(|other| other.geodesic(at).km() > APART_KM) {
                kept.push(at);
                self.fixed.insert(node);
            }
        }
    }
}

fn suspended(closure: &Closure, sketch: &Sketch<'_>) -> String {
    let (a, b) = closure.between;
    format!(
        "passenger trains between {} and {} are suspended since {} ({}); the route is that of freight trains",
        sketch.facts().name(a),
        sketch.facts().name(b),
        closure.closed,
        closure.reason
    )
}
