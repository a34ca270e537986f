//! PBF files made by hand, for tests: a small map drawn in code, written as the format's description says.

use std::io::{self, Write};

use flate2::Compression;
use flate2::write::ZlibEncoder;

/// A small map.
#[derive(Default)]
pub struct Sample {
    texts: Vec<String>,
    nodes: Vec<(i64, f64, f64, Vec<u32>)>,
    ways: Vec<(i64, Vec<i64>, Vec<u32>)>,
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

    fn texts(&self) -> Vec<u8> {
        let texts = std::iter::once("").chain(self.texts.iter().map(String::as_str));
        texts.flat_map(|text| bytes(1, text.as_bytes())).collect()
    }

    fn dense(&self) -> Vec<u8> {
        // Granularity 100 nanodegrees.
        let units = |degrees: f64| (degrees * 1e7).round() as i64;
        let ids = differences(self.nodes.iter().map(|node| node.0));
        let lats = differences(self.nodes.iter().map(|node| units(node.1)));
        let lons = differences(self.nodes.iter().map(|node| units(node.2)));
        let tags = self
            .nodes
            .iter()
            .flat_map(|node| node.3.iter().copied().chain([0]));
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
            let every_other = |first: usize| -> Vec<u8> {
                let numbers = tags.iter().skip(first).step_by(2);
                numbers
                    .flat_map(|number| varint(u64::from(*number)))
                    .collect()
            };
            let refs = differences(nodes.iter().copied());
            let id = number(1, id.cast_unsigned());
            [
                id,
                bytes(2, &every_other(0)),
                bytes(3, &every_other(1)),
                bytes(8, &refs),
            ]
            .concat()
        };
        self.ways
            .iter()
            .flat_map(|way| bytes(3, &message(way)))
            .collect()
    }

    /// The file: header, a packed blob of nodes, a plain blob of ways.
    pub fn pbf(&self) -> Vec<u8> {
        let features = ["OsmSchema-V0.6", "DenseNodes"].map(|name| bytes(4, name.as_bytes()));
        let header = [features.concat(), number(32, 1_767_225_600)].concat();
        let texts = bytes(1, &self.texts());
        let nodes = [texts.clone(), bytes(2, &bytes(2, &self.dense()))].concat();
        let ways = [texts, bytes(2, &self.way_messages())].concat();
        [
            blob("OSMHeader", &header, true),
            blob("OSMData", &nodes, true),
            blob("OSMData", &ways, false),
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

pub fn blob(kind: &str, content: &[u8], is_packed: bool) -> Vec<u8> {
    let body = if is_packed {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(content).expect("memory takes everything");
        let packed = encoder.finish().expect("memory takes everything");
        [number(2, content.len() as u64), bytes(3, &packed)].concat()
    } else {
        bytes(1, content)
    };
    let header = [bytes(1, kind.as_bytes()), number(3, body.len() as u64)].concat();
    [&(header.len() as u32).to_be_bytes()[..], &header, &body].concat()
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
