//! Whole answers as Parquet: texts and numbers in columns, gzip-packed, in groups of rows.

use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use parquet::basic::{Compression, GzipLevel, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::{Type, TypePtr};

use super::AnswerColumn;
use crate::files::cell_text;

/// Rows of a group. Assumption: enough to pack well, few enough for memory.
const GROUP: usize = 65_536;

/// Writes a CSV file of these columns as a Parquet file. Empty cells are null.
pub(super) fn from_csv(
    csv: &Path,
    parquet: &mut (dyn Write + Send),
    columns: &[AnswerColumn],
) -> io::Result<()> {
    let mut reader = csv::ReaderBuilder::new().from_path(csv)?;
    let level = GzipLevel::try_new(6).map_err(io::Error::other)?;
    let properties = WriterProperties::builder().set_compression(Compression::GZIP(level));
    let schema = schema(columns).map_err(io::Error::other)?;
    let properties = Arc::new(properties.build());
    let mut writer =
        SerializedFileWriter::new(parquet, schema, properties).map_err(io::Error::other)?;
    let mut rows = reader.records();
    loop {
        let group: Vec<csv::StringRecord> = rows.by_ref().take(GROUP).collect::<Result<_, _>>()?;
        if group.is_empty() {
            break;
        }
        let mut to = writer.next_row_group().map_err(io::Error::other)?;
        for (number, column) in columns.iter().enumerate() {
            let cells = group.iter().map(|row| row.get(number).unwrap_or_default());
            write_column(&mut to, *column, cells).map_err(io::Error::other)?;
        }
        to.close().map_err(io::Error::other)?;
    }
    writer.close().map_err(io::Error::other)?;
    Ok(())
}

fn schema(columns: &[AnswerColumn]) -> Result<TypePtr, ParquetError> {
    let field = |column: &AnswerColumn| {
        let (physical, logical) = match column.is_number {
            true => (Physical::DOUBLE, None),
            false => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        };
        let field = Type::primitive_type_builder(column.name, physical)
            .with_repetition(Repetition::OPTIONAL)
            .with_logical_type(logical);
        field.build().map(Arc::new)
    };
    let fields = columns.iter().map(field).collect::<Result<_, _>>()?;
    let group = Type::group_type_builder("answers").with_fields(fields);
    group.build().map(Arc::new)
}

fn write_column<'c, W: Write + Send>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    column: AnswerColumn,
    cells: impl Iterator<Item = &'c str> + Clone,
) -> Result<(), ParquetError> {
    let known = cells.clone().filter(|cell| !cell.is_empty());
    let levels: Vec<i16> = cells.map(|cell| i16::from(!cell.is_empty())).collect();
    let mut to = group.next_column()?.expect("a column of the schema");
    if column.is_number {
        let number = |cell: &str| {
            cell.parse()
                .map_err(|_| ParquetError::General(format!("\"{cell}\" is no number")))
        };
        let numbers: Vec<f64> = known.map(number).collect::<Result<_, _>>()?;
        to.typed::<DoubleType>()
            .write_batch(&numbers, Some(&levels), None)?;
    } else {
        let texts: Vec<ByteArray> = known.map(|cell| ByteArray::from(cell_text(cell))).collect();
        to.typed::<ByteArrayType>()
            .write_batch(&texts, Some(&levels), None)?;
    }
    to.close()
}

#[cfg(test)]
mod tests {
    use std::fs::File;

    use parquet::file::reader::{FileReader, SerializedFileReader};

    use super::*;

    #[test]
    fn what_is_written_reads_back() {
        let dir = tempfile::tempdir().expect("a folder");
        let [csv, parquet] = ["a.csv", "a.parquet"].map(|name| dir.path().join(name));
        std::fs::write(&csv, "from,km,error\n평양,1.5,\n\"a, b\",,none\n").expect("written");
        let columns = [
            AnswerColumn::text("from"),
            AnswerColumn::number("km"),
            AnswerColumn::text("error"),
        ];
        let mut file = File::create(&parquet).expect("made");
        from_csv(&csv, &mut file, &columns).expect("written");
        let reader = SerializedFileReader::new(File::open(&parquet).expect("there"));
        let reader = reader.expect("a Parquet file");
        let rows = reader.get_row_iter(None).expect("rows");
        let rows: Vec<String> = rows.map(|row| row.expect("a row").to_string()).collect();
        assert_eq!(
            rows,
            [
                "{from: \"평양\", km: 1.5, error: null}",
                "{from: \"a, b\", km: null, error: \"none\"}"
            ]
        );
    }

    #[test]
    fn groups_hold_all_rows_once() {
        let dir = tempfile::tempdir().expect("a folder");
        let [csv, parquet] = ["a.csv", "a.parquet"].map(|name| dir.path().join(name));
        let count = GROUP + 7;
        let lines: String = (0..count).map(|i| format!("{i}\n")).collect();
        std::fs::write(&csv, format!("n\n{lines}")).expect("written");
        let mut file = File::create(&parquet).expect("made");
        from_csv(&csv, &mut file, &[AnswerColumn::number("n")]).expect("written");
        let reader = SerializedFileReader::new(File::open(&parquet).expect("there"));
        let reader = reader.expect("a Parquet file");
        assert_eq!(reader.num_row_groups(), 2);
        let rows = reader.get_row_iter(None).expect("rows");
        let sum: f64 = rows
            .map(|row| row.expect("a row"))
            .map(|row| parquet::record::RowAccessor::get_double(&row, 0).expect("a number"))
            .sum();
        assert_eq!(sum, (0..count).sum::<usize>() as f64);
    }
}
