//! CSV: a header, then a line a row; numbers as [`number`](super::number()) writes them.

use super::{Writer, number};
use crate::table::{Column, Row, Selection, Status, Value};
use std::io::Write;

/// Rows as CSV. No cell needs quotes: names and statuses have neither commas nor quotes in them.
#[derive(Debug)]
pub struct Csv {
    cells: Vec<Cell>,
    header: bool,
}

/// A column and the text that it had last: most columns of a sweep repeat it, and copying costs
/// a tenth of formatting.
#[derive(Debug)]
struct Cell {
    column: &'static Column,
    last: Option<Value>,
    text: Vec<u8>,
}

impl Csv {
    /// A table of these columns, with or without a header.
    pub fn new(selection: &Selection, header: bool) -> Self {
        let cell = |column| Cell { column, last: None, text: Vec::new() };
        Csv { cells: selection.iter().map(cell).collect(), header }
    }
}

impl Writer for Csv {
    fn begin(&self, out: &mut Vec<u8>) {
        if self.header {
            let names: Vec<&str> = self.cells.iter().map(|cell| cell.column.name).collect();
            out.extend_from_slice(names.join(",").as_bytes());
            out.push(b'\n');
        }
    }

    fn row(&mut self, _: u64, row: &Row, out: &mut Vec<u8>) {
        for cell in &mut self.cells {
            cell.update(cell.column.value(row));
            out.extend_from_slice(&cell.text);
        }
        // The comma after the last cell.
        if let Some(last) = out.last_mut() {
            *last = b'\n';
        }
    }

    fn end(&self, _: u64, _: &mut Vec<u8>) {}

    fn lines(&self, rows: u64) -> u64 {
        rows + u64::from(self.header)
    }
}

impl Cell {
    fn update(&mut self, value: Value) {
        if self.last.is_some_and(|last| same(last, value)) {
            return;
        }
        self.text.clear();
        match value {
            Value::Number(value) => number(value, &mut self.text),
            Value::Status(Status::Ok) => self.text.extend_from_slice(b"ok"),
            Value::Status(status) => {
                // Writing to a Vec cannot fail.
                let _ = write!(self.text, "{status}");
            }
        }
        self.text.push(b',');
        self.last = Some(value);
    }
}

fn same(a: Value, b: Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a.to_bits() == b.to_bits(),
        (a, b) => a == b,
    }
}
