//! Pairs in Parquet.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use parquet::basic::{Compression, Type as Physical};
use parquet::errors::ParquetError;
use parquet::file::metadata::ParquetMetaData;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::reader::RowIter;
use parquet::record::{Field, Row};
use parquet::schema::types::{Type, TypePtr};

use super::super::{BatchError, io_at};
use super::{Pair, one_line};

/// The columns of pairs.
const COLUMNS: [&str; 2] = ["from", "to"];

/// A file of pairs.
pub(in crate::batch) struct Pairs {
    path: PathBuf,
    rows: RowIter<'static>,
    row: u64,
    rows_in_all: u64,
    total: u64,
}

impl Pairs {
    pub fn open(path: &Path) -> Result<Pairs, BatchError> {
        let file = File::open(path).map_err(io_at(path))?;
        let total = file.metadata().map_err(io_at(path))?.len();
        let reader = SerializedFileReader::new(file).map_err(unread(path))?;
        let metadata = reader.metadata();
        let rows_in_all = metadata.file_metadata().num_rows().max(0) as u64;
        let schema = metadata.file_metadata().schema();
        let columns = columns(path, schema)?;
        check_compression(path, metadata)?;
        // A projection has the name of the whole.
        let group = Type::group_type_builder(schema.name()).with_fields(columns.to_vec());
        let projection = group.build().map_err(unread(path))?;
        let rows = RowIter::from_file_into(Box::new(reader)).project(Some(projection));
        Ok(Pairs {
            path: path.to_owned(),
            rows: rows.map_err(unread(path))?,
            row: 0,
            rows_in_all,
            total,
        })
    }

    /// Bytes of the file.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// Bytes read of it, as its rows were of one length.
    pub fn read(&self) -> u64 {
        let share = self.row as f64 / self.rows_in_all.max(1) as f64;
        (self.total as f64 * share) as u64
    }

    /// The next pair.
    pub fn next(&mut self) -> Result<Option<Pair>, BatchError> {
        let Some(row) = self.rows.next() else {
            return Ok(None);
        };
        let row = row.map_err(unread(&self.path))?;
        self.row += 1;
        let cells = COLUMNS.map(|name| cell(&row, name));
        let named = COLUMNS.iter().zip(&cells);
        let missing = named
            .filter(|(_, cell)| cell.is_none())
            .map(|(name, _)| name);
        let problem = missing
            .map(|name| format!("row {}: {name} is null", self.row))
            .next();
        let [from, to] = cells.map(|cell| one_line(&cell.unwrap_or_default()));
        Ok(Some(Pair {
            row: self.row,
            from,
            to,
            problem,
        }))
    }
}

/// The two columns as the file has them.
fn columns(path: &Path, schema: &Type) -> Result<[TypePtr; 2], BatchError> {
    let find = |name: &'static str| {
        let fields = schema.get_fields().iter();
        let mut found = fields.filter(|field| field.name() == name).map(Arc::clone);
        let found = found.next_back().ok_or_else(|| BatchError::NoColumn {
            path: path.to_owned(),
            column: name,
        })?;
        match found.is_primitive() && found.get_physical_type() == Physical::BYTE_ARRAY {
            true => Ok(found),
            false => Err(BatchError::Parquet {
                path: path.to_owned(),
                reason: format!("column \"{name}\" has no text"),
            }),
        }
    };
    let [from, to] = COLUMNS;
    Ok([find(from)?, find(to)?])
}

/// Refuses what this build cannot unpack, before any work.
fn check_compression(path: &Path, metadata: &ParquetMetaData) -> Result<(), BatchError> {
    let groups = metadata.row_groups().iter();
    let columns = groups.flat_map(|group| group.columns());
    let asked = columns.filter(|column| COLUMNS.contains(&column.column_path().string().as_str()));
    let unknown = asked.map(|column| column.compression()).find(|packed| {
        !matches!(
            packed,
            Compression::UNCOMPRESSED | Compression::SNAPPY | Compression::GZIP(_)
        )
    });
    match unknown {
        None => Ok(()),
        Some(packed) => Err(BatchError::Parquet {
            path: path.to_owned(),
            reason: format!(
                "it is packed with {packed}; pack it with snappy or gzip, or not at all"
            ),
        }),
    }
}

/// A text; `None` where there is none.
fn cell(row: &Row, name: &str) -> Option<String> {
    let mut columns = row.get_column_iter();
    let (_, field) = columns.find(|(column, _)| *column == name)?;
    match field {
        Field::Str(text) => Some(text.clone()),
        // Some writers do not say that bytes are text.
        Field::Bytes(bytes) => Some(String::from_utf8_lossy(bytes.data()).into_owned()),
        _ => None,
    }
}

fn unread(path: &Path) -> impl Fn(ParquetError) -> BatchError {
    let path = path.to_owned();
    move |error| BatchError::Parquet {
        path: path.clone(),
        reason: error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use parquet::data_type::{ByteArray, ByteArrayType, Int64Type};
    use parquet::file::properties::WriterProperties;
    use parquet::file::writer::SerializedFileWriter;
    use parquet::schema::parser::parse_message_type;

    use super::*;

    /// A file of columns key, to and from, in two groups of rows; `None` is null.
    fn write(path: &Path, schema: &str, compression: Compression, pairs: &[[Option<&str>; 2]]) {
        let schema = Arc::new(parse_message_type(schema).expect("a schema"));
        let properties = WriterProperties::builder().set_compression(compression);
        let file = File::create(path).expect("made");
        let mut writer = SerializedFileWriter::new(file, schema, Arc::new(properties.build()));
        let writer = writer.as_mut().expect("a writer");
        for group in pairs.chunks(2) {
            let mut to = writer.next_row_group().expect("a group");
            let mut keys = to.next_column().expect("fine").expect("a column");
            let numbers: Vec<i64> = (0..group.len() as i64).collect();
            let typed = keys.typed::<Int64Type>();
            typed.write_batch(&numbers, None, None).expect("written");
            keys.close().expect("closed");
            for end in [1, 0] {
                let cells = group.iter().map(|pair| pair[end]);
                let levels: Vec<i16> = cells
                    .clone()
                    .map(|cell| i16::from(cell.is_some()))
                    .collect();
                let texts: Vec<ByteArray> = cells.flatten().map(ByteArray::from).collect();
                let mut column = to.next_column().expect("fine").expect("a column");
                let typed = column.typed::<ByteArrayType>();
                typed
                    .write_batch(&texts, Some(&levels), None)
                    .expect("written");
                column.close().expect("closed");
            }
            to.close().expect("closed");
        }
        writer.finish().expect("written");
    }

    const TEXTS: &str = "message m { required int64 key; optional binary to (UTF8); optional binary from (STRING); }";

    #[test]
    fn pairs_are_read_however_they_are_packed() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("pairs.parquet");
        let pairs = [
            [Some("평양"), Some(" Khasan ")],
            [None, Some("a")],
            [Some("b\nc"), None],
        ];
        let plain = TEXTS.replace(" (UTF8)", "").replace(" (STRING)", "");
        for (schema, compression) in [
            (TEXTS, Compression::UNCOMPRESSED),
            (TEXTS, Compression::SNAPPY),
            (plain.as_str(), Compression::GZIP(Default::default())),
        ] {
            write(&path, schema, compression, &pairs);
            let mut read = Pairs::open(&path).expect("pairs");
            let mut next = || read.next().expect("readable");
            let first = next().expect("a pair");
            assert_eq!((first.from.as_str(), first.to.as_str()), ("평양", "Khasan"));
            assert_eq!((first.row, first.problem), (1, None));
            let second = next().expect("a pair");
            assert_eq!(second.problem.as_deref(), Some("row 2: from is null"));
            let third = next().expect("a pair");
            assert_eq!((third.from.as_str(), third.row), ("b c", 3));
            assert_eq!(third.problem.as_deref(), Some("row 3: to is null"));
            assert_eq!(next(), None);
            assert_eq!(read.read(), read.total());
        }
    }

    #[test]
    fn what_is_no_file_of_pairs_is_told() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("pairs.parquet");
        let told = || {
            Pairs::open(&path)
                .map(|_| ())
                .expect_err("no pairs")
                .to_string()
        };
        write(
            &path,
            &TEXTS.replace("from", "start"),
            Compression::SNAPPY,
            &[],
        );
        assert!(told().ends_with("there is no column \"from\", a file of pairs has from and to"));
        std::fs::write(&path, "from,to\n").expect("written");
        assert!(
            told().contains("pairs.parquet: it cannot be read as Parquet: "),
            "{}",
            told()
        );
    }
}
