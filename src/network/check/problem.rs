//! What can be wrong with a network, beyond single cells: the errors, for which there is no network.

use thiserror::Error;

use super::super::finding::{Problem, did_you_mean};
use super::super::{Gauge, NotACountry, NotAStationId};

/// An error of a network's data.
#[derive(Clone, Debug, PartialEq, Error)]
pub(super) enum NetworkError {
    #[error("{0}")]
    BadStationId(#[from] NotAStationId),
    #[error("{0}")]
    BadCountry(#[from] NotACountry),
    #[error("id \"{id}\" does not begin with its country; a station of {country} is called {}-…", .country.to_lowercase())]
    ForeignId { id: String, country: String },
    #[error("id \"{id}\" is given twice, first in line {first}")]
    DuplicateId { id: String, first: u32 },
    #[error("lat {lat} is beyond a pole; are lat and lon swapped?")]
    Swapped { lat: String },
    #[error("timezone \"{found}\" is not in the time zone database{}", did_you_mean(.guess.as_deref()))]
    UnknownTimezone {
        found: String,
        guess: Option<String>,
    },
    #[error("{column} \"{found}\" is not a station of stations.csv{}", did_you_mean(.guess.as_deref()))]
    UnknownStation {
        column: &'static str,
        found: String,
        guess: Option<String>,
    },
    #[error("source \"{found}\" is not in sources.csv{}", did_you_mean(.guess.as_deref()))]
    UnknownSource {
        found: String,
        guess: Option<String>,
    },
    #[error(
        "{station} has {found} segments; a station may have {most} at most, so divide it into several"
    )]
    TooManySegments {
        station: String,
        found: usize,
        most: usize,
    },
    #[error("the segment begins and ends at {station}; it must join two stations")]
    SelfLoop { station: String },
    #[error(
        "{column} \"{found}\" is not a whole number of millimetres from {} to {}{}",
        Gauge::LIMITS_MM.start(), Gauge::LIMITS_MM.end(), did_you_mean(.guess.as_deref())
    )]
    UnknownGauge {
        column: &'static str,
        found: String,
        guess: Option<String>,
    },
    #[error(
        "closed on {closed}, which is not after opened {opened}; closed is the first day without trains"
    )]
    ClosedBeforeOpened { opened: String, closed: String },
    #[error(
        "the same segment is in line {first}; remove one, or give them different lines or dates"
    )]
    DuplicateSegment { first: u32 },
    #[error(
        "segment \"{found}\" is neither an id of segments.csv nor FROM/TO with two stations that a segment joins"
    )]
    UnknownSegment { found: String },
    #[error(
        "{count} segments join {found}; give the one that is meant an id in segments.csv, and name that"
    )]
    AmbiguousSegment { found: String, count: usize },
    #[error("to_km {to} is not beyond from_km {from}")]
    NotBeyond { from: f64, to: f64 },
    #[error("{column} {found} lies beyond the end of the segment, which is {length_km} km long")]
    BeyondEnd {
        column: &'static str,
        found: String,
        length_km: f64,
    },
    #[error("this overlaps line {other} in the same direction; let each end where the next begins")]
    OverlappingParts { other: u32 },
    #[error("the same is said in line {first}; remove one")]
    DuplicateRow { first: u32 },
    #[error("{station} is not a neighbour of {via}: no segment joins them")]
    NotNeighbours { station: String, via: String },
    #[error("at \"{at}\" is neither of the two stations; write {from} or {to}")]
    Elsewhere {
        at: String,
        from: String,
        to: String,
    },
    #[error("{column} is only for reversals; leave it empty for {movement}, or write reversal")]
    OnlyOfReversal {
        movement: &'static str,
        column: &'static str,
    },
    #[error(
        "\"{found}\" is not a line; write LINESTRING (lon lat, lon lat, ...) with degrees, or leave it empty"
    )]
    BadGeometry { found: String },
    #[error("minutes are given in part; fill low, likely and high, or none of them")]
    PartOfARange,
    #[error("minutes {low}, {likely}, {high} must not decrease")]
    Unordered { low: f64, likely: f64, high: f64 },
    #[error("{found} gauges; a gauge change is between two, like 1435;1520")]
    NotTwoGauges { found: usize },
    #[error("gauges are only for gauge_change; leave gauges_mm empty for {operation}")]
    GaugesWithoutChange { operation: &'static str },
}

impl Problem for NetworkError {
    fn code(&self) -> &'static str {
        match self {
            NetworkError::BadStationId(_) => "bad-station-id",
            NetworkError::BadCountry(_) => "bad-country",
            NetworkError::ForeignId { .. } => "id-of-another-country",
            NetworkError::DuplicateId { .. } => "duplicate-id",
            NetworkError::Swapped { .. } => "out-of-range",
            NetworkError::UnknownTimezone { .. } => "unknown-timezone",
            NetworkError::UnknownStation { .. } => "unknown-station",
            NetworkError::UnknownSource { .. } => "unknown-source",
            NetworkError::SelfLoop { .. } => "self-loop",
            NetworkError::TooManySegments { .. } => "too-many-segments",
            NetworkError::UnknownGauge { .. } => "unknown-gauge",
            NetworkError::ClosedBeforeOpened { .. } => "closed-before-opened",
            NetworkError::DuplicateSegment { .. } => "duplicate-segment",
            NetworkError::UnknownSegment { .. } => "unknown-segment",
            NetworkError::AmbiguousSegment { .. } => "ambiguous-segment",
            NetworkError::NotBeyond { .. } => "not-beyond",
            NetworkError::BeyondEnd { .. } => "beyond-end",
            NetworkError::OverlappingParts { .. } => "overlapping-parts",
            NetworkError::DuplicateRow { .. } => "duplicate-row",
            NetworkError::NotNeighbours { .. } => "not-neighbours",
            NetworkError::Elsewhere { .. } => "border-elsewhere",
            NetworkError::OnlyOfReversal { .. } => "only-of-reversal",
            NetworkError::BadGeometry { .. } => "bad-geometry",
            NetworkError::PartOfARange => "part-of-a-range",
            NetworkError::Unordered { .. } => "unordered-range",
            NetworkError::NotTwoGauges { .. } => "not-two-gauges",
            NetworkError::GaugesWithoutChange { .. } => "gauges-without-change",
        }
    }
}
