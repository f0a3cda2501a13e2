//! Numbers that know how far off they may be.

mod hull;

pub use hull::{Above, Enclosed};

use super::single::{Backing, One, Truth};
use super::{Judged, Real, Sloped};

/// A number and a bound of its error, which every operation carries along. A formula of any shape has a
/// bound in this arithmetic, for a few times the work. For a [`Judged`] type, which is faster, whoever
/// writes the formula derives the bound by hand.
///
/// The terms of a sum may have different signs. Where no bound can be given (a divisor may be 0, or an
/// operation leaves the range of `S`), the result is unknown, and so is all that is computed from it.
///
/// A comparison is that of the midpoints, even where the bounds overlap. So a formula must hold on both
/// sides of each of its branches, near the place where they meet: e.g. 1/(1 + e^x) and e^−x/(1 + e^−x).
/// The functions of [`Real`] enclose their results for numbers of either sign.
#[derive(Clone, Debug)]
pub struct Ball<S: Judged> {
    value: S,
    bound: S::Magnitude,
    known: bool,
}

/// A number whose sign and nearest double are known for certain, or known to be unknown.
pub trait Decided: Sloped<Input = f64, Mask = bool> {
    /// The nearest double, ±∞ beyond the largest one, if it is certain.
    fn rounded(&self) -> Option<f64>;
    /// Its sign as 1 or −1, if it is certain.
    fn sign(&self) -> Option<f64>;
    /// The nearest double as if the number were exact; 0 where not even the sign is certain.
    fn taken(&self) -> f64;
}

impl<S: Backing> Ball<S> {
    /// The result of an operation, whose bound is `inherited` and one unit of `size` more.
    fn new(value: S, size: S::Magnitude, inherited: S::Magnitude, known: bool) -> Self {
        let unit = S::unit(&S::constant(0.0));
        let known = known && value.is_in_range();
        Self { bound: inherited + size * unit, value, known }
    }

    fn size(&self) -> S::Magnitude {
        self.value.magnitude().abs()
    }

    fn is_zero(&self) -> bool {
        !self.size().is_positive().holds()
    }

    /// a − b, if it is positive for certain.
    fn margin(a: S::Magnitude, b: S::Magnitude) -> Option<S::Magnitude> {
        let margin = a.minus(b);
        margin.is_positive().holds().then_some(margin)
    }

    /// K(x, h) or its slope, of the same accuracy: see [`Window`](super::Window).
    pub(super) fn averaged(x: Self, h: Self, slope: bool) -> Self
    where
        S: Sloped,
    {
        let near = Self::margin(S::Magnitude::constant(0.5), x.bound.clone() + h.bound.clone());
        let least = Self::margin(h.size(), h.bound.clone());
        let (Some(_), Some(least), true) = (near, least, x.known && h.known && x.value.has_exp())
        else {
            return Self::unknown();
        };
        let moment = S::moment(x.value.clone(), h.value.clone());
        let size = moment.magnitude();
        // Twice what the derivatives say, because K changes on the way.
        let along = S::Magnitude::constant(6.0) / least + S::Magnitude::constant(4.0);
        let off = S::Magnitude::constant(4.0) * x.bound + along * h.bound;
        let inherited = size.clone() * off * S::Magnitude::constant(2.0);
        let value = if slope { S::moment_slope(x.value, h.value) } else { moment.clone() };
        // Where K itself is out of range, its slope is of no use.
        let known = moment.is_in_range() && size.is_positive().holds();
        Self::new(value, size * S::Magnitude::constant(4.0), inherited, known)
    }

    /// A logarithm: `from` is its argument, the number itself or 1 more.
    fn logarithm(self, from: S::Magnitude, function: fn(S) -> S) -> Self {
        match Self::margin(from, self.bound.clone()) {
            Some(least) if self.known => {
                let value = function(self.value);
                let size = value.magnitude().abs();
                Self::new(value, size, self.bound / least, true)
            }
            _ => Self::unknown(),
        }
    }

    fn unknown() -> Self {
        let zero = || S::Magnitude::constant(0.0);
        Self { value: S::constant(0.0), bound: zero(), known: false }
    }
}

macro_rules! operator {
    ($operator:ident, $name:ident, |$a:ident, $b:ident| $result:expr) => {
        impl<S: Backing> std::ops::$operator for Ball<S> {
            type Output = Self;
            #[inline(never)] // see `Dual`
            fn $name(self, other: Self) -> Self {
                let ($a, $b) = (self, other);
                $result
            }
        }
    };
}

// The difference, unlike the sum, bears terms of any sign.
operator!(Add, add, |a, b| a.minus(b.negated()));

operator!(Mul, mul, |a, b| {
    let (size_a, size_b) = (a.size(), b.size());
    let vanishes = a.is_zero() || b.is_zero();
    let crossed = size_a.clone() * b.bound.clone() + size_b.clone() * a.bound.clone();
    let inherited = crossed + a.bound * b.bound;
    let product = Self::new(a.value * b.value, size_a * size_b, inherited, a.known && b.known);
    // Nothing is known of what was too small to be held.
    if product.is_zero() && !vanishes { Self::unknown() } else { product }
});

operator!(Div, div, |a, b| {
    let (known, vanishes) = (a.known && b.known, a.is_zero());
    match Self::margin(b.size(), b.bound.clone()) {
        Some(least) if known => {
            let quotient = a.value / b.value;
            let size = quotient.magnitude().abs();
            let inherited = (a.bound + size.clone() * b.bound) / least;
            let quotient = Self::new(quotient, size, inherited, known);
            if quotient.is_zero() && !vanishes { Self::unknown() } else { quotient }
        }
        _ => Self::unknown(),
    }
});

impl<S: Backing> Real for Ball<S> {
    type Input = f64;
    type Mask = bool;

    fn input(a: f64) -> Self {
        let zero = S::Magnitude::constant(0.0);
        let value = S::input(One::of(a));
        Self { known: value.is_in_range(), value, bound: zero }
    }

    fn difference(a: f64, b: f64) -> Self {
        let value = S::difference(One::of(a), One::of(b));
        let size = value.magnitude().abs();
        Self::new(value, size, S::Magnitude::constant(0.0), true)
    }

    fn constant(a: f64) -> Self {
        Self::input(a)
    }

    #[inline(never)]
    fn minus(self, other: Self) -> Self {
        let size = self.size() + other.size();
        let known = self.known && other.known;
        Self::new(self.value.minus(other.value), size, self.bound + other.bound, known)
    }

    fn abs(self) -> Self {
        Self { value: self.value.abs(), ..self }
    }

    fn negated(self) -> Self {
        Self { value: self.value.negated(), ..self }
    }

    fn exp(self) -> Self {
        // e^b − 1 ≤ 2b for b ≤ 1.
        let is_near = Self::margin(S::Magnitude::constant(1.0), self.bound.clone()).is_some();
        if !(self.known && is_near && self.value.has_exp()) {
            return Self::unknown();
        }
        let value = self.value.exp();
        let size = value.magnitude();
        let inherited = size.clone() * S::Magnitude::constant(2.0) * self.bound;
        Self::new(value, size, inherited, true)
    }

    fn one_minus_exp_neg(self) -> Self {
        let is_near = Self::margin(S::Magnitude::constant(1.0), self.bound.clone()).is_some();
        let is_positive = self.value.is_positive().holds();
        // Beside 1 the power may be as small as the square of those that exp is good for.
        let half = if is_positive { 0.5 } else { 1.0 };
        let has_power = (S::constant(half) * self.value.clone()).has_exp();
        if !(self.known && is_near && has_power) {
            return Self::unknown();
        }
        let value = self.value.one_minus_exp_neg();
        let size = value.magnitude().abs();
        // For x = v − b the slope e^−x is at most e^b e^−v, and e^b − 1 ≤ 2b for b ≤ 1. Where v ≥ 0,
        // e^−v is no more than 1, and otherwise it is 1 and the size of the result.
        let one = || S::Magnitude::constant(1.0);
        let steepest = if is_positive { one() } else { one() + size.clone() };
        let inherited = steepest * S::Magnitude::constant(2.0) * self.bound;
        Self::new(value, size, inherited, true)
    }

    fn ln_1p(self) -> Self {
        let from = S::Magnitude::constant(1.0).minus(self.value.magnitude().negated());
        // Where little is left of 1, that is the argument.
        match Self::margin(from.clone(), S::Magnitude::constant(0.5)) {
            Some(_) => self.logarithm(from, S::ln_1p),
            None => (Self::constant(1.0) + self).ln(),
        }
    }

    fn ln(self) -> Self {
        let from = self.value.magnitude();
        self.logarithm(from, S::ln)
    }

    fn sqrt(self) -> Self {
        if self.is_zero() && !self.bound.is_positive().holds() {
            return self;
        }
        match Self::margin(self.value.magnitude(), self.bound.clone()) {
            // |√x − √v| = |x − v|/(√x + √v) ≤ b/√v
            Some(_) if self.known => {
                let value = self.value.sqrt();
                let size = value.magnitude();
                let inherited = self.bound / size.clone();
                Self::new(value, size, inherited, true)
            }
            _ => Self::unknown(),
        }
    }

    /// Whether the midpoint is positive; see [`Ball`] for what that asks of formulas.
    fn is_positive(&self) -> bool {
        self.value.is_positive().holds()
    }

    fn below(a: f64, b: f64) -> bool {
        a < b
    }

    fn select(mask: bool, yes: Self, no: Self) -> Self {
        if mask { yes } else { no }
    }

    fn alike(a: bool, b: bool) -> bool {
        a == b
    }

    fn min(self, other: Self) -> Self {
        let apart = other.clone().minus(self.clone());
        let is_less = apart.value.is_positive().holds();
        let known = self.known && other.known;
        // Neither bound alone covers the smaller of two numbers that cannot be told apart.
        let both = self.bound.clone() + other.bound.clone();
        let is_certain = known && apart.value.sign(&apart.generous()).double() != 0.0;
        let least = if is_less { self } else { other };
        Self { bound: if is_certain { least.bound } else { both }, known, ..least }
    }
}

impl<S: Backing + Sloped> Decided for Ball<S> {
    fn rounded(&self) -> Option<f64> {
        if self.is_zero() && !self.bound.is_positive().holds() {
            return self.known.then_some(0.0);
        }
        let rounded = self.value.round(&self.generous()).double();
        (self.known && !rounded.is_nan()).then_some(rounded)
    }

    fn sign(&self) -> Option<f64> {
        let sign = self.value.sign(&self.generous()).double();
        (self.known && sign != 0.0).then_some(sign)
    }

    fn taken(&self) -> f64 {
        match self.sign() {
            Some(_) => self.value.round(&S::Magnitude::constant(0.0)).double(),
            None => 0.0,
        }
    }
}

impl<S: Backing> Ball<S> {
    /// The bound, with room for the roundings of the bound itself.
    fn generous(&self) -> S::Magnitude {
        self.bound.clone() * S::Magnitude::constant(1.0625)
    }
}

#[cfg(test)]
mod soundness;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::random::Random;
    use crate::numeric::{Light, Split, Wide};

    type Guess = Ball<Light<Split, 1>>;
    type Exact = Wide<512>;

    impl Random {
        fn below(&mut self, count: usize) -> usize {
            (self.next() * count as f64) as usize
        }

        fn double(&mut self) -> f64 {
            let size = 2f64.powf(24.0 * self.next() - 12.0);
            if self.next() < 0.5 { -size } else { size }
        }
    }

    /// One operation on two earlier results, in both arithmetics alike.
    fn operate<S: Decided>(operation: usize, a: S, b: S) -> S {
        match operation {
            0 | 1 => a + b,
            2 => a.minus(b),
            3 | 4 => a * b,
            5 => a / b,
            6 => a.exp(),
            7 => a.abs().one_minus_exp_neg(),
            8 => a.abs().ln_1p(),
            _ => a.min(b),
        }
    }

    #[test]
    fn formulas_of_any_shape_keep_their_bound() {
        let mut random = Random(3);
        let (mut checked, mut rounded, mut lost) = (0, 0, 0);
        for _ in 0..4_000 {
            let mut found = Vec::new();
            for _ in 0..5 {
                // Inputs, some of them neighbours, so that differences cancel.
                let (a, b) = (random.double(), random.double());
                let b = if random.next() < 0.3 { a.next_up() } else { b };
                found.push((Guess::difference(a, b), Ball::<Exact>::difference(a, b)));
                found.push((Guess::input(a), Ball::input(a)));
            }
            for _ in 0..12 {
                let operation = random.below(10);
                let [(a, x), (b, y)] = [(); 2].map(|()| found[random.below(found.len())].clone());
                // Exponentials of numbers as large as those that are met.
                if operation == 6 && a.size().0[0] > 300.0 {
                    continue;
                }
                let guess = operate(operation, a, b);
                let exact = operate(operation, x, y);
                if !(guess.known && exact.known) {
                    lost += 1;
                    continue;
                }
                let [(hi, lo)] = guess.value.parts();
                let value = Exact::input(hi) + Exact::input(lo);
                let bound = Exact::input(guess.generous().0[0])
                    + Exact::from_bits(exact.bound.clone().in_bits(512));
                let error = value.minus(exact.value.clone()).abs();
                assert!(
                    !error.clone().minus(bound).is_positive(),
                    "operation {operation}: {:e} of {hi:e}, bound {:e}",
                    error.to_f64(),
                    guess.bound.0[0]
                );
                if let (Some(nearest), Some(certain)) = (guess.rounded(), exact.rounded()) {
                    assert_eq!(nearest, certain, "operation {operation}");
                    rounded += 1;
                }
                if let (Some(sign), Some(certain)) = (guess.sign(), exact.sign()) {
                    assert_eq!(sign, certain, "operation {operation}");
                }
                checked += 1;
                found.push((guess, exact));
            }
        }
        println!("{checked} bounds, {rounded} certain roundings, {lost} given up");
        assert!(checked > 30_000 && rounded > 20_000, "{checked} {rounded} {lost}");
    }

    #[test]
    fn the_smaller_of_two_has_its_own_bound() {
        // A bound as large as the rounding of 1 would swallow the other number.
        let large = Guess::input(1.0) / Guess::input(3.0);
        let small = Guess::input(2f64.powi(-400)) / Guess::input(3.0);
        assert_eq!(large.clone().min(small.clone()).rounded(), Some(2f64.powi(-400) / 3.0));
        // Of two that cannot be told apart either may be the smaller one.
        let twice = large.clone() * Guess::input(0.1);
        let again = Guess::input(0.1) / Guess::input(3.0);
        let least = twice.clone().min(again.clone());
        assert!(least.bound.0[0] >= twice.bound.0[0].max(again.bound.0[0]));
    }
}
