//! Finding the station that somebody means.
//!
//! An [`Index`] answers a question in any script and spelling with one station, with several, or with none and the
//! nearest names. In order, and the first that answers wins: the id, a name or alias as written, the same folded (case,
//! accents, traditional characters), another romanisation, the beginning of a name, a misspelling. Exact names win over
//! beginnings and misspellings; a name that several stations bear is [`Match::Ambiguous`] and never guessed, and a
//! misspelling is taken only where no other station is nearly as near. A country or the remark of a name may follow:
//! `Chita, RU`, `Jinzhou (Dalian)`.
//!
//! It does not know lines or distances, and it does not rank stations by size.
//!
//! The index costs nothing until it is asked, and folds all names only for a question that no name answers as written.

use std::sync::{Arc, OnceLock};

pub use super::answer::{Candidate, Found, How, Match, NotOneStation};
use super::keys::{Keys, Sounding, Sounds, Spelling};
use super::misspelling::{MARGIN, Question};
use super::{Country, Station, StationIdx, fold, naming};

/// Below this likeness, in thousandths, a name is no help as a suggestion. Assumption: one letter in seven or so may be
/// wrong.
const LIKE: u32 = 860;

/// A question with more letters than this in a to z names no station. Assumption; the longest name has 35.
const LONGEST: usize = 100;

/// The names of a network's stations, made ready for questions.
#[derive(Debug)]
pub struct Index<'a> {
    stations: &'a [Station],
    countries: Vec<(Country, &'a str)>,
    folded: Arc<FoldedNames>,
}

/// All names of a network's stations as keys, each kind made when a question first needs it. Whoever keeps it saves
/// later indexes over the same stations that work.
#[derive(Debug, Default)]
pub struct FoldedNames {
    keys: OnceLock<Keys>,
    sounds: OnceLock<Sounds>,
}

impl<'a> Index<'a> {
    /// An index over the stations of a network, in the network's order.
    #[must_use]
    pub fn new(stations: &'a [Station]) -> Index<'a> {
        Index {
            stations,
            countries: Vec::new(),
            folded: Arc::default(),
        }
    }

    /// The same index, which uses and fills names kept from an earlier index over the same stations.
    #[must_use]
    pub fn with_names(mut self, kept: &Arc<FoldedNames>) -> Index<'a> {
        self.folded = Arc::clone(kept);
        self
    }

    /// The same index, in which countries may be written by their names: `Chita, Russia`.
    #[must_use]
    pub fn with_country_names(
        mut self,
        countries: impl IntoIterator<Item = (Country, &'a str)>,
    ) -> Index<'a> {
        self.countries = countries.into_iter().collect();
        self
    }

    /// The one station that a question names.
    ///
    /// # Errors
    /// [`NotOneStation`] with the candidates, or with the nearest names.
    pub fn resolve(&self, asked: &str) -> Result<Found, NotOneStation> {
        let candidates = |stations: Vec<StationIdx>| -> Vec<Candidate> {
            stations
                .into_iter()
                .map(|station| Candidate::new(station, self.station(station)))
                .collect()
        };
        let asked_text = || asked.trim().to_owned();
        match self.find(asked) {
            Match::One(found) => Ok(found),
            Match::Ambiguous(stations) => Err(NotOneStation::Ambiguous {
                asked: asked_text(),
                candidates: candidates(stations),
            }),
            Match::None { nearest } => Err(NotOneStation::Unknown {
                asked: asked_text(),
                nearest: candidates(nearest),
            }),
        }
    }

    /// What a question names.
    #[must_use]
    pub fn find(&self, asked: &str) -> Match {
        let asked = asked.trim();
        if let Some(answer) = self.as_written(asked).or_else(|| self.folded(asked)) {
            return answer;
        }
        let Some((name, qualifier)) = split_qualifier(asked) else {
            return self
                .by_core(asked)
                .unwrap_or_else(|| self.by_other_spelling(asked));
        };
        self.qualified(name, qualifier)
    }

    /// Every station that a question may mean, the best first: by name, by alias, by first word, by beginning, by a
    /// part of a name, and where there is none the nearest.
    #[must_use]
    pub fn list(&self, asked: &str) -> Vec<StationIdx> {
        let keys = naming::keys(asked);
        let is_first_word = |station: StationIdx| {
            let mut names = Spelling::all(self.station(station)).map(|(_, name)| name);
            names.any(|name| name.split(' ').next().map(naming::key).as_ref() == keys.first())
        };
        let mut ranked: Vec<(u8, StationIdx)> = Vec::new();
        for key in &keys {
            for (entry, name) in self.keys().iter() {
                let rank = match name {
                    name if name == key => u8::from(!entry.spelling.is_name()),
                    name if name.starts_with(key) => 2 + u8::from(!is_first_word(entry.station)),
                    name if name.contains(key) => 4,
                    _ => continue,
                };
                ranked.push((rank, entry.station));
            }
        }
        let first = match self.find(asked) {
            Match::One(found) => vec![found.station],
            Match::Ambiguous(mut stations) => {
                stations.sort_by_key(|station| !is_first_word(*station));
                stations
            }
            Match::None { nearest } if ranked.is_empty() => nearest,
            Match::None { .. } => Vec::new(),
        };
        ranked.sort_by_key(|(rank, station)| (*rank, &self.station(*station).id));
        let mut listed = first;
        for (_, station) in ranked {
            if !listed.contains(&station) {
                listed.push(station);
            }
        }
        listed
    }

    /// A station of this index.
    #[must_use]
    pub fn station(&self, station: StationIdx) -> &'a Station {
        &self.stations[station.0 as usize]
    }

    fn keys(&self) -> &Keys {
        self.folded.keys.get_or_init(|| Keys::new(self.stations))
    }

    fn sounds(&self) -> &Sounds {
        self.folded.sounds.get_or_init(|| Sounds::new(self.keys()))
    }

    /// By the id, or by a name that only one station bears, whatever its case; needs no index.
    fn as_written(&self, asked: &str) -> Option<Match> {
        let mut hits = Vec::new();
        for (station, number) in self.stations.iter().zip(0..) {
            if station.id.as_str() == asked {
                return Some(one(StationIdx(number), How::Exactly));
            }
            let spellings = Spelling::all(station)
                .filter(|(_, name)| name.eq_ignore_ascii_case(asked))
                .map(|(spelling, _)| (StationIdx(number), spelling));
            hits.extend(spellings);
        }
        let (station, spelling) = sole_bearer(&hits)?;
        // Without its remark a name may be a part of another, which only the index knows.
        (spelling != Spelling::Base).then(|| one(station, how(spelling)))
    }

    /// By a name or alias that folds to the same key, with a word for station or without.
    fn folded(&self, asked: &str) -> Option<Match> {
        let keys = naming::keys(asked);
        keys.iter().find_map(|key| self.with_key(key))
    }

    fn with_key(&self, key: &str) -> Option<Match> {
        let hits = self.bearers(key);
        let is_core = |(_, spelling): &&(StationIdx, Spelling)| *spelling == Spelling::Core;
        let full: Vec<_> = hits.iter().filter(|hit| !is_core(hit)).copied().collect();
        let sole = sole_bearer(&full).filter(|(bearer, spelling)| {
            // `Frankfurt (Oder)` is no more Frankfurt than `Frankfurt (Main) Hbf` is.
            let mut cores = hits.iter().filter(is_core);
            *spelling != Spelling::Base || cores.all(|(station, _)| station == bearer)
        });
        match sole {
            Some((station, spelling)) => Some(one(station, how(spelling))),
            None if full.is_empty() => None,
            None => Some(self.ambiguous(hits.into_iter().map(|(station, _)| station))),
        }
    }

    /// By a part of a name that is said alone as well: one station where no other name begins like that.
    fn by_core(&self, asked: &str) -> Option<Match> {
        naming::keys(asked).iter().find_map(|key| {
            let cores = self.bearers(key);
            let is_long = key.chars().count() >= if key.is_ascii() { 3 } else { 2 };
            if cores.is_empty() || !is_long {
                return None;
            }
            let begun = self.keys().iter().filter(|(_, name)| name.starts_with(key));
            let begun = begun.map(|(entry, _)| (entry.station, entry.spelling));
            self.taken(cores.into_iter().chain(begun).collect(), spelled)
        })
    }

    /// The stations with a name or alias that folds to this key.
    fn bearers(&self, key: &str) -> Vec<(StationIdx, Spelling)> {
        let hits = self.keys().iter().filter(|(_, name)| *name == key);
        hits.map(|(entry, _)| (entry.station, entry.spelling))
            .collect()
    }

    /// By romanisation, beginning or misspelling.
    fn by_other_spelling(&self, asked: &str) -> Match {
        let questions: Vec<(String, Question)> = naming::keys(asked)
            .into_iter()
            .filter_map(|key| {
                let mut latin = String::new();
                fold::latin(&key, &mut latin);
                let is_name = !latin.is_empty() && latin.len() <= LONGEST;
                is_name.then(|| (key, Question::new(latin)))
            })
            .collect();
        // A wrong Chinese character is another word, not another spelling.
        let is_chinese = |key: &str| key.chars().any(|c| matches!(c, '\u{3400}'..='\u{9fff}'));
        let alike = |(key, question): &(String, Question)| {
            self.taken(self.hits(|name| name.latin == question.latin()), spelled)
                .or_else(|| {
                    let sounds = |name: &Sounding<'_>| question.sounds_like(name);
                    self.taken(self.hits(|name| !is_chinese(key) && sounds(name)), spelled)
                })
                .or_else(|| self.taken(self.beginning_with(key, question), begun))
        };
        let misspelled = |(key, question): &(String, Question)| {
            self.taken(self.misspelled(question, is_chinese(key)), spelled)
        };
        let found = questions.iter().find_map(alike);
        let found = found.or_else(|| questions.iter().find_map(misspelled));
        found.unwrap_or_else(|| {
            let likely = questions.last().or(questions.first());
            let nearest = likely.map(|(_, question)| self.nearest(question));
            Match::None {
                nearest: nearest.unwrap_or_default(),
            }
        })
    }

    fn hits(&self, is_hit: impl Fn(&Sounding<'_>) -> bool) -> Vec<(StationIdx, Spelling)> {
        self.sounds()
            .iter()
            .filter(is_hit)
            .map(|name| (name.entry.station, name.entry.spelling))
            .collect()
    }

    fn beginning_with(&self, key: &str, question: &Question) -> Vec<(StationIdx, Spelling)> {
        let letters = key.chars().count();
        if letters < if key.is_ascii() { 3 } else { 2 } {
            return Vec::new();
        }
        let own_script = self.keys().iter().filter(|(_, name)| name.starts_with(key));
        let mut hits: Vec<_> = own_script
            .map(|(entry, _)| (entry.station, entry.spelling))
            .collect();
        if hits.is_empty() && key.is_ascii() {
            hits = self.hits(|name| name.latin.starts_with(question.latin()));
        }
        hits
    }

    /// The names nearest to the question: one where it is clearly nearest, all that are about as near else.
    fn misspelled(&self, question: &Question, is_chinese: bool) -> Vec<(StationIdx, Spelling)> {
        let names = self.sounds().iter().filter(|_| !is_chinese);
        let mut near: Vec<(usize, StationIdx, Spelling)> = names
            .filter_map(|name| {
                let distance = question.distance(&name)?;
                Some((distance, name.entry.station, name.entry.spelling))
            })
            .collect();
        near.sort();
        let limit = near.first().map_or(0, |(best, ..)| best + MARGIN);
        near.retain(|(distance, ..)| *distance < limit);
        near.into_iter()
            .map(|(_, station, spelling)| (station, spelling))
            .collect()
    }

    fn nearest(&self, question: &Question) -> Vec<StationIdx> {
        let mut like: Vec<_> = self
            .sounds()
            .iter()
            .filter(|name| question.is_close(name))
            .map(|name| (question.likeness(&name), name.entry.station))
            .filter(|(likeness, _)| *likeness >= LIKE)
            .collect();
        like.sort_by_key(|(likeness, station)| {
            (std::cmp::Reverse(*likeness), &self.station(*station).id)
        });
        let mut nearest = Vec::new();
        for (_, station) in like {
            if nearest.len() < 3 && !nearest.contains(&station) {
                nearest.push(station);
            }
        }
        nearest
    }

    /// One station where all hits are its names, else all stations hit.
    fn taken(&self, hits: Vec<(StationIdx, Spelling)>, how: fn(String) -> How) -> Option<Match> {
        let (station, spelling) = *hits.first()?;
        if hits.iter().all(|(other, _)| *other == station) {
            let taken = spelling.shown(self.station(station)).to_owned();
            return Some(one(station, how(taken)));
        }
        Some(self.ambiguous(hits.into_iter().map(|(station, _)| station)))
    }

    fn ambiguous(&self, stations: impl Iterator<Item = StationIdx>) -> Match {
        let mut stations: Vec<StationIdx> = stations.collect();
        stations.sort_by_key(|station| &self.station(*station).id);
        stations.dedup();
        Match::Ambiguous(stations)
    }

    /// By a name and what narrows it: of the stations that bear the name, or else may be meant, those that fit.
    fn qualified(&self, name: &str, qualifier: &str) -> Match {
        let fits = |station: &StationIdx| self.is_qualified(self.station(*station), qualifier);
        let keys = naming::keys(name);
        let mut bearing: Vec<_> = keys.iter().flat_map(|key| self.bearers(key)).collect();
        bearing.retain(|(station, _)| fits(station));
        if let [(station, spelling), rest @ ..] = &bearing[..]
            && rest.iter().all(|(other, _)| other == station)
        {
            return one(*station, how(*spelling));
        }
        match self
            .folded(name)
            .unwrap_or_else(|| self.by_other_spelling(name))
        {
            Match::One(found) if !fits(&found.station) => Match::None {
                nearest: vec![found.station],
            },
            Match::Ambiguous(stations) => {
                let fitting: Vec<StationIdx> = stations.iter().copied().filter(fits).collect();
                match fitting[..] {
                    // None is where it is said to be: nearest to it, but not meant.
                    [] if Country::parse(qualifier).is_ok() => Match::None { nearest: stations },
                    [] => Match::Ambiguous(stations),
                    [station] => one(station, spelled(self.station(station).name.clone())),
                    _ => Match::Ambiguous(fitting),
                }
            }
            found => found,
        }
    }

    fn is_qualified(&self, station: &Station, qualifier: &str) -> bool {
        let key = naming::key(qualifier);
        let remark = naming::without_remarks(&station.name).map(|(_, remark)| remark);
        let country = self
            .countries
            .iter()
            .filter(|(code, _)| *code == station.country);
        let mut words = country.map(|(_, name)| *name).chain(remark);
        qualifier.eq_ignore_ascii_case(station.country.code())
            || words.any(|word| naming::key(word) == key)
    }
}

/// The one station that bears a name. A station whose name has a remark in brackets, like `Chita (TAZARA)`, yields to
/// one that bears the name without, unless that one has a remark itself.
fn sole_bearer(hits: &[(StationIdx, Spelling)]) -> Option<(StationIdx, Spelling)> {
    let sole = |hits: &[(StationIdx, Spelling)]| {
        let first = hits.iter().min().copied()?;
        let is_sole = hits.iter().all(|(station, _)| *station == first.0);
        is_sole.then_some(first)
    };
    let (remarked, full): (Vec<_>, Vec<_>) = hits
        .iter()
        .partition(|(_, spelling)| *spelling == Spelling::Base);
    sole(hits).or_else(|| {
        sole(&full).filter(|(bearer, _)| remarked.iter().all(|(station, _)| station != bearer))
    })
}

fn one(station: StationIdx, how: How) -> Match {
    Match::One(Found { station, how })
}

fn how(spelling: Spelling) -> How {
    if spelling.is_name() {
        How::Exactly
    } else {
        How::ByAlias
    }
}

fn spelled(taken: String) -> How {
    How::BySpelling { taken }
}

fn begun(taken: String) -> How {
    How::ByPrefix { taken }
}

/// `Chita, RU` and `Chita (RU)` as name and qualifier.
fn split_qualifier(asked: &str) -> Option<(&str, &str)> {
    let (name, qualifier) = fold::without_remark(asked).or_else(|| asked.rsplit_once(','))?;
    let (name, qualifier) = (name.trim(), qualifier.trim());
    (!name.is_empty() && !qualifier.is_empty()).then_some((name, qualifier))
}
