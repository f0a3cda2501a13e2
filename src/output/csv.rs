//! CSV: a header, then a line a row; numbers as [`NumberBuffer`] writes them.

use super::{NumberBuffer, Writer};
use crate::table::{Column, Row, Selection, Value};
use std::fmt::Write;

/// Rows as CSV. No cell needs quotes: names and statuses have neither commas nor quotes in them.
#[derive(Debug)]
pub struct Csv {
    cells: Vec<Cell>,
    buffer: NumberBuffer,
    header: bool,
}

/// Room for the longest number or status, and a comma.
const WIDTH: usize = 32;

/// A text and the comma after it.
#[derive(Clone, Copy, Debug)]
struct Text {
    bytes: [u8; WIDTH],
    length: usize,
}

/// A column and the texts of values that it had before: copying costs a tenth of formatting.
#[derive(Debug)]
struct Cell {
    column: &'static Column,
    /// A power of two of them, found by a hash of the value; none where values do not recur.
    known: Vec<(Option<Value>, Text)>,
}

impl Csv {
    /// A table of these columns, with or without a header.
    pub fn new(selection: &Selection, header: bool) -> Self {
        let none = (None, Text { bytes: [0; WIDTH], length: 0 });
        let cell = |column: &'static Column| Cell {
            column,
            known: if column.recurs { vec![none; 2048] } else { Vec::new() },
        };
        let cells = selection.iter().map(cell).collect();
        Csv { cells, buffer: NumberBuffer::default(), header }
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
            match cell.column.value(row) {
                Value::Number(value) if !cell.column.recurs => {
                    append(self.buffer.format(value).as_bytes(), out);
                    out.push(b',');
                }
                value => {
                    let text = cell.text(value);
                    // A copy of fixed length is a few instructions.
                    out.extend_from_slice(&text.bytes);
                    out.truncate(out.len() - WIDTH + text.length);
                }
            }
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
    fn text(&mut self, value: Value) -> &Text {
        let hash = match value {
            // The digits that neighbours on an axis differ in are mixed into the upper bits.
            Value::Number(number) => number.to_bits().wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 48,
            Value::Status(_) => 0,
        };
        let place = hash as usize & (self.known.len() - 1);
        let (known, text) = &mut self.known[place];
        if !known.is_some_and(|known| same(known, value)) {
            *known = Some(value);
            *text = Text::of(value);
        }
        text
    }
}

impl Text {
    fn of(value: Value) -> Text {
        let mut text = Text { bytes: [b','; WIDTH], length: 0 };
        match value {
            Value::Number(value) => {
                let mut buffer = NumberBuffer::default();
                text.push(buffer.format(value));
            }
            Value::Status(status) => {
                // A text beyond the room would be cut; the test below knows the longest.
                let _ = write!(text, "{status}");
            }
        }
        text.length += 1;
        text
    }

    fn push(&mut self, part: &str) {
        let end = self.length + part.len();
        if end < WIDTH {
            self.bytes[self.length..end].copy_from_slice(part.as_bytes());
            self.length = end;
        }
    }
}

impl std::fmt::Write for Text {
    fn write_str(&mut self, part: &str) -> std::fmt::Result {
        self.push(part);
        Ok(())
    }
}

/// Appends a short text: as two overlapping copies of fixed length where it is long enough, which
/// takes half the time of one copy of variable length.
#[inline(always)]
fn append(text: &[u8], out: &mut Vec<u8>) {
    match (text.first_chunk::<16>(), text.last_chunk::<16>()) {
        (Some(head), Some(tail)) if text.len() <= 32 => {
            let overlap = 32 - text.len();
            out.extend_from_slice(head);
            out.truncate(out.len() - overlap);
            out.extend_from_slice(tail);
        }
        _ => out.extend_from_slice(text),
    }
}

fn same(a: Value, b: Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a.to_bits() == b.to_bits(),
        (a, b) => a == b,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Parameter;

    #[test]
    fn no_text_is_too_long_for_its_room() {
        let rules = Parameter::ALL.into_iter().flat_map(Parameter::rules);
        assert!(rules.map(|rule| rule.broken.len()).max() < Some(WIDTH));
        let longest = Text::of(Value::Number(-1.2345678901234567e-308));
        assert_eq!(&longest.bytes[..longest.length], b"-1.2345678901234567e-308,");
    }
}
