//! What was left out of an import, and how far it has come.

use std::collections::BTreeMap;
use std::fmt;

/// How often something was left out or assumed, by what it was.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts(BTreeMap<String, Tally>);

/// How often, and where first if that was told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Tally {
    count: u64,
    first: Option<String>,
}

impl Counts {
    /// Counts one.
    pub fn add(&mut self, what: &str) {
        self.tally(what).count += 1;
    }

    /// Counts several.
    pub fn add_many(&mut self, what: &str, many: u64) {
        self.tally(what).count += many;
    }

    /// Counts one, and keeps where the first of its kind is, like `way 4711`.
    pub fn add_first(&mut self, what: &str, place: impl FnOnce() -> String) {
        let tally = self.tally(what);
        tally.count += 1;
        tally.first.get_or_insert_with(place);
    }

    fn tally(&mut self, what: &str) -> &mut Tally {
        if !self.0.contains_key(what) {
            self.0.insert(what.to_owned(), Tally::default());
        }
        self.0.get_mut(what).expect("it was put in above")
    }

    /// What was counted, in alphabetical order, with how often.
    pub fn iter(&self) -> impl Iterator<Item = (&str, u64)> {
        self.0
            .iter()
            .map(|(what, tally)| (what.as_str(), tally.count))
    }

    /// How often this was counted.
    #[must_use]
    pub fn of(&self, what: &str) -> u64 {
        self.0.get(what).map_or(0, |tally| tally.count)
    }

    /// Whether nothing was.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, (what, tally)) in self.0.iter().enumerate() {
            let line_end = if i == 0 { "" } else { "\n" };
            write!(f, "{line_end}{} x {what}", tally.count)?;
            if let Some(first) = &tally.first {
                write!(f, " (first: {first})")?;
            }
        }
        Ok(())
    }
}

/// How far an import has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What is being done, for people.
    pub stage: &'static str,
    /// How much of it is done.
    pub done: u64,
    /// How much there is; 0 where that is not known beforehand.
    pub total: u64,
}
