//! How long it takes to read and check a network: the bundled one, and one of 100,000 stations and segments.

use std::borrow::Cow;
use std::fmt::Write;

use divan::Bencher;
use slowtrain::network::{self, Network, RawNetwork, ValidatedNetwork};

/// Stations and segments of the large network.
const LARGE: usize = 100_000;

fn main() {
    divan::main();
}

#[divan::bench]
fn bundled() -> ValidatedNetwork {
    network::bundled().expect("the bundled data has no errors")
}

#[divan::bench]
fn bundled_with_warnings() -> usize {
    bundled().warnings().len()
}

#[divan::bench]
fn bundled_checksum(bencher: Bencher) {
    let checked = bundled();
    bencher.bench_local(|| network::checksum(checked.raw()));
}

#[divan::bench(sample_count = 20)]
fn large(bencher: Bencher) {
    let files = Files::large();
    bencher.bench_local(|| files.load());
}

#[divan::bench(sample_count = 20)]
fn large_with_warnings(bencher: Bencher) {
    let files = Files::large();
    bencher.bench_local(|| files.load().warnings().len());
}

struct Files {
    stations: String,
    segments: String,
}

impl Files {
    /// A chain of stations over Korea and beyond, 1.1 km apart, whose names are made of syllables so that many are alike.
    fn large() -> Files {
        let syllables = [
            "chon", "dong", "gang", "ha", "jin", "kal", "myong", "pyong", "san", "u",
        ];
        let mut stations = String::from("id,name,country,lat,lon,timezone\n");
        let mut segments = String::from("from,to,line,length_km,gauge_mm\n");
        for i in 0..LARGE {
            let digits = [i / 10_000, i / 1_000, i / 100, i / 10, i].map(|d| syllables[d % 10]);
            let (lat, lon) = (0.01 * (i / 300) as f64, 0.01 * (i % 300) as f64);
            let name = digits.concat();
            writeln!(
                stations,
                "kp-{i:06},{name},KP,{:.5},{:.5},Asia/Pyongyang",
                35.0 + lat,
                125.0 + lon
            )
            .expect("memory takes it");
            let next = (i + 1) % LARGE;
            writeln!(
                segments,
                "kp-{i:06},kp-{next:06},Line {},1.5,1435;1520",
                i / 300
            )
            .expect("memory takes it");
        }
        Files { stations, segments }
    }

    fn load(&self) -> ValidatedNetwork {
        let raw = RawNetwork::read("large", |file| {
            let text = match file {
                "stations.csv" => Some(&self.stations),
                "segments.csv" => Some(&self.segments),
                _ => None,
            };
            Ok(text.map(|text| Cow::Owned(text.clone().into_bytes())))
        });
        Network::new(raw.expect("memory can be read")).expect("has no errors")
    }
}
