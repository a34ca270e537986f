//! Tracks: every piece of rail with its points and switches, as a map draws them, for exact routing over millions of edges.
//!
//! A [`crate::network::Network`] has stations and the segments between them; a [`TrackGraph`] has the tracks themselves. A
//! train moves over it by directed edges ([`HalfEdge`]): at a switch it cannot turn sharply ([`TrackGraph::allows`]), and
//! it reverses only where it fits. It knows no trains: what an edge costs is a function that the caller gives.

mod builder;
mod chain;
mod check;
mod file;
mod graph;
mod hierarchy;
mod index;
mod kind;
mod limits;
mod map;
mod matrix;
mod metric;
mod order;
mod place;
mod reach;
mod search;
mod sections;
mod shortcuts;
mod state;
mod table;
#[cfg(test)]
mod tests;

pub use builder::TrackBuilder;
pub use file::{TRACK_INDEX_FILE, TRACKS_FILE};
pub use graph::{Edge, EdgeIdx, HalfEdge, NodeIdx, TrackGraph};
pub use index::TrackIndex;
pub use kind::{Direction, LineState, STEEPEST_PERMILLE, Service, Track, TrackClass};
pub use limits::{PathLimit, gradient_rows, kmh_text, limit_rows, limits_along};
pub use matrix::matrix;
pub use metric::{Costs, Reversal, TrackMetric};
pub use place::{Heading, TrackPoint, heading};
pub use reach::{Reach, ReachStep, reach, way_to};
pub use search::{Move, TrackRoute, TrackSearch};
pub use sections::TrackFileError;
