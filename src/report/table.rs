//! Rows under columns, written to a terminal, as Markdown or as CSV from one structure.
//!
//! On a terminal the table fits the width it is given: first the flexible columns (names, lines, notes) shrink, the widest
//! first, and their cells end in `…`; where that is not enough, optional columns are left out from the right; at last
//! the flexible columns shrink to almost nothing. Other cells, the figures, are never cut: a cut figure is another
//! figure. What is too long to be cut and too good to be left out stands below its row, wrapped over the whole width.
//! Markdown and CSV have every column and every cell in full.
//!
//! A layout of our own rather than a table package: those wrap a long cell into several lines or shrink all columns
//! alike, and know neither a column that may go nor one that must stay whole.
//!
//! ```
//! use slowtrain::report::table::{Cell, Column, Table};
//!
//! let mut table = Table::new(vec![Column::text("station", "Station"), Column::figure("distance_km", "Distance", "km")]);
//! table.push(vec![Cell::plain("Tumangang 두만강"), Cell::figure("1 185", "1185.3")]);
//! assert_eq!(table.to_csv(), "station,distance_km\nTumangang 두만강,1185.3\n");
//! ```

mod column;

use std::fmt;

use super::markdown;
use super::text::{Span, Style, width, wrapped};
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

/// Flexible columns are not cut below this while an optional column can go. Assumption: shorter names are riddles.
const LEGIBLE: usize = 11;

/// Spaces before what stands below a row.
const INDENT: usize = 2;

/// Flexible columns are never cut below this: a letter that takes two columns, and `…`.
const SHORTEST: usize = 3;

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

    /// One line; padding waits for the next text, so that no line ends in spaces.
    fn write_row(
        &self,
        out: &mut dyn fmt::Write,
        shape: &[Option<usize>],
        spans: &[&Span],
        in_colour: bool,
    ) -> fmt::Result {
        let mut pending = 0;
        let shown = self.columns.iter().zip(shape).zip(spans);
        for ((column, room), span) in shown {
            let Some(room) = *room else { continue };
            let span = span.truncated(room);
            let space = room - span.width();
            let (before, after) = match column.align {
                Align::Left => (0, space),
                Align::Right => (space, 0),
            };
            pending += before;
            if span.width() > 0 {
                write!(out, "{:pending$}", "")?;
                span.write(out, in_colour)?;
                pending = 0;
            } else {
                pending += room - space;
            }
            pending += after + GAP;
        }
        out.write_char('\n')
    }

    /// The width of each column on a terminal; none for one that is left out.
    fn fitted(&self, columns: usize) -> Vec<Option<usize>> {
        let natural: Vec<usize> = (0..self.columns.len())
            .map(|i| {
                let cells = self.rows.iter().map(|row| row[i].shown.width());
                cells
                    .chain([width(&self.columns[i].heading())])
                    .max()
                    .unwrap_or(0)
            })
            .collect();
        let mut is_shown: Vec<bool> = self.columns.iter().map(|c| !c.is_below).collect();
        loop {
            let (shape, fits) = self.shrunk(&natural, &is_shown, LEGIBLE, columns);
            if fits {
                return shape;
            }
            let last = (0..self.columns.len())
                .rev()
                .find(|i| self.columns[*i].is_optional && is_shown[*i]);
            match last {
                Some(i) => is_shown[i] = false,
                None => return self.shrunk(&natural, &is_shown, SHORTEST, columns).0,
            }
        }
    }

    /// Takes from the widest flexible column, a yielding one first, until the line fits or all are as short as allowed.
    fn shrunk(
        &self,
        natural: &[usize],
        is_shown: &[bool],
        shortest: usize,
        columns: usize,
    ) -> (Vec<Option<usize>>, bool) {
        let mut shape: Vec<Option<usize>> = natural
            .iter()
            .zip(is_shown)
            .map(|(room, is_shown)| is_shown.then_some(*room))
            .collect();
        loop {
            let shown = shape.iter().flatten();
            let line = shown.clone().sum::<usize>() + GAP * shown.count().saturating_sub(1);
            if line <= columns {
                return (shape, true);
            }
            let widest = shape
                .iter_mut()
                .zip(&self.columns)
                .filter(|(_, column)| column.is_flexible)
                .filter_map(|(room, column)| Some((room.as_mut()?, column.yields)))
                .filter(|(room, _)| **room > shortest)
                .map(|(room, yields)| (yields && *room > LEGIBLE, room))
                .reduce(|widest, next| if next > widest { next } else { widest });
            match widest {
                Some((_, room)) => *room -= 1,
                None => return (shape, false),
            }
        }
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
