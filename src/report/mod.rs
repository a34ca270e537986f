//! Answers as people use them: one [`summary`] that every format reads.
//!
//! A renderer is a pure function of a summary. It knows neither networks nor trains, so no two formats can disagree,
//! and it writes to whatever it is given, never to a file of its own.

mod explain;
pub mod route;
pub mod summary;
