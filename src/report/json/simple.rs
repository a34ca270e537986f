//! The answers of `stations` and `trains`.

use serde::Serialize;
use serde_json::Value;

use super::value;
use crate::report::stations::StationRow;
use crate::train::Train;

/// Stations found by a name, as `slowtrain.stations/1`.
#[must_use]
pub fn stations(query: &str, rows: &[StationRow]) -> Value {
    value(&StationsAnswer {
        schema: "slowtrain.stations/1",
        query,
        stations: rows,
    })
}

/// A train as `slowtrain.train/1`: its file.
#[must_use]
pub fn train(train: &Train) -> Value {
    value(&TrainAnswer {
        schema: "slowtrain.train/1",
        train: train.table(),
    })
}

/// All trains as `slowtrain.trains/1`: their files.
#[must_use]
pub fn trains(trains: &[Train]) -> Value {
    value(&TrainsAnswer {
        schema: "slowtrain.trains/1",
        trains: trains.iter().map(Train::table).collect(),
    })
}

/// The answer of `slowtrain stations --format json`. Unknown is null. Keys may be added, never removed.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct StationsAnswer<'a> {
    schema: &'static str,
    /// The name that was looked for.
    query: &'a str,
    /// The stations it may mean, likeliest first.
    stations: &'a [StationRow],
}

#[derive(Debug, Serialize)]
struct TrainAnswer<'a> {
    schema: &'static str,
    train: &'a toml::Table,
}

#[derive(Debug, Serialize)]
struct TrainsAnswer<'a> {
    schema: &'static str,
    trains: Vec<&'a toml::Table>,
}
