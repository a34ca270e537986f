//! Integration tests: one binary, one module an idea.
mod line;
mod network;
mod running;
mod running_laws;
mod running_parts;
mod search;
mod stepped;
