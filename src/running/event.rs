//! What ends a piece at full effort: the first of what can happen to a motion.

use super::ceiling::Shape;
use super::drive::{Driver, SAME_SPEED, STILL};
use super::series::{Motion, State, crossing};

/// How a piece at full effort ends.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Hit {
    /// Nothing happened; the series ends.
    Nothing,
    /// The slope or the arc ends.
    End,
    /// The speed at which the next law holds, or the ceiling.
    Speed(f64),
    /// The braking curve.
    Ceiling,
}

/// Within what a motion is looked at.
pub(super) struct Bounds {
    pub ds: f64,
    pub low: f64,
    pub high: f64,
    pub a: f64,
}

impl Driver<'_> {
    /// What happens first, and the moment of it.
    pub(super) fn event(&self, motion: &Motion, bounds: Bounds) -> (State, Hit) {
        let Bounds { ds, low, high, a } = bounds;
        let cut = |h: f64, hit: Hit| (h, motion.at(h), hit);
        let arrival = motion.arrival(ds).map(|(h, state)| (h, state, Hit::End));
        let mut first = arrival.unwrap_or_else(|| cut(motion.reach(), Hit::Nothing));
        // A speed that turns round would hide what happens in between.
        if a.abs() > STILL && motion.acceleration(&first.1) * a < 0.0 {
            let tends = |h: f64| motion.acceleration(&motion.at(h)) * a;
            first = cut(crossing(0.0, first.0, tends), Hit::Nothing);
        }
        let v = first.1.v;
        if v > high + SAME_SPEED {
            let below = |state: &State| (high - state.v, -motion.acceleration(state));
            first = cut(motion.when(first.0, below), Hit::Speed(high));
        } else if v < low - SAME_SPEED || v <= 0.0 {
            let above = |state: &State| (state.v - low, motion.acceleration(state));
            first = cut(motion.when(first.0, above), Hit::Speed(low));
        }
        if let Some(h) = self.ceiling_met(motion, first.0, &first.1) {
            first = cut(h, Hit::Ceiling);
        }
        (first.1, first.2)
    }

    /// Where a motion that ends at `h` in `end` meets a falling ceiling, if it does.
    fn ceiling_met(&self, motion: &Motion, h: f64, end: &State) -> Option<f64> {
        let arc = &self.arcs[self.k];
        let room = |state: &State| {
            let s = (self.s + state.s).min(arc.end);
            arc.shape.speed(s, self.physics, self.slopes) - state.v
        };
        match arc.shape {
            Shape::Level { .. } => None,
            _ if room(end) >= -SAME_SPEED => None,
            Shape::Parabola { s_end, v_end, b } => Some(motion.when(h, |state| {
                let square = v_end * v_end + 2.0 * b * (s_end - self.s - state.s);
                let closing = b + motion.acceleration(state);
                (square - state.v * state.v, -2.0 * state.v * closing)
            })),
            Shape::Glide { .. } => Some(crossing(0.0, h, |h| room(&motion.at(h)))),
        }
    }
}
