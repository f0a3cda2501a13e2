//! How rows are written and charts are drawn. The writers loop over the columns they are handed and
//! know no physics.

mod cells;
mod chart;
mod csv;
mod digits;
mod font;
mod json;
mod label;
pub mod number;
#[cfg(feature = "parquet")]
mod parquet;
mod scene;
mod text;

pub use self::csv::Csv;
pub use chart::{
    Bar, Chart, Colours, Datum, Field, Ink, Line, Mark, Measured, Panel, Role, Scale, Symbol,
    drawing, gnuplot, terminal,
};
pub use font::missing;
pub use json::{Json, JsonLines};
pub use label::{Fragment, Label, Level};
pub use number::number;
#[cfg(feature = "parquet")]
pub use parquet::Parquet;
pub use scene::{
    Anchor, Colour, Item, Outline, Path, Place, Rect, Scene, Segment, Shape, Stroke, Text, svg,
};
#[cfg(feature = "pictures")]
pub use scene::{pdf, png};
pub use text::{aligned, fitted, notes, page, wrapped};

use crate::model::Block;
use crate::table::Extras;
use std::io::{self, BufRead};

/// A format for tables: appends to a buffer that the caller writes out.
///
/// What stands for the rows of a piece depends on them and their numbers alone, so that pieces can
/// be made by many writers and put together. A file grows by units that are whole or not there: by
/// lines, unless the format says otherwise. Each piece ends with the end of a unit, or begins with
/// it.
pub trait Writer: Send {
    /// What stands before the first row.
    fn begin(&self, out: &mut Vec<u8>);
    /// The rows of a block that is solved, for the results of the columns at least; the first of them has
    /// this number, from 0. The writer may keep some for later.
    fn rows(&mut self, first: u64, block: &Block, out: &mut Vec<u8>) {
        self.rows_with(first, block, &Extras::default(), out);
    }
    /// The same with what is passed through, for each of the rows.
    fn rows_with(&mut self, first: u64, block: &Block, extras: &Extras, out: &mut Vec<u8>);
    /// At the end of a piece, the rows that the writer has kept.
    fn close(&mut self, _out: &mut Vec<u8>) {}
    /// How many rows make a piece: by default as many as are solved at once.
    fn piece(&self, solved: u64) -> u64 {
        solved
    }
    /// Tells the writer that makes the end of a piece that now follows those before it.
    fn follows(&mut self, _piece: &[u8]) {}
    /// What stands after the last one of so many rows.
    fn end(&self, rows: u64, out: &mut Vec<u8>);
    /// How many units are whole when so many rows are.
    fn units(&self, rows: u64) -> u64;
    /// How many units an unfinished file has that are whole, and where the last of them ends; to
    /// the writer that makes the end, they follow.
    ///
    /// # Errors
    /// Those of the reader.
    fn whole(&mut self, file: &mut dyn BufRead) -> io::Result<(u64, u64)> {
        whole_lines(file)
    }
    /// Called once when a resumed file continues: removes from `out[start..]`, which begins with a row
    /// or with the end, what already stands at the end of the file, e.g. JSON's `,\n` before the next
    /// object.
    fn go_on(&self, _start: usize, _out: &mut Vec<u8>) {}
}

fn whole_lines(file: &mut dyn BufRead) -> io::Result<(u64, u64)> {
    let (mut lines, mut length, mut position) = (0, 0, 0u64);
    loop {
        let bytes = file.fill_buf()?;
        for (offset, byte) in bytes.iter().enumerate() {
            if *byte == b'\n' {
                lines += 1;
                length = position + offset as u64 + 1;
            }
        }
        let count = bytes.len();
        if count == 0 {
            return Ok((lines, length));
        }
        position += count as u64;
        file.consume(count);
    }
}
