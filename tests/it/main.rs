//! Integration tests: one binary, one module an idea.
mod journey;
mod network;
mod routing;
mod running;
mod search;
