//! The head of a table: which columns there are and what separates them.

use std::collections::HashMap;

use csv::StringRecord;

use super::super::finding::{FilePosition, Finding, nearest};
use super::locate;
use super::problem::TableProblem;

/// What a table's columns are, in the order in which they are written.
#[derive(Debug, PartialEq, Eq)]
pub struct Schema {
    /// The file's name in a data package.
    pub file: &'static str,
    /// Its columns.
    pub columns: &'static [ColumnSpec],
}

/// A column of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ColumnSpec {
    /// Its name in the header, units included.
    pub name: &'static str,
    /// Whether a table without it cannot be read.
    pub is_required: bool,
    /// Whether its cells are numbers, so that a comma in them may be a decimal one.
    pub is_number: bool,
}

impl ColumnSpec {
    /// A column of texts that may be absent.
    #[must_use]
    pub const fn text(name: &'static str) -> ColumnSpec {
        ColumnSpec {
            name,
            is_required: false,
            is_number: false,
        }
    }

    /// A column of numbers that may be absent.
    #[must_use]
    pub const fn number(name: &'static str) -> ColumnSpec {
        ColumnSpec {
            is_number: true,
            ..ColumnSpec::text(name)
        }
    }

    /// The same column, which must be there.
    #[must_use]
    pub const fn required(self) -> ColumnSpec {
        ColumnSpec {
            is_required: true,
            ..self
        }
    }
}

/// Where a table's header begins and what separates its fields.
pub(super) struct Start {
    pub offset: usize,
    pub delimiter: u8,
}

/// Looks over the first line; refuses a file that has none.
pub(super) fn start(file: &str, text: &[u8]) -> Result<Start, Finding> {
    let at_start = |problem| Err(Finding::new(FilePosition::start_of(file), &problem));
    if text.starts_with(b"\xff\xfe") || text.starts_with(b"\xfe\xff") {
        return at_start(TableProblem::Utf16);
    }
    let bom = if text.starts_with(b"\xef\xbb\xbf") {
        3
    } else {
        0
    };
    if text[bom..].trim_ascii().is_empty() {
        return at_start(TableProblem::Empty);
    }
    let blank = text[bom..]
        .iter()
        .take_while(|b| matches!(b, b'\r' | b'\n'));
    let offset = bom + blank.count();
    Ok(match &text[offset..] {
        // Excel's own way to name the separator, on a line before the header.
        [
            b's',
            b'e',
            b'p',
            b'=',
            delimiter @ (b',' | b';' | b'\t'),
            b'\r' | b'\n',
            ..,
        ] => Start {
            offset: offset + 5,
            delimiter: *delimiter,
        },
        header => Start {
            offset,
            delimiter: delimiter(header),
        },
    })
}

/// Says where a text is not UTF-8.
pub(super) fn not_utf8(file: &str, text: &[u8]) -> Finding {
    let offset = std::str::from_utf8(text).map_or_else(|error| error.valid_up_to(), str::len);
    let (line, column) = locate::line_and_column(text, &locate::line_starts(text), offset);
    let byte = text.get(offset).copied().unwrap_or_default();
    let file = file.to_owned();
    Finding::new(
        FilePosition { file, line, column },
        &TableProblem::NotUtf8 { byte },
    )
}

/// The most frequent of `,`, `;` and tab on the first line, outside quotes.
fn delimiter(text: &[u8]) -> u8 {
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    let mut is_quoted = false;
    for byte in text {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'\r' | b'\n' if !is_quoted => break,
            byte if !is_quoted => {
                let counted = counts.iter_mut().find(|(delimiter, _)| delimiter == byte);
                counted.into_iter().for_each(|(_, count)| *count += 1);
            }
            _ => {}
        }
    }
    let mut best = counts[0];
    for candidate in counts {
        if candidate.1 > best.1 {
            best = candidate;
        }
    }
    best.0
}

/// How many unknown columns are told, and how many names of others a missing column is told with; more say no more.
const TOLD: usize = 100;

/// For each column of the schema its number in the file, and what is wrong with the header, by field. Time and memory are
/// linear in the header.
pub(super) fn order(
    schema: &'static Schema,
    header: &StringRecord,
) -> (Vec<Option<usize>>, Vec<(usize, TableProblem)>) {
    let mut problems = Vec::new();
    let mut first: HashMap<&str, usize> = HashMap::with_capacity(header.len());
    let is_known = |name: &str| schema.columns.iter().any(|column| column.name == name);
    let mut repeated = Vec::new();
    for (i, found) in header.iter().enumerate() {
        if *first.entry(found).or_insert(i) != i && !found.is_empty() {
            repeated.push(i);
        }
    }
    for i in repeated.into_iter().take(TOLD) {
        let found = header[i].to_owned();
        problems.push((i, TableProblem::DuplicateColumn { found }));
    }
    let absent = schema.columns.iter().map(|column| column.name);
    let absent: Vec<&str> = absent.filter(|name| !first.contains_key(name)).collect();
    let unknown = header.iter().enumerate();
    let mut unknown: Vec<(usize, &str)> = unknown
        .filter(|(i, name)| !name.is_empty() && first[name] == *i && !is_known(name))
        .collect();
    let count = unknown.len();
    unknown.truncate(TOLD);
    for (i, found) in &unknown {
        let guess = nearest(&found.to_lowercase(), absent.iter().copied());
        let found = (*found).to_owned();
        problems.push((*i, TableProblem::UnknownColumn { found, guess }));
    }
    if count > TOLD {
        let more = count - TOLD;
        problems.push((
            unknown[TOLD - 1].0,
            TableProblem::MoreUnknownColumns { more },
        ));
    }
    problems.sort_by_key(|(i, _)| *i);
    let mut order = Vec::with_capacity(schema.columns.len());
    for column in schema.columns {
        let position = first.get(column.name).copied();
        if position.is_none() && column.is_required {
            let unknown = unknown.iter().map(|(_, name)| *name);
            let problem = TableProblem::MissingColumn {
                name: column.name,
                found: header.iter().take(TOLD).collect::<Vec<_>>().join(", "),
                guess: nearest(column.name, unknown).map(str::to_owned),
            };
            problems.push((0, problem));
        }
        order.push(position);
    }
    (order, problems)
}

/// The number that a decimal comma may have split in a record with too many fields: `39` and `0053` in a column of numbers
/// and after it.
pub(super) fn split_number(
    schema: &Schema,
    order: &[Option<usize>],
    record: &StringRecord,
) -> Option<(String, String)> {
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let numbers = schema.columns.iter().zip(order);
    let mut columns: Vec<usize> = numbers
        .filter(|(column, _)| column.is_number)
        .filter_map(|(_, position)| *position)
        .collect();
    columns.sort_unstable();
    columns.into_iter().find_map(|i| {
        let (whole, decimals) = (record.get(i)?.trim(), record.get(i + 1)?.trim());
        let is_whole = is_digits(whole.strip_prefix('-').unwrap_or(whole));
        (is_whole && is_digits(decimals)).then(|| (whole.to_owned(), decimals.to_owned()))
    })
}
