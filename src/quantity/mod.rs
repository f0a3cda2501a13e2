//! What numbers are measured in: dimensions, units, and the text of numbers with units.

mod decimal;
mod dimension;
mod measured;
mod prefix;
mod unit;
mod units;

pub use decimal::{DIGITS, Decimal, Side};
pub use dimension::Dimension;
pub use measured::{MeasuredError, Yardstick, exact, measured, unit_of};
pub use prefix::{Prefixed, Prefixes, engineering, prefix_before, with_prefix};
pub use unit::Unit;
pub use units::{Units, boltzmann, kelvin_per_electronvolt, rate};
