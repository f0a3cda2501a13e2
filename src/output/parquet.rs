//! Parquet: columns of numbers with null for a missing one, and what they mean in the metadata.
//!
//! A file of row groups is not written as other programs write it, so that it can be gone on with
//! after any end: each group is a Parquet file of its own inside the file, behind its length and a
//! checksum, and the end of the whole file has all groups with their places in it. What lies between
//! the groups is read by nobody, which the format allows.

mod schema;
mod waiting;

use self::schema::{properties, schema};
use self::waiting::{Texts, Waiting};
use super::Writer;
use crate::model::Block;
use crate::table::{Column, Extras, Selection};
use parquet::column::writer::ColumnWriter;
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::{
    FileMetaData, ParquetMetaData, ParquetMetaDataReader, ParquetMetaDataWriter, RowGroupMetaData,
};
use parquet::file::properties::WriterPropertiesPtr;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::{SchemaDescriptor, TypePtr};
use std::fs::File;
use std::io::{self, BufRead, Read};
use std::sync::Arc;

/// Rows as Parquet.
pub struct Parquet {
    columns: Vec<(&'static Column, Waiting)>,
    /// What is passed through, by the names of the columns.
    extras: Vec<(String, Texts)>,
    schema: TypePtr,
    properties: WriterPropertiesPtr,
    /// The rows that wait for their group to be full.
    rows: u64,
    /// How many bytes of what is passed through wait.
    passed: usize,
    /// The groups that there are, and where the last one ends.
    groups: Vec<RowGroupMetaData>,
    position: u64,
}

/// Rows of a group: a few megabytes.
const GROUP: u64 = 1 << 17;
/// A group has fewer rows where texts that are passed through take more bytes than this.
const MOST_PASSED: usize = 1 << 26;
const MAGIC: &[u8] = b"PAR1";
/// More bytes than a group ever has.
const MOST: u64 = 1 << 30;
/// Before a group stand its length, in eight bytes, and its CRC-32, in four.
const HEAD: usize = 12;

impl Parquet {
    /// A table of these columns; the request is kept in the metadata.
    pub fn new(selection: &Selection, request: &str) -> Self {
        Parquet::with(selection, request, &[])
    }

    /// The same with more metadata: keys and what they have.
    pub fn with(selection: &Selection, request: &str, more: &[(&str, &str)]) -> Self {
        let columns: Vec<&Column> = selection.iter().collect();
        let named = |name: &String| (name.clone(), Texts::default());
        let extras: Vec<_> = selection.extras().iter().map(named).collect();
        let schema = in_memory(schema(&columns, selection.extras()));
        let properties = Arc::new(properties(&columns, request, more));
        let columns = columns.into_iter().map(|column| (column, Waiting::of(column))).collect();
        let position = MAGIC.len() as u64;
        let groups = Vec::new();
        Parquet { columns, extras, schema, properties, rows: 0, passed: 0, groups, position }
    }

    /// What the metadata of a Parquet file have under this key, if it is one and has it.
    pub fn entry(file: &File, key: &str) -> Option<String> {
        let metadata = ParquetMetaDataReader::new().parse_and_finish(file).ok()?;
        let entries = metadata.file_metadata().key_value_metadata()?;
        entries.iter().find(|entry| entry.key == key)?.value.clone()
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
                        Waiting::Numbers { values, present },
                    ) => {
                        column.write_batch(values, Some(present), None)?;
                        values.clear();
                        present.clear();
                    }
                    (ColumnWriter::ByteArrayColumnWriter(column), Waiting::Words { texts, .. }) => {
                        column.write_batch(texts, None, None)?;
                        texts.clear();
                    }
                    _ => {}
                }
                column.close()?;
            }
        }
        for (_, Texts { values, present }) in &mut self.extras {
            if let Some(mut column) = group.next_column()? {
                if let ColumnWriter::ByteArrayColumnWriter(column) = column.untyped() {
                    column.write_batch(values, Some(present), None)?;
                    values.clear();
                    present.clear();
                }
                column.close()?;
            }
        }
        group.close()?;
        (self.rows, self.passed) = (0, 0);
        file.into_inner()
    }

    /// Takes note of a group that begins here in the file, after its head.
    ///
    /// # Errors
    /// Where it is none of this table.
    fn note(&mut self, group: &[u8]) -> Result<()> {
        let no_group = || ParquetError::General("it is no group of these columns".into());
        let (file, length) = group.split_last_chunk::<8>().ok_or_else(no_group)?;
        let length = length.first_chunk().map_or(0, |length| u32::from_le_bytes(*length)) as usize;
        let end = file.len().checked_sub(length).ok_or_else(no_group)?;
        let metadata = ParquetMetaDataReader::decode_metadata(&file[end..])?;
        if *metadata.file_metadata().schema() != *self.schema {
            return Err(no_group());
        }
        let begin = self.position + HEAD as u64;
        let shift = |place: i64| match u64::try_from(place) {
            Ok(place) if place < end as u64 => Ok((place + begin) as i64),
            _ => Err(no_group()),
        };
        let mut moved = Vec::new();
        for group in metadata.row_groups() {
            let rows = group.num_rows();
            if !(1..=GROUP as i64).contains(&rows) {
                return Err(no_group());
            }
            let columns = group.columns().iter().map(|column| {
                if column.num_values() != rows {
                    return Err(no_group());
                }
                let dictionary = column.dictionary_page_offset().map(shift).transpose()?;
                let data = shift(column.data_page_offset())?;
                let column = column.clone().into_builder().set_data_page_offset(data);
                column.set_dictionary_page_offset(dictionary).build()
            });
            let columns = columns.collect::<Result<_>>()?;
            let builder = group.clone().into_builder();
            let builder = builder
                .set_file_offset(shift(group.file_offset().unwrap_or(0))?)
                .set_ordinal((self.groups.len() + moved.len()) as i32);
            moved.push(builder.set_column_metadata(columns).build()?);
        }
        self.groups.append(&mut moved);
        self.position = begin + group.len() as u64;
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

    fn rows_with(&mut self, _: u64, block: &Block, extras: &Extras, out: &mut Vec<u8>) {
        let mut start = 0;
        while start < block.rows() {
            // Texts that are passed through may end a group after any row.
            let most = if self.extras.is_empty() { (GROUP - self.rows) as usize } else { 1 };
            let rows = start..block.rows().min(start.saturating_add(most));
            for (column, waiting) in &mut self.columns {
                waiting.extend(&column.cells(block), rows.clone(), column.power);
            }
            let width = self.extras.len();
            for ((_, texts), extra) in self.extras.iter_mut().zip(extras.row(start, width)) {
                self.passed += texts.push(extra);
            }
            self.rows += rows.len() as u64;
            if self.rows == GROUP || self.passed > MOST_PASSED {
                self.close(out);
            }
            start = rows.end;
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

    fn piece(&self, _: u64) -> u64 {
        GROUP
    }

    fn follows(&mut self, mut piece: &[u8]) {
        while let Some((head, rest)) = piece.split_first_chunk::<HEAD>() {
            let (group, rest) = rest.split_at(length(head) as usize);
            in_memory(self.note(group));
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
            let is_whole = group.len() as u64 == length(&head) && sum == head[8..];
            // Nor is one of ours a group that is whole but made by somebody else.
            if !is_whole || self.note(group).is_err() {
                break;
            }
        }
        let rows: i64 = self.groups.iter().map(RowGroupMetaData::num_rows).sum();
        Ok((self.units(rows as u64), self.position))
    }
}

fn length(head: &[u8; HEAD]) -> u64 {
    head.first_chunk().map_or(0, |length| u64::from_le_bytes(*length))
}

/// What is written to memory, in a form that is ours, can fail by a mistake of ours alone.
#[track_caller]
fn in_memory<T>(result: Result<T>) -> T {
    result.unwrap_or_else(|error| panic!("Parquet in memory: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::Units;
    use crate::refrigerator::{Point, RefrigeratorFamily};
    use crate::table::Schema;

    fn empty() -> Parquet {
        Parquet::new(&selection(), "ndemon sweep")
    }

    fn selection() -> Selection {
        Selection::default_for(Schema::of(&RefrigeratorFamily), Units::Natural, |_| false)
    }

    fn block(rows: usize) -> Block {
        let base = Point::paper(0.1, 1.3).inputs();
        let mut block = Block::new(base, selection().wanted());
        for i in 0..rows {
            block.push(Point::paper(0.1 + 0.01 * i as f64, 1.3).raw());
        }
        block.family().solve(&mut block);
        block
    }

    /// An unfinished file with these groups, each behind its length and its checksum.
    fn file(groups: &[Vec<u8>]) -> Vec<u8> {
        let mut file = MAGIC.to_vec();
        for group in groups {
            file.extend_from_slice(&(group.len() as u64).to_le_bytes());
            file.extend_from_slice(&crc32fast::hash(group).to_le_bytes());
            file.extend_from_slice(group);
        }
        file
    }

    fn group(rows: usize) -> Vec<u8> {
        let mut writer = empty();
        writer.rows(0, &block(rows), &mut Vec::new());
        let mut group = Vec::new();
        writer.close(&mut group);
        group.split_off(HEAD)
    }

    /// How many rows are taken for sound; the end of the file can be made after them.
    fn rows(file: &[u8]) -> u64 {
        let mut writer = empty();
        let (units, length) = writer.whole(&mut &file[..]).unwrap();
        assert!(length as usize <= file.len());
        let rows = units.saturating_sub(1);
        writer.end(rows, &mut Vec::new());
        rows
    }

    #[test]
    fn whatever_a_group_holds_the_rows_before_it_are_gone_on_with() {
        let (first, second) = (group(3), group(4));
        let both = file(&[first.clone(), second.clone()]);
        assert_eq!(rows(&both), 7);
        for length in 0..both.len() {
            let whole = length >= file(std::slice::from_ref(&first)).len();
            assert_eq!(rows(&both[..length]), if whole { 3 } else { 0 }, "{length}");
        }
        let mut other = Parquet::new(&selection().pick(&["cop".into()]).unwrap(), "ndemon sweep");
        let mut foreign = Vec::new();
        other.rows(0, &block(1), &mut Vec::new());
        other.close(&mut foreign);
        let foreign = foreign.split_off(HEAD);
        for odd in [vec![], vec![0], b"PAR1".to_vec(), vec![0xff; 100], foreign] {
            assert_eq!(rows(&file(&[first.clone(), odd])), 3);
        }
    }

    /// A group with any byte changed is no group of ours or has the same number of rows or another
    /// one: it does not end the program, whatever its checksum says.
    #[test]
    fn no_crafted_group_ends_the_program() {
        let (first, second) = (group(3), group(4));
        let mut state = 1u64;
        let mut draw = |most: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 33) as usize % most
        };
        for _ in 0..4_000 {
            let mut crafted = second.clone();
            for _ in 0..=draw(3) {
                match draw(8) {
                    0 => crafted.truncate(draw(crafted.len()).max(1)),
                    1 => crafted.insert(draw(crafted.len()), draw(256) as u8),
                    // The end of a group says what the rest is.
                    2..5 => {
                        let end = crafted.len().min(1500);
                        let place = crafted.len() - 1 - draw(end);
                        crafted[place] = draw(256) as u8;
                    }
                    _ => {
                        let place = draw(crafted.len());
                        crafted[place] ^= 1 << draw(8);
                    }
                }
            }
            assert!(rows(&file(&[first.clone(), crafted])) >= 3);
        }
    }
}
