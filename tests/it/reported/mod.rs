//! Reports against computed journeys: claims, journeys, calibration.

mod calibrate;
mod claims;
pub mod shipped;
