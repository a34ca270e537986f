//! A segment: the rails between two neighbouring stations of a line.

use jiff::civil::Date;

use super::along::{Along, PartLimit};
use super::gauge::GaugeSet;
use super::quality::Quality;
use super::{LineIdx, StationIdx};
use crate::units::{Grade, Length, Speed};

/// What feeds an electric locomotive: voltage and kind of current, like `3kV-DC`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Electrification {
    /// The data does not say.
    Unknown,
    /// No electrification.
    None,
    /// A electrification of this system, as the data writes it.
    System(Box<str>),
}

impl Electrification {
    /// Reads the column: empty, `none`, or a system like `25kV-AC` (voltage in V or kV, DC or AC).
    #[must_use]
    pub fn parse(text: &str) -> Option<Electrification> {
        match text {
            "" => Some(Electrification::Unknown),
            "none" => Some(Electrification::None),
            system => is_electric_system(system).then(|| Electrification::System(system.into())),
        }
    }

    /// The text as the data writes it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Electrification::Unknown => "",
            Electrification::None => "none",
            Electrification::System(system) => system,
        }
    }
}

/// Whether a text names an electrification: a voltage in V or kV, then `-DC` or `-AC`.
#[must_use]
pub fn is_electric_system(text: &str) -> bool {
    let Some((voltage, "DC" | "AC")) = text.rsplit_once('-') else {
        return false;
    };
    let number = voltage
        .strip_suffix("kV")
        .or_else(|| voltage.strip_suffix('V'));
    number.is_some_and(|n| n.parse::<f64>().is_ok_and(|v| v.is_finite() && v > 0.0))
}

/// What a segment is for. Trains that have no business on freight and branch lines avoid them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Usage {
    /// A line that through trains use.
    Main,
    /// A branch, used by its own trains.
    Branch,
    /// A line without passenger trains.
    Freight,
    /// A connection between lines or terminals.
    Connecting,
}

impl Usage {
    /// The word as the data writes it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Usage::Main => "main",
            Usage::Branch => "branch",
            Usage::Freight => "freight",
            Usage::Connecting => "connecting",
        }
    }

    /// Reads the word; empty means main.
    #[must_use]
    pub fn parse(text: &str) -> Option<Usage> {
        match text {
            "" => Some(Usage::Main),
            _ => [
                Usage::Main,
                Usage::Branch,
                Usage::Freight,
                Usage::Connecting,
            ]
            .into_iter()
            .find(|usage| usage.as_str() == text),
        }
    }
}

/// The rails between two neighbouring stations of a line.
#[derive(Clone, Debug, PartialEq)]
pub struct Segment {
    /// One end. Distances along the segment count from here; trains run in both directions unless [`Segment::oneway`].
    pub from: StationIdx,
    /// The other end.
    pub to: StationIdx,
    /// The line it belongs to.
    pub line: Option<LineIdx>,
    /// Length along the track.
    pub length: Length,
    /// How well the length is known.
    pub length_quality: Quality,
    /// Gauges that can run.
    pub gauges: GaugeSet,
    /// Number of tracks.
    pub tracks: Option<u8>,
    /// The electrification above it.
    pub electrification: Electrification,
    /// Permitted speed where [`Segment::limits`] are silent.
    pub max_speed: Option<Speed>,
    /// A guess at it, by an importer of maps. It counts only where [`Segment::max_speed`] is unknown, and is no limit:
    /// it makes the likely time longer and the range wider, never the technical minimum higher.
    pub inferred_speed: Option<Speed>,
    /// The steepest gradient that decides loads on this part of the line; not a climb all along.
    pub max_gradient: Option<Grade>,
    /// Limits along it, by direction.
    pub limits: Along<PartLimit>,
    /// Gradients along it, by direction: positive where a train climbs.
    pub gradients: Along<Grade>,
    /// What it is for.
    pub usage: Usage,
    /// Whether trains run from `from` to `to` only.
    pub oneway: bool,
    /// First day with trains.
    pub opened: Option<Date>,
    /// First day without trains.
    pub closed: Option<Date>,
    /// Remarks of the data.
    pub notes: Option<String>,
    /// Ids in `sources.csv`.
    pub sources: Vec<String>,
}

impl Segment {
    /// Whether trains run on that day.
    #[must_use]
    pub fn is_open(&self, day: Date) -> bool {
        self.opened.is_none_or(|opened| opened <= day)
            && self.closed.is_none_or(|closed| day < closed)
    }

    /// The steepest climb known for trains that enter it at this end; [`Segment::max_gradient`] counts for both.
    #[must_use]
    pub fn steepest_from(&self, end: StationIdx) -> Option<Grade> {
        let parts = self.gradients.parts(end == self.from).iter();
        let climbs = parts
            .map(|part| part.value)
            .filter(|grade| *grade > Grade::ZERO);
        climbs.chain(self.max_gradient).max()
    }

    /// Whether trains may enter it at this end.
    #[must_use]
    pub fn allows_from(&self, end: StationIdx) -> bool {
        !self.oneway || end == self.from
    }

    /// The end that is not `end`.
    #[must_use]
    pub fn other_end(&self, end: StationIdx) -> StationIdx {
        if end == self.from { self.to } else { self.from }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wires_are_voltage_and_current() {
        for text in ["3kV-DC", "25kV-AC", "750V-DC", "1.5kV-DC"] {
            assert!(Electrification::parse(text).is_some(), "{text}");
        }
        for text in ["yes", "3kV", "kV-DC", "-1kV-AC"] {
            assert!(Electrification::parse(text).is_none(), "{text}");
        }
    }
}
