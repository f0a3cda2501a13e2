//! The numbers of tables as programs print them.

/// Why a cell is no number of a table, and what to do about it.
pub(super) type Wrong = (String, &'static str);

/// A real number: the double nearest to its digits. Fortran's exponents are read, too: `5.0D-01`,
/// and `5.687-304` where three digits left no room for the letter.
pub(super) fn real(cell: &str) -> Result<f64, Wrong> {
    let text = cell.trim();
    let lower = text.to_ascii_lowercase();
    let unsigned = lower.trim_start_matches(['+', '-']);
    if text.is_empty() {
        return Err(("a cell is empty".into(), "a number is wanted"));
    }
    if ["nan", "na", "n/a", "inf", "infinity", "null", "none", "-"].contains(&unsigned) {
        return Err((format!("`{text}` is not a finite number"), "leave the row out, or mend it"));
    }
    let wrong =
        || (format!("`{text}` is no number"), "digits, one point and an exponent are wanted");
    if text.contains(',') {
        let label = "a decimal comma? decimals have a point in tables";
        return Err((format!("`{text}` is no number"), label));
    }
    if text.contains(char::is_whitespace) {
        let label = "a decimal comma? decimals have a point in tables";
        return Err((format!("`{text}` is no number"), label));
    }
    if !unsigned.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        return Err(wrong());
    }
    let value: f64 = standard(&lower).parse().map_err(|_| wrong())?;
    match value.is_finite() {
        true => Ok(value),
        false => {
            Err((format!("`{text}` is too large a number"), "the largest double is about 1.8e308"))
        }
    }
}

/// A number with an exponent as the standard library reads it.
fn standard(lower: &str) -> String {
    if lower.contains(['e', 'd']) {
        return lower.replace('d', "e");
    }
    // A sign behind the first character begins an exponent without a letter.
    match lower.char_indices().skip(1).find(|(_, c)| ['+', '-'].contains(c)) {
        Some((at, _)) => format!("{}e{}", &lower[..at], &lower[at..]),
        None => lower.to_owned(),
    }
}

/// The unit of the last digit that a number is printed with: 0.001 for `0.286`. It is 0 for what is
/// no number.
pub(super) fn last_digit(cell: &str) -> f64 {
    let text = standard(&cell.trim().to_ascii_lowercase());
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let decimals = mantissa.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    match exponent.parse::<i64>() {
        Ok(exponent) => {
            let exponent = exponent.saturating_sub(decimals as i64);
            format!("1e{exponent}").parse().unwrap_or(0.0)
        }
        Err(_) => 0.0,
    }
}

/// A complex number, `1.5` or `1+2j`.
pub(super) fn complex(cell: &str) -> Result<[f64; 2], Wrong> {
    let text = cell.trim().trim_start_matches('(').trim_end_matches(')');
    let Some(imaginary) = text.strip_suffix(['j', 'i']) else {
        return real(text).map(|re| [re, 0.0]);
    };
    // The imaginary part begins with the last sign that is not that of an exponent.
    let is_sign = |(at, c): &(usize, char)| {
        ['+', '-'].contains(c) && *at > 0 && !imaginary[..*at].ends_with(['e', 'E', 'd', 'D'])
    };
    let at = imaginary.char_indices().rfind(is_sign).map_or(0, |(at, _)| at);
    let (re, im) = imaginary.split_at(at);
    let im = match im {
        "" | "+" => 1.0,
        "-" => -1.0,
        im => real(im)?,
    };
    Ok([if re.is_empty() { 0.0 } else { real(re)? }, im])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_those_of_programs() {
        // The nearest doubles, as the standard library reads them.
        assert_eq!(real(" 0.144805880000E-05 "), Ok(0.14480588e-5));
        assert_eq!(real("-1.99500"), Ok(-1.995));
        assert_eq!(real("+2"), Ok(2.0));
        assert_eq!(real(".5"), Ok(0.5));
        // numpy/numpy#5557: read as 5.687 and 5 there.
        assert_eq!(real("5.687138413593-304"), Ok(5.687138413593e-304));
        assert_eq!(real("5.0D-01"), Ok(0.5));
        assert_eq!(real("2.5d-1"), Ok(0.25));
        assert_eq!(real("-1.5+10"), Ok(-1.5e10));
        // marshmallow-code/marshmallow#792: NaN passes a check of limits there.
        for cell in [
            "NaN",
            "NA",
            "",
            " ",
            "-nan",
            "inf",
            "-Infinity",
            "1e400",
            "x",
            "1.2.3",
            "0x10",
            "1e",
            "e5",
            "1 2",
            "--1",
            "1-2-3",
            "true",
            "1_000",
            "\u{2212}1",
            "infx",
            "1e+400",
        ] {
            assert!(real(cell).is_err(), "{cell}");
        }
        // jasp-stats/jasp-issues#3608: `0,435` becomes 435 there.
        assert!(real("0,435").unwrap_err().1.contains("decimal comma"));
    }

    #[test]
    fn the_last_digit_has_a_unit() {
        for (cell, unit) in [
            ("0.286", 1e-3),
            ("12", 1.0),
            ("0.14480588E-05", 1e-13),
            ("5.0D-01", 1e-2),
            ("1.5-10", 1e-11),
            ("x", 1.0),
        ] {
            assert_eq!(last_digit(cell), unit, "{cell}");
        }
    }

    #[test]
    fn complex_numbers_are_those_of_python() {
        for (cell, value) in [
            ("1.5", [1.5, 0.0]),
            ("1+2j", [1.0, 2.0]),
            ("(1-2e-3j)", [1.0, -2e-3]),
            ("1e-3-2j", [1e-3, -2.0]),
            ("2j", [0.0, 2.0]),
            ("-j", [0.0, -1.0]),
            ("-1e-5+1i", [-1e-5, 1.0]),
        ] {
            assert_eq!(complex(cell), Ok(value), "{cell}");
        }
        for cell in ["", "1+2", "1+2k", "nan+1j", "1+nanj"] {
            // 1+2 is 1e2 of Fortran, a number.
            assert_eq!(complex(cell).is_ok(), cell == "1+2", "{cell}");
        }
    }
}
