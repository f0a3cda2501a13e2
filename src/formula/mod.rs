//! Formulas of machine files: read with places for errors, evaluated in any arithmetic, and enclosed
//! on regions of the complex plane.

mod tree;

pub use tree::{Argument, Formula, Function, Literal, Node, Operator, Shape, Term};
