//! The scalar trait: one text of a formula, many arithmetics.

use std::ops::{Add, Div, Mul};

/// A number type the formulas of the physics can run in.
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
    /// 1 − e^(−self) for either sign of self, to full relative accuracy near 0.
    fn one_minus_exp_neg(self) -> Self;
    /// e^self − 1 for either sign of self, to full relative accuracy near 0.
    #[inline(always)]
    fn exp_m1(self) -> Self {
        self.negated().one_minus_exp_neg().negated()
    }
    /// ln(1 + self) for self > −1, to full relative accuracy near 0.
    fn ln_1p(self) -> Self;
    /// ln(self) for self > 0, to full relative accuracy near 1.
    fn ln(self) -> Self;
    /// √self for self ≥ 0.
    fn sqrt(self) -> Self;
    /// 1/self.
    #[inline(always)]
    fn reciprocal(self) -> Self {
        Self::constant(1.0) / self
    }
    /// self > 0.
    fn is_positive(&self) -> Self::Mask;
    /// a < b of two inputs.
    fn below(a: Self::Input, b: Self::Input) -> Self::Mask;
    /// `yes` where the mask holds, `no` elsewhere.
    fn select(mask: Self::Mask, yes: Self, no: Self) -> Self;
    /// Where both comparisons hold, or neither does.
    fn alike(a: Self::Mask, b: Self::Mask) -> Self::Mask;
    /// The smaller of the two.
    fn min(self, other: Self) -> Self;
}

/// A number type whose results come with a bound of their error, so that a rounding or a sign can
/// be called certain.
pub trait Judged: Real {
    /// What bounds are computed in: a few digits are enough, but the range must be that of the
    /// type itself.
    type Magnitude: Real<Input = Self::Input>;

    /// The number, roughly.
    fn magnitude(&self) -> Self::Magnitude;
    /// A bound of the relative error of every single operation and function, where no argument of
    /// [`Real::exp`] exceeds `reach` and each is off by no more than six roundings.
    fn unit(reach: &Self) -> Self::Magnitude;
    /// The nearest double, or NaN where an error of `bound` could change it or the number lies
    /// where the type vouches for no bound. A zero is positive.
    fn round(&self, bound: &Self::Magnitude) -> Self::Input;
    /// Its sign as 1 or −1, or 0 where an error of `bound` could change it.
    fn sign(&self, bound: &Self::Magnitude) -> Self::Input;
}
