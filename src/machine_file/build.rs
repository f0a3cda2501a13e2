//! From what a machine file says to the machine in normal form.

use super::description::{Carriers, Curve, MachineFile, ProbeKind, State};
use super::scope::Names;
use super::slot::Slot;
use super::source::FileError;
use super::tables::{Allowed, Uncertain};
use crate::formula::{Constant, Fault, Normal, Reader, Referent, Scope, Spectrum, rest};
use crate::model::{Channels, Coupling, Machine, Occupation, Reservoir, Slack, Statistics};
use crate::quantity::{Dimension, Unit};

/// A number that can be set: a parameter of the file, or a number of a reservoir or of the environment.
#[derive(Clone, Debug)]
pub struct Input {
    /// Its name.
    pub name: String,
    /// What it measures.
    pub dimension: Dimension,
    /// Its value as a double, in eV or K where values have units; nothing if a formula gives it.
    pub value: Option<f64>,
    /// What gives it where it is not set.
    pub formula: Option<Constant>,
    /// The unit of bare numbers that it is set to.
    pub unit: Option<Box<str>>,
    /// What it is, in a line.
    pub doc: String,
}

/// A machine that can be computed.
#[derive(Clone, Debug)]
pub struct Built {
    /// The machine. [`Constant::Parameter`] is the place of an input; temperatures are energies, k_B = 1.
    pub machine: Machine,
    /// The numbers that can be set.
    pub inputs: Vec<Input>,
    /// For each reservoir of the machine, the one of the file: phonons have one of their own.
    pub parents: Vec<usize>,
    /// The tables of which the values have standard deviations.
    pub uncertain: Vec<Uncertain>,
    /// For each transmission of the file, the places of the couplings that it is.
    pub entries: Vec<Vec<usize>>,
}

/// k_B in eV/K, by the SI's exact constants (2019): 1.380649e-23 J/K over 1.602176634e-19 C.
pub fn electronvolts_per_kelvin() -> Constant {
    let whole = |number: f64| Box::new(Constant::double(number));
    Constant::Quotient(whole(1_380_649.0), whole(16_021_766_340.0))
}

/// The double that a number of the file is, in eV or K, with its unit.
pub(super) fn double(slot: &Slot) -> Option<(f64, Option<Box<str>>)> {
    let (is_negative, literal) = slot.number()?;
    let value = match &*literal.unit {
        "" => literal.digits.parse().ok()?,
        unit => Unit::in_formula(unit)?.0.read(&literal.digits)?,
    };
    let unit = Some(literal.unit.clone()).filter(|unit| !unit.is_empty());
    Some((if is_negative { 0.0 - value } else { value }, unit))
}

/// Whether the unit of a number, if it has one, is a unit of this dimension.
fn has_unit_of(slot: &Slot, dimension: Dimension) -> bool {
    slot.number().is_none_or(|(_, literal)| {
        let unit = Unit::in_formula(&literal.unit);
        literal.unit.is_empty() || unit.is_some_and(|(_, own)| own == dimension)
    })
}

impl MachineFile {
    /// The machine in normal form.
    ///
    /// # Errors
    /// What of the file cannot be computed, with its place.
    pub fn build(&self) -> Result<Built, Vec<FileError>> {
        self.build_at(None)
    }

    /// The machine in normal form where the inputs are set to these values, in eV or K and NaN where a formula
    /// gives one: they choose rows of tables.
    ///
    /// # Errors
    /// As for [`MachineFile::build`].
    pub(super) fn build_at(&self, raw: Option<&[f64]>) -> Result<Built, Vec<FileError>> {
        let mut inputs: Vec<Input> = Vec::new();
        let mut formulas: Vec<(usize, &Slot)> = Vec::new();
        for parameter in &self.parameters {
            let dimension = parameter.value.measure.dimension().unwrap_or(Dimension::Number);
            let found = double(&parameter.value);
            if found.is_none() {
                formulas.push((inputs.len(), &parameter.value));
            }
            inputs.push(Input {
                name: parameter.name.to_string(),
                dimension,
                value: found.as_ref().map(|(value, _)| *value),
                formula: None,
                unit: parameter.unit.clone().or(found.and_then(|(_, unit)| unit)),
                doc: format!("parameter {} of the machine", parameter.name),
            });
        }
        // Numbers of reservoirs and of the environment: those that are numbers can be set.
        let mut derived: Vec<(String, &Slot)> = Vec::new();
        let mut slot = |name: String, slot: Option<&'_ Slot>, dimension, doc: String| {
            // A temperature in an energy's unit, or the other way round, is a formula: k_B turns one into the other.
            let found = slot.filter(|slot| has_unit_of(slot, dimension)).and_then(double);
            match (slot, found) {
                (Some(_), Some((value, unit))) => inputs.push(Input {
                    name,
                    dimension,
                    value: Some(value),
                    formula: None,
                    unit,
                    doc,
                }),
                (Some(_), None) => return Some(name),
                (None, _) => inputs.push(Input {
                    name,
                    dimension,
                    value: Some(0.0),
                    formula: None,
                    unit: match dimension {
                        Dimension::Energy => self.units.energy.clone(),
                        _ => None,
                    },
                    doc,
                }),
            }
            None
        };
        for reservoir in &self.reservoirs {
            let State::Equilibrium { t, mu, probe } = &reservoir.state else { continue };
            let name = &reservoir.name;
            let doc = format!("temperature of reservoir {name}");
            let found = t.as_ref().and_then(|t| {
                slot(format!("T_{name}"), Some(t), Dimension::Temperature, doc)
                    .map(|name| (name, t))
            });
            derived.extend(found);
            if probe.is_some_and(ProbeKind::finds_mu) {
                continue;
            }
            let doc = format!("chemical potential of reservoir {name}");
            let found = slot(format!("mu_{name}"), mu.as_ref(), Dimension::Energy, doc);
            if let (Some(name), Some(mu)) = (found, mu) {
                derived.push((name, mu));
            }
        }
        let environment = [
            ("T0", &self.t0, Dimension::Temperature, "temperature of the environment"),
            ("mu0", &self.mu0, Dimension::Energy, "chemical potential of the environment"),
        ];
        for (name, given, dimension, doc) in environment {
            if let Some(given) = given
                && slot(name.into(), Some(given), dimension, doc.into()).is_some()
            {
                derived.push((name.into(), given));
            }
        }
        for (name, prefix, given) in [("T0", "T_", &self.t0), ("mu0", "mu_", &self.mu0)] {
            if given.is_some() {
                continue;
            }
            let of = |reservoir: &super::description::Reservoir| {
                let name = format!("{prefix}{}", reservoir.name);
                inputs.iter().find(|input| input.name == name).cloned()
            };
            let mut all = self.reservoirs.iter().filter_map(of);
            let Some(first) = all.next() else { continue };
            if first.value.is_some() && all.all(|other| other.value == first.value) {
                let doc = match name {
                    "T0" => "temperature of the environment",
                    _ => "chemical potential of the environment",
                };
                inputs.push(Input { name: name.into(), doc: doc.into(), ..first });
            }
        }
        let mut built = Builder::of(self);
        let mut names = built.names(&inputs, &derived);
        names.raw = match raw {
            Some(raw) => raw.to_vec(),
            None => inputs.iter().map(|input| input.value.unwrap_or(f64::NAN)).collect(),
        };
        let formulas: Vec<(usize, Option<Constant>)> = formulas
            .into_iter()
            .map(|(place, slot)| (place, built.constant(&names, slot)))
            .collect();
        let known = |(place, formula): &(usize, Option<Constant>)| Some((*place, formula.clone()?));
        names.formulas = formulas.iter().filter_map(known).collect();
        let machine = built.machine(&names);
        let Builder { errors, entries, uncertain, .. } = built;
        if !errors.is_empty() {
            return Err(errors);
        }
        drop(names);
        for (place, formula) in formulas {
            inputs[place].formula = formula;
        }
        let (machine, parents) = machine;
        Ok(Built { machine, inputs, parents, entries, uncertain })
    }
}

pub(super) struct Builder<'a> {
    pub(super) file: &'a MachineFile,
    pub(super) errors: Vec<FileError>,
    pub(super) constants: Vec<Constant>,
    /// For each transmission of the file, the places of the couplings that it is.
    pub(super) entries: Vec<Vec<usize>>,
    /// The tables of which the values have standard deviations.
    pub(super) uncertain: Vec<Uncertain>,
}

impl<'a> Builder<'a> {
    pub(super) fn of(file: &'a MachineFile) -> Builder<'a> {
        let entries = vec![Vec::new(); file.transmissions.len()];
        let (errors, constants, uncertain) = Default::default();
        Builder { file, errors, constants, entries, uncertain }
    }

    /// What names mean, with the numbers that formulas of other numbers give: each may need others, so that
    /// they are read until none is left. The file has no circles.
    fn names(&mut self, inputs: &'a [Input], derived: &[(String, &Slot)]) -> Names<'a> {
        let mut names = Names::new(self.file, inputs);
        let mut rest: Vec<&(String, &Slot)> = derived.iter().collect();
        while !rest.is_empty() {
            let before = rest.len();
            rest.retain(|(name, slot)| {
                let mut reader =
                    Reader { scope: &names, constants: &mut self.constants, indices: Vec::new() };
                match reader.constant(&slot.formula.root) {
                    Ok(constant) => {
                        names.given.push((name.clone(), constant));
                        false
                    }
                    Err(_) => true,
                }
            });
            if rest.len() == before {
                for (_, slot) in rest {
                    self.constant(&names, slot);
                }
                break;
            }
        }
        names
    }

    pub(super) fn constant(&mut self, names: &Names<'_>, slot: &Slot) -> Option<Constant> {
        let mut reader =
            Reader { scope: names, constants: &mut self.constants, indices: Vec::new() };
        let found = reader.constant(&slot.formula.root);
        found.map_err(|fault| self.wrong(names, slot, fault)).ok()
    }

    /// Notes a fault of a formula, or what is wrong with the table that it names.
    fn wrong(&mut self, names: &Names<'_>, slot: &Slot, fault: Fault) {
        let faults = names.faults.take();
        if faults.is_empty() {
            self.errors.push(slot.error(&self.file.source, fault));
        }
        self.errors.extend(faults);
    }

    pub(super) fn function(
        &mut self,
        names: &Names<'_>,
        curve: &Curve,
        allowed: Allowed,
    ) -> Option<Normal> {
        match curve {
            Curve::Formula(slot) => {
                let mut reader =
                    Reader { scope: names, constants: &mut self.constants, indices: Vec::new() };
                let found = reader.read(&slot.formula.root);
                found.map_err(|fault| self.wrong(names, slot, fault)).ok()
            }
            Curve::Table(table) => self.table(names, table, allowed),
        }
    }

    /// A number as a constant in the list.
    pub(super) fn place(&mut self, names: &Names<'_>, name: &str) -> Option<usize> {
        match names.name(name)? {
            Referent::Constant(constant) => Some(constant.place(&mut self.constants)),
            Referent::Energy => None,
        }
    }

    fn machine(&mut self, names: &Names<'_>) -> (Machine, Vec<usize>) {
        let mut machine = Machine::default();
        let mut parents = Vec::new();
        for (place, reservoir) in names.file.reservoirs.iter().enumerate() {
            let number = |builder: &mut Self, prefix: &str| {
                builder.place(names, &format!("{prefix}{}", reservoir.name)).unwrap_or_default()
            };
            let allowed = match reservoir.statistics {
                Carriers::Fermi => Allowed::Probabilities,
                Carriers::Bose => Allowed::NotNegative,
            };
            let occupation = match &reservoir.state {
                State::Equilibrium { probe, .. } => {
                    let [mu, t] =
                        [("mu_", ProbeKind::finds_mu as fn(_) -> _), ("T_", ProbeKind::finds_t)]
                            .map(|(prefix, finds)| match probe.is_some_and(finds) {
                                true => self.unknown(),
                                false => number(self, prefix),
                            });
                    Occupation::Equilibrium { mu, t }
                }
                State::Occupied(curve) => match self.function(names, curve, allowed) {
                    Some(Normal { smooth, .. }) => {
                        let left = match reservoir.statistics {
                            Carriers::Fermi => rest(&smooth, &mut self.constants),
                            Carriers::Bose => {
                                let one = Constant::double(1.0).place(&mut self.constants);
                                let f = smooth.clone().spectrum(&mut self.constants);
                                Spectrum::Sum(vec![Spectrum::Constant(one), f])
                            }
                        };
                        Occupation::Given { f: smooth.spectrum(&mut self.constants), rest: left }
                    }
                    None => continue,
                },
                State::Unknown | State::Demon { .. } | State::Optimal(_) => {
                    let zero = Constant::double(0.0).place(&mut self.constants);
                    let zero = Spectrum::Constant(zero);
                    Occupation::Given { f: zero.clone(), rest: zero }
                }
            };
            let statistics = match reservoir.statistics {
                Carriers::Fermi => Statistics::Fermi,
                Carriers::Bose => Statistics::Bose,
            };
            parents.push(place);
            let name = reservoir.name.to_string();
            machine.reservoirs.push(Reservoir { name, statistics, occupation });
        }
        let kinds: Vec<Statistics> = machine.reservoirs.iter().map(|r| r.statistics).collect();
        if self.errors.is_empty() {
            machine.optimal = self.optimal(names, &kinds);
        }
        if self.errors.is_empty() {
            self.pumps(names, &mut machine);
            self.couplings(names, &mut machine, &mut parents);
            for scatterer in &names.file.scatterers {
                self.scatterer(names, scatterer, &mut machine);
            }
            self.probes(&mut machine, &parents);
        }
        machine.t0 = self.place(names, "T0");
        machine.mu0 = self.place(names, "mu0");
        machine.constants = std::mem::take(&mut self.constants);
        (machine, parents)
    }

    /// The spectral currents into reservoirs.
    fn pumps(&mut self, names: &Names<'_>, machine: &mut Machine) {
        for (place, reservoir) in names.file.reservoirs.iter().enumerate() {
            let Some(current) = &reservoir.current else { continue };
            if matches!(reservoir.state, State::Unknown | State::Demon { .. } | State::Optimal(_)) {
                let message =
                    format!("reservoir `{}` has a current and no occupations", reservoir.name);
                let label = "give T and mu, or f";
                self.errors.push(self.file.source.error(reservoir.at.clone(), message, label));
                continue;
            }
            let found = self.function(names, current, Allowed::All);
            let Some(Normal { smooth, lines }) = found else { continue };
            let size = self.slack(names, current);
            machine.slacks.extend(size.map(|size| Slack { to: place, from: place, size }));
            machine.couplings.push(Coupling {
                to: place,
                from: place,
                both_ways: false,
                transmission: smooth.spectrum(&mut self.constants),
                lines,
                channels: Channels::default(),
            });
        }
    }
}
