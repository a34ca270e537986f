//! Why no path joins two places, and how to say so.

use super::Sketch;
use super::facts::Closure;
use crate::network::Country;
use crate::units::Length;

/// Why there is no path.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Barrier {
    /// Nothing joins the two, whatever is lifted.
    Unconnected,
    /// A border is closed; the path without that is so long.
    ClosedBorder {
        /// What is closed, in order along the path.
        closures: Vec<Closure>,
        /// Length of the path over the border.
        length: Length,
    },
    /// Countries that are to be avoided lie between.
    Avoided,
    /// Both lie at the same rails.
    SamePlace,
}

/// Two places without a path.
#[derive(Clone, Debug, PartialEq)]
pub struct NoPath {
    /// What lies between the two ends.
    pub barrier: Barrier,
    /// The countries of both.
    pub countries: (Country, Country),
}

impl NoPath {
    /// What to say of it.
    #[must_use]
    pub fn explain(&self, sketch: &Sketch<'_>, from: &str, to: &str) -> String {
        let (a, b) = self.countries;
        let name = |country| sketch.facts().name(country);
        match &self.barrier {
            Barrier::Unconnected if a == b => format!(
                "no rail link between {from} and {to} is known: their lines in {} are not connected, or the sketch has a gap there",
                name(a)
            ),
            Barrier::Unconnected => format!(
                "no rail link between {} and {}: the lines of {from} and {to} are not connected",
                name(a),
                name(b)
            ),
            Barrier::ClosedBorder { closures, length } => {
                let closed: Vec<String> = closures
                    .iter()
                    .map(|closure| {
                        let (a, b) = closure.between;
                        format!(
                            "the border between {} and {} has been closed to all trains since {} ({}; {})",
                            name(a),
                            name(b),
                            closure.closed,
                            closure.reason,
                            closure.source
                        )
                    })
                    .collect();
                format!(
                    "no open route from {from} to {to}: {}; without that it would be about {:.0} km",
                    closed.join(", "),
                    length.km()
                )
            }
            Barrier::Avoided => {
                format!("no route from {from} to {to} without the countries that are to be avoided")
            }
            Barrier::SamePlace => format!(
                "{from} and {to} lie at the same rails of the sketch; it tells no places apart that are nearer than about 6 km"
            ),
        }
    }
}
