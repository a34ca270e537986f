//! Rows under columns, written to a terminal, as Markdown or as CSV from one structure.
//!
//! On a terminal the table fits the width it is given: first the flexible columns (names, lines, notes) shrink, the widest
//! first, down to their longest word, and their cells go on in the next line; where that is not enough, optional columns
//! are left out from the right; at last the flexible columns shrink to almost nothing, and words are broken. No text is
//! cut. Other cells, the figures, are never broken: a broken figure is another figure. What is too long for a column and
//! too good to be left out stands below its row, wrapped over the whole width. Markdown and CSV have every column.
//!
//! A layout of our own rather than a table package: those shrink all columns alike, and know neither a column that may go
//! nor one that must stay whole.
//!
//! ```
//! use slowtrain::report::table::{Cell, Column, Table};
//!
//! let mut table = Table::new(vec![Column::text("station", "Station"), Column::figure("distance_km", "Distance", "km")]);
//! table.push(vec![Cell::plain("Tumangang 두만강"), Cell::figure("1 185", "1185.3")]);
//! assert_eq!(table.to_csv(), "station,distance_km\nTumangang 두만강,1185.3\n");
//! ```

mod column;

use std::cmp::Reverse;
use std::fmt;

use super::markdown;
use super::text::{Span, Style, in_parts, width, wrapped};
use crate::files::csv_cell;
pub use column::{Align, Cell, Column};

/// Columns and rows, of which each has a cell for every column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
}

/// What fills a row of a table: one kind of row is one type, and CSV, Markdown and the terminal write them all alike.
pub trait Row: Sized {
    /// The columns, in order, each with what fills it.
    fn fields() -> Vec<Field<Self>>;
}

/// A column, and the cell that a row has there.
#[derive(Clone, Debug)]
pub struct Field<R> {
    column: Column,
    cell: fn(&R) -> Cell,
}

impl Column {
    /// The column with what fills it.
    #[must_use]
    pub fn by<R>(self, cell: fn(&R) -> Cell) -> Field<R> {
        Field { column: self, cell }
    }
}

/// Spaces between two columns.
const GAP: usize = 2;

/// Spaces before what stands below a row.
const INDENT: usize = 2;

/// Flexible columns are never narrower than this: a letter may take two columns.
const SHORTEST: usize = 2;

impl Table {
    /// A table without rows.
    #[must_use]
    pub fn new(columns: Vec<Column>) -> Table {
        Table {
            columns,
            rows: Vec::new(),
        }
    }

    /// A table of rows.
    #[must_use]
    pub fn of<R: Row>(rows: impl IntoIterator<Item = R>) -> Table {
        let fields = R::fields();
        let cells = |row: R| fields.iter().map(|field| (field.cell)(&row)).collect();
        Table {
            rows: rows.into_iter().map(cells).collect(),
            columns: fields.into_iter().map(|field| field.column).collect(),
        }
    }

    /// Adds a row. Cells that are missing at its end are unknown; more than there are columns are left out.
    pub fn push(&mut self, mut cells: Vec<Cell>) {
        cells.resize(self.columns.len(), Cell::unknown());
        self.rows.push(cells);
    }

    /// The same with who must be named with the data in a last column, once, in the first row: a line of its own would be a
    /// comment, which CSV does not have, and in every row it would be most of the file.
    #[must_use]
    pub fn attributed(mut self, attribution: &str) -> Table {
        self.columns
            .push(Column::text("attribution", "attribution"));
        for (number, row) in self.rows.iter_mut().enumerate() {
            row.push(match number {
                0 => Cell::plain(attribution),
                _ => Cell::unknown(),
            });
        }
        self
    }

    /// Whether it has no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The heading of each column, and its side.
    #[must_use]
    pub fn headings(&self) -> Vec<(String, Align)> {
        let columns = self.columns.iter();
        columns
            .map(|column| (column.heading(), column.align))
            .collect()
    }

    /// The rows: of each cell what is shown and the value behind it.
    pub fn cells(&self) -> impl Iterator<Item = Vec<(&str, &str)>> {
        self.rows.iter().map(|row| {
            row.iter()
                .map(|cell| (cell.shown.text(), cell.value()))
                .collect()
        })
    }

    /// Writes it in so many columns of a terminal. A line is longer only where the cells that are never cut are.
    ///
    /// # Errors
    /// Whatever `out` answers.
    pub fn write_terminal(
        &self,
        out: &mut dyn fmt::Write,
        columns: usize,
        in_colour: bool,
    ) -> fmt::Result {
        let shape = self.fitted(columns);
        let headings: Vec<Span> = self
            .columns
            .iter()
            .map(|column| Span::new(&column.heading(), Style::BOLD))
            .collect();
        self.write_row(out, &shape, &headings.iter().collect::<Vec<_>>(), in_colour)?;
        for row in &self.rows {
            let spans: Vec<&Span> = row.iter().map(|cell| &cell.shown).collect();
            self.write_row(out, &shape, &spans, in_colour)?;
            self.write_below(out, columns, row, in_colour)?;
        }
        Ok(())
    }

    /// What stands below a row.
    fn write_below(
        &self,
        out: &mut dyn fmt::Write,
        columns: usize,
        row: &[Cell],
        in_colour: bool,
    ) -> fmt::Result {
        let below = self.columns.iter().zip(row);
        for (_, cell) in below.filter(|(column, _)| column.is_below) {
            for line in wrapped(cell.shown.text(), columns.saturating_sub(INDENT)) {
                write!(out, "{:INDENT$}", "")?;
                Span::new(&line, cell.shown.style()).write(out, in_colour)?;
                out.write_char('\n')?;
            }
        }
        Ok(())
    }

    /// One row, in as many lines as its longest cell.
    fn write_row(
        &self,
        out: &mut dyn fmt::Write,
        shape: &[Option<usize>],
        spans: &[&Span],
        in_colour: bool,
    ) -> fmt::Result {
        let shown = self.columns.iter().zip(shape).zip(spans);
        let cells: Vec<(&Column, usize, Vec<Span>)> = shown
            .filter_map(|((column, room), span)| {
                let room = (*room)?;
                Some((column, room, span.in_lines(room)))
            })
            .collect();
        let lines = cells.iter().map(|(_, _, lines)| lines.len()).max();
        for number in 0..lines.unwrap_or(0).max(1) {
            let mut pending = 0;
            for (column, room, lines) in &cells {
                let Some(span) = lines.get(number).filter(|span| span.width() > 0) else {
                    pending += room + GAP;
                    continue;
                };
                let space = room.saturating_sub(span.width());
                let (before, after) = match column.align {
                    Align::Left => (0, space),
                    Align::Right => (space, 0),
                };
                pending += before;
                // Padding waits for the next text, so that no line ends in spaces.
                write!(out, "{:pending$}", "")?;
                span.write(out, in_colour)?;
                pending = after + GAP;
            }
            out.write_char('\n')?;
        }
        Ok(())
    }

    /// The width of each column on a terminal; none for one that is left out.
    fn fitted(&self, columns: usize) -> Vec<Option<usize>> {
        let natural = self.widest(width);
        let word = self.widest(|text| {
            let parts = in_parts(text);
            parts
                .iter()
                .map(|part| width(part.trim_end()))
                .max()
                .unwrap_or(0)
        });
        let broken = vec![SHORTEST; self.columns.len()];
        let mut shape: Vec<Option<usize>> = self
            .columns
            .iter()
            .zip(&natural)
            .map(|(column, room)| (!column.is_below).then_some(*room))
            .collect();
        loop {
            let (narrowed, fits) = self.narrowed(&shape, &word, columns);
            if fits {
                return narrowed;
            }
            let last = (0..self.columns.len())
                .rev()
                .find(|i| self.columns[*i].is_optional && shape[*i].is_some());
            match last {
                Some(i) => shape[i] = None,
                None => return self.narrowed(&narrowed, &broken, columns).0,
            }
        }
    }

    /// The greatest width of any text of each column.
    fn widest(&self, of: impl Fn(&str) -> usize) -> Vec<usize> {
        let columns = self.columns.iter().enumerate();
        columns
            .map(|(i, column)| {
                let cells = self.rows.iter().map(|row| of(row[i].shown.text()));
                cells.chain([of(&column.heading())]).max().unwrap_or(0)
            })
            .collect()
    }

    /// Narrows flexible columns until the line fits or all are as narrow as allowed: where it costs the fewest lines, a
    /// yielding column first, then the widest.
    fn narrowed(
        &self,
        shape: &[Option<usize>],
        narrowest: &[usize],
        columns: usize,
    ) -> (Vec<Option<usize>>, bool) {
        let mut shape = shape.to_vec();
        loop {
            let shown = shape.iter().flatten();
            let line = shown.clone().sum::<usize>() + GAP * shown.count().saturating_sub(1);
            if line <= columns {
                return (shape, true);
            }
            let column = |i: usize| {
                let (room, column) = (shape[i]?, &self.columns[i]);
                if !column.is_flexible || room <= narrowest[i] {
                    return None;
                }
                let mut narrower = shape.clone();
                narrower[i] = Some(room - 1);
                Some(((self.height(&narrower), !column.yields, Reverse(room)), i))
            };
            match (0..shape.len()).filter_map(column).min() {
                Some((_, i)) => shape[i] = shape[i].map(|room| room - 1),
                None => return (shape, false),
            }
        }
    }

    /// The lines that the rows take, and as many again as words are broken in them.
    fn height(&self, shape: &[Option<usize>]) -> usize {
        let of_row = |row: &Vec<Cell>| {
            let cells = row.iter().zip(shape).filter_map(|(cell, room)| {
                let room = (*room)?;
                Some(match cell.shown.width() <= room {
                    true => 1,
                    false => {
                        let parts = in_parts(cell.shown.text());
                        let broken = parts.iter().filter(|part| width(part.trim_end()) > room);
                        cell.shown.in_lines(room).len() + broken.count()
                    }
                })
            });
            cells.max().unwrap_or(1)
        };
        self.rows.iter().map(of_row).sum()
    }

    /// Markdown, with what Markdown would read as its own marked as text.
    #[must_use]
    pub fn to_markdown(&self) -> String {
        let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
        let mut out = line(
            self.columns
                .iter()
                .map(|c| markdown::text(&c.heading()))
                .collect(),
        );
        let rule = |column: &Column| match column.align {
            Align::Left => "---".to_owned(),
            Align::Right => "---:".to_owned(),
        };
        out += &line(self.columns.iter().map(rule).collect());
        for row in &self.rows {
            out += &line(
                row.iter()
                    .map(|cell| markdown::text(cell.shown.text()))
                    .collect(),
            );
        }
        out
    }

    /// CSV with a header of keys and the values as exact as they are known; texts as [`csv_cell`] writes them.
    #[must_use]
    pub fn to_csv(&self) -> String {
        let mut writer = csv::Writer::from_writer(Vec::new());
        let rows = self.rows.iter().map(|row| {
            row.iter()
                .map(|cell| csv_cell(cell.value()).into_owned())
                .collect::<Vec<_>>()
        });
        let header = self
            .columns
            .iter()
            .map(|column| column.key.to_owned())
            .collect();
        for record in std::iter::once(header).chain(rows) {
            writer
                .write_record(record)
                .expect("every row has a cell for every column");
        }
        let bytes = writer.into_inner().expect("a vector takes everything");
        String::from_utf8(bytes).expect("made of strings")
    }
}

#[cfg(test)]
mod tests;
