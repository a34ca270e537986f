//! Reported journeys beside computed ones: the request and the answer.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::command::Words;
use super::terms::Terms;
use super::{Dataset, Error};
use crate::network::Findings;
use crate::report::Summary;
use crate::report::route::provenance_of;
use crate::report::summary::CompareSummary;
use crate::reported::{Compared, JOURNEYS, compare_all, read_journeys};

/// The journeys of a file; of the dataset's `journeys.csv` unless another is named.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CompareRequest {
    /// The file.
    pub file: Option<PathBuf>,
    /// Only the legs of this journey.
    pub journey: Option<String>,
    /// Compute all of them with this train, instead of the trains that the reports name.
    pub train: Option<String>,
    /// The command that the answer carries; else the one that asks the same.
    pub command: Option<String>,
}

/// The answer to a [`CompareRequest`].
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    summary: CompareSummary,
}

impl Comparison {
    /// The reported journeys and what became of them.
    #[must_use]
    pub fn rows(&self) -> &[Compared] {
        &self.summary.rows
    }

    /// The answer as every format shows it; see [`crate::report::render`].
    #[must_use]
    pub fn summary(&self) -> Summary {
        Summary::Compare(self.summary.clone())
    }
}

impl CompareRequest {
    fn command_of(&self, data: &Dataset) -> String {
        let mut words = Words::new(data, "compare");
        if let Some(file) = &self.file {
            words.word(file.display());
        }
        if let Some(journey) = &self.journey {
            words.option("--journey", journey);
        }
        if let Some(train) = &self.train {
            words.option("--train", train);
        }
        let command = self.command.clone();
        words.finish(&Terms {
            command,
            ..Terms::default()
        })
    }

    /// What was compared: a journey by its title, else the file.
    fn of(&self, file: &str, rows: &[Compared]) -> String {
        let title = rows.first().map(|row| row.reported.title.clone());
        let title = title.filter(|title| self.journey.is_some() && !title.is_empty());
        let is_bundled = self.file.is_none() && file.starts_with("data/");
        let all = if is_bundled { "bundled journeys" } else { file };
        title.unwrap_or_else(|| all.to_owned())
    }
}

impl Dataset {
    /// Computes the journeys of a file and holds each against its report; `progress` is told how many of how many are done.
    ///
    /// # Errors
    /// [`Error`]: a file that cannot be read, has errors or no rows, an id that no journey has, a train that is not known.
    pub fn compare(
        &self,
        request: &CompareRequest,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<Comparison, Error> {
        let (file, bytes) = self.data_file(request.file.as_deref(), JOURNEYS.file)?;
        let mut findings = Findings::new();
        let mut journeys = read_journeys(&file, bytes, &mut findings);
        if findings.has_errors() {
            return Err(Error::Unusable {
                what: file,
                findings,
            });
        }
        if journeys.is_empty() {
            return Err(Error::NoRows { file });
        }
        if let Some(id) = &request.journey {
            journeys.retain(|journey| journey.journey_id == *id);
            if journeys.is_empty() {
                return Err(Error::UnknownId {
                    kind: "journey",
                    file: Some(file),
                    id: id.clone(),
                });
            }
        }
        let train = request.train.as_deref();
        train.map(|train| self.train(train)).transpose()?;
        let (index, day, total) = (self.index(), self.day()?, journeys.len());
        let rows = compare_all(
            self.network(),
            &index,
            self.trains(),
            journeys,
            (day, train),
            &mut |done| progress(done as u64, total as u64),
        )?;
        let sources: BTreeSet<&str> = rows
            .iter()
            .flat_map(|row| &row.reported.sources)
            .map(String::as_str)
            .collect();
        let summary = CompareSummary {
            provenance: provenance_of(self.network(), sources, request.command_of(self)),
            of: request.of(&file, &rows),
            rows: rows.clone(),
        };
        Ok(Comparison { summary })
    }
}
