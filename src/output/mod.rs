//! How rows are written. The writers loop over the columns they are handed and know no physics.

mod csv;
mod json;
mod number;
mod text;

pub use self::csv::Csv;
pub use json::{Json, JsonLines, object};
pub use number::number;
pub use text::{aligned, page};

use crate::table::Row;

/// A format for tables: appends to a buffer that the caller writes out, a whole row at a time.
pub trait Writer {
    /// What stands before the first row.
    fn begin(&mut self, out: &mut Vec<u8>);
    /// One row.
    fn row(&mut self, row: &Row, out: &mut Vec<u8>);
    /// What stands after the last row.
    fn end(&mut self, out: &mut Vec<u8>);
}
