//! Land, coasts, borders and lakes: Natural Earth at 1:50 million, as `data/natural-earth` describes.
//!
//! The asset is read once. It is part of the program and of a known form, so a fault in it is a broken
//! invariant, which a test holds.

use std::sync::OnceLock;

use crate::network::LatLon;

/// The asset; `data/natural-earth/README.md` has its format and its making.
const ASSET: &[u8] = include_bytes!("../../../data/natural-earth/earth.bin");

/// Steps per degree in the asset.
const QUANTUM: f64 = 250.0;

/// A coast or a border, as its points.
#[derive(Clone, Debug)]
pub struct Arc {
    /// Whether it lies between two countries.
    pub is_border: bool,
    /// Its points.
    pub points: Vec<LatLon>,
}

/// A country and where it lies.
#[derive(Clone, Debug)]
pub struct Land {
    /// Its two-letter code; `--` where it has none.
    pub code: String,
    /// Its name in English.
    pub name: String,
    /// Its polygons: rings of arcs, the outer ring first; arcs run backwards are complemented.
    pub polygons: Vec<Vec<Vec<i32>>>,
}

/// The basemap of the whole world.
#[derive(Clone, Debug)]
pub struct Basemap {
    /// Coasts and borders.
    pub arcs: Vec<Arc>,
    /// Countries, in order of code.
    pub lands: Vec<Land>,
    /// Lakes: the shore first, then islands, closed.
    pub lakes: Vec<Vec<Vec<LatLon>>>,
}

/// The asset as it is embedded, for whoever reads it elsewhere; `data/natural-earth/README.md` has its format.
#[must_use]
pub fn bytes() -> &'static [u8] {
    ASSET
}

impl Basemap {
    /// The basemap, read when it is first needed.
    #[must_use]
    pub fn shared() -> &'static Basemap {
        static BASEMAP: OnceLock<Basemap> = OnceLock::new();
        BASEMAP.get_or_init(Basemap::read)
    }

    fn read() -> Basemap {
        let mut reader = Reader(ASSET);
        assert_eq!(reader.take(5), b"STNE2", "the asset is of the known form");
        Basemap {
            arcs: reader.list(Reader::arc),
            lands: reader.list(Reader::land),
            lakes: reader.list(|reader| reader.list(Reader::line)),
        }
    }

    /// The points of a ring.
    #[must_use]
    pub fn ring(&self, arcs: &[i32]) -> Vec<LatLon> {
        let mut points: Vec<LatLon> = Vec::new();
        for &index in arcs {
            let arc = &self.arcs[(if index < 0 { !index } else { index }) as usize].points;
            // Arcs meet: the first point of one is the last of the one before.
            points.pop();
            match index {
                ..0 => points.extend(arc.iter().rev()),
                _ => points.extend(arc),
            }
        }
        points
    }
}

/// The English name of a country by its code; the code itself where it is unknown.
#[must_use]
pub fn country_name(code: &str) -> String {
    let lands = &Basemap::shared().lands;
    let found = lands.iter().find(|land| land.code == code);
    found.map_or_else(|| code.to_owned(), |land| land.name.clone())
}

/// What is left to read.
struct Reader(&'static [u8]);

impl Reader {
    fn take(&mut self, count: usize) -> &'static [u8] {
        let (taken, rest) = self.0.split_at(count);
        self.0 = rest;
        taken
    }

    /// A number in LEB128.
    fn number(&mut self) -> u32 {
        let mut value = 0;
        for shift in (0..32).step_by(7) {
            let byte = self.take(1)[0];
            value |= u32::from(byte & 127) << shift;
            if byte < 128 {
                break;
            }
        }
        value
    }

    fn signed(&mut self) -> i32 {
        let value = self.number();
        (value >> 1) as i32 ^ -((value & 1) as i32)
    }

    fn text(&mut self) -> String {
        let length = self.number() as usize;
        String::from_utf8_lossy(self.take(length)).into_owned()
    }

    fn list<T>(&mut self, read: impl Fn(&mut Reader) -> T) -> Vec<T> {
        let count = self.number();
        (0..count).map(|_| read(self)).collect()
    }

    fn arc(&mut self) -> Arc {
        Arc {
            is_border: self.number() == 1,
            points: self.line(),
        }
    }

    fn line(&mut self) -> Vec<LatLon> {
        let (mut lon, mut lat) = (0, 0);
        let steps = self.list(|reader| (reader.signed(), reader.signed()));
        let at = |(east, north)| {
            (lon, lat) = (lon + east, lat + north);
            LatLon {
                lat: f64::from(lat) / QUANTUM,
                lon: f64::from(lon) / QUANTUM,
            }
        };
        steps.into_iter().map(at).collect()
    }

    fn land(&mut self) -> Land {
        Land {
            code: self.text(),
            name: self.text(),
            polygons: self.list(|reader| reader.list(|reader| reader.list(Reader::signed))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_asset_is_whole() {
        let basemap = Basemap::shared();
        assert!(
            basemap.lands.len() > 200 && basemap.arcs.len() > 1_500 && basemap.lakes.len() > 200
        );
        for point in basemap.arcs.iter().flat_map(|arc| &arc.points) {
            assert!(
                point.lat.abs() <= 90.0 && point.lon.abs() <= 180.0,
                "{point:?}"
            );
        }
        for ring in basemap
            .lands
            .iter()
            .flat_map(|land| land.polygons.iter().flatten())
        {
            let points = basemap.ring(ring);
            assert!(points.len() > 3);
            assert_eq!(points.first(), points.last(), "rings close");
        }
    }

    #[test]
    fn the_tumen_lies_where_it_should() {
        // The border of North Korea and Russia is the lower Tumen, at 42.3 to 42.5 N and 130.5 to 130.7 E.
        let basemap = Basemap::shared();
        let near = |arc: &&Arc| {
            let within =
                |at: &LatLon| (42.2..42.6).contains(&at.lat) && (130.4..130.8).contains(&at.lon);
            arc.is_border && arc.points.iter().any(within)
        };
        assert!(basemap.arcs.iter().filter(near).count() >= 1);
    }

    #[test]
    fn baikal_has_its_water_and_its_island() {
        // Lake Baikal reaches from 51.5 to 55.8 N and from 103.7 to 109.9 E; Olkhon lies in it. All lakes are closed.
        let basemap = Basemap::shared();
        let rings = || basemap.lakes.iter().flatten();
        assert!(rings().all(|ring| ring.len() > 3 && ring.first() == ring.last()));
        let reaches = |ring: &&Vec<LatLon>| {
            let north = ring.iter().map(|at| at.lat).fold(f64::MIN, f64::max);
            let west = ring.iter().map(|at| at.lon).fold(f64::MAX, f64::min);
            (north - 55.8).abs() < 0.1 && (west - 103.7).abs() < 0.1
        };
        assert_eq!(rings().filter(reaches).count(), 1);
    }

    #[test]
    fn countries_have_names() {
        assert_eq!(country_name("KP"), "North Korea");
        assert_eq!(country_name("XX"), "XX");
    }
}
