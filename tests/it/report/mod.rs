//! Formats and pictures of hand-made summaries.

pub mod answers;
pub mod fixture;
mod formats;
mod gallery;
mod page;
mod pictures;
