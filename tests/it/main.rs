//! Integration tests: one binary, one module an idea.
mod network;
mod report;
mod search;
