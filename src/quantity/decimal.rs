//! Numbers as a person is shown them: few digits, and a prefix before their unit.

/// How many digits of a result a person is shown.
pub const DIGITS: usize = 7;

/// The side to which a limit is rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Towards −∞.
    Below,
    /// Towards +∞.
    Above,
}

/// A number as a decimal, or a word where it is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decimal {
    /// `whole` × 10^`power`.
    Number {
        /// Its digits, with the sign.
        whole: i64,
        /// The power of ten that they are multiplied by.
        power: i32,
    },
    /// What stands for a number that is missing or infinite.
    Word(&'static str),
}

impl Decimal {
    /// All digits: read back, it is the same double.
    pub fn exact(value: f64) -> Decimal {
        Self::read(value, &format!("{value:e}"))
    }

    /// The nearest number of `DIGITS` digits.
    pub fn short(value: f64) -> Decimal {
        Self::read(value, &format!("{value:.*e}", DIGITS - 1))
    }

    /// A limit, beyond which something ceases to hold, in as few digits as possible but no fewer than
    /// `DIGITS`: the number lies on the given side of the limit, and `holds` is true of the double
    /// that it reads back to. Where it is true of no number beside the limit, the limit is rounded to
    /// the nearest number instead.
    pub fn limit(value: f64, side: Side, holds: impl Fn(f64) -> bool) -> Decimal {
        if !value.is_finite() {
            return Self::exact(value);
        }
        let beside = match side {
            Side::Below => value.next_down(),
            Side::Above => value.next_up(),
        };
        let rounded = (DIGITS..=17).map(|digits| Self::beside(value, digits, side));
        let mut candidates = rounded.chain([Self::exact(beside)]);
        candidates.find(|decimal| holds(decimal.value())).unwrap_or_else(|| Self::short(value))
    }

    /// The nearest number of so many digits on this side of the value, as doubles compare.
    fn beside(value: f64, digits: usize, side: Side) -> Decimal {
        let nearest = Self::read(value, &format!("{value:.*e}", digits - 1));
        let step = match side {
            Side::Below if nearest.value() > value => -1,
            Side::Above if nearest.value() < value => 1,
            _ => return nearest,
        };
        match nearest {
            Decimal::Number { whole, power } => {
                // As many digits again as were asked for, so that the step is that of the last one.
                let lacking = (digits as u32).saturating_sub(count(whole));
                let whole = whole * 10i64.pow(lacking) + step;
                Decimal::Number { whole, power: power - lacking as i32 }.trimmed()
            }
            word => word,
        }
    }

    /// From the scientific notation of a value.
    fn read(value: f64, text: &str) -> Decimal {
        if value.is_nan() {
            return Decimal::Word("–");
        }
        let parts = text.split_once('e').and_then(|(mantissa, exponent)| {
            let places = mantissa.split_once('.').map_or(0, |(_, places)| places.len());
            let whole = mantissa.replace('.', "").parse().ok()?;
            Some(Decimal::Number { whole, power: exponent.parse::<i32>().ok()? - places as i32 })
        });
        let infinite = if value < 0.0 { "-inf" } else { "inf" };
        parts.map_or(Decimal::Word(infinite), Decimal::trimmed)
    }

    /// The same number without zeros at its end.
    fn trimmed(self) -> Decimal {
        match self {
            Decimal::Number { whole: 0, .. } => Decimal::Number { whole: 0, power: 0 },
            Decimal::Number { whole, power } if whole % 10 == 0 => {
                Decimal::Number { whole: whole / 10, power: power + 1 }.trimmed()
            }
            decimal => decimal,
        }
    }

    /// The number times 10^−power.
    pub fn in_power(self, by: i32) -> Decimal {
        match self {
            Decimal::Number { whole, power } if whole != 0 => {
                Decimal::Number { whole, power: power - by }
            }
            decimal => decimal,
        }
    }

    /// The double nearest to it.
    pub fn value(self) -> f64 {
        match self {
            Decimal::Number { whole, power } => {
                format!("{whole}e{power}").parse().unwrap_or(f64::NAN)
            }
            Decimal::Word(word) => word.parse().unwrap_or(f64::NAN),
        }
    }

    /// The power of ten of its first digit.
    fn exponent(whole: i64, power: i32) -> i32 {
        power + count(whole) as i32 - 1
    }

    /// Its text, with an exponent where it is very small or large.
    pub fn plain(self) -> String {
        match self {
            Decimal::Word(word) => word.into(),
            Decimal::Number { whole, power } => match Self::exponent(whole, power) {
                -5..=9 => placed(whole, power),
                exponent => format!("{}e{exponent}", placed(whole, power - exponent)),
            },
        }
    }

    /// Its text and its unit, if it is a number, which in the laboratory has a prefix that leaves one to three digits
    /// before the point. A pure number has no unit.
    pub fn with_unit(self, unit: &str) -> [String; 2] {
        const PREFIXES: [&str; 12] = ["z", "a", "f", "p", "n", "µ", "m", "", "k", "M", "G", "T"];
        let unit = if unit == "1" { "" } else { unit };
        let Decimal::Number { whole, power } = self else { return [self.plain(), String::new()] };
        let third = Self::exponent(whole, power).div_euclid(3);
        let prefix = usize::try_from(third + 7).ok().and_then(|index| PREFIXES.get(index));
        match (prefix, unit) {
            (Some(prefix), "K" | "eV" | "W" | "W/K") if whole != 0 => {
                [placed(whole, power - 3 * third), format!("{prefix}{unit}")]
            }
            _ => [self.plain(), unit.into()],
        }
    }

    /// The same in one text; a unit of natural ones is not said.
    pub fn quantity(self, unit: &str) -> String {
        match unit {
            "K" | "eV" | "W" | "W/K" => self.with_unit(unit).join(" ").trim_end().into(),
            _ => self.plain(),
        }
    }
}

/// How many digits a whole number has.
fn count(whole: i64) -> u32 {
    whole.unsigned_abs().checked_ilog10().unwrap_or(0) + 1
}

/// `whole` × 10^`power` without an exponent.
fn placed(whole: i64, power: i32) -> String {
    let sign = if whole < 0 { "-" } else { "" };
    let digits = whole.unsigned_abs().to_string();
    if power >= 0 {
        return format!("{sign}{digits}{}", "0".repeat(power as usize));
    }
    let places = power.unsigned_abs() as usize;
    let digits = format!("{digits:0>width$}", width = places + 1);
    let (whole, fraction) = digits.split_at(digits.len() - places);
    format!("{sign}{whole}.{fraction}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::random::Random;

    #[test]
    fn a_prefix_keeps_all_digits() {
        let shown = |value| Decimal::exact(value).quantity("W");
        assert_eq!(shown(4.4684549100712945e-18), "4.4684549100712945 aW");
        assert_eq!(shown(-1.5e-7), "-150 nW");
        assert_eq!(shown(0.08), "80 mW");
        assert_eq!(shown(123456.0), "123.456 kW");
        assert_eq!(shown(1.0), "1 W");
        assert_eq!(shown(0.0), "0 W");
        assert_eq!(shown(1e-30), "1e-30 W");
        assert_eq!(shown(f64::NAN), "–");
    }

    #[test]
    fn a_person_reads_seven_digits() {
        let shown = |value| Decimal::short(value).plain();
        assert_eq!(shown(0.18500176817128894), "0.1850018");
        assert_eq!(shown(-2.0 / 3.0), "-0.6666667");
        assert_eq!(shown(1.0), "1");
        assert_eq!(shown(12345678.9), "12345680");
        assert_eq!(shown(1.5e-5), "0.000015");
        assert_eq!(shown(1.5e-6), "1.5e-6");
        assert_eq!(shown(-2.5e300), "-2.5e300");
        assert_eq!(shown(9.99999999), "10");
        // The least double is 4.940656458… e-324.
        assert_eq!(shown(5e-324), "4.940656e-324");
        assert_eq!(shown(f64::INFINITY), "inf");
    }

    /// Whatever the limit, the text is on its side, within a unit of the seventh digit, and holds.
    #[test]
    fn a_limit_is_rounded_to_the_side_that_holds() {
        let mut random = Random(7);
        for _ in 0..20_000 {
            let size = 10f64.powf(600.0 * random.next() - 300.0);
            let value = (random.next() - 0.5) * size;
            for (side, holds) in [
                (Side::Below, &(|x: f64| x <= value) as &dyn Fn(f64) -> bool),
                (Side::Above, &|x| x >= value),
                // What holds only beyond the double itself, because that was rounded.
                (Side::Below, &|x| x < value),
                (Side::Above, &|x| x > value),
            ] {
                let read: f64 = Decimal::limit(value, side, holds).plain().parse().unwrap();
                assert!(holds(read), "{value:e} {read:e} {side:?}");
                assert!((read - value).abs() <= 1e-6 * value.abs(), "{value:e} {read:e} {side:?}");
            }
        }
    }

    #[test]
    fn a_limit_of_few_digits_keeps_them_if_it_holds() {
        assert_eq!(Decimal::limit(3.0, Side::Below, |x| x <= 3.0).plain(), "3");
        assert_eq!(Decimal::limit(3.0, Side::Below, |x| x < 3.0).plain(), "2.9999999999999996");
        assert_eq!(Decimal::limit(0.1 + 0.2, Side::Above, |x| x >= 0.1 + 0.2).plain(), "0.3000001");
        assert_eq!(Decimal::limit(9.9999999, Side::Above, |_| true).plain(), "10");
        // Nothing beside it holds.
        assert_eq!(Decimal::limit(1.0 / 3.0, Side::Below, |_| false).plain(), "0.3333333");
    }
}
