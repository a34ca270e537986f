//! Integration tests: one binary, one module an idea.
mod network;
mod running;
mod search;
