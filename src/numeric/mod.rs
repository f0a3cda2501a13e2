//! Arithmetic without physics: the scalar trait the formulas are written over, and the exactly
//! rounded values of a grid's axis.

mod ball;
mod bounded;

mod closed_form;
pub mod double;
mod dual;
mod elementary;
mod exact;
mod geometric;
mod interval;
mod ladder;
mod lanes;
mod light;
pub mod quadrature;
#[cfg(test)]
pub(crate) mod random;
mod rank;
mod rational;
mod real;
mod rectangle;
mod single;
mod tables;
mod tangent;
mod tape;
mod wide;
mod window;

pub use ball::{Above, Ball, Decided, Enclosed};
pub use bounded::Bounded;

pub use dual::Dual;
pub use elementary::{Fused, Split, TwoProduct, Work};
pub use exact::{DoubleDouble, quick_two_sum, two_product, two_sum};
pub use geometric::{End, geometric};
pub use interval::Interval;
pub use ladder::{Bits, Question, climb, number, rounded};
pub use lanes::Lanes;
pub use light::Light;
pub use rank::{middle, of_rank, rank};
pub use rational::Rational;
pub use real::{Judged, Real};
pub use rectangle::{Rectangle, turns_by_nothing};
pub use single::{Backing, One, Single, Truth};
pub use tangent::Tangent;
pub use tape::{LANES, Taped};
pub use wide::{ANY, Wide};
pub use window::{Sloped, Window};
