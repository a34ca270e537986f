//! Where a field stands in its file: byte offset to line and column.
//!
//! The csv crate says at which byte a record begins but counts lines wrongly in CRLF files and after blank lines, and
//! knows no place of a field. So fields are found again here, by walking the record with the same rules as the crate (a
//! test holds the two together), and lines are counted from the bytes. This runs only when something is to be said.

use std::ops::Range;

/// The bytes of field number `column` of the record that begins at or after `start`, quotes included; the end of the
/// record when it has fewer fields.
pub(super) fn field(text: &[u8], start: usize, delimiter: u8, column: usize) -> Range<usize> {
    let mut begin = skip_line_ends(text, start);
    let mut end = field_end(text, begin, delimiter).end;
    for _ in 0..column {
        if text.get(end) != Some(&delimiter) {
            return end..end;
        }
        begin = end + 1;
        end = field_end(text, begin, delimiter).end;
    }
    begin..end
}

/// The opening quote of a last field that is never closed, in the record that begins at or after `start`.
pub(super) fn unclosed_quote(text: &[u8], start: usize, delimiter: u8) -> Option<usize> {
    let mut begin = skip_line_ends(text, start);
    loop {
        let FieldEnd { end, is_closed } = field_end(text, begin, delimiter);
        if !is_closed {
            return Some(begin);
        }
        if text.get(end) != Some(&delimiter) {
            return None;
        }
        begin = end + 1;
    }
}

/// A record's first byte: blank lines and the rest of the line end before it are passed over.
fn skip_line_ends(text: &[u8], start: usize) -> usize {
    let ends = text[start..]
        .iter()
        .take_while(|b| matches!(b, b'\r' | b'\n'));
    start + ends.count()
}

struct FieldEnd {
    end: usize,
    is_closed: bool,
}

/// The end of a field that begins at `begin`.
fn field_end(text: &[u8], begin: usize, delimiter: u8) -> FieldEnd {
    let mut at = begin;
    if text.get(at) == Some(&b'"') {
        at += 1;
        loop {
            match text[at..].iter().position(|&b| b == b'"') {
                None => {
                    return FieldEnd {
                        end: text.len(),
                        is_closed: false,
                    };
                }
                Some(quote) => at += quote + 1,
            }
            if text.get(at) != Some(&b'"') {
                break;
            }
            at += 1;
        }
    }
    let rest = text[at..].iter();
    let length = rest
        .take_while(|&&b| b != delimiter && b != b'\r' && b != b'\n')
        .count();
    FieldEnd {
        end: at + length,
        is_closed: true,
    }
}

/// The byte at which each record of a text written by this program begins.
pub(super) fn row_starts(text: &str) -> Vec<usize> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.as_bytes());
    reader
        .byte_records()
        .filter_map(|record| Some(record.ok()?.position()?.byte() as usize))
        .collect()
}

/// The byte at which each line begins; `\n`, `\r` and `\r\n` end a line.
pub(super) fn line_starts(text: &[u8]) -> Vec<usize> {
    let mut starts = vec![0];
    for (i, &byte) in text.iter().enumerate() {
        let is_end = byte == b'\n' || (byte == b'\r' && text.get(i + 1) != Some(&b'\n'));
        if is_end {
            starts.push(i + 1);
        }
    }
    starts
}

/// Line and column, both from 1, of a byte; columns count the characters of the line, and bytes that are none.
pub(super) fn line_and_column(text: &[u8], line_starts: &[usize], offset: usize) -> (u32, u32) {
    let line = line_starts.partition_point(|&start| start <= offset);
    let start = line.checked_sub(1).map_or(0, |i| line_starts[i]);
    let before = &text[start..offset.min(text.len())];
    let characters = before.utf8_chunks().map(|chunk| {
        chunk.valid().chars().filter(|&c| c != '\u{feff}').count() + chunk.invalid().len()
    });
    let column = characters.sum::<usize>() + 1;
    (
        u32::try_from(line).unwrap_or(u32::MAX),
        u32::try_from(column).unwrap_or(u32::MAX),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn place(text: &str, start: usize, column: usize) -> (u32, u32) {
        let text = text.as_bytes();
        let offset = field(text, start, b',', column).start;
        line_and_column(text, &line_starts(text), offset)
    }

    #[test]
    fn crlf_and_blank_lines_are_counted() {
        let text = "id,name\r\n\r\na,\"two\r\nlines\",x\r\nb,이,y\r\n";
        assert_eq!(place(text, 9, 0), (3, 1));
        assert_eq!(place(text, 9, 2), (4, 8));
        let third = text.find("b,").expect("there");
        assert_eq!(place(text, third - 1, 2), (5, 5));
        assert_eq!(place(text, third, 9), (5, 6));
    }

    #[test]
    fn a_quote_may_stay_open() {
        assert_eq!(unclosed_quote(b"a,\"b\n\nc", 0, b','), Some(2));
        assert_eq!(unclosed_quote(b"a,\"b\"\"\",c\"", 0, b','), None);
    }

    fn unquote(field: &str) -> String {
        match field.strip_prefix('"') {
            None => field.to_owned(),
            Some(rest) => {
                let mut out = String::new();
                let mut chars = rest.chars().peekable();
                while let Some(c) = chars.next() {
                    if c != '"' {
                        out.push(c);
                    } else if chars.peek() == Some(&'"') {
                        out.push('"');
                        chars.next();
                    } else {
                        out.extend(chars.by_ref());
                    }
                }
                out
            }
        }
    }

    proptest! {
        /// The walk finds the very fields that the csv crate reads, whatever the text.
        #[test]
        fn fields_are_those_of_the_csv_crate(text in "[a\",;\r\né]{0,40}") {
            let mut reader = csv::ReaderBuilder::new()
                .has_headers(false)
                .flexible(true)
                .from_reader(text.as_bytes());
            let mut record = csv::StringRecord::new();
            while reader.read_record(&mut record).expect("UTF-8") {
                let start = record.position().expect("read from a reader").byte() as usize;
                for (i, cell) in record.iter().enumerate() {
                    let span = field(text.as_bytes(), start, b',', i);
                    prop_assert_eq!(&unquote(&text[span]), cell, "field {} of {:?}", i, text);
                }
            }
        }
    }
}
