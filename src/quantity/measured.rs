//! Numbers with units: `80mK`, `8.617ueV`, `2.5GHz`, `0.5max`.

use super::{Dimension, Unit};
use crate::numeric::Rational;

/// Why a text is no number of its dimension.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum MeasuredError {
    /// It is no number that a point could have.
    #[error("`{0}` is not a finite number")]
    NotFinite(String),
    /// It is the headroom without a factor.
    #[error("`max` needs a number before it: 1max is the headroom")]
    Factor,
    /// The unit is none of what is measured.
    #[error("`{unit}` is no unit of {of}; known are {known}")]
    Unit {
        /// The text after the number.
        unit: String,
        /// What should be measured.
        of: &'static str,
        /// Units that there are.
        known: &'static str,
    },
}

/// What a number is measured in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Yardstick {
    /// It has no unit.
    Natural,
    /// It is in K or eV.
    Laboratory,
    /// It is a multiple of the headroom.
    Headroom,
}

/// Reads a number and, if there is one, its unit: the double nearest to the number in K or eV, where
/// it has one of these.
///
/// # Errors
/// [`MeasuredError`] where the text is none, or of something else.
pub fn measured(text: &str, dimension: Dimension) -> Result<(f64, Yardstick), MeasuredError> {
    let (digits, unit, yardstick) = split(text, dimension)?;
    let value = unit.read(digits).ok_or_else(|| MeasuredError::NotFinite(text.trim().into()))?;
    Ok((value, yardstick))
}

/// The same number, exactly.
pub fn exact(text: &str, dimension: Dimension) -> Result<(Rational, Yardstick), MeasuredError> {
    let (digits, unit, yardstick) = split(text, dimension)?;
    let value = unit.exact(digits).filter(|value| value.to_f64().is_finite());
    Ok((value.ok_or_else(|| MeasuredError::NotFinite(text.trim().into()))?, yardstick))
}

/// What stands behind the number of a text: its unit, or nothing.
pub fn unit_of(text: &str) -> &str {
    parts(text.trim()).map_or("", |(_, unit)| unit)
}

/// A number and what stands behind it; nothing where there is no number.
fn parts(text: &str) -> Option<(&str, &str)> {
    // A unit begins after the last digit; `1e3` and `1.` have none. What it is for each of may have digits: W/K5.
    let before = text.split('/').next().unwrap_or(text);
    let last = before.rfind(|c: char| c.is_ascii_digit() || c == '.')?;
    let (digits, unit) = text.split_at(last + 1);
    Some((digits, unit.trim()))
}

/// The digits of a number, and what they are in.
fn split(text: &str, dimension: Dimension) -> Result<(&str, Unit, Yardstick), MeasuredError> {
    let text = text.trim();
    if (text, dimension) == (HEADROOM, Dimension::Strength) {
        return Err(MeasuredError::Factor);
    }
    let (digits, unit) = parts(text).ok_or_else(|| MeasuredError::NotFinite(text.into()))?;
    Ok(match (unit, dimension) {
        ("", _) => (digits, Unit::ONE, Yardstick::Natural),
        (HEADROOM, Dimension::Strength) => (digits, Unit::ONE, Yardstick::Headroom),
        (unit, _) => (digits, Unit::named(unit, dimension)?, Yardstick::Laboratory),
    })
}

/// The unit of a strength that is λ_max.
const HEADROOM: &str = "max";

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, dimension: Dimension) -> (f64, Yardstick) {
        measured(text, dimension).unwrap()
    }

    #[test]
    fn a_prefix_moves_the_point() {
        let temperature = |text| read(text, Dimension::Temperature);
        assert_eq!(temperature("80mK"), (0.08, Yardstick::Laboratory));
        assert_eq!(temperature(" 1.5e2 uK"), (1.5e-4, Yardstick::Laboratory));
        assert_eq!(temperature("3µK"), temperature("3μK"));
        assert_eq!(temperature("1e3"), (1e3, Yardstick::Natural));
        let energy = |text| read(text, Dimension::Energy);
        assert_eq!(energy("-8.617ueV"), (-8.617e-6, Yardstick::Laboratory));
        assert_eq!(energy("-0neV").0.to_bits(), 0);
        // The nearest doubles to quotients of the exact constants, from mpmath at 50 digits.
        assert_eq!(energy("1J"), (6.241509074460762e18, Yardstick::Laboratory));
        assert_eq!(energy("2.5GHz"), (1.0339169242309647e-5, Yardstick::Laboratory));
    }

    #[test]
    fn a_strength_can_be_a_multiple_of_the_headroom() {
        assert_eq!(read("0.5max", Dimension::Strength), (0.5, Yardstick::Headroom));
        assert_eq!(read("0.5", Dimension::Strength), (0.5, Yardstick::Natural));
        let why = |text, dimension| measured(text, dimension).unwrap_err().to_string();
        assert_eq!(
            why("1Max", Dimension::Strength),
            "`Max` is no unit of a strength; known are max, the headroom"
        );
        assert_eq!(
            why("max", Dimension::Strength),
            "`max` needs a number before it: 1max is the headroom"
        );
        assert!(why("1max", Dimension::Energy).starts_with("`max` is no unit of an energy"));
    }

    #[test]
    fn a_wrong_unit_is_told_the_right_ones() {
        let why = |text, dimension| measured(text, dimension).unwrap_err().to_string();
        let known = "K, mK, uK, µK, nK, pK";
        assert_eq!(
            why("80meV", Dimension::Temperature),
            format!("`meV` is no unit of a temperature; known are {known}")
        );
        assert_eq!(why("1K", Dimension::Number), "`K` is no unit of a pure number; known are none");
        assert_eq!(why("mK", Dimension::Temperature), "`mK` is not a finite number");
        assert_eq!(why("1e400mK", Dimension::Temperature), "`1e400mK` is not a finite number");
        assert_eq!(why("nan", Dimension::Energy), "`nan` is not a finite number");
    }
}
