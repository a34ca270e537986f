//! Between the ends of the legs: points at stops and every fifty kilometres or so, with the leg's noise spread over them.
//!
//! A leg's noise falls with the square root of its length, so it comes evenly along the route: the mean noise up to a place
//! is that of the leg and a Brownian bridge over the part run. Up to each point the time scatters as that of a leg which
//! ends there, and both ends of the leg stay where they are.

use super::super::course::allowance;
use super::super::dwell::Dwell;
use super::super::estimate::{EstimateParts, SHORTEST_NOISE_KM, Sampled};
use super::super::leg::Leg;
use super::super::sample::Sampler;
use super::Progress;
use super::filter::Filtered;
use super::trajectories::{Trajectories, TrajectoryPoint};
use crate::units::{Length, RunTime};

/// The samples of the whole route.
pub(super) fn fill(
    progress: &Progress,
    legs: Vec<Leg>,
    parts: &[EstimateParts],
    filtered: Filtered,
) -> Trajectories {
    let Filtered {
        legs: sampled,
        sights,
        mut sampler,
    } = filtered;
    let start = vec![RunTime::ZERO; sampler.count()];
    let mut points = vec![TrajectoryPoint {
        at: Length::ZERO,
        arrives: start.clone(),
        departs: start,
    }];
    for ((leg, part), sampled) in legs.iter().zip(parts).zip(&sampled) {
        let inner = Inner {
            progress,
            leg,
            part,
            sampled,
        };
        inner.fill(&mut points, &mut sampler);
    }
    Trajectories::new(points, sights, (legs, sampled))
}

/// One leg to be filled.
struct Inner<'a> {
    progress: &'a Progress<'a>,
    leg: &'a Leg,
    part: &'a EstimateParts,
    sampled: &'a Sampled,
}

impl Inner<'_> {
    fn fill(&self, points: &mut Vec<TrajectoryPoint>, sampler: &mut Sampler) {
        let places = self.places();
        let shares = self.shares(&places);
        let running = self.running(&shares, sampler);
        for ((place, share), running) in places.iter().zip(&shares).zip(&running) {
            let before = &points[points.len() - 1].departs;
            let arrives: Vec<RunTime> = before
                .iter()
                .zip(running)
                .zip(&self.sampled.train_meets)
                .map(|((departs, running), train_meets)| {
                    *departs + *running + *train_meets * *share
                })
                .collect();
            let mut departs = arrives.clone();
            for dwell in self.dwells_at(*place) {
                departs
                    .iter_mut()
                    .zip(dwell)
                    .for_each(|(departs, time)| *departs += *time);
            }
            points.push(TrajectoryPoint {
                at: *place,
                arrives,
                departs,
            });
        }
    }

    /// Places of the points behind the leg's start, its end the last.
    fn places(&self) -> Vec<Length> {
        let pieces = &self.progress.course.pieces[self.leg.pieces.0..self.leg.pieces.1];
        let is_halt = |place: Length| self.progress.dwells.iter().any(|dwell| dwell.at == place);
        let mut places: Vec<Length> = Vec::new();
        let mut last = self.leg.start;
        for piece in pieces {
            let is_far = (piece.end - last).km() >= SHORTEST_NOISE_KM
                && (self.leg.end - piece.end).km() >= SHORTEST_NOISE_KM;
            if is_far || is_halt(piece.end) || piece.end == self.leg.end {
                places.push(piece.end);
                last = piece.end;
            }
        }
        places
    }

    /// The part of the leg's likely running time before each point since the one before.
    fn shares(&self, places: &[Length]) -> Vec<f64> {
        let course = &self.progress.course;
        let time = |from: Length, to: Length| {
            let running = self.progress.likely.time_at(to) - self.progress.likely.time_at(from);
            running + allowance(course.train, running, to - from)
        };
        let whole = time(self.leg.start, self.leg.end);
        let starts = std::iter::once(self.leg.start).chain(places.iter().copied());
        starts
            .zip(places)
            .map(|(from, to)| time(from, *to).ratio(whole).unwrap_or(1.0))
            .collect()
    }

    /// Running time before each point since the one before, in each sample.
    fn running(&self, shares: &[f64], sampler: &mut Sampler) -> Vec<Vec<RunTime>> {
        if shares.len() == 1 {
            return vec![self.sampled.running.clone()];
        }
        let steps: Vec<Vec<f64>> = shares
            .iter()
            .map(|share| {
                let deviation = share.sqrt();
                sampler.deviates().iter().map(|z| z * deviation).collect()
            })
            .collect();
        let mut running = vec![Vec::with_capacity(sampler.count()); shares.len()];
        for (sample, whole) in self.sampled.running.iter().enumerate() {
            let drift: f64 = steps.iter().map(|step| step[sample]).sum();
            let least = self.part.technical_minimum.ratio(*whole).unwrap_or(0.0);
            let (mut run, mut walked, mut before) = (0.0, 0.0, 0.0);
            let parts = shares.iter().zip(&steps).map(|(share, step)| {
                run += share;
                walked += step[sample];
                let noise = self.part.noise * (walked / run - drift);
                let so_far = run * noise.exp();
                let part = (so_far - before).max(share * least);
                before = so_far;
                part
            });
            let parts: Vec<f64> = parts.collect();
            let sum: f64 = parts.iter().sum();
            for (part, running) in parts.iter().zip(&mut running) {
                running.push(*whole * (part / sum));
            }
        }
        running
    }

    /// The times of the dwells at a point.
    fn dwells_at(&self, place: Length) -> Vec<&Vec<RunTime>> {
        if place == self.leg.end {
            return self.sampled.at_end.iter().collect();
        }
        let inside = |dwell: &&Dwell| self.leg.start < dwell.at && dwell.at < self.leg.end;
        let dwells = self.progress.dwells.iter().filter(inside);
        let places = dwells.flat_map(|dwell| dwell.activities.iter().map(|_| dwell.at));
        places
            .zip(&self.sampled.stops)
            .filter(|(at, _)| *at == place)
            .map(|(_, times)| times)
            .collect()
    }
}
