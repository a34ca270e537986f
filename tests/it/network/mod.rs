//! Reading and checking networks: one test for each thing that can be wrong, and for each way to write it right.

mod along;
mod bundled;
mod errors;
mod formats;
mod places;
mod warnings;

use std::borrow::Cow;

use slowtrain::network::{Findings, Network, RawNetwork, Severity, ValidatedNetwork};

/// A sound network of three stations in a row, over a border.
const STATIONS: &str = "id,name,country,lat,lon,timezone\n\
    kp-rajin,Rajin,KP,42.25,130.30,Asia/Pyongyang\n\
    kp-tumangang,Tumangang,KP,42.41,130.61,Asia/Pyongyang\n\
    ru-khasan,Khasan,RU,42.43,130.64,Asia/Vladivostok\n";
const SEGMENTS: &str = "from,to,line,length_km,gauge_mm\n\
    kp-rajin,kp-tumangang,Hambuk Line,45,1435;1520\n\
    kp-tumangang,ru-khasan,Border line,5,1435;1520\n";

/// Loads the sound network with some files changed or added.
fn load(files: &[(&str, &str)]) -> Result<ValidatedNetwork, Findings> {
    let bytes: Vec<(&str, &[u8])> = files
        .iter()
        .map(|(f, text)| (*f, text.as_bytes()))
        .collect();
    load_bytes(&bytes)
}

fn load_bytes(files: &[(&str, &[u8])]) -> Result<ValidatedNetwork, Findings> {
    let raw = RawNetwork::read("mine", |file| {
        let given = files.iter().find(|(name, _)| *name == file);
        let bytes = match (given, file) {
            (Some((_, bytes)), _) => Some(*bytes),
            (None, "stations.csv") => Some(STATIONS.as_bytes()),
            (None, "segments.csv") => Some(SEGMENTS.as_bytes()),
            _ => None,
        };
        Ok(bytes.map(|bytes| Cow::Owned(bytes.to_owned())))
    });
    Network::new(raw.expect("memory can be read"))
}

/// What is refused, and nothing else.
fn errors(files: &[(&str, &str)]) -> String {
    let findings = load(files).expect_err("has an error");
    let errors = findings.iter().filter(|f| f.severity == Severity::Error);
    errors.map(|f| format!("{f}\n")).collect()
}

/// What is doubted in a network that is accepted.
fn warnings(files: &[(&str, &str)]) -> String {
    let checked = load(files).unwrap_or_else(|findings| panic!("{findings}"));
    checked
        .warnings()
        .iter()
        .map(|f| format!("{f}\n"))
        .collect()
}

/// A table with one more row.
fn with(table: &str, row: &str) -> String {
    format!("{table}{row}\n")
}

#[test]
fn the_sound_network_has_no_findings() {
    assert_eq!(warnings(&[]), "");
}
