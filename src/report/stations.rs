//! Stations found by a name: what they are called, where they lie, how well that is known.

use serde::Serialize;

use super::table::{Cell, Column, Field, Row, Table};
use super::text::Style;
use crate::network::{Network, Quality, StationIdx};
use crate::sketch::City;

/// A station as a search shows it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct StationRow {
    /// Id.
    pub id: String,
    /// Name in Latin letters.
    pub name: String,
    /// Name in the local script.
    pub name_local: Option<String>,
    /// Other names.
    pub aliases: Vec<String>,
    /// Country code.
    pub country: String,
    /// Lines that pass it.
    pub lines: Vec<String>,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// How well the position is known.
    pub coord_quality: &'static str,
    /// IANA time zone.
    pub timezone: Option<String>,
}

/// One station.
#[must_use]
pub fn row(network: &Network, station: StationIdx) -> StationRow {
    let mut lines: Vec<String> = network
        .segments_at(station)
        .iter()
        .filter_map(|segment| network.segment(*segment).line)
        .map(|line| network.line(line).to_owned())
        .collect();
    lines.sort();
    lines.dedup();
    let station = network.station(station);
    StationRow {
        id: station.id.to_string(),
        name: station.name.clone(),
        name_local: station.name_local.clone(),
        aliases: station.aliases.clone(),
        country: station.country.to_string(),
        lines,
        lat: station.position.lat,
        lon: station.position.lon,
        coord_quality: station.coord_quality.as_str(),
        timezone: station.timezone.clone(),
    }
}

/// A city of the sketch of the world.
#[must_use]
pub fn city_row(city: &City<'_>, id: String) -> StationRow {
    StationRow {
        id,
        name: city.name.to_owned(),
        name_local: None,
        aliases: Vec::new(),
        country: city.country.to_string(),
        lines: Vec::new(),
        lat: city.place.lat,
        lon: city.place.lon,
        coord_quality: Quality::Sketched.as_str(),
        timezone: Some(city.timezone.to_owned()),
    }
}

/// Stations as a table.
#[must_use]
pub fn table(rows: &[StationRow]) -> Table {
    Table::of(rows)
}

impl Row for &StationRow {
    fn fields() -> Vec<Field<Self>> {
        fn degrees(value: f64) -> Cell {
            Cell::figure(&format!("{value:.2}"), &value.to_string())
        }
        vec![
            Column::text("id", "id").by(|row: &Self| Cell::plain(&row.id)),
            Column::text("name", "name")
                .flexible()
                .by(|row| Cell::plain(&row.name)),
            Column::text("name_local", "local name")
                .flexible()
                .by(|row| Cell::maybe(row.name_local.as_deref())),
            Column::text("country", "country").by(|row| Cell::plain(&row.country)),
            Column::text("lines", "lines")
                .below()
                .by(|row| Cell::new(&row.lines.join("; "), Style::DIM)),
            Column::figure("lat", "lat", "").by(|row| degrees(row.lat)),
            Column::figure("lon", "lon", "").by(|row| degrees(row.lon)),
            Column::text("coord_quality", "position")
                .optional()
                .by(|row| Cell::plain(row.coord_quality)),
        ]
    }
}
