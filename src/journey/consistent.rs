//! One consistent journey: every part of an answer is its mean over the samples whose total lies near the median,
//! scaled so that the parts add up to the median exactly.
//!
//! Medians of parts do not add up to the median of the whole where the parts are skewed. Means do, over any samples;
//! over those near the median they are what the parts take on a journey that takes the likely time. Legs, stops, ledger,
//! timing points and clocks all come from here, so that they agree with each other in every answer.

use super::course::{Course, Pace, Piece, allowance};
use super::dwell::{Cause, Dwell};
use super::estimate::Sampled;
use super::leg::Leg;
use super::model::{Ledger, SegmentRun};
use super::ride::Ride;
use super::sample::quantiles;
use crate::routing::OperationKind;
use crate::units::{Estimate, RunTime, Speed};

/// Samples near the median: those whose total ranks so near it, as a part of all. Wide enough for a mean of a skewed
/// part to repeat within some per cent with 1,000 samples, narrow enough for the mean total to be the median within
/// seconds.
const NEAR: f64 = 0.1;

/// The samples near the median of a total, and what scales their mean total to it.
pub(super) struct Middle {
    samples: Vec<usize>,
    scale: f64,
}

impl Middle {
    /// Of the total of each sample.
    pub fn of(totals: &[RunTime]) -> Middle {
        let mut ranked: Vec<usize> = (0..totals.len()).collect();
        ranked.sort_by_key(|sample| (totals[*sample], *sample));
        let count = ranked.len() as f64;
        let first = ((0.5 - NEAR) * count).floor() as usize;
        let last = ((0.5 + NEAR) * count).ceil() as usize;
        let mut middle = Middle {
            samples: ranked[first..last.max(first + 1).min(ranked.len())].to_vec(),
            scale: 1.0,
        };
        let median = quantiles(&mut totals.to_vec()).likely();
        middle.scale = median.ratio(middle.mean(totals)).unwrap_or(1.0);
        middle
    }

    /// The mean of a part over the samples, scaled.
    pub fn mean(&self, times: &[RunTime]) -> RunTime {
        let sum: RunTime = self.samples.iter().map(|sample| times[*sample]).sum();
        sum * (self.scale / self.samples.len() as f64)
    }

    /// The mean of a part within the part's own range.
    pub fn range(&self, times: &[RunTime]) -> Estimate<RunTime> {
        holding(&quantiles(&mut times.to_vec()), self.mean(times))
    }
}

/// A range with another likely value, widened where needed to hold it.
pub(super) fn holding(range: &Estimate<RunTime>, likely: RunTime) -> Estimate<RunTime> {
    let (low, high) = (range.low().min(likely), range.high().max(likely));
    Estimate::new(low, likely, high).expect("it was widened to hold it")
}

/// A course with its samples, leg by leg.
pub(super) struct Sampling<'a> {
    pub course: &'a Course<'a>,
    pub dwells: &'a [Dwell],
    /// The likely ride, which divides the running time of a leg.
    pub ride: &'a Ride,
    pub legs: &'a [Leg],
    pub samples: &'a [Sampled],
}

/// The parts of a journey, which add up.
pub(super) struct Consistent {
    /// Arrival and departure at the start and at the end of each piece.
    pub clocks: Vec<(RunTime, RunTime)>,
    /// Where the time goes.
    pub ledger: Ledger,
    /// Each piece with where its running time goes.
    pub segments: Vec<SegmentRun>,
    /// The stops with the time of each activity.
    pub dwells: Vec<Dwell>,
}

impl Sampling<'_> {
    /// The parts for the samples near the median of the whole.
    pub fn consistent(&self, middle: &Middle) -> Consistent {
        let mut found = Consistent {
            clocks: vec![(RunTime::ZERO, RunTime::ZERO)],
            ledger: Ledger::default(),
            segments: Vec::with_capacity(self.course.pieces.len()),
            dwells: self.stops(middle),
        };
        for (leg, samples) in self.legs.iter().zip(self.samples) {
            self.add_leg(leg, samples, middle, &mut found);
        }
        for activity in found.dwells.iter().flat_map(|dwell| &dwell.activities) {
            *account(&mut found.ledger, activity.cause) += activity.time.likely();
        }
        found
    }

    /// The stops with the mean time of each activity.
    fn stops(&self, middle: &Middle) -> Vec<Dwell> {
        let mut dwells = self.dwells.to_vec();
        for (leg, samples) in self.legs.iter().zip(self.samples) {
            let inside = |dwell: &&mut Dwell| leg.start < dwell.at && dwell.at < leg.end;
            let at_end = |dwell: &&mut Dwell| dwell.at == leg.end;
            let stops = dwells.iter_mut().filter(inside);
            set(stops, &samples.stops, middle);
            set(dwells.iter_mut().filter(at_end), &samples.at_end, middle);
        }
        dwells
    }

    /// Runs a leg: its pieces share its running time as the likely ride does, and its waiting for other trains evenly
    /// with that.
    fn add_leg(&self, leg: &Leg, samples: &Sampled, middle: &Middle, found: &mut Consistent) {
        let (running, train_meets) = (
            middle.mean(&samples.running),
            middle.mean(&samples.train_meets),
        );
        let ride = self.ride.time_at(leg.end) - self.ride.time_at(leg.start);
        let slack = allowance(self.course.train, ride, leg.length());
        // What the likely run takes, allowance included, grows to what the samples take.
        let growth = running.ratio(ride + slack).unwrap_or(1.0);
        for piece in &self.course.pieces[leg.pieces.0..leg.pieces.1] {
            let run = self.segment(piece, growth);
            let ride = self.ride.time_at(piece.end) - self.ride.time_at(piece.start);
            let slack = allowance(self.course.train, ride, piece.length());
            let share = (ride + slack).ratio(running).unwrap_or(1.0) * growth;
            found.ledger.cruising += run.cruising;
            found.ledger.accelerating_braking += run.accelerating_braking;
            found.ledger.gradients += run.gradients;
            found.ledger.allowance += slack * growth;
            found.segments.push(run);
            let (_, departs) = found.clocks[found.clocks.len() - 1];
            let arrives = departs + (ride + slack) * growth + train_meets * share;
            let mut here = found.dwells.iter().filter(|dwell| dwell.at == piece.end);
            let dwell = match here.next() {
                Some(dwell) => dwell.likely(),
                None if piece.end == leg.end => {
                    let unknown = samples.at_end.iter().map(|times| middle.mean(times)).sum();
                    found.ledger.stops += unknown;
                    unknown
                }
                None => RunTime::ZERO,
            };
            found.clocks.push((arrives, arrives + dwell));
        }
        found.ledger.train_meets += train_meets;
    }

    fn segment(&self, piece: &Piece, growth: f64) -> SegmentRun {
        let parts = self.ride.parts(piece.start, piece.end);
        let known = piece.limits().map(|part| part.value.known);
        let line: Option<Vec<Speed>> = known.collect();
        SegmentRun {
            from: piece.step.from,
            to: piece.step.to,
            start: piece.start,
            end: piece.end,
            held: piece
                .speeds(Pace::Likely)
                .map(|part| part.value)
                .fold(Speed::ZERO, Speed::max),
            line: line.and_then(|limits| limits.into_iter().max()),
            row: piece.row,
            max_gradient: piece.segment.steepest_from(piece.step.from),
            cruising: parts.cruising * growth,
            accelerating_braking: parts.accelerating_braking * growth,
            gradients: parts.gradients * growth,
        }
    }
}

/// Gives activities, in order, the mean of their samples.
fn set<'s>(dwells: impl Iterator<Item = &'s mut Dwell>, times: &[Vec<RunTime>], middle: &Middle) {
    let activities = dwells.flat_map(|dwell| &mut dwell.activities);
    for (activity, times) in activities.zip(times) {
        activity.time = middle.range(times);
    }
}

fn account(ledger: &mut Ledger, cause: Cause) -> &mut RunTime {
    match cause {
        Cause::Habitual | Cause::Named | Cause::Operation(OperationKind::LocomotiveChange) => {
            &mut ledger.stops
        }
        Cause::Operation(OperationKind::GaugeChange { .. } | OperationKind::Border(_)) => {
            &mut ledger.borders
        }
        Cause::Operation(
            OperationKind::Reversal
            | OperationKind::InferredReversal
            | OperationKind::UnlistedReversal,
        ) => &mut ledger.reversals,
    }
}

impl Consistent {
    /// Gives legs their likely times, each range widened where needed to hold its own.
    pub fn time_legs(&self, legs: &mut [Leg]) {
        for leg in legs {
            let departs = self.clocks[leg.pieces.0].1;
            let arrives = self.clocks[leg.pieces.1].0;
            leg.departs = holding(&leg.departs, departs);
            leg.arrives = holding(&leg.arrives, arrives);
            leg.duration = holding(&leg.duration, arrives - departs);
        }
    }
}

/// So far from one range to a later one.
pub(super) fn between(
    from: &Estimate<RunTime>,
    to: &Estimate<RunTime>,
    part: f64,
) -> Estimate<RunTime> {
    let mix = |a: RunTime, b: RunTime| a + (b - a) * part.clamp(0.0, 1.0);
    Estimate::new(
        mix(from.low(), to.low()),
        mix(from.likely(), to.likely()),
        mix(from.high(), to.high()),
    )
    .expect("mixtures of ordered ranges are ordered")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minutes(values: impl IntoIterator<Item = f64>) -> Vec<RunTime> {
        values.into_iter().map(RunTime::from_min).collect()
    }

    /// Two parts, one of them skewed: their means add up to the median of the whole, their medians do not.
    #[test]
    fn parts_add_up_to_the_median_of_the_whole() {
        let skewed = |i: u32| f64::from(i % 10).powi(2);
        let one = minutes((0..1_000).map(|i| 100.0 + f64::from(i * 7 % 1_000) / 100.0));
        let other = minutes((0..1_000).map(|i| skewed(i / 3)));
        let total: Vec<RunTime> = one.iter().zip(&other).map(|(a, b)| *a + *b).collect();
        let middle = Middle::of(&total);
        let median = quantiles(&mut total.clone()).likely();
        let sum = middle.mean(&one) + middle.mean(&other);
        assert!((sum - median).abs() < RunTime::from_s(1e-6), "{sum:?}");
        let medians = [one, other].map(|part| quantiles(&mut part.clone()).likely());
        assert!((medians[0] + medians[1] - median).abs() > RunTime::from_min(1.0));
    }

    #[test]
    fn a_range_is_widened_to_hold_its_likely_value() {
        let range = Estimate::new(1.0, 2.0, 3.0).expect("ordered");
        let range = range.map(RunTime::from_h);
        let (early, late) = (RunTime::from_h(0.5), RunTime::from_h(4.0));
        assert_eq!(holding(&range, early).low(), early);
        assert_eq!(holding(&range, late).high(), late);
        assert_eq!(holding(&range, range.likely()), range);
    }
}
