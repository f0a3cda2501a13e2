//! CSV: a header, then a line a row; numbers as [`number`](super::number()) writes them.

use super::{Writer, number};
use crate::table::{Column, Extra, Extras, Row, Selection, Value};
use std::io::Write;

/// Rows as CSV. No cell needs quotes but those that are passed through: names and statuses have
/// neither commas nor quotes in them.
#[derive(Debug)]
pub struct Csv {
    columns: Vec<Cells>,
    header: bool,
    extras: Vec<String>,
    /// Room for the lines of a block.
    lines: Vec<u8>,
}

impl Csv {
    /// A table of these columns, with or without a header.
    pub fn new(selection: &Selection, header: bool) -> Self {
        let columns: Vec<Cells> = selection.iter().map(Cells::new).collect();
        let lines = vec![0; columns.len() * BLOCK * number::WIDTH];
        Csv { columns, header, extras: selection.extras().into(), lines }
    }

    /// A few rows, the first of which has this number among those whose extras there are: first
    /// their cells, column by column, then the lines.
    fn block(&mut self, first: usize, rows: &[Row], extras: &Extras, out: &mut Vec<u8>) {
        for cells in &mut self.columns {
            cells.fill(rows);
        }
        let mut end = 0;
        for number in 0..rows.len() {
            for cells in &self.columns {
                let text = &cells.texts[number];
                self.lines[end..end + number::WIDTH].copy_from_slice(&text.0);
                end += text.length();
            }
            // In place of the comma after the last cell.
            if let Some(last) = self.lines[..end].last_mut() {
                *last = b'\n';
            }
            if !self.extras.is_empty() {
                out.extend_from_slice(&self.lines[..end - 1]);
                end = 0;
                extras.row(first + number, self.extras.len()).for_each(|extra| append(extra, out));
                out.push(b'\n');
            }
        }
        out.extend_from_slice(&self.lines[..end]);
    }
}

impl Writer for Csv {
    fn begin(&self, out: &mut Vec<u8>) {
        if self.header {
            let names = self.columns.iter().map(|cells| cells.column.name.as_str());
            out.extend_from_slice(names.collect::<Vec<_>>().join(",").as_bytes());
            self.extras.iter().for_each(|name| append(Extra::Text(name), out));
            out.push(b'\n');
        }
    }

    fn rows_with(&mut self, _: u64, rows: &[Row], extras: &Extras, out: &mut Vec<u8>) {
        for (number, rows) in rows.chunks(BLOCK).enumerate() {
            self.block(number * BLOCK, rows, extras, out);
        }
    }

    fn end(&self, _: u64, _: &mut Vec<u8>) {}

    fn units(&self, rows: u64) -> u64 {
        rows + u64::from(self.header)
    }
}

/// Appends a comma and a cell that is passed through.
fn append(extra: Extra<'_>, out: &mut Vec<u8>) {
    out.push(b',');
    match extra {
        Extra::Text(text) | Extra::Json(text) if text.contains([',', '"']) => {
            let quoted = text.replace('"', "\"\"");
            out.push(b'"');
            out.extend_from_slice(quoted.as_bytes());
            out.push(b'"');
        }
        Extra::Text(text) | Extra::Json(text) => out.extend_from_slice(text.as_bytes()),
        Extra::Missing => {}
    }
}

/// How many rows are made at once: few enough for their texts to stay near the processor.
const BLOCK: usize = 16;

/// The cells of a column in a block of rows.
#[derive(Debug)]
struct Cells {
    column: &'static Column,
    texts: [Text; BLOCK],
    /// What the row before had, where values come back time and again: copying a text costs a
    /// tenth of making it.
    before: Option<Value>,
    text: Text,
    /// Whether all the texts are this one.
    steady: bool,
    known: Known,
}

impl Cells {
    fn new(column: &'static Column) -> Cells {
        Cells {
            column,
            texts: [Text::EMPTY; BLOCK],
            before: None,
            text: Text::EMPTY,
            steady: false,
            known: Known::default(),
        }
    }

    fn fill(&mut self, rows: &[Row]) {
        if self.column.is_text() {
            return self.recall(rows.iter().map(|row| self.column.value(row)));
        }
        let mut numbers = [f64::NAN; BLOCK];
        let numbers = &mut numbers[..rows.len()];
        self.column.numbers(rows, numbers);
        if self.column.recurs() {
            self.recall(numbers.iter().map(|number| Value::Number(*number)));
        } else {
            for (text, number) in self.texts.iter_mut().zip(numbers) {
                text.set_number(*number);
            }
        }
    }

    #[inline(always)]
    fn recall(&mut self, values: impl ExactSizeIterator<Item = Value> + Clone) {
        let is_before = |value| self.before.is_some_and(|before| same(before, value));
        if self.steady && values.clone().all(is_before) {
            return;
        }
        self.steady = values.len() == BLOCK;
        for (number, (text, value)) in self.texts.iter_mut().zip(values).enumerate() {
            if !self.before.is_some_and(|before| same(before, value)) {
                self.steady &= number == 0;
                self.before = Some(value);
                self.text = match value {
                    Value::Number(number) => *self.known.text(number),
                    Value::Status(_) | Value::Resonances(_) => Text::of(value),
                };
            }
            *text = self.text;
        }
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

/// A text and the comma after it, and in the last byte their length: a copy of fixed size is a few
/// instructions.
#[derive(Clone, Copy, Debug)]
struct Text([u8; number::WIDTH]);

impl Text {
    const EMPTY: Text = Text([0; number::WIDTH]);

    #[inline(always)]
    fn of(value: Value) -> Text {
        let mut text = Text::EMPTY;
        match value {
            Value::Number(value) => text.set_number(value),
            Value::Status(status) => text.set_word(status),
            Value::Resonances(resonances) => text.set_word(resonances.name()),
        }
        text
    }

    fn set_word(&mut self, word: impl std::fmt::Display) {
        let mut rest = &mut self.0[..];
        // A text beyond the room would be cut; the test below knows the longest.
        let _ = write!(rest, "{word}");
        let length = number::WIDTH - rest.len();
        self.set_length(length);
    }

    #[inline(always)]
    fn set_number(&mut self, value: f64) {
        let length = number::write(value, &mut self.0);
        self.set_length(length);
    }

    #[inline(always)]
    fn set_length(&mut self, length: usize) {
        self.0[length % number::WIDTH] = b',';
        self.0[number::WIDTH - 1] = length as u8 + 1;
    }

    #[inline(always)]
    fn length(&self) -> usize {
        usize::from(self.0[number::WIDTH - 1])
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
    use crate::refrigerator::Parameter;

    #[test]
    fn a_known_text_is_that_of_its_number_in_whatever_order_numbers_come() {
        let mut known = Known::default();
        let rising = (0..40_000u64).chain(0..40_000);
        let falling = (0..9_000).rev().cycle().take(20_000);
        let scattered = (0..20_000).map(|i| i * i % 30_011);
        for number in rising.chain(falling).chain(scattered).map(|i| i as f64 / 7.0) {
            let text = known.text(number);
            assert_eq!(text.0[..text.length() - 1], *super::super::number(number).as_bytes());
        }
        assert!(known.texts.len() <= Known::MOST);
    }

    #[test]
    fn no_text_is_too_long_for_its_room() {
        let rules = Parameter::ALL.into_iter().flat_map(Parameter::rules);
        assert!(rules.map(|rule| rule.broken.len()).max() < Some(number::WIDTH - 1));
        let longest = Text::of(Value::Number(-1.2345678901234567e-308));
        assert_eq!(&longest.0[..longest.length()], b"-1.2345678901234567e-308,");
    }
}
