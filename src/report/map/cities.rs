//! The cities that people know, by the number of people who live there: they are named before any station is.
//!
//! They are those of the sketch of the world. A station at a city bears the city's name on a map.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::View;
use crate::network::{Country, LatLon};
use crate::sketch::Sketch;

/// A city of fewer people is not known for being one. Assumption.
const LEAST: u32 = 50_000;
/// A station so near to a city is that city's, in km. Assumption: no station of a city's name lies farther out.
const OWN_KM: f64 = 12.0;
/// Kilometres in a degree of latitude (the meridian of 40,008 km).
const DEGREE_KM: f64 = 111.13;

/// A city.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownCity {
    /// Its name.
    pub name: String,
    /// Where it lies.
    pub place: LatLon,
    /// People who live there.
    pub population: u32,
}

impl KnownCity {
    /// Whether it lies so near to a place.
    pub fn is_within(&self, place: LatLon, km: f64) -> bool {
        distance_km(place, self.place) <= km
    }
}

/// The cities of a map, the largest first.
pub struct Cities(pub Vec<KnownCity>);

impl Cities {
    /// Those within the frame; none where the sketch cannot be read, since a map can do without.
    pub fn seen(view: &View) -> Cities {
        let Ok(sketch) = Sketch::embedded() else {
            return Cities(Vec::new());
        };
        let seen = |place: LatLon| {
            let (x, y) = view.place(place);
            let frame = &view.frame;
            let is_in = (frame.left..=frame.right).contains(&x);
            is_in && (frame.top..=frame.bottom).contains(&y) && view.projection.cosine(place) > 0.0
        };
        let cities = sketch.cities();
        let mut known: Vec<KnownCity> = cities
            .indices()
            .filter(|city| seen(cities.place_of(*city)))
            .map(|city| cities.city(city))
            .filter(|city| city.population >= LEAST)
            .map(|city| KnownCity {
                name: plain(city.name, city.country),
                place: city.place,
                population: city.population,
            })
            .collect();
        known.sort_by(|a, b| b.population.cmp(&a.population).then(a.name.cmp(&b.name)));
        Cities(known)
    }

    /// For each of some places the city that it belongs to, where there is one: a city belongs to the place nearest to it.
    pub fn of(&self, places: &[LatLon]) -> Vec<Option<&KnownCity>> {
        let mut found = vec![None; places.len()];
        for city in &self.0 {
            let near = places.iter().enumerate();
            let near = near.map(|(number, place)| (distance_km(*place, city.place), number));
            let nearest = near.min_by(|a, b| a.0.total_cmp(&b.0));
            // The largest city of a place comes first.
            if let Some((km, number)) = nearest
                && km <= OWN_KM
                && found[number].is_none()
            {
                found[number] = Some(city);
            }
        }
        found
    }
}

/// The name of a city as its country writes it in Latin letters: North Korea leaves out the marks of the older system.
fn plain(name: &str, country: Country) -> String {
    if country.code() != "KP" {
        return name.to_owned();
    }
    let is_mark = |c: &char| is_combining_mark(*c) || matches!(c, '\'' | '\u{2019}' | '\u{2bc}');
    name.nfd().filter(|c| !is_mark(c)).collect()
}

/// A distance good enough for a few kilometres, on a sphere whose degrees are all alike.
fn distance_km(a: LatLon, b: LatLon) -> f64 {
    let east = (a.lon - b.lon) * a.lat.to_radians().cos();
    (a.lat - b.lat).hypot(east) * DEGREE_KM
}

#[cfg(test)]
mod tests {
    use super::*;

    fn city(name: &str, lat: f64, lon: f64, population: u32) -> KnownCity {
        KnownCity {
            name: name.to_owned(),
            place: LatLon { lat, lon },
            population,
        }
    }

    /// A degree of latitude is 111 km, so 0.05 degrees are near and 0.5 are not.
    #[test]
    fn a_city_belongs_to_the_nearest_place() {
        let cities = Cities(vec![
            city("Large", 50.0, 10.0, 900_000),
            city("Small", 50.02, 10.0, 60_000),
            city("Far", 52.0, 10.0, 500_000),
        ]);
        let places = [
            LatLon {
                lat: 50.05,
                lon: 10.0,
            },
            LatLon {
                lat: 51.5,
                lon: 10.0,
            },
        ];
        let names: Vec<_> = cities
            .of(&places)
            .into_iter()
            .map(|city| city.map(|c| &*c.name))
            .collect();
        assert_eq!(names, [Some("Large"), None]);
    }

    #[test]
    fn the_cities_of_a_frame_come_by_size() {
        // Hamhung and Chongjin are the two largest between Pyongyang and the border.
        let [from, to] = [(39.2, 126.5), (42.4, 130.6)].map(|(lat, lon)| LatLon { lat, lon });
        let seen = Cities::seen(&View::fitting(&[from, to], 900.0)).0;
        let place = |wanted: LatLon| {
            seen.iter()
                .position(|city| distance_km(city.place, wanted) < 15.0)
        };
        let hamhung = place(LatLon {
            lat: 39.92,
            lon: 127.54,
        })
        .expect("Hamhung");
        let wonsan = place(LatLon {
            lat: 39.15,
            lon: 127.44,
        })
        .expect("Wonsan");
        assert!(hamhung < wonsan, "{:?}", &seen[..8]);
        assert!(
            seen.windows(2)
                .all(|two| two[0].population >= two[1].population)
        );
    }
}
