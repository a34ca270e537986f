//! One row of a table, and its cells by the columns of the schema.

use super::super::finding::FilePosition;
use super::{Cell, Table};

/// One row of a table.
#[derive(Clone, Copy, Debug)]
pub struct Row<'t> {
    table: &'t Table,
    index: usize,
}

impl<'t> Row<'t> {
    pub(super) fn new(table: &'t Table, index: usize) -> Row<'t> {
        Row { table, index }
    }

    pub(super) fn table(&self) -> &'t Table {
        self.table
    }

    /// Its number in the table, from 0.
    #[must_use]
    pub fn index(&self) -> usize {
        self.index
    }

    /// Whether it has too few or too many fields, so that no cell can be trusted to stand in its column.
    #[must_use]
    pub fn is_ragged(&self) -> bool {
        self.table.ragged.contains(&self.index)
    }

    /// Whether the file has a column of this name.
    #[must_use]
    pub fn has_column(&self, name: &str) -> bool {
        self.table.has_column(name)
    }

    /// The cells of the schema's columns, in its order; absent columns are empty.
    ///
    /// # Panics
    /// Unless the schema has `N` columns.
    #[must_use]
    pub fn cells<const N: usize>(&self) -> [Cell<'t>; N] {
        assert_eq!(
            N,
            self.table.schema.columns.len(),
            "one name for each column"
        );
        std::array::from_fn(|column| self.cell_at(column))
    }

    /// The cells of the schema's columns, in its order.
    pub(super) fn iter(self) -> impl Iterator<Item = Cell<'t>> {
        (0..self.table.schema.columns.len()).map(move |column| self.cell_at(column))
    }

    /// The cell of one column.
    ///
    /// # Panics
    /// Unless the schema has a column of this name.
    #[must_use]
    pub fn cell(&self, name: &str) -> Cell<'t> {
        let columns = self.table.schema.columns;
        let column = columns.iter().position(|column| column.name == name);
        self.cell_at(column.expect("a column of the schema"))
    }

    fn cell_at(&self, column: usize) -> Cell<'t> {
        let width = self.table.header.len();
        let text = self.table.order[column].map_or("", |in_file| {
            trim(self.table.cells.get(self.index * width + in_file))
        });
        Cell::new(*self, column, text)
    }

    /// The place of a column's cell; of the row where the column is absent.
    pub(super) fn place(&self, column: usize) -> FilePosition {
        let in_file = self.table.order[column].unwrap_or(0);
        self.table.place(self.index + 1, in_file)
    }
}

/// Without spaces around it; most cells have none, and that is quickly seen.
fn trim(text: &str) -> &str {
    let is_visible = |byte: Option<&u8>| byte.is_none_or(u8::is_ascii_graphic);
    if is_visible(text.as_bytes().first()) && is_visible(text.as_bytes().last()) {
        return text;
    }
    text.trim()
}
