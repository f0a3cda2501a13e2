//! Formulas of machine files: read with places for errors, evaluated in any arithmetic, and enclosed
//! on regions of the complex plane.

mod constant;
mod normal;
mod spectrum;
mod tree;
mod value;

pub use constant::{Constant, Known};
pub use normal::{Component, Line, Meaning, Misfit, Normal, Part, Reader, Scope, components, rest};
pub use spectrum::{Constants, Cut, Spectrum};
pub use tree::{Argument, Formula, Function, Literal, Node, Operator, Shape, Term};
pub use value::{At, Point, Rim, Site, Value};
