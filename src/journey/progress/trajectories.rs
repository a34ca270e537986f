//! The samples of a journey as trajectories: when the train is where in each.

use super::super::consistent::{Middle, Sampling, between, holding};
use super::super::estimate::Sampled;
use super::super::leg::{Leg, TimingPoint};
use super::super::model::Journey;
use super::super::sample::quantiles;
use super::{Progress, Sight};
use crate::units::{Estimate, Length, RunTime};

/// A place with the times of all samples.
#[derive(Clone, Debug)]
pub(super) struct TrajectoryPoint {
    pub at: Length,
    pub arrives: Vec<RunTime>,
    pub departs: Vec<RunTime>,
}

/// Where the train is at a time in one sample.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    /// Place along the route.
    pub at: Length,
    /// Whether it dwells there.
    pub is_standing: bool,
}

/// The samples of a journey.
#[derive(Clone, Debug)]
pub struct Trajectories {
    points: Vec<TrajectoryPoint>,
    sights: Vec<Sight>,
    /// The legs, cut where the train was seen, and their parts.
    legs: (Vec<Leg>, Vec<Sampled>),
}

impl Trajectories {
    /// From points in order of place, the start and the end among them.
    pub(super) fn new(
        points: Vec<TrajectoryPoint>,
        sights: Vec<Sight>,
        legs: (Vec<Leg>, Vec<Sampled>),
    ) -> Trajectories {
        debug_assert!(points.len() > 1 && points.windows(2).all(|pair| pair[0].at < pair[1].at));
        Trajectories {
            points,
            sights,
            legs,
        }
    }

    /// What each sighting meant, in order.
    #[must_use]
    pub fn sights(&self) -> &[Sight] {
        &self.sights
    }

    /// Time of arrival at the end in each sample.
    #[must_use]
    pub fn arrivals(&self) -> &[RunTime] {
        &self.points[self.points.len() - 1].arrives
    }

    /// Time of arrival at the end.
    #[must_use]
    pub fn arrival(&self) -> Estimate<RunTime> {
        quantiles(&mut self.arrivals().to_vec())
    }

    /// From the departure at one place to the arrival at a later one, both ends of legs.
    pub(super) fn between(&self, from: Length, to: Length) -> Option<Estimate<RunTime>> {
        let point = |at: Length| self.points.iter().find(|point| point.at == at);
        let (from, to) = (point(from)?, point(to)?);
        let times = to.arrives.iter().zip(&from.departs);
        let mut times: Vec<RunTime> = times.map(|(to, from)| *to - *from).collect();
        Some(quantiles(&mut times))
    }

    /// Gives a journey over the same route the times of these samples: their parts add up to the likely one, as those of the
    /// estimate do.
    pub fn retime(&self, progress: &Progress, journey: &mut Journey) {
        let (legs, samples) = &self.legs;
        let sampling = Sampling {
            course: &progress.course,
            dwells: &progress.dwells,
            ride: &progress.likely,
            legs,
            samples,
        };
        let found = sampling.consistent(&Middle::of(self.arrivals()));
        journey.duration = self.arrival();
        journey.samples = self.arrivals().to_vec();
        // What was seen bounds the stays so far, so those of the estimate do not hold any more.
        journey.arrival = None;
        journey.arrival_samples.clone_from(&journey.samples);
        journey.timing_points = self.timing_points(progress);
        for (timing_point, (arrives, departs)) in
            journey.timing_points.iter_mut().zip(&found.clocks)
        {
            timing_point.arrives = holding(&timing_point.arrives, *arrives);
            timing_point.departs = holding(&timing_point.departs, *departs);
        }
        for leg in &mut journey.legs {
            leg.departs = journey.timing_points[leg.pieces.0].departs;
            leg.arrives = journey.timing_points[leg.pieces.1].arrives;
            leg.duration = self.between(leg.start, leg.end).unwrap_or(leg.duration);
        }
        found.time_legs(&mut journey.legs);
        journey.ledger = found.ledger;
        journey.segments = found.segments;
        journey.dwells = found.dwells;
    }

    /// Where the train is at a time since its departure, in each sample. It waits at the start before and at the end
    /// after.
    #[must_use]
    pub fn at(&self, time: RunTime) -> Vec<Spot> {
        (0..self.arrivals().len())
            .map(|sample| self.spot(time, sample))
            .collect()
    }

    fn spot(&self, time: RunTime, sample: usize) -> Spot {
        let standing = |point: &TrajectoryPoint| Spot {
            at: point.at,
            is_standing: true,
        };
        let reached = self
            .points
            .partition_point(|point| point.arrives[sample] <= time);
        let Some(before) = reached.checked_sub(1) else {
            return standing(&self.points[0]);
        };
        let point = &self.points[before];
        let Some(next) = self.points.get(reached) else {
            return standing(point);
        };
        let since = time - point.departs[sample];
        if since <= RunTime::ZERO {
            return standing(point);
        }
        let whole = next.arrives[sample] - point.departs[sample];
        let part = since.ratio(whole).unwrap_or(1.0).clamp(0.0, 1.0);
        Spot {
            at: point.at + (next.at - point.at) * part,
            is_standing: false,
        }
    }

    /// Every station with its times; between two points the likely ride divides the range.
    #[must_use]
    pub fn timing_points(&self, progress: &Progress) -> Vec<TimingPoint> {
        let ranges: Vec<(Estimate<RunTime>, Estimate<RunTime>)> = self
            .points
            .iter()
            .map(|point| {
                let of = |times: &[RunTime]| quantiles(&mut times.to_vec());
                (of(&point.arrives), of(&point.departs))
            })
            .collect();
        let likely = |place: Length| progress.likely.time_at(place);
        let timing_point = |(station, at): (_, Length)| {
            let index = self.points.partition_point(|point| point.at < at);
            let (arrives, departs) = ranges[index];
            if self.points[index].at == at {
                return TimingPoint {
                    station,
                    at,
                    arrives,
                    departs,
                };
            }
            let (from, to) = (self.points[index - 1].at, self.points[index].at);
            let part = (likely(at) - likely(from)).ratio(likely(to) - likely(from));
            let passes = between(&ranges[index - 1].1, &arrives, part.unwrap_or(1.0));
            TimingPoint {
                station,
                at,
                arrives: passes,
                departs: passes,
            }
        };
        progress.stations().map(timing_point).collect()
    }
}
