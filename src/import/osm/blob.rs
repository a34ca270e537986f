//! The blobs of a PBF file, one after the other: where each begins, and its content unpacked.
//!
//! Memory is bounded by one blob: at most 32 MiB packed and as much unpacked, the limits of the format.

use std::io::{self, Read};

use flate2::{Decompress, FlushDecompress, Status};
use thiserror::Error;

use super::wire::{Malformed, fields};

/// Longest blob header and longest blob. Source: the PBF format's description, which wants readers to refuse longer ones.
const HEADER_LIMIT: usize = 64 * 1024;
const BLOB_LIMIT: usize = 32 * 1024 * 1024;

/// What a reader of this format has to know of to read a file; any other requirement is refused.
const FEATURES: [&str; 3] = ["OsmSchema-V0.6", "DenseNodes", "LocationsOnWays"];

/// What is wrong with a PBF file.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum PbfProblem {
    /// The file cannot be read.
    #[error(transparent)]
    Unreadable(#[from] io::Error),
    /// The file ends inside a blob.
    #[error("the file ends inside a blob: {missing} of {length} bytes are missing")]
    Truncated {
        /// Bytes that are not there.
        missing: usize,
        /// Bytes that should be.
        length: usize,
    },
    /// The bytes are none of a PBF file.
    #[error("this is not OpenStreetMap data in PBF format ({0})")]
    NotPbf(&'static str),
    /// The bytes are those of another format.
    #[error("this is {what}; {way_out}")]
    OtherFormat {
        /// The format.
        what: &'static str,
        /// How to make a PBF file of it.
        way_out: &'static str,
    },
    /// A blob longer than the format allows.
    #[error("a blob of {found} bytes is longer than the format's limit of {limit}")]
    TooLong {
        /// Length as written.
        found: u64,
        /// Limit.
        limit: usize,
    },
    /// Data packed in a way that is not read.
    #[error("a blob is packed with {0}, zlib or nothing is read; repack the file with zlib")]
    Packing(&'static str),
    /// Packed data that does not unpack.
    #[error("a blob does not unpack to the {0} bytes that it should")]
    Unpack(usize),
    /// Packed data that does not unpack, of a blob that does not say how long it is.
    #[error("a blob does not unpack; its data is damaged or cut off")]
    Damaged,
    /// The file needs a reader that can do more.
    #[error("the file needs \"{0}\"; OsmSchema-V0.6, DenseNodes and LocationsOnWays are read")]
    Feature(String),
    /// A message inside a blob is broken.
    #[error("the data is broken: {0}")]
    Malformed(#[from] Malformed),
}

/// A problem and the byte of the file at which the blob with it begins.
pub(super) type At<E> = (u64, E);

/// What the header of a file says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Header {
    /// Until when edits are in it, in seconds since 1970.
    pub until: Option<i64>,
}

/// The format of a file that begins with some bytes, where they are those of a format that maps or feeds often have.
fn other_format(first: [u8; 4]) -> Option<PbfProblem> {
    const CONVERT: &str = "`osmium cat MAP -o MAP.osm.pbf` makes PBF of it";
    const UNPACK: &str = "unpack it first";
    let (what, way_out) = match first {
        [b'<', b'?' | b'o', ..] | [0xef, 0xbb, 0xbf, b'<'] => ("OpenStreetMap XML", CONVERT),
        [0xff, 0xe0, ..] | [0xff, 0xe2, ..] => ("OpenStreetMap data in o5m format", CONVERT),
        [0x1f, 0x8b, ..] => ("a file packed with gzip", UNPACK),
        [b'B', b'Z', b'h', _] => ("a file packed with bzip2", UNPACK),
        [0xfd, b'7', b'z', b'X'] => ("a file packed with xz", UNPACK),
        [0x28, 0xb5, 0x2f, 0xfd] => ("a file packed with zstd", UNPACK),
        [b'P', b'K', ..] => (
            "a zip archive",
            "unpack it, or use `slowtrain import gtfs` if it is a timetable",
        ),
        _ => return None,
    };
    Some(PbfProblem::OtherFormat { what, way_out })
}

/// Reads blob after blob.
pub(super) struct Blobs<R> {
    input: R,
    /// Bytes read so far.
    offset: u64,
    packed: Vec<u8>,
    unpacked: Vec<u8>,
    inflate: Decompress,
    is_started: bool,
    pub header: Header,
    /// Blobs of data that nothing is wanted of, by their number; the others are unpacked.
    pub unwanted: Vec<bool>,
    /// Number of the next blob of data.
    number: usize,
}

impl<R: Read> Blobs<R> {
    pub fn new(input: R) -> Blobs<R> {
        Blobs {
            input,
            offset: 0,
            packed: Vec::new(),
            unpacked: Vec::new(),
            inflate: Decompress::new(true),
            is_started: false,
            header: Header::default(),
            unwanted: Vec::new(),
            number: 0,
        }
    }

    /// How far the file has been read, in bytes.
    pub fn offset(&self) -> u64 {
        self.offset
    }

    /// The next block of data, unpacked, with the offset of its blob; `None` at the end of the file.
    pub fn next_block(&mut self) -> Result<Option<(u64, &[u8])>, At<PbfProblem>> {
        loop {
            let start = self.offset;
            let at = |problem| (start, problem);
            let Some(kind) = self.read_blob().map_err(at)? else {
                return match self.is_started {
                    true => Ok(None),
                    false => Err((start, PbfProblem::NotPbf("it has no header"))),
                };
            };
            if kind == BlobKind::Other || kind == BlobKind::Data && !self.is_next_wanted() {
                continue;
            }
            self.unpack().map_err(at)?;
            if kind == BlobKind::Header {
                self.header = header(&self.unpacked).map_err(at)?;
                self.is_started = true;
            } else if self.is_started {
                break Ok(Some((start, &self.unpacked)));
            } else {
                break Err((start, PbfProblem::NotPbf("data before its header")));
            }
        }
    }

    /// Counts a blob of data; whether it is wanted.
    fn is_next_wanted(&mut self) -> bool {
        let is_unwanted = self.unwanted.get(self.number).copied();
        self.number += 1;
        !is_unwanted.unwrap_or(false)
    }

    /// Reads a blob as it is packed.
    fn read_blob(&mut self) -> Result<Option<BlobKind>, PbfProblem> {
        let mut length = [0; 4];
        match self.fill(&mut length)? {
            0 => return Ok(None),
            4 => {}
            read => {
                let (missing, length) = (4 - read, 4);
                return Err(PbfProblem::Truncated { missing, length });
            }
        }
        if let Some(other) = other_format(length).filter(|_| !self.is_started) {
            return Err(other);
        }
        let length = u32::from_be_bytes(length) as usize;
        if length > HEADER_LIMIT {
            return Err(PbfProblem::NotPbf(
                "its first bytes are not the length of a blob header",
            ));
        }
        self.read_packed(length)?;
        let (mut kind, mut data_size) = (None, None);
        for field in fields(&self.packed) {
            let field = field?;
            match field.number {
                1 => kind = Some(BlobKind::of(field.bytes()?)),
                3 => data_size = Some(field.uint()?),
                _ => {}
            }
        }
        let kind = kind.ok_or(PbfProblem::NotPbf("a blob has no type"))?;
        let found = data_size.ok_or(PbfProblem::NotPbf("a blob has no length"))?;
        let limit = BLOB_LIMIT;
        let length = usize::try_from(found)
            .ok()
            .filter(|length| *length <= limit);
        self.read_packed(length.ok_or(PbfProblem::TooLong { found, limit })?)?;
        Ok(Some(kind))
    }

    fn read_packed(&mut self, length: usize) -> Result<(), PbfProblem> {
        let mut packed = std::mem::take(&mut self.packed);
        packed.resize(length, 0);
        let read = self.fill(&mut packed);
        self.packed = packed;
        match length - read? {
            0 => Ok(()),
            missing => Err(PbfProblem::Truncated { missing, length }),
        }
    }

    /// Fills a buffer as far as the file goes.
    fn fill(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut filled = 0;
        while filled < buffer.len() {
            match self.input.read(&mut buffer[filled..]) {
                Ok(0) => break,
                Ok(read) => filled += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        self.offset += filled as u64;
        Ok(filled)
    }

    fn unpack(&mut self) -> Result<(), PbfProblem> {
        let (mut raw, mut zlib, mut size) = (None, None, None);
        for field in fields(&self.packed) {
            let field = field?;
            match field.number {
                1 => raw = Some(field.bytes()?),
                2 => size = Some(field.uint()?),
                3 => zlib = Some(field.bytes()?),
                4 => return Err(PbfProblem::Packing("lzma")),
                5 => return Err(PbfProblem::Packing("bzip2")),
                6 => return Err(PbfProblem::Packing("lz4")),
                7 => return Err(PbfProblem::Packing("zstd")),
                _ => {}
            }
        }
        self.unpacked.clear();
        let Some(zlib) = zlib else {
            let raw = raw.ok_or(PbfProblem::NotPbf("a blob is empty"))?;
            self.unpacked.extend_from_slice(raw);
            return Ok(());
        };
        self.inflate.reset(true);
        match size {
            Some(size) => inflate(&mut self.inflate, zlib, size, &mut self.unpacked),
            None => inflate_all(&mut self.inflate, zlib, &mut self.unpacked),
        }
    }
}

/// Unpacks data whose length is known.
fn inflate(
    inflate: &mut Decompress,
    zlib: &[u8],
    size: u64,
    unpacked: &mut Vec<u8>,
) -> Result<(), PbfProblem> {
    let limit = BLOB_LIMIT;
    let length = usize::try_from(size).ok().filter(|length| *length <= limit);
    let length = length.ok_or(PbfProblem::TooLong { found: size, limit })?;
    unpacked.reserve(length);
    match inflate.decompress_vec(zlib, unpacked, FlushDecompress::Finish) {
        Ok(Status::StreamEnd) if unpacked.len() == length => Ok(()),
        _ => Err(PbfProblem::Unpack(length)),
    }
}

/// Unpacks data of which the blob does not say how long it is, as far as the format's limit.
fn inflate_all(
    inflate: &mut Decompress,
    zlib: &[u8],
    unpacked: &mut Vec<u8>,
) -> Result<(), PbfProblem> {
    let limit = BLOB_LIMIT;
    unpacked.reserve(zlib.len().saturating_mul(4).clamp(1, limit));
    loop {
        let (read, before) = (inflate.total_in() as usize, unpacked.len());
        let status = inflate.decompress_vec(&zlib[read..], unpacked, FlushDecompress::None);
        let has_gone_on = inflate.total_in() as usize > read || unpacked.len() > before;
        match status {
            Ok(Status::StreamEnd) if unpacked.len() <= limit => return Ok(()),
            Ok(_) if unpacked.len() > limit => {
                let found = unpacked.len() as u64;
                return Err(PbfProblem::TooLong { found, limit });
            }
            Ok(_) if has_gone_on => unpacked.reserve(unpacked.len().max(1)),
            _ => return Err(PbfProblem::Damaged),
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum BlobKind {
    Header,
    Data,
    /// The format lets other programs add blobs of their own.
    Other,
}

impl BlobKind {
    fn of(name: &[u8]) -> BlobKind {
        match name {
            b"OSMHeader" => BlobKind::Header,
            b"OSMData" => BlobKind::Data,
            _ => BlobKind::Other,
        }
    }
}

fn header(block: &[u8]) -> Result<Header, PbfProblem> {
    let mut header = Header::default();
    for field in fields(block) {
        let field = field?;
        match field.number {
            4 => {
                let feature = String::from_utf8_lossy(field.bytes()?);
                if !FEATURES.contains(&feature.as_ref()) {
                    return Err(PbfProblem::Feature(feature.into_owned()));
                }
            }
            32 => header.until = Some(field.int()?),
            _ => {}
        }
    }
    Ok(header)
}
