//! The estimate of a journey: what is uncertain, how it hangs together, and the sampling of it.
//!
//! Three levels: a journey factor for each country, the same all along (how well this train is run there on this
//! journey); a line factor, the same all along a line (how fast trains of this kind really are there); and noise of each
//! leg, independent of the others and falling with the square root of its length. What persists does not average out
//! along a line, noise does. Stops, borders and train meets are ranges of their own. All of that is scaled by what
//! journeys never seen need for eight in ten to fall inside ([`Coverage`](crate::train::Coverage)).

use super::course::{Course, Piece, allowance, single_track};
use super::dwell::Dwell;
use super::dwell_time::DwellTime;
use super::leg::Leg;
use super::progress::Progress;
use super::ride::Ride;
use super::sample::{ByRatio, Deviates, SampleCache, Sampler, quantiles};
use super::shared::Shared;
use crate::network::{Country, LineIdx, Quality};
use crate::units::{Estimate, Length, RunTime};

/// The seed of all estimates: the same question has the same answer.
pub const SEED: u64 = 20_190_424;

/// Samples of an estimate. Latin hypercube sampling has the 10 and 90 % points of a day-long journey within a minute
/// or two then (tested).
pub(super) const SAMPLES: usize = 1_000;

/// Length of the leg for which a train's file gives its noise.
pub const NOISE_LENGTH_KM: f64 = 300.0;

/// Length below which noise grows no further. Source: residuals of the timetabled legs of 30 to 100 km, which scatter
/// by 13 % where the square root alone would have 17.
pub const SHORTEST_NOISE_KM: f64 = 50.0;

/// The uncertain parts of one leg.
#[derive(Clone, Debug, PartialEq)]
pub struct EstimateParts {
    /// The country whose journey factor it follows.
    pub country: Country,
    /// The line whose factor it follows.
    pub line: Option<LineIdx>,
    /// Standard deviation of the line factor, as a part of the running time.
    pub line_spread: f64,
    /// Running time with allowance at the 10, 50 and 90 % points of the trip factor.
    pub running: Estimate<RunTime>,
    /// Shortest running time physically possible.
    pub technical_minimum: RunTime,
    /// Standard deviation of its own noise, as a part of the running time.
    pub noise: f64,
    /// Waiting for other trains.
    pub train_meets: DwellTime,
    /// Stops on the way that end no leg.
    pub stops: Vec<DwellTime>,
    /// What is done at its end, before the next leg.
    pub at_end: Vec<DwellTime>,
}

impl EstimateParts {
    /// The running time at a deviate of the journey factor, one of the line factor and one of the leg's noise.
    pub(super) fn running_at(&self, (journey, line): (f64, f64), noise: f64) -> RunTime {
        let range = ByRatio::new(&self.running);
        range
            .at(journey, self.line_spread * line + self.noise * noise)
            .max(self.technical_minimum)
    }

    /// The parts with every range and every standard deviation stretched by a factor: in each sample the logarithm of
    /// the running time and the length of each dwell lie so many times as far from their middle, and so does the logarithm
    /// of the whole from its median, near enough (tested). Done to the parts, it holds for all that is sampled from them:
    /// the whole, its legs, and what [`Progress::sample`] finds after a sighting.
    fn stretched(mut self, factor: f64) -> EstimateParts {
        self.running = by_ratio(&self.running, factor);
        self.line_spread *= factor;
        self.noise *= factor;
        let times = [&mut self.train_meets].into_iter();
        for time in times.chain(&mut self.stops).chain(&mut self.at_end) {
            *time = time.stretched(factor);
        }
        self
    }
}

/// The parts of all legs.
pub(super) fn parts(progress: &Progress, legs: &[Leg]) -> Vec<EstimateParts> {
    let course = &progress.course;
    let scale = course.train.coverage.factor(course.length());
    legs.iter()
        .map(|leg| {
            let pieces = &course.pieces[leg.pieces.0..leg.pieces.1];
            let (start, end) = (leg.start, leg.end);
            let run = |ride: &Ride| {
                let running = ride.time_at(end) - ride.time_at(start);
                running + allowance(course.train, running, end - start)
            };
            let (brisk, likely, slow) = (
                run(&progress.brisk),
                run(&progress.likely),
                run(&progress.slow),
            );
            let running = Estimate::new(brisk.min(likely), likely, slow.max(likely))
                .expect("ordered by hand");
            let dwells = &progress.dwells;
            let inside = |dwell: &&Dwell| start < dwell.at && dwell.at < end;
            let times = |dwell: &Dwell| {
                dwell
                    .activities
                    .iter()
                    .map(|a| a.sampled)
                    .collect::<Vec<_>>()
            };
            EstimateParts {
                country: leg.country,
                line: leg.line,
                line_spread: line_spread(course, pieces),
                running,
                technical_minimum: progress.technical_minimum(start, end),
                noise: noise(course, pieces),
                train_meets: train_meets(course, pieces).into(),
                stops: dwells.iter().filter(inside).flat_map(times).collect(),
                at_end: dwells
                    .iter()
                    .filter(|dwell| dwell.at == end)
                    .flat_map(times)
                    .collect(),
            }
            .stretched(scale)
        })
        .collect()
}

/// Standard deviation of the factor of a line; none where the train has a speed of its own on it, which holds that factor.
fn line_spread(course: &Course, pieces: &[Piece]) -> f64 {
    let rows = course.train.profile.rows();
    let own = pieces.iter().filter(|piece| rows[piece.row].line.is_some());
    let (own, whole) = (
        own.map(Piece::length).sum::<Length>(),
        pieces.iter().map(Piece::length).sum(),
    );
    course.train.line_spread * (1.0 - own.ratio(whole).unwrap_or(0.0))
}

/// A range with the logarithms of its ratios to the likely value stretched by a factor.
pub(super) fn by_ratio(range: &Estimate<RunTime>, factor: f64) -> Estimate<RunTime> {
    let likely = range.likely();
    let stretched = |end: RunTime| match end.ratio(likely) {
        Some(ratio) if ratio > 0.0 => likely * ratio.powf(factor),
        _ => end,
    };
    let (low, high) = (stretched(range.low()), stretched(range.high()));
    Estimate::new(low, likely, high).expect("powers keep the order of ratios")
}

/// Waiting for other trains over some pieces: the range per 100 km of single track, over as much of it as there may be.
fn train_meets(course: &Course, pieces: &[Piece]) -> Estimate<RunTime> {
    let track = single_track(pieces);
    let per_100_km = &course.train.train_meets;
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
        Quality::Interpolated | Quality::Unverified | Quality::Sketched => 0.05,
        Quality::Estimated => 0.1,
    }
}

/// Times of one leg in each sample.
#[derive(Clone, Debug)]
pub(super) struct Sampled {
    /// The deviate of its own noise.
    pub noise: Vec<f64>,
    pub running: Vec<RunTime>,
    pub train_meets: Vec<RunTime>,
    /// Each stop on the route, in order.
    pub stops: Vec<Vec<RunTime>>,
    /// Each thing done at its end, in order.
    pub at_end: Vec<Vec<RunTime>>,
}

impl Sampled {
    /// From departure to arrival, in one sample.
    pub fn duration(&self, sample: usize) -> RunTime {
        let on_the_way = self.running[sample] + self.train_meets[sample];
        self.stops
            .iter()
            .fold(on_the_way, |sum, stop| sum + stop[sample])
    }

    /// What is done at its end, in one sample.
    pub fn dwell(&self, sample: usize) -> RunTime {
        let at_end = self.at_end.iter();
        at_end.fold(RunTime::ZERO, |sum, time| sum + time[sample])
    }

    /// Dwells at its end for so long in one sample: everything done there is stretched alike. A train that was seen to stand
    /// where nothing is done has done something unknown.
    pub fn stand_for(&mut self, sample: usize, stood: RunTime) {
        let dwell = self.dwell(sample);
        match stood.ratio(dwell) {
            Some(stretch) => self
                .at_end
                .iter_mut()
                .for_each(|time| time[sample] = time[sample] * stretch),
            None if self.at_end.is_empty() => {
                let mut unknown = vec![RunTime::ZERO; self.running.len()];
                unknown[sample] = stood;
                self.at_end.push(unknown);
            }
            None => self.at_end[0][sample] = stood,
        }
    }
}

/// The samples of all estimates.
pub(super) fn cache() -> SampleCache {
    SampleCache::new(SEED, SAMPLES)
}

/// The whole in each sample.
pub(super) fn whole(parts: &[EstimateParts], cache: &SampleCache) -> Vec<RunTime> {
    let mut deviates = cache.start();
    let shared = Shared::new(parts, || deviates.take());
    let mut clock = vec![RunTime::ZERO; SAMPLES];
    let (mut duration, mut at_end) = (clock.clone(), clock.clone());
    for part in parts {
        let (journey, line) = shared.of(part);
        run_leg(part, (journey, line), &mut deviates, &mut duration);
        at_end.fill(RunTime::ZERO);
        add_all(&part.at_end, &mut deviates, &mut at_end);
        add_times(&mut clock, &duration);
        add_times(&mut clock, &at_end);
    }
    clock
}

/// The parts of all legs in each sample: those whose sum [`whole`] has.
pub(super) fn sampled(parts: &[EstimateParts]) -> Vec<Sampled> {
    let mut sampler = Sampler::new(SEED, SAMPLES);
    let shared = Shared::new(parts, || sampler.deviates());
    let leg = |part| {
        let (journey, line) = shared.of(part);
        sample_leg(part, (journey, line), &mut sampler)
    };
    parts.iter().map(leg).collect()
}

/// The times of some legs from their parts in each sample; returns the whole.
pub(super) fn time_legs(legs: &mut [Leg], samples: &[Sampled]) -> Vec<RunTime> {
    let mut clock = vec![RunTime::ZERO; SAMPLES];
    for (leg, sampled) in legs.iter_mut().zip(samples) {
        let mut duration: Vec<RunTime> = (0..SAMPLES)
            .map(|sample| sampled.duration(sample))
            .collect();
        leg.departs = quantiles(&mut clock.clone());
        add_times(&mut clock, &duration);
        leg.duration = quantiles(&mut duration);
        leg.arrives = quantiles(&mut clock.clone());
        for (sample, time) in clock.iter_mut().enumerate() {
            *time += sampled.dwell(sample);
        }
    }
    clock
}

/// The duration of a leg in each sample.
fn run_leg(
    part: &EstimateParts,
    (journey, line): (&[f64], &[f64]),
    deviates: &mut Deviates,
    duration: &mut [RunTime],
) {
    let noise = deviates.take();
    let range = ByRatio::new(&part.running);
    let persisting = journey.iter().zip(line);
    for ((time, (journey, line)), own) in duration.iter_mut().zip(persisting).zip(&*noise) {
        *time = range
            .at(*journey, part.line_spread * line + part.noise * own)
            .max(part.technical_minimum);
    }
    add_all(std::slice::from_ref(&part.train_meets), deviates, duration);
    add_all(&part.stops, deviates, duration);
}

/// Adds some ranges, each with its own deviates.
fn add_all(more: &[DwellTime], deviates: &mut Deviates, times: &mut [RunTime]) {
    for more in more.iter().filter(|more| more.time.high() > RunTime::ZERO) {
        for (time, deviate) in times.iter_mut().zip(&*deviates.take()) {
            *time += more.at(*deviate);
        }
    }
}

fn add_times(to: &mut [RunTime], more: &[RunTime]) {
    for (time, more) in to.iter_mut().zip(more) {
        *time += *more;
    }
}

/// One leg with its parts, given the journey factor of its country and the factor of its line in each sample.
pub(super) fn sample_leg(
    part: &EstimateParts,
    (journey, line): (&[f64], &[f64]),
    sampler: &mut Sampler,
) -> Sampled {
    let noise = sampler.deviates();
    let running = journey
        .iter()
        .zip(line)
        .zip(&noise)
        .map(|((journey, line), own)| part.running_at((*journey, *line), *own))
        .collect();
    let mut times = |spent: &DwellTime| -> Vec<RunTime> {
        if spent.time.high() > RunTime::ZERO {
            let deviates = sampler.deviates();
            deviates.iter().map(|z| spent.at(*z)).collect()
        } else {
            vec![RunTime::ZERO; journey.len()]
        }
    };
    let train_meets = times(&part.train_meets);
    let stops = part.stops.iter().map(&mut times).collect();
    let at_end = part.at_end.iter().map(&mut times).collect();
    Sampled {
        noise,
        running,
        train_meets,
        stops,
        at_end,
    }
}
