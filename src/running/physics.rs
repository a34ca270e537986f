//! The equation of motion of one train, divided by the mass that accelerates.
//!
//! dv/dt = p/v + c0 + c1 v + c2 v² - slope(s), one set of coefficients for each piece of the effort.

use crate::train::{Braking, Dynamics, MaxEffort};
use crate::units::Acceleration;

/// Acceleration under full effort on the level over a range of speeds: `p/v + c0 + c1 v + c2 v²`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Law {
    pub from: f64,
    pub p: f64,
    pub c0: f64,
    pub c1: f64,
    pub c2: f64,
    /// The part of the effort that grows with speed, without resistance.
    pub pull_by_speed: f64,
}

impl Law {
    pub(super) fn acceleration(&self, v: f64) -> f64 {
        let hyperbola = if self.p == 0.0 { 0.0 } else { self.p / v };
        hyperbola + self.c0 + v * (self.c1 + v * self.c2)
    }
}

/// How the train brakes, m/s².
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Brake {
    Deceleration(f64),
    Force(f64),
}

/// One train's equation of motion.
#[derive(Clone, Debug)]
pub(super) struct Physics {
    /// By rising speed; each holds up to where the next begins.
    pub laws: Vec<Law>,
    /// Running resistance as deceleration: a + b v + c v².
    pub drag: [f64; 3],
    /// The deceleration by a slope of one, m/s².
    pub slope_scale: f64,
    pub brake: Brake,
    /// Mass times rotating mass factor, kg; `None` where the train has no mass.
    pub inertia: Option<f64>,
    /// The mass alone, kg; 0 where the train has none.
    pub mass: f64,
}

impl Physics {
    pub(super) fn of(train: &Dynamics, gravity: Acceleration) -> Physics {
        let brake = match train.braking() {
            Braking::Deceleration(value) => Brake::Deceleration(value.ms2()),
            Braking::Force(value) => Brake::Force(value.ms2()),
        };
        match train.max_effort() {
            MaxEffort::Acceleration(value) => Physics {
                laws: vec![Law {
                    from: 0.0,
                    p: 0.0,
                    c0: value.ms2(),
                    c1: 0.0,
                    c2: 0.0,
                    pull_by_speed: 0.0,
                }],
                drag: [0.0; 3],
                slope_scale: 0.0,
                brake,
                inertia: None,
                mass: 0.0,
            },
            MaxEffort::Forces {
                mass,
                rotating_mass_factor,
                resistance,
                effort,
                ..
            } => {
                let inertia = mass.kg() * rotating_mass_factor;
                let drag = resistance.abc().map(|coefficient| coefficient / inertia);
                let law = |piece: &crate::train::EffortPiece| Law {
                    from: piece.from_ms,
                    p: piece.p / inertia,
                    c0: piece.f0 / inertia - drag[0],
                    c1: piece.f1 / inertia - drag[1],
                    c2: -drag[2],
                    pull_by_speed: piece.f1 / inertia,
                };
                let laws = effort.pieces().iter().map(law).collect();
                let slope_scale = gravity.ms2() / rotating_mass_factor;
                Physics {
                    laws,
                    drag,
                    slope_scale,
                    brake,
                    inertia: Some(inertia),
                    mass: mass.kg(),
                }
            }
        }
    }

    /// Deceleration by running resistance.
    pub(super) fn drag_at(&self, v: f64) -> f64 {
        self.drag[0] + v * (self.drag[1] + v * self.drag[2])
    }

    /// Which law holds at a speed, and above it where two meet.
    pub(super) fn law_at(&self, v: f64) -> usize {
        self.laws.partition_point(|law| law.from <= v).max(1) - 1
    }

    /// Which law holds from a speed on under full effort on a slope, m/s²: where two meet, the one that the speed goes to.
    pub(super) fn law_from(&self, v: f64, slope: f64) -> usize {
        let law = self.law_at(v);
        let slows = self.laws[law].acceleration(v) < slope;
        law - usize::from(slows && law > 0 && v == self.laws[law].from)
    }

    /// Acceleration under full effort on the level.
    pub(super) fn acceleration(&self, v: f64) -> f64 {
        self.laws[self.law_at(v)].acceleration(v)
    }

    /// Where a law ends.
    pub(super) fn law_end(&self, index: usize) -> f64 {
        self.laws
            .get(index + 1)
            .map_or(f64::INFINITY, |law| law.from)
    }

    /// The speed a law of free motion with a constant brake follows: no effort, resistance and `brake` alone.
    pub(super) fn retarding(&self, brake: f64) -> Law {
        let [a, b, c] = self.drag;
        Law {
            from: 0.0,
            p: 0.0,
            c0: brake + a,
            c1: b,
            c2: c,
            pull_by_speed: 0.0,
        }
    }

    /// The highest speed up to `top` held on a slope, m/s²; 0 where the train cannot start on it.
    pub(super) fn balance(&self, top: f64, slope: f64) -> f64 {
        if self.acceleration(top) >= slope {
            return top;
        }
        // Bisection keeps a speed at which the train still accelerates below one at which it does not.
        let (mut low, mut high) = (0.0, top);
        for _ in 0..100 {
            let middle = 0.5 * (low + high);
            if self.acceleration(middle) > slope {
                low = middle;
            } else {
                high = middle;
            }
        }
        low
    }
}
