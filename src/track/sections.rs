//! Arrays of words in a file: written once, mapped and used as they are.
//!
//! A file is a header (mark, kind, number of sections, length of each) and the sections one after the other, all as 32-bit
//! words of a little-endian machine. Opening looks at the header and the file's length only, so it takes no time;
//! [`Sections::verify`] reads all and checks it against the checksum, which covers the header as well.

use std::fs;
use std::io::{self, Write};
use std::ops::{Deref, Range};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use flate2::Crc;
use memmap2::Mmap;
use thiserror::Error;

/// The first words of every file. Read on a machine with another order of bytes, they are others.
const MARK: [u32; 2] = [0x776f_6c73, 0x326b_7274];

/// Words before the lengths of the sections: mark, kind, number of sections, checksum.
const FIXED: usize = 5;

/// Why a file of tracks cannot be used.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum TrackFileError {
    /// It cannot be read or written.
    #[error("{}: {source}", .path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The error of the operating system.
        source: io::Error,
    },
    /// It is another kind of file.
    #[error("{} is not {expected} written by this version on a machine like this one", .path.display())]
    OtherKind {
        /// The file.
        path: PathBuf,
        /// What it should be.
        expected: &'static str,
    },
    /// It is shorter or longer than its header says.
    #[error("{} has {found} bytes where its header says {expected}; it is cut off or damaged", .path.display())]
    Length {
        /// The file.
        path: PathBuf,
        /// Bytes of the file.
        found: u64,
        /// Bytes it should have.
        expected: u64,
    },
    /// Its content is not what was written.
    #[error("{} is damaged: its checksum is another", .path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
    },
    /// Its checksum is right, but what it says contradicts itself: no version of this program wrote it.
    #[error("{} is damaged: its {what} do not fit together", .path.display())]
    Contradictory {
        /// The file.
        path: PathBuf,
        /// Which part of it.
        what: &'static str,
    },
    /// It belongs to other tracks than those it is used with.
    #[error("{} was made for other tracks", .path.display())]
    OtherTracks {
        /// The file.
        path: PathBuf,
    },
}

impl TrackFileError {
    pub(super) fn contradictory(path: &Path, what: &'static str) -> TrackFileError {
        let path = path.to_owned();
        TrackFileError::Contradictory { path, what }
    }
}

/// Words of our own, or of a mapped file.
#[derive(Clone, Debug)]
pub(super) enum Words {
    Owned(Vec<u32>),
    Mapped(Arc<Mmap>, Range<usize>),
}

impl Deref for Words {
    type Target = [u32];

    fn deref(&self) -> &[u32] {
        match self {
            Words::Owned(words) => words,
            Words::Mapped(map, range) => &bytemuck::cast_slice(map)[range.clone()],
        }
    }
}

impl Default for Words {
    fn default() -> Words {
        Words::Owned(Vec::new())
    }
}

impl From<Vec<u32>> for Words {
    fn from(words: Vec<u32>) -> Words {
        Words::Owned(words)
    }
}

impl FromIterator<u32> for Words {
    fn from_iter<I: IntoIterator<Item = u32>>(words: I) -> Words {
        Words::Owned(words.into_iter().collect())
    }
}

/// What a file is, by its header's third word.
#[derive(Clone, Copy)]
pub(super) struct FileKind {
    pub number: u32,
    pub what: &'static str,
}

/// Writes sections into a file, under another name until it is whole.
pub(super) fn write(
    path: &Path,
    kind: FileKind,
    sections: &[&[u32]],
) -> Result<(), TrackFileError> {
    let io = |source| TrackFileError::Io {
        path: path.to_owned(),
        source,
    };
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".unfinished");
    let unfinished = path.with_file_name(name);
    let write = || {
        let mut file = io::BufWriter::new(fs::File::create(&unfinished)?);
        for words in std::iter::once(&header(kind, sections)[..]).chain(sections.iter().copied()) {
            file.write_all(bytemuck::cast_slice(words))?;
        }
        file.into_inner()
            .map_err(io::IntoInnerError::into_error)?
            .sync_all()?;
        fs::rename(&unfinished, path)
    };
    let written = write().map_err(io);
    if written.is_err() {
        // What is left over is ours; the first error is the one to tell.
        let _ = fs::remove_file(&unfinished);
    }
    written
}

/// The header, with 0 in place of the checksum.
fn header_without_checksum(kind: FileKind, sections: &[&[u32]]) -> Vec<u32> {
    let mut header = vec![MARK[0], MARK[1], kind.number, sections.len() as u32, 0];
    for section in sections {
        let length = section.len() as u64;
        header.extend([length as u32, (length >> 32) as u32]);
    }
    header
}

fn header(kind: FileKind, sections: &[&[u32]]) -> Vec<u32> {
    let mut header = header_without_checksum(kind, sections);
    header[CHECKSUM] = checksum_of(kind, sections);
    header
}

/// Where in the header the checksum is.
const CHECKSUM: usize = 4;

/// The checksum of a file of these sections, its header among what is summed.
pub(super) fn checksum_of(kind: FileKind, sections: &[&[u32]]) -> u32 {
    let header = header_without_checksum(kind, sections);
    checksum(std::iter::once(&header[..]).chain(sections.iter().copied()))
}

fn checksum<'w>(sections: impl Iterator<Item = &'w [u32]>) -> u32 {
    let mut sum = Crc::new();
    sections.for_each(|section| sum.update(bytemuck::cast_slice(section)));
    sum.sum()
}

/// The sections of a file.
pub(super) struct Sections {
    map: Arc<Mmap>,
    ranges: std::vec::IntoIter<Range<usize>>,
}

impl Sections {
    /// Maps a file that has this many sections.
    pub fn open(path: &Path, kind: FileKind, count: usize) -> Result<Sections, TrackFileError> {
        let map = super::map::map(path).map_err(|source| TrackFileError::Io {
            path: path.to_owned(),
            source,
        })?;
        let other = || TrackFileError::OtherKind {
            path: path.to_owned(),
            expected: kind.what,
        };
        let whole = map.len() - map.len() % 4;
        let words: &[u32] = bytemuck::cast_slice(&map[..whole]);
        let lengths = words.get(FIXED..FIXED + 2 * count).ok_or_else(other)?;
        if words[..4] != [MARK[0], MARK[1], kind.number, count as u32] {
            return Err(other());
        }
        let mut end = (FIXED + 2 * count) as u64;
        let mut ranges = Vec::with_capacity(count);
        for length in lengths.chunks_exact(2) {
            let start = end;
            end = end.saturating_add(u64::from(length[0]) | u64::from(length[1]) << 32);
            ranges.push(start as usize..end as usize);
        }
        let (found, expected) = (map.len() as u64, end.saturating_mul(4));
        if found != expected {
            return Err(TrackFileError::Length {
                path: path.to_owned(),
                found,
                expected,
            });
        }
        Ok(Sections {
            map: Arc::new(map),
            ranges: ranges.into_iter(),
        })
    }

    /// The next section; empty after the last.
    pub fn next(&mut self) -> Words {
        let range = self.ranges.next().unwrap_or(0..0);
        Words::Mapped(Arc::clone(&self.map), range)
    }

    /// The checksum in the header.
    pub fn checksum(&self) -> u32 {
        self.words()[CHECKSUM]
    }

    /// Holds all of the file against its checksum.
    pub fn verify(&self, path: &Path) -> Result<(), TrackFileError> {
        let words = self.words();
        let parts = [&words[..CHECKSUM], &[0], &words[CHECKSUM + 1..]];
        match checksum(parts.into_iter()) == self.checksum() {
            true => Ok(()),
            false => Err(TrackFileError::Damaged {
                path: path.to_owned(),
            }),
        }
    }

    /// All words; the file has a whole header.
    fn words(&self) -> &[u32] {
        bytemuck::cast_slice(&self.map)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KIND: FileKind = FileKind {
        number: 9,
        what: "a test",
    };

    #[test]
    fn what_is_written_is_mapped_again() {
        let dir = tempfile::tempdir().expect("a directory");
        let path = dir.path().join("words");
        write(&path, KIND, &[&[1, 2, 3], &[], &[4]]).expect("written");
        let mut sections = Sections::open(&path, KIND, 3).expect("opened");
        assert_eq!(
            [&*sections.next(), &*sections.next(), &*sections.next()],
            [&[1, 2, 3][..], &[], &[4]]
        );
        sections.verify(&path).expect("whole");
        let other = FileKind { number: 8, ..KIND };
        assert!(matches!(
            Sections::open(&path, other, 3),
            Err(TrackFileError::OtherKind { .. })
        ));
        assert!(matches!(
            Sections::open(&path, KIND, 2),
            Err(TrackFileError::OtherKind { .. })
        ));
    }

    #[test]
    fn damaged_files_are_found_out() {
        let dir = tempfile::tempdir().expect("a directory");
        let path = dir.path().join("words");
        write(&path, KIND, &[&[1, 2, 3]]).expect("written");
        let whole = fs::read(&path).expect("read");
        for length in 0..whole.len() {
            fs::write(&path, &whole[..length]).expect("written");
            assert!(Sections::open(&path, KIND, 1).is_err(), "{length}");
        }
        // A bit of the header, of the lengths and of the words.
        for at in 16..whole.len() {
            let mut flipped = whole.clone();
            flipped[at] ^= 1;
            fs::write(&path, &flipped).expect("written");
            let opened = Sections::open(&path, KIND, 1);
            assert!(opened.and_then(|s| s.verify(&path)).is_err(), "{at}");
        }
    }
}
