//! Formats and pictures of hand-made summaries.

mod adds_up;
pub mod answers;
pub mod fixture;
mod formats;
mod gallery;
mod page;
mod pictures;
