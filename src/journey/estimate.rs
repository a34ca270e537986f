//! The estimate of a journey: what is uncertain, how it hangs together, and the sampling of it.
//!
//! Two levels: a trip factor for each country, the same all along (how well this train is run there), and noise of
//! each leg, independent of the others and falling with the square root of its length, so through trips repeat within a
//! few per cent while their single legs scatter. Full correlation within a country would be wrong at both ends. Halts,
//! borders and meets are ranges of their own.

use std::collections::BTreeMap;

use super::course::{Course, Piece, allowance, single_track};
use super::leg::Leg;
use super::ride::Ride;
use super::sample::{Draws, at_deviate, at_deviate_by_ratio, quantiles};
use super::stand::Stand;
use crate::network::{Country, Quality};
use crate::units::{Estimate, Length, RunTime};

/// The seed of all estimates: the same question has the same answer.
pub const SEED: u64 = 20_190_424;

/// Draws of an estimate. Latin hypercube sampling has the 10 and 90 % points of a day-long journey within a minute
/// or two then (tested).
const DRAWS: usize = 1_000;

/// Length of the leg for which a train's file gives its noise.
pub const NOISE_LENGTH_KM: f64 = 300.0;

/// Length below which noise grows no further. Source: residuals of the timetabled legs of 30 to 100 km, which scatter
/// by 13 % where the square root alone would have 17.
pub const SHORTEST_NOISE_KM: f64 = 50.0;

/// The three rides of a journey: at the 10, 50 and 90 % points of the speeds.
pub(super) struct Rides<'r> {
    pub slow: &'r Ride,
    pub likely: &'r Ride,
    pub brisk: &'r Ride,
}

/// The uncertain parts of one leg.
#[derive(Clone, Debug, PartialEq)]
pub struct EstimateParts {
    /// The country whose trip factor it follows.
    pub country: Country,
    /// Running time with allowance at the 10, 50 and 90 % points of the trip factor.
    pub running: Estimate<RunTime>,
    /// Shortest running time physically possible.
    pub floor: RunTime,
    /// Standard deviation of its own noise, as a part of the running time.
    pub noise: f64,
    /// Waiting for other trains.
    pub meets: Estimate<RunTime>,
    /// Halts on the way that end no leg.
    pub halts: Vec<Estimate<RunTime>>,
    /// What is done at its end, before the next leg.
    pub at_end: Vec<Estimate<RunTime>>,
}

/// The parts of all legs.
pub(super) fn parts(
    course: &Course,
    legs: &[Leg],
    stands: &[Stand],
    rides: &Rides,
    floor: &Ride,
) -> Vec<EstimateParts> {
    legs.iter()
        .map(|leg| {
            let pieces = &course.pieces[leg.pieces.0..leg.pieces.1];
            let (start, end) = (leg.start, leg.end);
            let run = |ride: &Ride| {
                let running = ride.time_at(end) - ride.time_at(start);
                running + allowance(course.train, running, end - start)
            };
            let (brisk, likely, slow) = (run(rides.brisk), run(rides.likely), run(rides.slow));
            let running = Estimate::new(brisk.min(likely), likely, slow.max(likely))
                .expect("ordered by hand");
            let inside = |stand: &&Stand| start < stand.at && stand.at < end;
            let times = |stand: &Stand| stand.activities.iter().map(|a| a.time).collect::<Vec<_>>();
            EstimateParts {
                country: leg.country,
                running,
                floor: floor.time_at(end) - floor.time_at(start),
                noise: noise(course, pieces),
                meets: meets(course, pieces),
                halts: stands.iter().filter(inside).flat_map(times).collect(),
                at_end: stands
                    .iter()
                    .filter(|stand| stand.at == end)
                    .flat_map(times)
                    .collect(),
            }
        })
        .collect()
}

/// Waiting for other trains over some pieces: the range per 100 km of single track, over as much of it as there may be.
fn meets(course: &Course, pieces: &[Piece]) -> Estimate<RunTime> {
    let track = single_track(pieces);
    let per_100_km = &course.train.meets;
    let over = |time: RunTime, length: Length| time * (length.km() / 100.0);
    Estimate::new(
        over(per_100_km.low(), track.low()),
        over(per_100_km.likely(), track.likely()),
        over(per_100_km.high(), track.high()),
    )
    .expect("products of rising figures rise")
}

/// Standard deviation of a leg's own noise: the train's, and what unsure lengths add.
fn noise(course: &Course, pieces: &[Piece]) -> f64 {
    let length: Length = pieces.iter().map(Piece::length).sum();
    let own =
        course.train.leg_noise * (NOISE_LENGTH_KM / length.km().max(SHORTEST_NOISE_KM)).sqrt();
    let unsure: f64 = pieces
        .iter()
        .map(|piece| (doubt(piece) * piece.length().km()).powi(2))
        .sum();
    own.hypot(unsure.sqrt() / length.km())
}

/// Standard deviation of a segment's length, as a part of it. Assumption: a value between two sourced ones is rarely
/// more than a tenth off, a guess rarely more than a fifth.
fn doubt(piece: &Piece) -> f64 {
    match piece.segment.length_quality {
        Quality::Sourced | Quality::Unstated => 0.0,
        Quality::Interpolated | Quality::Unverified => 0.05,
        Quality::Estimated => 0.1,
    }
}

/// Times of each leg in each draw.
struct Sampled {
    duration: Vec<RunTime>,
    at_end: Vec<RunTime>,
}

/// Fills in the legs' times and returns the whole in each draw.
pub(super) fn sample(parts: &[EstimateParts], legs: &mut [Leg]) -> Vec<RunTime> {
    let mut draws = Draws::new(SEED, DRAWS);
    let trips = trip_deviates(parts, &mut draws);
    let mut clock = vec![RunTime::ZERO; DRAWS];
    for (part, leg) in parts.iter().zip(legs.iter_mut()) {
        let mut sampled = sample_leg(part, &trips[&part.country], &mut draws);
        leg.departs = quantiles(&mut clock.clone());
        clock
            .iter_mut()
            .zip(&sampled.duration)
            .for_each(|(clock, time)| *clock += *time);
        leg.arrives = quantiles(&mut clock.clone());
        clock
            .iter_mut()
            .zip(&sampled.at_end)
            .for_each(|(clock, time)| *clock += *time);
        leg.duration = quantiles(&mut sampled.duration);
    }
    clock
}

/// The trip factor of each country, as deviates.
fn trip_deviates(parts: &[EstimateParts], draws: &mut Draws) -> BTreeMap<Country, Vec<f64>> {
    let mut trips = BTreeMap::new();
    for part in parts {
        trips
            .entry(part.country)
            .or_insert_with(|| draws.deviates());
    }
    trips
}

fn sample_leg(part: &EstimateParts, trip: &[f64], draws: &mut Draws) -> Sampled {
    let noise = draws.deviates();
    let mut duration: Vec<RunTime> = trip
        .iter()
        .zip(&noise)
        .map(|(trip, own)| {
            let running = at_deviate_by_ratio(&part.running, *trip) * (part.noise * own).exp();
            running.max(part.floor)
        })
        .collect();
    let mut add = |range: &Estimate<RunTime>, to: &mut Vec<RunTime>| {
        if range.high() > RunTime::ZERO {
            let deviates = draws.deviates();
            to.iter_mut()
                .zip(deviates)
                .for_each(|(time, z)| *time += at_deviate(range, z));
        }
    };
    add(&part.meets, &mut duration);
    part.halts.iter().for_each(|halt| add(halt, &mut duration));
    let mut at_end = vec![RunTime::ZERO; trip.len()];
    part.at_end.iter().for_each(|work| add(work, &mut at_end));
    Sampled { duration, at_end }
}
