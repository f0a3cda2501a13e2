//! Error-free transforms and the unevaluated sum of two doubles.

/// a + b as the rounded sum and its exact error (Knuth's TwoSum).
#[inline(always)]
pub fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    let from_b = sum - a;
    (sum, (a - (sum - from_b)) + (b - from_b))
}

/// The same for |a| ≥ |b| (Dekker).
#[inline(always)]
pub fn quick_two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    (sum, b - (sum - a))
}

/// a · b as the rounded product and its exact error, barring underflow of the error.
pub fn two_product(a: f64, b: f64) -> (f64, f64) {
    let product = a * b;
    (product, a.mul_add(b, -product))
}

/// A number held as the unevaluated sum hi + lo with |lo| ≤ ulp(hi)/2: about 106 bits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DoubleDouble {
    pub(super) hi: f64,
    pub(super) lo: f64,
}

impl DoubleDouble {
    /// The double itself.
    pub const fn new(value: f64) -> Self {
        Self { hi: value, lo: 0.0 }
    }

    /// The number that a decimal text denotes, times 10^`power`, to 2^-100 of itself; `None` where it
    /// has more than 18 digits or its power of ten is beyond 10^±22, or where the text is no number.
    pub fn decimal(text: &str, power: i32) -> Option<Self> {
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
            None => (text, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        if !fraction.bytes().all(|c| c.is_ascii_digit()) {
            return None;
        }
        let digits: i64 = format!("{whole}{fraction}").parse().ok()?;
        let power =
            exponent.checked_add(power)?.checked_sub(i32::try_from(fraction.len()).ok()?)?;
        if digits.unsigned_abs() >= 10u64.pow(18) || power.abs() > 22 {
            return None;
        }
        let hi = digits as f64;
        let exact = Self { hi, lo: (digits - hi as i64) as f64 };
        // 10^22 is the largest power of ten that a double holds exactly.
        let ten = Self::new(10f64.powi(power.abs()));
        Some(if power < 0 { exact / ten } else { exact * ten })
    }

    /// The nearest double to a number that differs from this one by no more than `error`, if it is
    /// the same for all of them; `error` is at least 2^-100 of this number.
    pub fn rounded(self, error: f64) -> Option<f64> {
        let [below, above] = [self.lo - error, self.lo + error].map(|lo| self.hi + lo);
        (below == above).then_some(above)
    }

    /// The nearest double.
    pub fn to_f64(self) -> f64 {
        self.hi + self.lo
    }
}

impl std::ops::Add for DoubleDouble {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        let (hi, lo) = two_sum(self.hi, other.hi);
        let (tail, rest) = two_sum(self.lo, other.lo);
        let (hi, lo) = two_sum(hi, lo + tail);
        let (hi, lo) = two_sum(hi, lo + rest);
        Self { hi, lo }
    }
}

impl std::ops::Mul for DoubleDouble {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        let (hi, lo) = two_product(self.hi, other.hi);
        let (hi, lo) = two_sum(hi, lo + (self.hi * other.lo + self.lo * other.hi));
        Self { hi, lo }
    }
}

impl std::ops::Div for DoubleDouble {
    type Output = Self;
    fn div(self, other: Self) -> Self {
        let first = self.hi / other.hi;
        let rest = self + other * Self::new(-first);
        let second = rest.hi / other.hi;
        let rest = rest + other * Self::new(-second);
        let (hi, lo) = two_sum(first, second);
        let (hi, lo) = two_sum(hi, lo + rest.hi / other.hi);
        Self { hi, lo }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decimal_keeps_what_its_double_leaves_out() {
        // 0.1 = 3602879701896397 / 2^55 − 2^-55 / 5, by long division.
        let tenth = DoubleDouble::decimal("0.1", 0).unwrap();
        assert_eq!(tenth.hi, 0.1);
        assert_eq!(tenth.lo, -(2f64.powi(-54) / 10.0));
        assert_eq!(DoubleDouble::decimal("1e-3", 2), Some(tenth));
        assert_eq!(DoubleDouble::decimal("+.1", 0), Some(tenth));
        assert_eq!(DoubleDouble::decimal("-0.1", 0).unwrap().lo, -tenth.lo);
    }

    #[test]
    fn what_is_no_number_is_none() {
        for text in ["", "abc", "nan", "inf", "-infinity", "1_0", "0x1", ".-1", "1.+1", "1e", "."] {
            assert_eq!(DoubleDouble::decimal(text, 0), None, "{text}");
            assert!(crate::numeric::Rational::decimal(text, 0).is_none(), "{text}");
        }
    }

    #[test]
    fn quotient_times_divisor_is_the_dividend() {
        let third = DoubleDouble::new(1.0) / DoubleDouble::new(3.0);
        let rest = third * DoubleDouble::new(3.0) + DoubleDouble::new(-1.0);
        assert!(rest.to_f64().abs() < 2f64.powi(-104));
    }
}
