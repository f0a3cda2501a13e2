//! Plain doubles in lanes: for bounds, and as a yardstick for what better arithmetic costs.

use super::Real;

/// N doubles. Its functions are the platform's.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lanes<const N: usize>(pub [f64; N]);

/// A value for each lane; no closure, for the reason given with [`Light`](super::Light).
macro_rules! lanes {
    ($zero:expr, $i:ident => $value:expr) => {{
        let mut lanes = [$zero; N];
        for $i in 0..N {
            lanes[$i] = $value;
        }
        lanes
    }};
}

impl<const N: usize> std::ops::Add for Lanes<N> {
    type Output = Self;
    #[inline(always)]
    fn add(self, other: Self) -> Self {
        Self(lanes!(0.0, i => self.0[i] + other.0[i]))
    }
}

impl<const N: usize> std::ops::Mul for Lanes<N> {
    type Output = Self;
    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        Self(lanes!(0.0, i => self.0[i] * other.0[i]))
    }
}

impl<const N: usize> std::ops::Div for Lanes<N> {
    type Output = Self;
    #[inline(always)]
    fn div(self, other: Self) -> Self {
        Self(lanes!(0.0, i => self.0[i] / other.0[i]))
    }
}

impl<const N: usize> Real for Lanes<N> {
    type Input = [f64; N];
    type Mask = [u64; N];

    #[inline(always)]
    fn input(a: [f64; N]) -> Self {
        Self(a)
    }

    #[inline(always)]
    fn difference(a: [f64; N], b: [f64; N]) -> Self {
        Self(lanes!(0.0, i => a[i] - b[i]))
    }

    #[inline(always)]
    fn constant(a: f64) -> Self {
        Self([a; N])
    }

    #[inline(always)]
    fn minus(self, other: Self) -> Self {
        Self(lanes!(0.0, i => self.0[i] - other.0[i]))
    }

    #[inline(always)]
    fn abs(self) -> Self {
        Self(lanes!(0.0, i => self.0[i].abs()))
    }

    #[inline(always)]
    fn negated(self) -> Self {
        Self(lanes!(0.0, i => -self.0[i]))
    }

    #[inline(always)]
    fn exp(self) -> Self {
        Self(lanes!(0.0, i => self.0[i].exp()))
    }

    #[inline(always)]
    fn one_minus_exp_neg(self) -> Self {
        Self(lanes!(0.0, i => -(-self.0[i]).exp_m1()))
    }

    #[inline(always)]
    fn ln_1p(self) -> Self {
        Self(lanes!(0.0, i => self.0[i].ln_1p()))
    }

    #[inline(always)]
    fn ln(self) -> Self {
        Self(lanes!(0.0, i => self.0[i].ln()))
    }

    #[inline(always)]
    fn sqrt(self) -> Self {
        Self(lanes!(0.0, i => self.0[i].sqrt()))
    }

    #[inline(always)]
    fn is_positive(&self) -> [u64; N] {
        lanes!(0, i => u64::from(self.0[i] > 0.0))
    }

    #[inline(always)]
    fn below(a: [f64; N], b: [f64; N]) -> [u64; N] {
        lanes!(0, i => u64::from(a[i] < b[i]))
    }

    #[inline(always)]
    fn select(mask: [u64; N], yes: Self, no: Self) -> Self {
        Self(lanes!(0.0, i => if mask[i] != 0 { yes.0[i] } else { no.0[i] }))
    }

    #[inline(always)]
    fn alike(a: [u64; N], b: [u64; N]) -> [u64; N] {
        lanes!(0, i => u64::from((a[i] != 0) == (b[i] != 0)))
    }

    #[inline(always)]
    fn min(self, other: Self) -> Self {
        // Not f64::min, which forgets a NaN.
        Self(lanes!(0.0, i => if self.0[i] < other.0[i] { self.0[i] } else { other.0[i] }))
    }
}
