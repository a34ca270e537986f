//! The answers of `stations` and `trains`.

use serde::Serialize;
use serde_json::Value;

use super::value;
use crate::report::stations::StationRow;
use crate::reported::Sentence;
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

/// What a sentence claims, as `slowtrain.sentence/1`.
#[must_use]
pub fn sentence(sentence: &Sentence) -> Value {
    value(&SentenceAnswer {
        schema: "slowtrain.sentence/1",
        understood: sentence.understood(),
        from: sentence.from.as_deref(),
        to: sentence.to.as_deref(),
        km: sentence.km.as_deref(),
        hours: sentence.hours.as_deref(),
        speed: sentence.speed.as_deref(),
        max_speed: sentence.max_speed.as_deref(),
        cars: sentence.cars,
        trains: sentence.trains,
    })
}

/// What was understood of a sentence, each part as one would type it after `slowtrain claim`. Unknown is null.
#[derive(Debug, Serialize)]
struct SentenceAnswer<'a> {
    schema: &'static str,
    understood: String,
    from: Option<&'a str>,
    to: Option<&'a str>,
    km: Option<&'a str>,
    hours: Option<&'a str>,
    speed: Option<&'a str>,
    max_speed: Option<&'a str>,
    cars: Option<u32>,
    trains: Option<u32>,
}
