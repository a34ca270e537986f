//! What a map has instead of a railway, for an import that finds none.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt;

use crate::track::TrackClass;
use crate::units::format::grouped;

/// How many kinds of way are named. Assumption: more are no help.
const NAMED: usize = 6;

/// The ways of a map, by their `railway`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// How many ways it has, of any kind.
    pub ways: u64,
    /// How many of them have each value of `railway`.
    pub by_railway: BTreeMap<String, u64>,
}

impl fmt::Display for Seen {
    /// `no railway=rail among 2,114 ways; 5 subway ways: --include subway`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ways = if self.ways == 1 { "way" } else { "ways" };
        let count = grouped(self.ways as i64);
        write!(f, "no railway=rail among {count} {ways}")?;
        let mut kinds: Vec<(&String, &u64)> = self.by_railway.iter().collect();
        kinds.sort_by_key(|(kind, count)| (hint(kind).is_none(), Reverse(**count), *kind));
        for (kind, count) in kinds.iter().take(NAMED) {
            let plural = if **count == 1 { "" } else { "s" };
            write!(f, "; {} {kind} way{plural}", grouped(**count as i64))?;
            if let Some(hint) = hint(kind) {
                write!(f, ": {hint}")?;
            }
        }
        match kinds.len().saturating_sub(NAMED) {
            0 => Ok(()),
            more => write!(f, "; {more} other kinds"),
        }
    }
}

/// How ways of a kind could be taken in, or why they are not.
fn hint(kind: &str) -> Option<&'static str> {
    match TrackClass::parse(kind)? {
        TrackClass::Subway => Some("--include subway"),
        TrackClass::Tram => Some("--include tram"),
        TrackClass::LightRail => Some("--include light_rail"),
        _ => Some("left out, as counted above"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_be_taken_in_comes_first_and_says_how() {
        let by_railway = [("platform", 40), ("subway", 5), ("tram", 1), ("rail", 2)];
        let by_railway = by_railway.map(|(kind, count)| (kind.to_owned(), count));
        let seen = Seen {
            ways: 2_114,
            by_railway: by_railway.into(),
        };
        let expected = format!(
            "no railway=rail among {} ways; 5 subway ways: --include subway; \
             2 rail ways: left out, as counted above; 1 tram way: --include tram; 40 platform ways",
            grouped(2_114)
        );
        assert_eq!(seen.to_string(), expected);
        assert_eq!(Seen::default().to_string(), "no railway=rail among 0 ways");
    }
}
