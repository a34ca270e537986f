//! How far a question lies from a name, and when it may be taken for it.
//!
//! The distance counts letters left out, put in, exchanged or swapped, once in Latin letters and once in what
//! romanisations agree about, so that a slip weighs more than another romanisation of the same name. Some differences
//! are never slips, because they tell neighbouring stations apart: digits (Chita-1, Chita-2), the point of the
//! compass (Harbin East, Harbin West), the first letter, and the last two where more than one letter differs.

use super::keys::Sounding;
use super::romanisation::Reading;

/// A question prepared for comparing.
pub(super) struct Question {
    latin: String,
    sounds: Vec<(Reading, Vec<String>)>,
}

/// By how much the nearest station must be nearer than the second: one letter, which counts in both distances.
/// Assumption, tried on the shipped stations.
pub(super) const MARGIN: usize = 2;

/// From so many letters on, a slip may sit in a name that is also romanised otherwise. Assumption, tried on the shipped
/// stations: in shorter ones the two together make other names (Busan and Pungsan).
const LONG: usize = 8;

/// In how many letters a name that also slips may be romanised otherwise. Assumption, likewise.
const ROMANISED: usize = 2;

impl Question {
    /// Prepares a key in a to z.
    pub(super) fn new(latin: String) -> Question {
        let sounds = Reading::ALL
            .map(|reading| (reading, reading.of_question(&latin)))
            .to_vec();
        Question { latin, sounds }
    }

    /// The key in a to z.
    pub(super) fn latin(&self) -> &str {
        &self.latin
    }

    /// The ways it can be read in that group of romanisations.
    fn sounds(&self, reading: Reading) -> impl Iterator<Item = &str> {
        self.sounds
            .iter()
            .filter(move |(of, _)| *of == reading)
            .flat_map(|(_, sounds)| sounds.iter().map(String::as_str))
    }

    /// Whether some romanisation of the name reads like this.
    pub(super) fn sounds_like(&self, name: &Sounding<'_>) -> bool {
        self.sounds(name.reading).any(|sound| sound == name.sound)
    }

    /// The distance to a name that may be meant; `None` for one that may not.
    pub(super) fn distance(&self, name: &Sounding<'_>) -> Option<usize> {
        let allowed = allowed_slips(self.latin.len());
        if allowed == 0 || self.latin.len().abs_diff(name.latin.len()) > allowed + 2 {
            return None;
        }
        let slips = self
            .sounds(name.reading)
            .filter(|sound| may_be_a_slip(sound, name.sound))
            .map(|sound| (strsim::osa_distance(sound, name.sound), sound))
            .filter(|(slips, sound)| *slips < 2 || end_alike(sound, name.sound))
            .map(|(slips, _)| slips)
            .min()
            .filter(|slips| *slips <= allowed)?;
        let told_apart = digits(&self.latin) != digits(name.latin)
            || compass_point(&self.latin) != compass_point(name.latin);
        let written = strsim::osa_distance(&self.latin, name.latin);
        let is_long = self.latin.len() >= LONG;
        let is_near = written <= slips + if is_long { ROMANISED } else { 0 };
        (is_near && !told_apart).then_some(slips + written)
    }

    /// Whether a name may be suggested at all: at most a third of the letters differ, or one is the beginning of the other.
    pub(super) fn is_close(&self, name: &Sounding<'_>) -> bool {
        let (asked, name) = (self.latin.as_str(), name.latin);
        let length = asked.len().max(name.len());
        asked.starts_with(name)
            || name.starts_with(asked)
            || strsim::osa_distance(asked, name) * 3 <= length
    }

    /// Likeness in thousandths, for suggestions.
    pub(super) fn likeness(&self, name: &Sounding<'_>) -> u32 {
        (strsim::jaro_winkler(&self.latin, name.latin) * 1000.0).round() as u32
    }
}

/// How many letters may differ by the length of the question. Assumption, tried on the shipped stations: one in five
/// is still a slip, one in four is often another station.
fn allowed_slips(length: usize) -> usize {
    match length {
        0..5 => 0,
        5..10 => 1,
        10..15 => 2,
        _ => 3,
    }
}

/// Whether the two can lie near each other at all; cheap, before the distance is counted.
fn may_be_a_slip(a: &str, b: &str) -> bool {
    a.as_bytes().first() == b.as_bytes().first() && a.len().abs_diff(b.len()) <= 3
}

/// Whether the last two letters are the same.
fn end_alike(a: &str, b: &str) -> bool {
    a.bytes().rev().take(2).eq(b.bytes().rev().take(2))
}

/// The digits of a key in their order.
fn digits(key: &str) -> impl PartialEq + use<> {
    key.bytes().filter(u8::is_ascii_digit).collect::<Vec<u8>>()
}

/// The English point of the compass before or after a name.
fn compass_point(key: &str) -> Option<&'static str> {
    ["north", "south", "east", "west"]
        .into_iter()
        .find(|point| key.ends_with(point) || key.starts_with(point))
}
