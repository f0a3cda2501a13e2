//! The number that a text begins with, read from its bytes.

/// The double nearest to the number that a text begins with, and how many bytes the number takes.
///
/// `None` if the text does not begin with `digits`, `digits.digits`, `digits.` or `.digits`, perhaps with
/// a `-` before it and an exponent after it, or if this function cannot tell the nearest double. It can
/// for nearly all numbers of up to 19 digits between 1e-8 and 1e19 in size. [`str::parse`] reads every
/// number, and finds the same double in three to four times as many instructions.
///
/// The number is d/10^k, with whole numbers d and k. Up to 2^53, d is a double, and so is 10^k up to
/// k = 22. One division then rounds once, to the nearest double. [`quotient`] does the other numbers.
#[inline]
pub(super) fn leading(text: &[u8]) -> Option<(f64, usize)> {
    let is_negative = text.first() == Some(&b'-');
    let mut end = usize::from(is_negative);
    let mut digits = 0;
    // Most numbers have one digit before the point.
    let whole = match text.get(end..)? {
        [digit @ b'0'..=b'9', b'.', ..] => {
            (digits, end) = (u64::from(digit - b'0'), end + 1);
            1
        }
        _ => append(&mut digits, text, &mut end)?,
    };
    let mut places = 0;
    if text.get(end) == Some(&b'.') {
        end += 1;
        places = append(&mut digits, text, &mut end)?;
    }
    if whole + places == 0 {
        return None;
    }
    let mut power = places as i64;
    if let Some(b'e' | b'E') = text.get(end) {
        end += 1;
        let is_small = text.get(end) == Some(&b'-');
        end += usize::from(matches!(text.get(end), Some(b'-' | b'+')));
        let mut exponent = 0;
        if !(1..8).contains(&append(&mut exponent, text, &mut end)?) {
            return None;
        }
        power += if is_small { exponent as i64 } else { -(exponent as i64) };
    }
    let power = usize::try_from(power).ok()?;
    let size = match EXACT.get(power) {
        Some(ten) if digits <= 1 << f64::MANTISSA_DIGITS => digits as f64 / ten,
        _ => quotient(digits, power)?,
    };
    Some((if is_negative { -size } else { size }, end))
}

/// Appends to a whole number the digits that stand at `end` of a text, and moves `end` behind them. Returns
/// how many there are; `None` if the number has no room for them.
#[inline(always)]
fn append(number: &mut u64, text: &[u8], end: &mut usize) -> Option<usize> {
    let start = *end;
    loop {
        let (values, count) = digits(eight_bytes(text, *end));
        if count == 0 {
            return Some(*end - start);
        }
        *number = number.checked_mul(TENS[count])?.checked_add(whole(values, count))?;
        *end += count;
        if count < 8 {
            return Some(*end - start);
        }
    }
}

/// Eight bytes of a text, the first one in the lowest bits; zeros after its end.
#[inline(always)]
fn eight_bytes(text: &[u8], start: usize) -> u64 {
    let rest = text.get(start..).unwrap_or_default();
    match rest.first_chunk() {
        Some(eight) => u64::from_le_bytes(*eight),
        None => rest.iter().rev().fold(0, |bytes, byte| bytes << 8 | u64::from(*byte)),
    }
}

/// The values of the digits that eight bytes begin with, and how many these are. What follows them is not
/// defined.
#[inline(always)]
fn digits(eight: u64) -> (u64, usize) {
    // A digit becomes its value. Any other byte becomes more than 9, so that adding 0x76 sets its upper
    // bit, or has that bit set. A carry reaches only bytes after the first one that is no digit.
    let values = eight ^ u64::from_ne_bytes([b'0'; 8]);
    let others = (values.wrapping_add(u64::from_ne_bytes([0x76; 8])) | values)
        & u64::from_ne_bytes([0x80; 8]);
    (values, others.trailing_zeros() as usize / 8)
}

/// The whole number of so many digits, 1 to 8, from their values.
#[inline(always)]
fn whole(values: u64, count: usize) -> u64 {
    // The last digit moves to the uppermost byte, and zeros come before the first one.
    let values = values << (64 - 8 * count);
    // Digits become pairs, pairs fours, and fours the number.
    let pairs = values.wrapping_mul(10).wrapping_add(values >> 8);
    let pair = 0xff_0000_00ff;
    let outer = (pairs & pair).wrapping_mul(100 + (1_000_000 << 32));
    let inner = (pairs >> 16 & pair).wrapping_mul(1 + (10_000 << 32));
    outer.wrapping_add(inner) >> 32
}

/// The double nearest to d/10^k. `None` for k = 0, for k > 27, and if the double is not certain.
///
/// Let D be d·2^z with z `zeros`, so that the upper bit of D is set, and r and c those of [`Power`]. Then
/// d/10^k is N/2^(64+c+k+z) with N = D·2^(64+c)/5^k. N lies above D·r, because 5^k divides no power of 2, and
/// below D·(r+1). D is below 2^64. In units of 2^64, N therefore lies above `product`, which is D·r rounded
/// down, and below `product` + 2.
///
/// `product` has 63 or 64 bits. The first 53 are those of the double, and the value of the others, `rest`,
/// says how N is rounded: up if it lies above the half of a unit in the last place, down if below. If
/// `rest` is `half` or more, N lies above the half. If `rest` is `half` − 2 or less, N lies below it. If
/// `rest` is `half` − 1, N may lie on either side.
fn quotient(digits: u64, power: usize) -> Option<f64> {
    let Power { reciprocal, shift } = *POWERS.get(power)?.as_ref()?;
    let zeros = digits.leading_zeros();
    let product = u128::from(digits.checked_shl(zeros)?) * u128::from(reciprocal);
    let product = (product >> 64) as u64;
    let bits = u64::BITS - f64::MANTISSA_DIGITS - product.leading_zeros();
    let (rest, half) = (product % (1 << bits), 1 << (bits - 1));
    if rest + 1 == half {
        return None;
    }
    let whole = (product >> bits) + u64::from(rest >= half);
    let exponent = u64::from(1023 + bits - shift - zeros);
    Some(whole as f64 * f64::from_bits(exponent << (f64::MANTISSA_DIGITS - 1)))
}

/// The powers of ten that are doubles.
const EXACT: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
];

/// The powers of ten up to 10^8.
const TENS: [u64; 9] = {
    let mut tens = [1; 9];
    let mut power = 1;
    while power < tens.len() {
        tens[power] = 10 * tens[power - 1];
        power += 1;
    }
    tens
};

/// What takes the place of a division by 10^k.
#[derive(Clone, Copy)]
struct Power {
    /// 2^(64+c)/5^k, rounded down, where 2^c is the greatest power of 2 below 5^k.
    reciprocal: u64,
    /// c + k.
    shift: u32,
}

/// By k. For k = 0 the reciprocal would have 65 bits.
const POWERS: [Option<Power>; 28] = {
    let mut powers = [None; 28];
    let (mut power, mut five) = (1, 1u64);
    while power < powers.len() {
        five *= 5;
        let below = five.ilog2();
        let reciprocal = ((1u128 << (64 + below)) / five as u128) as u64;
        powers[power] = Some(Power { reciprocal, shift: below + power as u32 });
        power += 1;
    }
    powers
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::random::Random;

    /// What is read from a text, which must be what the standard library reads.
    fn read(text: &str) -> Option<f64> {
        let (value, length) = leading(text.as_bytes())?;
        let expected: f64 = text[..length].parse().unwrap();
        assert_eq!(value.to_bits(), expected.to_bits(), "{text}");
        assert_eq!(length, text.len(), "{text}");
        Some(value)
    }

    /// Against the standard library: the shortest texts of random doubles, random digits, and numbers
    /// halfway between doubles with their neighbours in the last digit.
    #[test]
    fn numbers_are_those_of_the_standard_library() {
        let mut random = Random(1);
        let mut below = |limit: u64| (random.next() * limit as f64) as u64;
        let [mut asked, mut known] = [0u32; 2];
        for _ in 0..100_000 {
            let value = below(1 << 53) as f64 * 2f64.powi(-(below(70) as i32));
            let digits = below(u64::MAX) >> below(64);
            let places = below(20) as usize;
            let text = format!("{digits:0width$}", width = places + 1);
            let text = format!("{}.{}", &text[..text.len() - places], &text[text.len() - places..]);
            for text in [value.to_string(), format!("{value:e}"), format!("-{value:E}"), text] {
                asked += 1;
                known += u32::from(read(&text).is_some());
            }
            // 2^53 to 2^54 with an odd last place, over 1, 2, 4 and 8.
            let odd = (1 << 53) + 2 * below(1 << 52) + 1;
            for last in [odd - 1, odd, odd + 1] {
                let halves = below(4) as i32;
                read(&format!("{:.*}", halves as usize, last as f64 / 2f64.powi(halves)));
                let exact = u128::from(odd) * 5u128.pow(halves as u32);
                for near in [exact - 1, exact, exact + 1] {
                    read(&format!("{near}e-{halves}"));
                }
            }
        }
        assert!(known > asked / 100 * 90, "{known} of {asked}");
    }

    #[test]
    fn only_a_whole_number_is_read() {
        for text in
            ["0", "-0", "0.0", "5.", ".5", "00012.50", "1e-3", "12.5E+1", "0.1709278197011611"]
        {
            assert!(read(text).is_some(), "{text}");
        }
        for text in ["", "-", ".", "-.", "e5", "1e", "1e-", "1e+x", "+1", "nan", "inf", "/1", ":1"]
        {
            assert_eq!(leading(text.as_bytes()), None, "{text}");
        }
        for text in ["0.5,1", "0.5 ", "0.5\n0.25\n", "0.5\u{2212}", "0.5-", "0.5.5", "0.5/", "0.5:"]
        {
            assert_eq!(leading(text.as_bytes()), Some((0.5, 3)), "{text}");
        }
        // As much as has room, and no more.
        assert_eq!(read("18446744073709551615e-19"), Some(1.844_674_407_370_955_2));
        assert_eq!(leading(b"18446744073709551616e-19"), None);
        assert_eq!(leading(b"1e99999999"), None);
        assert_eq!(read("0.000000000000000000000000001"), Some(1e-27));
        assert_eq!(leading(b"0.0000000000000000000000000001"), None);
    }
}
