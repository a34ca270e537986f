//! Quantities with units, and estimates of them.
//!
//! Layer 0: this module knows nothing of railways. A [`Length`] is not a [`Speed`], and only products that physics
//! knows exist: `Speed * RunTime = Length`, `Mass * Acceleration = Force`. Every value is finite by construction, so
//! quantities are totally ordered. Dividing by a speed that may be zero gives an `Option`: a standing train never
//! arrives.
//!
//! Inside, everything is SI and `f64`; the unit appears where a number enters or leaves ([`Length::from_km`],
//! [`Length::km`]).
//!
//! ```
//! use slowtrain::units::{Length, Speed};
//! let time = Length::from_km(1_185.0).checked_div(Speed::from_kmh(59.0)).expect("moves");
//! assert_eq!(slowtrain::units::format::duration(time), "20 h 05 min");
//! ```

mod estimate;
pub mod format;
mod offset;
pub mod parse;
mod quantity;

/// Kilometres in a mile (international agreement of 1959).
pub(crate) const MILE_KM: f64 = 1.609_344;

pub use estimate::{Estimate, Unordered};
pub use offset::Offset;
pub use quantity::{Acceleration, Energy, Force, Grade, Length, Mass, Power, RunTime, Speed};
