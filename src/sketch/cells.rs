//! Cities and nodes in cells of a degree, so that the nearest one is found among few.

use rustc_hash::FxHashMap;

use super::Sketch;
use super::cities::CityIdx;
use super::rails::NodeIdx;
use crate::network::{Country, LatLon};

/// A node belongs to a city whose centre is this near.
pub(super) const CITY_KM: f64 = 8.0;

/// Some nodes in cells of a degree.
pub(super) struct NodeCells(FxHashMap<(i16, i16), Vec<(NodeIdx, LatLon)>>);

impl NodeCells {
    pub fn new(nodes: impl Iterator<Item = (NodeIdx, LatLon)>) -> NodeCells {
        let mut cells: FxHashMap<_, Vec<_>> = FxHashMap::default();
        for (node, place) in nodes {
            cells.entry(cell_of(place)).or_default().push((node, place));
        }
        NodeCells(cells)
    }

    /// The node nearest to a place within some kilometres, fewer than 100.
    pub fn nearest(&self, place: LatLon, km: f64) -> Option<(NodeIdx, LatLon)> {
        let reach = km / 111.0;
        let width = reach / place.lat.to_radians().cos().max(0.02);
        around(cell_of(place))
            .filter_map(|cell| self.0.get(&cell))
            .flatten()
            .filter(|(_, at)| {
                (at.lat - place.lat).abs() < reach && turn(at.lon - place.lon) < width
            })
            .map(|(node, at)| (at.geodesic(place).km(), *node, *at))
            .filter(|(distance, ..)| *distance <= km)
            .min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)))
            .map(|(_, node, at)| (node, at))
    }
}

/// The smaller angle between two meridians, from their difference.
pub(super) fn turn(degrees: f64) -> f64 {
    ((degrees + 540.0).rem_euclid(360.0) - 180.0).abs()
}

/// Cities in cells of a degree, so that the nearest one is found among few.
pub(super) struct CityCells<'s> {
    sketch: &'s Sketch<'s>,
    cells: FxHashMap<(i16, i16), Vec<CityIdx>>,
}

impl<'s> CityCells<'s> {
    /// The cells around some places.
    pub fn new(sketch: &'s Sketch<'s>, places: impl Iterator<Item = LatLon>) -> CityCells<'s> {
        let mut cells: FxHashMap<(i16, i16), Vec<CityIdx>> = FxHashMap::default();
        for cell in places.flat_map(|place| around(cell_of(place))) {
            cells.entry(cell).or_default();
        }
        for city in sketch.cities().indices() {
            let cell = cell_of(sketch.cities().place_of(city));
            if let Some(cities) = cells.get_mut(&cell) {
                cities.push(city);
            }
        }
        CityCells { sketch, cells }
    }

    /// The city of a country nearest to a place, with the distance in kilometres, within a degree or two.
    pub fn nearest(&self, place: LatLon, country: Country) -> Option<(CityIdx, f64)> {
        let near = around(cell_of(place))
            .filter_map(|cell| self.cells.get(&cell))
            .flatten();
        let cities = self.sketch.cities();
        near.filter(|city| self.sketch.city(**city).country == country)
            .map(|city| (cities.place_of(*city).geodesic(place).km(), *city))
            .min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)))
            .map(|(km, city)| (city, km))
    }
}

/// A cell and those around it.
fn around((lat, lon): (i16, i16)) -> impl Iterator<Item = (i16, i16)> {
    let columns = move || (lon - 2..=lon + 2).map(|lon| (lon + 180).rem_euclid(360) - 180);
    (lat - 1..=lat + 1).flat_map(move |lat| columns().map(move |lon| (lat, lon)))
}

fn cell_of(place: LatLon) -> (i16, i16) {
    (place.lat.floor() as i16, place.lon.floor() as i16)
}
