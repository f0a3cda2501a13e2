//! Arithmetic without physics: the scalar trait the formulas are written over, and the exactly
//! rounded values of a grid's axis.

mod exact;
mod real;

pub use exact::{DoubleDouble, two_product, two_sum};
pub use real::Real;
