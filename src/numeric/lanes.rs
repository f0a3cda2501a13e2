//! Plain doubles in lanes: for bounds, and as a yardstick for what better arithmetic costs.

use super::Real;

/// N doubles. Its functions are the platform's.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lanes<const N: usize>(pub [f64; N]);

impl<const N: usize> Lanes<N> {
    #[inline(always)]
    fn each(value: impl FnMut(usize) -> f64) -> Self {
        Self(std::array::from_fn(value))
    }
}

impl<const N: usize> std::ops::Add for Lanes<N> {
    type Output = Self;
    #[inline(always)]
    fn add(self, other: Self) -> Self {
        Self::each(|i| self.0[i] + other.0[i])
    }
}

impl<const N: usize> std::ops::Mul for Lanes<N> {
    type Output = Self;
    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        Self::each(|i| self.0[i] * other.0[i])
    }
}

impl<const N: usize> std::ops::Div for Lanes<N> {
    type Output = Self;
    #[inline(always)]
    fn div(self, other: Self) -> Self {
        Self::each(|i| self.0[i] / other.0[i])
    }
}

impl<const N: usize> Real for Lanes<N> {
    type Input = [f64; N];
    type Mask = [bool; N];

    #[inline(always)]
    fn input(a: [f64; N]) -> Self {
        Self(a)
    }

    #[inline(always)]
    fn difference(a: [f64; N], b: [f64; N]) -> Self {
        Self::each(|i| a[i] - b[i])
    }

    #[inline(always)]
    fn constant(a: f64) -> Self {
        Self([a; N])
    }

    #[inline(always)]
    fn minus(self, other: Self) -> Self {
        Self::each(|i| self.0[i] - other.0[i])
    }

    #[inline(always)]
    fn abs(self) -> Self {
        Self::each(|i| self.0[i].abs())
    }

    #[inline(always)]
    fn negated(self) -> Self {
        Self::each(|i| -self.0[i])
    }

    #[inline(always)]
    fn exp(self) -> Self {
        Self::each(|i| self.0[i].exp())
    }

    #[inline(always)]
    fn one_minus_exp_neg(self) -> Self {
        Self::each(|i| -(-self.0[i]).exp_m1())
    }

    #[inline(always)]
    fn ln_1p(self) -> Self {
        Self::each(|i| self.0[i].ln_1p())
    }

    #[inline(always)]
    fn is_positive(&self) -> [bool; N] {
        self.0.map(|a| a > 0.0)
    }

    #[inline(always)]
    fn below(a: [f64; N], b: [f64; N]) -> [bool; N] {
        std::array::from_fn(|i| a[i] < b[i])
    }

    #[inline(always)]
    fn select(mask: [bool; N], yes: Self, no: Self) -> Self {
        Self::each(|i| if mask[i] { yes.0[i] } else { no.0[i] })
    }

    #[inline(always)]
    fn min(self, other: Self) -> Self {
        // Not f64::min, which forgets a NaN.
        Self::each(|i| if self.0[i] < other.0[i] { self.0[i] } else { other.0[i] })
    }
}
