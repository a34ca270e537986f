//! `datapackage.json`: what a network says of itself as a whole.
//!
//! Only the few keys are read that answers show: name, title, version, `as_of`, licences and attribution. The tables'
//! schemas in it are for other programs; a test holds them together with ours.

use serde::Deserialize;
use thiserror::Error;

use super::Package;
use super::finding::{FilePosition, Finding, Findings, Problem};
use super::raw::{Document, RawNetwork};

#[derive(Deserialize)]
struct Written {
    name: Option<String>,
    title: Option<String>,
    version: Option<String>,
    as_of: Option<String>,
    attribution: Option<String>,
    #[serde(default)]
    licenses: Vec<Licence>,
}

#[derive(Deserialize)]
struct Licence {
    name: Option<String>,
    title: Option<String>,
}

#[derive(Debug, Error)]
enum PackageProblem {
    #[error("this is not a data package: {0}")]
    NotAPackage(String),
    #[error("as_of \"{0}\" is not a day like 2026-11-01")]
    BadDay(String),
}

impl Problem for PackageProblem {
    fn code(&self) -> &'static str {
        match self {
            PackageProblem::NotAPackage(_) => "bad-package",
            PackageProblem::BadDay(_) => "bad-date",
        }
    }
}

/// Reads the description; where there is none, the network is called by its folder and has no version.
pub(super) fn read(raw: &RawNetwork, findings: &mut Findings) -> Package {
    let unnamed = Package {
        name: raw.name.clone(),
        title: raw.name.clone(),
        version: None,
        as_of: None,
        licences: Vec::new(),
        attribution: None,
    };
    let Some(document) = &raw.package else {
        return unnamed;
    };
    let text = document.text.trim_start_matches('\u{feff}');
    let written: Written = match serde_json::from_str(text) {
        Ok(written) => written,
        Err(error) => {
            findings.push(not_a_package(document, &error));
            return unnamed;
        }
    };
    let as_of = written.as_of.and_then(|day| match day.parse() {
        Ok(day) => Some(day),
        Err(_) => {
            let place = place_of(document, "\"as_of\"");
            findings.push(Finding::new(place, &PackageProblem::BadDay(day)));
            None
        }
    });
    let name = written.name.unwrap_or(unnamed.name);
    let licences = written.licenses.into_iter();
    Package {
        title: written.title.unwrap_or_else(|| name.clone()),
        name,
        version: written.version,
        as_of,
        licences: licences.filter_map(|l| l.name.or(l.title)).collect(),
        attribution: written.attribution,
    }
}

fn not_a_package(document: &Document, error: &serde_json::Error) -> Finding {
    let count = |n: usize| u32::try_from(n.max(1)).unwrap_or(u32::MAX);
    let place = FilePosition {
        file: document.file.clone(),
        line: count(error.line()),
        column: count(error.column()),
    };
    // The place is said once, in front, not again at the end of the message.
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or_default();
    Finding::new(place, &PackageProblem::NotAPackage(message.to_owned()))
}

/// Where a key stands in the description.
fn place_of(document: &Document, key: &str) -> FilePosition {
    let before = document.text.split(key).next().unwrap_or_default();
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let count = |n: usize| u32::try_from(n + 1).unwrap_or(u32::MAX);
    FilePosition {
        file: document.file.clone(),
        line: count(before.matches('\n').count()),
        column: count(before[line_start..].chars().count()),
    }
}
