//! Exact rational numbers: what a decimal text denotes, and what lies between two of them.

use super::DoubleDouble;
use super::wide::{Float, nearest};
use dashu_int::ops::{BitTest, DivRem, UnsignedAbs};
use dashu_int::{IBig, UBig};

/// A quotient of two whole numbers, with common factors or without.
#[derive(Clone, Debug)]
pub struct Rational {
    over: IBig,
    under: UBig,
}

/// A number below 10^-LEAST is taken for 10^-LEAST. No sum of it and of what stands beside it in a
/// command line, which has fewer digits than that, rounds differently.
const LEAST: i64 = 200_000;

/// From 10^MOST on a number is beyond the doubles in any unit.
const MOST: i64 = 400;

impl Rational {
    /// The number that a decimal text denotes, times 10^`power`. `None` unless the text is one that
    /// the standard library reads as a number, and the number below 10^400.
    pub fn decimal(text: &str, power: i32) -> Option<Self> {
        let has_digits = text.contains(|c: char| c.is_ascii_digit());
        text.parse::<f64>().ok().filter(|_| has_digits)?;
        let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits = IBig::from_str_radix(&format!("{whole}{fraction}"), 10).ok()?;
        if digits == IBig::ZERO {
            return Some(Self { over: digits, under: UBig::ONE });
        }
        // An exponent that is no machine word is far beyond both limits.
        let far = if exponent.starts_with('-') { i64::MIN / 2 } else { i64::MAX / 2 };
        let exponent = exponent.parse().unwrap_or(far).clamp(i64::MIN / 2, i64::MAX / 2);
        let power = exponent + i64::from(power) - fraction.len() as i64;
        // The number lies within 10^(size − 1) and 10^size.
        let written = mantissa.bytes().filter(u8::is_ascii_digit).skip_while(|c| *c == b'0');
        let size = power.saturating_add(written.count() as i64);
        let (digits, power) = match size {
            size if size > MOST => return None,
            size if size < -LEAST => (IBig::from_parts(digits.sign(), UBig::ONE), -LEAST),
            _ => (digits, power),
        };
        let ten = UBig::from(10u8).pow(usize::try_from(power.unsigned_abs()).ok()?);
        Some(match power {
            0.. => Self { over: digits * ten, under: UBig::ONE },
            _ => Self { over: digits, under: ten },
        })
    }

    /// The number times `times`/`over`.
    pub fn scaled(self, times: u64, over: u64) -> Self {
        Self { over: self.over * times, under: self.under * over }
    }

    /// (self·ahead + other·behind)/(ahead + behind).
    pub fn between(&self, other: &Self, ahead: u64, behind: u64) -> Self {
        let ahead_of = &self.over * &other.under * ahead;
        let behind_of = &other.over * &self.under * behind;
        let under = &self.under * &other.under * (ahead + behind);
        Self { over: ahead_of + behind_of, under }
    }

    /// The nearest double, the even one of two; ±∞ beyond the largest one. A zero is positive.
    pub fn to_f64(&self) -> f64 {
        // 66 or 67 bits of the quotient, and one that says whether there are more: as good as all of
        // them, because a double and a half of its last place have no more than 54.
        let up = self.under.bit_len() as isize - self.size().bit_len() as isize + 66;
        let (over, under) = match usize::try_from(up) {
            Ok(up) => (self.size() << up, self.under.clone()),
            Err(_) => (self.size(), &self.under << up.unsigned_abs()),
        };
        let (quotient, rest) = over.div_rem(under);
        let bits = (quotient << 1usize) + UBig::from(u8::from(rest != UBig::ZERO));
        nearest(&Float::from_parts(IBig::from_parts(self.over.sign(), bits), -up - 1)) + 0.0
    }

    /// The number to twice the digits of a double, or to the smallest double where that is more.
    pub fn to_double_double(&self) -> DoubleDouble {
        let hi = self.to_f64();
        let (over, under) = parts(hi);
        let rest = &self.over * &under - &self.under * over;
        DoubleDouble { hi, lo: Self { over: rest, under: &self.under * under }.to_f64() }
    }

    /// The number as a sum of doubles, each the nearest one to what those before leave of it; fewer than
    /// `most` if nothing is left.
    pub fn expansion(&self, most: usize) -> Vec<f64> {
        let mut rest = self.clone();
        let mut all = Vec::with_capacity(most);
        while all.len() < most {
            let part = rest.to_f64();
            if part == 0.0 && !all.is_empty() {
                break;
            }
            all.push(part);
            let (over, under) = parts(part);
            let left = &rest.over * &under - &rest.under * over;
            rest = Self { over: left, under: rest.under * under };
        }
        all
    }

    /// The number, rounded to so many bits twice or three times.
    pub(super) fn to_float(&self, bits: usize) -> Float {
        let float = |whole: IBig| Float::from(whole).with_precision(bits).value();
        float(self.over.clone()) / float(self.under.clone().into())
    }

    /// The more digits of the two parts of self/other, in bits.
    pub(super) fn size_of_ratio(&self, other: &Self) -> usize {
        let over = (&self.over * &other.under).unsigned_abs();
        let under = (&other.over * &self.under).unsigned_abs();
        over.bit_len().max(under.bit_len())
    }

    /// How self^i·other^j compares to (a + b)^(i + j)/2^(i + j), for positive numbers.
    pub(super) fn compare_product(
        &self,
        i: usize,
        other: &Self,
        j: usize,
        [a, b]: [f64; 2],
    ) -> std::cmp::Ordering {
        let ((a, under_a), (b, under_b)) = (parts(a), parts(b));
        let (over, under) = (a * &under_b + b * &under_a, under_a * under_b * 2u8);
        let product = self.over.pow(i) * other.over.pow(j) * under.pow(i + j);
        product.cmp(&(over.pow(i + j) * self.under.pow(i) * other.under.pow(j)))
    }

    fn size(&self) -> UBig {
        self.over.clone().unsigned_abs()
    }
}

impl PartialEq for Rational {
    fn eq(&self, other: &Self) -> bool {
        &self.over * &other.under == &other.over * &self.under
    }
}

/// A finite double as a quotient of whole numbers.
fn parts(a: f64) -> (IBig, UBig) {
    let (significand, exponent) =
        Float::try_from(a).unwrap_or(Float::ZERO).into_repr().into_parts();
    match usize::try_from(exponent) {
        Ok(up) => (significand << up, UBig::ONE),
        Err(_) => (significand, UBig::ONE << exponent.unsigned_abs()),
    }
}
