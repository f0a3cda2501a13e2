//! The physics of Sec. V and App. C, one noun a file, in the paper's notation.
//!
//! Natural units unless a point says otherwise ([`Units`](crate::quantity::Units)): k_B = 1; energies and temperatures share
//! one unit E; power is in Γ·E/h, entropy currents in k_B·Γ/h. A current is positive when it enters the
//! reservoir it is named after.
//!
//! The formulas are written once over [`Real`](crate::numeric::Real). Per resonance i they use,
//! instead of f_i and f_l(ε_i) themselves, four numbers that are never differences of nearby ones:
//!
//! | symbol | meaning |
//! | --- | --- |
//! | r_i | the room: how far f_i may move before it reaches 0 or 1, on the side the demon moves it to |
//! | q_i | 1 − r_i, the room on the other side |
//! | A_i | how far the demon moves it, \|f_l(ε_i) − f_i\| |
//! | l_i | r_i − A_i, the room left; the demon is physical exactly if no l_i < 0 |

mod abreast;
mod best;
mod boxcar;
mod breadth;
mod broad;
mod certify;
mod currents;
mod demon;
mod derived;
mod device;
mod enclosure;
mod family;
mod fermi;
mod in_lanes;
mod leaks;
mod limits;
mod losses;
mod minimum;
mod narrow;
mod narrow_error;
mod noise;
mod parameter;
mod pictures;
mod point;
mod question;
mod results;
mod scale;
mod sentences;
mod shape;
mod shaped;
mod shares;
mod slope;
mod solution;
mod solve;
mod solved;
mod steady;
mod temperature;
mod value;
mod verdict;

pub use currents::Currents;
pub use demon::Demon;
pub use derived::Derived;
pub use device::{Device, Drive, Refrigerator, Resonance};
pub use family::{RefrigeratorFamily, point};
pub use fermi::occupation;
pub use limits::cop_limit;
pub use minimum::{island, minimum_temperature_slope};
pub use noise::Noise;
pub use parameter::{IfMissing, Parameter};
pub use point::{Point, Resonances, Values};
pub use scale::{Scale, Widths};
pub use solution::{Constraint, Quantity, Solution, Verdict};
pub use solve::Way;
pub use solved::Solved;
pub use temperature::InverseTemperatures;
