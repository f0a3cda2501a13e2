//! How rows are written. The writers loop over the columns they are handed and know no physics.

mod csv;
mod json;
mod number;
mod text;

pub use self::csv::Csv;
pub use json::{Json, JsonLines};
pub use number::NumberBuffer;
pub use text::{aligned, page};

use crate::table::Row;

/// A format for tables: appends to a buffer that the caller writes out, a whole row at a time.
///
/// What stands for a row depends on the row and its number alone, so that rows can be written by
/// many writers and put together. Each piece ends with the end of a line, or begins with it.
pub trait Writer {
    /// What stands before the first row.
    fn begin(&self, out: &mut Vec<u8>);
    /// Rows; the first of them has this number, from 0.
    fn rows(&mut self, first: u64, rows: &[Row], out: &mut Vec<u8>);
    /// What stands after the last one of so many rows.
    fn end(&self, rows: u64, out: &mut Vec<u8>);
    /// How many lines are whole when so many rows are.
    fn lines(&self, rows: u64) -> u64;
    /// Takes from a row, or from the end, which begins at `start`, what ends the line before it.
    fn go_on(&self, _start: usize, _out: &mut Vec<u8>) {}
}
