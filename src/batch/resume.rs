//! Going on with a run that was killed.

use std::fs::OpenOptions;
use std::io::{BufRead, BufReader};
use std::path::Path;

use super::pairs::Pairs;
use super::{Batch, BatchError, Done, io_at};

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
    let file = OpenOptions::new()
        .read(true)
        .append(true)
        .open(unfinished)
        .map_err(&failed)?;
    let mut reader = BufReader::new(&file);
    let header = batch.header();
    let mut done = Done::default();
    let mut whole = 0;
    let mut line = String::new();
    loop {
        line.clear();
        // A kill may fall inside a letter: such a last line is no text, and not whole.
        let read = reader.read_line(&mut line);
        if !matches!(read, Ok(1..)) || !line.ends_with('\n') {
            break;
        }
        if whole == 0 {
            if line != header {
                return Err(other());
            }
        } else {
            let pair = pairs.next()?.ok_or_else(other)?;
            let cells = cells(&line);
            if cells.len() != batch.columns.len() + 3 || cells[..2] != [pair.from, pair.to] {
                return Err(other());
            }
            done.rows += 1;
            done.errors += u64::from(cells.last().is_some_and(|error| !error.is_empty()));
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

fn cells(line: &str) -> Vec<String> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(line.as_bytes());
    let record = reader
        .records()
        .next()
        .and_then(Result::ok)
        .unwrap_or_default();
    record.iter().map(str::to_owned).collect()
}
