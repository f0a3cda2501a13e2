//! JSON: an object a row, with the names and the order of the CSV; a missing value is null.

use super::Writer;
use crate::table::{Row, Selection, Value};
use serde::ser::{Serialize, SerializeMap, Serializer};

/// Rows as one JSON array.
#[derive(Debug)]
pub struct Json {
    selection: Selection,
    rows: bool,
}

impl Json {
    /// An array of objects with these columns.
    pub fn new(selection: Selection) -> Self {
        Json { selection, rows: false }
    }
}

impl Writer for Json {
    fn begin(&mut self, out: &mut Vec<u8>) {
        out.push(b'[');
    }

    fn row(&mut self, row: &Row, out: &mut Vec<u8>) {
        out.extend_from_slice(if self.rows { b",\n" } else { b"\n" });
        self.rows = true;
        object(&self.selection, row, out);
    }

    fn end(&mut self, out: &mut Vec<u8>) {
        out.extend_from_slice(if self.rows { b"\n]\n" } else { b"]\n" });
    }
}

/// Rows as JSON objects, one a line.
#[derive(Debug)]
pub struct JsonLines(pub Selection);

impl Writer for JsonLines {
    fn begin(&mut self, _: &mut Vec<u8>) {}

    fn row(&mut self, row: &Row, out: &mut Vec<u8>) {
        object(&self.0, row, out);
        out.push(b'\n');
    }

    fn end(&mut self, _: &mut Vec<u8>) {}
}

/// Appends one row as a flat object.
pub fn object(selection: &Selection, row: &Row, out: &mut Vec<u8>) {
    // Numbers and short texts into memory: there is nothing that could fail.
    let _ = serde_json::to_writer(out, &Object { selection, row });
}

struct Object<'a> {
    selection: &'a Selection,
    row: &'a Row,
}

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for column in self.selection.iter() {
            match column.value(self.row) {
                Value::Number(value) => map.serialize_entry(column.name, &value)?,
                Value::Status(status) => {
                    map.serialize_entry(column.name, &format_args!("{status}"))?
                }
            }
        }
        map.end()
    }
}
