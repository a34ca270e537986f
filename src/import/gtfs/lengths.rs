//! How long the track is between two calls of a trip, from what the feed knows best.
//!
//! A length along the shape counts where both stations lie beside it and it can be: not below the straight line, not
//! beyond what a train runs in the time of the timetable. Else the straight line and what is known about detours stand in,
//! an estimate. Trips of one shape and one list of stations are measured once.

use std::collections::BTreeMap;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::detour::Detour;
use super::feed::{Call, Feed, Trip};
use super::left::Left;
use super::places::{FASTEST_KMH, hours_between};
use super::shape::{Foot, Shape};
use crate::network::{LatLon, Quality};

/// By how much a length along the shape may be below the straight line and be raised to it, as a share and in km:
/// stations lie beside their tracks, and at the ends of lines behind the last point of the shape. Assumption: 2 % of
/// the length, as much as two drawings of one line differ.
const SHORT_SHARE: f64 = 0.02;

/// Likewise, km.
const SHORT_KM: f64 = 0.05;

/// A stretch is not believed where it is longer than so many straight lines and [`LONG_KM`] more. Assumption: no
/// railway between two stops goes so far round, spirals and reversals included.
const LONG_TIMES: f64 = 5.0;

/// Likewise, km.
const LONG_KM: f64 = 20.0;

/// A length between two calls.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct TripStretch {
    pub km: f64,
    pub quality: Quality,
}

/// What trips have in common that are measured together.
#[derive(PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Pattern {
    shape: Option<usize>,
    stations: Vec<usize>,
    /// Distances of the feed by their bits.
    travelled: Vec<Option<u32>>,
}

/// The stretches of each trip, one fewer than it has calls.
pub(super) struct Lengths {
    patterns: Vec<Vec<TripStretch>>,
    of_trip: Vec<usize>,
    /// What was used where nothing was measured.
    pub detour: Detour,
}

/// Why a stretch has no length along its shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Refused {
    Far,
    Short,
    Long,
    Spike,
}

impl Refused {
    fn what(self) -> &'static str {
        match self {
            Refused::Far => "stretch to a station more than 2 km from the shape: length estimated",
            Refused::Short => "stretch whose shape is below the straight line: length estimated",
            Refused::Long => "stretch whose shape is longer than a train can run: length estimated",
            Refused::Spike => "stretch whose shape runs to a point and back: length estimated",
        }
    }
}

/// A pattern as measured.
struct Measured {
    stretches: Vec<Result<f64, Option<Refused>>>,
    /// Whether distances of the feed do not fit.
    is_misled: bool,
}

impl Lengths {
    pub fn measure(feed: &Feed, left: &mut Left) -> Lengths {
        let mut numbers: FxHashMap<Pattern, usize> = FxHashMap::default();
        let mut examples: Vec<&Trip> = Vec::new();
        let of_trip = feed.trips.iter().map(|trip| {
            let pattern = Pattern::of(trip, feed);
            *numbers.entry(pattern).or_insert_with(|| {
                examples.push(trip);
                examples.len() - 1
            })
        });
        let of_trip: Vec<usize> = of_trip.collect();
        let shapes: Vec<Option<Shape>> = feed
            .shapes
            .par_iter()
            .map(|points| (points.len() > 1).then(|| Shape::new(points)))
            .collect();
        let measured: Vec<Measured> = examples
            .par_iter()
            .map(|trip| measure(trip, feed, &shapes))
            .collect();
        count(&measured, &examples, feed, left);
        let detour = Detour::learn(&known_pairs(&measured, &examples, feed), feed.has_railways);
        let stretches = |(measured, trip): (&Measured, &&Trip)| {
            let calls = feed.calls_of(trip).windows(2);
            let stretch = |(km, ends): (&Result<f64, _>, &[Call])| match km {
                Ok(km) => TripStretch {
                    km: *km,
                    quality: Quality::Sourced,
                },
                Err(_) => TripStretch {
                    km: detour.length_km(straight_km(feed, ends)),
                    quality: Quality::Estimated,
                },
            };
            measured.stretches.iter().zip(calls).map(stretch).collect()
        };
        let patterns = measured.iter().zip(&examples).map(stretches).collect();
        Lengths {
            patterns,
            of_trip,
            detour,
        }
    }

    /// The stretches of a trip, by its number.
    pub fn of(&self, trip: usize) -> &[TripStretch] {
        &self.patterns[self.of_trip[trip]]
    }
}

impl Pattern {
    fn of(trip: &Trip, feed: &Feed) -> Pattern {
        let calls = feed.calls_of(trip);
        let bits = |call: &Call| call.travelled.map(f32::to_bits);
        let travelled = match trip.shape {
            Some(_) => calls.iter().map(bits).collect(),
            None => Vec::new(),
        };
        Pattern {
            shape: trip.shape,
            stations: calls.iter().map(|call| call.station).collect(),
            travelled,
        }
    }
}

fn straight_km(feed: &Feed, ends: &[Call]) -> f64 {
    let [from, to] = [&ends[0], &ends[1]].map(|call| feed.stations[call.station].place);
    from.geodesic(to).km()
}

fn measure(trip: &Trip, feed: &Feed, shapes: &[Option<Shape<'_>>]) -> Measured {
    let calls = feed.calls_of(trip);
    let Some(shape) = trip.shape.and_then(|shape| shapes[shape].as_ref()) else {
        return Measured {
            stretches: vec![Err(None); calls.len() - 1],
            is_misled: false,
        };
    };
    let places = calls.iter().map(|call| feed.stations[call.station].place);
    let places: Vec<LatLon> = places.collect();
    let travelled: Vec<Option<f32>> = calls.iter().map(|call| call.travelled).collect();
    let (feet, is_misled) = shape.feet(&places, &travelled);
    let stretch = |i: usize| {
        let straight = straight_km(feed, &calls[i..i + 2]);
        let feet = feet[i].zip(feet[i + 1]).ok_or(Refused::Far);
        let hours = hours_between(calls, i);
        feet.and_then(|feet| length_km(shape, feet, (straight, hours)))
            .map_err(Some)
    };
    Measured {
        stretches: (0..calls.len() - 1).map(stretch).collect(),
        is_misled,
    }
}

/// The length between two places on a shape, held against the straight line and the time of a train.
fn length_km(
    shape: &Shape<'_>,
    (from, to): (Foot, Foot),
    (straight, hours): (f64, f64),
) -> Result<f64, Refused> {
    let km = (to.along_m - from.along_m) / 1_000.0;
    let beside_km = (from.beside_m + to.beside_m) / 1_000.0;
    let short = straight - km;
    if km <= 0.0 || short > beside_km.min(SHORT_KM.max(SHORT_SHARE * straight)) + 0.001 {
        return Err(Refused::Short);
    }
    if shape.has_spike(from, to) {
        return Err(Refused::Spike);
    }
    if km > FASTEST_KMH * hours || km > LONG_TIMES * straight + LONG_KM {
        return Err(Refused::Long);
    }
    Ok(km.max(straight))
}

/// Counts what was refused, each pair of stations once for each reason.
fn count(measured: &[Measured], examples: &[&Trip], feed: &Feed, left: &mut Left) {
    let mut seen = std::collections::BTreeSet::new();
    for (measured, trip) in measured.iter().zip(examples) {
        if measured.is_misled {
            let what = "trip whose shape_dist_traveled does not fit its shape: measured by place";
            left.add_named(what, || format!("\"{}\"", trip.id));
        }
        let calls = feed.calls_of(trip).windows(2);
        for (ends, stretch) in calls.zip(&measured.stretches) {
            let pair = (ends[0].station, ends[1].station);
            if let Err(Some(refused)) = stretch
                && seen.insert((pair, refused.what()))
            {
                let name = |station: usize| feed.stations[station].name.as_str();
                left.add_named(refused.what(), || {
                    format!("{} to {}", name(pair.0), name(pair.1))
                });
            }
        }
    }
}

/// Straight line and length of each pair of stations that was measured, in km.
fn known_pairs(measured: &[Measured], examples: &[&Trip], feed: &Feed) -> Vec<(f64, f64)> {
    let mut pairs: BTreeMap<(usize, usize), (f64, f64)> = BTreeMap::new();
    for (measured, trip) in measured.iter().zip(examples) {
        let calls = feed.calls_of(trip).windows(2);
        for (ends, km) in calls.zip(&measured.stretches) {
            let (a, b) = (ends[0].station, ends[1].station);
            if let Ok(km) = km {
                let straight = straight_km(feed, ends);
                pairs.entry((a.min(b), a.max(b))).or_insert((straight, *km));
            }
        }
    }
    pairs.into_values().collect()
}
