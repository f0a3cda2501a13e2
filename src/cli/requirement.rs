//! What a result must be, as it is typed: `power=1aW`, `cop>=0.1`.

use super::device::{family, schema};
use super::failure::Failure;
use super::figure::result;
use crate::model::{ResultRef, Side};
use crate::numeric::Rational;
use crate::quantity::Units;

/// How a result is to compare with a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    Equal,
    Bound(Side),
}

/// A result and a value, whose unit is that of its column where it has none.
#[derive(Clone, Debug)]
pub struct Requirement {
    pub result: ResultRef,
    pub relation: Relation,
    digits: String,
    unit: String,
    /// All of it, as it was typed.
    pub text: String,
}

const SIGNS: [(&str, Relation); 5] = [
    (">=", Relation::Bound(Side::AtLeast)),
    ("≥", Relation::Bound(Side::AtLeast)),
    ("<=", Relation::Bound(Side::AtMost)),
    ("≤", Relation::Bound(Side::AtMost)),
    ("=", Relation::Equal),
];

/// Reads `RESULT=NUMBER`, `RESULT>=NUMBER` or `RESULT<=NUMBER`.
pub fn requirement(text: &str) -> Result<Requirement, String> {
    let found = SIGNS.iter().find_map(|(sign, relation)| {
        let (name, value) = text.split_once(sign)?;
        Some((name.trim(), *relation, value.trim()))
    });
    let (name, relation, value) =
        found.ok_or("it must be RESULT=NUMBER, RESULT>=NUMBER or RESULT<=NUMBER")?;
    read(text, name, relation, value)
}

/// Reads `RESULT=NUMBER`, the limit of a flag that says on which side of it the result must be.
pub fn limit(text: &str) -> Result<Requirement, String> {
    let (name, value) = text.split_once('=').ok_or("it must be RESULT=NUMBER")?;
    read(text, name.trim(), Relation::Equal, value.trim())
}

/// The result of this name.
pub fn of_result(name: &str) -> Result<ResultRef, String> {
    result(name)?.result().ok_or_else(|| format!("{name} is no result"))
}

fn read(text: &str, name: &str, relation: Relation, value: &str) -> Result<Requirement, String> {
    let result = of_result(name)?;
    let is_digit = |c: char| c.is_ascii_digit() || c == '.';
    let end = value.rfind(is_digit).map_or(0, |last| last + 1);
    let (digits, unit) = value.split_at(end);
    match digits.parse::<f64>() {
        Ok(number) if number.is_finite() => Ok(Requirement {
            result,
            relation,
            digits: digits.to_owned(),
            unit: unit.trim().to_owned(),
            text: text.to_owned(),
        }),
        _ => {
            let unit = family().units().map_or("1", |units| result.measure.unit(units));
            let unit = if unit == "1" { String::new() } else { format!(" of {unit}") };
            Err(format!("`{value}` is not a number{unit}"))
        }
    }
}

impl Requirement {
    /// The value in the unit that the column has in these units; `flag` is what it is told by.
    pub fn value(&self, units: Units, flag: &str) -> Result<f64, Failure> {
        let column = schema().columns(units).find(|column| column.key == self.result.key);
        let known = column.map_or("1", |column| column.unit);
        let refusal = || {
            let remedy = match (units, known) {
                (_, "1") => "it is a pure number".to_owned(),
                (Units::Natural | Units::Absolute, _) => {
                    format!("it is in {known}, because no parameter has a unit")
                }
                (Units::Laboratory, _) => format!("it is in {known}, with a prefix or without"),
            };
            let (key, unit) = (self.result.key, &self.unit);
            Failure::Request(format!(
                "{flag} {}: `{unit}` is no unit of {key}: {remedy}",
                self.text
            ))
        };
        let power = match (units, &*self.unit) {
            (_, "") => 0,
            (Units::Natural | Units::Absolute, unit) => {
                (unit == known).then_some(0).ok_or_else(refusal)?
            }
            (Units::Laboratory, unit) => {
                unit.strip_suffix(known).and_then(prefix).ok_or_else(refusal)?
            }
        };
        let value = match power {
            0 => self.digits.parse().ok(),
            _ => Rational::decimal(&self.digits, power).map(|value| value.to_f64()),
        };
        value.filter(|value| f64::is_finite(*value)).ok_or_else(refusal)
    }
}

/// The power of ten of a prefix.
fn prefix(text: &str) -> Option<i32> {
    Some(match text {
        "" => 0,
        "z" => -21,
        "a" => -18,
        "f" => -15,
        "p" => -12,
        "n" => -9,
        "u" | "\u{b5}" | "\u{3bc}" => -6,
        "m" => -3,
        "k" => 3,
        "M" => 6,
        "G" => 9,
        "T" => 12,
        _ => return None,
    })
}
