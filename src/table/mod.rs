//! What a row is: the register of columns and the status of a point.

mod column;
mod row;

pub use column::{Column, Selection, Shown, UnknownColumn, Value, columns, hint};
pub use row::{Row, Status};
