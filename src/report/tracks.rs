//! A route over tracks: its figures, its stretches as a table, its course as GeoJSON.

use std::fmt;

use serde_json::{Value, json};

use super::geojson::cleaned;
use super::json::track_properties;
use super::page::Page;
use super::summary::Place;
use super::table::{Cell, Column, Table};
use super::text::{Span, Style};
use super::words::round;
use crate::journey::TrackJourney;
use crate::network::LatLon;
use crate::units::{Speed, format};

/// The answer of `tracks`: what was asked, and the route.
#[derive(Clone, Debug, PartialEq)]
pub struct TrackSummary {
    /// Id of the train.
    pub train: String,
    /// Where it starts.
    pub from: Place,
    /// Where it goes.
    pub to: Place,
    /// The route.
    pub journey: TrackJourney,
    /// Who must be named with it.
    pub attribution: Option<String>,
}

/// For the terminal.
///
/// # Errors
/// Whatever the page answers.
pub fn show(summary: &TrackSummary, page: &mut Page) -> fmt::Result {
    let journey = &summary.journey;
    let times = &journey.at_limits;
    let range = match times.low() == times.high() {
        true => String::new(),
        false => format!(" ({})", format::duration_range(times)),
    };
    let heading = format!(
        "{}: {} over the tracks, {} at their limits{range}",
        summary.train,
        format::distance(journey.distance),
        format::duration(times.likely()),
    );
    page.paragraph_of(&Span::default(), &Span::new(&heading, Style::BOLD))?;
    let text = format!(
        "{} to {} on {}; the technical minimum is {}",
        summary.from.name,
        summary.to.name,
        journey.gauge,
        format::duration(journey.technical_minimum),
    );
    page.paragraph(&Span::default(), &text)?;
    for place in &journey.reversals {
        let text = format!("at {:.4} N {:.4} E", place.lat, place.lon);
        page.paragraph(&Span::plain("reverses "), &text)?;
    }
    if journey.unlimited.m() > 0.0 {
        let text = format!(
            "no limit is known on {}; it is guessed there from the use of the tracks and their curves",
            format::distance(journey.unlimited)
        );
        page.paragraph(&Span::new("warning: ", Style::BOLD), &text)?;
    }
    page.blank()?;
    page.table(&table(summary))
}

/// The stretches, in order.
#[must_use]
pub fn table(summary: &TrackSummary) -> Table {
    let mut table = Table::new(vec![
        Column::text("line", "line").flexible(),
        Column::figure("length_km", "", "km"),
        Column::figure("limit_kmh", "limit", "km/h"),
        Column::figure("guess_kmh", "guess", "km/h"),
    ]);
    let speed = |speed: Option<Speed>| {
        speed.map_or_else(Cell::unknown, |speed| {
            Cell::figure(
                &format!("{:.0}", speed.kmh()),
                &round(speed.kmh(), 1).to_string(),
            )
        })
    };
    for stretch in &summary.journey.stretches {
        let km = stretch.length.km();
        table.push(vec![
            stretch
                .line
                .as_deref()
                .map_or_else(Cell::unknown, Cell::plain),
            Cell::figure(&format!("{km:.2}"), &round(km, 6).to_string()),
            speed(stretch.limit),
            speed(stretch.guess),
        ]);
    }
    table
}

/// As GeoJSON: the route as one line, the places of reversals as points.
#[must_use]
pub fn geojson(summary: &TrackSummary) -> Value {
    let position = |at: &LatLon| json!([round(at.lon, 7), round(at.lat, 7)]);
    let journey = &summary.journey;
    let line = json!({
        "type": "Feature",
        "geometry": {
            "type": "LineString",
            "coordinates": journey.places.iter().map(position).collect::<Vec<_>>(),
        },
        "properties": track_properties(summary),
    });
    let reversal = |place: &LatLon| {
        json!({
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": position(place)},
            "properties": {"kind": "reversal"},
        })
    };
    let features: Vec<Value> = std::iter::once(line)
        .chain(journey.reversals.iter().map(reversal))
        .collect();
    cleaned(json!({
        "type": "FeatureCollection",
        "attribution": summary.attribution,
        "features": features,
    }))
}
