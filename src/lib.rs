//! How far is it by rail, how long does the train take, and is the reported story true?
//!
//! # The flow of data
//!
//! One direction; a module uses only those before it:
//!
//! ```text
//! CSV -> raw rows -> Network -> states -> Route -> Run -> Journey -> Summary -> table, JSON, CSV, Markdown
//!        network              routing         running  journey    report
//! ```
//!
//! | module | knows | does not know |
//! |---|---|---|
//! | [`units`] | lengths, speeds, times, masses as types; ranges low, likely, high | railways |
//! | [`network`] | stations, segments, lines, borders, junction movements; reading, checking, finding names | trains |
//! | [`sketch`] | the embedded sketch of the whole world, opened only when it is needed | trains |
//! | [`batch`] | many questions from one file to another, resumed after a kill | what is asked |
//! | [`track`] | tracks, their index, exact search on large graphs | formats |
//! | `import` | other people's formats, ends in raw rows | anything after raw rows |
//! | [`routing`] | states, constraints, costed transitions, alternatives | physics |
//! | [`train`] | consist, traction, brakes, resistance, sustained speeds | routes |
//! | [`running`] | limits, braking, acceleration; a run and its ledger | stations, clocks |
//! | [`journey`] | legs, stops, borders, local clocks; the estimate of the whole | files |
//! | [`reported`] | journeys and claims as reported, verdicts, statistics, where a train is | renderers |
//! | [`report`] | one summary that every format reads | how it was computed |
//! | [`dataset`] | the front door: names, defaults, the day, the train, the questions and their answers | renderers |
//! | `arrow` | record batches of questions and answers | the files they come from |
//! | `serve` | the map in the browser and the HTTP API: requests over a socket become requests of the library | logic |
//! | `cli` | what was typed; files, the terminal, the clock | logic |
//!
//! The library prints nothing and reads no clock, no environment and no global; only `cli` does that, and `serve` measures
//! how long its answers take.
//!
//! # Features
//!
//! The first four are on by default. Without them the library has networks, trains, journeys, claims and every text format.
//!
//! | feature | adds |
//! |---|---|
//! | `cli` | the command line, `slowtrain::cli::main` |
//! | `import` | networks from OpenStreetMap and GTFS, `slowtrain::import` |
//! | `pictures` | PNG; SVG needs no feature |
//! | `parquet` | questions and answers of many pairs as Parquet |
//! | `arrow` | record batches of questions and answers, `slowtrain::arrow` |
//! | `serve` | the map in the browser and the HTTP API, `slowtrain::serve` |
//!
//! # Design decisions
//!
//! - **Quantities are types.** `f64` with a unit, finite by construction. A crate of units would bring hundreds of
//!   types for the eight used here; whole numbers are used where exact sums matter, in [`routing::Cost`].
//! - **One door into a network.** [`network::Network::new`] checks all rows and reports every fault at once.
//! - **Our own arrays hold the states, our own search walks them.** petgraph's k-shortest paths counts walks and gives
//!   costs only, so Yen's algorithm over states is ours; its Dijkstra is the oracle of the tests.
//! - **The run decides, not the search.** The planner's costs are lower bounds; the engine times the candidates.
//! - **No time steps.** Between events the motion has a closed form or a convergent series, so there is no step
//!   to choose and no error that depends on it.
//! - **Estimates are sampled with a fixed seed.** Sums of skewed ranges have no closed form, and the same question
//!   must have the same answer.
//!
//! # Glossary
//!
//! *Segment*: the rails between two neighbouring stations of a line. *Route*: the segments from one station to another.
//! *Run*: the computed movement over a route. *Leg*: a part of a journey without change of country, line, gauge,
//! locomotive or direction. *Allowance*: time added to pure running. *Train meet*: waiting for another train on single
//! track. *Technical minimum*: the shortest time physically possible. *Sighting*: where a train was seen and when;
//! *fix*: its place and time on a journey. *Speed cap*: the highest speed permitted anywhere in a country, used where a
//! segment's own limit is unknown. *MRSP*: the most restrictive speed profile, the lowest of all limits at each place.
#![doc = ""]
#![doc = include_str!("../README.md")]
// Each dependency is used by the library; the tests have theirs besides.
#![cfg_attr(not(test), warn(unused_crate_dependencies))]
// It prints nothing; the command line writes through locked streams, where a closed pipe is no error.
#![warn(clippy::print_stderr, clippy::print_stdout)]

#[cfg(feature = "arrow")]
pub mod arrow;
pub mod batch;
#[cfg(feature = "cli")]
pub mod cli;
pub mod dataset;
pub mod files;
#[cfg(feature = "import")]
pub mod import;
pub mod journey;
pub mod network;
pub mod report;
pub mod reported;
pub mod routing;
pub mod running;
#[cfg(feature = "serve")]
pub mod serve;
pub mod sketch;
pub mod track;
pub mod train;
pub mod units;

pub use dataset::{Dataset, Error, Plan, Request};
