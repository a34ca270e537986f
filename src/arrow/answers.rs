//! The columns of answers, and the batch they make.

use std::collections::HashMap;
use std::sync::Arc;

use arrow_array::builder::{Float64Builder, StringBuilder};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{ArrowError, DataType, Field, Fields, Schema, SchemaRef};

use super::groups::Answer;
use crate::batch::Refusal;
use crate::dataset::{MatrixRequest, PAIR_COLUMNS};
use crate::report::labels::local_clock;
use crate::{Dataset, Error};

/// Name and version of the schema of answers. Columns may be added at its end within one version, never removed or renamed.
pub const SCHEMA: &str = "slowtrain.pairs/1";

/// The columns of text before the numbers.
const IDS: [(&str, &str); 3] = [
    ("from_id", "id of the station where it starts"),
    ("to_id", "id of the station where it goes"),
    ("train_id", "id of the train"),
];

/// The columns of text behind the numbers.
const TEXTS: [(&str, &str); 4] = [
    (
        "depart_local",
        "local clock of the departure with its offset; null where none was asked for",
    ),
    (
        "arrive_local",
        "local clock of the likely arrival at the goal with its offset, likewise",
    ),
    (
        "reason",
        "code of why there is no answer; null where there is one",
    ),
    ("error", "why there is no answer; null where there is one"),
];

/// The columns of every batch of answers, each with what it means as `description` in its metadata.
#[must_use]
pub fn fields() -> Fields {
    let field = |data_type: DataType| {
        move |(name, description): (&str, &str)| {
            let described = [("description".to_owned(), description.to_owned())];
            Field::new(name, data_type.clone(), true).with_metadata(HashMap::from(described))
        }
    };
    let ids = IDS.into_iter().map(field(DataType::Utf8));
    let numbers = PAIR_COLUMNS.into_iter().map(field(DataType::Float64));
    let texts = TEXTS.into_iter().map(field(DataType::Utf8));
    ids.chain(numbers).chain(texts).collect()
}

/// The schema of the answers to a request: [`fields`], and as metadata `slowtrain.schema` ([`SCHEMA`]), `slowtrain.version`,
/// `slowtrain.network` (name and version of the data), `slowtrain.network_checksum` and `slowtrain.train` (the train of rows
/// that name none).
///
/// # Errors
/// [`Error`] for a request that means nothing.
pub fn schema(data: &Dataset, request: &MatrixRequest) -> Result<SchemaRef, Error> {
    let train = data.train_of_many(request)?;
    let package = data.network().package();
    let version = package.version.as_deref().unwrap_or("without version");
    let metadata = [
        ("slowtrain.schema", SCHEMA.to_owned()),
        ("slowtrain.version", env!("CARGO_PKG_VERSION").to_owned()),
        ("slowtrain.network", format!("{} {version}", package.name)),
        ("slowtrain.network_checksum", data.checksum().to_owned()),
        ("slowtrain.train", train.id),
    ];
    let metadata = metadata.map(|(key, value)| (key.to_owned(), value));
    Ok(Arc::new(Schema::new_with_metadata(
        fields(),
        HashMap::from(metadata),
    )))
}

/// The answers as a batch.
pub(super) fn batch(
    schema: SchemaRef,
    answers: &[Result<Answer, Refusal>],
) -> Result<RecordBatch, ArrowError> {
    let mut columns: Vec<ArrayRef> = Vec::with_capacity(schema.fields().len());
    columns.push(texts(answers, |answer| {
        Some(answer.figures.from.to_string())
    }));
    columns.push(texts(answers, |answer| Some(answer.figures.to.to_string())));
    columns.push(texts(answers, |answer| Some(answer.train.to_string())));
    columns.extend(numbers(answers));
    let clock = |at: &Option<jiff::ZonedDateTime>| at.as_ref().map(local_clock);
    columns.push(texts(answers, |answer| clock(&answer.departs)));
    columns.push(texts(answers, |answer| clock(&answer.arrives)));
    let refusals = || answers.iter().map(|answer| answer.as_ref().err());
    columns.push(strings(
        refusals().map(|refusal| Some(refusal?.reason.to_owned())),
    ));
    columns.push(strings(
        refusals().map(|refusal| Some(refusal?.text.clone())),
    ));
    RecordBatch::try_new(schema, columns)
}

fn texts(
    answers: &[Result<Answer, Refusal>],
    text: impl Fn(&Answer) -> Option<String>,
) -> ArrayRef {
    strings(answers.iter().map(|answer| text(answer.as_ref().ok()?)))
}

fn strings(texts: impl Iterator<Item = Option<String>>) -> ArrayRef {
    let mut builder = StringBuilder::new();
    texts.for_each(|text| builder.append_option(text));
    Arc::new(builder.finish())
}

fn numbers(answers: &[Result<Answer, Refusal>]) -> Vec<ArrayRef> {
    let mut builders = PAIR_COLUMNS.map(|_| Float64Builder::with_capacity(answers.len()));
    for answer in answers {
        let none = [None; PAIR_COLUMNS.len()];
        let numbers = answer
            .as_ref()
            .map_or(none, |answer| answer.figures.numbers());
        for (builder, number) in builders.iter_mut().zip(numbers) {
            builder.append_option(number);
        }
    }
    let finished = builders.iter_mut();
    finished
        .map(|builder| Arc::new(builder.finish()) as ArrayRef)
        .collect()
}
