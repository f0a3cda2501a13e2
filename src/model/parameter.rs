//! Parameters as data: name, symbol, unit, default, and the rules that points must keep.

use crate::quantity::Dimension;
use std::fmt;

/// A parameter of a family. It stands for itself: two are the same exactly if they have one name.
#[derive(Debug)]
pub struct ParameterSpec {
    /// Its place among the parameters of its family, from 0.
    pub id: usize,
    /// The name of its flag, axis and column.
    pub name: &'static str,
    /// The symbol of the literature.
    pub symbol: &'static str,
    /// What it measures.
    pub dimension: Dimension,
    /// What it is when it is not given.
    pub fallback: Fallback,
    /// What it is, in a line.
    pub doc: &'static str,
    /// Where results have units only if this parameter has a value: what a user who gives units, but
    /// not this parameter, is told.
    pub needed_with_units: Option<&'static str>,
    /// Whether currents have absolute units as soon as it is given, and are no longer per another parameter.
    pub makes_absolute: bool,
    /// Where it may be given as a multiple of its greatest value, as in `0.3max`: the column of that.
    pub multiple: Option<Multiple>,
}

/// The column of a parameter that is given as a multiple of its greatest value.
#[derive(Clone, Copy, Debug)]
pub struct Multiple {
    /// The name of the column.
    pub key: &'static str,
    /// Its symbol.
    pub symbol: &'static str,
    /// The equation that defines it; empty where the literature has none.
    pub equation: &'static str,
    /// What it is, in a line.
    pub doc: &'static str,
}

/// A parameter of a family that lives as long as the program.
pub type Parameter = &'static ParameterSpec;

/// What a parameter is when it is not given.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fallback {
    /// It must be given.
    Required,
    /// This value.
    Value(f64),
    /// The value of the parameter with this place in the family.
    Same(usize),
    /// It has no value, and no result depends on it.
    Absent,
    /// This value, of which tables do not tell.
    Silent(f64),
}

impl ParameterSpec {
    /// Whether a point is complete without it.
    pub fn is_optional(&self) -> bool {
        matches!(self.fallback, Fallback::Same(_) | Fallback::Absent | Fallback::Silent(_))
    }

    /// Whether it is another parameter's value where it is not given.
    pub fn follows(&self, other: &ParameterSpec) -> bool {
        self.fallback == Fallback::Same(other.id)
    }

    /// Whether it may be given as a multiple of its greatest value.
    pub fn is_strength(&self) -> bool {
        self.multiple.is_some()
    }

    /// Whether its values have a dimension, so that they are given with units or without.
    pub fn is_measured(&self) -> bool {
        !matches!(self.dimension, Dimension::Strength | Dimension::Number)
    }
}

impl PartialEq for ParameterSpec {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for ParameterSpec {}

/// What must hold of a point of a family.
#[derive(Debug)]
pub struct Rule {
    /// The name of the parameter that is at fault.
    pub parameter: &'static str,
    /// The broken rule as the `status` column shows it, e.g. `tc>=th`.
    pub broken: &'static str,
    /// The rule as a clause, e.g. "must lie below"; complete with `versus`.
    pub clause: &'static str,
    /// The name of the parameter that the clause compares with, if any.
    pub versus: Option<&'static str>,
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.broken == other.broken
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.parameter, self.clause)?;
        self.versus.map_or(Ok(()), |other| write!(f, " {other}"))
    }
}

impl std::error::Error for Rule {}
