//! A machine whose tables, or whose conditions on the best demon, depend on parameters: for each choice of rows,
//! floors and conditions it is built anew.

use super::Words;
use crate::machine_file::build::{Built, Input};
use crate::machine_file::description::{Curve, MachineFile, State};
use crate::machine_file::slot::Slot;
use crate::machine_file::tables::Uncertain;
use crate::model::{Plan, Status};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// A machine with one choice of rows of its tables.
#[derive(Debug)]
pub struct Variant {
    /// The machine.
    pub plan: Plan,
    /// The same with floors of measured occupations that are ten times lower, where it has floors.
    pub lower: Option<Plan>,
    /// The tables of which the values have standard deviations.
    pub uncertain: Vec<Uncertain>,
}

/// All choices that were met so far; they live as long as the program.
#[derive(Debug)]
pub struct Variants {
    base: &'static Variant,
    /// The places of the inputs on which the choice depends.
    by: Vec<usize>,
    known: Mutex<HashMap<Vec<u64>, Result<&'static Variant, Status>>>,
}

impl Variants {
    /// The variants of a file, which was built with its own numbers.
    pub fn new(file: &MachineFile, built: Built) -> Variants {
        let by = chosen_by(file, &built.inputs);
        let raw: Vec<f64> =
            built.inputs.iter().map(|input| input.value.unwrap_or(f64::NAN)).collect();
        let base = Box::leak(Box::new(Variant::new(file, built, &raw)));
        Variants { base, by, known: Mutex::default() }
    }

    /// The machine with the file's own numbers.
    pub fn base(&self) -> &'static Variant {
        self.base
    }

    /// The machine where the inputs have these values.
    ///
    /// # Errors
    /// The status of a row whose tables have no such rows.
    pub fn at(
        &self,
        file: &MachineFile,
        words: &Words,
        raw: &[f64],
    ) -> Result<&'static Variant, Status> {
        if self.by.is_empty() {
            return Ok(self.base);
        }
        let key: Vec<u64> = self.by.iter().map(|place| raw[*place].to_bits()).collect();
        let lock = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lock().get(&key) {
            return *known;
        }
        let found = match file.build_at(Some(raw)) {
            Ok(built) => Ok(&*Box::leak(Box::new(Variant::new(file, built, raw)))),
            Err(errors) => {
                let is_absent = errors.iter().any(|error| error.message.starts_with("no row has"));
                Err(words.tables[usize::from(is_absent)])
            }
        };
        lock().insert(key, found);
        found
    }
}

impl Variant {
    fn new(file: &MachineFile, built: Built, raw: &[f64]) -> Variant {
        let lower = has_floor(file).then(|| {
            let lower = MachineFile { floors: 10.0, ..file.clone() };
            lower.build_at(Some(raw)).ok().map(|built| Plan::new(built.machine))
        });
        let Built { machine, uncertain, .. } = built;
        Variant { plan: Plan::new(machine), lower: lower.flatten(), uncertain }
    }
}

/// Whether a reservoir has measured occupations with a floor.
fn has_floor(file: &MachineFile) -> bool {
    file.reservoirs.iter().any(|reservoir| floor_of(&reservoir.state).is_some())
}

/// The floor of measured occupations.
pub fn floor_of(state: &State) -> Option<&Slot> {
    match state {
        State::Occupied(Curve::Table(table)) => table.floor.as_ref(),
        _ => None,
    }
}

/// The places of the inputs on which rows of tables, floors, and what is fixed for a demon depend.
fn chosen_by(file: &MachineFile, inputs: &[Input]) -> Vec<usize> {
    let mut names: Vec<Box<str>> = Vec::new();
    for table in file.tables() {
        for slot in table.rows.iter().map(|(_, slot)| slot).chain(&table.floor) {
            slot.names(&mut names);
        }
    }
    for reservoir in &file.reservoirs {
        let State::Optimal(demon) = &reservoir.state else { continue };
        demon.fixed.iter().filter_map(|(_, slot)| slot.as_ref()).for_each(|s| s.names(&mut names));
    }
    let mut places = Vec::new();
    for name in names.iter().filter(|name| &***name != "pi") {
        match inputs.iter().position(|input| input.name == **name) {
            Some(place) => {
                places.push(place);
                if let Some(formula) = &inputs[place].formula {
                    formula.visit(&mut |other| places.push(other));
                }
            }
            // A number that a formula gives may depend on any.
            None => places.extend(0..inputs.len()),
        }
    }
    // Formulas of parameters name earlier ones only, which may be formulas, too.
    let mut done = 0;
    while done < places.len() {
        if let Some(formula) = &inputs[places[done]].formula {
            let mut more = Vec::new();
            formula.visit(&mut |other| more.push(other));
            more.retain(|other| !places.contains(other));
            places.extend(more);
        }
        done += 1;
    }
    places.sort_unstable();
    places.dedup();
    places
}
