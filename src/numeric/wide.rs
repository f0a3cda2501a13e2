//! Floating-point numbers of any precision and any exponent: for the rare points that lighter
//! arithmetic does not decide.

use super::{Judged, Real};
use dashu_float::FBig;
use dashu_float::round::mode::HalfEven;
use std::cell::Cell;

pub(super) type Float = FBig<HalfEven, 2>;

/// A number of `BITS` significant bits, or of as many as its thread computes with where that is [`ANY`]: value·e^shift.
/// Every operation is rounded once or twice, to within 2^(2 − BITS) of the result; there is neither underflow nor
/// overflow.
///
/// The shift is 0 but for powers of e beyond e^±2^20: the crate beneath holds exponents in a machine
/// word, which e^−x leaves for x beyond 10^18. One number may have several representations, so that
/// every question about its size takes both parts into account (`order`).
#[derive(Clone, Debug)]
pub struct Wide<const BITS: usize> {
    value: Float,
    shift: Float,
}

/// Arguments of exponentials from here on become shifts.
const LARGE: f64 = (1u64 << 20) as f64;

/// The bits of numbers that have as many as their thread computes with: 256, or those of the rung of the ladder that is
/// asked. So a formula is compiled once for all rungs.
pub const ANY: usize = 0;

thread_local! {
    /// How many those are.
    static AT_PRESENT: Cell<usize> = const { Cell::new(256) };
}

/// Computes with so many bits, on this thread, in numbers that have [`ANY`].
pub fn of_bits<T>(bits: usize, compute: impl FnOnce() -> T) -> T {
    struct Before(usize);
    impl Drop for Before {
        fn drop(&mut self) {
            AT_PRESENT.set(self.0);
        }
    }
    let _before = Before(AT_PRESENT.replace(bits));
    compute()
}

impl<const BITS: usize> Wide<BITS> {
    /// How many significant bits there are.
    pub(super) fn bits() -> usize {
        if BITS == ANY { AT_PRESENT.get() } else { BITS }
    }

    fn new(value: Float) -> Self {
        Self { value, shift: exact(0.0, Self::bits()) }
    }

    /// The number with so many bits; its size is that of an ordinary one.
    pub(super) fn in_bits(self, bits: usize) -> Float {
        self.plain().with_precision(bits).value()
    }

    /// The nearest number of these bits.
    pub(super) fn from_bits(value: Float) -> Self {
        Self::new(value.with_precision(Self::bits()).value())
    }

    /// log2 of its size to within two units, or within 2^-50 of it where that is more; −∞ of 0.
    fn order(&self) -> f64 {
        if self.value == Float::ZERO {
            return f64::NEG_INFINITY;
        }
        order(&self.value) + self.shift.to_f64().value() / std::f64::consts::LN_2
    }

    /// The value where the shift is multiplied out; the number must be of ordinary size, or 0.
    fn plain(&self) -> Float {
        match self.shift == Float::ZERO || self.value == Float::ZERO {
            true => self.value.clone(),
            false => self.value.clone() * self.shift.exp(),
        }
    }

    /// The nearest double; ±∞ beyond the largest one.
    pub fn to_f64(&self) -> f64 {
        match self.order() {
            order if order > 1100.0 && self.is_positive() => f64::INFINITY,
            order if order > 1100.0 => f64::NEG_INFINITY,
            order if order < -1200.0 => 0.0,
            _ => nearest(&self.plain()),
        }
    }
}

/// log2 of the size of a number that is not 0, to within a unit.
fn order(value: &Float) -> f64 {
    (value.repr().exponent() + value.digits() as isize) as f64
}

/// The nearest double: subnormal ones have fewer bits, to which it must be rounded at once.
pub(super) fn nearest(value: &Float) -> f64 {
    let top = value.repr().exponent() + value.digits() as isize;
    let tiniest = f64::from_bits(1);
    match usize::try_from(top.min(-1021) + 1074) {
        Err(_) => 0.0,
        // Half of the smallest double goes to its even neighbour, 0, and anything above it up.
        Ok(0) if value.digits() <= 1 => 0.0,
        Ok(0) => {
            if *value < Float::ZERO {
                -tiniest
            } else {
                tiniest
            }
        }
        Ok(bits) => value.clone().with_precision(bits).value().to_f64().value(),
    }
}

/// A finite double, exactly, in a context of so many bits.
fn exact(a: f64, bits: usize) -> Float {
    Float::try_from(a).unwrap_or(Float::ZERO).with_precision(bits).value()
}

impl<const BITS: usize> std::ops::Add for Wide<BITS> {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        if self.shift == other.shift {
            return Self { value: self.value + other.value, shift: self.shift };
        }
        if self.value == Float::ZERO {
            return other;
        }
        if other.value == Float::ZERO {
            return self;
        }
        // From the difference of the shifts, because little of it may be left in that of the orders.
        let apart = &self.shift - &other.shift;
        let bits = order(&self.value) - order(&other.value)
            + apart.to_f64().value() / std::f64::consts::LN_2;
        match bits {
            bits if bits > Self::bits() as f64 + 4.0 => self,
            bits if bits < -(Self::bits() as f64) - 4.0 => other,
            bits if bits > 0.0 => {
                Self { value: self.value + other.value * (-apart).exp(), shift: self.shift }
            }
            _ => Self { value: self.value * apart.exp() + other.value, shift: other.shift },
        }
    }
}

impl<const BITS: usize> std::ops::Mul for Wide<BITS> {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        Self { value: self.value * other.value, shift: self.shift + other.shift }
    }
}

/// A quotient by 0 is 0, and so are the root and the logarithm of what has none: where a formula has
/// one of these, nothing is read of it.
impl<const BITS: usize> std::ops::Div for Wide<BITS> {
    type Output = Self;
    fn div(self, other: Self) -> Self {
        if other.value == Float::ZERO {
            return other;
        }
        Self { value: self.value / other.value, shift: self.shift - other.shift }
    }
}

impl<const BITS: usize> Real for Wide<BITS> {
    type Input = f64;
    type Mask = bool;

    fn input(a: f64) -> Self {
        Self::new(exact(a, Self::bits()))
    }

    fn difference(a: f64, b: f64) -> Self {
        Self::new(exact(a, Self::bits()) - exact(b, Self::bits()))
    }

    fn constant(a: f64) -> Self {
        Self::new(exact(a, Self::bits()))
    }

    fn minus(self, other: Self) -> Self {
        self + other.negated()
    }

    fn abs(self) -> Self {
        if self.value < Float::ZERO { self.negated() } else { self }
    }

    fn negated(self) -> Self {
        Self { value: -self.value, shift: self.shift }
    }

    fn exp(self) -> Self {
        let exponent = self.plain();
        if exponent.to_f64().value().abs() < LARGE {
            return Self::new(exponent.exp());
        }
        Self { value: exact(1.0, Self::bits()), shift: exponent }
    }

    fn one_minus_exp_neg(self) -> Self {
        match self.order() {
            // 1 and e^−x are far apart.
            order if order > (Self::bits() as f64).log2() + 2.0 => {
                let power = self.negated().exp();
                Self::constant(1.0).minus(power)
            }
            // x²/2 is nothing beside x.
            order if order < -(Self::bits() as f64) - 4.0 => self,
            _ => Self::new(-(-self.plain()).exp_m1()),
        }
    }

    fn ln_1p(self) -> Self {
        match self.order() {
            // 1 is nothing beside a large number.
            order if order > Self::bits() as f64 + 4.0 => self.ln(),
            // x²/2 is nothing beside x.
            order if order < -(Self::bits() as f64) - 4.0 => self,
            _ => Self::new(self.plain().ln_1p()),
        }
    }

    fn ln(self) -> Self {
        if self.value <= Float::ZERO {
            return Self::constant(0.0);
        }
        match self.order() {
            order if order.abs() < LARGE => Self::new(self.plain().ln()),
            // What the two parts cancel of each other is less than a machine word has bits.
            _ => Self::from_bits(
                self.value.with_precision(Self::bits() + 64).value().ln() + self.shift,
            ),
        }
    }

    fn sqrt(self) -> Self {
        if self.value <= Float::ZERO {
            return Self::constant(0.0);
        }
        Self { value: self.value.sqrt(), shift: self.shift / Float::from(2) }
    }

    fn is_positive(&self) -> bool {
        self.value > Float::ZERO
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
        if other.clone().minus(self.clone()).is_positive() { self } else { other }
    }
}

impl<const BITS: usize> Judged for Wide<BITS> {
    type Magnitude = Wide<64>;

    /// The shift keeps all of its bits, because a part of a shift is a factor.
    fn magnitude(&self) -> Wide<64> {
        let value = self.value.clone().with_precision(64).value();
        Wide { value, shift: self.shift.clone() }
    }

    fn unit(reach: &Self) -> Wide<64> {
        // Two roundings an operation, and x is off by up to 2^(4 − BITS)·|x|, which is the
        // relative error of e^x.
        let unit = Wide::new(exact(1.0, 64) << (8 - Self::bits() as isize));
        unit * (Wide::constant(1.0) + reach.magnitude())
    }

    fn round(&self, bound: &Wide<64>) -> f64 {
        let bound = Self { value: bound.value.clone(), shift: bound.shift.clone() };
        let above = (self.clone() + bound.clone()).to_f64();
        let below = self.clone().minus(bound.clone()).to_f64();
        // Adding 0 turns −0 into 0.
        if above == below { above + 0.0 } else { f64::NAN }
    }

    fn sign(&self, bound: &Wide<64>) -> f64 {
        let bound = Self { value: bound.value.clone(), shift: bound.shift.clone() };
        let above = self.clone().minus(bound.clone()).is_positive();
        let below = self.clone().negated().minus(bound.clone()).is_positive();
        f64::from(i8::from(above) - i8::from(below))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::random::Random;

    type Number = Wide<256>;

    /// e^x + e^y = e^x (1 + e^(y − x)), on both sides of where powers of e become shifts.
    #[test]
    fn sums_across_shifts_keep_every_bit() {
        let mut random = Random(7);
        let (mut across, mut worst) = (0, f64::NEG_INFINITY);
        for n in 0..2_000 {
            let sign = if n % 2 == 0 { -1.0 } else { 1.0 };
            let x = sign * (LARGE + 300.0 * (random.next() - 0.5));
            let y = x - 200.0 * random.next();
            let [a, b] = [x, y].map(|x| Number::input(x).exp());
            across += u32::from(a.shift != b.shift);
            let (sum, rest) = (a.clone() + b.clone(), a.clone().minus(b));
            let ratio = Number::difference(y, x).exp();
            for (found, part) in [(sum, ratio.clone()), (rest, ratio.negated())] {
                let expected = Number::constant(1.0) + part;
                // Little may be left of a difference.
                let off = (found / a.clone()).minus(expected).abs();
                worst = worst.max(off.order());
            }
        }
        println!("{across} sums of numbers with different shifts, off by 2^{worst:.0} at the most");
        assert!(across > 1_000 && worst < -248.0, "{across} {worst}");
    }

    /// A formula in numbers of any bits has the bits that it is asked for, those of outside after that, and also after a
    /// panic.
    #[test]
    fn as_many_bits_as_are_asked_for() {
        fn third<const BITS: usize>() -> Float {
            let [one, three] = [1.0, 3.0].map(Wide::<BITS>::constant);
            (one.exp() / three).ln_1p().value
        }
        let any = || third::<ANY>();
        assert_eq!(any(), third::<256>());
        of_bits(2048, || {
            assert_eq!(any(), third::<2048>());
            assert_eq!(of_bits(320, any), third::<320>());
            let failed = std::panic::catch_unwind(|| of_bits(64, || panic!("as it is meant to")));
            assert!(failed.is_err());
            assert_eq!(any(), third::<2048>());
        });
        assert_eq!(any(), third::<256>());
        assert_ne!(third::<256>(), third::<320>());
    }

    /// Numbers far beyond the doubles have their place among them, whatever represents them.
    #[test]
    fn a_size_is_that_of_value_and_shift_together() {
        let power = |x: f64| Number::input(x).exp();
        let pairs = [(2.0 * LARGE, 1e3), (1e17, -700.0), (3e5, 709.0), (1e18, 0.5)];
        for (far, near) in pairs {
            let back = power(far) * power(near - far);
            // By the standard library, to its last places.
            let reference = (far + (near - far)).exp();
            let found = back.to_f64();
            assert!(found == reference || (found / reference - 1.0).abs() < 1e-13, "{far} {near}");
        }
        assert_eq!(power(-1e9).to_f64(), 0.0);
        assert_eq!(power(1e9).negated().to_f64(), f64::NEG_INFINITY);
        assert_eq!(power(-2e6).one_minus_exp_neg().order(), power(-2e6).order());
    }
}
