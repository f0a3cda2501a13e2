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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::{
        Ball, Bounded, Decided, Dual, Fused, Interval, Lanes, Light, Split, Wide,
    };

    #[derive(Clone, Copy)]
    enum Function {
        Ln,
        Ln1p,
        ExpM1,
        Sqrt,
        Reciprocal,
    }

    fn apply<S: Real>(function: Function, x: S) -> S {
        match function {
            Function::Ln => x.ln(),
            Function::Ln1p => x.ln_1p(),
            Function::ExpM1 => x.exp_m1(),
            Function::Sqrt => x.sqrt(),
            Function::Reciprocal => x.reciprocal(),
        }
    }

    /// An argument, the value and the derivative there: by mpmath 1.3 with 50 digits, from the double
    /// that the argument is, rounded to the nearest doubles.
    const VALUES: [(Function, f64, f64, f64); 11] = [
        (Function::Ln, 0.3, -1.2039728043259361, 3.3333333333333335),
        (Function::Ln, 0.9990234375, -0.0009770396478266127, 1.0009775171065494),
        (Function::Ln, 72500000000.0, 25.00685239880704, 1.3793103448275861e-11),
        (Function::Ln1p, -0.4, -0.5108256237659907, 1.6666666666666667),
        (Function::Ln1p, -3e-9, -3.0000000045e-09, 1.000000003),
        (Function::ExpM1, -2.7, -0.9327944872602503, 0.06720551273974976),
        (Function::ExpM1, 1e-10, 1.00000000005e-10, 1.0000000001),
        (Function::ExpM1, -41.5, -1.0, 9.479359653504757e-19),
        (Function::Sqrt, 0.7, 0.8366600265340756, 0.5976143046671969),
        (Function::Sqrt, 3.1e-20, 1.760681686165901e-10, 2839809171.235324),
        (Function::Reciprocal, -1.3, -0.7692307692307692, -0.5917159763313609),
    ];

    #[test]
    fn functions_have_the_values_of_mpmath() {
        type Guess = Ball<Light<Split, 1>>;
        for (function, x, value, slope) in VALUES {
            let [(hi, lo)] = apply(function, Light::<Fused, 1>::input([x])).parts();
            assert_eq!(hi + lo, value, "light: {x}");
            assert_eq!(apply(function, Wide::<256>::input(x)).to_f64(), value, "wide: {x}");
            assert_eq!(apply(function, Guess::input(x)).rounded(), Some(value), "ball: {x}");
            let wide = apply(function, Ball::<Wide<256>>::input(x));
            assert_eq!(wide.rounded(), Some(value), "wide ball: {x}");
            let dual = apply(function, Dual::<Guess>::input((x, 1.0)));
            assert_eq!(dual.value.rounded(), Some(value), "dual: {x}");
            assert_eq!(dual.slope.rounded(), Some(slope), "slope: {x}");
            let lanes = apply(function, Bounded::<Split, 2>::input([x, x])).rounded();
            assert_eq!(lanes, [value, value], "lanes: {x}");
            let Lanes([plain]) = apply(function, Lanes::<1>::input([x]));
            assert!((plain - value).abs() <= 4e-16 * value.abs(), "plain: {x}");
            let Interval { lo, hi } = apply(function, Interval::point(x));
            assert!(lo <= value && value <= hi, "interval: {x}");
        }
    }
}
