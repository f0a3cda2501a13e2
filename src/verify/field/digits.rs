//! Published digits, and whether a double has them.

/// The digits of a number in plain or scientific notation, without zeros in front, and the power of ten of the first one.
fn parts(text: &str) -> Option<(bool, String, i32)> {
    let (mantissa, exponent) = match text.split_once('e') {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (text, 0),
    };
    let (is_negative, mantissa) = match mantissa.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, mantissa),
    };
    let (whole, rest) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all = format!("{whole}{rest}");
    let digits = all.trim_start_matches('0');
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let zeros = i32::try_from(all.len() - digits.len()).ok()?;
    let first = i32::try_from(whole.len()).ok()? - 1 - zeros + exponent;
    is_number.then(|| (is_negative, digits.to_owned(), first))
}

/// Whether a double, rounded to as many digits as were published, has just these.
pub(super) fn agrees(published: &str, value: f64) -> bool {
    let Some((is_negative, digits, first)) = parts(published) else { return false };
    let shown = format!("{value:.*e}", digits.len() - 1);
    parts(&shown) == Some((is_negative, digits, first))
}

/// Half a unit of the last published digit.
pub(super) fn half_unit(published: &str) -> f64 {
    let Some((_, digits, first)) = parts(published) else { return f64::NAN };
    let count = i32::try_from(digits.len()).unwrap_or(0);
    0.5 * 10.0_f64.powi(first + 1 - count)
}

#[cfg(test)]
mod tests {
    use super::{agrees, half_unit, parts};

    #[test]
    fn the_digits_of_a_text_are_those_without_zeros_in_front() {
        assert_eq!(parts("0.0321"), Some((false, "321".into(), -2)));
        assert_eq!(parts("-12.50"), Some((true, "1250".into(), 1)));
        assert_eq!(parts("9.46e-13"), Some((false, "946".into(), -13)));
        assert_eq!(parts("0.36e2"), Some((false, "36".into(), 1)));
        for text in ["", "0", "1/3", "x", "1e", "nan"] {
            assert_eq!(parts(text), None, "{text}");
        }
    }

    #[test]
    fn a_double_agrees_if_it_rounds_to_the_published_digits() {
        let value = 0.035_883_856_929_643_54;
        for text in ["0.036", "0.03588", "3.588386e-2", "0.03588385692964354"] {
            assert!(agrees(text, value), "{text}");
            assert!(!agrees(text, -value) && !agrees(text, 10.0 * value), "{text}");
        }
        // A digit that is one off, at the first, a middle and the last place; digits cut instead of rounded.
        for text in ["0.046", "0.03589", "0.03588385692964355", "0.0358"] {
            assert!(!agrees(text, value), "{text}");
        }
        // A zero that was printed is a digit.
        assert!(agrees("-1.25", -1.25) && agrees("-1.250", -1.25) && !agrees("-1.250", -1.2506));
        assert!(agrees("25", 24.9994) && !agrees("25.0", 24.94) && !agrees("25", f64::NAN));
        // What rounds up to a digit more is another power of ten.
        assert!(agrees("10", 9.96) && !agrees("1.0", 9.96));
    }

    #[test]
    fn half_a_unit_is_that_of_the_last_digit() {
        assert_eq!(half_unit("0.36"), 0.5e-2);
        assert_eq!(half_unit("25"), 0.5);
        assert!((half_unit("9.464e-13") / 0.5e-16 - 1.0).abs() < 1e-12);
    }
}
