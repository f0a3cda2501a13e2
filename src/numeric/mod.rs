//! Arithmetic without physics: the scalar trait the formulas are written over, and the exactly
//! rounded values of a grid's axis.

mod exact;
mod lanes;
mod light;
mod real;
mod tables;
mod wide;

pub use exact::{DoubleDouble, quick_two_sum, two_product, two_sum};
pub use lanes::Lanes;
pub use light::{Fused, Light, Split, TwoProduct};
pub use real::{Judged, Real};
pub use wide::Wide;
