//! Parquet: columns of numbers with null for a missing one, and what they mean in the metadata.
//!
//! A file of row groups is not written as other programs write it, so that it can be gone on with
//! after any end: each group is a Parquet file of its own inside the file, behind its length and a
//! checksum, and the end of the whole file has all groups with their places in it. What lies between
//! the groups is read by nobody, which the format allows.

use super::Writer;
use crate::table::{Column, Row, Selection, Status, Value};
use parquet::basic::{ConvertedType, LogicalType, Repetition, Type as Physical};
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::errors::Result;
use parquet::file::metadata::{
    FileMetaData, KeyValue, ParquetMetaData, ParquetMetaDataReader, ParquetMetaDataWriter,
    RowGroupMetaData,
};
use parquet::file::properties::{
    EnabledStatistics, WriterProperties, WriterPropertiesPtr, WriterVersion,
};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::{ColumnPath, SchemaDescriptor, Type, TypePtr};
use std::io::{self, BufRead, Read};
use std::sync::Arc;

/// Rows as Parquet.
pub struct Parquet {
    columns: Vec<(&'static Column, Cells)>,
    schema: TypePtr,
    properties: WriterPropertiesPtr,
    /// The rows that wait for their group to be full.
    rows: u64,
    /// The groups that there are, and where the last one ends.
    groups: Vec<RowGroupMetaData>,
    position: u64,
}

/// The cells of a column that wait.
enum Cells {
    Numbers { values: Vec<f64>, present: Vec<i16> },
    Statuses { texts: Vec<ByteArray>, last: Option<(Status, ByteArray)> },
}

/// Rows of a group: a few megabytes.
const GROUP: u64 = 1 << 17;
const MAGIC: &[u8] = b"PAR1";
/// More bytes than a group ever has.
const MOST: u64 = 1 << 30;
/// Before a group stand its length, in eight bytes, and its CRC-32, in four.
const HEAD: usize = 12;

impl Parquet {
    /// A table of these columns; the request is kept in the metadata.
    pub fn new(selection: &Selection, request: &str) -> Self {
        let columns: Vec<_> = selection.iter().map(|column| (column, Cells::of(column))).collect();
        let schema = in_memory(schema(&columns));
        let properties = Arc::new(properties(&columns, request));
        let position = MAGIC.len() as u64;
        Parquet { columns, schema, properties, rows: 0, groups: Vec::new(), position }
    }

    /// The rows that wait, as a file of one group.
    fn group(&mut self) -> Result<Vec<u8>> {
        let (schema, properties) = (Arc::clone(&self.schema), Arc::clone(&self.properties));
        let mut file = SerializedFileWriter::new(Vec::new(), schema, properties)?;
        let mut group = file.next_row_group()?;
        for (_, cells) in &mut self.columns {
            if let Some(mut column) = group.next_column()? {
                match (column.untyped(), cells) {
                    (
                        ColumnWriter::DoubleColumnWriter(column),
                        Cells::Numbers { values, present },
                    ) => {
                        column.write_batch(values, Some(present), None)?;
                        values.clear();
                        present.clear();
                    }
                    (
                        ColumnWriter::ByteArrayColumnWriter(column),
                        Cells::Statuses { texts, .. },
                    ) => {
                        column.write_batch(texts, None, None)?;
                        texts.clear();
                    }
                    _ => {}
                }
                column.close()?;
            }
        }
        group.close()?;
        self.rows = 0;
        file.into_inner()
    }

    /// Takes note of a group that begins here in the file.
    fn note(&mut self, group: &[u8]) -> Result<()> {
        let (file, length) = group.split_at(group.len().saturating_sub(8));
        let length = length.first_chunk().map_or(0, |length| u32::from_le_bytes(*length));
        let end = &file[file.len().saturating_sub(length as usize)..];
        let metadata = ParquetMetaDataReader::decode_metadata(end)?;
        for group in metadata.row_groups() {
            let shift = |place: i64| place + self.position as i64;
            let columns = group.columns().iter().map(|column| {
                let (data, dictionary) =
                    (column.data_page_offset(), column.dictionary_page_offset());
                let column = column.clone().into_builder().set_data_page_offset(shift(data));
                column.set_dictionary_page_offset(dictionary.map(shift)).build()
            });
            let moved = group.clone().into_builder();
            let moved = moved
                .set_file_offset(shift(group.file_offset().unwrap_or(0)))
                .set_ordinal(self.groups.len() as i32)
                .set_column_metadata(columns.collect::<Result<_>>()?)
                .build()?;
            self.groups.push(moved);
        }
        Ok(())
    }

    fn footer(&self) -> Result<Vec<u8>> {
        let rows = self.groups.iter().map(RowGroupMetaData::num_rows).sum();
        let file = FileMetaData::new(
            self.properties.writer_version().as_num(),
            rows,
            Some(self.properties.created_by().into()),
            self.properties.key_value_metadata().cloned(),
            Arc::new(SchemaDescriptor::new(Arc::clone(&self.schema))),
            None,
        );
        let metadata = ParquetMetaData::new(file, self.groups.clone());
        let mut footer = Vec::new();
        ParquetMetaDataWriter::new(&mut footer, &metadata).finish()?;
        Ok(footer)
    }
}

impl Writer for Parquet {
    fn begin(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(MAGIC);
    }

    fn rows(&mut self, _: u64, rows: &[Row], out: &mut Vec<u8>) {
        for row in rows {
            for (column, cells) in &mut self.columns {
                cells.push(column.value(row));
            }
            self.rows += 1;
            if self.rows == GROUP {
                self.close(out);
            }
        }
    }

    fn close(&mut self, out: &mut Vec<u8>) {
        if self.rows > 0 {
            let group = in_memory(self.group());
            out.extend_from_slice(&(group.len() as u64).to_le_bytes());
            out.extend_from_slice(&crc32fast::hash(&group).to_le_bytes());
            out.extend_from_slice(&group);
        }
    }

    fn piece(&self) -> u64 {
        GROUP
    }

    fn follows(&mut self, mut piece: &[u8]) {
        while let Some((head, rest)) = piece.split_first_chunk::<HEAD>() {
            let (group, rest) = rest.split_at(length(head) as usize);
            self.position += HEAD as u64;
            in_memory(self.note(group));
            self.position += group.len() as u64;
            piece = rest;
        }
    }

    fn end(&self, _: u64, out: &mut Vec<u8>) {
        out.extend_from_slice(&in_memory(self.footer()));
    }

    /// The beginning, and the rows.
    fn units(&self, rows: u64) -> u64 {
        1 + rows
    }

    fn whole(&mut self, file: &mut dyn BufRead) -> io::Result<(u64, u64)> {
        let mut piece = Vec::new();
        file.take(MAGIC.len() as u64).read_to_end(&mut piece)?;
        if piece != MAGIC {
            return Ok((0, 0));
        }
        loop {
            piece.clear();
            file.take(HEAD as u64).read_to_end(&mut piece)?;
            let Some(head) = piece.first_chunk().copied() else { break };
            file.take(length(&head).min(MOST)).read_to_end(&mut piece)?;
            let group = &piece[HEAD..];
            let sum = crc32fast::hash(group).to_le_bytes();
            if group.len() as u64 != length(&head) || group.is_empty() || sum != head[8..] {
                break;
            }
            self.follows(&piece);
        }
        let rows: i64 = self.groups.iter().map(RowGroupMetaData::num_rows).sum();
        Ok((self.units(rows as u64), self.position))
    }
}

fn length(head: &[u8; HEAD]) -> u64 {
    head.first_chunk().map_or(0, |length| u64::from_le_bytes(*length))
}

impl Cells {
    fn of(column: &Column) -> Cells {
        match column.is_text() {
            true => Cells::Statuses { texts: Vec::new(), last: None },
            false => Cells::Numbers { values: Vec::new(), present: Vec::new() },
        }
    }

    fn push(&mut self, value: Value) {
        match (self, value) {
            (Cells::Numbers { values, present }, Value::Number(value)) => {
                present.push(i16::from(!value.is_nan()));
                if !value.is_nan() {
                    values.push(value);
                }
            }
            (Cells::Statuses { texts, last }, Value::Status(status)) => {
                let text = match last {
                    Some((known, text)) if *known == status => text.clone(),
                    _ => ByteArray::from(status.to_string().as_str()),
                };
                *last = Some((status, text.clone()));
                texts.push(text);
            }
            // A column has values of one kind.
            _ => {}
        }
    }
}

fn schema(columns: &[(&Column, Cells)]) -> Result<TypePtr> {
    let field = |(column, cells): &(&Column, Cells)| {
        let field = match cells {
            Cells::Numbers { .. } => Type::primitive_type_builder(&column.name, Physical::DOUBLE)
                .with_repetition(Repetition::OPTIONAL),
            Cells::Statuses { .. } => {
                Type::primitive_type_builder(&column.name, Physical::BYTE_ARRAY)
                    .with_repetition(Repetition::REQUIRED)
                    .with_converted_type(ConvertedType::UTF8)
                    .with_logical_type(Some(LogicalType::String))
            }
        };
        field.build().map(Arc::new)
    };
    let fields = columns.iter().map(field).collect::<Result<_>>()?;
    Type::group_type_builder("ndemon").with_fields(fields).build().map(Arc::new)
}

/// Dictionaries where values recur; what the columns mean.
fn properties(columns: &[(&Column, Cells)], request: &str) -> WriterProperties {
    let meaning = columns.iter().map(|(c, _)| {
        let entry =
            [("symbol", c.symbol), ("unit", c.unit), ("equation", c.equation), ("meaning", c.doc)];
        (c.name.as_str(), serde_json::Value::from_iter(entry))
    });
    let meaning = serde_json::Value::from_iter(meaning).to_string();
    let version = env!("CARGO_PKG_VERSION");
    let entry = |key: &str, value: &str| KeyValue::new(key.into(), value.to_owned());
    let properties = WriterProperties::builder()
        .set_writer_version(WriterVersion::PARQUET_1_0)
        .set_created_by(format!("ndemon version {version}"))
        .set_key_value_metadata(Some(vec![
            entry("ndemon.version", version),
            entry("ndemon.request", request),
            entry("ndemon.columns", &meaning),
        ]))
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_offset_index_disabled(true)
        .set_dictionary_enabled(false);
    let recurring = columns.iter().filter(|(column, _)| column.recurs());
    recurring
        .fold(properties, |properties, (column, _)| {
            properties.set_column_dictionary_enabled(ColumnPath::from(column.name.as_str()), true)
        })
        .build()
}

/// What is written to memory, in a form that is ours, can fail by a mistake of ours alone.
#[track_caller]
fn in_memory<T>(result: Result<T>) -> T {
    result.unwrap_or_else(|error| panic!("Parquet in memory: {error}"))
}
