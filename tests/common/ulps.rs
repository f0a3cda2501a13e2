//! Errors in units of the last place, against references of 40 digits.

use std::iter::repeat_n;

/// |value − reference| in units of the last place of the double nearest to the reference.
pub fn ulps(value: f64, reference: &str) -> f64 {
    let nearest: f64 = reference.parse().unwrap();
    assert_eq!(value.is_nan(), nearest.is_nan(), "{value} {reference}");
    if value.is_nan() {
        return 0.0;
    }
    if nearest.is_infinite() {
        assert_eq!(value, nearest);
        return 0.0;
    }
    assert!(value.to_bits() != (-0.0f64).to_bits() && value.is_finite(), "{value}");
    let (value, places) = scientific(&format!("{value:.40e}"));
    let (exact, power) = scientific(reference);
    let shifted = match places - power {
        _ if value == exact => return 0.0,
        0 => value - exact,
        1 => 10 * value - exact,
        -1 => value / 10 - exact,
        _ if value == 0 => -exact,
        _ => i128::MAX,
    };
    // The power of ten by way of text, so that it may lie below the smallest double.
    let ulp = nearest.abs().next_up() - nearest.abs();
    let (ulp, place) = scientific(&format!("{ulp:.40e}"));
    (shifted as f64 / ulp as f64 * 10f64.powi(power - place)).abs()
}

/// d.ddd…e±x as a whole number of 37 digits and x.
pub fn scientific(text: &str) -> (i128, i32) {
    let (mantissa, power) = text.split_once('e').unwrap_or((text, "0"));
    let (sign, mantissa) = mantissa.strip_prefix('-').map_or((1, mantissa), |rest| (-1, rest));
    let digits: String = mantissa.chars().filter(|c| *c != '.').chain(repeat_n('0', 37)).collect();
    (sign * digits[..37].parse::<i128>().unwrap(), power.parse().unwrap())
}
