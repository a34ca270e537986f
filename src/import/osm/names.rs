//! Stations as a map signs them: names in all languages, and what they become in a table.

use std::fmt;

use any_ascii::any_ascii;

use crate::network::Country;
use crate::track::{LineState, TrackClass, TrackPoint};

use super::OsmOptions;
use super::tags::{TagList, lifecycle};

/// What a map draws a station as. Nodes come first: they are where the map has the station itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Drawn {
    Node,
    Way,
    Relation,
}

/// Which thing of the map a station is. Ids of things that are not uploaded yet are negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct SignId {
    pub drawn: Drawn,
    pub id: i64,
}

impl fmt::Display for SignId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let letter = match self.drawn {
            Drawn::Node => 'n',
            Drawn::Way => 'w',
            Drawn::Relation => 'r',
        };
        write!(f, "{letter}{}", self.id)
    }
}

/// A station, as one node, area or relation of the map has it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Sign {
    pub id: SignId,
    pub place: TrackPoint,
    /// How far its corners are from its place, in metres; 0 for a node.
    pub extent_m: f64,
    /// Whose trains call, as far as the map says: none means those of a railway as such.
    pub classes: Vec<TrackClass>,
    /// Whether it is below the ground, where its own tags say so.
    pub is_under: Option<bool>,
    /// Key and name, the plain name first.
    pub names: Vec<(String, String)>,
    /// The number by which railways know it (`uic_ref`).
    pub number: Option<String>,
    pub country: Option<Country>,
    pub elevation_m: Option<f64>,
}

/// What some tags are.
pub(super) enum Read {
    /// No station.
    Other,
    /// A station that is not taken, and why.
    Dropped(String),
    Station(Box<Sign>),
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
    /// Reads the tags of a station. It has no place yet.
    pub fn read(id: SignId, tags: &TagList<'_>, options: &OsmOptions) -> Read {
        let is_station = match tags.get("railway") {
            Some("station" | "halt") => true,
            Some("tram_stop") => options.classes.contains(&TrackClass::Tram),
            _ => false,
        };
        if !is_station {
            return Read::Other;
        }
        let state = lifecycle(tags).unwrap_or(LineState::InUse);
        if !options.states.contains(&state) {
            return Read::Dropped(format!("station {}: not asked for", state.as_str()));
        }
        let classes = match classes(tags) {
            Ok(classes) => classes,
            Err(kind) => return Read::Dropped(format!("station of another kind ({kind})")),
        };
        if !classes.iter().any(|class| options.classes.contains(class)) {
            let kind = classes.first().map_or("none", |class| class.as_str());
            return Read::Dropped(format!("station of {kind}: not asked for"));
        }
        let names = names(tags);
        if names.is_empty() {
            return Read::Dropped("station without a name".to_owned());
        }
        Read::Station(Box::new(Sign {
            id,
            place: super::read::NOWHERE,
            extent_m: 0.0,
            classes,
            is_under: is_under(tags),
            names,
            number: tags.get("uic_ref").map(str::to_owned),
            country: country(tags),
            elevation_m: tags.get("ele").and_then(|ele| ele.parse().ok()),
        }))
    }

    /// A switch between stations of the country of this one.
    pub fn switch(&self, place: TrackPoint) -> Sign {
        let at = place.lat_lon();
        let side = |degrees: f64, sides: [char; 2]| {
            let side = sides[usize::from(degrees < 0.0)];
            format!("{:.4} {side}", degrees.abs())
        };
        let (lat, lon) = (side(at.lat, ['N', 'S']), side(at.lon, ['E', 'W']));
        Sign {
            id: SignId {
                drawn: Drawn::Node,
                id: i64::from(place.lat) << 32 | i64::from(place.lon.cast_unsigned()),
            },
            place,
            extent_m: 0.0,
            classes: Vec::new(),
            is_under: None,
            names: vec![("name".to_owned(), format!("Junction {lat} {lon}"))],
            number: None,
            country: self.country,
            elevation_m: None,
        }
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
            true => self.id.to_string(),
            false => words.join("-"),
        }
    }
}

/// Whether a letter is Latin or none: Latin letters with all their marks end at U+024F, and at U+1EFF again.
fn is_latin(c: char) -> bool {
    !c.is_alphabetic() || c <= '\u{24f}' || ('\u{1e00}'..='\u{1eff}').contains(&c)
}

/// Kinds of railway that no train of the others calls at, and that are not read.
const OTHER_KINDS: [&str; 4] = ["funicular", "monorail", "miniature", "aerialway"];

/// Whose trains call; the kind of railway when it is none that is read.
fn classes<'t>(tags: &TagList<'t>) -> Result<Vec<TrackClass>, &'t str> {
    let has_trains = tags.is("train", "yes");
    let kind = tags.get("station").unwrap_or("");
    let other = OTHER_KINDS
        .into_iter()
        .find(|other| kind == *other || tags.is(other, "yes"));
    if let Some(other) = other.filter(|_| !has_trains) {
        return Err(other);
    }
    let station = match kind {
        "subway" => Some(TrackClass::Subway),
        "light_rail" => Some(TrackClass::LightRail),
        "tram" => Some(TrackClass::Tram),
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
    let is_without_trains = tags.is("train", "no");
    if classes.is_empty() && is_without_trains {
        return Err("train=no");
    }
    // Trams call at many a station of the railway: only where nothing else does, the tracks are theirs.
    if classes == [TrackClass::Tram] && station.is_none() && !is_without_trains {
        classes.push(TrackClass::Rail);
    }
    if classes.is_empty() || classes.contains(&TrackClass::Rail) {
        classes.extend([TrackClass::Rail, TrackClass::NarrowGauge, TrackClass::Ferry]);
    }
    classes.sort_unstable();
    classes.dedup();
    Ok(classes)
}

/// Whether a station is below the ground, where the map says so.
fn is_under(tags: &TagList<'_>) -> Option<bool> {
    let is_below = |text: &str| {
        let floors = text.split(';').map(|floor| floor.trim().parse::<f64>());
        floors.flatten().reduce(f64::max).map(|top| top < 0.0)
    };
    if tags.is("location", "underground") || tags.get("tunnel").is_some_and(|t| t != "no") {
        return Some(true);
    }
    let keys = ["layer", "level"];
    keys.iter().find_map(|key| tags.get(key).and_then(is_below))
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
        let id = SignId {
            drawn: Drawn::Node,
            id: 7,
        };
        match Sign::read(id, &tags, &OsmOptions::default()) {
            Read::Station(sign) => *sign,
            Read::Dropped(why) => panic!("{why}"),
            Read::Other => panic!("no station"),
        }
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
            let mut all = vec![("railway", "station"), ("name", "Any")];
            all.extend(tags);
            sign(&all).classes
        };
        let railway = vec![TrackClass::Rail, TrackClass::NarrowGauge, TrackClass::Ferry];
        assert_eq!(classes(&[]), railway);
        assert_eq!(
            classes(&[("station", "monorail"), ("train", "yes")]),
            railway
        );
        assert!(classes(&[("tram", "yes")]).contains(&TrackClass::Rail));
    }

    #[test]
    fn stations_that_are_none_of_a_railway_in_use_are_dropped_with_the_reason() {
        let why = |key: &'static str, value: &'static str| {
            let tags = [("railway", "station"), ("name", "Berg"), (key, value)];
            let id = SignId {
                drawn: Drawn::Way,
                id: -7,
            };
            assert_eq!(id.to_string(), "w-7");
            match Sign::read(id, &TagList::new(tags.to_vec()), &OsmOptions::default()) {
                Read::Dropped(why) => why,
                _ => panic!("{key}={value} is taken"),
            }
        };
        for (key, value, reason) in [
            (
                "station",
                "funicular",
                "station of another kind (funicular)",
            ),
            ("station", "monorail", "station of another kind (monorail)"),
            (
                "station",
                "miniature",
                "station of another kind (miniature)",
            ),
            ("monorail", "yes", "station of another kind (monorail)"),
            ("funicular", "yes", "station of another kind (funicular)"),
            ("train", "no", "station of another kind (train=no)"),
            ("station", "subway", "station of subway: not asked for"),
            (
                "station",
                "light_rail",
                "station of light_rail: not asked for",
            ),
            ("disused", "yes", "station disused: not asked for"),
            ("railway:disused", "yes", "station disused: not asked for"),
            ("abandoned", "yes", "station abandoned: not asked for"),
            ("proposed", "yes", "station proposed: not asked for"),
            ("construction", "yes", "station construction: not asked for"),
        ] {
            assert_eq!(why(key, value), reason);
        }
    }
}
