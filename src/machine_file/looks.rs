//! Results as formulas: of columns, and of functions of the energy that they look at, such as `f_h(at=…)`.

use super::build::{Builder, Built};
use super::description::MachineFile;
use super::scope::Names;
use super::slot::Slot;
use super::source::FileError;
use crate::formula::{Constant, Reader, Referent, Scope};
use std::cell::RefCell;
use std::sync::Arc;

/// A function of the energy that a result asks for at one energy.
#[derive(Clone, Debug)]
pub struct Look {
    /// Which function.
    pub of: Looked,
    /// The energy, as a number that follows from inputs, columns and earlier looks.
    pub at: Constant,
}

/// Functions of the energy of a machine; numbers are places of reservoirs of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Looked {
    /// f of a reservoir, or n of bosons.
    Occupation(usize),
    /// y = ln(1/f + s) of a reservoir (Eq. 6).
    Logarithm(usize),
    /// T into the first reservoir from the second one.
    Transmission(usize, usize),
}

impl MachineFile {
    /// The columns of a result as a number that follows from inputs and columns: `columns` gives the place of
    /// a column. Functions of the energy that it asks for are added to `looks`, the first of which has the
    /// place `first`.
    ///
    /// # Errors
    /// What of the formula cannot be computed, with its place.
    pub fn merit(
        &self,
        built: &Built,
        slot: &Slot,
        columns: &dyn Fn(&str) -> Option<usize>,
        (looks, first): (&mut Vec<Look>, usize),
    ) -> Result<Constant, Box<FileError>> {
        let mut builder = Builder::of(self);
        let given = self.derived(built);
        let names = Names::new(self, &built.inputs).with(given);
        let asked = RefCell::new(std::mem::take(looks));
        let scope = Columns { names: &names, columns, asked: &asked, first };
        let mut reader =
            Reader { scope: &scope, constants: &mut builder.constants, indices: Vec::new() };
        let found = reader.constant(&slot.formula.root);
        *looks = asked.into_inner();
        found.map_err(|fault| Box::new(slot.error(&self.source, fault)))
    }

    /// The numbers of reservoirs and of the environment that formulas give, as constants.
    fn derived(&self, built: &Built) -> Vec<(String, Constant)> {
        let machine = &built.machine;
        let mut all = Vec::new();
        for reservoir in &machine.reservoirs {
            let Some([mu, t]) = reservoir.occupation.equilibrium() else { continue };
            for (prefix, place) in [("T", t), ("mu", mu)] {
                // What a probe finds is a column.
                if !machine.is_found(place) {
                    let constant = machine.constants[place].clone();
                    all.push((format!("{prefix}_{}", reservoir.name), constant));
                }
            }
        }
        let environment = [("T0", machine.t0), ("mu0", machine.mu0)];
        all.extend(environment.into_iter().filter_map(|(name, place)| {
            place.map(|place| (name.to_owned(), machine.constants[place].clone()))
        }));
        all
    }
}

/// The names of formulas in which columns and functions of the energy stand, too.
struct Columns<'a> {
    names: &'a Names<'a>,
    columns: &'a dyn Fn(&str) -> Option<usize>,
    asked: &'a RefCell<Vec<Look>>,
    first: usize,
}

impl Scope for Columns<'_> {
    fn name(&self, name: &str) -> Option<Referent> {
        let column =
            || (self.columns)(name).map(|place| Referent::Constant(Constant::Parameter(place)));
        self.names.name(name).or_else(column)
    }

    fn measured(&self, digits: &str, unit: &str) -> Option<Constant> {
        self.names.measured(digits, unit)
    }

    fn table(&self, _: &str, _: Option<&str>) -> Option<(Arc<[(f64, f64)]>, Constant)> {
        None
    }

    fn at(&self, name: &str, energies: Vec<Constant>) -> Result<Constant, String> {
        let unknown = || format!("there is no function `{name}`");
        let place = |name: &str| {
            let mut all = self.names.file.reservoirs.iter();
            all.position(|reservoir| &*reservoir.name == name).ok_or_else(unknown)
        };
        let look = |of: Looked, at: Constant| {
            let mut asked = self.asked.borrow_mut();
            asked.push(Look { of, at });
            Constant::Parameter(self.first + asked.len() - 1)
        };
        let over = |a: Constant, b: Constant| Constant::Quotient(Box::new(a), Box::new(b));
        let less = |a: Constant, b: Constant| {
            Constant::Sum(Box::new(a), Box::new(Constant::Negated(Box::new(b))))
        };
        let parts: Vec<&str> = name.split('_').collect();
        let mut energies = energies.into_iter();
        Ok(match (&parts[..], energies.next(), energies.next()) {
            (["f", r], Some(at), None) => look(Looked::Occupation(place(r)?), at),
            (["y", r], Some(at), None) => look(Looked::Logarithm(place(r)?), at),
            (["T", a, b], Some(at), None) => look(Looked::Transmission(place(a)?, place(b)?), at),
            // Eq. A9.
            (["beta", r], Some(at), None) => {
                let Some(Referent::Constant(mu0)) = self.names.name("mu0") else {
                    let remedy = "give it in [environment], or write from=… and to=…";
                    return Err(format!("`{name}(at=…)` needs mu0, which is not known: {remedy}"));
                };
                over(look(Looked::Logarithm(place(r)?), at.clone()), less(at, mu0))
            }
            (["beta", r], Some(from), Some(to)) => {
                let of = Looked::Logarithm(place(r)?);
                let change = less(look(of, from.clone()), look(of, to.clone()));
                over(change, less(from, to))
            }
            _ => return Err(unknown()),
        })
    }
}
