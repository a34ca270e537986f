//! What was left out of a feed or assumed, with the first of each kind by name, so that it can be found.

use std::collections::BTreeMap;

use crate::import::Counts;

/// So many examples of a kind are told.
const TOLD: usize = 4;

#[derive(Clone, Debug, Default)]
struct LeftKind {
    count: u64,
    examples: Vec<String>,
}

/// Kinds of what was left out.
#[derive(Clone, Debug, Default)]
pub(super) struct Left(BTreeMap<String, LeftKind>);

impl Left {
    /// Counts one of a kind.
    pub fn add(&mut self, what: &str) {
        self.kind(what).count += 1;
    }

    /// Counts one of a kind, by name; the first few are told, each once.
    pub fn add_named(&mut self, what: &str, name: impl FnOnce() -> String) {
        let kind = self.kind(what);
        kind.count += 1;
        if kind.examples.len() <= TOLD {
            let name = name();
            if !kind.examples.contains(&name) {
                kind.examples.push(name);
            }
        }
    }

    fn kind(&mut self, what: &str) -> &mut LeftKind {
        if !self.0.contains_key(what) {
            self.0.insert(what.to_owned(), LeftKind::default());
        }
        self.0.get_mut(what).expect("it was put there")
    }

    /// How often each was counted, for people.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for (what, kind) in &self.0 {
            let told = kind.examples[..kind.examples.len().min(TOLD)].join(", ");
            let more = if kind.examples.len() > TOLD {
                ", ..."
            } else {
                ""
            };
            let text = match told.is_empty() {
                true => what.clone(),
                false => format!("{what} ({told}{more})"),
            };
            counts.add_many(&text, kind.count);
        }
        counts
    }
}
