//! Numbers that change with a parameter, with their derivatives with respect to it.

use super::Known;
use crate::numeric::{Enclosed, Interval, Lanes, Real, Truth};

/// A number x(p) and dx/dp, each enclosed. Functions of such numbers are computed with their derivatives.
///
/// [`Known::double`] is a number that does not change. One that changes has no `double`, even if its value is
/// one, so that nothing is left out because of its value.
#[derive(Clone, Debug)]
pub struct Moving<S> {
    /// The value.
    pub value: S,
    /// The derivative; nothing if the number does not change.
    pub slope: Option<Known<S>>,
}

/// How far two speeds may differ, as a share of them, to be taken for the same: some hundred roundings.
const SAME: f64 = 1e-25;

impl<S: Enclosed> Moving<S> {
    /// A number that does not change.
    pub fn still(value: S) -> Self {
        Self { value, slope: None }
    }

    /// A number that changes.
    pub fn with(value: S, slope: S) -> Self {
        Self { value, slope: Some(Known::of(slope)) }
    }

    /// A number, with its derivative if it changes.
    pub fn known(value: &Known<S>, slope: Option<Known<S>>) -> Known<Self> {
        Known {
            double: if slope.is_none() { value.double } else { None },
            hull: value.hull,
            value: Self { value: value.value.clone(), slope },
        }
    }

    /// The number without its derivative.
    pub fn plain(known: &Known<Self>) -> Known<S> {
        Known { value: known.value.value.clone(), double: known.double, hull: known.hull }
    }

    /// The derivative.
    pub fn derivative(self) -> S {
        self.slope.map_or_else(|| S::constant(0.0), |slope| slope.value)
    }

    fn unknown(value: S) -> Self {
        Self { value, slope: Some(Known::unknown()) }
    }

    /// g(x), with g′(x).
    fn chain(value: S, slope: Option<Known<S>>, along: impl FnOnce(&S) -> S) -> Self {
        let slope = slope.map(|slope| slope.times(&Known::of(along(&value))));
        Self { value, slope }
    }
}

/// Numbers of which nothing but what encloses them is asked.
pub fn roughly<S: Enclosed>(known: &Known<S>) -> Known<Lanes<1>> {
    Known { value: Lanes([known.near()]), double: known.double, hull: known.hull }
}

/// The same, with derivatives.
pub fn roughly_moving<S: Enclosed>(known: &Known<Moving<S>>) -> Known<Moving<Lanes<1>>> {
    Known {
        value: Moving {
            value: Lanes([known.near()]),
            slope: known.value.slope.as_ref().map(roughly),
        },
        double: known.double,
        hull: known.hull,
    }
}

fn sum<S: Enclosed>(a: Option<Known<S>>, b: Option<Known<S>>) -> Option<Known<S>> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.minus(&b.negated())),
        (a, b) => a.or(b),
    }
}

impl<S: Enclosed> std::ops::Add for Moving<S> {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self { value: self.value + other.value, slope: sum(self.slope, other.slope) }
    }
}

impl<S: Enclosed> std::ops::Mul for Moving<S> {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        let times = |slope: Option<Known<S>>, by: &S| {
            slope.map(|slope| slope.times(&Known::of(by.clone())))
        };
        let slope = sum(times(self.slope, &other.value), times(other.slope, &self.value));
        Self { value: self.value * other.value, slope }
    }
}

impl<S: Enclosed> std::ops::Div for Moving<S> {
    type Output = Self;
    fn div(self, other: Self) -> Self {
        let value = self.value / other.value.clone();
        let along = other.slope.map(|slope| slope.times(&Known::of(value.clone())).negated());
        let slope = sum(self.slope, along).map(|slope| slope.over(&Known::of(other.value)));
        Self { value, slope }
    }
}

impl<S: Enclosed> Real for Moving<S> {
    type Input = S::Input;
    type Mask = S::Mask;

    fn input(a: S::Input) -> Self {
        Self::still(S::input(a))
    }

    fn difference(a: S::Input, b: S::Input) -> Self {
        Self::still(S::difference(a, b))
    }

    fn constant(a: f64) -> Self {
        Self::still(S::constant(a))
    }

    fn minus(self, other: Self) -> Self {
        let slope = sum(self.slope, other.slope.map(|slope| slope.negated()));
        Self { value: self.value.minus(other.value), slope }
    }

    /// Where the sign is not certain, there may be a kink.
    fn abs(self) -> Self {
        let Interval { lo, hi } = self.value.hull();
        match self.slope {
            None => Self::still(self.value.abs()),
            slope if lo > 0.0 => Self { value: self.value, slope },
            Some(slope) if hi < 0.0 => {
                Self { value: self.value.negated(), slope: Some(slope.negated()) }
            }
            Some(_) => Self::unknown(self.value.abs()),
        }
    }

    fn negated(self) -> Self {
        Self { value: self.value.negated(), slope: self.slope.map(|slope| slope.negated()) }
    }

    fn exp(self) -> Self {
        Self::chain(self.value.exp(), self.slope, S::clone)
    }

    fn one_minus_exp_neg(self) -> Self {
        let power = self.value.clone().negated().exp();
        Self::chain(self.value.one_minus_exp_neg(), self.slope, |_| power)
    }

    fn ln_1p(self) -> Self {
        let under = S::constant(1.0).minus(self.value.clone().negated());
        Self::chain(self.value.ln_1p(), self.slope, |_| S::constant(1.0) / under)
    }

    fn ln(self) -> Self {
        let under = self.value.clone();
        Self::chain(self.value.ln(), self.slope, |_| S::constant(1.0) / under)
    }

    fn sqrt(self) -> Self {
        Self::chain(self.value.sqrt(), self.slope, |root| S::constant(0.5) / root.clone())
    }

    fn is_positive(&self) -> S::Mask {
        self.value.is_positive()
    }

    fn below(a: S::Input, b: S::Input) -> S::Mask {
        S::below(a, b)
    }

    /// A formula holds on both sides of each of its branches, and so does its derivative.
    fn select(mask: S::Mask, yes: Self, no: Self) -> Self {
        if mask.holds() { yes } else { no }
    }

    fn alike(a: S::Mask, b: S::Mask) -> S::Mask {
        S::alike(a, b)
    }

    /// Where it is not certain which is the smaller one, there may be a kink.
    fn min(self, other: Self) -> Self {
        let apart = other.value.clone().minus(self.value.clone()).hull();
        match (apart.lo > 0.0, apart.hi < 0.0) {
            (true, _) => self,
            (_, true) => other,
            _ if self.slope.is_none() && other.slope.is_none() => {
                Self::still(self.value.min(other.value))
            }
            _ => Self::unknown(self.value.min(other.value)),
        }
    }
}

impl<S: Enclosed> Enclosed for Moving<S> {
    const HAS_BOUND: bool = S::HAS_BOUND;

    fn hull(&self) -> Interval {
        self.value.hull()
    }

    fn widened(self, by: f64) -> Self {
        if by == 0.0 { self } else { Self::unknown(self.value.widened(by)) }
    }

    /// Which number that is depends on bounds, whose derivatives are not known.
    fn middle(self) -> Self {
        match self.slope {
            None => Self::still(self.value.middle()),
            Some(_) => Self::unknown(self.value.middle()),
        }
    }

    fn error(&self) -> f64 {
        self.value.error()
    }

    fn nearest(&self) -> Option<f64> {
        self.value.nearest()
    }

    fn speed(&self) -> f64 {
        let size = self.slope.as_ref().map_or(0.0, |slope| slope.hull.size());
        if size.is_nan() { f64::INFINITY } else { size }
    }

    fn within(self, by: f64, speed: f64) -> Self {
        let value = self.value.widened(by);
        // What is not a number is not 0.
        let slope = match speed == 0.0 {
            true => self.slope,
            false => {
                let slope = self.slope.map_or_else(|| S::constant(0.0), |slope| slope.value);
                Some(Known::of(slope.widened(speed)))
            }
        };
        Self { value, slope }
    }

    fn merged(self, other: &Self) -> Self {
        let apart = sum(self.slope.clone(), other.slope.as_ref().map(Known::negated));
        let apart = apart.map_or(0.0, |apart| apart.hull.size());
        match apart <= SAME * self.speed().min(other.speed()) {
            true => self.within(0.0, apart),
            false => Self::unknown(self.value),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::{Ball, Bounded, Split, Wide};

    fn of<S: Enclosed>(value: f64, slope: f64) -> Moving<S> {
        Moving::with(S::constant(value), S::constant(slope))
    }

    /// Kinks, jumps and what is only known to lie within a bound have no derivative, and what is computed from
    /// them has none: numbers of which nothing is known stay so.
    fn unknown_stays_so<S: Enclosed>() {
        let zero = of::<S>(0.0, 1.0);
        let kinks = [
            zero.clone().abs(),
            of::<S>(0.5, 1.0).min(of(0.5, 2.0)),
            Moving::still(S::constant(0.0)).widened(1e-80),
            of::<S>(0.5, 1.0).merged(&of(0.5, 2.0)),
        ];
        for kink in kinks {
            let two = || of::<S>(2.0, 3.0);
            for made in [
                kink.clone(),
                kink.clone() + two(),
                two().minus(kink.clone()),
                kink.clone() * two(),
                kink.clone() / two(),
                (two() * kink.clone()).exp(),
                (kink.clone() + two()).ln(),
            ] {
                assert_eq!(made.speed(), f64::INFINITY);
                assert_eq!(made.clone().derivative().nearest(), None);
                assert!(!made.derivative().error().is_finite());
            }
        }
        // A constant times something is no kink.
        assert_eq!(of::<S>(-0.5, 2.0).abs().derivative().nearest(), Some(-2.0));
        assert_eq!(of::<S>(0.25, 1.0).min(of(0.5, 2.0)).derivative().nearest(), Some(1.0));
        assert_eq!(of::<S>(0.5, 2.0).merged(&of(0.5, 2.0)).derivative().nearest(), Some(2.0));
    }

    #[test]
    fn what_has_no_derivative_is_never_given_one() {
        unknown_stays_so::<Bounded<Split, 1>>();
        unknown_stays_so::<Ball<Wide<256>>>();
    }

    /// x, g(x) and g′(x) by mpmath 1.3 with 50 digits, rounded to the nearest doubles.
    #[test]
    fn functions_have_the_derivatives_of_mpmath() {
        fn check<S: Enclosed>() {
            let x = || of::<S>(0.3, 1.0);
            for (made, value, slope) in [
                (x().exp(), 1.3498588075760032, 1.3498588075760032),
                (x().one_minus_exp_neg(), 0.2591817793182821, 0.7408182206817179),
                (x().ln_1p(), 0.26236426446749106, 0.7692307692307693),
                (x().ln(), -1.2039728043259361, 3.3333333333333335),
                (x().sqrt(), 0.5477225575051661, 0.9128709291752769),
                (x() * x() / (x() + of(1.0, 0.0)), 0.06923076923076922, 0.40828402366863903),
            ] {
                assert_eq!(made.nearest(), Some(value));
                assert_eq!(made.derivative().nearest(), Some(slope));
            }
        }
        check::<Bounded<Split, 1>>();
        check::<Ball<Wide<256>>>();
    }
}
