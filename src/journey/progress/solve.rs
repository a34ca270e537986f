//! One sample's legs between two sightings, moved until the train arrives when it was seen.

use super::super::estimate::EstimateParts;
use crate::units::RunTime;

/// Seconds to which an arrival is solved: far below the precision of any clock.
const SOLVED_S: f64 = 0.01;

/// Steps of Newton's method at most; a convex function takes about six.
const STEPS: usize = 60;

/// The legs between two sightings in one sample.
pub(super) struct RunStretch<'a> {
    pub parts: &'a [EstimateParts],
    /// Unit vector of the noises along which the arrival moves most.
    pub direction: &'a [f64],
    /// Deviates of the journey and line factors of each leg.
    pub persisting: Vec<(f64, f64)>,
    pub noises: Vec<f64>,
}

impl RunStretch<'_> {
    pub fn noise(&self, leg: usize, moved: f64) -> f64 {
        self.noises[leg] + moved * self.direction[leg]
    }

    pub fn running(&self, leg: usize, moved: f64) -> RunTime {
        self.parts[leg].running_at(self.persisting[leg], self.noise(leg, moved))
    }

    /// The component of the noises along the direction.
    pub fn component(&self) -> f64 {
        let pairs = self.noises.iter().zip(self.direction);
        pairs.map(|(noise, part)| noise * part).sum()
    }

    /// Seconds of running for each unit moved; a leg at its technical minimum has none.
    pub fn slope(&self, moved: f64) -> f64 {
        let slope = |leg: usize| {
            let running = self.running(leg, moved);
            let part = &self.parts[leg];
            if running > part.technical_minimum {
                running.s() * part.noise * self.direction[leg]
            } else {
                0.0
            }
        };
        (0..self.parts.len()).map(slope).sum()
    }

    /// How far to move so that the running takes so long; `None` when even the technical minimums of all legs take longer. Newton's
    /// method on a convex, rising function.
    pub fn solve(&self, running: RunTime) -> Option<f64> {
        let technical_minimum: RunTime = self.parts.iter().map(|part| part.technical_minimum).sum();
        if running <= technical_minimum {
            return None;
        }
        let mut moved = 0.0;
        for _ in 0..STEPS {
            let now: RunTime = (0..self.parts.len())
                .map(|leg| self.running(leg, moved))
                .sum();
            let missing = (running - now).s();
            if missing.abs() < SOLVED_S {
                return (self.slope(moved) > 0.0).then_some(moved);
            }
            let slope = self.slope(moved);
            // All legs at their technical minimums: a step towards slower running.
            moved += if slope > 0.0 { missing / slope } else { 1.0 };
        }
        None
    }
}
