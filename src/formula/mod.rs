//! Formulas of machine files: read with places for errors, evaluated in any arithmetic, and enclosed
//! on regions of the complex plane.

mod call;
mod complex;
mod constant;
mod fault;
mod four;
mod lexer;
mod majorant;
mod mean;
mod measure;
mod mixture;
mod moved;
mod moving;
mod names;
mod normal;
mod parse;
mod polynomial;
mod print;
mod removable;
mod rim;
mod root;
mod root_axis;
mod scatterer;
mod spectrum;
mod tree;
mod value;

pub use complex::Complex;
pub use constant::{Constant, Known};
pub use fault::Fault;
pub use majorant::{Level, Majorant, Range};
pub use mean::Mean;
pub use measure::{Bare, Meaning, Measure, Unknown};
pub use mixture::{Component, beyond, components, rest};
pub use moved::Moved;
pub use moving::{Moving, roughly, roughly_moving};
pub use names::{functions, nearest};
pub use normal::{Line, Normal, Part, Reader, Referent, Scope};
pub use rim::Rim;
pub use scatterer::{Channel, Scatterer};
pub use spectrum::{Constants, Cut, Spectrum};
pub use tree::{Argument, Formula, Function, Literal, Node, Operator, Shape, Term};
pub use value::{Accumulation, Among, Arithmetic, At, Point, Site, Task, Value};

#[cfg(test)]
mod round_trip;
#[cfg(test)]
mod tests;
