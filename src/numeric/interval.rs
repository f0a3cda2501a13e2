//! Interval arithmetic: it encloses every value that a formula takes while its inputs vary in their
//! ranges.

mod window;

use super::{Light, Real, Split};

/// All numbers from `lo` to `hi`. If a is in the interval A and b is in B, then a + b is in A + B, and so
/// for every other operation: results are rounded outwards. The bits are the same on every machine.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The lower end, or −∞.
    pub lo: f64,
    /// The upper end, or ∞.
    pub hi: f64,
}

impl Interval {
    /// Everything.
    pub const ALL: Interval = Interval { lo: f64::NEG_INFINITY, hi: f64::INFINITY };

    /// One number.
    pub fn point(a: f64) -> Self {
        Self { lo: a, hi: a }
    }

    /// The largest of the sizes of its numbers.
    pub fn size(self) -> f64 {
        self.lo.abs().max(self.hi.abs())
    }

    /// Whether this number is one of its numbers.
    pub fn has(self, number: f64) -> bool {
        self.lo <= number && number <= self.hi
    }

    /// Half of its width, rounded up.
    pub fn radius(self) -> f64 {
        (0.5 * (self.hi - self.lo)).next_up()
    }

    /// The interval whose ends were computed as `lo` and `hi` with an error of at most half a unit in the
    /// last place: each end moves outwards by one double.
    fn outwards(lo: f64, hi: f64) -> Self {
        // An end that is NaN is unknown, hence unbounded.
        let lo = if lo.is_nan() { f64::NEG_INFINITY } else { lo.next_down() };
        let hi = if hi.is_nan() { f64::INFINITY } else { hi.next_up() };
        Self { lo, hi }
    }

    /// All numbers from those of one to those of the other.
    pub fn hull(self, other: Self) -> Self {
        Self { lo: self.lo.min(other.lo), hi: self.hi.max(other.hi) }
    }

    /// The interval between the values of an increasing function at the ends, each to 2^-80.
    fn increasing(self, function: impl Fn(f64) -> f64) -> Self {
        Self::outwards(function(self.lo), function(self.hi))
    }
}

type Single = Light<Split, 1>;

/// The leading part of a number, which is within half a place of it.
fn leading(number: Single) -> f64 {
    let [(hi, lo)] = number.parts();
    hi + lo
}

impl std::ops::Add for Interval {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self::outwards(self.lo + other.lo, self.hi + other.hi)
    }
}

impl std::ops::Mul for Interval {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        // An unbounded end stands for arbitrarily large finite numbers: 0 times it is 0.
        let times = |a: f64, b: f64| if a == 0.0 || b == 0.0 { 0.0 } else { a * b };
        let products = [
            times(self.lo, other.lo),
            times(self.lo, other.hi),
            times(self.hi, other.lo),
            times(self.hi, other.hi),
        ];
        let fold = |pick: fn(f64, f64) -> f64| products.into_iter().reduce(pick).unwrap_or(0.0);
        let product = Self::outwards(fold(f64::min), fold(f64::max));
        // What has no negative number has none for rounding.
        let is_positive = self.lo >= 0.0 && other.lo >= 0.0;
        Self { lo: if is_positive { product.lo.max(0.0) } else { product.lo }, ..product }
    }
}

impl std::ops::Div for Interval {
    type Output = Self;
    fn div(self, other: Self) -> Self {
        match other {
            Self { lo, hi } if lo > 0.0 || hi < 0.0 => {
                self * Self::outwards(1.0 / other.hi, 1.0 / other.lo)
            }
            // A divisor that is 0 at one end leaves the quotient one.
            Self { lo, hi } if lo == 0.0 && hi > 0.0 => {
                self * Self { lo: (1.0 / hi).next_down(), hi: f64::INFINITY }
            }
            _ => Self::ALL,
        }
    }
}

impl Real for Interval {
    type Input = Interval;
    /// Nothing where a comparison has no answer for all numbers.
    type Mask = Option<bool>;

    fn input(a: Interval) -> Self {
        a
    }

    fn difference(a: Interval, b: Interval) -> Self {
        a.minus(b)
    }

    fn constant(a: f64) -> Self {
        Self::point(a)
    }

    fn minus(self, other: Self) -> Self {
        self + other.negated()
    }

    fn abs(self) -> Self {
        match self {
            Self { lo, .. } if lo >= 0.0 => self,
            Self { hi, .. } if hi <= 0.0 => self.negated(),
            Self { lo, hi } => Self { lo: 0.0, hi: hi.max(-lo) },
        }
    }

    fn negated(self) -> Self {
        Self { lo: -self.hi, hi: -self.lo }
    }

    fn exp(self) -> Self {
        let Self { lo, hi } = self.increasing(|x| match x {
            x if x < -300.0 => 0.0,
            x if x > 300.0 => f64::INFINITY,
            x => leading(Single::input([x]).exp()),
        });
        // Beyond ±300 it is known to be beyond e^±300 only.
        let hi = if self.hi < -300.0 { 1e-130 } else { hi };
        Self { lo: if self.lo > 300.0 { 1e130 } else { lo.max(0.0) }, hi }
    }

    /// Nothing is known of it below 0.
    fn one_minus_exp_neg(self) -> Self {
        let result = self.increasing(|x| match x {
            0.0 => 0.0,
            x if x < 0.0 => f64::NAN,
            x if x > 300.0 => 1.0,
            x => leading(Single::input([x]).one_minus_exp_neg()),
        });
        // No rounding makes it negative.
        let lo = if self.lo >= 0.0 { result.lo.max(0.0) } else { result.lo };
        Self { lo, hi: result.hi.min(1.0) }
    }

    fn exp_m1(self) -> Self {
        let result = self.increasing(|x| match x {
            0.0 => 0.0,
            x if x < -300.0 => -1.0,
            x if x > 300.0 => f64::INFINITY,
            x => leading(Single::input([x]).exp_m1()),
        });
        let hi = if self.hi < -300.0 { (-1.0f64).next_up() } else { result.hi };
        Self { lo: if self.lo > 300.0 { 1e130 } else { result.lo.max(-1.0) }, hi }
    }

    /// Nothing is known of it below 0.
    fn ln_1p(self) -> Self {
        let result = self.increasing(|x| match x {
            // ln 10^200 = 460.5…, and no double has a logarithm of 710.
            x if x > 1e200 => 710.0,
            x if x < 0.0 => f64::NAN,
            x => leading(Single::input([x]).ln_1p()),
        });
        let lo = if self.lo >= 0.0 { result.lo.max(0.0) } else { result.lo };
        Self {
            lo: if self.lo > 1e200 { 460.0 } else { lo },
            hi: if self.hi == f64::INFINITY { f64::INFINITY } else { result.hi },
        }
    }

    fn ln(self) -> Self {
        let at = |x: f64, beyond: f64, before: f64| match x {
            x if x > 1e200 => beyond,
            x if x < 1e-200 => before,
            x => leading(Single::input([x]).ln()),
        };
        // ln 10^200 = 460.5…; no double has a logarithm of 710, and no positive one of −746.
        let before = if self.lo > 0.0 { -746.0 } else { f64::NEG_INFINITY };
        let beyond = if self.hi < f64::INFINITY { 710.0 } else { f64::INFINITY };
        let beyond = if self.hi < 0.0 { f64::INFINITY } else { beyond };
        let above = if self.hi < 0.0 { f64::INFINITY } else { -460.0 };
        Self::outwards(at(self.lo, 460.0, before), at(self.hi, beyond, above))
    }

    fn sqrt(self) -> Self {
        let root = self.increasing(f64::sqrt);
        Self { lo: root.lo.max(0.0), hi: root.hi }
    }

    fn is_positive(&self) -> Option<bool> {
        if self.lo > 0.0 { Some(true) } else { (self.hi <= 0.0).then_some(false) }
    }

    /// Where only the ends of the two meet it holds: a formula must hold on both sides of its branches where these
    /// meet, as it must for a [`Ball`](super::Ball).
    fn below(a: Interval, b: Interval) -> Option<bool> {
        let is_below = a.hi < b.lo || a.hi == b.lo && a.lo < b.hi;
        if is_below { Some(true) } else { (a.lo >= b.hi).then_some(false) }
    }

    fn select(mask: Option<bool>, yes: Self, no: Self) -> Self {
        match mask {
            Some(true) => yes,
            Some(false) => no,
            None => yes.hull(no),
        }
    }

    fn alike(a: Option<bool>, b: Option<bool>) -> Option<bool> {
        Some(a? == b?)
    }

    fn min(self, other: Self) -> Self {
        Self { lo: self.lo.min(other.lo), hi: self.hi.min(other.hi) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::Wide;
    use proptest::prelude::*;

    type Exact = Wide<256>;

    fn interval() -> impl Strategy<Value = (Interval, f64)> {
        let number = || prop_oneof![-3.0..3.0f64, -80.0..80.0f64, -1e-9..1e-9f64];
        (number(), number(), 0.0..=1.0f64).prop_map(|(a, b, share)| {
            let (lo, hi) = (a.min(b), a.max(b));
            (Interval { lo, hi }, (lo + share * (hi - lo)).clamp(lo, hi))
        })
    }

    /// Whether an interval has a number of 256 bits.
    fn has(interval: Interval, number: &Exact) -> bool {
        let above = interval.lo == f64::NEG_INFINITY
            || !Exact::input(interval.lo).minus(number.clone()).is_positive();
        let below = interval.hi == f64::INFINITY
            || !number.clone().minus(Exact::input(interval.hi)).is_positive();
        above && below
    }

    proptest! {
        #[test]
        fn an_operation_has_what_its_operands_give((a, x) in interval(), (b, y) in interval()) {
            let (p, q) = (Exact::input(x), Exact::input(y));
            prop_assert!(has(a + b, &(p.clone() + q.clone())));
            prop_assert!(has(a.minus(b), &p.clone().minus(q.clone())));
            prop_assert!(has(a * b, &(p.clone() * q.clone())));
            if y != 0.0 {
                prop_assert!(has(a / b, &(p.clone() / q.clone())));
            }
            prop_assert!(has(a.abs(), &p.clone().abs()));
            prop_assert!(has(Real::min(a, b), &Real::min(p.clone(), q.clone())));
            prop_assert!(has(a.exp(), &p.clone().exp()));
            let (positive, number) = (a.abs(), p.clone().abs());
            prop_assert!(has(positive.one_minus_exp_neg(), &number.clone().one_minus_exp_neg()));
            prop_assert!(has(positive.ln_1p(), &number.clone().ln_1p()));
            prop_assert!(has(a.exp_m1(), &p.clone().exp_m1()));
            prop_assert!(has(positive.sqrt(), &number.clone().sqrt()));
            if x != 0.0 {
                prop_assert!(has(positive.ln(), &number.clone().ln()));
                prop_assert!(has(positive.reciprocal(), &number.reciprocal()));
            }
            prop_assert!(a.is_positive().is_none_or(|is| is == (x > 0.0)));
            prop_assert!(Interval::below(a, b).is_none_or(|is| is == (x < y) || x == y));
        }
    }

    #[test]
    fn ends_beyond_the_functions_are_unbounded() {
        let wide = Interval { lo: -1e4, hi: 1e4 };
        assert_eq!(wide.exp(), Interval { lo: 0.0, hi: f64::INFINITY });
        assert!(Interval { lo: 500.0, hi: 600.0 }.exp().lo > 1e100);
        assert_eq!(wide / wide, Interval::ALL);
        let end = Interval { lo: 0.0, hi: 2.0 };
        assert_eq!((end * end).lo, 0.0);
        assert!(
            (Interval::point(1.0) / end).lo < 0.5
                && (Interval::point(1.0) / end).hi == f64::INFINITY
        );
        let beyond = Interval { lo: 1e250, hi: f64::INFINITY }.ln_1p();
        assert!(beyond.lo < 1e250f64.ln() && beyond.hi == f64::INFINITY);
        assert_eq!(Interval::ALL * Interval::point(0.0), Interval { lo: -5e-324, hi: 5e-324 });
    }
}
