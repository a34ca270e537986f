//! The command line as a user meets it: each command's answer, each wrong input's message and exit code.

mod clocks;
mod formats;
mod help;
mod matrix;
mod network;
mod own;
mod pipes;
mod refusals;
mod repeat;
mod route;
mod shell;
mod stations;
mod tracks;
mod trains;
