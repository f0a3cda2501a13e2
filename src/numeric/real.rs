//! The scalar trait: one text of a formula, many arithmetics.

use std::ops::{Add, Div, Mul};

/// A number type the formulas of [`crate::model`] can run in.
///
/// The formulas are arranged so that they need no subtraction but that of two inputs, which is
/// [`Real::difference`], and [`Real::minus`], whose cancellation is the physics itself (the room
/// that is left before an occupation leaves [0, 1]). A type with several lanes implements the
/// comparisons lane by lane, hence [`Real::select`] instead of `if`.
pub trait Real: Clone + Add<Output = Self> + Mul<Output = Self> + Div<Output = Self> {
    /// What an input looks like: one double, or one for each lane.
    type Input: Copy;
    /// The outcome of a comparison, one for each lane.
    type Mask: Copy + std::fmt::Debug;

    /// The input itself, exactly.
    fn input(a: Self::Input) -> Self;
    /// a − b of two inputs, exactly where the type can hold it.
    fn difference(a: Self::Input, b: Self::Input) -> Self;
    /// The same small constant in every lane.
    fn constant(a: f64) -> Self;
    /// self − other, with whatever cancellation there is.
    fn minus(self, other: Self) -> Self;
    /// |self|.
    fn abs(self) -> Self;
    /// −self.
    fn negated(self) -> Self;
    /// e^self.
    fn exp(self) -> Self;
    /// 1 − e^(−self) for self ≥ 0, to full relative accuracy near 0.
    fn one_minus_exp_neg(self) -> Self;
    /// ln(1 + self) for self ≥ 0, to full relative accuracy near 0.
    fn ln_1p(self) -> Self;
    /// self > 0.
    fn is_positive(&self) -> Self::Mask;
    /// a < b of two inputs.
    fn below(a: Self::Input, b: Self::Input) -> Self::Mask;
    /// `yes` where the mask holds, `no` elsewhere.
    fn select(mask: Self::Mask, yes: Self, no: Self) -> Self;
    /// The smaller of the two.
    fn min(self, other: Self) -> Self;
}

/// Plain doubles with the platform's elementary functions: about 15 digits at generic points.
impl Real for f64 {
    type Input = f64;
    type Mask = bool;

    fn input(a: f64) -> f64 {
        a
    }
    fn difference(a: f64, b: f64) -> f64 {
        a - b
    }
    fn constant(a: f64) -> f64 {
        a
    }
    fn minus(self, other: f64) -> f64 {
        self - other
    }
    fn abs(self) -> f64 {
        f64::abs(self)
    }
    fn negated(self) -> f64 {
        -self
    }
    fn exp(self) -> f64 {
        f64::exp(self)
    }
    fn one_minus_exp_neg(self) -> f64 {
        -f64::exp_m1(-self)
    }
    fn ln_1p(self) -> f64 {
        f64::ln_1p(self)
    }
    fn is_positive(&self) -> bool {
        *self > 0.0
    }
    fn below(a: f64, b: f64) -> bool {
        a < b
    }
    fn select(mask: bool, yes: f64, no: f64) -> f64 {
        if mask { yes } else { no }
    }
    fn min(self, other: f64) -> f64 {
        f64::min(self, other)
    }
}
