//! Integration tests: one binary, one module an idea.

mod journey;
mod line;
mod network;
mod report;
mod running;
mod running_economy;
mod running_laws;
mod running_parts;
mod search;
mod stepped;
