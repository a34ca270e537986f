//! Verdicts, and the checks they come from.

use std::fmt;

use super::reason::Reason;

/// What to think of a report; the worse is the greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Verdict {
    /// It agrees with what was computed.
    Consistent,
    /// It can be, but is out of the usual.
    Doubtful,
    /// It cannot be.
    Impossible,
}

impl Verdict {
    /// The word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::Consistent => "consistent",
            Verdict::Doubtful => "doubtful",
            Verdict::Impossible => "impossible",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What a check is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Subject {
    /// A distance against the rails and the straight line.
    Distance,
    /// A time against the technical minimum and the range.
    Time,
    /// A speed against what the route and the train allow.
    Speed,
    /// The figures of the report against each other.
    Itself,
    /// The train: its length, its weight.
    Train,
}

impl Subject {
    /// The word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Subject::Distance => "distance",
            Subject::Time => "time",
            Subject::Speed => "speed",
            Subject::Itself => "self",
            Subject::Train => "train",
        }
    }
}

/// One check of a report.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    /// What it is about.
    pub of: Subject,
    /// What came out.
    pub verdict: Verdict,
    /// Why, with the figures.
    pub reason: Reason,
}

impl Check {
    /// A check with its result.
    #[must_use]
    pub fn new(of: Subject, verdict: Verdict, reason: Reason) -> Check {
        Check {
            of,
            verdict,
            reason,
        }
    }
}
