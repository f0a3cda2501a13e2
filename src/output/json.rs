//! JSON: an object a row, with the names and the order of the CSV; a missing value is null.

use super::Writer;
use crate::table::{Extra, Extras, Row, Selection, Value};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::value::RawValue;

/// Rows as one JSON array.
#[derive(Debug)]
pub struct Json(pub Selection);

impl Writer for Json {
    fn begin(&self, out: &mut Vec<u8>) {
        out.push(b'[');
    }

    fn rows_with(&mut self, first: u64, rows: &[Row], extras: &Extras, out: &mut Vec<u8>) {
        for (number, row) in rows.iter().enumerate() {
            out.extend_from_slice(if first + number as u64 > 0 { b",\n" } else { b"\n" });
            object(&self.0, row, extras, number, out);
        }
    }

    fn end(&self, rows: u64, out: &mut Vec<u8>) {
        out.extend_from_slice(if rows > 0 { b"\n]\n" } else { b"]\n" });
    }

    fn units(&self, rows: u64) -> u64 {
        rows + 1
    }

    fn go_on(&self, start: usize, out: &mut Vec<u8>) {
        if let Some(end) = out[start..].iter().position(|byte| *byte == b'\n') {
            out.drain(start..=start + end);
        }
    }
}

/// Rows as JSON objects, one a line.
#[derive(Debug)]
pub struct JsonLines(pub Selection);

impl Writer for JsonLines {
    fn begin(&self, _: &mut Vec<u8>) {}

    fn rows_with(&mut self, _: u64, rows: &[Row], extras: &Extras, out: &mut Vec<u8>) {
        for (number, row) in rows.iter().enumerate() {
            object(&self.0, row, extras, number, out);
            out.push(b'\n');
        }
    }

    fn end(&self, _: u64, _: &mut Vec<u8>) {}

    fn units(&self, rows: u64) -> u64 {
        rows
    }
}

/// Appends one row as a flat object, with the extras that have its number.
fn object(selection: &Selection, row: &Row, extras: &Extras, number: usize, out: &mut Vec<u8>) {
    // Numbers and texts into memory: there is nothing that could fail.
    let _ = serde_json::to_writer(out, &Object { selection, row, extras, number });
}

struct Object<'a> {
    selection: &'a Selection,
    row: &'a Row,
    extras: &'a Extras,
    number: usize,
}

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for column in self.selection.iter() {
            match column.value(self.row) {
                Value::Number(value) => map.serialize_entry(&column.name, &value)?,
                Value::Status(status) => {
                    map.serialize_entry(&column.name, &format_args!("{status}"))?
                }
                Value::Resonances(resonances) => {
                    map.serialize_entry(&column.name, resonances.name())?
                }
            }
        }
        let names = self.selection.extras();
        for (name, extra) in names.iter().zip(self.extras.row(self.number, names.len())) {
            map.serialize_entry(name, &Passed(extra))?;
        }
        map.end()
    }
}

struct Passed<'a>(Extra<'a>);

impl Serialize for Passed<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Extra::Text(text) => serializer.serialize_str(text),
            Extra::Json(text) => match serde_json::from_str::<&RawValue>(text) {
                Ok(value) => value.serialize(serializer),
                Err(_) => serializer.serialize_str(text),
            },
            Extra::Missing => serializer.serialize_none(),
        }
    }
}
