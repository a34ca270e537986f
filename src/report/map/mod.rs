//! The map of an answer.

pub mod earth;
