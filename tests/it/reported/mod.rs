//! Reports against computed journeys: claims, journeys, calibration.

mod accuracy;
mod calibrate;
mod claims;
pub mod shipped;
