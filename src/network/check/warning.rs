//! What makes somebody look twice at a network that can be used.

use thiserror::Error;

use super::super::Quality;
use super::super::finding::{Problem, Severity, did_you_mean};

/// A doubt about a network's data.
#[derive(Clone, Debug, PartialEq, Error)]
pub(super) enum NetworkWarning {
    #[error("there is no column timezone; local times are left out")]
    NoTimezones,
    #[error("{station} has no timezone; its local times are left out")]
    NoTimezone { station: String },
    #[error("the position of {station} {}", doubt(*.quality))]
    NotVerified { station: String, quality: Quality },
    #[error(
        "length_km {length_km} from {from} to {to} is shorter than the straight line of {straight_km:.3} km; \
         check the length and both places"
    )]
    ShorterThanStraight {
        from: String,
        to: String,
        length_km: f64,
        straight_km: f64,
    },
    #[error(
        "length_km {length_km} from {from} to {to} is more than twice the straight line of {straight_km:.1} km; \
         check the length and both places"
    )]
    FarLongerThanStraight {
        from: String,
        to: String,
        length_km: f64,
        straight_km: f64,
    },
    #[error("gauge_mm {gauge_mm} is unusual{}", did_you_mean(.guess.as_deref()))]
    UnusualGauge {
        gauge_mm: u16,
        guess: Option<String>,
    },
    #[error("on some days line {other} is open as well; let one close on the day the other opens")]
    OverlappingDates { other: u32 },
    #[error(
        "{column} has characters that are not read but obeyed (control characters, line breaks, or ones that turn the \
         writing direction); maps and tables leave them out"
    )]
    UnreadableName { column: &'static str },
    #[error("no segment reaches {station}")]
    Lonely { station: String },
    #[error(
        "{count} stations with {station} are a component of their own: no segment joins them to the {main} of the largest part"
    )]
    Component {
        station: String,
        count: usize,
        main: usize,
    },
    #[error(
        "{name} is one letter away from {other}, {distance_km:.0} km off (line {line}); are they the same station?"
    )]
    NamesOneApart {
        name: String,
        other: String,
        distance_km: f64,
        line: u32,
    },
    #[error(
        "line \"{name}\" is one letter away from \"{other}\" (line {line}), and they meet; are they the same line?"
    )]
    LinesOneApart {
        name: String,
        other: String,
        line: u32,
    },
    #[error("no source is named; figures without one cannot be checked")]
    NoSource,
}

fn doubt(quality: Quality) -> &'static str {
    match quality {
        Quality::Sourced => "has a source",
        Quality::Interpolated => "is interpolated between others",
        Quality::Unverified => "is unverified",
        Quality::Estimated => "is an estimate",
        Quality::Sketched => "is sketched",
        Quality::Unstated => "is of unstated quality",
    }
}

impl Problem for NetworkWarning {
    fn code(&self) -> &'static str {
        match self {
            NetworkWarning::NoTimezones | NetworkWarning::NoTimezone { .. } => "no-timezone",
            NetworkWarning::NotVerified { quality, .. } => match quality {
                Quality::Interpolated => "position-interpolated",
                Quality::Estimated => "position-estimated",
                _ => "position-unverified",
            },
            NetworkWarning::ShorterThanStraight { .. } => "shorter-than-straight",
            NetworkWarning::FarLongerThanStraight { .. } => "far-longer-than-straight",
            NetworkWarning::UnusualGauge { .. } => "unusual-gauge",
            NetworkWarning::OverlappingDates { .. } => "overlapping-dates",
            NetworkWarning::Lonely { .. } | NetworkWarning::Component { .. } => "component",
            NetworkWarning::NamesOneApart { .. } => "names-one-apart",
            NetworkWarning::LinesOneApart { .. } => "lines-one-apart",
            NetworkWarning::NoSource => "no-source",
            NetworkWarning::UnreadableName { .. } => "unreadable-name",
        }
    }

    fn severity(&self) -> Severity {
        Severity::Warning
    }
}
