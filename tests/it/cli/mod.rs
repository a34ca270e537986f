//! The command line as a user meets it: each command's answer, each wrong input's message and exit code.

mod calibrate;
mod claim;
mod clocks;
mod default_train;
mod formats;
mod heavy;
mod help;
mod import;
mod locate;
mod matrix;
mod network;
mod outputs;
mod own;
mod pinned;
mod pipes;
mod reach;
mod refusals;
mod repeat;
mod route;
mod shell;
mod sightings;
mod simulate;
mod stations;
mod timetables;
mod tracks;
mod trains;
