//! `slowtrain stations`.

use std::process::ExitCode;

use crate::network::search::Match;
use crate::network::{LatLon, Network, StationIdx};
use crate::report::json;
use crate::report::stations::{self, StationRow};
use crate::units::Length;

use super::super::Outcome;
use super::super::args::{Format, Global, Stations};
use super::super::failure::Failure;
use super::super::output::{Output, pretty};
use super::super::requests;

/// Stations shown at most.
const SHOWN: usize = 30;

pub fn run(args: &Stations, global: &Global, output: &Output) -> Outcome {
    let data = requests::open(global)?;
    let query = args.query.join(" ");
    let index = data.index();
    let mut found: Vec<StationIdx> = index.list(&query);
    let is_guess = matches!(index.find(&query), Match::None { nearest } if nearest == found);
    // Cities of the sketch stand behind the stations; a guess at a station yields to a city of that name.
    let cities = match found.len() < SHOWN {
        true => data.cities(&query, SHOWN - found.len())?,
        false => Vec::new(),
    };
    if is_guess && !cities.is_empty() {
        found.clear();
    }
    if found.is_empty() && cities.is_empty() {
        return Err(Failure::No(format!(
            "no station is called anything like \"{query}\""
        )));
    }
    if is_guess && cities.is_empty() {
        output.remark(&format!(
            "no station is called \"{query}\"; these names are nearest"
        ));
    }
    if found.len() > SHOWN {
        output.remark(&format!(
            "{} stations match; the first {SHOWN} are shown",
            found.len()
        ));
    }
    let surveyed = found.iter().take(SHOWN);
    let surveyed = surveyed.map(|station| stations::row(data.network(), *station));
    let sketched = cities
        .iter()
        .filter(|(city, sketch)| is_elsewhere(data.network(), &found, sketch.city(*city).place))
        .map(|(city, sketch)| stations::city_row(&sketch.city(*city), sketch.id(*city)));
    let rows: Vec<StationRow> = surveyed.chain(sketched).collect();
    let table = stations::table(&rows);
    output.answer(&match output.format {
        Format::Table => output.page(|page| page.table(&table)),
        Format::Json => pretty(&json::stations(&query, &rows)),
        Format::Csv => table.to_csv(),
        Format::Md => table.to_markdown(),
    })?;
    Ok(ExitCode::SUCCESS)
}

/// Whether no station found lies at a city.
fn is_elsewhere(network: &Network, found: &[StationIdx], city: LatLon) -> bool {
    let near = Length::from_km(15.0);
    let mut places = found
        .iter()
        .map(|station| network.station(*station).position);
    !places.any(|place| place.geodesic(city) < near)
}
