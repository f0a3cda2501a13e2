//! CSV: a header, then a line a row; numbers as [`number`](super::number()) writes them.

use super::{Writer, number};
use crate::table::{Row, Selection, Value};
use std::io::Write;

/// Rows as CSV. No cell needs quotes: names and statuses have neither commas nor quotes in them.
#[derive(Debug)]
pub struct Csv(pub Selection);

impl Writer for Csv {
    fn begin(&mut self, out: &mut Vec<u8>) {
        separated(out, &self.0, |column, out| out.extend_from_slice(column.name.as_bytes()));
    }

    fn row(&mut self, row: &Row, out: &mut Vec<u8>) {
        separated(out, &self.0, |column, out| match column.value(row) {
            Value::Number(value) => number(value, out),
            Value::Status(status) => {
                // Writing to a Vec cannot fail.
                let _ = write!(out, "{status}");
            }
        });
    }

    fn end(&mut self, _: &mut Vec<u8>) {}
}

fn separated(
    out: &mut Vec<u8>,
    selection: &Selection,
    mut cell: impl FnMut(&crate::table::Column, &mut Vec<u8>),
) {
    for (index, column) in selection.iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        cell(column, out);
    }
    out.push(b'\n');
}
