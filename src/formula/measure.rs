//! What formulas measure: the names in them, their dimensions, and bare numbers.

use super::{Argument, Fault, Formula, Function, Literal, Node, Operator, Term};
use crate::quantity::{Dimension, Unit};

/// What a part of a formula measures. With k_B = e = h = 1 everything is a power of an energy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measure {
    /// The power in parts of [`WHOLE`]; none for zero, which is of any dimension.
    power: Option<i64>,
    /// Whether it is a power of temperatures alone.
    is_temperature: bool,
}

/// How many roots of roots have a power: one part in 2^6.
const WHOLE: i64 = 64;

/// The greatest power, so that products of powers are within 64 bits.
const MOST: i64 = WHOLE << 30;

impl Measure {
    /// A pure number.
    pub const NUMBER: Measure = Measure::power(0);
    /// An energy.
    pub const ENERGY: Measure = Measure::power(1);
    /// A temperature.
    pub const TEMPERATURE: Measure = Measure { is_temperature: true, ..Measure::ENERGY };
    /// Zero, and what could not be read: it stands beside anything.
    pub const ANY: Measure = Measure { power: None, is_temperature: false };

    /// A power of an energy: an energy per time is one of 2.
    pub const fn power(power: i64) -> Measure {
        Measure { power: Some(power * WHOLE), is_temperature: false }
    }

    /// The power of an energy; none if it is no whole one. It is 0 for zero.
    pub fn energies(self) -> Option<i64> {
        let power = self.power.unwrap_or(0);
        (power % WHOLE == 0).then_some(power / WHOLE)
    }

    /// The dimension that a parameter of this measure has, if there is one.
    pub fn dimension(self) -> Option<Dimension> {
        match (self.energies()?, self.is_temperature) {
            (0, _) => Some(Dimension::Number),
            (1, true) => Some(Dimension::Temperature),
            (1, false) => Some(Dimension::Energy),
            _ => None,
        }
    }

    fn is_pure(self) -> bool {
        matches!(self.power, None | Some(0))
    }

    /// What it is called in messages.
    pub fn words(self) -> String {
        match (self.power, self.dimension()) {
            (None, _) => "zero".into(),
            (_, Some(Dimension::Temperature)) => "a temperature".into(),
            (_, Some(Dimension::Energy)) => "an energy".into(),
            (_, Some(_)) => "a pure number".into(),
            (Some(power), None) => {
                format!("an energy to the power {}", power as f64 / WHOLE as f64)
            }
        }
    }

    /// Of the product of two parts, or of their quotient where `sign` is −1.
    fn times(self, other: Measure, sign: i64) -> Measure {
        let of = |part: Measure| part.power.unwrap_or(0);
        let is_of_temperatures = |part: Measure| part.is_temperature || part.is_pure();
        let is_zero = self.power.is_none() || (other.power.is_none() && sign > 0);
        Measure {
            power: (!is_zero).then(|| of(self) + sign * of(other)),
            is_temperature: is_of_temperatures(self) && is_of_temperatures(other),
        }
    }
}

/// Why a name has no meaning where it stands.
#[derive(Clone, Debug)]
pub struct Unknown {
    /// What is wrong with it.
    pub message: String,
    /// A remedy.
    pub label: String,
}

/// What names and bare numbers of formulas mean.
pub struct Meaning<'a> {
    /// What a name measures.
    pub name: &'a dyn Fn(&str) -> Result<Measure, Unknown>,
    /// What a property of the machine at an energy measures, such as `f_h`.
    pub property: &'a dyn Fn(&str) -> Result<Measure, Unknown>,
    /// What bare numbers are in.
    pub bare: Bare<'a>,
}

/// The units of bare numbers that stand for energies and temperatures.
#[derive(Clone, Copy, Debug)]
pub enum Bare<'a> {
    /// Numbers have no units: k_B = 1, and everything is a pure number.
    Natural,
    /// The units of energies and of temperatures, where they are given.
    Laboratory(Option<&'a str>, Option<&'a str>),
}

impl<'a> Bare<'a> {
    /// The unit of bare numbers of this dimension.
    fn unit(self, dimension: Dimension) -> Option<&'a str> {
        match (self, dimension) {
            (Bare::Laboratory(_, unit), Dimension::Temperature) => unit,
            (Bare::Laboratory(unit, _), _) => unit,
            (Bare::Natural, _) => None,
        }
    }
}

impl Meaning<'_> {
    /// What a formula measures. Bare numbers that stand for energies or temperatures as the whole of an
    /// argument get their unit.
    ///
    /// # Errors
    /// [`Fault`] at a name without meaning, or at a part of a wrong dimension.
    pub fn settle(&self, formula: &mut Formula) -> Result<Measure, Fault> {
        self.part(&mut formula.root, &mut Vec::new())
    }

    /// The same for a formula that stands for an energy or a temperature as a whole.
    ///
    /// # Errors
    /// [`Fault`] as for [`Meaning::settle`], and where it measures anything else.
    pub fn settle_whole(&self, formula: &mut Formula, wanted: Dimension) -> Result<(), Fault> {
        self.whole(&mut formula.root, wanted, &mut Vec::new())
    }

    /// The same for a formula that stands for the root of an energy: a bare number is one of the unit of
    /// energies.
    ///
    /// # Errors
    /// [`Fault`] as for [`Meaning::settle`], and where it measures anything else.
    pub fn settle_root(&self, formula: &mut Formula) -> Result<(), Fault> {
        let node = &mut formula.root;
        let measure = self.part(node, &mut Vec::new())?;
        let is_root = measure.power.is_none_or(|power| 2 * power == WHOLE);
        if self.is_natural() || is_root {
            return Ok(());
        }
        let span = node.span.clone();
        let Some(unit) = self.bare.unit(Dimension::Energy).filter(|_| measure.is_pure()) else {
            let message =
                format!("{} stands where the root of an energy is wanted", measure.words());
            return Err(Fault::new(span, message, "write sqrt(12ueV) for an amplitude"));
        };
        let part = |term: Term| Node { span: span.clone(), term };
        let one = part(Term::Number(Literal { digits: "1".into(), unit: unit.into() }));
        let root = part(Term::Call(Function::Sqrt, vec![one]));
        let value = std::mem::replace(&mut node.term, Term::Name("".into()));
        node.term = Term::Operation(Operator::Multiply, Box::new(part(value)), Box::new(root));
        Ok(())
    }

    /// Whether everything is a pure number.
    fn is_natural(&self) -> bool {
        matches!(self.bare, Bare::Natural)
    }

    fn whole(
        &self,
        node: &mut Node,
        wanted: Dimension,
        indices: &mut Vec<Box<str>>,
    ) -> Result<(), Fault> {
        let measure = self.part(node, indices)?;
        if self.is_natural() || measure.power.is_none() || measure.energies() == Some(1) {
            return Ok(());
        }
        let wants = match wanted {
            Dimension::Temperature => "a temperature",
            _ => "an energy",
        };
        if !measure.is_pure() {
            let message = format!("{} stands where {wants} is wanted", measure.words());
            return Err(Fault::new(node.span.clone(), message, ""));
        }
        let Some(unit) = self.bare.unit(wanted) else {
            let (key, example) = match wanted {
                Dimension::Temperature => ("temperature", "mK"),
                _ => ("energy", "ueV"),
            };
            let label = format!(
                "write {}{example}, or units = {{ {key} = \"{example}\" }} at the top",
                if is_number(node) { node.to_string() } else { "12".into() }
            );
            let message = format!("a number without unit stands where {wants} is wanted");
            return Err(Fault::new(node.span.clone(), message, label));
        };
        measure_in(node, unit);
        Ok(())
    }

    /// What a part measures; `indices` are those of the sums that it stands in.
    fn part(&self, node: &mut Node, indices: &mut Vec<Box<str>>) -> Result<Measure, Fault> {
        let span = node.span.clone();
        Ok(match &mut node.term {
            Term::Number(literal) => self.number(literal),
            Term::Name(name) if indices.contains(name) => Measure::NUMBER,
            Term::Name(name) => (self.name)(name).map_err(|unknown| at(span, unknown))?,
            Term::Negated(inner) => self.part(inner, indices)?,
            Term::Operation(Operator::Multiply, a, b) => {
                let (a, b) = (self.part(a, indices)?, self.part(b, indices)?);
                within(a.times(b, 1), span)?
            }
            Term::Operation(Operator::Divide, a, b) => {
                let (a, b) = (self.part(a, indices)?, self.part(b, indices)?);
                within(a.times(b, -1), span)?
            }
            Term::Operation(_, a, b) => {
                let (of_a, of_b) = (self.part(a, indices)?, self.part(b, indices)?);
                self.sum([(&**a, of_a), (&**b, of_b)], "a sum")?
            }
            Term::Power(base, exponent) => {
                let of = self.part(base, indices)?;
                let power = of.power.map(|power| power * i64::from(*exponent));
                within(Measure { power, ..of }, span)?
            }
            Term::Call(function, arguments) => {
                let function = *function;
                let mut measures = Vec::with_capacity(arguments.len());
                for argument in arguments.iter_mut() {
                    measures.push(self.part(argument, indices)?);
                }
                self.call(function, arguments, &measures)?
            }
            Term::Shape(_, arguments) => {
                for (argument, value) in arguments {
                    let wanted = match argument {
                        Argument::T => Dimension::Temperature,
                        _ => Dimension::Energy,
                    };
                    self.whole(value, wanted, indices)?;
                }
                // A narrow window has the height of its integral: area·δ(E) is a pure number.
                Measure::NUMBER
            }
            Term::Sum { index, first, last, body } => {
                for bound in [first, last] {
                    let measure = self.part(bound, indices)?;
                    self.pure(bound, measure, "an end of a sum")?;
                }
                indices.push(index.clone());
                let measure = self.part(body, indices);
                indices.pop();
                measure?
            }
            Term::Table { x, .. } => {
                if let Some(x) = x {
                    self.part(x, indices)?;
                }
                Measure::NUMBER
            }
            Term::At(name, energies) => {
                for energy in energies {
                    self.whole(energy, Dimension::Energy, indices)?;
                }
                (self.property)(name).map_err(|unknown| at(span, unknown))?
            }
        })
    }

    fn number(&self, literal: &Literal) -> Measure {
        match Unit::in_formula(&literal.unit) {
            Some(_) if self.is_natural() => Measure::NUMBER,
            Some((_, Dimension::Temperature)) => Measure::TEMPERATURE,
            Some(_) => Measure::ENERGY,
            None if literal.is_zero() => Measure::ANY,
            None => Measure::NUMBER,
        }
    }

    fn call(
        &self,
        function: Function,
        arguments: &[Node],
        measures: &[Measure],
    ) -> Result<Measure, Fault> {
        let both = || arguments.iter().zip(measures.iter().copied());
        let Some((first, of_first)) = both().next() else { return Ok(Measure::NUMBER) };
        Ok(match function {
            Function::Exp | Function::Ln | Function::Tanh | Function::Phase => {
                self.pure(first, of_first, function.name())?;
                Measure::NUMBER
            }
            Function::Step => Measure::NUMBER,
            Function::Abs => of_first,
            Function::Sqrt => {
                let power = of_first.power.unwrap_or(0);
                if power % 2 != 0 {
                    let message = "a root of too many roots of an energy";
                    return Err(Fault::new(first.span.clone(), message, ""));
                }
                Measure { power: of_first.power.map(|power| power / 2), ..of_first }
            }
            Function::Min | Function::Max => {
                let mut all = of_first;
                for (before, pair) in arguments.iter().zip(both().skip(1)) {
                    all = self.sum([(before, all), pair], function.name())?;
                }
                all
            }
        })
    }

    /// What the sum of two parts measures.
    fn sum(&self, parts: [(&Node, Measure); 2], what: &str) -> Result<Measure, Fault> {
        let [(a, of_a), (b, of_b)] = parts;
        match (of_a.power, of_b.power) {
            (None, _) => return Ok(of_b),
            (_, None) => return Ok(of_a),
            (Some(one), Some(other)) if one == other => {
                let is_temperature = of_a.is_temperature && of_b.is_temperature;
                return Ok(Measure { is_temperature, ..of_a });
            }
            _ => {}
        }
        let (node, of_node, of_other) =
            if of_a.is_pure() { (a, of_a, of_b) } else { (b, of_b, of_a) };
        let label = match of_node.is_pure() {
            true => self.remedy(node, of_other),
            false => format!("this is {}", of_node.words()),
        };
        let message = format!("{what} of {} and {}", of_a.words(), of_b.words());
        Err(Fault::new(node.span.clone(), message, label))
    }

    /// Refuses what is no pure number.
    fn pure(&self, node: &Node, measure: Measure, what: &str) -> Result<(), Fault> {
        if measure.is_pure() {
            return Ok(());
        }
        let message = format!("{what} takes pure numbers, and this is {}", measure.words());
        let bare = self.bare_name(node);
        let label = match bare {
            Some(name) => format!("`{name}` is a pure number: give it a unit where it is defined"),
            None => "divide it by an energy or a temperature".into(),
        };
        Err(Fault::new(node.span.clone(), message, label))
    }

    /// What to write for a pure number beside an energy or a temperature.
    fn remedy(&self, node: &Node, other: Measure) -> String {
        let dimension = other.dimension().unwrap_or(Dimension::Energy);
        let unit = self.bare.unit(dimension).unwrap_or(match dimension {
            Dimension::Temperature => "mK",
            _ => "ueV",
        });
        match &node.term {
            _ if is_number(node) => format!("write {node}{unit}"),
            Term::Name(name) if self.is_parameter(name) => {
                format!("`{name}` is a pure number: give it a unit where it is defined")
            }
            _ => format!("a pure number; a value with a unit is written 12{unit}"),
        }
    }

    /// Whether a name may get a unit.
    fn is_parameter(&self, name: &str) -> bool {
        name != "pi" && (self.name)(name).is_ok_and(Measure::is_pure)
    }

    /// A parameter that is a pure number and stands in this part.
    fn bare_name(&self, node: &Node) -> Option<Box<str>> {
        let mut found = None;
        node.walk(&mut |part| match &part.term {
            Term::Name(name) if found.is_none() && self.is_parameter(name) => {
                found = Some(name.clone());
            }
            _ => {}
        });
        found
    }
}

/// Makes a pure number one of this unit.
fn measure_in(node: &mut Node, unit: &str) {
    match &mut node.term {
        Term::Number(literal) => literal.unit = unit.into(),
        Term::Negated(inner) if is_number(inner) => measure_in(inner, unit),
        term => {
            let span = node.span.clone();
            let value = std::mem::replace(term, Term::Name("".into()));
            let one = Term::Number(Literal { digits: "1".into(), unit: unit.into() });
            let [value, one] = [value, one].map(|term| Box::new(Node { span: span.clone(), term }));
            *term = Term::Operation(Operator::Multiply, value, one);
        }
    }
}

/// Whether a part is a number, with or without signs.
fn is_number(node: &Node) -> bool {
    match &node.term {
        Term::Number(_) => true,
        Term::Negated(inner) => is_number(inner),
        _ => false,
    }
}

fn within(measure: Measure, span: std::ops::Range<usize>) -> Result<Measure, Fault> {
    match measure.power {
        Some(power) if power.abs() > MOST => {
            Err(Fault::new(span, "the power of an energy is too large", ""))
        }
        _ => Ok(measure),
    }
}

fn at(span: std::ops::Range<usize>, unknown: Unknown) -> Fault {
    Fault::new(span, unknown.message, unknown.label)
}
