//! Devices that are not quite what they were meant to be: parameters drawn at random, and what comes
//! of them.

mod devices;
mod distribution;
mod summary;

pub use devices::Devices;
pub use distribution::{Distribution, DistributionError};
pub use summary::{Scatter, Summary, Tally};
