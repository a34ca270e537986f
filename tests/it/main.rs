//! Integration tests: one binary, one module an idea.

mod along;
#[cfg(feature = "arrow")]
mod arrow;
mod cli;
mod data;
mod dataset;
mod docs;
mod fuzzed;
mod harness;
mod journey;
mod layers;
mod line;
mod network;
mod over_tracks;
mod progress;
mod public_api;
mod reach;
mod readme;
mod report;
mod reported;
mod routing;
mod running;
mod running_economy;
mod running_extremes;
mod running_laws;
mod running_parts;
mod search;
mod section_times;
mod serve;
mod station_words;
mod stepped;
mod world;
