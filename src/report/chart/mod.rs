//! Pictures of an answer: speed over distance, time over distance, reported against computed, kept promises.
//!
//! A chart is a function from a summary and a width to a [`Drawing`]. Labels are measured ([`metrics`]) and placed so
//! that none meets another ([`labels`]); what finds no room is left out, the least important first. Colours are
//! classes of one style sheet ([`style`]).

pub mod canvas;
pub mod clock;
pub mod compare;
mod distance_axis;
pub mod frame;
pub mod labels;
mod limits;
pub mod metrics;
pub mod reliability;
pub mod scale;
pub mod sections;
pub mod speed;
pub mod style;
pub mod terminal;
mod time_axis;
pub mod timetable;
mod train_lines;
pub mod verdict;

pub use canvas::Drawing;
