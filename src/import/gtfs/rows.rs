//! The tables of a feed, row by row, by the names of their columns.

use std::io::{Read, Seek};

use csv::StringRecord;

use super::zip::Archive;
use super::{GtfsProblem, InFile};

/// A row, whose columns were named beforehand.
pub(super) struct Row<'r, const N: usize> {
    record: &'r StringRecord,
    columns: &'r [Option<usize>; N],
    file: &'static str,
    /// Number of the row, the header being row 1.
    number: u64,
}

impl<const N: usize> Row<'_, N> {
    /// A cell, by the place of its column among those named; empty where the file does not have the column.
    pub fn get(&self, column: usize) -> &str {
        let cell = self.columns[column].and_then(|column| self.record.get(column));
        cell.unwrap_or("").trim()
    }

    /// A number; `None` where the cell is empty.
    pub fn number(&self, column: usize) -> Result<Option<f64>, InFile> {
        let text = self.get(column);
        if text.is_empty() {
            return Ok(None);
        }
        match text.parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(Some(number)),
            _ => Err(self.problem(GtfsProblem::NotANumber(text.to_owned()))),
        }
    }

    pub fn problem(&self, problem: GtfsProblem) -> InFile {
        InFile {
            file: self.file,
            row: self.number,
            problem,
        }
    }
}

/// Calls `take` with each row of a file. Returns whether there is such a file.
pub(super) fn rows<const N: usize>(
    archive: &mut Archive<impl Read + Seek>,
    file: &'static str,
    columns: [&str; N],
    mut take: impl FnMut(&Row<'_, N>) -> Result<(), InFile>,
) -> Result<bool, InFile> {
    let at = |row, problem| InFile { file, row, problem };
    let content = archive
        .file(file)
        .map_err(|problem| at(0, problem.into()))?;
    let Some(content) = content else {
        return Ok(false);
    };
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(content);
    let header = reader.headers().map_err(|error| at(1, error.into()))?;
    let columns = columns.map(|name| {
        let is_named = |cell: &str| cell.trim_start_matches('\u{feff}').trim() == name;
        header.iter().position(is_named)
    });
    let mut record = StringRecord::new();
    let mut number = 1;
    loop {
        number += 1;
        let is_row = reader.read_record(&mut record);
        if !is_row.map_err(|error| at(number, error.into()))? {
            return Ok(true);
        }
        take(&Row {
            record: &record,
            columns: &columns,
            file,
            number,
        })?;
    }
}

/// Seconds of a time like 25:10:00, which may be later than the day is long; `None` where it is empty.
pub(super) fn time_s(text: &str) -> Result<Option<u32>, GtfsProblem> {
    if text.is_empty() {
        return Ok(None);
    }
    let parts: Vec<Option<u32>> = text.split(':').map(|part| part.parse().ok()).collect();
    match parts[..] {
        [Some(h), Some(m), Some(s)] if h < 1_000 && m < 60 && s < 60 => {
            Ok(Some(h * 3_600 + m * 60 + s))
        }
        _ => Err(GtfsProblem::NotATime(text.to_owned())),
    }
}
