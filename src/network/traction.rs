//! What pulls a train, as far as the way it can take depends on it.

use std::fmt;
use std::sync::Arc;

use super::Electrification;

/// A kind of traction.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Traction {
    /// It runs anywhere: steam, diesel or whatever else needs no electrification.
    Diesel,
    /// It needs an electrification of this system, written as the data writes it: `25kV-AC`.
    Electric(Arc<str>),
}

impl Traction {
    /// Reads `diesel` or the system of an electrification.
    #[must_use]
    pub fn parse(text: &str) -> Option<Traction> {
        match text {
            "diesel" => Some(Traction::Diesel),
            system => super::is_electric_system(system).then(|| Traction::Electric(system.into())),
        }
    }

    /// Whether it can run there. Where the electrification is unknown the answer is yes, and the answer to the user has to say so.
    #[must_use]
    pub fn runs_under(&self, electrification: &Electrification) -> bool {
        match (self, electrification) {
            (Traction::Diesel, _) | (_, Electrification::Unknown) => true,
            (Traction::Electric(_), Electrification::None) => false,
            (Traction::Electric(own), Electrification::System(system)) => **own == **system,
        }
    }
}

impl fmt::Display for Traction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Traction::Diesel => f.write_str("diesel"),
            Traction::Electric(system) => f.write_str(system),
        }
    }
}
