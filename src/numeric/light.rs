//! Double-double arithmetic in lanes, with elementary functions good to 80 bits.
//!
//! Every operation is the same sequence of IEEE operations in each lane, for any number of lanes,
//! with or without hardware fma: the results are the same bits everywhere.

use super::elementary::{Pair, TwoProduct, exp_m1_small, ln_1p_small, look_up, reduce, scale};
use super::exact::{quick_two_sum, two_sum};
use super::tables::{LN_2, LOGARITHMS, POWERS, SIZE};
use super::{Judged, Lanes, Real};
use std::marker::PhantomData;

/// N numbers, each the unevaluated sum hi + lo.
///
/// The two parts are not brought into normal form after each operation, which would cost a third
/// of the time: with t = |lo/hi| in units of 2^-53, a product has t ≤ t_a + t_b + 1, a quotient
/// t ≤ t_a + t_b + 4, a sum of numbers of one sign t ≤ max(t_a, t_b) + 1, and differences and
/// functions at most 2. No chain of operations between two of the latter reaches t = 128, that is
/// |lo| = 2^-46 |hi|; for that, relative errors are below
///
/// - 2^-90 for sums of numbers of one sign, products and quotients: what they leave out is of
///   second order, t_a t_b 2^-106 or, of a quotient, (t_a + t_b + 4) t_b 2^-106;
/// - 2^-96 of the larger operand for [`Real::minus`];
/// - 2^-90 for [`Real::sqrt`];
/// - 2^-81 for [`Real::exp`] and [`Real::one_minus_exp_neg`] (|self| ≤ 300), [`Real::ln`] and
///   [`Real::ln_1p`] (1 + self ≥ 1/4).
///
/// All of this where no intermediate leaves 2^±900.
#[derive(Clone, Copy, Debug)]
pub struct Light<F, const N: usize> {
    pub(super) hi: [f64; N],
    pub(super) lo: [f64; N],
    way: PhantomData<F>,
}

/// A pair for each lane. No closure, because a closure is not inlined for certain, and what is not
/// inlined is compiled for the oldest processor.
macro_rules! lanes {
    ($i:ident => $pair:expr) => {{
        let (mut hi, mut lo) = ([0.0; N], [0.0; N]);
        for $i in 0..N {
            (hi[$i], lo[$i]) = $pair;
        }
        Self { hi, lo, way: PhantomData }
    }};
}

impl<F: TwoProduct, const N: usize> Light<F, N> {
    /// The range outside which no bound is vouched for, 2^±850.
    pub(super) const SMALLEST: f64 = f64::from_bits((1023 - 850) << 52);
    pub(super) const LARGEST: f64 = f64::from_bits((1023 + 850) << 52);

    /// 0.
    pub(super) const ZERO: Self = Self { hi: [0.0; N], lo: [0.0; N], way: PhantomData };

    /// The numbers that are the sums of these two parts.
    #[inline(always)]
    pub(super) fn of(hi: [f64; N], lo: [f64; N]) -> Self {
        Self { hi, lo, way: PhantomData }
    }

    /// The two parts of each lane's number.
    pub fn parts(&self) -> [Pair; N] {
        std::array::from_fn(|i| self.at(i))
    }

    /// A constant, as the sum of two doubles.
    pub(super) fn pair(hi: f64, lo: f64) -> Self {
        Self { hi: [hi; N], lo: [lo; N], way: PhantomData }
    }

    #[inline(always)]
    fn at(&self, i: usize) -> Pair {
        (self.hi[i], self.lo[i])
    }

    /// e^−self and 1 − e^−self.
    #[inline(always)]
    pub(super) fn fall(self) -> [Self; 2] {
        let (mut n, mut whole) = ([0; N], [0.0; N]);
        let series: Self = lanes!(i => {
            let r;
            (n[i], whole[i], r) = reduce::<F>((-self.hi[i], -self.lo[i]));
            exp_m1_small::<F>(r)
        });
        let [t0, t1] = look_up(&POWERS, &n);
        let power: Self = lanes!(i => scale::<F>(n[i], [t0[i], t1[i]], series.at(i)));
        let rest = lanes!(i => {
            let (p, power) = (series.at(i), power.at(i));
            let (s, e) = two_sum(1.0, -power.0);
            let far = (s, e - power.1);
            if whole[i] == 0.0 { (-p.0, -p.1) } else { far }
        });
        [power, rest]
    }

    /// The logarithm of a sum 1 + `rest`, which is in normal form.
    #[inline(always)]
    fn logarithm(sum: Self, rest: Self) -> Self {
        const SHIFT: u32 = 52 - SIZE.trailing_zeros();
        let (mut rounded, mut places) = ([0; N], [0; N]);
        for i in 0..N {
            rounded[i] = sum.hi[i].to_bits().wrapping_add(1 << (SHIFT - 1));
            places[i] = rounded[i] >> SHIFT;
        }
        let [c, l0, l1] = look_up(&LOGARITHMS, &places);
        lanes!(i => {
            // s = 2^k·m with m within half a step of 1 + j/SIZE.
            let (s, e) = sum.at(i);
            let exponent = rounded[i] >> 52;
            let down = f64::from_bits(2046u64.wrapping_sub(exponent) << 52);
            let (p, e2) = F::two_product(c[i], s * down);
            let far = two_sum(p - 1.0, e2 + c[i] * (e * down));
            let near = (s < 1.0 + 0.5 / SIZE as f64) & (s > 1.0 - 0.25 / SIZE as f64);
            let z = if near { rest.at(i) } else { far };
            let series = ln_1p_small::<F>(z);
            // k by way of the last bits of 2^52: vector units convert no long integers.
            let k = f64::from_bits(exponent | 1075 << 52) - (4_503_599_627_370_496.0 + 1023.0);
            // Below 1 the first terms cancel, down to 2^-10.
            let (a, e3) = two_sum(k * LN_2[0], l0[i]);
            let (a, e4) = two_sum(a, k * LN_2[1]);
            let (a, e5) = two_sum(a, series.0);
            quick_two_sum(a, e5 + (e4 + (e3 + (k * LN_2[2] + l1[i] + series.1))))
        })
    }
}

/// a·b.
#[inline(always)]
fn product<F: TwoProduct>(a: Pair, b: Pair) -> Pair {
    let (p, e) = F::two_product(a.0, b.0);
    (p, e + (a.0 * b.1 + a.1 * b.0))
}

impl<F: TwoProduct, const N: usize> std::ops::Add for Light<F, N> {
    type Output = Self;
    #[inline(always)]
    fn add(self, other: Self) -> Self {
        lanes!(i => {
            let (s, e) = two_sum(self.hi[i], other.hi[i]);
            (s, e + (self.lo[i] + other.lo[i]))
        })
    }
}

impl<F: TwoProduct, const N: usize> std::ops::Mul for Light<F, N> {
    type Output = Self;
    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        lanes!(i => product::<F>(self.at(i), other.at(i)))
    }
}

impl<F: TwoProduct, const N: usize> std::ops::Div for Light<F, N> {
    type Output = Self;
    #[inline(always)]
    fn div(self, other: Self) -> Self {
        lanes!(i => {
            let (a, b) = (self.at(i), other.at(i));
            // One division, the slowest operation, serves the quotient and its correction.
            let inverse = 1.0 / b.0;
            let first = a.0 * inverse;
            let (p, e) = F::two_product(first, b.0);
            let rest = ((a.0 - p) - e) + (a.1 - first * b.1);
            (first, rest * inverse)
        })
    }
}

impl<F: TwoProduct, const N: usize> Real for Light<F, N> {
    type Input = [f64; N];
    type Mask = [u64; N];

    #[inline(always)]
    fn input(a: [f64; N]) -> Self {
        Self { hi: a, lo: [0.0; N], way: PhantomData }
    }

    #[inline(always)]
    fn difference(a: [f64; N], b: [f64; N]) -> Self {
        lanes!(i => two_sum(a[i], -b[i]))
    }

    #[inline(always)]
    fn constant(a: f64) -> Self {
        Self::input([a; N])
    }

    #[inline(always)]
    fn minus(self, other: Self) -> Self {
        lanes!(i => {
            let (s, e) = two_sum(self.hi[i], -other.hi[i]);
            quick_two_sum(s, e + (self.lo[i] - other.lo[i]))
        })
    }

    #[inline(always)]
    fn abs(self) -> Self {
        lanes!(i => {
            let (hi, lo) = self.at(i);
            if hi < 0.0 { (-hi, -lo) } else { (hi, lo) }
        })
    }

    #[inline(always)]
    fn negated(self) -> Self {
        lanes!(i => (-self.hi[i], -self.lo[i]))
    }

    #[inline(always)]
    fn exp(self) -> Self {
        let mut n = [0; N];
        let series: Self = lanes!(i => {
            let r;
            (n[i], _, r) = reduce::<F>(self.at(i));
            exp_m1_small::<F>(r)
        });
        let [t0, t1] = look_up(&POWERS, &n);
        lanes!(i => scale::<F>(n[i], [t0[i], t1[i]], series.at(i)))
    }

    #[inline(always)]
    fn one_minus_exp_neg(self) -> Self {
        let [_, rest] = self.fall();
        rest
    }

    #[inline(always)]
    fn ln_1p(self) -> Self {
        let sum: Self = lanes!(i => {
            let (s, e) = two_sum(1.0, self.hi[i]);
            quick_two_sum(s, e + self.lo[i])
        });
        Self::logarithm(sum, self)
    }

    #[inline(always)]
    fn ln(self) -> Self {
        let sum: Self = lanes!(i => quick_two_sum(self.hi[i], self.lo[i]));
        let rest: Self = lanes!(i => two_sum(sum.hi[i] - 1.0, sum.lo[i]));
        Self::logarithm(sum, rest)
    }

    /// By one step of Newton's, whose error is of second order: below 2^-90.
    #[inline(always)]
    fn sqrt(self) -> Self {
        lanes!(i => {
            let root = self.hi[i].sqrt();
            let (p, e) = F::two_product(root, root);
            let rest = ((self.hi[i] - p) - e) + self.lo[i];
            (root, if root == 0.0 { 0.0 } else { rest / (root + root) })
        })
    }

    #[inline(always)]
    fn is_positive(&self) -> [u64; N] {
        Lanes(self.hi).is_positive()
    }

    #[inline(always)]
    fn below(a: [f64; N], b: [f64; N]) -> [u64; N] {
        Lanes::below(a, b)
    }

    #[inline(always)]
    fn select(mask: [u64; N], yes: Self, no: Self) -> Self {
        lanes!(i => if mask[i] != 0 { yes.at(i) } else { no.at(i) })
    }

    #[inline(always)]
    fn alike(a: [u64; N], b: [u64; N]) -> [u64; N] {
        Lanes::alike(a, b)
    }

    #[inline(always)]
    fn min(self, other: Self) -> Self {
        lanes!(i => {
            let (a, b) = (self.at(i), other.at(i));
            // Equal leading parts need not mean that the numbers are.
            if (a.0 - b.0) + (a.1 - b.1) < 0.0 { a } else { b }
        })
    }
}

impl<F: TwoProduct, const N: usize> Judged for Light<F, N> {
    type Magnitude = Lanes<N>;

    #[inline(always)]
    fn magnitude(&self) -> Lanes<N> {
        Lanes(self.hi)
    }

    /// 2^-80, whatever the reach: arguments of exponentials are below 300 and two operations away
    /// from the inputs, so that an error of 2^-100 of theirs is no more than 2^-91. A sum, product
    /// or quotient costs 2^-90, a thousandth of a unit.
    #[inline(always)]
    fn unit(_: &Self) -> Lanes<N> {
        Lanes::constant(f64::from_bits((1023 - 80) << 52))
    }

    #[inline(always)]
    fn round(&self, bound: &Lanes<N>) -> [f64; N] {
        let mut rounded = [0.0; N];
        for (i, rounded) in rounded.iter_mut().enumerate() {
            let above = self.hi[i] + (self.lo[i] + bound.0[i]);
            let below = self.hi[i] + (self.lo[i] - bound.0[i]);
            let size = self.hi[i].abs();
            let certain = above == below && size > Self::SMALLEST && size < Self::LARGEST;
            *rounded = if certain { above } else { f64::NAN };
        }
        rounded
    }

    #[inline(always)]
    fn sign(&self, bound: &Lanes<N>) -> [f64; N] {
        let mut sign = [0.0; N];
        for (i, sign) in sign.iter_mut().enumerate() {
            let certain = self.hi[i].abs() > 2.0 * bound.0[i];
            *sign = if certain { 1f64.copysign(self.hi[i]) } else { 0.0 };
        }
        sign
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::random::{Random, rounds};
    use crate::numeric::{Fused, Split, Wide};

    type Exact = Wide<320>;

    impl Random {
        /// 2^lowest to 2^highest, with a second part as large as they get.
        fn light<F: TwoProduct>(&mut self, lowest: f64, highest: f64) -> Light<F, 1> {
            let hi = 2f64.powf(lowest + (highest - lowest) * self.next());
            let lo = hi * 2f64.powi(-46) * (2.0 * self.next() - 1.0);
            Light { hi: [hi], lo: [lo], way: PhantomData }
        }
    }

    fn exact<F: TwoProduct>(a: Light<F, 1>) -> Exact {
        Exact::input(a.hi[0]) + Exact::input(a.lo[0])
    }

    /// log2 of |light − reference|/scale.
    fn error<F: TwoProduct>(light: Light<F, 1>, reference: &Exact, scale: &Exact) -> f64 {
        let difference = exact(light).minus(reference.clone()).abs();
        (difference / scale.clone()).to_f64().log2()
    }

    fn operations<F: TwoProduct>() {
        let mut random = Random(1);
        let mut worst = [f64::NEG_INFINITY; 13];
        for _ in 0..rounds(800) {
            let (a, b) = (random.light::<F>(-30.0, 30.0), random.light::<F>(-30.0, 30.0));
            let (x, y) = (exact(a), exact(b));
            let larger =
                Exact::select(y.clone().minus(x.clone()).is_positive(), y.clone(), x.clone());
            let gap = random.light::<F>(-60.0, 9.2);
            let near = random.light::<F>(-60.0, 500.0);
            let exponent = random.light::<F>(-20.0, 8.2).negated();
            let functions =
                [exact(gap).one_minus_exp_neg(), exact(near).ln_1p(), exact(exponent).exp()];
            let [far, logarithm, power] = functions.clone();
            // The same functions of negative numbers, and the logarithm on both sides of 1.
            let rise = random.light::<F>(-60.0, 8.2);
            let fall = random.light::<F>(-60.0, -0.001).negated();
            let beside = Light::constant(1.0).minus(fall);
            let before = Light::constant(1.0) + fall;
            let [grown, left] = [exact(rise).exp_m1(), exact(fall).ln_1p()];
            let [ln_a, ln_beside, ln_before] = [a, beside, before].map(|a| exact(a).ln());
            let root = x.clone().sqrt();
            for (worst, error) in worst.iter_mut().zip([
                error(a + b, &(x.clone() + y.clone()), &(x.clone() + y.clone())),
                error(a * b, &(x.clone() * y.clone()), &(x.clone() * y.clone())),
                error(a / b, &(x.clone() / y.clone()), &(x.clone() / y.clone())),
                error(a.minus(b), &x.clone().minus(y.clone()), &larger),
                error(gap.one_minus_exp_neg(), &far, &far),
                error(near.ln_1p(), &logarithm, &logarithm),
                error(exponent.exp(), &power, &power),
                error(rise.exp_m1(), &grown, &grown),
                error(fall.ln_1p(), &left, &left),
                error(a.ln(), &ln_a, &ln_a),
                error(beside.ln(), &ln_beside, &ln_beside),
                error(before.ln(), &ln_before, &ln_before),
                error(a.sqrt(), &root, &root),
            ]) {
                *worst = worst.max(error);
            }
        }
        println!(
            "log2 of the worst errors of + * / − 1−exp ln exp, expm1 log1p ln ln ln √: {worst:.1?}"
        );
        let bounds = [-90., -90., -90., -96., -81., -81., -81., -81., -81., -81., -81., -81., -90.];
        for (worst, bound) in worst.into_iter().zip(bounds) {
            assert!(worst < bound, "{worst} {bound}");
        }
    }

    #[test]
    fn every_operation_keeps_its_bound() {
        operations::<Fused>();
        operations::<Split>();
    }

    #[test]
    fn both_ways_and_all_lanes_give_the_same_bits() {
        let mut random = Random(2);
        for _ in 0..rounds(500) {
            let numbers = [(); 8].map(|()| random.light::<Fused>(-60.0, 8.0));
            let lanes: Light<Split, 8> = Light {
                hi: numbers.map(|a| a.hi[0]),
                lo: numbers.map(|a| a.lo[0]),
                way: PhantomData,
            };
            let together = (lanes.negated().exp() * lanes.ln_1p())
                / (lanes.sqrt() + lanes.one_minus_exp_neg());
            let together = together + lanes.ln();
            for (i, a) in numbers.into_iter().enumerate() {
                let alone = (a.negated().exp() * a.ln_1p()) / (a.sqrt() + a.one_minus_exp_neg());
                let alone = alone + a.ln();
                assert_eq!((together.hi[i], together.lo[i]), (alone.hi[0], alone.lo[0]));
            }
        }
    }
}
