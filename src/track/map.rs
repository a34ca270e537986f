//! Files mapped into memory: the one place of the crate with unsafe code.
//!
//! A mapped file is there at once, however long it is, and only what is looked at is read.
#![allow(unsafe_code)]

use std::fs::File;
use std::io;
use std::path::Path;

use memmap2::Mmap;

/// Maps a file for reading.
pub(super) fn map(path: &Path) -> io::Result<Mmap> {
    let file = File::open(path)?;
    // SAFETY: the map is only read, and only as words of which every pattern of bits is one. What a mapping cannot rule out
    // is that another program changes or shortens the file meanwhile: words then change (an index out of range panics), or
    // the system ends this program with SIGBUS, as it does for any mapped file. Files of tracks are written under another name and renamed (see `Sections::write`),
    // never changed in place, so that this program does not do it to itself.
    unsafe { Mmap::map(&file) }
}
