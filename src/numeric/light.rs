//! Double-double arithmetic in lanes, with elementary functions good to 80 bits.
//!
//! Every operation is the same sequence of IEEE operations in each lane, for any number of lanes,
//! with or without hardware fma: the results are the same bits everywhere.

use super::exact::{quick_two_sum, two_sum};
use super::tables::{LN_2, LOGARITHMS, POWERS, SIZE, STEP, STEPS, THIRD};
use super::{Judged, Lanes, Real};
use std::marker::PhantomData;

/// How a product and its error are had. Both ways are exact, hence equal, while neither the
/// product nor its error leaves the range of normal doubles.
pub trait TwoProduct: Copy + std::fmt::Debug {
    /// a·b, rounded, and what rounding took away.
    fn two_product(a: f64, b: f64) -> (f64, f64);
}

/// With a fused multiply-add: for processors that have one.
#[derive(Clone, Copy, Debug)]
pub struct Fused;

impl TwoProduct for Fused {
    #[inline(always)]
    fn two_product(a: f64, b: f64) -> (f64, f64) {
        let product = a * b;
        (product, a.mul_add(b, -product))
    }
}

/// By splitting the factors in halves (Dekker): for any processor.
#[derive(Clone, Copy, Debug)]
pub struct Split;

impl TwoProduct for Split {
    #[inline(always)]
    fn two_product(a: f64, b: f64) -> (f64, f64) {
        let halves = |x: f64| {
            let shifted = 134_217_729.0 * x; // 2^27 + 1
            let high = shifted - (shifted - x);
            (high, x - high)
        };
        let product = a * b;
        let ((a1, a2), (b1, b2)) = (halves(a), halves(b));
        (product, a2 * b2 - (((product - a1 * b1) - a2 * b1) - a1 * b2))
    }
}

/// N numbers, each the unevaluated sum hi + lo with |lo| ≤ ulp(hi).
///
/// Relative errors: sums of numbers of one sign, products and quotients below 2^-100;
/// [`Real::exp`] (for |self| ≤ 300), [`Real::one_minus_exp_neg`] and [`Real::ln_1p`] below 2^-81.
/// A [`Real::minus`] is off by less than 2^-103 of its larger operand. All of this where no
/// intermediate leaves 2^±900.
#[derive(Clone, Copy, Debug)]
pub struct Light<F, const N: usize> {
    hi: [f64; N],
    lo: [f64; N],
    way: PhantomData<F>,
}

/// The range outside which no bound is vouched for, 2^±850.
const SMALLEST: f64 = f64::from_bits((1023 - 850) << 52);
const LARGEST: f64 = f64::from_bits((1023 + 850) << 52);

type Pair = (f64, f64);

impl<F: TwoProduct, const N: usize> Light<F, N> {
    #[inline(always)]
    fn lanes(mut value: impl FnMut(usize) -> Pair) -> Self {
        let (mut hi, mut lo) = ([0.0; N], [0.0; N]);
        for i in 0..N {
            (hi[i], lo[i]) = value(i);
        }
        Self { hi, lo, way: PhantomData }
    }

    #[inline(always)]
    fn at(&self, i: usize) -> Pair {
        (self.hi[i], self.lo[i])
    }
}

/// a·b.
#[inline(always)]
fn product<F: TwoProduct>(a: Pair, b: Pair) -> Pair {
    let (p, e) = F::two_product(a.0, b.0);
    quick_two_sum(p, e + (a.0 * b.1 + a.1 * b.0))
}

/// e^r − 1 for |r| ≤ 2^-9.5, to 2^-83 of r.
#[inline(always)]
fn exp_m1_small<F: TwoProduct>(r: Pair) -> Pair {
    // The series: three terms as pairs, the rest, below 2^-33 of r, as doubles. It is cut where
    // the terms are below 2^-94 of r.
    let (square, e) = F::two_product(r.0, r.0);
    let half = (0.5 * square, 0.5 * (e + 2.0 * (r.0 * r.1)));
    let (p, e) = F::two_product(half.0, r.0);
    let rest = e + (half.0 * r.1 + half.1 * r.0);
    let (sixth, e) = F::two_product(p, THIRD[0]);
    let sixth = (sixth, e + (p * THIRD[1] + rest * THIRD[0]));
    let x = r.0;
    let tail =
        1.0 / 24.0 + x * (1.0 / 120.0 + x * (1.0 / 720.0 + x * (1.0 / 5040.0 + x / 40320.0)));
    let (t, e1) = quick_two_sum(sixth.0, square * square * tail);
    let (s, e2) = quick_two_sum(half.0, t);
    let (p, e3) = quick_two_sum(r.0, s);
    quick_two_sum(p, e3 + (e2 + (e1 + sixth.1) + half.1 + r.1))
}

/// ln(1 + z) for |z| ≤ 2^-8.8, to 2^-83 of z.
#[inline(always)]
fn ln_1p_small<F: TwoProduct>(z: Pair) -> Pair {
    // The series: four terms as pairs, the rest, below 2^-37 of z, as doubles. It is cut where
    // the terms are below 2^-91 of z.
    let (square, e) = F::two_product(z.0, z.0);
    let half = (0.5 * square, 0.5 * (e + 2.0 * (z.0 * z.1)));
    let (p, e) = F::two_product(half.0, z.0);
    let rest = e + (half.0 * z.1 + half.1 * z.0);
    let two_thirds = (2.0 * THIRD[0], 2.0 * THIRD[1]);
    let (third, e) = F::two_product(p, two_thirds.0);
    let third = (third, e + (p * two_thirds.1 + rest * two_thirds.0));
    let (fourth, e) = F::two_product(half.0, half.0);
    let fourth = (fourth, e + 2.0 * (half.0 * half.1));
    let x = z.0;
    let tail = 1.0 / 5.0
        - x * (1.0 / 6.0 - x * (1.0 / 7.0 - x * (1.0 / 8.0 - x * (1.0 / 9.0 - x / 10.0))));
    let (u, e0) = quick_two_sum(-fourth.0, square * square * x * tail);
    let (t, e1) = quick_two_sum(third.0, u);
    let (s, e2) = quick_two_sum(-half.0, t);
    let (p, e3) = quick_two_sum(z.0, s);
    quick_two_sum(p, e3 + (e2 + (e1 + (e0 + (third.1 - fourth.1))) - half.1 + z.1))
}

/// 1.5·2^52: added to a number it leaves the nearest whole one in the last bits.
const WHOLE: f64 = 6_755_399_441_055_744.0;

/// The argument a of an exponential as n·ln 2/SIZE + r: n in the last bits of the first number,
/// then n itself, then r.
#[inline(always)]
fn reduce<F: TwoProduct>(a: Pair) -> (u64, f64, Pair) {
    let shifted = a.0 * STEPS + WHOLE;
    let n = shifted - WHOLE;
    // n·STEP[0] is exact, and so is its difference from a.0, which lies within a factor of two.
    let near = a.0 - n * STEP[0];
    let (p, e) = F::two_product(n, STEP[1]);
    let (r, e2) = two_sum(near, -p);
    let r = quick_two_sum(r, e2 + (a.1 - e - n * STEP[2]));
    (shifted.to_bits(), n, r)
}

/// 2^(n/SIZE)·(1 + p).
#[inline(always)]
fn scale<F: TwoProduct>(n: u64, p: Pair) -> Pair {
    let [t0, t1] = POWERS[(n % SIZE as u64) as usize];
    let (m, e) = F::two_product(t0, p.0);
    let e = e + (t0 * p.1 + t1 * p.0);
    let (s, e2) = quick_two_sum(t0, m);
    let (hi, lo) = quick_two_sum(s, e2 + (t1 + e));
    // n/SIZE, rounded down, into the exponent of 1.
    let power = f64::from_bits((n >> SIZE.trailing_zeros() << 52).wrapping_add(1023 << 52));
    (hi * power, lo * power)
}

impl<F: TwoProduct, const N: usize> std::ops::Add for Light<F, N> {
    type Output = Self;
    #[inline(always)]
    fn add(self, other: Self) -> Self {
        Self::lanes(|i| {
            let (s, e) = two_sum(self.hi[i], other.hi[i]);
            quick_two_sum(s, e + (self.lo[i] + other.lo[i]))
        })
    }
}

impl<F: TwoProduct, const N: usize> std::ops::Mul for Light<F, N> {
    type Output = Self;
    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        Self::lanes(|i| product::<F>(self.at(i), other.at(i)))
    }
}

impl<F: TwoProduct, const N: usize> std::ops::Div for Light<F, N> {
    type Output = Self;
    #[inline(always)]
    fn div(self, other: Self) -> Self {
        Self::lanes(|i| {
            let (a, b) = (self.at(i), other.at(i));
            let first = a.0 / b.0;
            let (p, e) = F::two_product(first, b.0);
            let rest = ((a.0 - p) - e) + (a.1 - first * b.1);
            quick_two_sum(first, rest / b.0)
        })
    }
}

impl<F: TwoProduct, const N: usize> Real for Light<F, N> {
    type Input = [f64; N];
    type Mask = [bool; N];

    #[inline(always)]
    fn input(a: [f64; N]) -> Self {
        Self { hi: a, lo: [0.0; N], way: PhantomData }
    }

    #[inline(always)]
    fn difference(a: [f64; N], b: [f64; N]) -> Self {
        Self::lanes(|i| two_sum(a[i], -b[i]))
    }

    #[inline(always)]
    fn constant(a: f64) -> Self {
        Self::input([a; N])
    }

    #[inline(always)]
    fn minus(self, other: Self) -> Self {
        Self::lanes(|i| {
            let (s, e) = two_sum(self.hi[i], -other.hi[i]);
            quick_two_sum(s, e + (self.lo[i] - other.lo[i]))
        })
    }

    #[inline(always)]
    fn abs(self) -> Self {
        Self::lanes(|i| {
            let (hi, lo) = self.at(i);
            if hi < 0.0 { (-hi, -lo) } else { (hi, lo) }
        })
    }

    #[inline(always)]
    fn negated(self) -> Self {
        Self::lanes(|i| (-self.hi[i], -self.lo[i]))
    }

    #[inline(always)]
    fn exp(self) -> Self {
        Self::lanes(|i| {
            let (n, _, r) = reduce::<F>(self.at(i));
            scale::<F>(n, exp_m1_small::<F>(r))
        })
    }

    #[inline(always)]
    fn one_minus_exp_neg(self) -> Self {
        Self::lanes(|i| {
            let (n, whole, r) = reduce::<F>((-self.hi[i], -self.lo[i]));
            let p = exp_m1_small::<F>(r);
            let power = scale::<F>(n, p);
            let (s, e) = two_sum(1.0, -power.0);
            let far = quick_two_sum(s, e - power.1);
            if whole == 0.0 { (-p.0, -p.1) } else { far }
        })
    }

    #[inline(always)]
    fn ln_1p(self) -> Self {
        const SHIFT: u32 = 52 - SIZE.trailing_zeros();
        Self::lanes(|i| {
            let y = self.at(i);
            let (s, e) = two_sum(1.0, y.0);
            let (s, e) = quick_two_sum(s, e + y.1);
            // s = 2^k·m with m within half a step of 1 + j/SIZE.
            let rounded = s.to_bits().wrapping_add(1 << (SHIFT - 1));
            let exponent = rounded >> 52;
            let down = f64::from_bits(2046u64.wrapping_sub(exponent) << 52);
            let j = (rounded >> SHIFT) % SIZE as u64;
            let [c, l0, l1] = LOGARITHMS[j as usize];
            let (p, e2) = F::two_product(c, s * down);
            let far = two_sum(p - 1.0, e2 + c * (e * down));
            let near = s < 1.0 + 0.5 / SIZE as f64;
            let z = if near { y } else { far };
            let series = ln_1p_small::<F>(z);
            let k = (exponent as i64 - 1023) as f64;
            let (a, e3) = two_sum(k * LN_2[0], l0);
            let (a, e4) = two_sum(a, series.0);
            quick_two_sum(a, e4 + (e3 + (k * LN_2[1] + l1 + series.1)))
        })
    }

    #[inline(always)]
    fn is_positive(&self) -> [bool; N] {
        std::array::from_fn(|i| self.hi[i] > 0.0)
    }

    #[inline(always)]
    fn below(a: [f64; N], b: [f64; N]) -> [bool; N] {
        std::array::from_fn(|i| a[i] < b[i])
    }

    #[inline(always)]
    fn select(mask: [bool; N], yes: Self, no: Self) -> Self {
        Self::lanes(|i| if mask[i] { yes.at(i) } else { no.at(i) })
    }

    #[inline(always)]
    fn min(self, other: Self) -> Self {
        Self::lanes(|i| {
            let (a, b) = (self.at(i), other.at(i));
            if a.0 < b.0 || (a.0 == b.0 && a.1 < b.1) { a } else { b }
        })
    }
}

impl<F: TwoProduct, const N: usize> Judged for Light<F, N> {
    type Magnitude = Lanes<N>;

    #[inline(always)]
    fn magnitude(&self) -> Lanes<N> {
        Lanes(self.hi)
    }

    /// 2^-80, whatever the reach: arguments of exponentials are below 300, where an error of
    /// 2^-100 of theirs is no more than 2^-91.
    #[inline(always)]
    fn unit(_: &Self) -> Lanes<N> {
        Lanes::constant(f64::from_bits((1023 - 80) << 52))
    }

    #[inline(always)]
    fn round(&self, bound: &Lanes<N>) -> [f64; N] {
        std::array::from_fn(|i| {
            let above = self.hi[i] + (self.lo[i] + bound.0[i]);
            let below = self.hi[i] + (self.lo[i] - bound.0[i]);
            let size = self.hi[i].abs();
            let certain = above == below && size > SMALLEST && size < LARGEST;
            if certain { above } else { f64::NAN }
        })
    }

    #[inline(always)]
    fn sign(&self, bound: &Lanes<N>) -> [f64; N] {
        std::array::from_fn(|i| {
            let certain = self.hi[i].abs() > 2.0 * bound.0[i];
            if certain { 1f64.copysign(self.hi[i]) } else { 0.0 }
        })
    }
}
