//! The cities of the sketch and their names, read in place.
//!
//! Keys are names folded by [`fold`]: letters and digits in lower case, without marks. They stand sorted in blocks of
//! sixteen, so a name is found by bisection of the blocks. [`Cities::open`] reads every key once to check the file; the
//! embedded file is checked by a test, so that a question reads no more of it than it needs.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::view::{BrokenSketch, Reader, View};
use crate::network::{Country, LatLon};

const FILE: &str = "cities.bin";
const MAGIC: &str = "STCITY01";
/// Keys in a block.
const BLOCK: usize = 16;
/// Bytes of a city's fixed part.
const FIXED: usize = 20;
/// The bit that says that a key is the city's own name.
const OWN: u16 = 0x8000;
/// Places are written in units of 1/10,000 degree.
const PLACE_UNIT: f64 = 10_000.0;

/// Number of a city; the largest cities come first.
pub type CityIdx = u16;

/// A city.
#[derive(Clone, Debug, PartialEq)]
pub struct City<'a> {
    /// Its name for people.
    pub name: &'a str,
    /// Its country.
    pub country: Country,
    /// Its centre.
    pub place: LatLon,
    /// People who live there.
    pub population: u32,
    /// Its IANA time zone.
    pub timezone: &'a str,
}

/// The cities, read in place.
#[derive(Clone, Debug)]
pub struct Cities<'a> {
    count: usize,
    fixed: &'a [u8],
    zones: Vec<&'a str>,
    names: &'a [u8],
    blocks: View<'a>,
    keys: &'a [u8],
}

/// One key with its cities.
struct Entry<'a> {
    shared: usize,
    rest: &'a [u8],
    cities: View<'a>,
}

impl<'a> Cities<'a> {
    /// Reads a file.
    ///
    /// # Errors
    /// [`BrokenSketch`] when any part of it is not what it should be.
    pub fn open(bytes: &'a [u8]) -> Result<Cities<'a>, BrokenSketch> {
        let cities = Cities::trusted(bytes)?;
        cities.check(&Reader::new(FILE, bytes, MAGIC)?)?;
        Ok(cities)
    }

    /// Reads a file whose numbers were checked before: those of the embedded one by a test.
    pub(super) fn trusted(bytes: &'a [u8]) -> Result<Cities<'a>, BrokenSketch> {
        let mut reader = Reader::new(FILE, bytes, MAGIC)?;
        let counts = reader.array("counts", 6, 4)?;
        let [count, zones, zone_bytes, name_bytes, blocks, key_bytes] =
            std::array::from_fn(|i| counts.place(i));
        if count > usize::from(OWN) {
            return Err(reader.value("counts", 0, i64::from(counts.u32(0)), "at most 32,768"));
        }
        let fixed = reader.array("cities", count, FIXED)?.bytes;
        let blocks = reader.array("key blocks", blocks, 4)?;
        let zone_text = reader.array("time zones", zone_bytes, 1)?.bytes;
        let names = reader.array("names", name_bytes, 1)?.bytes;
        let keys = reader.array("keys", key_bytes, 1)?.bytes;
        reader.end()?;
        Ok(Cities {
            count,
            fixed,
            zones: read_zones(&reader, zone_text, zones)?,
            names,
            blocks,
            keys,
        })
    }

    fn check(&self, reader: &Reader<'_>) -> Result<(), BrokenSketch> {
        for index in 0..self.count {
            let wrong = |found: u32, expected: &str| {
                Err(reader.value("cities", index, i64::from(found), expected))
            };
            if text_at(self.names, self.name_place(index)).is_none() {
                return wrong(self.name_place(index) as u32, "the place of a name");
            }
            if usize::from(self.zone(index)) >= self.zones.len() {
                return wrong(u32::from(self.zone(index)), "the number of a time zone");
            }
            let place = self.place(index);
            if place.lat.abs() > 90.0 || place.lon.abs() > 180.0 {
                return wrong(0, "a place on the earth");
            }
            if self.country(index).is_none() {
                return wrong(u32::from(self.row(index)[18]), "a country of two letters");
            }
        }
        let mut at = 0;
        for block in 0..self.blocks.bytes.len() / 4 {
            if self.blocks.place(block) != at {
                return Err(reader.value(
                    "key blocks",
                    block,
                    self.blocks.u32(block),
                    at.to_string(),
                ));
            }
            at = self.check_block(reader, block, at)?;
        }
        match at == self.keys.len() {
            true => Ok(()),
            false => Err(reader.value("keys", at, 0, "a key in a block")),
        }
    }

    /// Reads the keys of a block; gives the place behind it.
    fn check_block(
        &self,
        reader: &Reader<'_>,
        block: usize,
        start: usize,
    ) -> Result<usize, BrokenSketch> {
        let mut at = start;
        let mut length = 0;
        for number in 0..BLOCK {
            if at == self.keys.len() && number > 0 {
                break;
            }
            let broken = |expected: &str| reader.value("keys", at, block as i64, expected);
            let (entry, next) = self.entry(at).ok_or_else(|| broken("a whole key"))?;
            if entry.shared > length {
                return Err(broken("no longer beginning than the key before has"));
            }
            length = entry.shared + entry.rest.len();
            let numbers = 0..entry.cities.bytes.len() / 2;
            let too_high = |i: usize| usize::from(entry.cities.u16(i) & !OWN) >= self.count;
            if numbers.clone().any(too_high) {
                return Err(broken("numbers of cities"));
            }
            at = next;
        }
        Ok(at)
    }

    /// The entry at a place of the keys, and the place behind it.
    fn entry(&self, at: usize) -> Option<(Entry<'a>, usize)> {
        let bytes = self.keys;
        let shared = usize::from(*bytes.get(at)?);
        let length = usize::from(*bytes.get(at + 1)?);
        let rest = bytes.get(at + 2..at + 2 + length)?;
        let mut at = at + 2 + length;
        let (mut count, mut shift) = (0usize, 0);
        loop {
            let byte = *bytes.get(at)?;
            at += 1;
            count |= usize::from(byte & 127) << shift;
            if byte < 128 {
                break;
            }
            shift += 7;
            if shift > 14 {
                return None;
            }
        }
        let cities = bytes.get(at..at + 2 * count)?;
        let entry = Entry {
            shared,
            rest,
            cities: View { bytes: cities },
        };
        Some((entry, at + 2 * count))
    }

    /// How many cities there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.count
    }

    /// One city.
    #[must_use]
    pub fn city(&self, city: CityIdx) -> City<'a> {
        let index = usize::from(city);
        City {
            name: text_at(self.names, self.name_place(index)).expect("names were checked"),
            country: self.country(index).expect("countries were checked"),
            place: self.place(index),
            population: self.population(city),
            timezone: self.zones[usize::from(self.zone(index))],
        }
    }

    /// Every city's number, the largest first.
    pub fn indices(&self) -> impl Iterator<Item = CityIdx> + use<> {
        (0..self.count).map(|city| city as CityIdx)
    }

    /// How many people live in a city, without the rest of it.
    #[must_use]
    pub fn population(&self, city: CityIdx) -> u32 {
        let row = self.row(usize::from(city));
        View { bytes: row }.u32(2)
    }

    /// Where a city lies, without the rest of it.
    #[must_use]
    pub fn place_of(&self, city: CityIdx) -> LatLon {
        self.place(usize::from(city))
    }

    /// The cities with a key, each with whether it is its own name.
    #[must_use]
    pub fn named(&self, key: &str) -> Vec<(CityIdx, bool)> {
        let mut found = Vec::new();
        self.each_from_block(self.block_before(key.as_bytes()), |name, cities| {
            if name == key.as_bytes() {
                for index in 0..cities.bytes.len() / 2 {
                    let number = cities.u16(index);
                    found.push((number & !OWN, number & OWN != 0));
                }
            }
            name < key.as_bytes()
        });
        found
    }

    /// Calls `look` with the keys that begin with some text, and their cities.
    pub fn beginning_with(&self, start: &str, mut look: impl FnMut(&str, CityIdx, bool)) {
        let start = start.as_bytes();
        self.each_from_block(self.block_before(start), |name, cities| {
            let is_hit = name.starts_with(start);
            if is_hit && let Ok(name) = std::str::from_utf8(name) {
                for index in 0..cities.bytes.len() / 2 {
                    let number = cities.u16(index);
                    look(name, number & !OWN, number & OWN != 0);
                }
            }
            is_hit || name < start
        });
    }

    /// Calls `look` with every key and its cities from a block on, until it says no.
    fn each_from_block(&self, block: usize, mut look: impl FnMut(&[u8], View<'a>) -> bool) {
        if self.blocks.bytes.is_empty() {
            return;
        }
        let mut at = self.blocks.place(block);
        let mut name: Vec<u8> = Vec::new();
        while at < self.keys.len() {
            let (entry, next) = self.entry(at).expect("keys were checked");
            name.truncate(entry.shared);
            name.extend_from_slice(entry.rest);
            if !look(&name, entry.cities) {
                return;
            }
            at = next;
        }
    }

    /// The last block whose first key is not behind this one.
    fn block_before(&self, key: &[u8]) -> usize {
        let (mut low, mut high) = (0, (self.blocks.bytes.len() / 4).max(1));
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            let (entry, _) = self
                .entry(self.blocks.place(middle))
                .expect("keys were checked");
            if entry.rest <= key {
                low = middle;
            } else {
                high = middle;
            }
        }
        low
    }

    fn row(&self, index: usize) -> &'a [u8] {
        &self.fixed[index * FIXED..(index + 1) * FIXED]
    }

    fn place(&self, index: usize) -> LatLon {
        let row = View {
            bytes: self.row(index),
        };
        LatLon {
            lat: f64::from(row.i32(0)) / PLACE_UNIT,
            lon: f64::from(row.i32(1)) / PLACE_UNIT,
        }
    }

    fn name_place(&self, index: usize) -> usize {
        View {
            bytes: self.row(index),
        }
        .place(3)
    }

    fn zone(&self, index: usize) -> u16 {
        View {
            bytes: self.row(index),
        }
        .u16(8)
    }

    fn country(&self, index: usize) -> Option<Country> {
        let text = std::str::from_utf8(&self.row(index)[18..20]).ok()?;
        Country::parse(text).ok()
    }
}

fn text_at(bytes: &[u8], at: usize) -> Option<&str> {
    let length = usize::from(*bytes.get(at)?);
    std::str::from_utf8(bytes.get(at + 1..at + 1 + length)?).ok()
}

fn read_zones<'a>(
    reader: &Reader<'_>,
    text: &'a [u8],
    count: usize,
) -> Result<Vec<&'a str>, BrokenSketch> {
    let mut zones = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let zone = text_at(text, at)
            .ok_or_else(|| reader.value("time zones", zones.len(), 0, "a name"))?;
        at += 1 + zone.len();
        zones.push(zone);
    }
    match zones.len() == count {
        true => Ok(zones),
        false => Err(reader.value(
            "time zones",
            zones.len(),
            zones.len() as i64,
            count.to_string(),
        )),
    }
}

/// The key of a name: its letters and digits in lower case, without marks. The maker folds alike.
#[must_use]
pub fn fold(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    for c in name.to_lowercase().nfkd() {
        match c {
            _ if is_combining_mark(c) || !c.is_alphanumeric() => {}
            'ß' => key.push_str("ss"),
            'æ' => key.push_str("ae"),
            'œ' => key.push_str("oe"),
            'þ' => key.push_str("th"),
            'ø' => key.push('o'),
            'đ' | 'ð' => key.push('d'),
            'ł' => key.push('l'),
            'ı' => key.push('i'),
            'ħ' => key.push('h'),
            _ => key.push(c),
        }
    }
    key
}
