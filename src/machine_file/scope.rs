//! What names in the formulas of a machine file mean, and the values of the numbers that can be set.

use super::build::{Input, electronvolts_per_kelvin};
use super::description::{MachineFile, Table};
use super::slot::Text;
use super::source::FileError;
use super::tables::Allowed;
use crate::formula::{Constant, Known, Referent, Scope};
use crate::numeric::Lanes;
use crate::quantity::{Dimension, Unit};
use std::cell::RefCell;
use std::sync::Arc;

/// What names in the formulas of a file mean.
pub(super) struct Names<'a> {
    pub(super) file: &'a MachineFile,
    pub(super) inputs: &'a [Input],
    /// Numbers of reservoirs and of the environment that formulas give.
    pub(super) given: Vec<(String, Constant)>,
    /// What the inputs are set to, in eV or K; NaN where a formula gives one.
    pub(super) raw: Vec<f64>,
    /// The formulas of inputs, by place.
    pub(super) formulas: Vec<(usize, Constant)>,
    /// What is wrong with tables that formulas name.
    pub(super) faults: RefCell<Vec<FileError>>,
}

impl<'a> Names<'a> {
    pub(super) fn new(file: &'a MachineFile, inputs: &'a [Input]) -> Self {
        let (raw, formulas) = (Vec::new(), Vec::new());
        Self { file, inputs, given: Vec::new(), raw, formulas, faults: RefCell::default() }
    }

    /// The same where formulas give these numbers of reservoirs and of the environment.
    pub(super) fn with(self, given: Vec<(String, Constant)>) -> Self {
        Self { given, ..self }
    }

    /// What the input of this name is set to; nothing if a formula gives it.
    pub(super) fn raw(&self, name: &str) -> Option<f64> {
        let place = self.inputs.iter().position(|input| input.name == name)?;
        Some(self.raw[place]).filter(|value| !value.is_nan())
    }

    /// The inputs as they are set, in doubles and k_B = 1.
    pub(super) fn leaves(&self) -> Vec<Known<Lanes<1>>> {
        let mut leaves: Vec<Known<Lanes<1>>> = Vec::with_capacity(self.raw.len());
        for (place, (input, value)) in self.inputs.iter().zip(&self.raw).enumerate() {
            let is_kelvin = self.file.is_laboratory && input.dimension == Dimension::Temperature;
            let formula = self.formulas.iter().find(|(of, _)| *of == place);
            leaves.push(match formula {
                Some((_, formula)) if value.is_nan() => formula.value(&leaves),
                _ if is_kelvin => {
                    Known::double(*value).times(&electronvolts_per_kelvin().value(&[]))
                }
                _ => Known::double(*value),
            });
        }
        leaves
    }

    /// Values of the inputs in doubles: those of the file, or others, which a factor gives.
    pub(super) fn values(&self, factor: Option<f64>) -> Vec<Known<Lanes<1>>> {
        let value = |(place, input): (usize, &Input)| {
            let value = input.value.unwrap_or(0.5);
            Known::double(match factor {
                Some(factor) => factor * value + factor * 0.1 * (place as f64 + 1.0),
                None => value,
            })
        };
        self.inputs.iter().enumerate().map(value).collect()
    }
}

impl Scope for Names<'_> {
    fn name(&self, name: &str) -> Option<Referent> {
        if name == "E" {
            return Some(Referent::Energy);
        }
        if let Some((_, constant)) = self.given.iter().find(|(own, _)| own == name) {
            return Some(Referent::Constant(constant.clone()));
        }
        let place = self.inputs.iter().position(|input| input.name == name)?;
        Some(Referent::Constant(Constant::Parameter(place)))
    }

    fn measured(&self, digits: &str, unit: &str) -> Option<Constant> {
        let (unit, dimension) = Unit::in_formula(unit)?;
        let number = Constant::rational(&unit.exact(digits)?);
        Some(match dimension {
            Dimension::Temperature => {
                Constant::Product(Box::new(number), Box::new(electronvolts_per_kelvin()))
            }
            _ => number,
        })
    }

    fn table(&self, path: &str, value: Option<&str>) -> Option<(Arc<[(f64, f64)]>, Constant)> {
        let place = self.file.files().into_iter().find(|file| &*file.text == path)?.place;
        let text = |text: &str| Text { text: text.into(), place: place.clone() };
        let table = Table {
            what: "table of a formula".into(),
            place: place.clone(),
            path: text(path),
            is_tbtrans: false,
            energy: None,
            value: value.map(text),
            eigenvalues: Vec::new(),
            error: None,
            unit: None,
            shift: None,
            rows: Vec::new(),
            outside: None,
            floor: None,
        };
        let unit = self.file.units.energy.as_deref();
        let unit = unit.and_then(|unit| self.measured("1", unit));
        match self.file.read_table(&table, Vec::new(), None, Allowed::All) {
            Ok(read) => Some((read.points, unit.unwrap_or_else(|| Constant::double(1.0)))),
            Err(error) => {
                self.faults.borrow_mut().push(*error);
                None
            }
        }
    }
}
