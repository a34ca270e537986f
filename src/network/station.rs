//! A station: what it is called and where it lies.

use std::fmt;

use thiserror::Error;

use super::position::LatLon;
use super::quality::Quality;
use crate::units::Length;

/// The two-letter code of a country (ISO 3166-1 alpha-2), in capitals.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country([u8; 2]);

/// A text that is not a country code.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("\"{found}\" is not a country code; two capital letters like KP are")]
pub struct NotACountry {
    /// The text as found.
    pub found: String,
}

impl Country {
    /// Reads `KP`; lower case is accepted.
    ///
    /// # Errors
    /// [`NotACountry`] unless it is two Latin letters.
    pub fn parse(text: &str) -> Result<Country, NotACountry> {
        match text.as_bytes() {
            [a, b] if a.is_ascii_alphabetic() && b.is_ascii_alphabetic() => {
                Ok(Country([a.to_ascii_uppercase(), b.to_ascii_uppercase()]))
            }
            _ => Err(NotACountry {
                found: text.to_owned(),
            }),
        }
    }

    /// The code in capitals.
    #[must_use]
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).expect("two ASCII letters")
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// The lasting name of a station in data and scripts: a lower-case slug that begins with its country,
/// like `kp-pyongyang`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StationId(Box<str>);

/// A text that is not a station id.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error(
    "\"{found}\" is not a station id; country, hyphen and lower-case letters or digits like kp-pyongyang are"
)]
pub struct NotAStationId {
    /// The text as found.
    pub found: String,
}

impl StationId {
    /// Reads `kp-pyongyang`.
    ///
    /// # Errors
    /// [`NotAStationId`] unless it is two letters, a hyphen and a slug of `a-z`, `0-9` and hyphens.
    pub fn parse(text: &str) -> Result<StationId, NotAStationId> {
        let slug = |part: &str| {
            !part.is_empty()
                && part
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        };
        match text.split_once('-') {
            Some((country, rest))
                if country.len() == 2
                    && country.bytes().all(|b| b.is_ascii_lowercase())
                    && slug(rest) =>
            {
                Ok(StationId(text.into()))
            }
            _ => Err(NotAStationId {
                found: text.to_owned(),
            }),
        }
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for StationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for StationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A station, halt, junction or border point where lines can be joined or left.
#[derive(Clone, Debug, PartialEq)]
pub struct Station {
    /// Its lasting name in data.
    pub id: StationId,
    /// Its name in Latin letters.
    pub name: String,
    /// Its name in the local script.
    pub name_local: Option<String>,
    /// Other names it is known by.
    pub aliases: Vec<String>,
    /// The country it lies in.
    pub country: Country,
    /// Where it lies.
    pub position: LatLon,
    /// How well that is known.
    pub coord_quality: Quality,
    /// Height above the sea.
    pub elevation: Option<Length>,
    /// IANA name of its time zone.
    pub timezone: Option<String>,
    /// Whether a source tells of locomotives being changed here; elsewhere it is not known.
    pub changes_locomotives: bool,
    /// Ids in `sources.csv`.
    pub sources: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_begin_with_their_country() {
        assert!(StationId::parse("kp-pyongyang").is_ok());
        for text in [
            "pyongyang",
            "KP-pyongyang",
            "kp-",
            "kp_pyongyang",
            "kpx-a",
            "kp-평양",
        ] {
            assert!(StationId::parse(text).is_err(), "{text}");
        }
    }
}
