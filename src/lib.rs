//! slowtrain: how far is it by rail, how long does the train take, and is the reported story true?
#![deny(missing_docs)]
#![deny(unsafe_code)]

pub mod journey;
pub mod network;
pub mod report;
pub mod routing;
pub mod running;
pub mod train;
pub mod units;
