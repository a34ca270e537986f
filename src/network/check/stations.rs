//! The rows of `stations.csv`, and of the small tables beside it: sources and countries.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::tz::TimeZoneDatabase;

use super::super::finding::nearest;
use super::super::raw::RawNetwork;
use super::super::table::{Cell, Row, Table};
use super::super::{Country, CountryFacts, LatLon, Source, Station, StationId, StationIdx};
use super::context::{Context, Known};
use super::problem::NetworkError;
use crate::units::{Length, Speed};

/// The lowest and highest a railway can lie, in metres. Assumption: no station below the Dead Sea's shore at -430 m, none
/// above 5,100 m (Tanggula, the highest in service, lies at 5,068 m), with room for errors of measurement.
const ELEVATION_M: std::ops::RangeInclusive<f64> = -500.0..=5_500.0;

/// No train on rails runs faster than this, in km/h. Source: the world record of 2015 for magnetic levitation, 603 km/h.
pub(super) const SPEED_KMH: std::ops::RangeInclusive<f64> = 1.0..=603.0;

/// Stations in the order of their ids, and the row each comes from.
pub(super) struct Stations {
    pub list: Vec<Station>,
    pub rows: Vec<usize>,
}

/// Reads all stations and makes their ids known.
pub(super) fn read<'r>(table: &'r Table, context: &mut Context<'r>) -> Stations {
    let mut zones = Zones::default();
    let mut found: Vec<(Station, usize)> = Vec::with_capacity(table.len());
    context.stations.reserve(table.len());
    for row in table.rows() {
        let station = station(row, &mut zones, context);
        let id = row.cell("id");
        if let Some(known) = context.stations.get(id.text()) {
            let first = table.row(known.row).cell("id").place().line;
            let error = NetworkError::DuplicateId {
                id: id.text().to_owned(),
                first,
            };
            context.refuse(id, error);
        } else if !id.text().is_empty() {
            let (row, index) = (row.index(), None);
            context.stations.insert(id.text(), Known { row, index });
            found.extend(station.map(|station| (station, row)));
        }
    }
    found.sort_unstable_by(|(a, _), (b, _)| a.id.cmp(&b.id));
    for ((station, _), i) in found.iter().zip(0..) {
        let known = context.stations.get_mut(station.id.as_str());
        known.expect("noted with its row").index = Some(StationIdx(i));
    }
    let (list, rows) = found.into_iter().unzip();
    Stations { list, rows }
}

/// One station; `None` when its row has an error.
fn station(row: Row<'_>, zones: &mut Zones, context: &mut Context<'_>) -> Option<Station> {
    if row.is_ragged() {
        return None;
    }
    let [
        id,
        name,
        name_local,
        aliases,
        country,
        lat,
        lon,
        coord_quality,
        elevation_m,
        timezone,
        locomotive_change,
        source,
    ] = row.cells();
    let name = context.ok(name.required());
    let country = country_of(country, context);
    let id = id_of(id, country, context);
    let position = position(lat, lon, context);
    let coord_quality = context.quality(coord_quality);
    let elevation = context.ok(elevation_m.number(ELEVATION_M));
    let timezone = timezone
        .known()
        .map(|name| zones.check(name, timezone, context));
    let changes_locomotives = context.ok(locomotive_change.word(yes, &["yes", "(empty)"]));
    let sources = context.source_ids(source);
    Some(Station {
        id: id?,
        name: name?.to_owned(),
        name_local: name_local.known().map(str::to_owned),
        aliases: aliases.list().map(str::to_owned).collect(),
        country: country?,
        position: position?,
        coord_quality: coord_quality?,
        elevation: elevation?.map(Length::from_m),
        timezone: timezone.map_or(Some(None), |known| known.map(Some))?,
        changes_locomotives: changes_locomotives?,
        sources,
    })
}

/// `yes`, or empty for what is not known.
fn yes(text: &str) -> Option<bool> {
    match text {
        "yes" => Some(true),
        "" => Some(false),
        _ => None,
    }
}

fn country_of(cell: Cell<'_>, context: &mut Context<'_>) -> Option<Country> {
    let code = context.ok(cell.required())?;
    let country = Country::parse(code);
    country
        .map_err(|error| context.refuse(cell, error.into()))
        .ok()
}

fn id_of(cell: Cell<'_>, country: Option<Country>, context: &mut Context<'_>) -> Option<StationId> {
    let text = context.ok(cell.required())?;
    let id = StationId::parse(text)
        .map_err(|error| context.refuse(cell, error.into()))
        .ok()?;
    if country.is_some_and(|country| !country.code().eq_ignore_ascii_case(&text[..2])) {
        let country = country.map_or_else(String::new, |country| country.code().to_owned());
        let id = text.to_owned();
        context.refuse(cell, NetworkError::ForeignId { id, country });
        return None;
    }
    Some(id)
}

fn position(lat: Cell<'_>, lon: Cell<'_>, context: &mut Context<'_>) -> Option<LatLon> {
    let is_known =
        |cell: Cell<'_>, context: &mut Context<'_>| context.ok(cell.required()).is_some();
    let (has_lat, has_lon) = (is_known(lat, context), is_known(lon, context));
    if !has_lat || !has_lon {
        return None;
    }
    let is_within = |cell: Cell<'_>, limit: f64| matches!(cell.number(-limit..=limit), Ok(Some(_)));
    if !is_within(lat, 90.0) && is_within(lat, 180.0) && is_within(lon, 90.0) {
        let lat_text = lat.text().to_owned();
        context.refuse(lat, NetworkError::Swapped { lat: lat_text });
        return None;
    }
    let (lat, lon) = (
        context.ok(lat.number(-90.0..=90.0)),
        context.ok(lon.number(-180.0..=180.0)),
    );
    Some(LatLon {
        lat: lat??,
        lon: lon??,
    })
}

/// Time zone names of the bundled database, read once they are needed.
#[derive(Default)]
struct Zones(BTreeSet<String>);

impl Zones {
    fn check(&mut self, name: &str, cell: Cell<'_>, context: &mut Context<'_>) -> Option<String> {
        if self.0.is_empty() {
            let database = TimeZoneDatabase::bundled();
            self.0 = database.available().map(|name| name.to_string()).collect();
        }
        if self.0.contains(name) {
            return Some(name.to_owned());
        }
        let same = self.0.iter().find(|zone| zone.eq_ignore_ascii_case(name));
        let guess = same
            .map(String::as_str)
            .or_else(|| nearest(name, self.0.iter().map(String::as_str)));
        let error = NetworkError::UnknownTimezone {
            found: name.to_owned(),
            guess: guess.map(str::to_owned),
        };
        context.refuse(cell, error);
        None
    }
}

/// The sources by id, whose names are made known.
pub(super) fn read_sources<'r>(
    table: &'r Table,
    context: &mut Context<'r>,
) -> BTreeMap<String, Source> {
    let mut first_rows = HashMap::new();
    let mut sources = Vec::with_capacity(table.len());
    for row in table.rows().filter(|row| !row.is_ragged()) {
        let [id, what, licence] = row.cells();
        let Some(key) = context.ok(id.required()) else {
            continue;
        };
        if let Some(&first) = first_rows.get(key) {
            let first = table.row(first).cell("id").place().line;
            let id_text = key.to_owned();
            context.refuse(id, NetworkError::DuplicateId { id: id_text, first });
            continue;
        }
        first_rows.insert(key, row.index());
        let source = Source {
            what: what.text().to_owned(),
            licence: licence.text().to_owned(),
        };
        sources.push((key.to_owned(), source));
    }
    context.source_names = Some(first_rows.into_keys().collect());
    sources.into_iter().collect()
}

/// What is known of countries.
pub(super) fn read_countries(
    raw: &RawNetwork,
    context: &mut Context<'_>,
) -> BTreeMap<Country, CountryFacts> {
    let mut countries = BTreeMap::new();
    let mut first_lines = BTreeMap::new();
    let rows = raw.countries.iter().flat_map(Table::rows);
    for row in rows.filter(|row| !row.is_ragged()) {
        let [
            code,
            name,
            speed_cap,
            freight_speed_cap,
            basis,
            source,
            _notes,
        ] = row.cells();
        let country = country_of(code, context);
        let name_text = context.ok(name.required());
        let speed_cap = context.ok(speed_cap.number(SPEED_KMH));
        let freight_speed_cap = context.ok(freight_speed_cap.number(SPEED_KMH));
        let sources = context.source_ids(source);
        context.is_assumed(basis, &sources);
        let Some(country) = country else { continue };
        if let Some(first) = first_lines.get(&country) {
            let id = country.code().to_owned();
            context.refuse(code, NetworkError::DuplicateId { id, first: *first });
            continue;
        }
        first_lines.insert(country, code.place().line);
        let facts = CountryFacts {
            name: name_text.unwrap_or_default().to_owned(),
            speed_cap: speed_cap.flatten().map(Speed::from_kmh),
            freight_speed_cap: freight_speed_cap.flatten().map(Speed::from_kmh),
            sources,
        };
        countries.insert(country, facts);
    }
    countries
}
