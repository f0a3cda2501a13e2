//! What a point is given by.

use super::Fallback::{Absent, Required, Same, Silent, Value};
use super::{Family, Parameter};
use crate::quantity::Units;

/// How the values of points are to be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// What energies and temperatures are measured in.
    pub units: Units,
    /// Which option of the family's [`Choice`](super::Choice) holds, from 0; 0 is the default.
    pub option: usize,
    /// Whether the parameter that is a strength is given as a multiple of its greatest value.
    pub in_multiples: bool,
}

/// A value for every parameter of a family. They may break its rules; [`Family::solve`] finds that out.
///
/// Energies and temperatures are in the unit E in natural units, in eV and K in those of the laboratory
/// ([`Reading::units`]). NaN stands for a missing value.
#[derive(Clone, Debug)]
pub struct Inputs {
    family: &'static dyn Family,
    values: Vec<f64>,
    /// How the values are to be read.
    pub reading: Reading,
}

/// Two inputs are equal if they are read in the same way and each value is equal, or missing, in both.
impl PartialEq for Inputs {
    fn eq(&self, other: &Self) -> bool {
        let same = |(a, b): (&f64, &f64)| a == b || a.is_nan() && b.is_nan();
        self.reading == other.reading && self.values.iter().zip(&other.values).all(same)
    }
}

impl Inputs {
    /// The inputs whose given parameters have these values and all others their defaults.
    ///
    /// # Errors
    /// The first parameter that must be given ([`Required`]) and is not.
    pub fn complete(
        family: &'static dyn Family,
        reading: Reading,
        given: impl Fn(Parameter) -> Option<f64>,
    ) -> Result<Inputs, Parameter> {
        let value = |parameter: Parameter| match (given(parameter), parameter.fallback) {
            (Some(value), _) | (None, Value(value)) => Ok(value),
            (None, Required) => Err(parameter),
            (None, Same(_) | Absent | Silent(_)) => Ok(f64::NAN),
        };
        let values = family.parameters().iter().map(value).collect::<Result<_, _>>()?;
        Ok(Inputs { family, values, reading })
    }

    /// Inputs with these values, one for each parameter of the family in its order; NaN is a missing
    /// one.
    pub fn new(family: &'static dyn Family, reading: Reading, values: &[f64]) -> Inputs {
        Inputs { family, values: values.to_vec(), reading }
    }

    /// The family.
    pub fn family(&self) -> &'static dyn Family {
        self.family
    }

    /// What energies and temperatures are measured in.
    pub fn units(&self) -> Units {
        self.reading.units
    }

    /// The value of a parameter, that of its fallback where none was given; NaN where it has none.
    pub fn get(&self, parameter: Parameter) -> f64 {
        match (self.values[parameter.id], parameter.fallback) {
            (value, Same(other)) if value.is_nan() => self.values[other],
            (value, Silent(usual)) if value.is_nan() => usual,
            (value, _) => value,
        }
    }

    /// The values as they were given, in the order of the family's parameters; NaN where none was.
    pub fn raw(&self) -> &[f64] {
        &self.values
    }

    /// Becomes the same as other inputs of the same family.
    pub fn copy(&mut self, other: &Inputs) {
        self.values.copy_from_slice(&other.values);
        self.reading = other.reading;
    }

    /// Gives a parameter this value.
    pub fn set(&mut self, parameter: Parameter, value: f64) {
        self.values[parameter.id] = value;
    }

    /// The same inputs with one parameter changed.
    pub fn with(&self, parameter: Parameter, value: f64) -> Inputs {
        let mut changed = self.clone();
        changed.set(parameter, value);
        changed
    }
}
