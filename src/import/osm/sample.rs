//! PBF files made by hand, for tests: a small map drawn in code, written as the format's description says.

use std::io::{self, Write};

use flate2::Compression;
use flate2::write::ZlibEncoder;

/// A small map.
#[derive(Clone, Default)]
pub struct Sample {
    texts: Vec<String>,
    nodes: Vec<(i64, f64, f64, Vec<u32>)>,
    ways: Vec<(i64, Vec<i64>, Vec<u32>)>,
    relations: Vec<(i64, Vec<i64>, Vec<u32>)>,
    /// Whether ways say where their nodes are, and nodes without tags are left out.
    is_located: bool,
}

type Tags<'t> = &'t [(&'t str, &'t str)];

impl Sample {
    fn tags(&mut self, tags: Tags<'_>) -> Vec<u32> {
        let mut numbers = Vec::new();
        for text in tags.iter().flat_map(|(key, value)| [key, value]) {
            let known = self.texts.iter().position(|known| known == text);
            let number = known.unwrap_or_else(|| {
                self.texts.push((*text).to_owned());
                self.texts.len() - 1
            });
            // The first text of a block is empty: 0 ends the tags of a node.
            numbers.push(number as u32 + 1);
        }
        numbers
    }

    pub fn node(mut self, id: i64, lat: f64, lon: f64, tags: Tags<'_>) -> Sample {
        let tags = self.tags(tags);
        self.nodes.push((id, lat, lon, tags));
        self
    }

    pub fn way(mut self, id: i64, nodes: &[i64], tags: Tags<'_>) -> Sample {
        let tags = self.tags(tags);
        self.ways.push((id, nodes.to_vec(), tags));
        self
    }

    /// A relation of ways.
    pub fn relation(mut self, id: i64, ways: &[i64], tags: Tags<'_>) -> Sample {
        let tags = self.tags(tags);
        self.relations.push((id, ways.to_vec(), tags));
        self
    }

    /// The same map as `osmium add-locations-to-ways` writes it.
    pub fn with_locations_on_ways(mut self) -> Sample {
        self.is_located = true;
        self
    }

    fn texts(&self) -> Vec<u8> {
        let texts = std::iter::once("").chain(self.texts.iter().map(String::as_str));
        texts.flat_map(|text| bytes(1, text.as_bytes())).collect()
    }

    fn dense(&self) -> Vec<u8> {
        // Granularity 100 nanodegrees.
        let units = |degrees: f64| (degrees * 1e7).round() as i64;
        let all = self.nodes.iter();
        let nodes = || {
            all.clone()
                .filter(|node| !self.is_located || !node.3.is_empty())
        };
        let ids = differences(nodes().map(|node| node.0));
        let lats = differences(nodes().map(|node| units(node.1)));
        let lons = differences(nodes().map(|node| units(node.2)));
        let tags = nodes().flat_map(|node| node.3.iter().copied().chain([0]));
        let tags: Vec<u8> = tags.flat_map(|number| varint(u64::from(number))).collect();
        [
            bytes(1, &ids),
            bytes(8, &lats),
            bytes(9, &lons),
            bytes(10, &tags),
        ]
        .concat()
    }

    fn way_messages(&self) -> Vec<u8> {
        let message = |(id, nodes, tags): &(i64, Vec<i64>, Vec<u32>)| {
            let refs = differences(nodes.iter().copied());
            let mut message = [tagged(*id, tags), bytes(8, &refs)].concat();
            if self.is_located {
                let units = |degrees: f64| (degrees * 1e7).round() as i64;
                let place = |id: &i64| self.nodes.iter().find(|node| node.0 == *id);
                let places: Vec<_> = nodes.iter().filter_map(place).collect();
                let lats = differences(places.iter().map(|node| units(node.1)));
                let lons = differences(places.iter().map(|node| units(node.2)));
                message.extend([bytes(9, &lats), bytes(10, &lons)].concat());
            }
            message
        };
        self.ways
            .iter()
            .flat_map(|way| bytes(3, &message(way)))
            .collect()
    }

    fn relation_messages(&self) -> Vec<u8> {
        let message = |(id, ways, tags): &(i64, Vec<i64>, Vec<u32>)| {
            let members = differences(ways.iter().copied());
            // Each member is a way, and its role is the empty text.
            let (roles, kinds) = (vec![0; ways.len()], vec![1; ways.len()]);
            let members = [bytes(8, &roles), bytes(9, &members), bytes(10, &kinds)].concat();
            [tagged(*id, tags), members].concat()
        };
        self.relations
            .iter()
            .flat_map(|relation| bytes(4, &message(relation)))
            .collect()
    }

    /// The file: header, a packed blob of nodes, a plain blob of ways.
    pub fn pbf(&self) -> Vec<u8> {
        let features = ["OsmSchema-V0.6", "DenseNodes"].map(|name| bytes(4, name.as_bytes()));
        let optional = match self.is_located {
            true => bytes(5, b"LocationsOnWays"),
            false => Vec::new(),
        };
        let header = [features.concat(), optional, number(32, 1_767_225_600)].concat();
        let texts = bytes(1, &self.texts());
        let nodes = [texts.clone(), bytes(2, &bytes(2, &self.dense()))].concat();
        let ways = [texts.clone(), bytes(2, &self.way_messages())].concat();
        let relations = [texts, bytes(2, &self.relation_messages())].concat();
        [
            blob("OSMHeader", &header, true),
            blob("OSMData", &nodes, true),
            blob("OSMData", &ways, false),
            match self.relations.is_empty() {
                true => Vec::new(),
                false => blob("OSMData", &relations, true),
            },
        ]
        .concat()
    }
}

impl super::Source for &[u8] {
    type Input = io::Cursor<Vec<u8>>;

    fn open(&mut self) -> io::Result<(Self::Input, u64)> {
        Ok((io::Cursor::new(self.to_vec()), self.len() as u64))
    }
}

/// The beginning of a way or relation: its id and tags.
fn tagged(id: i64, tags: &[u32]) -> Vec<u8> {
    let every_other = |first: usize| -> Vec<u8> {
        let numbers = tags.iter().skip(first).step_by(2);
        let numbers = numbers.flat_map(|number| varint(u64::from(*number)));
        numbers.collect()
    };
    let id = number(1, id.cast_unsigned());
    [id, bytes(2, &every_other(0)), bytes(3, &every_other(1))].concat()
}

pub fn blob(kind: &str, content: &[u8], is_packed: bool) -> Vec<u8> {
    let body = match is_packed {
        true => [number(2, content.len() as u64), bytes(3, &zlib(content))].concat(),
        false => bytes(1, content),
    };
    whole_blob(kind, &body)
}

/// A packed blob that does not say how long its content is.
pub fn blob_without_size(kind: &str, content: &[u8]) -> Vec<u8> {
    whole_blob(kind, &bytes(3, &zlib(content)))
}

fn zlib(content: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(content).expect("memory takes everything");
    encoder.finish().expect("memory takes everything")
}

fn whole_blob(kind: &str, body: &[u8]) -> Vec<u8> {
    let header = [bytes(1, kind.as_bytes()), number(3, body.len() as u64)].concat();
    [&(header.len() as u32).to_be_bytes()[..], &header, body].concat()
}

fn varint(mut number: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    while number >= 128 {
        bytes.push((number & 127) as u8 | 128);
        number >>= 7;
    }
    bytes.push(number as u8);
    bytes
}

pub fn number(field: u64, value: u64) -> Vec<u8> {
    [varint(field << 3), varint(value)].concat()
}

pub fn bytes(field: u64, content: &[u8]) -> Vec<u8> {
    let length = varint(content.len() as u64);
    [&varint(field << 3 | 2)[..], &length, content].concat()
}

fn differences(numbers: impl Iterator<Item = i64>) -> Vec<u8> {
    let mut last = 0;
    numbers
        .flat_map(|number| {
            let difference = number - last;
            last = number;
            varint((difference << 1 ^ difference >> 63).cast_unsigned())
        })
        .collect()
}
