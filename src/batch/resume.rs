//! Going on with a run that was killed.

use std::fs::OpenOptions;
use std::io::{BufRead, BufReader};
use std::path::Path;

use super::pairs::Pairs;
use super::{Batch, BatchError, Done, LAST_COLUMNS, io_at};
use crate::files::csv_cell;

/// Passes over the pairs that an unfinished file has answers to, and cuts off the row in which it was killed.
pub(super) fn resume(
    batch: &Batch<'_>,
    unfinished: &Path,
    pairs: &mut Pairs,
) -> Result<Done, BatchError> {
    let failed = io_at(unfinished);
    let other = || BatchError::OtherRun {
        path: unfinished.to_owned(),
    };
    let mut options = OpenOptions::new();
    let file = options.read(true).append(true).open(unfinished);
    let file = file.map_err(&failed)?;
    let mut reader = BufReader::new(&file);
    let header = batch.header();
    let mut done = Done::default();
    let mut whole = 0;
    let mut line = Vec::new();
    loop {
        line.clear();
        reader.read_until(b'\n', &mut line).map_err(&failed)?;
        // A kill may fall inside a row, and inside a letter; such a last line is not whole.
        if line.last() != Some(&b'\n') {
            break;
        }
        if whole == 0 {
            if line != header.as_bytes() {
                return Err(other());
            }
        } else {
            let damaged = |what| BatchError::Damaged {
                path: unfinished.to_owned(),
                line: done.rows + 2,
                what,
            };
            let cells = cells(batch, &line).map_err(damaged)?;
            let pair = pairs.next()?.ok_or_else(other)?;
            if cells[..2] != [csv_cell(&pair.from), csv_cell(&pair.to)] {
                return Err(other());
            }
            done.count(&cells[cells.len() - 2]);
        }
        whole += line.len() as u64;
    }
    file.set_len(whole).map_err(&failed)?;
    if whole == 0 {
        use std::io::Write as _;
        (&file).write_all(header.as_bytes()).map_err(&failed)?;
    }
    done.resumed = done.rows;
    Ok(done)
}

/// The cells of a line, which are as a run writes them.
fn cells(batch: &Batch<'_>, line: &[u8]) -> Result<Vec<String>, &'static str> {
    // The csv crate takes a byte order mark off the start of what it reads, which here is a cell that begins with one.
    let line = [b",", line].concat();
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(&line[..]);
    let mut records = reader.records();
    let record = records.next().and_then(Result::ok);
    let record = record.ok_or("it is no UTF-8 text")?;
    if records.next().is_some() {
        return Err("it has more than one row");
    }
    let cells: Vec<String> = record.iter().skip(1).map(str::to_owned).collect();
    if cells.len() != 2 + batch.columns.len() + LAST_COLUMNS.len() {
        return Err("it has another number of cells");
    }
    let is_number = |cell: &String| cell.parse().is_ok_and(f64::is_finite);
    let mut columns = batch.columns.iter().zip(&cells[2..]);
    if columns.any(|(column, cell)| column.is_number && !cell.is_empty() && !is_number(cell)) {
        return Err("a cell of a number has none");
    }
    let [reason, error] = [2, 1].map(|last| cells[cells.len() - last].is_empty());
    let is_answered = cells[2..2 + batch.columns.len()]
        .iter()
        .any(|cell| !cell.is_empty());
    if reason != error || (is_answered && !error) {
        return Err("it has both an answer and an error, or half an error");
    }
    Ok(cells)
}
