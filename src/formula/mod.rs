//! Formulas of machine files: read with places for errors, evaluated in any arithmetic, and enclosed
//! on regions of the complex plane.

mod call;
mod fault;
mod lexer;
mod measure;
mod names;
mod parse;
mod print;
mod tree;

pub use fault::Fault;
pub use measure::{Bare, Meaning, Measure, Unknown};
pub use names::{functions, nearest};
pub use tree::{Argument, Formula, Function, Literal, Node, Operator, Shape, Term};

#[cfg(test)]
mod round_trip;
#[cfg(test)]
mod tests;
