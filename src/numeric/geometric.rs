//! The steps of a geometric series.

use super::wide::{Float, nearest};
use super::{DoubleDouble, Light, Rational, Real, Split};
use dashu_int::IBig;
use dashu_int::ops::Gcd;
use std::cmp::Ordering;

/// A positive number: exactly, and to twice the digits of a double.
pub type End<'a> = (&'a Rational, DoubleDouble);

/// The double nearest to first·(last/first)^(index/steps), the even one of two, for 0 < index <
/// steps; the same on every machine, which the platform's own functions do not give.
pub fn geometric(first: End, last: End, index: u64, steps: u64) -> f64 {
    if last.1.to_f64() < first.1.to_f64() {
        return geometric(last, first, steps - index, steps);
    }
    light(first.1, last.1, index, steps).unwrap_or_else(|| exact(first.0, last.0, index, steps))
}

/// The same for first ≤ last, where double-double arithmetic is certain of it.
fn light(first: DoubleDouble, last: DoubleDouble, index: u64, steps: u64) -> Option<f64> {
    // 2^±200, where exponents are below 2^8.2.
    let is_near = |number: DoubleDouble| (6.3e-61..1.6e60).contains(&number.to_f64());
    if !is_near(first) || !is_near(last) {
        return None;
    }
    type Number = Light<Split, 1>;
    let number = |DoubleDouble { hi, lo }| Number::input([hi]) + Number::input([lo]);
    let [lower, upper] = [first, last].map(number);
    // Whole numbers that a double holds exactly, as every count is.
    let part = Number::input([index as f64]) / Number::input([steps as f64]);
    let ratio_less_one = upper.minus(lower) / lower;
    let value = lower * (ratio_less_one.ln_1p() * part).exp();
    // The exponent, 278 at most, is off by 2^-81 of itself and, where the ends are close to each other,
    // by 2^-95; the exponential by 2^-81 of itself; all the rest by 2^-88: together less than 2^-72.
    let [(hi, lo)] = value.parts();
    DoubleDouble { hi, lo }.rounded(hi * 2f64.powi(-72))
}

/// The same in as many bits as it takes.
fn exact(first: &Rational, last: &Rational, index: u64, steps: u64) -> f64 {
    if first == last {
        return first.to_f64();
    }
    let mut bits = 192;
    loop {
        let logarithm = |end: &Rational, part: u64| {
            end.to_float(bits).ln() * Float::from(IBig::from(part)).with_precision(bits).value()
        };
        let sum = logarithm(first, steps - index) + logarithm(last, index);
        let value = (sum / Float::from(IBig::from(steps)).with_precision(bits).value()).exp();
        // A logarithm is below 2^10, and nothing is rounded by more than 2^(2 − bits).
        let error = value.clone() >> (bits as isize - 20);
        // No point is beyond the last one, which is a double.
        let ends = [&value - &error, &value + &error];
        let [below, above] = ends.map(|end| nearest(&end).min(f64::MAX));
        if below == above {
            return above;
        }
        let divisor = index.gcd(steps);
        let (index, steps) = (index / divisor, steps / divisor);
        // The number lies beside the middle of two doubles or is that. Only a rational number can be,
        // and then last/first is the power of one with the exponent `steps`, which has at least as
        // many bits; another number is told from the middle by more bits.
        if steps as usize <= last.size_of_ratio(first) {
            let (ahead, behind) = ((steps - index) as usize, index as usize);
            return match first.compare_product(ahead, last, behind, [below, above]) {
                Ordering::Less => below,
                Ordering::Greater => above,
                Ordering::Equal if below.to_bits() % 2 == 0 => below,
                Ordering::Equal => above,
            };
        }
        bits *= 2;
    }
}
