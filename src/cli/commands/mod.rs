//! One module a command: settings, a call of the library, a rendered summary.

pub mod calibrate;
pub mod claim;
pub mod compare;
#[cfg(feature = "import")]
pub mod import;
pub mod locate;
pub mod matrix;
pub mod network;
pub mod reach;
pub mod route;
#[cfg(feature = "serve")]
pub mod serve;
pub mod shell;
pub mod simulate;
pub mod stations;
pub mod trains;
