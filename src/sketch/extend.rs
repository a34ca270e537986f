//! From paths over the sketch to parts of a network.
//!
//! The nodes of a path become few stations: its ends, both sides of each border, forks, ferries, and the larger cities
//! on it. What lies between two of them becomes one segment, whose bends are kept for the map. Where a path
//! runs over surveyed lines the surveyed network is there as a whole, and its stations are the gateways.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::cities::CityIdx;
use super::facts::{ClosedTo, Closure};
use super::gauge::runs;
use super::path::{Barrier, Joint, NoPath, Path, Step, Terms, Vertex};
use super::rails::{EdgeIdx, Half, NodeIdx};
use super::{DISTANCE_FACTOR, Sketch};
use crate::network::{
    Added, AddedBorder, AddedSegment, BorderOperation, Country, CountryFacts, GaugeSet, LatLon,
    Network, Quality, SketchedLine, Source, Station, StationId, StationIdx,
};
use crate::units::{Estimate, Length, RunTime, Speed};

/// A city on the route becomes a station when it has so many people. Assumption: a train of long distance stops in
/// cities of this size.
const CITY_PEOPLE: u32 = 100_000;
/// And when no other station of the path is this near. Assumption: half an hour of a slow train, so that a table of
/// stations stays readable.
const APART_KM: f64 = 30.0;
/// A node belongs to a city whose centre is this near.
const CITY_KM: f64 = 8.0;
/// A freight train runs no faster than this where nothing else is known. Assumption: the usual top speed of freight
/// wagons with standard brakes (100 or 120 km/h).
const FREIGHT_CAP_KMH: f64 = 120.0;
/// Control at a border outside of Schengen, in minutes on either side. Assumption: as timetables of the surveyed
/// network's passenger trains have it where no gauge changes.
const CONTROL_MIN: (f64, f64, f64) = (10.0, 25.0, 60.0);
/// A gauge change, in minutes. Assumption: as the surveyed network has it for ordinary trains.
const GAUGE_CHANGE_MIN: (f64, f64, f64) = (60.0, 120.0, 180.0);
/// Countries without control at their borders with each other: the Schengen area by rail. Source: European
/// Commission, as of 2025.
const SCHENGEN: [&str; 26] = [
    "AT", "BE", "BG", "CH", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IT", "LI",
    "LT", "LU", "LV", "NL", "NO", "PL", "PT", "RO", "SE", "SI",
];
/// Others without control: Great Britain and Ireland by the Common Travel Area.
const COMMON_TRAVEL: [&str; 2] = ["GB", "IE"];
/// What the sketch is made from.
const SOURCE: &str = "sketch of the world's railways (data/world): lines (c) OpenStreetMap contributors of about late 2023, by way of scgraph_data 2.0.0; cities GeoNames";
/// Who must be named for the sketch.
const ATTRIBUTION: &str =
    "Sketched lines © OpenStreetMap contributors, ODbL 1.0; cities © GeoNames, CC BY 4.0.";
/// Rails so many times as long as the straight line may hide a gap. Source: docs/world.md.
const DETOUR: f64 = 1.8;

/// An end of a journey.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// A city of the sketch.
    City(CityIdx),
    /// A station of the surveyed network.
    Station(StationIdx),
}

/// A network with what the sketch adds to it.
#[derive(Clone, Debug)]
pub struct Extension {
    /// The network.
    pub network: Network,
    /// For each pair asked for why the sketch does not join it; `None` where it does.
    pub missing: Vec<Option<NoPath>>,
}

/// What was gathered from all paths.
struct Gathered<'a> {
    joint: Joint<'a>,
    /// The used edges at each node.
    halves: BTreeMap<NodeIdx, BTreeMap<EdgeIdx, NodeIdx>>,
    /// Nodes that become stations whatever lies around.
    fixed: BTreeSet<NodeIdx>,
    /// The nodes at which each city is entered or left.
    city_nodes: BTreeMap<CityIdx, BTreeSet<NodeIdx>>,
    /// The surveyed stations by which paths come from a node.
    gateways: BTreeMap<NodeIdx, StationIdx>,
    uses_survey: bool,
    paths: Vec<Path>,
}

impl Sketch<'_> {
    /// The network with the paths between pairs of places.
    #[must_use]
    pub fn extend(
        &self,
        network: &Network,
        pairs: &[(Place, Place)],
        day: Date,
        avoid: &BTreeSet<Country>,
    ) -> Extension {
        let mut gathered = Gathered::new(Joint::new(self, network));
        let terms = Terms { day, avoid };
        let mut remarks = Vec::new();
        let missing = pairs
            .iter()
            .map(|(from, to)| gathered.add(*from, *to, &terms, &mut remarks).err())
            .collect();
        gathered.keep_borders();
        gathered.keep_cities();
        let uses_survey = gathered.uses_survey;
        let added = gathered.added(remarks);
        Extension {
            network: network.extended(added, uses_survey),
            missing,
        }
    }
}

impl Sketch<'_> {
    /// The network with all rails within some kilometres of a place.
    #[must_use]
    pub fn extend_around(
        &self,
        network: &Network,
        place: Place,
        within: Length,
        day: Date,
        avoid: &BTreeSet<Country>,
    ) -> Network {
        let mut gathered = Gathered::new(Joint::new(self, network));
        let (at, _) = gathered.place(place);
        let start = gathered.vertices(place, at);
        for step in gathered.joint.around(&start, within, &Terms { day, avoid }) {
            gathered.take_step(step);
        }
        if let Place::City(city) = place {
            let nodes = start.iter().filter_map(|(vertex, _)| match vertex {
                Vertex::Node(node) if gathered.halves.contains_key(node) => Some(*node),
                _ => None,
            });
            let nodes: BTreeSet<NodeIdx> = nodes.collect();
            gathered.fixed.extend(&nodes);
            gathered.city_nodes.insert(city, nodes);
        }
        gathered.uses_survey |= matches!(place, Place::Station(_));
        gathered.keep_borders();
        gathered.keep_cities();
        let uses_survey = gathered.uses_survey;
        let added = gathered.added(Vec::new());
        network.extended(added, uses_survey)
    }
}

impl<'a> Gathered<'a> {
    fn new(joint: Joint<'a>) -> Gathered<'a> {
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

    fn sketch(&self) -> &'a Sketch<'a> {
        self.joint.sketch
    }

    fn place(&self, place: Place) -> (LatLon, Country) {
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
    fn vertices(&self, place: Place, at: LatLon) -> Vec<(Vertex, u64)> {
        match place {
            Place::City(_) => self.joint.at(at),
            Place::Station(station) => vec![(Vertex::Station(station), 0)],
        }
    }

    /// Takes in a step from a vertex to another.
    fn take_step(&mut self, (from, step, to): (Vertex, Step, Vertex)) {
        match (step, from, to) {
            (Step::Edge(half), Vertex::Node(node), Vertex::Node(next)) => {
                self.halves.entry(node).or_default().insert(half.edge, next);
                self.halves.entry(next).or_default().insert(half.edge, node);
                if self.sketch().rails().is_ferry(half.edge) {
                    self.fixed.extend([node, next]);
                }
            }
            (Step::Gateway, Vertex::Node(node), Vertex::Station(station))
            | (Step::Gateway, Vertex::Station(station), Vertex::Node(node)) => {
                self.gateways.insert(node, station);
                self.fixed.insert(node);
                self.uses_survey = true;
            }
            _ => self.uses_survey = true,
        }
    }

    /// Finds the path of a pair and takes it in.
    fn add(
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
        self.take(path, from, to);
        Ok(())
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
    fn keep_borders(&mut self) {
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
    fn keep_cities(&mut self) {
        let sketch = self.sketch();
        let rails = sketch.rails();
        let nodes: Vec<(NodeIdx, LatLon)> = self
            .halves
            .keys()
            .map(|node| (*node, rails.place(*node)))
            .collect();
        let mut kept: Vec<LatLon> = self.fixed.iter().map(|node| rails.place(*node)).collect();
        let (mut south, mut north) = (90.0_f64, -90.0_f64);
        for (_, at) in &nodes {
            (south, north) = (south.min(at.lat), north.max(at.lat));
        }
        for index in sketch.cities().indices() {
            let place = sketch.cities().place_of(index);
            if place.lat < south - 0.1 || place.lat > north + 0.1 {
                continue;
            }
            if sketch.city(index).population < CITY_PEOPLE {
                break;
            }
            let nearest = nearest(&nodes, place, CITY_KM);
            let Some((node, at)) = nearest else { continue };
            if kept.iter().all(|other| other.geodesic(at).km() > APART_KM) {
                kept.push(at);
                self.fixed.insert(node);
            }
        }
    }

    fn added(self, remarks: Vec<String>) -> Added {
        let stations = Stations::new(&self);
        let mut added = Added {
            source: Some(Source {
                what: SOURCE.to_owned(),
                licence: String::from("ODbL-1.0"),
            }),
            attribution: Some(ATTRIBUTION.to_owned()),
            remarks,
            ..Added::default()
        };
        let gauges = runs(self.sketch().rails(), &self.paths, &self.halves);
        for chain in self.chains() {
            self.add_chain(&chain, &stations, &gauges, &mut added);
        }
        self.add_changes(&stations, &gauges, &mut added);
        stations.add_hubs(&self, &mut added);
        self.add_countries(&mut added);
        added.stations = stations.list;
        added
    }

    /// The routes between two kept nodes, each once.
    fn chains(&self) -> Vec<Vec<(NodeIdx, Half)>> {
        let mut chains = Vec::new();
        let mut seen: BTreeSet<EdgeIdx> = BTreeSet::new();
        for &start in &self.fixed {
            let Some(halves) = self.halves.get(&start) else {
                continue;
            };
            for (&edge, &to) in halves {
                if !seen.insert(edge) {
                    continue;
                }
                let mut chain = vec![(start, Half { to, edge })];
                let mut at = (to, edge);
                while !self.fixed.contains(&at.0) {
                    let onward = self.halves[&at.0].iter().find(|(edge, _)| **edge != at.1);
                    let Some((&edge, &to)) = onward else { break };
                    seen.insert(edge);
                    chain.push((at.0, Half { to, edge }));
                    at = (to, edge);
                }
                chains.push(chain);
            }
        }
        chains
    }

    fn add_chain(
        &self,
        chain: &[(NodeIdx, Half)],
        stations: &Stations,
        gauges: &super::gauge::Runs,
        added: &mut Added,
    ) {
        let rails = self.sketch().rails();
        let (first, last) = (chain[0].0, chain[chain.len() - 1].1.to);
        let (from, to) = (stations.id(first), stations.id(last));
        if from == to {
            return;
        }
        let mut bends = Vec::new();
        let mut drawn = 0.0;
        for (place, (node, half)) in chain.iter().enumerate() {
            if place > 0 {
                bends.push(rails.place(*node));
            }
            bends.extend(rails.bends(*node, *half));
            drawn += rails.drawn_km(half.edge);
        }
        let is_ferry = chain.iter().any(|(_, half)| rails.is_ferry(half.edge));
        added.segments.push(AddedSegment {
            from: from.clone(),
            to: to.clone(),
            country: rails.country(first),
            length: Length::from_km(drawn * DISTANCE_FACTOR),
            gauges: gauges.of_chain(chain),
            bends,
            notes: is_ferry.then(|| String::from("train ferry")),
        });
        if is_ferry {
            added.remarks.push(format!(
                "between {} and {} the train is carried on a ferry",
                stations.name(first),
                stations.name(last)
            ));
        }
        let (a, b) = (rails.country(first), rails.country(last));
        if a != b {
            // Without a row the border's work would be unknown; inside Schengen there is none.
            let minutes = match is_open(a, b) {
                true => (0.0, 0.0, 0.0),
                false => CONTROL_MIN,
            };
            for at in [from, to] {
                added.borders.push(AddedBorder {
                    ends: (from.clone(), to.clone()),
                    at: at.clone(),
                    work: BorderOperation::Control,
                    gauges: None,
                    time: minutes_of(minutes),
                });
            }
        }
    }

    /// Changes of gauge at borders.
    fn add_changes(&self, stations: &Stations, gauges: &super::gauge::Runs, added: &mut Added) {
        let mut seen = BTreeSet::new();
        for change in &gauges.changes {
            let is_known = |node| stations.by_node.contains_key(node);
            let is_new = seen.insert((change.at, change.beyond));
            if !is_new || !is_known(&change.at) || !is_known(&change.beyond) {
                continue;
            }
            let at = stations.id(change.at).clone();
            let ends = (at.clone(), stations.id(change.beyond).clone());
            for from in change.from.iter() {
                for to in change.to.iter() {
                    added.borders.push(AddedBorder {
                        ends: ends.clone(),
                        at: at.clone(),
                        work: BorderOperation::GaugeChange,
                        gauges: Some((from, to)),
                        time: minutes_of(GAUGE_CHANGE_MIN),
                    });
                }
            }
        }
    }

    fn add_countries(&self, added: &mut Added) {
        let rails = self.sketch().rails();
        for node in self.halves.keys() {
            let country = rails.country(*node);
            let Some(facts) = self.sketch().facts().countries.get(&country) else {
                continue;
            };
            added
                .countries
                .entry(country)
                .or_insert_with(|| CountryFacts {
                    name: facts.name.clone(),
                    speed_cap: Some(facts.cap),
                    freight_speed_cap: Some(facts.cap.min(Speed::from_kmh(FREIGHT_CAP_KMH))),
                    sources: Vec::new(),
                });
            added.lines.entry(country).or_insert_with(|| {
                let line = SketchedLine {
                    country,
                    ordinary: facts.ordinary,
                    cap: facts.cap,
                };
                (format!("Sketch of {}", facts.name), line)
            });
        }
    }
}

/// The stations made of kept nodes.
struct Stations {
    list: Vec<Station>,
    by_node: BTreeMap<NodeIdx, StationId>,
    names: BTreeMap<StationId, String>,
    /// Cities with several nodes: their own station, joined with those of the nodes.
    hubs: Vec<(CityIdx, StationId)>,
}

impl Stations {
    fn new(gathered: &Gathered<'_>) -> Stations {
        let mut stations = Stations {
            list: Vec::new(),
            by_node: BTreeMap::new(),
            names: BTreeMap::new(),
            hubs: Vec::new(),
        };
        for (node, station) in &gathered.gateways {
            let station = gathered.joint.network.station(*station);
            stations.by_node.insert(*node, station.id.clone());
            stations
                .names
                .insert(station.id.clone(), station.name.clone());
        }
        for (&city, nodes) in &gathered.city_nodes {
            let own = nodes
                .iter()
                .next()
                .filter(|node| nodes.len() == 1 && !stations.by_node.contains_key(*node));
            let id = stations.city(gathered, city);
            match own {
                Some(node) => {
                    stations.by_node.insert(*node, id);
                }
                None => stations.hubs.push((city, id)),
            }
        }
        let rails = gathered.sketch().rails();
        let places = gathered.fixed.iter().map(|node| rails.place(*node));
        let cells = CityCells::new(gathered.sketch(), places);
        for &node in &gathered.fixed {
            if gathered.halves.contains_key(&node) && !stations.by_node.contains_key(&node) {
                stations.node(gathered, &cells, node);
            }
        }
        stations
    }

    fn id(&self, node: NodeIdx) -> &StationId {
        &self.by_node[&node]
    }

    fn name(&self, node: NodeIdx) -> &str {
        &self.names[self.id(node)]
    }

    fn is_taken(&self, id: &str) -> bool {
        StationId::parse(id).is_ok_and(|id| self.names.contains_key(&id))
    }

    fn push(&mut self, station: Station) -> StationId {
        let id = station.id.clone();
        self.names.insert(id.clone(), station.name.clone());
        self.list.push(station);
        id
    }

    /// The station of a city.
    fn city(&mut self, gathered: &Gathered<'_>, city: CityIdx) -> StationId {
        let sketch = gathered.sketch();
        let of = sketch.city(city);
        let mut id = StationId::parse(&sketch.id(city)).expect("ids of cities are ids");
        if gathered.joint.network.station_by_id(id.as_str()).is_some()
            || self.names.contains_key(&id)
        {
            id = StationId::parse(&format!("{id}-sketched")).expect("an id with a word more");
        }
        self.push(station(id, of.name, of.country, of.place, of.timezone))
    }

    /// The station of a node: the city at it, or a place near one.
    fn node(&mut self, gathered: &Gathered<'_>, cells: &CityCells<'_>, node: NodeIdx) {
        let sketch = gathered.sketch();
        let rails = sketch.rails();
        let (place, country) = (rails.place(node), rails.country(node));
        let nearest = cells.nearest(place, country);
        let code = country.code().to_ascii_lowercase();
        let (id, name, timezone) = match nearest {
            Some((city, km)) => {
                let of = sketch.city(city);
                let id = sketch.id(city);
                let is_free =
                    !self.is_taken(&id) && gathered.joint.network.station_by_id(&id).is_none();
                match km <= CITY_KM && is_free {
                    true => (id, of.name.to_owned(), of.timezone),
                    false => (
                        format!("{code}-node-{node}"),
                        format!("near {}", of.name),
                        of.timezone,
                    ),
                }
            }
            None => (
                format!("{code}-node-{node}"),
                format!(
                    "{} at {:.2}, {:.2}",
                    sketch.facts().name(country),
                    place.lat,
                    place.lon
                ),
                "",
            ),
        };
        let id = StationId::parse(&id).expect("ids of nodes are ids");
        let made = self.push(station(id, &name, country, place, timezone));
        self.by_node.insert(node, made);
    }

    /// Joins the station of a city that has several nodes, or a surveyed station for a node, with the stations there.
    fn add_hubs(&self, gathered: &Gathered<'_>, added: &mut Added) {
        let sketch = gathered.sketch();
        let rails = sketch.rails();
        for (city, id) in &self.hubs {
            let centre = sketch.city(*city).place;
            let mut joined = BTreeSet::new();
            for node in &gathered.city_nodes[city] {
                let to = self.id(*node);
                if !joined.insert(to) {
                    continue;
                }
                added.segments.push(AddedSegment {
                    from: id.clone(),
                    to: to.clone(),
                    country: rails.country(*node),
                    length: Length::from_km(rails.place(*node).geodesic(centre).km().max(0.1)),
                    gauges: all_gauges(rails.zones()),
                    bends: Vec::new(),
                    notes: Some(String::from("within the city")),
                });
            }
        }
    }
}

fn station(id: StationId, name: &str, country: Country, place: LatLon, timezone: &str) -> Station {
    Station {
        id,
        name: name.to_owned(),
        name_local: None,
        aliases: Vec::new(),
        country,
        position: place,
        coord_quality: Quality::Sketched,
        elevation: None,
        timezone: (!timezone.is_empty()).then(|| timezone.to_owned()),
        changes_locomotives: false,
        sources: vec![crate::network::SKETCH_SOURCE.to_owned()],
    }
}

fn all_gauges(zones: &[GaugeSet]) -> GaugeSet {
    GaugeSet::new(zones.iter().flat_map(GaugeSet::iter)).expect("zones have gauges")
}

/// The node nearest to a place within some kilometres.
fn nearest(nodes: &[(NodeIdx, LatLon)], place: LatLon, km: f64) -> Option<(NodeIdx, LatLon)> {
    let reach = km / 111.0;
    let width = reach / place.lat.to_radians().cos().max(0.02);
    nodes
        .iter()
        .filter(|(_, at)| (at.lat - place.lat).abs() < reach && (at.lon - place.lon).abs() < width)
        .map(|(node, at)| (at.geodesic(place).km(), *node, *at))
        .filter(|(distance, ..)| *distance <= km)
        .min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)))
        .map(|(_, node, at)| (node, at))
}

/// Cities in cells of a degree, so that the nearest one is found among few.
struct CityCells<'s> {
    sketch: &'s Sketch<'s>,
    cells: FxHashMap<(i16, i16), Vec<CityIdx>>,
}

impl<'s> CityCells<'s> {
    /// The cells around some places.
    fn new(sketch: &'s Sketch<'s>, places: impl Iterator<Item = LatLon>) -> CityCells<'s> {
        let mut cells: FxHashMap<(i16, i16), Vec<CityIdx>> = FxHashMap::default();
        for cell in places.flat_map(|place| around(cell_of(place))) {
            cells.entry(cell).or_default();
        }
        for city in sketch.cities().indices() {
            let cell = cell_of(sketch.cities().place_of(city));
            if let Some(cities) = cells.get_mut(&cell) {
                cities.push(city);
            }
        }
        CityCells { sketch, cells }
    }

    /// The city of a country nearest to a place, with the distance in kilometres, within a degree or two.
    fn nearest(&self, place: LatLon, country: Country) -> Option<(CityIdx, f64)> {
        let near = around(cell_of(place))
            .filter_map(|cell| self.cells.get(&cell))
            .flatten();
        let cities = self.sketch.cities();
        near.filter(|city| self.sketch.city(**city).country == country)
            .map(|city| (cities.place_of(*city).geodesic(place).km(), *city))
            .min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)))
            .map(|(km, city)| (city, km))
    }
}

/// A cell and those around it.
fn around((lat, lon): (i16, i16)) -> impl Iterator<Item = (i16, i16)> {
    (lat - 1..=lat + 1).flat_map(move |lat| (lon - 2..=lon + 2).map(move |lon| (lat, lon)))
}

fn cell_of(place: LatLon) -> (i16, i16) {
    (place.lat.floor() as i16, place.lon.floor() as i16)
}

/// Whether there is no control between two countries.
fn is_open(a: Country, b: Country) -> bool {
    let both = |countries: &[&str]| countries.contains(&a.code()) && countries.contains(&b.code());
    both(&SCHENGEN) || both(&COMMON_TRAVEL)
}

fn minutes_of((low, likely, high): (f64, f64, f64)) -> Estimate<RunTime> {
    Estimate::new(
        RunTime::from_min(low),
        RunTime::from_min(likely),
        RunTime::from_min(high),
    )
    .expect("the constants rise")
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

impl NoPath {
    /// What to say of it.
    #[must_use]
    pub fn explain(&self, sketch: &Sketch<'_>, from: &str, to: &str) -> String {
        let (a, b) = self.countries;
        let name = |country| sketch.facts().name(country);
        match &self.barrier {
            Barrier::Unconnected if a == b => format!(
                "no rail link between {from} and {to} is known: their lines in {} are not connected, or the sketch has a gap there",
                name(a)
            ),
            Barrier::Unconnected => format!(
                "no rail link between {} and {}: the lines of {from} and {to} are not connected",
                name(a),
                name(b)
            ),
            Barrier::ClosedBorder { closures, length } => {
                let closed: Vec<String> = closures
                    .iter()
                    .map(|closure| {
                        let (a, b) = closure.between;
                        format!(
                            "the border between {} and {} has been closed to all trains since {} ({}; {})",
                            name(a),
                            name(b),
                            closure.closed,
                            closure.reason,
                            closure.source
                        )
                    })
                    .collect();
                format!(
                    "no open route from {from} to {to}: {}; without that it would be about {:.0} km",
                    closed.join(", "),
                    length.km()
                )
            }
            Barrier::Avoided => {
                format!("no route from {from} to {to} without the countries that are to be avoided")
            }
            Barrier::SamePlace => format!(
                "{from} and {to} lie at the same rails of the sketch; it tells no places apart that are nearer than about 6 km"
            ),
        }
    }
}
