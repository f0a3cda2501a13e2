//! Arithmetics of single numbers, whatever their inputs and comparisons look like.

use super::{Judged, Lanes, Light, Real, TwoProduct, Wide};

/// An input that is one double.
pub trait One: Copy {
    /// The double as an input.
    fn of(a: f64) -> Self;
    /// The input as a double.
    fn double(self) -> f64;
}

impl One for f64 {
    fn of(a: f64) -> f64 {
        a
    }
    fn double(self) -> f64 {
        self
    }
}

impl One for [f64; 1] {
    fn of(a: f64) -> Self {
        [a]
    }
    fn double(self) -> f64 {
        self[0]
    }
}

/// A comparison that has one outcome.
pub trait Truth: Copy {
    /// Whether it holds.
    fn holds(self) -> bool;
}

impl Truth for bool {
    fn holds(self) -> bool {
        self
    }
}

impl Truth for [u64; 1] {
    fn holds(self) -> bool {
        self[0] != 0
    }
}

/// A single number, not several in lanes.
pub trait Single: Real<Input: One, Mask: Truth> {
    /// Whether an operation with this result keeps its bound.
    fn is_in_range(&self) -> bool;
    /// Whether [`Real::exp`] keeps its bound here.
    fn has_exp(&self) -> bool;
}

impl<F: TwoProduct> Single for Light<F, 1> {
    fn is_in_range(&self) -> bool {
        let [(hi, _)] = self.parts();
        hi == 0.0 || (Self::SMALLEST..Self::LARGEST).contains(&hi.abs())
    }
    fn has_exp(&self) -> bool {
        let [(hi, _)] = self.parts();
        hi.abs() <= 300.0
    }
}

impl Single for Lanes<1> {
    fn is_in_range(&self) -> bool {
        self.0[0].is_finite()
    }
    fn has_exp(&self) -> bool {
        self.is_in_range()
    }
}

impl<const BITS: usize> Single for Wide<BITS> {
    fn is_in_range(&self) -> bool {
        true
    }
    fn has_exp(&self) -> bool {
        true
    }
}

/// What a [`Ball`](super::Ball) can be made of: numbers whose bounds are single numbers, too.
pub trait Backing: Single + Judged<Magnitude: Single> {}

impl<S: Single + Judged<Magnitude: Single>> Backing for S {}
