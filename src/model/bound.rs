//! What a result must be at least, or at most.

use super::ResultRef;

/// Which side of a value a result must be on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// No less than it.
    AtLeast,
    /// No more than it.
    AtMost,
}

/// A result that must be on one side of a value.
#[derive(Clone, Copy, Debug)]
pub struct Bound {
    /// The result.
    pub result: ResultRef,
    /// The side.
    pub side: Side,
    /// The value, in the unit of the result's column.
    pub value: f64,
}

impl Bound {
    /// Whether this number of the result keeps it.
    pub fn holds(&self, number: f64) -> bool {
        self.excess(number) >= 0.0
    }

    /// By how much this number is on the right side; NaN where there is none.
    pub fn excess(&self, number: f64) -> f64 {
        match self.side {
            // An infinite number is on its side of every value.
            Side::AtLeast => number - self.value,
            Side::AtMost => self.value - number,
        }
    }
}
