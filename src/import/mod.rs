//! Other people's formats: read, and turned into raw rows that anyone can look at and the same checks test.
//!
//! An importer ends in a [`RawNetwork`](crate::network::RawNetwork): what its file says in the tables of a data package, with its licence and source.
//! What it leaves out it counts ([`Counts`]); a file that is broken is an error that says where, and nothing is written.
//! [`write_new`] puts a result into a folder: all of it or nothing.

mod counts;
mod folder;
pub mod gtfs;
pub mod osm;
mod package;
mod row;

pub use counts::{Counts, Progress};
pub use folder::{Unwritable, check_new, write_new};
