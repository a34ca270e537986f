//! Where the surveyed network ends: a dataset that covers places of the whole world, with what the sketch adds.
//!
//! The sketch is opened only for a name that no surveyed station bears as written. What it adds is an ordinary network
//! ([`Network::sketched`](crate::network::Network::sketched) says which parts), so a request is simply put to the dataset
//! that has it, its places by their ids.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use super::given::{Avoided, Given};
use super::meaning::{Meaning, clock};
use super::terms::Terms;
use super::{Content, Dataset, Error};
use crate::journey::clock::Departure;
use crate::network::search::{Index, NotOneStation};
use crate::network::{Country, LatLon, Network, StationIdx};
use crate::sketch::{CityIdx, CityMatch, Place, Sketch};
use crate::units::{Length, RunTime, format};

/// A surveyed station so near to a city is that city's, in km. Assumption: the radius of a large city.
const SAME_CITY_KM: f64 = 15.0;
/// How far the sketch is looked at around a start: so many kilometres for each hour, and so many in all. Assumption:
/// nothing that runs farther is of use to whoever asks how far a train can have come.
const AROUND_KMH: f64 = 160.0;
const AROUND_MOST_KM: f64 = 3_000.0;
/// Cities that are suggested for a name that none bears, at most.
const SUGGESTED: usize = 3;

/// A dataset that covers some places, and the places by their ids in it.
pub(super) struct Covered {
    pub data: Dataset,
    pub places: Vec<Given<StationIdx>>,
    pub terms: Terms,
}

static WORLD: OnceLock<Sketch<'static>> = OnceLock::new();

/// Whether this process has opened the embedded sketch of the world. What the surveyed network answers leaves it closed.
#[must_use]
pub fn is_sketch_open() -> bool {
    WORLD.get().is_some()
}

/// The embedded sketch, opened once.
pub(crate) fn world() -> Result<&'static Sketch<'static>, Error> {
    if let Some(sketch) = WORLD.get() {
        return Ok(sketch);
    }
    let sketch = Sketch::embedded()?;
    Ok(WORLD.get_or_init(|| sketch))
}

impl Dataset {
    /// Covers some places in the order in which a journey passes them. `None` where the surveyed network does so alone,
    /// or where a name means nothing at all.
    pub(super) fn covering(
        &self,
        places: &[&Given<StationIdx>],
        terms: &Terms,
        departure: Option<&Given<Departure>>,
    ) -> Result<Option<Covered>, Error> {
        let Some(meant) = self.places(places)? else {
            return Ok(None);
        };
        let is_sketched = |place: &Place| matches!(place, Place::City(_));
        let is_joined = || self.are_joined(&meant);
        if !meant.iter().any(is_sketched) && is_joined() {
            return Ok(None);
        }
        let sketch = world()?;
        let departure = departure.map(clock).transpose()?;
        let day = Meaning::new(self).day(terms.on.as_ref(), departure.as_ref())?;
        let pairs: Vec<(Place, Place)> = meant.windows(2).map(|two| (two[0], two[1])).collect();
        let avoid = avoided_countries(terms);
        let extension = sketch.extend(self.network(), &pairs, day, &avoid);
        let missing = extension.missing.iter().zip(&pairs);
        for (missing, (from, to)) in missing {
            if let Some(missing) = missing {
                if !is_sketched(from) && !is_sketched(to) {
                    // The network itself knows better what keeps them apart.
                    return Ok(None);
                }
                let name = |place| self.name_of(sketch, place);
                return Err(Error::NoRail {
                    reason: missing.explain(sketch, &name(*from), &name(*to)),
                });
            }
        }
        Ok(Some(self.covered(sketch, extension.network, &meant, terms)))
    }

    /// Covers the surroundings of a place; `None` where it is surveyed.
    pub(super) fn covering_around(
        &self,
        place: &Given<StationIdx>,
        limit: RunTime,
        terms: &Terms,
    ) -> Result<Option<Covered>, Error> {
        let Some(meant) = self.places(&[place])? else {
            return Ok(None);
        };
        if matches!(meant[0], Place::Station(_)) {
            return Ok(None);
        }
        let sketch = world()?;
        let day = Meaning::new(self).day(terms.on.as_ref(), None)?;
        let km = (limit.h() * AROUND_KMH).min(AROUND_MOST_KM);
        let within = Length::from_km(km);
        let avoid = avoided_countries(terms);
        let mut network = sketch.extend_around(self.network(), meant[0], within, day, &avoid);
        network.remark(format!(
            "the sketch of the world was looked at within {} of rails; fast trains may reach farther",
            format::distance(within)
        ));
        Ok(Some(self.covered(sketch, network, &meant, terms)))
    }

    fn covered(
        &self,
        sketch: &Sketch<'_>,
        network: Network,
        meant: &[Place],
        terms: &Terms,
    ) -> Covered {
        let places = meant
            .iter()
            .map(|place| Given::Text(self.id_in(sketch, &network, *place)))
            .collect();
        let mut countries: Vec<Country> = network.stations().iter().map(|s| s.country).collect();
        countries.sort_unstable();
        countries.dedup();
        // What is not in the network need not be kept away from.
        let known = |text: &str| {
            let code = Country::parse(text.trim()).ok();
            code.is_none_or(|code| countries.contains(&code))
        };
        let mut terms = terms.clone();
        terms.avoid.retain(|given| match given {
            Given::Text(text) => known(text),
            Given::Value(Avoided::Country(country)) => countries.contains(country),
            Given::Value(_) => true,
        });
        terms.transit.retain(|given| match given {
            Given::Text(text) => known(text),
            Given::Value(country) => countries.contains(country),
        });
        let data = Dataset(Arc::new(Content {
            network: Arc::new(self.0.network.with_network(network)),
            trains: self.0.trains.clone(),
            names: Arc::default(),
            checksum: Arc::default(),
            countries,
            folder: None,
        }));
        Covered {
            data,
            places,
            terms,
        }
    }

    /// What some places are; `None` where one means nothing, and in a network that the sketch has extended.
    fn places(&self, places: &[&Given<StationIdx>]) -> Result<Option<Vec<Place>>, Error> {
        if self.network().sketched().is_some() {
            return Ok(None);
        }
        let index = self.index();
        let mut meant = Vec::new();
        for place in places {
            let found = match place {
                Given::Value(station) => {
                    let is_own = (station.0 as usize) < self.network().stations().len();
                    is_own.then_some(Place::Station(*station))
                }
                Given::Text(text) => self.known(&index, text)?,
            };
            match found {
                Some(place) => meant.push(place),
                None => return Ok(None),
            }
        }
        Ok(Some(meant))
    }

    /// Whether segments join the stations among some places, whatever is closed or for other trains.
    pub(super) fn are_joined(&self, places: &[Place]) -> bool {
        let station = |place: &Place| match place {
            Place::Station(station) => Some(*station),
            Place::City(_) => None,
        };
        let mut wanted: BTreeSet<StationIdx> = places.iter().filter_map(station).collect();
        let Some(first) = wanted.pop_first() else {
            return true;
        };
        let network = self.network();
        let mut is_seen = vec![false; network.stations().len()];
        is_seen[first.0 as usize] = true;
        let mut todo = vec![first];
        while let Some(at) = todo.pop()
            && !wanted.is_empty()
        {
            for segment in network.segments_at(at) {
                let next = network.segment(*segment).other_end(at);
                if !std::mem::replace(&mut is_seen[next.0 as usize], true) {
                    wanted.remove(&next);
                    todo.push(next);
                }
            }
        }
        wanted.is_empty()
    }

    /// What a name means; `None` in a network that the sketch has extended.
    pub(super) fn known(&self, index: &Index<'_>, asked: &str) -> Result<Option<Place>, Error> {
        if self.network().sketched().is_some() {
            return Ok(None);
        }
        let (near, surveyed): (Vec<StationIdx>, _) = match index.resolve(asked) {
            Ok(found) if found.how.taken().is_none() => {
                return Ok(Some(Place::Station(found.station)));
            }
            // Whoever brings a network means its stations, however they spell them.
            Ok(found) if self.folder().is_some() => {
                return Ok(Some(Place::Station(found.station)));
            }
            Ok(found) => (vec![found.station], Ok(Some(Place::Station(found.station)))),
            Err(error) => {
                let stations = match &error {
                    NotOneStation::Ambiguous { candidates, .. } => candidates
                        .iter()
                        .map(|candidate| candidate.station)
                        .collect(),
                    NotOneStation::Unknown { .. } => Vec::new(),
                };
                (stations, Err(self.no_station(error)))
            }
        };
        let sketch = world()?;
        let at = |station: &StationIdx| self.network().station(*station).position;
        match sketch.find(asked) {
            CityMatch::None => {
                let mut surveyed = surveyed;
                if let Err(Error::NotCovered { cities, .. }) = &mut surveyed {
                    let near = sketch.near(asked, SUGGESTED).into_iter();
                    *cities = near.map(|city| described(sketch, city)).collect();
                }
                surveyed
            }
            CityMatch::One(city) => {
                let place = sketch.city(city).place;
                match near.iter().any(|station| is_near(at(station), place)) {
                    true => surveyed,
                    false => Ok(Some(Place::City(city))),
                }
            }
            CityMatch::Several(_) if !near.is_empty() => surveyed,
            CityMatch::Several(cities) => Err(Error::SeveralCities {
                asked: asked.trim().to_owned(),
                candidates: cities.iter().map(|city| described(sketch, *city)).collect(),
            }),
        }
    }

    /// A place of a file, which is not guessed at: a city of the sketch by one of its names.
    pub(super) fn city_named(&self, asked: &str) -> Result<Option<String>, Error> {
        let sketch = world()?;
        Ok(match sketch.find(asked) {
            CityMatch::One(city) => Some(sketch.id(city)),
            CityMatch::Several(_) | CityMatch::None => None,
        })
    }

    fn name_of(&self, sketch: &Sketch<'_>, place: Place) -> String {
        match place {
            Place::City(city) => sketch.city(city).name.to_owned(),
            Place::Station(station) => self.network().station(station).name.clone(),
        }
    }

    /// The id of a place in an extended network.
    fn id_in(&self, sketch: &Sketch<'_>, network: &Network, place: Place) -> String {
        match place {
            Place::Station(station) => self.network().station(station).id.to_string(),
            Place::City(city) => {
                let id = sketch.id(city);
                let own = format!("{id}-sketched");
                match network.station_by_id(&own) {
                    Some(_) => own,
                    None => id,
                }
            }
        }
    }

    /// The text of a place.
    pub(super) fn id_of(&self, given: &Given<StationIdx>) -> String {
        match given {
            Given::Text(text) => text.clone(),
            Given::Value(station) => self.network().station(*station).id.to_string(),
        }
    }

    /// The cities of the sketch whose name begins with a text, the largest first.
    ///
    /// # Errors
    /// [`Error::Sketch`] when the sketch is damaged.
    pub fn cities(
        &self,
        asked: &str,
        most: usize,
    ) -> Result<Vec<(CityIdx, &'static Sketch<'static>)>, Error> {
        let sketch = world()?;
        let cities = sketch.list(asked, most).into_iter();
        Ok(cities.map(|city| (city, sketch)).collect())
    }
}

fn is_near(a: LatLon, b: LatLon) -> bool {
    a.geodesic(b) < Length::from_km(SAME_CITY_KM)
}

/// A city as it is offered when a question is asked back.
fn described(sketch: &Sketch<'_>, city: CityIdx) -> String {
    let of = sketch.city(city);
    format!(
        "{} ({}, {}, {} people)",
        sketch.id(city),
        of.name,
        of.country,
        format::grouped(i64::from(of.population))
    )
}

/// The countries that are not to be entered.
fn avoided_countries(terms: &Terms) -> BTreeSet<Country> {
    let country = |given: &Given<Avoided>| match given {
        Given::Value(Avoided::Country(country)) => Some(*country),
        Given::Text(text) => {
            let text = text.trim();
            let is_code = text.len() == 2 && text.bytes().all(|b| b.is_ascii_uppercase());
            Country::parse(text).ok().filter(|_| is_code)
        }
        Given::Value(_) => None,
    };
    terms.avoid.iter().filter_map(country).collect()
}
