//! The rows of a Parquet table, a thousand at a time: of each column no more than a page is in
//! memory, and of columns that are not wanted nothing.

use super::records::{Cell, Cells, Place, Record, TableError};
use parquet::basic::Compression;
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::{ByteArray, DataType};
use parquet::errors::{ParquetError, Result};
use parquet::file::reader::{FileReader, SerializedFileReader};
use std::fs::File;
use std::io::{self, Read, Seek};

pub(super) struct ParquetRows {
    file: SerializedFileReader<File>,
    names: Vec<String>,
    columns: Vec<Column>,
    /// The group that is read next, and how many rows of the one before are left.
    group: usize,
    left: usize,
    /// How many rows are in memory, and which of them is the present one, from 1.
    count: usize,
    present: usize,
    /// The number of the present row in the table.
    number: u64,
}

#[derive(Default)]
struct Column {
    is_ignored: bool,
    reader: Option<ColumnReader>,
    values: Vec<Option<Value>>,
}

enum Value {
    Number(f64),
    /// A text, that is UTF-8.
    Text(ByteArray),
    /// A whole number, or `true` or `false`.
    Word(String),
}

/// How many rows are read at once.
const BATCH: usize = 1024;

impl From<ParquetError> for TableError {
    fn from(error: ParquetError) -> Self {
        match error {
            ParquetError::External(inner) => match inner.downcast::<io::Error>() {
                Ok(error) => TableError::Read(*error),
                Err(other) => TableError::Parquet(other.to_string()),
            },
            ParquetError::General(text) | ParquetError::EOF(text) => TableError::Parquet(text),
            other => TableError::Parquet(other.to_string()),
        }
    }
}

/// Whether a file begins as a Parquet table does; it must be one that can be read from its end.
pub(super) fn is_parquet(file: &mut File) -> io::Result<bool> {
    if !file.metadata()?.is_file() || file.stream_position()? != 0 {
        return Ok(false);
    }
    let mut start = Vec::new();
    file.by_ref().take(4).read_to_end(&mut start)?;
    file.rewind()?;
    Ok(start == b"PAR1")
}

impl ParquetRows {
    pub fn open(file: File) -> std::result::Result<Self, TableError> {
        let file = SerializedFileReader::new(file)?;
        let metadata = file.metadata();
        let mut names = Vec::new();
        for column in metadata.file_metadata().schema_descr().columns() {
            if column.path().parts().len() > 1 || column.max_rep_level() > 0 {
                let what = format!("the column `{}` is not flat", column.path());
                return Err(TableError::Parquet(what));
            }
            names.push(column.name().to_owned());
        }
        let mut chunks = metadata.row_groups().iter().flat_map(|group| group.columns());
        if let Some(chunk) = chunks.find(|chunk| chunk.compression() != Compression::UNCOMPRESSED) {
            return Err(TableError::Parquet(format!(
                "it is compressed by {}; write it uncompressed, as pandas does with compression=None",
                chunk.compression()
            )));
        }
        let columns = names.iter().map(|_| Column::default()).collect();
        Ok(Self { file, names, columns, group: 0, left: 0, count: 0, present: 0, number: 0 })
    }

    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Leaves a column out of what is read.
    pub fn ignore(&mut self, column: usize) {
        self.columns[column].is_ignored = true;
    }

    pub fn read(&mut self) -> std::result::Result<Option<Record<'_>>, TableError> {
        if self.present == self.count {
            while self.left == 0 {
                if self.group == self.file.num_row_groups() {
                    return Ok(None);
                }
                self.open_group()?;
            }
            self.fill()?;
        }
        self.present += 1;
        self.number += 1;
        Ok(Some(Record { place: Place::Row(self.number), cells: Cells::Parquet(self) }))
    }

    /// What a column has in the present row.
    pub fn cell(&self, column: usize) -> Cell<'_> {
        match self.columns[column].values.get(self.present - 1) {
            Some(Some(Value::Number(number))) => Cell::Number(*number),
            Some(Some(Value::Text(text))) => Cell::Text(text.as_utf8().unwrap_or_default()),
            Some(Some(Value::Word(word))) => Cell::Json(word),
            Some(None) | None => Cell::Missing,
        }
    }

    fn open_group(&mut self) -> Result<()> {
        let group = self.file.get_row_group(self.group)?;
        for (number, column) in self.columns.iter_mut().enumerate() {
            if !column.is_ignored {
                column.reader = Some(group.get_column_reader(number)?);
            }
        }
        self.left = group.metadata().num_rows().try_into().unwrap_or(0);
        self.group += 1;
        Ok(())
    }

    /// Reads more rows of the group.
    fn fill(&mut self) -> std::result::Result<(), TableError> {
        (self.present, self.count) = (0, self.left.min(BATCH));
        self.left -= self.count;
        for (column, name) in self.columns.iter_mut().zip(&self.names) {
            if column.is_ignored {
                continue;
            }
            column.fill(name)?;
            if column.values.len() != self.count {
                let what = format!("the column `{name}` is not as long as its table");
                return Err(TableError::Parquet(what));
            }
        }
        Ok(())
    }
}

impl Column {
    fn fill(&mut self, name: &str) -> std::result::Result<(), TableError> {
        let word = |value: &dyn ToString| Value::Word(value.to_string());
        let out = &mut self.values;
        match &mut self.reader {
            Some(ColumnReader::DoubleColumnReader(r)) => read(r, out, Value::Number),
            Some(ColumnReader::FloatColumnReader(r)) => read(r, out, |v| Value::Number(v.into())),
            Some(ColumnReader::Int32ColumnReader(r)) => read(r, out, |v| word(&v)),
            Some(ColumnReader::Int64ColumnReader(r)) => read(r, out, |v| word(&v)),
            Some(ColumnReader::BoolColumnReader(r)) => read(r, out, |v| word(&v)),
            Some(ColumnReader::ByteArrayColumnReader(r)) => read(r, out, Value::Text),
            _ => {
                let what = format!("the column `{name}` holds neither numbers nor texts");
                return Err(TableError::Parquet(what));
            }
        }?;
        let is_text = |value: &Option<Value>| match value {
            Some(Value::Text(text)) => text.as_utf8().is_ok(),
            _ => true,
        };
        match self.values.iter().all(is_text) {
            true => Ok(()),
            false => Err(TableError::Parquet(format!("the column `{name}` is not UTF-8 text"))),
        }
    }
}

/// Reads the next values of a column, none where it has a null.
fn read<T: DataType>(
    reader: &mut ColumnReaderImpl<T>,
    out: &mut Vec<Option<Value>>,
    value: impl Fn(T::T) -> Value,
) -> Result<()> {
    let (mut levels, mut values) = (Vec::new(), Vec::new());
    let (rows, ..) = reader.read_records(BATCH, Some(&mut levels), None, &mut values)?;
    let mut values = values.into_iter();
    // A column that has a value in every row has no levels.
    levels.resize(rows, 1);
    out.clear();
    out.extend(
        levels.iter().map(|level| (*level > 0).then(|| values.next()).flatten().map(&value)),
    );
    Ok(())
}
