//! A CSV table as it is written: cells of text, each of which knows its place in the file.
//!
//! A [`Schema`] names the columns. [`Table::read`] accepts what spreadsheets write: a byte order mark, `\r\n`, `;` or tab
//! between fields, decimal commas where those cannot be mistaken. It says what is missing, unknown, twice there or
//! ragged, and goes on, so that all faults of a table are told at once. What a cell means is read by [`Cell`]. Tables are
//! also made in memory, row by row; their places are those of the file that would be written.
//!
//! ```
//! use slowtrain::network::{ColumnSpec, Findings, Schema, Table};
//! static PAIRS: Schema = Schema {
//!     file: "pairs.csv",
//!     columns: &[ColumnSpec::text("from").required(), ColumnSpec::text("to").required(), ColumnSpec::number("km")],
//! };
//! let mut findings = Findings::new();
//! let table = Table::read(&PAIRS, "pairs.csv", "from;to;km\r\nA;B;1,5\r\n".as_bytes().into(), &mut findings);
//! let table = table.expect("readable");
//! let row = table.rows().next().expect("one row");
//! let [from, to, km] = row.cells();
//! assert_eq!((from.text(), to.text()), ("A", "B"));
//! assert_eq!(km.number(0.0..=10.0), Ok(Some(1.5)));
//! assert_eq!(km.place().to_string(), "pairs.csv:2:5");
//! ```

mod cell;
mod header;
mod locate;
mod problem;
mod row;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::OnceLock;

use csv::StringRecord;

use super::finding::{FilePosition, Finding, Findings};
pub use cell::Cell;
pub use header::{ColumnSpec, Schema};
use problem::TableProblem;
pub use row::Row;

/// A table: its header and its rows as text.
#[derive(Clone, Debug)]
pub struct Table {
    schema: &'static Schema,
    file: String,
    header: StringRecord,
    /// For each column of the schema, which one of the file it is.
    order: Vec<Option<usize>>,
    cells: Cells,
    /// Rows with too few or too many fields, whose cells may stand in wrong columns.
    ragged: BTreeSet<usize>,
    has_decimal_commas: bool,
    source: OnceLock<Source>,
}

/// All cells in one text, with where each ends.
#[derive(Clone, Debug, Default)]
struct Cells {
    text: String,
    ends: Vec<usize>,
}

/// Cells that short rows may be filled up with, besides one for each byte of the file.
const SPARE_CELLS: usize = 100_000;

impl Cells {
    /// Appends a record that is as wide as the header.
    fn push_record(&mut self, record: &StringRecord) {
        let start = self.text.len();
        self.text.push_str(record.as_slice());
        let ends = (0..record.len()).filter_map(|i| record.range(i));
        self.ends.extend(ends.map(|range| start + range.end));
    }

    fn push(&mut self, cell: &str) {
        self.text.push_str(cell);
        self.ends.push(self.text.len());
    }

    fn get(&self, i: usize) -> &str {
        let start = i.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start..self.ends[i]]
    }
}

/// The file's text, for finding places.
#[derive(Clone, Debug)]
struct Source {
    text: Cow<'static, [u8]>,
    delimiter: u8,
    row_starts: Vec<usize>,
    line_starts: OnceLock<Vec<usize>>,
}

impl Table {
    /// An empty table with all columns of the schema.
    #[must_use]
    pub fn new(schema: &'static Schema) -> Table {
        let header: StringRecord = schema.columns.iter().map(|column| column.name).collect();
        Table {
            schema,
            file: schema.file.to_owned(),
            order: (0..header.len()).map(Some).collect(),
            header,
            cells: Cells::default(),
            ragged: BTreeSet::new(),
            has_decimal_commas: false,
            source: OnceLock::new(),
        }
    }

    /// Reads a table. `file` is how findings name it.
    ///
    /// Returns `None` when the text cannot be read as a table of this schema at all: not UTF-8, empty, or without a
    /// required column.
    pub fn read(
        schema: &'static Schema,
        file: impl Into<String>,
        text: Cow<'static, [u8]>,
        findings: &mut Findings,
    ) -> Option<Table> {
        let file = file.into();
        let start = header::start(&file, &text).map_err(|finding| findings.push(finding));
        let header::Start { offset, delimiter } = start.ok()?;
        let mut table = Table {
            file,
            ..Table::new(schema)
        };
        let mut source = Source {
            text,
            delimiter,
            row_starts: Vec::new(),
            line_starts: OnceLock::new(),
        };
        let found = table.read_records(&mut source, offset);
        let Some(found) = found else {
            findings.push(header::not_utf8(&table.file, &source.text));
            return None;
        };
        table.source = OnceLock::from(source);
        table.report(found, findings).then_some(table)
    }

    /// Reads header and rows and returns the row and field of each problem, no row for the header. `None`: it is no UTF-8.
    fn read_records(
        &mut self,
        source: &mut Source,
        offset: usize,
    ) -> Option<Vec<(Option<usize>, usize, TableProblem)>> {
        let mut problems = Vec::new();
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(source.delimiter)
            .from_reader(&source.text[offset..]);
        let mut record = StringRecord::new();
        self.cells.text.reserve(source.text.len());
        let mut is_header = true;
        let (mut room, mut skipped) = (source.text.len() + SPARE_CELLS, 0);
        // The text is in memory and records may have any width, so only what is not UTF-8 can fail.
        while reader.read_record(&mut record).ok()? {
            let byte = record.position().map_or(0, csv::Position::byte);
            let start = offset + usize::try_from(byte).unwrap_or(usize::MAX);
            if is_header {
                is_header = false;
                self.header = record.iter().map(str::trim).collect();
                let (order, found) = header::order(self.schema, &self.header);
                self.order = order;
                problems.extend(found.into_iter().map(|(column, p)| (None, column, p)));
                source.row_starts.push(start);
            } else if !record.as_slice().trim().is_empty() {
                // Short rows are errors, each told once; what would fill them up must not outgrow the file.
                room = room.saturating_sub(self.header.len().saturating_sub(record.len()));
                if room == 0 {
                    skipped += 1;
                    continue;
                }
                source.row_starts.push(start);
                problems.extend(self.take(&record));
            }
        }
        if skipped > 0 {
            let row = self.len().checked_sub(1);
            problems.push((row, 0, TableProblem::MoreRagged { more: skipped }));
        }
        if let Some(&last) = source.row_starts.last()
            && locate::unclosed_quote(&source.text, last, source.delimiter).is_some()
        {
            // Only the last record can run into the end of the file, and that it has too few fields then is no news.
            let row = self.len().checked_sub(1);
            problems.retain(|(faulty, _, _)| row.is_none() || *faulty != row);
            problems.push((row, 0, TableProblem::UnclosedQuote));
        }
        if source.delimiter != b',' {
            let is_comma =
                |cell: Cell<'_>| cell.is_of_numbers() && cell::decimal_comma(cell.text()).is_some();
            let has_any = self.rows().any(|row| row.iter().any(is_comma));
            self.has_decimal_commas = has_any;
        }
        Some(problems)
    }

    /// Appends a row, cut or filled up to the header's width.
    fn take(&mut self, record: &StringRecord) -> Option<(Option<usize>, usize, TableProblem)> {
        let width = self.header.len();
        let row = self.len();
        if record.len() == width {
            self.cells.push_record(record);
            return None;
        }
        for i in 0..width {
            self.cells.push(record.get(i).unwrap_or_default());
        }
        let is_longer = record.iter().skip(width).any(|cell| !cell.is_empty());
        if record.len() > width && !is_longer {
            return None;
        }
        self.ragged.insert(row);
        let problem = TableProblem::Ragged {
            found: record.len(),
            expected: width,
            comma: is_longer
                .then(|| header::split_number(self.schema, &self.order, record))
                .flatten(),
        };
        Some((Some(row), record.len().min(width), problem))
    }

    /// Gives each problem its place; whether the table can be used.
    fn report(
        &self,
        problems: Vec<(Option<usize>, usize, TableProblem)>,
        findings: &mut Findings,
    ) -> bool {
        let mut is_usable = true;
        for (row, column, problem) in problems {
            is_usable &= !matches!(
                problem,
                TableProblem::MissingColumn { .. } | TableProblem::DuplicateColumn { .. }
            );
            let record = row.map_or(0, |row| row + 1);
            let place = match problem {
                TableProblem::UnclosedQuote => self.place_of_open_quote(record),
                _ => self.place(record, column),
            };
            findings.push(Finding::new(place, &problem));
        }
        is_usable
    }

    /// Appends a row; the cells in the order of the header.
    ///
    /// # Panics
    /// Unless there are as many cells as columns.
    pub fn push<'c>(&mut self, cells: impl IntoIterator<Item = &'c str>) {
        cells.into_iter().for_each(|cell| self.cells.push(cell));
        assert_eq!(
            self.cells.ends.len() % self.header.len(),
            0,
            "a row has one cell for each column"
        );
        self.source = OnceLock::new();
    }

    /// The columns this table was read by.
    #[must_use]
    pub fn schema(&self) -> &'static Schema {
        self.schema
    }

    /// How findings name the file.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.cells.ends.len() / self.header.len().max(1)
    }

    /// Whether there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether the file has a column.
    #[must_use]
    pub fn has_column(&self, name: &str) -> bool {
        self.header.iter().any(|column| column == name)
    }

    /// All rows, in the order of the file.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        (0..self.len()).map(|row| self.row(row))
    }

    /// One row.
    ///
    /// # Panics
    /// If there is no such row.
    #[must_use]
    pub fn row(&self, index: usize) -> Row<'_> {
        assert!(index < self.len(), "row {index} of {}", self.len());
        Row::new(self, index)
    }

    /// Header and rows as the file has them, unknown columns included.
    pub(super) fn records(&self) -> impl Iterator<Item = impl Iterator<Item = &str>> {
        let width = self.header.len();
        let header: Vec<&str> = self.header.iter().collect();
        let rows = (0..self.len()).map(move |row| {
            (row * width..(row + 1) * width)
                .map(|i| self.cells.get(i))
                .collect()
        });
        std::iter::once(header)
            .chain(rows)
            .map(|record: Vec<&str>| record.into_iter())
    }

    fn source(&self) -> &Source {
        self.source.get_or_init(|| {
            let text = super::write::table(self);
            let row_starts = locate::row_starts(&text);
            Source {
                text: text.into_bytes().into(),
                delimiter: b',',
                row_starts,
                line_starts: OnceLock::new(),
            }
        })
    }

    /// The place of a field of a record; the header is record 0.
    fn place(&self, record: usize, column: usize) -> FilePosition {
        let source = self.source();
        match source.row_starts.get(record) {
            None => FilePosition::start_of(&self.file),
            Some(&start) => {
                let field = locate::field(&source.text, start, source.delimiter, column);
                self.place_at(field.start)
            }
        }
    }

    fn place_of_open_quote(&self, record: usize) -> FilePosition {
        let source = self.source();
        let start = source.row_starts[record];
        let quote = locate::unclosed_quote(&source.text, start, source.delimiter);
        self.place_at(quote.unwrap_or(start))
    }

    fn place_at(&self, offset: usize) -> FilePosition {
        let source = self.source();
        let lines = source
            .line_starts
            .get_or_init(|| locate::line_starts(&source.text));
        let (line, column) = locate::line_and_column(&source.text, lines, offset);
        FilePosition {
            file: self.file.clone(),
            line,
            column,
        }
    }
}
