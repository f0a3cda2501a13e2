//! Curves of a result over a parameter, and maps over two, sampled as finely as a picture needs them.

mod curve;
mod map;
mod sampling;
mod stroke;

pub use curve::{Curve, Kind, Piece, Sample};
pub use map::{Map, Question, Region};
pub use sampling::{Plan, Span};
