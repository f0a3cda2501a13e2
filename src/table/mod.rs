//! What a table of a family is: its columns, which of them are shown, and what is passed through.

mod beside;
mod column;
mod extras;
mod register;
mod selection;

pub use column::{Cells, Column, Shown, Value};
pub use extras::{Extra, Extras};
pub use register::Schema;
pub use selection::{Selection, UnknownColumn};
