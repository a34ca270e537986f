//! Rows of a table by the names of their columns.

use crate::network::Table;

/// Appends a row; columns that are not named stay empty.
///
/// # Panics
/// When the table has no column of one of these names.
pub(super) fn push(table: &mut Table, cells: &[(&str, &str)]) {
    let columns = table.schema().columns;
    let is_column = |name: &str| columns.iter().any(|column| column.name == name);
    assert!(
        cells.iter().all(|(name, _)| is_column(name)),
        "columns are those of the schema"
    );
    let cell_of = |name: &str| cells.iter().find(|(found, _)| *found == name);
    table.push(
        columns
            .iter()
            .map(|column| cell_of(column.name).map_or("", |(_, cell)| *cell)),
    );
}
