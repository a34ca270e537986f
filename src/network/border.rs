//! What happens at a border, and what it takes.

use super::{Gauge, StationIdx};
use crate::units::{Estimate, RunTime};

/// How a train is treated on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TrainKind {
    /// A special train: others wait for it.
    Special,
    /// A train of the timetable.
    Ordinary,
    /// A freight train.
    Freight,
}

impl TrainKind {
    /// The word as the data writes it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            TrainKind::Special => "special",
            TrainKind::Ordinary => "ordinary",
            TrainKind::Freight => "freight",
        }
    }

    /// Reads the word; `None` for any other.
    #[must_use]
    pub fn parse(text: &str) -> Option<TrainKind> {
        [TrainKind::Special, TrainKind::Ordinary, TrainKind::Freight]
            .into_iter()
            .find(|kind| kind.as_str() == text)
    }
}

/// One thing that is done at a border.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum BorderOperation {
    /// Passports, customs, the hand-over between railways.
    Control,
    /// Another locomotive.
    LocomotiveChange,
    /// Other bogies or wheelsets, for another gauge.
    GaugeChange,
}

impl BorderOperation {
    /// The word as the data writes it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            BorderOperation::Control => "control",
            BorderOperation::LocomotiveChange => "locomotive_change",
            BorderOperation::GaugeChange => "gauge_change",
        }
    }

    /// Reads the word; `None` for any other.
    #[must_use]
    pub fn parse(text: &str) -> Option<BorderOperation> {
        [
            BorderOperation::Control,
            BorderOperation::LocomotiveChange,
            BorderOperation::GaugeChange,
        ]
        .into_iter()
        .find(|operation| operation.as_str() == text)
    }
}

/// One row of `borders.csv`; it holds in both directions, and the rows of one crossing add up.
#[derive(Clone, Debug, PartialEq)]
pub struct Border {
    /// The two stations of the crossing.
    pub ends: (StationIdx, StationIdx),
    /// The one of them where the time is spent.
    pub at: StationIdx,
    /// What is done.
    pub operation: BorderOperation,
    /// For which trains.
    pub train_kind: TrainKind,
    /// The two gauges of a gauge change.
    pub gauges: Option<(Gauge, Gauge)>,
    /// What it takes; `None` where nothing is known.
    pub time: Option<Estimate<RunTime>>,
    /// Whether the figure is an assumption.
    pub is_assumed: bool,
    /// Ids in `sources.csv`.
    pub sources: Vec<String>,
    /// Remarks of the data.
    pub notes: Option<String>,
}
