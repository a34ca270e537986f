//! Protocol buffers as far as the PBF format of OpenStreetMap uses them: fields, packed lists, differences.
//!
//! Nothing is copied: a message is a slice, its fields are slices of it. Whatever does not fit is a [`Malformed`]; the
//! reader of blobs says where in the file that was.

use thiserror::Error;

/// What is wrong inside a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Malformed {
    /// The bytes end inside a value.
    #[error("a value is cut off")]
    CutOff,
    /// A number longer than 64 bits.
    #[error("a number is longer than 64 bits")]
    LongNumber,
    /// A kind of field that the format does not have.
    #[error("a field has the unknown kind {0}")]
    UnknownKind(u8),
    /// A field of another kind than its number says.
    #[error("field {0} has the wrong kind")]
    WrongKind(u64),
    /// A reference to a text that is not there.
    #[error("there is no text number {0}")]
    NoSuchText(u64),
    /// Lists that should be equally long are not.
    #[error("lists that belong together have different lengths")]
    Uneven,
}

/// The value of a field.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Value<'a> {
    Number(u64),
    Bytes(&'a [u8]),
    /// Four or eight bytes, which no field that is read here has.
    Fixed,
}

/// A field: its number and value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Field<'a> {
    pub number: u64,
    value: Value<'a>,
}

impl<'a> Field<'a> {
    pub fn bytes(&self) -> Result<&'a [u8], Malformed> {
        match self.value {
            Value::Bytes(bytes) => Ok(bytes),
            _ => Err(Malformed::WrongKind(self.number)),
        }
    }

    pub fn uint(&self) -> Result<u64, Malformed> {
        match self.value {
            Value::Number(number) => Ok(number),
            _ => Err(Malformed::WrongKind(self.number)),
        }
    }

    /// A number of the kinds `int32` and `int64`, negative ones written as 64 bits.
    pub fn int(&self) -> Result<i64, Malformed> {
        self.uint().map(u64::cast_signed)
    }

    /// A number of the kind `sint64`.
    pub fn sint(&self) -> Result<i64, Malformed> {
        self.uint().map(unzigzag)
    }
}

/// The fields of a message.
pub(super) struct Fields<'a>(&'a [u8]);

pub(super) fn fields(message: &[u8]) -> Fields<'_> {
    Fields(message)
}

impl<'a> Fields<'a> {
    fn read(&mut self) -> Result<Field<'a>, Malformed> {
        let key = varint(&mut self.0)?;
        let value = match key & 7 {
            0 => Value::Number(varint(&mut self.0)?),
            2 => {
                let length = varint(&mut self.0)?;
                Value::Bytes(self.take(length)?)
            }
            1 => self.take(8).map(|_| Value::Fixed)?,
            5 => self.take(4).map(|_| Value::Fixed)?,
            kind => return Err(Malformed::UnknownKind(kind as u8)),
        };
        let number = key >> 3;
        Ok(Field { number, value })
    }

    fn take(&mut self, length: u64) -> Result<&'a [u8], Malformed> {
        let length = usize::try_from(length).map_err(|_| Malformed::CutOff)?;
        let (taken, rest) = self.0.split_at_checked(length).ok_or(Malformed::CutOff)?;
        self.0 = rest;
        Ok(taken)
    }
}

impl<'a> Iterator for Fields<'a> {
    type Item = Result<Field<'a>, Malformed>;

    fn next(&mut self) -> Option<Self::Item> {
        (!self.0.is_empty()).then(|| {
            let field = self.read();
            if field.is_err() {
                self.0 = &[];
            }
            field
        })
    }
}

/// The numbers of a packed list.
pub(super) struct Packed<'a>(&'a [u8]);

pub(super) fn packed(list: &[u8]) -> Packed<'_> {
    Packed(list)
}

impl Iterator for Packed<'_> {
    type Item = Result<u64, Malformed>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        (!self.0.is_empty()).then(|| {
            let number = varint(&mut self.0);
            if number.is_err() {
                self.0 = &[];
            }
            number
        })
    }
}

/// The numbers of a packed list of differences.
pub(super) fn running_sums(list: &[u8]) -> impl Iterator<Item = Result<i64, Malformed>> + '_ {
    let mut sum = 0i64;
    packed(list).map(move |difference| {
        // Wrapping: a broken file may add up to anything, and an id or place that makes no sense is met by nothing.
        sum = sum.wrapping_add(unzigzag(difference?));
        Ok(sum)
    })
}

#[inline]
fn unzigzag(number: u64) -> i64 {
    (number >> 1).cast_signed() ^ -(number & 1).cast_signed()
}

#[inline]
fn varint(bytes: &mut &[u8]) -> Result<u64, Malformed> {
    // Most numbers of a file are one or two bytes long.
    if let [first, rest @ ..] = *bytes
        && *first < 128
    {
        *bytes = rest;
        return Ok(u64::from(*first));
    }
    let mut number = 0;
    for (i, byte) in bytes.iter().enumerate() {
        if i == 10 {
            return Err(Malformed::LongNumber);
        }
        number |= u64::from(byte & 127) << (7 * i);
        if *byte < 128 {
            *bytes = &bytes[i + 1..];
            return Ok(number);
        }
    }
    Err(Malformed::CutOff)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_the_format_describes() {
        // The examples of the format's own documentation: 300, and zigzag -1, 1, -2.
        assert_eq!(varint(&mut &[0xac, 0x02][..]), Ok(300));
        assert_eq!([1, 2, 3].map(unzigzag), [-1, 1, -2]);
        assert_eq!(varint(&mut &[0xac][..]), Err(Malformed::CutOff));
        assert_eq!(varint(&mut &[0xff; 11][..]), Err(Malformed::LongNumber));
    }

    #[test]
    fn a_message_ends_with_its_first_fault() {
        // Field 1 = 150, then field 2 of which a byte is missing.
        let found: Vec<_> = fields(&[0x08, 0x96, 0x01, 0x12, 0x02, b'a']).collect();
        assert_eq!(found[0].and_then(|field| field.uint()), Ok(150));
        assert_eq!(found[1..], [Err(Malformed::CutOff)]);
        assert_eq!(
            found[0].and_then(|f| f.bytes()),
            Err(Malformed::WrongKind(1))
        );
    }

    #[test]
    fn differences_add_up() {
        let sums: Result<Vec<i64>, _> = running_sums(&[0x14, 0x02, 0x01]).collect();
        assert_eq!(sums, Ok(vec![10, 11, 10]));
        let numbers: Vec<_> = packed(&[0x14, 0xac, 0x02]).collect();
        assert_eq!(numbers, [Ok(20), Ok(300)]);
    }
}
