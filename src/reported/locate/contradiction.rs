//! Why a train cannot be located: sightings that cannot be true, with the arithmetic.

use thiserror::Error;

use crate::journey::PlanError;
use crate::journey::clock::ClockError;
use crate::units::{Length, RunTime, Speed, format};

/// What a time means on average, where there is any.
fn mean(distance: Length, time: RunTime) -> String {
    let mean = distance.mean_speed(time).map(Speed::kmh);
    mean.map_or_else(String::new, |kmh| {
        format!(
            " would be {} km/h on average",
            format::grouped(kmh.round() as i64)
        )
    })
}

/// A sighting that cannot be true. Clocks are the stations' own, in words.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum ContradictorySighting {
    /// Before the train left.
    #[error("{station} at {clock}: it left {from} only at {departed}, {} later", format::duration(*early))]
    BeforeDeparture {
        /// Where it was said to be.
        station: String,
        /// Local time of the sighting, as text.
        clock: String,
        /// The start.
        from: String,
        /// When it left.
        departed: String,
        /// How much before.
        early: RunTime,
    },
    /// At the start after it left.
    #[error("{station} at {clock}: it had left there at {departed}")]
    AfterDeparture {
        /// The start.
        station: String,
        /// When it was said to be there.
        clock: String,
        /// When it left.
        departed: String,
    },
    /// Faster than any train can.
    #[error(
        "{station} at {clock}: {} from {before} in {}{}; the technical minimum is {}{}",
        format::distance(*distance), format::duration(*time), mean(*distance, *time),
        format::duration(*technical_minimum), earliest.as_ref().map_or_else(String::new, |clock| format!(", so not before {clock}"))
    )]
    TooFast {
        /// Where it was said to be.
        station: String,
        /// Local time of the sighting, as text.
        clock: String,
        /// Where it was before: the start, or the sighting before.
        before: String,
        /// The route between.
        distance: Length,
        /// The time between.
        time: RunTime,
        /// The shortest time possible.
        technical_minimum: RunTime,
        /// The earliest clock it could have.
        earliest: Option<String>,
    },
    /// On the route before a station where it was seen earlier.
    #[error(
        "{station} at {clock}: it lies {} before {before} on the route, where the train was already at {before_clock}",
        format::distance(*back)
    )]
    OutOfOrder {
        /// Where it was said to be.
        station: String,
        /// Local time of the sighting, as text.
        clock: String,
        /// The station before which it lies.
        before: String,
        /// When the train was there.
        before_clock: String,
        /// How far before.
        back: Length,
    },
    /// Where no route leads.
    #[error("{station} at {clock}: no route from {from} to {to} passes it")]
    OffRoute {
        /// Where it was said to be.
        station: String,
        /// Local time of the sighting, as text.
        clock: String,
        /// The start.
        from: String,
        /// The end.
        to: String,
    },
    /// Possible by the laws of physics alone.
    #[error(
        "{station} at {clock}: physics allows it ({} at least), but not one of {samples} samples of the journey agrees",
        format::duration(*technical_minimum)
    )]
    NoSample {
        /// Where it was said to be.
        station: String,
        /// Local time of the sighting, as text.
        clock: String,
        /// The shortest time from the start.
        technical_minimum: RunTime,
        /// How many samples.
        samples: usize,
    },
}

/// Why a train cannot be located.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum LocateError {
    /// The journey cannot be planned.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// A clock that cannot be used.
    #[error(transparent)]
    Clock(#[from] ClockError),
    /// No departure in the question.
    #[error("no departure is given")]
    NoDeparture,
    /// A local clock at a station without a zone.
    #[error(
        "no time zone is known for {station}; write the time with its offset, like 2019-04-24T02:00+09:00"
    )]
    NoZone {
        /// The station.
        station: String,
    },
    /// A sighting that cannot be true.
    #[error("this cannot be true: {0}")]
    ContradictorySighting(#[from] ContradictorySighting),
}
