//! What numbers are measured in: dimensions, units, and the text of numbers with units.

mod dimension;
mod measured;
mod units;

pub use dimension::Dimension;
pub use measured::{MeasuredError, Unit, Yardstick, exact, measured};
pub use units::{Units, kelvin_per_electronvolt, rate};
