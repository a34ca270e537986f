//! The tables of a feed, row by row, by the names of their columns.
//!
//! Feeds quote cells as spreadsheets do. Rows are counted without blank lines, the header being row 1, and the line of
//! the file is told beside. What a row is asked for is checked, not what belongs to others: a broken row of a bus is no
//! reason to refuse a railway.

use super::archive::{Archive, Content};
use super::{GtfsProblem, InFile};

/// How long a row may be, bytes. Assumption: rows of real feeds have less than a hundredth of it.
const LONGEST_ROW: usize = 1 << 20;

/// A column that is read.
#[derive(Clone, Copy)]
pub(super) struct FeedColumn {
    name: &'static str,
    is_needed: bool,
}

/// A column that every such table has.
pub(super) const fn needed(name: &'static str) -> FeedColumn {
    let is_needed = true;
    FeedColumn { name, is_needed }
}

/// A column that is read where it is there.
pub(super) const fn optional(name: &'static str) -> FeedColumn {
    let is_needed = false;
    FeedColumn { name, is_needed }
}

/// Where a row stands: its number, the header being 1, and the number of its line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct At {
    pub row: u64,
    pub line: u64,
}

/// A row, whose columns were named beforehand.
pub(super) struct Row<'r, const N: usize> {
    record: &'r Record,
    columns: &'r [Option<usize>; N],
    names: &'r [FeedColumn; N],
    width: usize,
    file: &'static str,
}

impl<const N: usize> Row<'_, N> {
    /// A cell, by the place of its column among those named; empty where the file does not have the column. What is not
    /// UTF-8 reads as empty; [`Row::checked`] finds it.
    pub fn get(&self, column: usize) -> &str {
        let cell = self.columns[column].and_then(|column| self.record.cell(column));
        std::str::from_utf8(cell.unwrap_or_default())
            .unwrap_or("")
            .trim()
    }

    /// Refuses a row that is not text, or whose cells may stand in wrong columns.
    pub fn checked(&self) -> Result<(), InFile> {
        let cells = self.record.ends.len();
        let mut beyond = (self.width..cells).filter_map(|cell| self.record.cell(cell));
        if beyond.any(|cell| !cell.trim_ascii().is_empty()) {
            let (found, expected) = (cells, self.width);
            return Err(self.problem(GtfsProblem::TooManyCells { found, expected }));
        }
        match std::str::from_utf8(&self.record.text) {
            Ok(_) => Ok(()),
            Err(_) => Err(self.problem(GtfsProblem::NotText)),
        }
    }

    /// A number; `None` where the cell is empty.
    pub fn number(&self, column: usize) -> Result<Option<f64>, InFile> {
        let text = self.get(column);
        if text.is_empty() {
            return Ok(None);
        }
        match text.parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(Some(number)),
            _ => Err(self.not(column, "a number")),
        }
    }

    /// A cell that must not be empty.
    pub fn filled(&self, column: usize) -> Result<&str, InFile> {
        match self.get(column) {
            "" => {
                let column = self.names[column].name;
                Err(self.problem(GtfsProblem::Empty { column }))
            }
            text => Ok(text),
        }
    }

    /// The problem of a cell that is not what it should be.
    pub fn not(&self, column: usize, what: &'static str) -> InFile {
        let found = self.get(column).to_owned();
        let column = self.names[column].name;
        self.problem(GtfsProblem::NotA {
            column,
            found,
            what,
        })
    }

    /// Refuses a table of which more rows would be kept than a feed of this size has.
    pub fn within(&self, kept: usize, most: usize) -> Result<(), InFile> {
        match kept < most {
            true => Ok(()),
            false => Err(self.problem(GtfsProblem::TooManyRows { most })),
        }
    }

    pub fn problem(&self, problem: GtfsProblem) -> InFile {
        InFile {
            file: self.file,
            at: self.at(),
            problem,
        }
    }

    pub fn at(&self) -> At {
        self.record.at
    }
}

/// Calls `take` with each row of a file. Returns whether there is such a file.
pub(super) fn rows<const N: usize>(
    archive: &mut Archive,
    file: &'static str,
    columns: [FeedColumn; N],
    mut take: impl FnMut(&Row<'_, N>) -> Result<(), InFile>,
) -> Result<bool, InFile> {
    let in_file = |problem| {
        let at = At::default();
        InFile { file, at, problem }
    };
    let content = archive.table(file);
    let Some(mut content) = content.map_err(|problem| in_file(problem.into()))? else {
        return Ok(false);
    };
    let mut record = Record::default();
    if !record.read(&mut content, file)? {
        let what = "a header with the names of its columns";
        return Err(in_file(GtfsProblem::NothingIn { what }));
    }
    let places = header(&record, file, &columns)?;
    let width = record.ends.len();
    while record.read(&mut content, file)? {
        take(&Row {
            record: &record,
            columns: &places,
            names: &columns,
            width,
            file,
        })?;
    }
    Ok(true)
}

/// Where each column stands. Names are those of the reference, in whatever case.
fn header<const N: usize>(
    record: &Record,
    file: &'static str,
    columns: &[FeedColumn; N],
) -> Result<[Option<usize>; N], InFile> {
    let names: Vec<String> = (0..record.ends.len())
        .map(|cell| {
            let name = String::from_utf8_lossy(record.cell(cell).unwrap_or_default());
            name.trim().to_ascii_lowercase()
        })
        .collect();
    let places = columns.map(|column| names.iter().position(|name| name == column.name));
    let missing = columns.iter().zip(&places);
    let mut missing = missing.filter(|(column, place)| column.is_needed && place.is_none());
    let Some((column, _)) = missing.next() else {
        return Ok(places);
    };
    let first = names.first().map_or("", String::as_str);
    let separator = [(';', "semicolons"), ('\t', "tabs"), ('|', "bars")]
        .into_iter()
        .find(|(mark, _)| names.len() == 1 && first.contains(*mark))
        .map(|(_, marks)| marks);
    Err(InFile {
        file,
        at: record.at,
        problem: GtfsProblem::NoColumn {
            column: column.name,
            separator,
        },
    })
}

/// A row as its cells are read: their text without quotes, and where each ends.
#[derive(Default)]
struct Record {
    text: Vec<u8>,
    ends: Vec<usize>,
    at: At,
    /// The line that was read last.
    line: u64,
    raw: Vec<u8>,
}

impl Record {
    fn cell(&self, cell: usize) -> Option<&[u8]> {
        let end = *self.ends.get(cell)?;
        let start = cell.checked_sub(1).map_or(0, |before| self.ends[before]);
        Some(&self.text[start..end])
    }

    /// Reads the next row that is not blank; `false` at the end.
    fn read(&mut self, content: &mut Content<'_>, file: &'static str) -> Result<bool, InFile> {
        loop {
            if !self.read_line(content, file)? {
                return Ok(false);
            }
            if !self.raw.trim_ascii().is_empty() {
                break;
            }
        }
        self.at = At {
            row: self.at.row + 1,
            line: self.line,
        };
        self.text.clear();
        self.ends.clear();
        if self.raw.contains(&b'"') {
            return self.read_quoted(content, file).map(|()| true);
        }
        for cell in self.raw.split(|byte| *byte == b',') {
            self.text.extend_from_slice(cell);
            self.ends.push(self.text.len());
        }
        Ok(true)
    }

    /// Takes a row apart that has quotes; lines are added while one is open.
    fn read_quoted(&mut self, content: &mut Content<'_>, file: &'static str) -> Result<(), InFile> {
        let unclosed = |at| InFile {
            file,
            at,
            problem: GtfsProblem::OpenQuote,
        };
        let mut is_open = false;
        let mut has_break = false;
        loop {
            let raw = std::mem::take(&mut self.raw);
            let mut bytes = raw.iter().copied().peekable();
            while let Some(byte) = bytes.next() {
                match byte {
                    b'"' if is_open && bytes.peek() == Some(&b'"') => {
                        bytes.next();
                        self.text.push(b'"');
                    }
                    b'"' if is_open => {
                        is_open = false;
                        // A cell over several lines that goes on behind its quote was opened by mistake further up.
                        let is_end = bytes.peek().is_none_or(|next| *next == b',');
                        if has_break && !is_end {
                            return Err(unclosed(self.at));
                        }
                    }
                    b'"' if self.is_cell_empty() => (is_open, has_break) = (true, false),
                    b',' if !is_open => self.ends.push(self.text.len()),
                    byte => self.text.push(byte),
                }
            }
            self.raw = raw;
            if !is_open {
                self.ends.push(self.text.len());
                return Ok(());
            }
            self.text.push(b'\n');
            has_break = true;
            if self.text.len() > LONGEST_ROW || !self.read_line(content, file)? {
                return Err(unclosed(self.at));
            }
        }
    }

    fn is_cell_empty(&self) -> bool {
        let start = self.ends.last().copied().unwrap_or(0);
        self.text[start..].trim_ascii().is_empty()
    }

    /// Reads a line without its end; `false` at the end of the file.
    fn read_line(&mut self, content: &mut Content<'_>, file: &'static str) -> Result<bool, InFile> {
        self.raw.clear();
        self.line += 1;
        let at = At {
            row: self.at.row + 1,
            line: self.line,
        };
        let in_row = |problem| InFile { file, at, problem };
        let read = content.read_line(&mut self.raw, LONGEST_ROW + 1);
        let read = read.map_err(|problem| in_row(problem.into()))?;
        if read > LONGEST_ROW {
            return Err(in_row(GtfsProblem::LongRow));
        }
        if self.line == 1 && self.raw.starts_with(b"\xef\xbb\xbf") {
            self.raw.drain(..3);
        }
        while matches!(self.raw.last(), Some(b'\n' | b'\r')) {
            self.raw.pop();
        }
        Ok(read > 0)
    }
}

/// Seconds of a time like 25:10:00, which may be later than the day is long; `None` where it is empty or none.
pub(super) fn time_s(text: &str) -> Option<u32> {
    let mut parts = text.split(':');
    let mut part = |most: u32| {
        let text = parts.next()?;
        let is_plain = text.bytes().all(|byte| byte.is_ascii_digit());
        let number: u32 = text.parse().ok()?;
        (is_plain && number < most).then_some(number)
    };
    let (h, m, s) = (part(1_000)?, part(60)?, part(60)?);
    parts.next().is_none().then_some(h * 3_600 + m * 60 + s)
}
