//! Which city somebody means.
//!
//! A name in any language that the data knows, folded; a country may follow (`Paris FR`, `Paris, France`, `Paris (FR)`)
//! or stand in front as in an id (`fr-paris`). Of several cities of one name the largest is taken only where it has ten
//! times the people of the next; else all are offered.

use super::Sketch;
use super::cities::{City, CityIdx, fold};
use crate::network::Country;
use crate::units::Length;

/// By how much a city must be larger than the next of its name to be taken without asking. Source: the
/// design's rule that population decides only where it is ten times the next.
const LARGER: u32 = 10;
/// By how much less a name in another language counts than a city's own, where a city bears it as its own. Assumption:
/// the same factor as between cities of one name.
const ALIAS: u32 = 10;
/// Cities of one name nearer to each other are one city and its parts.
const SAME_KM: f64 = 20.0;

/// What a question names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CityMatch {
    /// This city.
    One(CityIdx),
    /// Any of these, the largest first.
    Several(Vec<CityIdx>),
    /// None.
    None,
}

impl Sketch<'_> {
    /// The city that a question names.
    #[must_use]
    pub fn find(&self, asked: &str) -> CityMatch {
        let asked = asked.trim();
        if let Some(city) = self.by_id(asked) {
            return CityMatch::One(city);
        }
        match self.weighed(asked, None) {
            CityMatch::None => {}
            found => return found,
        }
        let Some((name, country)) = self.with_country(asked) else {
            return CityMatch::None;
        };
        self.weighed(name, Some(country))
    }

    /// The cities whose name begins with some text, the largest first, at most so many.
    #[must_use]
    pub fn list(&self, asked: &str, most: usize) -> Vec<CityIdx> {
        let (name, country) = match self.with_country(asked.trim()) {
            Some((name, country)) => (name, Some(country)),
            None => (asked.trim(), None),
        };
        let key = fold(name);
        if key.is_empty() {
            return Vec::new();
        }
        let mut found: Vec<(bool, CityIdx)> = Vec::new();
        self.cities.beginning_with(&key, |name, city, is_own| {
            let is_whole = name == key;
            // By the beginning only a city's own name counts: names in other languages would bring in half the world.
            if is_whole || is_own {
                found.push((!is_whole, city));
            }
        });
        found.retain(|(_, city)| country.is_none_or(|code| self.city(*city).country == code));
        found.sort_unstable();
        let mut cities: Vec<CityIdx> = Vec::new();
        for (_, city) in found {
            if !cities.contains(&city) && cities.len() < most {
                cities.push(city);
            }
        }
        cities
    }

    /// The cities whose own name is a slip away from some text, the nearest and largest first, at most so many.
    #[must_use]
    pub fn near(&self, asked: &str, most: usize) -> Vec<CityIdx> {
        let key = fold(asked.trim());
        let letters = key.chars().count();
        let slips = if letters < 5 { 0 } else { letters.min(15) / 5 };
        let (Some(first), true) = (key.chars().next(), slips > 0) else {
            return Vec::new();
        };
        let mut found: Vec<(usize, CityIdx)> = Vec::new();
        self.cities
            .beginning_with(first.encode_utf8(&mut [0; 4]), |name, city, is_own| {
                if is_own && name.len().abs_diff(key.len()) <= slips * 2 {
                    found.push((strsim::osa_distance(&key, name), city));
                }
            });
        found.retain(|(distance, _)| *distance <= slips);
        found.sort_unstable();
        found.dedup();
        found.into_iter().map(|(_, city)| city).take(most).collect()
    }

    /// The id of a city: its country, its name in the letters a to z, and a number where several would have the same.
    #[must_use]
    pub fn id(&self, city: CityIdx) -> String {
        let of = self.city(city);
        let namesakes = self.namesakes(&of);
        let place = namesakes.iter().position(|other| *other == city);
        let slug = slug(&of);
        match place {
            Some(place) if place > 0 => format!("{slug}-{}", place + 1),
            _ => slug,
        }
    }

    /// The cities of a country with one name, the largest first.
    fn namesakes(&self, of: &City<'_>) -> Vec<CityIdx> {
        let mut found: Vec<CityIdx> = self
            .cities
            .named(&fold(of.name))
            .into_iter()
            .filter(|(_, is_own)| *is_own)
            .map(|(city, _)| city)
            .filter(|city| self.city(*city).country == of.country)
            .collect();
        found.sort_unstable();
        found
    }

    fn by_id(&self, asked: &str) -> Option<CityIdx> {
        let (code, name) = asked.split_once('-')?;
        let is_code = code.len() == 2 && code.bytes().all(|b| b.is_ascii_lowercase());
        let is_slug = name
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if !is_code || !is_slug {
            return None;
        }
        let country = Country::parse(code).ok()?;
        let (base, number) = match name.rsplit_once('-') {
            Some((base, number)) if number.parse::<usize>().is_ok_and(|n| n > 1) => {
                (base, number.parse().unwrap_or(1))
            }
            _ => (name, 1),
        };
        for (name, number) in [(name, 1), (base, number)] {
            let mut bearers: Vec<(bool, CityIdx)> = self
                .cities
                .named(&fold(name))
                .into_iter()
                .filter(|(city, _)| self.city(*city).country == country)
                .map(|(city, is_own)| (!is_own, city))
                .collect();
            bearers.sort_unstable();
            if let Some((_, city)) = bearers.get(number - 1) {
                return Some(*city);
            }
        }
        // Ids are written in the letters a to z: `tr-izmir`, and `dk-kobenhavn` where the name folds to kobenhavn.
        self.cities
            .indices()
            .find(|city| self.city(*city).country == country && self.id(*city) == asked)
    }

    /// A name with a country behind it.
    fn with_country<'t>(&self, asked: &'t str) -> Option<(&'t str, Country)> {
        let bracket = asked
            .strip_suffix(')')
            .and_then(|text| text.rsplit_once('('));
        let (name, qualifier) = bracket
            .or_else(|| asked.rsplit_once(','))
            .or_else(|| asked.rsplit_once(' '))?;
        let (name, qualifier) = (name.trim(), qualifier.trim());
        if name.is_empty() {
            return None;
        }
        let countries = &self.facts.countries;
        let by_code = Country::parse(qualifier).ok();
        let by_code = by_code.filter(|country| countries.contains_key(country));
        let by_name = || {
            let key = fold(qualifier);
            let found = countries.iter().find(|(_, facts)| fold(&facts.name) == key);
            found.map(|(code, _)| *code)
        };
        by_code.or_else(by_name).map(|country| (name, country))
    }

    /// The city of a name that counts most, where it is clear.
    fn weighed(&self, name: &str, country: Option<Country>) -> CityMatch {
        let mut bearers = self.cities.named(&fold(name));
        bearers.retain(|(city, _)| country.is_none_or(|code| self.city(*city).country == code));
        let is_somebodys_own = bearers.iter().any(|(_, is_own)| *is_own);
        let mut weighed: Vec<(u32, CityIdx)> = bearers
            .into_iter()
            .map(|(city, is_own)| {
                let population = self.city(city).population;
                let counts = match is_own || !is_somebodys_own {
                    true => population,
                    false => population / ALIAS,
                };
                (counts, city)
            })
            .collect();
        weighed.sort_by_key(|(counts, city)| (std::cmp::Reverse(*counts), *city));
        let Some((most, first)) = weighed.first().copied() else {
            return CityMatch::None;
        };
        let place = self.cities.place_of(first);
        let near = Length::from_km(SAME_KM);
        let rivals: Vec<CityIdx> = weighed[1..]
            .iter()
            .filter(|(counts, _)| most < counts.saturating_mul(LARGER))
            .map(|(_, city)| *city)
            .filter(|city| self.cities.place_of(*city).geodesic(place) > near)
            .collect();
        match rivals.is_empty() {
            true => CityMatch::One(first),
            false => CityMatch::Several(std::iter::once(first).chain(rivals).collect()),
        }
    }
}

/// `tr-izmir` for İzmir in Türkiye.
fn slug(city: &City<'_>) -> String {
    let mut slug = city.country.code().to_ascii_lowercase();
    let mut is_open = false;
    for c in any_ascii::any_ascii(city.name).chars() {
        if c.is_ascii_alphanumeric() {
            if !is_open {
                slug.push('-');
            }
            slug.push(c.to_ascii_lowercase());
        }
        is_open = c.is_ascii_alphanumeric() || (is_open && c == '\'');
    }
    slug
}
