//! The rails of the sketch: nodes, edges with their lengths and bends, gauges, countries, gateways.
//!
//! `rails.bin` is read in place. [`Rails::open`] checks every number that points anywhere, so that afterwards no look-up
//! can fail; a file that was cut or changed is an error with the array and the number. Layout: `tools/world/README.md`.

use super::view::{BrokenSketch, Reader, View};
use crate::network::{Country, Gauge, GaugeSet, LatLon};

const FILE: &str = "rails.bin";
const MAGIC: &str = "STRAIL01";

/// The length of an edge is written in units of 100 m.
const LENGTH_UNIT_KM: f64 = 0.1;
/// Places of nodes are written in units of 1/10,000 degree.
const PLACE_UNIT: f64 = 10_000.0;
/// Bends are written in units of 1/1,000 degree.
const BEND_UNIT: f64 = 1_000.0;
/// A train ferry.
const FERRY: u8 = 1;
/// An edge that runs beside a surveyed line.
const SURVEYED: u8 = 2;

/// Number of a node of the sketch.
pub type NodeIdx = u16;

/// Number of an edge of the sketch.
pub type EdgeIdx = u16;

/// An edge as it leaves a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Half {
    /// The node at its other end.
    pub to: NodeIdx,
    /// Which edge.
    pub edge: EdgeIdx,
}

/// The rails, read in place.
#[derive(Clone, Debug)]
pub struct Rails<'a> {
    nodes: usize,
    lat: View<'a>,
    lon: View<'a>,
    first_half: View<'a>,
    first_bend: View<'a>,
    target: View<'a>,
    edge: View<'a>,
    length: View<'a>,
    bends: View<'a>,
    countries: Vec<Country>,
    zones: Vec<GaugeSet>,
    node_country: &'a [u8],
    node_zone: &'a [u8],
    flags: &'a [u8],
    gateways: Vec<(NodeIdx, &'a str)>,
}

impl<'a> Rails<'a> {
    /// Reads a file.
    ///
    /// # Errors
    /// [`BrokenSketch`] when any of its numbers is not what it should be.
    pub fn open(bytes: &'a [u8]) -> Result<Rails<'a>, BrokenSketch> {
        let rails = Rails::trusted(bytes)?;
        rails.check(&Reader::new(FILE, bytes, MAGIC)?)?;
        Ok(rails)
    }

    /// Reads a file whose numbers were checked before: those of the embedded one by a test.
    pub(super) fn trusted(bytes: &'a [u8]) -> Result<Rails<'a>, BrokenSketch> {
        let mut reader = Reader::new(FILE, bytes, MAGIC)?;
        let counts = reader.array("counts", 6, 4)?;
        let [nodes, edges, bends, countries, zones, gateways] =
            std::array::from_fn(|i| counts.place(i));
        for (index, count) in [nodes, edges].into_iter().enumerate() {
            if count > usize::from(u16::MAX) {
                let found = i64::from(counts.u32(index));
                return Err(reader.value("counts", index, found, "at most 65,535"));
            }
        }
        let lat = reader.array("latitudes", nodes, 4)?;
        let lon = reader.array("longitudes", nodes, 4)?;
        let first_half = reader.array("first half-edges", nodes + 1, 4)?;
        let first_bend = reader.array("first bends", edges + 1, 4)?;
        let target = reader.array("ends of half-edges", 2 * edges, 2)?;
        let edge = reader.array("edges of half-edges", 2 * edges, 2)?;
        let length = reader.array("lengths", edges, 2)?;
        let bends = reader.array("bends", bends, 4)?;
        let zones = reader.array("gauge zones", zones, 6)?;
        let codes = reader.array("countries", countries, 2)?;
        let node_country = reader.array("countries of nodes", nodes, 1)?.bytes;
        let node_zone = reader.array("gauge zones of nodes", nodes, 1)?.bytes;
        let flags = reader.array("flags", edges, 1)?.bytes;
        let gateways = reader.array("gateways", gateways, 1)?;
        reader.end()?;
        Ok(Rails {
            nodes,
            lat,
            lon,
            first_half,
            first_bend,
            target,
            edge,
            length,
            bends,
            countries: read_countries(&reader, codes)?,
            zones: read_zones(&reader, zones)?,
            node_country,
            node_zone,
            flags,
            gateways: read_gateways(&reader, gateways, nodes)?,
        })
    }

    /// That every number points into what it points into.
    fn check(&self, reader: &Reader<'_>) -> Result<(), BrokenSketch> {
        let edges = self.edges();
        rising(
            reader,
            "first half-edges",
            self.first_half,
            self.nodes,
            2 * edges,
        )?;
        rising(
            reader,
            "first bends",
            self.first_bend,
            edges,
            self.bends.bytes.len() / 4,
        )?;
        below(reader, "ends of half-edges", self.target, self.nodes)?;
        below(reader, "edges of half-edges", self.edge, edges)?;
        for (what, values, limit) in [
            (
                "countries of nodes",
                self.node_country,
                self.countries.len(),
            ),
            ("gauge zones of nodes", self.node_zone, self.zones.len()),
        ] {
            let wrong = values.iter().position(|value| usize::from(*value) >= limit);
            if let Some(index) = wrong {
                return Err(reader.value(what, index, values[index], format!("less than {limit}")));
            }
        }
        for (what, view, limit) in [
            ("latitudes", self.lat, 900_000),
            ("longitudes", self.lon, 1_800_000),
        ] {
            let wrong = (0..self.nodes).find(|i| view.i32(*i).unsigned_abs() > limit);
            if let Some(index) = wrong {
                let expected = format!("{limit} or less, either side of 0");
                return Err(reader.value(what, index, view.i32(index), expected));
            }
        }
        let wrong = (0..edges).find(|i| self.length.u16(*i) == 0);
        wrong.map_or(Ok(()), |index| {
            Err(reader.value("lengths", index, 0, "more than 0"))
        })
    }

    /// How many nodes there are.
    #[must_use]
    pub fn nodes(&self) -> usize {
        self.nodes
    }

    /// How many edges there are.
    #[must_use]
    pub fn edges(&self) -> usize {
        self.flags.len()
    }

    /// Where a node lies.
    #[must_use]
    pub fn place(&self, node: NodeIdx) -> LatLon {
        let at = usize::from(node);
        LatLon {
            lat: f64::from(self.lat.i32(at)) / PLACE_UNIT,
            lon: f64::from(self.lon.i32(at)) / PLACE_UNIT,
        }
    }

    /// The edges that leave a node.
    pub fn leaving(&self, node: NodeIdx) -> impl Iterator<Item = Half> + '_ {
        let at = usize::from(node);
        (self.first_half.place(at)..self.first_half.place(at + 1)).map(|half| Half {
            to: self.target.u16(half),
            edge: self.edge.u16(half),
        })
    }

    /// The length of an edge as it was drawn, in kilometres: trains run about 1.4 % farther.
    #[must_use]
    pub fn drawn_km(&self, edge: EdgeIdx) -> f64 {
        f64::from(self.length.u16(usize::from(edge))) * LENGTH_UNIT_KM
    }

    /// The country of a node.
    #[must_use]
    pub fn country(&self, node: NodeIdx) -> Country {
        self.countries[usize::from(self.node_country[usize::from(node)])]
    }

    /// All countries with rails, by their codes.
    #[must_use]
    pub fn countries(&self) -> &[Country] {
        &self.countries
    }

    /// The gauges of the rails at a node. Where a country has several and the sketch does not know which line has
    /// which, all of them.
    #[must_use]
    pub fn gauges(&self, node: NodeIdx) -> &GaugeSet {
        &self.zones[self.zone(node)]
    }

    /// The number of the gauges of a node.
    #[must_use]
    pub fn zone(&self, node: NodeIdx) -> usize {
        usize::from(self.node_zone[usize::from(node)])
    }

    /// The gauges by their numbers.
    #[must_use]
    pub fn zones(&self) -> &[GaugeSet] {
        &self.zones
    }

    /// Whether trains are carried over water.
    #[must_use]
    pub fn is_ferry(&self, edge: EdgeIdx) -> bool {
        self.flags[usize::from(edge)] & FERRY != 0
    }

    /// Whether an edge runs beside a line of the surveyed network.
    #[must_use]
    pub fn is_surveyed(&self, edge: EdgeIdx) -> bool {
        self.flags[usize::from(edge)] & SURVEYED != 0
    }

    /// The places between the ends of an edge, in the order from `from` to `to`.
    #[must_use]
    pub fn bends(&self, from: NodeIdx, half: Half) -> Vec<LatLon> {
        let at = usize::from(half.edge);
        let start = self.place(from.min(half.to));
        let rounded = |degrees: f64| (degrees * BEND_UNIT).round();
        let (mut lat, mut lon) = (rounded(start.lat), rounded(start.lon));
        let mut bends: Vec<LatLon> = (self.first_bend.place(at)..self.first_bend.place(at + 1))
            .map(|bend| {
                lat += f64::from(self.bends.i16(2 * bend));
                lon += f64::from(self.bends.i16(2 * bend + 1));
                LatLon {
                    lat: (lat / BEND_UNIT).clamp(-90.0, 90.0),
                    lon: (lon / BEND_UNIT + 180.0).rem_euclid(360.0) - 180.0,
                }
            })
            .collect();
        if from > half.to {
            bends.reverse();
        }
        bends
    }

    /// The nodes that stand for surveyed stations, with the stations' ids.
    #[must_use]
    pub fn gateways(&self) -> &[(NodeIdx, &'a str)] {
        &self.gateways
    }

    /// All nodes, rising.
    pub fn node_indices(&self) -> impl Iterator<Item = NodeIdx> + use<> {
        (0..self.nodes).map(|node| node as NodeIdx)
    }
}

fn rising(
    reader: &Reader<'_>,
    what: &'static str,
    view: View<'_>,
    count: usize,
    last: usize,
) -> Result<(), BrokenSketch> {
    let mut before = 0;
    for index in 0..=count {
        let value = view.place(index);
        let is_right = match index {
            0 => value == 0,
            _ if index == count => value == last && value >= before,
            _ => value >= before,
        };
        if !is_right {
            let expected = format!("{before} or more, and {last} at the end");
            return Err(reader.value(what, index, view.u32(index), expected));
        }
        before = value;
    }
    Ok(())
}

fn below(
    reader: &Reader<'_>,
    what: &'static str,
    view: View<'_>,
    limit: usize,
) -> Result<(), BrokenSketch> {
    let wrong = (0..view.bytes.len() / 2).find(|index| usize::from(view.u16(*index)) >= limit);
    wrong.map_or(Ok(()), |index| {
        let found = i64::from(view.u16(index));
        Err(reader.value(what, index, found, format!("less than {limit}")))
    })
}

fn read_countries(reader: &Reader<'_>, codes: View<'_>) -> Result<Vec<Country>, BrokenSketch> {
    let code = |(index, pair): (usize, &[u8])| {
        let text = std::str::from_utf8(pair).unwrap_or_default();
        Country::parse(text)
            .map_err(|_| reader.value("countries", index, pair[0], "two Latin letters"))
    };
    codes.bytes.chunks_exact(2).enumerate().map(code).collect()
}

fn read_zones(reader: &Reader<'_>, zones: View<'_>) -> Result<Vec<GaugeSet>, BrokenSketch> {
    let zone = |zone: usize| {
        let mut gauges = Vec::new();
        for index in 3 * zone..3 * zone + 3 {
            match zones.u16(index) {
                0 => {}
                mm => gauges.push(Gauge::from_mm(mm).ok_or_else(|| {
                    reader.value("gauge zones", index, mm, "a gauge in millimetres")
                })?),
            }
        }
        GaugeSet::new(gauges)
            .ok_or_else(|| reader.value("gauge zones", 3 * zone, 0, "at least one gauge"))
    };
    (0..zones.bytes.len() / 6).map(zone).collect()
}

fn read_gateways<'a>(
    reader: &Reader<'_>,
    view: View<'a>,
    nodes: usize,
) -> Result<Vec<(NodeIdx, &'a str)>, BrokenSketch> {
    let mut rest = view.bytes;
    let mut gateways = Vec::new();
    while !rest.is_empty() {
        let index = gateways.len();
        let cut = || reader.value("gateways", index, 0, "a node and the id of a station");
        let (head, tail) = rest.split_at_checked(3).ok_or_else(cut)?;
        let node = u16::from_le_bytes([head[0], head[1]]);
        let (id, tail) = tail
            .split_at_checked(usize::from(head[2]))
            .ok_or_else(cut)?;
        let id = std::str::from_utf8(id).map_err(|_| cut())?;
        if usize::from(node) >= nodes {
            return Err(reader.value("gateways", index, node, format!("less than {nodes}")));
        }
        gateways.push((node, id));
        rest = tail;
    }
    Ok(gateways)
}
