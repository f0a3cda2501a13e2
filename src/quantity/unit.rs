//! Units: how they make a number one of kelvins or electronvolts.

use super::{Dimension, MeasuredError};
use crate::numeric::{DoubleDouble, Rational};

/// How a number's unit makes it one of kelvins, electronvolts or watts for each of another: a power of ten,
/// and a quotient of whole numbers below 2^53.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Unit {
    power: i32,
    worth: (u64, u64),
}

const SAME: (u64, u64) = (1, 1);
// 1 eV/(1.602176634e-19 C), and h/e = 6.62607015e-34 J s/(1.602176634e-19 C).
const JOULE: (u64, u64) = (1_000_000_000, 1_602_176_634);
const HERTZ: (u64, u64) = (6_626_070_150, 1_602_176_634);

/// The power of ten of a prefix of kelvins and electronvolts.
fn small(prefix: &str) -> Option<i32> {
    Some(match prefix {
        "" => 0,
        "m" => -3,
        // The micro sign and the Greek letter.
        "u" | "\u{b5}" | "\u{3bc}" => -6,
        "n" => -9,
        "p" => -12,
        _ => return None,
    })
}

/// The power of ten of a prefix of hertz.
fn large(prefix: &str) -> Option<i32> {
    Some(match prefix {
        "" => 0,
        "k" => 3,
        "M" => 6,
        "G" => 9,
        "T" => 12,
        _ => return None,
    })
}

/// The power of ten of a prefix of joules and watts: an electronvolt has 0.16 aJ.
fn smaller(prefix: &str) -> Option<i32> {
    small(prefix).or(match prefix {
        "f" => Some(-15),
        "a" => Some(-18),
        "z" => Some(-21),
        _ => None,
    })
}

/// A unit of watts for each unit of something else, without a prefix or with one.
fn of_watts(name: &str, units: &[&str]) -> Option<(i32, (u64, u64))> {
    let power = units.iter().find_map(|unit| name.strip_suffix(unit)).and_then(smaller)?;
    Some((power, SAME))
}

impl Unit {
    /// Of a number that stays what it is.
    pub const ONE: Unit = Unit::ten_to(0);

    /// Of a number that is to be multiplied by this power of ten.
    pub const fn ten_to(power: i32) -> Unit {
        Unit { power, worth: (1, 1) }
    }

    /// The unit of this name.
    ///
    /// # Errors
    /// [`MeasuredError::Unit`] where none of this dimension has it.
    pub fn named(name: &str, dimension: Dimension) -> Result<Unit, MeasuredError> {
        let with = |base: &str| name.strip_suffix(base);
        let found = match dimension {
            Dimension::Temperature => with("K").and_then(small).map(|power| (power, SAME)),
            Dimension::Energy => with("eV")
                .and_then(small)
                .map(|power| (power, SAME))
                .or_else(|| (name == "J").then_some((19, JOULE)))
                .or_else(|| with("Hz").and_then(large).map(|power| (power - 15, HERTZ))),
            Dimension::Conductance => of_watts(name, &["W/K"]),
            Dimension::Coupling => of_watts(name, &["W/K5", "W/K^5"]),
            Dimension::Strength | Dimension::Number => None,
        };
        let (of, known) = match dimension {
            Dimension::Temperature => ("a temperature", "K, mK, uK, µK, nK, pK"),
            Dimension::Energy => {
                ("an energy", "eV, meV, ueV, µeV, neV, peV, J and Hz, kHz, MHz, GHz, THz (h·f)")
            }
            Dimension::Conductance => ("a thermal conductance", "W/K with m, u, n, p, f, a, z"),
            Dimension::Coupling => ("an electron-phonon coupling", "W/K5 with m, u, n, p, f, a, z"),
            Dimension::Strength => ("a strength", "max, the headroom"),
            Dimension::Number => ("a pure number", "none"),
        };
        found.map(|(power, worth)| Unit { power, worth }).ok_or_else(|| MeasuredError::Unit {
            unit: name.to_owned(),
            of,
            known,
        })
    }

    /// The unit of this name in the header of a table, where `_per_` stands for the stroke.
    ///
    /// # Errors
    /// As for [`Unit::named`].
    pub fn in_header(name: &str, dimension: Dimension) -> Result<Unit, MeasuredError> {
        Self::named(&name.replace("_per_", "/"), dimension)
    }

    /// The unit of this name in a formula, where any unit may stand, and what it measures. There are
    /// more of them than for the refrigerator's parameters: joules have prefixes, and a voltage V is
    /// the energy e·V.
    pub fn in_formula(name: &str) -> Option<(Unit, Dimension)> {
        let with = |base: &str| name.strip_suffix(base);
        let volt = || with("V").and_then(small).map(|power| (power, SAME));
        let joule = || with("J").and_then(smaller).map(|power| (power + 19, JOULE));
        for dimension in [Dimension::Temperature, Dimension::Energy] {
            if let Ok(unit) = Self::named(name, dimension) {
                return Some((unit, dimension));
            }
        }
        let (power, worth) = volt().or_else(joule)?;
        Some((Unit { power, worth }, Dimension::Energy))
    }

    /// What [`Unit::in_formula`] knows, for messages.
    pub const KNOWN: &str = "K, eV, V, J with m, u, n, p and Hz, kHz, MHz, GHz, THz";

    /// The double nearest to the number of these digits in K or eV, if it is finite. A zero is
    /// positive.
    pub fn read(self, digits: &str) -> Option<f64> {
        let value = match self.worth {
            (1, 1) if self.power == 0 => digits.parse().ok()?,
            _ => match self.near(digits) {
                Some(value) => value,
                None => self.exact(digits)?.to_f64(),
            },
        };
        // Adding 0 turns −0 into 0.
        value.is_finite().then_some(value + 0.0)
    }

    /// The same where double-double arithmetic is certain of it.
    fn near(self, digits: &str) -> Option<f64> {
        let [times, over] =
            <[u64; 2]>::from(self.worth).map(|whole| DoubleDouble::new(whole as f64));
        let value = DoubleDouble::decimal(digits, self.power)? * times / over;
        // Each of the three roundings is within 2^-100.
        value.rounded(value.to_f64().abs() * 2f64.powi(-96))
    }

    /// The number of these digits in K or eV, if they denote one below 10^400.
    pub fn exact(self, digits: &str) -> Option<Rational> {
        let (times, over) = self.worth;
        Some(Rational::decimal(digits, self.power)?.scaled(times, over))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_knows_volts_and_small_joules() {
        let read = |digits, name| {
            Unit::in_formula(name).map(|(unit, dimension)| (unit.read(digits).unwrap(), dimension))
        };
        // e·V is an electronvolt for a volt.
        assert_eq!(read("120", "uV"), Some((1.2e-4, Dimension::Energy)));
        assert_eq!(read("120", "mV"), Some((0.12, Dimension::Energy)));
        assert_eq!(read("80", "mK"), Some((0.08, Dimension::Temperature)));
        assert_eq!(read("12", "\u{b5}eV"), read("12", "\u{3bc}eV"));
        // 1e-21/1.602176634e-19, by mpmath at 50 digits.
        assert_eq!(read("1", "zJ"), Some((6.241_509_074_460_762e-3, Dimension::Energy)));
        for name in ["MK", "kb", "KB", "", "m", "E", "hz", "mHz", "e", "Ke"] {
            assert_eq!(Unit::in_formula(name), None, "{name}");
        }
    }
}
