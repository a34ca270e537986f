//! From paths over the sketch to parts of a network.
//!
//! The nodes of a path become few stations: its ends, both sides of each border, forks, ferries, and the larger cities
//! on it. What lies between two of them becomes one segment, whose bends are kept for the map. Where a path
//! runs over surveyed lines the surveyed network is there as a whole, and its stations are the gateways.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::Sketch;
use super::cities::CityIdx;
use super::gathered::Gathered;
use super::joint::{Joint, Terms, Vertex};
use super::no_path::NoPath;
use super::rails::NodeIdx;
use crate::network::{Country, Network, StationIdx};
use crate::units::Length;

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
