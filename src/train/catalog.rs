//! The trains that come with a network: `trains/*.toml`, one file a train.

use super::{DefaultFor, DefaultReason, Train, TrainError};
use crate::network::Country;

/// The trains by id, in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Catalog(Vec<CatalogEntry>);

/// A train's file; read only when the train is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CatalogEntry {
    /// The train's id: the name of its file without the ending.
    pub id: String,
    /// The file, as errors name it.
    pub file: String,
    /// What it holds.
    pub text: String,
}

impl Catalog {
    /// A catalogue of files.
    #[must_use]
    pub fn new(mut entries: Vec<CatalogEntry>) -> Catalog {
        entries.sort_by(|a, b| a.id.cmp(&b.id));
        Catalog(entries)
    }

    /// The ids, in order.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|entry| entry.id.as_str())
    }

    /// The text of a train's file; `None` when there is no such file.
    #[must_use]
    pub fn text(&self, id: &str) -> Option<&str> {
        let entry = self.0.iter().find(|entry| entry.id == id);
        entry.map(|entry| entry.text.as_str())
    }

    /// The train whose kind has a number of a timetable, like `K1303`; `None` when no train or more than one does.
    ///
    /// # Errors
    /// [`TrainError`] when a file cannot be used.
    pub fn of_number(&self, number: &str) -> Result<Option<Train>, TrainError> {
        let trains = self
            .0
            .iter()
            .map(|entry| Train::parse(&entry.text, &entry.file));
        let trains = trains.collect::<Result<Vec<_>, _>>()?;
        let mut fitting = trains.into_iter().filter(|train| train.has_number(number));
        let first = fitting.next();
        Ok(first.filter(|_| fitting.next().is_none()))
    }

    /// The same trains with one more, which takes the place of one with its id.
    #[must_use]
    pub fn with(mut self, entry: CatalogEntry) -> Catalog {
        self.0.retain(|own| own.id != entry.id);
        self.0.push(entry);
        Catalog::new(self.0)
    }

    /// The trains that are the default between two countries, in the order in which they are to be tried: those for an end
    /// before those for the inside, each kind in the order of its ids.
    ///
    /// # Errors
    /// [`TrainError`] when a file does not say in order where it is the default.
    pub fn defaults(
        &self,
        from: Country,
        to: Country,
    ) -> Result<Vec<(&str, DefaultReason)>, TrainError> {
        let mut found = Vec::new();
        for entry in &self.0 {
            let rule = DefaultFor::of_file(&entry.text, &entry.file)?;
            found.extend(
                rule.reason(from, to)
                    .map(|reason| (entry.id.as_str(), reason)),
            );
        }
        found.sort_by_key(|(_, reason)| !matches!(reason, DefaultReason::EndIn(_)));
        Ok(found)
    }

    /// A train by its id; `None` when there is no such file.
    ///
    /// # Errors
    /// [`TrainError`] when its file cannot be used.
    pub fn train(&self, id: &str) -> Result<Option<Train>, TrainError> {
        let entry = self.0.iter().find(|entry| entry.id == id);
        entry
            .map(|entry| Train::parse(&entry.text, &entry.file))
            .transpose()
    }
}
