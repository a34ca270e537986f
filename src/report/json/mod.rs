//! JSON for scripts: schema name first, units in every key, unknown null.
//!
//! Each answer is a serde struct here, filled from its summary. The order of keys is part of the promise; keys may be added
//! at the end of an object, never removed or renamed within one schema version. The files of `schemas/` are generated from
//! these structs by a test.

mod calibrate;
mod claim;
mod compare;
mod course;
mod locate;
mod network;
mod reach;
mod route;
mod route_words;
mod simple;

pub use calibrate::calibrate;
pub use claim::claims;
pub(super) use compare::CompareRow;
pub use compare::compare;
pub use locate::locate;
pub use network::{findings, inventory};
pub use reach::reach;
pub use route::route;
pub use simple::{sentence, stations, train, trains};

use serde::Serialize;
use serde_json::Value;

use super::labels::{HOUR_DIGITS, round};
use super::summary::Provenance;
use crate::files::acts;
use crate::units::{Energy, Estimate, Length, RunTime, Speed};

/// An answer as a JSON value.
fn value(answer: &impl Serialize) -> Value {
    serde_json::to_value(answer).expect("an answer is plain data with text for keys")
}

/// Kilometres with one decimal.
fn km(length: Length) -> f64 {
    round(length.km(), 1)
}

/// Hours with two decimals.
fn h(time: RunTime) -> f64 {
    round(time.h(), 2)
}

/// Hours of times that add up to others.
fn exact_h(time: RunTime) -> f64 {
    round(time.h(), HOUR_DIGITS)
}

/// Kilometres an hour with one decimal.
fn kmh(speed: Speed) -> f64 {
    round(speed.kmh(), 1)
}

/// Whole kilowatt-hours.
fn kwh(energy: Energy) -> f64 {
    round(energy.kwh(), 0)
}

/// The 10, 50 and 90 % points of something uncertain.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
struct Range<T = f64> {
    /// The 10 % point.
    low: T,
    /// The 50 % point.
    likely: T,
    /// The 90 % point.
    high: T,
}

impl<T> Range<T> {
    /// A range, each of its points as a figure.
    fn of<Q: Copy + PartialOrd>(range: &Estimate<Q>, figure: impl Fn(Q) -> T) -> Range<T> {
        Range {
            low: figure(range.low()),
            likely: figure(range.likely()),
            high: figure(range.high()),
        }
    }
}

impl Range {
    /// A time in hours.
    fn hours(range: &Estimate<RunTime>) -> Range {
        Range::of(range, exact_h)
    }
}

/// Which network answered, and who must be named with it.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct NetworkLabel<'a> {
    /// Name of its data package.
    name: &'a str,
    /// Version of its data.
    version: Option<&'a str>,
    /// Who must be named with it.
    attribution: Option<&'a str>,
    /// Licences of its data.
    licences: &'a [String],
}

impl NetworkLabel<'_> {
    fn of(provenance: &Provenance) -> NetworkLabel<'_> {
        NetworkLabel {
            name: &provenance.network,
            version: provenance.network_version.as_deref(),
            attribution: provenance.attribution.as_deref(),
            licences: &provenance.licences,
        }
    }
}

/// A source that the answer rests on.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct SourceRead<'a> {
    /// Its id in `sources.csv`.
    id: &'a str,
    /// What was read there.
    read: &'a str,
}

fn sources(provenance: &Provenance) -> Vec<SourceRead<'_>> {
    let sources = provenance.sources.iter();
    sources.map(|(id, read)| SourceRead { id, read }).collect()
}

/// JSON text in which characters that act instead of being read (control characters, those that turn the writing
/// direction) are escaped, so that a terminal that shows it obeys none; what it says is the same. Line ends stay.
#[must_use]
pub fn ascii_where_it_acts(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        // Outside of texts JSON has no such characters, so all of them are in one.
        if c != '\n' && (acts(c) || matches!(c, '\u{2028}' | '\u{2029}')) {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests;
