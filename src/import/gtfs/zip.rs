//! The files in a zip archive, read one at a time and checked against their checksums.
//!
//! Only what feeds use is read: files stored or deflated, in one archive below 4 GiB. Nothing is unpacked to disk and no
//! file is held in memory.

use std::io::{self, Read, Seek, SeekFrom};

use flate2::Crc;
use flate2::read::DeflateDecoder;
use thiserror::Error;

/// What is wrong with an archive.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ZipProblem {
    /// The file cannot be read.
    #[error(transparent)]
    Unreadable(#[from] io::Error),
    /// There is no list of files at the end.
    #[error("this is no zip archive, or it is cut off: the list of files at its end is missing")]
    NoDirectory,
    /// The list of files is broken.
    #[error("the archive's list of files is broken at byte {0}")]
    BrokenDirectory(u64),
    /// The archive is made in a way that is not read.
    #[error("the archive {0}, which is not read; pack it again as a plain zip file")]
    Unsupported(&'static str),
}

/// Lengths of the archive's records and the marks they begin with. Source: the description of the format, APPNOTE 6.3.
const END_MARK: [u8; 4] = *b"PK\x05\x06";
const END_LENGTH: u64 = 22;
const LONGEST_COMMENT: u64 = 65_535;
const ENTRY_MARK: [u8; 4] = *b"PK\x01\x02";
const ENTRY_LENGTH: usize = 46;
const LOCAL_MARK: [u8; 4] = *b"PK\x03\x04";
const LOCAL_LENGTH: usize = 30;

/// A file in the archive.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    name: String,
    is_deflated: bool,
    checksum: u32,
    packed: u64,
    unpacked: u64,
    /// Where its own header begins.
    start: u64,
}

/// An archive.
pub(super) struct Archive<R> {
    input: R,
    entries: Vec<Entry>,
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([bytes[at], bytes[at + 1]])
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

impl<R: Read + Seek> Archive<R> {
    pub fn open(mut input: R) -> Result<Archive<R>, ZipProblem> {
        let length = input.seek(SeekFrom::End(0))?;
        let tail = length.min(END_LENGTH + LONGEST_COMMENT);
        let bytes = read_at(&mut input, length - tail, tail)?;
        let windows = bytes.windows(END_LENGTH as usize);
        let end = windows.rev().find(|record| record.starts_with(&END_MARK));
        let end = end.ok_or(ZipProblem::NoDirectory)?;
        if u16_at(end, 4) != 0 || u16_at(end, 8) != u16_at(end, 10) {
            return Err(ZipProblem::Unsupported("is one of several parts"));
        }
        let (size, start) = (u64::from(u32_at(end, 12)), u64::from(u32_at(end, 16)));
        if start == u64::from(u32::MAX) {
            return Err(ZipProblem::Unsupported(
                "is of the kind for more than 4 GiB",
            ));
        }
        if start + size > length {
            return Err(ZipProblem::BrokenDirectory(start));
        }
        let directory = read_at(&mut input, start, size)?;
        let entries = entries(&directory, start)?;
        Ok(Archive { input, entries })
    }

    /// The file of this name, in the archive's top folder or the only one; `None` where there is none.
    pub fn file(&mut self, name: &str) -> Result<Option<Unpacked<'_, R>>, ZipProblem> {
        let is_named = |entry: &&Entry| match entry.name.rsplit_once('/') {
            None => entry.name == name,
            Some((folder, last)) => last == name && !folder.contains('/') && folder != "__MACOSX",
        };
        let Some(entry) = self.entries.iter().find(is_named).cloned() else {
            return Ok(None);
        };
        let header = read_at(&mut self.input, entry.start, LOCAL_LENGTH as u64)?;
        if !header.starts_with(&LOCAL_MARK) {
            return Err(ZipProblem::BrokenDirectory(entry.start));
        }
        let names = u64::from(u16_at(&header, 26)) + u64::from(u16_at(&header, 28));
        self.input
            .seek(SeekFrom::Start(entry.start + LOCAL_LENGTH as u64 + names))?;
        let packed = (&mut self.input).take(entry.packed);
        Ok(Some(Unpacked {
            content: match entry.is_deflated {
                true => Content::Deflated(DeflateDecoder::new(packed)),
                false => Content::Stored(packed),
            },
            checksum: Crc::new(),
            entry,
        }))
    }
}

fn read_at(input: &mut (impl Read + Seek), start: u64, length: u64) -> Result<Vec<u8>, io::Error> {
    input.seek(SeekFrom::Start(start))?;
    let mut bytes = vec![0; usize::try_from(length).unwrap_or(usize::MAX)];
    input.read_exact(&mut bytes)?;
    Ok(bytes)
}

fn entries(mut directory: &[u8], start: u64) -> Result<Vec<Entry>, ZipProblem> {
    let length = directory.len();
    let mut entries = Vec::new();
    while !directory.is_empty() {
        let at = start + (length - directory.len()) as u64;
        let broken = || ZipProblem::BrokenDirectory(at);
        if directory.len() < ENTRY_LENGTH || !directory.starts_with(&ENTRY_MARK) {
            return Err(broken());
        }
        let lengths = [28, 30, 32].map(|field| usize::from(u16_at(directory, field)));
        let total = ENTRY_LENGTH + lengths.iter().sum::<usize>();
        let entry = directory.get(..total).ok_or_else(broken)?;
        let name = String::from_utf8_lossy(&entry[ENTRY_LENGTH..ENTRY_LENGTH + lengths[0]]);
        if u16_at(entry, 8) & 1 != 0 {
            return Err(ZipProblem::Unsupported("is encrypted"));
        }
        let method = u16_at(entry, 10);
        if method != 0 && method != 8 {
            return Err(ZipProblem::Unsupported(
                "is packed with something else than deflate",
            ));
        }
        entries.push(Entry {
            name: name.into_owned(),
            is_deflated: method == 8,
            checksum: u32_at(entry, 16),
            packed: u64::from(u32_at(entry, 20)),
            unpacked: u64::from(u32_at(entry, 24)),
            start: u64::from(u32_at(entry, 42)),
        });
        directory = &directory[total..];
    }
    Ok(entries)
}

/// The content of a file, as it is read. At its end length and checksum must be those of the list.
pub(super) struct Unpacked<'a, R> {
    content: Content<'a, R>,
    checksum: Crc,
    entry: Entry,
}

enum Content<'a, R> {
    Stored(io::Take<&'a mut R>),
    Deflated(DeflateDecoder<io::Take<&'a mut R>>),
}

impl<R: Read> Read for Unpacked<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = match &mut self.content {
            Content::Stored(content) => content.read(buffer)?,
            Content::Deflated(content) => content.read(buffer)?,
        };
        self.checksum.update(&buffer[..read]);
        // The checksum counts the length too, modulo 2³².
        let is_whole = self.checksum.sum() == self.entry.checksum
            && self.checksum.amount() == self.entry.unpacked as u32;
        if read == 0 && !buffer.is_empty() && !is_whole {
            let text = "the file in the archive is broken: its checksum is another";
            return Err(io::Error::new(io::ErrorKind::InvalidData, text));
        }
        Ok(read)
    }
}

#[cfg(test)]
pub(super) mod sample {
    //! Archives made by hand.

    use std::io::Write;

    use super::*;

    /// An archive with these files, deflated.
    pub fn archive(files: &[(&str, &str)]) -> Vec<u8> {
        let (mut bytes, mut directory) = (Vec::new(), Vec::new());
        for (name, text) in files {
            let level = flate2::Compression::default();
            let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), level);
            encoder
                .write_all(text.as_bytes())
                .expect("memory takes everything");
            let packed = encoder.finish().expect("memory takes everything");
            let mut checksum = Crc::new();
            checksum.update(text.as_bytes());
            let start = bytes.len() as u32;
            // Version, flags, method 8, time and date; checksum, lengths; length of name, of extra fields.
            let mut common = vec![20, 0, 0, 0, 8, 0, 0, 0, 0, 0];
            for number in [checksum.sum(), packed.len() as u32, text.len() as u32] {
                common.extend(number.to_le_bytes());
            }
            common.extend([name.len() as u8, 0, 0, 0]);
            bytes.extend([&LOCAL_MARK[..], &common, name.as_bytes(), &packed].concat());
            directory.extend([&ENTRY_MARK[..], &[20, 0], &common, &[0; 10]].concat());
            directory.extend([&start.to_le_bytes()[..], name.as_bytes()].concat());
        }
        let (size, start) = (directory.len() as u32, bytes.len() as u32);
        bytes.extend(directory);
        bytes.extend(
            [
                &END_MARK[..],
                &[0; 4],
                &[files.len() as u8, 0, files.len() as u8, 0],
            ]
            .concat(),
        );
        bytes.extend([&size.to_le_bytes()[..], &start.to_le_bytes(), &[0, 0]].concat());
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    fn read(bytes: &[u8], name: &str) -> Result<Option<String>, ZipProblem> {
        let mut archive = Archive::open(Cursor::new(bytes.to_vec()))?;
        let mut text = String::new();
        match archive.file(name)? {
            Some(mut file) => file.read_to_string(&mut text)?,
            None => return Ok(None),
        };
        Ok(Some(text))
    }

    #[test]
    fn files_are_found_by_name_also_in_a_folder() {
        let bytes = sample::archive(&[("feed/stops.txt", "abc"), ("trips.txt", "")]);
        assert_eq!(
            read(&bytes, "stops.txt").ok().flatten().as_deref(),
            Some("abc")
        );
        assert_eq!(
            read(&bytes, "trips.txt").ok().flatten().as_deref(),
            Some("")
        );
        assert!(matches!(read(&bytes, "routes.txt"), Ok(None)));
    }

    #[test]
    fn what_is_broken_is_said() {
        let bytes = sample::archive(&[("stops.txt", "abcabcabc")]);
        let error = |bytes: &[u8]| read(bytes, "stops.txt").map_err(|error| error.to_string());
        assert_eq!(
            error(&bytes[..bytes.len() - 4]),
            Err(ZipProblem::NoDirectory.to_string())
        );
        assert_eq!(error(b""), Err(ZipProblem::NoDirectory.to_string()));
        for at in 0..bytes.len() {
            let mut flipped = bytes.clone();
            flipped[at] ^= 0x10;
            // A flipped bit is harmless, found out, or hides the file: never another text.
            let text = read(&flipped, "stops.txt");
            assert!(
                !matches!(&text, Ok(Some(text)) if text != "abcabcabc"),
                "{at}: {text:?}"
            );
        }
    }
}
