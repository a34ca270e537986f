//! Arrays of little-endian numbers read in place, and what is wrong with a file that does not hold them.

use thiserror::Error;

/// A file of the sketch that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum BrokenSketch {
    /// The file begins with other bytes.
    #[error(
        "{file} does not begin with {expected}; it is not a file of the sketch, or one of another version"
    )]
    Magic {
        /// Which file.
        file: &'static str,
        /// The first eight bytes that were expected, as text.
        expected: &'static str,
    },
    /// The file ends too early.
    #[error("{file} ends within {what}: {needed} bytes are needed there and {found} are left")]
    Short {
        /// Which file.
        file: &'static str,
        /// Which array.
        what: &'static str,
        /// Bytes of the array.
        needed: usize,
        /// Bytes left.
        found: usize,
    },
    /// The file goes on after its last array.
    #[error("{file} has {found} bytes after its last array; none is expected")]
    Long {
        /// Which file.
        file: &'static str,
        /// Bytes left.
        found: usize,
    },
    /// A number points outside of what it points into, or has no meaning.
    #[error("{file}: {what} number {index} is {found}; {expected} is expected")]
    Value {
        /// Which file.
        file: &'static str,
        /// Which array.
        what: &'static str,
        /// Which of its numbers.
        index: usize,
        /// What was found.
        found: i64,
        /// What would be accepted.
        expected: String,
    },
}

/// Reads arrays off the front of a file.
pub(super) struct Reader<'a> {
    pub file: &'static str,
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    /// Begins behind the file's magic bytes.
    pub fn new(
        file: &'static str,
        bytes: &'a [u8],
        magic: &'static str,
    ) -> Result<Reader<'a>, BrokenSketch> {
        match bytes.strip_prefix(magic.as_bytes()) {
            Some(rest) => Ok(Reader { file, rest }),
            None => Err(BrokenSketch::Magic {
                file,
                expected: magic,
            }),
        }
    }

    /// The next `count` items of `size` bytes each.
    pub fn array(
        &mut self,
        what: &'static str,
        count: usize,
        size: usize,
    ) -> Result<View<'a>, BrokenSketch> {
        let needed = count.saturating_mul(size);
        let Some((bytes, rest)) = self.rest.split_at_checked(needed) else {
            return Err(BrokenSketch::Short {
                file: self.file,
                what,
                needed,
                found: self.rest.len(),
            });
        };
        self.rest = rest;
        Ok(View { bytes })
    }

    /// That nothing is left.
    pub fn end(&self) -> Result<(), BrokenSketch> {
        match self.rest.len() {
            0 => Ok(()),
            found => Err(BrokenSketch::Long {
                file: self.file,
                found,
            }),
        }
    }

    /// The complaint about a number.
    pub fn value(
        &self,
        what: &'static str,
        index: usize,
        found: impl Into<i64>,
        expected: impl Into<String>,
    ) -> BrokenSketch {
        BrokenSketch::Value {
            file: self.file,
            what,
            index,
            found: found.into(),
            expected: expected.into(),
        }
    }
}

/// Little-endian numbers in place. An index outside of it panics: whoever opens a file checks all of its indices first.
#[derive(Clone, Copy, Debug)]
pub(super) struct View<'a> {
    pub bytes: &'a [u8],
}

impl View<'_> {
    fn at<const N: usize>(&self, index: usize) -> [u8; N] {
        let start = index * N;
        self.bytes[start..start + N]
            .try_into()
            .expect("the slice has N bytes")
    }

    pub fn u16(&self, index: usize) -> u16 {
        u16::from_le_bytes(self.at(index))
    }

    pub fn i16(&self, index: usize) -> i16 {
        i16::from_le_bytes(self.at(index))
    }

    pub fn u32(&self, index: usize) -> u32 {
        u32::from_le_bytes(self.at(index))
    }

    pub fn i32(&self, index: usize) -> i32 {
        i32::from_le_bytes(self.at(index))
    }

    /// A number of 32 bits that points into memory.
    pub fn place(&self, index: usize) -> usize {
        self.u32(index) as usize
    }
}
