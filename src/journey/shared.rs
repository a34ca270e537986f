//! What legs of a journey share: the journey factor of a country, the factor of a line.

use std::collections::BTreeMap;

use super::estimate::EstimateParts;
use crate::network::{Country, LineIdx};

/// The deviates that legs share: one for each country, one for each line of a country. Tracks of no line share theirs.
pub(super) struct Shared<D> {
    journeys: BTreeMap<Country, D>,
    lines: BTreeMap<(Country, Option<LineIdx>), D>,
}

impl<D> Shared<D> {
    /// The deviates that some legs need, taken one after the other.
    pub fn new(parts: &[EstimateParts], mut take: impl FnMut() -> D) -> Shared<D> {
        let mut journeys = BTreeMap::new();
        let mut lines = BTreeMap::new();
        for part in parts {
            journeys.entry(part.country).or_insert_with(&mut take);
        }
        // A train whose ranges hold the lines' factors needs none; so many deviates are saved.
        for part in parts {
            let key = (part.country, part.line);
            if part.line_spread > 0.0 && !lines.contains_key(&key) {
                lines.insert(key, take());
            }
        }
        Shared { journeys, lines }
    }

    /// The deviates of a leg: of its journey and of its line, those of the journey where it needs none of a line.
    pub fn of(&self, part: &EstimateParts) -> (&D, &D) {
        let journey = &self.journeys[&part.country];
        let line = self.lines.get(&(part.country, part.line));
        (journey, line.unwrap_or(journey))
    }

    /// All deviates.
    pub fn all_mut(&mut self) -> impl Iterator<Item = &mut D> {
        self.journeys.values_mut().chain(self.lines.values_mut())
    }
}
