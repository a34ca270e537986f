//! Tests of the whole program on the shipped data.
mod search;
