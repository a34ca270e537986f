//! What a request is given: a value, or the text it is to be read from.

use jiff::civil::Date;

use crate::journey::clock::Departure;
use crate::network::{Country, LineIdx, StationId, StationIdx};
use crate::reported::Figure;
use crate::train::Train;
use crate::units::RunTime;

/// A value, or a text that is read when the question is put.
#[derive(Clone, Debug, PartialEq)]
pub enum Given<T> {
    /// A text as one would type it.
    Text(String),
    /// The value.
    Value(T),
}

impl<T> From<&str> for Given<T> {
    fn from(text: &str) -> Given<T> {
        Given::Text(text.to_owned())
    }
}

impl<T> From<String> for Given<T> {
    fn from(text: String) -> Given<T> {
        Given::Text(text)
    }
}

impl<T> From<&String> for Given<T> {
    fn from(text: &String) -> Given<T> {
        Given::Text(text.clone())
    }
}

impl From<&StationId> for Given<StationIdx> {
    fn from(id: &StationId) -> Given<StationIdx> {
        Given::Text(id.to_string())
    }
}

macro_rules! given_by_value {
    ($($value:ty),*) => {$(
        impl From<$value> for Given<$value> {
            fn from(value: $value) -> Given<$value> {
                Given::Value(value)
            }
        }
    )*};
}

given_by_value!(
    StationIdx, Date, Departure, Country, Figure, RunTime, Avoided
);

impl From<Train> for Given<Box<Train>> {
    fn from(train: Train) -> Given<Box<Train>> {
        Given::Value(Box::new(train))
    }
}

/// What a journey must not use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Avoided {
    /// A station.
    Station(StationIdx),
    /// A line.
    Line(LineIdx),
    /// A country.
    Country(Country),
}

impl From<StationIdx> for Given<Avoided> {
    fn from(station: StationIdx) -> Given<Avoided> {
        Given::Value(Avoided::Station(station))
    }
}

impl From<LineIdx> for Given<Avoided> {
    fn from(line: LineIdx) -> Given<Avoided> {
        Given::Value(Avoided::Line(line))
    }
}

impl From<Country> for Given<Avoided> {
    fn from(country: Country) -> Given<Avoided> {
        Given::Value(Avoided::Country(country))
    }
}

/// A stop asked for: `Khasan=60` or `Khasan=1h30` as a text, or a station and a time.
#[derive(Clone, Debug, PartialEq)]
pub struct StopRequest(pub(super) Given<(Given<StationIdx>, RunTime)>);

impl From<&str> for StopRequest {
    fn from(text: &str) -> StopRequest {
        StopRequest(text.into())
    }
}

impl From<&String> for StopRequest {
    fn from(text: &String) -> StopRequest {
        StopRequest(text.into())
    }
}

impl From<(&str, RunTime)> for StopRequest {
    fn from((station, time): (&str, RunTime)) -> StopRequest {
        StopRequest(Given::Value((station.into(), time)))
    }
}

impl From<(StationIdx, RunTime)> for StopRequest {
    fn from((station, time): (StationIdx, RunTime)) -> StopRequest {
        StopRequest(Given::Value((station.into(), time)))
    }
}
