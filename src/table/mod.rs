//! What a row is: the register of columns and the status of a point.

mod column;
mod extras;
mod register;
mod row;

pub use column::{Column, Selection, Shown, UnknownColumn, Value, hint, slip};
pub use extras::{Extra, Extras};
pub use register::columns;
pub use row::{Row, Status};
