//! A sketch of the railways of the whole world, compiled in.
//!
//! Lines of OpenStreetMap of about late 2023 with the length of their track, without kilometre posts, gauges, limits or
//! gradients; and the cities at them with their names in many languages. It joins cities that the surveyed network does
//! not know, and says by how much its distances may be off. It is opened only when a name or a route needs it, and
//! read in place: nothing is parsed or copied for a question that the surveyed network answers.
//!
//! It knows no trains. What it finds becomes part of a [`Network`](crate::network::Network) ([`Sketch::extend`]), so
//! that planner, engine and renderers need not know it.
//!
//! ```
//! use slowtrain::sketch::{CityMatch, Sketch};
//! let sketch = Sketch::embedded().expect("the embedded sketch is sound");
//! let CityMatch::One(city) = sketch.find("Стамбул") else { panic!("one city") };
//! assert_eq!(sketch.city(city).name, "Istanbul");
//! assert_eq!(sketch.id(city), "tr-istanbul");
//! ```

mod borders;
mod cells;
mod chains;
mod cities;
mod extend;
mod facts;
mod gathered;
mod gauge;
mod islands;
mod joint;
mod meeting;
mod name;
mod no_path;
mod rails;
mod search;
mod stations;
#[cfg(test)]
mod tests;
mod view;

use thiserror::Error;

pub use chains::ATTRIBUTION;
pub use cities::{Cities, City, CityIdx, fold};
pub use extend::{Extension, Place};
pub use facts::{BrokenTable, ClosedTo, Closure, Facts, WorldCountry};
pub(crate) use islands::Islands;
pub use name::CityMatch;
pub use no_path::{Barrier, NoPath};
pub use rails::{EdgeIdx, Half, NodeIdx, Rails};
pub use view::BrokenSketch;

/// Trains run so much farther than the sketch draws its lines. Source: median over half of 104 pairs of cities with
/// published distances (docs/world.md).
pub const DISTANCE_FACTOR: f64 = 1.014;

static RAILS: &[u8] = include_bytes!("../../data/world/rails.bin");
static CITIES: &[u8] = include_bytes!("../../data/world/cities.bin");
static COUNTRIES: &str = include_str!("../../data/world/countries.csv");
static CLOSED_BORDERS: &str = include_str!("../../data/world/closed_borders.csv");

/// A sketch that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SketchError {
    /// A file.
    #[error(transparent)]
    File(#[from] BrokenSketch),
    /// A table.
    #[error(transparent)]
    Table(#[from] BrokenTable),
}

/// The sketch of the world.
#[derive(Clone, Debug)]
pub struct Sketch<'a> {
    rails: Rails<'a>,
    cities: Cities<'a>,
    facts: Facts,
}

impl<'a> Sketch<'a> {
    /// Opens a sketch from its files: rails, cities, countries and closed borders.
    ///
    /// # Errors
    /// [`SketchError`] when one of them is damaged.
    pub fn open(
        rails: &'a [u8],
        cities: &'a [u8],
        countries: &str,
        closed_borders: &str,
    ) -> Result<Sketch<'a>, SketchError> {
        Ok(Sketch {
            rails: Rails::open(rails)?,
            cities: Cities::open(cities)?,
            facts: Facts::read(countries, closed_borders)?,
        })
    }

    /// The sketch that is compiled in.
    ///
    /// # Errors
    /// None as long as it passes its tests.
    pub fn embedded() -> Result<Sketch<'static>, SketchError> {
        Ok(Sketch {
            rails: Rails::trusted(RAILS)?,
            cities: Cities::trusted(CITIES)?,
            facts: Facts::read(COUNTRIES, CLOSED_BORDERS)?,
        })
    }

    /// The rails.
    #[must_use]
    pub fn rails(&self) -> &Rails<'a> {
        &self.rails
    }

    /// The cities.
    #[must_use]
    pub fn cities(&self) -> &Cities<'a> {
        &self.cities
    }

    /// One city.
    #[must_use]
    pub fn city(&self, city: CityIdx) -> City<'a> {
        self.cities.city(city)
    }

    /// What is known of countries and borders.
    #[must_use]
    pub fn facts(&self) -> &Facts {
        &self.facts
    }
}
