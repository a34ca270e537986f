//! Every spelling of every station as folded keys, laid out in one string.
//!
//! [`Keys`] hold the names in their own script, [`Sounds`] the same entries in Latin letters and as their romanisations
//! agree. Both are made in one pass over the stations, when a question first needs them.

use std::borrow::Cow;
use std::ops::Range;

use super::romanisation::Reading;
use super::{Station, StationIdx, fold, naming};

/// Which of a station's names a key was folded from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Spelling {
    /// The name.
    Name,
    /// The name without its remarks in brackets.
    Base,
    /// The name in the local script.
    Local,
    /// The alias of this number.
    Alias(u16),
    /// A part of the name that is said alone as well: without a word for a station, or a side of a slash.
    Core,
}

impl Spelling {
    /// Whether it is the name itself, in whatever script.
    pub(super) fn is_name(self) -> bool {
        !matches!(self, Spelling::Alias(_) | Spelling::Core)
    }

    /// All names of a station, without their cores.
    pub(super) fn all(station: &Station) -> impl Iterator<Item = (Spelling, Cow<'_, str>)> {
        let base = naming::without_remarks(&station.name).map(|(base, _)| base);
        let aliases = (0..).map(Spelling::Alias).zip(&station.aliases);
        std::iter::once((Spelling::Name, Cow::from(&station.name)))
            .chain(base.map(|base| (Spelling::Base, Cow::from(base))))
            .chain(
                station
                    .name_local
                    .iter()
                    .map(|local| (Spelling::Local, Cow::from(local))),
            )
            .chain(aliases.map(|(spelling, alias)| (spelling, Cow::from(alias))))
    }

    /// The name to show for it: the alias, or else the name in Latin letters.
    pub(super) fn shown(self, station: &Station) -> &str {
        match self {
            Spelling::Alias(number) => &station.aliases[usize::from(number)],
            Spelling::Name | Spelling::Base | Spelling::Local | Spelling::Core => &station.name,
        }
    }
}

/// One spelling of one station.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// Whose name it is.
    pub(super) station: StationIdx,
    /// Which of its names.
    pub(super) spelling: Spelling,
    reading: Reading,
    letters: Range<u32>,
}

/// Names folded in their own script.
#[derive(Debug)]
pub(super) struct Keys {
    text: String,
    entries: Vec<Entry>,
}

impl Keys {
    /// Folds every name of every station; names without letters are left out.
    pub(super) fn new(stations: &[Station]) -> Keys {
        let mut text = String::with_capacity(stations.len() * 32);
        let mut entries = Vec::with_capacity(stations.len() * 3);
        for (station, number) in stations.iter().zip(0..) {
            let reading = Reading::of_script(station.name_local.as_deref());
            let mut push = |spelling, name: &str| {
                let letters = appended(&mut text, |text| naming::append_key(name, text));
                if !letters.is_empty() {
                    entries.push(Entry {
                        station: StationIdx(number),
                        spelling,
                        reading,
                        letters,
                    });
                }
            };
            for (spelling, name) in Spelling::all(station) {
                push(spelling, &name);
                for core in naming::cores(&name) {
                    push(Spelling::Core, &core);
                }
            }
        }
        Keys { text, entries }
    }

    /// Every spelling with its key.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&Entry, &str)> {
        self.entries
            .iter()
            .map(|entry| (entry, slice(&self.text, &entry.letters)))
    }
}

/// The spellings of [`Keys`] in Latin letters and by their sound.
#[derive(Debug)]
pub(super) struct Sounds {
    text: String,
    entries: Vec<(Entry, Range<u32>, Range<u32>)>,
}

/// One spelling in Latin letters.
#[derive(Clone, Copy)]
pub(super) struct Sounding<'a> {
    /// Whose name it is and which.
    pub(super) entry: &'a Entry,
    /// The group of romanisations its sound was taken by.
    pub(super) reading: Reading,
    /// The key in a to z.
    pub(super) latin: &'a str,
    /// What romanisations of it agree about.
    pub(super) sound: &'a str,
}

impl Sounds {
    /// Writes every key in Latin letters.
    pub(super) fn new(keys: &Keys) -> Sounds {
        let mut text = String::with_capacity(keys.text.len() * 3);
        let mut latin = String::new();
        let mut entries = Vec::with_capacity(keys.entries.len());
        for (entry, letters) in keys.iter() {
            latin.clear();
            if letters.is_ascii() {
                latin.push_str(letters);
            } else {
                fold::latin(letters, &mut latin);
            }
            let plain = appended(&mut text, |text| text.push_str(&latin));
            let sound = appended(&mut text, |text| entry.reading.rewrite(&latin, text));
            entries.push((entry.clone(), plain, sound));
        }
        Sounds { text, entries }
    }

    /// Every spelling.
    pub(super) fn iter(&self) -> impl Iterator<Item = Sounding<'_>> {
        self.entries.iter().map(|(entry, latin, sound)| Sounding {
            entry,
            reading: entry.reading,
            latin: slice(&self.text, latin),
            sound: slice(&self.text, sound),
        })
    }
}

/// The part of the text that `write` appends.
fn appended(text: &mut String, write: impl FnOnce(&mut String)) -> Range<u32> {
    let start = text.len() as u32;
    write(text);
    start..text.len() as u32
}

/// A part of the text.
fn slice<'a>(text: &'a str, range: &Range<u32>) -> &'a str {
    &text[range.start as usize..range.end as usize]
}
