//! Balls in lanes: double-double numbers, several at once, each with a bound of its error.

use super::elementary::Work;
use super::exact::{quick_two_sum, two_sum};
use super::window::quadrature;
use super::{Lanes, Light, Real, TwoProduct};

/// N numbers, each of them hi + lo to within a bound that every operation carries along.
///
/// A formula of any shape has a bound in this arithmetic, as with [`Ball`](super::Ball), for about
/// twice the work of [`Light`]. Where no bound can be given (a divisor may be 0, or a number leaves
/// the range), the lane is unknown: its bound is infinite, and so are those of all numbers that are
/// computed from it. A number below 2^-850 is replaced by 0 with a bound that covers it.
///
/// Where a sign is uncertain, whatever is selected by it is unknown, too: unlike with balls, a formula
/// need not hold on both sides of its branches. A midpoint that is exactly 0 counts as not positive,
/// because it comes of numbers that were computed in the same way; there, and there alone, a formula must
/// hold on both sides.
///
/// # Bounds
///
/// With u = 2^-53, the parts of every number are in normal form: |lo| ≤ u |hi|. Then what an operation
/// on two numbers a and b adds to the error, in units of u², is at most
///
/// | operation | units | of | because |
/// | --- | --- | --- | --- |
/// | a ± b | 4 | \|a\| + \|b\| | lo_a ± lo_b is rounded (1), and its sum with the error of hi_a ± hi_b (2) |
/// | a b | 8 | \|a b\| | lo_a lo_b is left out (1); two products (2), their sum (2), that with the error of hi_a hi_b (3) |
/// | a / b | 21 | \|a / b\| | the remainder of a first quotient, at most 4u, is had to 9 units, and divided by hi_b in place of b, with two roundings (12) |
/// | √a | 6 | √a | the remainder to 5 units, halved; one rounding (2); the square of half the correction (2) |
///
/// all of them below `UNIT` = 2^-101 = 32 u². Underflow on the way takes away 2^-1074 at most, which
/// is nothing beside results of at least 2^-850 that are good to 2^-101.
///
/// Functions are those of [`Light`]. Their series are good to 2^-83 of an argument below 2^-8.8, so that
/// an exponential has 2^-92.5 of itself from the series, 2^-95 from the reduction of an argument below
/// 589, and a few u² from the table, in all less than `POWER` = 2^-90. In 1 − e^−x and in logarithms
/// the argument of the series is the result itself where that is below 2^-9.6; `series` is more than
/// 2^-82 of the smaller one of the two. What is added to it in a logarithm, a multiple of ln 2, is off by
/// 2^-87 of the result, less than `MULTIPLE` = 2^-85.
///
/// The bounds are rounded themselves: each operation takes away less than 2^-48 of its bound. Whoever
/// reads a bound gets a sixteenth more, which is enough for 2^43 operations in a row.
#[derive(Clone, Copy, Debug)]
pub struct Bounded<F, const N: usize> {
    value: Light<F, N>,
    /// NaN where nothing is known.
    bound: [f64; N],
}

/// 2^exponent.
const fn power_of_two(exponent: i32) -> f64 {
    f64::from_bits(((1023 + exponent) as u64) << 52)
}

/// A bound of the relative error of a sum, product, quotient or root.
const UNIT: f64 = power_of_two(-101);
/// A bound of the relative error of an exponential.
const POWER: f64 = power_of_two(-90);
/// A bound of the relative error that a logarithm has besides that of its series.
const MULTIPLE: f64 = power_of_two(-85);
/// How far exponentials go: e^±589 = 2^±849.7.
const REACH: f64 = 589.0;
/// What is computed to be below 2^-850, and e^-588, lie below this.
const FLOOR: f64 = power_of_two(-848);
/// Added where a bound may have underflowed.
const LEAST: f64 = power_of_two(-1000);
/// A number is this at least, for one that its leading part is: its second part may take away 2^-53,
/// and the product with this another one.
const NEARLY: f64 = 1.0 - power_of_two(-50);

/// A bound of the error that a series leaves in a result of this size.
#[inline(always)]
fn series(size: f64) -> f64 {
    let argument = if size < power_of_two(-9) { size } else { power_of_two(-9) };
    argument * power_of_two(-81)
}

/// A number for each lane; no closure, for the reason given with [`Light`].
macro_rules! lanes {
    ($zero:expr, $i:ident => $value:expr) => {{
        let mut lanes = [$zero; N];
        for $i in 0..N {
            lanes[$i] = $value;
        }
        lanes
    }};
}

/// A mask says for each lane that something holds, that it does not, or that this is unknown.
const UNKNOWN: u64 = 2;

impl<F: TwoProduct, const N: usize> Bounded<F, N> {
    /// The range of numbers whose bounds are vouched for, 2^±850.
    const SMALLEST: f64 = Light::<F, N>::SMALLEST;
    const LARGEST: f64 = Light::<F, N>::LARGEST;

    /// 0, exactly.
    pub(super) const ZERO: Self = Self { value: Light::ZERO, bound: [0.0; N] };

    /// The numbers hi + lo, exactly.
    pub fn exact(hi: [f64; N], lo: [f64; N]) -> Self {
        Self::within(hi, lo, [0.0; N])
    }

    /// Numbers that differ from hi + lo by no more than these bounds. A lane whose bound is not a
    /// number, or negative, is unknown.
    #[inline(always)]
    pub fn within(hi: [f64; N], lo: [f64; N], bound: [f64; N]) -> Self {
        let (mut above, mut below, mut valid) = ([0.0; N], [0.0; N], [0.0; N]);
        for i in 0..N {
            (above[i], below[i]) = two_sum(hi[i], lo[i]);
            valid[i] = if bound[i] >= 0.0 { bound[i] } else { f64::NAN };
        }
        Self::admitted(Light::of(above, below), valid)
    }

    /// Of each lane the two parts of its number, and the bound of its error: infinite where nothing is
    /// known.
    pub fn parts(&self) -> [(f64, f64, f64); N] {
        std::array::from_fn(|i| (self.value.hi[i], self.value.lo[i], self.read(i)))
    }

    /// The nearest double in each lane, or NaN where it is not certain. A zero is positive.
    #[inline(always)]
    pub fn rounded(&self) -> [f64; N] {
        lanes!(0.0, i => {
            let (hi, lo, bound) = (self.value.hi[i], self.value.lo[i], self.read(i));
            // The sums below are rounded: each by 2^-53 of `lo`, twice at most.
            let bound = if bound == 0.0 { 0.0 } else { bound + power_of_two(-51) * lo.abs() };
            let (above, below) = (hi + (lo + bound), hi + (lo - bound));
            if above == below { above + 0.0 } else { f64::NAN }
        })
    }

    /// The sign in each lane as 1 or −1, or 0 where it is not certain.
    #[inline(always)]
    pub fn signs(&self) -> [f64; N] {
        lanes!(0.0, i => {
            let hi = self.value.hi[i];
            if hi.abs() * NEARLY > self.read(i) { 1f64.copysign(hi) } else { 0.0 }
        })
    }

    /// The bound of this lane, with room for the roundings of bounds.
    #[inline(always)]
    fn read(&self, i: usize) -> f64 {
        if self.bound[i].is_nan() { f64::INFINITY } else { self.bound[i] * 1.0625 }
    }

    #[inline(always)]
    fn sizes(&self) -> [f64; N] {
        lanes!(0.0, i => self.value.hi[i].abs())
    }

    /// Whether an exponential of some lane leaves the range.
    #[inline(always)]
    fn reaches_too_far(&self) -> bool {
        let mut far = 0;
        for v in self.value.hi {
            far |= u64::from(v.abs() > REACH);
        }
        far != 0
    }

    /// Numbers that are given, in normal form and in range.
    #[inline(always)]
    fn admitted(value: Light<F, N>, bound: [f64; N]) -> Self {
        let bound = lanes!(0.0, i => {
            let size = value.hi[i].abs();
            let is_small = (size > 0.0) & (size < Self::SMALLEST);
            let more = if size < Self::LARGEST { 0.0 } else { f64::NAN };
            bound[i] + if is_small { LEAST } else { more }
        });
        Self::settled(value, bound)
    }

    /// Results of operations, in normal form and in range. A result whose bound is 0 must be in range, or
    /// 0 itself.
    #[inline(always)]
    fn settled(value: Light<F, N>, bound: [f64; N]) -> Self {
        let (mut hi, mut lo, mut bounds) = ([0.0; N], [0.0; N], [0.0; N]);
        for i in 0..N {
            let (above, below) = quick_two_sum(value.hi[i], value.lo[i]);
            let size = above.abs();
            // What is no number is neither usual nor small.
            let is_usual = (Self::SMALLEST..Self::LARGEST).contains(&size);
            let more = if size < Self::SMALLEST { FLOOR } else { f64::NAN };
            let more = if is_usual | (bound[i] == 0.0) { 0.0 } else { more };
            hi[i] = if is_usual { above } else { 0.0 };
            lo[i] = if is_usual { below } else { 0.0 };
            bounds[i] = bound[i] + more;
        }
        Self { value: Light::of(hi, lo), bound: bounds }
    }

    /// K(x, h) and, where it is asked for, its slope, both to 2^-78 of K: see [`Window`](super::Window). Where K has a
    /// bound and what it inherits is as for one [`Ball`](super::Ball).
    #[inline(always)]
    pub(super) fn averaged(x: Self, h: Self, with_slope: bool) -> [Self; 2] {
        let [moment, slope] = quadrature(x.value, h.value, with_slope);
        let bound = lanes!(0.0, i => {
            let (p, q, size) = (x.bound[i], h.bound[i], moment.hi[i]);
            let least = h.value.hi[i] * NEARLY - q;
            // Twice what the derivatives say, because K changes on the way.
            let off = 4.0 * p + (6.0 / least + 4.0) * q;
            let is_near = (x.value.hi[i].abs() <= 300.0) & (p + q < 0.5) & (least > 0.0);
            // Where K itself is out of range, its slope is of no use.
            let is_known = is_near & (size >= Self::SMALLEST);
            if is_known { size * (2.0 * off + power_of_two(-78)) } else { f64::NAN }
        });
        [Self::settled(moment, bound), Self::settled(slope, bound)]
    }

    /// ln(v ± b) lies within b/(v − b) of ln v. `least` is v − b in each lane, or less.
    #[inline(always)]
    fn logarithm(self, value: Light<F, N>, least: [f64; N]) -> Self {
        let bound = lanes!(0.0, i => {
            let (b, size) = (self.bound[i], value.hi[i].abs());
            // Nothing is known where this is NaN.
            let least = if least[i] > 0.0 { least[i] } else { f64::NAN };
            let more = if b == 0.0 { 0.0 } else { LEAST };
            b / least + (F::product_sum(size, MULTIPLE, series(size)) + more)
        });
        Self::settled(value, bound)
    }
}

/// A function of [`Light`] numbers, of which each has its own code: they are long and used often.
macro_rules! function {
    ($name:ident, $function:ident) => {
        struct $name<F, const N: usize>(Light<F, N>);

        impl<F: TwoProduct, const N: usize> Work for $name<F, N> {
            type Output = Light<F, N>;
            #[inline(always)]
            fn run(self) -> Light<F, N> {
                self.0.$function()
            }
        }
    };
}

function!(Exp, exp);
function!(OneMinusExpNeg, one_minus_exp_neg);
function!(Ln, ln);
function!(Ln1p, ln_1p);

impl<F: TwoProduct, const N: usize> std::ops::Add for Bounded<F, N> {
    type Output = Self;
    /// Unlike a sum of [`Light`] numbers, it bears terms of different signs.
    #[inline(always)]
    fn add(self, other: Self) -> Self {
        self.minus(other.negated())
    }
}

impl<F: TwoProduct, const N: usize> std::ops::Mul for Bounded<F, N> {
    type Output = Self;
    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        let (mut hi, mut lo, mut bound) = ([0.0; N], [0.0; N], [0.0; N]);
        for i in 0..N {
            let (v, w) = (self.value.hi[i], other.value.hi[i]);
            let error;
            (hi[i], error) = F::two_product(v, w);
            let crossed = F::product_sum(self.value.lo[i], w, error);
            lo[i] = F::product_sum(v, other.value.lo[i], crossed);
            // p|w| + q|v| + pq, and a unit of |vw|.
            let (a, b, p, q) = (v.abs(), w.abs(), self.bound[i], other.bound[i]);
            let most = a + p;
            let is_nothing = (most == 0.0) | (b + q == 0.0);
            let least = if is_nothing { 0.0 } else { LEAST };
            let inherited = F::product_sum(F::product_sum(a, UNIT, p), b, least);
            bound[i] = F::product_sum(most, q, inherited);
        }
        Self::settled(Light::of(hi, lo), bound)
    }
}

impl<F: TwoProduct, const N: usize> std::ops::Div for Bounded<F, N> {
    type Output = Self;
    /// |x/y − v/w| ≤ (|x − v| + |v/w| |y − w|)/|y|
    #[inline(always)]
    fn div(self, other: Self) -> Self {
        let (mut hi, mut lo, mut bound) = ([0.0; N], [0.0; N], [0.0; N]);
        for i in 0..N {
            let (v, w) = (self.value.hi[i], other.value.hi[i]);
            let inverse = 1.0 / w;
            hi[i] = v * inverse;
            let (p, e) = F::two_product(hi[i], w);
            let remainder = self.value.lo[i] - hi[i] * other.value.lo[i];
            lo[i] = (((v - p) - e) + remainder) * inverse;
            let (p, q, size) = (self.bound[i], other.bound[i], hi[i].abs());
            let least = F::product_sum(w.abs(), NEARLY, -q);
            // Nothing is known where this is NaN.
            let least = if least > 0.0 { least } else { f64::NAN };
            let more = if v.abs() + p == 0.0 { 0.0 } else { LEAST };
            bound[i] = F::product_sum(size, q, p) / least + F::product_sum(size, UNIT, more);
        }
        Self::settled(Light::of(hi, lo), bound)
    }
}

impl<F: TwoProduct, const N: usize> Real for Bounded<F, N> {
    type Input = [f64; N];
    type Mask = [u64; N];

    #[inline(always)]
    fn input(a: [f64; N]) -> Self {
        Self::admitted(Light::input(a), [0.0; N])
    }

    /// The sum of the two parts is the difference.
    #[inline(always)]
    fn difference(a: [f64; N], b: [f64; N]) -> Self {
        Self::admitted(Light::difference(a, b), [0.0; N])
    }

    #[inline(always)]
    fn constant(a: f64) -> Self {
        Self::input([a; N])
    }

    /// The result is in normal form. It need not be in range: where it is smaller than any number, so is
    /// its bound, and no sum is long enough to leave the doubles.
    #[inline(always)]
    fn minus(self, other: Self) -> Self {
        let (a, b) = (self.sizes(), other.sizes());
        let bound = lanes!(0.0, i => {
            F::product_sum(a[i] + b[i], UNIT, self.bound[i] + other.bound[i])
        });
        Self { value: self.value.minus(other.value), bound }
    }

    #[inline(always)]
    fn abs(self) -> Self {
        Self { value: self.value.abs(), ..self }
    }

    #[inline(always)]
    fn negated(self) -> Self {
        Self { value: self.value.negated(), ..self }
    }

    /// e^(v ± b) lies within e^v (e^b − 1) of e^v, and e^b − 1 ≤ b + b² for b ≤ 1. What is too small
    /// is 0 with a bound; of what may be too large nothing is known.
    #[inline(always)]
    fn exp(self) -> Self {
        let mut value = F::out_of_line(Exp(self.value));
        let mut bound = lanes!(0.0, i => {
            let b = self.bound[i];
            // Nothing is known where this is NaN.
            let b = if b <= 1.0 { b } else { f64::NAN };
            value.hi[i] * F::product_sum(b, b, b + POWER)
        });
        if self.reaches_too_far() {
            for (i, bound) in bound.iter_mut().enumerate() {
                let (v, b) = (self.value.hi[i], self.bound[i]);
                if v.abs() > REACH {
                    (value.hi[i], value.lo[i]) = (0.0, 0.0);
                    *bound = if v + b <= 1.0 - REACH { FLOOR } else { f64::NAN };
                }
            }
        }
        Self::settled(value, bound)
    }

    /// e^−(v ± b) lies within e^−v (b + b²) of e^−v, which is 1 less the result.
    #[inline(always)]
    fn one_minus_exp_neg(self) -> Self {
        let mut value = F::out_of_line(OneMinusExpNeg(self.value));
        let mut bound = lanes!(0.0, i => {
            let (v, b, size) = (value.hi[i], self.bound[i], value.hi[i].abs());
            // Nothing is known where this is NaN.
            let b = if b <= 1.0 { b } else { f64::NAN };
            let power = (1.0 - v) + power_of_two(-50);
            F::product_sum(power, F::product_sum(b, b, b), F::product_sum(size, POWER, series(size)))
        });
        if self.reaches_too_far() {
            for (i, bound) in bound.iter_mut().enumerate() {
                let (v, b) = (self.value.hi[i], self.bound[i]);
                if v.abs() > REACH {
                    // Beyond it e^−v is less than the least number.
                    (value.hi[i], value.lo[i]) = (1.0, 0.0);
                    *bound = if v - b >= REACH - 1.0 { FLOOR } else { f64::NAN };
                }
            }
        }
        Self::settled(value, bound)
    }

    #[inline(always)]
    fn ln_1p(self) -> Self {
        let least = lanes!(0.0, i => {
            (1.0 + self.value.hi[i]) * NEARLY - power_of_two(-50) - self.bound[i]
        });
        let usual = self.logarithm(F::out_of_line(Ln1p(self.value)), least);
        let rare = lanes!(0, i => u64::from(self.value.hi[i] < -0.5));
        // Where little is left of 1, that is the argument.
        match rare.iter().any(|is| *is != 0) {
            true => Self::select(rare, (Self::constant(1.0) + self).ln(), usual),
            false => usual,
        }
    }

    #[inline(always)]
    fn ln(self) -> Self {
        let value = F::out_of_line(Ln(self.value));
        let least = lanes!(0.0, i => self.value.hi[i] * NEARLY - self.bound[i]);
        self.logarithm(value, least)
    }

    /// |√x − √v| = |x − v|/(√x + √v), and x ≥ v − b.
    #[inline(always)]
    fn sqrt(self) -> Self {
        let value = self.value.sqrt();
        let bound = lanes!(0.0, i => {
            let (from, b, root) = (self.value.hi[i], self.bound[i], value.hi[i]);
            let least = F::product_sum(from, NEARLY, -b);
            let more = if b == 0.0 { 0.0 } else { LEAST };
            let inherited = b / (root + least.sqrt()) + more;
            // The root of 0 itself is 0.
            let inherited = if from + b == 0.0 { 0.0 } else { inherited };
            // Where `least` is negative, its root is NaN.
            F::product_sum(root, UNIT, inherited)
        });
        Self::settled(value, bound)
    }

    /// Unknown where the bound reaches over zero, unless the midpoint is 0.
    #[inline(always)]
    fn is_positive(&self) -> [u64; N] {
        lanes!(0, i => {
            let v = self.value.hi[i];
            let is_known = (v.abs() * NEARLY > 1.0625 * self.bound[i]) | ((v == 0.0) & (self.bound[i] >= 0.0));
            if is_known { u64::from(v > 0.0) } else { UNKNOWN }
        })
    }

    #[inline(always)]
    fn below(a: [f64; N], b: [f64; N]) -> [u64; N] {
        Lanes::below(a, b)
    }

    #[inline(always)]
    fn select(mask: [u64; N], yes: Self, no: Self) -> Self {
        let bound = lanes!(0.0, i => {
            let bound = if mask[i] != 0 { yes.bound[i] } else { no.bound[i] };
            if mask[i] == UNKNOWN { f64::NAN } else { bound }
        });
        Self { value: Light::select(mask, yes.value, no.value), bound }
    }

    #[inline(always)]
    fn alike(a: [u64; N], b: [u64; N]) -> [u64; N] {
        lanes!(0, i => {
            let is_known = (a[i] != UNKNOWN) & (b[i] != UNKNOWN);
            if is_known { u64::from(a[i] == b[i]) } else { UNKNOWN }
        })
    }

    /// Where the two cannot be told apart either may be the smaller one. The smaller of two numbers
    /// moves by no more than that of the two which moves more, and the midpoint that is taken is
    /// larger than the other one by no more than the rounding of their difference.
    #[inline(always)]
    fn min(self, other: Self) -> Self {
        let apart = other.value.minus(self.value);
        let (a, b) = (self.sizes(), other.sizes());
        let is_less = lanes!(0, i => u64::from(apart.hi[i] > 0.0));
        let bound = lanes!(0.0, i => {
            let (p, q, rounding) = (self.bound[i], other.bound[i], (a[i] + b[i]) * UNIT);
            let own = if is_less[i] != 0 { p } else { q };
            let is_certain = apart.hi[i].abs() > 1.125 * (p + q + rounding);
            // Of two numbers of which one is unknown the sum is neither less nor greater.
            let larger = if p > q { p } else { q };
            let either = if (p + q).is_nan() { f64::NAN } else { larger + rounding };
            if is_certain { own } else { either }
        });
        Self { value: Light::select(is_less, self.value, other.value), bound }
    }
}

mod single;

#[cfg(test)]
mod soundness;
