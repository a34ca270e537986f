//! What comes back from a search for a station: one, several, or none with the nearest names.

use thiserror::Error;

use super::{LatLon, Station, StationIdx};

/// How a station was recognised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum How {
    /// By its id or its name in one of the scripts.
    Exactly,
    /// By another of its names.
    ByAlias,
    /// By the beginning of a name.
    ByPrefix {
        /// The whole name.
        taken: String,
    },
    /// By another romanisation or a misspelling.
    BySpelling {
        /// The name it was taken for.
        taken: String,
    },
}

impl How {
    /// The name that the answer should mention, because it is not what was asked.
    #[must_use]
    pub fn taken(&self) -> Option<&str> {
        match self {
            How::Exactly | How::ByAlias => None,
            How::ByPrefix { taken } | How::BySpelling { taken } => Some(taken),
        }
    }
}

/// A station that was recognised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The station that the name means.
    pub station: StationIdx,
    /// By what.
    pub how: How,
}

/// What a question names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Match {
    /// This station.
    One(Found),
    /// Any of these, rising by id.
    Ambiguous(Vec<StationIdx>),
    /// None.
    None {
        /// Up to three stations with a similar name, the most similar first.
        nearest: Vec<StationIdx>,
    },
}

/// A question that does not name one station.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum NotOneStation {
    /// Several stations bear the name.
    #[error("\"{asked}\" may be {} stations: {}; write the id of one", .candidates.len(), listed(.candidates))]
    Ambiguous {
        /// The question.
        asked: String,
        /// The stations, rising by id.
        candidates: Vec<Candidate>,
    },
    /// No station bears it.
    #[error("no station is called \"{asked}\"{}", did_you_mean(.nearest))]
    Unknown {
        /// The question.
        asked: String,
        /// Up to three stations with a similar name.
        nearest: Vec<Candidate>,
    },
}

/// A station as it is offered when a question is asked back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The station that the name means.
    pub station: StationIdx,
    /// Its id, name, local name, country and place, as in `cn-jinzhou (Jinzhou 锦州, CN, 41.12 N 121.14 E)`.
    pub description: String,
}

impl Candidate {
    /// Describes a station.
    pub(super) fn new(number: StationIdx, station: &Station) -> Candidate {
        let local = station
            .name_local
            .iter()
            .filter(|local| **local != station.name)
            .map(|local| format!(" {local}"))
            .collect::<String>();
        let side =
            |degrees: f64, positive, negative| if degrees < 0.0 { negative } else { positive };
        let LatLon { lat, lon } = station.position;
        Candidate {
            station: number,
            description: format!(
                "{} ({}{local}, {}, {:.2} {} {:.2} {})",
                station.id,
                station.name,
                station.country,
                lat.abs(),
                side(lat, 'N', 'S'),
                lon.abs(),
                side(lon, 'E', 'W'),
            ),
        }
    }
}

/// At most so many candidates are spelled out in a message.
const LISTED: usize = 8;

fn listed(candidates: &[Candidate]) -> String {
    let shown: Vec<&str> = candidates
        .iter()
        .take(LISTED)
        .map(|candidate| candidate.description.as_str())
        .collect();
    match candidates.len().saturating_sub(LISTED) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

fn did_you_mean(nearest: &[Candidate]) -> String {
    match nearest {
        [] => String::new(),
        _ => format!("; did you mean {}?", listed(nearest)),
    }
}
