//! What the formulas of a machine file contain: units, and names of parameters.

use super::description::{
    Coupling, Curve, Levels, MachineFile, Scatterer, ScattererKind, State, Table, Wish,
};
use super::section::Log;
use super::slot::Slot;
use crate::formula::{Formula, Node, Term};

/// Whether a number in the file has a unit, or a table has one by its format.
pub(super) fn has_units(file: &MachineFile) -> bool {
    let mut found = file.tables().iter().any(|table| table.is_tbtrans);
    found |= wishes(file).any(|wish| wish.in_units().is_some());
    each(file, &mut |node| {
        if let Term::Number(literal) = &node.term {
            found |= !literal.unit.is_empty();
        }
    });
    found
}

/// Warns of parameters that nothing uses.
pub(super) fn unused(log: &mut Log, file: &MachineFile) {
    let mut names: Vec<Box<str>> = Vec::new();
    each(file, &mut |node| {
        if let Term::Name(name) = &node.term {
            names.push(name.clone());
        }
    });
    for cell in cells(file) {
        let words = cell.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        names.extend(words.map(Into::into));
    }
    for parameter in &file.parameters {
        let name = &parameter.name;
        // A result may have a derivative by it.
        let derivative = format!("_d{name}");
        let is_used = names.iter().any(|used| used == name || used.ends_with(&derivative));
        if !is_used {
            log.warn(&parameter.at, format!("nothing uses parameter `{name}`"), "");
        }
    }
}

/// Shows every part of every formula.
fn each(file: &MachineFile, see: &mut impl FnMut(&Node)) {
    for slot in slots(file) {
        slot.formula.root.walk(see);
    }
    for cell in cells(file) {
        // `phase(x)` is known here only; the rest is an ordinary formula.
        if let Ok(formula) = Formula::parse(&cell.replace("phase(", "(")) {
            formula.root.walk(see);
        }
    }
}

/// All formulas but those of scatterers.
pub(super) fn slots(file: &MachineFile) -> Vec<&Slot> {
    let mut slots: Vec<&Slot> = Vec::new();
    slots.extend([&file.t0, &file.mu0, &file.degeneracy].into_iter().flatten());
    slots.extend(file.parameters.iter().map(|parameter| &parameter.value));
    slots.extend(file.results.iter().map(|result| &result.formula));
    for reservoir in &file.reservoirs {
        match &reservoir.state {
            State::Equilibrium { t, mu, .. } => slots.extend(t.iter().chain(mu)),
            State::Demon { lambda, .. } => slots.push(lambda),
            State::Optimal(demon) => {
                slots.extend(demon.fixed.iter().filter_map(|(_, slot)| slot.as_ref()));
            }
            State::Occupied(_) | State::Unknown => {}
        }
    }
    slots.extend(wishes(file).filter_map(Wish::slot));
    for transmission in &file.transmissions {
        slots.extend([&transmission.channels, &transmission.degeneracy].into_iter().flatten());
    }
    slots.extend(file.scatterers.iter().filter_map(|scatterer| scatterer.degeneracy.as_ref()));
    for curve in curves(file) {
        if let Curve::Formula(slot) = curve {
            slots.push(slot);
        }
    }
    for table in file.tables() {
        let Table { unit, shift, outside, floor, rows, .. } = table;
        slots.extend([unit, shift, outside, floor].into_iter().flatten());
        slots.extend(rows.iter().map(|(_, slot)| slot));
    }
    slots
}

/// What is wanted of an optimal demon or filter.
fn wishes(file: &MachineFile) -> impl Iterator<Item = &Wish> {
    let demons = file.reservoirs.iter().filter_map(|reservoir| match &reservoir.state {
        State::Optimal(demon) => Some(&demon.wish),
        _ => None,
    });
    let filters = file.transmissions.iter().filter_map(|entry| entry.filter.as_ref());
    demons.chain(filters.map(|filter| &filter.wish))
}

fn curves(file: &MachineFile) -> impl Iterator<Item = &Curve> {
    let occupations = file.reservoirs.iter().filter_map(|reservoir| match &reservoir.state {
        State::Occupied(curve) => Some(curve),
        _ => None,
    });
    let currents = file.reservoirs.iter().filter_map(|reservoir| reservoir.current.as_ref());
    let transmissions = file.transmissions.iter().map(|transmission| &transmission.value);
    occupations.chain(currents).chain(transmissions)
}

impl MachineFile {
    /// The tables that it names outside formulas.
    pub(super) fn tables(&self) -> Vec<&Table> {
        let mut tables = Vec::new();
        for curve in curves(self) {
            if let Curve::Table(table) = curve {
                tables.push(&**table);
            }
        }
        tables
    }
}

/// The formulas of scatterers.
fn cells(file: &MachineFile) -> impl Iterator<Item = &str> {
    file.scatterers.iter().flat_map(texts)
}

fn texts(scatterer: &Scatterer) -> Vec<&str> {
    let ScattererKind::Levels { levels, couplings } = &scatterer.kind else { return Vec::new() };
    let mut cells = Vec::new();
    if let Levels::Cells(rows) = levels {
        cells.extend(rows.iter().flatten());
    }
    for (_, coupling) in couplings {
        match coupling {
            Coupling::Widths(widths) => cells.extend(widths),
            Coupling::Amplitudes(rows) => cells.extend(rows.iter().flatten()),
        }
    }
    cells.into_iter().map(|cell| &*cell.text).collect()
}
