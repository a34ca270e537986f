//! What a dataset covers, for whoever asks for a place that it does not have.

use super::{Dataset, Error};
use crate::network::search::NotOneStation;

/// Countries named in full at most; more are counted.
const NAMED: usize = 12;

impl Dataset {
    /// Why a name is no station: where none bears it, what the network covers instead.
    pub(super) fn no_station(&self, error: NotOneStation) -> Error {
        match error {
            NotOneStation::Unknown { asked, nearest } => Error::NotCovered {
                asked,
                covers: self.covers(),
                nearest,
                cities: Vec::new(),
            },
            ambiguous => Error::Station(ambiguous),
        }
    }

    /// `Australia, China and Russia, and from the sketch of the world every city of 15,000 people and more`.
    fn covers(&self) -> String {
        let network = self.network();
        let name = |code: &crate::network::Country| {
            let facts = network.country(*code);
            facts.map_or_else(|| code.to_string(), |facts| facts.name.clone())
        };
        let mut names: Vec<String> = self.countries().iter().take(NAMED).map(name).collect();
        let more = self.countries().len().saturating_sub(NAMED);
        if more > 0 {
            names.push(format!("{more} more countries"));
        }
        let surveyed = match names.as_slice() {
            [] => String::from("no station"),
            [one] => one.clone(),
            [first @ .., last] => format!("{} and {last}", first.join(", ")),
        };
        match self.folder() {
            Some(_) => surveyed,
            None => format!(
                "{surveyed}, and by a sketch the larger cities of the world that have a railway"
            ),
        }
    }
}
