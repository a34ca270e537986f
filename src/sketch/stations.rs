//! The kept nodes as stations: cities, places near one, and surveyed stations at gateways.

use std::collections::{BTreeMap, BTreeSet};

use super::cells::{CITY_KM, CityCells};
use super::cities::CityIdx;
use super::gathered::Gathered;
use super::rails::NodeIdx;
use crate::network::{Added, AddedSegment, Country, GaugeSet, LatLon, Quality, Station, StationId};
use crate::units::Length;

/// The stations made of kept nodes.
pub(super) struct Stations {
    pub list: Vec<Station>,
    pub by_node: BTreeMap<NodeIdx, StationId>,
    names: BTreeMap<StationId, String>,
    /// Cities with several nodes: their own station, joined with those of the nodes.
    hubs: Vec<(CityIdx, StationId)>,
}

impl Stations {
    pub fn new(gathered: &Gathered<'_>) -> Stations {
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

    pub fn id(&self, node: NodeIdx) -> &StationId {
        &self.by_node[&node]
    }

    pub fn name(&self, node: NodeIdx) -> &str {
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
    pub fn add_hubs(&self, gathered: &Gathered<'_>, added: &mut Added) {
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
