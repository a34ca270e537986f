//! The reduced train: everything the running-time engine needs to know, and nothing else.

use thiserror::Error;

use super::{CurveFormula, Effort, Resistance};
use crate::units::{Acceleration, Length, Mass, Speed};

/// How a train slows down for a limit or a stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Braking {
    /// The same deceleration whatever the gradient: v² = v0² - 2bs.
    Deceleration(Acceleration),
    /// A constant brake force, given as the deceleration it alone would give; resistance and gradient come on top.
    Force(Acceleration),
}

impl Braking {
    /// The figure, of either kind.
    #[must_use]
    pub fn value(self) -> Acceleration {
        match self {
            Braking::Deceleration(value) | Braking::Force(value) => value,
        }
    }
}

/// What makes a train move.
#[derive(Clone, Debug, PartialEq)]
pub enum MaxEffort {
    /// Forces and masses.
    Forces {
        /// The mass of the whole train.
        mass: Mass,
        /// What turning wheels and motors add to the mass that accelerates: 1.06 means 6 %.
        rotating_mass_factor: f64,
        /// Running resistance on straight and level track.
        resistance: Resistance,
        /// Tractive effort at the wheel.
        effort: Effort,
        /// What a curve costs.
        curves: CurveFormula,
    },
    /// The same acceleration at every speed and place; no mass, resistance or gradient.
    Acceleration(Acceleration),
}

/// The figures a [`Dynamics`] is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct Figures {
    /// From the front coupling to the rear one.
    pub length: Length,
    /// The speed the train is built or allowed for.
    pub max_speed: Speed,
    /// How it brakes.
    pub braking: Braking,
    /// What makes it move.
    pub max_effort: MaxEffort,
}

/// A figure of a train that cannot be.
#[derive(Clone, Debug, PartialEq, Error)]
#[error("{what} of the train is {found} {unit}, {needed} is needed")]
pub struct FiguresError {
    /// Which figure.
    pub what: &'static str,
    /// Its value.
    pub found: f64,
    /// Its unit.
    pub unit: &'static str,
    /// What would be accepted.
    pub needed: &'static str,
}

/// A train reduced to what moves it. The figures are checked once, here.
#[derive(Clone, Debug, PartialEq)]
pub struct Dynamics {
    figures: Figures,
}

impl Dynamics {
    /// A train of these figures.
    ///
    /// # Errors
    /// [`FiguresError`] for the first figure that cannot be: no speed, no brakes, no mass, a resistance that pushes.
    pub fn new(figures: Figures) -> Result<Dynamics, FiguresError> {
        let positive =
            |what, found: f64, unit| check(what, found, unit, found > 0.0, "more than 0");
        check(
            "the length",
            figures.length.m(),
            "m",
            figures.length >= Length::ZERO,
            "at least 0",
        )?;
        positive("the top speed", figures.max_speed.ms(), "m/s")?;
        positive("the braking", figures.braking.value().ms2(), "m/s²")?;
        match &figures.max_effort {
            MaxEffort::Acceleration(value) => positive("the acceleration", value.ms2(), "m/s²")?,
            MaxEffort::Forces {
                mass,
                rotating_mass_factor,
                resistance,
                ..
            } => {
                positive("the mass", mass.kg(), "kg")?;
                let factor = *rotating_mass_factor;
                check(
                    "the rotating mass factor",
                    factor,
                    "",
                    factor >= 1.0,
                    "at least 1",
                )?;
                for (value, unit) in resistance
                    .abc()
                    .into_iter()
                    .zip(["N", "N/(m/s)", "N/(m/s)²"])
                {
                    check("the resistance", value, unit, value >= 0.0, "at least 0")?;
                }
            }
        }
        Ok(Dynamics { figures })
    }

    /// All figures.
    #[must_use]
    pub fn figures(&self) -> &Figures {
        &self.figures
    }

    /// From the front coupling to the rear one.
    #[must_use]
    pub fn length(&self) -> Length {
        self.figures.length
    }

    /// The speed the train is built or allowed for.
    #[must_use]
    pub fn max_speed(&self) -> Speed {
        self.figures.max_speed
    }

    /// How it brakes.
    #[must_use]
    pub fn braking(&self) -> Braking {
        self.figures.braking
    }

    /// What makes it move.
    #[must_use]
    pub fn max_effort(&self) -> &MaxEffort {
        &self.figures.max_effort
    }

    /// The mass of the whole train, where forces drive it.
    #[must_use]
    pub fn mass(&self) -> Option<Mass> {
        match self.figures.max_effort {
            MaxEffort::Forces { mass, .. } => Some(mass),
            MaxEffort::Acceleration(_) => None,
        }
    }
}

fn check(
    what: &'static str,
    found: f64,
    unit: &'static str,
    holds: bool,
    needed: &'static str,
) -> Result<(), FiguresError> {
    if holds && found.is_finite() {
        Ok(())
    } else {
        Err(FiguresError {
            what,
            found,
            unit,
            needed,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn impossible_figures_are_named() {
        let mut figures = Figures {
            length: Length::from_m(500.0),
            max_speed: Speed::from_kmh(100.0),
            braking: Braking::Deceleration(Acceleration::from_ms2(0.3)),
            max_effort: MaxEffort::Acceleration(Acceleration::from_ms2(0.1)),
        };
        assert!(Dynamics::new(figures.clone()).is_ok());
        figures.braking = Braking::Force(Acceleration::ZERO);
        let error = Dynamics::new(figures).expect_err("no brakes");
        assert_eq!(
            error.to_string(),
            "the braking of the train is 0 m/s², more than 0 is needed"
        );
    }
}
