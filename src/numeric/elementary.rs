//! The exponential and the logarithm of pairs: reduction by tables, then short series.

use super::exact::{quick_two_sum, two_sum};
use super::tables::{SIZE, STEP, STEPS, THIRD};

/// A number as an unevaluated sum, the smaller part last.
pub(super) type Pair = (f64, f64);

/// How a product and its error are had. Both ways are exact, hence equal, while neither the
/// product nor its error leaves the range of normal doubles.
pub trait TwoProduct: Copy + std::fmt::Debug {
    /// a·b, rounded, and what rounding took away.
    fn two_product(a: f64, b: f64) -> (f64, f64);

    /// a·b + c, where it does not matter whether it is rounded once or twice.
    fn product_sum(a: f64, b: f64, c: f64) -> f64;

    /// Does some work in a function of its own, which is compiled for the processors that this way is
    /// for. Lanes are inlined wherever they are used, so that they are compiled for the caller's
    /// processors; what is long and used often would be compiled too many times.
    fn out_of_line<W: Work>(work: W) -> W::Output;
}

/// Work that has a function of its own.
pub trait Work {
    /// What it gives.
    type Output;

    /// Does it. This must be inlined, because the function that calls it is the one which is compiled
    /// for the right processors.
    fn run(self) -> Self::Output;
}

#[inline(never)]
fn run<W: Work>(work: W) -> W::Output {
    work.run()
}

/// Whether this processor has AVX2 and fused multiply-add; asked often, and therefore remembered.
#[cfg(all(target_arch = "x86_64", not(target_feature = "fma")))]
#[inline(always)]
fn has_avx2() -> bool {
    use std::sync::atomic::{AtomicU8, Ordering};
    static KNOWN: AtomicU8 = AtomicU8::new(0);
    const YES: u8 = 1;
    const NO: u8 = 2;
    #[cold]
    fn ask() -> bool {
        let has = is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma");
        KNOWN.store(if has { YES } else { NO }, Ordering::Relaxed);
        has
    }
    match KNOWN.load(Ordering::Relaxed) {
        YES => true,
        NO => false,
        _ => ask(),
    }
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

    #[inline(always)]
    fn product_sum(a: f64, b: f64, c: f64) -> f64 {
        a.mul_add(b, c)
    }

    #[inline(always)]
    #[allow(unsafe_code)]
    fn out_of_line<W: Work>(work: W) -> W::Output {
        #[cfg(all(target_arch = "x86_64", not(target_feature = "fma")))]
        {
            #[inline(never)]
            #[target_feature(enable = "avx2,fma")]
            fn avx2<W: Work>(work: W) -> W::Output {
                work.run()
            }
            if has_avx2() {
                // SAFETY: the processor has these features.
                return unsafe { avx2(work) };
            }
        }
        run(work)
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

    #[inline(always)]
    fn product_sum(a: f64, b: f64, c: f64) -> f64 {
        a * b + c
    }

    #[inline(always)]
    fn out_of_line<W: Work>(work: W) -> W::Output {
        run(work)
    }
}

/// e^r − 1 for |r| ≤ 2^-9.5, to 2^-83 of r.
#[inline(always)]
pub(super) fn exp_m1_small<F: TwoProduct>(r: Pair) -> Pair {
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
    (p, e3 + (e2 + (e1 + sixth.1) + half.1 + r.1))
}

/// ln(1 + z) for |z| ≤ 2^-8.8, to 2^-83 of z.
#[inline(always)]
pub(super) fn ln_1p_small<F: TwoProduct>(z: Pair) -> Pair {
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
    (p, e3 + (e2 + (e1 + (e0 + (third.1 - fourth.1))) - half.1 + z.1))
}

/// 1.5·2^52: added to a number it leaves the nearest whole one in the last bits.
const WHOLE: f64 = 6_755_399_441_055_744.0;

/// The argument a of an exponential as n·ln 2/SIZE + r: n in the last bits of the first number,
/// then n itself, then r.
#[inline(always)]
pub(super) fn reduce<F: TwoProduct>(a: Pair) -> (u64, f64, Pair) {
    let shifted = a.0 * STEPS + WHOLE;
    let n = shifted - WHOLE;
    // n·STEP[0] is exact, and so is its difference from a.0, which lies within a factor of two.
    let near = a.0 - n * STEP[0];
    let (p, e) = F::two_product(n, STEP[1]);
    let (r, e2) = two_sum(near, -p);
    let r = quick_two_sum(r, e2 + (a.1 - e - n * STEP[2]));
    (shifted.to_bits(), n, r)
}

/// 2^(n/SIZE)·(1 + p), where the table has 2^(j/SIZE) for j = n mod SIZE.
#[inline(always)]
pub(super) fn scale<F: TwoProduct>(n: u64, [t0, t1]: [f64; 2], p: Pair) -> Pair {
    let (m, e) = F::two_product(t0, p.0);
    let e = e + (t0 * p.1 + t1 * p.0);
    let (s, e2) = quick_two_sum(t0, m);
    let (hi, lo) = (s, e2 + (t1 + e));
    // n/SIZE, rounded down, into the exponent of 1.
    let power = f64::from_bits((n >> SIZE.trailing_zeros() << 52).wrapping_add(1023 << 52));
    (hi * power, lo * power)
}

/// The entries of a table at these places. Look-ups have a loop of their own, so that what comes
/// before and after them is done in vectors.
#[inline(always)]
pub(super) fn look_up<const N: usize, const K: usize>(
    table: &[[f64; K]; SIZE],
    places: &[u64; N],
) -> [[f64; N]; K] {
    let mut entries = [[0.0; N]; K];
    for (lane, place) in places.iter().enumerate() {
        let entry = table[(place % SIZE as u64) as usize];
        for (entries, entry) in entries.iter_mut().zip(entry) {
            entries[lane] = entry;
        }
    }
    entries
}
