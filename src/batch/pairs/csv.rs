//! Pairs in CSV, with commas, semicolons or tabs.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use csv::ByteRecord;

use super::super::{BatchError, io_at};
use super::{Pair, one_line};
use crate::files::LineLimit;

/// A file of pairs.
pub(in crate::batch) struct Pairs {
    path: PathBuf,
    reader: csv::Reader<LineLimit<BufReader<File>>>,
    columns: [usize; 2],
    row: u64,
    total: u64,
}

impl Pairs {
    pub fn open(path: &Path) -> Result<Pairs, BatchError> {
        let failed = io_at(path);
        let file = File::open(path).map_err(&failed)?;
        let total = file.metadata().map_err(&failed)?.len();
        let mut file = BufReader::new(file);
        let delimiter = delimiter(file.fill_buf().map_err(&failed)?);
        let builder = &mut csv::ReaderBuilder::new();
        let builder = builder.flexible(true).delimiter(delimiter);
        let mut reader = builder.from_reader(LineLimit::new(file));
        let header = reader
            .byte_headers()
            .map_err(|error| failed(error.into()))?;
        let column = |name: &'static str| {
            let bytes = name.as_bytes();
            let is_named = |cell: &[u8]| {
                let cell = cell.strip_prefix(b"\xef\xbb\xbf").unwrap_or(cell);
                cell.trim_ascii() == bytes
            };
            let found = header.iter().position(is_named);
            found.ok_or_else(|| BatchError::NoColumn {
                path: path.to_owned(),
                column: name,
            })
        };
        let columns = [column("from")?, column("to")?];
        Ok(Pairs {
            path: path.to_owned(),
            reader,
            columns,
            row: 1,
            total,
        })
    }

    /// Bytes of the file.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// Bytes read of it.
    pub fn read(&self) -> u64 {
        self.reader.position().byte()
    }

    /// The next pair.
    pub fn next(&mut self) -> Result<Option<Pair>, BatchError> {
        let mut record = ByteRecord::new();
        let is_row = self.reader.read_byte_record(&mut record);
        if !is_row.map_err(|error| io_at(&self.path)(error.into()))? {
            return Ok(None);
        }
        self.row += 1;
        let cell = |column: usize| {
            record
                .get(column)
                .map(|cell| str::from_utf8(cell.trim_ascii()))
        };
        let problem = match self.columns.map(cell) {
            [Some(Ok(_)), Some(Ok(_))] => None,
            [None, _] | [_, None] => Some(format!(
                "row {} has {} cells, from or to is missing",
                self.row,
                record.len()
            )),
            _ => Some(format!("row {} is not UTF-8 text", self.row)),
        };
        let text = |column: usize| {
            one_line(&String::from_utf8_lossy(
                record.get(column).unwrap_or_default(),
            ))
        };
        let [from, to] = self.columns.map(text);
        Ok(Some(Pair {
            row: self.row,
            from,
            to,
            problem,
        }))
    }
}

/// The most frequent of `,`, `;` and tab on the first line; the first of equals.
fn delimiter(start: &[u8]) -> u8 {
    let line = start
        .split(|byte| *byte == b'\n')
        .next()
        .unwrap_or_default();
    let count = |delimiter: u8| line.iter().filter(|byte| **byte == delimiter).count();
    [b'\t', b';', b',']
        .into_iter()
        .max_by_key(|d| count(*d))
        .unwrap_or(b',')
}
