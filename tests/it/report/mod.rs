//! Formats and pictures of hand-made summaries.

pub mod fixture;
mod formats;
mod gallery;
mod page;
mod pictures;
