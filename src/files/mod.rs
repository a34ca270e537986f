//! Files on disk: which file a path leads to, reading within bounds, and writing that never leaves half a file.
//!
//! Every command and every module that writes a file does it through a [`Claim`]: the file is claimed before the work, with
//! a lock that the system releases even when the program is killed, and appears under its name when it is whole. An input
//! is never overwritten ([`check_overwrites`]). Links are followed, and what is no regular file is written to directly.
//!
//! It also has the rules for text at the edge of every file ([`one_line`], [`csv_cell`]). It knows no formats and no
//! railways.

mod cell;
mod claim;
mod identity;
mod read;

pub(crate) use cell::acts;
pub use cell::{cell_text, csv_cell, is_one_line, one_line};
pub use claim::{Claim, WriteError, write_whole};
pub use identity::{FileId, Overwrite, check_overwrites};
pub use read::{LINE_LIMIT, LineLimit, STREAM_LIMIT, read, read_text, read_to_end, text};
