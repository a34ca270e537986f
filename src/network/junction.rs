//! What it takes to run from one neighbour over a station to another.

use crate::units::{Estimate, Length, RunTime};

/// How a train gets from one arm of a station to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Movement {
    /// It runs on.
    Through,
    /// It stops, and leaves in the other direction.
    Reversal,
    /// No train can.
    None,
}

impl Movement {
    /// The word as the data writes it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Movement::Through => "through",
            Movement::Reversal => "reversal",
            Movement::None => "none",
        }
    }

    /// Reads the word; `None` for any other.
    #[must_use]
    pub fn parse(text: &str) -> Option<Movement> {
        [Movement::Through, Movement::Reversal, Movement::None]
            .into_iter()
            .find(|movement| movement.as_str() == text)
    }
}

/// One row of `junctions.csv`, for one direction.
#[derive(Clone, Debug, PartialEq)]
pub struct JunctionMovement {
    /// How the train gets across.
    pub movement: Movement,
    /// The longest train that can do it, by the track beyond the switch onto which it runs; `None` where that does not count.
    pub longest_train: Option<Length>,
    /// What a reversal takes here; `None` leaves it to the train.
    pub time: Option<Estimate<RunTime>>,
    /// Whether this is an assumption.
    pub is_assumed: bool,
    /// Ids in `sources.csv`.
    pub sources: Vec<String>,
    /// Remarks of the data: the reason.
    pub notes: Option<String>,
}
