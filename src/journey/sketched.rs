//! Journeys over lines that come from the sketch of the world: how far the distance may be off, and how fast trains
//! run there.
//!
//! The sketch knows no speeds. In each country a train runs as an ordinary long-distance train does there between
//! terminals, and a train of one's own no faster than that. The ranges are calibrated in docs/world.md.

use super::course::Course;
use crate::network::{Country, GaugeSet, LineIdx, Network, Quality, SketchedLine, StationIdx};
use crate::routing::Route;
use crate::train::{SpeedProfile, SpeedRow, StopPlace, Train};
use crate::units::{Estimate, Length, Speed};

/// A sketched length may be as short as this share of the one given: 95 of 100 distances are longer. Source: published
/// distances and pairs of the surveyed network (docs/world.md).
pub const SKETCH_LOW: f64 = 0.94;
/// And as long as this share: 95 of 100 are shorter. Source: the same. The sketch often takes a shorter line than the train.
pub const SKETCH_HIGH: f64 = 1.10;
/// Times lie within this factor of the ordinary train's, eight in ten. Source: half of 90 timetables (docs/world.md).
const SPREAD: f64 = 1.5;
/// The same where lines for high speed and ordinary ones lie side by side. Source: the same.
const HIGH_SPEED_SPREAD: f64 = 1.7;
/// A country has high-speed lines when trains run so fast there.
const HIGH_SPEED_KMH: f64 = 245.0;
/// The train that stands for the ordinary ones of all countries.
pub const ORDINARY_TRAIN: &str = "generic-passenger";

/// The range of a route's length, where a part of it is sketched. It is never below the straight line.
#[must_use]
pub fn distance_range(network: &Network, route: &Route) -> Option<Estimate<Length>> {
    let segments = || {
        route
            .steps()
            .iter()
            .map(|step| network.segment(step.segment))
    };
    let of = |wanted: bool| -> Length {
        segments()
            .filter(|segment| (segment.length_quality == Quality::Sketched) == wanted)
            .map(|segment| segment.length)
            .sum()
    };
    let (sketched, known) = (of(true), of(false));
    if sketched == Length::ZERO {
        return None;
    }
    let likely = known + sketched;
    let ends: Vec<StationIdx> = route.stations().collect();
    let place = |end: Option<&StationIdx>| end.map(|end| network.station(*end).position);
    let straight = place(ends.first()).zip(place(ends.last()));
    let straight = straight.map_or(Length::ZERO, |(a, b)| a.geodesic(b));
    let low = (known + sketched * SKETCH_LOW).max(straight).min(likely);
    Estimate::new(low, likely, known + sketched * SKETCH_HIGH).ok()
}

/// The length of the sketched part of a route.
#[must_use]
pub fn sketched_length(network: &Network, route: &Route) -> Length {
    route
        .steps()
        .iter()
        .filter(|step| network.is_sketched(step.segment))
        .map(|step| network.segment(step.segment).length)
        .sum()
}

/// The share of a length that a part of a course has at the least, where it is sketched.
pub(super) fn least_share(course: &Course, from: Length, to: Length) -> f64 {
    let sketched: Length = course
        .pieces
        .iter()
        .filter(|piece| piece.segment.length_quality == Quality::Sketched)
        .map(|piece| (piece.end.min(to) - piece.start.max(from)).max(Length::ZERO))
        .sum();
    match to > from {
        true => 1.0 - (1.0 - SKETCH_LOW) * (sketched.km() / (to - from).km()),
        false => 1.0,
    }
}

/// A train as it runs over the sketched lines of a network; the same train for a network without any.
#[must_use]
pub fn on_sketch(network: &Network, train: &Train) -> Train {
    let Some(sketched) = network.sketched() else {
        return train.clone();
    };
    let mut train = train.clone();
    let is_ordinary = train.id == ORDINARY_TRAIN;
    let mut rows = train.profile.rows().to_vec();
    for (line, facts) in &sketched.lines {
        for country in countries_of(network, *line) {
            let own = train.profile.rows()[row_of(&train, country)].speed;
            let speed = match is_ordinary {
                true => ordinary(&train, facts),
                false => capped(&own, &ordinary(&train, facts)),
            };
            rows.push(SpeedRow {
                country: Some(country),
                line: Some(network.line(*line).to_owned()),
                usage: None,
                tracks: None,
                speed,
                basis: format!(
                    "sketch: an ordinary long-distance train makes {:.0} km/h between terminals",
                    facts.ordinary.kmh()
                ),
            });
        }
    }
    train.profile = SpeedProfile::new(rows).expect("the train's own rows fit everywhere");
    if is_ordinary {
        let caps = sketched.lines.values().map(|line| line.cap);
        train.name = String::from("Ordinary long-distance train of each country");
        train.max_speed = caps.fold(train.max_speed, Speed::max);
        train.locomotives.clear();
        let gauges = network
            .segments()
            .iter()
            .flat_map(|segment| segment.gauges.iter());
        let gauges = GaugeSet::new(gauges.chain(train.gauges.iter()));
        train.gauges = gauges.expect("a train has a gauge");
    }
    train
}

/// The countries whose stations a line joins.
fn countries_of(network: &Network, line: LineIdx) -> Vec<Country> {
    let segments = network.segments().iter();
    let ends = segments
        .filter(|segment| segment.line == Some(line))
        .flat_map(|segment| [segment.from, segment.to]);
    let mut countries: Vec<Country> = ends.map(|end| network.station(end).country).collect();
    countries.sort_unstable();
    countries.dedup();
    countries
}

/// The row of a train's profile for a country, whatever the line.
fn row_of(train: &Train, country: Country) -> usize {
    let rows = train.profile.rows();
    let fits = |wanted: Option<Country>| {
        rows.iter().position(|row| {
            row.country == wanted
                && row.line.is_none()
                && row.usage.is_none()
                && row.tracks.is_none()
        })
    };
    fits(Some(country))
        .or_else(|| fits(None))
        .expect("a profile has a row that fits everywhere")
}

/// What a train must hold between stops to be as fast between terminals as an ordinary one.
fn ordinary(train: &Train, facts: &SketchedLine) -> Estimate<Speed> {
    let spread = match facts.cap.kmh() > HIGH_SPEED_KMH {
        true => HIGH_SPEED_SPREAD,
        false => SPREAD,
    };
    let mean = facts.ordinary.kmh();
    let speeds = [mean / spread, mean, mean * spread].map(|kmh| held(train, kmh));
    let [low, likely, high] = speeds.map(Speed::from_kmh);
    Estimate::new(low, likely, high).expect("a factor above 1 keeps the order")
}

/// The speed between stops for a mean speed with the train's own stops and allowance in it.
fn held(train: &Train, mean_kmh: f64) -> f64 {
    let stops = train.stops.iter().filter_map(|rule| match &rule.place {
        StopPlace::Every { km, countries } if countries.is_empty() => {
            Some(rule.time.likely().h() / km)
        }
        _ => None,
    });
    let standing: f64 = stops.sum::<f64>() + train.allowance.minutes_per_100km / 6_000.0;
    let running = (1.0 / mean_kmh - standing).max(0.3 / mean_kmh);
    (1.0 + train.allowance.percent / 100.0) / running
}

/// Each point of one range, or that of the other where it is lower.
fn capped(own: &Estimate<Speed>, cap: &Estimate<Speed>) -> Estimate<Speed> {
    Estimate::new(
        own.low().min(cap.low()),
        own.likely().min(cap.likely()),
        own.high().min(cap.high()),
    )
    .expect("the lower points of two rising ranges rise")
}
