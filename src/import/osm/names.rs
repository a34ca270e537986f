//! Stations as a map signs them: names in all languages, and what they become in a table.

use any_ascii::any_ascii;

use crate::network::Country;
use crate::track::{Place, TrackClass};

use super::OsmOptions;
use super::tags::TagList;

/// A station, as one node or area of the map has it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Sign {
    /// Id of the node, or of the way with its sign turned.
    pub id: i64,
    pub place: Place,
    /// Whose trains call, as far as the map says: none means those of a railway as such.
    pub classes: Vec<TrackClass>,
    /// Key and name, the plain name first.
    pub names: Vec<(String, String)>,
    pub country: Option<Country>,
    pub elevation_m: Option<f64>,
}

/// Tags that are names: these, and the same with `:` and a language.
const NAME_KEYS: [&str; 6] = [
    "name",
    "int_name",
    "official_name",
    "alt_name",
    "short_name",
    "old_name",
];

impl Sign {
    /// A station, if these are the tags of one. It has no place yet.
    pub fn read(id: i64, tags: &TagList<'_>, options: &OsmOptions) -> Option<Sign> {
        let is_station = match tags.get("railway")? {
            "station" | "halt" => true,
            "tram_stop" => options.classes.contains(&TrackClass::Tram),
            _ => false,
        };
        is_station.then(|| Sign {
            id,
            place: super::read::NOWHERE,
            classes: classes(tags),
            names: names(tags),
            country: country(tags),
            elevation_m: tags.get("ele").and_then(|ele| ele.parse().ok()),
        })
    }

    /// The name in Latin letters: as written where it is, else the English or international one, else transliterated.
    pub fn latin(&self) -> String {
        let is_latin = |name: &&str| name.chars().all(is_latin);
        let name_of = |key: &str| {
            let found = self.names.iter().find(|(found, _)| found == key);
            found.map(|(_, name)| name.as_str())
        };
        let keys = ["name", "name:en", "int_name", "name:latin"];
        let found = keys.iter().find_map(|key| name_of(key).filter(is_latin));
        match found {
            Some(name) => name.to_owned(),
            None => any_ascii(self.names.first().map_or("", |(_, name)| name)),
        }
    }

    /// The name as it stands on the platform, if it is not in Latin letters.
    pub fn local(&self) -> Option<&str> {
        let (_, name) = self.names.first()?;
        (!name.chars().all(is_latin)).then_some(name)
    }

    /// All other names, each once.
    pub fn aliases(&self) -> Vec<&str> {
        let latin = self.latin();
        let names = self.names.iter().map(|(_, name)| name.as_str());
        let mut names: Vec<&str> = names
            .flat_map(|names| names.split(';'))
            .map(str::trim)
            .filter(|name| !name.is_empty() && *name != latin && Some(*name) != self.local())
            .collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// The part of its id after the country: letters, digits and hyphens.
    pub fn slug(&self) -> String {
        let latin = any_ascii(&self.latin()).to_ascii_lowercase();
        let words = latin.split(|c: char| !c.is_ascii_alphanumeric());
        let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
        match words.is_empty() {
            true => format!("n{}", self.id.unsigned_abs()),
            false => words.join("-"),
        }
    }
}

/// Whether a letter is Latin or none: Latin letters with all their marks end at U+024F, and at U+1EFF again.
fn is_latin(c: char) -> bool {
    !c.is_alphabetic() || c <= '\u{24f}' || ('\u{1e00}'..='\u{1eff}').contains(&c)
}

fn classes(tags: &TagList<'_>) -> Vec<TrackClass> {
    let station = match tags.get("station") {
        Some("subway") => Some(TrackClass::Subway),
        Some("light_rail") => Some(TrackClass::LightRail),
        _ if tags.is("railway", "tram_stop") => Some(TrackClass::Tram),
        _ => None,
    };
    let calls = [
        ("train", TrackClass::Rail),
        ("light_rail", TrackClass::LightRail),
        ("subway", TrackClass::Subway),
        ("tram", TrackClass::Tram),
    ];
    let calls = calls.into_iter().filter(|(key, _)| tags.is(key, "yes"));
    let mut classes: Vec<TrackClass> = calls.map(|(_, class)| class).chain(station).collect();
    // Trams call at many a station of the railway: only where nothing else does, the tracks are theirs.
    if classes == [TrackClass::Tram] && station.is_none() {
        classes.push(TrackClass::Rail);
    }
    if classes.is_empty() || classes.contains(&TrackClass::Rail) {
        classes.extend([TrackClass::Rail, TrackClass::NarrowGauge, TrackClass::Ferry]);
    }
    classes.sort_unstable();
    classes.dedup();
    classes
}

fn names(tags: &TagList<'_>) -> Vec<(String, String)> {
    let is_name = |key: &str| {
        let base = key.split_once(':').map_or(key, |(base, _)| base);
        // `name:prefix` and the like say what a name is, not how it is.
        let notes = [
            "name:prefix",
            "name:suffix",
            "name:etymology",
            "name:source",
        ];
        NAME_KEYS.contains(&base) && !notes.iter().any(|note| key.starts_with(note))
    };
    let mut names: Vec<(String, String)> = tags
        .iter()
        .filter(|(key, name)| is_name(key) && !name.trim().is_empty())
        .map(|(key, name)| (key.to_owned(), name.trim().to_owned()))
        .collect();
    names.sort_by_key(|(key, _)| (key != "name", key.clone()));
    names
}

fn country(tags: &TagList<'_>) -> Option<Country> {
    let keys = ["addr:country", "is_in:country_code"];
    let code = keys.iter().find_map(|key| tags.get(key))?;
    Country::parse(code).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sign(tags: &[(&'static str, &'static str)]) -> Sign {
        let tags = TagList::new(tags.to_vec());
        Sign::read(7, &tags, &OsmOptions::default()).expect("a station")
    }

    #[test]
    fn names_are_kept_in_all_languages() {
        let sign = sign(&[
            ("name:ru", "Пхеньян"),
            ("railway", "station"),
            ("name", "평양"),
            ("name:en", "Pyongyang"),
            ("alt_name", "Heijo; P'yŏngyang"),
        ]);
        assert_eq!(sign.latin(), "Pyongyang");
        assert_eq!(sign.local(), Some("평양"));
        assert_eq!(sign.aliases(), ["Heijo", "P'yŏngyang", "Пхеньян"]);
        assert_eq!(sign.slug(), "pyongyang");
    }

    #[test]
    fn a_name_without_latin_letters_is_transliterated() {
        let khasan = sign(&[("railway", "halt"), ("name", "Хасан")]);
        assert_eq!(
            (khasan.latin().as_str(), khasan.local()),
            ("Khasan", Some("Хасан"))
        );
        let wine = sign(&[("railway", "halt"), ("name", "Đồng Đăng / Nord")]);
        assert_eq!(
            (wine.slug().as_str(), wine.local()),
            ("dong-dang-nord", None)
        );
    }

    #[test]
    fn trains_stop_on_rails_of_their_kind() {
        let classes = |tags: &[(&'static str, &'static str)]| {
            let mut all = vec![("railway", "station")];
            all.extend(tags);
            sign(&all).classes
        };
        let railway = vec![TrackClass::Rail, TrackClass::NarrowGauge, TrackClass::Ferry];
        assert_eq!(classes(&[]), railway);
        assert_eq!(classes(&[("station", "subway")]), [TrackClass::Subway]);
        assert!(classes(&[("tram", "yes")]).contains(&TrackClass::Rail));
    }
}
