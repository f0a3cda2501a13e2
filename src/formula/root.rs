//! The root δ of δ + (1 − F)(e^δ − 1) + F (1 − e^−δ) = β, for numbers 0 < F < 1.
//!
//! The left side rises by at least 1 where δ does, and its derivative 1 + (1 − F) e^δ + F e^−δ changes by a factor
//! of e^|d| at most on a way d. So what a number δ misses by bounds how far it is from the root.

use crate::numeric::{Enclosed, Interval, Lanes, Real};

/// A miss up to which the derivative is as good as the same between a number and the root.
pub(super) const NEAR: f64 = 1e-9;
/// What a bound of the derivative in doubles may be off, and its change over a way of [`NEAR`].
pub(super) const LEAST: f64 = 1.0 - 1e-8;
/// How often a root is improved at most: each step adds a dozen digits.
const MOST_STEPS: usize = 30;

/// The left side, in which nothing cancels.
#[inline(always)]
pub(super) fn rise<R: Real>(delta: R, f: R, rest: R) -> R {
    let is_above = delta.is_positive();
    let grown = delta.clone().abs().exp_m1();
    let fallen = grown.clone() / (R::constant(1.0) + grown.clone());
    let up = R::select(is_above, rest.clone(), f.clone());
    let down = R::select(is_above, f, rest);
    let size = up * grown + down * fallen;
    delta.minus(R::select(is_above, size.clone().negated(), size))
}

/// The derivative of the left side.
pub(super) fn slope(delta: f64, f: f64, rest: f64) -> f64 {
    let power = delta.exp();
    1.0 + rest * power + f / power
}

/// The root in doubles, by Newton's method between bounds.
pub(super) fn near(beta: f64, f: f64, rest: f64) -> f64 {
    // e^δ − 1 ≤ β/(1 − F) for β > 0, and the other way round.
    let (mut lo, mut hi) = match beta > 0.0 {
        true => (0.0, beta.min((beta / rest).ln_1p())),
        false => (-(-beta).min((-beta / f).ln_1p()), 0.0),
    };
    if beta.is_nan() || f.is_nan() || rest.is_nan() {
        return f64::NAN;
    }
    let mut delta = if beta > 0.0 { hi } else { lo };
    for _ in 0..200 {
        let Lanes([found]) = rise(Lanes([delta]), Lanes([f]), Lanes([rest]));
        let miss = found - beta;
        if miss > 0.0 {
            hi = delta;
        } else {
            lo = delta;
        }
        let next = delta - miss / slope(delta, f, rest);
        let next = if next >= lo && next <= hi { next } else { 0.5 * (lo + hi) };
        if (next - delta).abs() <= 1e-15 * delta.abs() {
            return next;
        }
        delta = next;
    }
    delta
}

/// How far a number that misses by so much is from the root at most; `slope` is the derivative there.
pub(super) fn distance(miss: f64, slope: f64) -> f64 {
    let is_near = miss <= NEAR;
    let least = if is_near { (slope * LEAST).max(1.0) } else { 1.0 };
    miss / least * (1.0 + 1e-12)
}

/// The root.
pub(super) fn root<S: Enclosed>(beta: S, f: S, rest: S) -> S {
    let middle = |number: &S| {
        let Interval { lo, hi } = number.hull();
        lo + 0.5 * (hi - lo)
    };
    let [near_beta, near_f, near_rest] = [&beta, &f, &rest].map(middle);
    let start = near(near_beta, near_f, near_rest);
    let rate = S::constant(slope(start, near_f, near_rest));
    let mut delta = S::constant(start);
    let miss = |delta: &S| rise(delta.clone(), f.clone(), rest.clone()).minus(beta.clone());
    let mut left = miss(&delta);
    for _ in 0..MOST_STEPS {
        let better = delta.clone().minus(left.clone() / rate.clone()).middle();
        let missed = miss(&better);
        let (before, now) = (left.hull().size(), missed.hull().size());
        if now < before {
            (delta, left) = (better, missed);
        }
        // A step that gains no digit is the last one.
        let is_better = now < 0.25 * before;
        if !is_better {
            break;
        }
    }
    let (f, rest) = (f.hull().lo.max(0.0), rest.hull().lo.max(0.0));
    let rate = slope(middle(&delta), f, rest);
    let by = distance(left.hull().size(), rate);
    delta.widened(by)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::random::Random;
    use crate::numeric::{Ball, Bounded, Split, Wide};

    /// By halving an interval in mpmath 1.3 with 40 digits, rounded to the nearest doubles.
    #[test]
    fn a_root_has_the_value_of_mpmath() {
        for (beta, f, value) in VALUES {
            let of = |a: f64| Ball::<Wide<256>>::constant(a);
            let found = root(of(beta), of(f), of(1.0).minus(of(f)));
            assert_eq!(found.nearest(), Some(value), "{beta} {f}");
            let of = |a: f64| Bounded::<Split, 1>::constant(a);
            let found = root(of(beta), of(f), of(1.0).minus(of(f)));
            assert_eq!(found.nearest(), Some(value), "{beta} {f}");
        }
    }

    /// β, F and the root.
    const VALUES: [(f64, f64, f64); 5] = [
        (3.7, 0.2, 1.329524344706429),
        (-6.3, 0.04, -3.7321800949217057),
        (0.013, 0.6, 0.006502090959231499),
        (-25.5, 1e-09, -21.73889632121617),
        (11.25, 0.97, 5.148814788103951),
    ];

    /// What is known of β and F goes into the bound: the root for any numbers within them is covered.
    #[test]
    fn a_root_covers_those_of_all_numbers_within() {
        type Number = Bounded<Split, 1>;
        type Exact = Ball<Wide<256>>;
        let mut random = Random(3);
        let mut most = 0.0f64;
        for round in 0..3_000 {
            let beta = 20.0 * (random.next() - 0.5);
            let f = 1.0 / (1.0 + (12.0 * (random.next() - 0.5)).exp());
            let wide = [0.0, 1e-25, 1e-14, 1e-7, 1e-3][round % 5];
            let number = |a: f64| Number::constant(a).widened(wide * a.abs());
            let left = Number::constant(1.0).minus(Number::constant(f)).widened(wide * f);
            let found = root(number(beta), number(f), left);
            let moved = |a: f64, by: f64| {
                Exact::constant(a) * Exact::constant(1.0).minus(Exact::constant(by))
            };
            let [u, v] = [0, 1].map(|_| wide * 0.999 * (2.0 * random.next() - 1.0));
            let f = moved(f, u);
            let truth = root(moved(beta, v), f.clone(), Exact::constant(1.0).minus(f));
            let [(hi, lo, bound)] = found.parts();
            let off = truth.minus(Exact::constant(hi)).minus(Exact::constant(lo)).hull().size();
            assert!(off <= bound, "{off:e} {bound:e} {beta} {wide}");
            most = most.max(if wide == 0.0 { 0.0 } else { off / bound });
        }
        assert!(most > 0.3, "bounds are far too large: {most}");
    }
}
