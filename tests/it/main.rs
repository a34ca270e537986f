//! Integration tests: one binary, one module an idea.
mod journey;
mod network;
mod report;
mod running;
mod search;
