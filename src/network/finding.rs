//! Findings: what is wrong or doubtful in data, where, and what would be right.
//!
//! A [`Finding`] is made from a [`Problem`], an enum whose variants carry data and know their code and severity. Findings
//! are collected, not thrown one by one: [`Findings`] keeps all of them in the order file, line, column, code.
//!
//! ```
//! use slowtrain::network::{Findings, RawNetwork, Network};
//! let raw = RawNetwork::read("mine", |file| match file {
//!     "stations.csv" => Ok(Some(b"id,name,country,lat,lon\nkp-a,A,KP,39,125\n".to_vec().into())),
//!     "segments.csv" => Ok(Some(b"from,to,length_km,gauge_mm\nkp-a,kp-b,1.5,1435\n".to_vec().into())),
//!     _ => Ok(None),
//! }).expect("nothing to fail here");
//! let findings: Findings = Network::new(raw).expect_err("kp-b is nowhere");
//! assert_eq!(
//!     findings.iter().find(|finding| finding.code == "unknown-station").expect("found").to_string(),
//!     "mine/segments.csv:2:6: error unknown-station: to \"kp-b\" is not a station of stations.csv; did you mean kp-a?"
//! );
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::ser::{Serialize, SerializeStruct, Serializer};

/// A place in a file. Lines and columns count from 1, columns in characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FilePosition {
    /// The file as it was named when read.
    pub file: String,
    /// Line; `\n`, `\r` and `\r\n` each end one.
    pub line: u32,
    /// Character of the line.
    pub column: u32,
}

impl FilePosition {
    /// The beginning of a file, for what concerns all of it.
    #[must_use]
    pub fn start_of(file: impl Into<String>) -> FilePosition {
        FilePosition {
            file: file.into(),
            line: 1,
            column: 1,
        }
    }
}

impl fmt::Display for FilePosition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The data cannot be used.
    Error,
    /// The data can be used, and somebody should look.
    Warning,
}

impl Severity {
    /// The word as it is shown.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A kind of thing that can be wrong with data. Its text says what was found and what would be right.
pub trait Problem: fmt::Display {
    /// A lasting name in kebab case, for scripts.
    fn code(&self) -> &'static str;

    /// How bad it is.
    fn severity(&self) -> Severity {
        Severity::Error
    }
}

/// One thing that is wrong or doubtful, at one place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// File, line and column of the cell that the finding is about.
    pub place: FilePosition,
    /// The lasting name of its kind, in kebab case.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What was found and what would be right.
    pub message: String,
}

impl Finding {
    /// A problem at a place.
    #[must_use]
    pub fn new(place: FilePosition, problem: &impl Problem) -> Finding {
        Finding {
            place,
            code: problem.code(),
            severity: problem.severity(),
            message: problem.to_string(),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Finding {
            place,
            code,
            severity,
            message,
        } = self;
        write!(f, "{place}: {severity} {code}: {message}")
    }
}

impl Serialize for Finding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut flat = serializer.serialize_struct("Finding", 6)?;
        flat.serialize_field("code", self.code)?;
        flat.serialize_field("severity", self.severity.as_str())?;
        flat.serialize_field("file", &self.place.file)?;
        flat.serialize_field("line", &self.place.line)?;
        flat.serialize_field("column", &self.place.column)?;
        flat.serialize_field("message", &self.message)?;
        flat.end()
    }
}

/// Findings, each once, in the order file, line, column, code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings(BTreeSet<Finding>);

impl Findings {
    /// None yet.
    #[must_use]
    pub fn new() -> Findings {
        Findings::default()
    }

    /// Adds one.
    pub fn push(&mut self, finding: Finding) {
        self.0.insert(finding);
    }

    /// Adds those of `others`.
    pub fn extend(&mut self, others: Findings) {
        self.0.extend(others.0);
    }

    /// Takes the value out of a result, or keeps its finding and goes on.
    pub fn ok<T>(&mut self, result: Result<T, Finding>) -> Option<T> {
        result.map_err(|finding| self.push(finding)).ok()
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Finding> {
        self.0.iter()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nothing was found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many are of this severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.iter().filter(|f| f.severity == severity).count()
    }

    /// Whether any is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.iter().any(|f| f.severity == Severity::Error)
    }

    /// How often each code occurs, by code: a summary of a long list.
    #[must_use]
    pub fn count_by_code(&self) -> BTreeMap<&'static str, usize> {
        let mut counts = BTreeMap::new();
        for finding in self.iter() {
            *counts.entry(finding.code).or_insert(0) += 1;
        }
        counts
    }
}

impl fmt::Display for Findings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, finding) in self.iter().enumerate() {
            let line_end = if i == 0 { "" } else { "\n" };
            write!(f, "{line_end}{finding}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Findings {}

impl Serialize for Findings {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

/// The candidate that is spelt most like `found`, if any is near: at most a third of its letters differ. The first of
/// equals.
#[must_use]
pub fn nearest<'c>(found: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let length = found.chars().count();
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let far = best.map_or(length.div_ceil(3), |(distance, _)| distance - 1);
        if candidate.len().abs_diff(found.len()) > far + 3 {
            continue;
        }
        let distance = strsim::osa_distance(found, candidate);
        if distance == 0 {
            return Some(candidate);
        }
        if distance <= far && distance < candidate.chars().count() {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// `; did you mean 1435?`, or nothing.
pub(crate) fn did_you_mean(guess: Option<&str>) -> String {
    guess.map_or_else(String::new, |guess| format!("; did you mean {guess}?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Strange;
    impl Problem for Strange {
        fn code(&self) -> &'static str {
            "strange"
        }
    }
    impl fmt::Display for Strange {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("this is strange")
        }
    }

    fn at(file: &str, line: u32, column: u32) -> Finding {
        let file = file.to_owned();
        Finding::new(FilePosition { file, line, column }, &Strange)
    }

    #[test]
    fn findings_are_sorted_by_place() {
        let mut findings = Findings::new();
        for finding in [at("b", 1, 1), at("a", 10, 2), at("a", 9, 7), at("a", 9, 7)] {
            findings.push(finding);
        }
        assert_eq!(
            findings.to_string(),
            "a:9:7: error strange: this is strange\n\
             a:10:2: error strange: this is strange\n\
             b:1:1: error strange: this is strange"
        );
        assert_eq!(findings.count_by_code(), BTreeMap::from([("strange", 3)]));
    }

    #[test]
    fn json_is_flat() {
        assert_eq!(
            serde_json::to_string(&at("a.csv", 2, 5)).expect("serialises"),
            r#"{"code":"strange","severity":"error","file":"a.csv","line":2,"column":5,"message":"this is strange"}"#
        );
    }

    #[test]
    fn guesses_are_near_or_absent() {
        assert_eq!(nearest("1345", ["1000", "1435", "1520"]), Some("1435"));
        assert_eq!(
            nearest("lenght_km", ["from", "length_km"]),
            Some("length_km")
        );
        assert_eq!(nearest("x", ["from", "to"]), None);
        assert_eq!(nearest("", ["a"]), None);
    }
}
