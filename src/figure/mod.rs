//! Curves of a result over a parameter, sampled as finely as a picture needs them.

mod curve;
mod sampling;
mod stroke;

pub use curve::{Curve, Kind, Piece, Sample};
pub use sampling::{Plan, Span};
