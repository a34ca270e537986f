//! The stations that a name may mean, and those near a place.

use super::{Dataset, Error};
use crate::network::search::Match;
use crate::network::{LatLon, StationId, StationIdx};
use crate::report::json;
use crate::report::stations::{self, StationRow};
use crate::sketch::CityMatch;
use crate::units::Length;

/// Stations named at most. Assumption: more is a list that nobody reads.
const MOST: usize = 30;
/// A city so near to a station found is not named besides, in km. Assumption.
const SAME_PLACE_KM: f64 = 15.0;

/// The answer of [`Dataset::stations`] and [`Dataset::stations_near`].
#[derive(Clone, Debug, PartialEq)]
pub struct FoundStations {
    /// The name that was looked for.
    pub query: String,
    /// The stations, likeliest or nearest first.
    pub rows: Vec<StationRow>,
    /// What is to be said beside them.
    pub remarks: Vec<String>,
    /// Whether none has the name, so that these only have names like it.
    pub is_guess: bool,
}

impl FoundStations {
    /// It as JSON.
    #[must_use]
    pub fn json(&self) -> serde_json::Value {
        json::stations(&self.query, &self.rows)
    }
}

impl Dataset {
    /// The stations and cities that a name may mean, in any script or spelling.
    ///
    /// # Errors
    /// [`Error::NothingLike`] where nothing has a name like it.
    pub fn stations(&self, query: &str) -> Result<FoundStations, Error> {
        let index = self.index();
        if let Some(row) = self.city_with_id(query)? {
            return Ok(FoundStations {
                query: query.to_owned(),
                rows: vec![row],
                remarks: Vec::new(),
                is_guess: false,
            });
        }
        let mut found: Vec<StationIdx> = index.list(query);
        let is_guess = matches!(index.find(query), Match::None { nearest } if nearest == found);
        // Cities of the sketch stand behind the stations; a guess at a station yields to a city of that name.
        // Whoever brings a network asks for its stations first.
        let is_own = self.folder().is_some() && !found.is_empty();
        let cities = match found.len() < MOST && !is_own {
            true => self.cities(query, MOST - found.len())?,
            false => Vec::new(),
        };
        if is_guess && !cities.is_empty() {
            found.clear();
        }
        if found.is_empty() && cities.is_empty() {
            return Err(Error::NothingLike {
                asked: query.to_owned(),
            });
        }
        let mut remarks = Vec::new();
        let is_guess = is_guess && cities.is_empty();
        if is_guess {
            remarks.push(format!(
                "no station is called \"{query}\"; the nearest names are:"
            ));
        }
        if found.len() > MOST {
            remarks.push(format!(
                "{} stations match; the first {MOST} are shown",
                found.len()
            ));
        }
        let network = self.network();
        let surveyed = found.iter().take(MOST);
        let surveyed = surveyed.map(|station| stations::row(network, *station));
        let sketched = cities
            .iter()
            .filter(|(city, sketch)| self.is_elsewhere(&found, sketch.city(*city).place))
            .map(|(city, sketch)| stations::city_row(&sketch.city(*city), sketch.id(*city)));
        Ok(FoundStations {
            query: query.to_owned(),
            rows: surveyed.chain(sketched).collect(),
            remarks,
            is_guess,
        })
    }

    /// The stations and cities nearest to a place, at most `most` of each.
    ///
    /// # Errors
    /// [`Error::Sketch`] when the sketch is damaged.
    pub fn stations_near(&self, place: LatLon, most: usize) -> Result<FoundStations, Error> {
        let network = self.network();
        let indices = network.station_indices();
        let at = |station: &StationIdx| network.station(*station).position;
        let found = nearest(indices, place, at, most);
        let mut rows: Vec<(Length, StationRow)> = found
            .iter()
            .map(|(away, station)| (*away, stations::row(network, *station)))
            .collect();
        if self.folder().is_none() {
            let sketch = super::world::world()?;
            let cities = sketch.cities();
            let near = nearest(cities.indices(), place, |city| cities.place_of(*city), most);
            let found: Vec<StationIdx> = found.iter().map(|(_, station)| *station).collect();
            let apart = near
                .into_iter()
                .filter(|(_, city)| self.is_elsewhere(&found, cities.place_of(*city)));
            rows.extend(apart.map(|(away, city)| {
                let row = stations::city_row(&sketch.city(city), sketch.id(city));
                (away, row)
            }));
        }
        rows.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.id.cmp(&b.1.id)));
        rows.truncate(most);
        Ok(FoundStations {
            query: format!("{},{}", place.lat, place.lon),
            rows: rows.into_iter().map(|(_, row)| row).collect(),
            remarks: Vec::new(),
            is_guess: false,
        })
    }

    /// The city of the sketch that has an id; none for a network of one's own, and none that is a station's.
    fn city_with_id(&self, id: &str) -> Result<Option<StationRow>, Error> {
        let is_id = StationId::parse(id).is_ok() && self.network().station_by_id(id).is_none();
        if !is_id || self.folder().is_some() {
            return Ok(None);
        }
        let sketch = super::world::world()?;
        let city = match sketch.find(id) {
            CityMatch::One(city) if sketch.id(city) == id => city,
            _ => return Ok(None),
        };
        Ok(Some(stations::city_row(&sketch.city(city), id.to_owned())))
    }

    /// Whether none of some stations lies at a city.
    fn is_elsewhere(&self, found: &[StationIdx], city: LatLon) -> bool {
        let near = Length::from_km(SAME_PLACE_KM);
        let mut places = found
            .iter()
            .map(|station| self.network().station(*station).position);
        !places.any(|place| place.geodesic(city) < near)
    }
}

/// The nearest of some things, the nearest first.
fn nearest<T: Copy + Ord>(
    all: impl Iterator<Item = T>,
    place: LatLon,
    at: impl Fn(&T) -> LatLon,
    most: usize,
) -> Vec<(Length, T)> {
    // A rough distance orders them; only those in front are measured.
    let east = place.lat.to_radians().cos();
    let rough = |other: LatLon| {
        let across = (other.lon - place.lon + 540.0).rem_euclid(360.0) - 180.0;
        (other.lat - place.lat).powi(2) + (across * east).powi(2)
    };
    let mut ranked: Vec<(f64, T)> = all.map(|one| (rough(at(&one)), one)).collect();
    ranked.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    ranked.truncate(4 * most);
    let mut measured: Vec<(Length, T)> = ranked
        .into_iter()
        .map(|(_, one)| (place.geodesic(at(&one)), one))
        .collect();
    measured.sort();
    measured.truncate(most);
    measured
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_found_where_they_lie() {
        let data = Dataset::bundled().expect("sound");
        let near = |lat, lon| {
            let found = data.stations_near(LatLon { lat, lon }, 3).expect("sound");
            found.rows[0].id.clone()
        };
        // Vladivostok's station stands at 43.1118 N, 131.8820 E; Zurich, which only the sketch knows, at 47.37 N, 8.55 E.
        assert_eq!(near(43.11, 131.88), "ru-vladivostok");
        assert_eq!(near(47.37, 8.55), "ch-zurich");
    }

    #[test]
    fn names_that_mean_nothing_are_refused() {
        let data = Dataset::bundled().expect("sound");
        let zurich = data.stations("ch-zurich").expect("an id");
        assert_eq!(zurich.rows.len(), 1);
        assert_eq!(zurich.rows[0].name, "Zürich");
        let error = data.stations("qqqqqqqqqq").expect_err("nothing");
        assert_eq!(error.code(), "unknown_station");
        assert!(error.is_negative());
    }
}
