//! Arithmetic without physics: the scalar trait the formulas are written over, and the exactly
//! rounded values of a grid's axis.

mod elementary;
mod exact;
mod geometric;
mod lanes;
mod light;
mod real;
mod tables;
mod wide;

pub use elementary::{Fused, Split, TwoProduct};
pub use exact::{DoubleDouble, quick_two_sum, two_product, two_sum};
pub use geometric::geometric;
pub use lanes::Lanes;
pub use light::Light;
pub use real::{Judged, Real};
pub use wide::Wide;
