//! CSV: a header, then a line a row; numbers as [`NumberBuffer`] writes them.

use super::{NumberBuffer, Writer};
use crate::table::{Column, Row, Selection, Value};
use std::fmt::Write;

/// Rows as CSV. No cell needs quotes: names and statuses have neither commas nor quotes in them.
#[derive(Debug)]
pub struct Csv {
    groups: Vec<Group>,
    header: bool,
}

/// Neighbours in the line.
#[derive(Debug, Default)]
struct Group {
    recurring: Vec<Recurring>,
    fresh: Vec<Fresh>,
}

/// Values that come back time and again: copying a text costs a tenth of making it.
#[derive(Debug)]
struct Recurring {
    column: &'static Column,
    /// What the row before had.
    value: Option<Value>,
    text: Text,
    known: Known,
}

/// A number that hardly ever comes back, and room for its text.
#[derive(Debug)]
struct Fresh {
    column: &'static Column,
    buffer: NumberBuffer,
}

impl Csv {
    /// A table of these columns, with or without a header.
    pub fn new(selection: &Selection, header: bool) -> Self {
        let mut groups: Vec<Group> = Vec::new();
        for column in selection.iter() {
            let ends = groups.last().is_none_or(|last| column.recurs() && !last.fresh.is_empty());
            if ends {
                groups.push(Group::default());
            }
            let Some(group) = groups.last_mut() else { continue };
            if column.recurs() {
                group.recurring.push(Recurring {
                    column,
                    value: None,
                    text: Text::EMPTY,
                    known: Known::default(),
                });
            } else {
                group.fresh.push(Fresh { column, buffer: NumberBuffer::default() });
            }
        }
        Csv { groups, header }
    }

    fn row(&mut self, row: &Row, out: &mut Vec<u8>) {
        for Group { recurring, fresh } in &mut self.groups {
            for cell in recurring {
                let text = cell.text(row);
                // A copy of fixed length is a few instructions.
                out.extend_from_slice(&text.bytes);
                out.truncate(out.len() - WIDTH + text.length);
            }
            for Fresh { column, buffer } in fresh {
                if let Value::Number(number) = column.value(row) {
                    append(buffer.format(number).as_bytes(), out);
                }
                out.push(b',');
            }
        }
        // In place of the comma after the last cell.
        if let Some(last) = out.last_mut() {
            *last = b'\n';
        }
    }

    fn columns(&self) -> impl Iterator<Item = &'static Column> {
        self.groups.iter().flat_map(|group| {
            let recurring = group.recurring.iter().map(|cell| cell.column);
            recurring.chain(group.fresh.iter().map(|cell| cell.column))
        })
    }
}

impl Writer for Csv {
    fn begin(&self, out: &mut Vec<u8>) {
        if self.header {
            let names: Vec<&str> = self.columns().map(|column| column.name.as_str()).collect();
            out.extend_from_slice(names.join(",").as_bytes());
            out.push(b'\n');
        }
    }

    fn rows(&mut self, _: u64, rows: &[Row], out: &mut Vec<u8>) {
        for row in rows {
            self.row(row, out);
        }
    }

    fn end(&self, _: u64, _: &mut Vec<u8>) {}

    fn units(&self, rows: u64) -> u64 {
        rows + u64::from(self.header)
    }
}

impl Recurring {
    #[inline(always)]
    fn text(&mut self, row: &Row) -> &Text {
        let value = self.column.value(row);
        if !self.value.is_some_and(|before| same(before, value)) {
            self.value = Some(value);
            self.text = match value {
                Value::Number(number) => *self.known.text(number),
                Value::Status(_) => Text::of(value),
            };
        }
        &self.text
    }
}

/// Numbers that earlier rows had, with their texts, in the order in which they came first: on a
/// grid they come again in this order.
#[derive(Debug, Default)]
struct Known {
    texts: Vec<(f64, Text)>,
    /// Which of them is expected.
    next: usize,
    /// Where a number is, by its hash, should another one come.
    places: Vec<u16>,
}

impl Known {
    const MOST: usize = 1 << 14;

    #[inline(always)]
    fn text(&mut self, number: f64) -> &Text {
        if !self.has(self.next, number) {
            self.next = self.place(number);
        }
        self.next += 1;
        &self.texts[self.next - 1].1
    }

    fn has(&self, place: usize, number: f64) -> bool {
        self.texts.get(place).is_some_and(|(known, _)| known.to_bits() == number.to_bits())
    }

    fn place(&mut self, number: f64) -> usize {
        self.places.resize(Self::MOST, 0);
        // The digits that neighbours on an axis differ in are mixed into the upper bits.
        let hash = number.to_bits().wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 48;
        let hash = hash as usize % Self::MOST;
        let place = usize::from(self.places[hash]);
        if self.has(place, number) {
            return place;
        }
        if self.texts.len() == Self::MOST {
            self.texts.clear();
        }
        self.texts.push((number, Text::of(Value::Number(number))));
        self.places[hash] = (self.texts.len() - 1) as u16;
        self.texts.len() - 1
    }
}

/// Room for the longest number or status, and a comma.
const WIDTH: usize = 32;

/// A text and the comma after it.
#[derive(Clone, Copy, Debug)]
struct Text {
    bytes: [u8; WIDTH],
    length: usize,
}

impl Text {
    const EMPTY: Text = Text { bytes: [b','; WIDTH], length: 0 };

    fn of(value: Value) -> Text {
        let mut text = Text::EMPTY;
        match value {
            Value::Number(value) => text.push(NumberBuffer::default().format(value)),
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
    fn a_known_text_is_that_of_its_number_in_whatever_order_numbers_come() {
        let mut known = Known::default();
        let mut buffer = NumberBuffer::default();
        let rising = (0..40_000u64).chain(0..40_000);
        let falling = (0..9_000).rev().cycle().take(20_000);
        let scattered = (0..20_000).map(|i| i * i % 30_011);
        for number in rising.chain(falling).chain(scattered).map(|i| i as f64 / 7.0) {
            let text = known.text(number);
            assert_eq!(text.bytes[..text.length - 1], *buffer.format(number).as_bytes());
        }
        assert!(known.texts.len() <= Known::MOST);
    }

    #[test]
    fn no_text_is_too_long_for_its_room() {
        let rules = Parameter::ALL.into_iter().flat_map(Parameter::rules);
        assert!(rules.map(|rule| rule.broken.len()).max() < Some(WIDTH));
        let longest = Text::of(Value::Number(-1.2345678901234567e-308));
        assert_eq!(&longest.bytes[..longest.length], b"-1.2345678901234567e-308,");
    }
}
