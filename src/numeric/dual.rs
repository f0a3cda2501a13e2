//! Automatic differentiation: a formula run in dual numbers comes out with its derivative.

use super::Real;

/// a + b·ε with ε² = 0: a value and its derivative along one direction of the inputs.
///
/// The terms of derivatives have any sign, which `S` must bear in its sums.
#[derive(Clone, Debug)]
pub struct Dual<S> {
    /// The value.
    pub value: S,
    /// The derivative.
    pub slope: S,
}

impl<S: Real> Dual<S> {
    fn new(value: S, slope: S) -> Self {
        Self { value, slope }
    }
}

// Operators are out of line: inlined into every formula, those of duals and balls are a megabyte of program, and no faster.

impl<S: Real> std::ops::Add for Dual<S> {
    type Output = Self;
    #[inline(never)]
    fn add(self, other: Self) -> Self {
        Self::new(self.value + other.value, self.slope + other.slope)
    }
}

impl<S: Real> std::ops::Mul for Dual<S> {
    type Output = Self;
    #[inline(never)]
    fn mul(self, other: Self) -> Self {
        let slope = self.slope * other.value.clone() + self.value.clone() * other.slope;
        Self::new(self.value * other.value, slope)
    }
}

impl<S: Real> std::ops::Div for Dual<S> {
    type Output = Self;
    #[inline(never)]
    fn div(self, other: Self) -> Self {
        let quotient = self.value / other.value.clone();
        let slope = self.slope.minus(quotient.clone() * other.slope) / other.value;
        Self::new(quotient, slope)
    }
}

impl<S: Real> Real for Dual<S> {
    /// An input, and how fast it changes along the direction.
    type Input = (S::Input, f64);
    type Mask = S::Mask;

    fn input((a, slope): Self::Input) -> Self {
        Self::new(S::input(a), S::constant(slope))
    }

    fn difference((a, slope): Self::Input, (b, other): Self::Input) -> Self {
        Self::new(S::difference(a, b), S::constant(slope - other))
    }

    fn constant(a: f64) -> Self {
        Self::new(S::constant(a), S::constant(0.0))
    }

    #[inline(never)]
    fn minus(self, other: Self) -> Self {
        Self::new(self.value.minus(other.value), self.slope.minus(other.slope))
    }

    fn abs(self) -> Self {
        let is_positive = self.value.is_positive();
        let slope = S::select(is_positive, self.slope.clone(), self.slope.negated());
        Self::new(self.value.abs(), slope)
    }

    fn negated(self) -> Self {
        Self::new(self.value.negated(), self.slope.negated())
    }

    fn exp(self) -> Self {
        let value = self.value.exp();
        Self::new(value.clone(), value * self.slope)
    }

    fn one_minus_exp_neg(self) -> Self {
        let slope = self.value.clone().negated().exp() * self.slope;
        Self::new(self.value.one_minus_exp_neg(), slope)
    }

    fn ln_1p(self) -> Self {
        let slope = self.slope / (S::constant(1.0) + self.value.clone());
        Self::new(self.value.ln_1p(), slope)
    }

    fn ln(self) -> Self {
        Self::new(self.value.clone().ln(), self.slope / self.value)
    }

    fn sqrt(self) -> Self {
        let root = self.value.sqrt();
        Self::new(root.clone(), self.slope * S::constant(0.5) / root)
    }

    fn is_positive(&self) -> S::Mask {
        self.value.is_positive()
    }

    fn below((a, _): Self::Input, (b, _): Self::Input) -> S::Mask {
        S::below(a, b)
    }

    fn select(mask: S::Mask, yes: Self, no: Self) -> Self {
        Self::new(S::select(mask, yes.value, no.value), S::select(mask, yes.slope, no.slope))
    }

    fn alike(a: S::Mask, b: S::Mask) -> S::Mask {
        S::alike(a, b)
    }

    /// That of the smaller one; at a tie, where there is no derivative, of either.
    fn min(self, other: Self) -> Self {
        let is_less = other.value.clone().minus(self.value.clone()).is_positive();
        Self::select(is_less, self, other)
    }
}
