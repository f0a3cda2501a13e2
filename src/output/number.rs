//! The text of a number, the same in every format.

use super::digits;

/// The shortest text that reads back to the same double, always with a point or an exponent; a
/// missing value is `NaN`.
pub fn number(value: f64) -> String {
    zmij::Buffer::new().format(value).to_owned()
}

/// Room for the text of any number.
pub const WIDTH: usize = 32;

/// Puts the same text at the start of the room, and gives its length; what follows it is undefined.
///
/// Common numbers, from 1e-5 to 8 in size, take less than half the time: their texts have the point
/// behind the first digit, and all that is computed is exact. With u the unit in the last place of
/// the number m·u, and 10^k·u between 1/10 and 1, what reads back to it is between the bounds
/// 10^k·(m ± 1/2)·u, which are less than 1 apart. If one of the two whole numbers around 10^k·m·u
/// is between them, it has the fewest digits; if none is, one more digit will do, and the nearest
/// such number is between them. No bound is such a number, as k is less than the binary places of u.
#[inline(always)]
pub fn write(value: f64, room: &mut [u8; WIDTH]) -> usize {
    let sign = (value.to_bits() >> 63) as usize;
    let bits = value.abs().to_bits();
    let fraction = bits % (1 << MANTISSA);
    // A power of 2 has a nearer neighbour below.
    if !COMMON.contains(&bits) || fraction == 0 {
        return write_any(value, room);
    }
    let Binade { unit, start } = BINADES[(bits >> MANTISSA) as usize % BINADES.len()];
    let scaled = u128::from(fraction | 1 << MANTISSA) * u128::from(unit);
    let (whole, rest) = ((scaled >> 64) as u64, scaled as u64);
    let (from_bound, up) = rest.overflowing_add(unit / 2);
    let short = from_bound < unit;
    // Ten times the rest, rounded; of two that are as near, to the even one: 0.25 to 2, 0.75 to 8.
    let ties = (1 << 59) - 1 + (rest >> 63);
    let last = ((rest >> 4) * 10 + ties) >> 60;
    let whole = whole + u64::from(up);

    room[..8].copy_from_slice(&[*b"0.000000", *b"-0.00000"][sign]);
    let first = sign + start % 8;
    let digits = digits::sixteen(whole / 100_000_000, whole % 100_000_000);
    room[first..first + 16].copy_from_slice(&digits);
    room[first + 16] = b'0' + last as u8;
    // From 1 on the first digit stands before the point.
    if start == 1 {
        room[sign] = room[sign + 1];
    }
    room[sign + 1] = b'.';
    let length = first + 17 - usize::from(short);
    if room[length - 1] == b'0' { without_zeros(room, length) } else { length }
}

/// Puts the text of a number times 10^−power at the start of the room, and gives its length: the digits are those
/// of the number, and the point is moved. It reads back to the double nearest to that product.
pub fn write_moved(value: f64, power: i32, room: &mut [u8; WIDTH]) -> usize {
    if power == 0 || value == 0.0 || !value.is_finite() {
        return write(value, room);
    }
    let text = moved(value, power);
    room[..text.len()].copy_from_slice(text.as_bytes());
    text.len()
}

/// The text of a finite number other than 0, times 10^−power, in the notation of all numbers.
fn moved(value: f64, power: i32) -> String {
    let text = format!("{:e}", value.abs());
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let digits = digits.replace('.', "");
    let exponent = exponent.parse::<i32>().unwrap_or(0) - power;
    let sign = if value < 0.0 { "-" } else { "" };
    let (count, zeros) = (digits.len() as i32, |count: i32| "0".repeat(count.max(0) as usize));
    match exponent {
        -5..0 => format!("{sign}0.{}{digits}", zeros(-1 - exponent)),
        0..16 if count <= exponent + 1 => {
            format!("{sign}{digits}{}.0", zeros(exponent + 1 - count))
        }
        0..16 => {
            let (whole, rest) = digits.split_at(exponent as usize + 1);
            format!("{sign}{whole}.{rest}")
        }
        _ => {
            let (first, rest) = digits.split_at(1);
            let point = if rest.is_empty() { "" } else { "." };
            let plus = if exponent > 0 { "+" } else { "" };
            format!("{sign}{first}{point}{rest}e{plus}{exponent}")
        }
    }
}

/// The double nearest to a number times 10^−power.
pub fn in_power(value: f64, power: i32) -> f64 {
    let mut room = [0; WIDTH];
    let length = write_moved(value, power, &mut room);
    let text = std::str::from_utf8(&room[..length]).ok().and_then(|text| text.parse().ok());
    if power == 0 { value } else { text.unwrap_or(value) }
}

#[cold]
fn write_any(value: f64, room: &mut [u8; WIDTH]) -> usize {
    // There are many where demons are unphysical.
    if value.is_nan() {
        room[..3].copy_from_slice(b"NaN");
        return 3;
    }
    let mut buffer = zmij::Buffer::new();
    let text = buffer.format(value);
    room[..text.len()].copy_from_slice(text.as_bytes());
    text.len()
}

#[cold]
fn without_zeros(room: &[u8; WIDTH], mut length: usize) -> usize {
    while room[length - 1] == b'0' {
        length -= 1;
    }
    // One zero stays behind the point.
    length + usize::from(room[length - 1] == b'.')
}

/// The bits of a double that follow its exponent.
const MANTISSA: u32 = f64::MANTISSA_DIGITS - 1;

/// The bits of the common numbers.
const COMMON: std::ops::Range<u64> = 1e-5f64.to_bits()..8f64.to_bits();

/// The numbers between two powers of 2.
#[derive(Clone, Copy)]
struct Binade {
    /// The unit in the last place times 10^places, exactly, in units of 2^-64.
    unit: u64,
    /// Where the first of 17 digits stands in the text of a positive number: behind the point, and
    /// behind the zeros of a small one.
    start: usize,
}

/// Those of the common numbers, by their exponent, modulo the length.
const BINADES: [Binade; 32] = {
    let mut binades = [Binade { unit: 0, start: 1 }; 32];
    let mut exponent = COMMON.start >> MANTISSA;
    while exponent < COMMON.end >> MANTISSA {
        // The unit in the last place is 2^-binary.
        let binary = 1023 + MANTISSA - exponent as u32;
        let (mut places, mut power) = (0, 1u128);
        while 10 * power <= 1 << binary {
            power *= 10;
            places += 1;
        }
        // Exact, with zeros for the last digit: so many are the factors 2 of the power of ten.
        assert!(places >= 15 && places <= 20 && binary as usize + 4 < places + 64);
        let unit = ((power << 40) >> (binary - 24)) as u64;
        binades[exponent as usize % binades.len()] = Binade { unit, start: places - 14 };
        exponent += 1;
    }
    binades
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::random::Random;

    fn text(value: f64) -> String {
        let mut room = [b'x'; WIDTH];
        let length = write(value, &mut room);
        String::from_utf8(room[..length].to_vec()).unwrap()
    }

    #[test]
    fn a_number_is_recognised_as_a_float_and_reads_back() {
        assert_eq!(text(f64::NAN), "NaN");
        assert_eq!(text(-f64::NAN), "NaN");
        for value in [0.0, 1.0, 1e15, 1e16, 123456789.0, 1e300, -2.0, 0.1, 5e-324, 1e-5, 1e23] {
            let text = text(value);
            assert!(text.contains(['.', 'e']), "{text}");
            assert_eq!(text.parse(), Ok(value));
            // JSON leaves the text to serde_json: it must be the same.
            assert_eq!(serde_json::to_string(&value).unwrap(), text);
        }
    }

    /// Against zmij, which does all numbers: random ones, multiples of powers of 2, where ties are,
    /// decimals of few places and their neighbours, and the ends of the range.
    #[test]
    fn common_numbers_have_the_text_of_all_others() {
        let mut random = Random(1);
        let mut below = |limit: u64| (random.next() * limit as f64) as u64;
        let mut ties = 0;
        for _ in 0..300_000 {
            let [first, end] = [COMMON.start, COMMON.end].map(|bits| bits >> MANTISSA);
            let exponent = (first + below(end - first)) << MANTISSA;
            let fraction = below(1 << MANTISSA);
            let multiple = ((fraction >> below(52)) << below(52)) % (1 << MANTISSA);
            let decimal = below(1_000_000_000) as f64 / 10f64.powi(below(14) as i32);
            let neighbours =
                (0..3).map(|i| f64::from_bits((decimal.to_bits() + i).saturating_sub(1)));
            let generic = [fraction, multiple].map(|fraction| f64::from_bits(exponent | fraction));
            for value in generic.into_iter().chain(neighbours) {
                assert_eq!(text(value), number(value), "{value:e}");
                assert_eq!(text(-value), number(-value), "{value:e}");
            }
            ties += u32::from(generic[1] * 2f64.powi(18) % 2.0 == 1.0);
        }
        assert!(ties > 1000, "{ties}");
        for end in [1e-5, 8.0, 1.0, 0.5, 2f64.powi(-17), 0.0] {
            for value in [end.next_down(), end, end.next_up(), -end] {
                assert_eq!(text(value), number(value), "{value:e}");
            }
        }
    }

    /// A number in another power of ten has the same digits, and the notation of the number that it is.
    #[test]
    fn a_moved_point_keeps_the_digits() {
        let mut random = Random(5);
        for _ in 0..100_000 {
            let power = (random.next() * 45.0) as i32 - 22;
            // Ten digits, so that the product has them, too, as a double.
            let digits =
                (random.next() * 1e10).floor() * if random.next() < 0.5 { -1.0 } else { 1.0 };
            let place = (random.next() * 40.0) as i32 - 25;
            let value: f64 = format!("{digits}e{place}").parse().unwrap();
            let product: f64 = format!("{digits}e{}", place - power).parse().unwrap();
            let mut room = [b'x'; WIDTH];
            let length = write_moved(value, power, &mut room);
            assert_eq!(std::str::from_utf8(&room[..length]).unwrap(), number(product));
            assert_eq!(in_power(value, power), product);
        }
        // Any double is read back from its moved text, if the point is moved back.
        for _ in 0..100_000 {
            let value = f64::from_bits((random.next() * 2f64.powi(62)) as u64);
            if !(1e-250..1e250).contains(&value) {
                continue;
            }
            let mut room = [b'x'; WIDTH];
            let length = write_moved(value, -18, &mut room);
            let text = std::str::from_utf8(&room[..length]).unwrap().to_owned();
            let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
            let back = format!("{digits}e{}", exponent.parse::<i32>().unwrap() - 18);
            assert_eq!(back.parse(), Ok(value));
        }
    }
}
