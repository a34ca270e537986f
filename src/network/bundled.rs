//! The network that comes with the program, compiled in.
//!
//! The files are those of the folder `data` and nothing else: they pass the same door as anybody's.

use std::borrow::Cow;

use super::Network;
use super::check::ValidatedNetwork;
use super::finding::Findings;
use super::raw::RawNetwork;

/// Names a file of the folder `data` and takes in its text.
macro_rules! files {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../data/", $name)))),*]
    };
}

/// All files of the bundled data package: their names below its folder, and their texts.
pub static BUNDLED: &[(&str, &str)] = files![
    "LICENSE",
    "README.md",
    "datapackage.json",
    "borders.csv",
    "claims.csv",
    "countries.csv",
    "gradients.csv",
    "journeys.csv",
    "limits.csv",
    "segments.csv",
    "sources.csv",
    "stations.csv",
    "junctions.csv",
    "trains/bam-363.toml",
    "trains/bam-express.toml",
    "trains/bhp-ore-train.toml",
    "trains/cn-k-train.toml",
    "trains/cn-k3.toml",
    "trains/cn-ordinary.toml",
    "trains/cn-t-train.toml",
    "trains/cn-z-train.toml",
    "trains/dprk-express.toml",
    "trains/dprk-ordinary.toml",
    "trains/generic-freight.toml",
    "trains/generic-passenger.toml",
    "trains/heavy-freight.toml",
    "trains/high-speed-train.toml",
    "trains/intercity.toml",
    "trains/leader-special.toml",
    "trains/metro-train.toml",
    "trains/mr-ore-train.toml",
    "trains/regional-multiple-unit.toml",
    "trains/rossiya.toml",
    "trains/ru-kp-cars.toml",
    "trains/ru-slow.toml",
    "trains/tazara-express.toml",
    "trains/tazara-ordinary.toml",
    "trains/the-ghan.toml",
    "trains/ua-leaders-train.toml",
    "trains/ua-night-train.toml",
    "trains/vn-express.toml",
    "trains/vn-fast-express.toml",
];

/// The text of a bundled file.
#[must_use]
pub fn bundled_file(name: &str) -> Option<&'static str> {
    let found = BUNDLED.iter().find(|(file, _)| *file == name);
    found.map(|(_, text)| *text)
}

/// The bundled network.
///
/// # Errors
/// None as long as the data passes its tests.
pub fn bundled() -> Result<ValidatedNetwork, Findings> {
    let raw = RawNetwork::read("data", |file| {
        Ok(bundled_file(file).map(|text| Cow::Borrowed(text.as_bytes())))
    });
    Network::new(raw.expect("memory can be read"))
}
