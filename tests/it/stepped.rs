//! A second engine, made differently: fixed time steps, fourth-order Runge-Kutta, limits looked up on the track itself.
//!
//! It shares nothing with the library but the description of train and path: forces are taken from the public
//! figures, the felt gradient from an integral of heights, the braking curve from the lowest v² = v0² + 2bs of all
//! places ahead. A step ends early where the gradient under the head changes.

use slowtrain::running::{GradientModel, Path, Rules};
use slowtrain::train::{Braking, Dynamics, MaxEffort};
use slowtrain::units::{Offset, Speed};

/// Train, path and rules as arrays of numbers.
pub struct Model<'a> {
    train: &'a Dynamics,
    rules: &'a Rules,
    length: f64,
    /// Places where a lower speed begins for the head, and the speed; stops and the end with 0.
    targets: Vec<(f64, f64)>,
    /// Start, end and speed of limits.
    limits: Vec<(f64, f64, f64)>,
    /// Places and heights in between which the height is linear.
    heights: Vec<(f64, f64)>,
    gravity: f64,
    braking: f64,
}

/// Where the train is.
#[derive(Clone, Copy)]
struct State {
    s: f64,
    v: f64,
}

impl<'a> Model<'a> {
    pub fn new(train: &'a Dynamics, path: &Path, rules: &'a Rules) -> Model<'a> {
        let m = |offset: Offset| offset.from_start().m();
        let length = path.length().m();
        let limits: Vec<_> = path
            .limits()
            .pieces()
            .iter()
            .map(|piece| (m(piece.start), m(piece.end), piece.speed.ms()))
            .collect();
        let mut targets: Vec<_> = limits.iter().map(|limit| (limit.0, limit.2)).collect();
        targets.extend(rules.stops.iter().map(|stop| (m(stop.at), 0.0)));
        targets.push((length, 0.0));
        targets.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut heights = vec![(0.0, 0.0)];
        for grade in path.grades() {
            let (s, height) = heights[heights.len() - 1];
            if m(grade.start) > s {
                heights.push((m(grade.start), height));
            }
            heights.push((
                m(grade.end),
                height + grade.grade.slope() * (grade.end - grade.start).m(),
            ));
        }
        let (s, height) = heights[heights.len() - 1];
        if s < length {
            heights.push((length, height));
        }
        let braking = match train.braking() {
            Braking::Deceleration(value) | Braking::Force(value) => value.ms2(),
        };
        let gravity = rules.gravity.ms2();
        Model {
            train,
            rules,
            length,
            targets,
            limits,
            heights,
            gravity,
            braking,
        }
    }

    /// The height at a place; before the start the line goes on as it begins.
    fn height(&self, s: f64) -> f64 {
        if self.heights.len() < 2 {
            return 0.0;
        }
        let after = self.heights.partition_point(|(place, _)| *place <= s);
        let index = after.clamp(1, self.heights.len() - 1);
        let ((a, low), (b, high)) = (self.heights[index - 1], self.heights[index]);
        low + (high - low) * (s - a) / (b - a)
    }

    fn slope(&self, s: f64) -> f64 {
        let length = self.train.length().m();
        if self.rules.gradient == GradientModel::Point || length == 0.0 {
            let nose = 1e-6;
            return (self.height(s + nose) - self.height(s)) / nose;
        }
        (self.height(s) - self.height(s - length)) / length
    }

    /// What the head may run at a place, braking for what is ahead included; `from` is the first target to look at.
    fn speed_cap(&self, s: f64) -> f64 {
        let tail = s - self.train.length().m();
        let top = self.train.max_speed().ms();
        let first = self.limits.partition_point(|limit| limit.1 <= tail);
        let here = self.limits[first..].iter().take_while(|limit| limit.0 <= s);
        let mut square = here
            .map(|limit| limit.2 * limit.2)
            .fold(top * top, f64::min);
        // Nothing further away than this is braked for.
        let horizon = s + top * top / (2.0 * self.braking);
        let next = self.targets.partition_point(|target| target.0 <= s);
        for (place, v) in self.targets[next..]
            .iter()
            .take_while(|target| target.0 <= horizon)
        {
            square = square.min(v * v + 2.0 * self.braking * (place - s));
        }
        square.sqrt()
    }

    fn acceleration(&self, state: State) -> f64 {
        match self.train.max_effort() {
            MaxEffort::Acceleration(value) => value.ms2(),
            MaxEffort::Forces {
                mass,
                rotating_mass_factor,
                resistance,
                effort,
                ..
            } => {
                let speed = Speed::from_ms(state.v.max(0.0));
                let force = effort.at(speed).n() - resistance.at(speed).n();
                let weight = mass.kg() * self.gravity * self.slope(state.s);
                (force - weight) / (mass.kg() * rotating_mass_factor)
            }
        }
    }

    /// One step of the classical fourth-order method at full effort.
    fn step(&self, state: State, dt: f64) -> State {
        let at = |k: State, h: f64| State {
            s: state.s + h * k.s,
            v: state.v + h * k.v,
        };
        let rate = |state: State| State {
            s: state.v,
            v: self.acceleration(state),
        };
        let k1 = rate(state);
        let k2 = rate(at(k1, 0.5 * dt));
        let k3 = rate(at(k2, 0.5 * dt));
        let k4 = rate(at(k3, dt));
        let mean = |a: f64, b: f64, c: f64, d: f64| (a + 2.0 * b + 2.0 * c + d) / 6.0;
        at(
            State {
                s: mean(k1.s, k2.s, k3.s, k4.s),
                v: mean(k1.v, k2.v, k3.v, k4.v),
            },
            dt,
        )
    }

    /// The running time by steps of `step` seconds: full effort, but never above the speed cap.
    pub fn running_time(&self, step: f64) -> f64 {
        let mut time = 0.0;
        let mut state = State {
            s: 0.0,
            v: self.rules.start_speed.ms(),
        };
        let mut ends: Vec<f64> = self
            .rules
            .stops
            .iter()
            .map(|stop| stop.at.from_start().m())
            .collect();
        ends.push(self.length);
        for end in ends {
            time += self.stretch(&mut state, end, step);
        }
        time
    }

    fn stretch(&self, state: &mut State, end: f64, step: f64) -> f64 {
        let mut time = 0.0;
        loop {
            let dt = self.up_to_change(*state, step);
            let free = self.step(*state, dt);
            let next = if free.v <= self.speed_cap(free.s.min(end)) {
                free
            } else {
                self.held(*state, dt)
            };
            // Near the dwell, where the speed cap is a square root, the rest takes v/b or 2s/v.
            let stops = next.v < state.v && next.v < 0.5 * self.braking * step;
            if next.s >= end || stops {
                time += self.rest(*state, end);
                *state = State { s: end, v: 0.0 };
                return time;
            }
            time += dt;
            *state = next;
        }
    }

    /// The step, shorter where the gradient changes on the route.
    fn up_to_change(&self, state: State, step: f64) -> f64 {
        let next = self.heights.partition_point(|(place, _)| *place <= state.s);
        let change = self
            .heights
            .get(next)
            .map_or(f64::INFINITY, |(place, _)| *place);
        // A little beyond, so that the next step begins on the other side.
        let seconds = (change - state.s) / state.v.max(1e-3) + 1e-7;
        seconds.min(step)
    }

    /// A step along the speed cap: to the place where the mean of both speeds brings the train.
    fn held(&self, state: State, step: f64) -> State {
        let mut v = self.speed_cap(state.s + state.v * step);
        for _ in 0..4 {
            v = self
                .speed_cap(state.s + 0.5 * (state.v + v) * step)
                .min(v.max(state.v) + step);
        }
        State {
            s: state.s + 0.5 * (state.v + v) * step,
            v,
        }
    }

    /// The last metres before a dwell.
    fn rest(&self, state: State, end: f64) -> f64 {
        let distance = end - state.s;
        if state.v > 0.0 {
            2.0 * distance / state.v
        } else {
            0.0
        }
    }
}
