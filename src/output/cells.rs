//! The cells of a block of rows as text, and rows put together from them: what CSV and JSON share.
//!
//! A row of text is a sequence of parts that all rows of the block share, such as the names of JSON and
//! the cells of columns that do not vary, and of cells of their own between them. A comma stands after each
//! cell but the last.

mod known;
mod text;

use self::known::{Known, Words};
use self::text::{Shared, Text};
use super::number;
use crate::model::Block;
use crate::table::{Cells, Column, Extra, Extras, Value};

/// How a format writes cells and what stands between them.
pub(super) trait Style {
    /// What begins a row.
    fn head(&self) -> &[u8];
    /// What stands before the cell of this column, after the comma.
    fn before(&self, column: &Column) -> Vec<u8>;
    /// A word as a cell.
    fn word(&self, word: &str) -> Vec<u8>;
    /// What stands for a number that is missing or infinite, if it is not written as numbers are.
    fn no_number(&self) -> Option<&'static str>;
    /// Appends a cell that is passed through, with what stands before it, the comma included.
    fn extra(&self, name: &str, extra: Extra<'_>, out: &mut Vec<u8>);
    /// What ends a row.
    fn tail(&self) -> &[u8];
}

/// How many rows are made at once: few enough for their texts to stay near the processor.
const BLOCK: usize = 16;

/// Makes rows of text in one style.
#[derive(Debug)]
pub(super) struct Rows<S> {
    style: S,
    columns: Vec<Cell>,
    extras: Vec<String>,
    /// What all rows of the block at hand share, each but the last followed by a cell of this column.
    parts: Vec<(Shared, usize)>,
    /// The cells between these parts, of a chunk of rows.
    texts: Vec<[Text; BLOCK]>,
    tail: Shared,
    /// Whether the last cell is one of the row's own.
    ends_with_cell: bool,
    /// Room for the rows of a chunk.
    text: Vec<u8>,
}

impl<S: Style> Rows<S> {
    pub fn new(
        style: S,
        columns: impl Iterator<Item = &'static Column>,
        extras: &[String],
    ) -> Self {
        let columns = columns.map(|column| Cell::new(column, style.before(column))).collect();
        let (parts, texts, tail) = (Vec::new(), Vec::new(), Shared::default());
        Rows {
            style,
            columns,
            extras: extras.into(),
            parts,
            texts,
            tail,
            ends_with_cell: false,
            text: Vec::new(),
        }
    }

    /// The columns, in order.
    pub fn columns(&self) -> impl Iterator<Item = &'static Column> {
        self.columns.iter().map(|cell| cell.column)
    }

    /// The names of the columns that are passed through.
    pub fn extras(&self) -> &[String] {
        &self.extras
    }

    /// Appends the rows of a block, with what is passed through.
    pub fn append(&mut self, block: &Block, extras: &Extras, out: &mut Vec<u8>) {
        let cells: Vec<Cells<'_>> =
            self.columns.iter().map(|cell| cell.column.cells(block)).collect();
        self.share(&cells);
        let shared: usize = self.parts.iter().map(|(shared, _)| shared.0.len()).sum();
        let widest = shared + self.tail.0.len() + number::WIDTH * (self.parts.len() + 1);
        self.text.resize(widest * BLOCK, 0);
        for start in (0..block.rows()).step_by(BLOCK) {
            let rows = start..block.rows().min(start + BLOCK);
            let mut fits = self.extras.is_empty();
            for ((_, column), texts) in self.parts.iter().zip(&mut self.texts) {
                let cell = &mut self.columns[*column];
                fits &= cell.fill(texts, &self.style, &cells[*column], rows.clone());
            }
            match fits {
                true => self.append_chunk(rows.len(), out),
                false => {
                    rows.for_each(|row| self.append_row(&cells, row, extras, out));
                }
            }
        }
    }

    /// Finds out what the rows of a block share.
    fn share(&mut self, cells: &[Cells<'_>]) {
        let mut shared = self.style.head().to_vec();
        let before: Vec<usize> = self.parts.iter().map(|(_, column)| *column).collect();
        self.parts.clear();
        for (number, (cell, cells)) in self.columns.iter_mut().zip(cells).enumerate() {
            shared.extend_from_slice(&cell.before);
            match cells {
                Cells::Constant(value) => {
                    shared.extend_from_slice(cell.constant(&self.style, *value));
                    shared.push(b',');
                }
                _ => self.parts.push((Shared::new(std::mem::take(&mut shared)), number)),
            }
        }
        self.texts.resize(self.parts.len(), [Text::EMPTY; BLOCK]);
        if !self.parts.iter().map(|(_, column)| *column).eq(before) {
            // The texts of a column now stand in another place.
            self.columns.iter_mut().for_each(|cell| cell.steady = false);
        }
        // Another end takes the place of the last comma.
        self.ends_with_cell = shared.pop().is_none();
        shared.extend_from_slice(self.style.tail());
        self.tail = Shared::new(shared);
    }

    /// Appends so many rows, whose cells have been filled in.
    fn append_chunk(&mut self, rows: usize, out: &mut Vec<u8>) {
        let (text, mut end) = (&mut self.text[..], 0);
        let back = usize::from(self.ends_with_cell);
        for row in 0..rows.min(BLOCK) {
            for ((shared, _), texts) in self.parts.iter().zip(&self.texts) {
                end = shared.copy(text, end);
                let cell = &texts[row];
                text[end..end + number::WIDTH].copy_from_slice(&cell.0);
                end += cell.length();
            }
            end = self.tail.copy(text, end - back);
        }
        out.extend_from_slice(&text[..end]);
    }

    /// Appends one row, whatever the length of its words, with what is passed through.
    fn append_row(&self, cells: &[Cells<'_>], row: usize, extras: &Extras, out: &mut Vec<u8>) {
        out.extend_from_slice(self.style.head());
        for (number, (cell, cells)) in self.columns.iter().zip(cells).enumerate() {
            out.extend_from_slice(if number > 0 { b"," } else { b"" });
            out.extend_from_slice(&cell.before);
            match cells.at(row) {
                Value::Word(word) => out.extend_from_slice(&self.style.word(word)),
                Value::Number(value) => {
                    let text = Text::of(&self.style, value, cell.column.power);
                    out.extend_from_slice(text.without_comma());
                }
            }
        }
        let passed = extras.row(row, self.extras.len());
        self.extras.iter().zip(passed).for_each(|(name, cell)| self.style.extra(name, cell, out));
        out.extend_from_slice(self.style.tail());
    }
}

/// How the cells of a column are made.
#[derive(Debug)]
struct Cell {
    column: &'static Column,
    /// What stands before each.
    before: Vec<u8>,
    /// What the row before had, where values come back time and again: copying a text costs a
    /// tenth of making it.
    last: Option<Value>,
    text: Text,
    /// Whether all the texts are this one.
    steady: bool,
    known: Known,
    words: Words,
    /// The text of the last value that a whole block had.
    whole: (Option<Value>, Vec<u8>),
}

impl Cell {
    fn new(column: &'static Column, before: Vec<u8>) -> Cell {
        Cell {
            column,
            before,
            last: None,
            text: Text::EMPTY,
            steady: false,
            known: Known::in_power(column.power),
            words: Words::default(),
            whole: (None, Vec::new()),
        }
    }

    /// The text of a value that all rows have.
    fn constant(&mut self, style: &impl Style, value: Value) -> &[u8] {
        if !self.whole.0.is_some_and(|whole| same(whole, value)) {
            self.whole.1 = match value {
                Value::Word(word) => style.word(word),
                Value::Number(value) => {
                    let text = Text::of(style, value, self.column.power);
                    text.without_comma().into()
                }
            };
            self.whole.0 = Some(value);
        }
        &self.whole.1
    }

    /// Makes the texts of some rows; whether all of them are short enough for it.
    #[inline(always)]
    fn fill(
        &mut self,
        texts: &mut [Text; BLOCK],
        style: &impl Style,
        cells: &Cells<'_>,
        rows: std::ops::Range<usize>,
    ) -> bool {
        match cells {
            Cells::Constant(_) => true,
            Cells::Numbers(numbers) if self.column.power != 0 => {
                for (text, number) in texts.iter_mut().zip(&numbers[rows]) {
                    *text = Text::of(style, *number, self.column.power);
                }
                true
            }
            Cells::Numbers(numbers) if self.column.recurs() => {
                if self.known.is_useless {
                    each(texts, style, &numbers[rows]);
                    return true;
                }
                self.recall(texts, style, numbers[rows].iter().map(|number| Value::Number(*number)))
            }
            Cells::Numbers(numbers) => {
                for (text, number) in texts.iter_mut().zip(&numbers[rows]) {
                    text.set_number(style, *number);
                }
                true
            }
            Cells::Statuses(statuses) => self.recall(
                texts,
                style,
                statuses[rows].iter().map(|status| Value::Word(status.word())),
            ),
            Cells::Words(..) => self.recall(texts, style, rows.map(|row| cells.at(row))),
        }
    }

    #[inline(always)]
    fn recall(
        &mut self,
        texts: &mut [Text; BLOCK],
        style: &impl Style,
        values: impl ExactSizeIterator<Item = Value> + Clone,
    ) -> bool {
        let is_last = |value| self.last.is_some_and(|last| same(last, value));
        if self.steady && values.clone().all(is_last) {
            return true;
        }
        self.steady = values.len() == BLOCK;
        let mut fits = true;
        for (number, (text, value)) in texts.iter_mut().zip(values).enumerate() {
            if !self.last.is_some_and(|last| same(last, value)) {
                self.steady &= number == 0;
                self.last = Some(value);
                self.text = match value {
                    Value::Number(number) => *self.known.text(style, number),
                    Value::Word(word) => self.words.text(style, word).unwrap_or_else(|| {
                        // The next row must not take the text of this one.
                        (fits, self.last, self.steady) = (false, None, false);
                        Text::EMPTY
                    }),
                };
            }
            *text = self.text;
        }
        fits
    }
}

/// The texts of numbers that rarely come back, but of which neighbours may be the same.
#[inline(always)]
fn each(texts: &mut [Text; BLOCK], style: &impl Style, numbers: &[f64]) {
    let mut before = None;
    for (number, text) in numbers.iter().zip(texts) {
        match before {
            Some((same, known)) if number.to_bits() == same => *text = known,
            _ => text.set_number(style, *number),
        }
        before = Some((number.to_bits(), *text));
    }
}

#[inline(always)]
fn same(a: Value, b: Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a.to_bits() == b.to_bits(),
        // Words live as long as the program, and most come again as the same ones.
        (Value::Word(a), Value::Word(b)) => std::ptr::eq(a, b) || a == b,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::random::Random;
    use crate::output::csv::CsvStyle;
    use crate::quantity::Units;
    use crate::refrigerator::{Parameter as P, Point, RefrigeratorFamily};
    use crate::table::{Schema, Selection};

    /// Whichever columns vary in a block, its rows are those that a new writer makes of each alone.
    #[test]
    fn rows_do_not_depend_on_the_blocks_they_come_in() {
        let schema = Schema::of(&RefrigeratorFamily);
        let selection = Selection::default_for(schema, Units::Natural, |_| false);
        let rows = || Rows::new(CsvStyle, selection.iter(), &[]);
        let mut random = Random(3);
        let mut draw = move |below: u32| (random.next() * f64::from(below)) as u32;
        let (mut together, mut expected) = (rows(), Vec::new());
        let mut found = Vec::new();
        for _ in 0..40 {
            let mut block = Block::new(Point::paper(0.5, 1.3).inputs(), selection.wanted());
            let which = draw(1 << 10);
            for _ in 0..1 + draw(50) {
                let mut point = Point::paper(0.5, 1.3);
                for parameter in P::ALL.into_iter().filter(|p| which >> *p as usize & 1 == 1) {
                    // Some rows have what others had, some are refused.
                    let value = point.get(parameter) + 0.125 * f64::from(draw(3));
                    point = point.with(parameter, value);
                }
                block.push(point.raw());
            }
            block.family().solve(&mut block);
            together.append(&block, &Extras::default(), &mut found);
            for row in 0..block.rows() {
                let one = selection.solved(&block.inputs(row));
                rows().append(&one, &Extras::default(), &mut expected);
            }
        }
        assert!(found == expected);
    }
}
