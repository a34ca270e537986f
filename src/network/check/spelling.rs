//! Which names of many are one letter apart, without comparing each with each.
//!
//! Two texts that differ by one letter added, dropped, changed or swapped with its neighbour have a common form: one of
//! them, or both, with one letter left out. So every name is filed under itself and under each of its forms without one
//! letter, and only names that meet in a file are compared. Source of the idea: symmetric deletion (W. Garbe, 2012).
//! Complexity: n names of m letters give n * (m + 1) forms to sort.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hasher};

/// Names shorter than this are different words when they differ. Assumption: one letter of three is a third of the
/// word.
const SHORTEST: usize = 4;

/// Pairs of places in `names` whose names differ, by case or one letter only, in order. `names` must not repeat.
pub(super) fn one_apart(names: &[&str]) -> Vec<(usize, usize)> {
    let folded: Vec<String> = names.iter().map(|name| name.to_lowercase()).collect();
    let mut forms: Vec<(u64, usize)> = Vec::new();
    for (i, name) in folded.iter().enumerate() {
        if !is_numbered(name) && name.chars().count() >= SHORTEST {
            forms.extend(forms_of(name).map(|form| (form, i)));
        }
    }
    forms.sort_unstable();
    forms.dedup();
    let mut pairs = BTreeSet::new();
    for met in forms.chunk_by(|(a, _), (b, _)| a == b) {
        for (k, &(_, i)) in met.iter().enumerate() {
            let near = |&&(_, j): &&(u64, usize)| strsim::osa_distance(&folded[i], &folded[j]) <= 1;
            pairs.extend(met[..k].iter().filter(near).map(|&(_, j)| (j, i)));
        }
    }
    pairs.into_iter().collect()
}

/// Hashes of a name and of the name without each one of its letters.
fn forms_of(name: &str) -> impl Iterator<Item = u64> {
    let without = name.char_indices().map(|(at, letter)| {
        let mut hasher = DefaultHasher::new();
        hasher.write(&name.as_bytes()[..at]);
        hasher.write(&name.as_bytes()[at + letter.len_utf8()..]);
        hasher.finish()
    });
    let mut hasher = DefaultHasher::new();
    hasher.write(name.as_bytes());
    without.chain(std::iter::once(hasher.finish()))
}

/// Whether a number or a single letter tells a name from its neighbours: `Km 1204`, `Mostyska II`, `Block B`.
fn is_numbered(name: &str) -> bool {
    let last = name.rsplit(' ').next().unwrap_or(name);
    name.chars().any(char::is_numeric)
        || last.chars().count() == 1
        || last.chars().all(|c| matches!(c, 'i' | 'v' | 'x'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_letter_is_added_dropped_changed_or_swapped() {
        let names = ["Tumangang", "Tumengang", "Tumangan", "Tumagnang", "Khasan"];
        assert_eq!(one_apart(&names), [(0, 1), (0, 2), (0, 3)]);
        assert_eq!(one_apart(&["Hambuk Line", "Hambuk line"]), [(0, 1)]);
    }

    #[test]
    fn numbers_tell_names_apart() {
        assert!(
            one_apart(&[
                "Km 1204",
                "Km 1205",
                "Mostyska I",
                "Mostyska II",
                "Bam",
                "Bas"
            ])
            .is_empty()
        );
    }

    proptest! {
        #[test]
        fn each_pair_is_found(names in prop::collection::btree_set("[abA]{4,6}", 0..30)) {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let lower: Vec<String> = names.iter().map(|name| name.to_lowercase()).collect();
            let mut slow = Vec::new();
            for i in 0..names.len() {
                for j in i + 1..names.len() {
                    if strsim::osa_distance(&lower[i], &lower[j]) <= 1 {
                        slow.push((i, j));
                    }
                }
            }
            prop_assert_eq!(one_apart(&names), slow);
        }
    }
}
