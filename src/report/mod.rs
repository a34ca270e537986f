//! Answers as people use them: one [`summary`] that every format reads.
//!
//! A renderer is a pure function of a summary. It knows neither networks nor trains, so no two formats can disagree,
//! and it writes to whatever it is given, never to a file of its own. What is laid out for people is made of [`text`] that
//! is cleaned and measured, [`table`]s of it, and a [`page`] that both stand on.

mod explain;
pub mod inventory;
pub mod json;
pub mod legs;
pub mod no_way;
pub mod page;
pub mod route;
pub mod simulation;
pub mod stations;
pub mod summary;
pub mod table;
pub mod terminal;
pub mod text;
pub mod trains;
pub mod words;
